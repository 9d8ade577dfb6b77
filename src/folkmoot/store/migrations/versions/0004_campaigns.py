"""Campaigns, their rules so far, and the people who run them.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _reference(table: str, column: str, to: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete=ondelete)


def upgrade() -> None:
    op.create_table(
        "convenors",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("sign_in", sa.String(80), nullable=False),
        sa.Column("passphrase", sa.String(200), nullable=True),
        sa.Column("everywhere", sa.Boolean, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_convenors"),
        sa.UniqueConstraint("sign_in", name="uq_convenors_sign_in"),
    )
    _ways_in()
    _campaigns()
    op.create_table(
        "invitations",
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("expires", sa.Float, nullable=False),
        sa.Column("used_at", sa.Float, nullable=True),
        sa.Column("made_by", sa.String(22), nullable=True),
        sa.Column("convenor", sa.String(22), nullable=True),
        sa.Column("campaign", sa.String(22), nullable=True),
        sa.Column("role", sa.String(16), nullable=True),
        sa.PrimaryKeyConstraint("hash", name="pk_invitations"),
        _reference("invitations", "made_by", "convenors"),
        _reference("invitations", "convenor", "convenors"),
        _reference("invitations", "campaign", "campaigns"),
    )


def _ways_in() -> None:
    op.create_table(
        "passkeys",
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("convenor", sa.String(22), nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("used_at", sa.Float, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_passkeys"),
        _reference("passkeys", "convenor", "convenors"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("convenor", sa.String(22), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("convenor", "hash", name="pk_recovery_codes"),
        _reference("recovery_codes", "convenor", "convenors"),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("convenor", sa.String(22), nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("last_seen", sa.Float, nullable=False),
        sa.Column("agent", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_sessions"),
        sa.UniqueConstraint("id", name="uq_sessions_id"),
        _reference("sessions", "convenor", "convenors"),
    )


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("gate", sa.String(8), nullable=False),
        sa.Column("opens", sa.BigInteger, nullable=False),
        sa.Column("closes", sa.BigInteger, nullable=False),
        sa.Column("languages", sa.String(200), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("made_by", sa.String(22), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("slug", name="uq_campaigns_slug"),
        _reference("campaigns", "made_by", "convenors", "SET NULL"),
    )
    op.create_table(
        "revisions",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("gate", sa.String(8), nullable=False),
        sa.Column("opens", sa.BigInteger, nullable=False),
        sa.Column("closes", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=True),
        sa.Column("content", sa.LargeBinary, nullable=True),
        sa.Column("ticket", sa.LargeBinary, nullable=False),
        sa.Column("made_by", sa.String(22), nullable=True),
        sa.PrimaryKeyConstraint("campaign", "revision", name="pk_revisions"),
        sa.UniqueConstraint("ticket", name="uq_revisions_ticket"),
        _reference("revisions", "campaign", "campaigns"),
        _reference("revisions", "made_by", "convenors", "SET NULL"),
    )
    op.create_table(
        "roles",
        sa.Column("convenor", sa.String(22), nullable=False),
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("convenor", "campaign", "role", name="pk_roles"),
        _reference("roles", "convenor", "convenors"),
        _reference("roles", "campaign", "campaigns"),
    )
    op.create_table(
        "codes",
        sa.Column("campaign", sa.String(22), nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("used_on", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("campaign", "hash", name="pk_codes"),
        _reference("codes", "campaign", "campaigns"),
    )


def downgrade() -> None:
    for table in (
        "invitations",
        "codes",
        "roles",
        "revisions",
        "campaigns",
        "sessions",
        "recovery_codes",
        "passkeys",
        "convenors",
    ):
        op.drop_table(table)
