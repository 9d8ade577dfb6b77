"""Where everything lies in a clone, and whether there is room for it."""

import os
import shutil
from pathlib import Path

from installation.trouble import disk_full, not_writable

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMPS = ROOT / ".cache" / "setup"
ENGINE = ROOT / "engine"
CLIENT = ROOT / "client"
NEEDED_BYTES = 3_000_000_000


def log_of(step: str) -> Path:
    """Where the output of a step goes."""
    return STAMPS / f"{step}.log"


def venv_program(name: str) -> Path:
    """A program of the virtual environment."""
    return VENV / "bin" / name


def check_room() -> None:
    """Before anything is downloaded or built. The home folder holds the caches of Go and npm.

    Raises `Trouble` when a folder cannot be written or has less than 3 GB left.
    """
    if not os.access(ROOT, os.W_OK):
        raise not_writable(ROOT)
    for folder in (ROOT, Path.home()):
        if folder.is_dir() and shutil.disk_usage(folder).free < NEEDED_BYTES:
            raise disk_full(folder)
