"""Who met or called whom, when."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    func,
    select,
)

from readouts.records import Evidence, When
from readouts.store import names
from readouts.store import schema as t
from readouts.store.names import Named
from readouts.store.questions.asked import LATEST, Asked, Side, between, few, grouped, party_names
from readouts.text import Span

_LATE = timedelta(3)  # texts come out within days of their contact


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
    copies: tuple[str, ...] = ()  # those of the documents that hold a copy of an earlier one of them


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
        .join(t.document, and_(t.document.c.key == c.document, LATEST))
        .where(*contact_filters(asked, sides))
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


def contact_filters(asked: Asked, sides: Iterable[Named]) -> Iterator[ColumnElement[bool]]:
    c, x = t.contact.c, t.contact_party.c
    for side in sides:
        yield c.key.in_(select(x.contact).where(x.part == "participant", x.party.in_(side.ids)))
    if asked.kind:
        yield c.kind == asked.kind
    yield from between(c.day_start, asked)


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
    rows = {row.key: row for some in few(shown) for row in connection.execute(chosen.where(c.c.key.in_(some)))}
    people, documents = participants(connection, shown), _tellers(connection, [link for link, _ in keys])
    initiators = party_names(connection, {row.initiator for row in rows.values() if row.initiator})
    places = first_spans(connection, t.evidence.c.contact, shown)
    return tuple(
        ContactFound(
            id=row.id, kind=row.kind, medium=row.medium, status=row.status, participants=people.get(key, ()),
            initiator=Side(row.initiator, initiators[row.initiator]) if row.initiator else None,
            when=when_of(row), place=row.place, documents=documents.get(link, ((), ()))[0],
            copies=documents.get(link, ((), ()))[1],
            published=row.published, evidence=places.get(key),
            gap=gaps[key][0] if key in gaps else None, gap_is_most=key in gaps and gaps[key][1],
        )
        for link, key in keys for row in [rows[key]]
    )  # fmt: skip


def participants(connection: Connection, contacts: Sequence[int]) -> Mapping[int, tuple[Side, ...]]:
    x, p = t.contact_party.c, t.party.c
    found = (
        select(x.contact, p.id, p.name)
        .join(t.party, p.id == x.party)
        .where(x.part == "participant")
        .order_by(x.contact, x.place)
    )
    rows = (row for some in few(contacts) for row in connection.execute(found.where(x.contact.in_(some))))
    return grouped((row.contact, Side(row.id, row.name)) for row in rows)


def _tellers(connection: Connection, links: Sequence[int]) -> Mapping[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Documents that tell of each contact, in the order of adding; and those of them that are copies of another."""
    k, c, d, copy = t.contact_links.c, t.contact.c, t.document.c, t.document_copy.c
    found = (
        select(k.linked_to, d.id, copy.first)
        .join(t.contact, c.key == k.contact)
        .join(t.document, and_(d.key == c.document, LATEST))
        .outerjoin(t.document_copy, copy.document == d.key)
        .order_by(k.linked_to, d.key)
    )
    rows = (row for some in few(links) for row in connection.execute(found.where(k.linked_to.in_(some))))
    pairs = grouped((row.linked_to, (row.id, row.first)) for row in rows)
    return {link: _with_copies(dict(told)) for link, told in pairs.items()}


def _with_copies(told: Mapping[str, int | None]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Documents with the first of the copies of each, None where it has none: all, and those after the first of one."""
    seen: set[int | None] = {None}
    later = []
    for id, first in told.items():
        if first is not None and first in seen:
            later.append(id)
        seen.add(first)
    return tuple(told), tuple(later)


def first_spans(connection: Connection, owner: Any, keys: Sequence[int]) -> Mapping[int, Evidence]:
    """Of each row its first piece of evidence."""
    e, d = t.evidence.c, t.document.c
    found = (
        select(owner.label("owner"), d.id, e.span_start, e.span_end)
        .join(t.document, d.key == e.document)
        .where(e.part == "span")
        .order_by(e.key.desc())
    )
    rows = (row for some in few(keys) for row in connection.execute(found.where(owner.in_(some))))
    return {row.owner: Evidence(document=row.id, span=Span(row.span_start, row.span_end)) for row in rows}


def when_of(row: Any) -> When | None:
    if row.edtf is None and row.day_start is None:
        return None
    return When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis)
