"""Run by Alembic for each command; connects synchronously, before the service has a loop."""

from alembic import context
from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from folkmoot.store.schema import metadata

url = context.config.get_main_option("sqlalchemy.url")
assert url is not None
engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
with engine.connect() as connection:
    # Batch mode: SQLite cannot alter most of a table and copies it instead.
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
