"""Rows from one kind of database to the other. A backup is the same file for both, and so the way between them too."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import (
    JSON,
    URL,
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    ForeignKeyConstraint,
    FromClause,
    MetaData,
    NullPool,
    Select,
    Table,
    and_,
    create_engine,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    text,
    true,
)
from sqlalchemy.exc import DBAPIError

from folkmoot.store import copy
from folkmoot.store.copy import Kept, Progress
from folkmoot.store.errors import BadBackupError, DatabaseError
from folkmoot.store.server import Server, tables, told
from folkmoot.store.upgrade import configuration

# A row may have some hundred kilobytes.
BATCH = 100
_SEQUENCE = text("SELECT pg_get_serial_sequence(:name, :column)")
_SIZE = text("SELECT pg_total_relation_size(to_regclass(:name))")


def extract(server: Server, target: Path, revision: str, kept: Kept, progress: Progress) -> None:
    """Writes to the new SQLite file `target` what the database holds now and may be kept, as `copy.take` does.

    Of one moment, while others go on writing. Raises `DatabaseError`, `sqlite3.DatabaseError`, and `OSError` when the
    disk is full.
    """
    with copy.told(target):
        command.upgrade(configuration(target), revision)
        _extract(server, target, revision, kept, progress)
        copy.check_copy(target)
    target.chmod(0o600)


def _extract(server: Server, target: Path, revision: str, kept: Kept, progress: Progress) -> None:
    snapshot = server.engine().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with told(), snapshot.connect() as source, _file(target).begin() as sink:
        if source.scalar(text("SELECT version_num FROM alembic_version")) != revision:
            raise DatabaseError("The PostgreSQL database was brought to another version meanwhile. Begin again.")
        ours = _described(sink)
        theirs = {table.name: table for table in _described(source, [table.name for table in ours])}
        size = sum(source.scalar(_SIZE, {"name": f'"{name}"'}) or 0 for name in theirs)

        def report(_rows: int) -> None:
            progress("Copying", min(target.stat().st_size, size), size)

        for table in ours:
            there = theirs[table.name]
            _copy(source, _wanted(there, table).where(_stays(there, there, kept)), sink, table, report)


def fill(server: Server, source: Path, revision: str, rows: int, progress: Progress) -> None:
    """Puts the tables of the SQLite file `source`, made by `copy.take`, in the place of all that are in the database.

    One transaction. `rows` is how many there are. Raises `DatabaseError`, and `BadBackupError` for values that a column
    does not take: SQLite takes any.
    """
    size, done = source.stat().st_size, 0

    def report(more: int) -> None:
        nonlocal done
        done += more
        progress("Restoring", size * done // max(rows, 1), size)

    with server.connection() as sink, _file(source).connect() as file:
        for name in tables(sink):
            sink.execute(text(f'DROP TABLE "{name}" CASCADE'))
        command.upgrade(configuration(server, sink), revision)
        theirs = {table.name: table for table in _described(file)}
        for table in _described(sink):
            try:
                _copy(file, _wanted(theirs[table.name], table), sink, table, report)
            except (DBAPIError, TypeError, ValueError) as error:
                if isinstance(error, DBAPIError) and error.connection_invalidated:
                    raise
                raise BadBackupError from None
            _count_on(sink, table)


def _count_on(sink: Connection, table: Table) -> None:
    """A key that counts up goes on after the rows that came with theirs."""
    for column in table.primary_key.columns:
        sequence = sink.scalar(_SEQUENCE, {"name": f'"{table.name}"', "column": column.name})
        highest = sink.scalar(select(func.max(column))) if sequence else None
        if highest is not None:
            sink.execute(select(func.setval(sequence, highest)))


def _file(path: Path) -> Engine:
    return create_engine(URL.create("sqlite", database=str(path)), poolclass=NullPool, hide_parameters=True)


def _described(connection: Connection, only: list[str] | None = None) -> list[Table]:
    """The tables as the database describes them, parents first: their revision may be older than this program's."""
    found = MetaData()
    found.reflect(connection, only=only)
    for table in found.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                # Otherwise a NULL would come out as the word.
                column.type.none_as_null = True
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def _wanted(there: Table, here: Table) -> Select[Any]:
    return select(*(there.c[column.name] for column in here.columns))


def _copy(source: Connection, query: Select[Any], sink: Connection, here: Table, report: Callable[[int], None]) -> None:
    for rows in _batches(source, query):
        sink.execute(insert(here), rows)
        report(len(rows))


def _batches(source: Connection, query: Select[Any]) -> Iterator[list[dict[str, Any]]]:
    # Both drivers then hand rows over as they come, instead of holding a table in memory.
    for rows in source.execute(query, execution_options={"yield_per": BATCH}).mappings().partitions():
        yield [dict(row) for row in rows]


def _stays(table: Table, rows: FromClause, kept: Kept) -> ColumnElement[bool]:
    """True of rows that may be kept: by the condition of their table, and with all that they refer to.

    `rows` is the table, or it by another name.
    """
    own: ColumnElement[bool] = literal_column(f"({kept[table.name]})", Boolean) if table.name in kept else true()
    return and_(own, *(_refers(rows, constraint, kept) for constraint in table.foreign_key_constraints))


def _refers(rows: FromClause, constraint: ForeignKeyConstraint, kept: Kept) -> ColumnElement[bool]:
    if constraint.referred_table is constraint.table:
        return true()
    parents = constraint.referred_table.alias()
    own: list[ColumnElement[Any]] = [rows.c[element.parent.name] for element in constraint.elements]
    same = and_(
        *(here == parents.c[element.column.name] for here, element in zip(own, constraint.elements, strict=True))
    )
    found = select(literal(1)).select_from(parents).where(same, _stays(constraint.referred_table, parents, kept))
    return or_(*(here.is_(None) for here in own), found.correlate(rows).exists())
