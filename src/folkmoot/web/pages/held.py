"""A voice for a browser without JavaScript: the gate's form is posted, and the server holds the voice."""

from typing import Any

from litestar import Response, post
from litestar.datastructures import Cookie
from litestar.params import FromPath

from folkmoot.base.ids import encode_base64url
from folkmoot.campaigns import campaigns, held
from folkmoot.campaigns.credentials import Code, Credential, Link, Mail
from folkmoot.campaigns.errors import CredentialUnknownError, CredentialUsedError
from folkmoot.web.pages.forms import Form, read_form
from folkmoot.web.pages.moments import day
from folkmoot.web.pages.site import AnyRequest, language_of, site_of
from folkmoot.web.state import parts_of, polling_of

COOKIE = "folkmoot_voice"
LIFE_SECONDS = 365 * 86_400
SECONDS_PER_DAY = 86_400
_CODE_MAX = 64


@post("/c/{slug:str}/voice", include_in_schema=False, status_code=200)
async def hold(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Lets somebody through and gives them the cookie of a voice, of which nothing but its public key is kept."""
    parts, polling = parts_of(request), polling_of(request)
    form = await read_form(request, parts.settings)
    async with parts.database.read() as connection:
        found = await campaigns.by_slug(connection, slug)
    credential = _credential(found.rules.gate, form)
    parts.limits.gate(request, is_open=isinstance(credential, Link))
    try:
        cookie = await polling.voices.hold(polling.gate, found.id, credential)
    except CredentialUnknownError:
        parts.limits.missed(request)
        return _page(request, slug, 403, trouble="held-unknown")
    except CredentialUsedError as error:
        return _page(request, slug, 409, trouble="held-used", used=error.day)
    receipt = await polling.voices.receipt(found.id, held.public_key(cookie, found.id))
    response = _page(request, slug, 201, receipt=receipt or "")
    response.set_cookie(
        Cookie(
            key=COOKIE,
            value=encode_base64url(cookie),
            max_age=LIFE_SECONDS,
            # Of this campaign only: what is asked elsewhere does not say which voices somebody has.
            path=f"/c/{slug}",
            samesite="strict",
            httponly=True,
            secure=parts.settings.public_origin.startswith("https:"),
        )
    )
    return response


def _credential(gate: str, form: Form) -> Credential:
    """Raises `CredentialUnknownError` for a gate that no form opens."""
    code = form.line("code", _CODE_MAX)
    kinds: dict[str, Credential] = {"link": Link(), "codes": Code(code), "mail": Mail(code)}
    if gate not in kinds:
        raise CredentialUnknownError
    return kinds[gate]


def _page(
    request: AnyRequest, slug: str, status: int, *, receipt: str = "", trouble: str = "", used: int = 0
) -> Response[str]:
    """`used` is the day on which a credential was, counted from 1970."""
    when = {"day": day(used * SECONDS_PER_DAY, language_of(request))} if used else {}
    given: dict[str, Any] = {"slug": slug, "receipt": receipt, "trouble": trouble, "given": when}
    return site_of(request).page(request, "held.html", status=status, cache="no-store", **given)


handlers: list[Any] = [hold]
