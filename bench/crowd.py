"""Many people with a WebSocket each, in a process of their own: what their browsers do towards the delivery service.

Each says a real hello and comes in by a commit, with a GroupInfo of the length that a group of that size has (bench/results/mls_sizes.csv);
then every one has a heartbeat every 10 s and a ping after 2.5 s of silence, as docs/protocol.md has it. What is measured are messages
beside that, sent at random moments whether or not the service keeps up, and timed from the moment at which each was due.

bench.delivery starts it: first line in, `Place`; then a `Phase` a line. A line out for each.
"""

import asyncio
import contextlib
import os
import random
import struct
import sys
import time
from abc import ABC, abstractmethod
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import AsyncGenerator, Coroutine
from pathlib import Path

import aiohttp
import msgspec

from tests import mls
from tests.person import Link, Person
from tests.service import Service, make_settings

HEARTBEAT_SECONDS = 10.0
SILENCE_SECONDS = 2.5
SWEEP_SECONDS = 0.25
#: Frame head, the smallest size class, tag (docs/protocol.md section 6).
BODY_BYTES = 17 + 256 + 16
GROUP_INFO_BYTES_A_MEMBER = 272
COMMIT_BYTES = 700
JOINS_AT_ONCE = 24
LEAD_SECONDS = 2.0
DRAIN_SECONDS = 20.0
DRAIN_STEP_SECONDS = 0.05
STAMP = struct.Struct("<Q")


class Place(msgspec.Struct):
    """Where they go: the address of a service, how many rooms, how many people in each."""

    kind: str
    port: int
    rooms: int
    people: int
    folder: str


class Joined(msgspec.Struct):
    """How that went."""

    people: int
    seconds: float


class Phase(msgspec.Struct):
    """Messages a second, of all together, for so long."""

    rate: float
    seconds: float


class Heard(msgspec.Struct):
    """What came of a phase. Latencies are in microseconds, of every message at every receiver."""

    seconds: float
    sent: int
    accepted: int
    expected: int
    signals: int
    refused: int
    broken: int
    latencies: list[int]


class Tally:
    """What all lines of the process count into."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.latencies: list[int] = []

    def message(self, body: bytes) -> None:
        (due,) = STAMP.unpack_from(body)
        self.latencies.append((time.monotonic_ns() - due) // 1000)


class Line(ABC):
    """One person's connection."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally
        self.heard_at = time.monotonic()
        self._reading: asyncio.Task[None] | None = None

    @property
    @abstractmethod
    def socket(self) -> aiohttp.ClientWebSocketResponse: ...

    @abstractmethod
    async def message(self, body: bytes) -> None: ...

    @abstractmethod
    async def signal(self, body: bytes) -> None: ...

    @abstractmethod
    async def ping(self) -> None: ...

    @abstractmethod
    def take(self, text: str) -> None: ...

    @staticmethod
    async def attempt(sending: Coroutine[None, None, None]) -> None:
        """What goes to a line that broke is missing, and counted so; whoever reads it counts the break."""
        with contextlib.suppress(ConnectionError):
            await sending

    def read(self) -> None:
        """From here on whatever comes is counted; the server's own pings are answered on the way."""
        self._reading = asyncio.create_task(self._read())

    async def close(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        await self.socket.close()

    async def _read(self) -> None:
        while True:
            try:
                came = await self.socket.receive()
            except ConnectionError:
                # It answers the server's pings by itself, also on a line that is just closing.
                self._tally.counts["broken"] += 1
                return
            if came.type is not aiohttp.WSMsgType.TEXT:
                self._tally.counts["broken"] += 1
                return
            self.heard_at = time.monotonic()
            self.take(came.data)


class Frame(msgspec.Struct):
    """The fields that are looked at, of any frame of the delivery service."""

    t: str
    kind: str = ""
    epoch: int | None = None
    body: bytes = b""


class Member(Line):
    """Somebody in a room of ours."""

    def __init__(self, tally: Tally, person: Person) -> None:
        super().__init__(tally)
        self._person = person
        self._epoch = person.epoch
        self._decoder = msgspec.json.Decoder(Frame)

    @property
    def socket(self) -> aiohttp.ClientWebSocketResponse:
        return self._person.socket

    @classmethod
    async def enter(cls, tally: Tally, service: Service, link: Link, *, first: bool, size: int) -> "Member":
        """`size`: of the group afterwards."""
        person = Person(service, link)
        if first:
            made = await person.make_room()
            assert made["status"] == 201, made
        await person.connect()
        epoch: int | None = person.welcome["epoch"]
        info = mls.group_info(
            link.room, 0 if epoch is None else epoch + 1, tail=os.urandom(GROUP_INFO_BYTES_A_MEMBER * size)
        )
        message = None if epoch is None else mls.commit(link.room, epoch, tail=os.urandom(COMMIT_BYTES))
        answer = await person.commit(epoch, message=message, info=info)
        assert answer["t"] == "committed", answer
        return cls(tally, person)

    async def message(self, body: bytes) -> None:
        await self._send("message", f'"id":"","epoch":{self._epoch}', body)

    async def signal(self, body: bytes) -> None:
        await self._send("signal", f'"to":null,"epoch":{self._epoch}', body)

    async def ping(self) -> None:
        await self.socket.send_str('{"t":"ping"}')

    def take(self, text: str) -> None:
        frame = self._decoder.decode(text)
        if frame.t == "entry" and frame.kind == "message":
            self._tally.message(frame.body)
        elif frame.t == "entry" and frame.kind == "commit" and frame.epoch is not None:
            self._epoch = frame.epoch + 1
        else:
            self._tally.counts[frame.t] += 1

    async def _send(self, kind: str, fields: str, body: bytes) -> None:
        await self.socket.send_str(f'{{"t":"{kind}",{fields},"body":"{b64encode(body).decode()}"}}')


class Bystander(Line):
    """Somebody in a room of the peer: a letter says what a frame is."""

    def __init__(self, tally: Tally, socket: aiohttp.ClientWebSocketResponse) -> None:
        super().__init__(tally)
        self._socket = socket

    @property
    def socket(self) -> aiohttp.ClientWebSocketResponse:
        return self._socket

    async def message(self, body: bytes) -> None:
        await self._socket.send_str("m" + b64encode(body).decode())

    async def signal(self, body: bytes) -> None:
        await self._socket.send_str("s" + b64encode(body).decode())

    async def ping(self) -> None:
        await self._socket.send_str("ping")

    def take(self, text: str) -> None:
        if text.startswith("m"):
            self._tally.message(b64decode(text[1:]))
        else:
            self._tally.counts["signal" if text.startswith("s") else text] += 1


class Crowd:
    """All of them."""

    def __init__(self, place: Place, session: aiohttp.ClientSession) -> None:
        self._place = place
        self._session = session
        self._tally = Tally()
        self._lines: list[Line] = []
        self._background: list[asyncio.Task[None]] = []
        # The same in every run.
        self._chance = random.Random(1)

    async def join(self) -> Joined:
        """Room by room, some rooms at once; within a room one after the other, as each commit needs the one before.

        Who is in has heartbeats and pings from then on: the service lets go of who is silent.
        """
        began = time.monotonic()
        self._background = [asyncio.create_task(self._heartbeats()), asyncio.create_task(self._pings())]
        at_once = asyncio.Semaphore(JOINS_AT_ONCE)
        settings = make_settings(Path(self._place.folder) / "crowd", port=self._place.port)
        service = Service(settings, self._session, asyncio.Event())

        async def fill(room: int) -> None:
            link = Link()
            for number in range(self._place.people):
                async with at_once:
                    line = await self._enter(service, link, room, number)
                line.read()
                self._lines.append(line)

        await asyncio.gather(*(fill(room) for room in range(self._place.rooms)))
        return Joined(len(self._lines), time.monotonic() - began)

    async def phase(self, asked: Phase) -> Heard:
        """Messages beside heartbeats and pings; what is late at the end may still come."""
        await asyncio.sleep(LEAD_SECONDS)
        self._tally.counts.clear()
        self._tally.latencies = []
        began = time.monotonic()
        sent = await self._messages(asked)
        seconds = time.monotonic() - began
        expected = sent * (self._place.people - 1)
        for _ in range(int(DRAIN_SECONDS / DRAIN_STEP_SECONDS)):
            if len(self._tally.latencies) >= expected:
                break
            await asyncio.sleep(DRAIN_STEP_SECONDS)
        counts = self._tally.counts
        refused = counts["refused"] + counts["error"]
        return Heard(
            seconds,
            sent,
            counts["accepted"],
            expected,
            counts["signal"],
            refused,
            counts["broken"],
            self._tally.latencies,
        )

    async def leave(self) -> None:
        """Nobody waits for an answer: the server is stopped next."""
        for task in self._background:
            task.cancel()
        for line in self._lines:
            with contextlib.suppress(OSError, aiohttp.ClientError):
                await line.close()

    async def _enter(self, service: Service, link: Link, room: int, number: int) -> Line:
        if self._place.kind == "folkmoot":
            return await Member.enter(self._tally, service, link, first=number == 0, size=number + 1)
        url = f"http://127.0.0.1:{self._place.port}/rooms/{room}"
        return Bystander(self._tally, await self._session.ws_connect(url, max_msg_size=0))

    async def _messages(self, asked: Phase) -> int:
        sent, end = 0, time.monotonic() + asked.seconds
        if asked.rate == 0:
            await asyncio.sleep(asked.seconds)
            return 0
        async for due in self._moments(asked.rate, end):
            line = self._chance.choice(self._lines)
            await line.attempt(line.message(STAMP.pack(due) + os.urandom(BODY_BYTES - STAMP.size)))
            sent += 1
        return sent

    async def _heartbeats(self) -> None:
        """One after the other, so that each has one in ten seconds, evenly over time."""
        due = time.monotonic()
        while True:
            order = self._lines[:]
            self._chance.shuffle(order)
            if not order:
                due += SWEEP_SECONDS
                await asyncio.sleep(SWEEP_SECONDS)
            for line in order:
                due += HEARTBEAT_SECONDS / len(order)
                if (early := due - time.monotonic()) > 0:
                    await asyncio.sleep(early)
                await line.attempt(line.signal(os.urandom(BODY_BYTES)))

    async def _pings(self) -> None:
        while True:
            now = time.monotonic()
            for line in self._lines[:]:
                if now - line.heard_at > SILENCE_SECONDS:
                    line.heard_at = now
                    await line.attempt(line.ping())
            await asyncio.sleep(SWEEP_SECONDS)

    async def _moments(self, rate: float, end: float) -> AsyncGenerator[int]:
        """Moments of a Poisson process, in ns of the monotonic clock; each is given when it has come, or late."""
        due = time.monotonic()
        while (due := due + self._chance.expovariate(rate)) < end:
            if (early := due - time.monotonic()) > 0:
                await asyncio.sleep(early)
            yield int(due * 1e9)


async def run() -> None:
    loop = asyncio.get_running_loop()
    encoder = msgspec.json.Encoder()

    def say(what: Joined | Heard) -> None:
        sys.stdout.buffer.write(encoder.encode(what) + b"\n")
        sys.stdout.buffer.flush()

    place = msgspec.json.decode(await loop.run_in_executor(None, sys.stdin.buffer.readline), type=Place)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        crowd = Crowd(place, session)
        say(await crowd.join())
        while asked := await loop.run_in_executor(None, sys.stdin.buffer.readline):
            say(await crowd.phase(msgspec.json.decode(asked, type=Phase)))
        await crowd.leave()


if __name__ == "__main__":
    asyncio.run(run())
