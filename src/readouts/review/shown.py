"""A record as it is shown to the one who reviews it: the engine's reading, in words and facts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any

from sqlalchemy import Connection, select

from readouts.errors import StoreError
from readouts.records import (
    Alignment,
    Attribution,
    Claim,
    Contact,
    DateMention,
    Decision,
    Event,
    Linking,
    Reading,
    Reviewed,
)
from readouts.review.sessions import Queued, Session, said_in, target
from readouts.store import adding, decisions
from readouts.store import schema as t
from readouts.store.reviewed import LISTS, in_force, parties_of, spans
from readouts.text import Span

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A record in review."""

    queued: Queued
    said: Reviewed | None  # the engine's record; None: added by a coder
    reading: Reading  # the engine's, of the document
    other: Reading | None  # of a relation: the right side's; of a link: that of the contact it is linked to
    marks: tuple[Span, ...]  # its words in the document
    words: str
    facts: tuple[Fact, ...]  # what the engine says, name and value
    decisions: tuple[Decision, ...]  # on it, in the order made: the coder's own; for an adjudicator everybody's


def item(connection: Connection, session: Session, queued: Queued) -> Item:
    """The record of the queue with all that the coder may see. Raises StoreError when the reading has lost it."""
    made = [one for one in decisions.on(connection, [queued.record]) if one.kind == queued.kind]
    seen = tuple(one for one in made if one.coder == session.coder or session.role == "adjudicator")
    return _item(connection, queued, partial(_engine, connection), seen)


def items(connection: Connection, queued: Iterable[Queued]) -> Iterator[Item | None]:
    """The records of a list, in its order, without decisions; None where the reading has lost one."""
    engine = cache(partial(_engine, connection))
    for one in queued:
        try:
            yield _item(connection, one, engine, ())
        except StoreError:
            yield None


def _item(connection: Connection, queued: Queued, engine: Callable[[str], Reading], made: tuple[Decision, ...]) -> Item:
    reading = engine(queued.document)
    said: Any = None
    if queued.kind in LISTS:
        said = said_in(reading, queued.kind, queued.record)
    else:
        said = target(connection, queued.record, queued.kind).said
    reading = _with_parties(connection, reading, said)
    beside = queued.other or (_linked_document(connection, queued, said) if isinstance(said, Linking) else None)
    other = engine(beside) if beside else None
    marks = _marks(said, reading, queued.record)
    return Item(
        queued=queued,
        said=said,
        reading=reading,
        other=other,
        marks=marks,
        words=" … ".join(" ".join(span.of(reading.document.text).split()) for span in marks),
        facts=tuple(facts(said, reading, other, queued.record)),
        decisions=made,
    )


def _engine(connection: Connection, id: str) -> Reading:
    key = connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar_one()
    return adding.engine(connection, key)


def _with_parties(connection: Connection, reading: Reading, said: Any) -> Reading:
    """The reading with the parties that the record names and its text does not: a state behind an office."""
    named = set() if isinstance(said, Alignment | Linking | None) else set(parties_of(said))
    missing = named - {party.id for party in reading.parties}
    return replace(reading, parties=(*reading.parties, *decisions.parties(connection, missing))) if missing else reading


def _linked_document(connection: Connection, queued: Queued, said: Linking) -> str | None:
    """The document of the mention that stands for the contact; None: there is none other."""
    root = next((link.linked_to for link in said.links if link.mention == queued.record), None)
    found = (
        select(t.document.c.id)
        .join(t.contact, t.contact.c.document == t.document.c.key)
        .where(t.contact.c.id == root, t.document.c.id != queued.document)
    )
    return connection.execute(found).scalar() if root else None


def _marks(said: Any, reading: Reading, record: str) -> tuple[Span, ...]:
    match said:
        case None:
            return ()
        case Alignment():
            own = set(said.left or said.right)
            return tuple(span for claim in reading.claims if claim.id in own for span in claim.spans)
        case Linking():
            return next((contact.spans for contact in reading.contacts if contact.id == record), ())
        case Attribution():
            return tuple(sorted({*said.source, *said.cue, *said.content}))
    return spans(said)


def facts(said: Any, reading: Reading, other: Reading | None, record: str) -> Iterator[Fact]:
    """What the engine says of the record, in the order to be read."""
    names = {party.id: party.name for read in (reading, other) if read for party in read.parties}

    def named(ids: Sequence[str | None]) -> str:
        return "; ".join(names.get(id, id) for id in ids if id) or "not known"

    def words(where: Sequence[Span], of: Reading = reading) -> str:
        return " … ".join(" ".join(span.of(of.document.text).split()) for span in where) or "none"

    match said:
        case Claim():
            yield "who", named([said.holder, *said.joint])
            yield "account", named([said.account]) if said.account else "the outlet's own"
            yield "act", said.act + (", negated" if said.polarity == "negative" else "")
            yield "issues", "; ".join(said.issues) or "none"
        case Attribution():
            yield "source", f"{words(said.source)} ({named([said.party])})"
            yield "cue", words(said.cue)
            yield "content", words(said.content)
        case Contact():
            yield "kind", said.kind
            yield "participants", named(said.participants)
            yield "when", (said.when.edtf or str(said.when.start)) if said.when else "open"
            yield "status", said.status
        case DateMention():
            yield "type", said.type
            yield "value", said.value
            yield "when", (said.when.edtf or str(said.when.start)) if said.when else "open"
        case Event():
            yield "type", said.plover + (f" ({said.mode})" if said.mode else "")
            yield "actors", named(said.actors)
            yield "recipients", named(said.recipients) if said.recipients else "none"
            yield "when", (said.when.edtf or str(said.when.start)) if said.when else "open"
        case Alignment():
            yield "relation", said.relation
            for side, read in (("left", reading), ("right", other)):
                ids = getattr(said, side)
                told = [claim for claim in (read.claims if read else ()) if claim.id in ids]
                yield side, " / ".join(words(claim.spans, read or reading) for claim in told) or "nothing"
            yield "why", said.why
        case Linking():
            own = next((link for link in said.links if link.mention == record), None)
            if own:
                yield "linked to", _contact(own.linked_to, other)
                yield "because of", own.reason


def _contact(id: str, reading: Reading | None) -> str:
    """The contact in words, as the reading tells of it; its id where it does not."""
    found = next((one for one in (reading.contacts if reading else ()) if one.id == id), None)
    if found is None or reading is None:
        return id
    day = (found.when.edtf or str(found.when.start)) if found.when else "day open"
    return f"{found.kind}, {day}, as told by {reading.document.publisher or reading.document.id} ({id})"


def standing_decision(item: Item) -> Decision | None:
    """The last decision in force among those shown; None: there is none."""
    return next(iter(reversed(in_force(item.decisions))), None)
