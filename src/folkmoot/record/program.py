"""The first thing that a record says: which program the service gives to browsers, and each time it gives another."""

from sqlalchemy import select

from folkmoot.record import entries, outbox
from folkmoot.record.entries import Program
from folkmoot.record.log import Log
from folkmoot.record.outbox import Outbox
from folkmoot.record.tables import record_entries
from folkmoot.store.database import Database


async def announce(database: Database, log: Log, box: Outbox, program: Program) -> bool:
    """Appends `program` unless the newest entry of its kind says the same. `Outbox.start` has been called.

    Returns whether it was appended. Raises as `Log.append`.
    """
    async with database.read() as connection:
        newest = (
            await connection.execute(
                select(record_entries.c.number)
                .where(record_entries.c.kind == entries.kind_of(program))
                .order_by(record_entries.c.id.desc())
                .limit(1)
            )
        ).scalar_one_or_none()
    if newest is not None:
        known = entries.parse(await log.entry(newest))
        if isinstance(known, Program) and (known.version, known.sum) == (program.version, program.sum):
            return False
    items = [(outbox.new_ticket(), program)]
    async with database.write() as connection:
        await outbox.put(connection, items)
    await box.deliver(items)
    return True
