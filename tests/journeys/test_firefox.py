"""A real Firefox: frames by script transforms, keys by its own WebCrypto, beside a Chromium in the same room."""

import asyncio
import contextlib
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.journeys.camera import nearest
from tests.journeys.conftest import Arrive
from tests.journeys.evil import EvilServer
from tests.journeys.firefox import Firefox
from tests.journeys.scene import reached
from tests.journeys.tap import Tap
from tests.journeys.test_journey import FRAMES_IN_3_S

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]


async def test_firefox_and_chromium_share_a_room_and_a_false_name_ends_it(
    evil: EvilServer, arrive: Arrive, watching: Browser, closing: contextlib.AsyncExitStack, tmp_path: Path
) -> None:
    fox = await Firefox.start(tmp_path / "profile")
    closing.push_async_callback(fox.go)
    ada = await arrive("Ada", colour="red")
    link = await ada.start_conversation(evil.origin)
    await ada.enter()
    tap = await Tap.open(watching, evil.service.origin, link, page_origin=evil.origin)
    closing.push_async_callback(tap.close)
    await fox.enter(link, "Reineke")
    await ada.encrypted_for(2)
    assert ada.words("badge-on", people=2) in await fox.text_of(".badge")
    # Each decodes the other.
    identity = await ada.identity()
    for _ in range(100):
        red, green, blue = map(int, (await fox.pictures()).get(identity, [0, 0, 0]))
        if nearest((red, green, blue)) == "red":
            break
        await asyncio.sleep(0.2)
    else:
        raise AssertionError(f"Firefox shows {await fox.pictures()}")
    before = await fox.decoded()
    grown, _ = await ada.growth(3)
    assert max(grown.values()) >= FRAMES_IN_3_S, grown
    assert await fox.decoded() - before >= FRAMES_IN_3_S
    await ada.say("hello, fox")
    await fox.until("() => [...document.querySelectorAll('[data-text]')].some(one => one.innerText === 'hello, fox')")
    # Who has no keys is named, and gets ciphertext.
    assert ada.words("tile-outside") in await fox.text_of('.tile[data-state="not_in_group"]')
    await reached(tap)
    sealed, clear = await tap.frames()
    assert clear == 0, f"{clear} of {sealed + clear} frames in clear"
    # Row 2 of the table: LiveKit would publish again under the new name, with no cryptor.
    evil.rename_self = "evil-identity-0000000y"
    await evil.force_full_reconnect()
    said = await fox.text_of("[data-failure=e2e_identity_changed]")
    assert ada.words("failure-e2e_identity_changed-text") in said
    await expect(ada.page.locator("[data-failure=e2e_identity_changed]")).to_be_visible(timeout=20_000)
    await asyncio.sleep(2)
    sealed, clear = await tap.frames()
    assert sealed > 0
    assert clear == 0, f"{clear} frames in clear"
