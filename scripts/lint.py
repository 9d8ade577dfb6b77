"""Every check that runs nothing of ours for long: style, types, arrows, locks, notices, the API's description.

`lint.py --with-client-tests` runs the client's unit tests beside them.
"""

import os
import sys
from pathlib import Path

from installation.place import venv_program
from installation.toolchain import node
from lanes import Job, run

SCRIPTS = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """Runs all of them, also after one failed, so that one run shows everything. Returns 1 when any failed."""
    python, client = venv_program("python"), SCRIPTS / "client.py"
    # Both lanes end at about the same time when the longest are first.
    checks: list[Job] = [
        ("Types", [venv_program("pyright")]),
        *([("Client: tests", [python, client, "test"])] if arguments == ["--with-client-tests"] else []),
        ("Client: style", [python, client, "lint"]),
        ("Client: types", [python, client, "types"]),
        ("OpenAPI description", [venv_program("folkmoot"), "openapi", "--check"]),
        ("Import arrows", [venv_program("lint-imports"), "--no-cache"]),
        ("Style", [venv_program("ruff"), "check", "."]),
        ("Format", [venv_program("ruff"), "format", "--check", "."]),
        ("Tracked files", [python, SCRIPTS / "tracked.py"]),
        ("Lock files", [python, SCRIPTS / "lock.py", "--check"]),
        ("Third-party notices", [python, SCRIPTS / "third_party.py", "--check"]),
    ]
    # pyright is a JavaScript program; its wrapper takes the first `node` in PATH.
    environment = {**os.environ, "PATH": node().path, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    failed = run(checks, environment)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks pass.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
