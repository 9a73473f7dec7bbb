"""What each cell of each table must be. Our own rows are tested against it, a user's are refused by it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal, NamedTuple, get_args

from readouts.lexicon.tables import NONE, Own, many, rows
from readouts.text import key

StateKind = Literal["state", "territory", "disputed"]
BodyKind = Literal["ministry", "office", "organisation", "format", "military", "group", "outlet"]
STATE_KINDS: tuple[StateKind, ...] = get_args(StateKind)
BODY_KINDS: tuple[BodyKind, ...] = get_args(BodyKind)


class Wrong(NamedTuple):
    """What is wrong with a cell, and what to write instead."""

    column: str  # "" for the row as a whole
    what: str
    remedy: str


@dataclass(frozen=True)
class Known:
    """What cells may refer to: the values that columns have, a user's own rows over ours."""

    own: Own

    def values(self, table: str, column: str) -> frozenset[str]:
        """All values of the column, the empty one left out."""
        if not self.own.tables.get(table):
            return _ours(table, column)
        return frozenset(row[column] for row in rows(table, self.own)) - {""}

    @cached_property
    def states(self) -> frozenset[str]:
        """All ids of states."""
        return self.values("states", "id")

    @cached_property
    def bodies(self) -> frozenset[str]:
        """All ids of bodies."""
        return self.values("bodies", "id")

    @cached_property
    def offices(self) -> frozenset[str]:
        """All classes of offices: those of the role words, and those that our holders have."""
        return self.values("roles", "class") | _ours("holders", "office")

    @cached_property
    def persons(self) -> Mapping[tuple[str, str], frozenset[str]]:
        """The Wikidata ids, "" among them, that the rows give to each country's person."""
        found: dict[tuple[str, str], set[str]] = {}
        for row in rows("holders", self.own):
            found.setdefault((row["country"], key(row["person"])), set()).add(row["wikidata"])
        return {person: frozenset(ids) for person, ids in found.items()}


@cache
def _ours(table: str, column: str) -> frozenset[str]:
    return frozenset(row[column] for row in rows(table, NONE)) - {""}


Check = Callable[[str, Known], "tuple[str, str] | None"]  # what is wrong and the remedy; None when nothing is
_CODE = "Give an ISO 3166-1 alpha-3 code, such as USA, or add the state to states.tsv"


def wrongs(table: str, row: Mapping[str, str], known: Known) -> Iterator[Wrong]:
    """Everything that is wrong with a row, cell by cell; then what its cells are to each other."""
    clean = True
    for column, check in CELLS[table].items():
        if found := check(row[column], known):
            clean = False
            yield Wrong(column, *found)
    if clean and table == "holders":
        yield from _term(row, known)


def _term(row: Mapping[str, str], known: Known) -> Iterator[Wrong]:
    """What is wrong with a term of office whose cells are each right by themselves."""
    if row["start"] and row["end"] and row["start"] > row["end"]:
        yield Wrong("end", f"{row['end']} is before the start, {row['start']}", "Set the dates in order")
    if not row["end"] and not row["as_of"]:
        what = "is empty, and so is end"
        yield Wrong("as_of", what, "Give the last day on which the source saw the person in office")
    if len(ids := known.persons[row["country"], key(row["person"])]) > 1:
        others = " and ".join(sorted(i or "none" for i in ids - {row["wikidata"]}))
        what = f"{row['wikidata'] or 'none'}, but other rows of {row['person']} have {others}"
        yield Wrong("wikidata", what, "Give the same in all of them, or one person becomes two")


# -- checks of one cell --------------------------------------------------------------------------------------------


def _any(cell: str, known: Known) -> None:
    return None


def _filled(cell: str, known: Known) -> tuple[str, str] | None:
    return None if cell else ("is empty", "Fill it")


def _source(cell: str, known: Known) -> tuple[str, str] | None:
    return (
        None if cell else ("is empty", "Say where the row is from: an address, a title, or your own knowledge and when")
    )


def _matches(pattern: str, remedy: str) -> Check:
    return lambda cell, known: None if re.fullmatch(pattern, cell) else (f"{cell!r} is not of that form", remedy)


def _one_of(*allowed: str) -> Check:
    shown = ", ".join(word or "(empty)" for word in allowed)
    return lambda cell, known: (
        None if cell in allowed else (f"{cell!r} is none of its values", f"Write one of: {shown}")
    )


def _as_ours(table: str, column: str, *also: str) -> Check:
    """One of the values that our own table has, as the code knows no others."""

    def check(cell: str, known: Known) -> tuple[str, str] | None:
        return _one_of(*sorted(_ours(table, column)), *also)(cell, known)

    return check


def _words(cell: str, known: Known) -> tuple[str, str] | None:
    """Words as the finders look them up."""
    if not cell:
        return "is empty", "Fill it"
    return None if cell == key(cell) else (f"{cell!r} has capitals or unusual signs", f"Write {key(cell)!r}")


def _phrases(cell: str, known: Known) -> tuple[str, str] | None:
    if empty := [phrase for phrase in many(cell) if not re.search(r"\w", phrase)]:
        return f"{empty[0]!r} has no word", "Take it out"
    return None if cell else ("is empty", "List at least one, separated by |")


def _patterns(cell: str, known: Known) -> tuple[str, str] | None:
    allowed = sorted({part for pattern in _ours("contact_words", "pattern") for part in many(pattern)})
    odd = [part for part in many(cell) if part not in allowed]
    return (f"{odd[0]!r} is none of its values", f"List some of: {', '.join(allowed)}") if odd else None


def _day(cell: str, known: Known) -> tuple[str, str] | None:
    if not cell:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", cell) and date.fromisoformat(cell):
            return None
    except ValueError:
        pass
    return f"{cell!r} is no day of the calendar", "Write it as YYYY-MM-DD, or leave it empty when it is not known"


def _share(cell: str, known: Known) -> tuple[str, str] | None:
    right = re.fullmatch(r"(?:\d*+\.)?\d++", cell) and float(cell) <= 1
    return None if right else (f"{cell!r} is no share", "Write a number from 0 to 1")


def _state(cell: str, known: Known) -> tuple[str, str] | None:
    return None if not cell or cell in known.states else (f"{cell!r} is no known country code", _CODE)


def _place(cell: str, known: Known) -> tuple[str, str] | None:
    if cell in known.states or cell in known.bodies:
        return None
    return f"{cell!r} is no known country code or body", f"{_CODE}; for an organisation give its id in bodies.tsv"


def _members(cell: str, known: Known) -> tuple[str, str] | None:
    return next((found for part in many(cell) if (found := _place(part, known))), None)


def _party(cell: str, known: Known) -> tuple[str, str] | None:
    kind, _, id_ = cell.partition(":")
    if id_ in {"state": known.states, "body": known.bodies}.get(kind, ()):
        return None
    return f"{cell!r} is no known party", "Write state: and a country code, or body: and an id of bodies.tsv"


def _office(cell: str, known: Known) -> tuple[str, str] | None:
    if cell in known.offices:
        return None
    return (
        f"{cell!r} is no class of roles.tsv",
        "Use one, such as head_of_state or foreign_minister, or add a role with it",
    )


def _refers(table: str, column: str, *also: str) -> Check:
    """A value of another table's column."""

    def check(cell: str, known: Known) -> tuple[str, str] | None:
        if cell in also or cell in known.values(table, column):
            return None
        return f"{cell!r} is not in {table}.tsv", f"Use a value of its column {column}, or add a row there"

    return check


_ID = _matches("[a-z0-9]+([_-][a-z0-9]+)*", "Use small letters and digits joined by - or _")
_CLASS = _matches("[a-z_]+", "Use small letters joined by _, such as foreign_minister")
_WIKIDATA = _matches(r"(Q\d+)?", "Write Q and digits, such as Q57291, or leave it empty")
_NUMBER = _matches(r"\d*", "Write a whole number, or leave it empty")
_MODE = _matches("([a-z]+(-[a-z]+)*)?", "Write a mode of PLOVER in small letters, or leave it empty")
_QUAD = _one_of("verbal_coop", "material_coop", "verbal_conflict", "material_conflict")
_SCORE = _matches(r"(-?\d+(\.\d+)?)?", "Write a number, or leave it empty")
_STRENGTH = _matches("[1-5]", "Write a whole number from 1, weak, to 5, strong")

# Every table's columns in order, with what each must be.
CELLS: Mapping[str, Mapping[str, Check]] = {
    "act_families": {
        "act": _ID,
        "family": _as_ours("act_families", "family"),
        "strength": _STRENGTH,
        "source": _source,
    },
    "acts": {
        "act": _refers("act_families", "act"),
        "plover": _as_ours("acts", "plover", ""),
        "strength": _STRENGTH,
        "verbs": _phrases,
        "nouns": _any,
        "issue": _refers("issues", "id", ""),
        "source": _source,
    },
    "agents": {
        "sector": _matches("[A-Z]{3}", "Write three capital letters, as CAMEO does"),
        "name": _filled,
        "words": _phrases,
        "source": _source,
    },
    "bodies": {
        "id": _ID,
        "name": _filled,
        "names": _any,
        "kind": _one_of(*BODY_KINDS),
        "country": _state,
        "members": _members,
        "source": _source,
    },
    "cameo": {
        "code": _matches(r"[0-9]{2,4}", "Write a CAMEO code of two to four digits"),
        "name": _filled,
        "goldstein": _SCORE,
        "quad": _QUAD,
        "plover": _refers("plover", "type", ""),
        "mode": _MODE,
        "context": _matches(r"([a-z_]+(\|[a-z_]+)*)?", "Write contexts separated by |, or leave it empty"),
        "source": _source,
    },
    "common_words": {"stem": _words, "share": _share, "source": _source},
    "contact_words": {
        "word": _words,
        "pos": _one_of("verb", "noun"),
        "kind": _as_ours("contact_words", "kind"),
        "pattern": _patterns,
        "source": _source,
    },
    "cues": {
        "lemma": _words,
        "part": _one_of("verb", "noun", "adjective"),
        "frame": _as_ours("cues", "frame"),
        "taken": _NUMBER,
        "seen": _NUMBER,
        "source": _source,
    },
    "equivalents": {"words": _words, "same_as": _words, "source": _source},
    "event_nouns": {"group": _ID, "words": _phrases, "source": _source},
    "event_words": {
        "sense": _ID,
        "kind": _as_ours("event_words", "kind"),
        "verbs": _any,
        "nouns": _any,
        "plover": _refers("plover", "type", ""),
        "mode": _MODE,
        "context": _matches("[a-z_]*", "Write a context of PLOVER, or leave it empty"),
        "cameo": _refers("cameo", "code", ""),
        "slots": _matches("[a-z ]*", "Write obj and prepositions separated by spaces"),
        "source": _source,
    },
    "genders": {"person": _filled, "gender": _one_of("f", "m"), "source": _source},
    "given_names": {"name": _filled, "gender": _one_of("f", "m"), "source": _source},
    "hedges": {
        "words": _words,
        "by": _one_of("reporter", "source"),
        "place": _one_of("cue", "content", "any"),
        "source": _source,
    },
    "holders": {
        "country": _place,
        "office": _office,
        "title": _any,
        "person": _filled,
        "names": _any,
        "surname": _filled,
        "wikidata": _WIKIDATA,
        "start": _day,
        "end": _day,
        "as_of": _day,
        "source": _source,
    },
    "issues": {
        "id": _ID,
        "label": _filled,
        "layer": _as_ours("issues", "layer"),
        "eurovoc": _matches(r"(\w+(\|\w+)*)?", "Write EuroVoc ids separated by |, or leave it empty"),
        "triggers": _phrases,
        "description": _any,
        "source": _source,
    },
    "dated_names": {"word": _words, "source": _source},
    "leading_offices": {"country": _place, "office": _office, "source": _source},
    "metonyms": {"surface": _filled, "party": _party, "kind": _as_ours("metonyms", "kind"), "source": _source},
    "places": {"place": _filled, "country": _place, "source": _source},
    "plover": {
        "type": _matches("[A-Z]+", "Write a type of the PLOVER manual in capitals"),
        "mode": _MODE,
        "quad": _QUAD,
        "score": _SCORE,
        "needs_recipient": _one_of("yes", "no"),
        "definition": _any,
        "source": _source,
    },
    "plain_words": {"word": _words, "kind": _as_ours("plain_words", "kind"), "source": _source},
    "near_words": {"concept": _words, "words": _phrases, "source": _source},
    "no_parties": {"name": _filled, "source": _source},
    "opposites": {"one": _phrases, "other": _phrases, "when": _one_of("same", "any"), "source": _source},
    "portfolio_words": {"word": _words, "source": _source},
    "roles": {"role": _words, "class": _CLASS, "country": _state, "plural": _one_of("yes", "no"), "source": _source},
    "same_deeds": {"deed": _words, "words": _phrases, "source": _source},
    "scope_words": {"word": _words, "kind": _as_ours("scope_words", "kind"), "source": _source},
    "state_agencies": {
        "body": _refers("bodies", "id"),
        "names": _any,
        "country": _state,
        "source": _source,
    },
    "states": {
        "id": _matches("[A-Z]{3}", "Write an ISO 3166-1 alpha-3 code; XBA to XBZ are free for others"),
        "name": _filled,
        "names": _any,
        "demonyms": _any,
        "capital_names": _any,
        "kind": _one_of(*STATE_KINDS),
        "wikidata": _WIKIDATA,
        "source": _source,
    },
    "styles": {
        "words": _filled,
        "style": _phrases,
        "gender": _one_of("f", "m", ""),
        "titles": _any,
        "source": _source,
    },
    "claim_words": {"words": _words, "kind": _as_ours("claim_words", "kind"), "source": _source},
    "stance_words": {
        "words": _words,
        "kind": _as_ours("stance_words", "kind"),
        "sense": _as_ours("stance_words", "sense"),
        "source": _source,
    },
    "tone": {"word": _words, "kind": _as_ours("tone", "kind"), "source": _source},
}
