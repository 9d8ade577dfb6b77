"""A convenor in a real browser: a passkey, a campaign, and every page of it looked at in three languages."""

import os
import re
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Playwright, expect

from tests.journeys.axe import violations
from tests.journeys.person import CHROMIUM, FLAGS, SIZES, Size
from tests.journeys.service import Service
from tests.journeys.test_pages import note_foreign

pytestmark = [
    pytest.mark.beside,
    pytest.mark.journey,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.timeout(600),
]

PICTURES = Path(os.environ.get("FOLKMOOT_PICTURES", Path(__file__).parents[2] / "build" / "pictures"))
LINK = re.compile(r"^http://localhost:\d+/signin/link/\S+$", re.MULTILINE)
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    running = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield running
    await running.close()


async def with_device(context: BrowserContext) -> Page:
    """A page of a browser whose device has passkeys."""
    page = await context.new_page()
    debugger: Any = await context.new_cdp_session(page)
    await debugger.send("WebAuthn.enable")
    await debugger.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return page


def first_link(service: Service) -> str:
    found = LINK.search(service.log.read_text())
    assert found, service.tail()
    return found[0]


async def looked_at(page: Page, name: str, look: str) -> None:
    """Accessible, nothing sticks out, and a picture of it."""
    assert await page.locator("h1").count() == 1, name
    assert await page.evaluate(WIDER) <= 0, (name, look)
    assert await violations(page) == [], (name, look)
    await page.screenshot(path=PICTURES / f"{name}-{look}.png", full_page=True)


async def test_a_convenor_from_the_first_link_to_an_open_campaign(service: Service, browser: Browser) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    context = await browser.new_context(locale="en", reduced_motion="reduce", **SIZES["desktop"])
    page = await with_device(context)
    foreign: list[str] = []
    page.on("request", partial(note_foreign, foreign, service.origin))
    await page.goto(first_link(service))
    await looked_at(page, "signin-first", "desktop-light-en")
    await page.get_by_label("Your name").fill("Ingrid Solheim")
    make = page.get_by_role("button", name="Make a passkey")
    await make.click()
    await expect(page.get_by_text("Fill in the fields above first.")).to_be_visible()
    await page.get_by_label("Sign-in name").fill("ingrid.solheim")
    await make.click()
    await expect(page.get_by_role("heading", name="Keep these eight codes")).to_be_visible()
    assert await page.locator(".codes li").count() == 8
    await looked_at(page, "signin-codes", "desktop-light-en")
    await page.get_by_role("link", name="I have kept them").click()
    await looked_at(page, "campaigns-empty", "desktop-light-en")

    await page.get_by_role("link", name="Ingrid Solheim").click()
    await page.get_by_role("button", name="Sign out").click()
    await page.get_by_role("button", name="Sign in with a passkey").click()
    await page.wait_for_url("**/campaigns")

    await page.get_by_role("link", name="Make a campaign").click()
    await page.get_by_label("The question", exact=True).fill("How should our river look in 2040?")
    await page.get_by_label("What people should know first", exact=True).fill("The council decides in 2027.")
    # As the public sees it, while it is written.
    await expect(page.locator("#shown-question")).to_have_text("How should our river look in 2040?")
    # A tab that is loaded anew, or that was signed out, has it still.
    await page.reload()
    await expect(page.get_by_text("What you had typed here is back.")).to_be_visible()
    await expect(page.get_by_label("The question", exact=True)).to_have_value("How should our river look in 2040?")
    await page.get_by_label("Opens", exact=True).fill("2026-01-20")
    await page.get_by_label("Closes", exact=True).fill("2026-01-10")
    await page.get_by_label("Whoever has the link").check()
    await page.get_by_role("button", name="Make the campaign").click()
    await expect(page.get_by_role("alert")).to_contain_text("It would close before it opens.")
    await expect(page.get_by_label("Closes", exact=True)).to_be_focused()
    await looked_at(page, "campaign-errors", "desktop-light-en")
    await page.get_by_label("Closes", exact=True).fill("2199-01-10")
    await page.get_by_role("button", name="Make the campaign").click()
    await page.wait_for_url("**/campaigns/how-should-our-river-look-in-2040")
    await looked_at(page, "campaign-draft", "desktop-light-en")
    # What has arrived is not offered again.
    await page.goto(f"{service.origin}/campaigns/new")
    await expect(page.get_by_label("The question", exact=True)).to_have_value("")
    await page.go_back()
    await page.get_by_role("button", name="Open the campaign").click()
    await page.get_by_role("link", name="/c/how-should-our-river-look-in-2040").click()
    await expect(page.get_by_role("link", name="Get my voice")).to_be_visible()
    assert foreign == []
    await looks(service, page)
    await context.close()


async def looks(service: Service, page: Page) -> None:
    """Every page in three languages, in both themes and sizes."""
    slug = "how-should-our-river-look-in-2040"
    paths = {
        "campaigns": "/campaigns",
        "campaign-new": "/campaigns/new",
        "campaign": f"/campaigns/{slug}",
        "campaign-change": f"/campaigns/{slug}/change",
        "campaign-public": f"/c/{slug}",
        "account": "/account",
        "convenors": "/convenors",
        "home-campaigns": "/",
    }
    sizes: tuple[tuple[Size, Any], ...] = (("desktop", "dark"), ("phone", "light"))
    for language in ("en", "de", "ar"):
        for size, theme in sizes:
            await page.set_viewport_size(SIZES[size]["viewport"])
            await page.emulate_media(color_scheme=theme)
            for name, path in paths.items():
                await page.goto(f"{service.origin}{path}?lang={language}")
                assert await page.evaluate("document.documentElement.lang") == language
                await looked_at(page, name, f"{size}-{theme}-{language}")
    # The least width that WCAG 2.2 asks for.
    await page.set_viewport_size({"width": 320, "height": 640})
    for name, path in paths.items():
        await page.goto(f"{service.origin}{path}?lang=de")
        assert await page.evaluate(WIDER) <= 0, name
