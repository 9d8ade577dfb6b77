"""A backup: one file with what can be kept of the data, made while the service runs or does not."""

import os
import sqlite3
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, Literal, TypeAlias

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

# Writes the public record to the file, or nothing where there is none.
Pack: TypeAlias = Callable[[BinaryIO], object]


def back_up(
    place: Place,
    target: Path,
    kept: Kept,
    now: float,
    progress: Progress,
    *,
    pack: Pack | None = None,
    force: bool = False,
) -> Manifest:
    """Writes the backup of the database to `target`; `now` is seconds since 1970. Returns what is in it.

    What `pack` writes goes along. It is called when the database is copied, so that it has all of which that speaks.

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
        record = folder / "record"
        if pack is not None:
            with private(record) as file:
                pack(file)
        also = record if record.exists() and record.stat().st_size else None
        manifest = _manifest(copy, also, revision, now)
        with ExitStack() as files:
            file, database = files.enter_context(private(finished)), files.enter_context(copy.open("rb"))
            packed = None if also is None else files.enter_context(also.open("rb"))
            archive.write(file, manifest, database, progress, packed)
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


def _manifest(copy: Path, record: Path | None, revision: str, now: float) -> Manifest:
    members = [_content("folkmoot.db", copy)]
    if record is not None:
        members.append(_content("record", record))
    made_at = datetime.fromtimestamp(int(now), UTC)
    form = archive.FORMAT if record is not None else 1
    return Manifest("folkmoot backup", form, revision, folkmoot.__version__, made_at, tuple(members))


def _content(name: Literal["folkmoot.db", "record"], path: Path) -> Content:
    with path.open("rb") as file:
        size, sha256 = archive.digest(file)
    if size > archive.DATABASE_MAX:
        raise DataFolderError("The data are more than the 8 GiB that fit into a backup: copy the folder instead.")
    return Content(name, size, sha256)


def private(path: Path) -> BinaryIO:
    """A new file for writing, its owner's only."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, archive.MODE), "wb")
