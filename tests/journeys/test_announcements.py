"""A call that is only heard: what the accessibility tree says of everything that happens, in its time and once."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Playwright, expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person
from tests.journeys.reader import Reader
from tests.journeys.test_moderation import come, do, isolated
from tests.journeys.trouble import Call

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]


@dataclass
class Heard:
    """A call of two, each with somebody who listens: Ada, who made the room, and Bo, whose line can be cut."""

    call: Call
    ada: Reader
    bo: Reader


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def heard(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Heard]:
    async with Call.held(playwright, tmp_path_factory.mktemp("heard")) as call, contextlib.AsyncExitStack() as closing:
        readers = [await Reader.listen(person.page) for person in call.people]
        for reader in readers:
            closing.push_async_callback(reader.stop)
        yield Heard(call, *readers)


def says(person: Person, word: str, name: str) -> str:
    return person.words(word, name=isolated(name))


async def test_hands_and_chat(heard: Heard) -> None:
    ada, bo = heard.call.people
    await bo.raise_hand()
    await heard.ada.hears(says(ada, "news-hand", "Bo"))
    await ada.raise_hand()
    await bo.raise_hand()
    await heard.ada.hears(ada.words("room-next"))
    # Once more: the same words are said again.
    await ada.raise_hand()
    await expect(ada.page.locator(".queue li[data-identity]")).to_have_count(0)
    await ada.raise_hand()
    await heard.ada.hears(ada.words("room-next"))
    await ada.raise_hand()

    await bo.say("The river floods every spring")
    await heard.ada.hears("The river floods every spring")
    # Where the chat is not open it is not read out, only told of.
    await ada.open_panel("people")
    await bo.say("And every autumn")
    await heard.ada.hears(says(ada, "news-chat", "Bo"))
    await ada.open_panel("chat")

    await bo.page.locator("[data-control=type]").click()
    mine = bo.page.locator(".typed input")
    await mine.press_sequentially("I could live with it")
    await heard.ada.hears(says(ada, "news-typing", "Bo"))
    await mine.press("Enter")
    await heard.ada.hears("I could live with it")
    await mine.press("Escape")
    # Letter by letter nobody can follow it.
    assert not [one for one in heard.ada.said if "I could" in one], heard.ada.said


async def test_screen_is_told_of(heard: Heard) -> None:
    ada, bo = heard.call.people
    await bo.page.locator("[data-control=share]").click()
    await heard.bo.hears(bo.words("share-own"))
    await heard.ada.hears(says(ada, "share-begun", "Bo"))
    await bo.page.locator("[data-control=share-stop]").click()
    await heard.ada.hears(says(ada, "share-ended", "Bo"))


async def test_moderation_is_told(heard: Heard, arrive: Arrive) -> None:
    ada, bo = heard.call.people
    link = await ada.link()
    await do(ada, "Bo", "appoint")
    await heard.bo.hears(bo.words("news-appointed"))
    await do(bo, "Ada", "mute")
    await heard.ada.hears(says(ada, "mute-asked", "Bo"))
    await ada.page.locator("[data-control=mute-no]").click()
    await ada.page.locator("[data-control=lock]").click()
    await heard.bo.hears(bo.words("news-locked"))

    cara = await come(arrive, "Cara", link)
    reader = await Reader.listen(cara.page)
    await cara.button("lobby-act-locked").click()
    await reader.hears(cara.words("lobby-knocking"))
    await heard.ada.hears(says(ada, "knock-one", "Cara"))
    await ada.page.locator(".knock [data-knock=decline]").click()
    await reader.hears(cara.words("lobby-declined"))
    # A dialog leaves all else inert: so it says itself what happens behind it.
    await ada.page.locator(".badge").click()
    await cara.button("lobby-act-declined").click()
    await heard.ada.hears(says(ada, "knock-one", "Cara"))
    await ada.page.keyboard.press("Escape")
    await ada.page.locator(".knock [data-knock=admit]").click()
    for person, listener in ((ada, heard.ada), (bo, heard.bo)):
        await listener.hears(says(person, "room-joined", "Cara"))
    await reader.hears(cara.words("badge-on", people=3))
    await reader.stands_on(f"heading {cara.words('room-heading')}")

    await do(ada, "Cara", "remove")
    await ada.page.locator("dialog [data-act=confirm]").click()
    await heard.bo.hears(bo.words("news-link"))
    await reader.stands_on(f"heading {cara.words('failure-removed')}")
    await reader.stop()
    await heard.ada.hears(ada.words("news-link"))
    await ada.page.locator("[data-control=lock]").click()
    await heard.bo.hears(bo.words("news-unlocked"))
    late = await come(arrive, "Dan", await ada.link())
    await late.press_join()
    await late.in_room()
    await heard.ada.hears(says(ada, "room-joined", "Dan"))
    await late.leave()
    await heard.ada.hears(says(ada, "room-left", "Dan"))


async def test_a_line_that_breaks_is_told_of(heard: Heard) -> None:
    call = heard.call
    ada, bo = call.people
    call.relay.cut()
    await heard.bo.hears(bo.words("room-dropped"), 30)
    await heard.ada.hears(says(ada, "tile-reconnecting", "Bo"), 30)
    call.relay.mend()
    await heard.bo.hears(bo.words("room-back"), 30)
    await heard.ada.hears(says(ada, "news-back", "Bo"), 30)
    await call.all_is_told_well()


async def test_state_of_the_encryption_is_told(heard: Heard) -> None:
    ada, bo = heard.call.people
    await ada.page.locator(".badge").click()
    await heard.ada.stands_on(f"heading {ada.words('safety-title', people=2)}")
    await ada.button("safety-match").click()
    await heard.ada.stands_on(f"button {ada.words('badge-compared')}")
    await bo.page.locator(".badge").click()
    await bo.button("safety-no-match").click()
    await heard.bo.stands_on(f"heading {bo.words('differ-title')}")
    await bo.button("differ-out").click()
    await heard.bo.stands_on(f"heading {bo.words('left-title')}")
    await heard.ada.hears(says(ada, "room-left", "Bo"))
