"""The people who run campaigns: convenors, and with a role in one campaign moderators, facilitators and auditors."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Literal

import msgspec
from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import CampaignId, ConvenorId
from folkmoot.campaigns import tables
from folkmoot.campaigns.errors import BadSignInNameError, LastWayInError, SignInNameTakenError

Role = Literal["convenor", "moderator", "facilitator", "auditor"]
ROLES: tuple[Role, ...] = ("convenor", "moderator", "facilitator", "auditor")
_SIGN_IN = re.compile(r"[\w.@-]{2,64}")


class Convenor(msgspec.Struct, frozen=True):
    """A person. `everywhere`: convenor of every campaign. `roles` are those in single campaigns."""

    id: ConvenorId
    name: str
    sign_in: str
    everywhere: bool
    roles: Mapping[CampaignId, frozenset[Role]]


def sign_in_name(given: str) -> str:
    """As it is kept and compared. Raises `BadSignInNameError`."""
    name = unicodedata.normalize("NFKC", given.strip()).casefold()
    if _SIGN_IN.fullmatch(name) is None:
        raise BadSignInNameError
    return name


async def make(connection: AsyncConnection, person: Convenor, passphrase: str | None, now: float) -> None:
    """Keeps a new person with their roles. `passphrase` is a hash. Raises `SignInNameTakenError`."""
    table = tables.convenors
    if (await connection.execute(select(table.c.id).where(table.c.sign_in == person.sign_in))).first() is not None:
        raise SignInNameTakenError
    values = {"id": person.id, "name": person.name, "sign_in": person.sign_in, "everywhere": person.everywhere}
    await connection.execute(insert(table).values(**values, passphrase=passphrase, made_at=now))
    for campaign, roles in person.roles.items():
        for role in sorted(roles):
            await connection.execute(insert(tables.roles).values(convenor=person.id, campaign=campaign, role=role))


async def find(connection: AsyncConnection, convenor: ConvenorId) -> Convenor | None:
    """The person of that id, unless they were removed."""
    row = (await connection.execute(select(tables.convenors).where(tables.convenors.c.id == convenor))).one_or_none()
    return None if row is None else await _with_roles(connection, row)


async def by_sign_in(connection: AsyncConnection, name: str) -> tuple[Convenor, str | None] | None:
    """Who signs in under that name (of `sign_in_name`), and the hash of their passphrase if they have one."""
    row = (await connection.execute(select(tables.convenors).where(tables.convenors.c.sign_in == name))).one_or_none()
    return None if row is None else (await _with_roles(connection, row), row.passphrase)


async def every(connection: AsyncConnection) -> list[Convenor]:
    """All of them by name."""
    rows = (await connection.execute(select(tables.convenors).order_by(tables.convenors.c.name))).all()
    return [await _with_roles(connection, row) for row in rows]


async def any_there(connection: AsyncConnection) -> bool:
    """Whether there is somebody who can do everything."""
    query = select(func.count()).select_from(tables.convenors).where(tables.convenors.c.everywhere)
    return (await connection.execute(query)).scalar_one() > 0


async def set_passphrase(connection: AsyncConnection, convenor: ConvenorId, passphrase: str | None) -> None:
    """`passphrase` is a hash; None takes it away."""
    table = tables.convenors
    await connection.execute(update(table).where(table.c.id == convenor).values(passphrase=passphrase))


async def has_passphrase(connection: AsyncConnection, convenor: ConvenorId) -> bool:
    """Whether they can sign in with one."""
    table = tables.convenors
    query = select(table.c.id).where(table.c.id == convenor, table.c.passphrase.isnot(None))
    return (await connection.execute(query)).first() is not None


async def remove(connection: AsyncConnection, convenor: ConvenorId) -> None:
    """Takes a person away with all their ways in. Raises `LastWayInError` for the last who can do everything."""
    await connection.execute(delete(tables.convenors).where(tables.convenors.c.id == convenor))
    if not await any_there(connection):
        # The transaction that this ends is undone.
        raise LastWayInError


async def _with_roles(connection: AsyncConnection, row: Row[tuple[object, ...]]) -> Convenor:
    table = tables.roles
    query = select(table.c.campaign, table.c.role).where(table.c.convenor == row.id)
    roles: dict[CampaignId, frozenset[Role]] = {}
    for campaign, role in await connection.execute(query):
        roles[CampaignId(campaign)] = roles.get(CampaignId(campaign), frozenset()) | {role}
    return Convenor(ConvenorId(row.id), row.name, row.sign_in, row.everywhere, roles)
