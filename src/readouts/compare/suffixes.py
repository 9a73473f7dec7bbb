"""Repeated runs in sequences of words, by a suffix array with the lengths that neighbours share.

Words are whole numbers here. The array is sorted by doubling (Manber and Myers 1993): each round a radix sort of 16-bit
digits, and as many rounds as the longest stretch has binary digits, so time and memory grow with the number of words.
Maximal repeats are the left-diverse intervals of the array (Abouelhoda, Kurtz and Ohlebusch 2004); in how many
documents a repeat stands is counted in the same pass (Hui 1992).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A run of words that stands at several places and that no word before or after always goes with."""

    length: int  # words
    places: Numbers  # where it starts, ascending
    documents: int  # in how many documents


def repeats(
    stretches: Sequence[Sequence[int]], documents: Sequence[int], *, words: int, least: int
) -> Iterator[Repeat]:
    """The maximal repeats of at least `words` words that stand in at least `least` documents.

    A repeat lies within one stretch (a sentence). `documents` has the number of each stretch's document. Places count
    the words of all stretches in a row, with one more after each stretch (`starts`).
    """
    line = joined(stretches)
    order, common = suffixes(line, max(map(len, stretches), default=0))
    owner = np.repeat(np.asarray(documents, np.int32), [len(s) + 1 for s in stretches])
    before = np.where(order > 0, line[order - 1], -1)
    changes = np.concatenate(([0], np.cumsum(before[1:] != before[:-1])))
    for length, first, last, number in _intervals(common, owner[order], words):
        if number >= least and changes[last] > changes[first]:
            yield Repeat(length, np.sort(order[first : last + 1]), number)


def starts(stretches: Sequence[Sequence[int]]) -> Numbers:
    """The place of each stretch's first word."""
    return np.cumsum([0, *(len(s) + 1 for s in stretches)], dtype=np.int32)[:-1]


def joined(stretches: Sequence[Sequence[int]]) -> Numbers:
    """All stretches in a row, each closed by a number that stands nowhere else, so that no repeat runs over its end."""
    line = np.zeros(sum(len(s) + 1 for s in stretches), np.int32)
    beyond = 1 + max((max(s, default=0) for s in stretches), default=0)
    at = 0
    for number, stretch in enumerate(stretches):
        line[at : at + len(stretch)] = stretch
        at += len(stretch) + 1
        line[at - 1] = beyond + number
    return line


def suffixes(line: Numbers, longest: int) -> tuple[Numbers, Numbers]:
    """The starts of all suffixes in their order, and how many words each shares with the one before it (0 for the
    first). True when no two suffixes share more than `longest` words, as between closed stretches.

    >>> order, common = suffixes(np.array([1, 2, 1, 2, 3], np.int32), 2)
    >>> order.tolist(), common.tolist()
    ([0, 2, 1, 3, 4], [0, 2, 0, 1, 0])
    """
    if not len(line):
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    order = _sorted(np.arange(len(line), dtype=np.int32), line)
    ranks = [_ranks(order, line)]
    while 1 << (len(ranks) - 1) <= longest:
        step, rank = 1 << (len(ranks) - 1), ranks[-1]
        after = np.zeros_like(rank)
        after[:-step] = rank[step:]
        order = _sorted(_sorted(np.arange(len(line), dtype=np.int32), after), rank)
        ranks.append(_ranks(order, rank, after))
    return order, _common(order, ranks)


def _sorted(order: Numbers, by: Numbers) -> Numbers:
    """The order, sorted by the numbers at those places; equal ones stay as they were. numpy sorts 16 bits by radix."""
    for shift in (0, 16) if int(by.max()) >> 16 else (0,):
        digits = (by[order] >> shift).astype(np.uint16)
        order = order[np.argsort(digits, kind="stable")]
    return order


def _ranks(order: Numbers, *by: Numbers) -> Numbers:
    """From 1, by place: equal ranks where all the numbers are equal."""
    differs = np.zeros(len(order), np.int32)
    differs[0] = 1
    for numbers in by:
        differs[1:] |= numbers[order[1:]] != numbers[order[:-1]]
    ranks = np.empty(len(order), np.int32)
    ranks[order] = np.cumsum(differs)
    return ranks


def _common(order: Numbers, ranks: Sequence[Numbers]) -> Numbers:
    """Shared words of neighbours: the longest power of two first, as far as the ranks of that round agree."""
    common = np.zeros(len(order), np.int32)
    for power in reversed(range(len(ranks))):
        left, right = order[:-1] + common[1:], order[1:] + common[1:]
        inside = np.maximum(left, right) + (1 << power) <= len(order)
        rank = ranks[power]
        same = inside & (rank[np.minimum(left, len(order) - 1)] == rank[np.minimum(right, len(order) - 1)])
        common[1:][same] += 1 << power
    return common


def _intervals(common: Numbers, owner: Numbers, least: int) -> Iterator[tuple[int, int, int, int]]:
    """Every interval of suffixes that share at least `least` words more than their surroundings do: (words shared,
    first, last, number of documents). Inner ones come before those around them.
    """
    long = np.flatnonzero(common >= least)
    breaks = np.flatnonzero(np.diff(long) > 1) + 1
    for block in np.split(long, breaks):
        if len(block):
            yield from _block(int(block[0]) - 1, common[block].tolist(), owner[block[0] - 1 : block[-1] + 1].tolist())


def _block(start: int, common: Sequence[int], owner: Sequence[int]) -> Iterator[tuple[int, int, int, int]]:
    """The intervals of suffixes `start` to `start + len(common)`, each of which shares words with its neighbour.

    A suffix whose document was seen before counts once too often in the innermost interval that holds both, and in
    those around it: that many are taken off again.
    """
    open_at: list[int] = []  # first suffix of each open interval, the outermost first
    shared: list[int] = []
    twice: list[int] = []
    seen = {owner[0]: 0}
    for i, length in enumerate((*common, 0), 1):
        first, carried = i - 1, 0
        while shared and shared[-1] > length:
            first, words, again = open_at.pop(), shared.pop(), twice.pop()
            yield words, start + first, start + i - 1, i - first - again
            carried = again
            if shared and shared[-1] >= length:
                twice[-1] += again
                carried = 0
        if length and (not shared or shared[-1] < length):
            open_at.append(first)
            shared.append(length)
            twice.append(carried)
        if length:
            if (before := seen.get(owner[i])) is not None:
                twice[bisect_right(open_at, before) - 1] += 1
            seen[owner[i]] = i
