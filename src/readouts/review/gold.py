"""What people have decided, as gold data: one JSON object a document, in the form that `readouts evaluate` takes.

Only documents of which every record of the kind is decided, since what nobody looked at is no gold.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from readouts.link.accounts import main_contact
from readouts.records import Alignment, Claim, Decision, Document, Reading, ReviewKind
from readouts.review import relations
from readouts.store import adding, decisions, reviewed
from readouts.store import schema as t
from readouts.text import Span, union

Row = dict[str, Any]
# The kinds of record that must be decided for a task.
KINDS: Mapping[str, ReviewKind] = {
    "attributions": "attribution", "contacts": "contact", "dates": "date", "events": "event", "comparison": "relation",
}  # fmt: skip


def gold(connection: Connection, task: str, *, coder: str | None = None) -> Iterator[Row]:
    """The gold rows of a task, in the order of adding: as decisions stand, or as that coder alone left it."""
    where = [t.review_session.c.coder == coder] if coder else []
    made = decisions.found(connection, t.decision.c.kind == KINDS[task], *where)
    if task == "comparison":
        yield from _comparisons(connection, made)
        return
    by_document: dict[str, list[Decision]] = {}
    for one in made:
        by_document.setdefault(one.document, []).append(one)
    for key, id in _current(connection, by_document):
        row = _row(connection, task, key, by_document[id])
        if row:
            yield row


def _current(connection: Connection, ids: Mapping[str, Any]) -> list[tuple[int, str]]:
    d = t.document.c
    found = select(d.key, d.id).where(d.superseded_by.is_(None)).order_by(d.key)
    return [(row.key, row.id) for row in connection.execute(found) if row.id in ids]


def _row(connection: Connection, task: str, key: int, made: Sequence[Decision]) -> Row | None:
    """The row of a document; None where something is not decided yet."""
    i = t.review_item.c
    kind = KINDS[task]
    due = set(connection.execute(select(i.record).where(i.document == key, i.kind == kind)).scalars())
    if due - {id for _, id in reviewed.settled(made)}:
        return None
    told = reviewed.standing(adding.engine(connection, key), made)
    own = {"attributions": _attributions, "contacts": _contacts, "dates": _dates, "events": _events}[task](told)
    return {**_about(told.document), **own} if own else None


def _about(document: Document) -> Row:
    told = {"publisher": document.publisher, "published": document.published and document.published.isoformat()}
    return {"id": document.id, "text": document.text, **{name: value for name, value in told.items() if value}}


def _attributions(reading: Reading) -> Row:
    return {
        "attributions": [
            {role: [[s.start, s.end] for s in getattr(one, role)] for role in ("source", "cue", "content")}
            for one in reading.attributions
            if not one.own_voice
        ]
    }


def _contacts(reading: Reading) -> Row | None:
    """The contact that the document is about; none where it tells of none any more."""
    met = main_contact(reading)
    if met is None:
        return None
    known = {party.id: party for party in reading.parties}
    people = [known[id] for id in met.participants if id in known]
    american = next((p.name for p in people if p.country == "USA" and p.kind == "person"), "")
    countries = sorted({p.country for p in people if p.country} - {"USA"})
    return {"gold": {"kind": met.kind, "us": american.split()[-1] if american else "", "countries": countries}}


def _dates(reading: Reading) -> Row:
    told = [one for one in reading.dates if not (one.when and one.when.basis == "dateline")]
    return {"dates": [{"span": [d.span.start, d.span.end], "type": d.type, "value": d.value} for d in told]}


def _events(reading: Reading) -> Row:
    """Pairs of states with the type; where nobody is told of whom it is done to, pairs among those who do it."""
    country = {party.id: party.country for party in reading.parties}
    found = set()
    for event in reading.events:
        actors, recipients = ({country.get(id) for id in ids} - {None} for ids in (event.actors, event.recipients))
        found |= {(a, b, event.plover) for a in actors for b in recipients or actors if a != b}
    return {"gold": sorted([list(one) for one in found])}


# -- comparisons ---------------------------------------------------------------------------------------------------


def _comparisons(connection: Connection, made: Sequence[Decision]) -> Iterator[Row]:
    """The pairs of documents of which every row of some queue is decided."""
    pairs: dict[tuple[str, str], list[Decision]] = {}
    for one in made:
        if one.other:
            pairs.setdefault((one.document, one.other), []).append(one)
    for (left, right), own in pairs.items():
        keys = [connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar_one()
                for id in (left, right)]  # fmt: skip
        rows = _queued(connection, *keys)
        if {reviewed.record_id(left, "relation", row) for row in rows} <= {id for _, id in reviewed.settled(own)}:
            yield _pair([adding.stored(connection, key) for key in keys], relations.standing(rows, own))


def _queued(connection: Connection, left: int, right: int) -> list[Alignment]:
    """The rows of the pair that stood in a queue, as the engine has them, in its order."""
    from readouts.store.frozen import record_of

    q = t.review_queue.c
    chosen = (
        select(q.record, q.said)
        .where(q.kind == "relation", q.document == left, q.other == right)
        .order_by(q.session, q.place)
    )
    found = {row.record: row.said for row in connection.execute(chosen)}
    return [record_of(Alignment, text) for text in found.values()]


def _pair(read: Sequence[Reading], rows: Sequence[Alignment]) -> Row:
    left, right = (reading.document for reading in read)
    claims = {claim.id: claim for reading in read for claim in reading.claims}
    sides = {"left": left, "right": right}
    told = [
        {
            **{side: _quotes([claims[id] for id in getattr(row, side)], sides[side].text) for side in sides},
            "relation": row.relation,
            "why": row.why if row.relation in ("framing", "conflict") else None,
        }
        for row in rows
        if all(id in claims for id in (*row.left, *row.right))
    ]
    about = {side: {k: v for k, v in _about(document).items() if k != "id"} for side, document in sides.items()}
    for side in about.values():
        side.setdefault("publisher", None), side.setdefault("published", None)
    return {
        "id": f"{left.id}+{right.id}", "half": "dev", "names": "real", "traits": [], "facts": "reviewed in Readouts",
        **about, "contact": "same", "rows": told,
    }  # fmt: skip


def _quotes(claims: Sequence[Claim], text: str) -> list[str]:
    """The words of the claims, a string for each stretch, "#2" where the same words stand before."""
    return [_quote(text, span) for span in union(span for claim in claims for span in claim.spans)]


def _quote(text: str, span: Span) -> str:
    wide = Span(_start_of_word(text, span.start), _end_of_word(text, span.end))
    words = wide.of(text)
    places = [m.start() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    at = places.index(wide.start) + 1 if wide.start in places else 1
    return words if at == 1 and "#" not in words else f"{words}#{at}"


def _start_of_word(text: str, at: int) -> int:
    while at > 0 and text[at - 1].isalnum() and text[at].isalnum():
        at -= 1
    return at


def _end_of_word(text: str, at: int) -> int:
    while at < len(text) and text[at - 1].isalnum() and text[at].isalnum():
        at += 1
    return at
