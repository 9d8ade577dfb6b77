"""The scripts that a browser runs: what it compares by itself, and what the check on /protection finds."""

from typing import Any

import pytest
from playwright.async_api import Browser, Page, Playwright, Route, expect

from folkmoot.base.settings import Settings
from folkmoot.web.pages.hashes import Listing, listing
from tests.journeys.axe import violations
from tests.journeys.person import CHROMIUM, FLAGS, SIZES, Size
from tests.journeys.service import Service
from tests.journeys.test_pages import PICTURES

pytestmark = [pytest.mark.beside, pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(120)]


async def change(route: Route) -> None:
    """The file as the server has it, with a comment more."""
    answer = await route.fetch()
    await route.fulfill(response=answer, body=await answer.text() + "\n// changed on its way\n")


async def opened(playwright: Playwright, **given: Any) -> tuple[Browser, Page]:
    browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    wanted: dict[str, Any] = {"locale": "en", **SIZES["desktop"], **given}
    context = await browser.new_context(**wanted)
    return browser, await context.new_page()


def built() -> Listing:
    """What the service of the tests serves."""
    return listing(Settings().client_dir)


@pytest.mark.parametrize("name", ["link", "home", "english"])
async def test_a_changed_script_does_not_run(service: Service, playwright: Playwright, name: str) -> None:
    """A script of the page, one that it imports, and one that is imported late, which only the import map names."""
    browser, page = await opened(playwright)
    try:
        told: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        await page.route(f"**/assets/{name}-*.js", change)
        await page.goto(f"{service.origin}/")
        (file,) = [one.name for one in built().files if one.name.startswith(f"{name}-")]
        failed = await page.evaluate("file => import(`/assets/${file}`).then(() => '', (error) => error.name)", file)
        assert failed == "TypeError"
        assert any("integrity" in line for line in told), told
        # The control: unchanged, it runs. Elsewhere, as the changed one is in this browser's cache.
        page = await (await browser.new_context(locale="en")).new_page()
        await page.goto(f"{service.origin}/")
        ran = await page.evaluate("file => import(`/assets/${file}`).then(() => '', (error) => error.name)", file)
        assert ran == ""
    finally:
        await browser.close()


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_page_finds_its_files_as_listed(service: Service, playwright: Playwright, language: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    files = len(built().files)
    chosen: tuple[tuple[Size, bool], ...] = (("desktop", False), ("phone", True))
    for size, dark in chosen:
        browser, page = await opened(
            playwright, locale=language, color_scheme="dark" if dark else "light", **SIZES[size]
        )
        try:
            await page.goto(f"{service.origin}/protection")
            await page.locator("#compare").click()
            await expect(page.locator("#result .banner.ok")).to_be_visible(timeout=20_000)
            await page.locator(".files summary").click()
            await page.locator(".named summary").first.click()
            await expect(page.locator(".files .found.same")).to_have_count(files)
            assert await violations(page) == []
            await page.screenshot(path=PICTURES / f"scripts-{size}-{language}.png", full_page=True)
            await page.set_viewport_size({"width": 320, "height": 640})
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert await page.evaluate(wide) <= 0
        finally:
            await browser.close()


async def test_the_page_finds_a_changed_worker(service: Service, playwright: Playwright) -> None:
    """No browser compares workers by itself."""
    browser, page = await opened(playwright)
    try:
        await page.route("**/assets/frame.worker-*.js", change)
        await page.goto(f"{service.origin}/protection")
        await page.locator("#compare").click()
        await expect(page.locator("#result")).to_contain_text("One file is not as listed.", timeout=20_000)
        await expect(page.locator(".files[open] .found.different")).to_have_count(1)
        assert await violations(page) == []
        await page.screenshot(path=PICTURES / "scripts-changed-worker.png", full_page=True)
    finally:
        await browser.close()


async def test_a_file_that_does_not_come_is_no_changed_one(service: Service, playwright: Playwright) -> None:
    browser, page = await opened(playwright)
    try:
        await page.route("**/assets/group.worker-*.js", lambda route: route.abort())
        await page.goto(f"{service.origin}/protection")
        await page.locator("#compare").click()
        await expect(page.locator("#result")).to_contain_text("One file could not be fetched.", timeout=20_000)
        await expect(page.locator(".files .found.missing")).to_have_count(1)
    finally:
        await browser.close()


async def test_without_javascript_the_list_is_there(service: Service, playwright: Playwright) -> None:
    browser, page = await opened(playwright, java_script_enabled=False)
    try:
        await page.goto(f"{service.origin}/protection")
        await expect(page.locator("#compare")).to_be_hidden()
        await page.locator(".files summary").click()
        await expect(page.locator(".files li").first).to_be_visible()
        assert await page.locator("#total").text_content() == built().total
    finally:
        await browser.close()
