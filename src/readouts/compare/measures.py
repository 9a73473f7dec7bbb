"""Numbers, days, limits and lengths of time of one thing that two claims tell otherwise."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from readouts.compare.contraries import contrary, shared_deeds
from readouts.compare.doers import akin
from readouts.compare.kinds import SAME_POINT, SAME_THING, Parties, Verdict, kind_of, looks_ahead
from readouts.compare.wording import Telling, concept, plain_words
from readouts.records import Figure, When
from readouts.text import stem

# What is measured, not counted, as stems: of two amounts it takes more words to be one.
_UNITS = frozenset(map(stem, "tonne ton kilogram metre meter kilometre kilometer mile hectare acre litre liter barrel"
                             " watt megawatt gigawatt hour day week month year minute".split()))  # fmt: skip
# Sums are of all kinds of things, so that it takes more.
ONE_SUM = 0.4
# Sums further apart are of different things, such as one package and all aid.
_OF_ONE_SIZE = 2.5
# Sums may be rounded, and a day may differ by one across time zones.
_ONE_DAY = timedelta(days=1)
_LATELY = timedelta(days=30)
# Lengths of time nearer than this may be the same in other units: a month and four weeks.
_ROUNDED = 0.1


def other_numbers(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another number of the same things, where neither account has the other's number elsewhere."""
    one, other = (_counts(side) for side in (left, right))
    for thing in sorted((one.keys() & other.keys()) - {""}):
        if len(one[thing]) == len(other[thing]) == 1:
            (a,), (b,) = one[thing], other[thing]
            if _near(a, b) or (a, thing) in right.figures or (b, thing) in left.figures:
                continue
            if a in _values(right) or b in _values(left):
                continue  # "five fishermen, two of them with injuries"
            told = f"Numbers differ: {_figure(a)} in the left account, {_figure(b)} in the right one ({thing})."
            sure = alike >= _enough(left, right, thing, (a, b)) and not _of_two(left, right)
            return ("conflict" if sure else "framing"), told
    return None


def _enough(left: Telling, right: Telling, thing: str, numbers: tuple[float, float]) -> float:
    """The likeness from which two numbers of a thing are of one and the same.

    One side may name the last of several sums, the other all of them: sums must be of one thing beyond doubt, or each
    account's only one.
    """
    several = any(sum(thing == of for _, of in side.figures) > 1 for side in (left, right))
    framed = _one_frame(left, right)
    unsure = (
        thing == "percent"
        or thing in _UNITS
        or (thing == "money" and several and not framed)
        or max(numbers) > _OF_ONE_SIZE * max(1.0, min(numbers))
        or _was_before(left, right)
        or _was_before(right, left)
        or (_of_others(left, right) and not framed)
    )
    return SAME_THING if unsure else ONE_SUM if thing == "money" else SAME_POINT


def _of_two(left: Telling, right: Telling) -> bool:
    """Whether the numbers are of two things or times, whatever the words, or more than a number differs."""
    added = {bool(_OTHER_NUMBER.search(side.said)) for side in (left, right)}
    apart = _each_its_own(left, right) or len(added) > 1 or _of_other_times(left, right)
    return apart or bool(contrary(left, right, 1.0))


# What one has need of or could take is another number than what there is or will be; so is what is added to it.
_OTHER_NUMBER = re.compile(
    r"\b(?:needs?|requires?|consumes?|demand of|consumption of|capacity of|further|additional|another|extra) "
    r"(?:\w+ ){0,2}\d"
)


_OWNER = re.compile(
    r"^(?:On|In) the (?:(?P<of>\w+) side|territory of (?:the )?(?P<at>\w+))\b"
    r"|^(?:The )?(?P<who>\w+)(?: side)? (?:keeps|has|holds|maintains|operates|runs)\b"
)
# What is counted now is no other number of what was counted in a year gone by.
_NOW = re.compile(r"\b(?:currently|now|today|at present|presently|at the moment|so far|to date|still)\b")


def _each_its_own(left: Telling, right: Telling) -> bool:
    """Whether each counts what another has: "on the Olmian side there are three posts", "Skelland keeps two"."""
    one, other = (_OWNER.search(side.words) for side in (left, right))
    owners = [next(filter(None, found.groups())) for found in (one, other) if found]
    return len(owners) == 2 and not akin(*owners)


_SUM_OF = re.compile(r"\b([^\W\d]+ [^\W\d]+) of (?:up to |about |around |some )?(?:usd |us\$ ?|[$€£] ?)?\d")


def _one_frame(left: Telling, right: Telling) -> bool:
    """Whether both name what the sum is: "a credit line of 40 million"."""
    one, other = (set(_SUM_OF.findall(side.said)) for side in (left, right))
    return bool(one & other)


def _of_others(left: Telling, right: Telling) -> bool:
    """Whether each is about another party: three posts on the one side, two on the other."""
    one, other = set(left.claim.about), set(right.claim.about)
    return bool(one and other) and not one & other


def _was_before(one: Telling, other: Telling) -> bool:
    """Whether the one tells of a day gone by, the other of what is to come: two ships in January, four in plan."""
    gone = len(one.days) == 1 and not lies_ahead(one)
    return gone and not other.days and looks_ahead(other)


def _values(telling: Telling) -> frozenset[float]:
    return frozenset(number.value for number in telling.claim.numbers)


def _of_other_times(left: Telling, right: Telling) -> bool:
    """Whether they count in other stretches of time: last year's and this year's, four years' and one year's."""
    one, other = ([day for day in side.days if day.edtf not in side.beside] for side in (left, right))
    if one and other:
        return not any(overlap(a, b) for a in one for b in other)
    gone = any(
        _NOW.search(now.said) and days and not any(_after(day, now.document.published) for day in days)
        for now, days in ((left, other), (right, one))
    )
    return gone or bool((left.lengths and other) or (right.lengths and one))


def _after(day: When, published: date | None) -> bool:
    """Whether the day is not over a month before the text came out."""
    return not (day.end and published) or (published - day.end) < _LATELY


def counted_in_both(left: Telling, right: Telling) -> bool:
    """Whether the two count one thing and get other numbers, of which neither stands beside something else there."""
    one, other = _counts(left), _counts(right)
    apart = (thing for thing in (one.keys() & other.keys()) - {""} if one[thing].isdisjoint(other[thing]))
    return any(one[t].isdisjoint(_values(right)) and other[t].isdisjoint(_values(left)) for t in apart)


def _counts(telling: Telling) -> Mapping[str, set[float]]:
    """The numbers in the claim by what they count, words of one meaning taken together: boats and vessels."""
    found: dict[str, set[float]] = {}
    for number in telling.claim.numbers:
        found.setdefault(_thing(number, telling), set()).add(number.value)
    return found


_COMPOUND = re.compile(r"[ -]([^\W\d]+) ([^\W\d]+s)\b")


def _thing(number: Figure, telling: Telling) -> str:
    """What it counts: of "61 border pillars" the pillars, where the finder stopped at the border."""
    found = _COMPOUND.match(telling.document.text, number.span.end)
    compound = found and stem(found[1].lower()) == number.thing and found[2].lower() not in plain_words()
    return concept(stem(found[2].lower()) if found and compound else number.thing)


def other_days(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another day for the same thing: both name one time only, and the two do not meet, give or take a day."""
    if len(_innermost(left.days)) != 1 or len(_innermost(right.days)) != 1:
        return None
    if any(overlap(a, b) for a in left.all_days for b in right.all_days):
        return None
    (first,), (second,) = _innermost(left.days), _innermost(right.days)
    one, other = first.edtf or "", second.edtf or ""
    if one in left.beside or other in right.beside:
        return None
    if one[4:] == other[4:] != "" and one[:4] not in left.words and other[:4] not in right.words:
        return None  # "in September": the years are only inferred
    if "topic" in (kind_of(left), kind_of(right)):
        return None  # "discussed the ruling on Thursday": when they spoke, or when what they spoke of was
    told = f"Dates differ: {day_text(first)} in the left account, {day_text(second)} in the right one."
    if counted_in_both(left, right):
        return "framing", told  # so many last year, so many in January
    # What is past here and to come there is mostly two things, and of what is past in both either may tell in passing:
    # "as agreed when they spoke on 12 February".
    enough = SAME_THING if lies_ahead(left) != lies_ahead(right) else SAME_POINT if lies_ahead(left) else ONE_SUM
    return ("conflict" if alike >= enough and _of_one_time(left, right) else "framing"), told


def _innermost(days: Iterable[When]) -> list[When]:
    """The days without the stretches that others lie in: of "31 December of this year" the day alone."""
    whole = [day for day in days if day.start]
    return [
        d for d in whole if not any(other is not d and _within(other, d) and not _within(d, other) for other in whole)
    ]


def _within(one: When, other: When) -> bool:
    return bool(
        one.start and other.start and one.end and other.end and other.start <= one.start and one.end <= other.end
    )


def lies_ahead(telling: Telling) -> bool:
    """Whether its one day is not over when it is told."""
    day = (_innermost(telling.days) or telling.days)[0]
    end, published = day.end, telling.document.published
    return not (end and published) or end > published


def _of_one_time(left: Telling, right: Telling) -> bool:
    """Whether both may speak of one thing to come, or take one kind of act."""
    both = bool(left.days and right.days) and lies_ahead(left) and lies_ahead(right)
    return both or "future" in (left.claim.tense, right.claim.tense) or kind_of(left) == kind_of(right)


def other_limits(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another day from which, or up to which, the same thing holds; what begins on a day holds from it."""
    one, other = _bounds(left), _bounds(right)
    if len(one) != 1 or len(other) != 1 or alike < SAME_POINT or not _of_one_time(left, right):
        return None
    (sense, since), (against, until) = one[0], other[0]
    if sense != against or meet(since, until):
        return None
    return (
        "conflict",
        f"Dates differ: {sense} {day_text(since)} in the left account, {day_text(until)} in the right one.",
    )


_BEGINS = re.compile(
    r"\b(?:begin|begins|start|starts|open|opens|reopen|reopens|resume|resumes|be re-?established|enters? into force|"
    r"takes? effect|come into force|comes into force|be (?:opened|reopened|resumed|launched|lifted))\b"
)


def _bounds(telling: Telling) -> list[tuple[str, When]]:
    """Its limits, and of what begins on its one day that day as well; none where it names other days."""
    if not telling.days:
        return list(telling.limits)
    begins = len(telling.days) == 1 and not telling.limits and _BEGINS.search(telling.said)
    return [("from", telling.days[0])] if begins and telling.days[0].edtf not in telling.beside else []


def other_lengths(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another length of time for the same thing to come: "for a year", "for six months"."""
    if len(left.lengths) != 1 or len(right.lengths) != 1:
        return None
    ahead = [looks_ahead(side) for side in (left, right)]
    now = [side.claim.tense == "present" for side in (left, right)]  # "it is a protocol of three years"
    to_hold = any(ahead) and all(a or b for a, b in zip(ahead, now, strict=True))
    if not to_hold and not shared_deeds(left, right):
        return None
    one, other = left.lengths[0], right.lengths[0]
    if abs(one - other) <= _ROUNDED * max(one, other) or alike < SAME_POINT:
        return None
    return "conflict", f"Lengths differ: {one:.0f} days in the left account, {other:.0f} in the right one."


def _near(one: float, other: float) -> bool:
    """Whether the one may be the other rounded: within 5 %."""
    return abs(one - other) <= 0.05 * max(one, other)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def meet(one: When, other: When) -> bool:
    """Whether the two stretches share a day, give or take one; an open end meets everything."""
    if not (one.start and other.start):
        return True
    ends = [when.end or when.start + _ONE_DAY for when in (one, other) if when.start]
    return one.start < ends[1] + _ONE_DAY and other.start < ends[0] + _ONE_DAY


def overlap(one: When, other: When) -> bool:
    """As `meet`, but years and months that only touch are two."""
    long = any(when.start and when.end and when.end - when.start > _ONE_DAY for when in (one, other))
    touch = one.start and other.start and (one.end == other.start or other.end == one.start)
    return meet(one, other) and not (long and touch)


def day_text(when: When) -> str:
    return when.edtf or (when.start.isoformat() if when.start else "?")
