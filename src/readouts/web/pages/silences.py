"""Silences: issuer by issue by period, and on what ground."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from readouts.export.wording import days
from readouts.export.wording import issue as label_of
from readouts.keeping.statements import silences as silences_of
from readouts.lexicon.tables import rows as lexicon_rows
from readouts.records import Evidence, Ground, SilenceOver, When
from readouts.store import names
from readouts.store.questions import Side
from readouts.web.pages.formulas import Issuer, issuers
from readouts.web.pages.kept import Kept
from readouts.web.pages.matrix import known_issue

Period = Literal["whole", "year", "quarter", "month"]
MOST_ISSUERS = 30  # that one page looks through
_kept = Kept()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of time at the head of a column."""

    start: date | None  # None: from the first statement on
    end: date | None  # day after the last
    name: str  # for people: "June 2031"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Whether one issuer's statements of one period mention one issue."""

    issuer: Side
    issue: str
    start: date | None
    end: date | None
    basis: Ground | None  # None: it is mentioned
    mentions: int  # statements that mention it
    statements: int  # that are loaded of the period
    full: int  # how many of them in full
    silent_since: date | None  # day of the last mention; None: never mentioned before
    silent_in: int  # statements since
    evidence: Evidence | None  # the last mention; of an asserted silence where it is asserted; None: nothing to show
    asserted: int  # how often somebody says that it was left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One issuer and issue through the periods."""

    issuer: Side
    issue: str
    label: str
    heard: tuple[Heard | None, ...]  # None: no statement of the period is loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class SilencesPage:
    """Of one issuer all issues, or of one issue all issuers."""

    issuer: Side | None
    issue: str
    by: Period
    issuers: tuple[Issuer, ...]
    periods: tuple[Stretch, ...]
    lines: tuple[Line, ...]  # the longest silences of what was mentioned before come first
    rows: tuple[Heard, ...]


def silences(connection: Connection, *, issuer: str = "", issue: str = "", by: Period = "year") -> SilencesPage:
    """Without issuer and issue those of the issuer of most statements. Raises StoreError for one that is not known."""
    all_ = issuers(connection)
    own = names.party(connection, issuer) if issuer else None
    asked = (Side(own.id, own.name),) if own else tuple(one.party for one in all_[: MOST_ISSUERS if issue else 1])
    if issue:
        known_issue(connection, issue)
    found = [one for side in asked for one in heard(connection, side, by) if not issue or one.issue == issue]
    periods = sorted({(one.start, one.end) for one in found}, key=lambda period: period[0] or date.min)
    return SilencesPage(
        issuer=asked[0] if asked and not (issue and not own) else None,
        issue=issue,
        by=by,
        issuers=all_,
        periods=tuple(_stretch(*period) for period in periods),
        lines=tuple(sorted(_lines(found, periods), key=_in_order)),
        rows=tuple(found),
    )


def _stretch(start: date | None, end: date | None) -> Stretch:
    open_ = start is None and end is None
    name = "all" if open_ else days(When(start=start, end=end, edtf=None, basis="stated"))
    return Stretch(start=start, end=end, name=name)


def _lines(found: Sequence[Heard], periods: Sequence[tuple[date | None, date | None]]) -> Iterator[Line]:
    by_place = {(one.issuer, one.issue, one.start, one.end): one for one in found}
    for issuer, issue in dict.fromkeys((one.issuer, one.issue) for one in found):
        own = tuple(by_place.get((issuer, issue, *period)) for period in periods)
        yield Line(issuer=issuer, issue=issue, label=label_of(issue), heard=own)


def _in_order(line: Line) -> tuple[int, int, str]:
    """What was mentioned and then fell silent for longest; what never was mentioned last."""
    last = next((one for one in reversed(line.heard) if one), None)
    never = last is None or last.silent_since is None
    return int(never), -last.silent_in if last and not never else 0, line.label


# -- one issuer ----------------------------------------------------------------------------------------------------


def heard(connection: Connection, issuer: Side, by: Period) -> tuple[Heard, ...]:
    """All issues of the issuer."""
    return _kept.get(connection, ("heard", issuer, by), lambda: tuple(_heard(connection, issuer, by)))


def _heard(connection: Connection, issuer: Side, by: Period) -> Iterator[Heard]:
    issues = [row["id"] for row in lexicon_rows("issues")]
    for one in silences_of(connection, [issuer.id], issues, period=by):
        yield _of(one, issuer)


def _of(one: SilenceOver, issuer: Side) -> Heard:
    told = [place for silence in one.asserted for place in silence.evidence]
    return Heard(
        issuer=issuer,
        issue=one.issue,
        start=one.start,
        end=one.end,
        basis=one.basis,
        mentions=len(one.mentions),
        statements=one.documents,
        full=one.full,
        silent_since=one.silent_since,
        silent_in=one.silent_in,
        evidence=next(iter(reversed(one.mentions)), next(iter(told), None)),
        asserted=len(one.asserted),
    )
