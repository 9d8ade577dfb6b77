"""Every check that runs nothing of ours for long: style, types, arrows, locks, notices, the API's description."""

import os
import subprocess
import sys
from pathlib import Path

from installation.place import ROOT, venv_program
from installation.toolchain import node

SCRIPTS = Path(__file__).resolve().parent


def main() -> int:
    """Runs all of them, also after one failed, so that one run shows everything. Returns 1 when any failed."""
    python = venv_program("python")
    checks: list[tuple[str, list[str | Path]]] = [
        ("Style", [venv_program("ruff"), "check", "."]),
        ("Format", [venv_program("ruff"), "format", "--check", "."]),
        ("Types", [venv_program("pyright")]),
        ("Import arrows", [venv_program("lint-imports"), "--no-cache"]),
        ("Tracked files", [python, SCRIPTS / "tracked.py"]),
        ("Lock files", [python, SCRIPTS / "lock.py", "--check"]),
        ("Third-party notices", [python, SCRIPTS / "third_party.py", "--check"]),
        ("OpenAPI description", [venv_program("folkmoot"), "openapi", "--check"]),
        ("Client: style and types", [python, SCRIPTS / "client.py", "lint", "types"]),
    ]
    failed = [title for title, command in checks if not _passes(title, command)]
    print(f"Failed: {', '.join(failed)}." if failed else "All checks pass.")
    return 1 if failed else 0


def _passes(title: str, command: list[str | Path]) -> bool:
    print(f"-- {title}", flush=True)
    # pyright is a JavaScript program; its wrapper takes the first `node` in PATH.
    arguments = [str(part) for part in command]
    environment = {**os.environ, "PATH": node().path, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    return subprocess.run(arguments, cwd=ROOT, env=environment, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
