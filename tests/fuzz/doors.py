"""What comes over a socket, against the running service: it answers or ends the connection, and nothing of ours fails.

A failure of ours is an error in the service's log, an answer of 500, or no end within `PATIENCE`.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web

from folkmoot.base.ids import encode_base64
from folkmoot.base.settings import Settings
from folkmoot.web.api.delivery import CLOSE_CODES
from tests import mls
from tests.meet.test_epochs import people_in
from tests.person import Closed, Person
from tests.service import Service, make_settings, running_service

PATIENCE = 10.0
ANSWER = 0.5
LINES = 16
UNLIMITED = 2**31
#: All that the engine is ever asked for by way of us.
ENGINE_PATHS = frozenset(["/rtc", "/rtc/v1", "/rtc/validate", "/rtc/v1/validate"])
# A close frame from a client (RFC 6455 section 5.5.1), masked with zeros.
CLOSE = b"\x88\x82\0\0\0\0\x03\xe8"
BLANK = b"\r\n"
UPGRADE = (
    b"Upgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n"
)

NAMED = {kind.code: code for kind, code in CLOSE_CODES.items()}

Try = Callable[[bytes], None]
Sends = Callable[[bytes], Coroutine[Any, Any, None]]


class Log:
    """What the service has said: of others' faults perhaps, of none of its own."""

    def __init__(self, settings: Settings) -> None:
        self._file = settings.data_dir.parent / "log"

    def check(self) -> None:
        """Raises `AssertionError` with what it said, and forgets what does not matter."""
        if not self._file.stat().st_size:
            return
        said = self._file.read_text()
        # It is written at its end, wherever that is.
        os.truncate(self._file, 0)
        for line in said.splitlines():
            assert json.loads(line)["level"] == "warning", said


class Recorder:
    """Stands where the engine would listen: takes what comes, says back what it is told, and keeps what was asked."""

    def __init__(self) -> None:
        self.paths: set[str] = set()

    @asynccontextmanager
    async def listening(self, port: int) -> AsyncGenerator[None]:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        try:
            yield
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.paths.add(request.raw_path.partition("?")[0])
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return web.Response(text="why")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                await socket.send_str(message.data)
            elif message.type is WSMsgType.BINARY:
                await socket.send_bytes(message.data)
        return socket


def settings_in(folder: Path) -> Settings:
    given = dict.fromkeys(("joins_per_minute", "rooms_per_hour", "frames_burst", "frames_per_second"), UNLIMITED)
    return make_settings(folder, log_level="error", room_log_mebibytes=1, **given)


@contextmanager
def _trying(make: Callable[[AsyncExitStack], Coroutine[Any, Any, tuple[Sends, Log]]]) -> Generator[Try]:
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        sends, log = runner.run(make(stack))

        async def send(data: bytes) -> None:
            async with asyncio.timeout(PATIENCE):
                await sends(data)
            log.check()

        try:
            yield lambda data: runner.run(send(data))
        finally:
            runner.run(stack.aclose())


async def _exchange(port: int, opening: bytes, rest: bytes | None) -> bytes:
    """Sends `opening`; when a WebSocket is open, `rest` and a close frame. Returns what came; if open, until its end.

    Without `rest`, nobody waits for an answer: the request may lack its end, for which the service waits too.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(opening)
        answer = b"" if rest is None else await _head(reader)
        if not answer or answer.startswith(b"HTTP/1.1 101 "):
            writer.write(b"" if rest is None else rest + CLOSE)
            # A length may promise more than comes, and the service would wait for it.
            writer.write_eof()
            answer += await reader.read()
    except asyncio.IncompleteReadError as ended:
        return ended.partial
    except ConnectionError:
        return b""
    else:
        return answer
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def _head(reader: asyncio.StreamReader) -> bytes:
    """Of an answer. Empty when none comes, since a request may promise more than it has."""
    try:
        async with asyncio.timeout(ANSWER):
            return await reader.readuntil(BLANK * 2)
    except TimeoutError:
        return b""


def _expect_answer(answer: bytes) -> None:
    if answer:
        status = int(answer.removeprefix(b"HTTP/1.1 ")[:3])
        assert 100 <= status < 500, answer[:500]


@contextmanager
def socket(folder: Path) -> Generator[Try]:
    """Bytes of a WebSocket to the delivery service, right behind the handshake: masks, fragments, lengths, texts."""

    async def make(stack: AsyncExitStack) -> tuple[Sends, Log]:
        service = await stack.enter_async_context(running_service(settings_in(folder)))
        (person,) = await people_in(service, 1)
        path = f"/api/v1/rooms/{person.link.room}/ws"
        await person.close()
        lines = [
            f"GET {path} HTTP/1.1",
            "Host: localhost",
            f"Origin: {service.origin}",
            "Sec-WebSocket-Protocol: folkmoot.v1",
        ]
        opening = BLANK.join([*(line.encode() for line in lines), UPGRADE, b""])

        async def send(data: bytes) -> None:
            answer = await _exchange(service.settings.port, opening, data)
            assert answer.startswith(b"HTTP/1.1 101 "), answer

        return send, Log(service.settings)

    with _trying(make) as attempt:
        yield attempt


@contextmanager
def room(folder: Path) -> Generator[Try]:
    """Each line is the text of a frame that a member of a room sends; `$` names what only this room can know."""

    async def make(stack: AsyncExitStack) -> tuple[Sends, Log]:
        service = await stack.enter_async_context(running_service(settings_in(folder)))
        (member,) = await people_in(service, 1)
        stack.push_async_callback(member.close)
        other = await Person(service, member.link).connect()
        await other.enter()
        stack.push_async_callback(other.close)

        async def send(data: bytes) -> None:
            for line in data.decode(errors="replace").split("\n")[:LINES]:
                if not member.is_open:
                    await (await member.connect()).enter()
                await say(member, _filled(line, member))
            await read_over(other)

        return send, Log(service.settings)

    with _trying(make) as attempt:
        yield attempt


def _filled(line: str, member: Person) -> str:
    room, epoch = member.link.room, member.epoch
    known = {"$EPOCH": str(epoch), "$COMMIT": encode_base64(mls.commit(room, epoch, tail=b"tail"))}
    known |= {"$INFO": encode_base64(mls.group_info(room, epoch + 1, tail=b"tail")), "$ME": member.identity}
    for name, value in known.items():
        line = line.replace(name, value)
    return line


async def say(person: Person, text: str) -> None:
    """One frame of who is connected, after which they go on or end with a name."""
    # The end may be that of an earlier frame.
    with contextlib.suppress(ConnectionError):
        await person.socket.send_str(text)
        await person.send({"t": "ping"})
    try:
        await person.expect("pong")
    except Closed as end:
        expect_named(end)
        await person.close()


def expect_named(end: Closed) -> None:
    """An end of docs/protocol.md section 3.6, or of who has left."""
    if end.error is None:
        assert end.code == 1000, "only who leaves is not told why"
    else:
        assert NAMED[end.error] == end.code


async def read_over(person: Person) -> None:
    """All that has come for who only listens; nobody waits for a slow reader."""
    person.entries.clear()
    await person.send({"t": "ping"})
    await person.expect("pong")
    person.entries.clear()


@contextmanager
def signalling(folder: Path) -> Generator[Try]:
    r"""The way to the engine: `target \n origin \n header \n bytes`, where an empty origin is the service's own.

    After `?` it is a request without a WebSocket, after `!` the bytes of a whole connection. The engine hears of four
    paths only.
    """

    async def make(stack: AsyncExitStack) -> tuple[Sends, Log]:
        service = await stack.enter_async_context(running_service(settings_in(folder)))
        recorder = Recorder()
        await stack.enter_async_context(recorder.listening(service.settings.engine_port))

        async def send(data: bytes) -> None:
            opening, rest = _request(data, service)
            _expect_answer(await _exchange(service.settings.port, opening, rest))
            assert recorder.paths <= ENGINE_PATHS, recorder.paths

        return send, Log(service.settings)

    with _trying(make) as attempt:
        yield attempt


def _request(data: bytes, service: Service) -> tuple[bytes, bytes | None]:
    kind, given = (data[:1], data[1:]) if data[:1] in (b"!", b"?") else (b"", data)
    if kind == b"!":
        return given, None
    target, origin, header, rest = (given.split(b"\n", 3) + [b""] * 3)[:4]
    lines = [
        b"GET /engine" + target + b" HTTP/1.1",
        b"Host: localhost",
        b"Origin: " + (origin or service.origin.encode()),
    ]
    lines += [header] if header else []
    return BLANK.join([*lines, b"" if kind else UPGRADE, b""]), rest


DOORS = {"socket": socket, "room": room, "signalling": signalling}
