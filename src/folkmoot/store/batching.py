"""Group commit: what comes while a transaction is being written goes into the next one, together.

To make a transaction durable costs the same for one row and for hundreds, and there is one writer anyway.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.store.database import Database

MOST = 256

Item = TypeVar("Item")
Result = TypeVar("Result")
Process = Callable[[AsyncConnection, list[Item]], Awaitable[Sequence[Result]]]
_Waiting = tuple[Item, asyncio.Future[Result]]


class Batch(Generic[Item, Result]):
    """Hands items to `process`, up to `most` in one transaction.

    `process` answers as many results as it got items, in their order. What it raises undoes the whole transaction; then
    each item is tried in one of its own, so that a bad one fails alone. `process` must therefore keep nothing outside
    the database of what it has done.
    """

    def __init__(self, process: Process[Item, Result], database: Database, most: int = MOST) -> None:
        self._process = process
        self._database = database
        self._most = most
        self._waiting: deque[_Waiting[Item, Result]] = deque()
        self._worker: asyncio.Task[None] | None = None

    async def submit(self, item: Item) -> Result:
        """The item's result, once the disk has its transaction; or raises what `process` raised for it.

        Who is cancelled while waiting does not know whether it was done, as with any answer that is lost.
        """
        future: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await future

    async def settle(self) -> None:
        """Returns when nothing waits any more."""
        while self._worker is not None and not self._worker.done():
            await asyncio.wait([self._worker])

    async def _work(self) -> None:
        while self._waiting:
            count = min(self._most, len(self._waiting))
            batch = [self._waiting.popleft() for _ in range(count)]
            # Of those whose answer nobody waits for any more, nothing has been done yet.
            batch = [one for one in batch if not one[1].done()]
            if batch and not await self._run(batch, alone=len(batch) == 1) and len(batch) > 1:
                for one in batch:
                    await self._run([one], alone=True)

    async def _run(self, batch: list[_Waiting[Item, Result]], *, alone: bool) -> bool:
        try:
            async with self._database.write() as connection:
                results = await self._process(connection, [item for item, _ in batch])
                assert len(results) == len(batch), "a batch is answered with a result for each item"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the answer to the one who submitted
            if alone and not batch[0][1].done():
                batch[0][1].set_exception(error)
            return False
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)
        return True
