"""The versions of a room's link: whose token opens it, and what the tokens before it were.

A version comes with the commit that removes somebody, and goes with it when the members refuse that commit.
"""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import RoomId
from folkmoot.meet import tables

FIRST_VERSION = 1

_rooms, _old = tables.rooms, tables.old_links


@dataclass(frozen=True, slots=True)
class Link:
    """A version of the link. `auth` is SHA-256 of its room token."""

    version: int
    auth: bytes


async def version(connection: AsyncConnection, room: RoomId) -> int:
    """The one that stands; the first for a room that is not there, of which nothing is told."""
    found = await connection.scalar(select(_rooms.c.link_version).where(_rooms.c.id == room))
    return FIRST_VERSION if found is None else found


async def renew(connection: AsyncConnection, room: RoomId, link: Link, epoch: int) -> None:
    """`link` stands from `epoch` on."""
    before = (await connection.execute(select(_rooms.c.link_version, _rooms.c.auth).where(_rooms.c.id == room))).one()
    values = {"room": room, "version": before.link_version, "auth": before.auth, "ended_epoch": epoch}
    await connection.execute(insert(_old).values(values))
    await _stand(connection, room, link)


async def reopen(connection: AsyncConnection, room: RoomId, epoch: int) -> None:
    """`epoch` stands again, and with it the link that it had."""
    undone = (_old.c.room == room) & (_old.c.ended_epoch > epoch)
    query = select(_old.c.version, _old.c.auth).where(undone).order_by(_old.c.version).limit(1)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return
    await connection.execute(delete(_old).where(undone))
    await _stand(connection, room, Link(row.version, row.auth))


async def before(connection: AsyncConnection, room: RoomId) -> list[bytes]:
    """SHA-256 of the tokens that stood once."""
    return list(await connection.scalars(select(_old.c.auth).where(_old.c.room == room)))


async def _stand(connection: AsyncConnection, room: RoomId, link: Link) -> None:
    values = {"link_version": link.version, "auth": link.auth}
    await connection.execute(update(_rooms).where(_rooms.c.id == room).values(values))
