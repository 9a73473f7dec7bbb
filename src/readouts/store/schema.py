"""The tables. One row a record, evidence in a table of its own, every span checked by the database itself.

Tables have names in the singular; the views that people are meant to read have them in the plural (`views.py`,
docs/corpus.md). Days are calendar days, half-open as in the records; spans are code points of `document.text`.
`key` is the database's own number, in the order of adding; `id` is the record's.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
    true,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    return Column("key", Integer, primary_key=True)


def _of(table: str, name: str | None = None, *, none: bool = False, **more: Any) -> Column[int]:
    """A reference to a row of another table, gone when that row goes."""
    return Column(name or table, Integer, ForeignKey(f"{table}.key", ondelete="CASCADE"), nullable=none, **more)


def _party(name: str = "party", *, none: bool = True, **more: Any) -> Column[str]:
    return Column(name, Text, ForeignKey("party.id"), nullable=none, **more)


def _span(name: str = "span", *, none: bool = False) -> tuple[Column[int], Column[int], CheckConstraint]:
    start, end = f"{name}_start", f"{name}_end"
    return (
        Column(start, Integer, nullable=none),
        Column(end, Integer, nullable=none),
        CheckConstraint(f"{start} >= 0 AND {end} > {start}", name=f"{name}_in_order"),
    )


def _days() -> tuple[Column[object], ...]:
    """A When: first day, day after the last, EDTF, basis."""
    return Column("day_start", Date), Column("day_end", Date), Column("edtf", Text), Column("basis", Text)


def _reviewed() -> Column[bool]:
    """Whether a person has confirmed or mended the row; rereading leaves it alone."""
    return Column("reviewed", Boolean, nullable=False, server_default=false())


document = Table(
    "document",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("publisher", Text),
    Column("published", Date, index=True),
    Column("language", Text),
    Column("title", Text),
    Column("url", Text),
    Column("headline_start", Integer),
    Column("headline_end", Integer),
    Column("origin", Text),
    Column("coverage", Float),
    Column("raw", Text),  # SHA-256 of the bytes, hexadecimal: their name in the folder beside the database
    Column("sha256", Text, nullable=False, index=True),  # of the text
    Column("words", Integer, nullable=False),
    Column("added", String(20), nullable=False),  # the instant, UTC: "2024-09-17T08:00:00Z"
    _of("document", "supersedes", none=True),
    _of("document", "superseded_by", none=True),  # the one column that changes
    Column("text", Text, nullable=False),  # late: what stands before it is read without it
    Column("issuer", Text),
    Column("published_basis", Text),
    Column("publisher_basis", Text),
    CheckConstraint("headline_end > headline_start", name="headline_in_order"),
    Index(None, "url", postgresql_using="hash"),  # addresses may be longer than a b-tree takes
    Index(None, "publisher", "published"),
    Index(
        None, "publisher", "superseded_by", "published", "words"
    ),  # how much each publisher has said, without a look at the texts
)

reading = Table(
    "reading",
    metadata,
    _of("document", primary_key=True, autoincrement=False),
    Column("version", Text, nullable=False),
    Column("models", Text, nullable=False),  # a JSON list
    Column("lexicon", Text, nullable=False),
    Column("made", String(20), nullable=False),  # the instant, UTC
    _party("issuer"),
    Column("body", LargeBinary, nullable=False),  # the whole reading: store/frozen.py
)

passage = Table(
    "passage",
    metadata,
    _key(),
    _of("document", index=True),
    *_span(),
    Column("published", Date),
    Column("latest", Boolean, nullable=False, server_default=true()),  # false: its document is superseded
)

party = Table(
    "party",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("country", Text, index=True),  # ISO 3166-1 alpha-3
    Column("folded", Text, nullable=False, index=True),  # the name as search knows it: store/words.py
)

# What a document lets us know of a party: the name and office at its date.
document_party = Table(
    "document_party",
    metadata,
    _of("document", primary_key=True, autoincrement=False),
    Column("party", Text, ForeignKey("party.id"), primary_key=True, index=True),
    Column("name", Text, nullable=False),
    Column("role", Text),
    Column("office", Text),
)

mention = Table(
    "mention",
    metadata,
    _key(),
    _of("document", index=True),
    *_span(),
    _party(index=True),
    Column("why", Text, nullable=False),
)

date_mention = Table(
    "date_mention",
    metadata,
    _key(),
    _of("document", index=True),
    *_span(),
    Column("type", Text, nullable=False),
    Column("value", Text, nullable=False),
    *_days(),
    Index(None, "day_start"),
)

attribution = Table(
    "attribution",
    metadata,
    _key(),
    _of("document", index=True),
    Column("id", Text, nullable=False, index=True),
    _party(index=True),
    Column("mode", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("tense", Text),
    Column("within", Text),  # id of the attribution whose content it stands in
    _reviewed(),
)

contact = Table(
    "contact",
    metadata,
    _key(),
    _of("document", index=True),
    Column("id", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False, index=True),
    Column("medium", Text),
    *_days(),
    Column("place", Text),
    _party("initiator"),
    Column("status", Text, nullable=False),
    _reviewed(),
    Index(None, "day_start"),
)

contact_party = Table(
    "contact_party",
    metadata,
    _of("contact", primary_key=True, autoincrement=False),
    Column("part", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),  # order within the part
    _party(none=False, index=True),
    CheckConstraint("part IN ('participant', 'mediator', 'host')", name="part"),
)

# Which contact a document's telling of one is: itself at first, then as linking or a person decides.
contact_links = Table(
    "contact_links",
    metadata,
    _of("contact", primary_key=True, autoincrement=False),
    _of("contact", "linked_to", index=True),
    Column("reason", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    CheckConstraint("made_by IN ('engine', 'hand')", name="made_by"),
)

# What linking asks of a mention beside its row, and the marks that it is filed under: two that may tell of one contact
# share a pair of sides and a month.
contact_mention = Table(
    "contact_mention",
    metadata,
    _of("contact", primary_key=True, autoincrement=False),
    Column("main", Boolean, nullable=False),  # its document is about it
    Column("words", Text, nullable=False),  # stems, parted by spaces
)

contact_mark = Table(
    "contact_mark",
    metadata,
    Column("side", Text, primary_key=True),
    Column("other_side", Text, primary_key=True),
    Column("month", Integer, primary_key=True, autoincrement=False),  # since year 0
    _of("contact", primary_key=True, autoincrement=False, index=True),
)

claim = Table(
    "claim",
    metadata,
    _key(),
    _of("document", index=True),
    Column("id", Text, nullable=False, index=True),
    _of("passage", none=True),
    *_span("sentence"),
    Column("act", Text, nullable=False),
    _party("account"),
    _party("holder"),
    _party("addressee"),
    Column("contact", Integer, ForeignKey("contact.key", ondelete="SET NULL"), index=True),
    Column("attribution", Integer, ForeignKey("attribution.key", ondelete="SET NULL"), index=True),
    Column("polarity", Text, nullable=False),
    Column("tense", Text, nullable=False),
    Column("headline", Boolean, nullable=False),
    _reviewed(),
    Index(None, "holder"),
    Index(None, "account"),
    Index(None, "act"),
)

claim_issue = Table(
    "claim_issue",
    metadata,
    _of("claim", primary_key=True, autoincrement=False),
    Column("issue", Text, primary_key=True),
    Column("place", Integer, nullable=False),  # order in the claim
    Index(None, "issue", "claim"),
)

claim_party = Table(
    "claim_party",
    metadata,
    _of("claim", primary_key=True, autoincrement=False),
    Column("part", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _party(none=False, index=True),
    CheckConstraint("part IN ('joint', 'about')", name="part"),
)

# The claims that each cell of party and issue is made of; rows of superseded documents are taken out.
position_claim = Table(
    "position_claim",
    metadata,
    Column("party", Text, ForeignKey("party.id"), primary_key=True),  # the state of whoever did it, where known
    Column("issue", Text, primary_key=True),
    _of("claim", primary_key=True, autoincrement=False),
    Column("day", Date),  # of the contact in which it was done, else of publication
    Column("day_basis", Text),  # "contact", "published"
    Column("act", Text, nullable=False),
    Column("strength", Integer, nullable=False),  # of the act: lexicon/acts.tsv
    Column("polarity", Text, nullable=False),
    _of("document", index=True),
    Index(None, "party", "issue", "day", "strength", "claim"),
    Index(None, "claim"),
)

silence = Table(
    "silence",
    metadata,
    _key(),
    _of("document", index=True),
    _party(none=False, index=True),
    Column("issue", Text, nullable=False),
    Column("basis", Text, nullable=False),
    _party("asserted_by"),
)

problem = Table(
    "problem",
    metadata,
    _key(),
    _of("document", index=True),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False, index=True),
    Column("detail", Text, nullable=False),
    *_span(none=True),
)

# Characters that bear a record out: one of the four owners is set.
evidence = Table(
    "evidence",
    metadata,
    _key(),
    _of("document", index=True),
    _of("contact", none=True, index=True),
    _of("claim", none=True, index=True),
    _of("attribution", none=True, index=True),
    _of("silence", none=True, index=True),
    Column("part", Text, nullable=False),
    *_span(),
    CheckConstraint(
        "CASE WHEN contact IS NULL THEN 0 ELSE 1 END + CASE WHEN claim IS NULL THEN 0 ELSE 1 END"
        " + CASE WHEN attribution IS NULL THEN 0 ELSE 1 END + CASE WHEN silence IS NULL THEN 0 ELSE 1 END = 1",
        name="one_owner",
    ),
)

# What could not be read, and why; gone when the same input is read after all.
failure = Table(
    "failure",
    metadata,
    _key(),
    Column("origin", Text, nullable=False),  # as the user, feed or form named it: an address, a path
    Column("reason", Text, nullable=False),
    Column("remedy", Text, nullable=False),
    Column("failed", String(20), nullable=False),  # the instant, UTC
    Index(None, "origin", postgresql_using="hash"),
)

# A comparison of two documents, or of one that tells both accounts, under a stable id.
comparison = Table(
    "comparison",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _of("document", "first", index=True),
    _of("document", "second", none=True, index=True),
    Column("title", Text, nullable=False),
    Column("anyway", Boolean, nullable=False),  # made although the texts seem to tell of different contacts
    Column("version", Text, nullable=False),
    Column("models", Text, nullable=False),  # a JSON list
    Column("lexicon", Text, nullable=False),
    Column("readings", String(64), nullable=False),  # SHA-256 of the readings that it was made from
    Column("made", String(20), nullable=False),  # the instant, UTC
    Column("body", LargeBinary, nullable=False),  # the whole comparison: store/frozen.py
)

# The bytes that documents were made from, where there is no folder beside the database: on a server.
raw_bytes = Table(
    "raw_bytes", metadata, Column("sha256", Text, primary_key=True), Column("body", LargeBinary, nullable=False)
)

# What people asked to be told of: the questions of `alerts.py`.
saved_question = Table(
    "saved_question",
    metadata,
    _key(),
    Column("name", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("party", Text),  # as the user names it
    Column("issue", Text),
    Column("act", Text),
    Column("formula", Text),
    Column("added", String(20), nullable=False),  # the instant, UTC
)

# -- review: what people decide of the records above ---------------------------------------------------------------

# One coder at work on a queue: nothing of it changes.
review_session = Table(
    "review_session",
    metadata,
    _key(),
    Column("coder", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("started", String(20), nullable=False),  # the instant, UTC
    Column("seed", Integer, nullable=False),  # of the sample in its queue
    CheckConstraint("role IN ('coder', 'adjudicator')", name="role"),
)

# What a session is to look at, in that order.
review_queue = Table(
    "review_queue",
    metadata,
    _of("review_session", "session", primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    _of("document"),
    _of("document", "other", none=True),  # of a relation: the right side's
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False, index=True),
    Column("layers", Text, nullable=False),  # parted by spaces
    Column("said", Text),  # the engine's record, JSON, of a relation or link; null: it stands in the reading
    Column("why", Text, nullable=False),  # the doubts, parted by spaces, or "sample"
)

# Each record of the engine that may be reviewed, with what speaks against it. Decisions change nothing here.
review_item = Table(
    "review_item",
    metadata,
    _key(),
    _of("document", index=True),
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False, index=True),
    Column("doubts", Integer, nullable=False),  # what they weigh
    Column("why", Text, nullable=False),  # the doubts, parted by spaces
    Index(None, "kind", "doubts"),
)

# Every decision ever made; the database refuses to change or delete one.
decision = Table(
    "decision",
    metadata,
    _key(),
    _of("review_session", "session", index=True),
    Column("at", String(20), nullable=False),  # the instant, UTC
    _of("document", index=True),
    _of("document", "other", none=True, index=True),  # of a relation: the right side's
    Column("kind", Text, nullable=False),
    Column("record", Text, nullable=False, index=True),
    Column("layers", Text, nullable=False),  # parted by spaces
    Column("verdict", Text, nullable=False),
    Column("said", Text),  # the engine's record, JSON; null: it has none there
    Column("stands", Text),  # the record as the coder leaves it, JSON; null: it goes
    Column("note", Text, nullable=False),
    _of("decision", "takes_back", none=True),
    CheckConstraint("verdict IN ('accept', 'mend', 'reject', 'add', 'undo')", name="verdict"),
    CheckConstraint("(verdict = 'undo') = (takes_back IS NOT NULL)", name="takes_back"),
)


# -- wording -------------------------------------------------------------------------------------------------------

# Documents whose statements have been looked through for words of issues, with the lexicon that was in force.
looked_through = Table(
    "looked_through",
    metadata,
    _of("document", primary_key=True, autoincrement=False),
    Column("lexicon", Text, nullable=False),  # digest of its rows
    Column("own", Boolean, nullable=False),  # a government's or an organisation's own text: one statement
)

# An issuer's words in one document; rows of superseded documents are taken out.
statement = Table(
    "statement",
    metadata,
    _key(),
    _of("document", index=True),
    Column("party", Text, nullable=False),  # Party.id of the issuer, else the publisher's name
    Column("published", Date),
    Column("full", Integer, nullable=False),  # 1: the issuer's own text, whole; 0: excerpts
    Column("words", Integer, nullable=False),
    Index(None, "party", "published", "document", "full", "words"),
)

statement_issue = Table(
    "statement_issue",
    metadata,
    Column("issue", Text, primary_key=True),
    _of("statement", primary_key=True, autoincrement=False, index=True),
    *_span(),  # the first words of the issue in it
)

# Standing formulas as they were found last: of which statements, by which lexicon.
formula_search = Table(
    "formula_search",
    metadata,
    Column("issuer", Text, primary_key=True),  # Party.id, else the publisher's name; "": no publisher known
    Column("least", Integer, primary_key=True, autoincrement=False),
    Column("statements", Integer, nullable=False),  # how many were looked through
    Column("sign", Text, nullable=False),  # another one when they are others
    Column("lexicon", Text, nullable=False),
    Column("made", String(20), nullable=False),  # the instant, UTC
)

formula = Table(
    "formula",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("least", Integer, primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),  # what says most in most documents first
    Column("nature", Text, nullable=False),
    Column("wordings", Text, nullable=False),  # those of all variants as they are looked up, a line each
    Column("body", LargeBinary, nullable=False),  # the record without its uses: store/frozen.py
    Column("uses", LargeBinary, nullable=False),
)

# -- copies --------------------------------------------------------------------------------------------------------

document_signature = Table(
    "document_signature",
    metadata,
    _of("document", primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),  # numbers of ingest/copies.signature, four bytes each
)

# Documents with the same numbers in a band of their signatures; of very many only the first and the last.
copy_band = Table(
    "copy_band",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),  # a number for the band and its numbers
    Column("place", Integer, primary_key=True, autoincrement=False),
    _of("document"),
    sqlite_with_rowid=False,
)

# Pairs of documents that were compared, the older first.
copy_pair = Table(
    "copy_pair",
    metadata,
    _of("document", primary_key=True, autoincrement=False),
    _of("document", "other", primary_key=True, autoincrement=False, index=True),
    Column("nearness", Float),  # of two that are copies; None: they are none, or were not asked about
    Column("together", Boolean, nullable=False),  # whether both may be in one group
)

# The groups of copies; a document without copies is in none.
document_copy = Table(
    "document_copy",
    metadata,
    _of("document", primary_key=True, autoincrement=False),
    _of("document", "first", index=True),  # the earliest of the group
)

# Claims of copies that repeat one of an earlier copy: positions do not count them.
claim_copy = Table("claim_copy", metadata, _of("claim", primary_key=True, autoincrement=False))
