"""A token bucket. Pure: time is an argument, in seconds that never run backwards."""


class Bucket:
    """Lets `burst` through at once and `rate` a second over a longer time."""

    __slots__ = ("_at", "_burst", "_level", "_rate")

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self._rate = rate
        self._burst = burst
        self._level = float(burst)
        self._at = now

    def wait(self, now: float) -> float:
        """Seconds until one more may pass; 0 when it may now."""
        self._fill(now)
        return 0.0 if self._level >= 1 else (1 - self._level) / self._rate

    def take(self, now: float) -> float:
        """Lets one pass and returns 0, or lets none pass and returns how many seconds to wait."""
        wait = self.wait(now)
        if not wait:
            self._level -= 1
        return wait

    def is_full(self, now: float) -> bool:
        """True when nothing has passed for so long that the bucket says no more than a new one."""
        self._fill(now)
        return self._level >= self._burst

    def _fill(self, now: float) -> None:
        self._level = min(self._burst, self._level + (now - self._at) * self._rate)
        self._at = now
