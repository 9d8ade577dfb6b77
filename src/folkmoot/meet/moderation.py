"""What one connection does about who may be in the room: charters, knocks, and the answers to them.

See docs/protocol.md section 9. Whether somebody may decide is in the charter itself; here is what follows from one.
"""

from dataclasses import dataclass
from typing import assert_never

from folkmoot.base.errors import RateLimitedError
from folkmoot.base.ids import Identity
from folkmoot.meet import charter, delivery, frames, members, rooms
from folkmoot.meet.bucket import Bucket
from folkmoot.meet.charter import Charter, Signed
from folkmoot.meet.delivery import Appended
from folkmoot.meet.errors import NotAllowedError, OldCharterError
from folkmoot.meet.hub import Hub, LiveRoom, Role, Seat

# Each costs up to 33 checks of signatures. People decide more slowly.
CHARTERS_PER_SECOND = 2.0
CHARTERS_BURST = 16
# Each is shown to everybody inside.
KNOCKS_PER_SECOND = 0.5
KNOCKS_BURST = 8
KNOCKS_WAITING = 32


@dataclass(frozen=True, slots=True)
class _Decision:
    before: Charter
    rules: Charter
    creator: Identity
    appended: Appended
    removed: set[Identity]
    admitted: set[Identity]
    # Who belongs to the room once it stands, and whether they have left.
    standing: dict[Identity, bool]

    def opens_to(self, identity: Identity) -> bool:
        """Whether somebody outside may come in now who might not before."""
        before = self.before.lets_in(identity, self.creator)
        return not before and self.rules.lets_in(identity, self.creator)


class Moderation:
    """Of one connection."""

    def __init__(self, hub: Hub, live: LiveRoom, seat: Seat) -> None:
        now = hub.clock.monotonic()
        self._hub = hub
        self._live = live
        self._seat = seat
        self._charters = Bucket(CHARTERS_PER_SECOND, CHARTERS_BURST, now)
        self._knocks = Bucket(KNOCKS_PER_SECOND, KNOCKS_BURST, now)

    async def handle(self, frame: frames.CharterFrame | frames.KnockFrame | frames.DeclineFrame) -> None:
        """Does what a frame asks. Raises `RateLimitedError`."""
        match frame:
            case frames.CharterFrame():
                await self._charter(frame)
            case frames.KnockFrame():
                await self._knock(frame)
            case frames.DeclineFrame():
                await self._decline(frame)
            case _:
                assert_never(frame)

    async def _charter(self, frame: frames.CharterFrame) -> None:
        """Lets a charter stand that is valid, the sender's own, and follows."""
        hub, live, seat = self._hub, self._live, self._seat
        self._spend(self._charters)
        async with live.lock:
            live.check(seat)
            if seat.role is not Role.subscriber:
                hub.refuse(live, seat, frame.id, "not_a_member")
                return
            try:
                decision = await self._decide(frame.body)
            except NotAllowedError:
                hub.refuse(live, seat, frame.id, "not_allowed")
            except OldCharterError:
                hub.refuse(live, seat, frame.id, "old_charter")
            else:
                seat.send(frames.Accepted(frame.id, decision.appended.entry.seq))
                await self._carry_out(decision)

    async def _knock(self, frame: frames.KnockFrame) -> None:
        """Shows the members that somebody waits, or waits no more."""
        hub, live, seat = self._hub, self._live, self._seat
        self._spend(self._knocks)
        async with live.lock:
            live.check(seat)
            if frame.body is None:
                live.hush(seat)
                return
            async with hub.database.read() as connection:
                locked = (await rooms.find(connection, live.id)).rules.locked
            if seat.role is not Role.watcher or not locked:
                hub.refuse(live, seat, frame.id, "invalid")
            elif sum(other is not seat for other in live.waiting()) >= KNOCKS_WAITING:
                hub.refuse(live, seat, frame.id, "room_full")
            else:
                seat.knock = frame.body
                live.show(frames.KnockNews(seat.identity, frame.body))

    async def _decline(self, frame: frames.DeclineFrame) -> None:
        """A moderator's *not now*; of anybody else it changes nothing."""
        hub, live, seat = self._hub, self._live, self._seat
        async with live.lock:
            live.check(seat)
            async with hub.database.read() as connection:
                room = await rooms.find(connection, live.id)
            if seat.role is not Role.subscriber or not room.rules.leads(seat.identity, room.creator):
                return
            other = live.seats.get(Identity(frame.identity))
            if other is not None and other.knock is not None:
                live.hush(other)
                other.send(frames.Declined())

    async def _decide(self, envelope: bytes) -> _Decision:
        hub, live, seat = self._hub, self._live, self._seat
        async with hub.database.read() as connection:
            room = await rooms.find(connection, live.id)
        # Before the transaction, in which others wait: signatures take their time.
        proposed = _read(envelope, room, seat.identity)
        async with hub.database.write() as connection:
            room = await rooms.find(connection, live.id)
            before = room.rules
            after = charter.follow(before, proposed, room.creator)
            removed = set(after.removed) - set(before.removed)
            appended = await delivery.decide(connection, live.id, seat.identity, envelope, removed)
            if after.ended:
                await delivery.end(connection, live.id, hub.clock.now())
            await hub.trim(connection, live, appended.position)
            standing = await members.standing(connection, live.id)
        return _Decision(
            before, after, room.creator, appended, removed, set(after.admitted) - set(before.admitted), standing
        )

    async def _carry_out(self, decision: _Decision) -> None:
        hub, live = self._hub, self._live
        hub.counts.charters += 1
        hub.spread(live, decision.appended, but=self._seat)
        if decision.rules.ended:
            hub.end(live)
            return
        for identity in decision.removed:
            hub.expel(live, identity)
        if decision.removed:
            hub.background(hub.drop_media(live, decision.removed))
            hub.turn_out(live, decision.standing)
        if not decision.rules.locked:
            for waiting in live.waiting():
                live.hush(waiting)
        # Before they hear that the door is open: they connect at once.
        for seat in live.with_role(Role.watcher):
            if decision.opens_to(seat.identity):
                seat.send(frames.EngineFrame.of(hub.admission.token(live.id, seat.identity)))
        await hub.tell_watchers(live)
        for identity in decision.admitted:
            seat = live.seats.get(identity)
            if seat is not None and seat.role is Role.watcher:
                seat.send(frames.Admitted())

    def _spend(self, bucket: Bucket) -> None:
        wait = bucket.take(self._hub.clock.monotonic())
        if wait:
            raise RateLimitedError(wait)


def _read(envelope: bytes, room: rooms.Room, sender: Identity) -> Signed:
    """Valid, and by who sends it: nobody posts another's decision, not even one that was held back."""
    proposed = charter.read(envelope, room.id, room.creator)
    if proposed.signer != sender:
        raise NotAllowedError
    return proposed
