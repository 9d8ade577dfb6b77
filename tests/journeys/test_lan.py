"""A phone on the same network, by `folkmoot run --lan`: in a namespace that has one network and nobody else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.test_network import namespace, needs_namespaces

VISIT = Path(__file__).with_name("lan_visit.py")
# What test_network.namespace gives the cable that leads nowhere.
ADDRESS = "198.51.100.2"


@needs_namespaces
@pytest.mark.timeout(300)
def test_a_visit_on_the_network() -> None:
    with namespace(f"folkmoot-lan-{os.getpid()}", sink=True) as name:
        command = [
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
            str(VISIT),
        ]
        environ = os.environ | {"LAN_ADDRESS": ADDRESS}
        visit = subprocess.run(command, env=environ, check=False, capture_output=True, text=True, timeout=280)
    assert visit.returncode == 0, visit.stdout[-4000:]
