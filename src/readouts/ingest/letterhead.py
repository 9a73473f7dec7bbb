"""What the top of a text says about it: its headline, and the day it was put out."""

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
    re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>\d{{4}})\b", re.I),
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
]
# A dated line holds the date and little else: a weekday, a time, a zone, "Published".
_MOST_OTHER_WORDS = 4


def headline(text: str) -> Span | None:
    """The first line, where it stands above other text and reads like a title: short, and no sentence of its own."""
    first, _, rest = text.partition("\n")
    span = trimmed(text, 0, len(first), " \t#*_")
    if span is None or not rest.strip() or len(first) > 160 or first.rstrip().endswith((".", ":", ";", ",", "”", '"')):
        return None
    return None if day_in(first) and len(first.split()) <= 3 + _MOST_OTHER_WORDS else span


def day_in(line: str) -> date | None:
    """The first full calendar day written in the line; None when there is none or it does not exist."""
    for pattern in _DATES:
        if found := pattern.search(line):
            month = found["month"].lower()
            try:
                return date(int(found["year"]), _MONTHS.get(month) or int(month), int(found["day"]))
            except ValueError:
                return None
    return None


def dateline(text: str) -> date | None:
    """The day that a line of its own gives among the first six, as letterheads and press pages have it."""
    for line in [line for line in text.split("\n") if line.strip()][:6]:
        if (day := day_in(line)) and len(line.split()) <= 3 + _MOST_OTHER_WORDS:
            return day
    return None
