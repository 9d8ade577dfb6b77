"""A data folder with a log, as the service opens it."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from folkmoot.base.secret import Secret
from folkmoot.base.settings import Settings
from folkmoot.record import outbox
from folkmoot.record.identity import signer_of
from folkmoot.record.log import Log
from folkmoot.record.outbox import Item, Outbox
from folkmoot.record.tables import record_entries
from folkmoot.store.database import Database
from folkmoot.store.folder import make
from folkmoot.store.hold import held
from folkmoot.store.place import Place, beside, place_of
from tests.record.outsider import entries, published

ORIGIN = "meet.example.org/record/log"
MAIN = "folkmoot.db"

Row = tuple[bytes, str, str | None, int, bytes | None, int | None]


@dataclass
class Desk:
    """Both databases, open."""

    folder: Path
    database: Database
    log: Log
    outbox: Outbox

    async def put(self, items: list[Item]) -> None:
        async with self.database.write() as connection:
            await outbox.put(connection, items)

    async def rows(self) -> list[Row]:
        """What the main database says, in order."""
        table = record_entries.c
        columns = (table.ticket, table.kind, table.campaign, table.at, table.entry, table.number)
        async with self.database.read() as connection:
            found = await connection.execute(select(*columns).order_by(table.id))
            return [(row[0], row[1], row[2], row[3], row[4], row[5]) for row in found]

    def logged(self) -> list[bytes]:
        """What an outsider reads."""
        return entries(self.folder, published(self.folder).size)


@asynccontextmanager
async def desk(data: Path) -> AsyncGenerator[Desk]:
    """`upgrade` has made the main database. Which one, FOLKMOOT_DATABASE_URL says."""
    folder = data / "record"
    with held(main_place(data)):
        make(folder)
        database, own = Database.open(main_place(data)), Database.open(own_place(data))
        try:
            log = await Log.open(folder, own, signer_of(folder, ORIGIN))
            try:
                yield Desk(folder, database, log, Outbox(database, log))
            finally:
                await log.close()
        finally:
            await own.close()
            await database.close()


def main_place(data: Path) -> Place:
    """Where the rows are."""
    return place_of(Settings(data_dir=data, database_url=Secret(os.environ.get("FOLKMOOT_DATABASE_URL", ""))))


def own_place(data: Path) -> Place:
    """Where the log's are."""
    return beside(main_place(data), "record")
