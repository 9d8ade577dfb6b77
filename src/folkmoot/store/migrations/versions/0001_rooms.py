"""Rooms, their members, their epochs and their logs.

Revision ID: 0001
Revises: none
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("auth", sa.LargeBinary, nullable=False),
        sa.Column("creator", sa.String(22), nullable=False),
        sa.Column("capacity", sa.Integer, nullable=False),
        sa.Column("made_at", sa.Float, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=True),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.Column("first_seq", sa.BigInteger, nullable=False),
        sa.Column("log_bytes", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
    )
    op.create_index("ix_rooms_made_at", "rooms", ["made_at"])
    op.create_table(
        "members",
        sa.Column("room", sa.String(22), nullable=False),
        sa.Column("identity", sa.String(22), nullable=False),
        sa.Column("joined_epoch", sa.BigInteger, nullable=False),
        sa.Column("left_seq", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("room", "identity", name="pk_members"),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name="fk_members_room_rooms", ondelete="CASCADE"),
    )
    op.create_table(
        "epochs",
        sa.Column("room", sa.String(22), nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("group_info", sa.LargeBinary, nullable=False),
        sa.Column("ended_by", sa.LargeBinary, nullable=True),
        sa.Column("electorate", sa.Integer, nullable=True),
        sa.PrimaryKeyConstraint("room", "epoch", name="pk_epochs"),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name="fk_epochs_room_rooms", ondelete="CASCADE"),
    )
    op.create_table(
        "electors",
        sa.Column("room", sa.String(22), nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("identity", sa.String(22), nullable=False),
        sa.Column("rejected", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("room", "epoch", "identity", name="pk_electors"),
        sa.ForeignKeyConstraint(
            ["room", "epoch"], ["epochs.room", "epochs.epoch"], name="fk_electors_room_epoch_epochs", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "entries",
        sa.Column("room", sa.String(22), nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.SmallInteger, nullable=False),
        sa.Column("epoch", sa.BigInteger, nullable=False),
        sa.Column("sender", sa.String(22), nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("room", "seq", name="pk_entries"),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name="fk_entries_room_rooms", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("entries")
    op.drop_table("electors")
    op.drop_table("epochs")
    op.drop_table("members")
    op.drop_index("ix_rooms_made_at", "rooms")
    op.drop_table("rooms")
