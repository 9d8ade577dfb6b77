"""Setting up: a second time does nothing, and what is in the way is told in one sentence."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETUP = Path("scripts", "setup.py")
WITHOUT_VENV = """
import sys
sys.modules["ensurepip"] = None  # as on Debian without python3-venv
sys.path.insert(0, "scripts")
from installation.plan import carry_out
sys.exit(carry_out([]))
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What setting up reads, in a folder where nothing has been set up."""
    folder = tmp_path / "clone"
    copy_into(folder)
    return folder


def copy_into(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("engine", "client"):
        (folder / name).mkdir()
    for file in [*ROOT.glob("requirements*.txt"), ROOT / "pyproject.toml", ROOT / "engine" / "go.mod"]:
        shutil.copy(file, folder / file.relative_to(ROOT))


def refused(folder: Path, *command: str | Path, **variables: str) -> str:
    """Runs it in `folder`; what it says must be one sentence after the titles of its steps."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "npm_"))}
    done = subprocess.run(
        command, cwd=folder, env=environ | variables, capture_output=True, text=True, timeout=90, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.splitlines()[-1]


def in_mount_namespace(script: str) -> list[str]:
    """A command that may mount what nobody else sees."""
    return ["unshare", "--map-root-user", "--mount", "sh", "-c", script]


@pytest.mark.alone
def test_a_second_time_does_nothing() -> None:
    began = time.monotonic()
    done = subprocess.run([sys.executable, SETUP], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert time.monotonic() - began < 3


def test_no_network_is_told(clone: Path) -> None:
    # Port 9 (discard): nobody listens there.
    sentence = refused(clone, sys.executable, SETUP, PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert sentence.startswith("Installing the Python packages failed because the network cannot be reached")
    assert "run the same command again" in sentence


def test_a_python_without_venv_is_told(clone: Path) -> None:
    assert "apt-get install python3-venv" in refused(clone, sys.executable, "-c", WITHOUT_VENV)


def test_a_full_disk_is_told_before_anything_is_fetched(clone: Path) -> None:
    small = "mount -t tmpfs -o size=8m tmpfs engine && cp -r scripts *.toml *.txt engine && cd engine"
    sentence = refused(clone, *in_mount_namespace(f"{small} && exec '{sys.executable}' {SETUP}"))
    assert "is full" in sentence
    assert "3 GB" in sentence


def test_a_folder_that_cannot_be_written_is_told(clone: Path) -> None:
    script = f"mount --bind . engine && mount -o remount,ro,bind engine && cd engine && exec '{sys.executable}' {SETUP}"
    assert "cannot be written" in refused(clone, *in_mount_namespace(script))


def test_a_missing_python_is_told(clone: Path) -> None:
    shutil.copy(ROOT / "Makefile", clone)
    done = subprocess.run(
        ["make", "PYTHON=python-that-is-missing", "setup"], cwd=clone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "install Python 3.11 or newer" in done.stderr


def test_help_lists_every_documented_target() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    listed = {line.split()[1] for line in shown.splitlines()}
    assert {"help", "setup", "run", "test", "lint", "journeys", "bench", "lock", "third-party", "clean"} <= listed
