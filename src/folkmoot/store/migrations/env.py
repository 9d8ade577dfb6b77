"""Run by Alembic for each command; connects synchronously, before the service has a loop.

All steps of a command are one transaction: a migration that fails, or is killed, leaves the data as they were.
"""

from typing import Any

from alembic import context
from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event

from folkmoot.store.erasure import keep_no_samples
from folkmoot.store.errors import DataFolderError
from folkmoot.store.place import Place
from folkmoot.store.schema import metadata
from folkmoot.store.server import Server


def prepare(connection: Any, _record: Any) -> None:
    # None: the driver would end the transaction at each change of a table.
    connection.isolation_level = None
    cursor = connection.cursor()
    # OFF: where a column cannot be altered, its table is copied and dropped, which would take all that refers to it.
    for pragma in ("synchronous=FULL", "secure_delete=ON", "foreign_keys=OFF"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def start(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def engine_of(place: Place) -> Engine:
    if isinstance(place, Server):
        return place.engine()
    engine = create_engine(URL.create("sqlite", database=str(place)), poolclass=NullPool, hide_parameters=True)
    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", start)
    return engine


def migrate(connection: Connection) -> None:
    # Batch mode: SQLite cannot alter most of a table and copies it instead.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "postgresql":
            keep_no_samples(connection)
        elif connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise DataFolderError("The data cannot be brought up to date: rows refer to rows that are not there.")


given: Connection | None = context.config.attributes["connection"]
if given is not None:
    migrate(given)
else:
    engine = engine_of(context.config.attributes["place"])
    with engine.connect() as opened:
        migrate(opened)
    engine.dispose()
