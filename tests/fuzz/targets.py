"""Everything of ours that reads what others write, by name. A target takes any bytes; to raise is to fail."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzz.doors import DOORS
from tests.fuzz.parsers import PARSERS

CORPUS = Path(__file__).with_name("corpus")


def names() -> list[str]:
    """Those of the server."""
    return [*PARSERS, *DOORS]


@contextmanager
def opened(name: str, folder: Path) -> Generator[Callable[[bytes], None]]:
    """The target, with what it needs in `folder`."""
    if name in PARSERS:
        yield PARSERS[name]
    else:
        with DOORS[name](folder) as attempt:
            yield attempt


def saved(name: str) -> dict[str, bytes]:
    """The inputs that every run begins with: seeds, what long runs found to be new, what once failed."""
    return {file.name: file.read_bytes() for file in sorted((CORPUS / name).iterdir())}
