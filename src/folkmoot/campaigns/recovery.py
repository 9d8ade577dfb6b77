"""Recovery codes: eight that are shown once, each for one sign-in, such as `tavo-4r7k-mimu`.

Each has 39.8 bits, so they are kept as argon2id hashes under a salt of their convenor: whoever has the database would
still have to try a million million of them at some fifty a second.
"""

import re

from argon2.low_level import Type, hash_secret_raw
from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import ConvenorId
from folkmoot.campaigns import tables

COUNT = 8
CODE_MAX = 100
# Random bytes that one code is made from. Far more than it has room for, so that no sign is likelier than another.
RANDOM_BYTES = 16
# OWASP's least for argon2id: eight are made at once, and somebody waits.
_PASSES, _KIBIBYTES = 2, 19 * 1024
_CONSONANTS, _VOWELS, _DIGITS, _LETTERS = "bdfhjklmnprstvwz", "aeiou", "23456789", "bcdfghjkmnpqrstvwxz"
_WORD = (_CONSONANTS, _VOWELS, _CONSONANTS, _VOWELS)
_PLACES = (*_WORD, *(_DIGITS, _LETTERS, _DIGITS, _LETTERS), *_WORD)
_IGNORED = re.compile(r"[\s\-\u2010-\u2015\u2212]+")


def code(random: bytes) -> str:
    """The code that these `RANDOM_BYTES` bytes make."""
    number = int.from_bytes(random)
    signs: list[str] = []
    for alphabet in _PLACES:
        number, rest = divmod(number, len(alphabet))
        signs.append(alphabet[rest])
    text = "".join(signs)
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def hashed(convenor: ConvenorId, given: str) -> bytes:
    """What is kept of a code. Slow on purpose. Hyphens, spaces and capitals make no difference."""
    plain = _IGNORED.sub("", given[:CODE_MAX]).lower()
    return hash_secret_raw(
        plain.encode(),
        # Random and nobody else's, which is what a salt has to be (RFC 9106 section 3.1).
        convenor.encode(),
        time_cost=_PASSES,
        memory_cost=_KIBIBYTES,
        parallelism=1,
        hash_len=32,
        type=Type.ID,
    )


async def keep(connection: AsyncConnection, convenor: ConvenorId, hashes: list[bytes]) -> None:
    """Keeps these in place of all that there were."""
    table = tables.recovery_codes
    await connection.execute(delete(table).where(table.c.convenor == convenor))
    await connection.execute(insert(table), [{"convenor": convenor, "hash": one} for one in hashes])


async def spend(connection: AsyncConnection, convenor: ConvenorId, given: bytes) -> bool:
    """Uses one up; False when there is none with that hash."""
    table = tables.recovery_codes
    done = await connection.execute(delete(table).where(table.c.convenor == convenor, table.c.hash == given))
    return done.rowcount == 1


async def left(connection: AsyncConnection, convenor: ConvenorId) -> int:
    """How many have not been used."""
    table = tables.recovery_codes
    query = select(func.count()).select_from(table).where(table.c.convenor == convenor)
    return (await connection.execute(query)).scalar_one()
