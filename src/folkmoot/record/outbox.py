"""From the database into the log, exactly once (docs/protocol.md section 10.3).

Whoever changes something of which the record is to speak writes the entry in the same transaction (`put`), and brings
it to the log afterwards (`Outbox.deliver`). Between the two everything may fail: what stands here without a number is
brought again, with the same ticket, until it is in the log. Then the row says where.
"""

import asyncio
from collections import deque
from collections.abc import Sequence

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import random_bytes
from folkmoot.base.errors import FolkmootError
from folkmoot.base.log import logger
from folkmoot.record.entries import AnyEntry, kind_of
from folkmoot.record.errors import RecordDamagedError
from folkmoot.record.log import BATCH_MAX, TICKET_BYTES, Log, Position, Ticket
from folkmoot.record.tables import record_entries
from folkmoot.store.database import Database

# Numbers are written for many entries at a time: nobody waits for them.
SWEEP_SECONDS = 0.5
# What is left by a request that was cancelled, or by a log that could not write, is brought again so soon.
AGAIN_SECONDS = 10.0
# For so many entries more the log knows a ticket whose number is written down. Who was about to come with it when
# `recover` did, or comes a second time since an answer was lost, gets the same position.
TICKETS_KEPT = 100_000

_log = logger("record.outbox")

Item = tuple[Ticket, AnyEntry]


def new_ticket() -> Ticket:
    """16 bytes that nobody has used before."""
    return random_bytes(TICKET_BYTES)


async def put(connection: AsyncConnection, items: Sequence[Item]) -> None:
    """Writes entries that are to stand in the log, in the caller's transaction. Raises `MalformedError`."""
    rows = [
        {
            "ticket": ticket,
            "kind": kind_of(entry),
            "campaign": str(entry.fields["campaign"]) if "campaign" in entry.fields else None,
            "at": entry.at,
            "entry": entry.encode(),
        }
        for ticket, entry in items
    ]
    if rows:
        await connection.execute(insert(record_entries), rows)


async def numbers(connection: AsyncConnection, tickets: Sequence[Ticket]) -> dict[Ticket, int]:
    """Where entries stand in the log, as far as the database knows it."""
    found = await connection.execute(
        select(record_entries.c.ticket, record_entries.c.number).where(
            record_entries.c.ticket.in_(tickets), record_entries.c.number.is_not(None)
        )
    )
    return {row.ticket: row.number for row in found}


class Outbox:
    """Brings entries to one log, and writes down where they came to stand."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log
        self._delivered: dict[Ticket, int] = {}
        self._written: deque[Ticket] = deque()

    async def deliver(self, items: Sequence[Item]) -> list[Position]:
        """Brings what `put` has written, once that transaction is durable. Returns and raises as `Log.append`.

        For rows of which it is not certain that they were never brought, ask `numbers` first.
        """
        positions = await self._log.append([(ticket, entry.encode()) for ticket, entry in items])
        for (ticket, _), position in zip(items, positions, strict=True):
            self._delivered[ticket] = position.index
        return positions

    async def recover(self) -> int:
        """Brings all that stands here without a number, in the order in which it came, and returns how many."""
        count = 0
        after = 0
        await self.sweep()
        while True:
            async with self._database.read() as connection:
                rows = (
                    await connection.execute(
                        select(record_entries.c.id, record_entries.c.ticket, record_entries.c.entry)
                        .where(record_entries.c.number.is_(None), record_entries.c.id > after)
                        .order_by(record_entries.c.id)
                        .limit(BATCH_MAX)
                    )
                ).all()
            if not rows:
                return count
            positions = await self._log.append([(ticket, entry) for _, ticket, entry in rows])
            for (_, ticket, _), position in zip(rows, positions, strict=True):
                self._delivered[ticket] = position.index
            await self.sweep()
            count += len(rows)
            after = rows[-1][0]

    async def sweep(self) -> None:
        """Writes down the numbers of what has been delivered; some time after, the log need not know the tickets."""
        delivered = dict(self._delivered)
        if delivered:
            rows = [{"of": ticket, "number": number} for ticket, number in delivered.items()]
            row = update(record_entries).where(record_entries.c.ticket == bindparam("of"))
            async with self._database.write() as connection:
                await connection.execute(row.values(number=bindparam("number"), entry=None), rows)
        for ticket in delivered:
            del self._delivered[ticket]
        self._written.extend(delivered)
        over = max(0, len(self._written) - TICKETS_KEPT)
        self._log.settle([self._written.popleft() for _ in range(over)])

    async def start(self) -> None:
        """What a start does before anybody comes: brings what was left.

        Raises as `Log.append`, and `RecordDamagedError` when the database knows of entries that the log does not have.
        """
        async with self._database.read() as connection:
            last = (await connection.execute(select(func.max(record_entries.c.number)))).scalar_one()
        if last is not None and last >= self._log.size:
            raise RecordDamagedError
        if self._log.restored:
            await self._find(0 if last is None else last + 1)
        await self.recover()
        # Nothing stands here without a number now, so nobody has a ticket to come with again.
        self._log.settle(self._log.unsettled())

    async def _find(self, first: int) -> None:
        """Numbers what has been in the log since before a backup was made, at `first` or later, and is not known to be.

        A log that has come back has forgotten its tickets, and entries that are the same byte for byte are one.
        """
        places = {await self._log.entry(index): index for index in range(first, self._log.size)}
        async with self._database.read() as connection:
            waiting = await connection.execute(
                select(record_entries.c.ticket, record_entries.c.entry).where(record_entries.c.number.is_(None))
            )
            for ticket, entry in waiting:
                index = places.pop(entry, None)
                if index is not None:
                    self._delivered[ticket] = index
        await self.sweep()

    async def run(self) -> None:
        """Never returns; runs beside the service. A failure is tried again the next time."""
        waited = 0.0
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            waited += SWEEP_SECONDS
            try:
                await self.sweep()
                if waited >= AGAIN_SECONDS:
                    waited = 0.0
                    await self.recover()
            except FolkmootError as error:
                _log.warning("entries_wait", code=error.code)
            except Exception:  # noqa: BLE001 - logged, and tried again: to stop would leave entries out of the record
                _log.exception("sweep_failed")
