"""Time and chance: the one place that asks the machine for either. Pure cores take both as arguments."""

import secrets
import time


class Clock:
    """The machine's clocks. Tests pass real ones and short settings, so there is no second implementation."""

    def now(self) -> float:
        """Seconds since 1970, UTC. Stored beside rows, so that a restart can go on counting."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that never run backwards, for deadlines and rates within one process."""
        return time.monotonic()


def random_bytes(count: int) -> bytes:
    """`count` bytes from the operating system's generator."""
    return secrets.token_bytes(count)
