"""A voice for a browser without JavaScript: the gate's forms are posted, and the server holds the voice."""

import re
from typing import Any

from litestar import Response, post
from litestar.datastructures import Cookie
from litestar.params import FromPath

from folkmoot.base.errors import InvalidRequestError
from folkmoot.base.ids import decode_base64url, encode_base64url
from folkmoot.campaigns import campaigns, held
from folkmoot.campaigns.campaigns import Campaign
from folkmoot.campaigns.credentials import Code, Credential, Link, Login, Mail
from folkmoot.campaigns.errors import CredentialUnknownError, CredentialUsedError
from folkmoot.campaigns.logins import TOKEN_BYTES
from folkmoot.campaigns.post import MailUnavailableError
from folkmoot.web.mailing import ADDRESS, ADDRESS_MAX, mail_code_to
from folkmoot.web.pages.forms import Form, read_form
from folkmoot.web.pages.moments import day
from folkmoot.web.pages.site import AnyRequest, language_of, site_of
from folkmoot.web.state import parts_of, polling_of

COOKIE = "folkmoot_voice"
LIFE_SECONDS = 365 * 86_400
SECONDS_PER_DAY = 86_400
_CODE_MAX = 64
# By the campaign's gate; an open link is used up by nobody.
_USED = {"codes": "held-used-codes", "mail": "held-used-mail", "login": "held-used-login"}


@post("/c/{slug:str}/voice", include_in_schema=False, status_code=200)
async def hold(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Lets somebody through and gives them the cookie of a voice, of which nothing but its public key is kept."""
    parts, polling = parts_of(request), polling_of(request)
    form = await read_form(request, parts.settings)
    found = await _campaign(request, slug)
    gate = found.rules.gate
    credential = _credential(gate, form)
    parts.limits.gate(request, is_open=isinstance(credential, Link))
    try:
        cookie = await polling.voices.hold(polling.gate, found.id, credential)
    except CredentialUnknownError:
        parts.limits.missed(request)
        return trouble_page(request, slug, 403, "held-unknown-login" if gate == "login" else "held-unknown")
    except CredentialUsedError as error:
        when = day(error.day * SECONDS_PER_DAY, language_of(request))
        return trouble_page(request, slug, 409, _USED[gate], day=when)
    receipt = await polling.voices.receipt(found.id, held.public_key(cookie, found.id))
    response = _page(request, "held.html", slug, 201, receipt=receipt or "")
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


@post("/c/{slug:str}/mail", include_in_schema=False, status_code=200)
async def mail(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Sends a code to the address in the form, and says where to type it."""
    form = await read_form(request, parts_of(request).settings)
    found = await _campaign(request, slug)
    address = form.line("address", ADDRESS_MAX + 1)
    if len(address) > ADDRESS_MAX or re.fullmatch(ADDRESS, address) is None:
        return trouble_page(request, slug, 400, "held-address")
    try:
        await mail_code_to(request, found.id, address, language_of(request))
    except MailUnavailableError:
        return trouble_page(request, slug, 503, "held-mail-unavailable")
    return _page(request, "mailed.html", slug, 202, address=address)


def trouble_page(request: AnyRequest, slug: str, status: int, words: str, **given: str) -> Response[str]:
    """Why there is no voice, in words, and the way back to the gate."""
    return _page(request, "refused.html", slug, status, trouble=words, given=given)


def login_page(request: AnyRequest, slug: str, token: bytes) -> Response[str]:
    """For who is back from the login without JavaScript: the form that takes the voice."""
    return _page(request, "arrived.html", slug, 200, token=encode_base64url(token))


async def _campaign(request: AnyRequest, slug: str) -> Campaign:
    async with parts_of(request).database.read() as connection:
        return await campaigns.by_slug(connection, slug)


def _credential(gate: str, form: Form) -> Credential:
    """Raises `CredentialUnknownError`."""
    code = form.line("code", _CODE_MAX)
    match gate:
        case "link":
            return Link()
        case "codes":
            return Code(code)
        case "mail":
            return Mail(code)
        case _:
            return Login(_token(form.line("login", _CODE_MAX)))


def _token(text: str) -> bytes:
    try:
        return decode_base64url(text, TOKEN_BYTES)
    except InvalidRequestError:
        raise CredentialUnknownError from None


def _page(request: AnyRequest, template: str, slug: str, status: int, **given: Any) -> Response[str]:
    return site_of(request).page(request, template, status=status, cache="no-store", slug=slug, **given)


handlers: list[Any] = [hold, mail]
