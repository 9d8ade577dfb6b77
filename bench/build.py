"""Builds what only measuring needs: pages beside the product, which `make setup` builds, and the load generator."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build() -> None:
    """The page with one shared key, without encryption, and MLS alone, into client/bench-dist."""
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "client.py"), "bench"], check=True, stdout=subprocess.DEVNULL
    )


def build_load() -> Path:
    """The load generator of bench/load; gives the program."""
    command = [sys.executable, str(ROOT / "scripts" / "load.py")]
    return Path(subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip())
