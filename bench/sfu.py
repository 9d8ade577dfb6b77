"""Media servers under the same load: LiveKit as our service runs it, and Debian's Janus; the load is bench/load.

Both run in a network namespace with one cable besides loopback, because neither Janus nor the Go clients use loopback for media. Nothing
leaves it. Needs root, iproute2 and, for the peer, Debian's package `janus`.
"""

import asyncio
import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from bench.build import ROOT, build_load
from bench.figures import median_interval, ratio_interval
from folkmoot.base import log
from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.meet.engine import Engine
from tests.journeys.network import ADDRESS, namespace
from tests.service import free_port

INSIDE = "BENCH_INSIDE_NAMESPACE"
LOOPBACK = "127.0.0.1"
MICRO = 1e6
READY_SECONDS = 20.0


class Window(msgspec.Struct):
    """What the generator counted in a stretch of time."""

    seconds: float
    packets: int
    bytes: int
    lost: int
    server_cpu_seconds: float
    own_cpu_seconds: float


class Report(msgspec.Struct):
    """All windows of one start of a server."""

    people: int
    tracks: int
    join_seconds: float
    join_server_cpu_seconds: float
    server_bytes_before: int
    server_bytes_after: int
    key_frame_asks: int
    windows: list[Window]


@dataclass(frozen=True)
class Server:
    """A running one."""

    kind: str
    version: str
    url: str
    pid: int
    environ: dict[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Load:
    """Who is there: in each room so many who send and receive, and so many who only receive."""

    rooms: int
    publishers: int
    listeners: int
    window: float
    windows: int


@dataclass(frozen=True)
class Way:
    """One of the things that are compared."""

    name: str
    start: Callable[[Path], contextlib.AbstractAsyncContextManager[Server]]
    encrypted: bool


@dataclass
class Taken:
    """All windows of one way, over all its starts."""

    way: Way
    version: str = ""
    reports: list[Report] = field(default_factory=list[Report])

    @property
    def windows(self) -> list[Window]:
        return [window for report in self.reports for window in report.windows]

    @property
    def microseconds(self) -> list[float]:
        """Of the server's processor time for each packet that arrived, window by window."""
        return [window.server_cpu_seconds * MICRO / max(1, window.packets) for window in self.windows]

    @property
    def packets_a_second(self) -> float:
        return sum(window.packets for window in self.windows) / self._seconds

    @property
    def loss(self) -> float:
        """In percent of what should have come."""
        lost = sum(window.lost for window in self.windows)
        return 100 * lost / max(1, lost + sum(window.packets for window in self.windows))

    @property
    def cores(self) -> tuple[float, float]:
        """That the server took, and the generator."""
        return (
            sum(window.server_cpu_seconds for window in self.windows) / self._seconds,
            sum(window.own_cpu_seconds for window in self.windows) / self._seconds,
        )

    @property
    def megabytes(self) -> float:
        """By which the server grew, on average of its starts."""
        return sum(one.server_bytes_after - one.server_bytes_before for one in self.reports) / len(self.reports) / MICRO

    @property
    def join_milliseconds(self) -> float:
        """Of the server's processor time for each person who came."""
        people = sum(one.people for one in self.reports)
        return 1000 * sum(one.join_server_cpu_seconds for one in self.reports) / people

    @property
    def _seconds(self) -> float:
        return sum(window.seconds for window in self.windows)


HEADER = (
    "rooms",
    "publishers a room",
    "listeners a room",
    "server",
    "version",
    "windows",
    "us a packet",
    "low",
    "high",
    "times janus",
    "times low",
    "times high",
    "packets/s",
    "lost %",
    "cores of server",
    "cores of load",
    "MB grown",
    "CPU ms a join",
)


@asynccontextmanager
async def livekit(folder: Path) -> AsyncGenerator[Server]:
    """Our engine as the service starts it, with the service's own configuration."""
    settings = Settings(
        data_dir=folder / "livekit",
        engine_port=free_port(),
        engine_udp_port=free_port(socket.SOCK_DGRAM),
        engine_address=ADDRESS,
    )
    clock = Clock()
    with (folder / "livekit.log").open("a") as said:
        log.configure(settings, clock, said)
        engine = Engine(settings, clock)
        await engine.start()
        try:
            assert engine.pid is not None
            keys = {"LIVEKIT_API_KEY": engine.api_key, "LIVEKIT_API_SECRET": engine.api_secret.reveal_text()}
            yield Server("livekit", _livekit_version(), f"ws://{LOOPBACK}:{settings.engine_port}", engine.pid, keys)
        finally:
            await engine.stop()


@asynccontextmanager
async def janus(folder: Path) -> AsyncGenerator[Server]:
    """Debian's Janus with its video room, defaults otherwise."""
    program = shutil.which("janus")
    if program is None:
        raise SystemExit("janus is missing: apt-get install janus")
    port, configuration = free_port(), folder / "janus"
    _write_janus(configuration, port)
    with (folder / "janus.log").open("a") as said:
        process = await asyncio.create_subprocess_exec(
            program, "--configs-folder", str(configuration), "--disable-colors", stdout=said, stderr=said
        )
        try:
            await _listens(port, process)
            yield Server("janus", _janus_version(program), f"ws://{LOOPBACK}:{port}", process.pid)
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


PLAIN = Way("livekit, not encrypted", livekit, encrypted=False)
ENCRYPTED = Way("livekit, encrypted", livekit, encrypted=True)
JANUS = Way("janus, not encrypted", janus, encrypted=False)
WAYS = (PLAIN, ENCRYPTED, JANUS)


def inside(main: Callable[[], None]) -> None:
    """Builds the load, and runs the program that was started once more, in a namespace; there, `main`."""
    if os.environ.get(INSIDE):
        main()
        return
    if os.geteuid() != 0:
        raise SystemExit("a network namespace needs root")
    # Here Go may still fetch modules.
    build_load()
    name = f"bench{os.getpid()}"
    with namespace(name, sink=True):
        spec = sys.modules["__main__"].__spec__
        assert spec is not None, "run it with python -m"
        command = ["ip", "netns", "exec", name, sys.executable, "-m", spec.name, *sys.argv[1:]]
        subprocess.run(command, env=os.environ | {INSIDE: "1"}, check=True)


async def measure(generator: Path, load: Load, rounds: int) -> list[Taken]:
    """Each round starts every server anew; rounds alternate, so that whatever else the machine does meets all alike."""
    taken = [Taken(way) for way in WAYS]
    for round_ in range(rounds):
        for one in taken[round_ % len(taken) :] + taken[: round_ % len(taken)]:
            with tempfile.TemporaryDirectory() as folder:
                async with one.way.start(Path(folder)) as server:
                    report = await _put(generator, load, server, encrypted=one.way.encrypted)
            one.version = server.version
            one.reports.append(report)
            print(
                f"  round {round_ + 1}: {one.way.name:22} "
                + ", ".join(f"{figure:.1f}" for figure in one.microseconds[-load.windows :])
                + f" us a packet at {one.packets_a_second:.0f}/s",
                flush=True,
            )
    return taken


def report(load: Load, taken: list[Taken]) -> list[tuple[object, ...]]:
    """Prints, and gives the rows."""
    peer = next(one for one in taken if one.way is JANUS)
    rows: list[tuple[object, ...]] = []
    for one in taken:
        middle, low, high = median_interval(one.microseconds)
        times = ratio_interval(one.microseconds, peer.microseconds)
        server, generator = one.cores
        print(
            f"{load.rooms} x ({load.publishers} + {load.listeners}): {one.way.name:22} {middle:5.1f} us a packet [{low:.1f}, {high:.1f}]"
            f" = {times[0]:.2f} x janus, {one.packets_a_second:.0f} packets/s, lost {one.loss:.3f}%,"
            f" {server:.2f} cores (load {generator:.2f}), {one.megabytes:.0f} MB, {one.join_milliseconds:.0f} ms a join"
        )
        figures = (middle, low, high, *times)
        more = (one.packets_a_second, one.loss, server, generator, one.megabytes, one.join_milliseconds)
        rows.append(
            (
                *(load.rooms, load.publishers, load.listeners, one.way.name, one.version, len(one.windows)),
                *(f"{figure:.3f}" for figure in (*figures, *more)),
            )
        )
    return rows


async def _put(generator: Path, load: Load, server: Server, *, encrypted: bool) -> Report:
    process = await asyncio.create_subprocess_exec(
        str(generator),
        *("-sfu", server.kind, "-url", server.url, "-pid", str(server.pid), f"-encrypted={str(encrypted).lower()}"),
        *("-rooms", str(load.rooms), "-publishers", str(load.publishers), "-listeners", str(load.listeners)),
        *("-window", f"{load.window}s", "-windows", str(load.windows)),
        env=os.environ | server.environ,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"the load before {server.kind} failed")
    return msgspec.json.decode(said, type=Report)


def _livekit_version() -> str:
    found = re.search(r"livekit-server (v[\d.]+)", (ROOT / "engine" / "go.mod").read_text())
    assert found is not None, "engine/go.mod names it"
    return found.group(1)


def _janus_version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+\.\d+\.\d+", said.stdout + said.stderr)
    assert found is not None, said
    return found.group()


def _write_janus(folder: Path, port: int) -> None:
    folder.mkdir()
    transports = "libjanus_http.so,libjanus_pfunix.so,libjanus_rabbitmq.so,libjanus_mqtt.so,libjanus_nanomsg.so"
    plugins = ",".join(
        f"libjanus_{name}.so"
        for name in ("audiobridge", "duktape", "echotest", "lua", "nosip", "recordplay", "sip", "streaming", "textroom")
    )
    (folder / "janus.jcfg").write_text(f"""
general: {{ session_timeout = 0; debug_level = 3; protected_folders = [] }}
nat: {{ ice_enforce_list = "{ADDRESS}" }}
plugins: {{ disable = "{plugins},libjanus_videocall.so,libjanus_voicemail.so" }}
transports: {{ disable = "{transports}" }}
""")
    (folder / "janus.plugin.videoroom.jcfg").write_text("general: { }\n")
    (folder / "janus.transport.websockets.jcfg").write_text(f"""
general: {{ json = "compact"; ws = true; ws_port = {port}; ws_ip = "{LOOPBACK}"; wss = false }}
admin: {{ admin_ws = false; admin_wss = false }}
""")


async def _listens(port: int, process: asyncio.subprocess.Process) -> None:
    for _ in range(int(READY_SECONDS * 10)):
        if process.returncode is not None:
            break
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection(LOOPBACK, port)
            writer.close()
            return
        await asyncio.sleep(0.1)
    raise SystemExit("janus does not listen")
