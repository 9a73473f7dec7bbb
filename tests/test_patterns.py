"""No regular expression of the package takes time out of proportion to its text, on texts made to be hard for it."""

import re

import pytest
from patterns import Found, patterns, seconds, slowest

from readouts.find.quotes import quotations
from readouts.find.states import states
from readouts.ingest.decode import cleaned
from readouts.ingest.feeds import kind_of
from readouts.models.attribution import _quoted
from readouts.records import Document
from readouts.text import lines_break

# Four times the text may take so many times as long. Square time takes 16; the rest is noise of a busy machine.
MOST_GROWTH = 10.0
# Patterns whose callers cut what they are given: the most characters, which must take no more than a moment.
CUT = {
    "compare/sentences.py _LAST_WORD": 30,  # the word before a stop
    "ingest/days.py _OFFSET": 200,  # a time stamp
    "find/states.py _NAMED": 80,  # what stands before a title
}
MOMENT = 0.02  # seconds of CPU


def test_every_pattern_takes_time_in_proportion():
    found = patterns()
    assert len(found) > 200  # they are found at all
    wrong = []
    for one in found:
        if one.where in CUT:
            continue
        worst = slowest(one)
        if worst and worst[0] > MOST_GROWTH:
            worst = slowest(one)  # once more: another process may have taken the cache
        if worst and worst[0] > MOST_GROWTH:
            wrong.append(f"{one.where} {one.pattern.pattern!r}: {worst[0]:.0f} times as long at {worst[1]}: {worst[2]}")
    assert not wrong, "\n".join(wrong)


def test_patterns_for_cut_texts_take_a_moment():
    from patterns import hard

    cut = [one for one in patterns() if one.where in CUT]
    assert {one.where for one in cut} == set(CUT)
    assert all(seconds(one, text.text(CUT[one.where])) < MOMENT for one in cut for text in hard(one.pattern))


@pytest.mark.parametrize("bad", [r"(?:a|aa)+$", r"\s+$", r"(?:\w+,? ?)+;", r"<!--.*?-->"])
def test_a_bad_pattern_is_seen(bad):
    worst = slowest(Found("here", re.compile(bad), frozenset()))
    assert worst and worst[0] > MOST_GROWTH


@pytest.mark.parametrize(
    ("does", "text"),
    [
        (lambda t: states([Document(id="x", text="x", publisher=t)], _no_lexicon()), "of " + "A" + "'Ax" * 300),
        (lambda t: list(lines_break(t)), "x" + "\n \t" * 300_000),
        (_quoted, "'xx " * 200_000),
        (quotations, "“ '" * 100_000),
        (lambda t: kind_of(t.encode()), "<!DOCTYPE[" * 100_000),
        (lambda t: kind_of(t.encode()), "<!--" * 100_000),
        (cleaned, " \t\u00a0" * 300_000),
    ],
    ids=["name", "line-ends", "openings", "quotes", "doctypes", "comments", "spaces"],
)
def test_long_runs_end_soon(does, text):
    import time

    began = time.process_time()
    does(text)
    assert time.process_time() - began < 3


def _no_lexicon():
    from readouts.lexicon import load

    return load()
