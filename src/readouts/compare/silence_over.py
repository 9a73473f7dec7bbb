"""Silence over a set of statements: issuer by issue by period, with what was loaded and the ground of saying it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from readouts.compare.topics import topics
from readouts.records import Evidence, Ground, Silence, SilenceOver, Statement
from readouts.text import Span, words

Period = Literal["whole", "year", "quarter", "month"]
_MONTHS: dict[Period, int] = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement with the first words that it has for each issue."""

    statement: Statement
    words: int
    mentions: Mapping[str, Span]

    @property
    def day(self) -> date | None:
        return self.statement.document.published


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
    wanted = frozenset(issues)
    by_party: dict[str, list[_Said]] = {}
    for statement in statements:
        by_party.setdefault(statement.party, []).append(_said(statement, wanted))
    told = list(asserted)
    for silence, _ in told:
        by_party.setdefault(silence.party, [])
    return tuple(
        _over(party, issue, said, told, span)
        for party, said in by_party.items()
        for issue in issues
        for span in _periods([s.day for s in said], since, until, period)
    )


def _said(statement: Statement, issues: frozenset[str]) -> _Said:
    text = statement.document.text
    mentions: dict[str, Span] = {}
    for span, issue in topics(text):
        if issue in issues and issue not in mentions and any(part.covers(span) for part in statement.parts):
            mentions[issue] = span
    return _Said(statement, sum(len(list(words(text, part))) for part in statement.parts), mentions)


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
    said: Sequence[_Said],
    asserted: Sequence[tuple[Silence, date | None]],
    period: tuple[date | None, date | None],
) -> SilenceOver:
    start, end = period
    here = sorted((s for s in said if _within(s.day, start, end)), key=lambda s: s.day or date.max)
    full = sum(s.statement.coverage == "full" for s in here)
    with_it = [s for s in here if issue in s.mentions]
    claimed = tuple(s for s, day in asserted if (s.party, s.issue) == (party, issue) and _within(day, start, end))
    days = [s.day for s in here if s.day]
    since, quiet = _silent(said, issue, end)
    return SilenceOver(
        party=party,
        issue=issue,
        start=start,
        end=end,
        basis=None if with_it else _basis(full, claimed),
        documents=len(here),
        full=full,
        words=sum(s.words for s in here),
        first=min(days, default=None),
        last=max(days, default=None),
        undated=len(here) - len(days),
        mentions=tuple(Evidence(document=s.statement.document.id, span=s.mentions[issue]) for s in with_it),
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


def _silent(said: Sequence[_Said], issue: str, end: date | None) -> tuple[date | None, int]:
    """The day of the last mention before the end of the period, and how many statements came after it until then."""
    days = sorted(s.day for s in said if s.day and (end is None or s.day < end))
    mentioned = [s.day for s in said if s.day and issue in s.mentions and (end is None or s.day < end)]
    last = max(mentioned, default=None)
    return last, len(days) - (bisect_right(days, last) if last else 0)
