"""Who of a room is here or away, and until when (docs/protocol.md section 3.4). Pure: time is an argument.

Times are seconds of `Clock.monotonic`. Who has left is not here any more but in the members' table.
"""

from collections.abc import Iterable

from folkmoot.base.ids import Identity

# A page that closes its connection does so with one of these (RFC 6455 section 7.4.1); everything else broke.
CLOSED_BY_PAGE = frozenset({1000, 1001})


class Presence:
    """The members of one room who have not left."""

    def __init__(self, now: float) -> None:
        self._here: set[Identity] = set()
        self._deadlines: dict[Identity, float] = {}
        self._empty_since: float | None = now

    def arrive(self, identity: Identity) -> bool:
        """Now here. True when they had been away."""
        self._here.add(identity)
        self._empty_since = None
        return self._deadlines.pop(identity, None) is not None

    def go(self, identity: Identity, now: float, grace: float) -> None:
        """Now away, and left when `grace` seconds pass without them."""
        self._here.discard(identity)
        self._deadlines[identity] = now + grace
        self._note_empty(now)

    def leave(self, identity: Identity, now: float) -> None:
        """Has left: no longer a matter of presence."""
        self._here.discard(identity)
        self._deadlines.pop(identity, None)
        self._note_empty(now)

    def state(self, identity: Identity) -> str:
        """`here`, `away` or `left`."""
        if identity in self._here:
            return "here"
        return "away" if identity in self._deadlines else "left"

    def here(self) -> frozenset[Identity]:
        """Everybody with a live place."""
        return frozenset(self._here)

    def overdue(self, now: float) -> list[Identity]:
        """Who was away too long."""
        return [identity for identity, deadline in self._deadlines.items() if deadline <= now]

    def empty_for(self, now: float) -> float:
        """Seconds since the last person was here; 0 while somebody is."""
        return 0.0 if self._empty_since is None else now - self._empty_since

    def suspend(self, identities: Iterable[Identity], now: float, grace: float) -> None:
        """After a restart: nobody is connected yet, and everybody may come back."""
        for identity in identities:
            self.go(identity, now, grace)

    def _note_empty(self, now: float) -> None:
        if not self._here and self._empty_since is None:
            self._empty_since = now
