"""Events against gold: a row has `gold`, either triples of source, target (ISO 3166-1 alpha-3) and PLOVER type, or one
type alone.

An event of ours gives the pairs of its actors' and recipients' countries; without a recipient those among its actors.
Of types alone the first event in text order counts; YIELD stands for CONCEDE and RETREAT.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from readouts.errors import InputError
from readouts.evaluate.gold import REMEDY, Row, counted, retrieved, share
from readouts.records import Reading

Triple = tuple[str, ...]
_PARTS: Mapping[str, Callable[[Triple], Any]] = {
    "dyad_and_type": lambda one: one, "dyad": lambda one: one[:2], "type": lambda one: one[2],
}  # fmt: skip
_ALSO = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


def check(row: Row) -> None:
    """Raises ValueError, KeyError or TypeError when the row is not of this form."""
    gold = row["gold"]
    if isinstance(gold, str):
        return
    for one in gold:
        if not (isinstance(one, list) and len(one) == 3 and all(isinstance(part, str) for part in one)):
            raise ValueError(f"has {one!r}, which is no [source, target, type]")


def scores(gold: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, Any]:
    """The figures over all rows together. Raises InputError when some rows have triples and some a type alone."""
    alone = {isinstance(row["gold"], str) for row in gold}
    if len(alone) > 1:
        raise InputError("some rows have triples and others a type alone", REMEDY)
    return _types(gold, readings) if alone == {True} else _triples(gold, readings)


def _triples(gold: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, Any]:
    counts: dict[str, Counter[str]] = {name: Counter() for name in _PARTS}
    for row in gold:
        want, have = {tuple(one) for one in row["gold"]}, found(readings.get(row["id"]))
        for name, part in _PARTS.items():
            theirs, ours = {part(one) for one in want}, {part(one) for one in have}
            counts[name].update(right=len(theirs & ours), found=len(ours), gold=len(theirs))
    return {name: counted(own) for name, own in counts.items()}


def found(reading: Reading | None) -> set[Triple]:
    """The triples of a reading."""
    country = {party.id: party.country for party in reading.parties} if reading else {}
    triples = set[Triple]()
    for event in reading.events if reading else ():
        actors, recipients = (
            {code for id in ids if (code := country.get(id))} for ids in (event.actors, event.recipients)
        )
        triples |= {(a, b, str(event.plover)) for a in actors for b in recipients or actors if a != b}
    return triples


def _types(gold: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, Any]:
    """Accuracy, F1 as the mean over the types of gold, and how many documents have no event."""
    right, want, have = Counter[str](), Counter[str](), Counter[str | None]()
    for row in gold:
        reading = readings.get(row["id"])
        first = reading.events[0].plover if reading and reading.events else None
        first = _ALSO.get(first, first) if first else None
        want[row["gold"]] += 1
        have[first] += 1
        right[row["gold"]] += first == row["gold"]
    f1 = [retrieved(right[one], have[one], want[one])["f1"] for one in want]
    figures = {"accuracy": share(sum(right.values()), len(gold)), "macro_f1": round(sum(f1) / len(f1), 4)}
    return {"n": len(gold), **figures, "silent": have[None]}
