"""A bad network for one person: a relay in user space, because many kernels come without netem.

Everything between that person's browser and the service goes through it, TCP (pages, API, WebSockets) and UDP (media). It listens on
a loopback address of its own with the service's port numbers and goes on to the service from another loopback address, which is who the
service sees; `move` changes that one.
"""

import asyncio
import contextlib
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import cast

LOOPBACK = "127.0.0.1"
CHUNK = 64 * 1024
#: What TCP makes of a lost packet: nothing is lost, but what follows waits until it was sent again.
RETRANSMISSION = 0.25

# The browser is told that the media server is where we are, and tells nobody where it is itself: else the two would find a way past us.
BEND = """(() => { const proto = RTCPeerConnection.prototype, { addIceCandidate, setRemoteDescription, createOffer, createAnswer } = proto;
  const bend = text => text.replaceAll(' 127.0.0.1 MEDIA_PORT ', ' OUR_ADDRESS MEDIA_PORT ');
  const bare = made => ({ type: made.type, sdp: made.sdp.replace(/^a=candidate:.*\\r\\n/gm, '') });
  proto.addIceCandidate = function (one) { return addIceCandidate.call(this, one?.candidate ? { ...one.toJSON?.() ?? one, candidate: bend(one.candidate) } : one); };
  proto.setRemoteDescription = function (one) { return setRemoteDescription.call(this, { type: one.type, sdp: bend(one.sdp) }); };
  proto.createOffer = async function (...given) { return bare(await createOffer.apply(this, given)); };
  proto.createAnswer = async function (...given) { return bare(await createAnswer.apply(this, given)); };
  Object.defineProperty(proto, 'onicecandidate', { set() {}, get() { return null; } }); })()"""


@dataclass
class Relay:
    """Between `address` and the service at 127.0.0.1, on the same ports."""

    port: int
    media_port: int
    address: str = "127.0.0.2"
    #: The part of packets that is lost, each way.
    loss: float = 0.0
    #: Seconds that a packet takes, each way.
    delay: float = 0.0
    packets: int = 0
    _source: int = 3
    _open: asyncio.Event = field(default_factory=asyncio.Event)
    _chance: random.Random = field(default_factory=lambda: random.Random(1))
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    _ways: list["_Way"] = field(default_factory=list["_Way"])
    _server: asyncio.Server | None = None
    _front: "_Front | None" = None

    @property
    def flags(self) -> tuple[str, ...]:
        """For the browser: `localhost` is where we are. The last of two such switches counts."""
        return (f"--host-resolver-rules=MAP localhost {self.address} , MAP * ~NOTFOUND , EXCLUDE 127.0.0.*",)

    @property
    def script(self) -> str:
        """For its pages, before their own."""
        return BEND.replace("MEDIA_PORT", str(self.media_port)).replace("OUR_ADDRESS", self.address)

    @property
    def source(self) -> str:
        """Who the service sees."""
        return f"127.0.0.{self._source}"

    async def start(self) -> None:
        self._open.set()
        self._server = await asyncio.start_server(self._accept, self.address, self.port)
        loop = asyncio.get_running_loop()
        _, self._front = await loop.create_datagram_endpoint(
            lambda: _Front(self), local_addr=(self.address, self.media_port)
        )

    async def stop(self) -> None:
        self.mend()
        if self._server is not None:
            self._server.close()
        if self._front is not None:
            self._front.close()
        for way in self._ways:
            way.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        # Transports close in the loop's next rounds.
        await asyncio.sleep(0.05)

    # -- weather -------------------------------------------------------------------------------------------------------

    def cut(self) -> None:
        """A tunnel: nothing passes, and nobody is told."""
        self._open.clear()

    def mend(self) -> None:
        self._open.set()

    def move(self) -> None:
        """From Wi-Fi to mobile: what was sent from the old address has no answer any more, and nobody is told that either."""
        self._source += 1
        for way in self._ways:
            way.dead = True
        if self._front is not None:
            self._front.forget()

    def bury(self) -> None:
        """What was open at an old address ends at last, as systems see to sooner or later: else the browser would go on using it."""
        for way in self._ways:
            if way.dead:
                way.close()

    @property
    def is_cut(self) -> bool:
        return not self._open.is_set()

    def loses(self) -> bool:
        """Whether this packet is one of those."""
        return self._chance.random() < self.loss

    async def passage(self) -> None:
        """Waits while nothing passes."""
        await self._open.wait()

    # -- TCP -----------------------------------------------------------------------------------------------------------

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        way = _Way(writer)
        self._ways.append(way)
        await self.passage()
        try:
            inner_reader, inner = await asyncio.open_connection(LOOPBACK, self.port, local_addr=(self.source, 0))
        except OSError:
            # The service is down: refused, as far as a relay can.
            way.end()
            return
        way.inner = inner
        self._spawn(self._pump(way, reader, inner))
        self._spawn(self._pump(way, inner_reader, writer))

    async def _pump(self, way: "_Way", reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One direction: each piece leaves in its order, not before its time, and not while nothing passes."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=256)
        writing = asyncio.create_task(self._write(way, pieces, writer))
        due = 0.0
        try:
            while data := await reader.read(CHUNK):
                late = RETRANSMISSION + 2 * self.delay if self.loses() else 0.0
                due = max(due, loop.time() + self.delay + late)
                await pieces.put((due, data))
            await pieces.put((due, b""))
            await writing
        except OSError:
            # Broken at one end: so it is at the other, once that can be told.
            await self.passage()
            if not way.dead:
                way.end()
        finally:
            writing.cancel()

    async def _write(
        self, way: "_Way", pieces: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due, data = await pieces.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            await self.passage()
            if way.dead:
                # Neither end hears of the other again.
                await asyncio.Event().wait()
            if not data:
                way.end()
                return
            writer.write(data)
            with contextlib.suppress(OSError):
                await writer.drain()


@dataclass(eq=False)
class _Way:
    """One TCP connection through us."""

    outer: asyncio.StreamWriter
    inner: asyncio.StreamWriter | None = None
    dead: bool = False

    def end(self) -> None:
        """Ends both halves, with what has been written still on its way."""
        for writer in (self.outer, self.inner):
            if writer is not None:
                writer.close()

    def close(self) -> None:
        for writer in (self.outer, self.inner):
            if writer is not None:
                writer.transport.abort()


class _Front(asyncio.DatagramProtocol):
    """The side of the browser; behind it one socket for each of the browser's own."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._transport: asyncio.DatagramTransport | None = None
        self._backs: dict[tuple[str, int], asyncio.Future[asyncio.DatagramTransport]] = {}
        self._gone: set[tuple[str, int]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        if addr in self._gone:
            return
        back = self._backs.get(addr)
        if back is None:
            back = self._backs[addr] = asyncio.ensure_future(self._connect(addr))
        self.later(data, back)

    def later(self, data: bytes, back: "asyncio.Future[asyncio.DatagramTransport]") -> None:
        """On to the service."""
        self._pass(lambda: back.add_done_callback(lambda done: _send(done, data)))

    def home(self, data: bytes, addr: tuple[str, int]) -> None:
        """To the browser."""
        self._pass(lambda: None if self._transport is None else self._transport.sendto(data, addr))

    def forget(self) -> None:
        """The sockets of the old address are closed, and what the browser sends from those of its own goes nowhere; new ones pass."""
        backs, self._backs = self._backs, {}
        self._gone.update(backs)
        for back in backs.values():
            back.add_done_callback(lambda done: None if done.cancelled() else done.result().abort())

    def close(self) -> None:
        self.forget()
        if self._transport is not None:
            self._transport.abort()

    async def _connect(self, addr: tuple[str, int]) -> asyncio.DatagramTransport:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Back(self, addr),
            local_addr=(self._relay.source, 0),
            remote_addr=(LOOPBACK, self._relay.media_port),
        )
        return transport

    def _pass(self, send: Callable[[], object]) -> None:
        relay = self._relay
        if relay.is_cut or relay.loses():
            return
        relay.packets += 1
        if relay.delay:
            asyncio.get_running_loop().call_later(relay.delay, send)
        else:
            send()


class _Back(asyncio.DatagramProtocol):
    """The side of the service."""

    def __init__(self, front: _Front, addr: tuple[str, int]) -> None:
        self._front = front
        self._addr = addr

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        del addr  # the one that we are connected to
        self._front.home(data, self._addr)

    def error_received(self, exc: Exception) -> None:
        """Nobody listens there just now: the engine is being started."""


def _send(done: "asyncio.Future[asyncio.DatagramTransport]", data: bytes) -> None:
    if not done.cancelled() and not done.result().is_closing():
        done.result().sendto(data)
