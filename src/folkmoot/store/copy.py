"""A copy of a database at one moment, written anew: our tables, and of their rows those that may be kept."""

import errno
import os
import sqlite3
from collections.abc import Callable, Generator, Mapping
from contextlib import closing, contextmanager
from graphlib import TopologicalSorter
from pathlib import Path

from alembic import command
from sqlalchemy.exc import DBAPIError

from folkmoot.store.database import BUSY_SECONDS
from folkmoot.store.upgrade import configuration

# Table -> SQL condition on its columns. A table that is not named is kept whole; in every table, a row goes when what
# it refers to went.
Kept = Mapping[str, str]
# What is being done, bytes done, bytes there are at most.
Progress = Callable[[str, int, int], None]

STEPS_BETWEEN_REPORTS = 100_000
_PRAGMAS = (
    # The file may come from outside: nothing in its schema is run, and its pages are checked as they are read.
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=OFF",
)


def check_copy(path: Path) -> None:
    """Raises `sqlite3.DatabaseError` for a file that is damaged, or has rows that refer to rows which are not there."""
    with closing(sqlite3.connect(_uri(path), uri=True, isolation_level=None)) as connection:
        _check_copy(connection)


def take(source: Path, target: Path, revision: str, kept: Kept, progress: Progress) -> dict[str, int]:
    """Writes to the new file `target` what `source` holds now, and returns how many rows each table has.

    Others may go on writing to `source`: the copy is of the moment at which it began, write-ahead log included. It is
    made table by table into what our own migrations make, never page by page: what was deleted, and whatever else an
    outside file may hold, stays behind. `revision` is that of both. Raises `sqlite3.DatabaseError`, and `OSError` when
    the disk is full.
    """
    with told(target):
        command.upgrade(configuration(target), revision)
        rows = _fill(source, target, revision, kept, progress)
    target.chmod(0o600)
    return rows


def _fill(source: Path, target: Path, revision: str, kept: Kept, progress: Progress) -> dict[str, int]:
    with closing(sqlite3.connect(_uri(target), uri=True, isolation_level=None, timeout=BUSY_SECONDS)) as connection:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        # rw, although nothing is written: whoever is the last to close a log that was read may take it away.
        connection.execute("ATTACH ? AS source", (f"{_uri(source)}?mode=rw",))
        # One transaction, so that all tables are of one moment.
        connection.execute("BEGIN")
        _check_source(connection, revision)
        size = _number(connection, "PRAGMA source.page_count") * _number(connection, "PRAGMA source.page_size")

        def report() -> int:
            progress("Copying", min(target.stat().st_size, size), size)
            return 0

        connection.set_progress_handler(report, STEPS_BETWEEN_REPORTS)
        rows = {table: _copy(connection, table, kept) for table in _ordered(connection)}
        connection.execute("COMMIT")
        connection.execute("DETACH source")
        _check_copy(connection)
    return rows


@contextmanager
def told(target: Path) -> Generator[None]:
    """Full disks as the operating system tells them, everything else as SQLite does."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target.parent)) from None
        if isinstance(cause, sqlite3.Error):
            raise cause from None
        raise
    except UnicodeDecodeError:
        # SQLite names what it cannot read, in the bytes that it found.
        raise sqlite3.DatabaseError("its description of itself is no text") from None


def _uri(path: Path) -> str:
    return path.absolute().as_uri()


def _number(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _check_source(connection: sqlite3.Connection, revision: str) -> None:
    found = connection.execute("SELECT version_num FROM source.alembic_version").fetchall()
    if found != [(revision,)]:
        raise sqlite3.DatabaseError("it is of another revision")
    virtual = "SELECT 1 FROM pragma_table_list WHERE schema = 'source' AND type <> 'table'"
    strange = "SELECT 1 FROM source.sqlite_schema WHERE type NOT IN ('table', 'index')"
    if any(connection.execute(query).fetchone() is not None for query in (virtual, strange)):
        raise sqlite3.DatabaseError("it holds more than tables")
    if connection.execute("PRAGMA source.quick_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("it is damaged")


def _check_copy(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA main.integrity_check(1)").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("the copy is damaged")
    if connection.execute("PRAGMA main.foreign_key_check").fetchone() is not None:
        raise sqlite3.DatabaseError("rows refer to rows that are not there")


def _ordered(connection: sqlite3.Connection) -> list[str]:
    """Our tables, each after those that it refers to."""
    query = (
        "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name <> 'alembic_version' "
        "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name"
    )
    names = [str(name) for (name,) in connection.execute(query)]
    parents = {name: {parent for parent, _ in _references(connection, name)} - {name} for name in names}
    return list(TopologicalSorter(parents).static_order())


def _references(connection: sqlite3.Connection, table: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each foreign key of a table: the table it leads to, and pairs of the column here and the column there."""
    found: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    query = """SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?, 'main') ORDER BY id, seq"""
    for number, parent, column, there in connection.execute(query, (table,)):
        found.setdefault(number, (parent, []))[1].append((column, there))
    return list(found.values())


def _copy(connection: sqlite3.Connection, table: str, kept: Kept) -> int:
    """Copies the rows that may be kept, and returns how many. Names come from our migrations, never from the file."""
    query = "SELECT name FROM pragma_table_info(?, 'main') ORDER BY cid"
    columns = [f'"{name}"' for (name,) in connection.execute(query, (table,))]
    conditions = [f"({kept[table]})"] if table in kept else ["1"]
    for parent, pairs in _references(connection, table):
        if parent == table:
            continue
        none = " OR ".join(f's."{here}" IS NULL' for here, _ in pairs)
        same = " AND ".join(f'p."{there}" = s."{here}"' for here, there in pairs)
        conditions.append(f'({none} OR EXISTS (SELECT 1 FROM main."{parent}" AS p WHERE {same}))')  # noqa: S608 - above
    done = connection.execute(
        f'INSERT INTO main."{table}" ({", ".join(columns)}) '  # noqa: S608 - above
        f'SELECT {", ".join(f"s.{column}" for column in columns)} FROM source."{table}" AS s '
        f"WHERE {' AND '.join(conditions)}"
    )
    return done.rowcount
