"""The way to LiveKit's signalling: four paths of the engine under our own origin, and nothing else of it.

The engine takes WebSockets from any page and serves its control API on the same port; so the `Origin` is checked here,
and paths are written out, never built from what was asked. The query carries the token and goes through unread.
livekit-client 2.23.0 opens `/rtc/v1`, or `/rtc` when it thinks that the server is old; when a connection failed it
asks the `/validate` below it why; and it asks for the bare address to learn whether the network is there.
"""

import asyncio
import contextlib
from typing import Any

import aiohttp
from litestar import MediaType, Request, Response, WebSocket, get, head, websocket
from litestar.exceptions import WebSocketDisconnect

from folkmoot.base.errors import FolkmootError, RateLimitedError
from folkmoot.base.log import logger
from folkmoot.meet.tokens import ENGINE_PATH
from folkmoot.web.security import is_own_page, refuse_other_sites
from folkmoot.web.state import Parts, parts_of

MESSAGE_MAX = 2 * 1024 * 1024
CONNECT_SECONDS = 5.0
CLOSE_SECONDS = 1.0
ANSWER_MAX = 4096

_log = logger("web.signalling")


class EngineDownError(FolkmootError):
    """The media engine does not answer."""

    code = "engine_down"
    sentence = "The media engine does not answer just now."


@head(ENGINE_PATH, include_in_schema=False, status_code=204)
async def engine_reachable() -> None:
    """The client asks this to see whether it is on the network."""


@get([f"{ENGINE_PATH}/rtc/validate", f"{ENGINE_PATH}/rtc/v1/validate"], include_in_schema=False)
async def validate(request: Request[Any, Any, Any]) -> Response[str]:
    """Why the engine refused a token, in its words."""
    parts = parts_of(request)
    refuse_other_sites(request, parts.settings)
    parts.limits.signal(request)
    try:
        async with _session(parts).get(_upstream(parts, request.url.path, request.scope["query_string"])) as answer:
            text = (await answer.content.read(ANSWER_MAX)).decode(errors="replace")
            return Response(text, status_code=answer.status, media_type=MediaType.TEXT)
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise EngineDownError from None


@websocket([f"{ENGINE_PATH}/rtc", f"{ENGINE_PATH}/rtc/v1"])
async def signalling(socket: WebSocket[Any, Any, Any]) -> None:
    """Carries frames both ways until one end closes."""
    parts = parts_of(socket)
    if not is_own_page(socket, parts.settings):
        await socket.close()
        return
    try:
        parts.limits.signal(socket)
        upstream = await _connect(parts, socket)
    except (RateLimitedError, aiohttp.ClientError, TimeoutError, OSError):
        # Before the handshake there is only yes or no; the client then asks `validate` for the reason.
        await socket.close()
        return
    try:
        await socket.accept()
        await _carry(socket, upstream)
    finally:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await upstream.close()


async def _connect(parts: Parts, socket: WebSocket[Any, Any, Any]) -> aiohttp.ClientWebSocketResponse:
    address = _upstream(parts, socket.url.path, socket.scope["query_string"])
    async with asyncio.timeout(CONNECT_SECONDS):
        return await _session(parts).ws_connect(address, max_msg_size=MESSAGE_MAX, compress=0)


_ENDS = (OSError, RuntimeError, aiohttp.ClientError, WebSocketDisconnect)


async def _carry(socket: WebSocket[Any, Any, Any], upstream: aiohttp.ClientWebSocketResponse) -> None:
    downward = asyncio.create_task(_down(upstream, socket))
    upward = asyncio.create_task(_up(socket, upstream))
    _done, waiting = await asyncio.wait([downward, upward], return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    for result in await asyncio.gather(downward, upward, return_exceptions=True):
        # A connection that breaks under a write is an end like any other.
        if isinstance(result, Exception) and not isinstance(result, _ENDS):
            _log.error("carrying_failed", exc_info=result)


async def _up(socket: WebSocket[Any, Any, Any], upstream: aiohttp.ClientWebSocketResponse) -> None:
    while True:
        message: dict[str, Any] = dict(await socket.receive())
        if message["type"] == "websocket.disconnect":
            return
        data, text = message.get("bytes"), message.get("text")
        if data is not None:
            await upstream.send_bytes(data)
        elif text is not None:
            await upstream.send_str(text)


async def _down(upstream: aiohttp.ClientWebSocketResponse, socket: WebSocket[Any, Any, Any]) -> None:
    async for message in upstream:
        if message.type is aiohttp.WSMsgType.BINARY:
            await socket.send({"type": "websocket.send", "bytes": message.data, "text": None})
        elif message.type is aiohttp.WSMsgType.TEXT:
            await socket.send({"type": "websocket.send", "bytes": None, "text": message.data})
    # 1006 and its like are for telling, not for sending (RFC 6455 section 7.4.1).
    code = upstream.close_code
    await socket.close(code if code is not None and (code == 1000 or 3000 <= code < 5000) else 1001)


def _upstream(parts: Parts, path: str, query: bytes) -> str:
    return f"{parts.engine.url}{path.removeprefix(ENGINE_PATH)}?{query.decode('latin-1')}"


def _session(parts: Parts) -> aiohttp.ClientSession:
    assert parts.session is not None, "requests come only while the application runs"
    return parts.session
