"""Attributions against gold, as the PolNeAR scorer counts: whole ones, exact spans, words of each role.

A row has `attributions`, each with lists of spans `source`, `cue` and `content`. Whole: pairs, one to one, whose
contents share half of their words or more (intersection over union) and whose sources share a word or are both absent.
A readout's own voice, which has neither source nor cue, is left out.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from readouts.evaluate.gold import Row, Spans, characters, check_span, counted, pairs_by_score, plain
from readouts.records import Reading

ROLES = ("source", "cue", "content")
LEAST_SHARED = 0.5  # of the words of two contents
_WORD = re.compile(r"[^\W_]+")


def check(row: Row) -> None:
    """Raises ValueError, KeyError or TypeError when the row is not of this form."""
    for one in row["attributions"]:
        for role in ROLES:
            for span in one[role]:
                check_span(span, row["text"])


def scores(gold: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, Any]:
    """The figures over all rows together; a document without a reading counts as one with nothing in it.

    `outermost` counts only those found that stand in no other, which is what gold of one layer has.
    """
    whole, outer = Counter[str](), Counter[str]()
    exact: dict[str, Counter[str]] = {role: Counter() for role in ROLES}
    soft: dict[str, Counter[str]] = {role: Counter() for role in ROLES}
    for row in gold:
        text, want = row["text"], row["attributions"]
        have = found(readings.get(row["id"]))
        for role in ROLES:
            exact[role].update(_shared(_spans(want, role), _spans(have, role)))
            sides = (words(text, [s for a in side for s in a[role]]) for side in (want, have))
            soft[role].update(_shared(*sides))
        for counts, said in ((whole, have), (outer, [a for a in have if a["outermost"]])):
            theirs, ours = ([a for a in side if a["content"]] for side in (want, said))
            counts.update(right=len(pairs(text, theirs, ours)), found=len(ours), gold=len(theirs))
    return {
        "whole": counted(whole),
        "outermost": counted(outer),
        "exact": {role: counted(counts) for role, counts in exact.items()},
        "words": {role: counted(counts) for role, counts in soft.items()},
    }


def found(reading: Reading | None) -> list[Row]:
    """The attributions of a reading in the form of gold; `outermost`: it stands in no other, the own voice aside."""
    said = reading.attributions if reading else ()
    own = {one.id for one in said if one.own_voice}
    return [
        {**{role: plain(getattr(one, role)) for role in ROLES}, "outermost": one.within is None or one.within in own}
        for one in said
        if not one.own_voice
    ]


def _spans(said: Sequence[Row], role: str) -> set[tuple[tuple[int, ...], ...]]:
    return {tuple(tuple(span) for span in one[role]) for one in said if one[role]}


def _shared(gold: set[Any], found: set[Any]) -> dict[str, int]:
    return {"right": len(gold & found), "found": len(found), "gold": len(gold)}


def words(text: str, spans: Iterable[Sequence[int]]) -> set[int]:
    """Where the words that the spans touch begin; letters and digits make words."""
    inside = characters(list(spans))
    return {m.start() for m in _WORD.finditer(text) if not inside.isdisjoint(range(*m.span()))}


def pairs(text: str, gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Gold and found attributions that agree, one to one, those whose contents overlap most first."""
    theirs, ours = ([_bags(text, one) for one in side] for side in (gold, found))
    close = [
        (-overlap, i, j)
        for i, one in enumerate(theirs)
        for j, other in enumerate(ours)
        if (overlap := _overlap(one[0], other[0])) >= LEAST_SHARED and (one[1] & other[1] or not (one[1] or other[1]))
    ]
    return [(gold[i], found[j]) for i, j in pairs_by_score(close)]


def _bags(text: str, one: Row) -> tuple[set[int], set[int]]:
    content: Spans = one["content"]
    return words(text, content), words(text, one["source"])


def _overlap(one: set[int], other: set[int]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0
