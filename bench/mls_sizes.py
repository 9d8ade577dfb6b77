"""MLS in a browser at 10, 50, 200 and 1,000 members: to join, and for each of the others to process the join.

The peer in the same run is ts-mls itself, unwrapped, where it can do the step (it cannot join with a pre-shared key).

    python -m bench.mls_sizes [--members 10 50 200 1000] [--repeats 15]
"""

import argparse
import asyncio
from pathlib import Path
from typing import Any

from aiohttp import web
from playwright.async_api import async_playwright

from bench.build import build
from bench.figures import keep, median_interval
from tests.journeys.person import CHROMIUM, FLAGS

CLIENT = Path(__file__).parents[1] / "client"
BUILT = CLIENT / "bench-dist" / "mls"
PAGE = '<!doctype html><meta charset="utf-8"><title>bench</title><script type="module" src="/mls.js"></script>'


async def serve() -> tuple[web.AppRunner, int]:
    app = web.Application()

    async def page(_: web.Request) -> web.Response:
        return web.Response(text=PAGE, content_type="text/html")

    app.router.add_get("/", page)
    app.router.add_static("/", BUILT)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, int(runner.addresses[0][1])


async def measure(members: list[int], repeats: int) -> list[dict[str, Any]]:
    runner, port = await serve()
    try:
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = await browser.new_page()
            await page.goto(f"http://localhost:{port}/")
            await page.wait_for_function("window.measureMls && window.measureLibrary")
            out: list[dict[str, Any]] = []
            for size in members:
                ours = await page.evaluate("([n, r]) => measureMls(n, r)", [size, repeats])
                library = await page.evaluate("([n, r]) => measureLibrary(n, r)", [size, min(repeats, 5)])
                out.append(ours | {"library": library})
            await browser.close()
            return out
    finally:
        await runner.cleanup()


def main() -> None:
    """Builds the page, runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, nargs="+", default=[10, 50, 200, 1000])
    parser.add_argument("--repeats", type=int, default=15)
    given = parser.parse_args()
    build()
    rows: list[tuple[object, ...]] = []
    for one in asyncio.run(measure(given.members, given.repeats)):
        for step in ("join", "process", "keys"):
            middle, low, high = median_interval(one[step])
            peer = one["library"].get(step)
            beside = f", ts-mls unwrapped {peer:.0f} ms" if peer is not None else ""
            print(
                f"{one['members']:5} members, {step:8} p50 {middle:6.1f} ms [{low:.1f}, {high:.1f}]{beside}  GroupInfo {one['groupInfoBytes']} B, commit {one['commitBytes']} B"
            )
            rows.append(
                (
                    one["members"],
                    step,
                    len(one[step]),
                    f"{middle:.1f}",
                    f"{low:.1f}",
                    f"{high:.1f}",
                    "" if peer is None else f"{peer:.1f}",
                    one["groupInfoBytes"],
                    one["commitBytes"],
                )
            )
    print(
        keep(
            "mls_sizes",
            ("members", "step", "n", "p50 ms", "low", "high", "ts-mls ms", "GroupInfo bytes", "commit bytes"),
            rows,
        )
    )


if __name__ == "__main__":
    main()
