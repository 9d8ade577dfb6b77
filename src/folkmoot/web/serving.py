"""Runs the whole service in one process: data folder, engine, web server, metrics; and ends all of it quickly."""

import asyncio
import errno
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime

import uvicorn
from litestar import Litestar

import folkmoot
from folkmoot.base.clock import Clock
from folkmoot.base.errors import FolkmootError
from folkmoot.base.log import Pseudonyms
from folkmoot.base.settings import Settings
from folkmoot.meet.engine import Engine
from folkmoot.meet.frames import FRAME_MAX
from folkmoot.record.entries import Program
from folkmoot.store.hold import held
from folkmoot.store.place import place_of
from folkmoot.store.upgrade import upgrade
from folkmoot.web.app import create_app
from folkmoot.web.certificate import LanCertificate, certificate_for
from folkmoot.web.host import HostCheck
from folkmoot.web.metrics import MetricsServer
from folkmoot.web.pages.site import Site
from folkmoot.web.protocols import HttpProtocol, SocketProtocol
from folkmoot.web.recording import recording
from folkmoot.web.state import Parts

# A frame over the protocol's cap is answered with a named error; only far beyond is the connection cut without one.
SOCKET_MAX = FRAME_MAX + 1024 * 1024
PING_SECONDS = 10.0
# The others are told soon that somebody's line is dead; to come back costs no more than a resume.
PONG_SECONDS = 5.0
KEEP_ALIVE_SECONDS = 30
SHUTDOWN_SECONDS = 1
BACKLOG = 2048


class PortBusyError(FolkmootError):
    """Somebody else has a port. The sentence names port and setting."""

    code = "port_busy"


async def serve(
    settings: Settings,
    engine: Engine,
    clock: Clock,
    pseudonyms: Pseudonyms,
    *,
    ready: Callable[[], None],
    stop: asyncio.Event,
) -> None:
    """Starts everything, calls `ready` when requests are answered, and ends everything when `stop` is set.

    Logging has been configured. Raises the errors of the engine and of `serve_web`, each with nothing left running.
    """
    await engine.start()
    try:
        await serve_web(settings, engine, clock, pseudonyms, ready=ready, stop=stop)
    finally:
        await engine.stop()


async def serve_web(
    settings: Settings,
    engine: Engine,
    clock: Clock,
    pseudonyms: Pseudonyms,
    *,
    ready: Callable[[], None],
    stop: asyncio.Event,
) -> None:
    """The same without starting the engine, which may be down: then there is no media, and `/health` says so.

    Raises `PortBusyError`, `DataFolderError`, `DatabaseError` (also when the connection that keeps others out has ended
    and so all had to), `ClientMissingError`, and what `recording` raises.
    """
    place = place_of(settings)
    with _bound(settings) as listener, held(place) as hold:
        upgrade(place)
        app = create_app(settings, engine, clock, pseudonyms)
        parts: Parts = app.state.parts
        site: Site = app.state.site
        program = Program(at=int(clock.now()), version=folkmoot.__version__, sum=site.listing.total)
        try:
            # Outside the application's life, whose task group would wrap the error of a busy port or of a record that
            # cannot be opened.
            with _metrics(parts, settings), hold.watched(stop.set):
                async with recording(settings, parts.database, program, clock) as parts.record, app.lifespan():
                    await _Server(app, settings, _certificate(settings, clock), ready).run(listener, stop)
        finally:
            await parts.database.close()


class _Server(uvicorn.Server):
    def __init__(
        self, app: Litestar, settings: Settings, certificate: LanCertificate | None, ready: Callable[[], None]
    ) -> None:
        config = uvicorn.Config(
            HostCheck(app),
            http=HttpProtocol,
            loop="asyncio",
            ws=SocketProtocol,
            ws_max_size=SOCKET_MAX,
            ws_ping_interval=PING_SECONDS,
            ws_ping_timeout=PONG_SECONDS,
            # Ciphertext does not compress, and compressing what an attacker partly chose has leaked secrets before.
            ws_per_message_deflate=False,
            # We run the application's life ourselves, so that what fails in it is raised here.
            lifespan="off",
            log_config=None,
            # Its messages hold addresses and queries.
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=BACKLOG,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=SHUTDOWN_SECONDS,
            ssl_certfile=certificate.chain if certificate else None,
            ssl_keyfile=certificate.key if certificate else None,
        )
        super().__init__(config)
        self._settings = settings
        self._ready = ready

    async def run(self, listener: socket.socket, stop: asyncio.Event) -> None:  # pyright: ignore[reportIncompatibleMethodOverride]  # reason: the inherited `run` makes an event loop, which we have
        watch = asyncio.create_task(self._watch(stop))
        try:
            await self.serve(sockets=[listener])
        finally:
            watch.cancel()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Leaves signals to who called `serve`: raised again by uvicorn, they would end us before the engine."""
        yield

    async def _watch(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self.should_exit = True


def _certificate(settings: Settings, clock: Clock) -> LanCertificate | None:
    if not settings.lan:
        return None
    now = datetime.fromtimestamp(clock.now(), UTC)
    return certificate_for(settings.data_dir, settings.lan, settings.lan_name, now)


@contextmanager
def _bound(settings: Settings) -> Generator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with _named(settings.port, "FOLKMOOT_PORT"):
            listener.bind((settings.host, settings.port))
            listener.listen(BACKLOG)
        listener.setblocking(False)
        yield listener


@contextmanager
def _metrics(parts: Parts, settings: Settings) -> Generator[None]:
    with _named(settings.metrics_port, "FOLKMOOT_METRICS_PORT"):
        server = MetricsServer.start(parts.hub, settings.metrics_port)
    try:
        yield
    finally:
        server.stop()


@contextmanager
def _named(port: int, variable: str) -> Generator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL):
            raise
        raise PortBusyError(
            f"Port {port} cannot be had ({error.strerror}). Stop the program that has it, or set {variable} to another "
            "port."
        ) from None
