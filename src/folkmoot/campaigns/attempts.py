"""How often somebody may try to sign in: a few times, then a while not at all. In memory; keeps pseudonyms only."""

from folkmoot.base.errors import RateLimitedError

WHO_MAX = 10_000


class Attempts:
    """So many tries by one name, then `seconds` of waiting. Time is an argument and never runs backwards."""

    def __init__(self, tries: int, seconds: float) -> None:
        self._tries = tries
        self._seconds = seconds
        # Tries so far, and when they are forgotten.
        self._known: dict[str, tuple[int, float]] = {}

    def take(self, who: str, now: float) -> int:
        """Counts one, before it is known whether it will succeed; returns how many are left after it.

        Raises `RateLimitedError` with the seconds to wait.
        """
        count, until = self._known.pop(who, (0, now))
        if until <= now:
            count = 0
        elif count >= self._tries:
            self._known[who] = (count, until)
            raise RateLimitedError(until - now)
        while len(self._known) >= WHO_MAX:
            # The one that has not been seen for longest.
            del self._known[next(iter(self._known))]
        self._known[who] = (count + 1, now + self._seconds)
        return self._tries - count - 1

    def forget(self, who: str) -> None:
        """They succeeded."""
        self._known.pop(who, None)
