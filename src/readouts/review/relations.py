"""Relations: what people have decided of the rows of a comparison, laid over it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, and_, select

from readouts.errors import ReadoutsError
from readouts.pipeline import Tools, comparison
from readouts.records import Alignment, Comparison, Decision
from readouts.store import adding, decisions
from readouts.store import schema as t
from readouts.store.reviewed import record_id, settled

BY_HAND = "decided by a person"


def of(compared: Comparison) -> tuple[tuple[Alignment, str, str], ...]:
    """The rows of a comparison of two documents with those documents, as a session's queue takes them."""
    left, right = compared.readings[0].document.id, compared.readings[-1].document.id
    return tuple((row, left, right) for row in compared.alignments)


def queued(connection: Connection, tools: Tools, most: int) -> tuple[tuple[Alignment, str, str], ...]:
    """The rows of the comparisons of the newest contacts of which two sides have told, `most` at most: those said to
    conflict first, then those that are least sure, one-sided rows last.
    """
    found: list[tuple[Alignment, str, str]] = []
    for left, right in _pairs(connection, most):
        read = [adding.engine(connection, key) for key in (left, right)]
        try:
            found += of(comparison(read, tools))
        except ReadoutsError:  # they are held to tell of different contacts, or one of nothing: there are no rows
            continue
    return tuple(sorted(found, key=lambda one: _doubt(one[0])))


def _doubt(row: Alignment) -> tuple[bool, bool, float]:
    return row.relation != "conflict", row.relation.startswith("only-"), row.score


def _pairs(connection: Connection, most: int) -> list[tuple[int, int]]:
    """Keys of two documents of different issuers that tell of one contact, the newest contacts first."""
    k, c, d, r = t.contact_links.c, t.contact.c, t.document.c, t.reading.c
    chosen = (
        select(k.linked_to, c.document, r.issuer, d.published)
        .select_from(t.contact_links)
        .join(t.contact, c.key == k.contact)
        .join(t.document, and_(d.key == c.document, d.superseded_by.is_(None)))
        .join(t.reading, r.document == d.key)
        .where(r.issuer.is_not(None))
        .order_by(k.linked_to.desc(), d.key)
    )
    tellers: dict[int, dict[str, int]] = {}
    for row in connection.execute(chosen):
        tellers.setdefault(row.linked_to, {}).setdefault(row.issuer, row.document)
    pairs = [tuple(list(own.values())[:2]) for own in tellers.values() if len(own) > 1]
    return list(dict.fromkeys((a, b) for a, b in pairs))[:most]


def reviewed(connection: Connection, compared: Comparison) -> Comparison:
    """The comparison as people have left it. Rows that nobody decided stay, without the claims that stand in others."""
    ids = [record_id("", "relation", row) for row in compared.alignments]
    claims = {claim.id for reading in compared.readings for claim in reading.claims}
    made = [one for one in decisions.on(connection, ids) if one.kind == "relation"]
    return replace(compared, alignments=standing(compared.alignments, made, claims)) if made else compared


def standing(
    rows: Sequence[Alignment], made: Sequence[Decision], claims: set[str] | None = None
) -> tuple[Alignment, ...]:
    """The rows under the decisions: a rejected row of two sides becomes one of each, a rejected one-sided row goes.

    `claims` are those that there are; a decided row loses the others. None: all are there.
    """
    decided: dict[str, Any] = {id: row for (_, id), row in settled(made).items()}
    ids = [record_id("", "relation", row) for row in rows]
    used = {claim for id in ids if decided.get(id) for claim in (*decided[id].left, *decided[id].right)}
    found: list[Alignment] = []
    for id, row in zip(ids, rows, strict=True):
        if id not in decided:
            found += _without(row, used)
        elif decided[id] is None:
            found += _parted(row, used)
        else:
            found.append(replace(decided[id], score=1.0, why=decided[id].why or BY_HAND))
    return tuple(row for row in found if claims is None or claims.issuperset((*row.left, *row.right)))


def _without(row: Alignment, used: set[str]) -> Iterator[Alignment]:
    left, right = (tuple(one for one in side if one not in used) for side in (row.left, row.right))
    if (left, right) == (row.left, row.right):
        yield row
    elif left and right:
        yield replace(row, left=left, right=right)
    elif left or right:
        yield replace(row, left=left, right=right, relation="only-left" if left else "only-right")


def _parted(row: Alignment, used: set[str]) -> Iterator[Alignment]:
    if row.left and row.right:
        for relation, left, right in (("only-left", row.left, ()), ("only-right", (), row.right)):
            own = replace(row, left=left, right=right, relation=relation, score=1.0, why=BY_HAND)  # type: ignore[arg-type]
            yield from _without(own, used)
