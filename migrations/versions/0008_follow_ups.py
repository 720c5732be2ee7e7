"""written replies and their calendars

Revision ID: 0008
Revises: 0007
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Bring the schema here from the revision before."""
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conference_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"],
            ["agency.id"],
            name=op.f("fk_calendar_feed_agency_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conference_id"], ["conference.id"], name=op.f("fk_calendar_feed_conference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feed_secret_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_calendar_feed_conference_id"), ["conference_id"], unique=False
        )

    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.add_column(sa.Column("promise", sa.String(length=1000), nullable=True))
        batch_op.add_column(
            sa.Column("text_search", sa.String(), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("forwarded_from", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("updated_by", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.create_index(batch_op.f("ix_follow_up_agency_id"), ["agency_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_follow_up_conference_id_due_id"),
            ["conference_id", "due", "id"],
            unique=False,
        )

    op.create_table(
        "enclosure",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachment.id"],
            name=op.f("fk_enclosure_attachment_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"], ["follow_up.id"], name=op.f("fk_enclosure_follow_up_id")
        ),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_enclosure")),
    )
    with op.batch_alter_table("enclosure", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_enclosure_follow_up_id"), ["follow_up_id"], unique=False
        )


def downgrade() -> None:
    """Take the schema back to the revision before."""
    with op.batch_alter_table("enclosure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enclosure_follow_up_id"))
    op.drop_table("enclosure")

    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_follow_up_conference_id_due_id"))
        batch_op.drop_index(batch_op.f("ix_follow_up_agency_id"))
    # One by one and not in a batch: a table made anew would give row ids a second time on SQLite.
    for column in (
        "version",
        "closed_at",
        "updated_by",
        "updated_at",
        "forwarded_from",
        "text_search",
        "promise",
    ):
        op.drop_column("follow_up", column)

    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_feed_conference_id"))
    op.drop_table("calendar_feed")
