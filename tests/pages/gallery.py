"""The gallery of client/test/gallery: built once for a run, hung up in a browser without any server."""

import asyncio
import mimetypes
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Page, Route

ROOT = Path(__file__).parents[2]
CLIENT = ROOT / "client"
ADDRESS = "http://localhost/gallery/"

#: Those in which something stands that stands nowhere else.
DISTINCT = [
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
    "room-told",
    "room-told-dialog",
    "room-dropped",
    "room-safety-changed",
    "room-differ-dialog",
    "room-people",
    "room-chat",
    "room-more",
    "left",
    "failed-e2e_key_lost",
]


def build(out: Path) -> None:
    """Never part of the product."""
    node = shutil.which("node")
    assert node is not None, "node is not on PATH"
    vite = str(CLIENT / "node_modules" / "vite" / "bin" / "vite.js")
    command = [node, vite, "build", "--config", "vite.gallery.config.ts", "--outDir", str(out), "--emptyOutDir"]
    done = subprocess.run(command, cwd=CLIENT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


async def hang(context: BrowserContext, gallery: Path) -> Page:
    """A page that finds the gallery under `ADDRESS`, with no server between."""

    async def serve(route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix("/gallery/") or "index.html"
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        await route.fulfill(body=(gallery / name).read_bytes(), content_type=kind)

    await context.route(f"{ADDRESS}**", serve)
    return await context.new_page()


async def open_picture(page: Page, name: str, language: str, *, long: bool = False) -> None:
    address = f"{ADDRESS}?lang={language}{'&long' if long else ''}"
    if page.url != address:
        await page.goto(address)
    try:
        async with asyncio.timeout(60):
            await page.evaluate("name => gallery.show(name)", name)
    except TimeoutError:
        raise AssertionError(f"{name} in {language} never came to stand") from None


async def wrong(page: Page, *questions: str) -> list[str]:
    """What those of client/test/gallery/looks.ts find."""
    found: list[str] = []
    for question in questions:
        found += await page.evaluate(f"looks.{question}()")
    return found


async def names(page: Page) -> list[str]:
    await page.goto(ADDRESS)
    return str(await page.locator("body[data-pictures]").get_attribute("data-pictures")).split()
