"""Contacts on their days, and the days to come that texts name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import (
    Connection,
    and_,
    exists,
    literal,
    select,
    union_all,
)

from readouts.records import Evidence, When
from readouts.store import names
from readouts.store import schema as t
from readouts.store.questions.asked import LATEST, Asked, Side, between, few
from readouts.store.questions.contacts import contact_filters, first_spans, participants
from readouts.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Something on the calendar."""

    when: When
    what: str  # a kind of contact, or "date": a day that a text names
    status: Literal["past", "announced", "denied", "hypothetical"]
    participants: tuple[Side, ...]  # of a contact
    words: str  # that tell of it
    evidence: Evidence
    published: date | None


def timeline(connection: Connection, asked: Asked) -> tuple[Dated, ...]:
    """Contacts on their days, and later days that the texts name, newest first; days are as vague as written.

    Of a party: contacts it took part in, and days in passages that mention it.
    """
    sides = [names.party(connection, name) for name in asked.parties]
    c, m, d = t.contact.c, t.date_mention.c, t.document.c
    met = (
        select(literal("contact").label("what"), c.key, c.day_start.label("day"))
        .join(t.document, and_(d.key == c.document, LATEST))
        .join(t.contact_links, and_(t.contact_links.c.contact == c.key, t.contact_links.c.linked_to == c.key))
        .where(c.day_start.is_not(None), *contact_filters(asked, sides))
    )
    same_day = exists().where(c.document == m.document, c.day_start == m.day_start)
    named = (
        select(literal("date").label("what"), m.key, m.day_start.label("day"))
        .join(t.document, and_(d.key == m.document, LATEST))
        .where(m.type == "DATE", m.day_start > d.published, ~same_day, *between(m.day_start, asked))
    )
    for side in sides:
        said = select(t.mention.c.document).where(t.mention.c.party.in_(side.ids))
        named = named.where(m.document.in_(said))
    parts = [met] if asked.kind else [met, named]
    both = union_all(*parts).subquery()
    ordered = select(both).order_by(both.c.day.desc(), both.c.what, both.c.key.desc()).limit(asked.limit)
    rows = connection.execute(ordered).all()
    found = _met(connection, [r.key for r in rows if r.what == "contact"])
    found |= _named_days(connection, [r.key for r in rows if r.what == "date"])
    return tuple(found[row.what, row.key] for row in rows)


def _met(connection: Connection, keys: Sequence[int]) -> dict[tuple[str, int], Dated]:
    c, d = t.contact.c, t.document.c
    people, places = participants(connection, keys), first_spans(connection, t.evidence.c.contact, keys)
    chosen = select(t.contact, d.id.label("of"), d.published, d.text).join(t.document, d.key == c.document)
    return {
        ("contact", row.key): Dated(
            when=When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis),
            what=row.kind,
            status=_STATUS[row.status],
            participants=people.get(row.key, ()),
            words=places[row.key].span.of(row.text),
            evidence=places[row.key],
            published=row.published,
        )
        for some in few(keys)
        for row in connection.execute(chosen.where(c.key.in_(some)))
    }


_STATUS: dict[str, Literal["past", "announced", "denied", "hypothetical"]] = {
    "happened": "past", "planned": "announced", "denied": "denied", "hypothetical": "hypothetical",
}  # fmt: skip


def _named_days(connection: Connection, keys: Sequence[int]) -> dict[tuple[str, int], Dated]:
    m, d, p = t.date_mention.c, t.document.c, t.passage.c
    holds = and_(p.document == m.document, p.span_start <= m.span_start, m.span_start < p.span_end)
    chosen = (
        select(
            t.date_mention, d.id.label("of"), d.published, d.text, p.span_start.label("from_"), p.span_end.label("to")
        )
        .join(t.document, d.key == m.document)
        .join(t.passage, holds)
    )
    return {
        ("date", row.key): Dated(
            when=When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis),
            what="date",
            status="announced",
            participants=(),
            words=_around(row.text, Span(row.span_start, row.span_end), Span(row.from_, row.to)),
            evidence=Evidence(document=row.of, span=Span(row.span_start, row.span_end)),
            published=row.published,
        )
        for some in few(keys)
        for row in connection.execute(chosen.where(m.key.in_(some)))
    }


def _around(words: str, span: Span, within: Span) -> str:
    """The sentence of the span, by stops followed by a space; within the passage."""
    start = max((words.rfind(stop, within.start, span.start) + 2 for stop in (". ", "! ", "? ")), default=0)
    start = start if start > within.start + 1 else within.start
    ends = [end + 1 for stop in (". ", "! ", "? ") if (end := words.find(stop, span.end, within.end)) >= 0]
    return words[start : min(ends, default=within.end)].strip()
