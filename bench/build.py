"""Builds the pages that are measured: the product is built by `make setup`, the others only here."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def build() -> None:
    """The page with one shared key, without encryption, and MLS alone, into client/bench-dist."""
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "client.py"), "bench"], check=True, stdout=subprocess.DEVNULL
    )
