"""Making, finding and erasing rooms. Nothing lists them to the outside."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet import charter, tables
from folkmoot.meet.charter import Charter
from folkmoot.meet.entries import first_head
from folkmoot.meet.errors import RoomTakenError, RoomUnknownError
from folkmoot.meet.links import FIRST_VERSION


@dataclass(frozen=True, slots=True)
class Room:
    """A room as it is now. `epoch` and `group_info` are None until somebody has made the group.

    `auth` belongs to `link_version` of the link, which is behind the charter's until the commit has come that removes
    somebody. `ended_at` is seconds since 1970.
    """

    id: RoomId
    auth: bytes
    creator: Identity
    capacity: int
    epoch: int | None
    seq: int
    head: bytes
    first_seq: int
    group_info: bytes | None
    link_version: int
    charter: bytes | None
    ended_at: float | None

    @property
    def rules(self) -> Charter:
        """What the charter says."""
        return charter.kept(self.charter)


async def make(
    connection: AsyncConnection, room: RoomId, auth: bytes, creator: Identity, capacity: int, now: float
) -> None:
    """Makes an empty room; `auth` is SHA-256 of its token, `now` seconds since 1970. Raises `RoomTakenError`."""
    values = {
        "id": room,
        "auth": auth,
        "creator": creator,
        "capacity": capacity,
        "made_at": now,
        "epoch": None,
        "seq": 0,
        "head": first_head(room),
        "first_seq": 1,
        "log_bytes": 0,
        "link_version": FIRST_VERSION,
    }
    try:
        await connection.execute(insert(tables.rooms).values(values))
    except IntegrityError:
        raise RoomTakenError from None


async def find(connection: AsyncConnection, room: RoomId) -> Room:
    """The room with its current GroupInfo. Raises `RoomUnknownError`."""
    rooms, epochs = tables.rooms, tables.epochs
    current = (epochs.c.room == rooms.c.id) & (epochs.c.epoch == rooms.c.epoch)
    query = select(rooms, epochs.c.group_info).select_from(rooms.outerjoin(epochs, current)).where(rooms.c.id == room)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise RoomUnknownError
    return Room(
        id=room,
        auth=row.auth,
        creator=Identity(row.creator),
        capacity=row.capacity,
        epoch=row.epoch,
        seq=row.seq,
        head=row.head,
        first_seq=row.first_seq,
        group_info=row.group_info,
        link_version=row.link_version,
        charter=row.charter,
        ended_at=row.ended_at,
    )


async def erase(connection: AsyncConnection, room: RoomId) -> None:
    """Deletes the room and all that belongs to it."""
    await connection.execute(delete(tables.rooms).where(tables.rooms.c.id == room))


async def never_entered(connection: AsyncConnection, before: float) -> list[RoomId]:
    """Rooms made before that time (seconds since 1970) which have no group."""
    rooms = tables.rooms
    query = select(rooms.c.id).where(rooms.c.epoch.is_(None), rooms.c.made_at < before)
    return [RoomId(room) for room in (await connection.scalars(query)).all()]


async def ended(connection: AsyncConnection) -> dict[RoomId, float]:
    """Rooms that a moderator has ended, and when (seconds since 1970)."""
    rooms = tables.rooms
    query = select(rooms.c.id, rooms.c.ended_at).where(rooms.c.ended_at.isnot(None))
    return {RoomId(room): ended_at for room, ended_at in await connection.execute(query)}


async def entered(connection: AsyncConnection) -> dict[RoomId, list[Identity]]:
    """Every room that has a group, with its members who have not left: where a restart goes on."""
    rooms, members = tables.rooms, tables.members
    staying = (members.c.room == rooms.c.id) & members.c.left_seq.is_(None)
    query = (
        select(rooms.c.id, members.c.identity)
        .select_from(rooms.outerjoin(members, staying))
        .where(rooms.c.epoch.isnot(None))
    )
    found: dict[RoomId, list[Identity]] = {}
    for room, identity in await connection.execute(query):
        staying_here = found.setdefault(RoomId(room), [])
        if identity is not None:
            staying_here.append(Identity(identity))
    return found
