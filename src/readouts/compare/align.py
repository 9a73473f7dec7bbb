"""Claims of two accounts laid side by side.

`matching` gives each pair of claims the chance that both speak of the same matter. The pairs are chosen so that the sum
of their odds over the threshold is greatest; a claim left over joins a pair whose partner it suits as well, since one
sentence here is often two there. FIELD: 65 % of points stand on one side only, so what is unlikely stays alone.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from readouts.compare.kinds import Parties, family
from readouts.compare.matching import assigned, chances
from readouts.compare.relations import relation
from readouts.compare.settled import unsays
from readouts.compare.wording import Telling
from readouts.models.embedding import Encoder
from readouts.records import Alignment, Relation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# A pair less likely than this has no common matter. F1 of dev and of the pairs for training together is flat from .30
# to .37; the upper end, for a false row costs a reader more than a missed one.
THRESHOLD = 0.36
# Where both claims have issues and share none, it takes more: words like "international" join what does not belong.
_ISSUES_APART = 0.65
_APART_COUNTS = 0.4  # so much of the chance below it is left
# What is said not to have happened speaks of what the other account tells in the same words.
_UNSAID = 0.6
# Two claims that contradict each other are of one matter from this chance on: of 10 such pairs at .1 or more in the
# sets of planted conflicts 8 were planted ones, and there was none in 200 pairs of accounts without them.
_HARDLY = 0.2
# What both sides say of their relations in general is one matter, unless the matching is sure that it is none.
_RELATIONS = ("bilateral_relations",)
_IN_GENERAL, _HARDLY_ANY = 0.4, 0.02
# A leftover claim joins a pair, or stands in a row of its own beside a claim already taken, from this chance on.
_ALSO = 0.36
# No row has more claims than these on a side.
_MOST = 3
# A claim alone with a nearest one at or above this may have a counterpart that we missed, and the sentence says so.
LOOSE = 0.12
_ORDER = ("conflict", "both", "framing")

_Group = tuple[list[int], list[int]]


def alignments(
    left: Sequence[Telling], right: Sequence[Telling], parties: Parties, encoder: Encoder | None = None
) -> tuple[Alignment, ...]:
    """The two accounts side by side, in the left account's order; the right's own claims where they fall.

    A claim may stand in two alignments when two claims of the other side, by different holders, answer to it. `score`
    is the chance that the row is right: that the two sides speak of one matter, or that nothing answers to the one.
    """
    likely = _sure(chances(left, right, encoder), left, right, parties)
    groups = _grouped(likely, left, right)
    groups += _against(groups, likely, left, right, parties)
    groups.sort(key=lambda group: (min(group[0]), min(group[1])))
    taken = [{i for group in groups for i in group[side]} for side in (0, 1)]
    placed = [
        (float(min(ls)), _alignment([left[i] for i in ls], [right[j] for j in rs], likely, (ls, rs), parties))
        for ls, rs in groups
    ]
    placed += [
        (float(i), _alone(one, "only-left", _best(likely, i, 0))) for i, one in enumerate(left) if i not in taken[0]
    ]
    placed += [
        (_falls(j, groups), _alone(one, "only-right", _best(likely, j, 1)))
        for j, one in enumerate(right)
        if j not in taken[1]
    ]
    return tuple(alignment for _, alignment in sorted(placed, key=lambda pair: pair[0]))


def _sure(likely: "Floats", left: Sequence[Telling], right: Sequence[Telling], parties: Parties) -> "Floats":
    """The chances, lowered below `_ISSUES_APART` for pairs whose issues are known and others, and raised where one
    account says that what the other tells of did not happen, or names in general what the other speaks of in general.
    """
    apart = np.array([[_apart(one, other) for other in right] for one in left], dtype=bool).reshape(likely.shape)
    unsaid = np.array(
        [
            [
                unsays(one, other, parties) or _contradict(one, other, parties, likely[i, j])
                for j, other in enumerate(right)
            ]
            for i, one in enumerate(left)
        ],
        dtype=bool,
    )
    lowered = np.where(apart & (likely < _ISSUES_APART), likely * _APART_COUNTS, likely)
    raised = np.where(unsaid.reshape(likely.shape), np.maximum(lowered, _UNSAID), lowered)
    general = np.array([[_in_general(one, other) for other in right] for one in left], dtype=bool).reshape(likely.shape)
    return np.where(general & (raised >= _HARDLY_ANY), np.maximum(raised, _IN_GENERAL), raised)


def _in_general(left: Telling, right: Telling) -> bool:
    """Whether both are about the two sides' relations and nothing else, and one merely names them: "reviewed the state
    of bilateral relations", "discussed how the relationship might be made stronger". They have few words in common.
    """
    named = "topic" in (family(left.claim.act), family(right.claim.act))
    return (
        named
        and all(t.claim.issues == _RELATIONS and not t.thirds for t in (left, right))
        and (left.claim.polarity == right.claim.polarity == "positive")
    )


def _contradict(left: Telling, right: Telling, parties: Parties, chance: float) -> bool:
    """Whether the two, though not likely one matter, tell of it what cannot both be true."""
    return _HARDLY <= chance < _UNSAID and relation(left, right, parties, chance)[0] == "conflict"


def _apart(left: Telling, right: Telling) -> bool:
    one, other = set(left.claim.issues), set(right.claim.issues)
    return bool(one and other and not one & other)


def _grouped(likely: "Floats", left: Sequence[Telling], right: Sequence[Telling]) -> list[_Group]:
    """Groups of claims that go together: the best pairs, leftovers joined to them or in a row of their own."""
    odds = np.log(likely / (1 - likely)) if likely.size else likely
    pairs = assigned(odds - np.log(THRESHOLD / (1 - THRESHOLD)))
    groups: list[_Group] = [([i], [j]) for i, j in pairs]
    of = ({i: n for n, (i, _) in enumerate(pairs)}, {j: n for n, (_, j) in enumerate(pairs)})
    over = [(i, j) for i, j in np.argwhere(likely >= _ALSO) if (i in of[0]) != (j in of[1])]
    for i, j in sorted(over, key=lambda pair: -likely[pair]):
        side, at, number = (0, int(i), of[1][j]) if j in of[1] else (1, int(j), of[0][i])
        if at in of[side]:
            continue
        here = groups[number][side]
        beside = (left, right)[side]
        of[side][at] = number
        if beside[at].seats == beside[here[0]].seats and len(here) < _MOST:
            here.append(at)
        else:
            groups.append(([at], [int(j)]) if side == 0 else ([int(i)], [at]))
    return [(sorted(ls), sorted(rs)) for ls, rs in groups]


def _against(
    groups: Sequence[_Group], likely: "Floats", left: Sequence[Telling], right: Sequence[Telling], parties: Parties
) -> list[_Group]:
    """Pairs in no group together, each better with another, that contradict each other all the same."""
    together = {(i, j) for ls, rs in groups for i in ls for j in rs}
    apart = [(int(i), int(j)) for i, j in np.argwhere(likely >= _ALSO) if (i, j) not in together]
    return [([i], [j]) for i, j in apart if relation(left[i], right[j], parties, float(likely[i, j]))[0] == "conflict"]


def _alignment(
    left: Sequence[Telling], right: Sequence[Telling], likely: "Floats", at: _Group, parties: Parties
) -> Alignment:
    """One alignment of those claims; the relation is the strongest that holds between any two of them."""
    pairs = [
        (float(likely[i, j]), relation(one, other, parties, float(likely[i, j])))
        for i, one in zip(at[0], left, strict=True)
        for j, other in zip(at[1], right, strict=True)
        if likely[i, j] >= THRESHOLD
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
    found = "No close counterpart" if nearest >= LOOSE else "Nothing corresponding"
    return Alignment(
        left=(telling.claim.id,) if relation == "only-left" else (),
        right=(telling.claim.id,) if relation == "only-right" else (),
        relation=relation,
        issues=telling.claim.issues,
        score=round(1 - nearest, 2),
        why=f"{found} in the {other} account's text.",
    )


def _best(likely: "Floats", at: int, side: int) -> float:
    return float(np.take(likely, at, axis=side).max(initial=0.0))


def _falls(j: int, groups: Sequence[_Group]) -> float:
    """Where a claim of the right alone stands in the left's order: after the group of the nearest one before it."""
    before = [(max(rs), min(ls)) for ls, rs in groups if max(rs) < j]
    return (max(before)[1] if before else -1) + 0.5 + j / 1e4
