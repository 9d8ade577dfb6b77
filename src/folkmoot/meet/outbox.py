"""Frames that wait for one client, in order, up to a limit."""

import asyncio
from collections import deque

from folkmoot.base.errors import FolkmootError
from folkmoot.meet.errors import SlowReaderError


class Outbox:
    """A queue of at most `most_frames` frames and `most_bytes` bytes.

    When it ends, by `end` or because it ran over, nothing is put in any more. What waited is then dropped if there is a
    `reason` (the client has to start anew), and still sent if there is none, or if it is to be read before the reason.
    """

    def __init__(self, most_frames: int, most_bytes: int) -> None:
        self._most_frames = most_frames
        self._most_bytes = most_bytes
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._signal = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._end = asyncio.Event()
        self.reason: FolkmootError | None = None

    @property
    def ended(self) -> bool:
        """True when nothing is put in any more."""
        return self._end.is_set()

    async def wait_end(self) -> None:
        """Waits until it ends."""
        await self._end.wait()

    def put(self, frame: bytes) -> None:
        """Adds a frame; ends the box with `SlowReaderError` when that is one too many."""
        if self.ended:
            return
        over = len(self._frames) + 1 > self._most_frames or self._bytes + len(frame) > self._most_bytes
        # One frame always may wait, however large the group has made it.
        if over and self._frames:
            self.end(SlowReaderError())
            return
        self._frames.append(frame)
        self._bytes += len(frame)
        if self._is_half_full():
            self._room.clear()
        self._signal.set()

    def end(self, reason: FolkmootError | None, *, after_all: bool = False) -> None:
        """A later call counts for nothing: the first reason stays. `after_all` still sends what waits before it."""
        if self.ended:
            return
        self._end.set()
        self.reason = reason
        if reason is not None and not after_all:
            self._frames.clear()
            self._bytes = 0
        self._room.set()
        self._signal.set()

    async def next(self) -> bytes | None:
        """The next frame, waiting for one; None when the box has ended and is empty."""
        while not self._frames:
            if self.ended:
                return None
            self._signal.clear()
            await self._signal.wait()
        frame = self._frames.popleft()
        self._bytes -= len(frame)
        if not self._is_half_full():
            self._room.set()
        return frame

    async def half_empty(self) -> None:
        """Waits until less than half of the box is taken, or it has ended."""
        await self._room.wait()

    def _is_half_full(self) -> bool:
        return len(self._frames) * 2 > self._most_frames or self._bytes * 2 > self._most_bytes
