"""Opening a connection: who may, and who it is (docs/protocol.md sections 2 and 3.1). Pure."""

import hashlib
import hmac

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from folkmoot.base.ids import ID_BYTES, Identity, RoomId
from folkmoot.meet.errors import WrongLinkError

NONCE_BYTES = 32
TOKEN_BYTES = 32
KEY_BYTES = 32
SIGNATURE_BYTES = 64
IDENTITY_LABEL = b"folkmoot identity v1"
HELLO_LABEL = b"folkmoot hello v1\0"


def identity_of(room: RoomId, key: bytes) -> Identity:
    """The identity that an Ed25519 public key has in a room."""
    return Identity.of(hashlib.sha256(IDENTITY_LABEL + room.encode() + key).digest()[:ID_BYTES])


def token_hash(token: bytes) -> bytes:
    """What the service keeps of a room token."""
    return hashlib.sha256(token).digest()


def signed_bytes(room: RoomId, nonce: bytes) -> bytes:
    """What the client signs to show that it holds its key."""
    return HELLO_LABEL + nonce + room.encode()


def is_token(token: bytes, kept: bytes) -> bool:
    """True when `token` is the one whose hash was `kept`; takes the same time either way."""
    return hmac.compare_digest(token_hash(token), kept)


def check_signature(room: RoomId, nonce: bytes, key: bytes, signature: bytes) -> Identity:
    """The identity of who signed. Raises `WrongLinkError` when the key did not sign this challenge."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed_bytes(room, nonce))
    except (InvalidSignature, ValueError):
        raise WrongLinkError from None
    return identity_of(room, key)
