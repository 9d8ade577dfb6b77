"""What is to stand in the public record, and where it stands.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "record_entries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=False),
        sa.Column("ticket", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("campaign", sa.String(22), nullable=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("entry", sa.LargeBinary, nullable=True),
        sa.Column("number", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_record_entries"),
        sa.UniqueConstraint("ticket", name="uq_record_entries_ticket"),
        sa.UniqueConstraint("number", name="uq_record_entries_number"),
    )
    op.create_index("ix_record_entries_kind", "record_entries", ["kind"])
    op.create_index("ix_record_entries_campaign", "record_entries", ["campaign"])


def downgrade() -> None:
    op.drop_index("ix_record_entries_campaign", "record_entries")
    op.drop_index("ix_record_entries_kind", "record_entries")
    op.drop_table("record_entries")
