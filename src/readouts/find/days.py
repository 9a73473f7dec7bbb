"""Days that time expressions name: of the calendar, weekdays, "tomorrow", "the following day"; times of day."""

import re
from dataclasses import replace
from datetime import date, timedelta

from readouts.find import timex
from readouts.find.expression import Found, Place
from readouts.find.periods import period, weekday_near
from readouts.records import Basis, Tense

_UNKNOWN = "XXXX-XX-XX"

# How many days ahead a day or month without a year may lie, by the tense of its verb; beyond, the last one is meant.
# Set on TimeBank and AQUAINT, where "was extended to November 16" of an October stands in the past tense.
_REACH: dict[Tense | None, int] = {"future": 300, "present": 150, None: 150, "past": 75}


def calendar_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none (31 June)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def on_day(at: Place, day: date | None, basis: Basis | None = None, *, part_of_day: str = "") -> Found | None:
    """A mention of one day or of a part of it; None when there is no such day."""
    whole = period("day", day) if day else None
    if whole is None:
        return None
    value = whole.value + timex.PARTS.get(part_of_day, "")
    return at.as_("TIME" if part_of_day else "DATE", value, whole, whole.when(basis or at.basis))


def open_day(at: Place, value: str = _UNKNOWN, *, part_of_day: str = "") -> Found:
    """A mention of a day that cannot be placed."""
    return at.as_("TIME" if part_of_day else "DATE", value + timex.PARTS.get(part_of_day, ""))


# -- days of the calendar ---------------------------------------------------------------------------------------------


def named_day(at: Place) -> Found | None:
    """ "16 September 2024", "Sept. 16", "Monday, September 16", "last Oct. 23"."""
    month, number = timex.month_number(at["month"]), int(at["day"])
    return _placed(at, month, number, at["year"] or _year_after_range(at))


def _placed(at: Place, month: int, number: int, year: str) -> Found | None:
    if year:
        return on_day(at, calendar_day(int(year), month, number), "stated")
    if at.on is None:
        return open_day(at, f"XXXX-{month:02}-{number:02}")
    return on_day(at, calendar_day(year_near(at, month, number), month, number))


def _year_after_range(at: Place) -> str:
    """The year that stands behind the last day of "September 16-18, 2024"."""
    behind = re.match(r"\s?(?:-|to|and|through)\s?\d{1,2},?\s((?:19|20)\d\d)\b", at.ahead(20))
    return behind[1] if behind else ""


def year_near(at: Place, month: int, number: int | None) -> int:
    """The year of a month or day without one: the next for the future, the last for the past, else the nearest."""
    assert at.on is not None
    days = calendar_day(at.on.year, month, number or at.on.day) or date(at.on.year, month, 28)
    ahead = (days - at.on).days
    this = at.on.year + (ahead < 0)  # the year of the next one; this month and this day are next
    ahead %= 365
    which = at["which"].split()[-1:]
    if which in (["last"], ["past"]):
        return this - 1
    if which in (["next"], ["coming"]) or ahead == 0:
        return this + (which == ["next"] and ahead == 0)
    return this if ahead <= _reach(at) else this - 1


def _reach(at: Place) -> int:
    if at.follows("since") or at.over():
        return 0
    return _REACH["future"] if at.follows("effective", "payable", "until", "till") else _REACH[at.tense()]


def iso_day(at: Place) -> Found | None:
    """2024-09-16."""
    return on_day(at, calendar_day(int(at["year"]), int(at["month"]), int(at["day"])), "stated")


def day_in_figures(at: Place) -> Found | None:
    """25.11.2024 and 25/11/2024; with a stroke the month may come first, so 4/5/2024 stays open."""
    one, two, year = int(at["one"]), int(at["two"]), int(at["year"])
    if len(at["year"]) == 2:
        if at["sign"] == ".":
            return None  # a paragraph's number
        year += 2000 if year < 50 else 1900
    if at["sign"] == "/" and one != two and one <= 12 and two <= 12:
        return at.as_("DATE", f"{year}-XX-XX")
    month, number = (one, two) if at["sign"] == "/" and one <= 12 else (two, one)
    return on_day(at, calendar_day(year, month, number), "stated")


def first_of_range(at: Place) -> Found | None:
    """16 of "16-18 September 2024": month and year stand behind."""
    behind = timex.PATTERNS["british"].search(at.text, at.match.end() + 1)
    if behind is None:
        return None
    return _placed(at, timex.month_number(behind["month"]), int(at["day"]), behind["year"] or "")


def last_of_range(at: Place) -> Found | None:
    """18 of "September 16-18, 2024" and "September 16 to 18": its month stands before."""
    first = at.told[-1] if at.told else None
    if first is None or first.mention.type != "DATE" or first.mention.when is None or first.period is None:
        return None
    between = at.text[first.mention.span.end : at.match.start()]
    written = first.mention.span.of(at.text)
    if not re.fullmatch(r"\s?(?:-|to|and|or|through|until)\s?", between) or not re.search(
        r"[A-Za-z]\.?\s\d{1,2}$", written
    ):
        return None
    if re.match(r"\s?(?:%|per ?cent|[a-z]+s\b)", at.ahead(12)):
        return None
    day = calendar_day(first.period.start.year, first.period.start.month, int(at["day"]))
    return on_day(at, day, first.mention.when.basis) if day and day > first.period.start else None


# What may follow a day alone; a noun makes something else of it.
_NO_NOUN = re.compile(r"\s?[,.;)]|\s(?:[A-Z]|(?:at|in|by|with|the|a|an|and|to|[a-z]+ed|met|held|spoke|saw)\b)|$")


def day_alone(at: Place) -> Found | None:
    """ "On the 4th": of the month in which the text came out, or of the one before where that day was still to come."""
    on = at.text[: at.match.start()].rstrip().lower().endswith("on")
    if not on or not _NO_NOUN.match(at.text, at.match.end()):
        return None
    if at.on is None:
        return at.as_("DATE", f"XXXX-XX-{int(at['day']):02}")
    number, before = int(at["day"]), at.on.replace(day=1) - timedelta(1)
    month = at.on if number <= at.on.day else before
    return on_day(at, calendar_day(month.year, month.month, number), at.basis)


def week_of(at: Place) -> Found | None:
    """ "the week of September 16"."""
    if at.on is None:
        return at.as_("DATE", "XXXX-WXX")
    month, number = timex.month_number(at["month"]), int(at["day"])
    day = calendar_day(year_near(at, month, number), month, number)
    return at.whole("week", day) if day else None


# -- weekdays and days near -------------------------------------------------------------------------------------------


def weekday(at: Place) -> Found | None:
    """ "Monday", "next Friday evening", "the following Tuesday"; which one is meant goes by the tense of the verb."""
    number, which, part_of_day = timex.WEEKDAYS.index(at["weekday"]), at["which"].removeprefix("the "), at["part"]
    if at.on is None:
        return open_day(at, f"XXXX-WXX-{number + 1}", part_of_day=part_of_day)
    anchor = at.anchor("day")
    if which in ("previous", "preceding", "following", "same") and anchor:
        forward = which == "following"
        start = anchor.start + timedelta(forward or -(which != "same"))
        return on_day(at, weekday_near(start, number, 1 if forward else -1), "relative", part_of_day=part_of_day)
    return on_day(at, _weekday_from(at, number, which, at.on), part_of_day=part_of_day)


def _weekday_from(at: Place, number: int, which: str, on: date) -> date:
    """Which of the weekdays around the day of writing is meant."""
    if which in ("next", "this coming"):
        return weekday_near(on + timedelta(1), number, 1)
    if which in ("last", "past", "this past", "previous", "preceding"):
        return weekday_near(on - timedelta(1), number, -1)
    return weekday_near(on, number, 1 if at.tense() == "future" else -1)


def weekdays(at: Place) -> Found:
    """ "every Monday", "Tuesdays", "Friday nights"."""
    number = timex.WEEKDAYS.index(at["weekday"] or at["plural"])
    return at.as_("SET", f"XXXX-WXX-{number + 1}" + timex.PARTS.get(at["part"] or at["part2"], ""))


def part_of_weekday(at: Place) -> Found | None:
    """ "mid-afternoon yesterday", "morning Tuesday"."""
    return weekday(at) if at["weekday"] else near_day(at)


_AWAY = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


def near_day(at: Place) -> Found | None:
    """ "today", "tomorrow morning", "last night", "this evening"."""
    word, whole = at["word"], at["whole"]
    part_of_day = ({"tonight": "night", "overnight": "night"}.get(whole) or whole.split()[-1]) if whole else at["part"]
    if at.on is None:
        return open_day(at, part_of_day=part_of_day)
    away = _AWAY[word] if word else -(whole.startswith("last"))
    return on_day(at, at.on + timedelta(away), part_of_day=part_of_day)


def then_day(at: Place) -> Found | None:
    """ "the following day", "that evening", "the day before": from the day told before."""
    which = at["which"].split()[-1] if at["which"] else at["day"].split()[-1]
    anchor = at.anchor("day")
    if anchor is None:
        return None if which == "that" else open_day(at, part_of_day=at["part"])
    away = {"following": 1, "next": 1, "after": 1, "previous": -1, "preceding": -1, "before": -1}.get(which, 0)
    return on_day(at, anchor.start + timedelta(away), "relative", part_of_day=at["part"])


def day_part(at: Place) -> Found | None:
    """ "in the evening", "mid-afternoon": of the day told before, else of the day of writing."""
    anchor = at.anchor("day")
    day = anchor.start if anchor else at.on
    return on_day(at, day, part_of_day=at["part"]) if day else open_day(at, part_of_day=at["part"])


_HOLIDAYS = {"christmas eve": (12, 24), "christmas": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1)}
_HOLIDAYS["christmas day"] = _HOLIDAYS["christmas"]


def holiday(at: Place) -> Found | None:
    """Christmas and New Year; Thanksgiving, the fourth Thursday of November."""
    month, number = _HOLIDAYS.get(at["name"], (11, 0))
    if at.on is None:
        return open_day(at, f"XXXX-{month:02}-{number:02}" if number else "XXXX-11-XX")
    year = year_near(at, month, number or 25)
    return on_day(at, date(year, month, number) if number else weekday_near(date(year, 11, 22), 3, 1))


# -- times of day -----------------------------------------------------------------------------------------------------

_NEARBY = 200  # characters back to which a day told before is the day of a time without one
_AT = ("at", "by", "from", "until", "till", "after", "before", "around", "about", "to", "and", "between")


def clock(at: Place) -> Found | None:
    """A time of day, on the day that it names or that was told just before it."""
    if at["hour24"] and not at.follows(*_AT) and not re.search(r"(?:hours|hrs|[A-Z]{2,4}\)?|time)$", at.match[0]):
        return None
    day = _clock_day(at)
    hour = int(at["hour"] or at["hour24"] or {"midnight": 24}.get(at["named"], 12))
    if at["half"]:
        hour = hour % 12 + (0 if at["half"].startswith("a") or at["half"].endswith("morning") else 12)
    value = f"{day.isoformat() if day else _UNKNOWN}T{hour:02}:{at['minute'] or at['minute24'] or '00'}"
    whole = period("day", day) if day else None
    return at.as_("TIME", value, whole, whole.when(at.basis) if whole else None)


def _after_on(at: Place) -> int:
    """Where the date of "9 a.m. on 3 May" would begin."""
    on = re.compile(r",?\s(?:on\s)?").match(at.text, at.match.end())
    return on.end() if on else at.match.end()


def _clock_day(at: Place) -> date | None:
    stated = timex.PATTERNS["british"].match(at.text, _after_on(at))
    if at["month"] or stated:
        found = named_day(replace(at, match=stated) if stated else at)
        return found.period.start if found and found.period else None
    if at.on is None:
        return None
    zoned = re.match(r"\s?\(\d{4} gmt\),? (?:on )?([a-z]+day)\b", at.ahead(30))
    named = at["weekday"] or (zoned[1] if zoned else "")
    if named in timex.WEEKDAYS:
        return _weekday_from(at, timex.WEEKDAYS.index(named), "", at.on)
    if at["word"]:
        return at.on + timedelta(_AWAY[at["word"]])
    near = at.told[-1] if at.told else None
    close = near is not None and at.match.start() - near.mention.span.end < _NEARBY
    return near.period.start if near and close and near.period and near.period.unit == "day" else at.on
