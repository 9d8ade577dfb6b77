"""What PostgreSQL keeps of deleted rows, and taking from it what can be taken.

A deleted row stays in its page until VACUUM frees the place, and its bytes until something else is written there. There
is no `secure_delete`. VACUUM FULL writes a table anew and cuts the old file to nothing, for which everybody has to stay
away a moment; so it is for tables that are small. The others are vacuumed: where much is written, what is free is soon
overwritten. Samples of columns for the planner are in a table of their own; `keep_no_samples` has none made.
"""

from collections.abc import Sequence

from psycopg import errors
from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from folkmoot.store.schema import metadata

# With its indexes; about a tenth of a second.
SMALL_BYTES = 16 * 1024 * 1024
# Who reads meanwhile is waited for so long.
LOCK_WAIT = "2s"
_SIZES = text("SELECT pg_relation_size(to_regclass(:name)), pg_total_relation_size(to_regclass(:name))")
_SAMPLED = text(
    "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r' "
    "AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget <> 0 "
    "AND a.atttypid IN ('bytea'::regtype, 'text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype)"
)


async def rewrite(engine: AsyncEngine, erased: Sequence[Table]) -> None:
    """Has no deleted row of these tables (none: of all) in their files any more, where they are small.

    On a connection of its own, so that who writes waits for one table at a time, and only who writes to it.
    """
    async with engine.connect() as connection:
        await connection.execute(text(f"SET lock_timeout = '{LOCK_WAIT}'"))
        for table in erased or metadata.sorted_tables:
            await _rewrite(connection, table.name)


async def _rewrite(connection: AsyncConnection, table: str) -> None:
    rows, size = (await connection.execute(_SIZES, {"name": f'"{table}"'})).one()
    if not rows:
        return
    if size <= SMALL_BYTES:
        try:
            await connection.execute(text(f'VACUUM (FULL) "{table}"'))
        except DBAPIError as error:
            if not isinstance(error.orig, errors.LockNotAvailable):
                raise
        else:
            return
    await connection.execute(text(f'VACUUM "{table}"'))


def keep_no_samples(connection: Connection) -> None:
    """ANALYZE, which runs by itself, would keep ids, hashes and bytes of rows for as long as it likes.

    Our searches go by keys and indexes, for which the planner's guess is good enough.
    """
    for table, column in connection.execute(_SAMPLED).all():
        connection.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" SET STATISTICS 0'))
