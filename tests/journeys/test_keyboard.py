"""From the home page through a conversation and out again with the keyboard alone; and a room is moderated with it."""

import asyncio

import pytest
from playwright.async_api import Locator, expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person
from tests.journeys.service import Service
from tests.journeys.test_moderation import ends_with, is_in, isolated, reads

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(240)]


async def tab_to(person: Person, target: Locator, most: int = 60) -> None:
    """Tab until it has the focus, and see that the focus can be seen."""
    for _ in range(most):
        if await target.evaluate("one => one === document.activeElement"):
            outline = await target.evaluate("one => getComputedStyle(one).outlineStyle")
            assert outline != "none", "focus cannot be seen"
            return
        await person.page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by Tab")


async def press(person: Person, selector: str) -> None:
    """Tab to what that selects, and Enter."""
    await tab_to(person, person.page.locator(selector).first)
    await person.page.keyboard.press("Enter")


async def is_kept(person: Person) -> None:
    """The focus is somewhere, though what had it may be gone."""
    await expect(person.page.locator(":focus")).to_have_count(1)


async def test_keyboard_only(service: Service, arrive: Arrive) -> None:
    ada = await arrive("Ada", colour="red")
    keys = ada.page.keyboard
    await ada.page.goto(f"{service.origin}/")
    await tab_to(ada, ada.button("home-start-action"))
    await keys.press("Enter")
    await ada.page.wait_for_url("**/r/*")
    name = ada.page.get_by_label(ada.words("lobby-name"), exact=True)
    await expect(name).to_be_visible()
    await tab_to(ada, name)
    await keys.type("Ada")
    await keys.press("Enter")
    await ada.in_room()
    await ada.encrypted_for(1)

    badge = ada.page.locator(".badge")
    await tab_to(ada, badge)
    await keys.press("Enter")
    await expect(ada.page.locator("dialog[open]")).to_be_visible()
    await keys.press("Escape")
    await expect(ada.page.locator("dialog[open]")).to_have_count(0)
    await expect(badge).to_be_focused()

    for control in ("microphone", "camera", "hand"):
        button = ada.page.locator(f"[data-control={control}]:visible")
        await tab_to(ada, button)
        await keys.press("Enter")
    await expect(ada.page.locator(".queue li[data-identity]")).to_have_count(1)
    await expect(ada.page.locator("[data-control=microphone]:visible")).to_have_attribute(
        "data-on", "false", timeout=10_000
    )

    await tab_to(ada, ada.page.locator("[role=tab][aria-selected=true]"))
    await keys.press("Home")
    message = ada.page.get_by_label(ada.words("chat-label"), exact=True)
    await tab_to(ada, message)
    await keys.type("by keyboard")
    await keys.press("Enter")
    await ada.hears_of(["by keyboard"])
    await single_keys_are_off_until_chosen(ada)
    await tab_to(ada, ada.page.locator("[data-control=leave]:visible"))
    await keys.press("Enter")
    await expect(ada.page.locator(".room")).to_have_count(0)


async def single_keys_are_off_until_chosen(ada: Person) -> None:
    """WCAG 2.1.4: a letter does nothing before it was switched on in the list of keys, and nothing but be a letter where one writes."""
    keys = ada.page.keyboard
    queue = ada.page.locator(".queue li[data-identity]")
    opener = ada.page.locator("[data-control=keyboard]:visible")
    await tab_to(ada, opener)
    await keys.press("r")
    await ada.page.wait_for_timeout(500)
    await expect(queue).to_have_count(1)
    await keys.press("Enter")
    choice = ada.page.locator("dialog[open] [data-control=keys]")
    await tab_to(ada, choice)
    await keys.press("Space")
    await expect(choice).to_be_checked()
    await keys.press("Escape")
    await expect(opener).to_be_focused()
    await keys.press("r")
    await expect(queue).to_have_count(0)
    await keys.press("c")
    message = ada.page.get_by_label(ada.words("chat-label"), exact=True)
    await expect(message).to_be_focused()
    await keys.type("r")
    await expect(message).to_have_value("r")
    await ada.page.wait_for_timeout(500)
    await expect(queue).to_have_count(0)
    await keys.press("Backspace")
    # The list opens by its own key as well, once nothing is written any more.
    await tab_to(ada, opener)
    await keys.press("k")
    await expect(ada.page.locator("dialog[open]")).to_be_visible()
    await keys.press("Escape")


async def test_moderated_by_keyboard(service: Service, arrive: Arrive) -> None:
    ada, bo = await asyncio.gather(arrive("Ada", colour="red"), arrive("Bo", colour="green"))
    link = await ada.start_conversation(service.origin)
    await ada.enter()
    await tab_to(ada, ada.page.locator("[role=tab][aria-selected=true]"))
    await ada.page.keyboard.press("ArrowRight")
    await press(ada, "[data-control=lock]")
    await expect(ada.page.locator("[data-control=lock]")).to_be_focused()

    await bo.page.goto(link)
    await bo.fill_name()
    await reads(bo, "lobby-locked")
    await press(bo, "form [data-door=locked]")
    await reads(bo, "lobby-knocking")
    await press(ada, ".knock [data-knock=admit]")
    await is_in(bo, 2)
    await is_kept(ada)
    await expect(bo.page.locator("h1")).to_be_focused()

    more = ada.page.get_by_role("button", name=ada.words("people-more", name=isolated("Bo")), exact=True)
    await expect(bo.page.locator("[data-control=microphone]")).to_have_attribute("data-on", "true", timeout=15_000)
    await tab_to(ada, more)
    await ada.page.keyboard.press("Enter")
    await press(ada, "dialog [data-act=mute]")
    await expect(more).to_be_focused()
    await reads(bo, "mute-asked", name=isolated("Ada"))
    await press(bo, "[data-control=mute-yes]")
    await expect(bo.page.locator("[data-control=mute-yes]")).to_have_count(0)
    await expect(bo.page.locator("[data-control=microphone]")).to_have_attribute("data-on", "false")
    await is_kept(bo)
    await ada.page.keyboard.press("Enter")
    await press(ada, "dialog [data-act=appoint]")
    await reads(bo, "news-appointed")

    await looks_around(ada)
    await shows_and_types(bo, ada)

    await tab_to(ada, more)
    await ada.page.keyboard.press("Enter")
    await press(ada, "dialog [data-act=remove]")
    await press(ada, "dialog [data-act=confirm]")
    await ends_with(bo, "removed")
    await is_in(ada, 1)
    await expect(ada.page.locator(".person")).to_have_count(1)
    await is_kept(ada)
    await press(ada, "[data-control=end]")
    await press(ada, "dialog [data-act=confirm]")
    await ends_with(ada, "room_ended")
    for person in (ada, bo):
        await expect(person.page.locator("h1")).to_be_focused()


async def looks_around(ada: Person) -> None:
    """Somebody is pinned, shown large, let go again; another microphone is taken."""
    keys = ada.page.keyboard
    shown = ada.page.locator(".shown")
    await press(ada, ".tile:first-child [data-control=pin]")
    await expect(shown).to_be_visible()
    await press(ada, "[data-control=large]")
    await expect(ada.page.locator(".shown.large")).to_be_visible()
    # What lies under the large view cannot be seen, so it cannot be come to.
    for _ in range(4):
        await keys.press("Tab")
        assert await ada.page.locator(":focus:not(.shown *)").count() == 0
    large = ada.page.locator("[data-control=large]")
    await tab_to(ada, large)
    await keys.press("Escape")
    await expect(ada.page.locator(".shown.large")).to_have_count(0)
    await expect(large).to_be_focused()
    await press(ada, "[data-control=unpin]")
    await expect(shown).to_have_count(0)
    await is_kept(ada)

    devices = ada.page.locator("[data-control=devices]")
    await press(ada, "[data-control=devices]")
    choice = ada.page.get_by_label(ada.words("device-microphone"), exact=True)
    before = await choice.input_value()
    await tab_to(ada, choice)
    await keys.press("ArrowDown")
    await expect(choice).not_to_have_value(before)
    await keys.press("Escape")
    await expect(devices).to_be_focused()
    await expect(ada.page.locator("[data-control=microphone]")).to_have_attribute("data-on", "true", timeout=10_000)


async def shows_and_types(bo: Person, ada: Person) -> None:
    """A screen is shared and taken back, a line is typed instead of spoken."""
    keys = bo.page.keyboard
    await press(bo, "[data-control=share]")
    await press(bo, "[data-control=share-stop]")
    await expect(bo.page.locator("[data-control=share-stop]")).to_have_count(0)
    await is_kept(bo)
    await press(bo, "[data-control=type]")
    mine = bo.page.locator(".typed input")
    await expect(mine).to_be_focused()
    await keys.type("By keyboard")
    await expect(ada.page.locator("[data-typist]")).to_contain_text("By keyboard")
    await keys.press("Enter")
    await expect(ada.page.locator("[data-typist]")).to_have_count(0)
    await keys.press("Escape")
    await expect(bo.page.locator("[data-control=type]")).to_be_focused()
