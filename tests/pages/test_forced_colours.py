"""In the colours of a person's own system grounds and shadows are gone: what they tell is told by a line or a word."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.journeys.axe import violations
from tests.pages.gallery import hang, open_picture, wrong

pytestmark = [
    pytest.mark.beside,
    pytest.mark.journey,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(300),
]

# Each line and each state that is told by one stands in some of these; on light grounds the colours are others.
STATES = {
    "dark": ["lobby", "lobby-old-browser", "room-tiles", "room-moderating", "room-share-large", "room-chat", "left"],
    "light": ["lobby", "room-tiles", "left"],
}
UNSEEN = '<button style="border:0">No line</button><button style="outline:0 solid">No ring</button>'


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_everything_is_told_without_colours_of_ours(gallery: Path, browser: Browser, theme: Any) -> None:
    screen: Any = {"viewport": {"width": 1280, "height": 800}}
    context = await browser.new_context(**screen, color_scheme=theme, forced_colors="active")
    page = await hang(context, gallery)
    found: dict[str, list[Any]] = {}
    for name in STATES[theme]:
        await open_picture(page, name, "en")
        # From here on the focus is one of the keyboard, which is shown.
        await page.keyboard.press("Tab")
        # The contrast is the system's: the browser tells the colour that we asked for, not the one that it draws.
        axe = [one for one in await violations(page) if one["id"] != "color-contrast"]
        bad = [*axe, *await wrong(page, "unseen")]
        if bad:
            found[name] = bad
    # The controls: for who asked for no less motion something moves, and what has no line or no ring is found.
    assert await wrong(page, "moves") != []
    await page.evaluate("html => { document.body.innerHTML = html; }", UNSEEN)
    assert len(await wrong(page, "unseen")) == 2
    await context.close()
    assert found == {}
