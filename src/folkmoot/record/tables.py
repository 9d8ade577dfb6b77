"""Tables of the record.

`record_entries` is in the main database, beside the rows of which entries speak. The log's own tables are in a database
of its own (with SQLite: `record/record.db`), because its transactions are its own and are durable before a receipt.
"""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, SmallInteger, String, Table

from folkmoot.base.ids import ID_LENGTH
from folkmoot.store.schema import metadata

KIND_LENGTH = 16

# What is to stand in the log, written in the transaction of what it is about; and afterwards where it stands.
record_entries = Table(
    "record_entries",
    metadata,
    # Counts up, so that what waits goes in the order in which it came. SQLite counts by this type only.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("ticket", LargeBinary, nullable=False, unique=True),
    Column("kind", String(KIND_LENGTH), nullable=False, index=True),
    Column("campaign", String(ID_LENGTH), index=True),
    Column("at", BigInteger, nullable=False),
    # NULL once it is in the log, which has it for good.
    Column("entry", LargeBinary),
    # Its index in the log; NULL until then.
    Column("number", BigInteger, unique=True),
)

log_metadata = MetaData()

# One row: the tree that is durable. `tiled` is how many of its leaves are in full tiles that the disk has.
log_head = Table(
    "log_head",
    log_metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("size", BigInteger, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("tiled", BigInteger, nullable=False),
)

# The leaves from `tiled` on.
log_staged = Table(
    "log_staged",
    log_metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("entry", LargeBinary, nullable=False),
)

# Which ticket brought which leaf, until nobody will come with that ticket any more.
log_tickets = Table(
    "log_tickets",
    log_metadata,
    Column("ticket", LargeBinary, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
