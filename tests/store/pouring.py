"""A program that makes a room and writes into its log without end; it says each entry that it was told is kept.

`python -m tests.store.pouring`, with the settings of the service. Several pour at once, as several rooms would.
"""

import asyncio
import sys

from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import Identity, RoomId
from folkmoot.base.settings import Settings
from folkmoot.meet import delivery, rooms
from folkmoot.meet.delivery import Commit
from folkmoot.meet.errors import RoomTakenError
from folkmoot.store.database import Database
from folkmoot.store.hold import held
from folkmoot.store.place import place_of
from folkmoot.store.upgrade import upgrade

ROOMS = [RoomId.of(bytes(15) + bytes([number])) for number in range(3)]
WHO = Identity.of(b"w" * 16)


async def begin(connection: AsyncConnection, room: RoomId) -> None:
    """Makes the room and its group."""
    await rooms.make(connection, room, b"a" * 32, WHO, 12, 1.0)
    await delivery.commit(connection, room, Commit(WHO, None, b"", b"info", external=False, link=None), [])


async def pour(database: Database, room: RoomId) -> None:
    """Says `room seq` for each entry once it is committed."""
    try:
        async with database.write() as connection:
            await begin(connection, room)
    except RoomTakenError:
        pass
    while True:
        async with database.write() as connection:
            seq = (await delivery.position(connection, room)).seq + 1
            appended = await delivery.post(connection, room, WHO, 0, seq.to_bytes(4) * 300)
        assert appended is not None
        sys.stdout.write(f"{room} {appended.entry.seq}\n")
        sys.stdout.flush()


async def main() -> None:
    """Until it is killed."""
    place = place_of(Settings.from_environ())
    with held(place) as hold, hold.watched(lambda: None):
        upgrade(place)
        database = Database.open(place)
        await asyncio.gather(*(pour(database, room) for room in ROOMS))


if __name__ == "__main__":
    asyncio.run(main())
