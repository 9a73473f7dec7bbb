"""Claims of two accounts laid side by side.

Each pair of claims gets a score from what the two share: words by rarity, issues, numbers, days, third parties. Pairs
are taken best first, one to one; a claim left over joins a pair when it suits a partner nearly as well as the one it
has (one sentence here is often two there). FIELD: 65 % of points stand on one side only, so the threshold is strict.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

from readouts.compare.relations import Parties, family, relation
from readouts.compare.wording import Telling, likeness
from readouts.records import Alignment, Claim, Relation

# A pair below this has no common matter. Set by reading by eye all pairs of claims of six real pairs of readouts that
# scored .27 or more: from .36 up nearly all share a matter, at .32 half do not.
THRESHOLD = 0.36
# A leftover claim that reaches this with a claim already taken, but does not join its pair, gets its own row beside
# that claim: to say that nothing corresponds to it would be wrong.
_AGAIN = 0.5
# A leftover claim joins a pair when it has the same holder as the one beside it, its score with the partner is at least
# this share of the pair's own, and the pair has not grown beyond three claims a side.
_NEARLY = 0.75
_MOST = 3
# A claim alone with a nearest one at or above this may have a counterpart that we missed, and the sentence says so.
_LOOSE = 0.27
# Fewer claims than these do not show what is rare.
_FEW = 12
_ORDER = ("conflict", "both", "framing")


def alignments(left: Sequence[Telling], right: Sequence[Telling], parties: Parties) -> tuple[Alignment, ...]:
    """The two accounts side by side, in the left account's order; the right's own claims where they fall.

    A claim may stand in two alignments when two claims of the other side, by different holders, answer to it.
    """
    scores = _scores(left, right)
    groups = _grouped(scores, left, right)
    taken = [{i for group in groups for i in group[side]} for side in (0, 1)]
    groups += _again(scores, taken)
    placed = [
        (float(min(ls)), _alignment([left[i] for i in ls], [right[j] for j in rs], scores, (ls, rs), parties))
        for ls, rs in groups
    ]
    taken = [{i for group in groups for i in group[side]} for side in (0, 1)]
    placed += [
        (float(i), _alone(one, "only-left", _best(scores, i, 0))) for i, one in enumerate(left) if i not in taken[0]
    ]
    placed += [
        (_falls(j, groups), _alone(one, "only-right", _best(scores, j, 1)))
        for j, one in enumerate(right)
        if j not in taken[1]
    ]
    return tuple(alignment for _, alignment in sorted(placed, key=lambda pair: pair[0]))


_Scores = Mapping[tuple[int, int], float]
_Group = tuple[list[int], list[int]]


def _scores(left: Sequence[Telling], right: Sequence[Telling]) -> _Scores:
    """The score of every pair that shares anything, 0..1."""
    rarity = _rarity([*left, *right])
    found = ((i, j, score(one, other, rarity)) for i, one in enumerate(left) for j, other in enumerate(right))
    return {(i, j): value for i, j, value in found if value > 0}


def score(left: Telling, right: Telling, rarity: Mapping[str, float]) -> float:
    """How sure we are that the two claims speak of the same matter: each thing shared lowers the doubt."""
    one, other = left.claim, right.claim
    issues = sum(sorted((rarity[i] for i in set(one.issues) & set(other.issues)), reverse=True)[:2])
    shared = (
        min(0.97, 1.25 * likeness(left.stems, right.stems)),
        min(0.65, 0.6 * issues),
        0.45 if counted(one) & counted(other) else 0.0,
        0.25 if {w.edtf for w in left.days} & {w.edtf for w in right.days} else 0.0,
        max(((0.2 if p.startswith("state:") else 0.4) * rarity[p] for p in left.thirds & right.thirds), default=0.0),
        0.08 if family(one.act) == family(other.act) else 0.0,
    )
    if not any(shared[:5]):
        return 0.0
    doubt = 1.0
    for part in shared:
        doubt *= 1 - part
    return (1 - doubt) * (1 - 0.08 * abs(left.place - right.place))


def counted(claim: Claim) -> frozenset[tuple[float, str]]:
    """The numbers of the claim with what they count."""
    return frozenset((n.value, n.thing) for n in claim.numbers if n.thing)


def _rarity(tellings: Sequence[Telling]) -> Mapping[str, float]:
    """Of each issue and party, how much sharing it says, 0..1: what stands in every claim says nothing."""
    counts = Counter(name for t in tellings for name in {*t.claim.issues, *t.claim.about})
    whole = max(len(tellings), _FEW) + 1
    return {name: log(whole / count) / log(whole) for name, count in counts.items()}


def _grouped(scores: _Scores, left: Sequence[Telling], right: Sequence[Telling]) -> list[_Group]:
    """Groups of claims that go together: best pairs first, then leftovers joined to them."""
    groups: dict[tuple[int, int], _Group] = {}
    of_left: dict[int, tuple[int, int]] = {}
    of_right: dict[int, tuple[int, int]] = {}
    ranked = [pair for pair in sorted(scores, key=lambda p: (-scores[p], p)) if scores[pair] >= THRESHOLD]
    for i, j in ranked:
        if i not in of_left and j not in of_right:
            of_left[i] = of_right[j] = (i, j)
            groups[i, j] = ([i], [j])
    for i, j in ranked:
        if i not in of_left and j in of_right:
            seed = of_right[j]
            if j == seed[1] and _joins(scores, (i, j), seed, left[i], left[seed[0]], groups[seed][0]):
                of_left[i] = seed
                groups[seed][0].append(i)
        elif j not in of_right and i in of_left:
            seed = of_left[i]
            if i == seed[0] and _joins(scores, (i, j), seed, right[j], right[seed[1]], groups[seed][1]):
                of_right[j] = seed
                groups[seed][1].append(j)
    return [(sorted(ls), sorted(rs)) for ls, rs in groups.values()]


def _joins(
    scores: _Scores, pair: tuple[int, int], seed: tuple[int, int], leftover: Telling, beside: Telling, there: list[int]
) -> bool:
    """Whether the leftover is by the same holder and nearly as good a partner as the claim it would stand beside."""
    return scores[pair] >= _NEARLY * scores[seed] and leftover.seats == beside.seats and len(there) < _MOST


def _again(scores: _Scores, taken: Sequence[set[int]]) -> list[_Group]:
    """For each claim left over the claim already taken that it answers to best, when it clearly answers to one."""
    found: list[_Group] = []
    for side in (0, 1):
        rest = {pair[side] for pair in scores} - taken[side]
        for at in sorted(rest):
            best = max((pair for pair in scores if pair[side] == at), key=lambda pair: scores[pair])
            if scores[best] >= _AGAIN:
                found.append(([best[0]], [best[1]]))
    return found


def _alignment(
    left: Sequence[Telling], right: Sequence[Telling], scores: _Scores, at: _Group, parties: Parties
) -> Alignment:
    """One alignment of those claims; the relation is the strongest that holds between any two of them."""
    pairs = [
        (scores.get((i, j), 0.0), relation(one, other, parties))
        for i, one in zip(at[0], left, strict=True)
        for j, other in zip(at[1], right, strict=True)
        if scores.get((i, j), 0.0) >= THRESHOLD
    ]
    best = min(pairs, key=lambda pair: (_ORDER.index(pair[1][0]), -pair[0]))
    issues = tuple(dict.fromkeys(i for t in (*left, *right) for i in t.claim.issues))
    return Alignment(
        left=tuple(t.claim.id for t in left),
        right=tuple(t.claim.id for t in right),
        relation=best[1][0],
        issues=issues,
        score=round(max(value for value, _ in pairs), 2),
        why=best[1][1],
    )


def _alone(telling: Telling, relation: Relation, nearest: float) -> Alignment:
    other = "right" if relation == "only-left" else "left"
    found = "No close counterpart" if nearest >= _LOOSE else "Nothing corresponding"
    return Alignment(
        left=(telling.claim.id,) if relation == "only-left" else (),
        right=(telling.claim.id,) if relation == "only-right" else (),
        relation=relation,
        issues=telling.claim.issues,
        score=round(1 - nearest, 2),
        why=f"{found} in the {other} account's text.",
    )


def _best(scores: _Scores, at: int, side: int) -> float:
    return max((value for pair, value in scores.items() if pair[side] == at), default=0.0)


def _falls(j: int, groups: Sequence[_Group]) -> float:
    """Where a claim of the right alone stands in the left's order: after the group of the nearest one before it."""
    before = [(max(rs), min(ls)) for ls, rs in groups if max(rs) < j]
    return (max(before)[1] if before else -1) + 0.5 + j / 1e4
