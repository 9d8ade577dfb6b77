"""A real server on a free loopback port, in the test's own event loop, with a real database."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from folkmoot.base import log
from folkmoot.base.clock import Clock
from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings
from folkmoot.meet.engine import Engine
from folkmoot.web.serving import serve, serve_web

_ENTRIES = {
    "src/ui/pages.css": "pages-1a2b3c4d.css",
    "src/ui/office.css": "office-1a2b3c4d.css",
    "src/enhance/home.ts": "home-1a2b3c4d.js",
    "src/enhance/protection.ts": "protection-1a2b3c4d.js",
    "src/enhance/signin.ts": "signin-1a2b3c4d.js",
    "src/enhance/campaign.ts": "campaign-1a2b3c4d.js",
    "src/enhance/record.ts": "record-1a2b3c4d.js",
    "src/enhance/check.ts": "check-1a2b3c4d.js",
    "src/enhance/receipts.ts": "receipts-1a2b3c4d.js",
    "src/enhance/move.ts": "move-1a2b3c4d.js",
    "src/enhance/gate.ts": "gate-1a2b3c4d.js",
    "src/ui/record.css": "record-1a2b3c4d.css",
}
_SCRIPT = "export const line = 'one of many lines, so that compressing it is worth it';\n" * 40


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port that nobody has just now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def build_client(folder: Path) -> Path:
    """What a build of the client leaves, with less in it."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = {**_ENTRIES, "src/room/main.ts": "room-1a2b3c4d.js"}
    for name in entries.values():
        (folder / name).write_text(_SCRIPT if name.endswith(".js") else "main { display: block }\n")
    manifest = {source: {"file": name, "src": source, "isEntry": True} for source, name in entries.items()}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def make_settings(folder: Path, **given: Any) -> Settings:
    """Free ports, a data folder of its own, limits out of the way."""
    chosen: dict[str, Any] = {
        "port": free_port(),
        "metrics_port": free_port(),
        "engine_port": free_port(),
        "engine_udp_port": free_port(socket.SOCK_DGRAM),
        "data_dir": folder / "data",
        # tests/meet/conftest.py runs tests on both databases by it.
        "database_url": Secret(os.environ.get("FOLKMOOT_DATABASE_URL", "")),
        "client_dir": build_client(folder / "client"),
        "joins_per_minute": 100_000,
        "rooms_per_hour": 100_000,
        "frames_burst": 100_000,
        "gate_requests_per_minute": 100_000,
        "gate_misses_per_hour": 100_000,
        "link_voices_per_hour": 100_000,
        "mails_per_hour": 100_000,
        "acts_per_minute": 10_000_000,
        "log_level": "debug",
        "log_format": "json",
    }
    return Settings(**(chosen | given))


@dataclass(frozen=True)
class Service:
    """Where it is."""

    settings: Settings
    session: aiohttp.ClientSession
    # Set, it stops.
    stop: asyncio.Event

    @property
    def origin(self) -> str:
        return self.settings.public_origin

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"


@asynccontextmanager
async def running_service(settings: Settings, *, with_engine: bool = False) -> AsyncGenerator[Service]:
    """Runs until the block ends; what it ended with is raised."""
    clock = Clock()
    log_file = (settings.data_dir.parent / "log").open("a")
    pseudonyms = log.configure(settings, clock, log_file)
    ready, stop = asyncio.Event(), asyncio.Event()
    run = serve if with_engine else serve_web
    engine = Engine(settings, clock)
    task = asyncio.create_task(run(settings, engine, clock, pseudonyms, ready=ready.set, stop=stop))
    waiting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        # Clients outlive the server, so that they see how it ends.
        async with aiohttp.ClientSession() as session:
            try:
                yield Service(settings, session, stop)
            finally:
                stop.set()
                await task
    finally:
        waiting.cancel()
        log_file.close()
