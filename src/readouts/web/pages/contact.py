"""One contact: who, when, where, and each text that tells of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, and_, func, select

from readouts.errors import StoreError
from readouts.records import Evidence, When
from readouts.store import names
from readouts.store import schema as t
from readouts.store.questions import Asked, ContactFound, Side
from readouts.store.questions import contacts as contacts_found
from readouts.text import Span
from readouts.web.pages.who import sides, states_in

_NEAR = timedelta(31)  # days between two contacts of the same states that one may want to put together
_MOST_NEAR = 8
_Quote = tuple[str, Evidence]  # words and where they stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one document tells of the contact."""

    mention: str  # id of the contact as this document tells it
    document: str
    title: str | None
    publisher: str | None
    published: date | None
    account: Side | None  # whose own text it is; None: news
    kind: str
    status: str
    when: When | None
    place: str | None
    claims: int  # that it tells of the contact
    words: tuple[str, ...]  # that tell of it
    evidence: tuple[Evidence, ...]  # where they stand
    reason: str  # why it is linked to the others
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts that can be laid side by side."""

    left: Telling
    right: Telling


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPage:
    """One contact with all that is known of it."""

    contact: ContactFound
    mediators: tuple[Side, ...]
    hosts: tuple[Side, ...]
    states: tuple[Side, ...]  # whose people took part
    tellings: tuple[Telling, ...]  # in the order of adding
    pairs: tuple[Pair, ...]  # of different parties; those of two governments first
    own: ContactFound  # the same contact; of two states with the days since the one before
    before: ContactFound | None  # the last of the same two states before it; None: none loaded, or not two states
    after: ContactFound | None
    near: tuple[ContactFound, ...]  # others of the same states about that time, that may be the same contact


def contact(connection: Connection, id: str) -> ContactPage:
    """The contact of that mention, by its id or its beginning. Raises StoreError when there is none."""
    key, _ = standing(connection, id)
    states = states_in(connection, [key]).get(key, ())
    tellings = _tellings(connection, key)
    found = _found(connection, key, tellings)
    row = _same_states(connection, states)
    before, after = _beside(row, found)
    return ContactPage(
        contact=found,
        mediators=_part(connection, key, "mediator"),
        hosts=_part(connection, key, "host"),
        states=states,
        tellings=tellings,
        pairs=tuple(_pairs(tellings)),
        own=next((one for one in row if one.id == found.id), found),
        before=before,
        after=after,
        near=tuple(_near(row, found))[:_MOST_NEAR],
    )


def standing(connection: Connection, id: str) -> tuple[int, str]:
    """Key and id of the mention that stands for the contact of the mention of that id, or of that beginning.

    Raises StoreError when none has it, InputError when several begin so.
    """
    table, key = names.row_of(connection, id)
    if table != "contact":
        raise StoreError(f"{id!r} is the id of a {table}, not of a contact", "See the contacts at /contacts")
    c, k = t.contact.c, t.contact_links.c
    row = connection.execute(
        select(c.key, c.id).join(t.contact_links, k.linked_to == c.key).where(k.contact == key)
    ).one()
    return row.key, row.id


def _found(connection: Connection, key: int, tellings: Sequence[Telling]) -> ContactFound:
    """The contact as the mention tells it that stands for it."""
    row = connection.execute(select(t.contact).where(t.contact.c.key == key)).one()
    own = next((one for one in tellings if one.mention == row.id), None)
    return ContactFound(
        id=row.id,
        kind=row.kind,
        medium=row.medium,
        status=row.status,
        participants=_part(connection, key, "participant"),
        initiator=sides(connection, [row.initiator]).get(row.initiator),
        when=_when(row),
        place=row.place,
        documents=tuple(dict.fromkeys(one.document for one in tellings)),
        published=own.published if own else None,
        evidence=next(iter(own.evidence), None) if own else None,
    )


def _when(row: Any) -> When | None:
    if row.edtf is None and row.day_start is None:
        return None
    return When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis)


def _part(connection: Connection, contact: int, part: str) -> tuple[Side, ...]:
    x, p = t.contact_party.c, t.party.c
    found = select(p.id, p.name).join(t.contact_party, x.party == p.id).where(x.contact == contact, x.part == part)
    return tuple(Side(row.id, row.name) for row in connection.execute(found.order_by(x.place)))


# -- who tells of it -----------------------------------------------------------------------------------------------


def _tellings(connection: Connection, root: int) -> tuple[Telling, ...]:
    c, d, k = t.contact.c, t.document.c, t.contact_links.c
    found = (
        select(t.contact, k.reason, k.made_by, d.id.label("of"), d.title, d.publisher, d.published, t.reading.c.issuer)
        .join(t.contact_links, k.contact == c.key)
        .join(t.document, and_(d.key == c.document, d.superseded_by.is_(None)))
        .outerjoin(t.reading, t.reading.c.document == d.key)
        .where(k.linked_to == root)
        .order_by(c.key)
    )
    rows = connection.execute(found).all()
    keys = [row.key for row in rows]
    quotes, counts = _quotes(connection, keys), _claims(connection, keys)
    who = sides(connection, (row.issuer for row in rows))
    return tuple(_telling(row, quotes.get(row.key, ()), counts.get(row.key, 0), who) for row in rows)


def _telling(row: Any, quotes: Sequence[_Quote], claims: int, who: Mapping[str, Side]) -> Telling:
    return Telling(
        mention=row.id,
        document=row.of,
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        account=who.get(row.issuer),
        kind=row.kind,
        status=row.status,
        when=_when(row),
        place=row.place,
        claims=claims,
        words=tuple(words for words, _ in quotes),
        evidence=tuple(where for _, where in quotes),
        reason=row.reason,
        by_hand=row.made_by == "hand",
    )


def _quotes(connection: Connection, contacts: Sequence[int]) -> Mapping[int, list[_Quote]]:
    """Of each contact the words that tell of it."""
    e, d = t.evidence.c, t.document.c
    words = func.substr(d.text, e.span_start + 1, e.span_end - e.span_start).label("words")
    found = (
        select(e.contact, d.id, e.span_start, e.span_end, words)
        .join(t.document, d.key == e.document)
        .where(e.contact.in_(contacts), e.part == "span")
        .order_by(e.span_start)
    )
    quotes: dict[int, list[_Quote]] = {}
    for row in connection.execute(found):
        where = Evidence(document=row.id, span=Span(row.span_start, row.span_end))
        quotes.setdefault(row.contact, []).append((" ".join(row.words.split()), where))
    return quotes


def _claims(connection: Connection, contacts: Sequence[int]) -> Mapping[int, int]:
    c = t.claim.c
    counted = select(c.contact, func.count().label("claims")).where(c.contact.in_(contacts)).group_by(c.contact)
    return {row.contact: row.claims for row in connection.execute(counted)}


def _pairs(tellings: Sequence[Telling]) -> Iterator[Pair]:
    """Texts of different parties, each pair of parties once: by their first texts. News stands for nobody."""
    first = {telling.account.id: telling for telling in reversed(tellings) if telling.account}
    own = [telling for telling in tellings if telling.account and first[telling.account.id] is telling]
    yield from (Pair(left=one, right=other) for one, other in combinations(own, 2))
    news = next((telling for telling in tellings if telling.account is None), None)
    if news:
        yield from (Pair(left=one, right=news) for one in own)


# -- contacts beside it --------------------------------------------------------------------------------------------


def _same_states(connection: Connection, states: Sequence[Side]) -> tuple[ContactFound, ...]:
    """The contacts of the two states, newest first; none where more or fewer took part."""
    if len(states) != 2:
        return ()
    return contacts_found(connection, Asked(parties=tuple(state.id for state in states)))


def _beside(row: Sequence[ContactFound], own: ContactFound) -> tuple[ContactFound | None, ContactFound | None]:
    """The dated contacts before and after; the gap stands at the later one of each two."""
    dated = [one for one in row if one.when and one.when.start]
    place = next((place for place, one in enumerate(dated) if one.id == own.id), None)
    if place is None:
        return None, None
    return (dated[place + 1] if place + 1 < len(dated) else None), (dated[place - 1] if place else None)


def _near(row: Sequence[ContactFound], own: ContactFound) -> Iterator[ContactFound]:
    day = own.when.start if own.when else None
    for one in row:
        other = one.when.start if one.when else None
        if one.id != own.id and (day is None or other is None or abs(day - other) <= _NEAR):
            yield one
