"""How likely it is that a claim of one account and a claim of the other speak of the same matter.

Each pair of claims is described by what the two share (`FEATURES`), and a logistic regression turns that into a
probability. Its weights were fitted on the dev half of the project's own gold pairs (`training/alignment/`), once with
the sentence encoder and once without; `models/weights/alignment.json` has both, its card the calibration.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import log
from typing import TYPE_CHECKING

import numpy as np

from readouts.compare.kinds import family
from readouts.compare.wording import Telling, concept, likeness
from readouts.models import alignment
from readouts.models.embedding import Encoder, vectors
from readouts.records import Claim

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FEATURES = (
    "words",  # likeness of their stems, 0..1
    "meaning",  # cosine of their vectors, less what all claims have in common, -1..1; 0 where there is no encoder
    "sentences",  # the same of the sentences that they stand in
    "issues",  # how much the shared issues say, 0..1.5
    "issues apart",  # 1 when both have issues and share none
    "numbers",  # 1 when they count the same things to the same number
    "counts",  # 1 when they count the same things to different numbers
    "days",  # 1 when they name the same day or stretch
    "others",  # how much a shared third party says, 0..1
    "courtesy",  # 1 when both are courtesies
    "same doer",  # 1 when the same states act in both
    "other doer",  # 1 when both tell who acts and no state is in both
    "apart",  # how far apart they stand in the order of their accounts, 0..1
    "best",  # by how much the pair beats the next best of either claim, the smaller lead of the two
    "nearly best",  # and the larger
    "mutual",  # how much of either claim's likeness to the other side falls on the other one, 0..1
)
# Fewer claims than these do not show what is rare.
_FEW = 12
# How much of the mean of all vectors is taken off each where there are many claims, half of it where there are six.
_COMMON, _HALF = 0.75, 6
# How sharply a claim's likeness is parted among the claims of the other side, and how alike nothing is to it.
_SHARPNESS, _NOTHING = 8.0, 0.3


def chances(left: Sequence[Telling], right: Sequence[Telling], encoder: Encoder | None = None) -> "Floats":
    """The probability that each pair speaks of the same matter: [left, right], 0..1."""
    fitted = _fitted()["with encoder" if encoder else "words alone"]
    if not left or not right:
        return np.zeros((len(left), len(right)))
    described = features(left, right, encoder)
    weighted = fitted.bias + described @ np.array([fitted.weights.get(name, 0.0) for name in FEATURES])
    found: Floats = 1 / (1 + np.exp(-weighted))
    return found


@cache
def _fitted() -> Mapping[str, alignment.Weights]:
    return alignment.load()


def features(left: Sequence[Telling], right: Sequence[Telling], encoder: Encoder | None) -> "Floats":
    """What each pair shares: [left, right, FEATURES]."""
    rarity = _rarity([*left, *right])
    plain = np.array([[_shared(one, other, rarity) for other in right] for one in left], dtype=np.float64)
    words, rest = plain[:, :, :1], plain[:, :, 1:]
    meaning = _meaning(left, right, encoder)
    alike = words[:, :, 0] + meaning[:, :, 0]
    return np.concatenate([words, meaning, rest, _leads(alike), _mutual(alike)], axis=2)


def _meaning(left: Sequence[Telling], right: Sequence[Telling], encoder: Encoder | None) -> "Floats":
    """The cosines of the claims' vectors and of their sentences': [left, right, 2]; 0 without an encoder."""
    if encoder is None:
        return np.zeros((len(left), len(right), 2))
    found = _apart(vectors(encoder, [t.words for t in (*left, *right)]).astype(np.float64))
    one, other = found[: len(left)], found[len(left) :]
    return np.stack([one @ other.T, _by_sentence(left, one) @ _by_sentence(right, other).T], axis=2)


def _apart(found: "Floats") -> "Floats":
    """The vectors less most of their mean, of length 1: two claims on Marovia's border are not alike for Marovia, of
    which the whole contact speaks (the "common component" of Arora et al. 2017). Average precision on dev .724 to .735.
    """
    return _scaled(found - _COMMON * len(found) / (len(found) + _HALF) * found.mean(axis=0, keepdims=True))


def _scaled(found: "Floats") -> "Floats":
    """The vectors, each of length 1; those of none stay so."""
    scaled: Floats = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
    return scaled


def _by_sentence(told: Sequence[Telling], of_claims: "Floats") -> "Floats":
    """For each claim the vector of its sentence: the mean of its claims', which costs no more reading and does as well
    as the whole sentence's (average precision .707 and .711; .690 with neither).
    """
    places = [(t.document.id, t.claim.sentence) for t in told]
    summed = np.array([[a == b for b in places] for a in places], dtype=np.float64) @ of_claims
    return _scaled(summed)


def _shared(left: Telling, right: Telling, rarity: Mapping[str, float]) -> tuple[float, ...]:
    """The features of one pair but meaning and leads, in their order."""
    one, other = left.claim, right.claim
    issues = set(one.issues) & set(other.issues)
    return (
        likeness(left.stems, right.stems),
        min(1.5, sum(sorted((rarity[i] for i in issues), reverse=True)[:2])),
        float(bool(one.issues and other.issues) and not issues),
        float(bool(_counted(one) & _counted(other))),
        float(_counted_apart(one, other)),
        float(bool({w.edtf for w in left.days} & {w.edtf for w in right.days})),
        max((rarity[p] for p in left.thirds & right.thirds), default=0.0),
        float(_courteous(one) and _courteous(other)),
        float(bool(left.seats) and left.seats == right.seats),
        float(bool(left.seats and right.seats) and not left.seats & right.seats),
        abs(left.place - right.place),
    )


def _counted(claim: Claim) -> frozenset[tuple[float, str]]:
    """The numbers of the claim with what they count."""
    return frozenset((n.value, n.thing) for n in claim.numbers if n.thing)


def _counted_apart(one: Claim, other: Claim) -> bool:
    """Whether both count a thing, money and shares aside, and differ on its number."""
    left, right = _counted(one), _counted(other)
    things = {concept(thing) for _, thing in left} & {concept(thing) for _, thing in right} - {"money", "percent"}
    return bool(things) and not left & right


def _courteous(claim: Claim) -> bool:
    return family(claim.act) == "courtesy" or claim.act == "thank"


def _rarity(tellings: Sequence[Telling]) -> Mapping[str, float]:
    """Of each issue and party, how much sharing it says, 0..1: what stands in every claim says nothing."""
    counts = Counter(name for t in tellings for name in {*t.claim.issues, *t.claim.about})
    whole = max(len(tellings), _FEW) + 1
    return {name: log(whole / count) / log(whole) for name, count in counts.items()}


def _leads(alike: "Floats") -> "Floats":
    """By how much each pair beats the best other pair of its row and of its column: the smaller lead, the larger."""
    over = [alike - _best_other(alike, axis) for axis in (0, 1)]
    return np.stack([np.minimum(*over), np.maximum(*over)], axis=2)


def _mutual(alike: "Floats") -> "Floats":
    """The geometric mean of two shares: the pair's of all likeness in its row, and of that in its column, by softmax;
    some falls on nothing, so that a claim unlike all others goes with none [., ., 1].
    """
    odds = np.exp(_SHARPNESS * (alike - _NOTHING))
    shares = np.sqrt(odds / (odds.sum(axis=0, keepdims=True) + 1) * odds / (odds.sum(axis=1, keepdims=True) + 1))
    kept: Floats = shares[:, :, None]
    return kept


def _best_other(alike: "Floats", axis: int) -> "Floats":
    """For each cell the largest value of the others along the axis; its own where there are none to beat."""
    if alike.shape[axis] < 2:
        return alike
    ranked = np.sort(alike, axis=axis)
    first, second = np.take(ranked, [-1], axis=axis), np.take(ranked, [-2], axis=axis)
    return np.where(alike >= first, second, first)


def assigned(gain: "Floats") -> list[tuple[int, int]]:
    """The one-to-one pairs with the greatest sum of gains, those of no gain left out (Hungarian method, Kuhn 1955).

    >>> assigned(np.array([[3.0, 2.9], [2.9, -1.0]]))
    [(0, 1), (1, 0)]
    """
    rows, columns = gain.shape
    if not rows or not columns:
        return []
    if rows > columns:
        return sorted((i, j) for j, i in assigned(gain.T))
    cost = -np.maximum(gain, 0.0)
    u, v = np.zeros(rows + 1), np.zeros(columns + 1)
    match = np.zeros(columns + 1, dtype=int)  # of each column its row, counted from 1; 0: free
    for row in range(1, rows + 1):
        _augment(cost, row, u, v, match)
    found = [(int(match[j]) - 1, j - 1) for j in range(1, columns + 1) if match[j]]
    return sorted((i, j) for i, j in found if gain[i, j] > 0)


def _augment(cost: "Floats", row: int, u: "Floats", v: "Floats", match: "NDArray[np.int_]") -> None:
    """One step of the method: a match for the row along the cheapest path, the duals `u` and `v` kept feasible."""
    columns = cost.shape[1]
    slack, way, done = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=int), np.zeros(columns + 1, dtype=bool)
    match[0], at = row, 0
    while True:
        done[at] = True
        open_ = np.flatnonzero(~done[1:]) + 1
        reduced = cost[match[at] - 1, open_ - 1] - u[match[at]] - v[open_]
        better = reduced < slack[open_]
        slack[open_[better]], way[open_[better]] = reduced[better], at
        following = int(open_[np.argmin(slack[open_])])
        step = slack[following]
        u[match[done]] += step
        v[done] -= step
        slack[~done] -= step
        at = following
        if not match[at]:
            break
    while at:
        match[at], at = match[way[at]], int(way[at])
