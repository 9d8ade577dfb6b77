"""How soon a call goes on after what breaks it: seconds until both see and hear each other again, and have every line.

Two people talk at 7 frames a second, one of them behind a relay that can be a bad network (tests/journeys/trouble.py says what is done).
It is counted from the end of the trouble; where that is no end, as with an engine that was killed, from its beginning.

    python -m bench.resume [--turns 10] [--only engine]
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from bench.figures import keep, median_interval
from tests.journeys.trouble import TROUBLES, Call, Resumed


async def measure(turns: int, names: list[str], folder: Path) -> dict[str, list[Resumed]]:
    """One call lives through all of it."""
    taken: dict[str, list[Resumed]] = {name: [] for name in names}
    async with async_playwright() as playwright, Call.held(playwright, folder) as call:
        for turn in range(turns):
            for name in names:
                resumed = await call.resumed(await TROUBLES[name].happens(call))
                taken[name].append(resumed)
                await call.all_is_told_well()
                await call.same_chat()
                print(
                    f"  turn {turn + 1}: {name:9} pictures {resumed.pictures:.2f} s, sound {resumed.sound:.2f} s, chat {resumed.chat:.2f} s",
                    flush=True,
                )
                await asyncio.sleep(2)
    return taken


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=10)
    parser.add_argument("--only", choices=TROUBLES)
    arguments = parser.parse_args()
    names = [arguments.only] if arguments.only else list(TROUBLES)
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(measure(arguments.turns, names, Path(folder)))
    rows: list[tuple[object, ...]] = []
    for name, values in taken.items():
        pictures = median_interval([one.pictures for one in values])
        sound = median_interval([one.sound for one in values])
        chat = median_interval([one.chat for one in values])
        worst = max(one.all for one in values)
        print(
            f"{name:9} pictures p50 {pictures[0]:.2f} s, sound p50 {sound[0]:.2f} s, chat p50 {chat[0]:.2f} s, worst {worst:.2f} s, n={len(values)}"
        )
        rows.append((name, len(values), *(f"{one:.2f}" for one in (*pictures, *sound, *chat, worst))))
    header = (
        "trouble",
        "n",
        "pictures p50 s",
        "low",
        "high",
        "sound p50 s",
        "low",
        "high",
        "chat p50 s",
        "low",
        "high",
        "worst s",
    )
    print(keep("resume", header, rows))


if __name__ == "__main__":
    main()
