"""What the corpus is asked: contacts, the timeline, positions and their history, search.

Each question is one or two statements of SQL and answers with frozen records, the newest first; `limit` is the most
rows, None all. Only documents count that nothing supersedes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    collate,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    union_all,
)

from readouts.records import Document, Evidence, Reading, When
from readouts.store import adding, names
from readouts.store import schema as t
from readouts.store.names import Named
from readouts.store.words import Term, found_in, fts5, terms, tsquery
from readouts.text import Span

_LATE = timedelta(3)  # texts come out within days of their contact
_LATEST = t.document.c.superseded_by.is_(None)


@dataclass(frozen=True, slots=True)
class Side:
    """A party in an answer."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactFound:
    """A contact with all that the corpus knows of it."""

    id: str
    kind: str
    medium: str | None
    status: str
    participants: tuple[Side, ...]
    initiator: Side | None
    when: When | None
    place: str | None
    documents: tuple[str, ...]  # that tell of it
    published: date | None  # the first of them
    evidence: Evidence | None  # where the first of them does
    gap: int | None = None  # days since the contact before of the two parties asked for; None: first, undated
    gap_is_most: bool = False  # a contact whose day is open may lie between


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something on the calendar."""

    when: When
    what: str  # a kind of contact, or "date": a day that a text names
    status: Literal["past", "announced", "denied", "hypothetical"]
    participants: tuple[Side, ...]  # of a contact
    words: str  # that tell of it
    evidence: Evidence
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A party's claims on one issue, as they stand now."""

    party: Side
    issue: str
    act: str  # the strongest of the last day
    polarity: str
    day: date | None  # the last; None: no claim of the cell is dated
    first: date | None
    count: int  # claims
    claim: str  # id of the one with the act
    words: str  # of that claim
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One claim in the history of a position."""

    day: date | None
    day_basis: str | None  # "contact": when it was said; "published": when it was put out
    act: str
    polarity: str
    before: str | None  # of the first with its day's strongest act: that of the day before, when it was another
    holder: Side | None
    account: Side | None  # whose version tells it
    claim: str
    words: str
    evidence: Evidence


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What narrows a question; None and () leave it open."""

    parties: tuple[str, ...] = ()  # as the user names them
    kind: str | None = None
    issue: str | None = None
    act: str | None = None
    since: date | None = None
    until: date | None = None  # the last day that counts
    limit: int | None = None


# -- contacts ------------------------------------------------------------------------------------------------------


def contacts(connection: Connection, asked: Asked) -> tuple[ContactFound, ...]:
    """The contacts with all of the parties, newest first, undated ones last; linked tellings of one are one.

    With two parties each tells the days since the one before. A day that is not known is in no period.
    """
    sides = [names.party(connection, name) for name in asked.parties]
    c, k = t.contact.c, t.contact_links.c
    root = t.contact.alias("root").c
    published = func.min(t.document.c.published)
    told = (
        select(
            k.linked_to,
            k.linked_to.label("contact"),
            func.min(root.day_start).label("day"),
            published.label("published"),
        )
        .join(t.contact, c.key == k.contact)
        .join(root.key.table, root.key == k.linked_to)
        .join(t.document, and_(t.document.c.key == c.document, _LATEST))
        .where(*_contact_filters(asked, sides))
        .group_by(k.linked_to)
        .order_by(
            func.min(root.day_start).desc().nulls_last(),
            published.desc().nulls_last(),
            k.linked_to.desc(),
        )
    )
    rows = connection.execute(told.limit(None if len(sides) == 2 else asked.limit)).all()
    gaps = _gaps(rows) if len(sides) == 2 else {}
    return _contacts_found(connection, [(row.linked_to, row.contact) for row in rows[: asked.limit]], gaps)


def _contact_filters(asked: Asked, sides: Iterable[Named]) -> Iterator[ColumnElement[bool]]:
    c, x = t.contact.c, t.contact_party.c
    for side in sides:
        yield c.key.in_(select(x.contact).where(x.part == "participant", x.party.in_(side.ids)))
    if asked.kind:
        yield c.kind == asked.kind
    yield from _between(c.day_start, asked)


def _between(day: ColumnElement[Any], asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.since:
        yield day >= asked.since
    if asked.until:
        yield day <= asked.until


def _gaps(rows: Sequence[Any]) -> Mapping[int, tuple[int, bool]]:
    """Of each dated contact the days to the one before, and whether an undated one may lie between: one that was put
    out in that time, or on a day not known. The newest comes first.
    """
    dated = [row for row in rows if row.day]
    undated = [row.published for row in rows if not row.day]
    return {
        row.contact: (
            (row.day - before.day).days,
            any(day is None or before.day <= day <= row.day + _LATE for day in undated),
        )
        for row, before in pairwise(dated)
    }


def _contacts_found(
    connection: Connection, keys: Sequence[tuple[int, int]], gaps: Mapping[int, tuple[int, bool]]
) -> tuple[ContactFound, ...]:
    shown = [key for _, key in keys]
    c = t.contact
    chosen = select(c, t.document.c.published).join(t.document, t.document.c.key == c.c.document)
    rows = {row.key: row for some in _few(shown) for row in connection.execute(chosen.where(c.c.key.in_(some)))}
    people, documents = _participants(connection, shown), _tellers(connection, [link for link, _ in keys])
    initiators = _names(connection, {row.initiator for row in rows.values() if row.initiator})
    places = _first_spans(connection, t.evidence.c.contact, shown)
    return tuple(
        ContactFound(
            id=row.id, kind=row.kind, medium=row.medium, status=row.status, participants=people.get(key, ()),
            initiator=Side(row.initiator, initiators[row.initiator]) if row.initiator else None,
            when=_when(row), place=row.place, documents=documents.get(link, ()),
            published=row.published, evidence=places.get(key),
            gap=gaps[key][0] if key in gaps else None, gap_is_most=key in gaps and gaps[key][1],
        )
        for link, key in keys for row in [rows[key]]
    )  # fmt: skip


def _participants(connection: Connection, contacts: Sequence[int]) -> Mapping[int, tuple[Side, ...]]:
    x, p = t.contact_party.c, t.party.c
    found = (
        select(x.contact, p.id, p.name)
        .join(t.party, p.id == x.party)
        .where(x.part == "participant")
        .order_by(x.contact, x.place)
    )
    rows = (row for some in _few(contacts) for row in connection.execute(found.where(x.contact.in_(some))))
    return _grouped((row.contact, Side(row.id, row.name)) for row in rows)


def _tellers(connection: Connection, links: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """Documents that tell of each contact, in the order of adding."""
    k, c, d = t.contact_links.c, t.contact.c, t.document.c
    found = (
        select(k.linked_to, d.id)
        .join(t.contact, c.key == k.contact)
        .join(t.document, and_(d.key == c.document, _LATEST))
        .order_by(k.linked_to, d.key)
    )
    rows = (row for some in _few(links) for row in connection.execute(found.where(k.linked_to.in_(some))))
    grouped = _grouped((row.linked_to, row.id) for row in rows)
    return {link: tuple(dict.fromkeys(ids)) for link, ids in grouped.items()}


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, tuple[Any, ...]]:
    groups: dict[int, list[Any]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _names(connection: Connection, ids: Iterable[str]) -> Mapping[str, str]:
    p = t.party.c
    found = select(p.id, p.name)
    rows = (row for some in _few(list(ids)) for row in connection.execute(found.where(p.id.in_(some))))
    return {row.id: row.name for row in rows}


def _first_spans(connection: Connection, owner: Any, keys: Sequence[int]) -> Mapping[int, Evidence]:
    """Of each row its first piece of evidence."""
    e, d = t.evidence.c, t.document.c
    found = (
        select(owner.label("owner"), d.id, e.span_start, e.span_end)
        .join(t.document, d.key == e.document)
        .where(e.part == "span")
        .order_by(e.key.desc())
    )
    rows = (row for some in _few(keys) for row in connection.execute(found.where(owner.in_(some))))
    return {row.owner: Evidence(document=row.id, span=Span(row.span_start, row.span_end)) for row in rows}


def _when(row: Any) -> When | None:
    if row.edtf is None and row.day_start is None:
        return None
    return When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis)


# -- timeline ------------------------------------------------------------------------------------------------------


def timeline(connection: Connection, asked: Asked) -> tuple[Dated, ...]:
    """Contacts on their days, and later days that the texts name, newest first; days are as vague as written.

    Of a party: contacts it took part in, and days in passages that mention it.
    """
    sides = [names.party(connection, name) for name in asked.parties]
    c, m, d = t.contact.c, t.date_mention.c, t.document.c
    met = (
        select(literal("contact").label("what"), c.key, c.day_start.label("day"))
        .join(t.document, and_(d.key == c.document, _LATEST))
        .join(t.contact_links, and_(t.contact_links.c.contact == c.key, t.contact_links.c.linked_to == c.key))
        .where(c.day_start.is_not(None), *_contact_filters(asked, sides))
    )
    same_day = exists().where(c.document == m.document, c.day_start == m.day_start)
    named = (
        select(literal("date").label("what"), m.key, m.day_start.label("day"))
        .join(t.document, and_(d.key == m.document, _LATEST))
        .where(m.type == "DATE", m.day_start > d.published, ~same_day, *_between(m.day_start, asked))
    )
    for side in sides:
        said = select(t.mention.c.document).where(t.mention.c.party.in_(side.ids))
        named = named.where(m.document.in_(said))
    parts = [met] if asked.kind else [met, named]
    both = union_all(*parts).subquery()
    ordered = select(both).order_by(both.c.day.desc(), both.c.what, both.c.key.desc()).limit(asked.limit)
    rows = connection.execute(ordered).all()
    found = _met(connection, [r.key for r in rows if r.what == "contact"])
    found |= _named_days(connection, [r.key for r in rows if r.what == "date"])
    return tuple(found[row.what, row.key] for row in rows)


def _met(connection: Connection, keys: Sequence[int]) -> dict[tuple[str, int], Dated]:
    c, d = t.contact.c, t.document.c
    people, places = _participants(connection, keys), _first_spans(connection, t.evidence.c.contact, keys)
    chosen = select(t.contact, d.id.label("of"), d.published, d.text).join(t.document, d.key == c.document)
    return {
        ("contact", row.key): Dated(
            when=When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis),
            what=row.kind,
            status=_STATUS[row.status],
            participants=people.get(row.key, ()),
            words=places[row.key].span.of(row.text),
            evidence=places[row.key],
            published=row.published,
        )
        for some in _few(keys)
        for row in connection.execute(chosen.where(c.key.in_(some)))
    }


_STATUS: dict[str, Literal["past", "announced", "denied", "hypothetical"]] = {
    "happened": "past", "planned": "announced", "denied": "denied", "hypothetical": "hypothetical",
}  # fmt: skip


def _named_days(connection: Connection, keys: Sequence[int]) -> dict[tuple[str, int], Dated]:
    m, d, p = t.date_mention.c, t.document.c, t.passage.c
    holds = and_(p.document == m.document, p.span_start <= m.span_start, m.span_start < p.span_end)
    chosen = (
        select(
            t.date_mention, d.id.label("of"), d.published, d.text, p.span_start.label("from_"), p.span_end.label("to")
        )
        .join(t.document, d.key == m.document)
        .join(t.passage, holds)
    )
    return {
        ("date", row.key): Dated(
            when=When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis),
            what="date",
            status="announced",
            participants=(),
            words=_around(row.text, Span(row.span_start, row.span_end), Span(row.from_, row.to)),
            evidence=Evidence(document=row.of, span=Span(row.span_start, row.span_end)),
            published=row.published,
        )
        for some in _few(keys)
        for row in connection.execute(chosen.where(m.key.in_(some)))
    }


def _around(words: str, span: Span, within: Span) -> str:
    """The sentence of the span, by stops followed by a space; within the passage."""
    start = max((words.rfind(stop, within.start, span.start) + 2 for stop in (". ", "! ", "? ")), default=0)
    start = start if start > within.start + 1 else within.start
    ends = [end + 1 for stop in (". ", "! ", "? ") if (end := words.find(stop, span.end, within.end)) >= 0]
    return words[start : min(ends, default=within.end)].strip()


# -- positions -----------------------------------------------------------------------------------------------------


def positions(connection: Connection, asked: Asked) -> tuple[Position, ...]:
    """The cells of party and issue, those of most claims first: the strongest act of the last day, and the count.

    An act counts for the state of whoever does it in an office of its government; what several do together counts for
    each. A day is that of the contact in which it was said, else of publication.
    """
    q = t.position_claim.c
    cell = (
        select(
            q.party,
            q.issue,
            func.count().label("claims"),
            func.min(q.day).label("first"),
            func.max(q.day).label("day"),
            func.min(q.claim).label("oldest"),
        )
        .where(*cell_filters(connection, asked))
        .group_by(q.party, q.issue)
        .order_by(func.count().desc(), func.min(q.claim), *_by_signs(connection, q.party, q.issue))
        .limit(asked.limit)
    ).subquery()
    last = t.position_claim.alias()
    newest = (
        select(last.c.claim)
        .where(last.c.party == cell.c.party, last.c.issue == cell.c.issue, last.c.day.is_not_distinct_from(cell.c.day))
        .order_by(last.c.strength.desc(), last.c.claim.desc())
        .limit(1)
        .scalar_subquery()
    )
    in_order = (cell.c.claims.desc(), cell.c.oldest, *_by_signs(connection, cell.c.party, cell.c.issue))
    rows = connection.execute(select(cell, newest.label("claim")).order_by(*in_order)).all()
    told = told_claims(connection, [row.claim for row in rows])
    party = _names(connection, {row.party for row in rows})
    return tuple(
        Position(
            party=Side(row.party, party[row.party]), issue=row.issue, act=one.act, polarity=one.polarity, day=row.day,
            first=row.first, count=row.claims, claim=one.id, words=one.words, evidence=one.evidence,
        )
        for row in rows for one in [told[row.claim]]
    )  # fmt: skip


def _by_signs(connection: Connection, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns, to be put in the order of their signs: PostgreSQL's own is that of a language."""
    if connection.dialect.name == "sqlite":
        return list(columns)
    return [collate(column, "C") for column in columns]


def cell_filters(connection: Connection, asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Of a state or body its cells; of a person the claims that it makes, alone or with others, in the cells of its
    side.
    """
    q, c, x = t.position_claim.c, t.claim.c, t.claim_party.c
    for name in asked.parties:
        side = names.party(connection, name)
        if side.kind == "person":
            joint = select(x.claim).where(x.part == "joint", x.party == side.id)
            yield q.claim.in_(select(c.key).where(c.holder == side.id).union_all(joint))
            yield q.party.in_((side.id, f"state:{side.country}"))
        else:
            yield q.party == side.id
    if asked.issue:
        yield q.issue == asked.issue
    if asked.act:
        yield q.act == asked.act
    yield from _between(q.day, asked)


def history(connection: Connection, asked: Asked) -> tuple[Step, ...]:
    """Each claim of the cells asked for, oldest first, with the change of act where the day's strongest is another."""
    q = t.position_claim.c
    chosen = (
        select(q.party, q.issue, q.claim, q.day, q.day_basis, q.act, q.strength)
        .where(*cell_filters(connection, asked))
        .order_by(q.day.nulls_last(), q.claim)
        .distinct()
    )
    single = list({row.claim: row for row in connection.execute(chosen)}.values())
    before = _changes(single)
    shown = single[-asked.limit :] if asked.limit else single
    told = told_claims(connection, [row.claim for row in shown])
    return tuple(_step(row, told[row.claim], before.get(row.claim)) for row in shown)


def _step(row: Any, told: "Told", before: str | None) -> Step:
    return Step(
        day=row.day,
        day_basis=row.day_basis,
        act=row.act,
        polarity=told.polarity,
        before=before,
        holder=told.holder,
        account=told.account,
        claim=told.id,
        words=told.words,
        evidence=told.evidence,
    )


def _changes(rows: Sequence[Any]) -> Mapping[int, str]:
    """The claim with the strongest act of its day to that of the day before, where the two acts differ."""
    strongest: dict[date, Any] = {}
    for row in rows:
        if row.day and (row.day not in strongest or row.strength > strongest[row.day].strength):
            strongest[row.day] = row
    return {row.claim: was.act for was, row in pairwise(strongest.values()) if was.act != row.act}


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as it is shown."""

    id: str
    act: str
    polarity: str
    holder: Side | None
    account: Side | None
    words: str
    evidence: Evidence


def told_claims(connection: Connection, keys: Sequence[int]) -> Mapping[int, Told]:
    """The claims by key."""
    c, d = t.claim.c, t.document.c
    holder, account = t.party.alias(), t.party.alias()
    chosen = (
        select(
            t.claim, d.id.label("of"), d.text, holder.c.name.label("holder_name"), account.c.name.label("account_name")
        )
        .join(t.document, d.key == c.document)
        .outerjoin(holder, holder.c.id == c.holder)
        .outerjoin(account, account.c.id == c.account)
    )
    rows = [row for some in _few(keys) for row in connection.execute(chosen.where(c.key.in_(some)))]
    return {
        row.key: Told(
            id=row.id,
            act=row.act,
            polarity=row.polarity,
            holder=Side(row.holder, row.holder_name) if row.holder else None,
            account=Side(row.account, row.account_name) if row.account else None,
            words=" ".join(row.text[row.sentence_start : row.sentence_end].split()),
            evidence=Evidence(document=row.of, span=Span(row.sentence_start, row.sentence_end)),
        )
        for row in rows
    }


def _few(keys: Sequence[Any], most: int = 500) -> Iterator[Sequence[Any]]:
    """The keys in lots that a statement takes."""
    return (keys[at : at + most] for at in range(0, len(keys), most))


# -- search --------------------------------------------------------------------------------------------------------


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


def has_words(connection: Connection, wanted: list[Term]) -> Any:
    p = t.passage.c
    if connection.dialect.name == "sqlite":
        match = text("SELECT rowid FROM passage_words WHERE passage_words MATCH :words").bindparams(words=fts5(wanted))
        return p.key.in_(match.columns(column("rowid", Integer)))
    return text("passage.words @@ CAST(:words AS tsquery)").bindparams(words=tsquery(wanted))


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
    yield from _between(p.published, asked)


def _hit(row: Any, wanted: list[Term]) -> Hit:
    passage = row.text[row.span_start : row.span_end]
    marks = tuple(Span(s.start + row.span_start, s.end + row.span_start) for s in found_in(passage, wanted))
    return Hit(
        document=row.id, title=row.title, publisher=row.publisher, published=row.published, passage=passage,
        passage_start=row.span_start,
        evidence=Evidence(document=row.id, span=marks[0]), marks=marks,
    )  # fmt: skip


# -- documents and readings ----------------------------------------------------------------------------------------


def documents(connection: Connection, asked: Asked) -> Iterator[Document]:
    """The documents, oldest first, undated ones last; of a party those that it issued."""
    d = t.document
    chosen = select(d).where(_LATEST, *_between(d.c.published, asked)).order_by(d.c.published.nulls_last(), d.c.key)
    for name in asked.parties:
        issued = select(t.reading.c.document).where(t.reading.c.issuer.in_(names.party(connection, name).ids))
        chosen = chosen.where(d.c.key.in_(issued))
    for row in connection.execute(chosen.limit(asked.limit)):
        yield adding.document_of(row)


def readings(connection: Connection, asked: Asked) -> Iterator[Reading]:
    """The readings of the same documents, in the same order."""
    for document in documents(connection, asked):
        yield reading(connection, document.id)


def reading(connection: Connection, id: str) -> Reading:
    """The reading of the document of that id, superseded or not. Raises StoreError when there is none."""
    table, key = names.row_of(connection, id)
    if table != "document":
        key = connection.execute(
            select(t.metadata.tables[table].c.document).where(t.metadata.tables[table].c.key == key)
        ).scalar_one()
    return adding.stored(connection, int(key))


def in_use(connection: Connection, what: str, value: str) -> bool:
    """Whether any claim has that "issue" or "act"."""
    column = t.claim_issue.c.issue if what == "issue" else t.claim.c.act
    return connection.execute(select(column).where(column == value).limit(1)).first() is not None
