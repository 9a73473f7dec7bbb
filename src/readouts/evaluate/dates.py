"""Time expressions against gold, as in TempEval-3: a row has `dates`, each with `span`, `type` and TIMEX3 `value`.

strict: the same span; relaxed: they overlap; value: they overlap and the values are equal. Days that are only those of
the document's dateline are left out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from readouts.evaluate.gold import Row, check_span, retrieved
from readouts.records import Reading

_Found = tuple[int, int, str]


def check(row: Row) -> None:
    """Raises ValueError, KeyError or TypeError when the row is not of this form."""
    for one in row["dates"]:
        check_span(one["span"], row["text"])
        if not isinstance(one["value"], str):
            raise ValueError(f"has the value {one['value']!r}, which is no text")


def scores(gold: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, Any]:
    """The figures over all rows together."""
    n_gold = n_found = strict = relaxed = value = 0
    for row in gold:
        have = found(readings.get(row["id"]))
        n_gold, n_found = n_gold + len(row["dates"]), n_found + len(have)
        for one, ours in _matched(row["dates"], have):
            relaxed += 1
            strict += list(ours[:2]) == one["span"]
            value += ours[2] == one["value"]
    counts = {"strict": strict, "relaxed": relaxed, "value": value}
    return {name: retrieved(right, n_found, n_gold) for name, right in counts.items()}


def found(reading: Reading | None) -> list[_Found]:
    """Start, end and value of each time expression, in text order."""
    told = [d for d in reading.dates if not (d.when and d.when.basis == "dateline")] if reading else []
    return sorted({(d.span.start, d.span.end, d.value) for d in told})


def _matched(gold: Sequence[Row], have: Sequence[_Found]) -> list[tuple[Row, _Found]]:
    """For each gold expression in turn the one found that overlaps it and is free: the same span, else the longest
    overlap.
    """
    used, pairs = set[int](), []
    for one in gold:
        start, end = one["span"]
        near = [
            ((s, e) != (start, end), -(min(e, end) - max(s, start)), place)
            for place, (s, e, _) in enumerate(have)
            if place not in used and s < end and e > start
        ]
        if near:
            place = min(near)[2]
            used.add(place)
            pairs.append((one, have[place]))
    return pairs
