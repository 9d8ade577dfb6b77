"""All steps in order, one set-up at a time in one folder."""

import argparse
import fcntl
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager

from installation import client, engine, environment
from installation.place import STAMPS, check_room
from installation.toolchain import node
from installation.trouble import Trouble, from_os_error


def carry_out(arguments: Sequence[str]) -> int:
    """Runs what is asked for. Returns the exit status: 0, 1 after a sentence on standard error, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="setup.py", description="Makes a clone of Folkmoot runnable.")
    parser.add_argument("--dev", action="store_true", help="also install what the tests need")
    wanted = parser.parse_args(arguments)
    try:
        with _alone():
            _steps(dev=wanted.dev)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as error:
        print(from_os_error(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is done is kept; run the same command to go on.", file=sys.stderr)
        return 130
    return 0


def _steps(*, dev: bool) -> None:
    if not (engine.is_built() and client.is_built()):
        check_room()
    environment.prepare(dev=dev)
    engine.build()
    client.build()
    if dev:
        client.install_packages(node())


@contextmanager
def _alone() -> Generator[None]:
    STAMPS.mkdir(parents=True, exist_ok=True)
    with (STAMPS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another set-up is going on in this folder; waiting for it.", file=sys.stderr, flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
