"""The data folder itself: made for its owner, and used by one process at a time."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from folkmoot.store.errors import DataFolderError, DataInUseError

LOCK = "in-use"


def make(folder: Path) -> None:
    """Makes it when it is missing, readable by nobody else. Raises `DataFolderError`."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        reason = error.strerror or "it cannot be made"
        raise DataFolderError(f"The data folder {folder} cannot be made ({reason}). Set FOLKMOOT_DATA_DIR.") from None


@contextmanager
def held(folder: Path) -> Generator[None]:
    """Keeps every other process out: who is in a room is known in one process only. Raises `DataFolderError`.

    The kernel lets go when the process ends, however it ends.
    """
    make(folder)
    try:
        file = (folder / LOCK).open("w")
    except OSError as error:
        raise DataFolderError(
            f"The data folder {folder} cannot be written ({error.strerror}). Give your user the right to, or set "
            "FOLKMOOT_DATA_DIR to another folder."
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DataInUseError(
                f"The data folder {folder} is in use by a Folkmoot that runs already. Stop that one, or set "
                "FOLKMOOT_DATA_DIR to another folder."
            ) from None
        yield


def put(file: Path, place: Path) -> None:
    """Moves a finished file to where it belongs, over what is there, within one disk.

    Returns when the disk has it. Whoever looks, also after a power cut, finds the old file or the new one, whole.
    """
    sync(file)
    file.replace(place)
    sync(place.parent)


def sync(path: Path) -> None:
    """Returns when the disk has it: a file's content, or which names a folder has."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
