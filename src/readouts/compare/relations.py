"""How two aligned claims stand to each other: both, framing or conflict, with the difference in words.

Comparators run in order of weight and the first that fires decides. A conflict is rare (1 % of the points in the 36
pairs that FIELD measured): it takes the same act on the same matter by the same party, and a difference that cannot
both hold. Whatever differs in act, holder or wording is framing.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from readouts.compare.contraries import contrary, denies, of_two
from readouts.compare.kinds import (
    SAME_POINT,
    SAME_THING,
    Parties,
    Verdict,
    contrast,
    did,
    doer_name,
    kind_of,
    looks_ahead,
    may_be_one_doer,
    party_name,
    states,
    strength,
    tells,
)
from readouts.compare.measures import (
    ONE_SUM,
    counted_in_both,
    meet,
    other_days,
    other_lengths,
    other_limits,
    other_numbers,
)
from readouts.compare.settled import agreement, left_out
from readouts.compare.wording import Telling, concept, likeness, orders, seat
from readouts.lexicon.numbers import NUMBERS
from readouts.records import Contact, Problem
from readouts.text import stem

# A denial, or another number, is one of the same point where the matching is so sure of it, however few words it has.
_SURELY = 0.6
# From here on what is agreed and what is refused are of one thing though the words differ more.
_ALMOST = 0.9
# As good as certain: who does it may then be told from the other end, "announced a grant", "obtained a loan".
_CERTAIN = 0.95
# Different leaders who take the same kind of position say the same from here on, below it each says something else.
_SAME_VIEW = 0.25
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
        if verdict and two and compared in (other_numbers, other_days, other_limits, other_lengths, _venues):
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
    if chance >= _ALMOST and alike >= ONE_SUM and compared is agreement:
        return max(alike, SAME_THING)
    if chance >= _SURELY and compared in (agreement, left_out, other_numbers, other_days, _venues):
        return max(alike, SAME_POINT)
    return alike


_BEFORE_IT = re.compile(
    r"\b(?:ahead of|before|prior to|in preparation for|on the eve of|following|after) "
    r"(?:the |its )?(?!(?:the |its )|(?:end|beginning|start|middle|close)\b)(\w+)"
)


def _ahead_of(left: Telling, right: Telling) -> bool:
    """Whether the one tells of something before or after what the other tells of: "a meeting ahead of the summit"."""
    return any(
        concept(stem(found[1])) in other.stems and not _BEFORE_IT.search(other.said)
        for one, other, _ in orders(left, right)
        for found in _BEFORE_IT.finditer(one.said)
    )


@lru_cache(maxsize=1)
def _number_stems() -> frozenset[str]:
    """Those of numbers in words, which make nothing of one matter, nor of two."""
    return frozenset(map(stem, NUMBERS))


def initiative(left: Contact | None, right: Contact | None, parties: Parties) -> Problem | None:
    """The doubt that arises when each account says that another party asked for the contact; None otherwise."""
    one, other = (contact.initiator if contact else None for contact in (left, right))
    if not one or not other or seat(one, parties) == seat(other, parties):
        return None
    said = f"{party_name(one, parties)} initiated the contact, the right one that {party_name(other, parties)} did"
    detail = f"The left account says that {said}."
    return Problem(stage="compare", reason="initiators-differ", detail=detail)


def _denial(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """One account tells of an act; in the other somebody denies that very thing."""
    denies = [telling for telling in (left, right) if _is_denial(telling)]
    if len(denies) != 1 or alike < SAME_POINT or not states(right if denies[0] is left else left):
        return None
    return (
        "conflict",
        f"{doer_name(denies[0], parties)} denies it in the {'left' if denies[0] is left else 'right'} account.",
    )


_TOLD_OF = re.compile(r"\b(?:claims?|allegations?|accusations?|assertions?|suggestions?|reports?) that\b")


def _is_denial(telling: Telling) -> bool:
    """Whether it denies what is said: "rejected the claim that its aircraft had crossed the border"."""
    return telling.claim.act == "deny" or (telling.claim.act == "reject" and bool(_TOLD_OF.search(telling.said)))


def _contrary(left: Telling, right: Telling, chance: float, parties: Parties) -> Verdict | None:
    """Facts that cannot both hold, whoever tells them; wishes, demands and mere topics contradict nothing."""
    if _asked(left, right) or _asked(right, left):
        terms = False
    elif tells(left) and tells(right):
        terms = not (states(left) and states(right))
    else:
        return None
    done = all(kind_of(side) in ("undertaking", "deed") for side in (left, right))
    if done and chance < _CERTAIN and not may_be_one_doer(left, right):
        return None
    if counted_in_both(left, right):
        return None  # "nine boats were freed", "seventeen boats are held"
    found = contrary(left, right, chance, terms=terms)
    return ("conflict", f"{found} {contrast(left, right, parties)}") if found else None


def _asked(one: Telling, other: Telling) -> bool:
    """Whether the one tells that something was asked for, the other that it was not."""
    return one.claim.act == "request" and one.claim.polarity == "positive" and denies(other, "request")


_FOR, _AGAINST = frozenset(("support", "welcome", "praise")), frozenset(("reject", "condemn", "criticize"))


def _stance(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """One and the same party is for the thing in one account, against it in the other."""
    acts = {left.claim.act, right.claim.act}
    if not (acts & _FOR and acts & _AGAINST) or not _one_holder(left, right) or alike < SAME_THING:
        return None
    if left.claim.polarity != right.claim.polarity:
        return None
    return "conflict", f"For it in one account, against it in the other. {contrast(left, right, parties)}"


def _polarity(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    if left.claim.polarity == right.claim.polarity:
        return None
    negative = "left" if left.claim.polarity == "negative" else "right"
    if alike >= SAME_THING and _one_holder(left, right) and kind_of(left) == kind_of(right):
        return "conflict", f"The same is affirmed and negated: the {negative} account has it in the negative."
    return "framing", f"The {negative} account puts it in the negative. {contrast(left, right, parties)}"


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
    if not all(_GATHERING.search(side.words.lower()) for side in (left, right)) or alike < SAME_POINT:
        return None
    if not all(looks_ahead(side) for side in (left, right)):
        return None  # one that was held is another than one to come
    towns = [{t for t in _towns(side) if t.lower() not in _MONTH} for side in (left, right)]
    if all(_VISITED.search(side.words) for side in (left, right)) and not (
        left.days and right.days and meet(left.days[0], right.days[0])
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


def _towns(telling: Telling) -> list[str]:
    return [t for pattern in (_VENUE, _HOST, _VISITED) for t in pattern.findall(telling.words)]


def _is_state(name: str, parties: Parties) -> bool:
    return any(p.kind == "state" and p.name == name for p in parties.values())


def _direction(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """The same proposed or asked for, in each account by the other party."""
    if alike < SAME_POINT:
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
    for one, other, _ in orders(left, right):
        thanked = one.claim.act in ("thank", "praise", "welcome")
        done = (
            kind_of(other) in ("position", "undertaking", "courtesy", "approval") and other.claim.act != one.claim.act
        )
        if thanked and done and not left.seats & right.seats and other.claim.polarity == "positive":
            return "both", f"One end and the other of the same. {contrast(left, right, parties)}"
    return None


def _holder(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Another party alone does it, more than talk about it. That one account has both sides do it what the other
    ascribes to one is no more than a way of telling, unless somebody asks.
    """
    if not left.seats or not right.seats or left.seats == right.seats:
        return None
    if left.seats & right.seats:
        asks = "asking" in (kind_of(left), kind_of(right))
        return ("framing", contrast(left, right, parties)) if asks else None
    kinds = {kind_of(left), kind_of(right)}
    if kinds == {"topic"} or (kinds <= _MILD and alike >= _SAME_VIEW):
        return None
    return "framing", contrast(left, right, parties)


def _listing(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """A topic merely listed on one side, a position taken on the other."""
    topics = [kind_of(left) == "topic", kind_of(right) == "topic"]
    return ("framing", contrast(left, right, parties)) if topics[0] != topics[1] else None


def _force(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """Acts of another kind, or of one kind and clearly different strength: raised, urged, demanded."""
    if kind_of(left) != kind_of(right):
        mild = {kind_of(left), kind_of(right)} <= _MILD
        return None if mild else ("framing", contrast(left, right, parties))
    if abs(strength(left) - strength(right)) >= 2:
        return "framing", contrast(left, right, parties)
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
            return "framing", f"The {side} account makes it conditional. {contrast(left, right, parties)}"
        if one.claim.commitment == "hopes" and other.claim.commitment == "agreed":
            return (
                "framing",
                f"The {side} account has it hoped for, the other agreed. {contrast(left, right, parties)}",
            )
    return None


def _scope(left: Telling, right: Telling, alike: float, parties: Parties) -> Verdict | None:
    """The same thing wider or narrower: "all prisoners", "prisoners"; "power plants", "power and plants"."""
    if alike < SAME_THING:
        return None
    if pair := _joined(left.said, right.said) or _joined(right.said, left.said):
        promised = _one_holder(left, right) and kind_of(left) == kind_of(right) == "undertaking"
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
    _denial, agreement, left_out, other_numbers, other_days, other_limits, other_lengths, _venues, _direction, _stance,
    _polarity, _reply, _holder, _listing, _force, _firmness, _scope,
)  # fmt: skip


def _one_holder(left: Telling, right: Telling) -> bool:
    return bool(left.seats) and left.seats == right.seats


def _named(seats: Iterable[str], parties: Parties) -> str:
    """The names of countries, or of parties that belong to none; of a country without a name, that of its party."""
    found = dict.fromkeys(
        party_name(one, parties)
        if one in parties
        else next((p.name for p in parties.values() if seat(p.id, parties) == one), one)
        for one in sorted(seats)
    )
    return " and ".join(found)


def _same(left: Telling, right: Telling, parties: Parties) -> str:
    if left.claim.act == right.claim.act:
        return f"Both accounts tell it: {did(left, parties)}."
    return f"Both accounts tell it, in other verbs. {contrast(left, right, parties)}"
