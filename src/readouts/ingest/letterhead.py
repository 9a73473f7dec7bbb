"""What the top and the end of a text say about it: its headline, and the day it was put out."""

import re
from datetime import date

from readouts.text import Span, trimmed

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DATES = [
    re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b", re.I),
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?P<year>\d{{4}})\b", re.I),
    re.compile(r"\b(?P<year>\d{4})(?P<sign>[-./])(?P<month>\d\d?)(?P=sign)(?P<day>\d\d?)(?!\d)"),
    re.compile(r"(?P<year>\d{4})年 ?(?P<month>\d\d?)月 ?(?P<day>\d\d?)日"),
    re.compile(r"(?<![\d.])(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})(?![\d.])"),  # dots: the day goes first
]
_SLASHED = re.compile(r"(?<![\d/])(\d\d?)/(\d\d?)/(\d{4})(?![\d/])")
_AMERICAN = re.compile(r"\b(?:E|C|M|P)[SD]?T\b")  # time zones of the one large country that puts the month first
# A dated line holds the date and little else: a weekday, a time, a zone, "Published".
_MOST_OTHER_WORDS = 4
_NOT_ISSUED = re.compile(r"\b(?:updated?|modified|reviewed|accessed|retrieved|printed|corrected|copyright)\b|©", re.I)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.I)
_BETWEEN = re.compile(r"[|•·]")  # what separates the parts of a letterhead's line
# "PORT VARNE, June 4, 2031 (MNA) – President Voss ...": a place or nothing, the day, perhaps an agency, then a dash.
_PLACE = re.compile(r"(?:(?:[^\W\d_][\w.'’-]*|\(|\)|/),?\s+){0,6}\(?")
_AFTER = re.compile(r"\)?[,.]?\s*+(?:[(/][^()/]{2,30}[)/]\s*+)?(?:[—–:]|--?(?=\s))")
_OPENERS = frozenset("on in since by from until after before during dated at following of the as".split())
_SMALL = frozenset("of de del la le al el and und".split())


def headline(text: str) -> Span | None:
    """The first line, where it stands above other text and reads like a title: short, and no sentence of its own."""
    first, _, rest = text.partition("\n")
    span = trimmed(text, 0, len(first), " \t#*_")
    if span is None or not rest.strip() or len(first) > 160 or first.rstrip().endswith((".", ":", ";", ",", "”", '"')):
        return None
    return None if day_in(first) and len(first.split()) <= 3 + _MOST_OTHER_WORDS else span


def day_in(line: str) -> date | None:
    """The first full calendar day written in the line; None when there is none or it does not exist.

    Of two numbers between slashes the first is the month only beside an American time zone; where both may be either
    and nothing tells, there is no day.
    """
    for pattern in _DATES:
        if found := pattern.search(line):
            month = found["month"].lower()
            return _day(int(found["year"]), _MONTHS.get(month) or int(month), int(found["day"]))
    return _slashed(line)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _slashed(line: str) -> date | None:
    found = _SLASHED.search(line)
    if not found:
        return None
    first, second, year = map(int, found.groups())
    if second > 12 or first == second or _AMERICAN.search(line):
        return _day(year, first, second)
    return _day(year, second, first) if first > 12 else None


def dateline(text: str) -> date | None:
    """The day that the text says it was put out on.

    It stands on a line of its own among the first six, as letterheads and press pages have it; or before a dash where
    a paragraph at the top begins, as agencies have it; or on a line of its own at the very end, as ministries have it.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    top = (_dated_line(line) for line in lines[:6])
    opening = (_dated_opening(line) for line in lines[:4])
    # A weekday at the end is the day of a correction below the text, of all six false datelines in 840 news texts.
    end = (_dated_line(line) for line in reversed(lines[6:][-3:]) if not _WEEKDAY.search(line))
    return next((day for day in (*top, *opening, *end) if day), None)


def _dated_line(line: str) -> date | None:
    for part in _BETWEEN.split(line):
        day = day_in(part)
        if day and len(part.split()) <= 3 + _MOST_OTHER_WORDS and not _NOT_ISSUED.search(part):
            return day
    return None


def _dated_opening(line: str) -> date | None:
    """The day of a paragraph's own dateline; the day of something told ("On June 4 ...") is none."""
    for pattern in _DATES[:2]:
        if not (found := pattern.search(line[:120])):
            continue
        place = line[: found.start()].rstrip("( ")
        names = re.findall(r"[^\W\d_][\w.'’-]*", place)
        fits = (not place or _PLACE.fullmatch(f"{place} ")) and all(n[0].isupper() or n in _SMALL for n in names)
        if fits and not (names and names[0].lower() in _OPENERS) and _AFTER.match(line, found.end()):
            return day_in(found[0])
    return None
