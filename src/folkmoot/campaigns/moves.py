"""Voices on their way from one device to another: ciphertext between two browsers (docs/protocol.md section 12).

In memory only: what must vanish after minutes must not be in a journal of a database. A restart loses what is on its
way, and then the voice is still on the device that it came from.
"""

from dataclasses import dataclass
from enum import StrEnum

from folkmoot.base.clock import Clock
from folkmoot.base.errors import FolkmootError

PLACE_BYTES = 16
TAKER_BYTES = 16
# IV, 8 KiB, and the tag: every package has this length.
SEALED_BYTES = 12 + 8192 + 16
SECONDS = 15 * 60
# 8 MB. More than that at once is no crowd, but somebody who fills it.
MOST = 1000


class MoveUnknownError(FolkmootError):
    """Nothing is there: it was never left, has run out, was taken back, or has arrived."""

    code = "move_unknown"
    sentence = "There is no voice under these words. They work once, and for fifteen minutes."


class MoveTakenError(FolkmootError):
    """Another device has come first."""

    code = "move_taken"
    sentence = "Another device has taken this voice."


class MovesFullError(FolkmootError):
    """More are on their way than there is room for."""

    code = "moves_full"
    sentence = "Too many voices are on their way at the moment. Try again in some minutes."


class State(StrEnum):
    """How far it has come."""

    waiting = "waiting"
    taken = "taken"
    confirmed = "confirmed"


@dataclass(slots=True)
class _Move:
    sealed: bytes
    until: float
    taker: bytes | None = None
    confirmed: bool = False

    @property
    def state(self) -> State:
        if self.confirmed:
            return State.confirmed
        return State.waiting if self.taker is None else State.taken


class Moves:
    """Who knows a place may take, and nobody can find out places: 128 bits derived from the eight words."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._moves: dict[bytes, _Move] = {}

    def leave(self, place: bytes, sealed: bytes) -> float:
        """Keeps it; gives back until when, in seconds since 1970. The same again is the same.

        Raises `MoveTakenError` when something else lies there, `MovesFullError`.
        """
        self._sweep()
        known = self._moves.get(place)
        if known is None:
            if len(self._moves) >= MOST:
                raise MovesFullError
            known = self._moves[place] = _Move(sealed, self._clock.now() + SECONDS)
        elif known.sealed != sealed:
            raise MoveTakenError
        return known.until

    def take(self, place: bytes, taker: bytes) -> bytes:
        """Hands it to the first who comes, and again to that one: an answer may be lost.

        Raises `MoveUnknownError`, `MoveTakenError`.
        """
        move = self._find(place)
        if move.confirmed or (move.taker is not None and move.taker != taker):
            raise MoveTakenError
        move.taker = taker
        return move.sealed

    def confirm(self, place: bytes, taker: bytes) -> None:
        """It has arrived, so nobody gets it any more. Raises `MoveUnknownError`, `MoveTakenError`."""
        move = self._find(place)
        if move.taker != taker:
            raise MoveTakenError
        move.confirmed, move.sealed = True, b""

    def state(self, place: bytes) -> State:
        """Raises `MoveUnknownError`."""
        return self._find(place).state

    def withdraw(self, place: bytes) -> None:
        """Takes it back. Raises `MoveTakenError` when it has arrived: then it is on the other device."""
        move = self._moves.get(place)
        if move is not None and move.confirmed:
            raise MoveTakenError
        self._moves.pop(place, None)

    def _find(self, place: bytes) -> _Move:
        self._sweep()
        move = self._moves.get(place)
        if move is None:
            raise MoveUnknownError
        return move

    def _sweep(self) -> None:
        now = self._clock.now()
        # All last equally long, so the oldest come first.
        for place, move in list(self._moves.items()):
            if move.until > now:
                break
            del self._moves[place]
