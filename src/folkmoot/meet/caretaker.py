"""What time does to rooms: who stayed away has left, and empty or ended rooms are erased.

See docs/protocol.md sections 3.4 and 9.
"""

import asyncio

from folkmoot.base.ids import RoomId
from folkmoot.base.log import logger
from folkmoot.meet import rooms, tables
from folkmoot.meet.errors import RoomUnknownError
from folkmoot.meet.hub import Hub, LiveRoom

SECONDS_PER_MINUTE = 60
SECONDS_PER_HOUR = 3600
UNUSED_EVERY = 60.0
# A token that somebody got before they were removed opens the engine again, which cannot take a token back.
EXPELLED_EVERY = 5.0
LONGEST_PAUSE = 0.5

_log = logger("meet.caretaker")


class Caretaker:
    """Runs beside the hub until cancelled."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._unused_at = hub.clock.monotonic()
        self._expelled_at = hub.clock.monotonic()

    async def run(self) -> None:
        """Never returns. A database that fails now is tried again the next time."""
        pause = min(LONGEST_PAUSE, self._hub.settings.reload_seconds / 4)
        while True:
            try:
                await self.round()
            except Exception:  # noqa: BLE001 - what failed is logged; rooms left standing would be worse than a try
                _log.exception("round_failed")
            await asyncio.sleep(pause)

    async def round(self) -> None:
        """Looks at every room once."""
        for live in list(self._hub.rooms.values()):
            await self._look(live)
        if self._hub.clock.monotonic() >= self._unused_at:
            self._unused_at = self._hub.clock.monotonic() + UNUSED_EVERY
            await self._erase_unused()

        if self._hub.clock.monotonic() >= self._expelled_at:
            self._expelled_at = self._hub.clock.monotonic() + EXPELLED_EVERY
            for live in self._hub.rooms.values():
                self._keep_out(live)

    def _keep_out(self, live: LiveRoom) -> None:
        hub, now = self._hub, self._hub.clock.monotonic()
        live.expelled = {identity: until for identity, until in live.expelled.items() if until > now}
        if live.expelled:
            hub.background(hub.drop_media(live, list(live.expelled)))

    async def _look(self, live: LiveRoom) -> None:
        hub, now = self._hub, self._hub.clock.monotonic()
        if live.ended_at is not None:
            if hub.clock.now() - live.ended_at >= hub.settings.ended_room_seconds:
                await self._erase([live.id])
            return
        if live.presence.overdue(now):
            async with live.lock:
                for identity in live.presence.overdue(now):
                    await hub.dismiss(live, identity)
        if live.presence.empty_for(now) >= hub.settings.keep_minutes * SECONDS_PER_MINUTE:
            await self._erase_if_entered(live)

    async def _erase_if_entered(self, live: LiveRoom) -> None:
        try:
            async with self._hub.database.read() as connection:
                entered = (await rooms.find(connection, live.id)).epoch is not None
        except RoomUnknownError:
            entered = False
        if entered:
            await self._erase([live.id])
        elif not live.seats and not live.lock.locked():
            self._hub.rooms.pop(live.id, None)

    async def _erase_unused(self) -> None:
        before = self._hub.clock.now() - self._hub.settings.unused_room_hours * SECONDS_PER_HOUR
        async with self._hub.database.read() as connection:
            unused = await rooms.never_entered(connection, before)
        await self._erase(unused)

    async def _erase(self, found: list[RoomId]) -> None:
        for room in found:
            await self._hub.erase(room)
        if found:
            await self._hub.database.forget(*tables.OF_A_ROOM)
