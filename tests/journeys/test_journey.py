"""Three people, one on a phone, one in Arabic, talk; one reloads and returns; all leave."""

import asyncio
import itertools

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person
from tests.journeys.service import Service

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(180)]

#: Chromium decodes 1 to 5 garbage frames from ciphertext in that time, so a few prove nothing.
FRAMES_IN_3_S = 15


#: Three browsers' encoders share two cores with what else the machine does, right after a reload most of all.
WINDOWS = 4


async def everyone_sees_and_hears(people: list[Person]) -> None:
    """Within a few windows of 3 s there is one in which every other's picture grows by 15 frames at everybody, and sound has energy."""
    for person in people:
        await person.sees({one.colour for one in people})
    lacking: list[str] = []
    for _ in range(WINDOWS):
        figures = await asyncio.gather(*(person.growth(3.0) for person in people))
        lacking = [
            f"{person.name}: {frames} {energy}"
            for person, (frames, energy) in zip(people, figures, strict=True)
            if not flows(frames, energy, len(people) - 1)
        ]
        if not lacking:
            return
    raise AssertionError(lacking)


def flows(frames: dict[str, int], energy: dict[str, float], others: int) -> bool:
    """Whether so many others are seen and heard."""
    seen = [count for count in frames.values() if count >= FRAMES_IN_3_S]
    heard = [one for one in energy.values() if one > 1e-4]
    return len(seen) >= others and len(heard) >= others


async def come_together(service: Service, arrive: Arrive) -> list[Person]:
    ada = await arrive("Ada Canary-Name", colour="red")
    link = await ada.start_conversation(service.origin)
    assert "#" not in ada.page.url, "the secret stays in the address bar"
    await ada.enter()
    await ada.encrypted_for(1)

    bo = await arrive("Bo", colour="green", size="phone", dark=True)
    await bo.enter(link)
    assert "#" not in bo.page.url
    carim = await arrive("كريم", colour="blue", language="ar")
    await carim.enter(link)
    people = [ada, bo, carim]
    for person in people:
        await person.encrypted_for(3)
    assert await carim.page.evaluate("document.documentElement.dir") == "rtl"
    return people


async def test_three_people_by_link(service: Service, arrive: Arrive) -> None:
    people = await come_together(service, arrive)
    ada, bo, carim = people
    await everyone_sees_and_hears(people)
    for person, other in itertools.permutations(people, 2):
        await expect(person.page.locator(".tiles").get_by_text(other.name).first).to_be_visible()

    # Chat arrives everywhere in one order.
    await ada.say("The river floods every spring")
    await bo.hears_of(["The river floods every spring"])
    await carim.say("الجسر القديم مغلق")
    lines = ["The river floods every spring", "الجسر القديم مغلق"]
    for person in people:
        await person.hears_of(lines)

    # Three hands at one moment: whatever the order is, it is the same for all.
    await asyncio.gather(*(person.raise_hand() for person in people))
    for person in people:
        await expect(person.page.locator(".queue li[data-identity]")).to_have_count(3, timeout=10_000)
    orders = [await person.queue() for person in people]
    assert orders[0] == orders[1] == orders[2], orders

    # The words are the same six for all.
    assert len({tuple(await safety_words(person)) for person in people}) == 1

    # A reload returns the same person, with the chat and the place in the queue, and nobody is there twice.
    identity = await bo.identity()
    await bo.page.reload()
    if not await bo.page.locator(".room").is_visible():
        await bo.enter()
    assert await bo.identity() == identity
    for person in people:
        await person.encrypted_for(3)
    await bo.hears_of(lines)
    await everyone_sees_and_hears(people)
    assert await bo.queue() == orders[0]

    # Said while one is away for a moment, read by all.
    await ada.say("Still here")
    for person in people:
        await person.hears_of([*lines, "Still here"])

    await carim.leave()
    for person in (ada, bo):
        await person.encrypted_for(2)
    await bo.leave()
    await ada.encrypted_for(1)
    await ada.leave()
    for person in people:
        assert not [line for line in person.complaints if line.startswith("error")], person.complaints


async def safety_words(person: Person) -> list[str]:
    """The twenty digits as the dialog shows them, which stand beside the words in every language."""
    await person.page.locator(".badge").click()
    dialog = person.page.locator("dialog[open]")
    digits = dialog.locator("[data-digits]")
    await expect(digits).to_be_visible(timeout=15_000)
    shown = (await digits.inner_text()).split()
    await person.page.keyboard.press("Escape")
    return shown
