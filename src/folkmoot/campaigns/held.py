"""A voice that the server holds, for a browser that runs no scripts.

Its key follows from a cookie, which only the browser keeps; the server sees it with each request and could act in its
name then. That is what is weaker about it, and why it is marked in the record and counted apart.
"""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from folkmoot.base.ids import CampaignId

COOKIE_BYTES = 32
_LABEL = b"folkmoot held voice v1\0"


def key_of(cookie: bytes, campaign: CampaignId) -> Ed25519PrivateKey:
    """The key of the voice behind a cookie. `cookie` is `COOKIE_BYTES` long."""
    seed = HKDF(SHA256(), 32, salt=None, info=_LABEL + campaign.encode()).derive(cookie)
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key(cookie: bytes, campaign: CampaignId) -> bytes:
    """Its public part, 32 bytes."""
    return key_of(cookie, campaign).public_key().public_bytes_raw()
