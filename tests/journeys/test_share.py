"""A screen is shared: seen, pinned, made large, left out in sound only, ended; and closed to everybody without the keys.

What is shared is another tab of one colour, so that a decoded picture tells what it is.
"""

import asyncio
from typing import Any

import pytest
from livekit.protocol.models import Encryption
from playwright.async_api import Page, expect

from tests.journeys.camera import nearest
from tests.journeys.conftest import Arrive, Intrude
from tests.journeys.evil import EvilServer
from tests.journeys.person import Person
from tests.journeys.service import Service
from tests.journeys.test_closed_room import WAYS, meet

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(300)]

TITLE = "Slides to be shared"
COLOUR = "magenta"
# A name as it stands in a sentence: isolated from the direction of the words around it.
BO = "\u2068Bo\u2069"
# The bar moves, so that there is a new picture all the time, as with a pointer or a cursor.
SLIDES = f"""<!doctype html><meta charset="utf-8"><title>{TITLE}</title>
<body style="margin:0;background:#ff00ff"><div id="bar" style="position:fixed;bottom:0;width:40px;height:20px;background:#000"></div></body>"""
MOVE = """() => { let at = 0; setInterval(() => { document.getElementById('bar').style.left = `${at = (at + 20) % 600}px` }, 100) }"""

# Mean colour of what stands large, or null when there is no picture.
LARGE = """() => { const video = document.querySelector('.screen video');
  if (!video || !video.videoWidth) return null;
  const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
  const pen = canvas.getContext('2d'), w = video.videoWidth, h = video.videoHeight;
  pen.drawImage(video, w * .3, h * .2, w * .4, h * .4, 0, 0, 8, 8);
  const data = pen.getImageData(0, 0, 8, 8).data; const sum = [0, 0, 0];
  for (let i = 0; i < data.length; i += 4) for (let c = 0; c < 3; c++) sum[c] += data[i + c] / 64;
  return sum; }"""


async def large(person: Person) -> str | None:
    """Colour of the picture that stands large."""
    seen: list[float] | None = await person.page.evaluate(LARGE)
    return None if seen is None else nearest((int(seen[0]), int(seen[1]), int(seen[2])))


async def sees_large(person: Person, colour: str, seconds: float = 20.0) -> None:
    shown: str | None = None
    for _ in range(int(seconds * 5)):
        shown = await large(person)
        if shown == colour:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"{person.name} sees {shown} large, not {colour}; {person.complaints[-5:]}")


async def packets(person: Person) -> int:
    """Of pictures, received so far."""
    return sum(int(row["packets"]) for row in (await person.inbound("video")).values())


async def arrive_with_slides(arrive: Arrive, name: str, **given: Any) -> Person:
    """Somebody who has another tab open, which the browser takes when it is asked for something to share."""
    person = await arrive(name, flags=(f"--auto-select-tab-capture-source-by-title={TITLE}",), shares=True, **given)
    slides: Page = await person.context.new_page()
    await slides.set_content(SLIDES)
    await slides.evaluate(MOVE)
    await person.page.bring_to_front()
    return person


async def share(person: Person) -> None:
    await person.page.locator("[data-control=share]").click()
    await expect(person.page.locator("[data-control=share-stop]")).to_be_visible(timeout=30_000)


async def test_screen_is_shared_pinned_left_out_and_stopped(service: Service, arrive: Arrive) -> None:
    ada = await arrive("Ada", colour="red")
    bo = await arrive_with_slides(arrive, "Bo", colour="green")
    link = await meet([ada, bo], service.origin)
    for person in (ada, bo):
        await person.sees({"red", "green"})

    # The screen takes the stage, the cameras go to the strip; who shares is told in words.
    await share(bo)
    await expect(ada.page.locator(".toast").get_by_text(ada.words("share-begun", name=BO))).to_be_visible(
        timeout=20_000
    )
    await sees_large(ada, COLOUR)
    await expect(ada.page.get_by_role("heading", name=ada.words("share-shows", name=BO))).to_be_visible()
    await expect(bo.page.get_by_text(bo.words("share-own"))).to_be_visible()
    assert await bo.page.locator(".screen").count() == 0, "one's own screen is not shown to oneself"
    await ada.sees({"red", "green"})

    # Who comes later sees it too: the sender makes a key frame of the screen when one is asked for.
    carim = await arrive("Carim", colour="blue")
    await carim.enter(link)
    await carim.encrypted_for(3)
    await sees_large(carim, COLOUR)
    await sees_large(ada, COLOUR)

    # A pin is one's own choice, and stays.
    tile = ada.page.locator(f'.tile[data-identity="{await bo.identity()}"]')
    await tile.locator("[data-control=pin]").click()
    await sees_large(ada, "green")
    assert await large(carim) == COLOUR
    await ada.page.locator("[data-control=unpin]").click()
    await sees_large(ada, COLOUR)

    # Large, and back.
    await ada.page.locator("[data-control=large]").click()
    await expect(ada.page.locator(".shown.large")).to_be_visible()
    await ada.page.locator("[data-control=large]").click()
    await expect(ada.page.locator(".shown.large")).to_have_count(0)
    await sees_large(ada, COLOUR)

    # Sound only: no picture is sent to Ada, and none by her; the sound goes on.
    await ada.page.locator("[data-control=sound-only]").click()
    await expect(ada.page.locator(".rows [data-identity]")).to_have_count(3)
    await expect(ada.page.get_by_text(ada.words("share-unseen"))).to_be_visible()
    await asyncio.sleep(1.5)
    before = await packets(ada)
    _, energy = await ada.growth(3.0)
    assert await packets(ada) - before == 0, "pictures still come"
    assert [one for one in energy.values() if one > 1e-4], "the sound has stopped"
    await carim.sees({"green", "blue"})
    await ada.page.locator("[data-control=pictures]").click()
    await sees_large(ada, COLOUR)

    await bo.page.locator("[data-control=share-stop]").click()
    for person in (ada, carim):
        await expect(person.page.locator(".screen")).to_have_count(0, timeout=10_000)
        await person.sees({"green", "blue"})
    await share(bo)
    await sees_large(ada, COLOUR)
    for person in (ada, bo, carim):
        assert not [line for line in person.complaints if line.startswith("error")], person.complaints


@pytest.mark.parametrize("scripts", WAYS)
async def test_keyless_observer_decodes_nothing_of_a_screen(
    evil: EvilServer, arrive: Arrive, intrude: Intrude, scripts: tuple[str, ...]
) -> None:
    ada = await arrive("Ada", colour="red", scripts=scripts)
    bo = await arrive_with_slides(arrive, "Bo", colour="green", scripts=scripts)
    link = await meet([ada, bo], evil.origin)
    await share(bo)
    await sees_large(ada, COLOUR)
    observer = await intrude(link)
    await asyncio.sleep(2)
    before, arrived = await observer.decoded(), await observer.received()
    await asyncio.sleep(3)
    assert await observer.received() - arrived > 50, "the control: ciphertext does reach the observer"
    assert await observer.decoded() - before < 12, "three tracks of which a few garbage frames each"


@pytest.mark.parametrize("scripts", WAYS)
@pytest.mark.parametrize("declared", [Encryption.NONE, "no codec"])
async def test_plaintext_screen_under_a_members_name_is_not_shown(
    evil: EvilServer, arrive: Arrive, intrude: Intrude, scripts: tuple[str, ...], declared: int | str
) -> None:
    """As with a camera: the SFU gives a member's name to somebody who sends a screen in clear, and lies about the track."""
    ada = await arrive("Ada", colour="red", scripts=scripts)
    bo = await arrive("Bo", colour="green", scripts=scripts)
    link = await meet([ada, bo], evil.origin)
    for person in (ada, bo):
        await person.sees({"red", "green"})
    name, own = await bo.identity(), await ada.identity()
    if declared == "no codec":
        evil.no_mime = True
    else:
        evil.declare = int(declared)
    evil.rename = lambda identity: identity if identity == own else name
    await intrude(link, publish="#ffff00", source="screen_share")
    for _ in range(25):
        assert await large(ada) is None, "plaintext is shown"
        await asyncio.sleep(0.2)


@pytest.mark.parametrize("scripts", WAYS)
async def test_screen_of_who_is_renamed_does_not_leave_in_clear(
    evil: EvilServer, arrive: Arrive, intrude: Intrude, scripts: tuple[str, ...]
) -> None:
    bo = await arrive_with_slides(arrive, "Bo", colour="green", scripts=scripts)
    link = await bo.start_conversation(evil.origin)
    await bo.enter()
    await bo.encrypted_for(1)
    await share(bo)
    observer = await intrude(link)
    await asyncio.sleep(2)
    evil.rename_self = "evil-identity-0000000y"
    before = await observer.decoded()
    await evil.force_full_reconnect()
    await expect(bo.page.locator("[data-failure=e2e_identity_changed]")).to_be_visible(timeout=20_000)
    await asyncio.sleep(4)
    assert evil.renamed >= 1, "the lie was told"
    assert await observer.decoded() - before < 12
