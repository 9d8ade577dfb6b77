"""A room with its moderators: locked, knocked at, somebody let in, asked to mute, appointed, removed; ended. And text instead of speech."""

import re

import pytest
from playwright.async_api import expect

from tests.journeys.axe import violations
from tests.journeys.conftest import Arrive
from tests.journeys.person import Person, Size
from tests.journeys.service import Service

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]


def isolated(name: str) -> str:
    """As it stands in a sentence of the page: a name of another script leaves the words around it in order (UAX 9)."""
    return f"\u2068{name}\u2069"


async def come(arrive: Arrive, name: str, link: str, *, size: Size = "desktop", language: str = "en") -> Person:
    """Into the lobby, to take part with text only: what is decided about a person does not depend on their camera."""
    person = await arrive(name, colour="green", size=size, language=language)
    await person.page.goto(link)
    await person.page.locator("input[value=text]").check()
    await person.fill_name()
    return person


async def enter(arrive: Arrive, name: str, link: str, *, size: Size = "desktop", language: str = "en") -> Person:
    person = await come(arrive, name, link, size=size, language=language)
    await person.press_join()
    await person.in_room()
    return person


async def do(person: Person, name: str, act: str) -> None:
    """What stands behind *more* beside the name."""
    await person.open_panel("people")
    await person.page.get_by_role("button", name=person.words("people-more", name=isolated(name)), exact=True).click()
    await person.page.locator(f"dialog [data-act={act}]").click()


async def reads(person: Person, word: str, **given: str) -> None:
    await expect(person.page.get_by_text(person.words(word, **given)).first).to_be_visible(timeout=15_000)


async def ends_with(person: Person, code: str) -> None:
    await expect(person.page.locator(f"[data-failure={code}]")).to_be_visible(timeout=20_000)
    assert person.words(f"failure-{code}") == await person.page.locator("h1").inner_text()


async def is_in(person: Person, people: int) -> None:
    await person.in_room()
    await person.encrypted_for(people)


async def test_a_locked_room_opens_to_whom_a_moderator_lets_in(service: Service, arrive: Arrive) -> None:
    ada = await arrive("Ada", colour="red")
    link = await ada.start_conversation(service.origin)
    await ada.enter()
    bo = await enter(arrive, "Bo", link, size="phone", language="ar")
    await ada.open_panel("people")
    await ada.page.locator("[data-control=lock]").click()
    await reads(bo, "news-locked")

    dan = await come(arrive, "Dan", link)
    await reads(dan, "lobby-locked")
    assert await violations(dan.page) == []
    await dan.button("lobby-act-locked").click()
    await reads(dan, "lobby-knocking")
    await expect(ada.page.locator(".knock")).to_contain_text(
        ada.words("knock-one", name=isolated("Dan")), timeout=15_000
    )
    assert await violations(ada.page) == []
    # Who may not open is not asked.
    await expect(bo.page.locator(".knock .btn")).to_have_count(0)
    await ada.page.locator(".knock [data-knock=admit]").click()
    await is_in(dan, 3)
    await is_in(ada, 3)
    await expect(ada.page.locator(".knock .btn")).to_have_count(0)

    eve = await come(arrive, "Eve", link)
    await eve.button("lobby-act-locked").click()
    await ada.page.locator(".knock [data-knock=decline]").click(timeout=15_000)
    await reads(eve, "lobby-declined")
    await eve.button("lobby-act-declined").click()
    await expect(ada.page.locator(".knock [data-knock=admit]")).to_be_visible(timeout=15_000)
    await eve.button("lobby-act-knocking").click()
    await expect(ada.page.locator(".knock .btn")).to_have_count(0, timeout=15_000)
    # Open again, the door is open to her too.
    await ada.page.locator("[data-control=lock]").click()
    await eve.press_join()
    await is_in(eve, 4)


async def test_who_is_appointed_moderates_and_who_is_removed_stays_out(service: Service, arrive: Arrive) -> None:
    ada = await arrive("Ada", colour="red")
    link = await ada.start_conversation(service.origin)
    await ada.enter()
    bo = await enter(arrive, "Bo", link)
    cara = await arrive("Cara", colour="blue")
    await cara.enter(link)
    await is_in(ada, 3)

    await bo.open_panel("people")
    await expect(bo.page.locator(".person .iconbtn")).to_have_count(0)
    await do(ada, "Bo", "appoint")
    await reads(bo, "news-appointed")
    await expect(cara.page.locator(".tile .who")).to_have_text(
        [cara.words("tile-creator"), cara.words("tile-moderator")]
    )

    # A question, and the answer is hers.
    microphone = cara.page.locator("[data-control=microphone]")
    await expect(microphone).to_have_attribute("data-on", "true", timeout=15_000)
    await do(bo, "Cara", "mute")
    await reads(cara, "mute-asked", name=isolated("Bo"))
    await expect(microphone).to_have_attribute("data-on", "true")
    await cara.page.locator("[data-control=mute-yes]").click()
    await expect(microphone).to_have_attribute("data-on", "false")
    await expect(cara.page.locator("[data-control=mute-yes]")).to_have_count(0)

    # A moderator has no way to remove who made the room.
    await bo.page.get_by_role("button", name=bo.words("people-more", name=isolated("Ada")), exact=True).click()
    await expect(bo.page.locator("dialog [data-act=remove]")).to_have_count(0)
    await bo.page.keyboard.press("Escape")

    await do(bo, "Cara", "remove")
    assert await violations(bo.page) == []
    await bo.page.locator("dialog [data-act=confirm]").click()
    await ends_with(cara, "removed")
    await is_in(ada, 2)
    await reads(ada, "news-link")
    again = await ada.link()
    assert again != link
    assert again.partition("#")[0] == link.partition("#")[0]

    # The old link opens nothing, whoever has it; the new one does.
    late = await arrive("Late", colour="green")
    await late.page.goto(link)
    await ends_with(late, "link_changed")
    dan = await enter(arrive, "Dan", again)
    await is_in(dan, 3)

    await do(ada, "Bo", "dismiss")
    await reads(bo, "news-dismissed")
    await expect(bo.page.locator("[data-control=lock]")).to_have_count(0)

    await ada.open_panel("people")
    await ada.page.locator("[data-control=end]").click()
    await ada.page.locator("dialog [data-act=confirm]").click()
    for person in (ada, bo, dan):
        await ends_with(person, "room_ended")
    last = await arrive("Last", colour="green")
    await last.page.goto(again)
    await expect(last.page.locator("[data-failure]")).to_have_attribute(
        "data-failure", re.compile("room_(ended|unknown)"), timeout=20_000
    )


async def test_what_is_typed_instead_of_spoken_is_read_as_it_is_typed(service: Service, arrive: Arrive) -> None:
    ada = await arrive("Ada", colour="red")
    link = await ada.start_conversation(service.origin)
    await ada.enter()
    bo = await enter(arrive, "Bo", link, size="phone")
    await is_in(ada, 2)
    await bo.page.locator("[data-control=more]").click()
    await bo.page.locator(".more [data-control=type]").click()
    mine = bo.page.locator(".typed input")
    await expect(mine).to_be_focused()
    await mine.press_sequentially("I could live with the tr", delay=40)
    typed = ada.page.locator("[data-typist]")
    await expect(typed).to_contain_text("I could live with the tr", timeout=5_000)
    await expect(ada.page.locator(".queue .now")).to_have_text(ada.words("queue-typing", name=isolated("Bo")))
    assert await violations(ada.page) == []
    assert await violations(bo.page) == []
    await mine.press_sequentially("ees")
    await mine.press("Enter")
    await expect(typed).to_have_count(0)
    await ada.hears_of(["I could live with the trees"])
    await expect(mine).to_have_value("")

    # Taken back: it is gone, and nowhere else.
    await mine.press_sequentially("Not that")
    await expect(typed).to_contain_text("Not that", timeout=5_000)
    await mine.press("Escape")
    await expect(typed).to_have_count(0, timeout=5_000)
    await expect(bo.page.locator(".typed input")).to_have_count(0)
    assert await ada.chat() == ["I could live with the trees"]
