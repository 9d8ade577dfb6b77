"""A call of six in which somebody leaves or comes every 20 seconds, for half an hour: memory over time, frozen tiles.

One of the six stays and is watched: the memory of their tab, of the server and of the engine every 10 s, with the slope after the first
minutes and its interval; and each tile that shows no new frame for 3 s. The peer, right after it, is the same call without encryption.
Nobody has a microphone: the sound devices of six browsers alone saturate two cores.

    python -m bench.churn [--minutes 30] [--warm 5] [--every 20] [--ways mls none]

A trial: `--minutes 2 --warm 0.5 --ways mls`. The whole takes an hour and five minutes.
"""

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright

from bench.build import build
from bench.figures import keep, slope_interval
from bench.first_frame import NO_SOUND, WAYS, enter, start_room
from bench.process import resident
from tests.journeys.camera import write_camera
from tests.journeys.person import CHROMIUM, FLAGS
from tests.journeys.service import Service

PEOPLE = 6
FRAMES_PER_SECOND = 5
SAMPLE_SECONDS = 10.0
MEGA = 1e6
HOUR = 3600.0
PARTS: tuple[str, ...] = ("tab", "server", "engine")

# For every tile of somebody else: since when it is there, and when a frame was last shown. A tile may have 5 s for its first frame; a
# freeze is counted once, however long it lasts.
WATCH = """(() => { const tiles = new Map(); const watched = new WeakSet(); window.benchTiles = { frozen: 0, worst: 0, shown: 0, seen: 0 };
  setInterval(() => { const now = performance.now(); const there = new Set();
    for (const tile of document.querySelectorAll('.tile[data-identity]:not([data-self])')) {
      const who = tile.dataset.identity; there.add(who);
      if (!tiles.has(who)) { tiles.set(who, { since: now, last: now, frozen: false }); window.benchTiles.seen += 1; }
      const one = tiles.get(who); const video = tile.querySelector('video');
      if (video && !watched.has(video)) { watched.add(video); const next = () => { const known = tiles.get(who);
        if (known) { known.last = performance.now(); known.frozen = false; } if (video.isConnected) video.requestVideoFrameCallback(next); else watched.delete(video); };
        video.requestVideoFrameCallback(next); }
      const age = now - one.last;
      if (now - one.since > 5000) { window.benchTiles.worst = Math.max(window.benchTiles.worst, age);
        if (age > 3000 && !one.frozen) { one.frozen = true; window.benchTiles.frozen += 1; } } }
    for (const who of tiles.keys()) if (!there.has(who)) tiles.delete(who);
    window.benchTiles.shown = there.size; }, 250); })()"""


@dataclass
class Series:
    """Memory over time, and what the one who stayed saw."""

    seconds: list[float] = field(default_factory=list[float])
    bytes: dict[str, list[int]] = field(default_factory=lambda: {part: list[int]() for part in PARTS})
    came: int = 0
    went: int = 0
    tiles: dict[str, float] = field(default_factory=dict[str, float])
    errors: list[str] = field(default_factory=list[str])

    def slope(self, part: str, warm: float) -> tuple[float, float, float]:
        """MB an hour after `warm` seconds, and its interval."""
        kept = [(at, size) for at, size in zip(self.seconds, self.bytes[part], strict=True) if at >= warm]
        every = [(at / HOUR, size / MEGA) for at, size in kept]
        return slope_interval(every)


class Guests:
    """The five others, in one browser: each a context of its own."""

    def __init__(self, browser: Browser, link: str) -> None:
        self._browser = browser
        self._link = link
        self._inside: list[BrowserContext] = []
        self._chance = random.Random(1)
        self._number = 0

    async def come(self) -> None:
        """Somebody new, with a new key."""
        self._number += 1
        context = await self._browser.new_context(viewport={"width": 640, "height": 480}, locale="en")
        await context.add_init_script(NO_SOUND)
        page = await context.new_page()
        await page.goto(self._link)
        await enter(page, f"Guest {self._number}")
        self._inside.append(context)

    async def go(self) -> None:
        """Any of them, by the door."""
        context = self._inside.pop(self._chance.randrange(len(self._inside)))
        page = context.pages[0]
        await page.locator("[data-control=more]").click()
        await page.locator("[data-control=leave]").click()
        # The page says goodbye to the service first.
        await asyncio.sleep(1)
        await context.close()


async def tab_of(browser: Browser) -> int:
    """The process of the only page that this browser shows: its largest renderer, for there may be a spare one."""
    # Its answers have no types.
    session: Any = await browser.new_browser_cdp_session()
    told: dict[str, Any] = await session.send("SystemInfo.getProcessInfo")
    await session.detach()
    renderers = [int(one["id"]) for one in told["processInfo"] if one["type"] == "renderer"]
    return max(renderers, key=resident)


async def stays(browser: Browser, service: Service, series: Series) -> tuple[Page, str]:
    """The one who is watched."""
    context = await browser.new_context(viewport={"width": 1280, "height": 800}, locale="en")
    for script in (NO_SOUND, WATCH):
        await context.add_init_script(script)
    page = await context.new_page()
    page.on("pageerror", lambda error: series.errors.append(str(error)))
    link = await start_room(page, service)
    await enter(page, "Who stays")
    return page, link


async def launch(playwright: Playwright, folder: Path, colour: str) -> Browser:
    camera = write_camera(colour, folder, frames_per_second=FRAMES_PER_SECOND)
    args = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"]
    return await playwright.chromium.launch(executable_path=CHROMIUM, args=args)


async def hold(way: str, minutes: float, every: float, folder: Path) -> Series:
    """One call, from the first to the last."""
    series = Series()
    service = Service(folder / f"var-{way.replace(' ', '-')}", settings={"FOLKMOOT_CLIENT_DIR": str(WAYS[way])})
    await service.start()
    try:
        async with async_playwright() as playwright:
            own, others = await launch(playwright, folder, "green"), await launch(playwright, folder, "red")
            page, link = await stays(own, service, series)
            guests = Guests(others, link)
            for _ in range(PEOPLE - 1):
                await guests.come()
            assert service.process is not None
            pids = dict(zip(PARTS, (await tab_of(own), service.process.pid, service.engine_pid()), strict=True))
            churning = asyncio.create_task(churn(guests, series, minutes * 60, every))
            await sample(page, pids, series, minutes * 60)
            await churning
            series.tiles = await page.evaluate("window.benchTiles")
            await own.close()
            await others.close()
    finally:
        await service.stop()
    return series


async def churn(guests: Guests, series: Series, length: float, every: float) -> None:
    """Out and in by turns, so that there are five or six all the time."""
    began, number = time.monotonic(), 0
    while (number + 1) * every < length:
        number += 1
        await asyncio.sleep(max(0.0, began + number * every - time.monotonic()))
        if number % 2:
            await guests.go()
            series.went += 1
        else:
            await guests.come()
            series.came += 1


async def sample(page: Page, pids: dict[str, int], series: Series, length: float) -> None:
    began = time.monotonic()
    for number in range(int(length / SAMPLE_SECONDS) + 1):
        await asyncio.sleep(max(0.0, began + number * SAMPLE_SECONDS - time.monotonic()))
        series.seconds.append(time.monotonic() - began)
        for part, pid in pids.items():
            series.bytes[part].append(resident(pid))
        tiles = await page.evaluate("window.benchTiles")
        sizes = ", ".join(f"{part} {series.bytes[part][-1] / MEGA:.1f} MB" for part in PARTS)
        print(
            f"  {series.seconds[-1]:6.0f} s: {sizes}; {tiles['shown']} others shown, frozen {tiles['frozen']}",
            flush=True,
        )


def report(way: str, series: Series, warm: float) -> list[tuple[object, ...]]:
    tiles = series.tiles
    print(
        f"{way}: {series.came} came, {series.went} went, {tiles['seen']:.0f} tiles, {tiles['frozen']:.0f} froze"
        f" (longest without a frame {tiles['worst'] / 1000:.1f} s), {len(series.errors)} errors {series.errors[:3]}"
    )
    rows: list[tuple[object, ...]] = []
    for part in PARTS:
        middle, low, high = series.slope(part, warm)
        sizes = [size / MEGA for at, size in zip(series.seconds, series.bytes[part], strict=True) if at >= warm]
        print(
            f"{way}: {part:6} {sizes[0]:.1f} MB, at the end {sizes[-1]:.1f} MB, most {max(sizes):.1f} MB;"
            f" {middle:+.1f} MB an hour [{low:+.1f}, {high:+.1f}]"
        )
        figures = (sizes[0], sizes[-1], max(sizes), middle, low, high)
        more = (series.came, series.went, int(tiles["seen"]), int(tiles["frozen"]), f"{tiles['worst'] / 1000:.2f}")
        rows.append((way, part, len(sizes), *(f"{figure:.2f}" for figure in figures), *more))
    return rows


HEADER = (
    "encryption",
    "process",
    "n",
    "first MB",
    "last MB",
    "most MB",
    "MB/h",
    "low",
    "high",
    "came",
    "went",
    "tiles",
    "frozen",
    "longest without a frame s",
)


def main() -> None:
    """Builds the pages, runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--warm", type=float, default=5.0, help="minutes that the slopes leave out")
    parser.add_argument("--every", type=float, default=20.0, help="seconds between a coming and a going")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=["mls", "none"])
    given = parser.parse_args()
    build()
    rows: list[tuple[object, ...]] = []
    memory: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        for way in given.ways:
            series = asyncio.run(hold(way, given.minutes, given.every, Path(folder)))
            rows += report(way, series, given.warm * 60)
            for number, at in enumerate(series.seconds):
                memory.append((way, f"{at:.0f}", *(series.bytes[part][number] for part in PARTS)))
    keep("churn_memory", ("encryption", "s", *(f"bytes of {part}" for part in PARTS)), memory)
    print(keep("churn", HEADER, rows))


if __name__ == "__main__":
    main()
