"""Contacts against gold: a row has `gold` with the kind of its contact, the American principal's surname ("" where no
American takes part) and the countries of all others, as ISO 3166-1 alpha-3.

Shares of documents: `kind` of some contact is gold's; `contact`: and its participants' countries, the United States
aside, are gold's exactly; `principal`: and a participant's name holds the surname; `dated`: some contact has a day.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from readouts.evaluate.gold import Row, share
from readouts.records import Party, Reading

AMERICAN = "USA"
MOST_WRONG = 10  # ids that are listed


def check(row: Row) -> None:
    """Raises ValueError, KeyError or TypeError when the row is not of this form."""
    gold = row["gold"]
    if not isinstance(gold["kind"], str) or not isinstance(gold["us"], str):
        raise ValueError("has a kind or principal that is no text")
    if not all(isinstance(country, str) for country in gold["countries"]):
        raise ValueError("has countries that are no texts")


def scores(gold: Sequence[Row], readings: Mapping[str, Reading]) -> dict[str, Any]:
    """The shares over all rows; a document without a reading counts as one without a contact."""
    right, wrong = Counter[str](), []
    for row in gold:
        told = _right(row["gold"], readings.get(row["id"]))
        right.update(told)
        if not told["principal"]:
            wrong.append(row["id"])
    names = ("kind", "contact", "principal", "dated")
    return {
        "n": len(gold),
        **{name: share(right[name], len(gold)) for name in names},
        "first_wrong": wrong[:MOST_WRONG],
    }


def _right(gold: Row, reading: Reading | None) -> dict[str, bool]:
    met = reading.contacts if reading else ()
    known = {party.id: party for party in reading.parties} if reading else {}
    told = {"kind": False, "contact": False, "principal": False, "dated": any(one.when for one in met)}
    for one in met:
        people = [known[id] for id in one.participants if id in known]
        if one.kind != gold["kind"]:
            continue
        told["kind"] = True
        if _countries(people) == sorted(gold["countries"]):
            told["contact"] = True
            told["principal"] |= any(gold["us"].lower() in person.name.lower() for person in people)
    return told


def _countries(people: Sequence[Party]) -> list[str]:
    return sorted({person.country for person in people if person.country} - {AMERICAN})
