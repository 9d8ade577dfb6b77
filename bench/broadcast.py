"""The peer of the delivery service: Litestar on uvicorn, as ours, that hands each frame on to the others of a room and does nothing else.

No hello, no log, no database, no order, no limit, no answer for a slow reader: what this stack costs before there is a service on it.

    python -m bench.broadcast FOLDER PORT PEOPLE
"""

import socket as sockets
import sys
from collections import defaultdict
from typing import Any

import uvicorn
from litestar import Litestar, WebSocket, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import FromPath

_rooms: defaultdict[str, set[WebSocket[Any, Any, Any]]] = defaultdict(set)


@websocket("/rooms/{room:str}")
async def line(socket: WebSocket[Any, Any, Any], room: FromPath[str]) -> None:
    """Answers what asks for an answer, and gives the rest to the others."""
    await socket.accept()
    everybody = _rooms[room]
    everybody.add(socket)
    try:
        while True:
            text = await socket.receive_text()
            if text == "ping":
                await socket.send_text("pong")
                continue
            if text.startswith("m"):
                await socket.send_text("accepted")
            for other in list(everybody):
                if other is not socket:
                    await other.send_text(text)
    except WebSocketDisconnect:
        pass
    finally:
        everybody.discard(socket)


class _Server(uvicorn.Server):
    async def startup(self, sockets: list[sockets.socket] | None = None) -> None:
        await super().startup(sockets)
        print("ready", flush=True)


def run(port: int) -> None:
    """Until SIGTERM, which uvicorn heeds by itself."""
    config = uvicorn.Config(
        Litestar([line]),
        port=port,
        http="h11",
        loop="asyncio",
        ws="websockets-sansio",
        ws_ping_interval=10.0,
        ws_ping_timeout=5.0,
        ws_per_message_deflate=False,
        lifespan="off",
        log_config=None,
        access_log=False,
        backlog=2048,
        timeout_graceful_shutdown=1,
    )
    _Server(config).run()


if __name__ == "__main__":
    run(int(sys.argv[2]))
