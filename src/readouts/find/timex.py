"""The grammar of time expressions: tables of the words, and one pattern for each kind of expression.

The kinds follow TIMEX3 (TimeML 1.2.1). A space in a pattern stands for one to three signs of space, line ends included.
"""

import re
from collections.abc import Iterator

MONTHS = "january february march april may june july august september october november december".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
_NUMERALS = {word: i for i, word in enumerate((_ONES + " eighteen nineteen").split())} | {
    word: 20 + 10 * i for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
_SCALES = {"hundred": 100, "thousand": 1000}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
ORDINALS = {word: i for i, word in enumerate(_ORDINALS.split(), 1)} | {
    word: i for i, word in enumerate("fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(), 15)
}
ORDINALS |= {f"twenty{sign}first": 21 for sign in "- "}
DECADES = {
    word: i for i, word in enumerate("twenties thirties forties fifties sixties seventies eighties nineties".split(), 2)
}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# TIMEX3 letters of durations; those of an hour and less stand behind a T.
UNITS = {
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
    "weekend": "WE",
}
CLOCK_UNITS = {"hour": "H", "minute": "M", "second": "S"}
PARTS = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}


def number(words: str) -> float | None:
    """What a numeral in figures or words counts; None for "several", "a few" and other words of no number.

    >>> number("2 1/2"), number("twenty-four"), number("a couple of"), number("several")
    (2.5, 24.0, 2.0, None)
    """
    words = words.lower().replace(",", "")
    if words.endswith(" and a half"):
        return (number(words.removesuffix(" and a half")) or 0) + 0.5
    if words[0].isdigit():
        whole, _, fraction = words.partition(" ")
        over, _, under = fraction.partition("/")
        return float(whole) + (int(over) / int(under) if under else 0)
    if words in _COUNTED:
        return _COUNTED[words]
    return 0.5 if words.startswith("half") else _spelled(re.split(r"[-\s]+", words))


_COUNTED = dict.fromkeys(("a", "an", "the"), 1.0) | dict.fromkeys(
    ("a couple", "a couple of", "couple of", "couple"), 2.0
)


def _spelled(words: list[str]) -> float | None:
    """The number that words spell out: "two hundred and five"."""
    total = current = 0
    for word in words:
        if word in _NUMERALS:
            current += _NUMERALS[word]
        elif word in _SCALES:
            current = max(current, 1) * _SCALES[word]
        elif word not in ("a", "an", "and"):
            return None
        if word == "thousand":
            total, current = total + current, 0
    return float(total + current)


def is_unit(word: str) -> bool:
    """Whether a word names a unit of time, in the singular or plural: "week", "Minutes"."""
    return word.lower().removesuffix("s") in UNITS.keys() | CLOCK_UNITS.keys()


def month_number(word: str) -> int:
    """1 to 12 of a month's name or abbreviation."""
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(word.lower().rstrip(".")[:3]))


# Pieces. Names of months and weekdays count only with a capital: "may" and "march" are verbs.
_FULL = "|".join(m.title() for m in MONTHS) + "|" + "|".join(m.upper() for m in MONTHS if len(m) > 5)
_MONTH = rf"(?P<month>(?-i:{_FULL}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?))"
_WEEKDAY = "(?P<weekday>(?-i:" + "|".join([*(w.title() for w in WEEKDAYS), *(w.upper() for w in WEEKDAYS)]) + "))"
_DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,:]\d)"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)(?![\d%]|[.,:]\d)"
_PART = r"(?P<part>morning|afternoon|evening|night)"
_UNIT = r"(?P<unit>days?|weeks?|months?|quarters?|years?|decades?|century|centuries|hours?|minutes?|seconds?)"
_MANY = "(?:minutes|hours|days|weeks|months|quarters|years|decades|centuries)"
_SEASON = "(?P<season>spring|summer|autumn|fall|winter)"
_WORD = "(?:" + "|".join([*_NUMERALS, *_SCALES]) + ")"
_NUMBER = (
    r"(?:\d[\d,]{0,12}(?:\.\d{1,9})?(?: [1-3]/[2-4])?|"
    rf"(?:an? (?=hundred|thousand))?{_WORD}(?:(?:[- ]| and ){_WORD}){{0,4}}(?: and a half)?)"
)
_COUNT = rf"(?P<count>{_NUMBER}|a few|few|a couple(?: of)?|couple(?: of)?|several|many|half an?|an?)"
_ABOUT = (
    r"(?:(?:about|around|almost|nearly|some|roughly|approximately|(?:no )?more than|less than|at least|at most|up to|"
    r"just over|just under) )?"
)
_MORE = "(?:more|additional|further|full|whole|straight|consecutive|successive|trading|working|business|calendar)"
_MOD = (
    r"(?:(?P<mod>early|late|mid)(?:[- ]to[- ](?:mid|late))?[- ]|"
    r"(?:the )?(?:very )?(?P<mod2>beginning|start|middle|end) of )"
)
_SHORT_MOD = "(?:(?P<mod>early|late|mid)[- ])?"
_NEAR = "(?P<which>last|next|this past|this coming|this)"
_THIS = "(?P<of>this|last|next|the same|that|the following|the previous)"
_ZONE = r"(?: ?\(?(?-i:EST|EDT|ET|CST|CDT|PST|PDT|GMT|UTC|CET|CEST|BST|MSK)\)?| (?:local|Moscow) time)?"
_CLOCK = (
    r"(?:(?:about|around) )?(?:(?P<hour>1[0-2]|0?[1-9])(?:[:.](?P<minute>[0-5]\d))? ?"
    r"(?P<half>[ap]\.m\.|[ap]m\b|in the (?:morning|afternoon|evening))|"
    r"(?P<hour24>[01]?\d|2[0-3])(?::|(?=\d\d (?:GMT|UTC|hours|hrs|local|Moscow)))(?P<minute24>[0-5]\d)(?![\d:])"
    r"(?: (?:hours|hrs))?|(?P<named>noon|midnight|midday))" + _ZONE
)
# What stands before the last day of "September 16-18" or "September 16 and 18".
_RANGE = r"(?:(?<=\d-)|(?<=\d\s-\s)|(?<=\d\sto\s)|(?<=\d\sand\s)|(?<=\d\sor\s)|(?<=\d\sthrough\s)|(?<=\d\suntil\s))"


_ALONE = r"(?<![\w$€£#.-])"
_AFTER_DAY = rf"(?:{_ALONE}|(?<=\d-))"
_AFTER_YEAR = rf"(?:{_ALONE}|(?<=\b(?:19|20)\d\d-))"


def _pattern(body: str, before: str = _ALONE) -> re.Pattern[str]:
    spaced = body.replace("[- ]", r"(?:-|\s{1,3})").replace(" ?", r"\s{0,3}").replace(" ", r"\s{1,3}")
    return re.compile(before + "(?:" + spaced + r")(?!\w)", re.IGNORECASE)


# Where two kinds begin at one place the longer match is taken, at one length the kind that stands first.
PATTERNS = {
    # days
    "iso": _pattern(
        r"(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])(?:T[\d:.]{2,12}Z?)?"
    ),
    "figures": _pattern(
        r"(?P<one>\d{1,2})(?P<sign>[./])(?P<two>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d|\d\d)(?![./]\d)"
    ),
    "american": _pattern(rf"(?:{_WEEKDAY},? |{_NEAR} )?(?:{_MOD})?{_MONTH} {_DAY}(?:(?:, | ){_YEAR})?"),
    "british": _pattern(rf"(?:{_WEEKDAY},? (?:the )?)?(?:the )?{_DAY}(?: of)? {_MONTH}(?:,? {_YEAR})?", _AFTER_DAY),
    "first_of_range": _pattern(rf"{_DAY}(?= ?(?:-|to|and|or) ?\d{{1,2}}(?: of)? {_MONTH})"),
    "last_of_range": _pattern(rf"{_DAY}(?:, {_YEAR})?", _RANGE),
    "day_alone": _pattern(  # "on the 4th received ...", "on the 19th instant"; not "on the 4th floor"
        r"the (?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)(?: (?:instant|inst\.?|of this month))?"
    ),
    "week_of": _pattern(rf"the week (?:of|beginning|starting|ending) (?:{_WEEKDAY},? )?(?:{_MONTH} {_DAY})"),
    "weekdays": _pattern(
        rf"(?:(?:every|each) {_WEEKDAY}(?: {_PART})?|"
        rf"{_WEEKDAY.replace('weekday', 'plural')}(?:s| (?P<part2>morning|evening|night)s))"
    ),
    "weekday": _pattern(
        r"(?:(?:early|earlier|late|later|mid)[- ](?:on )?)?(?:(?P<which>last|next|this past|this coming|this|past|"
        rf"the previous|the following|the same|the next|the preceding) )?{_WEEKDAY}(?: (?:in the )?{_PART})?"
    ),
    "part_of_weekday": _pattern(
        rf"(?:mid(?=[- ]?(?:mo|af))[- ]?)?{_PART} (?P<word>yesterday|today|tomorrow|{_WEEKDAY})"
    ),
    "deictic": _pattern(
        r"(?:(?:early|earlier|late|later) )?(?:(?P<word>the day before yesterday|the day after tomorrow|today|"
        rf"yesterday|tomorrow)(?: {_PART})?|"
        r"(?P<whole>tonight|overnight|last (?:night|evening)|this (?:morning|afternoon|evening)))"
    ),
    "then_day": _pattern(
        r"(?P<which>the following|the next|the very next|the previous|the preceding|the same|that same|that|"
        rf"the very same) (?:day|{_PART})|the (?P<day>day (?:before|after)(?! \w))"
    ),
    "day_part": _pattern(rf"(?:(?:(?<=in\s)|(?<=during\s)|(?<=throughout\s))the |mid(?=[- ]?(?:mo|af))[- ]?){_PART}"),
    "holiday": _pattern(
        r"(?:(?P<which>last|next|this) )?(?-i:(?P<name>Christmas Eve|Christmas Day|Christmas|New Year's Eve|"
        r"New Year's Day|Thanksgiving Day|Thanksgiving))"
    ),
    "clock": _pattern(
        rf"{_CLOCK}(?:,? (?:on )?(?:(?P<word>today|yesterday|tomorrow)|{_WEEKDAY}|{_MONTH} {_DAY}(?:, {_YEAR})?))?"
    ),
    # stretches
    "month": _pattern(
        rf"(?:{_MOD})?(?:{_NEAR} )?{_MONTH}(?:(?: of|,)? {_YEAR}| (?:of )?{_THIS} year)?"
        r"(?! \d\d?(?:st|nd|rd|th)?\b(?![%:.,]\d))"
    ),
    "year": _pattern(
        rf"(?:{_MOD})?(?:(?P<kind>(?:the )?(?:fiscal|financial|calendar)(?: year)?|(?:the )?year|FY) ?)?{_YEAR}",
        _AFTER_YEAR,
    ),
    "worded_year": _pattern(
        r"(?:the year )?(?:(?P<two>two thousand)|(?P<high>eighteen|nineteen|twenty)[- ](?P<low>(?:twenty|thirty|forty|"
        r"fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?))"
        r"(?! (?:years?|days?|people|hours?))"
    ),
    "decade": _pattern(
        rf"(?:the )?{_SHORT_MOD}(?:(?P<decade>(?:1[5-9]|20)\d)0s|'(?P<short>[2-9])0s|(?P<worded>{'|'.join(DECADES)}))"
    ),
    "century": _pattern(
        rf"(?:the )?{_SHORT_MOD}(?:(?P<nth>\d{{1,2}})(?:st|nd|rd|th)|(?P<worded>{'|'.join(ORDINALS)}))[- ]century"
    ),
    "unit": _pattern(
        rf"(?:{_MOD}|(?P<side>earlier|later|sometime) )?(?:the )?(?P<which>last|next|this past|this coming|this very|"
        r"this|past|coming|previous|following|current|same|that same|that|preceding|upcoming)"
        r"(?: (?:fiscal|calendar|financial))? (?P<unit>day|weekend|week|month|quarter|year|decade|century|spring|"
        r"summer|autumn|fall|winter)(?!-(?:old|long|ago|earlier)| (?:ago|earlier|later))"
    ),
    "in_unit": _pattern(r"(?:early|late|(?P<side>earlier|later)|sometime) in the (?P<unit>day|week|month|year)"),
    "part_of_unit": _pattern(rf"{_MOD}the (?P<unit>week|month|quarter|year|decade|century)"),
    "weekend": _pattern("the weekend"),
    "year_end": _pattern(r"(?:(?:around|about) )?(?:year[- ]end|(?:the )?year's end|(?P<mid>mid-?year))"),
    "bare_year": _pattern(
        r"(?:the|its|their) (?:(?P<how>full|whole|latest fiscal|fiscal|financial) )?year(?!-| (?:ago|before|earlier))"
    ),
    "season": _pattern(rf"(?:{_MOD})?(?:the )?{_SEASON}(?:(?: of)?(?: {_YEAR})| of {_THIS} year)"),
    "bare_season": _pattern(rf"the {_SHORT_MOD}{_SEASON}(?! of\b)"),
    # quarters
    "quarter": _pattern(
        r"(?:the )?(?:(?P<which>this|last|next|(?:the )?year-ago|(?:the )?year-earlier)(?: year)?(?:'s)? |"
        r"(?P<year2>(?:19|20)\d\d) )?(?:fiscal[- ])?(?P<nth>first|second|third|fourth|last|latter)[- ](?:fiscal )?"
        rf"(?P<unit>quarter|half)(?:(?: of|,)? (?:fiscal )?{_YEAR}| of {_THIS} year| of the year)?"
    ),
    "quarter_sign": _pattern(rf"(?P<sign>[QH])(?P<nth>[1-4])(?: (?:of )?{_YEAR})?"),
    "bare_quarter": _pattern(
        r"(?:the (?:(?P<how>latest|current|comparable year-ago|comparable|year-ago|year-earlier|same|"
        rf"corresponding) |{_YEAR} )?|last (?P<how2>year's) )(?P<unit>quarter|period)(?!-)"
        r"(?P<back> (?:a year (?:ago|earlier|before)|last year|of last year|the year before))?"
    ),
    "year_before": _pattern("year-ago|year-earlier"),
    # distances and durations
    "distance": _pattern(
        rf"{_ABOUT}(?:the )?{_COUNT}[- ]{_UNIT}(?P<more> and a half)?(?: or so)? "
        r"(?P<way>ago|earlier|later|from now|hence|(?:before|prior)(?=[.,;)]|$))"
    ),
    "vague_distance": _pattern(
        r"(?P<unit>days|weeks|months|years|decades|hours|minutes|centuries)"
        r"(?: (?:ago|earlier|later)|(?= (?:before|after)\b))"
    ),
    "per": _pattern(r"(?:an?|per) (?P<unit>day|week|month|year|hour|minute)(?!-)"),
    "duration": _pattern(
        rf"(?:the )?(?:(?P<which>last|past|next|coming|first|final|latest|previous|following) )?{_ABOUT}"
        rf"{_COUNT}(?P<to>(?: to | or |-){_NUMBER})?[- ](?:{_MORE} )?{_UNIT}(?P<more> and a half)?"
        r"(?![- ](?:olds?\b|of age|ago\b|earlier\b|long\b))"
    ),
    "whole": _pattern(
        r"(?P<unit>decades|years|months|weeks|centuries|year|month|week|day)-long|"
        r"(?:all|the entire|the whole) (?P<unit2>day|week|month|year)(?: long)?"
    ),
    "stretch": _pattern(
        rf"(?:many )?{_MANY}(?= of\b)|(?:(?<=for\s)|(?<=in\s)|(?<=within\s)){_MANY}|"
        rf"(?<=over\s)the (?:years|decades|centuries)|(?<=in\s)the {_MANY}(?= (?:that|since|following)\b)|"
        rf"the (?:first|early|opening|final|closing) {_MANY}"
    ),
    "while": _pattern(r"some time(?! (?:ago|in|on|next|this|later|after|before))|a while"),
    # sets
    "set": _pattern(
        rf"(?:every|each) (?:(?P<other>other) |{_COUNT} )?(?:{_UNIT}|{_MONTH})|"
        r"(?P<adverb>daily|weekly|monthly|annually|yearly|hourly|nightly)"
    ),
    # references
    "coming": _pattern(rf"(?:the )?(?:coming|upcoming|future) {_MANY}(?: (?:and|or) {_MANY})?|the {_MANY} ahead"),
    "recent": _pattern(rf"(?:the )?(?:recent|past|last) {_MANY}(?: (?:and|or) {_MANY})?"),
    "future": _pattern(
        r"(?:the )?(?:near|foreseeable|immediate|not-too-distant|short|long) (?:future|term)|the future(?! of\b)|"
        r"as soon as possible|a later (?:date|stage)|shortly(?= ?[.,;])"
    ),
    "soon": _pattern(r"soon(?! (?:as|after)\b)"),
    "past": _pattern(
        r"(?:more |most )?recently|recent(?= [a-z])|lately|"
        r"(?<=in\s)the past(?! (?:\w+ )?(?:days?|weeks?|months?|years?|decades?|quarters?|summers?|winters?))"
    ),
    "present": _pattern(
        r"(?-i:Now(?!,)|now)|currently|current|at present|at the moment|nowadays|these days|presently|"
        r"this (?:very |crucial |critical |delicate )?(?:moment|juncture)"
    ),
}

_UNITS = ("day", "week", "weekend", "month", "quarter", "year", "decade", "century", "hour", "minute", "second")
# The words that any of them can begin with, but for figures. Only there are they tried: everywhere took five times as
# long.
_FIRST = frozenset(
    (
        *MONTHS,
        *(m[:3] for m in MONTHS),
        *(w + s for w in (*WEEKDAYS, *_UNITS) for s in ("", "s")),
        *(word.split()[0].split("-")[0] for word in (*ORDINALS, *DECADES, *SEASONS, *PARTS, *_NUMERALS, *_SCALES)),
        *"a about all almost an annually approximately around as at beginning calendar centuries christmas".split(),
        *"coming couple current currently daily each earlier early end every few financial fiscal following".split(),
        *"foreseeable future fy h half hourly immediate its just last late lately later latter less long many".split(),
        *"mid midafternoon midday midmorning midnight midyear middle monthly more most near nearly new next".split(),
        *"nightly no noon not now nowadays overnight past per preceding presently previous q recent recently".split(),
        *"roughly same sept several short shortly some sometime soon start thanksgiving that the their these".split(),
        *"this today tomorrow tonight up upcoming very weekly yearly yesterday".split(),
    )
)
_WORDS = re.compile(r"(?<![\w$€£#.])(?:\d|'(?=\d)|[A-Za-z]+)")


def matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Kind and match of everything that may be a time expression, left to right, longer ones first; they overlap."""
    for word in _WORDS.finditer(text):
        if not word[0].isalpha() or word[0].lower() in _FIRST:
            here = [(kind, found) for kind, p in PATTERNS.items() if (found := p.match(text, word.start()))]
            yield from sorted(here, key=lambda pair: -pair[1].end())
