"""Putting a backup in the place of the data: all of it or nothing."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from folkmoot.store import archive
from folkmoot.store.archive import Manifest
from folkmoot.store.backup import opened, private, verify
from folkmoot.store.copy import Kept, Progress, take
from folkmoot.store.errors import BadBackupError, DataFolderError, DataPresentError, NewerDataError
from folkmoot.store.folder import put
from folkmoot.store.hold import held
from folkmoot.store.place import Place, folder_of
from folkmoot.store.server import Server
from folkmoot.store.transfer import fill
from folkmoot.store.upgrade import is_known, newest

_WORK = ".restoring-"


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back: the list of the backup, and the number of rows by table."""

    manifest: Manifest
    rows: dict[str, int]


# Given the public record as the backup has it, and a folder to work in, puts it where it belongs.
Bring: TypeAlias = Callable[[Path, Path], object]


def restore(
    file: Path, place: Place, kept: Kept, progress: Progress, *, bring: Bring | None = None, replace: bool = False
) -> Restored:
    """Makes the database that of the backup `file`; it keeps its revision, and `upgrade` does the rest.

    The one change to the data is the last: a rename of the file, or the commit on a server. What fails or is killed
    before it leaves what was there, but perhaps a record that has come back. Where there is a database, it needs
    `replace`. Raises what `bring` raises, `BadBackupError`,
    `NewerDataError`, `DataPresentError`, `DataInUseError`, `DataFolderError`, `DatabaseError` and `OSError`.
    """
    manifest = verify(file, progress)
    if not is_known(manifest.schema):
        raise NewerDataError(
            f"The backup was made by another version of Folkmoot, newer than this one ({manifest.folkmoot}; its schema "
            f"is {manifest.schema}, this program knows those up to {newest()}). Restore it with that version."
        )
    _refuse_present(place, replace=replace)
    with held(place):
        _refuse_present(place, replace=replace)
        folder = folder_of(place)
        # Of a restore that was killed; nobody else is in the folder now.
        for left in folder.glob(f"{_WORK}*"):
            shutil.rmtree(left)
        with TemporaryDirectory(prefix=_WORK, dir=folder) as name:
            work = Path(name)
            finished = work / "finished"
            rows = _build(file, manifest, work, kept, progress)
            if manifest.record is not None and bring is not None:
                bring(work / "packed", work)
            if isinstance(place, Server):
                fill(place, finished, manifest.schema, sum(rows.values()), progress)
            else:
                _settle(place)
                put(finished, place)
    return Restored(manifest, rows)


def _build(file: Path, manifest: Manifest, work: Path, kept: Kept, progress: Progress) -> dict[str, int]:
    with opened(file) as source, private(work / "outside") as copy, private(work / "packed") as record:
        # Read a second time from the start: between the two the file may have become another.
        if archive.read(source) != manifest:
            raise BadBackupError
        archive.unpack(source, manifest, copy, progress, record)
    try:
        return take(work / "outside", work / "finished", manifest.schema, kept, progress)
    except sqlite3.OperationalError as error:
        # So does SQLite call both a full disk and a table without the right columns.
        raise BadBackupError(f"The backup cannot be read ({error}).") from None
    except sqlite3.Error:
        raise BadBackupError from None


def _files(path: Path) -> Iterator[Path]:
    """The database, and what SQLite may have beside it."""
    return (path.with_name(path.name + ending) for ending in ("", "-wal", "-shm", "-journal"))


def _refuse_present(place: Place, *, replace: bool) -> None:
    if replace:
        return
    if isinstance(place, Server):
        if place.version() is not None:
            raise DataPresentError(
                "There are data in the PostgreSQL database already. Set FOLKMOOT_DATABASE_URL to an empty one, or add "
                "--replace to lose them for those of the backup."
            )
    elif any(file.exists() for file in _files(place)):
        raise DataPresentError(
            f"There are data in {place.parent} already. Set FOLKMOOT_DATA_DIR to an empty folder, or add --replace to "
            "lose them for those of the backup."
        )


def _settle(path: Path) -> None:
    """Leaves the old database in one file: its write-ahead log must not be taken for that of the new one."""
    if not path.exists():
        for file in _files(path):
            file.unlink(missing_ok=True)
        return
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.Error:
        mode = None
    if mode != ("delete",) or any(file.exists() for file in list(_files(path))[1:]):
        raise DataFolderError(
            f"The database in {path.parent} is damaged or in use, so it is not replaced. Move the folder away, then "
            "restore into an empty one."
        )
