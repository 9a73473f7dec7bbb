"""Time expressions with TIMEX3 values (TimeML 1.2.1), and the days they stand for.

A weekday, "last month" or "later this year" is placed against the day of publication; without one its days stay open.
Which Monday is meant follows the tense of the verb over it: the last one before or on the day for the past, the next
one for the future. "The following day" and "a year earlier" are placed against the date told before them.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from readouts.find import tenses, timex
from readouts.find.periods import Period, after, before, part, period, weekday_near
from readouts.records import Basis, DateMention, Document, Tense, TimexType, When
from readouts.text import Span, normalised

if TYPE_CHECKING:
    from spacy.tokens import Doc

_DATELINE = 400  # characters at the top in which a letterhead or dateline stands


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A mention, and the named period it stands for, which later ones may lean on."""

    mention: DateMention
    period: Period | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """One match where it stands: its named groups, the text around it, and what was found before it."""

    match: re.Match[str]
    text: str
    doc: "Doc"
    on: date | None  # the day that relative expressions start from; None: not known
    basis: Basis  # of expressions that are placed from `on`
    told: tuple[_Found, ...]  # the mentions before, in text order

    def __getitem__(self, group: str) -> str:
        """The words of a named group in lower case, single spaces; "" when it took no part or there is none."""
        words = self.match.groupdict().get(group)
        return " ".join(words.lower().split()) if words else ""

    @property
    def mod(self) -> str:
        """ "early", "late", "mid", "beginning", "end" ... or ""."""
        return self["mod"] or self["mod2"]

    def tense(self) -> Tense | None:
        return tenses.tense(self.doc, self.match.start(), self.match.end())

    def ahead(self, words: int) -> str:
        """The text after the match, lower case."""
        return self.text[self.match.end() : self.match.end() + words].lower()

    def behind(self, characters: int) -> str:
        """The text before the match, lower case."""
        return self.text[max(0, self.match.start() - characters) : self.match.start()].lower()

    def as_(self, kind: TimexType, value: str, whole: Period | None = None, when: When | None = None) -> _Found:
        span = Span(self.match.start(), self.match.end())
        return _Found(mention=DateMention(span=span, type=kind, value=value, when=when), period=whole)

    def named(self, whole: Period, basis: Basis | None = None) -> _Found:
        """A mention of a period, or of the part of it that the match names."""
        return self.as_("DATE", whole.value, whole, part(whole, self.mod, basis or self.basis))

    def anchor(self, *units: str) -> Period | None:
        """The last period told before, of one of those units if any are given."""
        return next((f.period for f in reversed(self.told) if f.period and (not units or f.period.unit in units)), None)


def dates(document: Document, doc: "Doc") -> tuple[DateMention, ...]:
    """The time expressions of the text, in order, none overlapping; the longest wins where two begin together."""
    text = normalised(document.text)
    on, basis, top = _starting_day(document, text)
    told: list[_Found] = []
    end = 0
    for kind, match in timex.matches(text):
        if match.start() < end:
            continue
        found = _READERS[kind](_Place(match=match, text=text, doc=doc, on=on, basis=basis, told=tuple(told[-12:])))
        if found is not None:
            told.append(found)
            end = match.end()
    return tuple(_dateline(f.mention, top) for f in told)


_TOP = re.compile(
    r"^[ \t]*(?:(?P<letterhead>[^\n]{0,40}?)|(?P<city>[A-Z][A-Za-z.' -]{2,30},(?: [A-Z][a-z.]+,)?) ?)$"
)  # what may stand before the date on its line


def _starting_day(document: Document, text: str) -> tuple[date | None, Basis, Span | None]:
    """The day that "today" is, with the basis of what is placed from it, and where a dateline stands."""
    for kind in ("american", "british", "iso"):
        for match in timex.PATTERNS[kind].finditer(text, 0, _DATELINE):
            if _heads(text, match):
                day = _stated_day(match)
                top = Span(match.start(), match.end())
                return document.published or day, "relative" if document.published else "dateline", top
    return document.published, "relative", None


def _heads(text: str, match: re.Match[str]) -> bool:
    """Whether a date stands in a dateline ("BAKU, September 16 (ABC) --") or alone on its line, but for a label."""
    before_it = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    after_it = re.match(r"[^\n]*", text[match.end() :])
    rest = after_it[0].strip() if after_it else ""
    if re.fullmatch(r"[A-Z][A-Z.' -]{2,30},(?: [A-Z][A-Za-z. ]{1,20},)? ?", before_it):
        return bool(re.match(r"(?:,? ?\(|[.,]? ?/|[.:,]? ?-|\. )", rest))
    label = re.fullmatch(r"\s*(?:(?:date|published|issued|released|updated|posted)(?: on)?:?|[A-Z][a-z]+,)?\s*", before_it, re.I)
    return bool(label) and re.fullmatch(r"[|,.-]?\s?(?:at )?(?:\d{1,2}:\d\d.{0,12})?", rest) is not None


def _stated_day(match: re.Match[str]) -> date | None:
    groups = match.groupdict()
    if not groups.get("year") or not groups.get("day"):
        return None
    month = groups["month"]
    return _day(int(groups["year"]), int(month) if month.isdigit() else timex.month_number(month), int(groups["day"]))


def _dateline(mention: DateMention, top: Span | None) -> DateMention:
    """The mention, marked when it is the dateline itself."""
    if top is None or mention.when is None or not mention.span.overlaps(top):
        return mention
    days = mention.when
    when = When(start=days.start, end=days.end, edtf=days.edtf, basis="dateline")
    return DateMention(span=mention.span, type=mention.type, value=mention.value, when=when)


# -- days -------------------------------------------------------------------------------------------------------------


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None  # 31 June is no day


def _on_day(at: _Place, day: date, basis: Basis | None = None, *, part_of_day: str = "") -> _Found | None:
    """A mention of one day or of a part of it."""
    whole = period("day", day)
    if whole is None:
        return None
    value = whole.value + timex.PARTS.get(part_of_day, "")
    return at.as_("TIME" if part_of_day else "DATE", value, whole, whole.when(basis or at.basis))


def _open_day(at: _Place, value: str = "XXXX-XX-XX") -> _Found:
    part_of_day = at["part"]
    return at.as_("TIME" if part_of_day else "DATE", value + timex.PARTS.get(part_of_day, ""))


def _full(at: _Place) -> _Found | None:
    month, number, year = timex.month_number(at["month"]), int(at["day"]), at["year"]
    if year:
        day = _day(int(year), month, number)
        return _on_day(at, day, "stated") if day else None
    if at.on is None:
        return at.as_("DATE", f"XXXX-{month:02}-{number:02}")
    day = _day(_year_near(at, month, number), month, number)
    return _on_day(at, day) if day else None


def _year_near(at: _Place, month: int, day: int | None) -> int:
    """The year of a month or day without one: the last for the past, the next for the future, else the nearest."""
    assert at.on is not None
    this = at.on.year
    later = (month, day or 0) > (at.on.month, at.on.day + 1 if day else 0)
    earlier = (month, day or 99) < (at.on.month, at.on.day if day else 99)
    tense = at.tense()
    if tense == "future":
        return this + 1 if earlier and (month, day or 99) != (at.on.month, at.on.day - 1) else this
    if tense == "past":
        return this - 1 if later else this
    away = (month - at.on.month) + 12 * (not later and not earlier)
    if later and away > 6:
        return this - 1
    return this + 1 if earlier and away < -8 else this


def _iso(at: _Place) -> _Found | None:
    day = _day(int(at["year"]), int(at["month"]), int(at["day"]))
    return _on_day(at, day, "stated") if day else None


def _figures(at: _Place) -> _Found | None:
    """25.11.2024 and 25/11/2024; with a stroke the month may come first, so 4/5/2024 stays open."""
    one, two, year = int(at["one"]), int(at["two"]), int(at["year"])
    if len(at["year"]) == 2:
        if at["sign"] == ".":
            return None  # a paragraph's number
        year += 2000 if year < 50 else 1900
    if at["sign"] == "/" and one != two and one <= 12 and two <= 12:
        return at.as_("DATE", f"{year}-XX-XX")
    day = _day(year, one, two) if at["sign"] == "/" and one <= 12 else _day(year, two, one) if two <= 12 else None
    return _on_day(at, day, "stated") if day else None


def _first_of_range(at: _Place) -> _Found | None:
    """16 of "16-18 September 2024": month and year stand behind."""
    behind = timex.PATTERNS["british"].search(at.text, at.match.end() + 1)
    if behind is None:
        return None
    month, year = timex.month_number(behind["month"]), behind["year"]
    if at.on is None and not year:
        return at.as_("DATE", f"XXXX-{month:02}-{int(at['day']):02}")
    day = _day(int(year) if year else _year_near(at, month, int(at["day"])), month, int(at["day"]))
    return _on_day(at, day, "stated" if year else None) if day else None


def _last_of_range(at: _Place) -> _Found | None:
    """18 of "September 16-18" and "September 16 to 18", with the year that may follow."""
    if not at.told or not re.fullmatch(r" ?(?:-|to|and|or|through|until)? ?", at.text[at.told[-1].mention.span.end : at.match.start()]):
        return None
    if not at.behind(8).rstrip().endswith(("-", "to", "and", "or", "through", "until")):
        return None
    first = at.told[-1]
    if first.mention.type != "DATE" or not re.search(r"[A-Za-z]\.?\s\d{1,2}(?:st|nd|rd|th)?$", first.mention.span.of(at.text)):
        return None
    if re.match(r"\s?(?:%|per ?cent|[a-z]+s\b)", at.ahead(12)) or first.period is None or first.mention.when is None:
        return None
    day = _day(first.period.start.year, first.period.start.month, int(at["day"]))
    return _on_day(at, day, first.mention.when.basis) if day and day > first.period.start else None


def _week_of(at: _Place) -> _Found | None:
    if at.on is None:
        return at.as_("DATE", "XXXX-WXX")
    month, number = timex.month_number(at["month"]), int(at["day"])
    day = _day(_year_near(at, month, number), month, number)
    whole = period("week", day) if day else None
    return at.named(whole) if whole else None


# -- months, years and longer -----------------------------------------------------------------------------------------


def _month(at: _Place) -> _Found | None:
    month, year, which = timex.month_number(at["month"]), at["year"], at["which"]
    if year:
        return _whole(at, "month", date(int(year), month, 1), "stated")
    if not (which or at["of"] or at.mod) and not _is_month(at):
        return None
    if at.on is None:
        return at.as_("DATE", f"XXXX-{month:02}")
    if at["of"]:
        of = _which_year(at, at["of"])
        return _whole(at, "month", date(of, month, 1)) if of else at.as_("DATE", f"XXXX-{month:02}")
    chosen = {
        "last": at.on.year - (month >= at.on.month), "this past": at.on.year - (month > at.on.month),
        "next": at.on.year + (month <= at.on.month), "this coming": at.on.year + (month < at.on.month), "this": at.on.year,
    }.get(which) or _year_near(at, month, None)  # fmt: skip
    return _whole(at, "month", date(chosen, month, 1))


def _is_month(at: _Place) -> bool:
    """Whether the word is a month and not a name, the verb "may" or a march."""
    token = at.doc.char_span(at.match.start(), at.match.end(), alignment_mode="expand")
    if token is None or at["month"] not in ("may", "march", "april", "june", "august", "jan", "mar"):
        return True
    if at["month"] in ("may", "march"):
        return bool(re.search(r"\b(?:in|since|by|until|till|of|from|during|for|to|and|between|before|after|through|that|on)\s+$", at.behind(12)))
    return token[0].ent_type_ != "PERSON"


def _which_year(at: _Place, which: str) -> int | None:
    """The year that "this", "last", "next", "that" or "the following" year is; None when nothing tells."""
    if which in ("this", "last", "next"):
        return at.on.year + {"this": 0, "last": -1, "next": 1}[which] if at.on else None
    anchor = at.anchor()
    return anchor.start.year + {"the following": 1, "the previous": -1}.get(which, 0) if anchor else None


def _whole(at: _Place, unit: str, day: date, basis: Basis | None = None, steps: int = 0) -> _Found | None:
    whole = period(unit, day, steps)
    return at.named(whole, basis) if whole else None


_NO_YEAR_AFTER = re.compile(
    r"\s(?:people|persons|troops|men|women|children|euros?|dollars|prisoners|soldiers|tons|tonnes|km|kilometers|kilometres|miles|"
    r"meters|metres|square|workers|employees|jobs|cases|deaths|shares|points|feet|acres|hectares|million|billion|votes|copies|homes|"
    r"houses|families|refugees|students|members|pounds|barrels|megawatts|years?|days|hours|civilians|residents|kilograms|words)\b"
)
_NO_YEAR_BEFORE = re.compile(
    r"(?:\b(?:resolutions?|no\.?|nos\.?|number|numbers|unscr|flight|model|room|page|article|rule|section|code|route|level|decree|"
    r"order|directive|regulation|scr|paragraph|channel|about|nearly|almost|some|over|than|least|exactly|only)\s+|"
    r"\bresolutions?\s[^.;]{0,20}(?:and|,|or)\s+)$"
)


def _year(at: _Place) -> _Found | None:
    year, kind = int(at["year"]), at["kind"]
    plain = not kind and not at.mod
    if plain and (_NO_YEAR_AFTER.match(at.ahead(14)) or _NO_YEAR_BEFORE.search(at.behind(36))):
        return None
    if plain and year < 1700 and not re.search(r"\b(?:in|since|of|from|until|by|before|after|to)\s+$", at.behind(8)):
        return None
    return _whole(at, "year", date(year, 1, 1), "stated")


def _worded_year(at: _Place) -> _Found | None:
    if at["two"]:
        marked = re.match(r"the\s+year", at.match[0], re.I) or re.search(r"\b(?:in|since|by|of)\s+$", at.behind(8))
        return _whole(at, "year", date(2000, 1, 1), "stated") if marked else None
    low = timex.number(at["low"])
    high = {"eighteen": 1800, "nineteen": 1900, "twenty": 2000}[at["high"]]
    return _whole(at, "year", date(high + int(low), 1, 1), "stated") if low is not None else None


def _decade(at: _Place) -> _Found | None:
    if at["decade"]:
        first = int(at["decade"]) * 10
    else:
        tens = int(at["short"]) if at["short"] else timex.DECADES[at["worded"]]
        if at["worded"] and (not at.match[0].lower().startswith("the") or re.search(r"\b(?:his|her|their|my)\s", at.behind(6))):
            return None  # "in their thirties", "temperatures in the"
        first = 1900 + 10 * tens
    return _whole(at, "decade", date(first, 1, 1), "stated")


def _century(at: _Place) -> _Found | None:
    nth = int(at["nth"]) if at["nth"] else timex.ORDINALS[re.sub(r"\s", " ", at["worded"])]
    return _whole(at, "century", date(100 * nth - 99, 1, 1), "stated") if 1 < nth < 50 else None


def _quarter(at: _Place) -> _Found | None:
    """The nth quarter or half; one without a year is the one whose end lies nearest, rather behind than ahead."""
    nth, unit, which = timex.ORDINALS[at["nth"]] if at["nth"].isalpha() else int(at["nth"]), at["unit"], at["which"]
    if not unit:
        unit = "quarter" if at["sign"] == "q" else "half"
    year = at["year"] or at["year2"]
    month = (nth - 1) * (3 if unit == "quarter" else 6) + 1
    if nth > (4 if unit == "quarter" else 2):
        return None
    if year:
        return _whole(at, unit, date(int(year), month, 1), "stated")
    ends_with_year = bool(at["of"]) or at.match[0].lower().endswith("year") or bool(which)
    if unit == "half" and not ends_with_year:
        return None  # of a game, of a list
    if at.on is None:
        return at.as_("DATE", f"XXXX-{'Q' if unit == 'quarter' else 'H'}{nth}")
    steps = -1 if "last" in which or "year-" in which else 1 if "next" in which else 0
    of = _which_year(at, at["of"]) if at["of"] else None
    if of or steps or which or ends_with_year:
        return _whole(at, unit, date((of or at.on.year) + steps, month, 1))
    ends = {y: (date(y, month, 1) - at.on).days + 90 for y in (at.on.year - 1, at.on.year, at.on.year + 1)}
    return _whole(at, unit, date(min(ends, key=lambda y: 2 * ends[y] if ends[y] > 90 else abs(ends[y])), month, 1))


def _bare_quarter(at: _Place) -> _Found | None:
    """ "the latest quarter", "the year-ago period": the quarter told before, or the last one that is over."""
    how, told = at["how"], at.anchor("quarter")
    if at.on is None or (at["unit"] == "period" and not how) or (not how and told is None):
        return None
    if how == "current":
        return _whole(at, "quarter", at.on)
    back = -4 if "year" in how else 0
    if told is not None and how != "latest":
        year_of = told if not (back and told.end <= period_start(at.on, -1)) else None
        return _whole(at, "quarter", told.start, steps=back if year_of else 0)
    return _whole(at, "quarter", at.on, steps=back - 1)


def period_start(on: date, years: int) -> date:
    """The first day of the year so many years away."""
    return date(on.year + years, 1, 1)


def _year_before(at: _Place) -> _Found | None:
    """ "year-ago results": of the quarter told before, else of the year."""
    if at.on is None:
        return at.as_("DATE", "XXXX")
    return _earlier(at, 1, "year")


def _earlier(at: _Place, count: float, unit: str) -> _Found | None:
    """So many years before the quarter that the text speaks of, else before the year of publication."""
    assert at.on is not None
    quarter = at.anchor("quarter")
    if unit == "year" and quarter is not None and count == 1:
        current = quarter if quarter.end > period_start(at.on, -1) and quarter.start.year >= at.on.year else period("quarter", quarter.start, 4)
        return _whole(at, "quarter", (current or quarter).start, steps=-4)
    return _whole(at, unit, at.on, steps=-round(count))


_VAGUE = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX", "decade": "XXX", "century": "XX"}


def _unit(at: _Place) -> _Found | None:
    """ "last week", "late next year", "later this month", "the following year"."""
    which, word = at["which"], at["unit"]
    unit, on = ("season", at.on) if word in timex.SEASONS else (word, at.on)
    if which in ("that", "same", "that same", "previous", "following", "preceding"):
        return _told_unit(at, unit, word)
    if on is None:
        return at.as_("DATE", _VAGUE.get(unit, "XXXX" if unit == "year" else f"XXXX-{_season_code(word)}"))
    if unit == "season":
        return _season_near(at, word, which)
    if unit == "century" and which not in ("last", "this", "next"):
        return None
    steps = {"last": -1, "past": -1, "this past": -1, "next": 1, "coming": 1, "this coming": 1, "upcoming": 1}.get(which, 0)
    if unit == "weekend" and which in ("this", "this past", "past", "last", "this coming", "coming", "upcoming"):
        return _weekend(at)
    whole = period(unit, on, steps)
    if whole is None:
        return None
    lead = at.match[0].lower().split()[0]
    if not at.mod and lead in ("earlier", "later"):
        return at.as_("DATE", whole.value, whole, (before if lead == "earlier" else after)(whole, on, at.basis))
    return at.named(whole)


def _told_unit(at: _Place, unit: str, word: str) -> _Found | None:
    """The month, year ... of the date told before, or the one next to it."""
    steps = {"previous": -1, "preceding": -1, "following": 1}.get(at["which"], 0)
    anchor = at.anchor()
    if unit == "season" or anchor is None:
        return at.as_("DATE", _VAGUE.get(unit, "XXXX"))
    if unit == "day" and anchor.unit != "day":
        return _open_day(at)
    return _whole(at, unit, anchor.start, "relative", steps)


def _season_code(word: str) -> str:
    return {3: "SP", 6: "SU", 9: "FA", 12: "WI"}[timex.SEASONS[word]]


def _season_near(at: _Place, word: str, which: str) -> _Found | None:
    assert at.on is not None
    month = timex.SEASONS[word]
    this = at.on.year if month < 12 or at.on.month > 2 else at.on.year - 1
    over = at.on.month >= month and not (month == 12)
    year = {"last": this - (not (over and at.on.month > month + 2)), "next": this + over, "this past": this - (at.on.month < month)}.get(which, this)
    return _whole(at, "season", date(year, month, 1))


def _season(at: _Place) -> _Found | None:
    month = timex.SEASONS[at["season"]]
    year = int(at["year"]) if at["year"] else _which_year(at, at["of"])
    if year is None:
        return at.as_("DATE", f"XXXX-{_season_code(at['season'])}")
    return _whole(at, "season", date(year, month, 1), "stated" if at["year"] else None)


def _weekend(at: _Place) -> _Found | None:
    """The weekend before, or the coming one when the verb looks ahead or the week is all but over."""
    if at.on is None:
        return at.as_("DATE", _VAGUE["weekend"])
    which = at["which"]
    coming = which in ("this coming", "coming", "upcoming") or (which not in ("last", "past", "this past") and at.tense() == "future")
    return _whole(at, "weekend", at.on, steps=0 if coming or at.on.weekday() > 4 else -1)


def _part_of_unit(at: _Place) -> _Found | None:
    """ "the end of the year": of the year told before in the sentence, else of this one."""
    if at.on is None:
        return at.as_("DATE", _VAGUE.get(at["unit"], "XXXX"))
    return _whole(at, at["unit"], at.on)


def _year_end(at: _Place) -> _Found | None:
    if at.on is None:
        return at.as_("DATE", "XXXX")
    whole = period("year", at.on)
    assert whole is not None
    return at.as_("DATE", whole.value, whole, part(whole, "end" if at["end"] else "mid", at.basis))


# -- weekdays and days near -------------------------------------------------------------------------------------------


def _weekday(at: _Place) -> _Found | None:
    number, which = timex.WEEKDAYS.index(at["weekday"]), at["which"]
    if at.on is None:
        return _open_day(at, f"XXXX-WXX-{number + 1}")
    anchor = at.anchor("day")
    if which.removeprefix("the ") in ("previous", "preceding", "following", "same") and anchor:
        forward = "following" in which
        day = weekday_near(anchor.start + timedelta(forward or -("same" not in which)), number, 1 if forward else -1)
    else:
        day = _weekday_from(at, number, which, at.on)
    return _on_day(at, day, "relative" if at.basis == "relative" else None, part_of_day=at["part"])


def _weekday_from(at: _Place, number: int, which: str, on: date) -> date:
    """Which of the weekdays around the day of writing is meant."""
    if which in ("next", "this coming", "the next"):
        return weekday_near(on + timedelta(1), number, 1)
    if which in ("last", "past", "this past", "the previous", "the preceding"):
        return weekday_near(on - timedelta(1), number, -1)
    return weekday_near(on, number, 1 if at.tense() == "future" else -1)


def _weekdays(at: _Place) -> _Found:
    number = timex.WEEKDAYS.index(at["weekday"] or at["plural"])
    part_of_day = timex.PARTS.get(at["part"] or at["part2"], "")
    return at.as_("SET", f"XXXX-WXX-{number + 1}{part_of_day}")


def _part_of_weekday(at: _Place) -> _Found | None:
    return _weekday(at) if at["weekday"] else _deictic(at)


_AWAY = {"today": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}


def _deictic(at: _Place) -> _Found | None:
    word, whole = at["word"], at["whole"]
    part_of_day = at["part"]
    if whole:
        part_of_day = {"tonight": "night", "overnight": "night"}.get(whole) or whole.split()[-1]
    if at.on is None:
        value = "XXXX-XX-XX" + timex.PARTS.get(part_of_day, "")
        return at.as_("TIME" if part_of_day else "DATE", value)
    away = _AWAY[word] if word else -(whole.startswith("last"))
    return _on_day(at, at.on + timedelta(away), part_of_day=part_of_day)


def _then_day(at: _Place) -> _Found | None:
    """ "the following day", "that evening", "the day before": from the day told before."""
    which = at["which"] or at["day"].removeprefix("day ")
    anchor = at.anchor("day")
    if anchor is None:
        return _open_day(at)
    away = 1 if which.split()[-1] in ("following", "next", "after") else -1 if which.split()[-1] in ("previous", "preceding", "before") else 0
    return _on_day(at, anchor.start + timedelta(away), "relative", part_of_day=at["part"])


_HOLIDAYS = {"christmas eve": (12, 24), "christmas": (12, 25), "christmas day": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1)}


def _holiday(at: _Place) -> _Found | None:
    if at.on is None:
        month, number = _HOLIDAYS.get(at["name"], (11, 0))
        return at.as_("DATE", f"XXXX-{month:02}-{number:02}" if number else "XXXX-11-XX")
    month, number = _HOLIDAYS.get(at["name"], (11, 25))
    year = _year_near(at, month, number)
    if at["name"] not in _HOLIDAYS:  # the fourth Thursday of November
        number = weekday_near(date(year, 11, 22), 3, 1).day
    return _on_day(at, date(year, month, number))


def _clock(at: _Place) -> _Found | None:
    """A time of day, on the day that it names or that was told just before it."""
    if at["hour24"] and not re.search(r"\b(?:at|by|from|until|till|after|before|around|about|to|and|-)\s*$", at.behind(8)) and not re.search(r"(?:hours|hrs|[A-Z]{2,4}\)?|time)$", at.match[0]):
        return None
    day = _clock_day(at)
    hour, minute = int(at["hour"] or at["hour24"] or {"midnight": 24}.get(at["named"], 12)), at["minute"] or at["minute24"] or "00"
    if at["half"]:
        hour = hour % 12 + (12 if at["half"].startswith("p") else 0)
    value = f"{day.isoformat() if day else 'XXXX-XX-XX'}T{hour:02}:{minute}"
    whole = period("day", day) if day else None
    return at.as_("TIME", value, whole, whole.when(at.basis) if whole else None)


def _clock_day(at: _Place) -> date | None:
    if at["weekday"]:
        return _weekday_from(at, timex.WEEKDAYS.index(at["weekday"]), "", at.on) if at.on else None
    if at["month"]:
        found = _full(at)
        return found.period.start if found and found.period else None
    if at["word"]:
        return at.on + timedelta(_AWAY[at["word"]]) if at.on else None
    near = at.told[-1] if at.told else None
    if near and near.period and near.period.unit == "day" and at.match.start() - near.mention.span.end < 40:
        return near.period.start
    return at.on


# -- distances, durations, sets, references ---------------------------------------------------------------------------


def _unit_of(word: str) -> str:
    return {"centuries": "century"}.get(word, word.removesuffix("s"))


def _length(count: float | None, unit: str) -> str:
    """TIMEX3 value of a duration: P5Y, PT2H, PXD; decades and more in years where they are counted.

    >>> _length(2, "decade"), _length(2.5, "year"), _length(None, "week")
    ('P20Y', 'P2Y6M', 'PXW')
    """
    if count is None:
        return f"PT X{timex.CLOCK_UNITS[unit]}".replace(" ", "") if unit in timex.CLOCK_UNITS else f"PX{timex.UNITS[unit]}"
    if unit in timex.CLOCK_UNITS:
        return _halved("PT", count, timex.CLOCK_UNITS[unit], {"hour": "30M", "minute": "30S"}.get(unit))
    if unit in ("decade", "century") and count != 1:
        return f"P{count * (10 if unit == 'decade' else 100):g}Y"
    if unit == "quarter":
        return f"P{count * 3:g}M"
    return _halved("P", count, timex.UNITS[unit], "6M" if unit == "year" else None)


def _halved(head: str, count: float, letter: str, half: str | None) -> str:
    if half and count % 1 == 0.5:
        return head + (f"{count // 1:g}{letter}" if count > 1 else "") + half
    return f"{head}{count:g}{letter}"


def _distance(at: _Place) -> _Found | None:
    """ "three days ago" from the day of writing; "a day later", "two years earlier" from the date told before."""
    unit, count, way = _unit_of(at["unit"]), timex.number(at["count"]), at["way"]
    sign = -1 if way in ("ago", "earlier") else 1
    vague = at.as_("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF")
    if unit in timex.CLOCK_UNITS:
        return at.as_("DURATION", _length(count, unit))
    if at.on is None or count is None or count != round(count):
        return vague if way == "ago" or way in ("from now", "hence") else at.as_("DURATION", _length(count, unit))
    if way == "ago" or way == "from now" or way == "hence":
        if sign < 0 and unit == "year":
            return _earlier(at, count, unit) or vague
        return _whole(at, unit, at.on, steps=sign * round(count)) or vague
    anchor = at.anchor("day") if unit == "day" else at.anchor()
    if way == "earlier" and unit == "year" and (anchor is None or anchor.unit != "day" or count == 1):
        return _earlier(at, count, unit)
    return _whole(at, unit, anchor.start, "relative", sign * round(count)) if anchor else at.as_("DURATION", _length(count, unit))


def _vague_distance(at: _Place) -> _Found | None:
    """ "days after reaching out": how far off, not when."""
    return at.as_("DURATION", _length(None, _unit_of(at["unit"])))


def _duration(at: _Place) -> _Found | None:
    unit, words = _unit_of(at["unit"]), at["count"]
    count = timex.number(words)
    if words in ("a", "an") and unit in ("second", "quarter", "minute") and not at["more"]:
        return None
    if words in ("a", "an") and unit == "day" and re.search(r"\bof\s+$", at.behind(4)):
        return None
    if unit == "second" and not words[0].isdigit() and count is not None and count < 10:
        return None
    if words[0].isdigit() and re.fullmatch(r"(?:19|20)\d\d", words):
        return None
    if re.search(r"(?i)\b(?:few|several|many|couple(?: of)?)$", words) and count is None:
        return at.as_("DURATION", _length(None, unit))
    return at.as_("DURATION", _length(count + 0.5 if at["more"] and count else count, unit))


def _whole_unit(at: _Place) -> _Found | None:
    word = at["unit"] or at["unit2"]
    unit = _unit_of(word)
    return at.as_("DURATION", _length(None if at["unit"] and word.endswith("s") else 1, unit))


def _stretch(at: _Place) -> _Found | None:
    return at.as_("DURATION", _length(None, _unit_of(at["unit"] or at["unit2"])))


def _set(at: _Place) -> _Found | None:
    adverb = at["adverb"]
    if adverb:
        if at.match[0][0].isupper() and at.behind(2).strip() not in ("", ".", '"'):
            return None  # a newspaper's name
        return at.as_("SET", {"daily": "P1D", "weekly": "P1W", "monthly": "P1M", "hourly": "PT1H", "nightly": "P1D"}.get(adverb, "P1Y"))
    if at["month"]:
        return at.as_("SET", f"XXXX-{timex.month_number(at['month']):02}")
    count = timex.number(at["count"]) if at["count"] else 2 if at["other"] else 1
    unit = _unit_of(at["unit"])
    return at.as_("SET", f"P1Q" if unit == "quarter" and count == 1 else _length(count, unit))


def _per(at: _Place) -> _Found | None:
    """ "40 flights a day", "$2 million a year", "twice a week"."""
    unit = at["unit"]
    if at.match[0].lower().startswith("per"):
        return at.as_("SET", _length(1, unit))
    token = at.doc.char_span(at.match.start(), at.match.end(), alignment_mode="expand")
    if token is None or token.start == 0:
        return None
    left = at.doc[token.start - 1]
    counted = left.tag_ in ("NNS", "NN", "CD", "$") and re.search(r"\d|\b(?:one|two|three|four|five|six|ten|hundred|hundreds|thousand|thousands|dozens?|million|billion|times)\b", at.behind(36))
    if counted or left.lower_ in ("once", "twice", "times"):
        return at.as_("SET", _length(1, unit)) if not re.match(r"\s+(?:ago|earlier|later|before|after)", at.ahead(10)) else None
    return None


def _reference(value: str) -> Callable[[_Place], _Found | None]:
    return lambda at: at.as_("DATE", value)


_READERS: dict[str, Callable[[_Place], _Found | None]] = {
    "iso": _iso, "figures": _figures, "american": _full, "british": _full, "first_of_range": _first_of_range,
    "last_of_range": _last_of_range, "week_of": _week_of, "month": _month, "year": _year, "worded_year": _worded_year,
    "decade": _decade, "century": _century, "quarter": _quarter, "quarter_sign": _quarter, "bare_quarter": _bare_quarter,
    "year_before": _year_before, "weekdays": _weekdays, "weekday": _weekday, "part_of_weekday": _part_of_weekday,
    "deictic": _deictic, "then_day": _then_day, "unit": _unit, "part_of_unit": _part_of_unit, "weekend": _weekend,
    "year_end": _year_end, "season": _season, "distance": _distance, "vague_distance": _vague_distance,
    "duration": _duration, "whole": _whole_unit, "coming": _reference("FUTURE_REF"), "recent": _reference("PAST_REF"),
    "stretch": _stretch, "set": _set, "per": _per, "holiday": _holiday, "clock": _clock,
    "future": _reference("FUTURE_REF"), "past": _reference("PAST_REF"), "present": _reference("PRESENT_REF"),
}  # fmt: skip
