"""Passkeys (WebAuthn level 2): the device keeps the key, asks for finger, face or PIN, and signs a challenge."""

import base64
import binascii
import ipaddress
from urllib.parse import urlsplit

import msgspec
import webauthn
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException

from folkmoot.base.ids import ConvenorId
from folkmoot.base.settings import Settings
from folkmoot.campaigns import tables
from folkmoot.campaigns.challenges import Challenges
from folkmoot.campaigns.errors import BadPasskeyError

SIGN_IN, MAKE = "sign in", "make"
# Those that authenticators have; Ed25519 first.
ALGORITHMS = (
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
)
ANSWER_MAX = 32 * 1024
# What the library raises of bytes that are not what they should be, besides its own errors.
_UNREADABLE = (WebAuthnException, ValueError, LookupError, TypeError, RecursionError)


class Passkey(msgspec.Struct, frozen=True):
    """The public half of one. Times are seconds since 1970."""

    id: bytes
    public_key: bytes
    sign_count: int
    made_at: float
    used_at: float | None = None


class _ClientData(msgspec.Struct, frozen=True):
    challenge: str


class _Response(msgspec.Struct, frozen=True, rename={"client_data": "clientDataJSON"}):
    client_data: str


class _Answer(msgspec.Struct, frozen=True):
    id: str
    response: _Response


class Party:
    """This service, as passkeys know it (WebAuthn's "relying party")."""

    def __init__(self, settings: Settings, challenges: Challenges) -> None:
        self.id = urlsplit(settings.public_origin).hostname or ""
        self._origins = sorted(settings.origins)
        self._challenges = challenges

    @property
    def possible(self) -> bool:
        """Browsers give passkeys to names only, never to a numbered address."""
        try:
            ipaddress.ip_address(self.id)
        except ValueError:
            return True
        return False

    def challenge(self, purpose: str, now: float, random: bytes) -> str:
        """For the page, as base64url. `now` is in seconds since 1970."""
        return _text(self._challenges.make(purpose, now, random))

    def named(self, answer: str) -> bytes:
        """Which passkey an answer says it comes from. Raises `BadPasskeyError`."""
        return _bytes(_read(answer).id)

    def check(self, answer: str, known: Passkey, now: float) -> int:
        """The new sign count, when the answer is signed by that passkey. Raises `BadPasskeyError`."""
        expected = self._spend(SIGN_IN, answer, now)
        try:
            return webauthn.verify_authentication_response(
                credential=answer,
                expected_challenge=expected,
                expected_rp_id=self.id,
                expected_origin=self._origins,
                credential_public_key=known.public_key,
                credential_current_sign_count=known.sign_count,
                require_user_verification=True,
            ).new_sign_count
        except _UNREADABLE:
            raise BadPasskeyError from None

    def made(self, answer: str, now: float) -> Passkey:
        """The passkey that a browser has made. Raises `BadPasskeyError`."""
        expected = self._spend(MAKE, answer, now)
        try:
            verified = webauthn.verify_registration_response(
                credential=answer,
                expected_challenge=expected,
                expected_rp_id=self.id,
                expected_origin=self._origins,
                require_user_verification=True,
                supported_pub_key_algs=list(ALGORITHMS),
            )
        except _UNREADABLE:
            raise BadPasskeyError from None
        return Passkey(verified.credential_id, verified.credential_public_key, verified.sign_count, now)

    def _spend(self, purpose: str, answer: str, now: float) -> bytes:
        try:
            data = msgspec.json.decode(_bytes(_read(answer).response.client_data), type=_ClientData)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            raise BadPasskeyError from None
        challenge = _bytes(data.challenge)
        self._challenges.spend(purpose, challenge, now)
        return challenge


async def keep(connection: AsyncConnection, convenor: ConvenorId, passkey: Passkey) -> None:
    """Keeps a new one. Raises `BadPasskeyError` when somebody has it already."""
    table = tables.passkeys
    if (await connection.execute(select(table.c.id).where(table.c.id == passkey.id))).first() is not None:
        raise BadPasskeyError
    await connection.execute(insert(table).values(convenor=convenor, **msgspec.structs.asdict(passkey)))


async def find(connection: AsyncConnection, passkey: bytes) -> tuple[ConvenorId, Passkey]:
    """Whose it is, and its public half. Raises `BadPasskeyError`."""
    table = tables.passkeys
    row = (await connection.execute(select(table).where(table.c.id == passkey))).one_or_none()
    if row is None:
        raise BadPasskeyError("This service does not know the passkey, or not any more.")
    return ConvenorId(row.convenor), msgspec.convert(row, Passkey, from_attributes=True)


async def of(connection: AsyncConnection, convenor: ConvenorId) -> list[Passkey]:
    """A person's, the oldest first."""
    table = tables.passkeys
    query = select(table).where(table.c.convenor == convenor).order_by(table.c.made_at)
    return [msgspec.convert(row, Passkey, from_attributes=True) for row in await connection.execute(query)]


async def used(connection: AsyncConnection, passkey: Passkey, sign_count: int, now: float) -> None:
    """It has signed. Raises `BadPasskeyError` when it has signed something else since it was read."""
    table = tables.passkeys
    same = (table.c.id == passkey.id) & (table.c.sign_count == passkey.sign_count)
    done = await connection.execute(update(table).where(same).values(sign_count=sign_count, used_at=now))
    if done.rowcount != 1:
        raise BadPasskeyError


async def remove(connection: AsyncConnection, convenor: ConvenorId, passkey: bytes) -> None:
    """Takes one of that person's away; nothing happens for somebody else's."""
    table = tables.passkeys
    await connection.execute(delete(table).where(table.c.convenor == convenor, table.c.id == passkey))


async def remove_all(connection: AsyncConnection, convenor: ConvenorId) -> None:
    """Takes all of a person's away."""
    await connection.execute(delete(tables.passkeys).where(tables.passkeys.c.convenor == convenor))


async def count(connection: AsyncConnection, convenor: ConvenorId) -> int:
    """How many a person has."""
    table = tables.passkeys
    query = select(func.count()).select_from(table).where(table.c.convenor == convenor)
    return (await connection.execute(query)).scalar_one()


def _read(answer: str) -> _Answer:
    if len(answer) > ANSWER_MAX:
        raise BadPasskeyError
    try:
        return msgspec.json.decode(answer, type=_Answer)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        raise BadPasskeyError from None


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise BadPasskeyError from None


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
