"""A phone on the same network, by `folkmoot run --lan`: in a namespace that has one network and nobody else."""

import os
from pathlib import Path

import pytest

from tests.journeys.network import ADDRESS, namespace, needs_namespaces, run_tests

VISIT = Path(__file__).with_name("lan_visit.py")


@needs_namespaces
@pytest.mark.timeout(300)
def test_a_visit_on_the_network() -> None:
    with namespace(f"folkmoot-lan-{os.getpid()}", sink=True) as name:
        run_tests(name, VISIT, 280, LAN_ADDRESS=ADDRESS)
