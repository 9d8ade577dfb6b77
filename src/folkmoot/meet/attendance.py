"""One connection's time in a room: how it comes in, what its frames do, how it ends (docs/protocol.md section 3)."""

from typing import Self, assert_never

from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.errors import InvalidRequestError, RateLimitedError
from folkmoot.base.ids import Identity, RoomId
from folkmoot.meet import delivery, door, frames, hello, members, rooms
from folkmoot.meet.bucket import Bucket
from folkmoot.meet.delivery import Appended, Commit
from folkmoot.meet.errors import ResumeGoneError
from folkmoot.meet.framing import ContentType, SenderType, parse_group_info, parse_public_message
from folkmoot.meet.hub import Hub, LiveRoom, Role, Seat
from folkmoot.meet.links import Link
from folkmoot.meet.moderation import Moderation
from folkmoot.meet.outbox import Outbox
from folkmoot.meet.presence import CLOSED_BY_PAGE
from folkmoot.meet.rooms import Room

PAGE = 128
# Accepted commits of one connection. A group changes when people come and go; faster than this it is an attack, which
# would push the epoch that members want to open again out of what is kept.
COMMITS_PER_SECOND = 2.0
COMMITS_BURST = 12


class Attendance:
    """Made by `enter`; then `handle` for every frame until it says that the person left, and `close` at the end."""

    def __init__(self, hub: Hub, live: LiveRoom, seat: Seat) -> None:
        self._hub = hub
        self._live = live
        self._seat = seat
        self._moderation = Moderation(hub, live, seat)
        self._commits = Bucket(COMMITS_PER_SECOND, COMMITS_BURST, hub.clock.monotonic())

    @classmethod
    async def enter(cls, hub: Hub, room: RoomId, nonce: bytes, opening: frames.Hello, outbox: Outbox) -> Self:
        """Lets a client in that has answered the challenge.

        Raises `RoomUnknownError`, `WrongLinkError`, `RemovedError`, `RoomEndedError`, `ResumeGoneError`, or
        `RateLimitedError` for a crowd of watchers.
        """
        identity = hello.check_signature(room, nonce, opening.key, opening.signature)
        async with hub.database.read() as connection:
            found = await rooms.find(connection, room)
            await door.check(connection, found, identity, opening.token, resuming=opening.resume is not None)
        await hub.admission.open(room)
        seat = Seat(identity, outbox)
        while True:
            live = hub.live(room)
            attendance = cls(hub, live, seat)
            async with live.lock:
                live.check()
                # While we waited, the caretaker may have put an idle room away; then another object stands for it.
                if hub.rooms.get(room) is live:
                    await attendance._take_place(opening)
                    break
        hub.counts.joins += 1
        return attendance

    @property
    def identity(self) -> Identity:
        """Who it is."""
        return self._seat.identity

    async def catch_up(self, resume: frames.Resume) -> None:
        """Sends the entries after `resume`, as fast as the client takes them, and then joins it to the live ones."""
        seat, settings = self._seat, self._hub.settings
        most = min(PAGE, settings.queue_frames // 4)
        seq = resume.seq
        while seat.role is Role.catching_up and not seat.outbox.ended:
            async with self._live.lock:
                self._live.check()
                async with self._hub.database.read() as connection:
                    page = await delivery.entries_after(connection, self._live.id, seq, most)
                size = 0
                for entry in page:
                    seat.send(frames.EntryFrame.of(entry))
                    seq, size = entry.seq, size + len(entry.body)
                    if size > settings.queue_bytes // 8:
                        break
                caught_up = not page or (seq == page[-1].seq and len(page) < most)
                # Unless a charter has put them out while the database was asked.
                if caught_up and seat.role is Role.catching_up:
                    self._live.subscribe(seat)
            await seat.outbox.half_empty()

    async def handle(self, frame: frames.ClientFrame) -> bool:
        """Does what a frame asks. False when the person has left by it."""
        match frame:
            case frames.CommitFrame():
                await self._commit(frame)
            case frames.MessageFrame():
                await self._message(frame)
            case frames.SignalFrame():
                self._signal(frame)
            case frames.RejectFrame():
                await self._reject(frame)
            case frames.CharterFrame() | frames.KnockFrame() | frames.DeclineFrame():
                await self._moderation.handle(frame)
            case frames.TokenFrame():
                await self._token()
            case frames.PingFrame():
                self._seat.send(frames.Pong())
            case frames.LeaveFrame():
                await self._leave()
                return False
            case _:
                assert_never(frame)
        return True

    async def close(self, code: int) -> None:
        """The socket is gone; `code` is how it closed (RFC 6455 section 7.4)."""
        settings = self._hub.settings
        replaced = self._live.seats.get(self._seat.identity) not in (None, self._seat)
        soon = code in CLOSED_BY_PAGE or replaced
        async with self._live.lock:
            self._hub.disconnect(self._live, self._seat, settings.reload_seconds if soon else settings.away_seconds)

    async def _take_place(self, opening: frames.Hello) -> None:
        hub, live, seat, resume = self._hub, self._live, self._seat, opening.resume
        async with hub.database.read() as connection:
            room = await rooms.find(connection, live.id)
            # Again, now that nothing can be decided meanwhile.
            await door.check(connection, room, seat.identity, opening.token, resuming=resume is not None)
            left = await members.has_left(connection, live.id, seat.identity)
        if resume is not None:
            if left is None or not room.first_seq - 1 <= resume.seq <= room.seq:
                raise ResumeGoneError
            if left:
                await self._come_back()
        async with hub.database.read() as connection:
            room = await rooms.find(connection, live.id)
            standing = await members.standing(connection, live.id)
        # Nothing waits from here on, so that a failure cannot leave half a place behind.
        live.epoch = room.epoch
        live.take(seat, room.capacity)
        if resume is not None:
            seat.role = Role.catching_up
            if live.presence.arrive(seat.identity):
                live.show(frames.PresenceFrame(seat.identity, "here"))
        way = hub.way_in(room, standing, seat.identity)
        seat.send(self._welcome(room, live.members(standing), way))

    async def _come_back(self) -> None:
        async with self._hub.database.write() as connection:
            appended = await delivery.come_back(connection, self._live.id, self._seat.identity)
        if appended is not None:
            # Away until the place is taken, a moment from now.
            grace = self._hub.settings.reload_seconds
            self._live.presence.go(self._seat.identity, self._hub.clock.monotonic(), grace)
            self._hub.spread(self._live, appended)
            await self._hub.tell_watchers(self._live)

    def _welcome(self, room: Room, standing: list[frames.Member], way: frames.EnginePass | None) -> frames.Welcome:
        return frames.Welcome(
            identity=self._seat.identity,
            seq=room.seq,
            head=room.head,
            epoch=room.epoch,
            group_info=room.group_info,
            members=standing,
            capacity=room.capacity,
            full=self._hub.is_full(room, standing),
            engine=way,
            charter=room.charter,
        )

    async def _commit(self, frame: frames.CommitFrame) -> None:
        proposed = _proposed(frame, self._live.id, self._seat.identity)
        if proposed is None:
            self._refuse(frame.id, "invalid")
            return
        wait = self._commits.wait(self._hub.clock.monotonic())
        if wait:
            raise RateLimitedError(wait)
        async with self._live.lock:
            self._live.check(self._seat)
            await self._swap(frame.id, proposed)

    async def _swap(self, request: frames.RequestId, proposed: Commit) -> None:
        hub, live, seat = self._hub, self._live, self._seat
        async with hub.database.write() as connection:
            room = await rooms.find(connection, live.id)
            standing = await members.standing(connection, live.id)
            refusal = await self._refusal(connection, room, standing, proposed)
            appended = None if refusal else await delivery.commit(connection, live.id, proposed, live.presence.here())
            if appended is not None:
                await hub.trim(connection, live, appended.position)
        if refusal is not None:
            self._refuse(request, refusal)
        elif appended is None:
            hub.counts.conflicts += 1
            current = live.members(standing)
            seat.send(frames.Conflict(request, room.epoch, room.group_info, room.seq, room.head, current))
        else:
            await self._won(request, appended, renewed=proposed.link is not None)

    async def _refusal(
        self, connection: AsyncConnection, room: Room, standing: dict[Identity, bool], proposed: Commit
    ) -> frames.RefusalCode | None:
        rules = room.rules
        if standing.get(proposed.sender, True):
            if room.link_version != rules.version:
                # The link that they have ends with the commit that is awaited now.
                return "not_a_member"
            if not rules.lets_in(proposed.sender, room.creator):
                return "room_locked"
            if sum(not left for left in standing.values()) >= room.capacity:
                return "room_full"
        if not _renews(proposed, room):
            return "invalid"
        if proposed.epoch is not None and await delivery.was_refused(
            connection, room.id, proposed.epoch, proposed.message
        ):
            return "invalid"
        return None

    async def _won(self, request: frames.RequestId, appended: Appended, *, renewed: bool) -> None:
        hub, live, seat = self._hub, self._live, self._seat
        hub.counts.commits += 1
        self._commits.take(hub.clock.monotonic())
        was_away = live.presence.arrive(seat.identity)
        now = appended.position
        assert now.epoch is not None, "a commit makes an epoch"
        async with hub.database.read() as connection:
            standing = await members.standing(connection, live.id)
        seat.send(frames.Committed(request, now.seq, now.epoch, now.head, live.members(standing)))
        if seat.role is not Role.subscriber:
            live.subscribe(seat)
        hub.spread(live, appended, but=seat)
        if was_away:
            live.show(frames.PresenceFrame(seat.identity, "here"), but=seat)
        if renewed:
            hub.turn_out(live, standing)
        await hub.tell_watchers(live)

    async def _message(self, frame: frames.MessageFrame) -> None:
        hub, live, seat = self._hub, self._live, self._seat
        async with live.lock:
            live.check(seat)
            if seat.role is not Role.subscriber:
                self._refuse(frame.id, "not_a_member")
                return
            async with hub.database.write() as connection:
                appended = await delivery.post(connection, live.id, seat.identity, frame.epoch, frame.body)
                now = appended.position if appended else await delivery.position(connection, live.id)
                await hub.trim(connection, live, now)
            if appended is None:
                self._refuse(frame.id, "old_epoch")
                return
            hub.counts.messages += 1
            seat.send(frames.Accepted(frame.id, now.seq))
            hub.spread(live, appended, but=seat)

    def _signal(self, frame: frames.SignalFrame) -> None:
        live, seat = self._live, self._seat
        if seat.role is not Role.subscriber or live.epoch != frame.epoch:
            return
        self._hub.counts.signals += 1
        data = frames.write(frames.SignalFrom(seat.identity, frame.epoch, frame.body))
        for other in live.with_role(Role.subscriber):
            if other is not seat and frame.to in (None, other.identity):
                other.outbox.put(data)

    async def _reject(self, frame: frames.RejectFrame) -> None:
        hub, live = self._hub, self._live
        async with live.lock:
            live.check(self._seat)
            async with hub.database.write() as connection:
                reopened = await delivery.reject(connection, live.id, self._seat.identity, frame.epoch, frame.hash)
            if reopened is None:
                return
            appended, undone = reopened
            hub.counts.reopened += 1
            hub.spread(live, appended)
            for identity in undone:
                live.presence.leave(identity, hub.clock.monotonic())
                seat = live.seats.get(identity)
                if seat is not None:
                    # They hold keys of an epoch that does not count: from here they can only come in anew.
                    seat.role = Role.watcher
                hub.background(hub.admission.remove(live.id, identity))
            await hub.tell_watchers(live)

    async def _token(self) -> None:
        live = self._live
        live.check(self._seat)
        await self._hub.admission.open(live.id)
        async with live.lock:
            live.check(self._seat)
            way = (await self._hub.ways_in(live))(self._seat.identity)
        if way is not None:
            self._seat.send(frames.TokenAnswer(way.token, way.expires_in, way.run))

    async def _leave(self) -> None:
        async with self._live.lock:
            self._live.check(self._seat)
            if self._seat.role is not Role.watcher:
                await self._hub.dismiss(self._live, self._seat.identity, but=self._seat)
            self._seat.role = Role.watcher

    def _refuse(self, request: frames.RequestId, code: frames.RefusalCode) -> None:
        self._hub.refuse(self._live, self._seat, request, code)


def _proposed(frame: frames.CommitFrame, room: RoomId, sender: Identity) -> Commit | None:
    """The commit, when the bytes say what the frame says: this group, this epoch, and the GroupInfo after it."""
    if (frame.epoch is None) != (frame.message is None) or (frame.auth is None) != (frame.link is None):
        return None
    message, external = frame.message or b"", False
    try:
        info = parse_group_info(frame.group_info)
        fits = info.group_id == room.encode() and info.epoch == (0 if frame.epoch is None else frame.epoch + 1)
        if frame.epoch is not None:
            framed = parse_public_message(message)
            fits = fits and framed.content_type is ContentType.commit
            fits = fits and framed.group_id == info.group_id and framed.epoch == frame.epoch
            external = framed.sender is SenderType.new_member_commit
    except InvalidRequestError:
        return None
    link = None if frame.link is None or frame.auth is None else Link(frame.link, frame.auth)
    return Commit(sender, frame.epoch, message, frame.group_info, external, link) if fits else None


def _renews(proposed: Commit, room: Room) -> bool:
    """True for a commit with the link that is due, or with none while none is. Who comes in by one brings none ever."""
    due = room.rules.version if room.rules.version != room.link_version else None
    brought = None if proposed.link is None else proposed.link.version
    return brought == due if not proposed.external else brought is None
