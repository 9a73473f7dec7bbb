"""One document, contact, claim, attribution or party out of the corpus, by its id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from readouts.records import Attribution, Claim, Contact, Evidence, Reading
from readouts.store import adding, copies, names
from readouts.store import schema as t
from readouts.store.questions import Asked, contacts, positions
from readouts.text import Span

MOST = 5  # offices, contacts and positions that a party shows
Fact = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the corpus has under an id."""

    kind: str  # "document", "contact", "claim", "attribution", "party"
    id: str
    facts: tuple[Fact, ...]  # name and value, in the order to be read
    words: tuple[str, ...]  # that bear it out
    evidence: tuple[Evidence, ...]  # where they stand
    reading: Reading | None = None  # of the document that it is, or stands in; None: a party stands in many


def shown(connection: Connection, id: str) -> Shown:
    """What stands under that id, its beginning, or the name of a party.

    Raises StoreError when there is nothing, InputError when there are several.
    """
    table, key = names.row_of(connection, id)
    if table == "party":
        return _party(connection, str(key))
    if table == "document":
        return _document(connection, int(key))
    rows = t.metadata.tables[table]
    row = connection.execute(select(rows.c.id, rows.c.document).where(rows.c.key == key)).one()
    reading = adding.stored(connection, row.document)
    also = "; ".join(copies.others(connection, [row.document]).get(row.document, ()))
    records: tuple[Any, ...] = {
        "contact": reading.contacts,
        "claim": reading.claims,
        "attribution": reading.attributions,
    }[table]
    record = next(one for one in records if one.id == row.id)
    facts, spans = _FACTS[table](record, _Told(reading))
    return Shown(
        kind=table,
        id=row.id,
        facts=(*facts, ("document", reading.document.id), *_told({"also in": also}), *_published(reading)),
        words=tuple(" ".join(span.of(reading.document.text).split()) for span in spans),
        evidence=tuple(Evidence(document=reading.document.id, span=span) for span in spans),
        reading=reading,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """A reading, and its parties by id."""

    reading: Reading

    def name(self, id: str | None) -> str:
        found = next((party for party in self.reading.parties if party.id == id), None)
        return f"{found.name} ({id})" if found else str(id)

    def names(self, ids: tuple[str, ...]) -> str:
        return "; ".join(map(self.name, ids))

    def words(self, spans: tuple[Span, ...]) -> str:
        return " … ".join(" ".join(span.of(self.reading.document.text).split()) for span in spans)


def _published(reading: Reading) -> Iterator[Fact]:
    document = reading.document
    pairs = (("publisher", document.publisher), ("published", document.published), ("url", document.url))
    return ((name, str(value)) for name, value in pairs if value)


def _told(pairs: Mapping[str, str | None]) -> list[Fact]:
    return [(name, value) for name, value in pairs.items() if value]


def _contact(contact: Contact, told: _Told) -> tuple[list[Fact], tuple[Span, ...]]:
    when = contact.when
    facts = {
        "kind": contact.kind,
        "participants": told.names(contact.participants),
        "mediators": told.names(contact.mediators),
        "hosts": told.names(contact.hosts),
        "initiator": told.name(contact.initiator) if contact.initiator else None,
        "when": f"{when.edtf or when.start} ({when.basis})" if when else "open",
        "place": contact.place,
        "medium": contact.medium,
        "status": contact.status,
    }
    return _told(facts), contact.spans


def _claim(claim: Claim, told: _Told) -> tuple[list[Fact], tuple[Span, ...]]:
    facts = {
        "act": claim.act,
        "polarity": claim.polarity,
        "holder": told.name(claim.holder) if claim.holder else None,
        "together": told.names(claim.joint),
        "account": told.name(claim.account) if claim.account else None,
        "addressee": told.name(claim.addressee) if claim.addressee else None,
        "issues": "; ".join(claim.issues),
        "about": told.names(claim.about),
        "words": told.words(claim.spans),
        "contact": claim.contact,
        "attribution": claim.attribution,
    }
    return _told(facts), (claim.sentence,)


def _attribution(said: Attribution, told: _Told) -> tuple[list[Fact], tuple[Span, ...]]:
    facts = {
        "source": told.words(said.source),
        "party": told.name(said.party) if said.party else None,
        "cue": told.words(said.cue),
        "mode": said.mode,
        "polarity": said.polarity,
        "hedges": "; ".join(f"{hedge.span.of(told.reading.document.text)} ({hedge.by})" for hedge in said.hedges),
        "within": said.within,
    }
    return _told(facts), said.content or said.cue or said.source


_FACTS: Mapping[str, Any] = {"contact": _contact, "claim": _claim, "attribution": _attribution}


def _document(connection: Connection, key: int) -> Shown:
    reading = adding.stored(connection, key)
    row = connection.execute(select(t.document).where(t.document.c.key == key)).one()
    others = {"supersedes": row.supersedes, "superseded by": row.superseded_by}
    ids = {
        name: connection.execute(select(t.document.c.id).where(t.document.c.key == other)).scalar_one()
        for name, other in others.items()
        if other
    }
    facts = {"title": row.title, "added": row.added, "read by": f"readouts {reading.made_by.version}", **ids}
    also = "; ".join(copies.others(connection, [key]).get(key, ()))
    return Shown(
        kind="document",
        id=row.id,
        facts=(*_told(facts | {"also in": also}), *_published(reading)),
        words=(),
        evidence=(),
        reading=reading,
    )


def _party(connection: Connection, id: str) -> Shown:
    p, x, d = t.party.c, t.document_party.c, t.document.c
    row = connection.execute(select(t.party).where(p.id == id)).one()
    seen = connection.execute(
        select(func.count(), func.min(d.published).label("first"), func.max(d.published).label("last"))
        .join(t.document_party, x.document == d.key)
        .where(x.party == id, d.superseded_by.is_(None))
    ).one()
    held = connection.execute(
        select(x.role, x.office, func.min(d.published).label("first"), func.max(d.published).label("last"))
        .join(t.document, d.key == x.document)
        .where(x.party == id, x.role.is_not(None))
        .group_by(x.role, x.office)
        .order_by(func.count().desc(), func.min(d.key))
        .limit(MOST)
    ).all()
    facts = [
        ("name", row.name),
        *_told({"kind": row.kind, "country": row.country}),
        ("documents", f"{seen[0]}, published {seen.first} to {seen.last}" if seen.first else str(seen[0])),
        *(("office", f"{', '.join(filter(None, (r.role, r.office)))}, {r.first} to {r.last}") for r in held),
        *_party_contacts(connection, id),
        *_party_positions(connection, id),
    ]
    return Shown(kind="party", id=id, facts=tuple(facts), words=(), evidence=())


def _party_contacts(connection: Connection, id: str) -> Iterator[Fact]:
    for met in contacts(connection, Asked(parties=(id,), limit=MOST)):
        day = met.when.edtf if met.when and met.when.edtf else "open"
        yield "contact", f"{day} {met.kind}: {', '.join(side.name for side in met.participants)} ({met.id})"


def _party_positions(connection: Connection, id: str) -> Iterator[Fact]:
    for cell in positions(connection, Asked(parties=(id,), limit=MOST)):
        yield "position", f"{cell.issue}: {cell.act} on {cell.day or 'an open day'}, {cell.count} claims ({cell.claim})"
