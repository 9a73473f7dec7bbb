"""Months, years, seasons, decades and other stretches of days that time expressions name."""

import re
from datetime import date

from readouts.find import timex
from readouts.find.days import open_day, year_near
from readouts.find.expression import Found, Place
from readouts.find.periods import Period, after, before, part, period

# -- months, years and longer -----------------------------------------------------------------------------------------

_PREPOSITION = "in since by until till of from during for to and between before after through that on".split()


def month(at: Place) -> Found | None:
    """ "September 2024", "late June", "July last year", "next May"."""
    number, year = timex.month_number(at["month"]), at["year"]
    if year:
        return at.whole("month", date(int(year), number, 1), "stated")
    if not (at["which"] or at["of"] or at.mod) and not _is_month(at):
        return None
    found = None
    if at.on is not None:
        found = (
            at.which_year(at["of"]) if at["of"] else at.on.year if at["which"] == "this" else _year_of_month(at, number)
        )
    return at.whole("month", date(found, number, 1)) if found else at.as_("DATE", f"XXXX-{number:02}")


def _year_of_month(at: Place, number: int) -> int:
    """The year of a month without one; "last May" in May is a year ago, "next May" in May a year ahead."""
    assert at.on is not None
    year = year_near(at, number, None)
    return year if at["which"] != "this past" or number != at.on.month else at.on.year


def _is_month(at: Place) -> bool:
    """Whether the word is a month and not a name, the verb "may" or a march."""
    if at["month"] in ("may", "march"):
        describes = re.match(r"\s(?!(?:on|for|of|to|from)\b)[a-z]", at.text[at.match.end() : at.match.end() + 6])
        return at.follows(*_PREPOSITION) or (at.follows("the") and describes is not None)
    if at["month"] not in ("april", "june", "august", "jan", "mar"):
        return True
    token = at.doc.char_span(at.match.start(), at.match.end(), alignment_mode="expand")
    surname = re.match(r" [A-Z][a-z]", at.text[at.match.end() : at.match.end() + 3])
    if surname and not at.follows("in", "since", "by", "until", "of", "during"):
        return False
    return token is None or token[0].ent_type_ != "PERSON"


_NO_YEAR_AFTER = re.compile(
    r"\s(?:people|persons|troops|men|women|children|euros?|dollars|prisoners|soldiers|tons|tonnes|km|kilometers|"
    r"kilometres|miles|meters|metres|square|workers|employees|jobs|cases|deaths|shares|points|feet|acres|hectares|"
    r"million|billion|votes|copies|homes|houses|families|refugees|students|members|pounds|barrels|megawatts|years?|"
    r"days|hours|civilians|residents|kilograms|words)\b"
)
_NO_YEAR_BEFORE = re.compile(
    r"(?:\b(?:resolutions?|no\.?|nos\.?|number|numbers|unscr|flight|model|room|page|article|rule|section|code|route|"
    r"level|decree|order|directive|regulation|scr|paragraph|channel|about|nearly|almost|some|over|than|least|exactly|"
    r"only)\s+|\bresolutions?\s[^.;]{0,20}(?:and|,|or)\s+)$"
)


def year(at: Place) -> Found | None:
    """ "2027", "early 2027", "fiscal 2025"; not "1325 soldiers" or "Resolution 1701"."""
    plain = not at["kind"] and not at.mod
    if plain and (_NO_YEAR_AFTER.match(at.ahead(14)) or _NO_YEAR_BEFORE.search(at.behind(36))):
        return None
    if (
        plain
        and int(at["year"]) < 1700
        and not at.follows("in", "since", "of", "from", "until", "by", "before", "after")
    ):
        return None
    return at.whole("year", date(int(at["year"]), 1, 1), "stated")


def worded_year(at: Place) -> Found | None:
    """ "nineteen ninety-four", "the year two thousand"."""
    if at["two"]:
        marked = at.match[0].lower().startswith("the") or at.follows("in", "since", "by", "of")
        return at.whole("year", date(2000, 1, 1), "stated") if marked else None
    low = timex.number(at["low"])
    high = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}[at["high"]]
    return at.whole("year", date(high + int(low), 1, 1), "stated") if low is not None else None


def decade(at: Place) -> Found | None:
    """ "the 1990s", "the late '80s", "the nineties"; not "in their thirties"."""
    if at["decade"]:
        return at.whole("decade", date(int(at["decade"]) * 10, 1, 1), "stated")
    if at["worded"] and (not at.match[0].lower().startswith("the") or at.follows("his", "her", "their", "my")):
        return None
    tens = int(at["short"]) if at["short"] else timex.DECADES[at["worded"]]
    return at.whole("decade", date(1900 + 10 * tens, 1, 1), "stated")


def century(at: Place) -> Found | None:
    """ "the 20th century"."""
    nth = int(at["nth"]) if at["nth"] else timex.ORDINALS[re.sub(r"\s", " ", at["worded"])]
    return at.whole("century", date(100 * nth - 99, 1, 1), "stated") if 1 < nth < 50 else None


# -- stretches around the day of writing ------------------------------------------------------------------------------

_VAGUE = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
    "decade": "XXX", "century": "XX",
}  # fmt: skip
_STEPS = {"last": -1, "past": -1, "this past": -1, "next": 1, "coming": 1, "this coming": 1, "upcoming": 1}
_OF_TOLD = {"that": 0, "same": 0, "that same": 0, "previous": -1, "preceding": -1, "following": 1}


def unit(at: Place) -> Found | None:
    """ "last week", "late next year", "later this month", "the following year"."""
    which, word = at["which"], at["unit"]
    if which in _OF_TOLD:
        return _told_unit(at, "season" if word in timex.SEASONS else word)
    if word in timex.SEASONS:
        return _season_near(at, word, which)
    if at.on is None:
        return at.as_("DATE", _VAGUE.get(word, "XXXX"))
    if which in ("past", "this past") and word in ("decade", "century"):
        return at.as_("DURATION", "P1E" if word == "decade" else "P1C")
    if word == "weekend" and which not in ("next", "current"):
        return weekend(at)
    whole = period(word, at.on, _STEPS.get(which, 0))
    return _side(at, whole, at.on) if whole else None


def _side(at: Place, whole: Period, on: date) -> Found:
    """The stretch, cut at the day of writing by "earlier" and "later"."""
    cut = {"earlier": before, "later": after}.get(at["side"])
    return at.as_("DATE", whole.value, whole, cut(whole, on, at.basis)) if cut else at.named(whole)


def _told_unit(at: Place, word: str) -> Found | None:
    """The month, year ... of the date told before, or the one next to it."""
    anchor = at.anchor()
    if word == "season" or anchor is None:
        return at.as_("DATE", _VAGUE.get(word, "XXXX"))
    if word == "day" and anchor.unit != "day":
        return None if at["which"] == "that" else open_day(at)
    return at.whole(word, anchor.start, "relative", steps=_OF_TOLD[at["which"]])


def weekend(at: Place) -> Found | None:
    """The weekend before, or the coming one when the verb looks ahead or the week is all but over."""
    if at.on is None:
        return at.as_("DATE", _VAGUE["weekend"])
    which = at["which"]
    coming = which in ("this coming", "coming", "upcoming")
    coming = coming or (which not in ("last", "past", "this past") and at.tense() == "future")
    return at.whole("weekend", at.on, steps=0 if coming or at.on.weekday() > 4 else -1)


def in_unit(at: Place) -> Found | None:
    """ "later in the day", "earlier in the year": of the day told before, else of the day of writing."""
    told = at.anchor("day") if at["unit"] == "day" else None
    on = told.start if told else at.on
    whole = period(at["unit"], on) if on else None
    if whole is None or on is None:
        return at.as_("DATE", _VAGUE.get(at["unit"], "XXXX"))
    return at.named(whole) if told else _side(at, whole, on)


def part_of_unit(at: Place) -> Found | None:
    """ "the end of the year": of this one."""
    return at.whole(at["unit"], at.on) if at.on else at.as_("DATE", _VAGUE.get(at["unit"], "XXXX"))


def year_end(at: Place) -> Found | None:
    """ "year-end", "the year's end", "mid-year"."""
    whole = period("year", at.on) if at.on else None
    if whole is None:
        return at.as_("DATE", "XXXX")
    return at.as_("DATE", whole.value, whole, part(whole, "mid" if at["mid"] else "end", at.basis))


def bare_year(at: Place) -> Found | None:
    """ "the full year", "sales for the year", "the fiscal year"; one that ends on a day of its own is a duration."""
    if re.match(r"\s(?:ended|ending|to|through)\s", at.ahead(10)):
        return at.as_("DURATION", "P1Y")
    if not at["how"] and not at.follows(
        "for", "months of", "rest of", "remainder of", "half of", "part of", "throughout"
    ):
        return None
    return at.whole("year", at.on, steps=-("latest" in at["how"])) if at.on else at.as_("DATE", "XXXX")


# -- seasons ----------------------------------------------------------------------------------------------------------


def season(at: Place) -> Found | None:
    """ "the spring of 2025", "summer next year"."""
    first = timex.SEASONS[at["season"]]
    found = int(at["year"]) if at["year"] else at.which_year(at["of"])
    if found is None:
        return _open_season(at, at["season"])
    return at.whole("season", date(found, first, 1), "stated" if at["year"] else None)


def bare_season(at: Place) -> Found | None:
    """ "in the summer", "the early spring": this one or the last, or the next when the verb looks ahead."""
    if at["season"] in ("spring", "fall") and not at.follows("in", "by", "until", "since", "during", "through", "for"):
        return None  # a spring of water, the fall of a town
    return _season_near(at, at["season"], "coming" if at.tense() == "future" else "this past")


def _season_near(at: Place, word: str, which: str) -> Found | None:
    """The season that is, was last or comes next, seen from the day of writing; a winter goes by its December."""
    if at.on is None:
        return _open_season(at, word)
    current = period("season", at.on)
    first = timex.SEASONS[word]
    this = at.on.year - (first == 12 and at.on.month < 3)
    running = current is not None and current.start.month == first
    over, begun = at.on.month >= first and not running, at.on.month >= first or running
    steps = {"last": int(over) - 1, "this past": int(begun) - 1, "next": int(begun), "coming": int(over)}.get(which, 0)
    return at.whole("season", date(this + steps, first, 1))


def _open_season(at: Place, word: str) -> Found:
    code = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}[timex.SEASONS[word]]
    return at.as_("DATE", f"XXXX-{code}")
