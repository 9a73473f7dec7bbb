"""What each party last did on each issue, and the history of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    collate,
    func,
    select,
)

from readouts.records import Evidence
from readouts.store import copies, names
from readouts.store import schema as t
from readouts.store.questions.asked import Asked, Side, between, few, party_names
from readouts.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A party's claims on one issue, as they stand now."""

    party: Side
    issue: str
    act: str  # the strongest of the last day
    polarity: str
    day: date | None  # the last; None: no claim of the cell is dated
    first: date | None
    count: int  # claims
    claim: str  # id of the one with the act
    words: str  # of that claim
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One claim in the history of a position."""

    day: date | None
    day_basis: str | None  # "contact": when it was said; "published": when it was put out
    act: str
    polarity: str
    before: str | None  # of the first with its day's strongest act: that of the day before, when it was another
    holder: Side | None
    account: Side | None  # whose version tells it
    claim: str
    words: str
    evidence: Evidence


def positions(connection: Connection, asked: Asked) -> tuple[Position, ...]:
    """The cells of party and issue, those of most claims first: the strongest act of the last day, and the count.

    An act counts for the state of whoever does it in an office of its government; what several do together counts for
    each. A day is that of the contact in which it was said, else of publication.
    """
    q = t.position_claim.c
    cell = (
        select(
            q.party,
            q.issue,
            func.count().label("claims"),
            func.min(q.day).label("first"),
            func.max(q.day).label("day"),
            func.min(q.claim).label("oldest"),
        )
        .where(*cell_filters(connection, asked))
        .group_by(q.party, q.issue)
        .order_by(func.count().desc(), func.min(q.claim), *_by_signs(connection, q.party, q.issue))
        .limit(asked.limit)
    ).subquery()
    last = t.position_claim.alias()
    newest = (
        select(last.c.claim)
        .where(last.c.party == cell.c.party, last.c.issue == cell.c.issue, last.c.day.is_not_distinct_from(cell.c.day))
        .where(copies.counts(last.c.claim))
        .order_by(last.c.strength.desc(), last.c.claim.desc())
        .limit(1)
        .scalar_subquery()
    )
    in_order = (cell.c.claims.desc(), cell.c.oldest, *_by_signs(connection, cell.c.party, cell.c.issue))
    rows = connection.execute(select(cell, newest.label("claim")).order_by(*in_order)).all()
    told = told_claims(connection, [row.claim for row in rows])
    party = party_names(connection, {row.party for row in rows})
    return tuple(
        Position(
            party=Side(row.party, party[row.party]), issue=row.issue, act=one.act, polarity=one.polarity, day=row.day,
            first=row.first, count=row.claims, claim=one.id, words=one.words, evidence=one.evidence,
        )
        for row in rows for one in [told[row.claim]]
    )  # fmt: skip


def _by_signs(connection: Connection, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
    """The columns, to be put in the order of their signs: PostgreSQL's own is that of a language."""
    if connection.dialect.name == "sqlite":
        return list(columns)
    return [collate(column, "C") for column in columns]


def cell_filters(connection: Connection, asked: Asked) -> Iterator[ColumnElement[bool]]:
    """Of a state or body its cells; of a person the claims that it makes, alone or with others, in the cells of its
    side. What copies of one text repeat counts once.
    """
    q, c, x = t.position_claim.c, t.claim.c, t.claim_party.c
    for name in asked.parties:
        side = names.party(connection, name)
        if side.kind == "person":
            joint = select(x.claim).where(x.part == "joint", x.party == side.id)
            yield q.claim.in_(select(c.key).where(c.holder == side.id).union_all(joint))
            yield q.party.in_((side.id, f"state:{side.country}"))
        else:
            yield q.party == side.id
    if asked.issue:
        yield q.issue == asked.issue
    if asked.act:
        yield q.act == asked.act
    yield copies.counts(q.claim)
    yield from between(q.day, asked)


def history(connection: Connection, asked: Asked) -> tuple[Step, ...]:
    """Each claim of the cells asked for, oldest first, with the change of act where the day's strongest is another."""
    q = t.position_claim.c
    chosen = (
        select(q.party, q.issue, q.claim, q.day, q.day_basis, q.act, q.strength)
        .where(*cell_filters(connection, asked))
        .order_by(q.day.nulls_last(), q.claim)
        .distinct()
    )
    single = list({row.claim: row for row in connection.execute(chosen)}.values())
    before = _changes(single)
    shown = single[-asked.limit :] if asked.limit else single
    told = told_claims(connection, [row.claim for row in shown])
    return tuple(_step(row, told[row.claim], before.get(row.claim)) for row in shown)


def _step(row: Any, told: "Told", before: str | None) -> Step:
    return Step(
        day=row.day,
        day_basis=row.day_basis,
        act=row.act,
        polarity=told.polarity,
        before=before,
        holder=told.holder,
        account=told.account,
        claim=told.id,
        words=told.words,
        evidence=told.evidence,
    )


def _changes(rows: Sequence[Any]) -> Mapping[int, str]:
    """The claim with the strongest act of its day to that of the day before, where the two acts differ."""
    strongest: dict[date, Any] = {}
    for row in rows:
        if row.day and (row.day not in strongest or row.strength > strongest[row.day].strength):
            strongest[row.day] = row
    return {row.claim: was.act for was, row in pairwise(strongest.values()) if was.act != row.act}


@dataclass(frozen=True, slots=True)
class Told:
    """A claim as it is shown."""

    id: str
    act: str
    polarity: str
    holder: Side | None
    account: Side | None
    words: str
    evidence: Evidence


def told_claims(connection: Connection, keys: Sequence[int]) -> Mapping[int, Told]:
    """The claims by key."""
    c, d = t.claim.c, t.document.c
    holder, account = t.party.alias(), t.party.alias()
    chosen = (
        select(
            t.claim, d.id.label("of"), d.text, holder.c.name.label("holder_name"), account.c.name.label("account_name")
        )
        .join(t.document, d.key == c.document)
        .outerjoin(holder, holder.c.id == c.holder)
        .outerjoin(account, account.c.id == c.account)
    )
    rows = [row for some in few(keys) for row in connection.execute(chosen.where(c.key.in_(some)))]
    return {
        row.key: Told(
            id=row.id,
            act=row.act,
            polarity=row.polarity,
            holder=Side(row.holder, row.holder_name) if row.holder else None,
            account=Side(row.account, row.account_name) if row.account else None,
            words=" ".join(row.text[row.sentence_start : row.sentence_end].split()),
            evidence=Evidence(document=row.of, span=Span(row.sentence_start, row.sentence_end)),
        )
        for row in rows
    }
