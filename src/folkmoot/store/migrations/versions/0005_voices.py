"""The gate of a campaign, and voices.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _campaign(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["campaign"], ["campaigns.id"], name=f"fk_{table}_campaign_campaigns", ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "voice_keys",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("modulus", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ticket", sa.LargeBinary, nullable=False),
        sa.Column("counted", sa.LargeBinary, nullable=True),
        sa.PrimaryKeyConstraint("campaign", "round", name="pk_voice_keys"),
        sa.UniqueConstraint("ticket", name="uq_voice_keys_ticket"),
        _campaign("voice_keys"),
    )
    _gate()
    _voices()


def _gate() -> None:
    op.create_table(
        "people",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("used_on", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("campaign", "hash", name="pk_people"),
        _campaign("people"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mail_links",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.LargeBinary, nullable=False),
        sa.Column("until", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "hash", name="pk_mail_links"),
        _campaign("mail_links"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voice_batches",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("used", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ticket", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "round", "batch", name="pk_voice_batches"),
        sa.UniqueConstraint("ticket", name="uq_voice_batches_ticket"),
        _campaign("voice_batches"),
    )
    op.create_table(
        "voice_requests",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("credential", sa.LargeBinary, nullable=False),
        sa.Column("blinded", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=True),
        sa.Column("batch", sa.Integer, nullable=True),
        sa.Column("collected_on", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("campaign", "hash", name="pk_voice_requests"),
        sa.ForeignKeyConstraint(
            ["campaign", "round", "batch"],
            ["voice_batches.campaign", "voice_batches.round", "voice_batches.batch"],
            name="fk_voice_requests_campaign_round_batch_voice_batches",
        ),
        _campaign("voice_requests"),
        sqlite_with_rowid=False,
    )


def _voices() -> None:
    op.create_table(
        "voices",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("given_up", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=True),
        sa.Column("ticket", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "key", name="pk_voices"),
        sa.UniqueConstraint("ticket", name="uq_voices_ticket"),
        _campaign("voices"),
    )
    op.create_table(
        "acts",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("act", sa.LargeBinary, nullable=False),
        sa.Column("signature", sa.LargeBinary, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=True),
        sa.Column("salt", sa.LargeBinary, nullable=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ticket", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("campaign", "key", "seq", name="pk_acts"),
        sa.UniqueConstraint("ticket", name="uq_acts_ticket"),
        sa.ForeignKeyConstraint(
            ["campaign", "key"],
            ["voices.campaign", "voices.key"],
            name="fk_acts_campaign_key_voices",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    for table in ("acts", "voices", "voice_requests", "voice_batches", "mail_links", "people", "voice_keys"):
        op.drop_table(table)
