"""Cells of party and issue: the latest act, and what it was on the day before it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, func, select

from readouts.records import Evidence
from readouts.store import schema as t
from readouts.store.questions import Side
from readouts.text import Span
from readouts.web.pages.who import sides

Trend = Literal["stronger", "weaker", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a party does on an issue, as it stands now."""

    party: Side
    issue: str
    act: str  # the strongest of the last day
    polarity: str
    day: date | None  # the last; None: no claim of the cell is dated
    first: date | None
    count: int  # claims
    before: str | None  # the strongest act of the last day before that with another act; None: the same, or no such day
    trend: Trend | None  # whether the act is stronger than that before, by the lexicon; None with it
    evidence: Evidence  # the sentence with the act


def cells(connection: Connection, *where: ColumnElement[bool]) -> tuple[Cell, ...]:
    """The cells whose claims (rows of `position_claim`) are chosen, those of most claims first."""
    rows = connection.execute(_last_two(*where)).all()
    before = {(row.party, row.issue): row for row in rows if row.place == 2}
    last = [row for row in rows if row.place == 1]
    who = sides(connection, (row.party for row in last))
    return tuple(_cell(row, who[row.party], before.get((row.party, row.issue))) for row in last)


def _last_two(*where: ColumnElement[bool]) -> Any:
    """Of each cell the strongest claim of its last two days."""
    q = t.position_claim.c
    cell, strongest = (q.party, q.issue), (q.strength.desc(), q.claim.desc())
    counted = (
        select(
            *cell, q.day, q.act, q.polarity, q.strength, q.claim,
            func.row_number().over(partition_by=(*cell, q.day), order_by=strongest).label("rank"),
            func.count().over(partition_by=cell).label("claims"),
            func.min(q.day).over(partition_by=cell).label("first"),
        ).where(*where)
    ).subquery()  # fmt: skip
    s = counted.c
    newest = func.row_number().over(partition_by=(s.party, s.issue), order_by=s.day.desc().nulls_last())
    days = select(counted, newest.label("place")).where(s.rank == 1).subquery()
    d, c = days.c, t.claim.c
    return (
        select(days, t.document.c.id.label("document"), c.sentence_start, c.sentence_end)
        .join(t.claim, c.key == d.claim)
        .join(t.document, t.document.c.key == c.document)
        .where(d.place <= 2)
        .order_by(d.claims.desc(), d.party, d.issue)
    )


def _cell(row: Any, party: Side, before: Any | None) -> Cell:
    changed = before is not None and before.act != row.act and row.day is not None
    return Cell(
        party=party,
        issue=row.issue,
        act=row.act,
        polarity=row.polarity,
        day=row.day,
        first=row.first,
        count=row.claims,
        before=before.act if changed and before else None,
        trend=_trend(row.strength, before.strength) if changed and before else None,
        evidence=Evidence(document=row.document, span=Span(row.sentence_start, row.sentence_end)),
    )


def _trend(now: int, before: int) -> Trend:
    return "stronger" if now > before else "weaker" if now < before else "other"
