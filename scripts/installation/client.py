"""The browser's part: npm packages from the lock file, then Vite."""

import os
from pathlib import Path

from installation.place import CLIENT, ROOT, STAMPS, log_of
from installation.program import Step, run
from installation.stamp import Stamp, digest
from installation.toolchain import Node, node

MANIFEST = CLIENT / "dist" / "manifest.json"
NOT_SOURCE = frozenset({"node_modules", "dist", "bench-dist"})
# No package may run a script of its own while it is installed; npm says nothing to its vendor.
NPM_ENVIRONMENT = {"npm_config_update_notifier": "false", "npm_config_ignore_scripts": "true"}


def is_built() -> bool:
    """True when `client/dist` comes from the sources that lie here."""
    return MANIFEST.is_file() and Stamp(STAMPS / "client").matches(_sources())


def has_packages() -> bool:
    """True when `client/node_modules` is what the lock file says."""
    return (CLIENT / "node_modules").is_dir() and Stamp(STAMPS / "npm").matches(_packages())


def build() -> None:
    """Builds it unless it is built. Raises `Trouble`."""
    if is_built():
        return
    tools = node()
    install_packages(tools)
    stamp = Stamp(STAMPS / "client")
    stamp.clear()
    sources = _sources()
    run(npm_step("Building the client", "client", tools, "run", "build"))
    stamp.write(sources)


def install_packages(tools: Node) -> None:
    """`npm ci`, unless they are there. Raises `Trouble`."""
    if has_packages():
        return
    stamp = Stamp(STAMPS / "npm")
    stamp.clear()
    run(npm_step("Installing the client's packages", "npm", tools, "ci", "--no-audit", "--no-fund"))
    stamp.write(_packages())


def npm_step(title: str, log: str, tools: Node, *arguments: str) -> Step:
    """A call of npm in `client/`."""
    environment = {**NPM_ENVIRONMENT, "PATH": tools.path}
    return Step(title, "npm", [*tools.npm, *arguments], CLIENT, log_of(log), environment)


def _packages() -> str:
    return digest([CLIENT / "package.json", CLIENT / "package-lock.json", CLIENT / ".npmrc"])


def _sources() -> str:
    return digest([*_files_below(CLIENT), *_files_below(ROOT / "locales")])


def _files_below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in NOT_SOURCE]
        found.extend(Path(place, name) for name in files)
    return found
