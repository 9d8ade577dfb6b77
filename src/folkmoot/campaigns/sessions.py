"""Who is signed in, on which browser, since when. The browser has a token, the database its SHA-256."""

import base64
import hashlib

import msgspec
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from folkmoot.base.ids import ConvenorId
from folkmoot.base.secret import Secret
from folkmoot.campaigns import tables

TOKEN_BYTES = 32
# Without being used, and at most.
IDLE_SECONDS = 12 * 3600.0
LIFE_SECONDS = 7 * 24 * 3600.0
# `last_seen` need not be newer than that: else each page would write.
SEEN_SECONDS = 60.0


class Session(msgspec.Struct, frozen=True):
    """A browser that is signed in. Times are seconds since 1970."""

    id: str
    convenor: ConvenorId
    made_at: float
    last_seen: float
    agent: str


def token_hash(token: Secret) -> bytes:
    """What is kept of a token, this one's and that of a one-time link."""
    return hashlib.sha256(token.reveal()).digest()


def token_text(random: bytes) -> Secret:
    """A token as cookies and links carry it, from 32 random bytes."""
    return Secret(base64.urlsafe_b64encode(random).rstrip(b"="))


async def begin(connection: AsyncConnection, token: Secret, session: Session) -> None:
    """Keeps it, and forgets those that are over."""
    await _forget(connection, session.made_at)
    values = {"hash": token_hash(token), **msgspec.structs.asdict(session)}
    await connection.execute(insert(tables.sessions).values(**values))


async def find(connection: AsyncConnection, token: Secret, now: float) -> Session | None:
    """The one of that token, unless it is over."""
    table = tables.sessions
    fresh = (table.c.last_seen > now - IDLE_SECONDS) & (table.c.made_at > now - LIFE_SECONDS)
    row = (await connection.execute(select(table).where(table.c.hash == token_hash(token), fresh))).one_or_none()
    return None if row is None else _session(row)


async def of(connection: AsyncConnection, convenor: ConvenorId, now: float) -> list[Session]:
    """All of a person's, the one used last first."""
    table = tables.sessions
    fresh = (table.c.last_seen > now - IDLE_SECONDS) & (table.c.made_at > now - LIFE_SECONDS)
    query = select(table).where(table.c.convenor == convenor, fresh).order_by(table.c.last_seen.desc(), table.c.id)
    return [_session(row) for row in await connection.execute(query)]


async def seen(connection: AsyncConnection, session: Session, now: float) -> None:
    """It has been used now."""
    table = tables.sessions
    await connection.execute(update(table).where(table.c.id == session.id).values(last_seen=now))


async def end(connection: AsyncConnection, convenor: ConvenorId, session: str) -> None:
    """Ends one of that person's; nothing happens for somebody else's."""
    table = tables.sessions
    await connection.execute(delete(table).where(table.c.convenor == convenor, table.c.id == session))


async def end_others(connection: AsyncConnection, convenor: ConvenorId, but: str | None) -> None:
    """Ends all of that person's, but for one."""
    table = tables.sessions
    statement = delete(table).where(table.c.convenor == convenor)
    await connection.execute(statement if but is None else statement.where(table.c.id != but))


async def _forget(connection: AsyncConnection, now: float) -> None:
    table = tables.sessions
    over = (table.c.last_seen <= now - IDLE_SECONDS) | (table.c.made_at <= now - LIFE_SECONDS)
    await connection.execute(delete(table).where(over))


def _session(row: Row[tuple[object, ...]]) -> Session:
    return Session(row.id, ConvenorId(row.convenor), row.made_at, row.last_seen, row.agent)
