"""Thirty people without pictures in one room, whose cap the operator has raised."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, expect

from tests.journeys.person import CHROMIUM, FLAGS, Person
from tests.journeys.service import Service
from tests.journeys.words import Words

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.journey, pytest.mark.timeout(400)]

CAPACITY, PEOPLE, WAVE = 50, 30, 5
# Thirty pages share two cores here; nothing is measured.
PATIENCE = 180.0


@pytest_asyncio.fixture(loop_scope="session")
async def large(tmp_path: Path) -> AsyncIterator[Service]:
    running = Service(tmp_path / "var", settings={"FOLKMOOT_ROOM_CAPACITY": str(CAPACITY)})
    await running.start()
    yield running
    await running.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    """One for all: thirty of them would need more memory than a test should."""
    running = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    await running.close()


async def somebody(browser: Browser, number: int) -> Person:
    context = await browser.new_context(locale="en", viewport={"width": 1280, "height": 800})
    return Person(f"Person {number}", browser, context, await context.new_page(), Words("en"), "none", "desktop")


async def enter(person: Person, link: str) -> None:
    await person.page.goto(link)
    await person.fill_name()
    await person.page.get_by_label(person.words("lobby-how-text"), exact=True).check()
    await person.press_join()
    await expect(person.page.locator(".room")).to_be_visible(timeout=PATIENCE * 1000)


async def test_thirty_people_write_to_each_other(large: Service, browser: Browser) -> None:
    people = [await somebody(browser, number) for number in range(PEOPLE)]
    link = await people[0].start_conversation(large.origin)
    for first in range(0, PEOPLE, WAVE):
        await asyncio.gather(*(enter(person, link) for person in people[first : first + WAVE]))
    for person in people:
        badge = person.page.locator(f'.badge[data-people="{PEOPLE}"]')
        await expect(badge).to_be_visible(timeout=PATIENCE * 1000)
    lines = ["from the first who came", "from the last who came"]
    for person, line in zip((people[0], people[-1]), lines, strict=True):
        await person.say(line)
        await people[1].hears_of(lines[: lines.index(line) + 1], PATIENCE)
    for person in people:
        await person.hears_of(lines, PATIENCE)
        assert not await person.page.locator("[data-identity] video").count()
