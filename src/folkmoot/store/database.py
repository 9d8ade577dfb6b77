"""Connections: one that writes, a few that read, and a transaction around every use of either."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from folkmoot.store.commits import SharedCommits

READERS = 4
BUSY_SECONDS = 5.0


class Database:
    """Two engines on one SQLite file.

    SQLite lets one connection write at a time. With a pool of one, writers wait for each other in our process in order
    instead of failing on a lock; with WAL, readers never wait for the writer.
    """

    def __init__(self, writer: AsyncEngine, reader: AsyncEngine) -> None:
        self._writer = writer
        self._reader = reader
        self._commits = SharedCommits(writer)

    @classmethod
    def sqlite(cls, path: Path) -> Self:
        """Opens the file at `path`, which `upgrade` has brought up to date."""
        url = URL.create("sqlite+aiosqlite", database=str(path))
        # hide_parameters: an error of the database must not carry rows into a log.
        options: dict[str, Any] = {"hide_parameters": True, "connect_args": {"timeout": BUSY_SECONDS}}
        writer = create_async_engine(url, pool_size=1, max_overflow=0, pool_timeout=30, **options)
        reader = create_async_engine(url, pool_size=READERS, max_overflow=0, pool_timeout=30, **options)
        # IMMEDIATE takes the write lock at the start: a transaction that read first can never lose it to another.
        _listen(writer, begin="BEGIN IMMEDIATE", query_only=False)
        _listen(reader, begin="BEGIN", query_only=True)
        return cls(writer, reader)

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

    async def forget(self) -> None:
        """Empties the write-ahead log, so that what was erased is in no file any more."""
        async with self._writer.connect() as connection:
            await connection.run_sync(_truncate)

    async def close(self) -> None:
        """Closes every connection, when what is being written has been."""
        await self._commits.settle()
        await self._reader.dispose()
        await self._writer.dispose()


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
