"""Search: passages that have the words, and what they can be narrowed by."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, Text, func, select, union_all

from readouts.export.wording import issue as label_of
from readouts.records import Evidence
from readouts.store import names
from readouts.store import schema as t
from readouts.store.names import Named
from readouts.store.questions import claim_filters, has_words
from readouts.store.words import found_in, terms
from readouts.text import Span
from readouts.web.pages.who import with_state

Order = Literal["newest", "oldest"]
MOST_HITS, MOST_VALUES = 20, 8
MOST_COUNTED = 20_000  # passages that the facets are counted over
_MOST_SIGNS = 520  # of a passage that is shown
_CLAIMED = ("party", "issue", "act")  # facets of the claims in a passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """The words and what narrows them; "" leaves it open."""

    q: str = ""
    party: str = ""
    issue: str = ""
    act: str = ""
    kind: str = ""
    year: str = ""
    publisher: str = ""
    order: Order = "newest"
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value of a facet."""

    value: str
    label: str
    count: int  # passages that would be left


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to narrow the passages."""

    name: str  # of the parameter
    chosen: str | None  # label of the value that is chosen; None: open
    values: tuple[Value, ...]  # of those left, the commonest first; years newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A passage, or the part of it round its first hit."""

    document: str
    title: str | None
    publisher: str | None
    published: date | None
    words: str
    marks: tuple[Span, ...]  # of the query's words, in `words`
    begins: bool  # the passage begins with these words; False: words before them are left out
    ends: bool
    evidence: Evidence  # the first hit


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPage:
    """An answer; of an empty query nothing."""

    sought: Sought
    count: int  # passages, `MOST_COUNTED` at most
    hits: tuple[Found, ...]
    facets: tuple[Facet, ...]
    more: bool  # there are further pages


def search(connection: Connection, sought: Sought) -> SearchPage:
    """The passages that have all words of the query. Raises InputError when it has no word, StoreError for a party
    that no document names.
    """
    if not sought.q.strip():
        return SearchPage(sought=sought, count=0, hits=(), facets=(), more=False)
    p = t.passage.c
    party = names.party(connection, sought.party) if sought.party else None
    claims = _claims(sought, party)
    where = [has_words(connection, terms(sought.q)), p.latest, *_filters(sought, claims)]
    counted = select(p.key).where(*where).limit(MOST_COUNTED).subquery()
    hits = _hits(connection, sought, where)
    return SearchPage(
        sought=sought,
        count=connection.execute(select(func.count()).select_from(counted)).scalar_one(),
        hits=hits[:MOST_HITS],
        facets=tuple(_facets(connection, sought, party, claims, select(counted.c.key))),
        more=len(hits) > MOST_HITS,
    )


# -- what is sought ------------------------------------------------------------------------------------------------


def _claims(sought: Sought, party: Named | None) -> Select[Any]:
    """Keys of the claims that have all of party, issue and act."""
    return select(t.claim.c.key).where(*claim_filters((party,) if party else (), sought.issue, sought.act))


def _filters(sought: Sought, claims: Select[Any]) -> Iterator[ColumnElement[bool]]:
    p, c, d = t.passage.c, t.claim.c, t.document.c
    if any(getattr(sought, name) for name in _CLAIMED):
        yield p.key.in_(select(c.passage).where(c.key.in_(claims)))
    if sought.kind:
        yield p.document.in_(select(t.contact.c.document).where(t.contact.c.kind == sought.kind))
    if sought.year:
        yield _year() == sought.year
    if sought.publisher:
        yield p.document.in_(select(d.key).where(d.publisher == sought.publisher))


def _year() -> ColumnElement[str]:
    return func.substr(t.passage.c.published.cast(Text), 1, 4)


# -- hits ----------------------------------------------------------------------------------------------------------


def _hits(connection: Connection, sought: Sought, where: Sequence[ColumnElement[bool]]) -> tuple[Found, ...]:
    p, d = t.passage.c, t.document.c
    newest = (p.published.desc().nulls_last(), p.document.desc(), p.key)
    order = newest if sought.order == "newest" else (p.published.nulls_last(), p.document, p.key)
    shown = select(p.key).where(*where).order_by(*order).limit(MOST_HITS + 1).offset((sought.page - 1) * MOST_HITS)
    keys = list(connection.execute(shown).scalars())
    words = func.substr(d.text, p.span_start + 1, p.span_end - p.span_start).label("words")
    chosen = (
        select(p.key, p.span_start, d.id, d.title, d.publisher, d.published, words)
        .join(t.document, d.key == p.document)
        .where(p.key.in_(keys))
    )
    rows = {row.key: row for row in connection.execute(chosen)}
    wanted = terms(sought.q)
    return tuple(_found(rows[key], found_in(rows[key].words, wanted)) for key in keys)


def _found(row: Any, marks: Sequence[Span]) -> Found:
    window = _window(row.words, marks[0])
    inside = (Span(m.start - window.start, m.end - window.start) for m in marks if window.covers(m))
    return Found(
        document=row.id,
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        words=window.of(row.words),
        marks=tuple(inside),
        begins=window.start == 0,
        ends=window.end == len(row.words),
        evidence=Evidence(document=row.id, span=Span(marks[0].start + row.span_start, marks[0].end + row.span_start)),
    )


def _window(words: str, hit: Span) -> Span:
    """The part of a passage that is shown: whole words round the hit, without space at its edges."""
    start, end = 0, len(words.rstrip())
    if end > _MOST_SIGNS:
        start = max(0, hit.start - _MOST_SIGNS // 3)
        start = words.find(" ", start, hit.start) + 1 or hit.start if start else 0
        last = min(end, max(start + _MOST_SIGNS, hit.end))
        end = end if last == end else max(words.rfind(" ", hit.end, last), hit.end)
    return Span(start + len(words[start:end]) - len(words[start:end].lstrip()), end)


# -- facets --------------------------------------------------------------------------------------------------------


def _facets(
    connection: Connection, sought: Sought, party: Named | None, claims: Select[Any], passages: Select[Any]
) -> Iterator[Facet]:
    chosen = {
        "party": party.name if party else None,
        "issue": label_of(sought.issue) if sought.issue else None,
        "act": sought.act.replace("-", " ") or None,
        "kind": sought.kind or None,
        "year": sought.year or None,
        "publisher": sought.publisher or None,
    }
    for name, count in _COUNTS.items():
        values = () if chosen[name] else tuple(_values(connection, name, count(claims, passages)))
        yield Facet(name=name, chosen=chosen[name], values=values)


def _values(connection: Connection, name: str, rows: Select[Any]) -> Iterator[Value]:
    """The commonest values of rows of value, label and passage."""
    r = rows.subquery().c
    count = func.count(r.passage.distinct())
    order = (r.value.desc(),) if name == "year" else (count.desc(), r.value)
    counted = select(r.value, r.label, count.label("passages")).where(r.value.is_not(None)).group_by(r.value, r.label)
    for row in connection.execute(counted.order_by(*order).limit(MOST_VALUES)):
        label = {"issue": label_of(row.label), "act": row.label.replace("-", " ")}.get(name, row.label)
        yield Value(value=row.value, label=label, count=row.passages)


def _of_parties(claims: Select[Any], passages: Select[Any]) -> Select[Any]:
    """States whose people do what the claims tell, or whose account they are; parties without state as themselves."""
    c, x, own = t.claim.c, t.claim_party.c, t.party.alias()
    here = (c.passage.in_(passages), c.key.in_(claims))
    joint = select(c.passage, x.party).join(t.claim_party, x.claim == c.key).where(x.part == "joint", *here)
    parts = (select(c.passage, c.holder.label("party")), select(c.passage, c.account.label("party")))
    who = union_all(*(part.where(*here) for part in parts), joint).subquery()
    joined, id_, name = with_state(own)
    return _rows(id_, who.c.passage, label=name).select_from(joined.join(who, who.c.party == own.c.id))


def _of_issues(claims: Select[Any], passages: Select[Any]) -> Select[Any]:
    c, i = t.claim.c, t.claim_issue.c
    return _rows(i.issue, c.passage).join(t.claim, c.key == i.claim).where(c.passage.in_(passages), c.key.in_(claims))


def _of_acts(claims: Select[Any], passages: Select[Any]) -> Select[Any]:
    c = t.claim.c
    return _rows(c.act, c.passage).where(c.passage.in_(passages), c.key.in_(claims))


def _of_kinds(_: Select[Any], passages: Select[Any]) -> Select[Any]:
    p, c = t.passage.c, t.contact.c
    return _rows(c.kind, p.key).join(t.passage, p.document == c.document).where(p.key.in_(passages))


def _of_years(_: Select[Any], passages: Select[Any]) -> Select[Any]:
    p = t.passage.c
    return _rows(_year(), p.key).where(p.key.in_(passages))


def _of_publishers(_: Select[Any], passages: Select[Any]) -> Select[Any]:
    p, d = t.passage.c, t.document.c
    return _rows(d.publisher, p.key).join(t.passage, p.document == d.key).where(p.key.in_(passages))


def _rows(value: ColumnElement[Any], passage: ColumnElement[Any], *, label: Any = None) -> Select[Any]:
    named = value if label is None else label
    return select(value.label("value"), named.label("label"), passage.label("passage"))


_COUNTS: Mapping[str, Callable[[Select[Any], Select[Any]], Select[Any]]] = {
    "party": _of_parties,
    "issue": _of_issues,
    "act": _of_acts,
    "kind": _of_kinds,
    "year": _of_years,
    "publisher": _of_publishers,
}
