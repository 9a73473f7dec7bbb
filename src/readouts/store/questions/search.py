"""Passages that have the words of a query."""

import operator
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any, Literal, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Float,
    Integer,
    Select,
    and_,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    text,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import TSQUERY

from readouts.records import Evidence
from readouts.store import copies, names
from readouts.store import schema as t
from readouts.store.names import Named
from readouts.store.questions.asked import Asked, between, few, party_names
from readouts.store.words import Term, found_in, fts5, indexed, stem_tsquery, terms, tsquery
from readouts.text import Span

Order = Literal["date", "relevance"]
CountKind = Literal["party", "issue", "act", "year", "publisher"]
MOST_COUNTED = 2_000  # passages


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
    also_in: tuple[str, ...] = ()  # documents that hold a copy of the text


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of the passages that were found have something in common."""

    kind: CountKind
    value: str  # Party.id, issue, act, year, publisher
    name: str  # for people
    passages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """The passages that have the words of a query, counted by what they have in common."""

    passages: int  # that were counted
    are_all: bool  # False: there are more, and the newest of them were counted
    by: tuple[Count, ...]  # kind by kind, the most frequent first


def search(connection: Connection, query: str, asked: Asked, *, by: Order = "date") -> tuple[Hit, ...]:
    """The passages that have all words of the query, the newest first, or by relevance those in which its words weigh
    most (BM25 on SQLite, `ts_rank_cd` on PostgreSQL: the orders differ). A passage that stands in a copy as well is
    given once.

    A party, issue or act asks for a claim in the passage that has them all; the party does it, alone or with others, or
    it is the party's account. A kind asks for a contact of that kind in the document. Raises InputError when the query
    has no word.
    """
    wanted = terms(query)
    p, d = t.passage.c, t.document.c
    plain = select(p.key, literal(0.0).label("weight")).where(has_words(connection, wanted))
    words = (_weighed(connection, wanted) if by == "relevance" else plain).subquery()
    found = (
        select(p.key, p.published, words.c.weight)
        .join(words, words.c.key == p.key)
        .where(p.latest, *_passage_filters(connection, asked))
        .order_by(words.c.weight.desc(), p.published.desc().nulls_last(), p.key)
        .limit(asked.limit)
    ).subquery()
    chosen = (
        select(d.key, p.span_start, p.span_end, d.id, d.title, d.publisher, d.published, d.text)
        .join(found, found.c.key == p.key)
        .join(t.document, d.key == p.document)
        .order_by(found.c.weight.desc(), found.c.published.desc().nulls_last(), found.c.key)
    )
    rows = connection.execute(chosen).all()
    also = copies.others(connection, (row.key for row in rows))
    return tuple(_once(_hit(row, wanted, also.get(row.key, ())) for row in rows))


def _once(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits without passages that an earlier one of a copy has in the same words."""
    seen: set[tuple[str, str]] = set()
    for hit in hits:
        words = " ".join(indexed(hit.passage)) if hit.also_in else ""
        if (hit.document, words) not in seen:
            yield hit
        seen.update((other, words) for other in hit.also_in)


def _weighed(connection: Connection, wanted: list[Term]) -> Select[Any]:
    """The passages that have the words, with how much these weigh in them; more is better."""
    p = t.passage.c
    if connection.dialect.name == "sqlite":
        ranked = text("SELECT rowid AS key, -rank AS weight FROM passage_words WHERE passage_words MATCH :words")
        found = ranked.bindparams(words=fts5(wanted)).columns(column("key", Integer), column("weight", Float))
        return select(found.subquery())
    weights = (
        func.ts_rank_cd(literal_column(f"passage.{name}"), sql_cast(literal(query), TSQUERY))
        for name, query in _tsqueries(wanted).items()
    )
    return select(p.key, reduce(operator.add, weights).label("weight")).where(has_words(connection, wanted))


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


def claim_filters(parties: Iterable[Named], issue: str | None, act: str | None) -> Iterator[ColumnElement[bool]]:
    """What makes a claim one of all of parties, issue and act, as far as they are given: each party does it, alone or
    with others, or it is the party's account.
    """
    c = t.claim.c
    for party in parties:
        joint = select(t.claim_party.c.claim).where(
            t.claim_party.c.part == "joint", t.claim_party.c.party.in_(party.ids)
        )
        yield or_(c.holder.in_(party.ids), c.account.in_(party.ids), c.key.in_(joint))
    if issue:
        yield c.key.in_(select(t.claim_issue.c.claim).where(t.claim_issue.c.issue == issue))
    if act:
        yield c.act == act


def _passage_filters(connection: Connection, asked: Asked) -> Iterator[ColumnElement[bool]]:
    p = t.passage.c
    claims = list(claim_filters([names.party(connection, name) for name in asked.parties], asked.issue, asked.act))
    if claims:
        yield p.key.in_(select(t.claim.c.passage).where(*claims))
    if asked.kind:
        yield p.document.in_(select(t.contact.c.document).where(t.contact.c.kind == asked.kind))
    yield from between(p.published, asked)


def _hit(row: Any, wanted: list[Term], also_in: tuple[str, ...]) -> Hit:
    passage = row.text[row.span_start : row.span_end]
    marks = tuple(Span(s.start + row.span_start, s.end + row.span_start) for s in found_in(passage, wanted))
    return Hit(
        document=row.id, title=row.title, publisher=row.publisher, published=row.published, passage=passage,
        passage_start=row.span_start,
        evidence=Evidence(document=row.id, span=marks[0]), marks=marks, also_in=also_in,
    )  # fmt: skip


# -- counts --------------------------------------------------------------------------------------------------------


def search_counts(connection: Connection, query: str, asked: Asked) -> Counts:
    """How many of the passages that `search` finds, whatever its limit, are of each year and publisher, and have claims
    with each act, on each issue, of each party.

    Of very many the newest are counted, MOST_COUNTED at most. A passage counts once for each value. Raises as `search`.
    """
    p, d = t.passage.c, t.document.c
    newest = (
        select(p.key, p.document, p.published, d.publisher)
        .join(t.document, d.key == p.document)
        .where(has_words(connection, terms(query)), p.latest, *_passage_filters(connection, asked))
        .order_by(p.published.desc().nulls_last(), p.key)
        .limit(MOST_COUNTED + 1)
    )
    rows = connection.execute(newest).all()
    counted = rows[:MOST_COUNTED]
    found: set[tuple[CountKind, str, int]] = {
        ("year", str(row.published.year), row.key) for row in counted if row.published
    }
    found |= {("publisher", row.publisher, row.key) for row in counted if row.publisher}
    for some in few(counted):
        found |= set(_of_claims(connection, some))
    passages = Counter((kind, value) for kind, value, _ in found)
    parties = party_names(connection, {value for kind, value in passages if kind == "party"})
    counts = [
        Count(kind=kind, value=value, name=parties.get(value, value), passages=number)
        for (kind, value), number in passages.items()
    ]
    order = get_args(CountKind)
    counts.sort(key=lambda one: (order.index(one.kind), -one.passages, one.value))
    return Counts(passages=len(counted), are_all=len(rows) <= MOST_COUNTED, by=tuple(counts))


def _of_claims(connection: Connection, passages: Sequence[Any]) -> Iterator[tuple[CountKind, str, int]]:
    """The acts, issues and parties of the claims in these passages, each with the key of the passage."""
    c, issue, cell = t.claim.c, t.claim_issue.c, t.position_claim.c
    own = (c.document.in_({row.document for row in passages}), c.passage.in_([row.key for row in passages]))
    kinds: tuple[tuple[CountKind, Select[Any]], ...] = (
        ("act", select(c.act, c.passage)),
        ("issue", select(issue.issue, c.passage).join(t.claim, c.key == issue.claim)),
        ("party", select(cell.party, c.passage).join(t.claim, c.key == cell.claim)),
    )
    for kind, chosen in kinds:
        yield from ((kind, value, passage) for value, passage in connection.execute(chosen.where(*own).distinct()))
