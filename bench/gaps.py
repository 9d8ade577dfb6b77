"""The gap in the others' video when somebody joins or leaves, beside an undisturbed stretch of the same call.

Two people talk at 7 frames a second; a third comes and goes. In each stretch of 4 s the longest time between two frames shown of the
other is taken in both browsers, with the frames lost (received and not decoded) and the key frames asked for. The same page without
encryption beside it, in blocks that take turns: what a third browser alone does to two cores is in both.

    python -m bench.gaps [--rounds 2] [--turns 8]
"""

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, async_playwright

from bench.build import build
from bench.figures import keep, median_interval
from bench.first_frame import NO_SOUND, WAYS, WORDS, enter, start_room
from tests.journeys.camera import write_camera
from tests.journeys.person import CHROMIUM, FLAGS, KEEP_PEERS
from tests.journeys.service import Service

WATCH = """(() => { window.benchGap = {}; const watched = new WeakSet();
  const look = () => { for (const video of document.querySelectorAll('[data-identity]:not([data-self]) video')) {
    if (watched.has(video)) continue; watched.add(video); let last = null; const who = video.closest('[data-identity]').dataset.identity;
    const next = (now, frame) => { const at = frame.presentationTime; if (last !== null) { const gap = at - last; if (gap > (window.benchGap[who] ?? 0)) window.benchGap[who] = gap; }
      last = at; video.requestVideoFrameCallback(next); }; video.requestVideoFrameCallback(next); } };
  new MutationObserver(look).observe(document, { subtree: true, childList: true }); })()"""

COUNT = """async () => { const out = {}; for (const peer of testPeers) if (peer.connectionState !== 'closed') (await peer.getStats()).forEach(s => {
    if (s.type === 'inbound-rtp' && s.kind === 'video') out[s.trackIdentifier] = { received: s.framesReceived, decoded: s.framesDecoded, dropped: s.framesDropped, pli: s.pliCount, key: s.keyFramesDecoded }; }); return out; }"""

STRETCH = 4.0
COMPARED = ("mls", "none")

# Longest gap in ms of the other, frames lost, key frames asked for.
Taken = dict[str, list[tuple[float, int, int]]]


async def stretch(pages: list[Page], others: list[str], happening: Any = None) -> list[tuple[float, int, int]]:
    """For each page: longest gap in ms of the other, frames lost, key frames asked for."""
    before: list[dict[str, dict[str, int]]] = [await page.evaluate(COUNT) for page in pages]
    for page in pages:
        await page.evaluate("window.benchGap = {}")
    if happening is not None:
        await happening()
    await asyncio.sleep(STRETCH)
    out: list[tuple[float, int, int]] = []
    for page, other, counted in zip(pages, others, before, strict=True):
        gap = float((await page.evaluate("window.benchGap")).get(other, STRETCH * 1000))
        now: dict[str, dict[str, int]] = await page.evaluate(COUNT)
        # Only the track that was there before and still is: the other's.
        lost = asked = 0
        for track, old in counted.items():
            new = now.get(track)
            if new is None or new["decoded"] - old["decoded"] < 4:
                continue
            lost += max(0, (new["received"] - old["received"]) - (new["decoded"] - old["decoded"]) - 1)
            asked += new["pli"] - old["pli"]
        out.append((gap, lost, asked))
    return out


async def block(way: str, turns: int, folder: Path) -> Taken:
    """One room of one way, and somebody who comes and goes in it so many times."""
    settings = {"FOLKMOOT_RELOAD_SECONDS": "0.5", "FOLKMOOT_CLIENT_DIR": str(WAYS[way])}
    service = Service(folder / "var", settings=settings)
    await service.start()
    taken: Taken = {"undisturbed": [], "join": [], "leave": []}
    try:
        async with async_playwright() as playwright:
            args = [*FLAGS, f"--use-file-for-fake-video-capture={write_camera('green', folder)}"]
            present = await playwright.chromium.launch(executable_path=CHROMIUM, args=args)
            third = await playwright.chromium.launch(executable_path=CHROMIUM, args=args)
            pages, link = await two_talk(present, service)
            own = [str(await page.locator(".tile[data-self]").get_attribute("data-identity")) for page in pages]
            others = own[::-1]
            for turn in range(turns):
                taken["undisturbed"] += await stretch(pages, others)
                await visit(third, link, pages, others, taken)
                gaps = ", ".join(f"{name} {values[-1][0]:.0f}/{values[-2][0]:.0f}" for name, values in taken.items())
                print(f"  {way}, turn {turn + 1}: {gaps}", flush=True)
            await present.close()
            await third.close()
    finally:
        await service.stop()
    return taken


async def two_talk(browser: Browser, service: Service) -> tuple[list[Page], str]:
    pages: list[Page] = []
    link = ""
    for name in ("Ada", "Bo"):
        page = await newcomer(browser, KEEP_PEERS, WATCH)
        pages.append(page)
        if not link:
            link = await start_room(page, service)
        else:
            await page.goto(link)
        await enter(page, name)
    await asyncio.sleep(6)
    return pages, link


async def newcomer(browser: Browser, *scripts: str) -> Page:
    context = await browser.new_context(viewport={"width": 800, "height": 600}, locale="en")
    for script in (NO_SOUND, *scripts):
        await context.add_init_script(script)
    return await context.new_page()


async def visit(browser: Browser, link: str, pages: list[Page], others: list[str], taken: Taken) -> None:
    guest = await newcomer(browser)
    await guest.goto(link)
    await guest.get_by_label(WORDS("lobby-name"), exact=True).fill("Guest")
    await asyncio.sleep(1.5)

    async def come() -> None:
        await guest.get_by_role("button", name=WORDS("lobby-join"), exact=True).click()

    async def go() -> None:
        await guest.locator("[data-control=more]").click()
        # The leaf is removed two seconds later, within the stretch.
        await guest.locator("[data-control=leave]").click()

    taken["join"] += await stretch(pages, others, come)
    taken["leave"] += await stretch(pages, others, go)
    await guest.context.close()
    await asyncio.sleep(1)


def measure(rounds: int, turns: int) -> dict[str, Taken]:
    """The ways take turns."""
    taken: dict[str, Taken] = {way: {"undisturbed": [], "join": [], "leave": []} for way in COMPARED}
    for way in COMPARED * rounds:
        with tempfile.TemporaryDirectory() as folder:
            for name, values in asyncio.run(block(way, turns, Path(folder))).items():
                taken[way][name] += values
    return taken


def report(way: str, taken: Taken) -> list[tuple[object, ...]]:
    base = statistics.median(gap for gap, _, _ in taken["undisturbed"])
    rows: list[tuple[object, ...]] = []
    for name, values in taken.items():
        middle, low, high = median_interval([gap for gap, _, _ in values])
        lost, asked = sum(one[1] for one in values), sum(one[2] for one in values)
        print(
            f"{way:5} {name:12} gap p50 {middle:.0f} ms [{low:.0f}, {high:.0f}], base {middle - base:+.0f} ms, "
            f"frames lost {lost}, key frames asked {asked}, n={len(values)}"
        )
        gaps = (f"{middle:.1f}", f"{low:.1f}", f"{high:.1f}", f"{middle - base:.1f}")
        rows.append((way, name, len(values), *gaps, lost, asked))
    return rows


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--turns", type=int, default=8, help="of each way in each round; each gives two figures, one a browser"
    )
    given = parser.parse_args()
    build()
    rows = [row for way, taken in measure(given.rounds, given.turns).items() for row in report(way, taken)]
    header = ("way", "stretch", "n", "gap p50 ms", "low", "high", "over base ms", "frames lost", "key frames asked")
    print(keep("gaps", header, rows))


if __name__ == "__main__":
    main()
