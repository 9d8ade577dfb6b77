"""Whether a step's inputs are what they were when it last succeeded."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(files: Iterable[Path], *words: str) -> str:
    """SHA-256 over names, contents and `words`. A file that is not there counts as such."""
    total = hashlib.sha256()
    for word in words:
        total.update(f"word {word}\0".encode())
    for file in sorted(files):
        content = file.read_bytes() if file.is_file() else b"\0missing"
        total.update(f"file {file}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


class Stamp:
    """A file that holds the digest of the inputs of the last success."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def exists(self) -> bool:
        """True when the step has ever succeeded, with whatever inputs."""
        return self._path.is_file()

    def matches(self, inputs: str) -> bool:
        """True when the step last succeeded with these inputs."""
        return self.exists() and self._path.read_text() == inputs

    def clear(self) -> None:
        """Before the step starts, so that one that broke off half-way is done again."""
        self._path.unlink(missing_ok=True)

    def write(self, inputs: str) -> None:
        """After the step succeeded."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(inputs)
