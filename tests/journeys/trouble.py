"""What goes wrong in a call, done to a real one: for the test that it comes back, and for the figures of how soon.

Ada's browser reaches the service directly, Bo's through a relay that can be as bad as a network gets.
"""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Locator, Playwright, expect

from tests.journeys.person import Person
from tests.journeys.relay import Relay
from tests.journeys.service import Service
from tests.service import free_port

#: Chromium decodes 1 to 5 frames of rubbish from ciphertext; so many are pictures.
FRAMES = 8
#: Squares of the level, summed over seconds: a beep and more.
ENERGY = 1e-4
#: Pictures come 7 times a second and beeps once or twice; what came before such a pause was a rest of before the trouble.
PAUSE_SECONDS = 1.0
#: What was on its way when it broke is played to its end, which takes less.
LASTING_SECONDS = 1.2
TOLD_MS = 20_000
#: 5 s are promised, and measured by bench/resume.py; here many processes share the machine.
RESUMED_SECONDS = 12.0
POLL = 0.1

# The fewest tiles that ever were there since the page was asked to watch, and which of the sentences it showed.
WATCH = """sentences => { clearInterval(window.watching); const seen = window.watched = { tiles: 99, told: [] };
  window.watching = setInterval(() => { seen.tiles = Math.min(seen.tiles, document.querySelectorAll('.tile[data-identity]').length);
    for (const sentence of sentences) if (!seen.told.includes(sentence)
      && [...document.querySelectorAll('.across, .tile')].some(one => one.textContent.includes(sentence))) seen.told.push(sentence); }, 50); }"""


Row = dict[str, Any]
Rows = dict[str, Row]


@dataclass
class Watched:
    """What a page showed since it was asked to watch."""

    tiles: int
    told: list[str]


@dataclass
class Resumed:
    """Seconds from the end of the trouble (of what is no end: from its beginning) until all is as before."""

    pictures: float
    sound: float
    chat: float

    @property
    def all(self) -> float:
        return max(self.pictures, self.sound, self.chat)


@dataclass
class Call:
    """Two people who see and hear each other."""

    service: Service
    relay: Relay
    ada: Person
    bo: Person
    said: list[str] = field(default_factory=list[str])

    @classmethod
    @asynccontextmanager
    async def held(cls, playwright: Playwright, folder: Path) -> AsyncGenerator["Call"]:
        """Until the block ends."""
        ports = {
            "FOLKMOOT_ENGINE_PORT": str(free_port()),
            "FOLKMOOT_ENGINE_UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
        }
        service = Service(folder / "var", settings=ports)
        relay = Relay(service.port, int(ports["FOLKMOOT_ENGINE_UDP_PORT"]))
        async with contextlib.AsyncExitStack() as closing:
            await service.start()
            closing.push_async_callback(service.stop)
            await relay.start()
            closing.push_async_callback(relay.stop)
            ada = await Person.arrive(playwright, "Ada", colour="red", cameras=folder)
            closing.push_async_callback(ada.go)
            bo = await Person.arrive(
                playwright, "Bo", colour="green", cameras=folder, flags=relay.flags, scripts=(relay.script,)
            )
            closing.push_async_callback(bo.go)
            link = await ada.start_conversation(service.origin)
            await ada.enter()
            await bo.enter(link)
            for person in (ada, bo):
                await person.encrypted_for(2)
                await person.sees({"red", "green"})
            assert relay.packets > 0, "Bo's media goes past the relay"
            yield cls(service, relay, ada, bo)

    @property
    def people(self) -> tuple[Person, Person]:
        return self.ada, self.bo

    async def watch(self) -> None:
        for person in self.people:
            sentences = [person.words("room-dropped"), *(self.away(other, person) for other in self.people)]
            await person.page.evaluate(WATCH, sentences)

    async def watched(self, person: Person) -> Watched:
        return Watched(**await person.page.evaluate("window.watched"))

    def away(self, absent: Person, reader: Person) -> str:
        """What the tile of who is away says, with Fluent's marks that keep a name's direction to itself."""
        return reader.words("tile-reconnecting", name=f"\u2068{absent.name}\u2069")

    def dropped(self, person: Person) -> Locator:
        """The line that tells a person of their own connection."""
        return person.page.get_by_text(person.words("room-dropped"), exact=True)

    async def tells(self, *people: Person) -> None:
        """Waits until they read that their connection dropped."""
        for person in people:
            await expect(self.dropped(person)).to_be_visible(timeout=TOLD_MS)

    async def tells_of(self, absent: Person) -> None:
        """Waits until the other one reads on the tile of who is away that they are reconnecting."""
        other = self.ada if absent is self.bo else self.bo
        tile = other.page.locator('.tile[data-state="reconnecting"]')
        await expect(tile).to_contain_text(self.away(absent, other), timeout=TOLD_MS)

    async def all_is_told_well(self) -> None:
        """Nobody is told of a trouble that is over."""
        for person in self.people:
            await expect(self.dropped(person)).to_be_hidden(timeout=10_000)
            await expect(person.page.locator('.tile[data-state="here"]')).to_have_count(2, timeout=10_000)

    async def write(self, when: str) -> None:
        """Each one writes a line. Who knows already that there is no connection cannot send it."""
        for person in self.people:
            await self.say(person, f"{person.name} {when} {len(self.said)}")

    async def say(self, person: Person, text: str) -> None:
        draft = person.page.get_by_label(person.words("chat-label"), exact=True)
        await draft.fill(text)
        await draft.press("Enter")
        if await draft.input_value() == "":
            self.said.append(text)
        else:
            await draft.fill("")

    async def resumed(self, since: float) -> Resumed:
        """Waits until both see, hear and have read everything. `since` is of `time.monotonic`."""

        async def latest(waits: list[Coroutine[None, None, float]]) -> float:
            return max(await asyncio.gather(*waits)) - since

        pictures, sound, chat = await asyncio.gather(
            latest([self._flows(person, "video") for person in self.people]),
            latest([self._flows(person, "audio") for person in self.people]),
            latest([self._chat(person) for person in self.people]),
        )
        self.relay.bury()
        return Resumed(pictures, sound, chat)

    async def same_chat(self) -> None:
        """All lines once, in one order."""
        ada, bo = await self.ada.chat(), await self.bo.chat()
        assert ada == bo
        assert sorted(ada) == sorted(self.said)

    async def _flows(self, person: Person, kind: Literal["video", "audio"], seconds: float = 30.0) -> float:
        """When the first of it came that has not stopped since, and is enough of it for long enough."""
        counted, least, enough = ("decoded", 1, FRAMES) if kind == "video" else ("energy", ENERGY / 100, ENERGY)
        before, grown, first, last = await person.inbound(kind), 0.0, 0.0, 0.0
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            await asyncio.sleep(POLL)
            rows = await person.inbound(kind)
            came = sum(max(0, row[counted] - old[counted]) for old, row in _arriving(before, rows))
            before, now = rows, time.monotonic()
            if came >= least and now - last > PAUSE_SECONDS:
                first, grown = now, 0.0
            if came >= least:
                last, grown = now, grown + came
            if grown >= enough and now - first > LASTING_SECONDS:
                return first
        raise AssertionError(f"no {kind} for {person.name} after {seconds} s; {person.complaints[-5:]}")

    async def _chat(self, person: Person, seconds: float = 30.0) -> float:
        deadline = time.monotonic() + seconds
        shown: list[str] = []
        while time.monotonic() < deadline:
            shown = await person.chat()
            if sorted(shown) == sorted(self.said):
                return time.monotonic()
            await asyncio.sleep(POLL)
        raise AssertionError(f"{person.name} reads {shown}, not {self.said}")


def _arriving(before: Rows, now: Rows) -> list[tuple[Row, Row]]:
    """Tracks of which packets came: where none do, browsers go on for a while with sound of their own making."""
    nothing: Row = {"decoded": 0, "energy": 0.0, "packets": 0}
    pairs = [(before.get(track, nothing), row) for track, row in now.items()]
    return [(old, row) for old, row in pairs if row["packets"] > old["packets"]]


# -- troubles: each gives the moment from which on it should be over ---------------------------------------------------


async def server_killed(call: Call) -> float:
    """And started again by hand, or by what watches it."""
    assert call.service.process is not None
    # It has the lines, and has not looked at them: nobody can know what became of them.
    call.service.process.send_signal(signal.SIGSTOP)
    await call.write("to a server that is dying")
    await call.service.kill()
    await call.tells(*call.people)
    await call.service.start()
    return time.monotonic()


async def engine_killed(call: Call) -> float:
    """Our server starts another."""
    os.kill(call.service.engine_pid(), signal.SIGKILL)
    began = time.monotonic()
    await call.write("while the engine is down")
    return began


async def both_killed(call: Call) -> float:
    os.kill(call.service.engine_pid(), signal.SIGKILL)
    return await server_killed(call)


async def lossy(call: Call) -> float:
    """One packet in ten is lost, each way: it is a call all the time."""
    return await _in_weather(call, loss=0.1)


async def slow(call: Call) -> float:
    """300 ms each way: it is a call all the time."""
    return await _in_weather(call, delay=0.3)


async def _in_weather(call: Call, *, loss: float = 0.0, delay: float = 0.0) -> float:
    call.relay.loss, call.relay.delay = loss, delay
    await asyncio.sleep(3)
    await call.write("in bad weather")
    meanwhile = await call.resumed(time.monotonic())
    assert meanwhile.all < RESUMED_SECONDS, meanwhile
    await asyncio.sleep(2)
    call.relay.loss = call.relay.delay = 0.0
    return time.monotonic()


async def flapping(call: Call) -> float:
    """Two seconds of network, two seconds of none, for ten seconds."""
    for turn in range(5):
        if turn % 2 == 0:
            call.relay.cut()
            await call.write("as it flaps")
        else:
            call.relay.mend()
        await asyncio.sleep(2)
    call.relay.mend()
    return time.monotonic()


async def tunnel(call: Call) -> float:
    """Until everybody knows; then there is a network again."""
    call.relay.cut()
    await call.write("in the tunnel")
    await call.tells(call.bo)
    await call.tells_of(call.bo)
    await call.say(call.ada, "Ada to who is in the tunnel")
    call.relay.mend()
    return time.monotonic()


async def address_changed(call: Call) -> float:
    """Nothing that was open goes on, nothing says so; what is opened anew works at once."""
    call.relay.move()
    began = time.monotonic()
    await call.write("from a new address")
    return began


async def lid_closed(call: Call) -> float:
    """The machine stands still until everybody knows, and wakes up in another network."""
    asleep = await call.bo.processes()
    for pid in asleep:
        os.kill(pid, signal.SIGSTOP)
    try:
        await call.tells_of(call.bo)
        await call.say(call.ada, "Ada to who is asleep")
        call.relay.move()
    finally:
        for pid in asleep:
            os.kill(pid, signal.SIGCONT)
    return time.monotonic()


async def tab_killed(call: Call) -> float:
    """The browser's process for it, as when memory runs out; then the page is opened again and *Join* pressed."""
    gone, ada, bo = call.bo.page, call.ada, call.bo
    async with gone.expect_event("crash"):
        for pid in await bo.processes("renderer"):
            os.kill(pid, signal.SIGKILL)
    await call.tells_of(bo)
    await call.say(ada, "Ada while the tab is gone")
    address = gone.url
    await bo.open_page()
    await gone.close()
    began = time.monotonic()
    await bo.page.goto(address)
    await expect(bo.page.get_by_label(bo.words("lobby-name"), exact=True)).to_have_value(bo.name, timeout=TOLD_MS)
    await bo.press_join()
    await bo.in_room()
    return began


@dataclass(frozen=True)
class Break:
    """What breaks the call, and what is read of it."""

    #: Gives the moment from which on it should be over.
    happens: Callable[[Call], Awaitable[float]]
    #: Who reads that their own connection dropped.
    dropped: frozenset[str] = frozenset()
    #: Ada reads on Bo's tile that Bo is reconnecting.
    away: bool = False


BOTH, BO = frozenset({"Ada", "Bo"}), frozenset({"Bo"})
#: What lasts two seconds is over before anybody could read of it.
TROUBLES: dict[str, Break] = {
    "server": Break(server_killed, BOTH),
    "engine": Break(engine_killed, BOTH),
    "both": Break(both_killed, BOTH),
    "loss": Break(lossy),
    "delay": Break(slow),
    "flapping": Break(flapping),
    "tunnel": Break(tunnel, BO, away=True),
    "address": Break(address_changed, BO),
    "lid": Break(lid_closed, BO, away=True),
    "tab": Break(tab_killed, away=True),
}
