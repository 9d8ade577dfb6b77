"""Connections: one that writes, a few that read, and a transaction around every use of either."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeAlias

from sqlalchemy import URL, Connection, Table, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from folkmoot.store.commits import SharedCommits
from folkmoot.store.erasure import rewrite
from folkmoot.store.place import Place
from folkmoot.store.server import Server

READERS = 4
BUSY_SECONDS = 5.0

Forget: TypeAlias = Callable[[Sequence[Table]], Awaitable[None]]


class Database:
    """Two engines on one database: a writer of one connection, and readers.

    SQLite lets one connection write at a time. With a pool of one, writers wait for each other in our process in order
    instead of failing on a lock; with WAL, readers never wait for the writer.

    PostgreSQL would let several write. Here it does not either: code that is right on one database is right on the
    other, and most of it is (docs/decisions/0009-two-databases.md). Its writer is SERIALIZABLE on top: a second process
    that writes in spite of the lock of `hold` gets an error, never a wrong result.
    """

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine, forget: Forget) -> None:
        self._writer = writer
        self._reader = reader
        self._commits = SharedCommits(writer)
        self._forget = forget

    @classmethod
    def open(cls, place: Place) -> Self:
        """Opens what `upgrade` has brought up to date."""
        return cls.postgres(place) if isinstance(place, Server) else cls.sqlite(place)

    @classmethod
    def sqlite(cls, path: Path) -> Self:
        """The file at `path`."""
        url = URL.create("sqlite+aiosqlite", database=str(path))
        # hide_parameters: an error of the database must not carry rows into a log.
        options: dict[str, Any] = {"hide_parameters": True, "connect_args": {"timeout": BUSY_SECONDS}}
        writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=30, **options)
        reader = create_async_engine(url, pool_size=READERS, max_overflow=0, pool_timeout=30, **options)
        # IMMEDIATE takes the write lock at the start: a transaction that read first can never lose it to another.
        _listen(writer, begin="BEGIN IMMEDIATE", query_only=False)
        _listen(reader, begin="BEGIN", query_only=True)
        return cls(writer, reader, partial(_truncate_log, writer))

    @classmethod
    def postgres(cls, server: Server) -> Self:
        """The current schema of a PostgreSQL database. Raises `BadSettingError`."""
        writer = server.async_engine(size=1, isolation="SERIALIZABLE", readonly=False)
        # One snapshot for a transaction, as in SQLite; one that only reads never fails for it.
        reader = server.async_engine(size=READERS, isolation="REPEATABLE READ", readonly=True)
        return cls(writer, reader, partial(rewrite, server.passing_engine()))

    @asynccontextmanager
    async def write(self) -> AsyncGenerator[AsyncConnection]:
        """A block that may write: all of it is on the disk when it has ended, and nothing of it when it raises.

        Blocks come one after the other; those that wait share a commit (`commits`).
        """
        async with self._commits.part() as connection:
            yield connection

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """One transaction that sees a single state of the database and cannot write."""
        async with self._reader.connect() as connection:
            yield connection

    async def forget(self, *erased: Table) -> None:
        """Sees that what was erased from these tables (none: from any) is in no file of the tables any more.

        On SQLite that is all there is. What PostgreSQL keeps besides is said in docs/operating.md.
        """
        await self._forget(erased)

    async def close(self) -> None:
        """Closes every connection, when what is being written has been."""
        await self._commits.settle()
        await self._reader.dispose()
        await self._writer.dispose()


async def _truncate_log(writer: AsyncEngine, _erased: Sequence[Table]) -> None:
    """Empties the write-ahead log; in the file itself, zeros stand over what was deleted already."""
    async with writer.connect() as connection:
        await connection.run_sync(_truncate)


def _truncate(connection: Connection) -> None:
    # On the driver's own connection, since a checkpoint cannot run inside a transaction.
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.close()


def _listen(engine: AsyncEngine, *, begin: str, query_only: bool) -> None:
    def prepare(connection: Any, _record: Any) -> None:
        # None: the driver starts no transaction of its own; `start` below does.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas(query_only=query_only):
            cursor.execute(pragma)
        cursor.close()

    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", start)


def pragmas(*, query_only: bool) -> list[str]:
    """What every connection sets."""
    return [
        "PRAGMA journal_mode=WAL",
        # FULL, although NORMAL is some milliseconds faster: browsers hold a running hash of the log, and a power cut
        # that took back an entry which they had seen would split the group for good.
        "PRAGMA synchronous=FULL",
        "PRAGMA foreign_keys=ON",
        # Zeros over what is deleted: an erased room is gone from the file.
        "PRAGMA secure_delete=ON",
        f"PRAGMA query_only={'ON' if query_only else 'OFF'}",
    ]
