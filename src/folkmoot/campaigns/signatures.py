"""Ed25519 signatures of voices (RFC 8032), checked many times a second.

By libsodium, which takes half of OpenSSL's time here and refuses what has two forms: keys of small order, numbers that
are not reduced.
"""

from nacl.bindings import crypto_sign_open, crypto_sign_PUBLICKEYBYTES
from nacl.exceptions import CryptoError

KEY_BYTES = crypto_sign_PUBLICKEYBYTES
SIGNATURE_BYTES = 64


def holds(key: bytes, signature: bytes, data: bytes) -> bool:
    """Whether the key has signed the data; not for a key that is none, either."""
    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        crypto_sign_open(signature + data, key)
    except CryptoError:
        return False
    return True
