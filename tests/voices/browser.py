"""The browser's side of blind signatures (RFC 9474 sections 4.1, 4.2 and 4.4), written anew to test ours against."""

import hashlib
import math
import os
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature

from folkmoot.campaigns.blind import PublicKey


def mgf1(seed: bytes, length: int) -> bytes:
    """RFC 8017 appendix B.2.1 with SHA-384."""
    blocks = (hashlib.sha384(seed + counter.to_bytes(4)).digest() for counter in range(-(-length // 48)))
    return b"".join(blocks)[:length]


def encode_pss(message: bytes, bits: int, salt: bytes) -> bytes:
    """RFC 8017 section 9.1.1; `bits` is one less than the modulus has."""
    length = -(-bits // 8)
    digest = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    block = b"\0" * (length - len(salt) - 48 - 2) + b"\1" + salt
    masked = bytes(one ^ other for one, other in zip(block, mgf1(digest, len(block)), strict=True))
    first = masked[0] & (0xFF >> (8 * length - bits))
    return bytes([first]) + masked[1:] + digest + b"\xbc"


@dataclass(frozen=True)
class Blinded:
    """A message on its way to be signed; `inverse` stays in the browser."""

    prepared: bytes
    sent: bytes
    inverse: int


def blind(
    key: PublicKey, prepared: bytes, *, salt: bytes | None = None, inverse: int | None = None, salt_bytes: int = 48
) -> Blinded:
    """Salt and inverse are given by vectors only."""
    n = key.modulus
    number = int.from_bytes(encode_pss(prepared, n.bit_length() - 1, os.urandom(salt_bytes) if salt is None else salt))
    assert math.gcd(number, n) == 1
    factor = pow(inverse, -1, n) if inverse is not None else 1 + secrets.randbelow(n - 1)
    sent = number * pow(factor, key.exponent, n) % n
    return Blinded(prepared, sent.to_bytes(key.size), pow(factor, -1, n))


def finalize(key: PublicKey, blinded: Blinded, signature: bytes, salt: bytes | None = None) -> bytes:
    """The token. Raises `InvalidSignature`. With a salt of the vector, the encoded message is compared instead."""
    n = key.modulus
    token = (int.from_bytes(signature) * blinded.inverse % n).to_bytes(key.size)
    if salt is not None:
        encoded = pow(int.from_bytes(token), key.exponent, n)
        if encoded != int.from_bytes(encode_pss(blinded.prepared, n.bit_length() - 1, salt)):
            raise InvalidSignature
    elif not key.verifier().holds(blinded.prepared, token):
        raise InvalidSignature
    return token
