"""The door of a witness: `POST /add-checkpoint` as C2SP tlog-witness has it, and nothing else but who it is.

A program of its own, without the rest of the service: whoever witnesses a record should not be whoever keeps it.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from folkmoot.base.errors import FolkmootError
from folkmoot.record.witness import (
    REQUEST_MAX,
    Alarm,
    BadSubmissionError,
    InconsistentError,
    NotSignedError,
    OldSizeError,
    UnknownLogError,
    Witness,
)

STATUS: dict[type[FolkmootError], int] = {
    BadSubmissionError: 400,
    NotSignedError: 403,
    UnknownLogError: 404,
    OldSizeError: 409,
    InconsistentError: 422,
}
SIZE_TYPE = "text/x.tlog.size"
SECONDS = 10.0


class Door:
    """Answers for one witness; `shout` is called with each alarm."""

    def __init__(self, witness: Witness, shout: Callable[[Alarm], None]) -> None:
        self._witness = witness
        self._shout = shout
        # One at a time: every submission ends on the disk, and a log sends them one behind the other.
        self._turn = asyncio.Lock()

    @property
    def application(self) -> web.Application:
        """To be run by aiohttp."""
        application = web.Application(client_max_size=REQUEST_MAX)
        application.router.add_post("/add-checkpoint", self._add_checkpoint)
        application.router.add_get("/", self._say_who)
        return application

    async def _add_checkpoint(self, request: web.Request) -> web.Response:
        data = await request.read()
        try:
            async with self._turn:
                lines = await asyncio.to_thread(self._witness.add_checkpoint, data)
        except OldSizeError as error:
            return web.Response(status=409, body=f"{error.size}\n".encode(), headers={"Content-Type": SIZE_TYPE})
        except tuple(STATUS) as error:
            return web.Response(status=STATUS[type(error)], text=f"{error} ({error.code})\n")
        finally:
            while self._witness.alarms:
                self._shout(self._witness.alarms.pop(0))
        return web.Response(body=lines, headers={"Content-Type": "text/plain; charset=utf-8"})

    async def _say_who(self, _request: web.Request) -> web.Response:
        return web.Response(text=f"{self._witness.verifier}\n")


@asynccontextmanager
async def serving(door: Door, host: str, port: int) -> AsyncGenerator[int]:
    """Serves until left, and gives the port, which is a free one where `port` is 0. Raises `OSError`."""
    runner = web.AppRunner(door.application, access_log=None, handle_signals=False, shutdown_timeout=SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
