"""Invitation codes in bulk: made by a convenor, shown once, to be sent out as a file or on paper."""

from typing import Any
from urllib.parse import quote

from litestar import Response, post
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import random_bytes
from folkmoot.campaigns import campaigns, credentials, permission
from folkmoot.campaigns.campaigns import Campaign
from folkmoot.campaigns.credentials import CODES_MAX
from folkmoot.campaigns.errors import CampaignClosedError, CampaignUnknownError
from folkmoot.web.desk import desk_of
from folkmoot.web.pages.forms import read_form
from folkmoot.web.pages.site import AnyRequest, language_of, site_of

_DIGITS_MAX = 6
_CSV = "data:text/csv;charset=utf-8,"


async def counts(connection: AsyncConnection, campaign: Campaign) -> dict[str, int] | None:
    """How many codes were made and used, for the campaign's page; None where the gate takes none."""
    if campaign.rules.gate != "codes":
        return None
    made, used = await credentials.code_counts(connection, campaign.id)
    return {"made": made, "used": used}


@post("/campaigns/{slug:str}/codes", include_in_schema=False, status_code=200)
async def make(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Makes codes and shows them; nobody can show them again, since only their hashes are kept."""
    desk, site = desk_of(request), site_of(request)
    form = await read_form(request, desk.settings)
    guest = await desk.signed_in(request)
    async with desk.database.read() as reading:
        campaign = await campaigns.by_slug(reading, slug)
    if not permission.may(guest.convenor, "view", campaign.id) or campaign.rules.gate != "codes":
        raise CampaignUnknownError
    permission.check(guest.convenor, "open", campaign.id)
    if campaigns.phase(campaign, desk.clock.now()) == "closed":
        raise CampaignClosedError
    given: dict[str, Any] = {"cache": "no-store", "person": guest.convenor, "here": "campaigns", "campaign": campaign}
    count = _count(form.line("count", _DIGITS_MAX))
    if count is None:
        return site.page(request, "codes-refused.html", status=400, most=CODES_MAX, **given)
    async with desk.database.write() as connection:
        made = await credentials.make_codes(connection, campaign.id, count, random_bytes)
    language = language_of(request)
    wording = campaign.rules.document.wordings.get(language.code, campaign.main)
    address = f"{desk.settings.public_origin}/c/{slug}/voice"
    lines = [("code", "link"), *((code, f"{address}#code={code}") for code in made)]
    return site.page(
        request,
        "sheet.html",
        question=wording.question,
        codes=made,
        address=address,
        # For a mail merge; RFC 4180, and no field of it needs quotes.
        file=_CSV + quote("".join(f"{code},{link}\r\n" for code, link in lines)),
        data=site.script_data(request, ("drafts",)),
        **given,
    )


def _count(text: str) -> int | None:
    """How many; None for what is no such number. Digits of every script are digits."""
    if not text.isdecimal() or not 1 <= int(text) <= CODES_MAX:
        return None
    return int(text)


handlers: list[Any] = [make]
