"""What a page fetches, counted by the browser itself over the Chrome DevTools Protocol, its workers included.

Playwright's own sessions hear of a page only; workers are targets of their own, and are stopped until we listen to them.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

Message = dict[str, Any]


@dataclass
class Fetched:
    """One answer. `size` is what came over the wire, head and body as they were encoded."""

    url: str
    kind: str
    size: int = 0
    #: Head and, if the server told, body: of the script that a worker begins with, Chromium counts the head alone.
    told: int = 0

    @property
    def path(self) -> str:
        return urlsplit(self.url).path


@dataclass
class Wire:
    """Everything that all pages and workers of a browser have fetched since it listens. WebSockets are no fetches."""

    _socket: aiohttp.ClientWebSocketResponse
    fetched: dict[tuple[str, str], Fetched] = field(default_factory=dict[tuple[str, str], Fetched])
    _number: int = 0

    @classmethod
    @asynccontextmanager
    async def of(cls, port: int) -> AsyncGenerator["Wire"]:
        """`port`: the browser's --remote-debugging-port."""
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/version") as answer:
                address: str = (await answer.json())["webSocketDebuggerUrl"]
            async with session.ws_connect(address, max_msg_size=0) as socket:
                wire = cls(socket)
                await wire._attach(None)
                hearing = asyncio.create_task(wire._hear())
                try:
                    yield wire
                finally:
                    hearing.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await hearing

    def done(self) -> list[Fetched]:
        """What has come whole, from a server."""
        return [one for one in self.fetched.values() if one.size and one.url.startswith("http")]

    async def _send(self, session: str | None, method: str, **params: Any) -> None:
        self._number += 1
        message: Message = {"id": self._number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        await self._socket.send_json(message)

    async def _attach(self, session: str | None) -> None:
        await self._send(session, "Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True)

    async def _hear(self) -> None:
        async for came in self._socket:
            message: Message = came.json()
            if "error" in message:
                # A target that is no page and no worker knows no network; a target may also be gone by now.
                continue
            await self._heed(message.get("method", ""), message.get("params", {}), message.get("sessionId", ""))

    async def _heed(self, method: str, params: Message, session: str) -> None:
        if method == "Target.attachedToTarget":
            inner: str = params["sessionId"]
            await self._send(inner, "Network.enable")
            await self._attach(inner)
            await self._send(inner, "Runtime.runIfWaitingForDebugger")
        elif method == "Network.responseReceived":
            answer = params["response"]
            known = self.fetched.setdefault((session, params["requestId"]), Fetched(answer["url"], params["type"]))
            known.url, known.kind, known.told = answer["url"], params["type"], _told(answer)
        elif method == "Network.loadingFinished":
            known = self.fetched.get((session, params["requestId"]))
            if known is not None:
                known.size = max(int(params["encodedDataLength"]), known.told)


def _told(answer: Message) -> int:
    if answer.get("fromDiskCache") or answer.get("fromPrefetchCache"):
        return 0
    heads = {name.lower(): value for name, value in answer["headers"].items()}
    return int(answer["encodedDataLength"]) + int(heads.get("content-length", 0))
