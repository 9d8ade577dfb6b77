"""Tells everybody who is connected that the engine has been started anew, and has their rooms there before they ask.

Clients notice by themselves that their media is gone, but late, and cannot know when it is worth trying again.
"""

import asyncio
from collections.abc import Callable

from folkmoot.meet import frames
from folkmoot.meet.engine import Engine
from folkmoot.meet.hub import Hub, LiveRoom

# Rooms made in the engine at one time: it has just come up, and everybody connects at once.
ROOMS_AT_ONCE = 16


class Herald:
    """Works from `listen` until what that returns is called."""

    def __init__(self, hub: Hub, engine: Engine) -> None:
        self._hub = hub
        self._engine = engine
        self._told = engine.run

    def listen(self) -> Callable[[], None]:
        """Returns what ends it."""
        self._told = self._engine.run
        return self._engine.watch(self._heard)

    def _heard(self, healthy: bool) -> None:
        # One that did not answer for a moment and does again has kept its rooms.
        if healthy and self._engine.run != self._told:
            self._told = self._engine.run
            self._hub.background(self._tell())

    async def _tell(self) -> None:
        gate = asyncio.Semaphore(ROOMS_AT_ONCE)
        live = [room for room in self._hub.rooms.values() if room.seats]
        await asyncio.gather(*(self._revive(room, gate) for room in live))

    async def _revive(self, room: LiveRoom, gate: asyncio.Semaphore) -> None:
        async with gate:
            await self._hub.admission.open(room.id)
        async with room.lock:
            if room.erased:
                return
            way_in = await self._hub.ways_in(room)
            for seat in room.seats.values():
                way = way_in(seat.identity)
                if way is not None:
                    seat.send(frames.EngineFrame.of(way))
