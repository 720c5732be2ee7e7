"""personal data: sealed, for a purpose, kept for a term; the deadline and four eyes

Revision ID: 0009
Revises: 0008
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_OF_SHEETS = ("given", "errors", "corrections")


def upgrade() -> None:
    """Bring the schema here from the revision before.

    Phones are copied as they are: migrations know no keys. `doithoai migrate` seals them next.
    """
    no = sa.text("false")
    op.add_column(
        "conference", sa.Column("collect_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "conference", sa.Column("four_eyes", sa.Boolean(), nullable=False, server_default=no)
    )
    op.add_column("conference", sa.Column("keep_askers_days", sa.Integer(), nullable=True))
    op.add_column("conference", sa.Column("data_purpose", sa.String(length=1000), nullable=True))
    op.add_column("conference", sa.Column("data_basis", sa.String(length=1000), nullable=True))
    op.add_column("question", sa.Column("sealed_phone", sa.String(), nullable=True))
    op.add_column("question", sa.Column("sealed_circumstances", sa.String(), nullable=True))
    op.add_column("question", sa.Column("is_late", sa.Boolean(), nullable=False, server_default=no))
    op.add_column("question", sa.Column("edited_by", sa.String(length=32), nullable=True))
    op.execute("UPDATE question SET sealed_phone = asker_phone")
    op.drop_column("question", "asker_phone")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        for column in _OF_SHEETS:
            batch_op.alter_column(
                column,
                type_=sa.String(),
                existing_type=_JSON,
                existing_nullable=False,
                postgresql_using=f"{column}::text",
            )


def downgrade() -> None:
    """Take the schema back to the revision before; what is sealed is lost."""
    op.execute("DELETE FROM import_row")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        for column in _OF_SHEETS:
            batch_op.alter_column(
                column,
                type_=_JSON,
                existing_type=sa.String(),
                existing_nullable=False,
                postgresql_using=f"{column}::jsonb",
            )
    op.add_column("question", sa.Column("asker_phone", sa.String(length=30), nullable=True))
    for column in ("edited_by", "is_late", "sealed_circumstances", "sealed_phone"):
        op.drop_column("question", column)
    for column in ("data_basis", "data_purpose", "keep_askers_days", "four_eyes", "collect_until"):
        op.drop_column("conference", column)
