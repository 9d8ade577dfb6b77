"""The ordered log of a room and the compare-and-swap on its epoch (docs/protocol.md sections 3.2 to 3.5).

Every function works inside the caller's transaction and never commits.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet import links, members, tables
from folkmoot.meet.entries import Entry, Kind, next_head
from folkmoot.meet.errors import RoomUnknownError
from folkmoot.meet.links import Link

# Epochs whose GroupInfo is kept in case members refuse what followed.
EPOCHS_KEPT = 32

_rooms, _epochs, _electors, _entries = tables.rooms, tables.epochs, tables.electors, tables.entries


@dataclass(frozen=True, slots=True)
class Position:
    """Where a room's log stands: the current epoch, the last entry and the hash after it."""

    epoch: int | None
    seq: int
    head: bytes


@dataclass(frozen=True, slots=True)
class Appended:
    """A new entry, and where the log stands with it."""

    entry: Entry
    position: Position


@dataclass(frozen=True, slots=True)
class Commit:
    """What somebody wants the group to become. `epoch` is the one it leaves; None makes the group, with no message.

    `link` is the version of the link that stands from then on, where the commit removes somebody.
    """

    sender: Identity
    epoch: int | None
    message: bytes
    group_info: bytes
    # As its frame says: a newcomer's or somebody's who comes again, not a member's.
    external: bool
    link: Link | None


async def position(connection: AsyncConnection, room: RoomId) -> Position:
    """Locks the room's row until the transaction ends (on SQLite the whole transaction holds the lock already)."""
    query = select(_rooms.c.epoch, _rooms.c.seq, _rooms.c.head).where(_rooms.c.id == room).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise RoomUnknownError
    return Position(row.epoch, row.seq, row.head)


async def commit(
    connection: AsyncConnection, room: RoomId, proposed: Commit, here: Iterable[Identity]
) -> Appended | None:
    """The first commit for the current epoch wins, with its GroupInfo; None for everybody else.

    `here` may later refuse it together. Raises `RoomUnknownError`.
    """
    now = await position(connection, room)
    if proposed.epoch is None:
        entry = Entry(now.seq + 1, Kind.created, 0, proposed.sender, b"")
        made = 0
    else:
        entry = Entry(now.seq + 1, Kind.commit, proposed.epoch, proposed.sender, proposed.message)
        made = proposed.epoch + 1
    appended = await _append(connection, room, entry, now, leaves=proposed.epoch, makes=made)
    if appended is None:
        return None
    if proposed.epoch is not None:
        await _end_epoch(connection, room, proposed.epoch, proposed.message, here)
    await connection.execute(
        insert(_epochs).values(room=room, epoch=made, group_info=proposed.group_info, ended_by=None, electorate=None)
    )
    await connection.execute(delete(_epochs).where(_epochs.c.room == room, _epochs.c.epoch <= made - EPOCHS_KEPT))
    await members.admit(connection, room, proposed.sender, made)
    if proposed.link is not None:
        await links.renew(connection, room, proposed.link, made)
    return appended


async def post(connection: AsyncConnection, room: RoomId, sender: Identity, epoch: int, body: bytes) -> Appended | None:
    """A message of the current epoch; None when another epoch stands, since nobody could read it."""
    now = await position(connection, room)
    if now.epoch != epoch:
        return None
    return await _append(connection, room, Entry(now.seq + 1, Kind.message, epoch, sender, body), now, epoch, epoch)


async def decide(
    connection: AsyncConnection, room: RoomId, signer: Identity, envelope: bytes, removed: Iterable[Identity]
) -> Appended:
    """Writes a charter that follows the one that stands. Whom it has removed have left by it."""
    appended = await _note(connection, room, Kind.charter, signer, envelope)
    await connection.execute(update(_rooms).where(_rooms.c.id == room).values(charter=envelope))
    for identity in removed:
        await members.dismiss(connection, room, identity, appended.entry.seq)
    return appended


async def end(connection: AsyncConnection, room: RoomId, now: float) -> None:
    """Nobody comes in any more. `now` is seconds since 1970."""
    await connection.execute(update(_rooms).where(_rooms.c.id == room).values(ended_at=now))


async def leave(connection: AsyncConnection, room: RoomId, identity: Identity) -> Appended | None:
    """Writes that they left; None when they are no member or had left before."""
    if await members.has_left(connection, room, identity) is not False:
        return None
    appended = await _note(connection, room, Kind.left, identity)
    await members.dismiss(connection, room, identity, appended.entry.seq)
    return appended


async def come_back(connection: AsyncConnection, room: RoomId, identity: Identity) -> Appended | None:
    """Writes that they are back; None when they had not left."""
    if await members.has_left(connection, room, identity) is not True:
        return None
    appended = await _note(connection, room, Kind.back, identity)
    await members.restore(connection, room, identity)
    return appended


async def reject(
    connection: AsyncConnection, room: RoomId, identity: Identity, epoch: int, digest: bytes
) -> tuple[Appended, list[Identity]] | None:
    """Counts a refusal of the commit with SHA-256 `digest` that left `epoch`.

    When more than half of those who were here then have refused it, the epoch stands again: returns the `reopen` entry
    and who came in by what does not count any more. Otherwise None; refusals of anything else change nothing.
    """
    here = (_epochs.c.room == room) & (_epochs.c.epoch == epoch)
    electorate = await connection.scalar(select(_epochs.c.electorate).where(here, _epochs.c.ended_by == digest))
    if electorate is None:
        return None
    elected = (_electors.c.room == room) & (_electors.c.epoch == epoch)
    await connection.execute(update(_electors).where(elected, _electors.c.identity == identity).values(rejected=True))
    count = await connection.scalar(select(func.count()).select_from(_electors).where(elected, _electors.c.rejected))
    if (count or 0) * 2 <= electorate:
        return None
    now = await position(connection, room)
    entry = Entry(now.seq + 1, Kind.reopen, epoch, "", digest)
    appended = await _append(connection, room, entry, now, leaves=now.epoch, makes=epoch)
    assert appended is not None, "the row is locked"
    await connection.execute(delete(_epochs).where(_epochs.c.room == room, _epochs.c.epoch > epoch))
    await connection.execute(delete(_electors).where(elected))
    await links.reopen(connection, room, epoch)
    await connection.execute(update(_epochs).where(here).values(ended_by=None, electorate=None))
    return appended, await members.undo_admissions(connection, room, epoch, entry.seq)


async def was_refused(connection: AsyncConnection, room: RoomId, epoch: int, message: bytes) -> bool:
    """True for a commit that the members have refused once: the same bytes need not ask them again."""
    query = select(_entries.c.seq).where(
        _entries.c.room == room,
        _entries.c.kind == Kind.reopen,
        _entries.c.epoch == epoch,
        _entries.c.body == hashlib.sha256(message).digest(),
    )
    return (await connection.execute(query.limit(1))).one_or_none() is not None


async def entries_after(connection: AsyncConnection, room: RoomId, seq: int, most: int) -> list[Entry]:
    """Up to `most` entries that follow entry `seq`, in order."""
    query = select(_entries).where(_entries.c.room == room, _entries.c.seq > seq).order_by(_entries.c.seq).limit(most)
    rows = await connection.execute(query)
    return [Entry(row.seq, Kind(row.kind), row.epoch, row.sender, row.body) for row in rows]


async def trim(connection: AsyncConnection, room: RoomId, most_bytes: int) -> None:
    """Drops the older half of a log whose bodies have outgrown `most_bytes`; resuming from there is `resume_gone`."""
    query = select(_rooms.c.seq, _rooms.c.first_seq, _rooms.c.log_bytes).where(_rooms.c.id == room)
    row = (await connection.execute(query)).one()
    if row.log_bytes <= most_bytes:
        return
    first = row.first_seq + (row.seq - row.first_seq + 1) // 2
    await connection.execute(delete(_entries).where(_entries.c.room == room, _entries.c.seq < first))
    size = await connection.scalar(select(func.sum(func.length(_entries.c.body))).where(_entries.c.room == room))
    await connection.execute(update(_rooms).where(_rooms.c.id == room).values(first_seq=first, log_bytes=size or 0))


async def _note(
    connection: AsyncConnection, room: RoomId, kind: Kind, identity: Identity, body: bytes = b""
) -> Appended:
    now = await position(connection, room)
    assert now.epoch is not None, "who has members has a group"
    appended = await _append(
        connection, room, Entry(now.seq + 1, kind, now.epoch, identity, body), now, now.epoch, now.epoch
    )
    assert appended is not None, "the row is locked"
    return appended


async def _append(
    connection: AsyncConnection, room: RoomId, entry: Entry, now: Position, leaves: int | None, makes: int
) -> Appended | None:
    """Writes `entry` and moves the room from epoch `leaves` to `makes`, unless it has another epoch by now."""
    head = next_head(now.head, entry)
    epoch_stands = _rooms.c.epoch.is_(None) if leaves is None else _rooms.c.epoch == leaves
    swapped = await connection.execute(
        update(_rooms)
        .where(_rooms.c.id == room, epoch_stands, _rooms.c.seq == now.seq)
        .values(epoch=makes, seq=entry.seq, head=head, log_bytes=_rooms.c.log_bytes + len(entry.body))
    )
    if swapped.rowcount != 1:
        return None
    values = {"seq": entry.seq, "kind": entry.kind, "epoch": entry.epoch, "sender": entry.sender, "body": entry.body}
    await connection.execute(insert(_entries).values(room=room, **values))
    return Appended(entry, Position(makes, entry.seq, head))


async def _end_epoch(
    connection: AsyncConnection, room: RoomId, epoch: int, message: bytes, here: Iterable[Identity]
) -> None:
    rows = [{"room": room, "epoch": epoch, "identity": identity, "rejected": False} for identity in here]
    ended = update(_epochs).where(_epochs.c.room == room, _epochs.c.epoch == epoch)
    await connection.execute(ended.values(ended_by=hashlib.sha256(message).digest(), electorate=len(rows)))
    if rows:
        await connection.execute(insert(_electors), rows)
