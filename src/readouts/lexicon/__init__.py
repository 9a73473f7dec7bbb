"""Who there is: states, bodies, offices and their holders over time, seats of power, role words; and look-up by name.

Every row of the tables is a claim with a source. Look-up is by the whole name, exactly, under `text.key`; reading the
surroundings of a name ("Georgia", "Chad", "Miller") is the finder's task, so one name may give several entries.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar
from unicodedata import normalize

from readouts.errors import LexiconError
from readouts.lexicon.columns import BODY_KINDS, STATE_KINDS, BodyKind, StateKind
from readouts.lexicon.own import own_rows
from readouts.lexicon.publishers import Publishers, is_agency, is_press
from readouts.lexicon.tables import NONE, Own, digest, many, rows
from readouts.text import key

EntryKind = Literal["state", "demonym", "capital", "body", "metonym", "role", "person"]
K = TypeVar("K")
L = TypeVar("L", StateKind, BodyKind)


@dataclass(frozen=True, slots=True)
class State:
    """A state, a territory with a code of its own, or an entity whose statehood is disputed."""

    id: str  # ISO 3166-1 alpha-3; XKX for Kosovo; codes that ISO leaves to users (XAB ...) for other disputed ones
    name: str  # commonest English form
    names: tuple[str, ...]  # all forms, without the article; the first is `name`
    demonyms: tuple[str, ...]  # adjectives, nouns and their plurals
    capitals: tuple[str, ...]  # seat of government first, with its other spellings
    kind: StateKind
    source: str = ""  # where the row is from

    @property
    def party(self) -> str:
        """The party id: "state:AZE"."""
        return f"state:{self.id}"


@dataclass(frozen=True, slots=True)
class Holder:
    """One person in one office for one stretch of time."""

    country: str  # State.id, or Body.id for the head or spokesperson of an organisation
    office: str  # a class of roles.tsv: head_of_state, foreign_minister, spokesperson ...
    title: str  # "Prime Minister"; "" when the source gives none
    person: str  # commonest English form of the name
    names: tuple[str, ...]  # all forms; the first is `person`
    surname: str  # what the person is called on second mention: "Aliyev", "von der Leyen", "Xi", "bin Salman"
    wikidata: str | None
    start: date | None  # first day in office; the first of the month or year where the source is no more precise
    end: date | None  # last day in office, or a day on which it is known to be over
    as_of: date | None  # last day on which the source saw the person in office; None when `end` is the exact day
    source: str = ""  # where the row is from

    @property
    def party(self) -> str:
        """The party id: "person:Q57291", or the name in plain letters where Wikidata is not known."""
        return f"person:{self.wikidata or slug(self.person)}"

    def held(self, on: date) -> bool | None:
        """Whether in office on that day; None when the source cannot say. An open end is no proof of still serving."""
        if (self.start and on < self.start) or (self.end and on > self.end):
            return False
        return True if self.start and (self.as_of is None or on <= self.as_of) else None


@dataclass(frozen=True, slots=True)
class Body:
    """An institution, organisation, negotiating format, armed body, movement or news outlet."""

    id: str
    name: str
    names: tuple[str, ...]  # all forms, without the article; the first is `name`
    kind: BodyKind
    country: str | None  # State.id of the state it belongs to; None: international, or none
    members: tuple[str, ...]  # State and Body ids, where the membership matters to readers of readouts
    source: str = ""  # where the row is from

    @property
    def party(self) -> str:
        """The party id: "body:osce-minsk-group"."""
        return f"body:{self.id}"


@dataclass(frozen=True, slots=True)
class Metonym:
    """A place or building that stands for who sits there."""

    surface: str
    party: str  # "state:RUS", "body:state-department"
    kind: str  # seat, parliament, ministry, city
    source: str = ""  # where the row is from


@dataclass(frozen=True, slots=True)
class Role:
    """A word for an office or function, singular or plural."""

    role: str
    cls: str  # the class that `Holder.office` uses; for functions: official, diplomat, leader, minister ...
    country: str | None  # State.id where only that state's office is so called: "Taoiseach"
    plural: bool
    source: str = ""  # where the row is from


class Entry(NamedTuple):
    """One meaning of a name. A tuple, since 15,000 are made whenever the lexicon is loaded."""

    kind: EntryKind
    row: State | Holder | Body | Metonym | Role
    name: str  # the form under which it was found, as the table writes it
    exact: bool  # only in this very case: "US" is a state, "us" is not. Names other than roles begin with a capital


def exact(name: str) -> bool:
    """Whether a name counts only as written, because in lower case it is or may be an ordinary word: "US", "WHO"."""
    return name.isupper() and len(name) <= 5 and "." not in name


_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ə": "a", "Ə": "a", "ß": "ss"}
)


def unaccented(name: str) -> str:
    """The name in lower case without accents; for look-up only, as it may be shorter or longer.

    >>> unaccented("Erdoğan")
    'erdogan'
    """
    if name.isascii():
        return name.lower()
    return normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore").decode().lower()


def slug(name: str) -> str:
    """The name in lower-case ASCII joined by hyphens: "ilham-aliyev"."""
    return "-".join("".join(c if c.isalnum() else " " for c in unaccented(name)).split())


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All rows, and look-up by name. Build it with `load()`."""

    states: Mapping[str, State]
    holders: tuple[Holder, ...]
    bodies: Mapping[str, Body]
    metonyms: tuple[Metonym, ...]
    roles: Mapping[str, Role]  # by key
    digest: str  # of all rows of all tables, a user's own included
    own: Own = NONE  # the user's own rows in it
    base: "Lexicon | None" = None  # what `with_states` was asked of; None: these are the tables

    def with_states(self, states: Sequence[State]) -> "Lexicon":
        """This lexicon with further states, for one document; itself when there are none."""
        if not states:
            return self
        wider = replace(self, states={**self.states, **{s.id: s for s in states}}, base=self)
        more: dict[str, tuple[Entry, ...]] = {}
        for state in states:
            for kind, name in (*(("state", n) for n in state.names), *(("demonym", n) for n in state.demonyms)):
                more[key(name)] = (Entry(kind, state, name, exact(name)),)  # type: ignore[arg-type]
        # What does not change is taken over: making it anew takes longer than reading a text.
        wider.__dict__.update(
            _entries=ChainMap(more, self._entries), longest=self.longest, _latest=self._latest,
            _offices=self._offices, _surnames=self._surnames,
        )  # fmt: skip
        return wider

    @cached_property
    def introduced(self) -> tuple[State, ...]:
        """The states that the document at hand introduces, not in the tables."""
        return tuple(s for id, s in self.states.items() if self.base and id not in self.base.states)

    def named(self, key: str) -> tuple[Entry, ...]:
        """Every meaning of the name under that `text.key`: states first, persons last; () when there is none.

        A name with accents is also found under its plain spelling.
        """
        return self._entries.get(key) or (() if key.isascii() else self._entries.get(unaccented(key), ()))

    @property
    def names(self) -> Iterable[str]:
        """The keys of all names, for finders that build a matcher of their own."""
        return self._entries

    @cached_property
    def longest(self) -> int:
        """The most words, split at spaces, that any name has."""
        return max(name.count(" ") for name in self._entries) + 1

    def holders_of(self, country: str, office: str, on: date | None = None) -> tuple[Holder, ...]:
        """Who holds the office of that state or body: in office on that day, latest first; then those of whom the
        source cannot say so (`Holder.held` is None), latest first. Without a day: all, latest first.
        """
        found = self._offices.get((country, office), ())
        if on is None:
            return found
        return tuple(h for h in found if h.held(on)) + tuple(h for h in found if h.held(on) is None)

    def surnamed(self, key: str) -> tuple[Holder, ...]:
        """The rows of everybody with that surname, latest first."""
        return self._surnames.get(key) or (() if key.isascii() else self._surnames.get(unaccented(key), ()))

    def party_of_publisher(self, name: str) -> str | None:
        """Whose text a publisher puts out: a state for its offices, else a body; an outlet is a body. None: unknown.

        >>> load().party_of_publisher("Office of the President of Ukraine")
        'state:UKR'
        """
        own = next((s for s in self.introduced if key(name).endswith(key(s.name))), None)
        return own.party if own and not is_press(name) else self._reader.party(name)

    def state_of_agency(self, name: str) -> str | None:
        """The State.id of the state whose news agency a publisher is; None: no such agency.

        >>> load().state_of_agency("Qatar News Agency (QNA)")
        'QAT'
        """
        known = self._reader.party(name)
        body = self.bodies.get(known.removeprefix("body:")) if known else None
        if known and not (body and body.kind == "outlet"):
            return None  # an office, a ministry's press service
        party = self._agencies.agency_of(name) or self._introduced_in(name)
        own = body is None or body.id in {row["body"] for row in rows("state_agencies", self.own)}
        return party.removeprefix("state:") if party and own else None

    def _introduced_in(self, name: str) -> str | None:
        """The state that the document introduces whose name an agency's name begins a word with: "Marovian"."""
        words = key(name).split() if is_agency(name) else []
        return next((s.party for s in self.introduced for w in words if w.startswith(key(s.name))), None)

    @cached_property
    def _agencies(self) -> Publishers:
        """Reads publishers' names as those of states' news agencies."""
        found: dict[str, str] = {}
        for row in rows("state_agencies", self.own):
            names = (*self.bodies[row["body"]].names, *many(row["names"]))
            found |= {key(name): f"state:{row['country']}" for name in names}
        return Publishers(self._state_names, found)

    @cached_property
    def _state_names(self) -> dict[str, str]:
        return {key(n): s.party for s in reversed(tuple(self.states.values())) for n in (*s.demonyms, *s.names)}

    @cached_property
    def _reader(self) -> Publishers:
        bodies = {
            key(n): f"state:{b.country}" if b.country and b.kind in ("ministry", "office", "military") else b.party
            for b in self.bodies.values()
            for n in b.names
        }
        seats = {key(m.surface): self._account(m.party) for m in self.metonyms}
        return Publishers(self._state_names, {**seats, **bodies})

    def _account(self, party: str) -> str:
        """The party whose version a body's words are: its state's where it is an arm of one."""
        body = self.bodies.get(party.removeprefix("body:")) if party.startswith("body:") else None
        return f"state:{body.country}" if body and body.country and body.kind in ("ministry", "office") else party

    @cached_property
    def _entries(self) -> MutableMapping[str, tuple[Entry, ...]]:
        found: dict[str, tuple[Entry, ...]] = {}
        for kind, name, row in self._names():
            where = name.lower() if name.isascii() else key(name)
            found[where] = (*found.get(where, ()), Entry(kind, row, name, exact(name)))
        return found

    def _names(self) -> Iterator[tuple[EntryKind, str, State | Holder | Body | Metonym | Role]]:
        for state in self.states.values():
            yield from (("state", name, state) for name in _written(state.names))
            yield from (("demonym", name, state) for name in state.demonyms)
            yield from (("capital", name, state) for name in state.capitals)
        yield from (("body", name, body) for body in self.bodies.values() for name in body.names)
        yield from (("metonym", metonym.surface, metonym) for metonym in self.metonyms)
        yield from (("role", role.role, role) for role in self.roles.values())
        yield from (("person", name, holder) for holder in self.holders for name in holder.names)

    @cached_property
    def _offices(self) -> dict[tuple[str, str], tuple[Holder, ...]]:
        return _grouped(((h.country, h.office), h) for h in self._latest)

    @cached_property
    def _surnames(self) -> dict[str, tuple[Holder, ...]]:
        return _grouped((form, h) for h in self._latest for form in _surname_keys(h))

    @cached_property
    def _latest(self) -> list[Holder]:
        return sorted(self.holders, key=lambda h: h.start or date.min, reverse=True)


def _written(names: Iterable[str]) -> Iterator[str]:
    """The names, and as texts also write them: "St. Vincent & the Grenadines"."""
    for name in names:
        short = name.replace("Saint ", "St. ")
        yield from dict.fromkeys((name, short, name.replace(" and ", " & "), short.replace(" and ", " & ")))


def _surname_keys(holder: Holder) -> set[str]:
    """The keys of a surname: as written, in plain letters, and as the person's other spellings end ("Zelensky")."""
    surname, size = holder.surname, holder.surname.count(" ") + 1
    found = {key(surname), unaccented(surname)}
    if surname[:3] in ("al-", "el-", "Al-", "El-"):  # "Assad", "Al Sisi"
        bare = unaccented(surname[3:])
        found |= {bare, f"al-{bare}", f"el-{bare}", f"al {bare}", f"el {bare}"}
    for name in holder.names[1:]:
        words = name.split()
        if len(words) > size and words[-size][0] == surname[0]:
            found.add(key(" ".join(words[-size:])))
    return found


def _grouped(pairs: Iterable[tuple[K, Holder]]) -> dict[K, tuple[Holder, ...]]:
    groups: dict[K, list[Holder]] = {}
    for name, value in pairs:
        groups.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in groups.items()}


def load(folder: Path | None = None) -> Lexicon:
    """The lexicon of the package's own tables, with the rows of a user's folder over them where one is given.

    The same rows give the same object; a folder whose rows have changed is read anew. Raises LexiconError for a
    malformed row.
    """
    return _built(own_rows(folder) if folder else NONE)


@lru_cache(maxsize=4)
def _built(own: Own) -> Lexicon:
    states = {r["id"]: _state(r) for r in rows("states", own)}
    bodies = {r["id"]: _body(r) for r in rows("bodies", own)}
    roles = {key(r["role"]): _role(r) for r in rows("roles", own)}
    metonyms = tuple(Metonym(r["surface"], r["party"], r["kind"], r["source"]) for r in rows("metonyms", own))
    return Lexicon(states, tuple(map(_holder, rows("holders", own))), bodies, metonyms, roles, digest(own), own)


def _state(row: Mapping[str, str]) -> State:
    names = (row["name"], *many(row["names"]))
    return State(
        row["id"],
        row["name"],
        names,
        many(row["demonyms"]),
        many(row["capital_names"]),
        _one_of(STATE_KINDS, row["kind"]),
        row["source"],
    )


def _body(row: Mapping[str, str]) -> Body:
    names = (row["name"], *many(row["names"]))
    kind = _one_of(BODY_KINDS, row["kind"])
    return Body(row["id"], row["name"], names, kind, row["country"] or None, many(row["members"]), row["source"])


def _holder(row: Mapping[str, str]) -> Holder:
    names = (row["person"], *many(row["names"]))
    start, end, as_of = map(_day, (row["start"], row["end"], row["as_of"]))
    plain = row["country"], row["office"], row["title"], row["person"]
    return Holder(*plain, names, row["surname"], row["wikidata"] or None, start, end, as_of, row["source"])


def _role(row: Mapping[str, str]) -> Role:
    return Role(row["role"], row["class"], row["country"] or None, row["plural"] == "yes", row["source"])


def _one_of(allowed: tuple[L, ...], value: str) -> L:
    for kind in allowed:
        if kind == value:
            return kind
    raise LexiconError(f"{value!r} is none of {', '.join(map(str, allowed))}")


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
