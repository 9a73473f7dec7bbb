"""Review: sessions, their queues, the records that may be reviewed, and every decision."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _tables()
    {"sqlite": _sqlite, "postgresql": _postgresql}[op.get_bind().dialect.name]()


def _sqlite() -> None:
    for event, word in (("UPDATE", "edited"), ("DELETE", "deleted")):
        op.execute(
            f"CREATE TRIGGER decision_is_kept_on_{event.lower()} BEFORE {event} ON decision "
            f"BEGIN SELECT RAISE(ABORT, 'decisions are never {word}'); END"
        )


def _postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change_of_decision() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'decisions are never %', TG_ARGV[0]; END $$"
    )
    for event, word in (("UPDATE", "edited"), ("DELETE", "deleted")):
        op.execute(
            f"CREATE TRIGGER decision_is_kept_on_{event.lower()} BEFORE {event} ON decision "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change_of_decision('{word}')"
        )


def _tables() -> None:
    op.create_table(
        "review_session",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("started", sa.String(length=20), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('coder', 'adjudicator')", name=op.f("ck_review_session_role")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_review_session")),
    )
    op.create_index(op.f("ix_review_session_coder"), "review_session", ["coder"], unique=False)
    op.create_table(
        "review_queue",
        sa.Column("session", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("layers", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["document.key"], name=op.f("fk_review_queue_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["other"], ["document.key"], name=op.f("fk_review_queue_other"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session"], ["review_session.key"], name=op.f("fk_review_queue_session"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session", "place", name=op.f("pk_review_queue")),
    )
    op.create_index(op.f("ix_review_queue_record"), "review_queue", ["record"], unique=False)
    op.create_table(
        "review_item",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("doubts", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["document.key"], name=op.f("fk_review_item_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_review_item")),
    )
    op.create_index(op.f("ix_review_item_document"), "review_item", ["document"], unique=False)
    op.create_index(op.f("ix_review_item_record"), "review_item", ["record"], unique=False)
    op.create_index(op.f("ix_review_item_kind_doubts"), "review_item", ["kind", "doubts"], unique=False)
    op.create_table(
        "decision",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=20), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("other", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("layers", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=True),
        sa.Column("stands", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        sa.CheckConstraint("verdict IN ('accept', 'mend', 'reject', 'add', 'undo')", name=op.f("ck_decision_verdict")),
        sa.CheckConstraint("(verdict = 'undo') = (takes_back IS NOT NULL)", name=op.f("ck_decision_takes_back")),
        sa.ForeignKeyConstraint(["document"], ["document.key"], name=op.f("fk_decision_document"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], ["document.key"], name=op.f("fk_decision_other"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["session"], ["review_session.key"], name=op.f("fk_decision_session"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["takes_back"], ["decision.key"], name=op.f("fk_decision_takes_back"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_decision")),
    )
    for column in ("session", "document", "other", "record"):
        op.create_index(op.f(f"ix_decision_{column}"), "decision", [column], unique=False)


def downgrade() -> None:
    for table in ("decision", "review_item", "review_queue", "review_session"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change_of_decision()")
