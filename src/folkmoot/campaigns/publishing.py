"""From a row with its ticket into the log, and to the receipt that it is there."""

from folkmoot.record import outbox
from folkmoot.record.entries import AnyEntry
from folkmoot.record.log import Log
from folkmoot.record.outbox import Outbox, Ticket
from folkmoot.record.receipts import Receipt
from folkmoot.record.seals import Opening
from folkmoot.store.database import Database


class Publisher:
    """The rows are in the main database, with `outbox.put`, before anything is asked of it."""

    def __init__(self, database: Database, to_log: Outbox, log: Log) -> None:
        self._database = database
        self._to_log = to_log
        self._log = log

    async def place(self, ticket: Ticket, entry: AnyEntry, *, fresh: bool) -> int:
        """The entry's index in the log, once the checkpoint is durable that covers it; `fresh` when it is new.

        Raises `RecordUnavailableError`.
        """
        if not fresh:
            # The log knows a ticket only until its number is written down.
            async with self._database.read() as connection:
                known = (await outbox.numbers(connection, [ticket])).get(ticket)
            if known is not None:
                return known
        (place,) = await self._to_log.deliver([(ticket, entry)])
        return place.index

    async def receipt(self, ticket: Ticket, entry: AnyEntry, opening: Opening, *, fresh: bool) -> str:
        """The text of a receipt; one that is asked for again is of the same entry. Raises as `place` does.

        Then it goes up to what witnesses have countersigned, if that has the entry by now.
        """
        index = await self.place(ticket, entry, fresh=fresh)
        proof = await (self._log.proof(index) if fresh else self._log.later_proof(index))
        return Receipt.make(proof, entry.encode(), opening).serialise().decode()
