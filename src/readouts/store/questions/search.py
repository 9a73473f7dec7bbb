"""Passages that have the words of a query."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    column,
    or_,
    select,
    text,
)

from readouts.records import Evidence
from readouts.store import names
from readouts.store import schema as t
from readouts.store.questions.asked import Asked, between
from readouts.store.words import Term, found_in, fts5, stem_tsquery, terms, tsquery
from readouts.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that has the words."""

    document: str
    title: str | None
    publisher: str | None
    published: date | None
    passage: str
    passage_start: int  # where it begins in the document's text
    evidence: Evidence  # the first place in it that has words of the query
    marks: tuple[Span, ...]  # all such places; spans of the document's text


def search(connection: Connection, query: str, asked: Asked) -> tuple[Hit, ...]:
    """The passages that have all words of the query, newest first.

    A party, issue or act asks for a claim in the passage that has them all; the party does it, alone or with others, or
    it is the party's account. A kind asks for a contact of that kind in the document. Raises InputError when the query
    has no word.
    """
    wanted = terms(query)
    p, d = t.passage.c, t.document.c
    found = (
        select(p.key, p.published)
        .where(has_words(connection, wanted), p.latest, *_passage_filters(connection, asked))
        .order_by(p.published.desc().nulls_last(), p.key)
        .limit(asked.limit)
    ).subquery()
    chosen = (
        select(p.span_start, p.span_end, d.id, d.title, d.publisher, d.published, d.text)
        .join(found, found.c.key == p.key)
        .join(t.document, d.key == p.document)
        .order_by(found.c.published.desc().nulls_last(), found.c.key)
    )
    return tuple(_hit(row, wanted) for row in connection.execute(chosen))


def has_words(connection: Connection, wanted: list[Term]) -> ColumnElement[bool]:
    """Whether a passage has the words."""
    p = t.passage.c
    if connection.dialect.name == "sqlite":
        match = text("SELECT rowid FROM passage_words WHERE passage_words MATCH :words").bindparams(words=fts5(wanted))
        return p.key.in_(match.columns(column("rowid", Integer)))
    return and_(
        *(
            text(f"passage.{name} @@ CAST(:{name} AS tsquery)").bindparams(**{name: query})
            for name, query in _tsqueries(wanted).items()
        )
    )


def _tsqueries(wanted: list[Term]) -> dict[str, str]:
    """The query by the columns of the index that have something to answer."""
    both = {"words": tsquery(wanted), "stems": stem_tsquery(wanted)}
    return {name: query for name, query in both.items() if query}


def _passage_filters(connection: Connection, asked: Asked) -> Iterator[ColumnElement[bool]]:
    p, c = t.passage.c, t.claim.c
    claims: Select[Any] = select(c.passage)
    for name in asked.parties:
        ids = names.party(connection, name).ids
        joint = select(t.claim_party.c.claim).where(t.claim_party.c.part == "joint", t.claim_party.c.party.in_(ids))
        claims = claims.where(or_(c.holder.in_(ids), c.account.in_(ids), c.key.in_(joint)))
    if asked.issue:
        claims = claims.where(c.key.in_(select(t.claim_issue.c.claim).where(t.claim_issue.c.issue == asked.issue)))
    if asked.act:
        claims = claims.where(c.act == asked.act)
    if asked.parties or asked.issue or asked.act:
        yield p.key.in_(claims)
    if asked.kind:
        yield p.document.in_(select(t.contact.c.document).where(t.contact.c.kind == asked.kind))
    yield from between(p.published, asked)


def _hit(row: Any, wanted: list[Term]) -> Hit:
    passage = row.text[row.span_start : row.span_end]
    marks = tuple(Span(s.start + row.span_start, s.end + row.span_start) for s in found_in(passage, wanted))
    return Hit(
        document=row.id, title=row.title, publisher=row.publisher, published=row.published, passage=passage,
        passage_start=row.span_start,
        evidence=Evidence(document=row.id, span=marks[0]), marks=marks,
    )  # fmt: skip
