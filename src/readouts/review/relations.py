"""Relations: what people have decided of the rows of a comparison, laid over it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from readouts.records import Alignment, Comparison, Decision
from readouts.store import decisions
from readouts.store.reviewed import record_id, settled

BY_HAND = "decided by a person"


def of(comparison: Comparison) -> tuple[tuple[Alignment, str, str], ...]:
    """The rows of a comparison of two documents with those documents, as a session's queue takes them."""
    left, right = comparison.readings[0].document.id, comparison.readings[-1].document.id
    return tuple((row, left, right) for row in comparison.alignments)


def reviewed(connection: Connection, comparison: Comparison) -> Comparison:
    """The comparison as people have left it. Rows that nobody decided stay, without the claims that stand in others."""
    ids = [record_id("", "relation", row) for row in comparison.alignments]
    claims = {claim.id for reading in comparison.readings for claim in reading.claims}
    made = [one for one in decisions.on(connection, ids) if one.kind == "relation"]
    return replace(comparison, alignments=standing(comparison.alignments, made, claims)) if made else comparison


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
