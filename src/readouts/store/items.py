"""The records of a reading that may be reviewed, and what speaks against each: rows of `review_item`.

They are those of the engine's reading, so that a coder sees nothing of what others have decided.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, select

from readouts.records import Attribution, Claim, Contact, DateMention, Event, Reading, ReviewKind
from readouts.store import schema as t
from readouts.store.reviewed import LISTS, record_id, spans

# What speaks against a record, beside the reasons of problems on its words; docs/reviewing.md tells what each means.
DOUBTS = (
    "party-open", "holder-open", "no-issue", "hedged", "undated", "few-participants", "not-held", "unplaced",
    "no-actor", "linked-by-likeness", "conflict", "low-score",
)  # fmt: skip
# Doubts that half of all records may have; each other one weighs twice as much.
_SLIGHT = frozenset({"no-issue", "hedged", "not-held"})
# The records that a problem of a stage speaks against; one of another stage speaks against all on its words.
_CONCERNS: Mapping[str, type[Any]] = {
    "attributions": Attribution, "claims": Claim, "contacts": Contact, "dates": DateMention, "events": Event,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A record that may be reviewed."""

    kind: ReviewKind
    record: str  # its id: reviewed.record_id
    doubts: tuple[str, ...]  # of DOUBTS, or reasons of problems

    @property
    def weight(self) -> int:
        """How much speaks against it; 0: nothing."""
        return sum(1 if doubt in _SLIGHT else 2 for doubt in self.doubts)


def items(reading: Reading) -> Iterator[Item]:
    """The records of the engine's reading, kind by kind; a readout's own voice is none, since no words express it."""
    for kind, name in LISTS.items():
        for record in getattr(reading, name):
            if not (isinstance(record, Attribution) and record.own_voice):
                id = record_id(reading.document.id, kind, record)
                yield Item(kind=kind, record=id, doubts=tuple(dict.fromkeys(_doubts(record, reading))))


def _doubts(record: Any, reading: Reading) -> Iterator[str]:
    match record:
        case Attribution():
            yield from ["party-open"] if record.source and record.party is None else []
            yield from ["hedged"] if record.hedges else []
        case Claim():
            yield from ["holder-open"] if record.holder is None and not record.joint else []
            yield from ["no-issue"] if not record.issues and not record.boilerplate else []
            yield from ["hedged"] if record.hedges else []
        case Contact():
            yield from ["undated"] if record.when is None else []
            yield from ["few-participants"] if len(record.participants) < 2 else []
            yield from ["not-held"] if record.status != "happened" else []
        case DateMention():
            yield from ["unplaced"] if record.type == "DATE" and record.when is None else []
        case Event():
            yield from ["undated"] if record.when is None else []
            yield from ["no-actor"] if not record.actors else []
    where = spans(record)
    for problem in reading.problems:
        concerns = _CONCERNS.get(problem.stage, object)
        # That a day is open is said of the record above.
        if problem.span and isinstance(record, concerns) and not problem.reason.endswith("-undated"):
            yield from [problem.reason] if any(problem.span.overlaps(span) for span in where) else []


def file(connection: Connection, document: int, reading: Reading) -> None:
    """Puts the items of the document's reading in the place of those that it had."""
    connection.execute(t.review_item.delete().where(t.review_item.c.document == document))
    rows = [
        {"document": document, "kind": i.kind, "record": i.record, "doubts": i.weight, "why": " ".join(i.doubts)}
        for i in items(reading)
    ]
    if rows:
        connection.execute(t.review_item.insert(), rows)


def unfiled(connection: Connection) -> Sequence[int]:
    """Keys of current documents without items: those of a database that is older than review."""
    d, i = t.document.c, t.review_item.c
    chosen = select(d.key).join(t.reading, t.reading.c.document == d.key)
    return connection.execute(
        chosen.where(d.superseded_by.is_(None), ~exists().where(i.document == d.key)).order_by(d.key)
    ).scalars().all()  # fmt: skip
