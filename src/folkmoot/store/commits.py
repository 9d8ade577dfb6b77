"""Transactions that share one commit: what waits while another writes goes to the disk with it.

One connection writes, and to make a transaction durable takes some milliseconds, whatever is in it. So whoever comes
while somebody writes does their part in the same transaction, one after the other, each behind a savepoint of its own
(https://sqlite.org/lang_savepoint.html; PostgreSQL has them too); nobody goes on before the disk has all of it.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction

# So many parts make a commit at most, so that nobody waits for an endless row of others.
MOST = 64


def _future() -> "asyncio.Future[Any]":
    return asyncio.get_running_loop().create_future()


@dataclass(eq=False, slots=True)
class _Part:
    """One caller's block: when it may begin, and when it has ended."""

    turn: "asyncio.Future[_Shared]" = field(default_factory=_future)
    # With what it raised.
    over: "asyncio.Future[BaseException | None]" = field(default_factory=_future)


@dataclass(eq=False, slots=True)
class _Shared:
    """One transaction of the database."""

    connection: AsyncConnection
    whole: AsyncTransaction
    # What the commit came to, for everybody who has a part in it.
    durable: "asyncio.Future[None]" = field(default_factory=_future)


class SharedCommits:
    """Writes through an engine that has one connection."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._waiting: deque[_Part] = deque()
        self._worker: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def part(self) -> AsyncGenerator[AsyncConnection]:
        """A block that is written whole, durably when it has ended, or not at all when it raises.

        Blocks of others may share the transaction: they come before or after, never in between, and undo nothing of
        this one. Raises what the database raises, for all who have a part in what failed.
        """
        part = _Part()
        self._waiting.append(part)
        if self._worker is None:
            self._worker = asyncio.create_task(self._work())
        raised: BaseException | None = None
        try:
            shared = await part.turn
            # Undoes this part alone when the block raises.
            async with shared.connection.begin_nested():
                yield shared.connection
        except BaseException as error:
            raised = error
            raise
        finally:
            part.over.set_result(raised)
        # Who is cancelled here does not take the others' commit along.
        await asyncio.shield(shared.durable)

    async def settle(self) -> None:
        """Returns when nothing is being written any more."""
        while self._worker is not None:
            await asyncio.wait([self._worker])

    async def _work(self) -> None:
        try:
            while self._next() is not None:
                await self._write()
        finally:
            self._worker = None

    def _next(self) -> _Part | None:
        """Whose turn it is; who was cancelled while waiting has none."""
        while self._waiting and self._waiting[0].over.done():
            self._waiting.popleft()
        return self._waiting[0] if self._waiting else None

    async def _write(self) -> None:
        try:
            async with self._engine.connect() as connection:
                shared = _Shared(connection, await connection.begin())
                await self._share(shared)
        except Exception as error:  # noqa: BLE001 - there is no connection: the answer to who would have been the next
            part = self._next()
            if part is not None:
                self._waiting.popleft()
                part.turn.set_exception(error)

    async def _share(self, shared: _Shared) -> None:
        driver = (await shared.connection.get_raw_connection()).driver_connection
        lost: BaseException | None = None
        for _ in range(MOST):
            part = self._next()
            if part is None:
                break
            self._waiting.popleft()
            part.turn.set_result(shared)
            raised = await part.over
            # On some errors, a full disk among them, SQLite undoes the whole transaction by itself
            # (https://sqlite.org/lang_transaction.html section 2.3). The next savepoint would then begin another one.
            # PostgreSQL never does, and its driver has no such attribute. A part that is cancelled while the database
            # answers takes the connection along: then there is none to ask.
            gone = shared.connection.invalidated or shared.connection.closed
            if raised is not None and (gone or not getattr(driver, "in_transaction", True)):
                lost = raised
                break
        if lost is None:
            await self._commit(shared)
        else:
            shared.durable.set_exception(_told(lost))
        # Perhaps nobody waits: each part may have raised something of its own.
        shared.durable.exception()

    async def _commit(self, shared: _Shared) -> None:
        try:
            await shared.whole.commit()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer to all who wait for the commit
            shared.durable.set_exception(error)
        else:
            shared.durable.set_result(None)


def _told(lost: BaseException) -> Exception:
    """What those are told who did nothing wrong: never that they were cancelled."""
    return lost if isinstance(lost, Exception) else RuntimeError("the transaction was given up")
