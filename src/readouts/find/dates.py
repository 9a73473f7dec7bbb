"""Time expressions with TIMEX3 values (TimeML 1.2.1), and the days they stand for.

A weekday, "last month" or "later this year" is placed against the day of publication; without one its days stay open.
Which Monday is meant follows the tense of the verb over it: the last one before or on the day for the past, the next
one for the future. "The following day" and "a year earlier" are placed against the date told before them.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from readouts.find import days, lengths, quarters, stretches, timex
from readouts.find.expression import Found, Place
from readouts.lexicon import tables
from readouts.records import Basis, DateMention, Document
from readouts.text import Span, datelines, normalised

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DATELINE = 400  # characters at the top in which a letterhead or dateline stands

_READERS: dict[str, Callable[[Place], Found | None]] = {
    "iso": days.iso_day,
    "figures": days.day_in_figures,
    "american": days.named_day,
    "british": days.named_day,
    "first_of_range": days.first_of_range,
    "last_of_range": days.last_of_range,
    "day_alone": days.day_alone,
    "week_of": days.week_of,
    "weekdays": days.weekdays,
    "weekday": days.weekday,
    "part_of_weekday": days.part_of_weekday,
    "deictic": days.near_day,
    "then_day": days.then_day,
    "day_part": days.day_part,
    "holiday": days.holiday,
    "clock": days.clock,
    "month": stretches.month,
    "year": stretches.year,
    "worded_year": stretches.worded_year,
    "decade": stretches.decade,
    "century": stretches.century,
    "unit": stretches.unit,
    "in_unit": stretches.in_unit,
    "part_of_unit": stretches.part_of_unit,
    "weekend": stretches.weekend,
    "year_end": stretches.year_end,
    "bare_year": stretches.bare_year,
    "season": stretches.season,
    "bare_season": stretches.bare_season,
    "quarter": quarters.quarter,
    "quarter_sign": quarters.quarter,
    "bare_quarter": quarters.bare_quarter,
    "year_before": quarters.year_before,
    "distance": lengths.distance,
    "vague_distance": lengths.vague_distance,
    "duration": lengths.duration,
    "whole": lengths.whole_unit,
    "stretch": lengths.stretch,
    "while": lengths.some_while,
    "set": lengths.every,
    "per": lengths.per,
    "coming": lengths.coming,
    "recent": lengths.reference("PAST_REF"),
    "future": lengths.reference("FUTURE_REF"),
    "soon": lengths.soon,
    "past": lengths.reference("PAST_REF"),
    "present": lengths.reference("PRESENT_REF"),
}


_DAYS = frozenset(("american", "british"))
_NAMED = _DAYS | {"month", "year"}  # kinds that may be part of a name


def dates(document: Document, doc: "Doc") -> tuple[DateMention, ...]:
    """The time expressions of the text, in order, none overlapping; the longest wins where two begin together."""
    text = normalised(document.text)
    on, basis, top = _starting_day(document, text)
    told: list[Found] = []
    end = 0
    for kind, match in timex.matches(text):
        if match.start() < end or _in_title(text, match) or (kind in _NAMED and _in_name(text, kind, match)):
            continue
        found = _READERS[kind](Place(match=match, text=text, doc=doc, on=on, basis=basis, told=told))
        if found is not None:
            told.append(found)
            end = match.end()
    return tuple(_dateline(f.mention, top) for f in told)


def _in_title(text: str, match: re.Match[str]) -> bool:
    """Whether it is part of a quoted title: "This Week", "60 Minutes"."""
    quoted = text[match.start() - 1 : match.start()] in ('"', "'") and match.start() > 0
    return quoted and re.search(r"\s[A-Z][a-z]+$", match[0]) is not None and timex.is_unit(match[0].split()[-1])


def _in_name(text: str, kind: str, match: re.Match[str]) -> bool:
    """Whether the day or year belongs to the name of a paper or programme: "Vision 2031", "the 2031 Agenda", "her May
    4th order on ports". It tells which one is meant, not when something was done.
    """
    before, after, plain = _around_names()
    led = text[max(0, match.start() - _MOST_NAME) : match.start()]
    if kind in ("year", "month") and before.search(led):
        return True
    named = after.match(text, match.end()) or (kind in _DAYS and plain.match(text, match.end()))
    return bool(named) and _FREE.search(led) is None


_MOST_NAME = 40  # characters before a year in which the noun of its name stands
# A day behind one of these is when: "signed on 4 May Order No. 7".
_FREE = re.compile(r"(?i)\b(?:on|in|since|until|till|by|from|before|after|of)\s+$")


@cache
def _around_names() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What stands before or behind a day or year in a name: its noun in capitals, with other words of the name between;
    and the noun in small letters, right behind a day.
    """
    nouns = [row["word"] for row in tables.rows("dated_names")]
    capital = rf"(?:{'|'.join(noun.capitalize() for noun in nouns)})\b"
    run = r"(?:[A-Z][\w’'-]*\s(?:(?:and|of|for|on)\s)?){0,5}"
    plain = rf"\s(?:executive\s)?(?:{'|'.join(nouns)})\b"
    return re.compile(rf"\b{capital}\s$"), re.compile(rf"\s\[?{run}{capital}"), re.compile(plain)


def _starting_day(document: Document, text: str) -> tuple[date | None, Basis, Span | None]:
    """The day that "today" is, with the basis of what is placed from it, and where a dateline tells it."""
    for kind in ("american", "british", "iso"):
        for match in timex.PATTERNS[kind].finditer(text, 0, _DATELINE):
            if _heads(text, match):
                day = _stated_day(match)
                top = Span(match.start(), match.end()) if day else None
                published = document.published
                if published is None:
                    return day, "dateline", top
                written = day is not None and 0 < (published - day).days <= _LAG
                return day if written else published, "relative", top
    return document.published, "relative", None


_LAG = 3  # days from a dateline's day to that of publication, at most


def _heads(text: str, match: re.Match[str]) -> bool:
    """Whether a date stands in a dateline ("BAKU, September 16 (ABC) --") or alone on its line, but for a label."""
    before_it = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    after_it = re.match(r"[^\n]*", text[match.end() :])
    rest = after_it[0].strip() if after_it else ""
    if any(line.start <= match.start() < line.end for line in datelines(text[: match.end() + _DATELINE])):
        return True
    label = r"\s*(?:(?:date|published|issued|released|updated|posted)(?: on)?:?|[A-Z][a-z]+,)?\s*"
    alone = re.fullmatch(r"[|,.-]?\s?(?:at )?(?:\d{1,2}:\d\d.{0,12})?", rest)
    return alone is not None and re.fullmatch(label, before_it, re.I) is not None


def _stated_day(match: re.Match[str]) -> date | None:
    """The day of a match that states its year; None for others."""
    groups = match.groupdict()
    if not groups.get("year") or not groups.get("day"):
        return None
    month = groups["month"]
    number = int(month) if month.isdigit() else timex.month_number(month)
    return days.calendar_day(int(groups["year"]), number, int(groups["day"]))


def _dateline(mention: DateMention, top: Span | None) -> DateMention:
    """The mention, marked when it is the dateline itself."""
    if top is None or mention.when is None or not mention.span.overlaps(top):
        return mention
    return replace(mention, when=replace(mention.when, basis="dateline"))
