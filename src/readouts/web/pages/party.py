"""One party: who it is, whom it meets, what it does on which issue, what it put out."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, and_, func, select

from readouts.records import PartyKind
from readouts.store import names
from readouts.store import schema as t
from readouts.store.names import Named
from readouts.store.questions import Asked, ContactFound, Side, cell_filters, contacts
from readouts.web.pages.cells import Cell, cells
from readouts.web.pages.who import with_state

MOST = 12  # rows of each list


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An office in which the texts name the party."""

    role: str | None
    office: str | None
    first: date | None  # day of publication of the first text that names it so; None: none is dated
    last: date | None
    documents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Another party with which it was in contact."""

    party: Side
    contacts: int
    last: date | None  # None: no such contact is dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A text, as a line of a list."""

    document: str
    title: str | None
    publisher: str | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyPage:
    """One party with all that is known of it."""

    id: str
    name: str
    kind: PartyKind
    state: Side | None  # that it belongs to; None: it is one, or none is known
    documents: int  # that name it
    first: date | None
    last: date | None
    offices: tuple[Office, ...]  # the one of most texts first
    people: tuple[Met, ...]  # of a state: who took part in its contacts
    met_most: tuple[Met, ...]
    contacts: tuple[ContactFound, ...]  # newest first
    more_contacts: bool
    cells: tuple[Cell, ...]  # its positions, those of most claims first
    more_cells: bool
    statements: tuple[Statement, ...]  # that it issued, newest first
    issued: int  # how many


def party(connection: Connection, name: str) -> PartyPage:
    """The party of that id, code or name. Raises StoreError when there is none, InputError when there are several."""
    own = names.party(connection, name)
    met = contacts(connection, Asked(parties=(own.id,), limit=MOST + 1))
    stand = cells(connection, *cell_filters(connection, Asked(parties=(own.id,))))
    seen = _seen(connection, own.id)
    issued = _statements(connection, own)
    return PartyPage(
        id=own.id,
        name=own.name,
        kind=own.kind,  # type: ignore[arg-type]
        state=_state(connection, own),
        documents=seen[0],
        first=seen[1],
        last=seen[2],
        offices=_offices(connection, own.id),
        people=_people(connection, own) if own.kind == "state" else (),
        met_most=_met_most(connection, own),
        contacts=met[:MOST],
        more_contacts=len(met) > MOST,
        cells=tuple(replace(cell, party=Side(own.id, own.name)) for cell in stand[:MOST]),
        more_cells=len(stand) > MOST,
        statements=issued[0],
        issued=issued[1],
    )


def _state(connection: Connection, own: Named) -> Side | None:
    if own.kind == "state" or not own.country:
        return None
    p = t.party.c
    row = connection.execute(select(p.id, p.name).where(p.id == f"state:{own.country}")).first()
    return Side(row.id, row.name) if row else None


def _seen(connection: Connection, id: str) -> tuple[int, date | None, date | None]:
    x, d = t.document_party.c, t.document.c
    row = connection.execute(
        select(func.count(), func.min(d.published), func.max(d.published))
        .join(t.document_party, x.document == d.key)
        .where(x.party == id, d.superseded_by.is_(None))
    ).one()
    return row[0], row[1], row[2]


def _offices(connection: Connection, id: str) -> tuple[Office, ...]:
    x, d = t.document_party.c, t.document.c
    held = (
        select(
            x.role, x.office, func.min(d.published).label("first"), func.max(d.published).label("last"),
            func.count().label("documents"),
        )
        .join(t.document, and_(d.key == x.document, d.superseded_by.is_(None)))
        .where(x.party == id, x.role.is_not(None))
        .group_by(x.role, x.office)
        .order_by(func.count().desc(), x.role, x.office)
        .limit(MOST)
    )  # fmt: skip
    return tuple(
        Office(role=row.role, office=row.office, first=row.first, last=row.last, documents=row.documents)
        for row in connection.execute(held)
    )


def _met_most(connection: Connection, own: Named) -> tuple[Met, ...]:
    """The states of those with whom its people were in contact; contacts that are linked count once."""
    x, c, k, other = t.contact_party.c, t.contact.c, t.contact_links.c, t.party.alias()
    mine = (
        select(k.linked_to.label("contact"), func.max(c.day_start).label("day"))
        .join(t.contact, c.key == k.contact)
        .join(t.document, and_(t.document.c.key == c.document, t.document.c.superseded_by.is_(None)))
        .join(t.contact_party, x.contact == c.key)
        .where(x.part == "participant", x.party.in_(own.ids), c.status == "happened")
        .group_by(k.linked_to)
        .subquery()
    )
    joined, id_, name = with_state(other)
    counted = (
        select(
            id_.label("id"), name.label("name"), func.count(mine.c.contact.distinct()).label("contacts"),
            func.max(mine.c.day).label("last"),
        )
        .select_from(joined.join(t.contact_party, x.party == other.c.id).join(mine, mine.c.contact == x.contact))
        .where(x.part == "participant", other.c.id.not_in(own.ids), id_ != own.id)
        .group_by(id_, name)
        .order_by(func.count(mine.c.contact.distinct()).desc(), id_)
        .limit(MOST)
    )  # fmt: skip
    return tuple(
        Met(party=Side(row.id, row.name), contacts=row.contacts, last=row.last) for row in connection.execute(counted)
    )


def _people(connection: Connection, own: Named) -> tuple[Met, ...]:
    """The persons of a state in its contacts."""
    x, p, k, c = t.contact_party.c, t.party.c, t.contact_links.c, t.contact.c
    counted = (
        select(p.id, p.name, func.count(k.linked_to.distinct()).label("contacts"), func.max(c.day_start).label("last"))
        .join(t.contact_party, x.party == p.id)
        .join(t.contact, c.key == x.contact)
        .join(t.contact_links, k.contact == c.key)
        .join(t.document, and_(t.document.c.key == c.document, t.document.c.superseded_by.is_(None)))
        .where(p.kind == "person", p.country == own.country, x.part == "participant")
        .group_by(p.id, p.name)
        .order_by(func.count(k.linked_to.distinct()).desc(), p.id)
        .limit(MOST)
    )
    return tuple(
        Met(party=Side(row.id, row.name), contacts=row.contacts, last=row.last) for row in connection.execute(counted)
    )


def _statements(connection: Connection, own: Named) -> tuple[tuple[Statement, ...], int]:
    """The newest texts in its own voice, and how many there are."""
    d, r = t.document.c, t.reading.c
    issued = and_(r.issuer == own.id, d.superseded_by.is_(None))
    newest = (
        select(d.id, d.title, d.publisher, d.published)
        .join(t.reading, r.document == d.key)
        .where(issued)
        .order_by(d.published.desc().nulls_last(), d.key.desc())
        .limit(MOST)
    )
    count = connection.execute(
        select(func.count()).select_from(t.reading).join(t.document, r.document == d.key).where(issued)
    )
    return tuple(
        Statement(document=row.id, title=row.title, publisher=row.publisher, published=row.published)
        for row in connection.execute(newest)
    ), count.scalar_one()  # fmt: skip
