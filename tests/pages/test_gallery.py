"""Every state of lobby and room, drawn by the client's own components from made-up snapshots (client/test/gallery).

Here are states that a journey does not come to, or only for a moment. Each is examined by axe-core, nothing may overflow, also with
every word 40% longer, and a picture of each is kept as build output.
"""

import http.server
import os
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

from tests.journeys.axe import violations
from tests.journeys.person import CHROMIUM, FLAGS

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "client"
PICTURES = Path(os.environ.get("FOLKMOOT_PICTURES", ROOT / "build" / "pictures"))

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
# Both sizes, both themes, both directions, each at least once with each of the others.
LOOKS = [
    ("desktop", DESKTOP, "light", "en"),
    ("phone", PHONE, "dark", "en"),
    ("desktop", DESKTOP, "dark", "ar"),
    ("phone", PHONE, "light", "ar"),
]
# The least width that WCAG 2.2 asks for (1.4.10), a small phone, a desktop, and a desktop enlarged to 400%.
TIGHT = [(320, 640, True), (360, 740, True), (1280, 800, True), (320, 200, False)]
# Those in which something stands that stands nowhere else.
LONG = [
    "lobby",
    "lobby-refused",
    "lobby-old-browser",
    "room-alone",
    "room-6",
    "room-12",
    "room-tiles",
    "room-joined",
    "room-dropped",
    "room-safety-changed",
    "room-differ-dialog",
    "room-people",
    "room-chat",
    "room-more",
    "left",
    "failed-e2e_key_lost",
]

# What sticks out of its box or of the page, but for the one line that ends in an ellipsis.
STICKS_OUT = """() => { const wide = document.documentElement.clientWidth; const found = [];
  if (document.documentElement.scrollWidth > wide) found.push('page ' + document.documentElement.scrollWidth);
  for (const one of document.querySelectorAll('button, .btn, h1, h2, h3, label, .st, .banner, .why')) {
    if (!one.checkVisibility() || one.classList.contains('vh')) continue;
    const box = one.getBoundingClientRect(); const name = one.className + ' ' + one.textContent.slice(0, 40);
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0) found.push('wider than its box: ' + name);
    if (box.left < -1 || box.right > wide + 1) found.push('out of the page: ' + name); }
  return found; }"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def gallery() -> Iterator[str]:
    build = ["npx", "vite", "build", "--config", "vite.gallery.config.ts", "--logLevel", "error"]
    subprocess.run(build, cwd=CLIENT, check=True, timeout=300)  # noqa: S607 - found on PATH as the build does
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(CLIENT / "gallery-dist")))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def open_picture(page: Page, address: str) -> None:
    await page.goto(address)
    await page.locator("body[data-ready]").wait_for(timeout=30_000)


async def names(page: Page, gallery: str) -> list[str]:
    await page.goto(gallery)
    return str(await page.locator("body[data-pictures]").get_attribute("data-pictures")).split()


@pytest.mark.parametrize(
    ("size", "screen", "theme", "language"), LOOKS, ids=[f"{one[0]}-{one[2]}-{one[3]}" for one in LOOKS]
)
async def test_every_state_is_accessible(
    gallery: str, browser: Browser, size: str, screen: dict[str, Any], theme: Any, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    context = await browser.new_context(**screen, color_scheme=theme, reduced_motion="reduce")
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    found: dict[str, list[Any]] = {}
    for name in await names(page, gallery):
        await open_picture(page, f"{gallery}?picture={name}&lang={language}")
        wrong = [*await violations(page), *await page.evaluate(STICKS_OUT), *complaints]
        complaints.clear()
        if wrong:
            found[name] = wrong
        await page.screenshot(path=PICTURES / f"{name}-{size}-{theme}-{language}.png")
    await context.close()
    assert found == {}


@pytest.mark.parametrize(("width", "height", "long"), TIGHT)
async def test_nothing_overflows(gallery: str, browser: Browser, width: int, height: int, long: bool) -> None:
    context = await browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = await context.new_page()
    found: dict[str, list[str]] = {}
    for language in ("en", "ar"):
        for name in LONG:
            await open_picture(page, f"{gallery}?picture={name}&lang={language}{'&long' if long else ''}")
            wrong = await page.evaluate(STICKS_OUT)
            if wrong:
                found[f"{name}-{language}"] = wrong
    await context.close()
    assert found == {}
