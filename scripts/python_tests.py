"""Runs the Python tests in three parts, whose markers pyproject.toml explains.

Two at a time those that may have neighbours. The fuzzers take what these leave of the processors, and then all of them;
their minute each is of the processor's time. Then those that need the machine alone: a browser in a call is late beside
other work, and then what is measured is the machine and not the program.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NoReturn

from installation.place import ROOT, venv_program
from installation.toolchain import node

# A file stays with one process: its tests share what its fixtures start.
# By name the last files are short; those with the fewest tests, which would be last otherwise, are long.
NEIGHBOURS = ("-m", "not alone and not spare", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
ALONE = ("-m", "alone")
SPARE = ("-m", "spare")
INTERRUPTED = 2  # pytest's status after Ctrl-C
LEAST = "19"


def main() -> int:
    """All parts, also after one failed. Returns the first status that is not 0."""
    signal.signal(signal.SIGTERM, _told_to_end)
    with tempfile.TemporaryFile() as said, _aside(SPARE, said) as spare:
        statuses = [_part(NEIGHBOURS)]
        if statuses[-1] == INTERRUPTED:
            return INTERRUPTED
        print(f"-- pytest {' '.join(SPARE)}", flush=True)
        statuses.append(spare.wait())
        said.seek(0)
        print(said.read().decode(errors="replace"), end="", flush=True)
    statuses.append(_part(ALONE))
    return next((status for status in statuses if status != 0), 0)


def _part(arguments: tuple[str, ...]) -> int:
    print(f"-- pytest {' '.join(arguments)}", flush=True)
    return _ended(_started(arguments))


def _told_to_end(number: int, _: object) -> NoReturn:
    sys.exit(128 + number)


def _started(
    arguments: tuple[str, ...], said: IO[bytes] | None = None, *, apart: bool = False
) -> subprocess.Popen[bytes]:
    command = [str(venv_program("python")), "-m", "pytest", *arguments]
    environ = {**os.environ, "PATH": node().path}
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=said, stderr=said, start_new_session=apart)


def _ended(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait()
    except KeyboardInterrupt:
        # The terminal has told pytest as well, which ends what it has started.
        return process.wait()
    except SystemExit:
        process.send_signal(signal.SIGINT)
        process.wait()
        raise


@contextmanager
def _aside(arguments: tuple[str, ...], said: IO[bytes]) -> Generator[subprocess.Popen[bytes]]:
    """Runs only while nobody else wants the processor; ends with the block."""
    process = _started(arguments, said, apart=True)
    # A machine without one of these, or on which it is not allowed, just shares out among all.
    with suppress(OSError):
        os.sched_setscheduler(process.pid, os.SCHED_IDLE, os.sched_param(0))
    # Where the kernel shares out among sessions first, what one of them is worth counts before that.
    with suppress(OSError):
        Path(f"/proc/{process.pid}/autogroup").write_text(LEAST)
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
