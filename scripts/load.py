"""Builds bench/load, the load for media servers, with the Go that setting up found. Prints where the program is."""

import os
import subprocess
import sys

from installation.engine import FLAGS, GO_ENVIRONMENT
from installation.place import ROOT
from installation.toolchain import go

SOURCE = ROOT / "bench" / "load"
BINARY = ROOT / "build" / "bench-load"


def main() -> int:
    """Go builds again only what has changed. Returns its status."""
    command = [go(), "build", *FLAGS, "-o", BINARY, "."]
    done = subprocess.run(command, cwd=SOURCE, env=os.environ | GO_ENVIRONMENT, check=False)
    if done.returncode == 0:
        print(BINARY)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
