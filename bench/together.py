"""Six people join a new room within one second: from the first press to when all six are in one epoch with six leaves.

Two ways: the group alone (group workers in six pages, no media), and the whole application with six cameras. Each in one browser, so
that six of them share two cores as little as they can; presses are spread evenly over `--spread` seconds.

    python -m bench.together [--rounds 15] [--spread 1 0] [--ways group room]
"""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from bench.figures import keep, median_interval
from bench.first_frame import NO_SOUND, WORDS, browser_for, start_room
from tests.crypto.conftest import LAB_FLAGS
from tests.crypto.lab import Someone, build
from tests.journeys.person import CHROMIUM
from tests.journeys.service import Service

PEOPLE = 6
REACH_MS = 2000

# When this browser first had an epoch with six leaves; milliseconds since 1970, by the one clock of the machine.
GROUP_WHOLE = """people => { const whole = window.person?.events.find(event => event.t === 'epoch' && event.keys.length === people);
  return whole === undefined ? null : performance.timeOrigin + whole.ms; }"""
GROUP_PRESS = """([at, name]) => new Promise(done => setTimeout(() => { window.person.send({ t: 'join', name });
  done(performance.timeOrigin + performance.now()); }, at - performance.timeOrigin - performance.now()))"""

# The same of the application: the badge counts the leaves of the epoch.
ROOM_WATCH = """(() => { window.benchWhole = null;
  const look = () => { if (document.querySelector('.badge[data-people="6"]')) window.benchWhole ??= performance.timeOrigin + performance.now(); };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true }); })()"""
ROOM_WHOLE = "() => window.benchWhole"
ROOM_PRESS = """([at]) => new Promise(done => setTimeout(() => { document.querySelector('form button.primary, form button[type=submit]').click();
  done(performance.timeOrigin + performance.now()); }, at - performance.timeOrigin - performance.now()))"""
NOW = "() => performance.timeOrigin + performance.now()"


@dataclass
class Lobby:
    """Six people before a room that nobody has entered."""

    pages: list[Page]
    press: str
    whole: str
    contexts: list[BrowserContext]


@dataclass
class Round:
    """Milliseconds until all six were one group, from the first press and from the last."""

    first: float
    last: float


async def group_lobby(browser: Browser, service: Service, bundle: Path) -> Lobby:
    people = [await Someone.make(browser, service.origin, bundle) for _ in range(PEOPLE)]
    link = await people[0].make_room()
    for person in people:
        if person is not people[0]:
            await person.keep(link)
        await person.arrive()
    return Lobby([one.page for one in people], GROUP_PRESS, GROUP_WHOLE, [one.context for one in people])


async def room_lobby(browser: Browser, service: Service, _bundle: Path) -> Lobby:
    lobby = Lobby([], ROOM_PRESS, ROOM_WHOLE, [])
    link = ""
    for number in range(PEOPLE):
        context = await browser.new_context(viewport={"width": 640, "height": 480}, locale="en")
        lobby.contexts.append(context)
        for script in (NO_SOUND, ROOM_WATCH):
            await context.add_init_script(script)
        page = await context.new_page()
        lobby.pages.append(page)
        if number == 0:
            link = await start_room(page, service)
        else:
            await page.goto(link)
        await page.get_by_label(WORDS("lobby-name"), exact=True).fill(f"Person {number}")
    # As somebody who looks at themselves for a moment.
    await asyncio.sleep(1.5)
    return lobby


WAYS: dict[str, Callable[[Browser, Service, Path], Awaitable[Lobby]]] = {"group": group_lobby, "room": room_lobby}


async def together(lobby: Lobby, spread: float) -> Round:
    try:
        begin = float(await lobby.pages[0].evaluate(NOW)) + 300
        step = spread * 1000 / (PEOPLE - 1)
        pressing = (
            page.evaluate(lobby.press, [begin + number * step, f"Person {number}"])
            for number, page in enumerate(lobby.pages)
        )
        pressed = [float(at) for at in await asyncio.gather(*pressing)]
        whole = [await _whole(page, lobby.whole) for page in lobby.pages]
        return Round(max(whole) - min(pressed), max(whole) - max(pressed))
    finally:
        for context in lobby.contexts:
            await context.close()


async def _whole(page: Page, ask: str) -> float:
    for _ in range(1200):
        at = await page.evaluate(ask, PEOPLE)
        if at is not None:
            return float(at)
        await asyncio.sleep(0.05)
    raise AssertionError("the six are not one group after a minute")


async def measure(way: str, spread: float, rounds: int, folder: Path, bundle: Path) -> list[Round]:
    service = Service(folder / f"var-{way}-{spread}")
    await service.start()
    try:
        async with async_playwright() as playwright:
            if way == "group":
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=LAB_FLAGS)
            else:
                browser = await browser_for(playwright, folder)
            taken: list[Round] = []
            for number in range(rounds):
                taken.append(await together(await WAYS[way](browser, service, bundle), spread))
                print(f"  {way}, {spread:g} s, {number + 1}: {taken[-1].first:.0f} ms from the first press", flush=True)
            await browser.close()
            return taken
    finally:
        await service.stop()


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--spread", type=float, nargs="+", default=[1.0, 0.0])
    parser.add_argument("--ways", choices=WAYS, nargs="+", default=list(WAYS))
    given = parser.parse_args()
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        bundle = build("page", Path(folder) / "lab")
        for way in given.ways:
            for spread in given.spread:
                taken = asyncio.run(measure(way, spread, given.rounds, Path(folder), bundle))
                first = median_interval([one.first for one in taken])
                last = median_interval([one.last for one in taken])
                worst = max(one.first for one in taken)
                print(
                    f"{way:5} six in {spread:g} s: one group {first[0]:.0f} ms [{first[1]:.0f}, {first[2]:.0f}] after the first press, "
                    f"{last[0]:.0f} ms after the last, worst {worst:.0f} ms, reach {REACH_MS}  n={len(taken)}"
                )
                rows.append((way, f"{spread:g}", len(taken), *(f"{one:.0f}" for one in (*first, *last, worst))))
    header = (
        "way",
        "spread s",
        "n",
        "from first press p50 ms",
        "low",
        "high",
        "from last press p50 ms",
        "low",
        "high",
        "worst from first ms",
    )
    print(keep("together", header, rows))


if __name__ == "__main__":
    main()
