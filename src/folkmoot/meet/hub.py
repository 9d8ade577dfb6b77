"""Who is connected to which room, and how what happens there reaches them.

A room's lock is held from a change in the database until everybody's outbox has it: that is what makes the order in
which people see entries the order of the log.
"""

import asyncio
import enum
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.clock import Clock
from folkmoot.base.errors import FolkmootError, RateLimitedError
from folkmoot.base.ids import Identity, RoomId
from folkmoot.base.settings import Settings
from folkmoot.meet import delivery, frames, links, members, rooms
from folkmoot.meet.counts import Counts
from folkmoot.meet.delivery import Appended, Position
from folkmoot.meet.errors import (
    RemovedError,
    ReplacedError,
    RoomEndedError,
    RoomUnknownError,
    WrongLinkError,
)
from folkmoot.meet.outbox import Outbox
from folkmoot.meet.presence import Presence
from folkmoot.meet.rooms import Room
from folkmoot.meet.tokens import Admission
from folkmoot.store.database import Database

# Lobbies of one room. Who has the link can open connections; not without end.
WATCHERS_PER_PLACE = 4
# A log is looked at for its size when it has grown by so many entries.
TRIM_EVERY = 64
MEBIBYTE = 1024 * 1024


class Role(enum.Enum):
    """What a connection gets."""

    watcher = enum.auto()
    catching_up = enum.auto()
    subscriber = enum.auto()


@dataclass(eq=False, slots=True)
class Seat:
    """One connection of one person."""

    identity: Identity
    outbox: Outbox
    role: Role = Role.watcher
    # The sealed name of a watcher who asks to be let in.
    knock: bytes | None = None

    def send(self, frame: frames.ServerFrame) -> None:
        """Queues the frame."""
        self.outbox.put(frames.write(frame))


class LiveRoom:
    """A room that somebody is connected to, or whose members may still come back."""

    def __init__(self, room: RoomId, now: float) -> None:
        self.id = room
        self.lock = asyncio.Lock()
        self.presence = Presence(now)
        self.seats: dict[Identity, Seat] = {}
        # Which signals are old; the log asks the database.
        self.epoch: int | None = None
        self.erased = False
        # Seconds since 1970.
        self.ended_at: float | None = None
        # Who was removed, and until when (monotonic) a token of theirs may still open the engine.
        self.expelled: dict[Identity, float] = {}

    def check(self, seat: Seat | None = None) -> None:
        """While somebody waited for the lock, the room may have been erased, or another connection taken the place.

        What then still came from the old one is not in the log that the new one was shown, and the client has said it
        again there. Or a charter has ended it. Raises `RoomUnknownError`, `ReplacedError`, or what it was ended with.
        """
        if self.erased:
            raise RoomUnknownError
        if seat is not None and seat.outbox.reason is not None:
            raise seat.outbox.reason
        if seat is not None and self.seats.get(seat.identity) is not seat:
            raise ReplacedError

    def take(self, seat: Seat, capacity: int) -> None:
        """Gives the connection its place; an older one of the same person ends."""
        older = self.seats.get(seat.identity)
        if older is None and len(self.seats) >= capacity * (1 + WATCHERS_PER_PLACE):
            raise RateLimitedError(retry_after=10, sentence="Too many people are waiting before this room.")
        if older is not None:
            self.hush(older)
            older.outbox.end(ReplacedError())
        self.seats[seat.identity] = seat

    def with_role(self, role: Role) -> list[Seat]:
        """The connections of that role."""
        return [seat for seat in self.seats.values() if seat.role is role]

    def show(self, frame: frames.ServerFrame, but: Seat | None = None) -> None:
        """Sends to every subscriber except one."""
        data = frames.write(frame)
        for seat in self.with_role(Role.subscriber):
            if seat is not but:
                seat.outbox.put(data)

    def end_all(self, reason: FolkmootError, *, after_all: bool = False) -> None:
        """Ends every connection; `after_all` when what waits for it is to be read first."""
        for seat in self.seats.values():
            seat.outbox.end(reason, after_all=after_all)

    def waiting(self) -> list[Seat]:
        """Who asks to be let in."""
        return [seat for seat in self.seats.values() if seat.knock is not None]

    def hush(self, seat: Seat) -> None:
        """They do not ask any more, for whatever reason."""
        if seat.knock is not None:
            seat.knock = None
            self.show(frames.KnockNews(seat.identity, None))

    def subscribe(self, seat: Seat) -> None:
        """From here on they get what happens, beginning with who waits before the door."""
        self.hush(seat)
        seat.role = Role.subscriber
        for other in self.waiting():
            seat.send(frames.KnockNews(other.identity, other.knock))

    def members(self, standing: dict[Identity, bool]) -> list[frames.Member]:
        """As the wire wants it: here, away or left."""
        return [
            frames.Member(identity, "left" if left else self._state(identity)) for identity, left in standing.items()
        ]

    def _state(self, identity: Identity) -> str:
        return "here" if self.presence.state(identity) == "here" else "away"


class Hub:
    """All rooms of this process."""

    def __init__(self, settings: Settings, clock: Clock, database: Database, admission: Admission) -> None:
        self.settings = settings
        self.clock = clock
        self.database = database
        self.admission = admission
        self.counts = Counts()
        self.rooms: dict[RoomId, LiveRoom] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def recover(self) -> None:
        """After a start: whoever had not left is away, and the clocks run from now."""
        async with self.database.read() as connection:
            entered = await rooms.entered(connection)
            ended = await rooms.ended(connection)
        now = self.clock.monotonic()
        for room, staying in entered.items():
            live = self.live(room)
            live.presence.suspend(staying, now, self.settings.away_seconds)
            live.ended_at = ended.get(room)

    async def make(self, room: RoomId, auth: bytes, creator: Identity) -> int:
        """Makes a room and returns how many people it holds. Raises `RoomTakenError`."""
        capacity = self.settings.room_capacity
        async with self.database.write() as connection:
            await rooms.make(connection, room, auth, creator, capacity, self.clock.now())
        self.counts.rooms_made += 1
        return capacity

    def live(self, room: RoomId) -> LiveRoom:
        """The one object for a room; the caller has seen that the room is there."""
        live = self.rooms.get(room)
        if live is None:
            live = self.rooms[room] = LiveRoom(room, self.clock.monotonic())
        return live

    def connections(self) -> int:
        """How many there are."""
        return sum(len(live.seats) for live in self.rooms.values())

    async def members(self, connection: AsyncConnection, live: LiveRoom) -> list[frames.Member]:
        """The list that goes with a group."""
        return live.members(await members.standing(connection, live.id))

    async def ways_in(self, live: LiveRoom) -> Callable[[Identity], frames.EnginePass | None]:
        """What opens the engine to somebody, as things are now; None for who stands outside a locked door."""
        async with self.database.read() as connection:
            room = await rooms.find(connection, live.id)
            standing = await members.standing(connection, live.id)
        return lambda identity: self.way_in(room, standing, identity)

    def way_in(self, room: Room, standing: dict[Identity, bool], identity: Identity) -> frames.EnginePass | None:
        """The same for who has read the room and its members already."""
        inside = standing.get(identity) is False
        open_to = inside or room.rules.lets_in(identity, room.creator)
        return self.admission.token(room.id, identity) if open_to else None

    def is_full(self, room: Room, standing: Iterable[frames.Member]) -> bool:
        """True when nobody else can come in."""
        return sum(member.state != "left" for member in standing) >= room.capacity

    def spread(self, live: LiveRoom, appended: Appended, but: Seat | None = None) -> None:
        """Sends a new entry to the subscribers. The lock is held."""
        live.epoch = appended.position.epoch
        live.show(frames.EntryFrame.of(appended.entry), but)

    async def tell_watchers(self, live: LiveRoom) -> None:
        """Sends the group as it is now to the lobbies. The lock is held."""
        watchers = live.with_role(Role.watcher)
        if not watchers:
            return
        data = frames.write(await self.group(live))
        for seat in watchers:
            seat.outbox.put(data)

    async def group(self, live: LiveRoom) -> frames.Group:
        """The group as it is now."""
        async with self.database.read() as connection:
            room = await rooms.find(connection, live.id)
            standing = await self.members(connection, live)
        full = self.is_full(room, standing)
        return frames.Group(room.epoch, room.group_info, room.seq, room.head, standing, full, room.charter)

    def refuse(self, live: LiveRoom, seat: Seat, request: frames.RequestId, code: frames.RefusalCode) -> None:
        """Answers a request that changes nothing."""
        self.counts.refused[code] += 1
        seat.send(frames.Refused(request, code, live.epoch))

    async def trim(self, connection: AsyncConnection, live: LiveRoom, now: Position) -> None:
        """Looks now and then that a log stays within its size."""
        if now.seq % TRIM_EVERY == 0:
            await delivery.trim(connection, live.id, self.settings.room_log_mebibytes * MEBIBYTE)

    async def link_version(self, room: RoomId) -> int:
        """Of the link that opens the room now."""
        async with self.database.read() as connection:
            return await links.version(connection, room)

    def expel(self, live: LiveRoom, identity: Identity) -> None:
        """A charter has removed them, and they have been told. The lock is held."""
        now = self.clock.monotonic()
        live.presence.leave(identity, now)
        live.expelled[identity] = now + self.settings.engine_token_seconds
        seat = live.seats.get(identity)
        if seat is not None:
            live.hush(seat)
            seat.role = Role.watcher
            seat.outbox.end(RemovedError(), after_all=True)

    async def drop_media(self, live: LiveRoom, identities: Iterable[Identity]) -> None:
        """Has the engine drop them, one after the other."""
        for identity in identities:
            await self.admission.remove(live.id, identity)

    def turn_out(self, live: LiveRoom, standing: dict[Identity, bool]) -> None:
        """Ends the connections of who waits with a link that is old now, unless they belong here. The lock is held."""
        for seat in live.with_role(Role.watcher):
            if standing.get(seat.identity, True):
                live.hush(seat)
                seat.outbox.end(WrongLinkError())

    def end(self, live: LiveRoom) -> None:
        """A charter has ended the room, and everybody has been told. The lock is held."""
        live.ended_at = self.clock.now()
        live.end_all(RoomEndedError(), after_all=True)
        self.background(self.admission.close(live.id))

    async def dismiss(self, live: LiveRoom, identity: Identity, but: Seat | None = None) -> None:
        """Writes that somebody has left and tells everybody. The lock is held."""
        async with self.database.write() as connection:
            appended = await delivery.leave(connection, live.id, identity)
        live.presence.leave(identity, self.clock.monotonic())
        if appended is None:
            return
        self.spread(live, appended, but)
        await self.tell_watchers(live)
        self.background(self.admission.remove(live.id, identity))

    def disconnect(self, live: LiveRoom, seat: Seat, grace: float) -> None:
        """A connection is over; who had a place has `grace` seconds to take it again."""
        live.hush(seat)
        if live.seats.get(seat.identity) is seat:
            del live.seats[seat.identity]
        elif seat.role is not Role.watcher and self._has_place(live, seat.identity):
            return  # they are in the room by another connection already
        if seat.role is not Role.watcher and live.presence.state(seat.identity) == "here":
            live.presence.go(seat.identity, self.clock.monotonic(), grace)
            live.show(frames.PresenceFrame(seat.identity, "away"))

    async def erase(self, room: RoomId) -> None:
        """Deletes the room and ends its connections, unless somebody has come in at the last moment."""
        live = self.live(room)
        async with live.lock:
            if live.presence.here() and live.ended_at is None:
                return
            async with self.database.write() as connection:
                await rooms.erase(connection, room)
            live.erased = True
            live.end_all(RoomUnknownError())
            self.rooms.pop(room, None)
        self.counts.rooms_erased += 1
        self.background(self.admission.close(room))

    def background(self, work: Coroutine[None, None, None]) -> None:
        """Runs what nobody waits for. It handles its own failures; here it is only kept from being lost."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Waits for the background."""
        if self._tasks:
            await asyncio.wait(self._tasks)

    def _has_place(self, live: LiveRoom, identity: Identity) -> bool:
        seat = live.seats.get(identity)
        return seat is not None and seat.role is not Role.watcher
