"""A mail with a code, for campaigns whose gate is an address (docs/protocol.md section 11.1)."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, post
from litestar.params import FromPath, JSONBody

from folkmoot.base.ids import CampaignId
from folkmoot.campaigns import campaigns
from folkmoot.campaigns.campaigns import Campaign
from folkmoot.web.api.refusals import POST, UNREADABLE, problem
from folkmoot.web.pages.language import negotiate
from folkmoot.web.pages.words import Words, words_of
from folkmoot.web.security import refuse_other_sites
from folkmoot.web.state import parts_of, polling_of

AnyRequest = Request[Any, Any, Any]

SUBJECT_MAX = 120
# What browsers take for an address (HTML, section 4.10.5.1.5), with a dot behind the @: one address, never a list.
ADDRESS = r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$"


class MailWanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Asks for a mail with a code."""

    address: Annotated[str, msgspec.Meta(max_length=254, pattern=ADDRESS)]


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
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    parts.limits.mail(request, data.address)
    name = CampaignId.parse(campaign)
    code = await polling_of(request).gate.mail_code(name, data.address)
    async with parts.database.read() as connection:
        found = await campaigns.find(connection, name)
    words = words_of(negotiate(None, None, request.headers.get("accept-language")))
    link = f"{parts.settings.public_origin}/c/{found.slug}/voice#mail={code}"
    await parts.post.send(data.address.strip(), _subject(words, found), _text(words, code, link))
    return MailSent()


def _subject(words: Words, campaign: Campaign) -> str:
    return words("mail-code-subject", question=" ".join(campaign.main.question.split())[:SUBJECT_MAX])


def _text(words: Words, code: str, link: str) -> str:
    # Code and link on lines of their own: what surrounds a variable in a sentence would go along when it is copied.
    return "\n\n".join((words("mail-code-intro"), code, words("mail-code-link"), link, words("mail-code-end"))) + "\n"


handlers: list[Any] = [mail_code]
