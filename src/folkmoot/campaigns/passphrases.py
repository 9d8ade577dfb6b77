"""Passphrases: argon2id (RFC 9106) with the library's parameters. Slow on purpose; never call it in an event loop."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from folkmoot.campaigns.errors import WeakPassphraseError

WORDS_MIN = 5
SIGNS_MIN = 20
SIGNS_MAX = 1000
# RFC 9106 section 4, second recommended option: 64 MiB, three passes. Four lanes, of which two cores do what they can.
_HASHER = PasswordHasher()


def check(passphrase: str) -> None:
    """Raises `WeakPassphraseError`."""
    words = passphrase.split()
    whole = " ".join(words)
    if len(words) < WORDS_MIN or not SIGNS_MIN <= len(whole) <= SIGNS_MAX or len({*words}) < WORDS_MIN - 1:
        raise WeakPassphraseError


def hashed(passphrase: str) -> str:
    """For keeping, with parameters and a new salt."""
    return _HASHER.hash(_normal(passphrase))


def matches(kept: str | None, passphrase: str) -> bool:
    """Whether it is the one of which `kept` is the hash; None for a name that has no passphrase."""
    if len(passphrase) > SIGNS_MAX:
        passphrase = ""
    try:
        return _HASHER.verify(kept or _nobody(), _normal(passphrase)) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """Of a passphrase that nobody has: a name that is not there takes as long as one that is."""
    return _HASHER.hash("nobody has this passphrase", salt=bytes(16))


def _normal(passphrase: str) -> str:
    # The same word comes as other code points from other keyboards (UAX 15).
    return unicodedata.normalize("NFKC", passphrase)
