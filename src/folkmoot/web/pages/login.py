"""The way to the institution's own login and back (docs/protocol.md section 11.1)."""

from typing import Any

from litestar import Response, get
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect

from folkmoot.base.errors import FolkmootError
from folkmoot.base.ids import encode_base64url
from folkmoot.campaigns import campaigns
from folkmoot.campaigns.departures import SECONDS
from folkmoot.campaigns.errors import (
    CredentialUnknownError,
    LoginDoubtfulError,
    LoginExpiredError,
    LoginRefusedError,
    LoginUnavailableError,
)
from folkmoot.campaigns.provider import RETURN_PATH
from folkmoot.web.ledger import ledger_of
from folkmoot.web.pages.held import login_page, trouble_page
from folkmoot.web.pages.site import AnyRequest
from folkmoot.web.state import parts_of, polling_of

COOKIE = "folkmoot_login"
# The person can only go on from each of these: with what status, and in which words.
_TROUBLE: dict[type[FolkmootError], tuple[int, str]] = {
    LoginRefusedError: (403, "gate-login-denied"),
    LoginExpiredError: (410, "gate-login-late"),
    LoginDoubtfulError: (502, "gate-login-doubtful"),
    LoginUnavailableError: (503, "gate-login-away"),
}


@get("/c/{slug:str}/login", include_in_schema=False)
async def leave(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Sends the browser to the login; `voice=held` where it runs no scripts."""
    parts, ledger = parts_of(request), ledger_of(request)
    found = await ledger.campaign(slug)
    campaigns.check_open(found, ledger.clock.now())
    if found.rules.gate != "login":
        raise CredentialUnknownError
    parts.limits.gate(request, is_open=False)
    held = request.query_params.get("voice") == "held"
    departure, state, mark = parts.departures.add(found.id, slug, held=held)
    try:
        address = await parts.provider.way(departure, state)
    except LoginUnavailableError as error:
        return _trouble(request, slug, error)
    away = Redirect(address, status_code=303, headers={"Cache-Control": "no-store"})
    away.set_cookie(_cookie(request, mark, round(SECONDS)))
    return away


@get(RETURN_PATH, include_in_schema=False)
async def come_back(request: AnyRequest) -> Response[Any]:
    """Back from the login, with a code for the server or with a refusal; on to the gate."""
    parts, query = parts_of(request), request.query_params
    departure = parts.departures.back(query.get("state", ""), request.cookies.get(COOKIE, ""))
    response: Response[Any]
    try:
        issuer, subject = await parts.provider.account(
            departure, code=query.get("code", ""), error=query.get("error", ""), issuer=query.get("iss", "")
        )
    except tuple(_TROUBLE) as error:
        response = _trouble(request, departure.slug, error)
    else:
        token = polling_of(request).logins.add(departure.campaign, issuer, subject)
        if departure.held:
            response = login_page(request, departure.slug, token)
        else:
            # In the fragment, which no browser sends anywhere.
            address = f"/c/{departure.slug}/voice#login={encode_base64url(token)}"
            response = Redirect(address, status_code=303, headers={"Cache-Control": "no-store"})
    response.set_cookie(_cookie(request, "", 0))
    return response


def _trouble(request: AnyRequest, slug: str, error: FolkmootError) -> Response[str]:
    return trouble_page(request, slug, *_TROUBLE[type(error)])


def _cookie(request: AnyRequest, mark: str, seconds: int) -> Cookie:
    return Cookie(
        key=COOKIE,
        value=mark,
        max_age=seconds,
        path=RETURN_PATH,
        # The browser comes back by a link of another site, so not "strict".
        samesite="lax",
        httponly=True,
        secure=parts_of(request).settings.public_origin.startswith("https:"),
    )


handlers: list[Any] = [leave, come_back]
