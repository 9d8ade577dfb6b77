"""Who is put out, or stands before a locked room, and tries it all the same: with another tab, an old link, a page that knows no better."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.evil import EvilServer
from tests.journeys.person import Person
from tests.journeys.service import Service
from tests.journeys.test_moderation import come, do, ends_with, enter, is_in, reads

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]

# As client/src/call/strangers.ts says it, and the wait for a picture of it.
STRANGERS_SECONDS = 4.0 + 1.0


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """Where somebody whose other tab has taken over has not left, however slow this machine is."""
    patience = {"FOLKMOOT_AWAY_SECONDS": "60", "FOLKMOOT_RELOAD_SECONDS": "60"}
    running = Service(tmp_path_factory.mktemp("kept-out") / "var", settings=patience)
    await running.start()
    yield running
    await running.stop()


def known(evil: EvilServer) -> set[str]:
    """Identities of whoever was welcomed so far."""
    return {identity for identity in evil.told if identity}


async def next_at_the_door(evil: EvilServer, before: set[str]) -> str:
    """Waits until somebody else than these has been welcomed."""
    for _ in range(150):
        if others := known(evil) - before:
            return others.pop()
        await asyncio.sleep(0.1)
    raise AssertionError("nobody came to the door")


async def comes_by(person: Person, link: str) -> None:
    """In a tab of its own: in one that is there already, the browser would take it for a place in the same page."""
    await person.open_page()
    await person.page.goto(link)


async def test_who_is_removed_does_not_come_back_by_another_tab_or_the_old_link(
    evil: EvilServer, arrive: Arrive
) -> None:
    ada = await arrive("Ada", colour="red")
    link = await ada.start_conversation(evil.origin)
    await ada.enter()
    bo = await enter(arrive, "Bo", link)
    insiders = known(evil)
    cara = await enter(arrive, "Cara", link)
    await is_in(ada, 3)
    members = known(evil)
    # The same link in a browser where nobody knows her; it has got as far as the lobby.
    other = await come(arrive, "Somebody", link)
    await next_at_the_door(evil, members)
    first = cara.page
    await comes_by(cara, link)
    await cara.page.locator("input[value=text]").check()
    await expect(first.locator("[data-failure=replaced]")).to_be_visible(timeout=15_000)

    # Between the decision and the new link: nobody inside hears of anything, so that there is time for all that follows.
    await do(ada, "Cara", "remove")
    evil.held.update((identity, asyncio.Event()) for identity in insiders)
    await asyncio.gather(ada.page.locator("dialog [data-act=confirm]").click(), cara.press_join())
    await ends_with(cara, "removed")
    await ends_with(other, "link_changed")
    for person in (cara, other):
        await comes_by(person, link)
        await ends_with(person, "wrong_link")
    # The tab whose place the second took still has the old link, and offers to go in by it.
    cara.page = first
    await cara.button("left-again").click()
    await ends_with(cara, "wrong_link")

    for identity in insiders:
        evil.held.pop(identity).set()
    await is_in(ada, 2)
    await is_in(bo, 2)
    # Where the people are listed, which is open since the removal.
    field = ada.page.get_by_label(ada.words("link-label"), exact=True).first
    await expect(field).not_to_have_value(link, timeout=15_000)
    for person in (cara, other):
        await comes_by(person, link)
        await ends_with(person, "link_changed")
    await ada.say("without her")
    await bo.hears_of(["without her"])
    # Control: who has the new link comes in by the same door.
    dan = await enter(arrive, "Dan", await ada.link())
    await is_in(dan, 3)
    await is_in(ada, 3)


async def test_a_locked_room_stays_shut_to_browsers_that_have_the_link(evil: EvilServer, arrive: Arrive) -> None:
    ada = await arrive("Ada", colour="red")
    link = await ada.start_conversation(evil.origin)
    await ada.enter()
    dan = await enter(arrive, "Dan", link)
    await is_in(ada, 2)
    before = known(evil)
    eve = await come(arrive, "Eve", link)
    hers = await next_at_the_door(evil, before)
    # Who has been inside and went has the link as well, and no place any more.
    await dan.leave()
    await is_in(ada, 1)

    # Her page has prepared everything to go in, and does not hear of the lock.
    held = evil.held[hers] = asyncio.Event()
    await ada.open_panel("people")
    await ada.page.locator("[data-control=lock]").click()
    await reads(ada, "people-locked")
    await eve.press_join()
    async with asyncio.timeout(10):
        while "commit" not in [frame["t"] for frame in evil.asked[hers]]:  # noqa: ASYNC110 - the browser tells us nothing
            await asyncio.sleep(0.05)
    evil.held.pop(hers)
    held.set()
    await reads(eve, "lobby-locked")
    # She was on her way to the media server too, and has turned back: nobody is told of a stranger.
    await asyncio.sleep(STRANGERS_SECONDS)
    await is_in(ada, 1)
    await expect(ada.page.locator(".tile")).to_have_count(1)

    await eve.page.reload()
    await comes_by(dan, link)
    for person in (eve, dan):
        await reads(person, "lobby-locked")
        await expect(person.button("lobby-join")).to_have_count(0)
    # Nor is there a way to the media server for them.
    for identity in known(evil) - before:
        welcomes = [frame for frame in evil.told[identity] if frame["t"] == "welcome"]
        assert welcomes[-1]["engine"] is None
    await is_in(ada, 1)
    # Control: it was the lock.
    await ada.page.locator("[data-control=lock]").click()
    await eve.fill_name()
    await eve.press_join()
    await is_in(eve, 2)
    await is_in(ada, 2)
