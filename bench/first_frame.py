"""From pressing *Join the room*, and from opening the link, to the first decrypted frame of somebody else.

Ours (MLS) beside the same page with one shared key and without encryption: `client/bench` builds the page three times, with the same
lobby, the same LiveKit and the same server. Rounds alternate between the three so that whatever else the machine does meets all alike.

    python -m bench.first_frame [--begin press|link] [--others 1 5] [--rounds 6] [--joins 5]
"""

import argparse
import asyncio
import itertools
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, Playwright, async_playwright

from bench.build import build
from bench.figures import keep, median_interval, ratio_interval
from tests.journeys.camera import write_camera
from tests.journeys.person import CHROMIUM, FLAGS
from tests.journeys.service import Service
from tests.journeys.words import Words

CLIENT = Path(__file__).parents[1] / "client"
SIDE_BY_SIDE = 2
WAYS = {"mls": CLIENT / "dist", "shared key": CLIENT / "bench-dist" / "shared", "none": CLIENT / "bench-dist" / "none"}
WORDS = Words("en")

# When the first frame of each other is shown, and when Join was pressed; all in ms since the navigation began.
WATCH = """(() => { const seen = window.benchFrames = {}; window.benchPress = null;
  addEventListener('submit', () => { window.benchPress ??= performance.now(); }, true);
  addEventListener('click', event => { if (event.target.closest?.('form button[type=submit], form .primary')) window.benchPress ??= performance.now(); }, true);
  const watched = new WeakSet();
  const look = () => { for (const video of document.querySelectorAll('[data-identity]:not([data-self]) video')) {
    if (watched.has(video)) continue; watched.add(video);
    video.requestVideoFrameCallback(() => { seen[video.closest('[data-identity]').dataset.identity] ??= performance.now(); }); } };
  new MutationObserver(look).observe(document, { subtree: true, childList: true }); })()"""

# Nobody has a microphone: the sound devices of six browsers saturate two cores at the highest priority, whatever the frames do.
NO_SOUND = """(() => { const devices = navigator.mediaDevices; const ask = devices.getUserMedia.bind(devices);
  devices.getUserMedia = wanted => wanted.audio ? Promise.reject(new DOMException('none', 'NotFoundError')) : ask(wanted); })()"""

# As soon as the lobby stands: the name, and Join. What a person would take is not ours to measure.
PRESS_AT_ONCE = """(() => { const again = () => { const field = document.querySelector('form input[name=name], form input[autocomplete=nickname]');
    const button = field?.form?.querySelector('button.primary, button[type=submit]');
    if (!button || button.getAttribute('aria-disabled') === 'true') return requestAnimationFrame(again);
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, 'Newcomer');
    field.dispatchEvent(new Event('input', { bubbles: true })); requestAnimationFrame(() => button.click()); };
  requestAnimationFrame(again); })()"""

HEADER = (
    "others",
    "from",
    "frame of",
    "encryption",
    "n",
    "p50 ms",
    "low ms",
    "high ms",
    "times none",
    "times low",
    "times high",
)


@dataclass
class Room:
    """A service of one way, with others in a room."""

    way: str
    service: Service
    link: str
    context: list[BrowserContext]


async def enter(page: Page, name: str) -> None:
    await page.get_by_label(WORDS("lobby-name"), exact=True).fill(name)
    await page.get_by_role("button", name=WORDS("lobby-join"), exact=True).click()
    await page.locator(".room").wait_for(timeout=30_000)


async def start_room(page: Page, service: Service) -> str:
    """From the home page to the lobby of a new room; gives its link."""
    await page.goto(service.origin)
    await page.get_by_role("button", name=WORDS("home-start-action"), exact=True).click()
    await page.wait_for_url("**/r/*")
    field = page.get_by_label(WORDS("link-label"), exact=True).first
    await field.wait_for(timeout=20_000)
    return await field.input_value()


async def people(browser: Browser, service: Service, way: str, others: int) -> Room:
    contexts: list[BrowserContext] = []
    link = ""
    for number in range(others):
        context = await browser.new_context(viewport={"width": 640, "height": 480}, locale="en")
        await context.add_init_script(NO_SOUND)
        contexts.append(context)
        page = await context.new_page()
        if number == 0:
            link = await start_room(page, service)
        else:
            await page.goto(link)
        await enter(page, f"Other {number}")
    await asyncio.sleep(2.0)
    return Room(way, service, link, contexts)


async def join(browser: Browser, room: Room, others: int, *, from_link: bool) -> tuple[float, float]:
    """Milliseconds to the first other's frame and to the last other's."""
    await alone_again(room, others)
    context = await browser.new_context(viewport={"width": 640, "height": 480}, locale="en")
    try:
        await context.add_init_script(NO_SOUND)
        await context.add_init_script(WATCH)
        if from_link:
            await context.add_init_script(PRESS_AT_ONCE)
        page = await context.new_page()
        await page.goto(room.link, wait_until="commit")
        if not from_link:
            await page.get_by_label(WORDS("lobby-name"), exact=True).fill("Newcomer")
            # Somebody who looks at themselves for a moment: the lobby has warmed what it can.
            await asyncio.sleep(1.5)
            await page.get_by_role("button", name=WORDS("lobby-join"), exact=True).click()
        frames: dict[str, float] = {}
        async with asyncio.timeout(30):
            # The page's policy forbids what wait_for_function does.
            while len(frames) < others:
                await asyncio.sleep(0.1)
                frames = await page.evaluate("window.benchFrames ?? {}")
        begin = 0.0 if from_link else float(await page.evaluate("window.benchPress"))
        await page.locator("[data-control=more]").click()
        await page.locator("[data-control=leave]").click()
        return min(frames.values()) - begin, max(frames.values()) - begin
    finally:
        await context.close()


async def alone_again(room: Room, others: int) -> None:
    """Until the others have removed the leaf of who left, so that the next newcomer meets a quiet room."""
    page = room.context[0].pages[0]
    for _ in range(100):
        if await page.locator(".tile[data-identity]").count() == others:
            break
        await asyncio.sleep(0.2)
    await asyncio.sleep(1.0)


async def browser_for(playwright: Playwright, folder: Path) -> Browser:
    camera = write_camera("green", folder, frames_per_second=3)
    return await playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*FLAGS, f"--use-file-for-fake-video-capture={camera}"]
    )


async def measure(begin: str, others: int, rounds: int, joins: int, folder: Path) -> dict[tuple[str, str], list[float]]:
    taken: dict[tuple[str, str], list[float]] = {}
    services = {
        way: Service(
            folder / f"var-{way.replace(' ', '-')}-{others}",
            settings={"FOLKMOOT_CLIENT_DIR": str(dist), "FOLKMOOT_RELOAD_SECONDS": "0.5"},
        )
        for way, dist in WAYS.items()
    }
    for service in services.values():
        await service.start()
    try:
        async with async_playwright() as playwright:
            orders = itertools.cycle(itertools.permutations(WAYS))
            # A few idle people disturb nobody: then all three ways stand side by side and take turns. Fifteen would be a load of their own.
            together = others <= SIDE_BY_SIDE
            for round_ in range(rounds):
                for ways in [next(orders)] if together else [(way,) for way in next(orders)]:
                    present = await browser_for(playwright, folder)
                    newcomer = await browser_for(playwright, folder)
                    rooms = [await people(present, services[way], way, others) for way in ways]
                    for number in range(joins):
                        for room in rooms[number % len(rooms) :] + rooms[: number % len(rooms)]:
                            first, last = await join(newcomer, room, others, from_link=begin == "link")
                            taken.setdefault((room.way, "first"), []).append(first)
                            taken.setdefault((room.way, "all"), []).append(last)
                            print(
                                f"  {others} others, {room.way}, {begin} {round_ + 1}.{number + 1}: {first:.0f} ms, all {last:.0f}",
                                flush=True,
                            )
                    await present.close()
                    await newcomer.close()
    finally:
        for service in services.values():
            await service.stop()
    return taken


def report(begin: str, others: int, taken: dict[tuple[str, str], list[float]]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for name in ("first", "all"):
        for way in WAYS:
            values = taken[(way, name)]
            middle, low, high = median_interval(values)
            times, times_low, times_high = ratio_interval(values, taken[("none", name)])
            print(
                f"{others} others, from the {begin} to the frame of {name}: {way:10} p50 {middle:5.0f} ms [{low:.0f}, {high:.0f}]"
                f"  = {times:.2f} x none [{times_low:.2f}, {times_high:.2f}]  n={len(values)}"
            )
            figures = (middle, low, high, times, times_low, times_high)
            rows.append((others, begin, name, way, len(values), *(f"{figure:.3f}" for figure in figures)))
    return rows


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--begin", choices=("press", "link"), default="press")
    parser.add_argument("--others", type=int, nargs="+", default=[1, 5])
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--joins", type=int, default=5)
    given = parser.parse_args()
    build()
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        for others in given.others:
            taken = asyncio.run(measure(given.begin, others, given.rounds, given.joins, Path(folder)))
            rows += report(given.begin, others, taken)
    print(keep(f"first_frame_{given.begin}", HEADER, rows))


if __name__ == "__main__":
    main()
