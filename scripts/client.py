"""Runs scripts of client/package.json with the Node that setting up found: `client.py lint types test`."""

import subprocess
import sys

from installation.client import npm_step
from installation.toolchain import node


def main(names: list[str]) -> int:
    """Each in turn, output straight through. Returns the first status that is not 0."""
    tools = node()
    for name in names:
        step = npm_step(name, name, tools, "run", "--silent", name)
        command = [str(part) for part in step.command]
        code = subprocess.run(command, cwd=step.folder, env=step.whole_environment(), check=False).returncode
        if code != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
