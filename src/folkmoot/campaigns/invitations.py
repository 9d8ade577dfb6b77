"""One-time links: for the first convenor, for further ones, and for somebody who has lost every way in."""

import msgspec
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import CampaignId, ConvenorId
from folkmoot.base.secret import Secret
from folkmoot.campaigns import tables
from folkmoot.campaigns.convenors import Role
from folkmoot.campaigns.errors import LinkSpentError
from folkmoot.campaigns.sessions import token_hash

# The operator opens theirs at once; an invitation lies in somebody's mail for a while.
OPERATOR_SECONDS = 3600.0
INVITATION_SECONDS = 3 * 24 * 3600.0
_KEPT_SECONDS = 30 * 24 * 3600.0
PATH = "/signin/link/"


class Invitation(msgspec.Struct, frozen=True):
    """What a link is for. Times are seconds since 1970.

    `made_by` is None for the operator's. `convenor`: whom it gives a new way in; None for somebody new, who becomes
    convenor everywhere, or gets `role` in `campaign`.
    """

    expires: float
    made_by: ConvenorId | None = None
    convenor: ConvenorId | None = None
    campaign: CampaignId | None = None
    role: Role | None = None


async def make(connection: AsyncConnection, token: Secret, invitation: Invitation, now: float) -> None:
    """Keeps it, and forgets what has long been over."""
    table = tables.invitations
    await connection.execute(delete(table).where(table.c.expires < now - _KEPT_SECONDS))
    values = {"hash": token_hash(token), "made_at": now, **msgspec.structs.asdict(invitation)}
    await connection.execute(insert(table).values(**values))


async def find(connection: AsyncConnection, token: Secret, now: float) -> Invitation:
    """What it is for, without using it. Raises `LinkSpentError`."""
    table = tables.invitations
    live = (table.c.hash == token_hash(token)) & table.c.used_at.is_(None) & (table.c.expires > now)
    row = (await connection.execute(select(table).where(live))).one_or_none()
    if row is None:
        raise LinkSpentError
    return Invitation(
        row.expires,
        None if row.made_by is None else ConvenorId(row.made_by),
        None if row.convenor is None else ConvenorId(row.convenor),
        None if row.campaign is None else CampaignId(row.campaign),
        row.role,
    )


async def spend(connection: AsyncConnection, token: Secret, now: float) -> Invitation:
    """Uses it up. Raises `LinkSpentError`."""
    invitation = await find(connection, token, now)
    table = tables.invitations
    once = (table.c.hash == token_hash(token)) & table.c.used_at.is_(None)
    done = await connection.execute(update(table).where(once).values(used_at=now))
    if done.rowcount != 1:
        raise LinkSpentError
    return invitation
