"""The terms of one thing that two claims tell apart: at whose cost, how often, on what condition, for how long, where.

They may be obligations or conditional ("only if"), so that they are compared where other facts are not.
"""

import re
from collections.abc import Callable

from readouts.compare.doers import COST, Alike, one_payer
from readouts.compare.wording import Telling, orders, stems
from readouts.lexicon.numbers import VALUES
from readouts.records import When

Has = Callable[[Telling], bool]


def _has(pattern: str) -> Has:
    compiled = re.compile(pattern)
    return lambda telling: bool(compiled.search(telling.said))


_free = _has(
    r"\b(?:unconditional(?:ly)?|(?:without|with no|no) (?:any |further |prior )?(?:pre-?)?conditions?|no strings|"
    r"in any case)\b"
)
_tied = _has(
    r"\b(?:only (?:once|after|when|if)|on (?:the )?condition|provided that|subject to|conditional (?:on|upon)|"
    r"(?:made|is|are|be) conditional|contingent (?:on|upon)|depend(?:s|ent)? on|(?:tied|linked) to|on bail|"
    r"in return for|in exchange for|against payment|not (?:\w+ ){0,3}(?:until|unless|before)|"
    r"after (?:a|the|its|their) (?:bond|bail|ransom|fine|deposit|guarantee)|"
    r"(?:until|once) (?:\w+ ){1,6}(?:has|have|is|are) )\b"
)
_for_good = _has(
    r"\b(?:permanent(?:ly)?|for good|indefinite(?:ly)?|no end date|open-ended|unlimited|no time limit|forever|"
    r"once and for all)\b"
)
_for_a_time = _has(
    r"\b(?:temporar(?:y|ily)|provisional(?:ly)?|interim|rotational|on rotation|on trial|trial (?:period|basis)|"
    r"for a (?:limited )?(?:period|term|time) of|(?:runs? out|expires?|lapses?|will end|ends) (?:in|on|at|after))\b"
)
_shared = _has(
    r"\bequally\b|\bin equal (?:parts|shares|measure)\b|\bfifty[ -]fifty\b|\bhalf each\b|"
    r"\beach (?:[\w'’-]+ ){0,3}half\b|"
    r"\b(?:split|divided|shared) (?:[\w'’-]+ ){0,4}?(?:between|among|by the two|by both)\b|"
    r"\b(?:share|split|divide) (?:the |all |all the )?(?:costs?|expenses?|burden|bill)\b|"
    r"\bhalf (?:of )?the (?:costs?|expenses?|bill)\b|"
    r"\b(?:paid|borne|covered|financed|funded|met) (?:jointly|together|by (?:both|the two) "
    r"(?:sides|countries|states|parties|governments))\b|\bjointly (?:pay|paid|bear|borne|cover|financ|fund)"
)
_at_one = _has(
    r"\b(?:alone|solely|exclusively|entirely|wholly|in full|fully|(?:whole|entire|full|total) "
    r"(?:costs?|expenses?|bill|amount)|all (?:the |of the )?(?:costs?|expenses?)|"
    r"at the (?:sole )?(?:charge|expense|cost) of|at (?:its|their|his|her|own) (?:own )?(?:expense|cost|charge))\b"
)
_own_part = _has(
    r"\b(?:each|either|every) (?:side|country|party|state|government)s? (?:[\w'’-]+ ){0,4}?(?:own|for the)\b|"
    r"\beach (?:bear|pay|cover|meet)s? (?:its|their|own)\b|\bown (?:costs?|expenses?)\b"
)
_own_expense = _has(r"\bat (?:its|their|his|her) own (?:expense|cost|charge)\b|\bself-financed\b")
_by_host = _has(r"\b(?:by|to) the (?:host|hosting|inviting|receiving|sending|organizing|organising)\b")
_needed = _has(
    r"\b(?:(?:will|would|still|shall|must|go on|going on|continues? to) (?:\w+ )?(?:need|require)(?:s|d|ing)?|"
    r"(?:is|are|be|remains?|become|becomes) (?:required|obligatory|mandatory|compulsory|obliged)|"
    r"(?:has|have) to (?:obtain|hold|carry|have|apply|register)|"
    r"(?:(?:each|every) (?:[\w'’-]+ ){1,3}|[\w'’-]+s (?:of )?)must)\b"
)
_needless = _has(
    r"\b(?:(?:do|does|did|will|would|shall) (?:not|no longer) (?:need|require|have to|be required)|need not|"
    r"no longer (?:need|require|obligatory|mandatory|compulsory)|"
    r"(?:is|are|be) (?:not|no longer) (?:required|needed|necessary|obliged|obligatory)|exempt(?:ed)? from|"
    r"no (?:[\w'’-]+ ){1,3}(?:will be |would be |is |are |shall be )(?:required|needed|necessary)|"
    r"without (?:an? |any )?(?:visas?|licen[cs]es?|permits?|authori[sz]ation)|(?:visa|licen[cs]e)-free)\b"
)

_still_there = _has(
    r"\b(?:still|remains?|remained|stays?) (?:\w+ly )?(?:stationed|deployed|present|based|posted|held|detained)\b"
)
_none_left = _has(
    r"\bno(?:ne| [\w'’-]+(?: [\w'’-]+){0,3}) (?:is|are|was|were|remains?|remained|has been|have been)"
    r"(?: (?:any )?(?:longer|more))? ?(?:left|present|stationed|deployed|based|posted|held|detained)?\b"
)


def _ends(telling: Telling) -> bool:
    until = any(limit == "until" for limit, _ in telling.limits)
    return until or bool(telling.lengths) or _for_a_time(telling)


def _cost_shared(telling: Telling) -> bool:
    return bool(COST.search(telling.said)) and _shared(telling)


def _own_share(telling: Telling) -> bool:
    return _own_part(telling) or bool(re.search(r"\b(?:its|their|his|her) (?:own )?(?:share|part)\b", telling.said))


def _cost_of_each(telling: Telling) -> bool:
    return bool(COST.search(telling.said)) and not _shared(telling) and _own_part(telling)


def _cost_of_one(telling: Telling) -> bool:
    return bool(COST.search(telling.said)) and not _shared(telling) and not _own_share(telling) and _at_one(telling)


def _bound(telling: Telling) -> bool:
    return telling.claim.modality == "conditional" or _tied(telling)


# What the one and the other cannot both be; what the one has in both accounts is no difference.
_CONTRASTS: tuple[tuple[Has, Has, str], ...] = (
    (_free, _bound, "Without conditions in one account, on a condition in the {} one."),
    (_for_good, _ends, "For good in one account, for a time in the {} one."),
    (_cost_shared, _cost_of_one, "The cost is shared in one account, of one party alone in the {} one."),
    (_cost_shared, _cost_of_each, "The cost is shared in one account, each party bears its own in the {} one."),
    (_cost_of_each, _cost_of_one, "Each party bears its own cost in one account, one alone in the {} one."),
    (_by_host, _own_expense, "The cost is one side's in one account, each visitor's own in the {} one."),
    (_needless, _needed, "Needed in one account, not so in the other; the {} one has it needed."),
    (_still_there, _none_left, "Still there in one account, none left in the {} one."),
)


def contrasted(left: Telling, right: Telling, alike: Alike) -> str | None:
    """Two terms of which only one can be: with and without conditions, for good and for a time."""
    for one, other, side in orders(left, right):
        for has, lacks, told in _CONTRASTS:
            if has(one) and not has(other) and lacks(other) and alike(frozenset()):
                return told.format(side)
    return None


_FRACTIONS = {"half": 1 / 2, "one half": 1 / 2, "a third": 1 / 3, "one third": 1 / 3, "two thirds": 2 / 3,
              "a quarter": 1 / 4, "one quarter": 1 / 4, "three quarters": 3 / 4, "a fifth": 1 / 5,
              "one fifth": 1 / 5}  # fmt: skip
_FRACTION = re.compile(
    rf"\b(?:(?P<words>{'|'.join(sorted(_FRACTIONS, key=len, reverse=True))})|"
    r"(?P<percent>\d[\d.]*) ?(?:%|percent|per cent)) "
    r"(?:of )?(?:the |all |its )?(?:total |whole )?(?:costs?|expenses?|bill|price)\b"
)


def shares(left: Telling, right: Telling, alike: Alike) -> str | None:
    """Another share of the cost for the same party: two thirds, half."""
    found = [_FRACTION.search(side.said.replace("-", " ")) for side in (left, right)]
    if not (found[0] and found[1]) or not one_payer(left, right):
        return None
    one, other = (_FRACTIONS[m["words"]] if m["words"] else float(m["percent"]) / 100 for m in found if m)
    if abs(one - other) > 0.02 and alike(frozenset()):
        return f"“{found[0].group()}” in the left account, “{found[1].group()}” in the right one."
    return None


_A_YEAR = {"hour": 8760.0, "day": 365.0, "week": 52.0, "fortnight": 26.0, "month": 12.0, "quarter": 4.0, "year": 1.0}
_ADVERBS = {
    "hourly": 8760.0, "daily": 365.0, "weekly": 52.0, "fortnightly": 26.0, "monthly": 12.0, "quarterly": 4.0,
    "half-yearly": 2.0, "six-monthly": 2.0, "semi-annual": 2.0, "semi-annually": 2.0, "yearly": 1.0, "annual": 1.0,
    "annually": 1.0,
}  # fmt: skip
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
_NUMBER = rf"(?:\d[\d,.]*|{'|'.join(sorted(set(VALUES) - {'one'}, key=len, reverse=True))})"
_UNIT = rf"(?:{'|'.join(_A_YEAR)})s?"
_OFTEN = re.compile(
    rf"\b(?:(?P<times>once|twice|thrice|{_NUMBER} times) (?:a|an|per|each|every|in a) (?P<in>{_UNIT})"
    rf"|(?:every|each) (?:(?P<few>{_NUMBER}|other|second|third) )?(?P<of>{_UNIT})"
    rf"|(?P<adverb>{'|'.join(_ADVERBS)}))\b"
)
_COUNTED = re.compile(rf"\b{_NUMBER} (?:[\w'’-]+ ){{0,6}}$")  # "three flights a week" is a number of flights
_ROUGHLY = re.compile(r"\b(?:at least|up to|at most|no more than|not more than|no fewer than|more than|the first) $")


def often(left: Telling, right: Telling, alike: Alike) -> str | None:
    """Another number of times a year: every week, once a month; or regularly, and only on occasion."""
    one, other = _rates(left.said), _rates(right.said)
    if len(one) == len(other) == 1:
        (a, words), (b, others) = one[0], other[0]
        if abs(a - b) > 0.2 * max(a, b) and alike(stems(words) | stems(others)):
            return f"“{words}” in the left account, “{others}” in the right one."
    for side, against, name in orders(left, right):
        rates = _rates(side.said)
        occasion = _OCCASION.search(against.said)
        if rates and occasion and not _rates(against.said) and alike(stems(rates[0][1])):
            return f"“{rates[0][1]}” in one account, “{occasion.group()}” in the {name} one."
    return None


_OCCASION = re.compile(r"\bonly (?:when|if|in case|in the event|on request|upon request|in emergenc\w+)\b")


def _rates(said: str) -> list[tuple[float, str]]:
    """How many times a year, with the words for it; what is only counted by the month is left out."""
    found = []
    for match in _OFTEN.finditer(said):
        before = said[: match.start()]
        if _ROUGHLY.search(before) or (not match["times"] and _COUNTED.search(before)):
            continue
        found.append((_rate(match), match.group()))
    return found


def _rate(found: re.Match[str]) -> float:
    if found["adverb"]:
        return _ADVERBS[found["adverb"]]
    if found["times"]:
        times = found["times"].removesuffix(" times")
        return (_TIMES.get(times) or _number(times)) * _A_YEAR[found["in"].removesuffix("s")]
    few = {"other": 2.0, "second": 2.0, "third": 3.0}.get(found["few"] or "") or _number(found["few"] or "1")
    return _A_YEAR[found["of"].removesuffix("s")] / few


def _number(word: str) -> float:
    return (VALUES[word] if word in VALUES else float(word.replace(",", "").rstrip("."))) or 1.0


_WAY = re.compile(
    r"\b(?:through|via|by|over|across|using) (?:the )?(?P<name>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?) "
    r"(?P<way>crossing|checkpoint|port|airport|bridge|corridor|route|terminal|gate|border|station|tunnel|strait)\b"
)


_SHIP = dict.fromkeys("ship sea tanker vessel".split(), "sea")
_ROAD = dict.fromkeys("road truck lorry land".split(), "road")
_RAIL = dict.fromkeys("rail train railway".split(), "rail")
_MEANS = {**_SHIP, **_ROAD, **_RAIL, "air": "air", "plane": "air", "pipeline": "pipeline", "river": "river"}
_BY_MEANS = re.compile(rf"\b(?:by|through|via) (?:the )?(?P<means>{'|'.join(_MEANS)})s?\b(?! (?:of|transport))")


def means(left: Telling, right: Telling, alike: Alike) -> str | None:
    """By other means: "by sea", "by pipeline"."""
    one, other = ({_MEANS[found["means"]] for found in _BY_MEANS.finditer(side.said)} for side in (left, right))
    if len(one) == len(other) == 1 and one != other and alike(stems(" ".join(one | other))):
        return f"By {''.join(one)} in the left account, by {''.join(other)} in the right one."
    return None


def ways(left: Telling, right: Telling, alike: Alike) -> str | None:
    """By another way: "through the Argel crossing", "by the Brevik crossing"."""
    one, other = ({found["way"]: found["name"] for found in _WAY.finditer(side.words)} for side in (left, right))
    for way in sorted(one.keys() & other.keys()):
        a, b = one[way], other[way]
        if a != b and a not in other.values() and b not in one.values() and alike(stems(a) | stems(b)):
            return f"By the {a} {way} in the left account, by the {b} {way} in the right one."
    return None


_TO_BEGIN = re.compile(
    r"\b(?:for the first time|takes? up|(?:will|would|shall|is to|are to) (?:first |only |then )?(?:begin|start|"
    r"take (?:up|effect)|(?:enter|come) into force|"
    r"be (?:put into (?:operation|service)|commissioned|opened|established|set up|launched|created|appointed)))\b"
)
_AGAIN = re.compile(
    r"\b(?:again|re-?open\w*|resum\w+|second|new|another|additional|further|also|more|expand\w*|extend\w*)\b"
)


def begun(left: Telling, right: Telling, alike: Alike) -> str | None:
    """So since a day gone by in one account, to begin in the other."""
    for one, other, side in orders(left, right):
        since = [when for limit, when in one.limits if limit == "from" and _gone(when, one)]
        begins = _TO_BEGIN.search(other.said) and other.claim.tense == "future"
        if not since or not begins or _AGAIN.search(one.said) or _AGAIN.search(other.said):
            continue
        if one.claim.polarity == other.claim.polarity == "positive" and alike(frozenset()):
            return f"So since {since[0].edtf} in one account, to begin in the {side} one."
    return None


def _gone(when: When, telling: Telling) -> bool:
    published = telling.document.published
    return bool(when.start and published and when.start < published)
