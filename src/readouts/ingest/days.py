"""The publisher's calendar day of a time stamp, and the choice among several that sources give."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo

from readouts.ingest.letterhead import day_in
from readouts.records import KnownFrom

_TIME = re.compile(
    r"(?<!\d)(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\b)?", re.I
)
_OFFSET = re.compile(r"(?:\d|[ap]m|\s|UTC|GMT)\s*(?P<sign>[+\-−])(?P<hours>\d\d?):?(?P<minutes>\d\d)?\)?\s*$", re.I)
_UTC = re.compile(r"(?:\d\s*Z|\b(?:UTC|GMT|UT))\)?\s*$")
_MOST_CHARACTERS = 200  # what stands behind them in a stamp is none
_COMPACT = re.compile(r"^\s*(\d{4})(\d\d)(\d\d)(?:T|\b)")


@dataclass(frozen=True, slots=True)
class Said:
    """Something a source says about a document, in its own words."""

    value: str
    basis: KnownFrom


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, and whether it is the publisher's."""

    day: date
    utc: bool  # counted in UTC, so near midnight it may be the publisher's day before or after


def stamp(written: str, zone: tzinfo | None = None) -> Stamp | None:
    """The day that is written, in words, ISO 8601 or as mail has it; None when no full day is.

    Where the time and its offset are written too and the publisher's zone is known, it is the day in that zone.

    >>> stamp("Wed, 04 Jun 2031 23:30:00 GMT").day.isoformat()
    '2031-06-04'
    """
    written = written[:_MOST_CHARACTERS]
    day = day_in(written) or _compact(written)
    if day is None:
        return None
    offset = _offset(written)
    time = _TIME.search(written)
    if zone is None or offset is None or time is None:
        return Stamp(day, utc=offset == timedelta(0) and time is not None)
    hour = int(time["hour"]) % 12 + 12 * (time["half"].lower().startswith("p")) if time["half"] else int(time["hour"])
    instant = datetime(day.year, day.month, day.day, hour, int(time["minute"]), tzinfo=timezone(offset))
    try:
        return Stamp(instant.astimezone(zone).date(), utc=False)
    except OverflowError:
        return None


def _compact(written: str) -> date | None:
    found = _COMPACT.match(written)
    return day_in("-".join(found.groups())) if found else None


def _offset(written: str) -> timedelta | None:
    """How far the stamp's clock is ahead of UTC; None when it does not say."""
    if _UTC.search(written):
        return timedelta(0)
    time = _TIME.search(written)
    found = _OFFSET.search(written, time.start() if time else 0) if time else None
    if not found:
        return None
    ahead = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return (ahead if found["sign"] == "+" else -ahead) if ahead < timedelta(hours=24) else None


def chosen(said: Iterable[Said], zone: tzinfo | None = None) -> tuple[date, KnownFrom] | None:
    """The day to believe, and on what basis; the sayings come most trusted first.

    A stamp in UTC gives way to another saying of the same day or the day before or after, for that is the
    publisher's own calendar.
    """
    found = [(stamp(one.value, zone), one.basis) for one in said]
    dated = [(one, basis) for one, basis in found if one]
    if not dated:
        return None
    first, basis = dated[0]
    if first.utc:
        near = ((s.day, b) for s, b in dated[1:] if not s.utc and abs(s.day - first.day) <= timedelta(days=1))
        return next(near, (first.day, basis))
    return first.day, basis
