"""Which kind of act a claim is, whether it tells what is so, and how it is named in a sentence."""

import re
from collections.abc import Mapping
from functools import lru_cache

from readouts.compare.wording import Telling
from readouts.lexicon.tables import rows
from readouts.records import Party, Relation

Verdict = tuple[Relation, str]
Parties = Mapping[str, Party]

# Two claims alike at least so far speak of one thing, so that a negation in one of them cannot hold beside the other.
SAME_THING = 0.55
# What both claims count, date or agree on is one thing from here on: the words that differ are mostly the point.
SAME_POINT = 0.25


def may_be_one_doer(one: Telling, other: Telling) -> bool:
    """Whether who does the one has a part in the other, as far as the texts say who does it."""
    return not one.seats or not other.seats or bool(one.seats & other.seats)


_WISHED = re.compile(
    r"\b(?:hop(?:es?|ed|ing)|want(?:s|ed)?|wish(?:es|ed)?|demand(?:s|ed|ing)|urg(?:es?|ed|ing)|request(?:s|ed) that|"
    r"call(?:s|ed|ing)? (?:for|on|upon)|press(?:es|ed|ing) for|appeal(?:s|ed|ing)|insist(?:s|ed|ing)?|"
    r"expect(?:s|ed)?(?! (?:in|on|by|for|at|later|next)\b)|(?:is|are|was|were) expected|"
    r"should|must|ready to|willing to|seek(?:s|ing)?|sought|propos(?:es|ed|al|ing))\b"
)
_OBLIGED = re.compile(r"\b(?:need(?:s|ed)?|ha(?:s|ve|d)) to\b")


def tells(telling: Telling) -> bool:
    """Whether it tells what is, was done or will be, or what has to be done, or is done on a condition."""
    known = kind_of(telling) in ("undertaking", "deed", "position", "approval", "courtesy", "objection")
    known = known or bool(_ADVISED.search(telling.said) or _COVERS.search(telling.said))
    return known and not _WISHED.search(_RULE.sub("", telling.said)) and telling.claim.commitment != "hopes"


def states(telling: Telling) -> bool:
    """Whether it tells what is, was done or will be."""
    modality = telling.claim.modality
    bound = (modality == "conditional" and not _WHILE.search(telling.said)) or (
        (modality == "necessary" or _OBLIGED.search(telling.said)) and not _TO_PAY.search(telling.said)
    )
    return tells(telling) and not bound


_RULE = re.compile(
    r"\b(?:each|every) (?:[\w'’-]+ ){1,3}must\b|"
    r"\b\w+s (?:of )?must (?=(?:apply|obtain|hold|carry|have|register|show|pay)\b)"
)  # a rule for all is no wish
_COVERS = re.compile(r"^(?:also )?(?:will )?covers? (?:the|all|half)\b")  # a cost, which the finder takes for a topic
_ADVISED = re.compile(r"^(?:was|were|been) (?:advised|informed|told) that\b")
_WHILE = re.compile(r"\b(?:as|so) long as\b")  # what is so as long as something else is, is so
_TO_PAY = re.compile(
    r"\b(?:has|have|had) to (?:pay|bear|cover|meet|be (?:paid|repaid|borne|covered|met))\b"
)  # a price more than a demand


def looks_ahead(telling: Telling) -> bool:
    claim = telling.claim
    ahead = claim.tense == "future" or claim.commitment is not None or kind_of(telling) == "undertaking"
    return ahead or bool(_TO_BE.search(telling.said))


_TO_BE = re.compile(r"\b(?:is|are) to \w|\bplan(?:s|ned)?\b")


@lru_cache(maxsize=1)
def _acts() -> Mapping[str, tuple[str, int]]:
    return {row["act"]: (row["family"], int(row["strength"])) for row in rows("act_families")}


def family(act: str) -> str:
    """The kind of act: topic, position, approval, courtesy, undertaking, asking, objection, deed."""
    return _acts().get(act, ("position", 1))[0]


def kind_of(telling: Telling) -> str:
    return family(telling.claim.act)


def strength(telling: Telling) -> int:
    return _acts().get(telling.claim.act, ("", 1))[1]


def party_name(party: str, parties: Parties) -> str:
    return parties[party].name if party in parties else party


def doer_name(telling: Telling, parties: Parties) -> str:
    claim = telling.claim
    if claim.joint:
        return " and ".join(party_name(p, parties) for p in claim.joint)
    return party_name(claim.holder, parties) if claim.holder else "somebody unnamed"


def did(telling: Telling, parties: Parties) -> str:
    together = " together" if telling.claim.joint else ""
    return f"{doer_name(telling, parties)}{together}: {telling.claim.act.replace('-', ' ')}"


def contrast(left: Telling, right: Telling, parties: Parties) -> str:
    return f"Left: {did(left, parties)}. Right: {did(right, parties)}."
