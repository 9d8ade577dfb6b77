"""The journey where only loopback exists, and what the wire carries of it."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.network import namespace, needs_namespaces, run, run_tests

JOURNEY = Path(__file__).with_name("test_journey.py")
# The kernel itself announces IPv6 groups on a new cable (RFC 3810, ff02::16).
FOREIGN = "not (net 127.0.0.0/8 or host ::1 or dst host ff02::16) and not icmp6"


@contextmanager
def capture(name: str, target: Path, *filters: str) -> Generator[None]:
    command = [
        "ip",
        "netns",
        "exec",
        name,
        "tcpdump",
        "--immediate-mode",
        "-i",
        "any",
        "-U",
        "-n",
        "-w",
        str(target),
        *filters,
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as listening:
        assert listening.stderr is not None
        assert b"listening" in listening.stderr.readline() + listening.stderr.readline()
        try:
            yield
        finally:
            listening.terminate()


def packets(target: Path) -> list[str]:
    shown = subprocess.run(["tcpdump", "-n", "-r", str(target)], capture_output=True, text=True, check=True, timeout=60)
    return shown.stdout.splitlines()


@needs_namespaces
@pytest.mark.timeout(400)
@pytest.mark.parametrize("sink", [False, True], ids=["only-loopback", "a-way-out-that-nobody-takes"])
def test_journey_talks_to_nobody_else(tmp_path: Path, sink: bool) -> None:
    with namespace(f"folkmoot-{os.getpid()}", sink=sink) as name:
        # The control: a packet for somebody else is in the capture.
        if sink:
            control = tmp_path / "control.pcap"
            with capture(name, control, FOREIGN):
                knock = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))"
                run("ip", "netns", "exec", name, sys.executable, "-c", knock + "; import time; time.sleep(1)")
            assert any("192.0.2.1" in line for line in packets(control))
        taken = tmp_path / "journey.pcap"
        with capture(name, taken, FOREIGN):
            run_tests(name, JOURNEY, 360)
        assert packets(taken) == []
