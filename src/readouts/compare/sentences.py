"""Sentences by rule, for texts that nobody has parsed: whole corpora, and the two sides of a difference."""

import re
from collections.abc import Iterator
from itertools import pairwise

from readouts.compare.wording import plain_words
from readouts.text import Span, folded, lines_break, normalised, trimmed

# After these a stop never ends a sentence; after the others it does when a function word with a capital follows.
_NEVER = frozenset("mr mrs ms dr prof gen sen rep gov col lt sgt rev hon st vs messrs amb".split())
_BEFORE_FIGURES = frozenset("no nos art fig p pp ch para".split())
_SELDOM = frozenset("jr sr etc co corp inc ltd a.m p.m u.s u.k u.n e.u d.c u.a.e u.s.a ph.d".split())
_END = re.compile(r"(?:(?<![.!?…])[.!?…]++|\*{3})[\"')\]]*+(?=\s|$|[\"(\[]*+[A-Z*])")
_LAST_WORD = re.compile(r"[^\W\d_](?:[^\s\"(\[]*[^\W_])?$")
_NEXT_WORD = re.compile(r"[\s\"'(\[*]*([^\W_]+)")


def sentences(text: str) -> list[Span]:
    """The sentences in order, without the space between them. A paragraph's end ends a sentence.

    Stops after initials and titles end none; where a page lost the space after a stop, it ends one all the same.
    """
    plain = normalised(text)
    ends = sorted({0, *lines_break(text), *(end for end in _stops(plain)), len(text)})
    found = (trimmed(text, start, end) for start, end in pairwise(ends))
    return [span for span in found if span]


def _stops(plain: str) -> Iterator[int]:
    """Where a stop ends a sentence: the offset after it and after a closing quotation mark."""
    for stop in _END.finditer(plain):
        before = _LAST_WORD.search(plain, max(0, stop.start() - 30), stop.start())
        if not (plain[stop.start()] == "." and before and _goes_on(before.group(), plain, stop)):
            yield stop.end()


def _goes_on(word: str, plain: str, stop: re.Match[str]) -> bool:
    """Whether the sentence goes on after that word and its stop."""
    after = _NEXT_WORD.match(plain, stop.end())
    if after is None:
        return False
    following = after[1]
    if following[0].islower():
        return True
    short = folded(word)
    if short in _SELDOM or re.fullmatch(r"(?:[a-z]\.)+[a-z]", short):
        return folded(following) not in plain_words() or following in ("President", "Secretary", "State", "Prime")
    if short in _BEFORE_FIGURES:
        return following[0].isdigit()
    return short in _NEVER or len(word) == 1  # one letter: an initial
