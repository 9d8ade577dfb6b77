"""The pages' addresses."""

import re
from typing import Any

from litestar import MediaType, Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from folkmoot.campaigns.errors import (
    CampaignChangedError,
    CampaignUnknownError,
    LoginExpiredError,
    NotAllowedHereError,
)
from folkmoot.web.pages import account, campaigns, held, login, people, record, signin, voice
from folkmoot.web.pages.hashes import ADDRESS
from folkmoot.web.pages.protection import COUNTS, SECTIONS
from folkmoot.web.pages.site import AnyRequest, site_of
from folkmoot.web.security import WrongOriginError

# 22 characters of base64url that hold exactly 16 bytes (docs/protocol.md, section 1).
_ROOM = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")


@get("/", include_in_schema=False)
async def home(request: AnyRequest) -> Response[str]:
    """The two doors, and the campaigns."""
    site = site_of(request)
    return site.page(
        request,
        "home.html",
        others=site.settings.room_capacity - 1,
        campaigns=await campaigns.listed(request),
        data=site.script_data(request, ("home",)),
    )


@get("/r/{room:str}", include_in_schema=False, sync_to_thread=False)
def conversation(request: AnyRequest, room: FromPath[str]) -> Response[str]:
    """The shell of lobby and room. Whether the room exists is not said here: only who has the link may learn it."""
    if _ROOM.fullmatch(room) is None:
        raise NotFoundException
    site = site_of(request)
    relay = "yes" if site.settings.turn_udp_port else ""
    data = site.script_data(request, ("room", "failures"), room=room, relay=relay)
    return site.page(request, "room.html", data=data)


@get("/protection", include_in_schema=False, sync_to_thread=False)
def protection(request: AnyRequest) -> Response[str]:
    """What is protected and what is not."""
    site = site_of(request)
    return site.page(
        request,
        "protection.html",
        sections=SECTIONS,
        counts=COUNTS,
        tests=site.tests,
        listing=site.listing,
        list_address=ADDRESS,
        data=site.script_data(request, ("check",)),
    )


@get(ADDRESS, include_in_schema=False, sync_to_thread=False)
def sums(request: AnyRequest) -> Response[str]:
    """The list of the built client's files. Its name stays while its content changes, so it is asked for each time."""
    text = site_of(request).listing.text
    return Response(text, media_type=MediaType.TEXT, headers={"Cache-Control": "no-cache"})


@get("/accessibility", include_in_schema=False, sync_to_thread=False)
def accessibility(request: AnyRequest) -> Response[str]:
    """What is checked and what is missing."""
    return site_of(request).page(request, "accessibility.html")


_ERRORS = {404: "not-found", 405: "not-found", 410: "gone", 429: "busy", 500: "server"}
# Where the status alone would say something else than what happened.
_ERRORS_BY_CODE = {
    NotAllowedHereError.code: "not-allowed",
    CampaignChangedError.code: "changed",
    CampaignUnknownError.code: "no-campaign",
    LoginExpiredError.code: "login",
    WrongOriginError.code: "origin",
}


def error_page(request: AnyRequest, status: int, code: str, retry_after: float | None = None) -> Response[str]:
    """The page for somebody whose request failed. `code` is stable, for whom they tell; `retry_after` in seconds."""
    name = _ERRORS_BY_CODE.get(code) or _ERRORS.get(status, "server" if status >= 500 else "refused")
    given: dict[str, Any] = {"minutes": round((retry_after or 0) / 60)} if name == "busy" else {}
    return site_of(request).page(request, "error.html", status=status, name=name, code=code, given=given)


handlers: list[Any] = [
    *(home, conversation, protection, sums, accessibility),
    *(*signin.handlers, *account.handlers, *people.handlers, *campaigns.handlers),
    *(*record.handlers, *voice.handlers, *held.handlers, *login.handlers),
]
