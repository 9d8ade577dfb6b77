"""Who belongs to a room's group as far as the log says, and who has left it."""

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet import tables

# So many of those who left are named to newcomers; a room that saw more people go has removed the earlier ones' leaves.
LEFT_NAMED = 256

_members = tables.members


async def standing(connection: AsyncConnection, room: RoomId) -> dict[Identity, bool]:
    """Identity -> has left; everybody who stays, and the last `LEFT_NAMED` who left."""
    stay = select(_members.c.identity).where(_members.c.room == room, _members.c.left_seq.is_(None))
    left = (
        select(_members.c.identity)
        .where(_members.c.room == room, _members.c.left_seq.isnot(None))
        .order_by(_members.c.left_seq.desc())
        .limit(LEFT_NAMED)
    )
    found = {Identity(identity): False for identity in await connection.scalars(stay)}
    return found | {Identity(identity): True for identity in await connection.scalars(left)}


async def has_left(connection: AsyncConnection, room: RoomId, identity: Identity) -> bool | None:
    """None for somebody who never was a member."""
    query = select(_members.c.left_seq).where(_members.c.room == room, _members.c.identity == identity)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else row.left_seq is not None


async def admit(connection: AsyncConnection, room: RoomId, identity: Identity, epoch: int) -> None:
    """Their commit made `epoch`; a member who had not left stays one since the epoch they came in."""
    left = await has_left(connection, room, identity)
    if left is None:
        row = {"room": room, "identity": identity, "joined_epoch": epoch, "left_seq": None}
        await connection.execute(insert(_members).values(row))
    elif left:
        await _set(connection, room, identity, joined_epoch=epoch, left_seq=None)


async def dismiss(connection: AsyncConnection, room: RoomId, identity: Identity, seq: int) -> None:
    """Entry `seq` says that they left."""
    await _set(connection, room, identity, left_seq=seq)


async def restore(connection: AsyncConnection, room: RoomId, identity: Identity) -> None:
    """They came back before their leaf was removed."""
    await _set(connection, room, identity, left_seq=None)


async def undo_admissions(connection: AsyncConnection, room: RoomId, after_epoch: int, seq: int) -> list[Identity]:
    """Entry `seq` opened `after_epoch` again: whoever came in later counts as having left. Returns them."""
    undone = (_members.c.room == room) & (_members.c.joined_epoch > after_epoch) & _members.c.left_seq.is_(None)
    identities = [
        Identity(identity) for identity in await connection.scalars(select(_members.c.identity).where(undone))
    ]
    await connection.execute(update(_members).where(undone).values(left_seq=seq))
    return identities


async def _set(connection: AsyncConnection, room: RoomId, identity: Identity, **values: int | None) -> None:
    query = update(_members).where(_members.c.room == room, _members.c.identity == identity).values(**values)
    await connection.execute(query)
