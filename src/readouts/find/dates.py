"""Time expressions with TIMEX3 values (TimeML 1.2.1), and the days they stand for.

A weekday, "last month" or "later this year" is placed against the day of publication; without one its days stay open.
Which Monday is meant follows the tense of the verb over it: the last one before or on the day for the past, the next
one for the future.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from readouts.records import Basis, DateMention, Document, TimexType, When
from readouts.text import Span, normalised

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_MONTHS = ("january february march april may june july august september october november december").split()
_SHORT = {
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sept": 9,
    "sep": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_MONTH_OF = {**{name: i for i, name in enumerate(_MONTHS, 1)}, **_SHORT}
_WEEKDAYS = ("monday tuesday wednesday thursday friday saturday sunday").split()
_NUMBERS = {
    word: i for i, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
} | {"a": 1, "an": 1, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100}
_UNITS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "year": "Y",
    "quarter": "Q",
    "decade": "E",
    "century": "C",
    "hour": "H",
    "minute": "M",
    "second": "S",
}
_SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9), "winter": ("WI", 12)}

_MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept\.|Sep\.|Oct\.|Nov\.|Dec\.)"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART = r"(?P<part>morning|afternoon|evening|night)"
_COUNT = r"(?P<count>\d+(?:\.\d+)?|a few|a couple of|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|many|some)"
_UNIT = r"(?P<unit>day|week|month|year|quarter|decade|hour|minute|second|century|centurie)s?"
_MOD = r"(?P<mod>(?i:early|late|mid|the (?:beginning|start|middle|end) of|the (?:first|second) half of))"
_WHICH = r"(?P<which>last|next|this|past|coming|previous|following|current|the same|earlier this|later this)"

_Range = tuple[date, date]


def dates(document: Document, doc: "Doc") -> tuple[DateMention, ...]:
    """The time expressions of the text, in order, none overlapping; the longest wins where two begin together."""
    text = normalised(document.text)
    found: list[DateMention] = []
    for match, kind in _matches(text):
        if found and match.start() < found[-1].span.end:
            continue
        mention = _READERS[kind](match, doc, document.published)
        if mention is not None:
            found.append(mention)
    return tuple(found)


def _matches(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Every match of a pattern, left to right, longer ones first."""
    all_of = [(m, kind) for kind, pattern in _PATTERNS.items() for m in pattern.finditer(text)]
    return iter(sorted(all_of, key=lambda pair: (pair[0].start(), -pair[0].end())))


def _p(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", flags)


_PATTERNS = {
    "full": _p(rf"{_MONTH} {_DAY}(?:,? {_YEAR})?|{_DAY}(?: of)? {_MONTH.replace('month', 'month2')}(?:,? {_YEAR.replace('year', 'year2')})?".replace("(?P<day>[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?: of)?", "(?P<day2>[12]\\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?: of)?")),
    "iso": _p(r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])"),
    "month": _p(rf"(?:{_MOD}[- ]?)?{_MONTH}(?: of)?,? {_YEAR}"),
    "lone_month": _p(rf"(?:(?P<which>last|next|this) |(?P<mod>early|late|mid)[- ])?{_MONTH}"),
    "year": _p(rf"(?:{_MOD} (?:the year )?|(?P<mod2>mid)-)?{_YEAR}"),
    "decade": _p(r"(?:the )?(?:(?P<mod>early|late|mid)[- ])?(?P<decade>(?:1[89]|20)\d)0s"),
    "weekday": _p(rf"(?:(?P<which>last|next|this|past|the following) )?{_WEEKDAY}(?: {_PART})?"),
    "deictic": _p(r"(?P<word>(?:the day before |the day after )?(?:today|yesterday|tomorrow)|tonight|overnight)(?: (?P<part>morning|afternoon|evening|night))?", re.I),
    "relative_day": _p(r"(?P<word>the (?:following|next|previous|same) day|the day (?:before|after)|a day (?:later|earlier|before|after))", re.I),
    "which": _p(rf"(?:{_MOD} )?(?:the )?{_WHICH} (?P<unit>day|week|month|year|quarter|decade|weekend|century|spring|summer|autumn|fall|winter)(?! (?:ago|later|earlier))", re.I),
    "this_part": _p(r"(?P<word>this (?:morning|afternoon|evening))", re.I),
    "ago": _p(rf"{_COUNT} {_UNIT} (?P<way>ago|earlier|later|from now|hence)", re.I),
    "before": _p(rf"(?:{_COUNT} )?(?P<units>days|weeks|months|years|hours) (?P<way>after|before|later|earlier|ago)", re.I),
    "vague_stretch": _p(r"(?P<word>(?:in |over )?(?:the )?(?:coming|next few|upcoming) (?:days|weeks|months|years)|in the (?:near )?future|the (?:near )?future|soon)", re.I),
    "past_stretch": _p(r"(?P<word>recent (?:days|weeks|months|years)|recently|in the past|the past|lately)", re.I),
    "present": _p(r"(?P<word>now|currently|at present|at this time|nowadays|these days)", re.I),
    "duration": _p(rf"(?:the )?(?:(?P<which2>last|past|next|coming|first) )?{_COUNT}[- ]{_UNIT}", re.I),
    "set": _p(r"(?P<word>(?:every|each) (?P<unit>day|week|month|year|quarter)|daily|weekly|monthly|annually|yearly)", re.I),
}  # fmt: skip


# -- readers: a match to a mention, or None when it is no time expression ---------------------------------------------


def _full(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention | None:
    month = _month(m["month"] or m["month2"])
    day, year = int(m["day"] or m["day2"]), m["year"] or m["year2"]
    if year:
        return _day_of(m, int(year), month, day, "stated")
    if on is None:
        return _mention(m, "DATE", f"XXXX-{month:02}-{day:02}", None)
    return _day_of(m, _year_near(m, doc, on, month, day), month, day, "relative")


def _iso(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention | None:
    return _day_of(m, int(m["year"]), int(m["month"]), int(m["day"]), "stated")


def _month_year(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention:
    year, month = int(m["year"]), _month(m["month"])
    return _mention(
        m, "DATE", f"{year}-{month:02}", _part(_month_days(year, month), m["mod"], f"{year}-{month:02}", "stated")
    )


def _lone_month(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention | None:
    month = _month(m["month"])
    before = doc.text[max(0, m.start() - 12) : m.start()].lower().split()
    ambiguous = m["month"] in ("May", "March") and not (m["which"] or m["mod"])
    if ambiguous and not (
        before and before[-1] in ("in", "since", "by", "until", "last", "next", "of", "from", "during", "for")
    ):
        return None
    if on is None:
        return _mention(m, "DATE", f"XXXX-{month:02}", None)
    year = {"last": on.year - (month >= on.month), "next": on.year + (month <= on.month)}.get(m["which"] or "")
    year = year or _year_near(m, doc, on, month, 1)
    return _mention(
        m, "DATE", f"{year}-{month:02}", _part(_month_days(year, month), m["mod"], f"{year}-{month:02}", "relative")
    )


def _year(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention | None:
    year, before = int(m["year"]), doc.text[max(0, m.start() - 2) : m.start()]
    after = doc.text[m.end() : m.end() + 14].lstrip(" ").lower()
    counted = re.match(r"(?:people|troops|men|women|euros?|dollars|prisoners|soldiers|tons|km|meters|square)\b", after)
    if counted or before.endswith(("$", "€", "£", "#", ".", ",")) and before[-1:] in "$€£#":
        return None
    days = (date(year, 1, 1), date(year + 1, 1, 1))
    return _mention(m, "DATE", str(year), _part(days, m["mod"] or m["mod2"], str(year), "stated"))


def _decade(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention:
    first = int(m["decade"]) * 10
    days = (date(first, 1, 1), date(first + 10, 1, 1))
    return _mention(m, "DATE", m["decade"], _when(days, f"{m['decade']}X", "stated"))


def _weekday(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention:
    number, part = _WEEKDAYS.index(m["weekday"].lower()), m["part"]
    if on is None:
        value = f"XXXX-WXX-{number + 1}"
        return _mention(m, "TIME" if part else "DATE", value + _part_of_day(part), None)
    back = (on.weekday() - number) % 7
    if m["which"] == "next" or (m["which"] not in ("last", "past") and _tense(m, doc) == "future"):
        day = on + timedelta((number - on.weekday()) % 7 or 7)
    else:
        day = on - timedelta(back if m["which"] != "last" or back else 7)
    return _mention(m, "TIME" if part else "DATE", day.isoformat() + _part_of_day(part), _one_day(day, "relative"))


def _deictic(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention:
    word = m["word"].lower()
    away = {
        "today": 0,
        "tonight": 0,
        "overnight": 0,
        "yesterday": -1,
        "tomorrow": 1,
        "the day before yesterday": -2,
        "the day after tomorrow": 2,
    }[word]
    part = "night" if word in ("tonight", "overnight") else m["part"]
    if on is None:
        return _mention(m, "TIME" if part else "DATE", "XXXX-XX-XX" + _part_of_day(part), None)
    day = on + timedelta(away)
    return _mention(m, "TIME" if part else "DATE", day.isoformat() + _part_of_day(part), _one_day(day, "relative"))


def _relative_day(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention:
    return _mention(m, "DATE", "XXXX-XX-XX", None)


def _which(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention | None:
    which, unit = m["which"].lower(), m["unit"].lower()
    if which in ("following", "the same", "previous") or unit in ("day", "century"):
        return _mention(m, "DATE", "XXXX", None) if unit != "day" else None
    if on is None:
        return _mention(m, "DATE", {"year": "XXXX", "month": "XXXX-XX", "week": "XXXX-WXX"}.get(unit, "XXXX"), None)
    step = {"last": -1, "past": -1, "next": 1, "coming": 1}.get(which, 0)
    value, days, edtf = _unit_days(on, unit, step)
    if which == "later this":
        days, edtf = (on + timedelta(1), days[1]), f"{on + timedelta(1)}/{days[1] - timedelta(1)}"
    elif which == "earlier this":
        days, edtf = (days[0], on), f"{days[0]}/{on - timedelta(1)}"
    if days[0] >= days[1]:
        return _mention(m, "DATE", value, None)
    return _mention(m, "DATE", value, _part(days, m["mod"], edtf, "relative"))


def _this_part(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention:
    part = m["word"].split()[1].lower()
    value = (on.isoformat() if on else "XXXX-XX-XX") + _part_of_day(part)
    return _mention(m, "TIME", value, _one_day(on, "relative") if on else None)


def _ago(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention | None:
    count, unit, way = _count(m["count"]), m["unit"].lower().replace("centurie", "century"), m["way"].lower()
    if unit in ("hour", "minute", "second"):
        return _mention(m, "TIME", "PAST_REF" if way in ("ago", "earlier") else "FUTURE_REF", None)
    if on is None or count is None or way in ("earlier", "later"):
        return _mention(m, "DATE", "PAST_REF" if way in ("ago", "earlier") else "FUTURE_REF", None)
    value, days, edtf = _unit_days(on, unit, round(count) * (-1 if way == "ago" else 1))
    if unit == "day":
        return _mention(m, "DATE", value, _one_day(days[0], "relative"))
    return _mention(m, "DATE", value, _when(days, edtf + "~" if "/" not in edtf else edtf, "relative"))


def _before(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention:
    unit = _UNITS[m["units"].lower()[:-1]]
    count = _count(m["count"]) if m["count"] else None
    return _mention(m, "DURATION", f"P{'T' if unit == 'H' else ''}{_number(count)}{unit}", None)


def _reference(value: str) -> Callable[[re.Match[str], "Doc", date | None], DateMention]:
    return lambda m, doc, on: _mention(m, "DATE", value, None)


def _duration(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention | None:
    unit, count = _UNITS[m["unit"].lower().replace("centurie", "century")], _count(m["count"])
    if m["count"].lower() in ("a", "an", "one") and m["unit"].lower() in ("second", "quarter"):
        return None
    time = "T" if m["unit"].lower() in ("hour", "minute", "second") else ""
    return _mention(m, "DURATION", f"P{time}{_number(count)}{unit}", None)


def _set(m: re.Match[str], doc: "Doc", on: date | None) -> DateMention:
    word = m["word"].lower()
    adverbs = {"daily": "D", "weekly": "W", "monthly": "M", "annually": "Y", "yearly": "Y"}
    return _mention(m, "SET", f"P1{adverbs.get(word) or _UNITS[m['unit'].lower()]}", None)


_READERS: dict[str, Callable[[re.Match[str], "Doc", date | None], DateMention | None]] = {
    "full": _full, "iso": _iso, "month": _month_year, "lone_month": _lone_month, "year": _year, "decade": _decade,
    "weekday": _weekday, "deictic": _deictic, "relative_day": _relative_day, "which": _which, "this_part": _this_part,
    "ago": _ago, "before": _before, "vague_stretch": _reference("FUTURE_REF"), "past_stretch": _reference("PAST_REF"),
    "present": _reference("PRESENT_REF"), "duration": _duration, "set": _set,
}  # fmt: skip


# -- the calendar ----------------------------------------------------------------------------------------------------


def _mention(m: re.Match[str], kind: TimexType, value: str, when: When | None) -> DateMention:
    return DateMention(span=Span(m.start(), m.end()), type=kind, value=value, when=when)


def _when(days: _Range, edtf: str, basis: Basis) -> When:
    return When(start=days[0], end=days[1], edtf=edtf, basis=basis)


def _one_day(day: date, basis: Basis) -> When:
    return _when((day, day + timedelta(1)), day.isoformat(), basis)


def _day_of(m: re.Match[str], year: int, month: int, day: int, basis: Basis) -> DateMention | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None  # 31 June is no day
    return _mention(m, "DATE", found.isoformat(), _one_day(found, basis))


def _part(days: _Range, mod: str | None, edtf: str, basis: Basis) -> When:
    """The part of a stretch that "early", "mid" or "late" means: a third each; halves where the text says half.

    An early year ends with April; EDTF has no sign for a third, so the days are given as an interval.
    """
    if not mod:
        return _when(days, edtf, basis)
    word, length = mod.lower(), (days[1] - days[0]).days
    cut = {
        "early": (0, 3),
        "beg": (0, 3),
        "sta": (0, 3),
        "mid": (1, 3),
        "lat": (2, 3),
        "end": (2, 3),
        "fir": (0, 2),
        "sec": (1, 2),
    }
    place, parts = cut[word if word == "early" else word.removeprefix("the ")[:3]]
    if length > 300:
        months = 12 // parts
        year = days[0].year
        start, last = _month_days(year, 1 + place * months)[0], _month_days(year, (place + 1) * months)
        return When(start=start, end=last[1], edtf=f"{start:%Y-%m}/{last[0]:%Y-%m}", basis=basis)
    step = length // parts
    start = days[0] + timedelta(place * step)
    end = days[1] if place + 1 == parts else start + timedelta(step)
    return When(start=start, end=end, edtf=f"{start}/{end - timedelta(1)}", basis=basis)


def _month_days(year: int, month: int) -> _Range:
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def _unit_days(on: date, unit: str, step: int) -> tuple[str, _Range, str]:
    """TIMEX3 value, days and EDTF of the week, month, season, ... that lies so many steps from the one of that day."""
    if unit == "day":
        day = on + timedelta(step)
        return day.isoformat(), (day, day + timedelta(1)), day.isoformat()
    if unit in ("week", "weekend"):
        monday = on - timedelta(on.weekday()) + timedelta(7 * step)
        year, week, _ = monday.isocalendar()
        days = (monday + timedelta(5 if unit == "weekend" else 0), monday + timedelta(7))
        return f"{year}-W{week:02}" + ("-WE" if unit == "weekend" else ""), days, f"{days[0]}/{days[1] - timedelta(1)}"
    if unit == "month":
        count = on.year * 12 + on.month - 1 + step
        year, month = divmod(count, 12)
        return f"{year}-{month + 1:02}", _month_days(year, month + 1), f"{year}-{month + 1:02}"
    if unit == "quarter":
        year, quarter = divmod(on.year * 4 + (on.month - 1) // 3 + step, 4)
        start = date(year, quarter * 3 + 1, 1)
        end = _month_days(year, quarter * 3 + 3)[1]
        return f"{year}-Q{quarter + 1}", (start, end), f"{year}-{33 + quarter}"
    if unit in _SEASONS:
        code, month = _SEASONS[unit]
        year = on.year + (step if (step < 0 and on.month < month) or (step > 0 and on.month >= month) else 0)
        start = date(year, month, 1)
        end = date(year + (month + 3 > 12), (month + 2) % 12 + 1, 1)
        return (
            f"{year}-{code}",
            (start, end),
            f"{year}-{21 + list(dict.fromkeys(c for c, _ in _SEASONS.values())).index(code)}",
        )
    if unit == "decade":
        first = on.year // 10 * 10 + 10 * step
        return str(first)[:3], (date(first, 1, 1), date(first + 10, 1, 1)), f"{str(first)[:3]}X"
    year = on.year + step
    return str(year), (date(year, 1, 1), date(year + 1, 1, 1)), str(year)


def _month(word: str) -> int:
    return _MONTH_OF[word.lower().rstrip(".")]


def _count(word: str) -> float | None:
    """The number; None for "several"."""
    word = word.lower()
    return float(word) if word[0].isdigit() else _NUMBERS.get(word)


def _number(count: float | None) -> str:
    return "X" if count is None else f"{count:g}"


def _part_of_day(part: str | None) -> str:
    return {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}.get((part or "").lower(), "")


# -- tense -----------------------------------------------------------------------------------------------------------


def _tense(m: re.Match[str], doc: "Doc") -> str:
    """ "past", "future" or "present": of the nearest verb over the expression."""
    span = doc.char_span(m.start(), m.end(), alignment_mode="expand")
    token: Token | None = span.root if span is not None else None
    while token is not None and token.pos_ not in ("VERB", "AUX"):
        token = token.head if token.head != token else None
    if token is None:
        return "past"
    helpers = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
    if helpers & {"will", "shall", "'ll", "would"} or (token.tag_ == "VB" and "to" in helpers):
        return "future"
    return "past" if token.tag_ in ("VBD", "VBN") else "present"


def _year_near(m: re.Match[str], doc: "Doc", on: date, month: int, day: int) -> int:
    """The year of a day without one: the last such day for the past, the next for the future, else the nearest."""
    tense = _tense(m, doc)
    if tense == "future":
        return on.year + ((month, day) < (on.month, on.day if day > 1 else 1))
    if (month, day) <= (on.month, on.day):
        return on.year
    # A readout put out a day early in another time zone may name tomorrow.
    return (
        on.year
        if (month, day) == ((on + timedelta(1)).month, (on + timedelta(1)).day) or tense == "present"
        else on.year - 1
    )
