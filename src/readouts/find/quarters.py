"""Quarters and halves of the year, and what is compared with them: "a year earlier", "the year-ago period"."""

import re
from datetime import date, timedelta

from readouts.find import timex
from readouts.find.days import calendar_day, year_near
from readouts.find.expression import Found, Place
from readouts.find.periods import Period


def quarter(at: Place) -> Found | None:
    """The nth quarter or half; one without a year is the one whose end lies nearest, rather behind than ahead."""
    nth = 2 if at["nth"] in ("last", "latter") else timex.ORDINALS.get(at["nth"]) or int(at["nth"])
    unit = at["unit"] or ("quarter" if at["sign"] == "q" else "half")
    if nth > (4 if unit == "quarter" else 2):
        return None
    first = (nth - 1) * (3 if unit == "quarter" else 6) + 1
    if year := at["year"] or at["year2"]:
        return at.whole(unit, date(int(year), first, 1), "stated")
    told_year = bool(at["of"] or at["which"]) or at.match[0].lower().endswith("year")
    if (unit == "half" and not told_year) or (unit == "quarter" and at["nth"] in ("last", "latter")):
        return None  # the half of a game; "the last quarter" is another thing
    if at.on is None:
        return at.as_("DATE", f"XXXX-{unit[0].upper()}{nth}")
    found = _year_told(at, at.on) if told_year else _year_of_nearest(at.on, first)
    return at.whole(unit, date(found, first, 1))


def _year_told(at: Place, on: date) -> int:
    """The year of "last year's first quarter", "the second half of the year"."""
    of = at.which_year(at["of"]) if at["of"] else None
    which = at["which"]
    return (of or on.year) + (-1 if "last" in which or "year-" in which else 1 if "next" in which else 0)


def _year_of_nearest(on: date, first: int) -> int:
    """The year in which the quarter from that month on ends nearest to the day; days ahead count twice."""
    ends = {y: (date(y, first, 1) - on).days + 90 for y in (on.year - 1, on.year, on.year + 1)}
    return min(ends, key=lambda y: 2 * ends[y] if ends[y] > 90 else abs(ends[y]))


def bare_quarter(at: Place) -> Found | None:
    """ "the quarter", "the latest period", "the 1988 quarter", "the year-ago period": by the quarter spoken of."""
    how, year, told = at["how"] + at["how2"] + at["back"], at["year"], _spoken_of(at)
    if at.on is None or (at["unit"] == "period" and not how and not year):
        return None
    if ended := _ended(at):
        return at.whole("quarter", ended)
    back = -4 if "year" in how else 0
    if year:
        day = date(int(year), told.start.month if told else 1, 1)
        return at.whole("quarter" if told or at["unit"] == "quarter" else "year", day, "stated")
    if how == "current":
        return at.whole("quarter", at.on)
    if told is None and back and at["unit"] == "period":
        return at.whole("year", at.on, steps=-1)
    if told is None:
        return at.whole("quarter", at.on, steps=back - 1) if how else None
    return at.whole("quarter", told.start, steps=back)


def _ended(at: Place) -> date | None:
    """A day amid the quarter of "the quarter ended Sept. 30"."""
    tail = re.match(r"\s(?:ended|ending)\s", at.text[at.match.end() : at.match.end() + 8])
    last = timex.PATTERNS["american"].match(at.text, at.match.end() + tail.end()) if tail else None
    if last is None:
        return None
    month, number = timex.month_number(last["month"]), int(last["day"])
    day = calendar_day(int(last["year"] or year_near(at, month, number)), month, number)
    return day - timedelta(45) if day else None


def _spoken_of(at: Place) -> Period | None:
    """The quarter that a text is about: the latest of those told so far, as others are only compared with it."""
    quarters = [f.period for f in at.told if f.period and _is_quarter(f)]
    over = [q for q in quarters if at.on and timedelta(0) <= at.on - q.end < timedelta(300)]
    return max(over or quarters, key=lambda q: q.start, default=None)


def _of_many_months(at: Place) -> bool:
    """Whether the text speaks of more than a quarter just then: "in the first nine months ... a year earlier"."""
    lately = (f.mention.value for f in reversed(at.told) if f.mention.value in ("P9M", "P6M") or _is_quarter(f))
    return next(lately, "")[0:1] == "P"


def _is_quarter(found: Found) -> bool:
    return found.period is not None and found.period.unit == "quarter"


def year_before(at: Place) -> Found | None:
    """ "year-ago results": of the quarter spoken of, else of the year."""
    return earlier(at, 1, "year") if at.on else at.as_("DATE", "XXXX")


def earlier(at: Place, count: float, unit: str) -> Found | None:
    """So many years before the quarter that the text speaks of, else before the day of publication."""
    assert at.on is not None
    spoken_of = _spoken_of(at) if unit == "year" and count == 1 and not _of_many_months(at) else None
    if spoken_of:
        back = -4 if spoken_of.start.year >= at.on.year else 0
        return at.whole("quarter", spoken_of.start, steps=back)
    return at.whole(unit, at.on, steps=-round(count))
