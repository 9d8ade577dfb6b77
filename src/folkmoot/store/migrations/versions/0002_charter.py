"""What moderators decide: the charter of a room, the versions of its link, its end.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not in a batch: SQLite adds these in place, and a copy of the table has nothing to gain.
    op.add_column("rooms", sa.Column("link_version", sa.BigInteger, nullable=False, server_default="1"))
    op.add_column("rooms", sa.Column("charter", sa.LargeBinary, nullable=True))
    op.add_column("rooms", sa.Column("ended_at", sa.Float, nullable=True))
    op.create_table(
        "old_links",
        sa.Column("room", sa.String(22), nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("auth", sa.LargeBinary, nullable=False),
        sa.Column("ended_epoch", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("room", "version", name="pk_old_links"),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name="fk_old_links_room_rooms", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("old_links")
    for column in ("ended_at", "charter", "link_version"):
        op.drop_column("rooms", column)
