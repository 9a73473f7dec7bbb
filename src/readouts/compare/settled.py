"""What one account has as agreed, decided or spoken of, and the other as refused, left open or left out."""

import re
from collections.abc import Iterable
from functools import lru_cache

from readouts.compare.kinds import (
    SAME_POINT,
    SAME_THING,
    Parties,
    Verdict,
    contrast,
    kind_of,
    may_be_one_doer,
    states,
)
from readouts.compare.topics import forms
from readouts.compare.wording import Telling, concept, held, orders
from readouts.lexicon.tables import many, rows
from readouts.text import stem

# So much of what a claim says to have been left out, refused or undone stands in the other claim, names aside.
_OF_IT = 0.75


def unsays(left: Telling, right: Telling, parties: Parties) -> bool:
    """Whether one account says that what the other tells of did not come up or was not agreed, in words that it has."""
    return any(compared(left, right, 0.0, parties) for compared in (left_out, agreement))


def agreement(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Agreed in one account; in the other no agreement on it was reached, or the same party refused it."""
    for one, other, side in orders(left, right):
        if not _settled(one, other) or _not_agreed(one):
            continue
        of_it = max(held(_matter(other), one.stems), held(_matter(one), other.stems)) >= _OF_IT
        offered = one.claim.act == "offer" and not _OUTCOME.search(other.said)  # what one offers, another may decline
        unsettled = _not_agreed(other) and not offered and (of_it or alike >= SAME_POINT)
        refused = (
            _refuses(other)
            and (kind_of(one) == "approval" or may_be_one_doer(one, other))
            and (of_it or alike >= SAME_THING)
        )
        if unsettled or refused:
            told = f"Agreed in one account, not agreed in the {side} one."
            return "conflict", f"{told} {contrast(left, right, parties)}"
    return None


def _settled(one: Telling, other: Telling) -> bool:
    """Whether the one has it agreed, given or done, where the other may say that it is not."""
    if _TALKS_ON.search(one.said) and not one.days:
        return False  # to go on talking of it settles nothing
    if kind_of(one) == "undertaking" or (kind_of(one) == "approval" and _GIVEN.search(one.said)):
        return True
    if one.claim.polarity != "positive" or not states(one):
        return False
    open_there = _OUTCOME.search(other.said) or _LEFT_OPEN.search(other.said) or other.claim.act == "reject"
    return bool(open_there and (_DECIDED.search(one.said) or (one.claim.tense == "future" and _will_be(one))))


_TALKS_ON = re.compile(
    r"\bagreed (?:that they would |that the [\w'’-]+ would )?(?:to )?"
    r"(?:(?:continue|keep|pursue|hold|start|begin|resume)\b"
    r"[^.;]{0,150}\b(?:talks|talking|consultations?|negotiat\w+|discuss\w+|dialogue|contacts?|work)|(?:study|examine|explore|consider|discuss|consult)\b|"
    r"(?:set up|establish|form|create) (?:an?|the) (?:[\w'’-]+ ){0,3}(?:group|commission|committee|team)\b)"
)
_DECIDED = re.compile(
    r"\b(?:approved|granted|decided|adopted|endorsed|authori[sz]ed|agreed|accepted|settled|signed|"
    r"put into (?:operation|service|force)|inaugurated|launched|opened|established|concluded|introduced)\b"
)
_LATER = (
    r"(?:a |the |an |another |some )?(?:later|next|future|subsequent|further) "
    r"(?:meeting|round|session|stage|date|time|day)"
)
_MATTER = r"(?:question|matter|issue|point|decision|proposal|request|subject)s?"
_LEFT_OPEN = re.compile(
    rf"\b(?:left|deferred|held over|put off|referred|adjourned|postponed) (?:for|to|until) {_LATER}\b"
    rf"|\b{_MATTER}\b[^.;]{{0,150}}\b(?:is|are|was|were|remains?|remained|left|still) (?:still )?"
    r"(?:open|pending|undecided|unresolved|outstanding|under (?:negotiation|discussion|study|review|consideration))\b"
    r"|\b(?:decision|agreement|understanding|consensus)\b[^.;]{0,150}\b"
    r"(?:(?:has|have|had|was|were|is|will|could) (?:not|yet to|never)|not) (?:(?:yet|been|be|so far) )*"
    r"(?:taken|made|reached|achieved|found|given|concluded|adopted)\b"
    r"|\b(?:too early|premature) to\b|\b(?:could|did) not agree\b|"
    r"\bfail(?:ed|s)? to (?:agree|reach)\b|\b(?:un|not )able to agree\b"
    r"|\b(?:yet to (?:decide|agree)|to be (?:decided|agreed|negotiated) (?:later|upon|on)|"
    r"remains? to be (?:decided|agreed))\b"
)
# What both agreed not to do is agreed all the same: "agreed that no force would be used".
_REFRAINS = re.compile(
    r"\b(?:agreed|undertook|pledged|promised|committed|decided)\b[^.;]{0,150}?\b(?:no|not|never|refrain)\b"
)
_OUTCOME = re.compile(
    r"\b(?:no|(?:not|never|nor) (?:\w+ ){0,2}any|den(?:y|ies|ied) (?:that )?any) (?:\w+ )?"
    r"(?:agreement|decision|promise|commitment|understanding|"
    r"consensus|deal|date|plan|pledge|assurance|"
    r"guarantee|breakthrough|undertaking|offer|approval|permission|consent|timeframe|timeline|timetable|deadline)s?\b"
)
_STILL_TALKED_OF = re.compile(r"\b(?:discuss|consult|negotiat|talk|stud(?:y|ie)|examin|consider|explor|seek|continue)")


def _will_be(telling: Telling) -> bool:
    """Whether it tells that something will be so, more than that it will be talked about."""
    return states(telling) and telling.claim.polarity == "positive" and not _STILL_TALKED_OF.search(telling.said)


# What is welcomed as done: "welcomed the decision to open the crossing".
_GIVEN = re.compile(r"\b(?:agreement|decision|promise|commitment|pledge|undertaking|approval|permission|consent)\b")
_REFUSED = re.compile(
    r"\b(?:no question of|out of the question|rul(?:e|es|ed|ing) out|turn(?:s|ed|ing)? down|declin(?:e|es|ed|ing)|"
    r"refus(?:e|es|ed|ing|al)|reject(?:s|ed|ing|ion)?|will not|would not|"
    r"(?:is|are|was|were) not (?:ready|prepared|willing)|can(?:not| not)|could not accept)\b"
)


def _not_agreed(telling: Telling) -> bool:
    open_there = _OUTCOME.search(telling.said) or _LEFT_OPEN.search(telling.said)
    denied = telling.claim.polarity == "negative" and kind_of(telling) == "undertaking"
    return bool(open_there) or (denied and not _REFRAINS.search(telling.said))


def _refuses(telling: Telling) -> bool:
    return telling.claim.act == "reject" or bool(_REFUSED.search(telling.said))


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
    r" (?:come up|came up|discussed|raised|addressed|mentioned|spoken of|touched|taken up|brought up|"
    r"on the agenda|considered|a subject|the subject)\b|\bno (?:talk|discussion|exchange|question) (?:of|about|on)\b|"
    r"\bnot (?:a subject|on the agenda|(?:a )?part of the (?:talks|agenda|discussions?|conversation|meeting)|"
    r"among the (?:subjects|topics|issues|matters))\b|"
    r"\b(?:did not|does not|not) (?:figure|feature)\b|\bwas(?: deliberately)? left out\b|\bnot a word (?:on|about)\b"
)


_SPOKEN = re.compile(
    r"\b(?:dealt (?:\w+ (?:\w+ )?)?with|spoke (?:at length )?(?:about|of|on)|talked (?:about|of)|touched (?:up)?on|"
    r"came up|(?:was|were) (?:discussed|mentioned|(?:the|a) (?:main |central )?(?:subject|topic|issue|focus)|"
    r"raised|addressed|taken up|brought up|among the (?:subjects|topics|issues)))\b"
)


def left_out(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Spoken of in one account; in the other it is said not to have come up."""
    for one, other, side in orders(left, right):
        kind = kind_of(one) in ("topic", "asking", "undertaking", "objection") or _SPOKEN.search(one.said)
        spoken = one.claim.polarity == "positive" and kind
        unsaid = _UNSAID.search(other.said) or (other.claim.polarity == "negative" and kind_of(other) == "topic")
        of_it = held(_matter(other), one.stems) >= _OF_IT or alike >= SAME_POINT
        if spoken and unsaid and not _UNSAID.search(one.said) and of_it:
            return "conflict", f"Spoken of in one account; the {side} one says that it was not."
    return None
