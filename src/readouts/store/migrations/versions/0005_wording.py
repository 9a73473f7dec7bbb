"""What is kept of wording: statements and the issues that they speak of, standing formulas, copies; forms of words for
search.
"""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

from readouts.store.words import indexed, stems, tsvector
from readouts.text import Span

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LOT = 500  # passages that are written together


def upgrade() -> None:
    _statements()
    _formulas()
    _copies()
    _stems()


def _of_document(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["document"], ["document.key"], name=op.f(f"fk_{table}_document"), ondelete="CASCADE"
    )


def _statements() -> None:
    op.create_table(
        "looked_through",
        sa.Column("document", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lexicon", sa.Text(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        _of_document("looked_through"),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_looked_through")),
    )
    op.create_table(
        "statement",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("full", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        _of_document("statement"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_statement")),
    )
    op.create_index(op.f("ix_statement_document"), "statement", ["document"])
    covering = ["party", "published", "document", "full", "words"]
    op.create_index(op.f(f"ix_statement_{'_'.join(covering)}"), "statement", covering)
    op.create_table(
        "statement_issue",
        sa.Column("issue", sa.Text(), nullable=False),
        sa.Column("statement", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.CheckConstraint("span_start >= 0 AND span_end > span_start", name=op.f("ck_statement_issue_span_in_order")),
        sa.ForeignKeyConstraint(
            ["statement"], ["statement.key"], name=op.f("fk_statement_issue_statement"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issue", "statement", name=op.f("pk_statement_issue")),
    )
    op.create_index(op.f("ix_statement_issue_statement"), "statement_issue", ["statement"])


def _formulas() -> None:
    covering = ["publisher", "superseded_by", "published", "words"]
    op.create_index(op.f(f"ix_document_{'_'.join(covering)}"), "document", covering)
    op.create_table(
        "formula_search",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("least", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=False),
        sa.Column("lexicon", sa.Text(), nullable=False),
        sa.Column("made", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "least", name=op.f("pk_formula_search")),
    )
    op.create_table(
        "formula",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("least", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("wordings", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("issuer", "least", "place", name=op.f("pk_formula")),
    )


def _copies() -> None:
    op.create_table(
        "document_signature",
        sa.Column("document", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _of_document("document_signature"),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_document_signature")),
    )
    op.create_table(
        "copy_band",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        _of_document("copy_band"),
        sa.PrimaryKeyConstraint("band", "place", name=op.f("pk_copy_band")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "copy_pair",
        sa.Column("document", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("other", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("nearness", sa.Float(), nullable=True),
        sa.Column("together", sa.Boolean(), nullable=False),
        _of_document("copy_pair"),
        sa.ForeignKeyConstraint(["other"], ["document.key"], name=op.f("fk_copy_pair_other"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "other", name=op.f("pk_copy_pair")),
    )
    op.create_index(op.f("ix_copy_pair_other"), "copy_pair", ["other"])
    op.create_table(
        "document_copy",
        sa.Column("document", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        _of_document("document_copy"),
        sa.ForeignKeyConstraint(["first"], ["document.key"], name=op.f("fk_document_copy_first"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", name=op.f("pk_document_copy")),
    )
    op.create_index(op.f("ix_document_copy_first"), "document_copy", ["first"])
    op.create_table(
        "claim_copy",
        sa.Column("claim", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["claim.key"], name=op.f("fk_claim_copy_claim"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("claim", name=op.f("pk_claim_copy")),
    )


# -- forms of words for search -------------------------------------------------------------------------------------


def _stems() -> None:
    """The index of words anew, with the forms of words beside them."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        op.execute("DROP TABLE passage_words")
        op.execute("CREATE VIRTUAL TABLE passage_words USING fts5(words, stems, content='', tokenize='ascii')")
        write = "INSERT INTO passage_words (rowid, words, stems) VALUES (:key, :words, :stems)"
    else:
        op.execute("ALTER TABLE passage ADD COLUMN stems tsvector")
        write = "UPDATE passage SET stems = CAST(:stems AS tsvector) WHERE key = :key"
    for rows in _lots(connection):
        connection.execute(sa.text(write), rows)
    if connection.dialect.name != "sqlite":
        op.execute("CREATE INDEX ix_passage_stems ON passage USING gin (stems)")


def _lots(connection: sa.Connection) -> Iterator[Sequence[dict[str, object]]]:
    is_sqlite = connection.dialect.name == "sqlite"
    joined = " ".join if is_sqlite else tsvector
    query = sa.text(
        "SELECT key, document, span_start, span_end FROM passage WHERE key > :after ORDER BY key LIMIT :lot"
    )
    after, own, text = 0, -1, ""
    while found := connection.execute(query, {"after": after, "lot": _LOT}).all():
        rows = []
        for row in found:
            if row.document != own:
                own = row.document
                text = connection.execute(
                    sa.text("SELECT text FROM document WHERE key = :key"), {"key": own}
                ).scalar_one()
            forms = indexed(Span(row.span_start, row.span_end).of(text))
            kept = {"words": joined(forms)} if is_sqlite else {}
            rows.append({"key": row.key, **kept, "stems": joined(stems(forms))})
        yield rows
        after = found[-1].key


def downgrade() -> None:
    connection = op.get_bind()
    tables = "claim_copy document_copy copy_pair copy_band document_signature formula formula_search statement_issue"
    for table in (*tables.split(), "statement", "looked_through"):
        op.drop_table(table)
    op.drop_index("ix_document_publisher_superseded_by_published_words", "document")
    if connection.dialect.name != "sqlite":
        op.execute("ALTER TABLE passage DROP COLUMN stems")
        return
    op.execute("DROP TABLE passage_words")
    op.execute("CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='ascii')")
    for rows in _lots(connection):
        connection.execute(sa.text("INSERT INTO passage_words (rowid, words) VALUES (:key, :words)"), rows)
