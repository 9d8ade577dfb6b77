"""Every state of lobby and room, drawn by the client's own components from made-up snapshots (client/test/gallery).

Here are states that a journey does not come to, or only for a moment. Each is examined by axe-core, nothing may
overflow, and a picture of each is kept as build output.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.journeys.axe import violations
from tests.pages.gallery import ROOT, hang, names, open_picture, wrong

pytestmark = [
    pytest.mark.beside,
    pytest.mark.journey,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(600),
]

PICTURES = Path(os.environ.get("FOLKMOOT_PICTURES", ROOT / "build" / "pictures"))

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2}
# Both sizes, both themes, both directions, each at least once with each of the others.
LOOKS = [
    ("desktop", DESKTOP, "light", "en"),
    ("phone", PHONE, "dark", "en"),
    ("desktop", DESKTOP, "dark", "ar"),
    ("phone", PHONE, "light", "ar"),
]


@pytest.mark.parametrize(
    ("size", "screen", "theme", "language"), LOOKS, ids=[f"{one[0]}-{one[2]}-{one[3]}" for one in LOOKS]
)
async def test_every_state_is_accessible(
    gallery: Path, browser: Browser, size: str, screen: dict[str, Any], theme: Any, language: str
) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    context = await browser.new_context(**screen, color_scheme=theme, reduced_motion="reduce")
    page = await hang(context, gallery)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    found: dict[str, list[Any]] = {}
    for name in await names(page):
        await open_picture(page, name, language)
        bad = [*await violations(page), *await wrong(page, "sticksOut", "tooSmall", "moves"), *complaints]
        complaints.clear()
        if bad:
            found[name] = bad
        await page.screenshot(path=PICTURES / f"{name}-{size}-{theme}-{language}.png")
    await context.close()
    assert found == {}
