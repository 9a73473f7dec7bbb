"""Statements of issuers and the issues that they speak of: rows of `statement` and what silences are counted from."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from readouts.records import Evidence, Silence
from readouts.store import schema as t
from readouts.text import Span

# Party, day, whether whole, words, and the first words on each issue.
Said = tuple[str, date | None, bool, int, Mapping[str, Span]]


def file(connection: Connection, document: int, lexicon: str, own: bool, said: Iterable[Said]) -> None:
    """Puts the statements of a document in the place of those that stood there of it."""
    unfile(connection, document)
    connection.execute(_INTO_SEEN, {"document": document, "lexicon": lexicon, "own": own})
    for party, day, full, words, first in said:
        row = {"document": document, "party": party, "published": day, "full": int(full), "words": words}
        key = connection.execute(_INTO_STATEMENT, row).scalar_one()
        spans = [
            {"issue": issue, "statement": key, "span_start": span.start, "span_end": span.end}
            for issue, span in first.items()
        ]
        if spans:
            connection.execute(_INTO_ISSUE, spans)


_INTO_SEEN = insert(t.looked_through)
_INTO_STATEMENT = insert(t.statement).returning(t.statement.c.key)
_INTO_ISSUE = insert(t.statement_issue)


def unfile(connection: Connection, document: int) -> None:
    """Takes the statements of a document out: it is superseded, or read anew."""
    for table in (t.statement, t.looked_through):
        connection.execute(delete(table).where(table.c.document == document))


def missing(connection: Connection) -> Sequence[int]:
    """The documents that have not been looked through yet, in the order of adding."""
    d, seen = t.document.c, t.looked_through.c
    chosen = select(d.key).outerjoin(t.looked_through, seen.document == d.key)
    return (
        connection.execute(chosen.where(d.superseded_by.is_(None), seen.document.is_(None)).order_by(d.key))
        .scalars()
        .all()
    )


def of_other_lexicon(connection: Connection, lexicon: str) -> bool:
    """Whether any document was looked through with another lexicon."""
    other = select(t.looked_through.c.document).where(t.looked_through.c.lexicon != lexicon).limit(1)
    return connection.execute(other).first() is not None


def parties(connection: Connection) -> Sequence[str]:
    """Those who have put out statements, in the order of the first."""
    s = t.statement.c
    first = (func.min(s.published).nulls_last(), func.min(s.document), func.min(s.key))
    return connection.execute(select(s.party).group_by(s.party).order_by(*first)).scalars().all()


def tallies(connection: Connection, parties: Sequence[str]) -> Sequence[Row[Any]]:
    """How many statements each of the parties has put out on each day, how many of them whole, and their words."""
    s = t.statement.c
    chosen = (
        select(s.party, s.published, func.count().label("documents"), func.sum(s.full).label("full"),
               func.sum(s.words).label("words"))
        .where(s.party.in_(parties))
        .group_by(s.party, s.published)
    )  # fmt: skip
    return connection.execute(chosen).all()


def mentions(connection: Connection, parties: Sequence[str], issue: str) -> Sequence[tuple[str, date | None, Evidence]]:
    """Where the parties' statements first speak of the issue: party, day and words, by day."""
    s, i, d = t.statement.c, t.statement_issue.c, t.document.c
    chosen = (
        select(s.party, s.published, d.id, i.span_start, i.span_end)
        .join(t.statement, s.key == i.statement)
        .join(t.document, d.key == s.document)
        .where(i.issue == issue, s.party.in_(parties))
        .order_by(s.published.nulls_last(), s.document, s.key)
    )
    return [
        (row.party, row.published, Evidence(document=row.id, span=Span(row.span_start, row.span_end)))
        for row in connection.execute(chosen)
    ]


def asserted(connection: Connection) -> Sequence[tuple[Silence, date | None]]:
    """The silences that texts assert, each with the day of the text; of other texts than a government's own."""
    s, d, e = t.silence.c, t.document.c, t.evidence.c
    chosen = (
        select(t.silence, d.id, d.published)
        .join(t.document, d.key == s.document)
        .join(t.looked_through, t.looked_through.c.document == d.key)
        .where(d.superseded_by.is_(None), ~t.looked_through.c.own)
        .order_by(d.published.nulls_last(), d.key, s.key)
    )
    found = []
    for row in connection.execute(chosen).all():
        spans = connection.execute(select(e.span_start, e.span_end).where(e.silence == row.key).order_by(e.key))
        evidence = tuple(Evidence(document=row.id, span=Span(*span)) for span in spans)
        found.append((Silence(party=row.party, issue=row.issue, basis=row.basis, asserted_by=row.asserted_by,
                              evidence=evidence), row.published))  # fmt: skip
    return found
