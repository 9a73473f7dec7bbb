"""The decisions that people make of what the engine found: rows that are added and never changed.

What they come to is worked out in `reviewed.py`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select

from readouts.records import (
    Alignment,
    Attribution,
    Claim,
    CoderRole,
    Contact,
    DateMention,
    Decision,
    Event,
    Layer,
    Linking,
    Party,
    Reviewed,
    ReviewKind,
    Verdict,
)
from readouts.store import schema as t
from readouts.store.frozen import record_of, text_of

_TYPES: Mapping[str, type[Any]] = {
    "attribution": Attribution, "claim": Claim, "contact": Contact, "date": DateMention, "event": Event,
    "relation": Alignment, "link": Linking,
}  # fmt: skip
_MOST_TOGETHER = 200  # values in one statement


def keep(
    connection: Connection,
    session: int,
    at: str,
    where: tuple[str, str | None],
    of: tuple[ReviewKind, str],
    verdict: Verdict,
    *,
    layers: Sequence[Layer],
    said: Reviewed | None = None,
    stands: Reviewed | None = None,
    note: str = "",
    takes_back: int | None = None,
) -> int:
    """Adds one decision; its key. `where` are the ids of the document and, of a relation, the other one; `of` are kind
    and id of the record.
    """
    d = t.document.c
    keys = {row.id: row.key for row in connection.execute(select(d.id, d.key).where(d.id.in_(filter(None, where))))}
    values = {
        "session": session, "at": at, "document": keys[where[0]], "other": keys[where[1]] if where[1] else None,
        "kind": of[0], "record": of[1], "layers": " ".join(layers), "verdict": verdict,
        "said": text_of(said) if said else None, "stands": text_of(stands) if stands else None,
        "note": note, "takes_back": takes_back,
    }  # fmt: skip
    key: int = connection.execute(insert(t.decision).values(values).returning(t.decision.c.key)).scalar_one()
    return key


def of_document(connection: Connection, key: int) -> tuple[Decision, ...]:
    """All decisions on records of that document, those taken back too, in the order made."""
    return found(connection, or_(t.decision.c.document == key, t.decision.c.other == key))


def on(connection: Connection, records: Iterable[str]) -> tuple[Decision, ...]:
    """All decisions on the records of these ids, in the order made."""
    ids = sorted(set(records))
    lots = (ids[at : at + _MOST_TOGETHER] for at in range(0, len(ids), _MOST_TOGETHER))
    every = [one for lot in lots for one in found(connection, t.decision.c.record.in_(lot))]
    return tuple(sorted(every, key=lambda one: one.key))


def found(connection: Connection, *where: ColumnElement[bool]) -> tuple[Decision, ...]:
    """The decisions that are asked for, in the order made."""
    d, s = t.decision.c, t.review_session.c
    document, other = t.document.alias(), t.document.alias()
    chosen = (
        select(t.decision, s.coder, s.role, document.c.id.label("of"), other.c.id.label("beside"))
        .join(t.review_session, s.key == d.session)
        .join(document, document.c.key == d.document)
        .outerjoin(other, other.c.key == d.other)
        .where(*where)
        .order_by(d.key)
    )
    return tuple(_decision(row) for row in connection.execute(chosen))


def _decision(row: Any) -> Decision:
    kind: ReviewKind = row.kind
    role: CoderRole = row.role
    said, stands = (record_of(_TYPES[kind], text) if text else None for text in (row.said, row.stands))
    return Decision(
        key=row.key, session=row.session, coder=row.coder, role=role, at=row.at, document=row.of, other=row.beside,
        kind=kind, record=row.record, layers=tuple(row.layers.split()), verdict=row.verdict, said=said, stands=stands,
        note=row.note, takes_back=row.takes_back,
    )  # fmt: skip


def parties(connection: Connection, ids: Iterable[str]) -> tuple[Party, ...]:
    """The parties of these ids as the database knows them, in the role that a text gave them last."""
    p, x = t.party.c, t.document_party.c
    latest = (
        select(x.role)
        .where(x.party == p.id, x.role.is_not(None))
        .order_by(x.document.desc())
        .limit(1)
        .scalar_subquery()
    )
    chosen = select(p.id, p.name, p.kind, p.country, latest.label("role")).where(p.id.in_(sorted(set(ids))))
    rows = connection.execute(chosen.order_by(p.id))
    return tuple(Party(id=r.id, name=r.name, kind=r.kind, country=r.country, role=r.role) for r in rows)
