"""Blind signatures: RSABSSA-SHA384-PSS-Randomized of RFC 9474, the signer's side and the check of tokens. Pure.

The signer raises a number to its private exponent and sees neither the message in it nor the signature that the browser
makes of the answer. Chance is an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import gmpy2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from folkmoot.base.errors import FolkmootError
from folkmoot.base.ids import CampaignId
from folkmoot.base.secret import Secret

MODULUS_BITS = 3072
MODULUS_BYTES = MODULUS_BITS // 8
EXPONENT = 65537
PREFIX_BYTES = 32
KEY_BYTES = 32
SALT_BYTES = 48
TOKEN_LABEL = b"folkmoot voice v1\0"
# So many bits more than the modulus has make what is left of a remainder's bias smaller than 2^-64 (FIPS 186-5, A.2.1).
_SURPLUS_BYTES = 8
_PSS = padding.PSS(mgf=padding.MGF1(SHA384()), salt_length=SALT_BYTES)

Chance = Callable[[int], bytes]


class BadBlindedError(FolkmootError):
    """A number to be signed that no browser can have made."""

    code = "invalid_request"
    sentence = "The request for a voice is not in the form that the protocol asks for."


class SigningError(FolkmootError):
    """The signature does not fit the number: a fault of the machine. It must not leave, since it would tell a prime."""


class BadKeyError(FolkmootError):
    """A key file that holds something else."""

    code = "voice_key_damaged"
    sentence = "The file with a campaign's key for voices is damaged."


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What a token is checked with."""

    modulus: int
    exponent: int

    @property
    def size(self) -> int:
        """Bytes of the modulus."""
        return (self.modulus.bit_length() + 7) // 8

    def modulus_bytes(self) -> bytes:
        """Big-endian, without leading zeros."""
        return self.modulus.to_bytes(self.size)

    def verifier(self) -> "Verifier":
        """Made once for many checks."""
        return Verifier(rsa.RSAPublicNumbers(self.exponent, self.modulus).public_key())


class Verifier:
    """Checks tokens (RFC 9474 section 4.5, RFC 8017 section 8.1.2)."""

    __slots__ = ("_key",)

    def __init__(self, key: rsa.RSAPublicKey) -> None:
        self._key = key

    def holds(self, prepared: bytes, token: bytes) -> bool:
        """Whether `token` signs `prepared`, the message with its random prefix."""
        try:
            self._key.verify(token, prepared, _PSS, SHA384())
        except InvalidSignature:
            return False
        return True


class SigningKey:
    """A private RSA key that signs what it cannot read. Its numbers are not printed, pickled or copied."""

    __slots__ = ("__d", "__numbers", "__p", "__q", "public")

    def __init__(self, numbers: rsa.RSAPrivateNumbers) -> None:
        self.public = PublicKey(numbers.public_numbers.n, numbers.public_numbers.e)
        self.__p, self.__q = gmpy2.mpz(numbers.p), gmpy2.mpz(numbers.q)
        self.__d = (gmpy2.mpz(numbers.dmp1), gmpy2.mpz(numbers.dmq1), gmpy2.mpz(numbers.iqmp))
        self.__numbers = numbers

    @classmethod
    def generate(cls) -> Self:
        """A new key of 3,072 bits. Takes up to some seconds of a processor."""
        return cls(rsa.generate_private_key(EXPONENT, MODULUS_BITS).private_numbers())

    @classmethod
    def from_pem(cls, text: Secret) -> Self:
        """What `pem` gave. Raises `BadKeyError`."""
        try:
            key = load_pem_private_key(text.reveal(), password=None)
        except (ValueError, TypeError):
            raise BadKeyError from None
        if not isinstance(key, rsa.RSAPrivateKey) or key.key_size != MODULUS_BITS:
            raise BadKeyError
        return cls(key.private_numbers())

    @property
    def pem(self) -> Secret:
        """PKCS #8, not encrypted: for the file that only its owner may read."""
        key = self.__numbers.private_key()
        return Secret(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))

    def sign(self, blinded: bytes, chance: Chance) -> bytes:
        """RFC 9474 section 4.3. Raises `BadBlindedError` and `SigningError`.

        The base is blinded by a number of ours too, so that the exponent never meets what a stranger chose, and the
        result is checked before it leaves (section 7.1). Other threads run meanwhile.
        """
        n, e = self.public.modulus, self.public.exponent
        number = int.from_bytes(blinded)
        if len(blinded) != self.public.size or not 0 < number < n:
            raise BadBlindedError
        with gmpy2.context(gmpy2.get_context(), allow_release_gil=True):
            factor, undo = self._blinding(chance)
            hidden = number * gmpy2.powmod(factor, e, n) % n
            signature = self._raise(hidden) * undo % n
            if gmpy2.powmod(signature, e, n) != number:
                raise SigningError
        return int(signature).to_bytes(self.public.size)

    def _blinding(self, chance: Chance) -> tuple[int, int]:
        n = self.public.modulus
        while True:
            factor = int.from_bytes(chance(self.public.size + _SURPLUS_BYTES)) % n
            try:
                return factor, gmpy2.invert(factor, n)
            except ZeroDivisionError:
                # Zero, or a multiple of a prime of ours: about as likely as guessing the key.
                continue

    def _raise(self, number: int) -> int:
        # By the Chinese remainder theorem (RFC 8017 section 5.1.2, 2.b), a quarter of the work.
        dp, dq, inverse = self.__d
        of_p = gmpy2.powmod_sec(number % self.__p, dp, self.__p)
        of_q = gmpy2.powmod_sec(number % self.__q, dq, self.__q)
        return of_q + (of_p - of_q) * inverse % self.__p * self.__q

    def __repr__(self) -> str:
        return "SigningKey(hidden)"

    def __reduce_ex__(self, protocol: object, /) -> tuple[object, ...]:
        raise TypeError("a SigningKey cannot be pickled or copied")


def prepared(prefix: bytes, campaign: CampaignId, round_: int, key: bytes) -> bytes:
    """The message of a token with its random prefix (docs/protocol.md section 11): good for that voice's key only."""
    return prefix + TOKEN_LABEL + campaign.encode() + round_.to_bytes(4) + key
