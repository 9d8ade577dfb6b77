"""Tables of campaigns and of the people who run them. Times are seconds since 1970, UTC."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from folkmoot.base.ids import ID_LENGTH
from folkmoot.store.schema import metadata

SLUG_MAX = 64
NAME_MAX = 80


def _campaign(*, primary_key: bool) -> Column[str]:
    place = ForeignKey("campaigns.id", ondelete="CASCADE")
    return Column("campaign", String(ID_LENGTH), place, primary_key=primary_key, nullable=False)


def _convenor(*, primary_key: bool) -> Column[str]:
    place = ForeignKey("convenors.id", ondelete="CASCADE")
    return Column("convenor", String(ID_LENGTH), place, primary_key=primary_key, nullable=False)


convenors = Table(
    "convenors",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", String(NAME_MAX), nullable=False),
    # In lower case, as it is compared.
    Column("sign_in", String(NAME_MAX), nullable=False, unique=True),
    # An argon2id string (PHC format); NULL for who signs in with passkeys only.
    Column("passphrase", String(200)),
    # Convenor of every campaign, and so the one who makes new ones and invites others. Else `roles` says all.
    Column("everywhere", Boolean, nullable=False),
    Column("made_at", Float, nullable=False),
)

passkeys = Table(
    "passkeys",
    metadata,
    # The authenticator's name for it (WebAuthn level 2 section 4, "credential id"), at most 1023 bytes.
    Column("id", LargeBinary, primary_key=True),
    _convenor(primary_key=False),
    # COSE key (RFC 9052).
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("made_at", Float, nullable=False),
    Column("used_at", Float),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    _convenor(primary_key=True),
    # argon2id of the code under the convenor's own salt.
    Column("hash", LargeBinary, primary_key=True),
)

# Somebody who is signed in. `hash` is SHA-256 of the cookie's token.
sessions = Table(
    "sessions",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    # What the page that ends sessions calls it.
    Column("id", String(ID_LENGTH), nullable=False, unique=True),
    _convenor(primary_key=False),
    Column("made_at", Float, nullable=False),
    Column("last_seen", Float, nullable=False),
    # Browser and system in two words, as the person knows them; not the header.
    Column("agent", String(NAME_MAX), nullable=False),
)

# One-time links. `hash` is SHA-256 of the token in the link.
invitations = Table(
    "invitations",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("made_at", Float, nullable=False),
    Column("expires", Float, nullable=False),
    Column("used_at", Float),
    # NULL: made by `folkmoot convenor link`.
    Column("made_by", String(ID_LENGTH), ForeignKey("convenors.id", ondelete="CASCADE")),
    # Set: a new way in for that convenor, who has lost theirs. NULL: somebody new.
    Column("convenor", String(ID_LENGTH), ForeignKey("convenors.id", ondelete="CASCADE")),
    # What somebody new may do: a role in one campaign, or, when both are NULL, convenor everywhere.
    Column("campaign", String(ID_LENGTH), ForeignKey("campaigns.id", ondelete="CASCADE")),
    Column("role", String(16)),
)

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("slug", String(SLUG_MAX), nullable=False, unique=True),
    # draft, open, closed: what convenors have done. Whether it is open by date too is `campaigns.phase`.
    Column("state", String(8), nullable=False),
    # 0 while nobody outside has seen it; from 1 on each change is an entry of the record.
    Column("revision", Integer, nullable=False),
    # link, codes, mail, login: who may take part.
    Column("gate", String(8), nullable=False),
    Column("opens", BigInteger, nullable=False),
    Column("closes", BigInteger, nullable=False),
    # Language tags with a space between, the first one first.
    Column("languages", String(200), nullable=False),
    # JSON: question and explanation by language, day of the report.
    Column("document", Text, nullable=False),
    Column("made_at", Float, nullable=False),
    Column("made_by", String(ID_LENGTH), ForeignKey("convenors.id", ondelete="SET NULL")),
)

# The rules that were in force, each an entry `campaign` of the record. With `salt` and `content` a seal can be opened.
revisions = Table(
    "revisions",
    metadata,
    _campaign(primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("gate", String(8), nullable=False),
    Column("opens", BigInteger, nullable=False),
    Column("closes", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    # NULL when erased.
    Column("salt", LargeBinary),
    Column("content", LargeBinary),
    # Names the entry in the outbox (16 bytes), which knows its number in the log as soon as it has one.
    Column("ticket", LargeBinary, nullable=False),
    Column("made_by", String(ID_LENGTH), ForeignKey("convenors.id", ondelete="SET NULL")),
    UniqueConstraint("ticket"),
)

roles = Table(
    "roles",
    metadata,
    _convenor(primary_key=True),
    _campaign(primary_key=True),
    # convenor, moderator, facilitator, auditor.
    Column("role", String(16), primary_key=True),
)

# Codes of the gate `codes`: SHA-256 of the code, and the day (days since 1970) on which a voice was asked for with it.
codes = Table(
    "codes",
    metadata,
    _campaign(primary_key=True),
    Column("hash", LargeBinary, primary_key=True),
    Column("used_on", Integer),
)
