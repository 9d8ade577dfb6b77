"""A running Folkmoot: the program itself, on free ports and a data folder of its own."""

import asyncio
import os
import signal
import socket
import sys
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.service import free_port

PROGRAM = Path(sys.executable).with_name("folkmoot")


@dataclass
class Service:
    """`folkmoot run` with its output kept in `log`."""

    data_dir: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict[str, str])
    process: asyncio.subprocess.Process | None = None

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        return self.data_dir.parent / f"{self.data_dir.name}.log"

    async def start(self) -> None:
        environ = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")} | {
            "FOLKMOOT_PORT": str(self.port),
            "FOLKMOOT_DATA_DIR": str(self.data_dir),
            "FOLKMOOT_ENGINE_PORT": str(free_port()),
            "FOLKMOOT_ENGINE_UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
            "FOLKMOOT_METRICS_PORT": str(free_port()),
            # Every browser of a test has one address.
            "FOLKMOOT_ROOMS_PER_HOUR": "10000",
            "FOLKMOOT_JOINS_PER_MINUTE": "10000",
            **self.settings,
        }
        with self.log.open("ab") as output:
            self.process = await asyncio.create_subprocess_exec(
                str(PROGRAM), "run", env=environ, stdout=output, stderr=output, start_new_session=True
            )
        await self._healthy()

    async def stop(self) -> None:
        process = self.process
        if process is None or process.returncode is not None:
            return
        process.send_signal(signal.SIGINT)
        try:
            await asyncio.wait_for(process.wait(), 15)
        except TimeoutError:
            os.killpg(process.pid, signal.SIGKILL)
            raise AssertionError(f"folkmoot run did not stop on SIGINT:\n{self.tail()}") from None

    async def kill(self) -> None:
        """Ends it as a power cut would. The engine goes with it: nobody would be there to watch it."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    def engine_pid(self) -> int:
        """The one child of ours that is LiveKit."""
        assert self.process is not None
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        found = [int(pid) for pid in children if b"livekit-server" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert len(found) == 1, found
        return found[0]

    def tail(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-40:])

    async def _healthy(self) -> None:
        assert self.process is not None
        async with aiohttp.ClientSession() as session:
            for _ in range(300):
                if self.process.returncode is not None:
                    raise AssertionError(f"folkmoot run ended with {self.process.returncode}:\n{self.tail()}")
                try:
                    async with session.get(f"http://127.0.0.1:{self.port}/health") as answer:
                        if answer.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(0.1)
        raise AssertionError(f"not healthy after 30 s:\n{self.tail()}")
