"""Visits that a text tells of by the place alone: "X was a guest at the White House", "his visit to Tokyo", "X had been
to Paris". Whoever of that state the text names is the host: X went there to see them.
"""

from typing import TYPE_CHECKING

from readouts.find.scene import Scene
from readouts.find.told import Told, light, on_a_day, subjects
from readouts.find.whereabouts import country_at
from readouts.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

# Verbs of going with the words that lead to the place; "" where the place is the object.
_GOING = {
    "visit": ("",),
    "travel": ("to",),
    "fly": ("to",),
    "go": ("to",),
    "come": ("to",),
    "journey": ("to",),
    "leave": ("for",),
    "depart": ("for",),
    "head": ("to", "for"),
    "arrive": ("in", "at"),
    "call": ("at",),
    "be": ("to", "at", "in"),
}
_TRIPS = frozenset("visit trip journey stopover".split())


def by_visit(scene: Scene, token: "Token") -> Told | None:
    """The visit that the word tells of; None: it tells of none, or the text names nobody of the place."""
    if token.lemma_.lower() == "guest" and token.pos_ == "NOUN":
        return _guest(scene, token)
    if token.lemma_.lower() == "host" and token.pos_ == "NOUN":
        return _host(scene, token)
    if token.lemma_.lower() in _TRIPS and token.pos_ == "NOUN":
        return _trip(scene, token)
    if token.pos_ in ("VERB", "AUX"):
        return _gone(scene, token)
    return None


def _guest(scene: Scene, noun: "Token") -> Told | None:
    """ "X was a guest at the White House", "they had been his guests"."""
    verb = noun.head
    if noun.dep_ != "attr" or verb.lemma_ != "be":
        return None
    who = subjects(scene, verb)
    host = [scene.at[c.i] for c in noun.children if c.dep_ == "poss" and c.i in scene.at]
    if not host and noun.i + 1 < len(noun.doc) and noun.nbor().lower_ == "of":
        told = scene.listed(noun.i + 2)
        host = [m for m in told[0] if scene.is_person(m)] if told else []
    if not host and (place := _behind(noun, ("at", "in")) or _behind(verb, ("at", "in"))):
        host = _hosts(scene, place, who)
    return _visit(verb, who, host, scene)


def _host(scene: Scene, noun: "Token") -> Told | None:
    """ "X had been host to Y"."""
    if noun.dep_ != "attr" or noun.head.lemma_ != "be" or noun.nbor().lower_ not in ("to", "of"):
        return None
    told = scene.listed(noun.i + 2)
    guests = tuple(m for m in told[0] if scene.is_person(m)) if told else ()
    hosts = [m for m in subjects(scene, noun.head) if scene.is_person(m)]
    return _visit(noun.head, guests, hosts, scene) if hosts else None


def _trip(scene: Scene, noun: "Token") -> Told | None:
    """ "X's visit to Tokyo", "the visit of X to Tokyo"."""
    place = _behind(noun, ("to",))
    if place is None:
        return None
    who = tuple(scene.at[c.i] for c in noun.children if c.dep_ == "poss" and c.i in scene.at)
    if not who and noun.nbor().lower_ in ("of", "by") and (told := scene.listed(noun.i + 2)):
        who = told[0]
    if not who and (verb := light(noun)):  # "paid a visit to Tokyo"
        who = subjects(scene, verb)
    return _visit(noun, who, _hosts(scene, place, who), scene)


def _gone(scene: Scene, verb: "Token") -> Told | None:
    """ "X travelled to Tokyo", "X travelled there", "X had been to Tokyo"."""
    ways = _GOING.get(verb.lemma_.lower())
    if ways is None or (verb.lemma_ == "be" and verb.lower_ not in ("been", "was", "were")):
        return None
    place = next((c for c in verb.children if c.dep_ == "dobj"), None) if "" in ways else _behind(verb, ways)
    if place is None and any(c.lower_ == "there" and c.dep_ == "advmod" for c in verb.children):
        place = next((t for t in reversed(scene.doc[: verb.i]) if t.pos_ == "PROPN" and country_at(t)), None)
    if place is None:
        return None
    if verb.lemma_ == "be" and not (place.head.lower_ == "to" or any(map(on_a_day, verb.children))):
        return None  # "was in Tokyo": when is not said
    if verb.lemma_ == "be" and country_at(place) is None:
        return None  # "have been at odds since 2019"
    who = subjects(scene, verb)
    return _visit(verb, who, _hosts(scene, place, who), scene)


def _visit(at: "Token", who: tuple[Mention, ...], hosts: list[Mention], scene: Scene) -> Told | None:
    people = tuple(m for m in who if scene.is_person(m))
    if not people or len(scene.principals((*people, *hosts))) < 2:
        return None
    return Told(at=at, kind="visit", first=people, second=tuple(hosts), named=at.pos_ == "NOUN")


def _behind(at: "Token", words: tuple[str, ...]) -> "Token | None":
    """What stands behind one of those prepositions of the word."""
    for prep in at.children:
        if prep.dep_ == "prep" and prep.lower_ in words and prep.i > at.i:
            return next((c for c in prep.children if c.dep_ == "pobj"), None)
    return None


def _hosts(scene: Scene, place: "Token", guests: tuple[Mention, ...]) -> list[Mention]:
    """Who is of the place's state, no guest being of it: the one person of it whom the text names, else whoever was
    named last before, else first behind.
    """
    country = country_at(place)
    own = {party.country for m in guests if (party := scene.party(m))}
    if country is None or country in own:
        return []
    there = {i: m for i, m in scene.at.items() if (p := scene.party(m)) and p.country == country and p.kind == "person"}
    before = [m for i, m in sorted(there.items()) if i < place.i]
    behind = [m for i, m in sorted(there.items()) if i > place.i]
    return (before[-1:] or behind[:1])[:1]
