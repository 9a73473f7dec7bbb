"""Several parties under one word: "the two leaders", "the sides", "the foreign ministers of A and B", "officials"."""

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from readouts.find.cast import Cast, Person
from readouts.find.people import LEADERS, SINGLE, of_countries, plays
from readouts.find.roles import RolePhrase
from readouts.find.sightings import Sighting
from readouts.records import Mention, Party, digest
from readouts.text import key

if TYPE_CHECKING:
    from spacy.tokens import Token

# Classes whose plural may mean those who take part in the contact.
_TOGETHER = LEADERS | frozenset(
    "leader counterpart side foreign_minister minister defence_minister vice_president "
    "national_security_adviser".split()
)
_SIZES = {"three": 3, "four": 4}
# A group of unnamed people may be described by a clause of at most this many tokens: "officials working on ...".
_MOST_TOKENS = 12


def group(cast: Cast, s: Sighting, role: RolePhrase) -> Mention | None:
    """The mention of a plural role: the principals where the words mean them, else people without a name."""
    if role.owners:
        return _of_several(cast, s, role)
    both = role.determiner in ("the", "both", "two", "") and not role.country and not _qualified(cast.doc[s.end - 1])
    if both and role.cls in _TOGETHER and role.body is None and not _is_new(cast, s, role):
        if role.determiner == "the" and (others := _told_of(cast, s, role)):
            return cast.mention(s, others, "people without a name told of before")
        members = (_coupled(cast, s) if role.cls == "side" else ()) or _principals(cast, s, role)
        if len(members) >= 2:
            return cast.mention(s, cast.group(role.words, members), "those who take part")
    peers = _others(cast, s) if role.cls == "counterpart" and role.plural and role.determiner in ("his", "her") else ()
    if peers:
        return cast.mention(s, cast.group(role.words, peers), "the others who take part")
    if role.cls in ("side", "counterpart") and not role.country:
        return None
    if role.determiner in ("", "the", "some", "all", "these", "those") or role.country:
        return _people(cast, s, role)
    return None


def settle(cast: Cast) -> None:
    """Gives "the two presidents" of whom a text tells before it names them their members, now that all names are
    known.
    """
    both = tuple(cast.principals())
    if len(both) != 2 or any(cast.found[p].kind != "person" for p in both):
        return
    for id, party in list(cast.found.items()):
        words = key(party.name).split()
        called = (
            words[-1].removesuffix("s") in _COUPLES and words[:2] == ["the", "two"] and len(words) < _MOST_OF_COUPLES
        )
        if party.kind == "group" and not party.members and called:
            cast.found[id] = replace(party, members=both)


_COUPLES = frozenset("leader president minister side counterpart official diplomat chancellor premier".split())
_MOST_OF_COUPLES = 5  # words: "the two foreign ministers"


def _others(cast: Cast, s: Sighting) -> tuple[str, ...]:
    """Those who take part but for whom "his counterparts" is joined to, else the last one named; () for one alone."""
    head = cast.doc[s.start : s.end].root
    joined = cast.party_at.get(head.head.i) if head.dep_ == "conj" else None
    before = (seen.party for seen in reversed(cast.near(cast.doc[s.start])) if cast.person(seen.party))
    own = joined or next(before, None)
    others = tuple(member for member in cast.principals() if member != own)
    return others if own in cast.principals() and len(others) > 1 else ()


def _is_new(cast: Cast, s: Sighting, role: RolePhrase) -> bool:
    """Whether a plural without an article brings in people whom the text has not named: "Voss briefed leaders". As a
    subject it may mean those who take part: "Leaders agreed".
    """
    return role.determiner == "" and cast.doc[s.start : s.end].root.dep_ in ("dobj", "pobj", "dative", "iobj")


def _told_of(cast: Cast, s: Sighting, role: RolePhrase) -> str | None:
    """The id of the people without a name whom the same word brought in before; None: it did not."""
    noun = key(role.words).split()[-1]
    before = [(cast.found[seen.party], cast.doc[seen.at]) for seen in reversed(cast.near(cast.doc[s.start]))]
    groups = ((p, at) for p, at in before if p.kind == "group" and not p.members and not _qualified(at))
    return next((p.id for p, _ in groups if key(p.role or "") == noun), None)


def pair(cast: Cast, s: Sighting) -> Mention | None:
    """ "The two", "both": the two whom the sentence has named, else the two principals; "the three": three of them;
    "the two countries": theirs.
    """
    size = _SIZES.get(cast.doc[s.end - 1].lower_, 2)
    members = (_in_sentence(cast, s, size) if s.kind == "pair" else ()) or cast.principals()
    if len(members) != size:
        return None
    if s.kind == "two states":
        countries = [cast.found[m].country for m in members]
        states = [cast.state(c) for c in dict.fromkeys(countries) if c and c in cast.lexicon.states]
        return cast.mention(s, cast.group("countries", states), "their states") if len(states) == 2 else None
    return cast.mention(s, cast.group("leaders", members), "those who take part")


def _in_sentence(cast: Cast, s: Sighting, size: int) -> tuple[str, ...]:
    """The persons whom the sentence has named, where they are so many, each of another state."""
    first = cast.doc[s.start].sent.start
    seen = dict.fromkeys(
        x.party for x in cast.trail if first <= x.at < s.start and cast.found[x.party].kind == "person"
    )
    countries = {cast.found[p].country for p in seen} - {None}
    return tuple(seen) if len(seen) == len(countries) == size else ()


def _qualified(head: "Token") -> bool:
    """Whether other words say which people are meant: "business leaders", "the leaders of the ports"."""
    for child in head.children:
        if child.i < head.i and child.dep_ in ("amod", "compound", "nmod") and child.lower_ not in ("two", "both"):
            return True
        if child.i > head.i and child.dep_ == "prep" and child.lower_ in ("of", "from", "in"):
            return True
    return False


def _of_several(cast: Cast, s: Sighting, role: RolePhrase) -> Mention:
    """ "The leaders of A, B and C": those people, as far as they are known, else their states."""
    cls = role.cls
    if cls == "counterpart":
        speaker = next((p for seen in reversed(cast.near(cast.doc[s.start])) if (p := cast.person(seen.party))), None)
        cls = speaker.cls if speaker and speaker.cls else "leader"
    if cls not in _TOGETHER and cls not in ("delegation", "government", "authorities", *SINGLE):
        return _people(cast, s, role)
    if cls in ("side", "delegation", "government", "authorities"):
        members = [cast.state(country) for country in role.owners]
    else:
        members = list(of_countries(cast, role, s, cls))
    return cast.mention(s, cast.group(role.words, members), "of each of those states")


def _principals(cast: Cast, s: Sighting, role: RolePhrase) -> tuple[str, ...]:
    """The principals who may be called so; two only where the words say two."""
    members = cast.principals()
    if role.cls not in ("leader", "counterpart", "side"):
        people = [p for p in cast.people if p.party.id in members and (plays(p, role) or _is_one_of(p, role))]
        members = tuple(p.party.id for p in people) if len(people) >= 2 else members
    said = cast.doc[s.start : s.end].text.lower().split()
    return members[:2] if "two" in said or "both" in said else members


def _is_one_of(person: Person, role: RolePhrase) -> bool:
    """Whether "the ministers" may mean a foreign minister."""
    return role.cls == "minister" and "minister" in key(person.party.role or "").split() and person.cls not in LEADERS


def _coupled(cast: Cast, s: Sighting) -> tuple[str, ...]:
    """Two states named together earlier in the sentence: "peace between A and B ... progress between the parties"."""
    first = cast.doc[s.start].sent.start
    states = [x for x in cast.trail if first <= x.at < s.start and cast.found[x.party].kind == "state"]
    pairs = [
        (a.party, b.party)
        for a, b in pairwise(states)
        if cast.doc[b.at].head.i == a.at and cast.doc[b.at].dep_ == "conj" and a.party != b.party
    ]
    return pairs[-1] if pairs else ()


def _people(cast: Cast, s: Sighting, role: RolePhrase) -> Mention:
    """People known by what they are or do: "officials working on amending the constitution", "Armenian officials"."""
    end = s.end
    for child in cast.doc[s.end - 1].children:
        if child.dep_ == "acl" and child.i == end and child.right_edge.i - s.start < _MOST_TOKENS:
            end = child.right_edge.i + 1
    whole = Sighting(start=s.start, end=end, kind=s.kind)
    name = " ".join(cast.doc[s.start : end].text.split())
    country = role.country or (cast.lexicon.bodies[role.body].country if role.body else None)
    party = Party(id=f"group:{digest(key(name), country)}", name=name, kind="group", country=country, role=role.words)
    return cast.mention(whole, cast.keep(party), "people without a name")
