"""Little room: nothing overflows with every word 40% longer, and at 400% all is there and can be pressed."""

from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.pages.gallery import DISTINCT, hang, open_picture, wrong

pytestmark = [
    pytest.mark.beside,
    pytest.mark.journey,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(600),
]

COVERED = '<div style="position:fixed;inset:0;z-index:9"></div><button>Under it</button>'
CUT = '<p style="height:1rem;overflow:hidden">Cut<br>off</p>'
SIDEWAYS = '<p style="width:9rem;overflow:auto;white-space:nowrap">Nowhere to break it</p>'
# The least width that WCAG 2.2 asks for (1.4.10), a small phone, a desktop.
TIGHT = [(320, 640), (360, 740), (1280, 800)]
# A desktop enlarged to 400%: 1280 by 800 and 1280 by 1024.
ENLARGED = [(320, 200), (320, 256)]


@pytest.mark.parametrize(("width", "height"), TIGHT)
async def test_nothing_overflows_with_longer_words(gallery: Path, browser: Browser, width: int, height: int) -> None:
    context = await browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = await hang(context, gallery)
    found: dict[str, list[str]] = {}
    for language in ("en", "ar"):
        for name in DISTINCT:
            await open_picture(page, name, language, long=True)
            bad = await wrong(page, "sticksOut")
            if bad:
                found[f"{name}-{language}"] = bad
    await context.close()
    assert found == {}


async def test_nothing_is_lost_at_400_percent(gallery: Path, browser: Browser) -> None:
    """All is there, large enough to be pressed, and reached by scrolling one way only."""
    width, height = ENLARGED[0]
    context = await browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    page = await hang(context, gallery)
    found: dict[str, list[str]] = {}
    for language in ("en", "ar"):
        for name in [*DISTINCT, "room-share-large"]:
            await open_picture(page, name, language)
            for width, height in ENLARGED:
                await page.set_viewport_size({"width": width, "height": height})
                bad = await wrong(page, "sticksOut", "tooSmall", "lost")
                if bad:
                    found[f"{name}-{language}-{height}"] = bad
    # The control: what lies under something else, is cut, or is to be scrolled sideways is found.
    await page.evaluate("html => { document.body.innerHTML = html; }", COVERED + CUT + SIDEWAYS)
    assert len(await wrong(page, "lost")) == 3
    await context.close()
    assert found == {}
