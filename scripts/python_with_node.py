"""Runs this Python with the Node that setting up found first in PATH: `python_with_node.py -m pytest`.

Some tests and measurements run the client's own code in Node, which may only be there as a wheel.
"""

import os
import sys

from installation.toolchain import node

if __name__ == "__main__":
    os.environ["PATH"] = node().path
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])  # noqa: S606 - no shell is wanted here
