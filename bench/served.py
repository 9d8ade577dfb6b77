"""The whole service in a process of its own, without the limits that a single address or a room has: `python -m bench.served FOLDER PORT PEOPLE`.

The setting for the size of a room ends at 50; the same service is asked here what it would do with more.
"""

import asyncio
import signal
import sys
from pathlib import Path

from folkmoot.base import log
from folkmoot.base.clock import Clock
from folkmoot.meet.engine import Engine
from folkmoot.web.serving import serve
from tests.service import make_settings


async def run(folder: Path, port: int, people: int) -> None:
    settings = make_settings(folder, port=port, room_capacity=people, log_level="warning")
    clock, stop = Clock(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with (folder / "log").open("a") as said:
        pseudonyms = log.configure(settings, clock, said)
        engine = Engine(settings, clock)
        await serve(settings, engine, clock, pseudonyms, ready=lambda: print("ready", flush=True), stop=stop)


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
