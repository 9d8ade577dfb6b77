"""Runs the Python tests: two at a time those that may have neighbours, then those that need the machine alone.

A browser in a call is late beside other work, and then what is measured is the machine and not the program.
"""

import os
import subprocess
import sys

from installation.place import ROOT, venv_program
from installation.toolchain import node

RUNS = (
    # A file stays with one process: its tests share what its fixtures start.
    ("-m", "not alone", "-n", "2", "--dist", "loadfile"),
    ("-m", "alone"),
)
INTERRUPTED = 2  # pytest's status after Ctrl-C


def main() -> int:
    """Both runs, also after the first failed. Returns the first status that is not 0."""
    statuses: list[int] = []
    for arguments in RUNS:
        print(f"-- pytest {' '.join(arguments)}", flush=True)
        statuses.append(_status([str(venv_program("python")), "-m", "pytest", *arguments]))
        if statuses[-1] == INTERRUPTED:
            break
    return next((status for status in statuses if status != 0), 0)


def _status(command: list[str]) -> int:
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PATH": node().path})
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            # The terminal has told pytest as well, which ends what it has started.
            continue


if __name__ == "__main__":
    sys.exit(main())
