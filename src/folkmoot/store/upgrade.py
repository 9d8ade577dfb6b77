"""Brings a data folder to this program's version, or says in one sentence why it cannot."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL
from sqlalchemy.exc import OperationalError

from folkmoot.store.database import pragmas
from folkmoot.store.errors import DataFolderError
from folkmoot.store.folder import make

_MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(path: Path) -> None:
    """Makes or migrates the SQLite file at `path`; blocks, and is meant to run before anything is served.

    Raises `DataFolderError` for a folder that cannot be written, a file that is something else, and a version that this
    program does not know.
    """
    folder = path.parent
    make(folder)
    try:
        found = version(path)
        if found == newest():
            return
        if found is not None and not is_known(found):
            raise DataFolderError(
                f"The data folder {folder} was written by another version of Folkmoot. Run that version, or set "
                "FOLKMOOT_DATA_DIR to an empty folder."
            )
        command.upgrade(configuration(path), "head")
    except (sqlite3.OperationalError, OperationalError) as error:
        cause = str(error.orig) if isinstance(error, OperationalError) else str(error)
        raise DataFolderError(
            f"The database in {folder} cannot be opened ({cause}). See that the disk has room and the folder is yours."
        ) from None
    except sqlite3.DatabaseError:
        raise DataFolderError(
            f"{path} is not a database of Folkmoot. Move it away, or set FOLKMOOT_DATA_DIR to an empty folder."
        ) from None


def version(path: Path) -> str | None:
    """The revision that the file has; None for one that is not there or empty. Raises `sqlite3.DatabaseError`."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(path)) as connection:
        for pragma in pragmas(query_only=False):
            connection.execute(pragma)
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


def configuration(path: Path) -> Config:
    """Alembic's configuration for the file at `path`."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    url = URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))


def is_known(found: str) -> bool:
    """Whether this program can bring a file of that revision up to date; a newer program's it cannot."""
    return any(script.revision == found for script in _scripts().walk_revisions())
