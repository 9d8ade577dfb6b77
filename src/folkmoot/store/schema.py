"""The one collection of tables. Domains add theirs in their `tables.py`."""

from sqlalchemy import MetaData

# Named constraints, so that a migration can drop on PostgreSQL what it made on SQLite.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
