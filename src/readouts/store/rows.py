"""A reading as rows: each record of it, the parties it names, the evidence under it.

The whole reading is kept too (`frozen.py`); the rows are what the questions are asked of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Table, bindparam, insert, select, text

from readouts.lexicon import tables
from readouts.records import Attribution, Claim, Contact, Party, Reading, When
from readouts.store import links
from readouts.store import schema as t
from readouts.store.words import indexed
from readouts.text import Span

# Classes of role (lexicon/roles.tsv) whose holders do not speak for their state, though they belong to it.
_OWN_VOICE = frozenset({"lawmaker", "speaker", "regional_leader", "leader", "expert", "source", "mediator"})

_PARTY = text(
    "INSERT INTO party (id, name, kind, country, folded) VALUES (:id, :name, :kind, :country, :folded) "
    "ON CONFLICT (id) DO UPDATE SET country = excluded.country WHERE party.country IS NULL"
)
Placed = Sequence[tuple[int, Span]]


@dataclass(frozen=True, slots=True)
class Before:
    """What the rows that take the place of others keep of them."""

    keys: Mapping[str, Mapping[str, int]]  # of claims and attributions, by table and id
    reviewed: frozenset[str]  # ids of the records that people have decided


_NOTHING = Before({}, frozenset())


def write(connection: Connection, document: int, reading: Reading, placed: Placed, before: Before = _NOTHING) -> None:
    """All rows of the reading. `placed` are the document's passages. Contacts that have a row already keep its key."""
    known = _parties(connection, document, reading)
    _plain_rows(connection, document, reading)
    contacts = _contacts(connection, document, reading.contacts, before)
    attributions = _attributions(connection, document, reading.attributions, before)
    ground = _Ground(document, reading, known, placed, contacts, attributions, before)
    _claims(connection, ground)
    _silences(connection, document, reading)


def clear(connection: Connection, document: int) -> Mapping[str, Mapping[str, int]]:
    """Takes the rows of a reading out; the keys of claims and attributions, so that those written anew keep them.

    Contacts stay, as links of theirs may have been made by hand: `write` takes out those that are told no more.
    """
    keys = {table.name: _there(connection, table, document) for table in (t.claim, t.attribution)}
    for table in (t.claim, t.attribution, t.mention, t.date_mention, t.problem, t.silence, t.document_party):
        _delete(connection, table, table.c.document == document)
    return keys


def _delete(connection: Connection, table: Table, *where: ColumnElement[bool]) -> None:
    """Deletes the rows; what belongs to them goes with them (schema.py: ON DELETE CASCADE)."""
    connection.execute(table.delete().where(*where))


# -- parties -------------------------------------------------------------------------------------------------------


def _parties(connection: Connection, document: int, reading: Reading) -> Mapping[str, Party]:
    """The rows of the parties, of all that are named in the reading; the parties by id."""
    known = {party.id: party for party in reading.parties}
    for id in _named(reading):
        known.setdefault(id, unnamed(id))
    sides = {side: unnamed(side) for party in known.values() if (side := _side(party)) and side not in known}
    rows = [
        {"id": p.id, "name": p.name, "kind": p.kind, "country": p.country, "folded": " ".join(indexed(p.name))}
        for p in (*known.values(), *sides.values())
    ]
    if rows:
        connection.execute(_PARTY, rows)
    own = [
        {"document": document, "party": p.id, "name": p.name, "role": p.role, "office": p.office}
        for p in {party.id: party for party in reading.parties}.values()
    ]
    _insert(connection, t.document_party, own)
    return known | sides


def _named(reading: Reading) -> Iterator[str]:
    """Every party id that a record of the reading holds."""
    for contact in reading.contacts:
        yield from (*contact.participants, *contact.mediators, *contact.hosts, *_some(contact.initiator))
    for claim in reading.claims:
        yield from (*claim.joint, *claim.about, *_some(claim.account, claim.holder, claim.addressee))
    for silence in reading.silences:
        yield from _some(silence.party, silence.asserted_by)
    yield from (party for attribution in reading.attributions for party in _some(attribution.party))
    yield from (party for mention in reading.mentions for party in _some(mention.party))
    yield from _some(reading.issuer)


def _some(*ids: str | None) -> Iterator[str]:
    return (id for id in ids if id)


def unnamed(id: str) -> Party:
    """A party that the reading refers to without a record of it: a state by its name in the lexicon."""
    kind, _, rest = id.partition(":")
    if kind == "state":
        return Party(id=id, name=_state_names().get(rest, rest), kind="state", country=rest)
    return Party(id=id, name=rest.replace("-", " "), kind=kind if kind in ("person", "body") else "group")  # type: ignore[arg-type]


@cache
def _state_names() -> Mapping[str, str]:
    return {row["id"]: row["name"] for row in tables.rows("states")}


@cache
def _role_classes() -> Mapping[str, str]:
    return {row["role"]: row["class"] for row in tables.rows("roles")}


def _side(party: Party) -> str | None:
    """The party whose position an act of this one is; None: nobody's, since unnamed groups hold no position.

    A state's for the state itself, its bodies and the persons in an office of its government; else the party's own.
    """
    if party.kind == "group":
        return None
    if not party.country or (party.kind == "person" and not _in_government(party)):
        return party.id
    return f"state:{party.country}"


def _in_government(person: Party) -> bool:
    return bool(person.role) and _role_classes().get((person.role or "").lower()) not in _OWN_VOICE


# -- what needs no keys --------------------------------------------------------------------------------------------


def _plain_rows(connection: Connection, document: int, reading: Reading) -> None:
    """Mentions, dates and problems."""
    mentions = [{"document": document, **_ends(m.span), "party": m.party, "why": m.why} for m in reading.mentions]
    dates = [
        {"document": document, **_ends(d.span), "type": d.type, "value": d.value, **_when(d.when)}
        for d in reading.dates
    ]
    problems = [
        {"document": document, "stage": p.stage, "reason": p.reason, "detail": p.detail, **_ends(p.span)}
        for p in reading.problems
    ]
    for table, rows in ((t.mention, mentions), (t.date_mention, dates), (t.problem, problems)):
        _insert(connection, table, rows)


def _silences(connection: Connection, document: int, reading: Reading) -> None:
    rows = [
        {"document": document, "party": s.party, "issue": s.issue, "basis": s.basis, "asserted_by": s.asserted_by}
        for s in reading.silences
    ]
    keys = _insert_for_keys(connection, t.silence, rows)
    found = zip(keys, reading.silences, strict=True)
    own = ((key, e.span) for key, s in found for e in s.evidence if e.document == reading.document.id)
    _insert(connection, t.evidence, [_evidence(document, span, "span", silence=key) for key, span in own])


def _when(when: When | None) -> dict[str, Any]:
    if when is None:
        return {"day_start": None, "day_end": None, "edtf": None, "basis": None}
    return {"day_start": when.start, "day_end": when.end, "edtf": when.edtf, "basis": when.basis}


def _ends(span: Span | None, name: str = "span") -> dict[str, int | None]:
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


def _evidence(document: int, span: Span, part: str, **owner: int) -> dict[str, Any]:
    owners = dict.fromkeys(("contact", "claim", "attribution", "silence")) | owner
    return {"document": document, "part": part, **_ends(span), **owners}


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(_into(table), rows)


# SQLAlchemy reuses what it has worked out for a statement only when it meets the same object again.
@cache
def _into(table: Table) -> Insert:
    return insert(table)


@cache
def _into_for_keys(table: Table) -> Any:
    return insert(table).returning(table.c.key, sort_by_parameter_order=True)


def _insert_for_keys(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Inserts the rows; their keys in the same order."""
    if not rows:
        return []
    return [row.key for row in connection.execute(_into_for_keys(table), rows)]


# -- contacts ------------------------------------------------------------------------------------------------------


def _contacts(connection: Connection, document: int, contacts: Sequence[Contact], before: Before) -> Mapping[str, int]:
    """The contacts' rows, parties, links and evidence; keys by id. Rows of contacts that are told no more go, unless
    they are linked by hand and nobody has rejected them.
    """
    c = t.contact.c
    own = _there(connection, t.contact, document)
    there = {contact.id: own[contact.id] for contact in contacts if contact.id in own}
    kept = linked_by_hand(connection, document) - before.reviewed if own else set()
    if gone := [key for id, key in own.items() if id not in there and id not in kept]:
        links.leave(connection, gone)
        _delete(connection, t.contact, c.key.in_(gone))
    for contact in contacts:
        if contact.id in there:
            key = there[contact.id]
            values = _contact_row(document, contact, before)
            connection.execute(t.contact.update().where(c.key == key).values(values))
            for table in (t.contact_party, t.evidence):
                _delete(connection, table, table.c.contact == key)
    new = [contact for contact in contacts if contact.id not in there]
    made = _insert_for_keys(connection, t.contact, [_contact_row(document, contact, before) for contact in new])
    alone = [{"contact": key, "linked_to": key, "reason": links.ITSELF, "made_by": "engine"} for key in made]
    _insert(connection, t.contact_links, alone)
    keys = there | {contact.id: key for contact, key in zip(new, made, strict=True)}
    _insert(connection, t.contact_party, [row for contact in contacts for row in _contact_parties(contact, keys)])
    spans = ((keys[contact.id], span) for contact in contacts for span in contact.spans)
    _insert(connection, t.evidence, [_evidence(document, span, "span", contact=key) for key, span in spans])
    return keys


def _there(connection: Connection, table: Table, document: int) -> dict[str, int]:
    """Keys of the document's rows by id."""
    return {row.id: row.key for row in connection.execute(_own_ids(table), {"own": document})}


@cache
def _own_ids(table: Table) -> Any:
    return select(table.c.id, table.c.key).where(table.c.document == bindparam("own"))


def _contact_row(document: int, contact: Contact, before: Before) -> dict[str, Any]:
    same = {name: getattr(contact, name) for name in ("id", "kind", "medium", "place", "initiator", "status")}
    return {"document": document, **same, **_when(contact.when), "reviewed": contact.id in before.reviewed}


def _contact_parties(contact: Contact, keys: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    parts = (("participant", contact.participants), ("mediator", contact.mediators), ("host", contact.hosts))
    for part, parties in parts:
        for place, party in enumerate(parties):
            yield {"contact": keys[contact.id], "part": part, "place": place, "party": party}


# -- attributions and claims ---------------------------------------------------------------------------------------


def _attributions(
    connection: Connection, document: int, said: Sequence[Attribution], before: Before
) -> Mapping[str, int]:
    """The attributions' rows and evidence; keys by id."""
    same = ("id", "party", "mode", "polarity", "tense", "within")
    rows = [
        {"document": document, **{name: getattr(a, name) for name in same}, "reviewed": a.id in before.reviewed}
        for a in said
    ]
    keys = _insert_again(connection, t.attribution, rows, before)
    parts = ((key, part, span) for key, a in zip(keys, said, strict=True) for part, span in _said_parts(a))
    _insert(connection, t.evidence, [_evidence(document, span, part, attribution=key) for key, part, span in parts])
    return {a.id: key for key, a in zip(keys, said, strict=True)}


def _insert_again(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], before: Before) -> list[int]:
    """Inserts rows with an id, under the keys that rows of those ids had before; the keys in the same order."""
    known = before.keys.get(table.name, {})
    _insert(connection, table, [{"key": known[row["id"]], **row} for row in rows if row["id"] in known])
    new = [row for row in rows if row["id"] not in known]
    made = zip((row["id"] for row in new), _insert_for_keys(connection, table, new), strict=True)
    keys = {**known, **dict(made)}
    return [keys[row["id"]] for row in rows]


def _said_parts(said: Attribution) -> Iterator[tuple[str, Span]]:
    for part in ("source", "cue", "content"):
        yield from ((part, span) for span in getattr(said, part))
    yield from ((f"hedge-{hedge.by}", hedge.span) for hedge in said.hedges)


@dataclass(frozen=True, slots=True)
class _Ground:
    """What claims stand on: their document, its parties and passages, the keys of what they refer to."""

    document: int
    reading: Reading
    known: Mapping[str, Party]
    placed: Placed
    contacts: Mapping[str, int]
    attributions: Mapping[str, int]
    before: Before


def _claims(connection: Connection, ground: _Ground) -> None:
    claims = ground.reading.claims
    keys = _insert_again(connection, t.claim, [_claim_row(claim, ground) for claim in claims], ground.before)
    keyed = list(zip(keys, claims, strict=True))
    issues = [
        {"claim": key, "issue": issue, "place": place}
        for key, claim in keyed
        for place, issue in enumerate(dict.fromkeys(claim.issues))
    ]
    _insert(connection, t.claim_issue, issues)
    parties = [
        {"claim": key, "part": part, "place": place, "party": party}
        for key, claim in keyed
        for part, ids in (("joint", claim.joint), ("about", claim.about))
        for place, party in enumerate(ids)
    ]
    _insert(connection, t.claim_party, parties)
    spans = [(key, part, span) for key, claim in keyed for part, span in _claim_parts(claim)]
    _insert(connection, t.evidence, [_evidence(ground.document, s, part, claim=key) for key, part, s in spans])
    _insert(connection, t.position_claim, [row for key, claim in keyed for row in _cells(key, claim, ground)])


def _claim_row(claim: Claim, ground: _Ground) -> dict[str, Any]:
    same = {name: getattr(claim, name) for name in
            ("id", "act", "account", "holder", "addressee", "polarity", "tense", "headline")}  # fmt: skip
    at = claim.spans[0].start
    return {
        "document": ground.document,
        "passage": next((key for key, span in ground.placed if span.start <= at < span.end), None),
        **_ends(claim.sentence, "sentence"),
        **same,
        "contact": ground.contacts.get(claim.contact or ""),
        "attribution": ground.attributions.get(claim.attribution or ""),
        "reviewed": claim.id in ground.before.reviewed,
    }


def _claim_parts(claim: Claim) -> Iterator[tuple[str, Span]]:
    yield from (("span", span) for span in claim.spans)
    yield from ((f"hedge-{hedge.by}", hedge.span) for hedge in claim.hedges)


def _cells(key: int, claim: Claim, ground: _Ground) -> Iterator[dict[str, Any]]:
    """The rows of the positions that the claim belongs to: one for each side that does the act, and each issue."""
    doers = [ground.known[id] for id in (*_some(claim.holder), *claim.joint)]
    members = [ground.known[id] for group in doers for id in group.members if id in ground.known]
    sides = dict.fromkeys(side for party in (*doers, *members) if (side := _side(party)))
    met = next((c for c in ground.reading.contacts if c.id == claim.contact), None)
    day = met.when.start if met and met.when else None
    published = ground.reading.document.published
    for side in sides:
        for issue in dict.fromkeys(claim.issues):
            yield {
                "party": side, "issue": issue, "claim": key, "document": ground.document,
                "day": day or published, "day_basis": "contact" if day else "published" if published else None,
                "act": claim.act, "strength": _strengths().get(claim.act, 0), "polarity": claim.polarity,
            }  # fmt: skip


@cache
def _strengths() -> Mapping[str, int]:
    return {row["act"]: int(row["strength"]) for row in tables.rows("acts")}


# -- what people decided -------------------------------------------------------------------------------------------


def linked_by_hand(connection: Connection, document: int) -> set[str]:
    """Ids of the document's contacts that a person has linked."""
    found = (
        select(t.contact.c.id)
        .join(t.contact_links, t.contact_links.c.contact == t.contact.c.key)
        .where(t.contact.c.document == document, t.contact_links.c.made_by == "hand")
    )
    return {row.id for row in connection.execute(found)}
