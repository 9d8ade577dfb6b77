"""A mail with a code, for campaigns whose gate is an address (docs/protocol.md section 11.1)."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, post
from litestar.params import FromPath, JSONBody

from folkmoot.base.ids import CampaignId
from folkmoot.web.api.refusals import POST, UNREADABLE, problem
from folkmoot.web.mailing import ADDRESS, ADDRESS_MAX, mail_code_to
from folkmoot.web.pages.language import negotiate
from folkmoot.web.security import refuse_other_sites
from folkmoot.web.state import parts_of

AnyRequest = Request[Any, Any, Any]


class MailWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Asks for a mail with a code."""

    address: Annotated[str, msgspec.Meta(max_length=ADDRESS_MAX, pattern=ADDRESS)]
    language: Annotated[
        str, msgspec.Meta(max_length=8, description="Of the page that asks; empty: by the `Accept-Language` header.")
    ] = ""


class MailSent(msgspec.Struct, frozen=True):
    """Said of every address, also of one that has a voice already."""

    sent: Literal[True] = True


@post(
    "/api/v1/campaigns/{campaign:str}/voice-mails",
    operation_id="mailCode",
    summary="Have a code sent to an address",
    response_description="It is on its way.",
    status_code=202,
    responses={
        **POST,
        403: problem("`credential_unknown`: the gate is another; `wrong_origin`"),
        404: problem("`campaign_unknown`"),
        409: problem("`campaign_not_open`"),
        410: problem("`campaign_closed`"),
        503: problem("`mail_unavailable`"),
    },
    exception_handlers=UNREADABLE,
)
async def mail_code(request: AnyRequest, campaign: FromPath[str], data: JSONBody[MailWanted]) -> MailSent:
    """The address is used for the mail, and kept as a keyed hash."""
    refuse_other_sites(request, parts_of(request).settings)
    language = negotiate(data.language, None, request.headers.get("accept-language"))
    await mail_code_to(request, CampaignId.parse(campaign), data.address, language)
    return MailSent()


handlers: list[Any] = [mail_code]
