"""The program `folkmoot` as an operator starts it: a process, its output, what it started."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("folkmoot")
# Every process of the tests looks in a hundred of its own: what is free to one may be taken by another just now.
PORTS = 100
FIRST_PORT = 8600 + PORTS * int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody has now, neither for TCP nor for UDP."""
    found: list[int] = []
    for port in range(FIRST_PORT, FIRST_PORT + PORTS):
        with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp, suppress(OSError):
            tcp.bind(("127.0.0.1", port))
            udp.bind(("127.0.0.1", port))
            found.append(port)
        if len(found) == count:
            return found
    raise AssertionError(f"fewer than {count} ports are free")


def settings_for(folder: Path) -> dict[str, str]:
    """The environment of an installation of its own: free ports, data below `folder`."""
    port, metrics, engine, udp = free_ports(4)
    # The built client may lie elsewhere; everything else of whoever runs the tests is left out.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FOLKMOOT_")}
    kept |= {name: os.environ[name] for name in ("FOLKMOOT_CLIENT_DIR",) if name in os.environ}
    return kept | {
        "FOLKMOOT_PORT": str(port),
        "FOLKMOOT_METRICS_PORT": str(metrics),
        "FOLKMOOT_ENGINE_PORT": str(engine),
        "FOLKMOOT_ENGINE_UDP_PORT": str(udp),
        "FOLKMOOT_DATA_DIR": str(folder / "var"),
    }


def folkmoot(environ: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end."""
    return subprocess.run(
        [PROGRAM, *arguments],
        env=environ,
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@dataclass
class Running:
    """`folkmoot run` after it has printed its address."""

    process: subprocess.Popen[str]
    address: str
    said: str

    def health(self) -> int:
        with urllib.request.urlopen(f"{self.address}/health", timeout=5) as answer:  # noqa: S310 - our own http address
            return int(answer.status)

    def descendants(self) -> list[int]:
        return descendants(self.process.pid)

    def end(self, number: signal.Signals) -> int:
        """Sends the signal and returns the exit status."""
        self.process.send_signal(number)
        return self.process.wait(10)


@contextmanager
def running(environ: dict[str, str], *arguments: str) -> Generator[Running]:
    """Starts it, waits for what it prints when it runs, and leaves nothing behind."""
    process = subprocess.Popen(
        [PROGRAM, "run", *arguments],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield _up(process)
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _up(process: subprocess.Popen[str]) -> Running:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        found = re.search(r"running at (\S+)$", said, re.MULTILINE)
        if found and line.startswith("Press Ctrl-C"):
            return Running(process, found[1], said)
    raise AssertionError(f"folkmoot run ended with {process.wait()}:\n{said}")


def descendants(pid: int) -> list[int]:
    """Every process below `pid`."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def all_gone(pids: list[int], seconds: float = 3) -> bool:
    """True when none of them runs any more (one that nobody has waited for does not run)."""
    deadline = time.monotonic() + seconds
    while any(_runs(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False
