"""The JSON API of campaigns: what it answers, and to whom it does not."""

import asyncio
import os
from pathlib import Path
from typing import Any

from folkmoot.base.ids import CampaignId
from tests.voices.front import Browser, Town, browser_of, text, town_in
from tests.voices.test_unlinkable import through_the_gate


async def in_town(town: Town, count: int = 1, **given: Any) -> list[Browser]:
    campaign = await town.campaign(**given)
    return [browser_of(town, campaign, code=code) for code in await town.codes(campaign, count)]


async def test_the_way_of_a_voice(tmp_path: Path) -> None:
    async with town_in(tmp_path, voice_batch=2) as town:
        first, second = await in_town(town, 2)
        status, waiting = await first.request()
        assert (status, waiting["state"], waiting["others"]) == (202, "waiting", 0)
        assert await first.collect() == (200, waiting)
        await through_the_gate([first, second])
        status, spent = await first.spend()
        assert status == 201
        assert spent["receipt"].startswith("c2sp.org/tlog-proof@v1\nextra ")
        assert (await first.spend())[0] == 200
        act = first.person.act()
        assert [(await first.do(act))[0] for _ in range(2)] == [201, 200]
        status, found = await first.do(first.person.act())
        assert (status, found["code"]) == (409, "voice_given_up")
        status, found = await second.do(first.person.act())
        assert (status, found["code"]) == (400, "act_invalid")
        second.person.token = first.person.token
        status, found = await second.spend()
        assert (status, found["code"]) == (403, "voice_invalid")


async def test_refusals_have_their_codes(tmp_path: Path) -> None:
    async with town_in(tmp_path) as town:
        (person,) = await in_town(town)
        assert (await person.request())[0] == 202
        twin = browser_of(town, person.person.campaign, **person.credential)
        status, found = await twin.request()
        assert (status, found["code"]) == (409, "credential_used")
        assert found["on"] in found["message"]
        status, found = await browser_of(town, person.person.campaign, code="AAAA-AAAA-AAAA").request()
        assert (status, found["code"]) == (403, "credential_unknown")
        stranger = browser_of(town, person.person.campaign)
        status, found = await stranger.collect()
        assert (status, found["code"]) == (404, "request_unknown")
        status, found = await town.get(f"/api/v1/campaigns/{CampaignId.of(os.urandom(16))!s}/voice-key")
        assert (status, found["code"]) == (404, "campaign_unknown")
        status, found = await town.get("/api/v1/campaigns/none/voice-key")
        assert (status, found["code"]) == (400, "invalid_request")
        early = await town.campaign(opens=4_000_000_000, closes=4_000_000_001)
        status, found = await town.get(f"/api/v1/campaigns/{early!s}/voice-key")
        assert (status, found["code"]) == (409, "campaign_not_open")
        over = await town.campaign(state="closed")
        status, found = await town.get(f"/api/v1/campaigns/{over!s}/voice-key")
        assert (status, found["code"]) == (410, "campaign_closed")


WRONG: list[dict[str, Any]] = [
    {"credential": {}},
    {"credential": {"code": "A", "link": True}},
    {"credential": {"link": False}},
    {"credential": {"code": "A" * 65}},
    {"credential": {"login": "AAAA"}},
    {"credential": {"other": "A"}},
    {"blinded": ""},
    {"blinded": text(bytes(383))},
    {"blinded": text(bytes(384))},
    {"ticket": text(bytes(31))},
    {"ticket": None},
    {"more": 1},
]


async def test_bodies_that_are_none(tmp_path: Path) -> None:
    async with town_in(tmp_path) as town:
        (person,) = await in_town(town)
        await person.request()
        for wrong in WRONG:
            body = {**person.sent[0], "ticket": text(os.urandom(32)), **wrong}
            status, found = await town.post(f"{person.base}/voice-requests", body)
            assert (status, found["code"]) == (400, "invalid_request"), wrong


async def test_other_sites_ask_nothing(tmp_path: Path) -> None:
    async with town_in(tmp_path) as town:
        (person,) = await in_town(town)
        await person.request()
        bodies = {"voice-requests": person.sent[0], "voice-requests/collect": {"ticket": text(bytes(32))}}
        for path, body in bodies.items():
            status, found = await town.post(f"{person.base}/{path}", body, Origin="https://evil.example")
            assert (status, found["code"]) == (403, "wrong_origin")


async def test_guessing_codes_ends_soon(tmp_path: Path) -> None:
    async with town_in(tmp_path, gate_misses_per_hour=5) as town:
        (person,) = await in_town(town)
        answers = [await browser_of(town, person.person.campaign, code="AAAA-AAAA-AAAA").request() for _ in range(8)]
        assert [found["code"] for _, found in answers] == ["credential_unknown"] * 5 + ["rate_limited"] * 3
        # Nor does a right one help now: whether the last guess was right is not to be learned either.
        assert (await person.request())[0] == 429


async def test_requests_at_the_gate_are_limited(tmp_path: Path) -> None:
    async with town_in(tmp_path, gate_requests_per_minute=3) as town:
        answers = [await person.request() for person in await in_town(town, 5)]
        assert [status for status, _ in answers] == [202, 202, 202, 429, 429]


async def test_an_open_link_is_limited_more(tmp_path: Path) -> None:
    async with town_in(tmp_path, link_voices_per_hour=2) as town:
        campaign = await town.campaign("link")
        answers = [await browser_of(town, campaign, link=True).request() for _ in range(4)]
        assert [status for status, _ in answers] == [202, 202, 429, 429]


async def test_acts_are_limited(tmp_path: Path) -> None:
    async with town_in(tmp_path, acts_per_minute=2) as town:
        (person,) = await in_town(town)
        answers = [await person.do(person.person.act()) for _ in range(3)]
        assert [found["code"] for _, found in answers] == ["voice_unknown", "voice_unknown", "rate_limited"]


async def test_many_at_once(tmp_path: Path) -> None:
    async with town_in(tmp_path, voice_batch=12) as town:
        people = await in_town(town, 12)
        await through_the_gate(people)
        answers = await asyncio.gather(*(person.spend() for person in people for _ in range(2)))
        assert sorted(status for status, _ in answers) == [200] * 12 + [201] * 12
