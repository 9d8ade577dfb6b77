"""The LiveKit process: its start, its health, its restarts, its end.

The engine forwards media ciphertext and is trusted with nothing. Its signalling is on loopback only: browsers reach it
through our own web server, and its media port at the one address that the settings name.
"""

import asyncio
import contextlib
import errno
import os
import socket
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

import aiohttp
import msgspec

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.errors import FolkmootError
from folkmoot.base.log import logger
from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings
from folkmoot.meet import leash
from folkmoot.meet.configuration import LOOPBACK, configuration

API_KEY = "folkmoot"
START_SECONDS = 20.0
GRACE_SECONDS = 2.0
POLL_SECONDS = 1.0
PROBE_SECONDS = 2.0
# LiveKit calls itself unready when its own statistics are 4 s old, so one bad answer already means a long stall.
POLLS_UNTIL_RESTART = 3
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 10.0
STEADY_SECONDS = 30.0
LINES_KEPT = 20
RUN_BYTES = 6
# Killed together with a parent that was killed, an engine keeps its ports for some milliseconds longer.
PORT_SECONDS = 1.5
CONFIG_MODE = 0o600
DATA_MODE = 0o700

_log = logger("meet.engine")


class EngineMissingError(FolkmootError):
    """The program is not there or cannot be executed."""

    code = "engine_missing"
    sentence = "The media engine is not built: run `make setup`."


class EnginePortBusyError(FolkmootError):
    """Somebody else has one of the engine's ports. The sentence names port and setting."""

    code = "engine_port_busy"


class EngineAddressError(FolkmootError):
    """The address for media belongs to another machine, or to none."""

    code = "engine_address"
    sentence = "FOLKMOOT_ENGINE_ADDRESS is no address of this machine: `ip address` lists those it has."


class EngineFailedError(FolkmootError):
    """It did not become healthy. The sentence ends with what it said last."""

    code = "engine_failed"


class Engine:
    """One LiveKit process, kept running between `start` and `stop`.

    A restart forgets the engine's rooms: who holds connections to it is told by `watch` that it went and came back.
    """

    def __init__(self, settings: Settings, clock: Clock, api_secret: Secret | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._api_secret = api_secret or Secret(random_bytes(32).hex())
        self._listeners: list[Callable[[bool], None]] = []
        self._healthy = False
        self._run = ""
        self._process: asyncio.subprocess.Process | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._last_lines: deque[str] = deque(maxlen=LINES_KEPT)

    @property
    def url(self) -> str:
        """Where its signalling and control are, such as `http://127.0.0.1:7880`."""
        return f"http://{LOOPBACK}:{self._settings.engine_port}"

    @property
    def api_key(self) -> str:
        """Names the secret in tokens; not itself secret."""
        return API_KEY

    @property
    def api_secret(self) -> Secret:
        """Signs tokens. New at each start of our process unless given."""
        return self._api_secret

    @property
    def healthy(self) -> bool:
        """True while it answers."""
        return self._healthy

    @property
    def run(self) -> str:
        """Names the start that answered last: rooms, and connections to them, of another are gone. Empty before any."""
        return self._run

    @property
    def pid(self) -> int | None:
        """Of the running process."""
        return self._process.pid if self._process else None

    def watch(self, listener: Callable[[bool], None]) -> Callable[[], None]:
        """Calls `listener` with True when it came up and False when it went down. Returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def start(self) -> None:
        """Returns when it is healthy. Raises one of this module's errors; then nothing is left running."""
        await self._check()
        self._write_configuration()
        first: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._supervisor = asyncio.create_task(self._supervise(first), name="engine")
        try:
            await asyncio.wait([first, self._supervisor], return_when=asyncio.FIRST_COMPLETED)
            # Only the supervisor's own error leaves the future open.
            await (first if first.done() else self._supervisor)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Ends it: SIGTERM, and SIGKILL 2 s later, because LiveKit would wait for its clients. May be called twice."""
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is None:
            return
        supervisor.cancel()
        # Whatever it ended with, `start` or the log has told; here it only has to be over.
        await asyncio.wait([supervisor])

    async def _check(self) -> None:
        binary = self._settings.engine_binary
        if not (binary.is_file() and os.access(binary, os.X_OK)):
            raise EngineMissingError
        deadline = self._clock.monotonic() + PORT_SECONDS
        while self._clock.monotonic() < deadline:
            with contextlib.suppress(EnginePortBusyError):
                self._check_ports()
                return
            await asyncio.sleep(0.05)
        self._check_ports()

    def _check_ports(self) -> None:
        settings, media = self._settings, self._settings.engine_address
        _refuse_busy(socket.SOCK_STREAM, LOOPBACK, settings.engine_port, "FOLKMOOT_ENGINE_PORT")
        _refuse_busy(socket.SOCK_DGRAM, media, settings.engine_udp_port, "FOLKMOOT_ENGINE_UDP_PORT")
        if settings.engine_tcp_port:
            _refuse_busy(socket.SOCK_STREAM, media, settings.engine_tcp_port, "FOLKMOOT_ENGINE_TCP_PORT")
        if settings.turn_udp_port:
            _refuse_busy(socket.SOCK_DGRAM, media, settings.turn_udp_port, "FOLKMOOT_TURN_UDP_PORT")
        if settings.turn_domain:
            _refuse_busy(socket.SOCK_STREAM, media, settings.turn_tls_port, "FOLKMOOT_TURN_TLS_PORT")

    @property
    def _configuration_path(self) -> Path:
        return self._settings.data_dir / "engine.yaml"

    def _write_configuration(self) -> None:
        self._settings.data_dir.mkdir(parents=True, exist_ok=True, mode=DATA_MODE)
        path = self._configuration_path
        path.unlink(missing_ok=True)
        # JSON is YAML, and msgspec needs no other library for it.
        text = msgspec.json.format(msgspec.json.encode(configuration(self._settings)))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, CONFIG_MODE), "wb") as file:
            file.write(text)

    async def _supervise(self, first: asyncio.Future[None]) -> None:
        pause = FIRST_PAUSE_SECONDS
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PROBE_SECONDS)) as session:
            while True:
                started = self._clock.monotonic()
                await self._live_once(session, first)
                if not first.done():
                    first.set_exception(EngineFailedError(self._failure()))
                    return
                if self._clock.monotonic() - started > STEADY_SECONDS:
                    pause = FIRST_PAUSE_SECONDS
                _log.warning("engine_restarting", pause=pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _live_once(self, session: aiohttp.ClientSession, first: asyncio.Future[None]) -> None:
        """From one start of the process to its end, whatever the reason."""
        try:
            process = self._process = await self._spawn()
        except OSError as error:
            self._last_lines.append(str(error))
            return
        reader = asyncio.create_task(self._read(process), name="engine output")
        ended = asyncio.create_task(process.wait(), name="engine end")
        try:
            if await self._becomes_healthy(session, ended):
                # Not before: who is told of a new run tries it at once.
                self._run = random_bytes(RUN_BYTES).hex()
                self._tell(healthy=True)
                if not first.done():
                    first.set_result(None)
                await self._stays_healthy(session, ended)
        finally:
            self._tell(healthy=False)
            await _end(process)
            await asyncio.gather(reader, ended)
            self._process = None
            _log.info("engine_ended", status=process.returncode)

    async def _spawn(self) -> asyncio.subprocess.Process:
        self._last_lines.clear()
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", leash.__file__, str(os.getpid())),
            *(str(self._settings.engine_binary.absolute()), "--config", str(self._configuration_path.absolute())),
            # Nothing else: LiveKit reads many variables of its own, and one that happens to be set would change it.
            env={"LIVEKIT_KEYS": f"{API_KEY}: {self._api_secret.reveal_text()}"},
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # Ctrl-C in a terminal goes to the whole group; we stop it ourselves, last.
            start_new_session=True,
        )

    async def _becomes_healthy(self, session: aiohttp.ClientSession, ended: asyncio.Task[int]) -> bool:
        deadline = self._clock.monotonic() + START_SECONDS
        while self._clock.monotonic() < deadline and not ended.done():
            if await self._answers(session):
                return not ended.done()
            await asyncio.wait([ended], timeout=0.05)
        return False

    async def _stays_healthy(self, session: aiohttp.ClientSession, ended: asyncio.Task[int]) -> None:
        failures = 0
        while failures < POLLS_UNTIL_RESTART:
            await asyncio.wait([ended], timeout=POLL_SECONDS)
            if ended.done():
                return
            answers = await self._answers(session)
            failures = 0 if answers else failures + 1
            self._tell(healthy=answers)

    async def _answers(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/") as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False

    def _tell(self, *, healthy: bool) -> None:
        if healthy == self._healthy:
            return
        self._healthy = healthy
        _log.info("engine_up" if healthy else "engine_down")
        for listener in list(self._listeners):
            listener(healthy)

    async def _read(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None
        while True:
            try:
                line = await process.stdout.readline()
            except ValueError:
                continue  # longer than the reader's limit; asyncio has dropped it
            if not line:
                return
            self._heed(line.decode(errors="replace").strip())

    def _heed(self, line: str) -> None:
        said = _what_it_says(line)
        # Nobody is in a room yet when it starts, so why it fails may be told in full; later its fields name people.
        self._last_lines.append(line if said is None or not said.error else f"{said.msg}: {said.error}")
        if said is not None:
            _log.warning("engine_said", severity=said.level, said=said.msg)

    def _failure(self) -> str:
        said = " ".join(self._last_lines)[-400:] or "It said nothing."
        return f"The media engine did not start. Its last words: {said}"


class _Said(msgspec.Struct):
    """One line of LiveKit's log, without the fields that say who and where."""

    level: str = ""
    msg: str = ""
    error: str = ""


def _what_it_says(line: str) -> _Said | None:
    try:
        return msgspec.json.decode(line, type=_Said)
    except msgspec.DecodeError:
        return None


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _refuse_busy(kind: socket.SocketKind, address: str, port: int, variable: str) -> None:
    label = "TCP" if kind == socket.SOCK_STREAM else "UDP"
    with socket.socket(socket.AF_INET, kind) as probe:
        if kind == socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise EngineAddressError from None
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            raise EnginePortBusyError(
                f"{label} port {port}, which the media engine needs, is in use by another program: "
                f"stop that program or set {variable} to another port."
            ) from None
