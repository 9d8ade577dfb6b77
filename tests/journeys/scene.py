"""A room with people in it before a server that lies: what left in clear, what is shown, and what people read."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from playwright.async_api import expect

from tests.journeys.evil import EvilServer, spellings
from tests.journeys.holder import LinkHolder
from tests.journeys.outsider import link_parts
from tests.journeys.person import SCRIPT_TRANSFORM, Person
from tests.journeys.tap import Tap

#: Name -> colour of the camera, and the way that frames take in their browser: both ways are in every room.
CAST: dict[str, tuple[str, tuple[str, ...]]] = {
    "Ada Quetzal": ("red", ()),
    "Bo Quokka": ("green", (SCRIPT_TRANSFORM,)),
    "Carim Quoll": ("blue", ()),
}
#: How soon a fork has to be told: docs/protocol.md section 6, a heartbeat every 10 s.
GOSSIP_MS = 15_000


@dataclass
class Scene:
    """People in a room of `evil`, and a tap on its media."""

    evil: EvilServer
    link: str
    people: list[Person]
    tap: Tap
    said: list[str] = field(default_factory=list[str])

    async def say(self, person: Person, text: str) -> None:
        self.said.append(text)
        await person.say(text)

    async def stays_closed(self) -> None:
        """Nothing has left in clear, and nobody is shown anything but these people, their pictures and what they wrote."""
        sealed, clear = await self.tap.frames()
        assert sealed > 0, "control: the tap sees frames"
        assert clear == 0, f"{clear} of {sealed + clear} frames in clear"
        assert await self.tap.repeated() == 0
        canaries = [*(name.split()[1].encode() for name in CAST), *(text.encode() for text in self.said)]
        wire = b"\n".join(self.evil.seen)
        for canary in (*canaries, *spellings(link_parts(self.link)[1])):
            assert canary not in wire, canary
        for person in self.people:
            await self._shows_nothing_foreign(person)

    async def _shows_nothing_foreign(self, person: Person) -> None:
        own = person.words("tile-you", name=person.name)
        names = {own, *(other.name for other in self.people)}
        tiles = await person.page.locator('.tile[data-state="here"] .name bdi').all_inner_texts()
        shown = {plain(text) for text in tiles}
        assert shown <= names, (person.name, shown)
        assert set((await person.pictures()).values()) <= {other.colour for other in self.people}
        lines = await person.chat()
        assert set(lines) <= set(self.said), (person.name, lines)
        assert len(lines) == len(set(lines)), (person.name, lines)


Stage = Callable[..., Awaitable[Scene]]
Hold = Callable[[str], Awaitable[LinkHolder]]


async def reached(tap: Tap) -> None:
    """Waits until media reach the tap."""
    for _ in range(100):
        if (await tap.frames())[0] > 0:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("no media reach the tap")


def plain(text: str) -> str:
    """Without the marks that keep names in other scripts apart (Unicode's isolates)."""
    return text.translate({0x2068: None, 0x2069: None})


async def reads_failure(person: Person, code: str, within_ms: float = 20_000) -> None:
    box = person.page.locator(f"[data-failure={code}]")
    await expect(box).to_be_visible(timeout=within_ms)
    for word in (f"failure-{code}", f"failure-{code}-text"):
        await expect(box).to_contain_text(person.words(word))


async def reads_badge(person: Person, state: str, within_ms: float = 10_000, **given: int) -> None:
    badge = person.page.locator(f'.badge[data-state="{state}"]')
    await expect(badge).to_be_visible(timeout=within_ms)
    assert person.words(f"badge-{state}", **given) in plain(await badge.inner_text())


async def reads_dialog(person: Person, *words: str) -> None:
    dialog = person.page.get_by_role("dialog")
    for word in words:
        await expect(dialog).to_contain_text(person.words(word))
    # Whoever reads this is not heard or seen any more.
    await expect(person.page.locator(".tile[data-self] video")).to_have_count(0)


async def comes_again(person: Person) -> None:
    """Presses *Join again* where the call has ended, and goes in."""
    await person.button("left-again").click()
    await person.enter()
