"""Run by Alembic for each command; connects synchronously, before the service has a loop.

All steps of a command are one transaction: a migration that fails, or is killed, leaves the file as it was.
"""

from typing import Any

from alembic import context
from sqlalchemy import create_engine, event
from sqlalchemy.pool import NullPool

from folkmoot.store.errors import DataFolderError
from folkmoot.store.schema import metadata


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


url = context.config.get_main_option("sqlalchemy.url")
assert url is not None
engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
event.listen(engine, "connect", prepare)
event.listen(engine, "begin", start)
with engine.connect() as connection:
    # Batch mode: SQLite cannot alter most of a table and copies it instead.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise DataFolderError("The data cannot be brought up to date: rows refer to rows that are not there.")
engine.dispose()
