"""Tables of the gate and of voices. Nothing of the one half is in the other: no column, no value, no time, no order.

The gate's half knows who was let in and what was blindly signed for them; the voices' half knows keys and their acts.
Tables of the gate keep their rows in the order of their random keys (WITHOUT ROWID), so that no order of arrival is in
the file. Days are days since 1970, UTC. A `ticket` names a row's entry to the outbox of the record.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    String,
    Table,
)

from folkmoot.base.ids import ID_LENGTH
from folkmoot.store.schema import metadata

KIND_LENGTH = 16


def _campaign() -> Column[str]:
    place = ForeignKey("campaigns.id", ondelete="CASCADE")
    return Column("campaign", String(ID_LENGTH), place, primary_key=True)


def _round() -> Column[int]:
    return Column("round", Integer, primary_key=True, autoincrement=False)


# The public parts. The private ones lie in files of their own, so that no copy of the database has them.
voice_keys = Table(
    "voice_keys",
    metadata,
    _campaign(),
    _round(),
    Column("modulus", LargeBinary, nullable=False),
    # When the key was made, seconds since 1970, as its entry says.
    Column("at", BigInteger, nullable=False),
    Column("ticket", LargeBinary, nullable=False, unique=True),
    # The ticket of the closing count; NULL until the campaign is closed and counted.
    Column("counted", LargeBinary),
)

# The gate's half.

# Who may come by mail or by the institution's own login: a keyed hash of the address or account, and when they did.
people = Table(
    "people",
    metadata,
    _campaign(),
    Column("hash", LargeBinary, primary_key=True),
    Column("used_on", Integer),
    sqlite_with_rowid=False,
)

# Codes that a mail has brought. `hash` is that of the code.
mail_links = Table(
    "mail_links",
    metadata,
    _campaign(),
    Column("hash", LargeBinary, primary_key=True),
    Column("person", LargeBinary, nullable=False),
    # The last day on which it opens the gate.
    Column("until", Integer, nullable=False),
    sqlite_with_rowid=False,
)

voice_batches = Table(
    "voice_batches",
    metadata,
    _campaign(),
    _round(),
    Column("batch", Integer, primary_key=True, autoincrement=False),
    Column("count", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    # Of the whole batch, seconds since 1970.
    Column("at", BigInteger, nullable=False),
    Column("ticket", LargeBinary, nullable=False, unique=True),
)

voice_requests = Table(
    "voice_requests",
    metadata,
    _campaign(),
    # SHA-256 of the ticket that the browser made.
    Column("hash", LargeBinary, primary_key=True),
    Column("round", Integer, nullable=False),
    # Which credential, as it is kept in `codes` or `people`; of an open link, nothing.
    Column("credential", LargeBinary, nullable=False),
    Column("blinded", LargeBinary, nullable=False),
    # Both NULL while it waits.
    Column("signature", LargeBinary),
    Column("batch", Integer),
    Column("collected_on", Integer),
    ForeignKeyConstraint(
        ["campaign", "round", "batch"], ["voice_batches.campaign", "voice_batches.round", "voice_batches.batch"]
    ),
    sqlite_with_rowid=False,
)

# The voices' half.

voices = Table(
    "voices",
    metadata,
    _campaign(),
    Column("key", LargeBinary, primary_key=True),
    Column("round", Integer, nullable=False),
    # True for a voice that the server holds for a browser without JavaScript.
    Column("held", Boolean, nullable=False),
    # The greatest sequence number of an act so far.
    Column("seq", BigInteger, nullable=False),
    Column("given_up", Boolean, nullable=False),
    # As its entry says, seconds since 1970.
    Column("at", BigInteger, nullable=False),
    # Of the seal; NULL when erased.
    Column("salt", LargeBinary),
    Column("ticket", LargeBinary, nullable=False, unique=True),
)

acts = Table(
    "acts",
    metadata,
    Column("campaign", String(ID_LENGTH), primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(KIND_LENGTH), nullable=False),
    Column("act", LargeBinary, nullable=False),
    Column("signature", LargeBinary, nullable=False),
    # What the act is about, and the salt of its seal; NULL when erased.
    Column("content", LargeBinary),
    Column("salt", LargeBinary),
    Column("at", BigInteger, nullable=False),
    Column("ticket", LargeBinary, nullable=False, unique=True),
    ForeignKeyConstraint(["campaign", "key"], ["voices.campaign", "voices.key"], ondelete="CASCADE"),
)
