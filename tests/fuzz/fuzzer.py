"""Runs one target of the server under Atheris, libFuzzer for Python: what the code did with an input leads to more.

`python -m tests.fuzz.fuzzer NAME FOLDER [options of libFuzzer, corpus folders]`; libFuzzer ends the process by itself.
"""

import importlib
import sys
from pathlib import Path
from typing import Any


def main(name: str, folder: Path, options: list[str]) -> None:
    """Never returns."""
    atheris: Any = importlib.import_module("atheris")
    # What is to be watched must be loaded under its eyes.
    with atheris.instrument_imports(include=["folkmoot"], enable_loader_override=False):
        targets = importlib.import_module("tests.fuzz.targets")
    with targets.opened(name, folder) as attempt:
        atheris.Setup([sys.argv[0], *options], attempt, enable_python_coverage=True)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
