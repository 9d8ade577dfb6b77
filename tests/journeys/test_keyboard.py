"""From the home page through a conversation and out again with the keyboard alone."""

import pytest
from playwright.async_api import Locator, expect

from tests.journeys.conftest import Arrive
from tests.journeys.person import Person
from tests.journeys.service import Service

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def tab_to(person: Person, target: Locator, most: int = 60) -> None:
    """Tab until it has the focus, and see that the focus can be seen."""
    for _ in range(most):
        if await target.evaluate("one => one === document.activeElement"):
            outline = await target.evaluate("one => getComputedStyle(one).outlineStyle")
            assert outline != "none", "focus cannot be seen"
            return
        await person.page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by Tab")


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
