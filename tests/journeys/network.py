"""Networks of a test's own: a namespace with loopback, or with one cable besides, and tests that run inside it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

#: What the cable has.
ADDRESS = "198.51.100.2"
# A default route into a cable that ends in the same namespace: who wants to reach anybody leaves a packet there, where an absent
# route would hide the try. (A dummy interface is not in every kernel.)
SINK, END = "sink0", "sink1"
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
            run("ip", "-n", name, "addr", "add", f"{ADDRESS}/24", "dev", SINK)
            run("ip", "-n", name, "link", "set", SINK, "arp", "off", "up")
            run("ip", "-n", name, "link", "set", END, "up")
            run("ip", "-n", name, "route", "add", "default", "dev", SINK)
        yield name
    finally:
        run("ip", "netns", "del", name)


def run_tests(name: str, file: Path, seconds: float, **environ: str) -> None:
    """Runs that file of tests inside; what it printed last is told when it fails."""
    command = ["ip", "netns", "exec", name, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(file)]
    done = subprocess.run(
        command, env=os.environ | environ, check=False, capture_output=True, text=True, timeout=seconds
    )
    assert done.returncode == 0, done.stdout[-4000:]
