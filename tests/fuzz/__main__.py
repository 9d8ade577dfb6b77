"""The long run, one target after the other: `python -m tests.fuzz [TARGET ...] [--inputs 10000000] [--seconds S]`.

Each adds a row to runs.csv. A failure is printed, its input is in the corpus, where every later run begins, and the
program ends with 1.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.crypto.lab import build
from tests.fuzz import targets
from tests.fuzz.run import CLIENT, CLIENT_TARGETS, run

INPUTS = 10_000_000


def main() -> int:
    """Runs and prints."""
    names = [*targets.names(), *(f"{CLIENT}{name}" for name in CLIENT_TARGETS)]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(names))
    parser.add_argument("--inputs", type=int, default=INPUTS)
    parser.add_argument("--seconds", type=float)
    given = parser.parse_args()
    unknown = set(given.targets) - set(names)
    if unknown:
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        bundle = build("peer", Path(folder) / "peer")
        for name in given.targets or names:
            done = run(name, seconds=given.seconds, inputs=given.inputs, bundle=bundle)
            done.keep()
            rate = done.inputs / max(done.seconds, 0.001)
            sys.stdout.write(
                f"{name}: {done.inputs} inputs in {done.seconds:.0f} s, {rate:.0f} a second\n{done.failure}"
            )
            sys.stdout.flush()
            failed = failed or bool(done.failure)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
