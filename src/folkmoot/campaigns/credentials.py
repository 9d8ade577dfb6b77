"""What opens the gate of a campaign, and how little of it is kept."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.errors import FolkmootError
from folkmoot.base.ids import CampaignId
from folkmoot.base.secret import Secret
from folkmoot.campaigns import tables
from folkmoot.campaigns.errors import CredentialUnknownError

CODE_SIGNS = 12
GROUP = 4
# Without I, L, O, U, 0 and 1, which people take for one another or read as words: 58 bits in twelve.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
CODES_MAX = 10_000
_CODE_LABEL = b"folkmoot code v1\0"
_PERSON_LABEL = b"folkmoot person v1\0"
# Typed from paper: hyphens, spaces and small letters mean nothing.
_TYPED = str.maketrans("", "", " -\u2010\u2011\u2013\u2066\u2067\u2068\u2069\t\r\n")
_TYPED_MAX = 64

Chance = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Code:
    """An invitation code, as somebody typed it."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Link:
    """Nothing but having found the campaign."""


@dataclass(frozen=True, slots=True)
class Mail:
    """The code that a mail brought."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Login:
    """What the institution's own login ended with."""

    token: bytes = field(repr=False)


Credential = Code | Link | Mail | Login
# The gate (`campaigns.Gate`) that each opens.
GATE: dict[type[Credential], str] = {Code: "codes", Link: "link", Mail: "mail", Login: "login"}


class TooManyCodesError(FolkmootError):
    """More codes at once than anybody hands out."""

    code = "too_many_codes"
    sentence = f"At most {CODES_MAX} codes are made at once."


def new_code(chance: Chance) -> str:
    """Twelve signs, each as likely as the others, in three groups."""
    signs = ""
    while len(signs) < CODE_SIGNS:
        place = chance(1)[0] & 31
        if place < len(ALPHABET):
            signs += ALPHABET[place]
    return "-".join(signs[start : start + GROUP] for start in range(0, CODE_SIGNS, GROUP))


def plain(text: str) -> str:
    """The twelve signs of what somebody typed. Raises `CredentialUnknownError` when it can be no code."""
    signs = text[:_TYPED_MAX].translate(_TYPED).upper()
    if len(text) > _TYPED_MAX or len(signs) != CODE_SIGNS or not set(signs) <= set(ALPHABET):
        raise CredentialUnknownError
    return signs


def code_hash(campaign: CampaignId, text: str) -> bytes:
    """What is kept of a code. Raises `CredentialUnknownError`."""
    return hashlib.sha256(_CODE_LABEL + campaign.encode() + plain(text).encode()).digest()


def person_hash(key: Secret, campaign: CampaignId, name: str) -> bytes:
    """What is kept of an address or an account: under a key, since there are few enough of them to try them all.

    It differs from campaign to campaign, so that nothing says who took part in two.
    """
    return hmac.digest(key.reveal(), _PERSON_LABEL + campaign.encode() + name.encode(), "sha256")


async def make_codes(connection: AsyncConnection, campaign: CampaignId, count: int, chance: Chance) -> list[str]:
    """New codes, to be handed out now: only their hashes are kept. Raises `TooManyCodesError`."""
    if not 1 <= count <= CODES_MAX:
        raise TooManyCodesError
    codes = [new_code(chance) for _ in range(count)]
    rows = [{"campaign": campaign, "hash": code_hash(campaign, code), "used_on": None} for code in codes]
    await connection.execute(insert(tables.codes), rows)
    return codes


async def code_counts(connection: AsyncConnection, campaign: CampaignId) -> tuple[int, int]:
    """How many codes there are, and how many have been used."""
    codes = tables.codes
    query = select(func.count(), func.count(codes.c.used_on)).where(codes.c.campaign == campaign)
    made, used = (await connection.execute(query)).one()
    return int(made), int(used)


async def take_code(connection: AsyncConnection, campaign: CampaignId, value: bytes, day: int) -> int | None:
    """Uses the code up. Returns the day on which somebody had before, or None. Raises `CredentialUnknownError`."""
    codes = tables.codes
    this = (codes.c.campaign == campaign) & (codes.c.hash == value)
    done = await connection.execute(update(codes).where(this, codes.c.used_on.is_(None)).values(used_on=day))
    if done.rowcount:
        return None
    earlier = (await connection.execute(select(codes.c.used_on).where(this))).one_or_none()
    if earlier is None:
        raise CredentialUnknownError
    return int(earlier.used_on)
