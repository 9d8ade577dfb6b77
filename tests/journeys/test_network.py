"""The journey where only loopback exists, and what the wire carries of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

JOURNEY = Path(__file__).with_name("test_journey.py")
# A default route into a cable that ends in the same namespace: who wants to reach anybody leaves a packet there, where an absent
# route would hide the try. (A dummy interface is not in every kernel.)
SINK, END = "sink0", "sink1"
# The kernel itself announces IPv6 groups on a new cable (RFC 3810, ff02::16).
FOREIGN = "not (net 127.0.0.0/8 or host ::1 or dst host ff02::16) and not icmp6"

needs_namespaces = pytest.mark.skipif(
    os.environ.get("CI") != "true" and (os.geteuid() != 0 or not shutil.which("tcpdump") or not shutil.which("ip")),
    reason="network namespaces need root, iproute2 and tcpdump",
)


def run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=30)


@contextmanager
def namespace(name: str, *, sink: bool) -> Generator[str]:
    run("ip", "netns", "add", name)
    try:
        run("ip", "-n", name, "link", "set", "lo", "up")
        if sink:
            run("ip", "-n", name, "link", "add", SINK, "type", "veth", "peer", "name", END)
            run("ip", "-n", name, "addr", "add", "198.51.100.2/24", "dev", SINK)
            run("ip", "-n", name, "link", "set", SINK, "arp", "off", "up")
            run("ip", "-n", name, "link", "set", END, "up")
            run("ip", "-n", name, "route", "add", "default", "dev", SINK)
        yield name
    finally:
        run("ip", "netns", "del", name)


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
            journey = subprocess.run(
                [
                    "ip",
                    "netns",
                    "exec",
                    name,
                    sys.executable,
                    "-m",
                    "pytest",
                    "-q",
                    "-p",
                    "no:cacheprovider",
                    str(JOURNEY),
                ],
                check=False,
                capture_output=True,
                text=True,
                timeout=360,
            )
        assert journey.returncode == 0, journey.stdout[-4000:]
        assert packets(taken) == []
