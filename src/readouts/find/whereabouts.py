"""The state in which a place lies: "Tokyo", "the White House"."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from readouts.lexicon.tables import many, rows
from readouts.text import key

if TYPE_CHECKING:
    from spacy.tokens import Token


def country_at(place: "Token") -> str | None:
    """The state of the place whose last word that is, as in `Party.country`; None: the lexicon does not know it."""
    start = place.i
    while start > place.sent.start and place.doc[start - 1].pos_ == "PROPN" and start > place.i - 3:
        start -= 1
    names = (key(place.doc[at : place.i + 1].text) for at in range(start, place.i + 1))
    return next((_places()[name] for name in names if name in _places()), None)


@cache
def _places() -> Mapping[str, str]:
    """States by the names of places in them: capitals, other towns, seats of government, the states themselves."""
    bodies = {f"body:{row['id']}": row for row in rows("bodies")}
    found = {key(b["name"]): b["country"] for b in bodies.values() if b["kind"] == "office"}
    for row in rows("metonyms"):
        party = row["party"]
        found[key(row["surface"])] = bodies[party]["country"] if party in bodies else party.removeprefix("state:")
    found |= {key(row["place"]): row["country"] for row in rows("places")}
    for row in rows("states"):
        names = (row["name"], *many(row["names"]), *many(row["capital_names"]))
        found |= {key(name): row["id"] for name in names}
    return {name: country for name, country in found.items() if country and ":" not in country}
