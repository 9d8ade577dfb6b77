"""Every page looked at: axe-core clean, no request to anybody else, nothing overflowing, and a picture kept of each."""

import os
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Page, Playwright, Request

from tests.journeys.axe import violations
from tests.journeys.person import CHROMIUM, FLAGS, SIZES, Size
from tests.journeys.service import Service

pytestmark = [pytest.mark.beside, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

PICTURES = Path(os.environ.get("FOLKMOOT_PICTURES", Path(__file__).parents[2] / "build" / "pictures"))
PAGES = {
    "home": "/",
    "protection": "/protection",
    "accessibility": "/accessibility",
    "signin": "/signin",
    "record": "/record",
    "entry": "/record/entry/0",
    "check": "/record/check",
    "receipts": "/receipts",
    "not-found": "/nothing-here",
    "link-incomplete": "/r/AAAAAAAAAAAAAAAAAAAAAA",
}


def note_foreign(foreign: list[str], origin: str, request: Request) -> None:
    if not request.url.startswith((origin, "data:", "blob:")):
        foreign.append(request.url)


async def quiet(page: Page) -> None:
    """Returns when all that the page has asked for is there. Playwright's own `networkidle` misses an end at times."""
    await page.evaluate(
        """() => new Promise((done) => {
            let timer;
            const again = () => { clearTimeout(timer); timer = setTimeout(done, 300); };
            new PerformanceObserver(again).observe({ type: "resource", buffered: true });
            again();
        })"""
    )


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_pages(service: Service, playwright: Playwright, language: str, dark: bool) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    sizes: tuple[Size, ...] = ("desktop", "phone")
    try:
        for size in sizes:
            context = await browser.new_context(
                locale=language, color_scheme="dark" if dark else "light", **SIZES[size]
            )
            page = await context.new_page()
            foreign: list[str] = []
            page.on("request", partial(note_foreign, foreign, service.origin))
            for name, path in PAGES.items():
                await page.goto(service.origin + path)
                await quiet(page)
                assert await page.evaluate("document.documentElement.lang") == language
                assert await page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
                assert await page.locator("h1").count() == 1, name
                wide = await page.evaluate(
                    "document.documentElement.scrollWidth - document.documentElement.clientWidth"
                )
                assert wide <= 0, (name, size, wide)
                assert await violations(page) == [], (name, size)
                theme = "dark" if dark else "light"
                await page.screenshot(path=PICTURES / f"{name}-{size}-{theme}-{language}.png", full_page=True)
            assert foreign == []
            await context.close()
    finally:
        await browser.close()
