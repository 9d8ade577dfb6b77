"""A backup: one file with what can be kept of the data, made while the service runs or does not."""

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import folkmoot
from folkmoot.store import archive
from folkmoot.store.archive import Content, Manifest
from folkmoot.store.copy import Kept, Progress, take
from folkmoot.store.errors import BackupExistsError, BadBackupError, DataFolderError, DataMissingError
from folkmoot.store.folder import put
from folkmoot.store.place import Place, called, folder_of
from folkmoot.store.server import Server
from folkmoot.store.transfer import extract
from folkmoot.store.upgrade import examine


def back_up(place: Place, target: Path, kept: Kept, now: float, progress: Progress, *, force: bool = False) -> Manifest:
    """Writes the backup of the database to `target`; `now` is seconds since 1970. Returns what is in it.

    The file is readable by its owner only, whole or not there at all, and has been read back before it gets its name.
    Raises `DataMissingError`, `NewerDataError`, `BackupExistsError`, `DataFolderError`, `DatabaseError` and `OSError`.
    """
    revision = examine(place)
    if revision is None:
        raise DataMissingError(f"{called(place)} has no data to back up; `folkmoot run` makes some.")
    _refuse_existing(target, force=force)
    with TemporaryDirectory(prefix=".folkmoot-backup-", dir=target.parent) as name:
        folder = Path(name)
        copy, finished = folder / "copy", folder / "finished"
        _copy(place, copy, revision, kept, progress)
        manifest = _manifest(copy, revision, now)
        with copy.open("rb") as database, _private(finished) as file:
            archive.write(file, manifest, database, progress)
        verify(finished, progress)
        _refuse_existing(target, force=force)
        put(finished, target)
    return manifest


def _copy(place: Place, copy: Path, revision: str, kept: Kept, progress: Progress) -> None:
    try:
        if isinstance(place, Server):
            extract(place, copy, revision, kept, progress)
        else:
            take(place, copy, revision, kept, progress)
    except sqlite3.Error as error:
        raise DataFolderError(f"The database of {folder_of(place)} cannot be copied: {error}.") from None


def verify(file: Path, progress: Progress) -> Manifest:
    """Reads a backup from end to end. Raises `BadBackupError` and `NewerDataError`."""
    with opened(file) as source:
        manifest = archive.read(source)
        archive.unpack(source, manifest, None, progress)
    return manifest


@contextmanager
def opened(file: Path) -> Generator[BinaryIO]:
    """The file for reading. Raises `BadBackupError` when there is no ordinary file."""
    if not file.is_file():
        raise BadBackupError(f"There is no file {file}.")
    with file.open("rb") as source:
        yield source


def _refuse_existing(target: Path, *, force: bool) -> None:
    if not target.parent.is_dir():
        raise BackupExistsError(f"There is no folder {target.parent} to write the backup to.")
    if target.exists() and not force:
        raise BackupExistsError(f"There is a file {target} already: choose another name, or add --force to replace it.")


def _manifest(copy: Path, revision: str, now: float) -> Manifest:
    with copy.open("rb") as database:
        size, sha256 = archive.digest(database)
    if size > archive.DATABASE_MAX:
        raise DataFolderError("The database has more than the 8 GiB that fit into a backup: copy the folder instead.")
    made_at = datetime.fromtimestamp(int(now), UTC)
    content = Content(archive.DATABASE, size, sha256)
    return Manifest("folkmoot backup", archive.FORMAT, revision, folkmoot.__version__, made_at, (content,))


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, archive.MODE), "wb")
