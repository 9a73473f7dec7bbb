"""Mentions of contacts filed under marks, for linking. An older database is filed by: readouts link again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_mention",
        sa.Column("contact", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("main", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact"], ["contact.key"], name=op.f("fk_contact_mention_contact"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("contact", name=op.f("pk_contact_mention")),
    )
    op.create_table(
        "contact_mark",
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("other_side", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("contact", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["contact"], ["contact.key"], name=op.f("fk_contact_mark_contact"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("side", "other_side", "month", "contact", name=op.f("pk_contact_mark")),
    )
    op.create_index(op.f("ix_contact_mark_contact"), "contact_mark", ["contact"], unique=False)


def downgrade() -> None:
    op.drop_table("contact_mark")
    op.drop_table("contact_mention")
