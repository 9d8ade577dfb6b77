"""Bytes of the room application at a first visit, compressed, as a real Chromium counts them on the wire. Reach: 350 kB in all.

A browser that has never been there opens the link, joins a room with somebody in it and sees them; counted are page, scripts, workers,
styles, words and pictures with their heads, apart from what is said through the API. Peers, through the same browser and compressed the
same way: what npm publishes of LiveKit's own client, which draws nothing (`livekit-client`), and with its encryption worker.

    python -m bench.bytes

Needs a built client (`make setup`). Half a minute.
"""

import asyncio
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web
from playwright.async_api import Browser, Playwright, async_playwright

from bench.build import ROOT
from bench.figures import keep
from bench.first_frame import NO_SOUND, WORDS, browser_for, enter, start_room
from bench.wire import Fetched, Wire
from tests.crypto.lab import node
from tests.journeys.camera import write_camera
from tests.journeys.person import CHROMIUM, FLAGS
from tests.journeys.service import Service
from tests.service import free_port

REACH = 350_000
SDK = ROOT / "client" / "node_modules" / "livekit-client" / "dist"
SCRIPT, WORKER = "livekit-client.umd.js", "livekit-client.e2ee.worker.js"
#: As the build compresses our own files (client/vite/brotli.ts): brotli at its best.
SHRINK = "const zlib = require('node:zlib'); process.stdout.write(zlib.brotliCompressSync(require('node:fs').readFileSync(0)))"
SETTLE_SECONDS = 3.0


@dataclass(frozen=True)
class Visit:
    """What one page came to, by when."""

    name: str
    moment: str
    fetched: list[Fetched]

    def by_kind(self) -> dict[str, int]:
        sizes: Counter[str] = Counter()
        for one in self.fetched:
            sizes[kind_of(one)] += one.size
        return dict(sizes)

    @property
    def total(self) -> int:
        """Without the API: that is what is said, not what says it."""
        return sum(size for kind, size in self.by_kind().items() if kind != "api")


def kind_of(one: Fetched) -> str:
    if one.path.startswith(("/api/", "/engine")):
        return "api"
    ending = one.path.rpartition(".")[2]
    known = {
        "js": "scripts",
        "mjs": "scripts",
        "css": "styles",
        "svg": "pictures",
        "ico": "pictures",
        "png": "pictures",
    }
    return "page" if one.kind == "Document" else known.get(ending, "words and others")


async def counted_browser(playwright: Playwright, folder: Path) -> tuple[Browser, int]:
    port = free_port()
    camera = write_camera("red", folder, frames_per_second=3)
    args = [*FLAGS, f"--use-file-for-fake-video-capture={camera}", f"--remote-debugging-port={port}"]
    return await playwright.chromium.launch(executable_path=CHROMIUM, args=args), port


async def ours(playwright: Playwright, service: Service, folder: Path) -> list[Visit]:
    """The lobby, and the room with somebody in it."""
    present = await browser_for(playwright, folder)
    context = await present.new_context(viewport={"width": 640, "height": 480}, locale="en")
    await context.add_init_script(NO_SOUND)
    host = await context.new_page()
    link = await start_room(host, service)
    await enter(host, "Host")
    browser, port = await counted_browser(playwright, folder)
    async with Wire.of(port) as wire:
        guest = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
        page = await guest.new_page()
        await page.goto(link)
        await page.get_by_label(WORDS("lobby-name"), exact=True).wait_for()
        await asyncio.sleep(SETTLE_SECONDS)
        lobby = Visit("folkmoot", "lobby", list(wire.done()))
        await enter(page, "Guest")
        await page.locator("[data-identity]:not([data-self]) video").first.wait_for()
        await asyncio.sleep(SETTLE_SECONDS)
        room = Visit("folkmoot", "room", list(wire.done()))
    await browser.close()
    await present.close()
    return [lobby, room]


async def peers(playwright: Playwright, folder: Path) -> list[Visit]:
    """LiveKit's published client, alone and with its worker."""
    runner, port = await serve_sdk()
    out: list[Visit] = []
    try:
        for name, path in (("livekit-client", "/plain"), ("livekit-client and e2ee worker", "/encrypted")):
            browser, debugging = await counted_browser(playwright, folder)
            async with Wire.of(debugging) as wire:
                page = await (await browser.new_context()).new_page()
                await page.goto(f"http://localhost:{port}{path}")
                await page.wait_for_function("window.LivekitClient")
                await asyncio.sleep(SETTLE_SECONDS)
                out.append(Visit(name, "loaded", list(wire.done())))
            await browser.close()
    finally:
        await runner.cleanup()
    return out


async def serve_sdk() -> tuple[web.AppRunner, int]:
    page = f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script src="/{SCRIPT}"></script>'
    with_worker = page + f"<script>window.benchWorker = new Worker('/{WORKER}');</script>"
    application = web.Application()

    def give(path: str, content: bytes, kind: str) -> None:
        packed = subprocess.run([node(), "-e", SHRINK], input=content, capture_output=True, check=True).stdout

        async def answer(_: web.Request) -> web.Response:
            return web.Response(body=packed, content_type=kind, headers={"Content-Encoding": "br"})

        application.router.add_get(path, answer)

    give("/plain", page.encode(), "text/html")
    give("/encrypted", with_worker.encode(), "text/html")
    for name in (SCRIPT, WORKER):
        give(f"/{name}", (SDK / name).read_bytes(), "text/javascript")
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, int(runner.addresses[0][1])


async def measure(folder: Path) -> list[Visit]:
    service = Service(folder / "var")
    await service.start()
    try:
        async with async_playwright() as playwright:
            return [*await ours(playwright, service, folder), *await peers(playwright, folder)]
    finally:
        await service.stop()


def main() -> None:
    """Runs and prints."""
    with tempfile.TemporaryDirectory() as folder:
        visits = asyncio.run(measure(Path(folder)))
    rows: list[tuple[object, ...]] = []
    for visit in visits:
        kinds = visit.by_kind()
        parts = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in sorted(kinds.items(), key=lambda one: -one[1]))
        print(f"{visit.name}, {visit.moment}: {visit.total / 1000:.1f} kB in {len(visit.fetched)} answers ({parts})")
        rows.append((visit.name, visit.moment, visit.total, len(visit.fetched), parts))
    whole = next(visit for visit in visits if visit.moment == "room")
    for one in sorted(whole.fetched, key=lambda one: -one.size)[:12]:
        print(f"  {one.size / 1000:7.1f} kB {one.path}")
    print(f"reach {REACH / 1000:.0f} kB: {'kept' if whole.total <= REACH else 'missed'} ({whole.total / 1000:.1f} kB)")
    print(keep("bytes", ("application", "moment", "bytes", "answers", "kB by kind"), rows))


if __name__ == "__main__":
    main()
