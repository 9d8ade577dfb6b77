"""Tables of the delivery service. Times are seconds since 1970."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
)

from folkmoot.base.ids import ID_LENGTH
from folkmoot.store.schema import metadata


def _room() -> Column[str]:
    return Column("room", String(ID_LENGTH), ForeignKey("rooms.id", ondelete="CASCADE"), primary_key=True)


rooms = Table(
    "rooms",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    # SHA-256 of the room token; the token itself is never kept.
    Column("auth", LargeBinary, nullable=False),
    Column("creator", String(ID_LENGTH), nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("made_at", Float, nullable=False, index=True),
    # NULL until somebody has made the group.
    Column("epoch", BigInteger),
    Column("seq", BigInteger, nullable=False),
    # The running hash after entry `seq`.
    Column("head", LargeBinary, nullable=False),
    # Which version of the link `auth` belongs to.
    Column("link_version", BigInteger, nullable=False, server_default="1"),
    # The newest envelope, as it stands in the log too, unless that has been trimmed.
    Column("charter", LargeBinary),
    Column("ended_at", Float),
    # The oldest entry that is still there, and the bytes of all bodies that are.
    Column("first_seq", BigInteger, nullable=False),
    Column("log_bytes", BigInteger, nullable=False),
)

members = Table(
    "members",
    metadata,
    _room(),
    Column("identity", String(ID_LENGTH), primary_key=True),
    # The epoch that their commit made, when they were no member before it.
    Column("joined_epoch", BigInteger, nullable=False),
    # The entry that says they left; NULL for who has not.
    Column("left_seq", BigInteger),
)

epochs = Table(
    "epochs",
    metadata,
    _room(),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("group_info", LargeBinary, nullable=False),
    # SHA-256 of the commit that ended the epoch, and how many were here then: what it takes to open it again.
    Column("ended_by", LargeBinary),
    Column("electorate", Integer),
)

electors = Table(
    "electors",
    metadata,
    Column("room", String(ID_LENGTH), primary_key=True),
    Column("epoch", BigInteger, primary_key=True, autoincrement=False),
    Column("identity", String(ID_LENGTH), primary_key=True),
    Column("rejected", Boolean, nullable=False),
    ForeignKeyConstraint(["room", "epoch"], ["epochs.room", "epochs.epoch"], ondelete="CASCADE"),
)

# Tokens that stood before the one in `rooms`. `ended_epoch` is the epoch that the next one came with.
old_links = Table(
    "old_links",
    metadata,
    _room(),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("auth", LargeBinary, nullable=False),
    Column("ended_epoch", BigInteger, nullable=False),
)

entries = Table(
    "entries",
    metadata,
    _room(),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", SmallInteger, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("sender", String(ID_LENGTH), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# What goes with a room.
OF_A_ROOM = (rooms, members, epochs, electors, old_links, entries)
