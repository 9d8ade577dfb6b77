"""A voice without JavaScript: the gate's form is posted, and the server holds the voice."""

from html import unescape
from pathlib import Path
from re import DOTALL, search

import aiohttp

from folkmoot.base.ids import CampaignId, decode_base64url
from folkmoot.campaigns import campaigns, held
from tests.voices.front import Town, browser_of, text, town_in


async def send(town: Town, campaign: CampaignId, code: str, **headers: str) -> tuple[int, str, str]:
    """Posts the form, as a browser does. Returns status, page and cookie."""
    async with town.database.read() as connection:
        slug = (await campaigns.find(connection, campaign)).slug
    sent = {"Sec-Fetch-Site": "same-origin", "Origin": "null"} | headers
    url = f"{town.service.url}/c/{slug}/voice"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data={"code": code}, headers=sent) as answer,
    ):
        cookie = answer.cookies.get("folkmoot_voice")
        if cookie is not None:
            assert cookie["path"] == f"/c/{slug}"
            assert cookie["httponly"]
            assert cookie["samesite"] == "strict"
        return answer.status, await answer.text(), cookie.value if cookie else ""


async def test_a_voice_by_a_form(tmp_path: Path) -> None:
    async with town_in(tmp_path) as town:
        campaign = await town.campaign()
        (code,) = await town.codes(campaign, 1)
        status, page, cookie = await send(town, campaign, code)
        assert status == 201
        found = search(r"<textarea[^>]*>(.*?)</textarea>", page, DOTALL)
        assert found
        assert unescape(found[1]).startswith("c2sp.org/tlog-proof@v1\n")
        # The cookie is the voice: who has it acts by its key.
        person = browser_of(town, campaign)
        person.person.key = held.key_of(decode_base64url(cookie, held.COOKIE_BYTES), campaign)
        assert (await person.do(person.person.act()))[0] == 201
        status, page, cookie = await send(town, campaign, code)
        assert (status, cookie) == (409, "")
        status, page, cookie = await send(town, campaign, "AAAA-AAAA-AAAA")
        assert (status, cookie) == (403, "")
        # A code that was used so gets no blind signature either.
        assert (await browser_of(town, campaign, code=code).request())[0] == 409


async def test_other_sites_send_no_form(tmp_path: Path) -> None:
    async with town_in(tmp_path) as town:
        campaign = await town.campaign()
        (code,) = await town.codes(campaign, 1)
        for wrong in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
            assert (await send(town, campaign, code, **wrong))[0] == 403
        assert (await send(town, campaign, code))[0] == 201


async def test_guessing_by_form_ends_soon(tmp_path: Path) -> None:
    async with town_in(tmp_path, gate_misses_per_hour=2) as town:
        campaign = await town.campaign()
        answers = [(await send(town, campaign, "AAAA-AAAA-AAAA"))[0] for _ in range(4)]
        assert answers == [403, 403, 429, 429]


async def test_an_open_link_by_form(tmp_path: Path) -> None:
    async with town_in(tmp_path, link_voices_per_hour=1) as town:
        campaign = await town.campaign("link")
        assert [(await send(town, campaign, ""))[0] for _ in range(2)] == [201, 429]
        # Nobody is through the gate of a login who has not been there.
        assert (await send(town, await town.campaign("login"), text(bytes(32))))[0] == 403
