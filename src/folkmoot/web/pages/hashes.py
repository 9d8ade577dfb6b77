"""The list of the built client's files with their SHA-256 sums, in the form that `sha256sum` writes and checks.

The sum over all is the sum of that text, so that nothing of ours is needed to come to the same figure.
"""

import hashlib
import re
from pathlib import Path
from typing import ClassVar

import msgspec

from folkmoot.base.errors import FolkmootError
from folkmoot.web.files import served
from folkmoot.web.pages.assets import PREFIX, ClientMissingError

# Where a service shows its own list; beside the files, so that `sha256sum --check` works on what was fetched.
ADDRESS = f"{PREFIX}SHA256SUMS"
_MOST_LINES = 1000
# Two signs between: the second tells how the file was read, which makes no difference on today's systems.
_LINE = re.compile(r"([0-9a-f]{64}) [ *]([A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*)")


class BadListError(FolkmootError):
    """A text that is no list of sums."""

    code: ClassVar[str] = "bad_list"
    sentence: ClassVar[str] = "That is no list of sums: each line is 64 hexadecimal digits, two spaces and a file name."


class Listed(msgspec.Struct, frozen=True):
    """One file. `name` is its path below `/assets/`, `sha256` is 64 hexadecimal digits."""

    name: str
    sha256: str


class Listing(msgspec.Struct, frozen=True):
    """All files, by name."""

    files: tuple[Listed, ...]

    @property
    def text(self) -> str:
        """As it is published."""
        return "".join(f"{one.sha256}  {one.name}\n" for one in self.files)

    @property
    def total(self) -> str:
        """The sum over all: SHA-256 of the text, 64 hexadecimal digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def by_name(self) -> dict[str, str]:
        """Sums by names."""
        return {one.name: one.sha256 for one in self.files}


def listing(folder: Path) -> Listing:
    """The list of what lies there. Raises `ClientMissingError` when nothing does."""
    files = [(path.relative_to(folder).as_posix(), path.read_bytes()) for path in served(folder)]
    if not files:
        raise ClientMissingError
    return _in_order([Listed(name, hashlib.sha256(content).hexdigest()) for name, content in files])


def parse(text: str) -> Listing:
    """Reads a published list. Raises `BadListError`, also for a name twice and for one that leads out of the folder."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [_LINE.fullmatch(line) for line in lines]
    files = [Listed(match[2], match[1]) for match in found if match is not None]
    names = {one.name for one in files}
    if not files or len(files) != len(lines) or len(names) != len(files) or len(files) > _MOST_LINES:
        raise BadListError
    return _in_order(files)


def _in_order(files: list[Listed]) -> Listing:
    return Listing(tuple(sorted(files, key=lambda one: one.name)))
