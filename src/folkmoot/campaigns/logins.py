"""People who have just come from the institution's own login, for the minutes until they ask for their voice.

In memory only: who they are there is nothing that a database should hear of, and after a restart one signs in again.
"""

import hashlib

from folkmoot.base.clock import Clock, random_bytes
from folkmoot.base.ids import CampaignId
from folkmoot.campaigns.errors import CredentialUnknownError

TOKEN_BYTES = 32
SECONDS = 900.0
# So many at once are no people any more.
LOGINS_MAX = 100_000


class Logins:
    """Tokens, and the account that each stands for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._accounts: dict[bytes, tuple[float, CampaignId, str]] = {}

    def add(self, campaign: CampaignId, issuer: str, subject: str) -> bytes:
        """The token for an account that has signed in (OpenID Connect Core section 5.7: issuer and subject name it)."""
        now = self._clock.monotonic()
        self._accounts = {name: one for name, one in self._accounts.items() if one[0] > now}
        while len(self._accounts) >= LOGINS_MAX:
            del self._accounts[next(iter(self._accounts))]
        token = random_bytes(TOKEN_BYTES)
        self._accounts[_hash(token)] = (now + SECONDS, campaign, f"{len(issuer)} {issuer} {subject}")
        return token

    def account(self, campaign: CampaignId, token: bytes) -> str:
        """Whom it stands for, as often as asked: a lost answer costs nothing. Raises `CredentialUnknownError`."""
        until, where, account = self._accounts.get(_hash(token), (0.0, campaign, ""))
        if until <= self._clock.monotonic() or where != campaign:
            raise CredentialUnknownError
        return account


def _hash(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()
