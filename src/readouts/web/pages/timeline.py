"""The timeline: contacts and announced days of one stretch of time, in lanes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from sqlalchemy import ColumnElement, Connection, Text, and_, case, exists, func, or_, select

from readouts.errors import InputError
from readouts.export.wording import MONTHS
from readouts.records import Evidence, When
from readouts.store import names
from readouts.store import schema as t
from readouts.store.names import Named
from readouts.store.questions import Side
from readouts.text import Span
from readouts.web.pages.who import few, states_in

Scale = Literal["all", "year", "quarter", "month"]
By = Literal["pair", "party"]
Status = Literal["past", "announced", "denied", "hypothetical"]
MOST_LANES, MOST_MARKS = 24, 300
MANY, DAYS = "Three and more", "Days that texts name"  # lanes of contacts of many, and of dates
_AT = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?\Z")
_STATUS: Mapping[str, Status] = {
    "happened": "past", "planned": "announced", "denied": "denied", "hypothetical": "hypothetical",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The days that the page shows."""

    at: str  # how the address names it: "2031", "2031-Q2", "2031-06"; "" for all
    scale: Scale
    start: date
    end: date  # day after the last
    name: str  # for people: "June 2031"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A contact, or a later day that a text names."""

    contact: str | None  # its id; None: a day
    what: str  # a kind of contact, or "date"
    status: Status
    who: tuple[Side, ...]  # the states whose people took part
    when: When
    words: str  # that tell of it
    evidence: Evidence
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """What one pair, or one party, has on the calendar."""

    name: str
    party: str | None  # id of the party, or of the first of the pair; None: a lane of many
    other: str | None  # id of the second of the pair
    marks: tuple[Dated, ...]  # by first day


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch to go to, with how much it holds."""

    at: str
    name: str
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Undated:
    """A contact whose day is not known."""

    contact: str
    what: str
    who: tuple[Side, ...]
    published: date | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """One stretch of the calendar."""

    party: Side | None  # asked for; None: all
    other: Side | None
    kind: str | None
    by: By
    stretch: Stretch
    today: date
    out: Stretch | None  # one step wider; None: all is shown
    before: Stretch | None  # None: nothing lies there
    after: Stretch | None
    parts: tuple[Part, ...]  # one step nearer
    years: tuple[Part, ...]
    lanes: tuple[Lane, ...]  # those of most marks first
    left_out: int  # marks of pairs that have no lane
    rows: tuple[Dated, ...]  # all marks by day
    cut: bool  # there are more than the page takes: the first of the stretch are shown
    undated: tuple[Undated, ...]  # put out in the stretch


def timeline(connection: Connection, today: date, *, party: str = "", other: str = "", kind: str = "", at: str = "",
             by: By = "pair") -> TimelinePage:  # fmt: skip
    """The stretch `at`: a year, quarter or month, "all", or "" for the year of the last contact loaded.

    Raises InputError for a stretch that is none, StoreError for a party that no document names.
    """
    sides = [names.party(connection, name) for name in (party, other) if name]
    where = [*_contact_filters(sides, kind)]
    counts = _by_month(connection, where)
    years = sorted({month[:4] for month in counts})
    shown = _stretch(at, years, today)
    met, named = _met(connection, shown, where), [] if kind else _days(connection, shown, sides)
    found = sorted((*met, *named), key=_in_order)
    lanes = list(_lanes(found, by, [side.id for side in sides]))
    own = [lane for lane in lanes if lane.party]
    return TimelinePage(
        party=_side(sides, 0),
        other=_side(sides, 1),
        kind=kind or None,
        by=by,
        stretch=shown,
        today=today,
        out=_out(shown, years),
        before=_step(shown, -1, years),
        after=_step(shown, 1, years),
        parts=tuple(_parts(shown, counts)),
        years=tuple(Part(at=y, name=y, contacts=_count(counts, y)) for y in years),
        lanes=(*own[:MOST_LANES], *(lane for lane in lanes if not lane.party)),
        left_out=sum(len(lane.marks) for lane in own[MOST_LANES:]),
        rows=tuple(found),
        cut=max(len(met), len(named)) >= MOST_MARKS,
        undated=_undated(connection, shown, where),
    )


def _side(sides: Sequence[Named], place: int) -> Side | None:
    return Side(sides[place].id, sides[place].name) if place < len(sides) else None


def _in_order(one: Dated) -> tuple[Any, ...]:
    start = one.when.start or date.min
    return start, one.when.end or date.max, one.what, one.evidence.document, one.evidence.span


def address(page: TimelinePage, *, at: str | None = None, by: By | None = None) -> str:
    """The same question of another stretch, or with other lanes."""
    asked = {
        "party": page.party.id if page.party else "",
        "other": page.other.id if page.other else "",
        "kind": page.kind or "",
        "by": "" if (by or page.by) == "pair" else "party",
        "at": page.stretch.at if at is None else at,
    }
    return "/timeline?" + urlencode({name: value for name, value in asked.items() if value})


# -- stretches -----------------------------------------------------------------------------------------------------


def _stretch(at: str, years: Sequence[str], today: date) -> Stretch:
    if at == "":
        past = [year for year in years if year <= str(today.year)]
        at = past[-1] if past else years[0] if years else str(today.year)
    if at == "all":
        first, last = (int(years[0]), int(years[-1])) if years else (today.year, today.year)
        name = str(first) if first == last else f"{first} to {last}"
        return Stretch(at="all", scale="all", start=date(first, 1, 1), end=_first_of(last + 1, 1), name=name)
    found = _AT.match(at)
    if not found or not 1 <= int(found[1]) < date.max.year:
        raise InputError(f"{at!r} is no year, quarter or month", "Write it as 2024, 2024-Q3 or 2024-09")
    return _named(int(found[1]), quarter=int(found[2] or 0), month=int(found[3] or 0))


def _named(year: int, *, quarter: int = 0, month: int = 0) -> Stretch:
    if month:
        end, name = _first_of(year, month + 1), f"{MONTHS[month - 1]} {year}"
        return Stretch(at=f"{year:04}-{month:02}", scale="month", start=date(year, month, 1), end=end, name=name)
    if quarter:
        first = 3 * quarter - 2
        name = f"{MONTHS[first - 1]} to {MONTHS[first + 1]} {year}"
        return Stretch(at=f"{year:04}-Q{quarter}", scale="quarter", start=date(year, first, 1),
                       end=_first_of(year, first + 3), name=name)  # fmt: skip
    return Stretch(at=f"{year:04}", scale="year", start=date(year, 1, 1), end=_first_of(year, 13), name=str(year))


def _first_of(year: int, month: int) -> date:
    """The first day of the month; months after the twelfth are of the next year."""
    more, place = divmod(month - 1, 12)
    return date(min(year + more, date.max.year), place + 1, 1)


def _out(shown: Stretch, years: Sequence[str]) -> Stretch | None:
    if shown.scale == "month":
        return _named(shown.start.year, quarter=(shown.start.month + 2) // 3)
    if shown.scale == "quarter":
        return _named(shown.start.year)
    return _stretch("all", years, shown.start) if shown.scale == "year" and len(years) > 1 else None


def _step(shown: Stretch, way: int, years: Sequence[str]) -> Stretch | None:
    """The stretch beside it, if its year lies within those of the contacts."""
    if shown.scale == "all" or not years:
        return None
    months = {"year": 12, "quarter": 3, "month": 1}[shown.scale]
    place = shown.start.year * 12 + shown.start.month - 1 + way * months
    year, month = divmod(place, 12)
    if not int(years[0]) <= year <= int(years[-1]):
        return None
    given = {"year": {}, "quarter": {"quarter": month // 3 + 1}, "month": {"month": month + 1}}[shown.scale]
    return _named(year, **given)


def _parts(shown: Stretch, counts: Mapping[str, int]) -> Iterator[Part]:
    year = shown.start.year
    if shown.scale == "all":
        yield from (
            Part(at=f"{y:04}", name=str(y), contacts=_count(counts, f"{y:04}")) for y in range(year, shown.end.year)
        )
    if shown.scale == "year":
        for quarter in range(1, 5):
            months = [f"{year:04}-{month:02}" for month in range(3 * quarter - 2, 3 * quarter + 1)]
            name = f"{MONTHS[3 * quarter - 3][:3]} – {MONTHS[3 * quarter - 1][:3]}"
            yield Part(at=f"{year:04}-Q{quarter}", name=name, contacts=sum(counts.get(month, 0) for month in months))
    if shown.scale == "quarter":
        for month in range(shown.start.month, shown.start.month + 3):
            at = f"{year:04}-{month:02}"
            yield Part(at=at, name=MONTHS[month - 1], contacts=counts.get(at, 0))


def _count(counts: Mapping[str, int], year: str) -> int:
    return sum(count for month, count in counts.items() if month[:4] == year)


# -- contacts ------------------------------------------------------------------------------------------------------


def _contact_filters(sides: Sequence[Named], kind: str) -> Iterator[ColumnElement[bool]]:
    """Of the mention that stands for each contact."""
    c, x, k, d = t.contact.c, t.contact_party.c, t.contact_links.c, t.document.c
    yield c.key.in_(select(k.contact).where(k.contact == k.linked_to))
    yield c.document.in_(select(d.key).where(d.superseded_by.is_(None)))
    for side in sides:
        yield c.key.in_(select(x.contact).where(x.part == "participant", x.party.in_(side.ids)))
    if kind:
        yield c.kind == kind


def _by_month(connection: Connection, where: Sequence[ColumnElement[bool]]) -> Mapping[str, int]:
    """How many contacts begin in each month ("2031-06")."""
    c = t.contact.c
    day = c.day_start.cast(Text)  # ISO 8601 in both databases
    month = func.substr(day, 1, 7)
    counted = select(month.label("month"), func.count()).where(c.day_start.is_not(None), *where).group_by(month)
    return {row.month: row[1] for row in connection.execute(counted.order_by(month))}


def _overlaps(start: Any, end: Any, shown: Stretch) -> ColumnElement[bool]:
    """Days that lie in the stretch, wholly or in part; one of the two may be open."""
    whole = or_(end.is_(None), end > shown.start)
    return and_(or_(start.is_not(None), end.is_not(None)), or_(start.is_(None), start < shown.end), whole)


def _met(connection: Connection, shown: Stretch, where: Sequence[ColumnElement[bool]]) -> list[Dated]:
    c, d, e = t.contact.c, t.document.c, t.evidence.c
    chosen = (
        select(t.contact, d.id.label("of"), d.published)
        .join(t.document, d.key == c.document)
        .where(_overlaps(c.day_start, c.day_end, shown), *where)
        .order_by(c.day_start, c.key)
        .limit(MOST_MARKS)
    )
    rows = connection.execute(chosen).all()
    keys = [row.key for row in rows]
    who, said = states_in(connection, keys), _said(connection, e.contact, keys)
    return [
        Dated(
            contact=row.id,
            what=row.kind,
            status=_STATUS[row.status],
            who=who.get(row.key, ()),
            when=When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis),
            words=said[row.key][0],
            evidence=Evidence(document=row.of, span=said[row.key][1]),
            published=row.published,
        )
        for row in rows
        if row.key in said
    ]


def _said(connection: Connection, owner: Any, keys: Sequence[int]) -> Mapping[int, tuple[str, Span]]:
    """Of each row the first words that bear it out."""
    e, d = t.evidence.c, t.document.c
    words = func.substr(d.text, e.span_start + 1, e.span_end - e.span_start).label("words")
    chosen = (
        select(owner.label("owner"), e.span_start, e.span_end, words)
        .join(t.document, d.key == e.document)
        .where(e.part == "span")
        .order_by(e.key.desc())
    )
    rows = (row for some in few(keys) for row in connection.execute(chosen.where(owner.in_(some))))
    return {row.owner: (" ".join(row.words.split()), Span(row.span_start, row.span_end)) for row in rows}


def _undated(connection: Connection, shown: Stretch, where: Sequence[ColumnElement[bool]]) -> tuple[Undated, ...]:
    c, d, e = t.contact.c, t.document.c, t.evidence.c
    chosen = (
        select(c.key, c.id, c.kind, d.id.label("of"), d.published)
        .join(t.document, d.key == c.document)
        .where(c.day_start.is_(None), c.day_end.is_(None), d.published >= shown.start, d.published < shown.end, *where)
        .order_by(d.published, c.key)
        .limit(MOST_MARKS)
    )
    rows = connection.execute(chosen).all()
    keys = [row.key for row in rows]
    who, said = states_in(connection, keys), _said(connection, e.contact, keys)
    return tuple(
        Undated(contact=row.id, what=row.kind, who=who.get(row.key, ()), published=row.published,
                evidence=Evidence(document=row.of, span=said[row.key][1]))
        for row in rows if row.key in said
    )  # fmt: skip


# -- days that texts name ------------------------------------------------------------------------------------------


def _days(connection: Connection, shown: Stretch, sides: Sequence[Named]) -> list[Dated]:
    """Later days that the texts name, those of a contact in the same text aside; each day of a text once."""
    m, d, c, p = t.date_mention.c, t.document.c, t.contact.c, t.passage.c
    same_day = exists().where(c.document == m.document, c.day_start == m.day_start)
    later = case((d.published.is_(None), False), else_=m.day_start > d.published)
    holds = and_(p.document == m.document, p.span_start <= m.span_start, m.span_start < p.span_end)
    chosen = (
        select(t.date_mention, d.id.label("of"), d.published, p.span_start.label("from_"),
               func.substr(d.text, p.span_start + 1, p.span_end - p.span_start).label("passage"))
        .join(t.document, and_(d.key == m.document, d.superseded_by.is_(None)))
        .join(t.passage, holds)
        .where(m.type == "DATE", later, ~same_day, _overlaps(m.day_start, m.day_end, shown))
        .order_by(m.day_start, m.key)
        .limit(MOST_MARKS)
    )  # fmt: skip
    for side in sides:
        chosen = chosen.where(m.document.in_(select(t.mention.c.document).where(t.mention.c.party.in_(side.ids))))
    found: dict[tuple[Any, ...], Dated] = {}
    for row in connection.execute(chosen):
        found.setdefault((row.document, row.day_start, row.day_end), _day(row))
    return list(found.values())


def _day(row: Any) -> Dated:
    span = Span(row.span_start, row.span_end)
    return Dated(
        contact=None,
        what="date",
        status="announced",
        who=(),
        when=When(start=row.day_start, end=row.day_end, edtf=row.edtf, basis=row.basis),
        words=_around(row.passage, span.start - row.from_, span.end - row.from_),
        evidence=Evidence(document=row.of, span=span),
        published=row.published,
    )


def _around(passage: str, start: int, end: int) -> str:
    """The sentence of the words from `start` to `end`, by stops followed by a space."""
    stops = [stop.end() for stop in re.finditer(r"[.!?][”’\"']?\s", passage)]
    first = max((stop for stop in stops if stop <= start), default=0)
    last = min((stop for stop in stops if stop >= end), default=len(passage))
    return " ".join(passage[first:last].split())


# -- lanes ---------------------------------------------------------------------------------------------------------


def _lanes(found: Sequence[Dated], by: By, asked: Sequence[str]) -> Iterator[Lane]:
    """The lanes, those of most marks first; that of many, and that of named days, last."""
    marks: dict[tuple[Side, ...] | str, list[Dated]] = {}
    for one in found:
        for key in _keys(one, by):
            marks.setdefault(key, []).append(one)
    own = {key: those for key, those in marks.items() if not isinstance(key, str)}
    for key in sorted(own, key=lambda key: (-len(own[key]), [side.name for side in key])):
        told = sorted(key, key=lambda side: (side.id not in asked, side.name))
        yield Lane(
            name=" – ".join(side.name for side in told),
            party=told[0].id,
            other=told[1].id if len(told) > 1 else None,
            marks=tuple(own[key]),
        )
    for name in (MANY, DAYS):
        if name in marks:
            yield Lane(name=name, party=None, other=None, marks=tuple(marks[name]))


def _keys(one: Dated, by: By) -> Iterator[tuple[Side, ...] | str]:
    if one.contact is None:
        yield DAYS
    elif by == "party":
        yield from ((side,) for side in one.who)
    elif len(one.who) > 2:
        yield MANY
    else:
        yield tuple(sorted(one.who, key=lambda side: side.name))
