"""Scores of a partition of mentions against a gold one: pairwise, MUC, B-cubed, CEAF by entity, and CoNLL (their mean).

A partition is a mapping from mention to the name of its cluster; both have the same mentions. CEAF aligns clusters one
to one so that the sum of 2 |both| / (|one| + |other|) is greatest (Luo 2005).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from typing import Any

Partition = Mapping[Hashable, Hashable]
Scores = dict[str, Any]


def scores(gold: Partition, found: Partition) -> Scores:
    """All measures. Raises ValueError when the mentions differ."""
    if gold.keys() != found.keys():
        raise ValueError(f"{len(gold.keys() ^ found.keys())} mentions are in one partition only")
    measures = {"muc": muc(gold, found), "b_cubed": b_cubed(gold, found), "ceaf_e": ceaf(gold, found)}
    conll = sum(measure["f1"] for measure in measures.values()) / 3
    return {"mentions": len(gold), "pairwise": pairwise(gold, found), **measures, "conll": round(conll, 4)}


def pairwise(gold: Partition, found: Partition) -> Scores:
    """Of all pairs of mentions, those put together."""

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = Counter((gold[m], found[m]) for m in gold)
    return _f1(pairs(both), pairs(Counter(found.values())), pairs(Counter(gold.values())))


def muc(gold: Partition, found: Partition) -> Scores:
    """Links: a cluster of n mentions has n - 1, less one for each part that the other side splits it into."""

    def kept(one: Partition, other: Partition) -> tuple[int, int]:
        clusters = _clusters(one)
        links = sum(len(c) - 1 for c in clusters)
        return sum(len(c) - len({other[m] for m in c}) for c in clusters), links

    (right, links), (rightly, made) = kept(gold, found), kept(found, gold)
    return _from(rightly / made if made else 0.0, right / links if links else 0.0)


def b_cubed(gold: Partition, found: Partition) -> Scores:
    """The mean, over mentions, of the share of each mention's cluster that belongs to it."""
    ours, theirs = Counter(found.values()), Counter(gold.values())
    both = Counter((gold[m], found[m]) for m in gold)
    n = len(gold) or 1
    return _from(
        sum(k * k / ours[f] for (_, f), k in both.items()) / n, sum(k * k / theirs[g] for (g, _), k in both.items()) / n
    )


def ceaf(gold: Partition, found: Partition) -> Scores:
    """Clusters aligned one to one. Needs scipy, which comes with the extra `dev`."""
    from scipy.optimize import linear_sum_assignment

    ours, theirs = list(Counter(found.values()).items()), list(Counter(gold.values()).items())
    row, column = ({name: i for i, (name, _) in enumerate(side)} for side in (theirs, ours))
    likeness = [[0.0] * len(ours) for _ in theirs]
    for (g, f), k in Counter((gold[m], found[m]) for m in gold).items():
        likeness[row[g]][column[f]] = 2 * k / (theirs[row[g]][1] + ours[column[f]][1])
    best = linear_sum_assignment(likeness, maximize=True)
    total = sum(likeness[i][j] for i, j in zip(*best, strict=True))
    return _from(total / len(ours), total / len(theirs))


def _clusters(partition: Partition) -> list[list[Hashable]]:
    found = defaultdict(list)
    for mention, cluster in partition.items():
        found[cluster].append(mention)
    return list(found.values())


def _f1(right: int, made: int, gold: int) -> Scores:
    scored = _from(right / made if made else 1.0, right / gold if gold else 1.0)
    return {**scored, "right": right, "made": made, "gold": gold}


def _from(precision: float, recall: float) -> Scores:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
