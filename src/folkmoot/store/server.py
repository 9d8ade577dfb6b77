"""PostgreSQL: how we connect to it, what it must be like, and what is said when it cannot be used.

Through psycopg 3, which speaks with and without an event loop, so that migrations, backups and the service itself read
one address in one way: that of libpq, which is what `psql` takes too.
"""

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.schema import CreateSchema

from folkmoot.base.errors import BadSettingError
from folkmoot.base.secret import Secret
from folkmoot.store.errors import DatabaseError

_URL = "postgresql+psycopg://"
# What the address does not say otherwise. A machine that is gone is noticed in half a minute, not in two hours.
_DEFAULTS = {
    "application_name": "folkmoot",
    "client_encoding": "utf8",
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
_SESSION = (
    # As with SQLite: what was acknowledged survives a power cut, whatever the server does for others.
    "synchronous_commit=on",
    # The server's side of the same: a lock of ours must not outlive our machine.
    "tcp_keepalives_idle=10",
    "tcp_keepalives_interval=5",
    "tcp_keepalives_count=3",
    "idle_in_transaction_session_timeout=60s",
)
# Advisory locks, by the schema of the data; `WRITERS` takes the name of that which it stands beside, or nothing.
HOLDER: Final = "hashtextextended('folkmoot ' || current_schema(), 0)"
WRITERS: Final = "hashtextextended('folkmoot writes ' || coalesce(nullif(%s, ''), current_schema()), 0)"
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
_REASON = re.compile(r"FATAL:\s+([^\n]+)|failed: ([^\n]+)")


@dataclass(frozen=True, slots=True, eq=False)
class Server:
    """A PostgreSQL database. `url` is an address of libpq (PostgreSQL 15, 34.1.1.2), which may hold a password."""

    url: Secret
    # What is no row stays in files.
    folder: Path
    # Empty: the one that the address leads to.
    schema: str = ""
    # The schema that this one stands beside.
    root: str = ""

    def arguments(self) -> dict[str, Any]:
        """What the driver is told. Raises `BadSettingError`, which does not repeat the address."""
        try:
            given = conninfo_to_dict(self.url.reveal_text())
        except (psycopg.Error, UnicodeError):
            raise BadSettingError(
                "FOLKMOOT_DATABASE_URL must look like postgresql://user@host:5432/database (it is not shown, because "
                "it may hold a password)."
            ) from None
        own = (f"search_path={_quoted(self.schema)}",) if self.schema else ()
        session = " ".join(f"-c {option}" for option in (*_SESSION, *own))
        return {**_DEFAULTS, **given, "options": f"{given.get('options', '')} {session}".strip()}

    def engine(self, **options: Any) -> Engine:
        """Without an event loop; each connection ends with its use."""
        return create_engine(_URL, poolclass=NullPool, hide_parameters=True, connect_args=self.arguments(), **options)

    def async_engine(self, *, size: int, isolation: str, readonly: bool) -> AsyncEngine:
        """A pool of `size` connections whose transactions all are of that isolation."""
        engine = create_async_engine(
            _URL, pool_size=size, max_overflow=0, pool_timeout=30, hide_parameters=True, connect_args=self.arguments()
        )
        if not readonly:
            event.listen(engine.sync_engine, "connect", self._write_here)
        return engine.execution_options(isolation_level=isolation, postgresql_readonly=readonly)

    def _write_here(self, connection: Any, _record: Any) -> None:
        """Says that somebody writes, for as long as the server runs this session: also after we were killed."""
        cursor = connection.cursor()
        cursor.execute(f"SELECT pg_advisory_lock_shared({WRITERS})", (self.root,))
        cursor.close()
        connection.commit()

    def passing_engine(self) -> AsyncEngine:
        """For what no transaction may hold and is seldom; each connection ends with its use."""
        return create_async_engine(
            _URL, poolclass=NullPool, hide_parameters=True, connect_args=self.arguments(), isolation_level="AUTOCOMMIT"
        )

    @contextmanager
    def connection(self) -> Generator[Connection]:
        """One transaction, committed at the end of the block. Raises `DatabaseError`."""
        engine = self.engine()
        with told(), engine.begin() as connection:
            yield connection

    def beside(self, name: str) -> "Server":
        """A schema of its own in the same database, made if it is not there. Raises `DatabaseError`."""
        with self.connection() as connection:
            _check(connection)
            root = str(connection.scalar(text("SELECT current_schema()")))
            schema = f"{root}_{name}"
            # Not IF NOT EXISTS alone: that asks for the right to make schemas also when there is nothing to make.
            if not connection.scalar(text("SELECT count(*) FROM pg_namespace WHERE nspname = :name"), {"name": schema}):
                connection.execute(CreateSchema(schema))
        return Server(self.url, self.folder / name, schema, root)

    def version(self) -> str | None:
        """The revision of the schema; None for a database that is empty. Raises `DatabaseError`."""
        with self.connection() as connection:
            _check(connection)
            found = tables(connection)
            if not found:
                return None
            if "alembic_version" not in found:
                raise DatabaseError(
                    "The PostgreSQL database has tables of another program. Give Folkmoot a database of its own and "
                    "set FOLKMOOT_DATABASE_URL to it."
                )
            return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _quoted(schema: str) -> str:
    """As one word of the options that a connection begins with (libpq: a backslash before what would end it)."""
    return re.sub(r"([\\\s])", r"\\\1", '"' + schema.replace('"', '""') + '"')


def tables(connection: Connection) -> list[str]:
    """Of the schema that is used."""
    return list(connection.scalars(_TABLES))


def _check(connection: Connection) -> None:
    if connection.scalar(text("SELECT current_schema()")) is None:
        raise DatabaseError("The PostgreSQL database has no schema in which FOLKMOOT_DATABASE_URL may make tables.")
    if connection.scalar(text("SHOW server_encoding")) != "UTF8":
        raise DatabaseError("The PostgreSQL database must have the encoding UTF8: CREATE DATABASE ... ENCODING 'UTF8'.")
    if connection.scalar(text("SHOW fsync")) != "on":
        raise DatabaseError("The PostgreSQL server runs with fsync off: a power cut would damage it. Set it to on.")


@contextmanager
def told() -> Generator[None]:
    """Turns what the driver raises into a sentence."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        if not isinstance(cause, psycopg.Error):
            raise
        raise DatabaseError(
            f"The PostgreSQL database cannot be used ({_reason(cause)}). See that it runs, and that "
            "FOLKMOOT_DATABASE_URL and the rights of its user are right."
        ) from None


def _reason(cause: psycopg.Error) -> str:
    """One line of the server's or the library's words; neither repeats a password or, being short, a row."""
    if cause.diag.message_primary:
        return cause.diag.message_primary.rstrip(".")
    found = _REASON.search(str(cause))
    return (found[1] or found[2]).strip().rstrip(".") if found else type(cause).__name__
