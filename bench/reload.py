"""From reloading the page to the first decrypted frame of somebody else, and of everybody else.

The page comes back to the lobby with the name filled in, and a script presses *Join the room* as soon as the button stands: what a person
would take is not ours to measure. Ours (MLS: an external commit that takes the place of one's own leaf) beside the same page with one
shared key and without encryption, as in bench.first_frame. Reach: 1.0 s p50.

    python -m bench.reload [--others 1 5] [--rounds 3] [--reloads 10]

About 25 minutes.
"""

import argparse
import asyncio
import itertools
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, Playwright, async_playwright

from bench.build import build
from bench.figures import keep
from bench.first_frame import HEADER, NO_SOUND, PRESS_AT_ONCE, SIDE_BY_SIDE, WATCH, WAYS, browser_for, people, report
from tests.journeys.service import Service

FRAMES_SECONDS = 30.0
# Long enough that the others have taken the commit and stand still again.
PAUSE_SECONDS = 3.0

Taken = dict[tuple[str, str], list[float]]


@dataclass
class Place:
    """A room of one way, and who reloads in it."""

    way: str
    page: Page
    others: int

    @classmethod
    async def of(cls, way: str, service: Service, present: Browser, newcomer: Browser, others: int) -> "Place":
        room = await people(present, service, way, others)
        context = await newcomer.new_context(viewport={"width": 640, "height": 480}, locale="en")
        for script in (NO_SOUND, WATCH, PRESS_AT_ONCE):
            await context.add_init_script(script)
        place = cls(way, await context.new_page(), others)
        await place.page.goto(room.link, wait_until="commit")
        await place.frames()
        return place

    async def frames(self) -> list[float]:
        """When the first frame of each of the others was shown, in ms since the page began to load."""
        seen: dict[str, float] = {}
        async with asyncio.timeout(FRAMES_SECONDS):
            while len(seen) < self.others:
                await asyncio.sleep(0.1)
                seen = await self.page.evaluate("window.benchFrames ?? {}")
        return sorted(seen.values())

    async def reload(self) -> list[float]:
        await asyncio.sleep(PAUSE_SECONDS)
        await self.page.reload(wait_until="commit")
        return await self.frames()


async def turn(playwright: Playwright, places: dict[str, Service], others: int, reloads: int, taken: Taken) -> None:
    """New browsers and rooms for these ways, which then take turns."""
    with tempfile.TemporaryDirectory() as folder:
        present = await browser_for(playwright, Path(folder))
        newcomer = await browser_for(playwright, Path(folder))
        there = [await Place.of(way, service, present, newcomer, others) for way, service in places.items()]
        for number in range(reloads):
            for place in there[number % len(there) :] + there[: number % len(there)]:
                frames = await place.reload()
                taken.setdefault((place.way, "first"), []).append(frames[0])
                taken.setdefault((place.way, "all"), []).append(frames[-1])
                print(f"  {others} others, {place.way}: {frames[0]:.0f} ms, all {frames[-1]:.0f}", flush=True)
        await present.close()
        await newcomer.close()


async def measure(others: int, rounds: int, reloads: int, folder: Path) -> Taken:
    taken: Taken = {}
    services = {
        way: Service(folder / f"var-{way.replace(' ', '-')}-{others}", settings={"FOLKMOOT_CLIENT_DIR": str(dist)})
        for way, dist in WAYS.items()
    }
    try:
        for service in services.values():
            await service.start()
        async with async_playwright() as playwright:
            orders = itertools.cycle(itertools.permutations(WAYS))
            for _ in range(rounds):
                order = next(orders)
                # As in bench.first_frame: a few idle people disturb nobody, fifteen would be a load of their own.
                for ways in [order] if others <= SIDE_BY_SIDE else [(way,) for way in order]:
                    await turn(playwright, {way: services[way] for way in ways}, others, reloads, taken)
    finally:
        for service in services.values():
            await service.stop()
    return taken


def main() -> None:
    """Builds the pages, runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--others", type=int, nargs="+", default=[1, 5])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--reloads", type=int, default=10)
    given = parser.parse_args()
    build()
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        for others in given.others:
            taken = asyncio.run(measure(others, given.rounds, given.reloads, Path(folder)))
            rows += report("reload", others, taken)
    print(keep("reload", HEADER, rows))


if __name__ == "__main__":
    main()
