"""What the page keeps: inputs that failed, and comparisons under their addresses. Indices for the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failure",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("failed", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_failure")),
    )
    op.create_index(op.f("ix_failure_origin"), "failure", ["origin"], unique=False, postgresql_using="hash")
    op.create_table(
        "comparison",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("second", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("anyway", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("models", sa.Text(), nullable=False),
        sa.Column("lexicon", sa.Text(), nullable=False),
        sa.Column("readings", sa.String(length=64), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["first"], ["document.key"], name=op.f("fk_comparison_first"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["second"], ["document.key"], name=op.f("fk_comparison_second"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_comparison")),
        sa.UniqueConstraint("id", name=op.f("uq_comparison_id")),
    )
    op.create_index(op.f("ix_comparison_first"), "comparison", ["first"], unique=False)
    op.create_index(op.f("ix_comparison_second"), "comparison", ["second"], unique=False)
    op.create_index(op.f("ix_document_publisher_published"), "document", ["publisher", "published"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_document_publisher_published"), "document")
    op.drop_table("comparison")
    op.drop_table("failure")
