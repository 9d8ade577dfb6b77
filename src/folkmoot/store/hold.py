"""One process at a time: who is in a room is known in one process only.

The data folder has a lock of the kernel's, a PostgreSQL database one of the server's. Both end with the process,
however it ends. The server's also ends with its connection: then somebody else may come, and this process has to stop.
"""

import asyncio
import select
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import LiteralString

import psycopg

from folkmoot.store import folder
from folkmoot.store.errors import DatabaseLostError, DataInUseError
from folkmoot.store.place import Place, folder_of
from folkmoot.store.server import HOLDER, WRITERS, Server, told

# Who was killed a moment ago has a connection that the server is just noticing.
PATIENCE_SECONDS = 3.0
_PAUSE_SECONDS = 0.05
# A server that ends all of its sessions does so one after the other.
_LAST_WORD_SECONDS = 0.5


class Hold:
    """The right to work on the data, until the block ends."""

    def __init__(self, connection: "psycopg.Connection[tuple[bool]] | None" = None) -> None:
        self._connection = connection
        self._lost = False

    @contextmanager
    def watched(self, lost: Callable[[], None]) -> Generator[None]:
        """Calls `lost`, in the running loop, when the right has ended; the block then ends with `DatabaseLostError`."""
        if self._connection is None:
            yield
            return
        loop, number, wire = asyncio.get_running_loop(), self._connection.fileno(), self._connection.pgconn

        def readable() -> None:
            # Nothing was asked, so that what comes is a notice, or the end.
            try:
                wire.consume_input()
            except psycopg.Error:
                self._lost = True
                loop.remove_reader(number)
                lost()

        loop.add_reader(number, readable)
        try:
            yield
        except Exception as error:
            # What was being asked when the server went fails too, and may do so before our own connection says why.
            if not self._lost and select.select([number], [], [], _LAST_WORD_SECONDS)[0]:
                readable()
            if self._lost:
                raise DatabaseLostError from error
            raise
        finally:
            loop.remove_reader(number)
        if self._lost:
            raise DatabaseLostError


@contextmanager
def held(place: Place) -> Generator[Hold]:
    """Keeps every other process out. Raises `DataFolderError`, `DataInUseError` and `DatabaseError`."""
    with folder.held(folder_of(place)):
        if isinstance(place, Server):
            with _locked(place) as connection:
                yield Hold(connection)
        else:
            yield Hold()


@contextmanager
def _locked(server: Server) -> "Generator[psycopg.Connection[tuple[bool]]]":
    with told():
        connection: psycopg.Connection[tuple[bool]] = psycopg.connect(**server.arguments(), autocommit=True)
    try:
        with told():
            _take(connection)
        yield connection
    finally:
        connection.close()


def _take(connection: "psycopg.Connection[tuple[bool]]") -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    _wait(connection, f"SELECT pg_try_advisory_lock({HOLDER})", (), deadline)
    # Who was killed may have left a session that still commits: what it writes must be there before we read.
    _wait(connection, f"SELECT pg_try_advisory_lock({WRITERS})", ("",), deadline)
    connection.execute(f"SELECT pg_advisory_unlock({WRITERS})", ("",))


def _wait(
    connection: "psycopg.Connection[tuple[bool]]", attempt: LiteralString, given: tuple[str, ...], deadline: float
) -> None:
    while True:
        row = connection.execute(attempt, given).fetchone()
        if row is not None and row[0]:
            return
        if time.monotonic() > deadline:
            raise DataInUseError(
                "The PostgreSQL database is in use by a Folkmoot that runs already. Stop that one, or set "
                "FOLKMOOT_DATABASE_URL to another database."
            )
        time.sleep(_PAUSE_SECONDS)
