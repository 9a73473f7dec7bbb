"""How two aligned claims stand to each other: both, framing or conflict, with the difference in words.

Comparators run in order of weight and the first that fires decides. A conflict is rare (1 % of the points in the 36
pairs that FIELD measured): it takes the same act on the same matter by the same party, and a difference that cannot
both hold. Whatever differs in act, holder or wording is framing.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache

from readouts.compare.wording import Telling, likeness, seat
from readouts.lexicon.tables import rows
from readouts.records import Contact, Party, Problem, Relation, When

Verdict = tuple[Relation, str]
Parties = Mapping[str, Party]

# Two claims alike at least so far speak of one thing, so a different number, day or negation in them cannot both hold.
_SAME_THING = 0.55
# Same holder and same kind of act: alike at least so far they say the same, below it the same matter in another way.
# Shared points of real pairs overlap little in words (mean Jaccard .22, FIELD).
_SAME_WORDS = 0.22
# Sums and days may be rounded, and a day may differ by one across time zones.
_ONE_DAY = timedelta(days=1)


def relation(left: Telling, right: Telling, parties: Parties) -> Verdict:
    """How the two claims stand to each other, and a sentence that names the difference."""
    alike = likeness(left.stems, right.stems)
    for compared in _COMPARATORS:
        if verdict := compared(left, right, alike, parties):
            return verdict
    return "both", _same(left, right, parties)


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
    denies = [telling for telling in (left, right) if telling.claim.act == "deny"]
    if len(denies) != 1 or alike < _SAME_THING:
        return None
    return (
        "conflict",
        f"{_who(denies[0], parties)} denies it in the {'left' if denies[0] is left else 'right'} account.",
    )


def _polarity(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    if left.claim.polarity == right.claim.polarity:
        return None
    negative = "left" if left.claim.polarity == "negative" else "right"
    if alike >= _SAME_THING and _one_holder(left, right) and _family(left) == _family(right):
        return "conflict", f"The same is affirmed and negated: the {negative} account has it in the negative."
    return "framing", f"The {negative} account puts it in the negative. {_contrast(left, right, parties)}"


def _numbers(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another number of the same things, in claims that are otherwise alike."""
    things = {n.thing for n in left.claim.numbers} & {n.thing for n in right.claim.numbers} - {""}
    for thing in sorted(things):
        one, other = ({n.value for n in side.claim.numbers if n.thing == thing} for side in (left, right))
        if len(one) == len(other) == 1 and not _near(min(one), min(other)):
            told = f"{_figure(min(one))} in the left account, {_figure(min(other))} in the right one ({thing})."
            return (
                "conflict" if alike >= _SAME_THING and _one_holder(left, right) else "framing"
            ), f"Numbers differ: {told}"
    return None


def _days(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another day for the same thing: both name one time only, and the two do not meet, give or take a day."""
    if len(left.days) != 1 or len(right.days) != 1 or _meet(left.days[0], right.days[0]):
        return None
    told = f"Dates differ: {_day(left.days[0])} in the left account, {_day(right.days[0])} in the right one."
    same = alike >= _SAME_THING and _one_holder(left, right) and _family(left) == _family(right)
    return ("conflict" if same else "framing"), told


def _holder(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another party does it, or one account has both sides do what the other ascribes to one."""
    if not left.seats or not right.seats or left.seats == right.seats:
        return None
    return "framing", _contrast(left, right, parties)


def _listing(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """A topic merely listed on one side, a position taken on the other."""
    topics = [_family(left) == "topic", _family(right) == "topic"]
    return ("framing", _contrast(left, right, parties)) if topics[0] != topics[1] else None


def _force(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Acts of another kind, or of one kind and clearly different strength: raised, urged, demanded."""
    if _family(left) != _family(right):
        # Whatever the verb, a position and an approval of one thing in nearly the same words say the same.
        mild = {_family(left), _family(right)} <= {"position", "approval", "undertaking"}
        return None if mild and alike >= _SAME_THING else ("framing", _contrast(left, right, parties))
    if abs(_strength(left) - _strength(right)) >= 2:
        return "framing", _contrast(left, right, parties)
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


def _wording(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    if alike >= _SAME_WORDS or _family(left) == "topic":
        return None
    return "framing", f"The same matter, another claim. {_contrast(left, right, parties)}"


_COMPARATORS: tuple[Callable[[Telling, Telling, float, Parties], Verdict | None], ...] = (
    _denial, _polarity, _numbers, _days, _holder, _listing, _force, _scope, _wording,
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


def _day(when: When) -> str:
    return when.edtf or (when.start.isoformat() if when.start else "?")


def _name(party: str, parties: Parties) -> str:
    return parties[party].name if party in parties else party


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
