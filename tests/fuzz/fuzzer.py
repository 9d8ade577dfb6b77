"""Runs one target of the server under Atheris, libFuzzer for Python: what the code did with an input leads to more.

`python -m tests.fuzz.fuzzer NAME FOLDER SECONDS [options of libFuzzer, corpus folders]`; libFuzzer ends the process by
itself. SECONDS are of the processor, from the first input on, so that a busy machine tries no fewer inputs; 0: no end.
"""

import importlib
import os
import signal
import sys
from pathlib import Path
from typing import Any


def _enough(_: int, __: object) -> None:
    # libFuzzer itself counts by the clock on the wall. Told so, it says what it did, and ends well.
    os.kill(os.getpid(), signal.SIGUSR1)


def main(name: str, folder: Path, seconds: float, options: list[str]) -> None:
    """Never returns."""
    atheris: Any = importlib.import_module("atheris")
    # What is to be watched must be loaded under its eyes.
    with atheris.instrument_imports(include=["folkmoot"], enable_loader_override=False):
        targets = importlib.import_module("tests.fuzz.targets")
    with targets.opened(name, folder) as attempt:
        atheris.Setup([sys.argv[0], *options], attempt, enable_python_coverage=True)
        signal.signal(signal.SIGPROF, _enough)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), sys.argv[4:])
