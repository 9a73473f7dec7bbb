"""Silence over a set of statements: issuer by issue by period, with what was loaded and the ground of saying it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from readouts.compare.topics import topics
from readouts.records import Evidence, Ground, Silence, SilenceOver, Statement
from readouts.text import Span, words

Period = Literal["whole", "year", "quarter", "month"]
_MONTHS: dict[Period, int] = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Tally:
    """Statements of one issuer on one day."""

    day: date | None
    documents: int
    full: int  # how many of them in full
    words: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """What an issuer has put out, and where it speaks of issues."""

    tallies: list[Tally] = field(default_factory=list)
    mentions: dict[str, list[tuple[date | None, Evidence]]] = field(default_factory=dict)  # by issue, one a statement


def silences_over(
    statements: Iterable[Statement],
    issues: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    period: Period = "whole",
    asserted: Iterable[tuple[Silence, date | None]] = (),
) -> tuple[SilenceOver, ...]:
    """Whether each issuer's statements mention the issues, by issuer, issue and period in the order of time.

    `since` is the first day looked at, `until` the day after the last. Checked is said of the full texts loaded, and
    only of them; where none is loaded nothing can be said. `asserted` has what others say was left out, each with the
    day of the document that says so. "Not in these texts" is all that is meant, never "not discussed".
    """
    by_party: dict[str, Spoken] = {}
    for statement in statements:
        spoken = by_party.setdefault(statement.party, Spoken())
        day, full, words_, first = looked_through(statement)
        spoken.tallies.append(Tally(day, 1, int(full), words_))
        for issue in issues:
            if issue in first:
                where = Evidence(document=statement.document.id, span=first[issue])
                spoken.mentions.setdefault(issue, []).append((day, where))
    return silences_of(by_party, issues, since=since, until=until, period=period, asserted=asserted)


def silences_of(
    spoken: Mapping[str, Spoken],
    issues: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    period: Period = "whole",
    asserted: Iterable[tuple[Silence, date | None]] = (),
) -> tuple[SilenceOver, ...]:
    """As `silences_over`, of what has been counted before."""
    told = list(asserted)
    by_party = {**spoken, **{silence.party: Spoken() for silence, _ in told if silence.party not in spoken}}
    return tuple(
        _over(party, issue, said, told, span)
        for party, said in by_party.items()
        for issue in issues
        for span in _periods([t.day for t in said.tallies], since, until, period)
    )


def looked_through(statement: Statement) -> tuple[date | None, bool, int, Mapping[str, Span]]:
    """Of a statement its day, whether it is whole, the number of its words, and the first words on each issue."""
    text = statement.document.text
    mentions: dict[str, Span] = {}
    for span, issue in topics(text):
        if issue not in mentions and any(part.covers(span) for part in statement.parts):
            mentions[issue] = span
    count = sum(len(list(words(text, part))) for part in statement.parts)
    return statement.document.published, statement.coverage == "full", count, mentions


def _periods(
    days: Sequence[date | None], since: date | None, until: date | None, period: Period
) -> Iterator[tuple[date | None, date | None]]:
    """The periods that the days fall in, as first day and day after the last."""
    known = sorted(d for d in days if d and (since is None or d >= since) and (until is None or d < until))
    if period == "whole" or not known:
        yield since, until
        return
    size = _MONTHS[period]
    start, last = _floor(known[0], size), known[-1]
    while start <= last:
        end = _after(start, size)
        yield max(start, since or start), min(end, until or end)
        start = end


def _floor(day: date, months: int) -> date:
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _after(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _over(
    party: str,
    issue: str,
    said: Spoken,
    asserted: Sequence[tuple[Silence, date | None]],
    period: tuple[date | None, date | None],
) -> SilenceOver:
    start, end = period
    here = [t for t in said.tallies if _within(t.day, start, end)]
    with_it = sorted(
        (m for m in said.mentions.get(issue, ()) if _within(m[0], start, end)), key=lambda m: m[0] or date.max
    )
    full = sum(t.full for t in here)
    claimed = tuple(s for s, day in asserted if (s.party, s.issue) == (party, issue) and _within(day, start, end))
    days = [t.day for t in here if t.day]
    since, quiet = _silent(said, issue, end)
    return SilenceOver(
        party=party,
        issue=issue,
        start=start,
        end=end,
        basis=None if with_it else _basis(full, claimed),
        documents=sum(t.documents for t in here),
        full=full,
        words=sum(t.words for t in here),
        first=min(days, default=None),
        last=max(days, default=None),
        undated=sum(t.documents for t in here if t.day is None),
        mentions=tuple(where for _, where in with_it),
        silent_since=since,
        silent_in=quiet,
        asserted=claimed,
    )


def _basis(full: int, asserted: Sequence[Silence]) -> Ground:
    return "checked" if full else "asserted" if asserted else "unseen"


def _within(day: date | None, start: date | None, end: date | None) -> bool:
    if day is None:
        return start is None and end is None
    return (start is None or day >= start) and (end is None or day < end)


def _silent(said: Spoken, issue: str, end: date | None) -> tuple[date | None, int]:
    """The day of the last mention before the end of the period, and how many statements came after it until then."""
    before = [(day, t.documents) for t in said.tallies if (day := t.day) and (end is None or day < end)]
    mentioned = (day for day, _ in said.mentions.get(issue, ()) if day and (end is None or day < end))
    last = max(mentioned, default=None)
    return last, sum(documents for day, documents in before if last is None or day > last)
