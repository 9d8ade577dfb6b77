"""Challenges that a passkey signs: made without being kept, recognised when they come back, taken once.

A challenge is `u64(time) || random(16) || HMAC-SHA256(key, purpose || 0x00 || time || random)`, with a key that lives
as long as the process. So nobody can fill a memory with challenges that they never answer.
"""

import hashlib
import hmac

from folkmoot.campaigns.errors import BadPasskeyError

RANDOM_BYTES = 16
# A page may stand open for a while before somebody presses the button.
LIFE_SECONDS = 3600
_TIME_BYTES = 8
_SIZE = _TIME_BYTES + RANDOM_BYTES + 32


class Challenges:
    """Of one process. `now` is in seconds since 1970."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._spent: dict[bytes, float] = {}

    def make(self, purpose: str, now: float, random: bytes) -> bytes:
        """A new one; `purpose` says what it may be used for."""
        body = int(now).to_bytes(_TIME_BYTES) + random
        return body + self._tag(purpose, body)

    def spend(self, purpose: str, challenge: bytes, now: float) -> None:
        """Takes one that came back. Raises `BadPasskeyError` for a stranger's, an old one, and the second time."""
        body, tag = challenge[: _SIZE - 32], challenge[_SIZE - 32 :]
        made_at = int.from_bytes(body[:_TIME_BYTES])
        genuine = len(challenge) == _SIZE and hmac.compare_digest(tag, self._tag(purpose, body))
        if not genuine or not made_at <= now < made_at + LIFE_SECONDS or challenge in self._spent:
            raise BadPasskeyError
        self._spent = {one: until for one, until in self._spent.items() if until > now}
        self._spent[challenge] = made_at + LIFE_SECONDS

    def _tag(self, purpose: str, body: bytes) -> bytes:
        return hmac.new(self._key, purpose.encode() + b"\0" + body, hashlib.sha256).digest()
