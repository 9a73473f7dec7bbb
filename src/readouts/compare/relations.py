"""How two aligned claims stand to each other: both, framing or conflict, with the difference in words.

Comparators run in order of weight and the first that fires decides. A conflict is rare (1 % of the points in the 36
pairs that FIELD measured): it takes the same act on the same matter by the same party, and a difference that cannot
both hold. Whatever differs in act, holder or wording is framing.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from functools import lru_cache

from readouts.compare.contraries import contrary, denies, of_two, shared_deeds
from readouts.compare.doers import akin
from readouts.compare.topics import forms
from readouts.compare.wording import Telling, concept, held, likeness, orders, plain_words, seat
from readouts.lexicon.numbers import NUMBERS
from readouts.lexicon.tables import many, rows
from readouts.records import Contact, Figure, Party, Problem, Relation, When
from readouts.text import stem

Verdict = tuple[Relation, str]
Parties = Mapping[str, Party]

# Two claims alike at least so far speak of one thing, so that a negation in one of them cannot hold beside the other.
_SAME_THING = 0.55
# What both claims count, date or agree on is one thing from here on: the words that differ are mostly the point.
_SAME_POINT = 0.25
# A denial, or another number, is one of the same point where the matching is so sure of it, however few words it has.
_SURELY = 0.6
# So much of what a claim says to have been left out, refused or undone stands in the other claim, names aside.
_OF_IT = 0.75
# As good as certain: who does it may then be told from the other end, "announced a grant", "obtained a loan".
_CERTAIN = 0.95
# Different leaders who take the same kind of position say the same from here on, below it each says something else.
_SAME_VIEW = 0.25
# What is measured, not counted, as stems: of two amounts it takes more words to be one.
_UNITS = frozenset(map(stem, "tonne ton kilogram metre meter kilometre kilometer mile hectare acre litre liter barrel"
                             " watt megawatt gigawatt hour day week month year minute".split()))  # fmt: skip
# Sums are of all kinds of things, so that it takes more.
_ONE_SUM = 0.4
# Sums further apart are of different things, such as one package and all aid.
_OF_ONE_SIZE = 2.5
# Sums may be rounded, and a day may differ by one across time zones.
_ONE_DAY = timedelta(days=1)
# Lengths of time nearer than this may be the same in other units: a month and four weeks.
_ROUNDED = 0.1
# Kinds of act that differ in tone, not in what is said.
_MILD = frozenset(("position", "approval", "undertaking", "courtesy", "deed"))


def relation(left: Telling, right: Telling, parties: Parties, chance: float = 0.0) -> Verdict:
    """How the two claims stand to each other, and a sentence that names the difference.

    `chance` is the probability that they speak of one matter, 0..1.
    """
    alike = likeness(left.stems - _number_stems(), right.stems - _number_stems())
    lesser: Verdict | None = None
    two = of_two(left.said, right.said) or _ahead_of(left, right)
    for compared in _COMPARATORS:
        verdict = compared(left, right, _enough(compared, alike, chance), parties)
        if verdict and two and compared in (_numbers, _days, _limits, _lengths, _venues):
            verdict = "framing", verdict[1]  # of the first ship and of the second
        if verdict and verdict[0] == "conflict":
            return verdict
        lesser = lesser or verdict
    return _contrary(left, right, chance, parties) or lesser or ("both", _same(left, right, parties))


def _enough(compared: Callable[..., Verdict | None], alike: float, chance: float) -> float:
    """The likeness that counts for that comparator: more where the matching is sure.

    A denial has few words of what it denies; two counts of the same things need few, and so do two towns of a meeting.
    Days take words: near matters have days of their own.
    """
    if chance >= 0.9 and alike >= _ONE_SUM and compared is _agreement:
        return max(alike, _SAME_THING)
    if chance >= _SURELY and compared in (_agreement, _left_out, _numbers, _days, _venues):
        return max(alike, _SAME_POINT)
    return alike


_BEFORE_IT = re.compile(
    r"\b(?:ahead of|before|prior to|in preparation for|on the eve of|following|after) (?:the |its )?(?!(?:the |its )|(?:end|beginning|start|middle|close)\b)(\w+)"
)


def _ahead_of(left: Telling, right: Telling) -> bool:
    """Whether the one tells of something before or after what the other tells of: "a meeting ahead of the summit"."""
    return any(
        concept(stem(found[1])) in other.stems and not _BEFORE_IT.search(other.said)
        for one, other in ((left, right), (right, left))
        for found in _BEFORE_IT.finditer(one.said)
    )


@lru_cache(maxsize=1)
def _number_stems() -> frozenset[str]:
    """Those of numbers in words, which make nothing of one matter, nor of two."""
    return frozenset(map(stem, NUMBERS))


def unsays(left: Telling, right: Telling, parties: Parties) -> bool:
    """Whether one account says that what the other tells of did not come up or was not agreed, in words that it has."""
    return any(compared(left, right, 0.0, parties) for compared in (_left_out, _agreement))


def initiative(left: Contact | None, right: Contact | None, parties: Parties) -> Problem | None:
    """The doubt that arises when each account says that another party asked for the contact; None otherwise."""
    one, other = (contact.initiator if contact else None for contact in (left, right))
    if not one or not other or seat(one, parties) == seat(other, parties):
        return None
    said = f"{_name(one, parties)} initiated the contact, the right one that {_name(other, parties)} did"
    detail = f"The left account says that {said}."
    return Problem(stage="compare", reason="initiators-differ", detail=detail)


def _denial(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """One account tells of an act; in the other somebody denies that very thing."""
    denies = [telling for telling in (left, right) if _is_denial(telling)]
    if len(denies) != 1 or alike < _SAME_POINT or not _states(right if denies[0] is left else left):
        return None
    return (
        "conflict",
        f"{_who(denies[0], parties)} denies it in the {'left' if denies[0] is left else 'right'} account.",
    )


_TOLD_OF = re.compile(r"\b(?:claims?|allegations?|accusations?|assertions?|suggestions?|reports?) that\b")


def _is_denial(telling: Telling) -> bool:
    """Whether it denies what is said: "rejected the claim that its aircraft had crossed the border"."""
    return telling.claim.act == "deny" or (telling.claim.act == "reject" and bool(_TOLD_OF.search(telling.said)))


def _agreement(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Agreed in one account; in the other no agreement on it was reached, or the same party refused it."""
    for one, other, side in orders(left, right):
        if not _settled(one, other) or _not_agreed(one):
            continue
        of_it = max(held(_matter(other), one.stems), held(_matter(one), other.stems)) >= _OF_IT
        offered = one.claim.act == "offer" and not _OUTCOME.search(other.said)  # what one offers, another may decline
        unsettled = _not_agreed(other) and not offered and (of_it or alike >= _SAME_POINT)
        refused = (
            _refuses(other)
            and (_family(one) == "approval" or _may_be_one_doer(one, other))
            and (of_it or alike >= _SAME_THING)
        )
        if unsettled or refused:
            told = f"Agreed in one account, not agreed in the {side} one."
            return "conflict", f"{told} {_contrast(left, right, parties)}"
    return None


def _settled(one: Telling, other: Telling) -> bool:
    """Whether the one has it agreed, given or done, where the other may say that it is not."""
    if _TALKS_ON.search(one.said) and not one.days:
        return False  # to go on talking of it settles nothing
    if _family(one) == "undertaking" or (_family(one) == "approval" and _GIVEN.search(one.said)):
        return True
    if one.claim.polarity != "positive" or not _states(one):
        return False
    open_there = _OUTCOME.search(other.said) or _LEFT_OPEN.search(other.said)
    return bool(open_there and (_DECIDED.search(one.said) or (one.claim.tense == "future" and _will_be(one))))


_TALKS_ON = re.compile(
    r"\bagreed (?:that they would |that the [\w'’-]+ would )?(?:to )?(?:(?:continue|keep|pursue|hold|start|begin|resume)\b[^.;]*\b(?:talks|talking|"
    r"consultations?|negotiat\w+|discuss\w+|dialogue|contacts?|work)|(?:study|examine|explore|consider|discuss|consult)\b|"
    r"(?:set up|establish|form|create) (?:an?|the) (?:[\w'’-]+ ){0,3}(?:group|commission|committee|team)\b)"
)
_DECIDED = re.compile(
    r"\b(?:approved|granted|decided|adopted|endorsed|authori[sz]ed|agreed|accepted|settled|signed|put into (?:operation|"
    r"service|force)|inaugurated|launched|opened|established|concluded|introduced)\b"
)
_LATER = r"(?:a |the |an |another |some )?(?:later|next|future|subsequent|further) (?:meeting|round|session|stage|date|time|day)"
_MATTER = r"(?:question|matter|issue|point|decision|proposal|request|subject)s?"
_LEFT_OPEN = re.compile(
    rf"\b(?:left|deferred|held over|put off|referred|adjourned|postponed) (?:for|to|until) {_LATER}\b"
    rf"|\b{_MATTER}\b[^.;]*\b(?:is|are|was|were|remains?|remained|left|still) (?:still )?(?:open|pending|undecided|unresolved|"
    r"outstanding|under (?:negotiation|discussion|study|review|consideration))\b"
    r"|\b(?:decision|agreement|understanding|consensus)\b[^.;]*\b(?:(?:has|have|had|was|were|is|will|could) (?:not|yet to|"
    r"never)|not) (?:(?:yet|been|be|so far) )*(?:taken|made|reached|achieved|found|given|concluded|adopted)\b"
    r"|\b(?:could|did) not agree\b|\bfail(?:ed|s)? to (?:agree|reach)\b|\b(?:un|not )able to agree\b"
    r"|\b(?:yet to (?:decide|agree)|to be (?:decided|agreed|negotiated) (?:later|upon|on)|remains? to be (?:decided|agreed))\b"
)
# What both agreed not to do is agreed all the same: "agreed that no force would be used".
_REFRAINS = re.compile(
    r"\b(?:agreed|undertook|pledged|promised|committed|decided)\b[^.;]*?\b(?:no|not|never|refrain)\b"
)
_OUTCOME = re.compile(
    r"\b(?:no|(?:not|never|nor) (?:\w+ ){0,2}any) (?:\w+ )?(?:agreement|decision|promise|commitment|understanding|"
    r"consensus|deal|date|pledge|assurance|"
    r"guarantee|breakthrough|undertaking|offer|approval|permission|consent|timeframe|timeline|timetable|deadline)s?\b"
)
_STILL_TALKED_OF = re.compile(r"\b(?:discuss|consult|negotiat|talk|stud(?:y|ie)|examin|consider|explor|seek|continue)")


def _will_be(telling: Telling) -> bool:
    """Whether it tells that something will be so, more than that it will be talked about."""
    return _states(telling) and telling.claim.polarity == "positive" and not _STILL_TALKED_OF.search(telling.said)


# What is welcomed as done: "welcomed the decision to open the crossing".
_GIVEN = re.compile(r"\b(?:agreement|decision|promise|commitment|pledge|undertaking|approval|permission|consent)\b")
_REFUSED = re.compile(
    r"\b(?:no question of|out of the question|rul(?:e|es|ed|ing) out|turn(?:s|ed|ing)? down|declin(?:e|es|ed|ing)|"
    r"refus(?:e|es|ed|ing|al)|reject(?:s|ed|ing|ion)?|will not|would not|"
    r"(?:is|are|was|were) not (?:ready|prepared|willing)|can(?:not| not)|could not accept)\b"
)


def _not_agreed(telling: Telling) -> bool:
    open_there = _OUTCOME.search(telling.said) or _LEFT_OPEN.search(telling.said)
    denied = telling.claim.polarity == "negative" and _family(telling) == "undertaking"
    return bool(open_there) or (denied and not _REFRAINS.search(telling.said))


def _refuses(telling: Telling) -> bool:
    return telling.claim.act == "reject" or bool(_REFUSED.search(telling.said))


def _may_be_one_doer(one: Telling, other: Telling) -> bool:
    """Whether who does the one has a part in the other, as far as the texts say who does it."""
    return not one.seats or not other.seats or bool(one.seats & other.seats)


def _matter(telling: Telling) -> frozenset[str]:
    """The stems of what the claim is about, without words of refusing, leaving out and agreeing."""
    return telling.stems - _saying_words()


@lru_cache(maxsize=1)
def _saying_words() -> frozenset[str]:
    acts = (word for row in rows("acts") for word in (*many(row["verbs"]), *many(row["nouns"])) if " " not in word)
    return _stems_of((*acts, *_OUTCOMES))


_OUTCOMES = (
    "agreement decision promise commitment understanding consensus deal date pledge assurance question refuse decline"
    " rule turn come came agenda talk tell told time conversation reach"
).split()


def _stems_of(said: Iterable[str]) -> frozenset[str]:
    """The stems of the words in all their forms, words of one meaning made one as in `wording.stems`."""
    return frozenset(concept(stem(form)) for word in said for form in forms(word))


_UNSAID = re.compile(
    r"\b(?:did not|didn't|never) (?:discuss|raise|address|touch (?:up)?on|take up|bring up|mention|talk (?:about|of)|"
    r"speak (?:about|of))\b|\b(?:(?:did|was|were|has|have|had) (?:not|never)(?: \w+ly)?(?: been| be)?|never|nor was)"
    r" (?:come up|came up|discussed|raised|addressed|touched|taken up|brought up|on the agenda|considered|a subject|the"
    r" subject)\b|\bno (?:talk|discussion|exchange|question) (?:of|about|on)\b|"
    r"\bnot (?:a subject|on the agenda|(?:a )?part of the (?:talks|agenda|discussions?|conversation|meeting)|"
    r"among the (?:subjects|topics|issues|matters))\b|"
    r"\b(?:did not|does not|not) (?:figure|feature)\b|\bwas(?: deliberately)? left out\b|\bnot a word (?:on|about)\b"
)


_SPOKEN = re.compile(
    r"\b(?:dealt (?:\w+ (?:\w+ )?)?with|spoke (?:at length )?(?:about|of|on)|talked (?:about|of)|touched (?:up)?on|"
    r"came up|was (?:discussed|raised|addressed|taken up|brought up|among the (?:subjects|topics|issues)))\b"
)


def _left_out(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Spoken of in one account; in the other it is said not to have come up."""
    for one, other, side in orders(left, right):
        kind = _family(one) in ("topic", "asking", "undertaking", "objection") or _SPOKEN.search(one.said)
        spoken = one.claim.polarity == "positive" and kind
        unsaid = _UNSAID.search(other.said) or (other.claim.polarity == "negative" and _family(other) == "topic")
        of_it = held(_matter(other), one.stems) >= _OF_IT or alike >= _SAME_POINT
        if spoken and unsaid and not _UNSAID.search(one.said) and of_it:
            return "conflict", f"Spoken of in one account; the {side} one says that it was not."
    return None


def _contrary(left: Telling, right: Telling, chance: float, parties: Parties) -> Verdict | None:
    """Facts that cannot both hold, whoever tells them; wishes, demands and mere topics contradict nothing."""
    if _asked(left, right) or _asked(right, left):
        terms = False
    elif _tells(left) and _tells(right):
        terms = not (_states(left) and _states(right))
    else:
        return None
    done = all(_family(side) in ("undertaking", "deed") for side in (left, right))
    if done and chance < _CERTAIN and not _may_be_one_doer(left, right):
        return None
    if _counted_in_both(left, right):
        return None  # "nine boats were freed", "seventeen boats are held"
    found = contrary(left, right, chance, terms=terms)
    return ("conflict", f"{found} {_contrast(left, right, parties)}") if found else None


def _asked(one: Telling, other: Telling) -> bool:
    """Whether the one tells that something was asked for, the other that it was not."""
    return one.claim.act == "request" and one.claim.polarity == "positive" and denies(other, "request")


_WISHED = re.compile(
    r"\b(?:hop(?:es?|ed|ing)|want(?:s|ed)?|wish(?:es|ed)?|demand(?:s|ed|ing)|urg(?:es?|ed|ing)|request(?:s|ed) that|"
    r"call(?:s|ed|ing)? (?:for|on|upon)|press(?:es|ed|ing) for|appeal(?:s|ed|ing)|insist(?:s|ed|ing)?|"
    r"expect(?:s|ed)?(?! (?:in|on|by|for|at|later|next)\b)|(?:is|are|was|were) expected|"
    r"should|must|ready to|willing to|seek(?:s|ing)?|sought|propos(?:es|ed|al|ing))\b"
)
_OBLIGED = re.compile(r"\b(?:need(?:s|ed)?|ha(?:s|ve|d)) to\b")


def _tells(telling: Telling) -> bool:
    """Whether it tells what is, was done or will be, or what has to be done, or is done on a condition."""
    known = _family(telling) in ("undertaking", "deed", "position", "approval", "courtesy", "objection")
    known = known or bool(_ADVISED.search(telling.said) or _COVERS.search(telling.said))
    return known and not _WISHED.search(_RULE.sub("", telling.said)) and telling.claim.commitment != "hopes"


def _states(telling: Telling) -> bool:
    """Whether it tells what is, was done or will be."""
    modality = telling.claim.modality
    bound = (modality == "conditional" and not _WHILE.search(telling.said)) or (
        (modality == "necessary" or _OBLIGED.search(telling.said)) and not _TO_PAY.search(telling.said)
    )
    return _tells(telling) and not bound


_RULE = re.compile(r"\b(?:each|every) (?:[\w'’-]+ ){1,3}must\b")  # a rule for all is no wish
_COVERS = re.compile(r"^(?:also )?(?:will )?covers? (?:the|all|half)\b")  # a cost, which the finder takes for a topic
_ADVISED = re.compile(r"^(?:was|were|been) (?:advised|informed|told) that\b")
_WHILE = re.compile(r"\b(?:as|so) long as\b")  # what is so as long as something else is, is so
_TO_PAY = re.compile(
    r"\b(?:has|have|had) to (?:pay|bear|cover|meet|be (?:paid|repaid|borne|covered|met))\b"
)  # a price more than a demand


_FOR, _AGAINST = frozenset(("support", "welcome", "praise")), frozenset(("reject", "condemn", "criticize"))


def _stance(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """One and the same party is for the thing in one account, against it in the other."""
    acts = {left.claim.act, right.claim.act}
    if not (acts & _FOR and acts & _AGAINST) or not _one_holder(left, right) or alike < _SAME_THING:
        return None
    if left.claim.polarity != right.claim.polarity:
        return None
    return "conflict", f"For it in one account, against it in the other. {_contrast(left, right, parties)}"


def _polarity(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    if left.claim.polarity == right.claim.polarity:
        return None
    negative = "left" if left.claim.polarity == "negative" else "right"
    if alike >= _SAME_THING and _one_holder(left, right) and _family(left) == _family(right):
        return "conflict", f"The same is affirmed and negated: the {negative} account has it in the negative."
    return "framing", f"The {negative} account puts it in the negative. {_contrast(left, right, parties)}"


def _numbers(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another number of the same things, where neither account has the other's number elsewhere."""
    one, other = (_counts(side) for side in (left, right))
    for thing in sorted((one.keys() & other.keys()) - {""}):
        if len(one[thing]) == len(other[thing]) == 1:
            (a,), (b,) = one[thing], other[thing]
            if _near(a, b) or (a, thing) in right.figures or (b, thing) in left.figures:
                continue
            if a in _values(right) or b in _values(left):
                continue  # "five fishermen, two of them with injuries"
            told = f"{_figure(a)} in the left account, {_figure(b)} in the right one ({thing})."
            # One side names the last of several sums, the other all of them: sums must be of one thing beyond doubt,
            # or each account's only one.
            several = any(sum(thing == of for _, of in side.figures) > 1 for side in (left, right))
            unsure = (
                thing == "percent"
                or thing in _UNITS
                or (thing == "money" and several and not _one_frame(left, right))
                or max(a, b) > _OF_ONE_SIZE * max(1.0, min(a, b))
            )
            enough = _SAME_THING if unsure else _ONE_SUM if thing == "money" else _SAME_POINT
            elsewhere = _of_others(left, right) and not _one_frame(left, right)
            if _was_before(left, right) or _was_before(right, left) or elsewhere:
                enough = _SAME_THING
            apart = _each_its_own(left, right) or len({bool(_OTHER_NUMBER.search(s.said)) for s in (left, right)}) > 1
            sure = not apart and alike >= enough and not _of_other_times(left, right) and not contrary(left, right, 1.0)
            return ("conflict" if sure else "framing"), f"Numbers differ: {told}"
    return None


# What one has need of or could take is another number than what there is or will be; so is what is added to it.
_OTHER_NUMBER = re.compile(
    r"\b(?:needs?|requires?|consumes?|demand of|consumption of|capacity of|further|additional|another|extra) "
    r"(?:\w+ ){0,2}\d"
)


_OWNER = re.compile(
    r"^(?:On|In) the (\w+) side\b|^(?:The )?(\w+)(?: side)? (?:keeps|has|holds|maintains|operates|runs)\b"
)


def _each_its_own(left: Telling, right: Telling) -> bool:
    """Whether each counts what another has: "on the Olmian side there are three posts", "Skelland keeps two"."""
    one, other = (_OWNER.search(side.words) for side in (left, right))
    return one is not None and other is not None and not akin(one[1] or one[2], other[1] or other[2])


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
    gone = len(one.days) == 1 and not _ahead(one)
    return gone and not other.days and _looks_ahead(other)


def _values(telling: Telling) -> frozenset[float]:
    return frozenset(number.value for number in telling.claim.numbers)


def _of_other_times(left: Telling, right: Telling) -> bool:
    """Whether they count in other stretches of time: last year's and this year's, four years' and one year's."""
    one, other = ([day for day in side.days if day.edtf not in side.beside] for side in (left, right))
    if one and other:
        return not any(_overlap(a, b) for a in one for b in other)
    return bool((left.lengths and other) or (right.lengths and one))


def _counted_in_both(left: Telling, right: Telling) -> bool:
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


def _days(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another day for the same thing: both name one time only, and the two do not meet, give or take a day."""
    if len(_innermost(left.days)) != 1 or len(_innermost(right.days)) != 1:
        return None
    if any(_overlap(a, b) for a in left.all_days for b in right.all_days):
        return None
    (first,), (second,) = _innermost(left.days), _innermost(right.days)
    one, other = first.edtf or "", second.edtf or ""
    if one in left.beside or other in right.beside:
        return None
    if one[4:] == other[4:] != "" and one[:4] not in left.words and other[:4] not in right.words:
        return None  # "in September": the years are only inferred
    told = f"Dates differ: {_day(first)} in the left account, {_day(second)} in the right one."
    if _counted_in_both(left, right):
        return "framing", told  # so many last year, so many in January
    # What is past here and to come there is mostly two things, and of what is past in both either may tell in passing:
    # "as agreed when they spoke on 12 February".
    enough = _SAME_THING if _ahead(left) != _ahead(right) else _SAME_POINT if _ahead(left) else _ONE_SUM
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


def _ahead(telling: Telling) -> bool:
    """Whether its one day is not over when it is told."""
    day = (_innermost(telling.days) or telling.days)[0]
    end, published = day.end, telling.document.published
    return not (end and published) or end > published


def _of_one_time(left: Telling, right: Telling) -> bool:
    """Whether both may speak of one thing to come, or take one kind of act."""
    both = bool(left.days and right.days) and _ahead(left) and _ahead(right)
    return both or "future" in (left.claim.tense, right.claim.tense) or _family(left) == _family(right)


def _limits(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another day from which, or up to which, the same thing holds; what begins on a day holds from it."""
    one, other = _bounds(left), _bounds(right)
    if len(one) != 1 or len(other) != 1 or alike < _SAME_POINT or not _of_one_time(left, right):
        return None
    (sense, since), (against, until) = one[0], other[0]
    if sense != against or _meet(since, until):
        return None
    return "conflict", f"Dates differ: {sense} {_day(since)} in the left account, {_day(until)} in the right one."


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


def _lengths(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another length of time for the same thing to come: "for a year", "for six months"."""
    if len(left.lengths) != 1 or len(right.lengths) != 1:
        return None
    ahead = [_looks_ahead(side) for side in (left, right)]
    now = [side.claim.tense == "present" for side in (left, right)]  # "it is a protocol of three years"
    to_hold = all(ahead) or (any(ahead) and all(a or b for a, b in zip(ahead, now, strict=True)))
    if not to_hold and not shared_deeds(left, right):
        return None
    one, other = left.lengths[0], right.lengths[0]
    if abs(one - other) <= _ROUNDED * max(one, other) or alike < _SAME_POINT:
        return None
    return "conflict", f"Lengths differ: {one:.0f} days in the left account, {other:.0f} in the right one."


_VENUE = re.compile(
    r"\b(?:in|at)(?: the (?:\w+ )?(?:capital|city|town)(?: of)?,?)? ((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)*)"
)
_GATHERING = re.compile(
    r"\b(?:meet|meets|meeting|round|session|summit|dialogue|committee|conference|convene|talks|visit|forum|gather|host|"
    r"ceremony|celebration|signing|headquarter|located|seat of|based in|built|build|hub|centre|center|plant)"
)
_HOST = re.compile(r"\b([A-Z][\w'’-]+) (?:will|is to|are to) host\b")
_VISITED = re.compile(r"\b(?:visit|trip|travel) to ((?:[A-Z][\w'’-]+)(?: [A-Z][\w'’-]+)*)")
_MONTH = frozenset(
    "january february march april may june july august september october november december spring summer autumn fall"
    " winter".split()
)


def _venues(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another town for the same meeting to come."""
    if not all(_GATHERING.search(side.words.lower()) for side in (left, right)) or alike < _SAME_POINT:
        return None
    if not all(_looks_ahead(side) for side in (left, right)):
        return None  # one that was held is another than one to come
    towns = [{t for t in _towns(side) if t.lower() not in _MONTH} for side in (left, right)]
    if all(_VISITED.search(side.words) for side in (left, right)) and not (
        left.days and right.days and _meet(left.days[0], right.days[0])
    ):
        return None  # each may visit the other, but not on one day
    if len(towns[0]) != 1 or len(towns[1]) != 1:
        return None
    (one,), (other,) = towns
    if _is_state(one, parties) != _is_state(other, parties):
        return None  # the town may lie in the state
    if one in right.words or other in left.words:
        return None
    return "conflict", f"Places differ: {one} in the left account, {other} in the right one."


def _looks_ahead(telling: Telling) -> bool:
    claim = telling.claim
    ahead = claim.tense == "future" or claim.commitment is not None or _family(telling) == "undertaking"
    return ahead or bool(_TO_BE.search(telling.said))


_TO_BE = re.compile(r"\b(?:is|are) to \w|\bplan(?:s|ned)?\b")


def _towns(telling: Telling) -> list[str]:
    return [t for pattern in (_VENUE, _HOST, _VISITED) for t in pattern.findall(telling.words)]


def _is_state(name: str, parties: Parties) -> bool:
    return any(p.kind == "state" and p.name == name for p in parties.values())


def _direction(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """The same proposed or asked for, in each account by the other party."""
    if alike < _SAME_POINT:
        return None
    asked = left.claim.act == right.claim.act == "request"
    one, other = (side.seats if asked else side.proposers for side in (left, right))
    if not one or not other or one & other:
        return None
    who, whom = (_named(side, parties) for side in (one, other))
    done = "Asked for" if asked else "Proposed"
    return "conflict", f"{done} by {who} in the left account, by {whom} in the right one."


def _reply(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """One thanks for, or welcomes, what the other says it does: two ends of one thing, told by both."""
    for one, other in ((left, right), (right, left)):
        thanked = one.claim.act in ("thank", "praise", "welcome")
        done = (
            _family(other) in ("position", "undertaking", "courtesy", "approval") and other.claim.act != one.claim.act
        )
        if thanked and done and not left.seats & right.seats and other.claim.polarity == "positive":
            return "both", f"One end and the other of the same. {_contrast(left, right, parties)}"
    return None


def _holder(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another party alone does it, more than talk about it. That one account has both sides do it what the other
    ascribes to one is no more than a way of telling, unless somebody asks.
    """
    if not left.seats or not right.seats or left.seats == right.seats:
        return None
    if left.seats & right.seats:
        asks = "asking" in (_family(left), _family(right))
        return ("framing", _contrast(left, right, parties)) if asks else None
    kinds = {_family(left), _family(right)}
    if kinds == {"topic"} or (kinds <= _MILD and alike >= _SAME_VIEW):
        return None
    return "framing", _contrast(left, right, parties)


def _listing(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """A topic merely listed on one side, a position taken on the other."""
    topics = [_family(left) == "topic", _family(right) == "topic"]
    return ("framing", _contrast(left, right, parties)) if topics[0] != topics[1] else None


def _force(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Acts of another kind, or of one kind and clearly different strength: raised, urged, demanded."""
    if _family(left) != _family(right):
        mild = {_family(left), _family(right)} <= _MILD
        return None if mild else ("framing", _contrast(left, right, parties))
    if abs(_strength(left) - _strength(right)) >= 2:
        return "framing", _contrast(left, right, parties)
    return None


_ONLY_IF = re.compile(
    r"\b(?:only (?:once|after|when|if)|not (?:\w+ ){0,3}(?:until|unless|before)|on condition|provided that|"
    r"subject to)\b"
)


def _conditional(telling: Telling) -> bool:
    return telling.claim.modality == "conditional" or bool(_ONLY_IF.search(telling.said))


def _firmness(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Only if something holds, or only hoped for, in one account, and firm in the other."""
    for one, other, side in ((left, right, "left"), (right, left, "right")):
        if _conditional(one) and not _conditional(other):
            return "framing", f"The {side} account makes it conditional. {_contrast(left, right, parties)}"
        if one.claim.commitment == "hopes" and other.claim.commitment == "agreed":
            return (
                "framing",
                f"The {side} account has it hoped for, the other agreed. {_contrast(left, right, parties)}",
            )
    return None


def _scope(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """The same thing wider or narrower: "all prisoners", "prisoners"; "power plants", "power and plants"."""
    if alike < _SAME_THING:
        return None
    if pair := _joined(left.said, right.said) or _joined(right.said, left.said):
        promised = _one_holder(left, right) and _family(left) == _family(right) == "undertaking"
        told = f"Scope differs: {' '.join(pair)} in one account, {' and '.join(pair)} in the other."
        return ("conflict" if promised else "framing"), told
    one, other = (sorted(side.scope - against.scope) for side, against in ((left, right), (right, left)))
    if not one and not other:
        return None
    told = f"left adds {', '.join(one) or 'nothing'}, right adds {', '.join(other) or 'nothing'}"
    return "framing", f"Scope differs: {told}."


def _joined(one: str, other: str) -> tuple[str, str] | None:
    """Two words that the one joins by "and" and the other has side by side, as if one thing."""
    for found in re.finditer(r"\b([^\W\d]{3,}) and ([^\W\d]{3,})\b", one):
        if re.search(rf"\b{found[1]} {found[2]}\b", other):
            return found[1], found[2]
    return None


_COMPARATORS: tuple[Callable[[Telling, Telling, float, Parties], Verdict | None], ...] = (
    _denial, _agreement, _left_out, _numbers, _days, _limits, _lengths, _venues, _direction, _stance,
    _polarity, _reply, _holder, _listing, _force, _firmness, _scope,
)  # fmt: skip


@lru_cache(maxsize=1)
def _acts() -> Mapping[str, tuple[str, int]]:
    return {row["act"]: (row["family"], int(row["strength"])) for row in rows("act_families")}


def family(act: str) -> str:
    """The kind of act: topic, position, approval, courtesy, undertaking, asking, objection, deed."""
    return _acts().get(act, ("position", 1))[0]


def _family(telling: Telling) -> str:
    return family(telling.claim.act)


def _strength(telling: Telling) -> int:
    return _acts().get(telling.claim.act, ("", 1))[1]


def _one_holder(left: Telling, right: Telling) -> bool:
    return bool(left.seats) and left.seats == right.seats


def _near(one: float, other: float) -> bool:
    """Whether the one may be the other rounded: within 5 %."""
    return abs(one - other) <= 0.05 * max(one, other)


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _meet(one: When, other: When) -> bool:
    """Whether the two stretches share a day, give or take one; an open end meets everything."""
    if not (one.start and other.start):
        return True
    ends = [when.end or when.start + _ONE_DAY for when in (one, other) if when.start]
    return one.start < ends[1] + _ONE_DAY and other.start < ends[0] + _ONE_DAY


def _overlap(one: When, other: When) -> bool:
    """As `_meet`, but years and months that only touch are two."""
    long = any(when.start and when.end and when.end - when.start > _ONE_DAY for when in (one, other))
    touch = one.start and other.start and (one.end == other.start or other.end == one.start)
    return _meet(one, other) and not (long and touch)


def _day(when: When) -> str:
    return when.edtf or (when.start.isoformat() if when.start else "?")


def _name(party: str, parties: Parties) -> str:
    return parties[party].name if party in parties else party


def _named(seats: Iterable[str], parties: Parties) -> str:
    """The names of countries, or of parties that belong to none; of a country without a name, that of its party."""
    found = dict.fromkeys(
        _name(one, parties)
        if one in parties
        else next((p.name for p in parties.values() if seat(p.id, parties) == one), one)
        for one in sorted(seats)
    )
    return " and ".join(found)


def _who(telling: Telling, parties: Parties) -> str:
    claim = telling.claim
    if claim.joint:
        return " and ".join(_name(p, parties) for p in claim.joint)
    return _name(claim.holder, parties) if claim.holder else "somebody unnamed"


def _did(telling: Telling, parties: Parties) -> str:
    together = " together" if telling.claim.joint else ""
    return f"{_who(telling, parties)}{together}: {telling.claim.act.replace('-', ' ')}"


def _contrast(left: Telling, right: Telling, parties: Parties) -> str:
    return f"Left: {_did(left, parties)}. Right: {_did(right, parties)}."


def _same(left: Telling, right: Telling, parties: Parties) -> str:
    if left.claim.act == right.claim.act:
        return f"Both accounts tell it: {_did(left, parties)}."
    return f"Both accounts tell it, in other verbs. {_contrast(left, right, parties)}"
