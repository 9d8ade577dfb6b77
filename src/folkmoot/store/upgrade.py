"""Brings a database to this program's version, or says in one sentence why it cannot."""

import re
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from folkmoot.store import server
from folkmoot.store.errors import DataFolderError, NewerDataError
from folkmoot.store.folder import make
from folkmoot.store.place import Place, called, folder_of
from folkmoot.store.server import Server

_MIGRATIONS = Path(__file__).parent / "migrations"
_REVISION = re.compile(r"[0-9A-Za-z_-]{1,32}")


def upgrade(place: Place) -> None:
    """Makes or migrates the tables; blocks, and is meant to run before anything is served.

    All or nothing: what fails or is killed leaves the data as they were. Raises `DataFolderError` for a folder that
    cannot be written and a file that is something else, `DatabaseError` for a server that cannot be used,
    `NewerDataError` for a version that this program does not know.
    """
    make(folder_of(place))
    if examine(place) == newest():
        return
    with _told(place):
        command.upgrade(configuration(place), "head")


def examine(place: Place) -> str | None:
    """The revision of data that this program can use or bring up to date; None when there are none yet.

    Raises as `upgrade` does.
    """
    with _told(place):
        found = version(place)
    if found is not None and not is_known(found):
        empty = "DATABASE_URL to an empty database" if isinstance(place, Server) else "DATA_DIR to an empty folder"
        raise NewerDataError(
            f"{called(place)} was written by another version of Folkmoot, newer than this one (its schema is "
            f"{_printable(found)}, this program knows those up to {newest()}). Run that version, or set "
            f"FOLKMOOT_{empty}."
        )
    return found


@contextmanager
def _told(place: Place) -> Generator[None]:
    if isinstance(place, Server):
        with server.told():
            yield
        return
    with _file_told(place):
        yield


@contextmanager
def _file_told(path: Path) -> Generator[None]:
    try:
        yield
    except (sqlite3.OperationalError, OperationalError) as error:
        cause = str(error.orig) if isinstance(error, OperationalError) else str(error)
        raise DataFolderError(
            f"The database in {path.parent} cannot be opened ({cause}). See that the disk has room and the folder is "
            "yours."
        ) from None
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        raise DataFolderError(
            f"{path} is not a database of Folkmoot. Move it away, or set FOLKMOOT_DATA_DIR to an empty folder."
        ) from None


def _printable(revision: str) -> str:
    """For a sentence: a revision that was read from a file may be anything."""
    return revision if _REVISION.fullmatch(revision) else "not a name"


def version(place: Place) -> str | None:
    """The revision that the data have; None where there are none. Raises `sqlite3.DatabaseError`, `DatabaseError`."""
    return place.version() if isinstance(place, Server) else _file_version(place)


def _file_version(path: Path) -> str | None:
    if not path.exists():
        return None
    # rw: one that is being looked at is not made, but what a crash left half done in it is undone.
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if not tables:
            return None
        if "alembic_version" not in tables:
            raise sqlite3.DatabaseError("tables of somebody else")
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def newest() -> str:
    """The revision that this program writes."""
    return next(iter(_scripts().get_heads()))


def configuration(place: Place, connection: Connection | None = None) -> Config:
    """Alembic's configuration for what is there. Given a `connection`, all is done in its transaction."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    # Not as an option: an address may hold a password, and options are printed.
    config.attributes["place"], config.attributes["connection"] = place, connection
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


def is_known(found: str) -> bool:
    """Whether this program can bring a file of that revision up to date; a newer program's it cannot."""
    return any(script.revision == found for script in _scripts().walk_revisions())
