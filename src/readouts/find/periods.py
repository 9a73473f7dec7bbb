"""Periods of the calendar: the day, week, month, quarter, season, year, decade a day lies in, and those around it."""

from dataclasses import dataclass
from datetime import date, timedelta

from readouts.records import Basis, When

# Periods made of whole months: how many, and in which month of the count the first begins (seasons: March).
_MONTHS = {
    "month": (1, 0),
    "quarter": (3, 0),
    "season": (3, 2),
    "half": (6, 0),
    "year": (12, 0),
    "decade": (120, 0),
} | {"century": (1200, 0)}
SEASONS = ("SP", "SU", "FA", "WI")  # from March, June, September, December, as weather services count in the north


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of days that has a name of its own."""

    unit: str  # "day", "week", "weekend", or a key of `_MONTHS`
    value: str  # TIMEX3
    edtf: str
    start: date
    end: date  # day after the last

    def when(self, basis: Basis) -> When:
        """The same as a stretch of days with its basis."""
        return When(start=self.start, end=self.end, edtf=self.edtf, basis=basis)


def period(unit: str, on: date, steps: int = 0) -> Period | None:
    """The period of that unit so many steps after (before, if negative) the one that holds the day.

    None when it falls outside the years 1 to 9998.

    >>> period("month", date(2024, 9, 17), -1).value
    '2024-08'
    """
    days = {"day": 1, "week": 7, "weekend": 7}.get(unit)
    if days is None:
        return _of_months(unit, on, steps)
    if not 400 < on.toordinal() + days * steps < 3_650_000:
        return None
    day = on + timedelta(days * steps)
    return _day(day) if unit == "day" else _week(day, unit)


def _day(day: date) -> Period:
    return Period(unit="day", value=day.isoformat(), edtf=day.isoformat(), start=day, end=day + timedelta(1))


def _week(day: date, unit: str) -> Period:
    """The ISO week, or its Saturday and Sunday."""
    year, week, weekday = day.isocalendar()
    end = day + timedelta(8 - weekday)
    start = end - timedelta(2 if unit == "weekend" else 7)
    value = f"{year}-W{week:02}" + ("-WE" if unit == "weekend" else "")
    return Period(unit=unit, value=value, edtf=f"{start}/{end - timedelta(1)}", start=start, end=end)


def _of_months(unit: str, on: date, steps: int) -> Period | None:
    length, offset = _MONTHS[unit]
    count = (on.year * 12 + on.month - 1 - offset) // length + steps
    first = count * length + offset
    if not 12 <= first < first + length <= 9998 * 12:
        return None
    year, month = divmod(first, 12)
    value, edtf = _names(unit, year, month)
    return Period(unit=unit, value=value, edtf=edtf, start=_first(first), end=_first(first + length))


def _names(unit: str, year: int, month: int) -> tuple[str, str]:
    """TIMEX3 value and EDTF of a period that begins in that month, counted from 0."""
    y = f"{year:04}"
    return {
        "month": (f"{y}-{month + 1:02}", f"{y}-{month + 1:02}"),
        "quarter": (f"{y}-Q{month // 3 + 1}", f"{y}-{33 + month // 3}"),
        "season": (f"{y}-{SEASONS[month // 3]}", f"{y}-{21 + month // 3}"),
        "half": (f"{y}-H{month // 6 + 1}", f"{y}-{40 + month // 6}"),
        "year": (y, y),
        "decade": (y[:3], y[:3] + "X"),
        "century": (y[:2], y[:2] + "XX"),
    }[unit]


def _first(months: int) -> date:
    return date(months // 12, months % 12 + 1, 1)


# Which part a word means, as (first, after last) of twelve: early, mid and late are thirds, so an early year ends with
# April; beginning and end are quarters; the halves are halves.
_PARTS = {
    **dict.fromkeys(("early",), (0, 4)),
    **dict.fromkeys(("mid", "middle"), (4, 8)),
    **dict.fromkeys(("late",), (8, 12)),
    **dict.fromkeys(("beginning", "start"), (0, 3)),
    **dict.fromkeys(("end",), (9, 12)),
}


def part(whole: Period, word: str, basis: Basis) -> When:
    """The days of the part of a period that "early", "mid", "late", "the end of" mean; EDTF gives an interval.

    Part and whole have the same TIMEX3 value (TIMEX3 keeps the part in its `mod`).

    >>> part(period("year", date(2027, 1, 1)), "early", "stated").edtf
    '2027-01/2027-04'
    """
    if word not in _PARTS or whole.unit == "day":
        return whole.when(basis)
    first, last = _PARTS[word]
    if whole.unit in ("year", "decade", "century"):
        months = _MONTHS[whole.unit][0] // 12
        begin = whole.start.year * 12
        start, end = _first(begin + first * months), _first(begin + last * months)
        return When(
            start=start, end=end, edtf=f"{start.isoformat()[:7]}/{(end - timedelta(1)).isoformat()[:7]}", basis=basis
        )
    length = (whole.end - whole.start).days
    start, end = (whole.start + timedelta(round(length * n / 12)) for n in (first, last))
    return When(start=start, end=end, edtf=f"{start}/{end - timedelta(1)}", basis=basis)


def before(whole: Period, on: date, basis: Basis) -> When:
    """The days of a period that lie before that day ("earlier this year"); the whole when none do."""
    end = min(on, whole.end)
    if end <= whole.start:
        return whole.when(basis)
    return When(start=whole.start, end=end, edtf=f"{whole.start}/{end - timedelta(1)}", basis=basis)


def after(whole: Period, on: date, basis: Basis) -> When:
    """The days of a period that lie after that day ("later this year"); the whole when none do."""
    start = max(on + timedelta(1), whole.start)
    if start >= whole.end:
        return whole.when(basis)
    return When(start=start, end=whole.end, edtf=f"{start}/{whole.end - timedelta(1)}", basis=basis)


def weekday_near(on: date, weekday: int, direction: int) -> date:
    """The weekday (Monday 0) last before (-1) or next after (1) that day, the day itself included."""
    return (
        on - timedelta((on.weekday() - weekday) % 7) if direction < 0 else on + timedelta((weekday - on.weekday()) % 7)
    )
