"""The suffix array against one sorted by hand, and repeats against all runs counted one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.compare.suffixes import joined, repeats, starts, suffixes

STRETCHES = st.lists(st.lists(st.integers(0, 3), max_size=12), max_size=8)


@given(STRETCHES)
def test_suffixes_stand_in_order_with_what_they_share(stretches):
    line = joined(stretches)
    order, common = suffixes(line, max(map(len, stretches), default=0))
    plain = line.tolist()
    assert order.tolist() == sorted(range(len(plain)), key=lambda at: plain[at:])
    for i in range(1, len(plain)):
        left, right = plain[order[i - 1] :], plain[order[i] :]
        shared = next(
            (n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right))
        )
        assert common[i] == shared


@given(STRETCHES, st.data())
def test_repeats_are_those_that_counting_finds(stretches, data):
    owners = data.draw(st.lists(st.integers(0, 3), min_size=len(stretches), max_size=len(stretches)))
    found = {
        (tuple(joined(stretches)[r.places[0] : r.places[0] + r.length].tolist()), tuple(r.places.tolist()), r.documents)
        for r in repeats(stretches, owners, words=2, least=2)
    }
    assert found == naive(stretches, owners)


def naive(stretches, owners):
    """Every run of two words or more that stands in two documents and that no longer run always holds."""
    first, uses = starts(stretches).tolist() if stretches else [], {}
    for number, stretch in enumerate(stretches):
        for a in range(len(stretch)):
            for b in range(a + 2, len(stretch) + 1):
                uses.setdefault(tuple(stretch[a:b]), []).append((first[number] + a, number, a, b))
    return {
        (run, tuple(sorted(place for place, *_ in at)), len({owners[n] for _, n, *_ in at}))
        for run, at in uses.items()
        if len({owners[n] for _, n, *_ in at}) >= 2 and not goes_on(stretches, at, -1) and not goes_on(stretches, at, 1)
    }


def goes_on(stretches, at, way):
    """Whether the same word stands beside every place, on that side."""
    beside = [
        (s[a - 1] if a else None) if way < 0 else (s[b] if b < len(s) else None)
        for _, n, a, b in at
        for s in [stretches[n]]
    ]
    return None not in beside and len(set(beside)) == 1


@pytest.mark.parametrize("number", [1, 65_535, 65_536, 1_000_000])
def test_large_word_numbers_are_sorted_too(number):
    line = np.array([number, 7, number, 7, number + 1], np.int32)
    order, common = suffixes(line, 2)
    assert order.tolist() == sorted(range(5), key=lambda at: line.tolist()[at:])
    assert common.tolist()[order.tolist().index(2)] in (0, 2)


def test_no_words_give_no_repeats():
    assert list(repeats([], [], words=2, least=2)) == []
