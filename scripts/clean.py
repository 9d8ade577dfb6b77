"""Removes what was built. Never `var/`, which holds a service's data."""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILT = (
    ".venv",
    ".cache",
    "build",
    "engine/bin",
    "client/dist",
    "client/node_modules",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    ".import_linter_cache",
)


def main() -> None:
    """Removes each that is there."""
    for name in BUILT:
        shutil.rmtree(ROOT / name, ignore_errors=True)


if __name__ == "__main__":
    main()
