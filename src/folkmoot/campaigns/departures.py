"""People who have gone to the institution's own login and are not back yet. In memory only, like those who are."""

import hashlib
import hmac
from dataclasses import dataclass, field

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.ids import CampaignId, encode_base64url
from folkmoot.campaigns.errors import LoginExpiredError

RANDOM_BYTES = 32
SECONDS = 600.0
# So many at once are no people any more.
DEPARTURES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Departure:
    """Where somebody came from, and what will show that they are back; `held` who wants a voice without JavaScript.

    `nonce` and `verifier` are of OpenID Connect Core section 3.1.2.1 and of RFC 7636.
    """

    campaign: CampaignId
    slug: str
    held: bool
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


class Departures:
    """Found again once each, by the state that the login hands back, in the browser that went."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._away: dict[bytes, tuple[float, bytes, Departure]] = {}

    def add(self, campaign: CampaignId, slug: str, *, held: bool) -> tuple[Departure, str, str]:
        """Somebody goes: with them the state, and in their browser the mark, a cookie's value."""
        now = self._clock.monotonic()
        self._away = {name: one for name, one in self._away.items() if one[0] > now}
        while len(self._away) >= DEPARTURES_MAX:
            del self._away[next(iter(self._away))]
        nonce, verifier, state, mark = (encode_base64url(random_bytes(RANDOM_BYTES)) for _ in range(4))
        departure = Departure(campaign, slug, held, nonce, verifier)
        self._away[_hash(state)] = (now + SECONDS, _hash(mark), departure)
        return departure, state, mark

    def back(self, state: str, mark: str) -> Departure:
        """Who has come back. Raises `LoginExpiredError`.

        The mark keeps somebody from sending another person's browser back with a login that is not theirs.
        """
        until, expected, departure = self._away.pop(_hash(state), (0.0, b"", None))
        if departure is None or until <= self._clock.monotonic() or not hmac.compare_digest(expected, _hash(mark)):
            raise LoginExpiredError
        return departure


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
