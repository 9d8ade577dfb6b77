"""Whatever breaks in a call, it goes on by itself: the tile stays, the state is told, and all is there again, once."""

import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Playwright

from tests.journeys.test_journey import safety_words
from tests.journeys.trouble import RESUMED_SECONDS, TROUBLES, Call

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def call(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Call]:
    async with Call.held(playwright, tmp_path_factory.mktemp("resume")) as held:
        yield held


@pytest.mark.parametrize("name", TROUBLES)
async def test_call_goes_on_after(call: Call, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One call lives through all of them, so that what one leaves behind is felt by the next."""
    trouble = TROUBLES[name]
    identities = [await person.identity() for person in call.people]
    before = await safety_words(call.ada)
    await call.write("before")
    await call.resumed(0.0)
    await call.watch()
    pages = [person.page for person in call.people]

    since = await trouble.happens(call)
    resumed = await call.resumed(since)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{name}: pictures {resumed.pictures:.2f} s, sound {resumed.sound:.2f} s, chat {resumed.chat:.2f} s\n"
        )
    assert resumed.all < RESUMED_SECONDS, resumed

    await call.all_is_told_well()
    stayed = [person for person, page in zip(call.people, pages, strict=True) if person.page is page]
    for person in stayed:
        watched = await call.watched(person)
        assert watched.tiles == 2, watched
        if person.name in trouble.dropped:
            assert person.words("room-dropped") in watched.told
        if trouble.away and person is call.ada:
            assert call.away(call.bo, person) in watched.told

    assert [await person.identity() for person in call.people] == identities
    for person in call.people:
        await person.encrypted_for(2)
        await person.sees({"red", "green"})
    # The same group: nobody had to come in anew, but for the page that was.
    assert (await safety_words(call.ada) == before) == (len(stayed) == len(call.people))
    assert await safety_words(call.bo) == await safety_words(call.ada)
    await call.write("after")
    await call.resumed(0.0)
    await call.same_chat()
