"""Becomes another program that cannot outlive its parent: `python -I -S leash.py PARENT-PID PROGRAM ARGUMENT...`.

A program of its own, because code between fork and exec in a process with threads may hang for ever (Python 3.12
warns about it). Imports nothing of ours. See prctl(2), PR_SET_PDEATHSIG: it survives exec, and the kernel keeps it
even when the parent is killed with SIGKILL.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Never returns: it has become the program, or ended with a status that says why not."""
    parent, program = int(arguments[0]), arguments[1]
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL) != 0:
            sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")
    # The parent may have died before the call above, and nothing would tell us any more.
    if os.getppid() != parent:
        sys.exit("the parent is gone")
    os.execv(program, [program, *arguments[2:]])  # noqa: S606 - no shell is wanted here


if __name__ == "__main__":
    main(sys.argv[1:])
