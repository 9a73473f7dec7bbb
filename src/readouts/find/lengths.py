"""Durations, sets, distances in time, and references to past, present and future."""

import re
from collections.abc import Callable

from readouts.find import timex
from readouts.find.expression import Found, Place
from readouts.find.quarters import earlier
from readouts.records import When


def _unit_of(word: str) -> str:
    return {"centuries": "century"}.get(word, word.removesuffix("s"))


def _length(count: float | None, unit: str) -> str:
    """TIMEX3 value of a duration: P5Y, PT2H, PXD; decades and more in years where they are counted.

    >>> _length(2, "decade"), _length(2.5, "year"), _length(None, "week")
    ('P20Y', 'P2Y6M', 'PXW')
    """
    if unit in timex.CLOCK_UNITS:
        return _counted("PT", count, timex.CLOCK_UNITS[unit], {"hour": "30M", "minute": "30S"}.get(unit))
    if count is not None and unit == "quarter":
        return f"P{count * 3:g}M"
    if count is not None and count != 1 and unit in ("decade", "century"):
        return f"P{count * (10 if unit == 'decade' else 100):g}Y"
    return _counted("P", count, timex.UNITS[unit], "6M" if unit == "year" else None)


def _counted(head: str, count: float | None, letter: str, half: str | None) -> str:
    if count is None:
        return f"{head}X{letter}"
    if half and count % 1 == 0.5:
        return head + (f"{count // 1:g}{letter}" if count > 1 else "") + half
    return f"{head}{count:g}{letter}"


def distance(at: Place) -> Found | None:
    """ "three days ago" from the day of writing; "a day later", "two years earlier", "eight days before." from the date
    told before.
    """
    unit, count, way = *_counted_units(at), at["way"]
    from_now = way in ("ago", "from now", "hence")
    sign = 1 if way in ("later", "from now", "hence") else -1
    length = at.as_("DURATION", _length(count, unit))
    if unit in timex.CLOCK_UNITS:
        return length
    if at.on is None or count is None or count != round(count):
        return at.as_("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF") if from_now else length
    anchor = at.anchor("day") if unit == "day" else at.anchor()
    if unit == "year" and (way == "ago" or (way == "earlier" and (count == 1 or not anchor or anchor.unit != "day"))):
        return earlier(at, count, unit) or length
    start = at.on if from_now else anchor.start if anchor else None
    basis = at.basis if from_now else "relative"
    return (at.whole(unit, start, basis, steps=sign * round(count)) if start else None) or length


def _counted_units(at: Place) -> tuple[str, float | None]:
    """Unit and count; "a year and a half" is 18 months."""
    unit, count = _unit_of(at["unit"]), timex.number(at["count"])
    if count is not None and at["more"]:
        count += 0.5
    return ("month", count * 12) if count and count % 1 == 0.5 and unit == "year" else (unit, count)


def vague_distance(at: Place) -> Found | None:
    """ "days after reaching out": how far off, not when."""
    return at.as_("DURATION", _length(None, _unit_of(at["unit"])))


def duration(at: Place) -> Found | None:
    """ "three weeks", "the past two years", "a two-year truce", of which "two-year" is the mention."""
    unit, words = _unit_of(at["unit"]), at["count"]
    count = None if at["to"] else timex.number(words)
    if _no_duration(at, unit, words, count):
        return None
    return at.as_("DURATION", _length(count + 0.5 if at["more"] and count else count, unit), lead=_lead(at, words))


def _no_duration(at: Place, unit: str, words: str, count: float | None) -> bool:
    """Whether it is another thing: "a second", "three-quarters", "the events of a day", "2025 years"."""
    if unit == "quarter":
        return not at["which"] and count is not None
    if words in ("a", "an"):
        return (unit in ("second", "minute") and not at["more"]) or (unit == "day" and at.follows("of"))
    if unit == "second":
        return not words[0].isdigit() and count is not None and count < 10
    return re.fullmatch(r"(?:19|20)\d\d", words) is not None


def _lead(at: Place, words: str) -> int:
    """Characters of the article before a length that describes a noun ("a two-year truce")."""
    describes = at["unit"][-1] != "s" and words not in ("a", "an", "one", "half a", "half an") and not at["which"]
    return at.match.start("count") - at.match.start() if describes else 0


def whole_unit(at: Place) -> Found | None:
    """ "a day-long visit", "decades-long", "all week"."""
    word = at["unit"] or at["unit2"]
    return at.as_("DURATION", _length(None if at["unit"] and word.endswith("s") else 1, _unit_of(word)))


def stretch(at: Place) -> Found | None:
    """ "for months", "years of talks"."""
    return at.as_("DURATION", _length(None, _unit_of(at.match[0].lower().split()[-1])))


def some_while(at: Place) -> Found | None:
    """ "for some time", "a while"."""
    return at.as_("DURATION", "PXX")


_ADVERBS = {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "hourly": "PT1H", "nightly": "P1D"}


def every(at: Place) -> Found | None:
    """ "every other week", "each June", "daily"."""
    if adverb := at["adverb"]:
        title = at.match[0][0].isupper() and at.behind(2).strip() not in ("", ".", '"')
        return None if title else at.as_("SET", _ADVERBS.get(adverb, "P1Y"))
    if at["month"]:
        return at.as_("SET", f"XXXX-{timex.month_number(at['month']):02}")
    count = timex.number(at["count"]) if at["count"] else 2 if at["other"] else 1
    return at.as_("SET", _length(count, _unit_of(at["unit"])))


def per(at: Place) -> Found | None:
    """ "40 flights a day", "$2 million a year", "twice a week"."""
    value = _length(1, at["unit"])
    if at.match[0].lower().startswith("per"):
        return at.as_("SET", value)
    token = at.doc.char_span(at.match.start(), at.match.end(), alignment_mode="expand")
    if token is None or token.start == 0 or re.match(r"\s+(?:ago|earlier|later|before|after)", at.ahead(10)):
        return None
    left = at.doc[token.start - 1]
    counted = left.tag_ in ("NNS", "NN", "CD", "$") and any(
        t.like_num for t in at.doc[max(0, token.start - 6) : token.start]
    )
    return at.as_("SET", value) if counted or left.lower_ in ("once", "twice", "times") else None


# -- references -------------------------------------------------------------------------------------------------------


def coming(at: Place) -> Found:
    """ "in the coming weeks": from the day of publication on, with no end."""
    when = When(start=at.on, end=None, edtf=f"{at.on}/..", basis=at.basis) if at.on else None
    return at.as_("DATE", "FUTURE_REF", when=when)


def soon(at: Place) -> Found | None:
    """ "soon", but for what soon happened: "was soon released"."""
    return None if at.tense() == "past" else at.as_("DATE", "FUTURE_REF")


def reference(value: str) -> Callable[[Place], Found | None]:
    """A reader of "now", "recently", "soon" and their like."""
    return lambda at: at.as_("DATE", value)
