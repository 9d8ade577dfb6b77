"""The delivery WebSocket (docs/protocol.md section 3): the handshake, the two directions, the end."""

import asyncio
import contextlib
from typing import Any

from litestar import WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath

from folkmoot.base.clock import random_bytes
from folkmoot.base.errors import FolkmootError, InvalidRequestError, RateLimitedError, TooLargeError
from folkmoot.base.ids import RoomId
from folkmoot.base.log import logger
from folkmoot.meet import frames
from folkmoot.meet.attendance import Attendance
from folkmoot.meet.bucket import Bucket
from folkmoot.meet.errors import (
    BadFrameError,
    RemovedError,
    ReplacedError,
    ResumeGoneError,
    RoomEndedError,
    RoomUnknownError,
    SlowReaderError,
    WrongLinkError,
)
from folkmoot.meet.hello import NONCE_BYTES
from folkmoot.meet.links import FIRST_VERSION
from folkmoot.meet.outbox import Outbox
from folkmoot.web.security import is_own_page
from folkmoot.web.state import Parts, parts_of

SUBPROTOCOL = "folkmoot.v1"
HELLO_SECONDS = 10.0
# How long a client that is told of its end may take to read so.
FAREWELL_SECONDS = 5.0
# Docs/protocol.md section 3.6.
CLOSE_CODES: dict[type[FolkmootError], int] = {
    BadFrameError: 4400,
    InvalidRequestError: 4400,
    WrongLinkError: 4401,
    RemovedError: 4403,
    RoomUnknownError: 4404,
    ReplacedError: 4409,
    ResumeGoneError: 4410,
    RoomEndedError: 4411,
    TooLargeError: 4413,
    RateLimitedError: 4429,
    SlowReaderError: 4430,
}
NORMAL, BROKEN, INTERNAL = 1000, 1006, 1011

_log = logger("web.delivery")


@websocket("/api/v1/rooms/{room:str}/ws")
async def delivery(socket: WebSocket[Any, Any, Any], room: FromPath[str]) -> None:
    """One client's connection to one room."""
    parts = parts_of(socket)
    if not is_own_page(socket, parts.settings) or SUBPROTOCOL not in socket.scope["subprotocols"]:
        await socket.close()
        return
    await socket.accept(subprotocols=SUBPROTOCOL)
    await _Line(parts, socket).run(room)


def _room_of(text: str) -> RoomId | None:
    try:
        return RoomId.parse(text)
    except InvalidRequestError:
        return None


class _Ended(Exception):  # noqa: N818 - an end is no error
    """The client has closed or broken the connection, or the outbox has ended it."""


class _Line:
    def __init__(self, parts: Parts, socket: WebSocket[Any, Any, Any]) -> None:
        settings = parts.settings
        self._parts = parts
        self._socket = socket
        self._outbox = Outbox(settings.queue_frames, settings.queue_bytes)
        self._frames = Bucket(settings.frames_per_second, settings.frames_burst, parts.hub.clock.monotonic())
        self._sender = asyncio.create_task(self._send())
        self._ended = asyncio.create_task(self._outbox.wait_end())
        self._close_code = BROKEN

    async def run(self, room: str) -> None:
        attendance: Attendance | None = None
        try:
            self._parts.limits.join(self._socket)
            attendance, resume = await self._enter(room)
            if resume is not None:
                await attendance.catch_up(resume)
            while await attendance.handle(frames.read(await self._receive())):
                pass
            self._outbox.end(None)
        except _Ended:
            self._outbox.end(None)
        except FolkmootError as error:
            self._outbox.end(error)
        except Exception:  # noqa: BLE001 - a bug ends this connection, with a named error, and no other
            _log.exception("connection_failed")
            self._outbox.end(FolkmootError())
        finally:
            # The others learn it first: saying goodbye to who does not read takes a while.
            if attendance is not None:
                await attendance.close(self._close_code)
            await self._finish()

    async def _enter(self, room: str) -> tuple[Attendance, frames.Resume | None]:
        nonce, parsed = random_bytes(NONCE_BYTES), _room_of(room)
        link = FIRST_VERSION if parsed is None else await self._parts.hub.link_version(parsed)
        self._outbox.put(frames.write(frames.Challenge(nonce, link)))
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                opening = frames.read_hello(await self._receive())
        except TimeoutError:
            raise BadFrameError("No hello came.") from None
        if parsed is None:
            raise RoomUnknownError
        entered = await Attendance.enter(self._parts.hub, parsed, nonce, opening, self._outbox)
        return entered, opening.resume

    async def _receive(self) -> bytes:
        """The next frame. Only waiting is ever broken off, never what a frame does: others may depend on its end."""
        receive = asyncio.create_task(self._message())
        try:
            await asyncio.wait([receive, self._ended], return_when=asyncio.FIRST_COMPLETED)
        finally:
            if not receive.done():
                receive.cancel()
        if not receive.done():
            raise _Ended
        message = receive.result()
        if message["type"] == "websocket.disconnect":
            self._close_code = message.get("code") or BROKEN
            raise _Ended
        wait = self._frames.take(self._parts.hub.clock.monotonic())
        if wait:
            raise RateLimitedError(wait)
        text = message.get("text")
        if text is None:
            raise BadFrameError
        return text.encode()

    async def _message(self) -> dict[str, Any]:
        return dict(await self._socket.receive())

    async def _send(self) -> None:
        try:
            while (frame := await self._outbox.next()) is not None:
                await self._socket.send({"type": "websocket.send", "text": frame.decode(), "bytes": None})
            await self._say_goodbye()
        except (OSError, RuntimeError, WebSocketDisconnect):
            # Nobody is there to read (uvicorn raises RuntimeError where it has given up itself, after pings without an
            # answer); what follows from that is decided where frames are received.
            self._outbox.end(None)

    async def _say_goodbye(self) -> None:
        reason = self._outbox.reason
        if reason is None:
            await self._socket.send({"type": "websocket.close", "code": NORMAL, "reason": ""})
            return
        self._parts.hub.counts.refused[reason.code] += 1
        last = frames.write(frames.ErrorFrame(reason.code, reason.message))
        await self._socket.send({"type": "websocket.send", "text": last.decode(), "bytes": None})
        code = next((CLOSE_CODES[kind] for kind in type(reason).__mro__ if kind in CLOSE_CODES), INTERNAL)
        await self._socket.send({"type": "websocket.close", "code": code, "reason": reason.code})

    async def _finish(self) -> None:
        self._ended.cancel()
        done, _ = await asyncio.wait([self._sender], timeout=FAREWELL_SECONDS)
        if not done:
            # It does not read: closing would wait for its buffer to empty, which may be never.
            self._sender.cancel()
            self._socket.scope["state"]["abort"]()
        with contextlib.suppress(asyncio.CancelledError):
            await self._sender
