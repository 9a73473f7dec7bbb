"""What stands of a reading once people have decided: the engine's records, under the decisions on them.

Pure functions of records. The engine's reading is kept as it was made; what everybody is shown is `standing` of it, so
that taking a decision back is nothing but leaving it out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from readouts.records import Alignment, Attribution, Claim, DateMention, Decision, Layer, Reading, ReviewKind, digest
from readouts.text import Span, hull

Key = tuple[ReviewKind, str]
# The fields of a record that each layer of it is about.
FIELDS: Mapping[ReviewKind, Mapping[Layer, tuple[str, ...]]] = {
    "attribution": {"attribution": ("source", "cue", "content", "mode", "hedges"), "party": ("party",)},
    "claim": {
        "span": ("spans", "sentence"),
        "party": ("account", "holder", "joint", "addressee"),
        "act": ("act", "polarity"),
        "issue": ("issues",),
    },
    "contact": {"contact": ("kind", "medium", "participants", "when", "place", "initiator", "status")},
    "date": {"date": ("span", "type", "value", "when")},
    "event": {"event": ("plover", "mode", "cameo", "actors", "recipients", "when", "status")},
    "relation": {"relation": ("left", "right", "relation", "issues", "score", "why")},
    "link": {"link": ("links",)},
}
# The lists of a reading that hold the records of each kind.
LISTS: Mapping[ReviewKind, str] = {
    "attribution": "attributions", "claim": "claims", "contact": "contacts", "date": "dates", "event": "events",
}  # fmt: skip
# A new record that covers this share of the words of a decided one, or is covered so, may be another version of it.
_SAME_WORDS = 0.5


def record_id(document: str, kind: ReviewKind, record: Any) -> str:
    """The id under which decisions know a record: its own where it has one, else a digest of what it says and where."""
    if isinstance(record, DateMention):
        return digest("date", document, record.span.start, record.span.end)
    if isinstance(record, Alignment):
        return digest("relation", *record.left, "/", *record.right)
    if kind == "event" and not record.id:
        return digest("event", document, record.plover, *record.actors, *_signs(spans(record)))
    return str(record.id)


def in_force(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that nobody has taken back, in the order in which they count: the later one goes before the
    earlier, and an adjudicator's before any coder's.
    """
    decisions = list(decisions)
    gone = {one.takes_back for one in decisions if one.takes_back is not None}
    kept = [one for one in decisions if one.verdict != "undo" and one.key not in gone]
    return sorted(kept, key=lambda one: (one.role == "adjudicator", one.key))


def settled(decisions: Iterable[Decision]) -> dict[Key, Any]:
    """What stands of each record that was decided; None: it goes.

    Each decision settles the layers that it looked at; of the others what stood before remains.
    """
    found: dict[Key, Any] = {}
    for one in in_force(decisions):
        before = found.get((one.kind, one.record)) or one.said or one.stands
        found[one.kind, one.record] = one.stands and _laid_over(before, one)
    return found


def _laid_over(before: Any, decision: Decision) -> Any:
    names = [name for layer in decision.layers for name in FIELDS[decision.kind].get(layer, ())]
    return replace(before, **{name: getattr(decision.stands, name) for name in names})


def standing(reading: Reading, decisions: Sequence[Decision]) -> Reading:
    """The engine's reading as the decisions leave it. What pointed to a record that is gone points to nothing."""
    decided = settled(decisions)
    lists: dict[str, Any] = {name: _list(reading, kind, name, decided) for kind, name in LISTS.items()}
    told = replace(reading, **lists)
    contacts = {one.id for one in told.contacts}
    said = {one.id for one in told.attributions}
    return replace(
        told,
        claims=tuple(_pointing(one, contacts, said) for one in told.claims),
        attributions=tuple(replace(a, within=a.within if a.within in said else None) for a in told.attributions),
        likenesses=tuple(replace(o, contacts=tuple(c for c in o.contacts if c in contacts)) for o in told.likenesses),
    )  # fmt: skip


def _pointing(claim: Claim, contacts: set[str], said: set[str]) -> Claim:
    contact = claim.contact if claim.contact in contacts else None
    return replace(claim, contact=contact, attribution=claim.attribution if claim.attribution in said else None)


def _list(reading: Reading, kind: ReviewKind, name: str, decided: Mapping[Key, Any]) -> tuple[Any, ...]:
    """The records of one kind. They stay in the engine's order, unless some were added or moved."""
    own: Sequence[Any] = getattr(reading, name)
    keyed = {record_id(reading.document.id, kind, one): one for one in own}
    found = [decided.get((kind, id), one) for id, one in keyed.items()]
    added = [one for (k, id), one in decided.items() if k == kind and id not in keyed]
    kept = [one for one in (*found, *added) if one is not None]
    if added or any(spans(a) != spans(b) for a, b in zip(found, own, strict=False) if a is not None):
        kept.sort(key=lambda one: min(spans(one), default=Span(0, 1)))
    return tuple(kept)


def parties_of(record: Any) -> Iterable[str]:
    """Every party id in the record."""
    for field in fields(record):
        if field.name in ("account", "holder", "addressee", "party", "initiator", "reported_by"):
            yield from filter(None, [getattr(record, field.name)])
        elif field.name in ("joint", "about", "participants", "mediators", "hosts", "actors", "recipients"):
            yield from getattr(record, field.name)


def carried_over(old: Reading, new: Reading, marked: Mapping[ReviewKind, set[str]]) -> Reading:
    """The new reading of the engine, with the old one's records that are `marked` in the place of other versions of
    them. A new record is another version of the old one that it shares most words with.
    """
    known = {party.id for party in new.parties}
    lists: dict[str, Any] = {
        name: _with(old, new, kind, name, marked.get(kind, set())) for kind, name in LISTS.items() if marked.get(kind)
    }
    if not lists:
        return new
    return replace(new, parties=(*new.parties, *(party for party in old.parties if party.id not in known)), **lists)


def _with(old: Reading, new: Reading, kind: ReviewKind, name: str, marked: set[str]) -> tuple[Any, ...]:
    before = {record_id(old.document.id, kind, one): one for one in getattr(old, name)}
    after = {record_id(new.document.id, kind, one): one for one in getattr(new, name)}
    kept = [one for id, one in before.items() if id in marked]
    other = [
        one
        for id, one in after.items()
        if id not in marked and (id in before or _version_of(one, before, kind) not in marked)
    ]
    return tuple(sorted((*kept, *other), key=lambda record: min(spans(record), default=Span(0, 1))))


def _version_of(record: Any, before: Mapping[str, Any], kind: ReviewKind) -> str | None:
    """The id of the old record that shares most words with it, at least half of the shorter one's; None: there is
    none.
    """
    own = _signs(spans(record))
    shares = {}
    for id, one in before.items():
        theirs = _signs(spans(one))
        shared = len(own & theirs)
        if shared and shared >= _SAME_WORDS * min(len(own), len(theirs)):
            shares[id] = shared / len(own | theirs)
    return max(shares, key=lambda id: shares[id], default=None)


def spans(record: Any) -> tuple[Span, ...]:
    """Where the record stands in its text; of a claim its words, of an attribution its content."""
    if isinstance(record, Attribution):
        return record.content or record.cue or record.source
    if isinstance(record, DateMention):
        return (record.span,)
    return tuple(record.spans)


def _signs(where: Iterable[Span]) -> set[int]:
    return {place for span in where for place in range(span.start, span.end)}


def sentence_of(claim: Claim, where: Sequence[Span]) -> Span:
    """The claim's sentence, widened where its words now reach beyond it."""
    return hull((claim.sentence, *where)) if not all(claim.sentence.covers(one) for one in where) else claim.sentence
