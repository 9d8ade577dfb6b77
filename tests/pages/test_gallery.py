"""Every state of lobby and room, drawn by the client's own components from made-up snapshots (client/test/gallery).

Here are states that a journey does not come to, or only for a moment. Each is examined by axe-core, nothing may
overflow, also with every word 40% longer, and a picture of each is kept as build output.
"""

import mimetypes
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page, Route, async_playwright, expect

from tests.journeys.axe import violations
from tests.journeys.person import CHROMIUM, FLAGS

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "client"
ADDRESS = "http://localhost/gallery/"
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
    "lobby-knocking",
    "room-knock",
    "room-knocks",
    "room-moderating",
    "room-person",
    "room-remove",
    "room-mute-asked",
    "room-typing",
    "room-share",
    "room-share-12",
    "room-share-several",
    "room-share-states",
    "room-share-own-sound",
    "room-share-refused",
    "room-pinned-off",
    "room-weak",
    "room-sound-only",
    "room-sound-only-share",
    "room-devices",
    "room-keyboard",
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
    const box = one.getBoundingClientRect(); const forReadersOnly = box.width <= 1;
    if (!one.checkVisibility() || forReadersOnly) continue;
    const name = one.className + ' ' + one.textContent.slice(0, 40);
    if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0) found.push('wider than its box: ' + name);
    const strip = one.closest('.with-shown .tiles');  // twelve people there are to be scrolled to
    if (!strip && (box.left < -1 || box.right > wide + 1)) found.push('out of the page: ' + name); }
  return found; }"""


# What is pressed and is smaller than 44 by 44 (docs of the design; WCAG 2.5.5), but for words inside a sentence.
TOO_SMALL = """() => [...document.querySelectorAll('button, summary, label.check, select, .input')].flatMap(one => {
  const box = one.getBoundingClientRect();
  if (!one.checkVisibility() || (box.width >= 43.5 && box.height >= 43.5)) return [];
  return [`${box.width} by ${box.height}: ${one.className} ${one.textContent.slice(0, 40)}`]; })"""


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gallery, built for this run: never part of the product."""
    out = tmp_path_factory.mktemp("gallery")
    node = shutil.which("node")
    assert node is not None, "node is not on PATH"
    vite = str(CLIENT / "node_modules" / "vite" / "bin" / "vite.js")
    command = [node, vite, "build", "--config", "vite.gallery.config.ts", "--outDir", str(out), "--emptyOutDir"]
    done = subprocess.run(command, cwd=CLIENT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


async def hang(context: BrowserContext, gallery: Path) -> Page:
    """A page that finds the gallery under `ADDRESS`, with no server between."""

    async def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix("/gallery/") or "index.html"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        await route.fulfill(body=(gallery / name).read_bytes(), content_type=kind)

    await context.route(f"{ADDRESS}**", serve)
    return await context.new_page()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        await browser.close()


async def open_picture(page: Page, name: str, language: str, *, long: bool = False) -> None:
    await page.goto(f"{ADDRESS}?picture={name}&lang={language}{'&long' if long else ''}")
    ready = page.locator("body[data-ready]")
    await expect(ready, f"{name} in {language} never came to stand").to_have_count(1, timeout=60_000)


async def names(page: Page) -> list[str]:
    await page.goto(ADDRESS)
    return str(await page.locator("body[data-pictures]").get_attribute("data-pictures")).split()


@pytest.mark.parametrize(
    ("size", "screen", "theme", "language"), LOOKS, ids=[f"{one[0]}-{one[2]}-{one[3]}" for one in LOOKS]
)
async def test_every_state_is_accessible(
    gallery: Path, browser: Browser, size: str, screen: dict[str, Any], theme: Any, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    context = await browser.new_context(**screen, color_scheme=theme, reduced_motion="reduce")
    page = await hang(context, gallery)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    found: dict[str, list[Any]] = {}
    for name in await names(page):
        await open_picture(page, name, language)
        wrong = [
            *await violations(page),
            *await page.evaluate(STICKS_OUT),
            *await page.evaluate(TOO_SMALL),
            *complaints,
        ]
        complaints.clear()
        if wrong:
            found[name] = wrong
        await page.screenshot(path=PICTURES / f"{name}-{size}-{theme}-{language}.png")
    await context.close()
    assert found == {}


@pytest.mark.parametrize(("width", "height", "long"), TIGHT)
async def test_nothing_overflows(gallery: Path, browser: Browser, width: int, height: int, long: bool) -> None:
    context = await browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = await hang(context, gallery)
    found: dict[str, list[str]] = {}
    for language in ("en", "ar"):
        for name in LONG:
            await open_picture(page, name, language, long=long)
            wrong = await page.evaluate(STICKS_OUT)
            if wrong:
                found[f"{name}-{language}"] = wrong
    await context.close()
    assert found == {}
