"""The gap in the others' video when somebody joins or leaves, beside an undisturbed stretch of the same call.

Two people talk at 7 frames a second; a third comes and goes. In each stretch of 4 s the longest time between two frames shown of the
other is taken in both browsers, with the frames lost (received and not decoded) and the key frames asked for.

    python -m bench.gaps [--turns 30]
"""

import argparse
import asyncio
import statistics
import tempfile
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright

from bench.figures import keep, median_interval
from bench.first_frame import WORDS, enter, start_room
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


async def measure(turns: int, folder: Path) -> dict[str, list[tuple[float, int, int]]]:
    service = Service(folder / "var", settings={"FOLKMOOT_RELOAD_SECONDS": "0.5"})
    await service.start()
    taken: dict[str, list[tuple[float, int, int]]] = {"undisturbed": [], "join": [], "leave": []}
    try:
        async with async_playwright() as playwright:
            camera = write_camera("green", folder)
            args = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"]
            present = await playwright.chromium.launch(executable_path=CHROMIUM, args=args)
            third = await playwright.chromium.launch(executable_path=CHROMIUM, args=args)
            pages: list[Page] = []
            link = ""
            for name in ("Ada", "Bo"):
                context = await present.new_context(viewport={"width": 800, "height": 600}, locale="en")
                await context.add_init_script(KEEP_PEERS)
                await context.add_init_script(WATCH)
                page = await context.new_page()
                pages.append(page)
                if not link:
                    link = await start_room(page, service)
                else:
                    await page.goto(link)
                await enter(page, name)
            await asyncio.sleep(6)
            own = [str(await page.locator(".tile[data-self]").get_attribute("data-identity")) for page in pages]
            others = own[::-1]
            for turn in range(turns):
                taken["undisturbed"] += await stretch(pages, others)
                context = await third.new_context(viewport={"width": 800, "height": 600}, locale="en")
                guest = await context.new_page()
                await guest.goto(link)
                await guest.get_by_label(WORDS("lobby-name"), exact=True).fill("Guest")
                await asyncio.sleep(1.5)

                async def come(page: Page = guest) -> None:
                    await page.get_by_role("button", name=WORDS("lobby-join"), exact=True).click()

                async def go(page: Page = guest) -> None:
                    await page.locator("[data-control=more]").click()
                    # The leaf is removed two seconds later, within the stretch.
                    await page.locator("[data-control=leave]").click()

                taken["join"] += await stretch(pages, others, come)
                taken["leave"] += await stretch(pages, others, go)
                await context.close()
                await asyncio.sleep(1)
                print(
                    f"  turn {turn + 1}: "
                    + ", ".join(f"{name} {values[-1][0]:.0f}/{values[-2][0]:.0f}" for name, values in taken.items()),
                    flush=True,
                )
            await present.close()
            await third.close()
    finally:
        await service.stop()
    return taken


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=15, help="each gives two figures, one a browser")
    with tempfile.TemporaryDirectory() as folder:
        taken = asyncio.run(measure(parser.parse_args().turns, Path(folder)))
    base = statistics.median(gap for gap, _, _ in taken["undisturbed"])
    rows: list[tuple[object, ...]] = []
    for name, values in taken.items():
        middle, low, high = median_interval([gap for gap, _, _ in values])
        lost, asked = sum(one[1] for one in values), sum(one[2] for one in values)
        print(
            f"{name:12} gap p50 {middle:.0f} ms [{low:.0f}, {high:.0f}], base {middle - base:+.0f} ms, frames lost {lost}, key frames asked {asked}, n={len(values)}"
        )
        rows.append(
            (name, len(values), f"{middle:.1f}", f"{low:.1f}", f"{high:.1f}", f"{middle - base:.1f}", lost, asked)
        )
    print(
        keep(
            "gaps",
            ("stretch", "n", "gap p50 ms", "low", "high", "over base ms", "frames lost", "key frames asked"),
            rows,
        )
    )


if __name__ == "__main__":
    main()
