"""The real LiveKit under our supervision: loopback only, restarted when it dies, gone when we are gone."""

import asyncio
import contextlib
import io
import json
import os
import re
import signal
import socket
import stat
import sys
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from livekit import api
from livekit.protocol.rtc import SignalResponse

from folkmoot.base import log
from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.meet.engine import (
    Engine,
    EngineFailedError,
    EngineMissingError,
    EnginePortBusyError,
)
from tests.service import free_port

LOOPBACK_HEX = ("0100007F", "00000000000000000000000001000000")
STARTER = """
import asyncio, sys
from folkmoot.base.clock import Clock
from folkmoot.base.settings import Settings
from folkmoot.meet.engine import Engine

async def main():
    engine = Engine(Settings.from_environ(), Clock())
    await engine.start()
    print("engine is", engine.pid, flush=True)
    await asyncio.sleep(60)

asyncio.run(main())
"""
TALKATIVE = """#!{python}
import http.server, json, sys

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass

settings = json.load(open(sys.argv[2]))
said = {{"level": "warn", "msg": "cannot forward", "participant": "canary-identity", "error": "canary-error"}}
print(json.dumps(said), flush=True)
print("panic: canary-panic", flush=True)
http.server.HTTPServer(("127.0.0.1", settings["port"]), Health).serve_forever()
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path / "var",
        engine_port=free_port(),
        engine_udp_port=free_port(socket.SOCK_DGRAM),
        log_level="info",
    )


@pytest.fixture
async def engine(settings: Settings) -> AsyncIterator[Engine]:
    running = Engine(settings, Clock())
    await running.start()
    yield running
    await running.stop()


def pid_of(engine: Engine) -> int:
    assert engine.pid is not None
    return engine.pid


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in ("Z", "X")


async def is_gone(pid: int, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not is_alive(pid):
            return True
        await asyncio.sleep(0.02)
    return False


def sockets_of(pid: int) -> list[tuple[str, str]]:
    """(table, local address) of every socket that the process listens on or can be sent to."""
    inodes: set[str] = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):
            found = re.fullmatch(r"socket:\[(\d+)\]", str(descriptor.readlink()))
            inodes.update(found.groups() if found else ())
    rows: list[tuple[str, str]] = []
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[9] in inodes:
                rows.append((table, fields[1]))
    return rows


def token_for(engine: Engine, identity: str, room: str) -> str:
    return (
        api.AccessToken(engine.api_key, engine.api_secret.reveal_text())
        .with_identity(identity)
        .with_ttl(timedelta(minutes=1))
        .with_grants(api.VideoGrants(room_join=True, room=room))
        .to_jwt()
    )


async def make_room(engine: Engine, name: str) -> None:
    async with api.LiveKitAPI(engine.url, engine.api_key, engine.api_secret.reveal_text()) as control:
        await control.room.create_room(api.CreateRoomRequest(name=name))


def joining(session: aiohttp.ClientSession, engine: Engine, room: str) -> aiohttp.client._WSRequestContextManager:  # pyright: ignore[reportPrivateUsage]  # reason: aiohttp gives its type no public name
    query = {"access_token": token_for(engine, "canary-identity", room), "protocol": "16", "auto_subscribe": "1"}
    return session.ws_connect(f"{engine.url}/rtc", params=query)


async def test_configuration_is_private_and_names_nobody_else(engine: Engine, settings: Settings) -> None:
    path = settings.data_dir / "engine.yaml"
    text = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(text)["rtc"]["stun_servers"] == ["127.0.0.1:3478"]
    assert set(re.findall(r"\d+\.\d+\.\d+\.\d+", text)) == {"127.0.0.1"}
    assert not re.search(r"[a-z0-9-]+\.(com|net|org|io|cloud)\b", text)
    secret = engine.api_secret.reveal_text()
    assert secret not in text
    assert secret not in Path(f"/proc/{pid_of(engine)}/cmdline").read_text()


async def test_listens_on_loopback_only(engine: Engine, settings: Settings) -> None:
    rows = sockets_of(pid_of(engine))
    ports = {int(address.rpartition(":")[2], 16) for _, address in rows}
    assert {settings.engine_port, settings.engine_udp_port} <= ports
    assert [row for row in rows if row[1].rpartition(":")[0] not in LOOPBACK_HEX] == []


async def test_clients_are_told_of_no_foreign_stun_server(engine: Engine) -> None:
    await make_room(engine, "a-room")
    async with aiohttp.ClientSession() as session, joining(session, engine, "a-room") as joined:
        answer = SignalResponse.FromString(await joined.receive_bytes(timeout=5))
        urls = [url for server in answer.join.ice_servers for url in server.urls]
        assert urls == ["stun:127.0.0.1:3478"]


async def test_a_room_that_we_did_not_make_cannot_be_joined(engine: Engine) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await joining(session, engine, "nobody-made-this")
    assert refusal.value.status == 404


async def test_comes_back_after_it_was_killed(engine: Engine) -> None:
    seen: list[bool] = []
    both = asyncio.Event()

    def note(healthy: bool) -> None:
        seen.append(healthy)
        if len(seen) == 2:
            both.set()

    stop_watching = engine.watch(note)
    first = pid_of(engine)
    os.kill(first, signal.SIGKILL)
    await asyncio.wait_for(both.wait(), 8)
    assert seen == [False, True]
    assert engine.healthy
    assert engine.pid != first
    stop_watching()
    await engine.stop()
    assert seen == [False, True]


async def test_is_restarted_when_it_no_longer_answers(engine: Engine) -> None:
    first = pid_of(engine)
    os.kill(first, signal.SIGSTOP)
    for _ in range(250):
        if engine.healthy and engine.pid not in (first, None):
            break
        await asyncio.sleep(0.1)
    assert engine.healthy
    assert engine.pid != first
    assert not is_alive(first)


async def test_stop_does_not_wait_for_clients(engine: Engine) -> None:
    await make_room(engine, "a-room")
    pid = pid_of(engine)
    async with aiohttp.ClientSession() as session, joining(session, engine, "a-room") as joined:
        await joined.receive_bytes(timeout=5)
        started = time.monotonic()
        await engine.stop()
        assert time.monotonic() - started < 4
    assert not is_alive(pid)
    assert not engine.healthy
    await engine.stop()


async def test_does_not_outlive_a_killed_parent(settings: Settings) -> None:
    environ = os.environ | {
        "FOLKMOOT_DATA_DIR": str(settings.data_dir),
        "FOLKMOOT_ENGINE_PORT": str(settings.engine_port),
        "FOLKMOOT_ENGINE_UDP_PORT": str(settings.engine_udp_port),
    }
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STARTER, env=environ, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    try:
        async with asyncio.timeout(20):
            while not (line := await parent.stdout.readline()).startswith(b"engine is"):
                assert line
        pid = int(line.split()[-1])
        assert is_alive(pid)
    finally:
        parent.kill()
        await parent.wait()
    assert await is_gone(pid, 3)


@pytest.mark.parametrize(
    ("kind", "field", "variable"),
    [
        (socket.SOCK_STREAM, "engine_port", "FOLKMOOT_ENGINE_PORT"),
        (socket.SOCK_DGRAM, "engine_udp_port", "FOLKMOOT_ENGINE_UDP_PORT"),
    ],
)
async def test_a_busy_port_is_named_with_its_setting(
    settings: Settings, kind: socket.SocketKind, field: str, variable: str
) -> None:
    port = getattr(settings, field)
    with socket.socket(socket.AF_INET, kind) as squatter:
        squatter.bind(("127.0.0.1", port))
        if kind == socket.SOCK_STREAM:
            squatter.listen()
        with pytest.raises(EnginePortBusyError) as refusal:
            await Engine(settings, Clock()).start()
    assert str(port) in refusal.value.message
    assert variable in refusal.value.message


async def test_a_missing_program_is_told(tmp_path: Path) -> None:
    with pytest.raises(EngineMissingError, match="make setup"):
        await Engine(Settings(data_dir=tmp_path, engine_binary=tmp_path / "none"), Clock()).start()


async def test_a_program_that_fails_is_told_with_its_last_words(settings: Settings, tmp_path: Path) -> None:
    program = tmp_path / "broken"
    program.write_text("#!/bin/sh\necho it hurts here\nexit 3\n")
    program.chmod(0o755)
    broken = Settings(
        data_dir=tmp_path,
        engine_binary=program,
        engine_port=settings.engine_port,
        engine_udp_port=settings.engine_udp_port,
    )
    engine = Engine(broken, Clock())
    with pytest.raises(EngineFailedError, match="it hurts here"):
        await engine.start()
    assert engine.pid is None


async def test_what_it_says_is_logged_without_saying_of_whom(settings: Settings, tmp_path: Path) -> None:
    # Not LiveKit: a program that certainly says what LiveKit says only now and then.
    program = tmp_path / "talkative"
    program.write_text(TALKATIVE.format(python=sys.executable))
    program.chmod(0o755)
    talkative = Settings(
        data_dir=tmp_path,
        engine_binary=program,
        engine_port=settings.engine_port,
        engine_udp_port=settings.engine_udp_port,
    )
    lines = io.StringIO()
    log.configure(talkative, Clock(), lines)
    engine = Engine(talkative, Clock())
    await engine.start()
    await engine.stop()
    assert "cannot forward" in lines.getvalue()
    assert "canary" not in lines.getvalue()
