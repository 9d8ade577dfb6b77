"""What goes wrong in a call, done to a real one: for the test that it comes back, and for the figures of how soon.

Ada's browser reaches the service directly, Bo's through a relay that can be as bad as a network gets.
"""

import asyncio
import contextlib
import os
import signal
import socket
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Locator, Playwright, expect

from tests.journeys.person import Person
from tests.journeys.relay import Relay
from tests.journeys.service import Service
from tests.service import free_port

#: Chromium decodes 1 to 5 frames of rubbish from ciphertext; so many are pictures.
FRAMES = 8
TOLD_MS = 20_000
POLL = 0.1

# The fewest tiles that ever were there since the page was asked to watch.
WATCH_TILES = """() => { clearInterval(window.tilesTimer); window.fewestTiles = 99;
  window.tilesTimer = setInterval(() => { window.fewestTiles = Math.min(window.fewestTiles, document.querySelectorAll('.tile[data-identity]').length); }, 50); }"""


@dataclass
class Resumed:
    """Seconds from the end of the trouble (of what is no end: from its beginning) until all is as before."""

    pictures: float
    chat: float


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

    async def watch_tiles(self) -> None:
        for person in self.people:
            await person.page.evaluate(WATCH_TILES)

    async def fewest_tiles(self) -> list[int]:
        return [int(await person.page.evaluate("window.fewestTiles")) for person in self.people]

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
        await expect(tile).to_contain_text(other.words("tile-reconnecting", name=absent.name), timeout=TOLD_MS)

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
        """Waits until both see pictures and have read everything. `since` is of `time.monotonic`."""
        pictures = asyncio.gather(*(self._pictures(person) for person in self.people))
        chat = asyncio.gather(*(self._chat(person) for person in self.people))
        return Resumed(max(await pictures) - since, max(await chat) - since)

    async def same_chat(self) -> None:
        """All lines once, in one order."""
        ada, bo = await self.ada.chat(), await self.bo.chat()
        assert ada == bo
        assert sorted(ada) == sorted(self.said)

    async def _pictures(self, person: Person, seconds: float = 30.0) -> float:
        """When the first of the frames came that are enough of them."""
        base, first = await person.inbound("video"), 0.0
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            now = await person.inbound("video")
            grown = sum(
                max(0, row["decoded"] - base.get(track, {"decoded": 0})["decoded"]) for track, row in now.items()
            )
            if grown and not first:
                first = time.monotonic()
            if grown >= FRAMES:
                return first
            await asyncio.sleep(POLL)
        raise AssertionError(f"{person.name} sees nothing after {seconds} s; {person.complaints[-5:]}")

    async def _chat(self, person: Person, seconds: float = 30.0) -> float:
        deadline = time.monotonic() + seconds
        shown: list[str] = []
        while time.monotonic() < deadline:
            shown = await person.chat()
            if sorted(shown) == sorted(self.said):
                return time.monotonic()
            await asyncio.sleep(POLL)
        raise AssertionError(f"{person.name} reads {shown}, not {self.said}")


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
    await call.tells(*call.people)
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
    assert max(meanwhile.pictures, meanwhile.chat) < 5, meanwhile
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
    call.relay.mend()
    return time.monotonic()


async def address_changed(call: Call) -> float:
    """Nothing that was open goes on, nothing says so; what is opened anew works at once."""
    call.relay.move()
    began = time.monotonic()
    await call.write("from a new address")
    return began


async def tab_killed(call: Call) -> float:
    """The browser's process for it, as when memory runs out; then the page is opened again and *Join* pressed."""
    page = call.bo.page
    address = page.url
    crashed = asyncio.get_running_loop().create_future()
    page.once("crash", lambda _: crashed.set_result(None))
    crash = asyncio.ensure_future(page.goto("chrome://crash"))
    await crashed
    crash.cancel()
    with contextlib.suppress(asyncio.CancelledError, PlaywrightError):
        await crash
    await call.tells_of(call.bo)
    await call.say(call.ada, "Ada while the tab is gone")
    call.bo.page = await call.bo.context.new_page()
    await page.close()
    began = time.monotonic()
    await call.bo.page.goto(address)
    if not await call.bo.page.locator(".room").is_visible():
        await call.bo.enter()
    return began


TROUBLES: dict[str, Callable[[Call], Awaitable[float]]] = {
    "server": server_killed,
    "engine": engine_killed,
    "both": both_killed,
    "loss": lossy,
    "delay": slow,
    "flapping": flapping,
    "tunnel": tunnel,
    "address": address_changed,
    "tab": tab_killed,
}
