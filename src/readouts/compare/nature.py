"""Whether a formula says something of a matter, or opens, closes and greets: by place, issues, acts and capitals.

The rules were made on the White House's readouts and tried on statements of two other offices (docs/formulas.md). They
take the first reason that holds, from the plainest to the weakest; the reason stands beside the verdict.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from readouts.compare.corpus import Corpus, Unit
from readouts.compare.topics import topics
from readouts.compare.variants import Place
from readouts.lexicon.tables import many, rows
from readouts.records import Nature
from readouts.text import key, stem, words

# Matters and acts of courtesy and procedure; a formula that has words of these alone says nothing of the agenda.
_COURTESY = frozenset("congratulations condolences gratitude next_contact".split())
_GREETING = frozenset("thank congratulate condole".split())
# Matters that are also occasions: "on the margins of the summit" says where, in a first sentence.
_OCCASIONS = frozenset(("multilateral", "nato", "regional_issues"))
_MOSTLY = 0.6
# Content words, names of states among them, that make wording rather than a term ("rule of law"); or words in all.
_WORDING = 3
_LONG = 5
# So many content words may make a mere noun phrase: "weapons of mass destruction".
_PHRASE = 4
_CLAUSE = 3  # so many function words make more of it: "for as long as it takes"
# What begins so and has no act says when, where or on what: "during a press conference", "on the situation in Olmia".
_CIRCUMSTANCE = frozenset("in on during at by from with".split())
# Milder acts (`strength` in acts.tsv) are as often nouns or turns of speech, "states", "point out"; at the head of a
# formula those other than `state` are verbs: "address the climate crisis".
_STRONG = 2
_SAYING = "state"


@dataclass(frozen=True, slots=True)
class _Signs:
    """What can be seen of a formula."""

    issues: tuple[str, ...]
    acts: tuple[str, ...]
    strong: tuple[str, ...]  # the acts that say more than that something was said
    told: tuple[str, ...]  # words for a matter: no function words, words of contacts, acts, titles or names
    units: tuple[Unit, ...]
    states: int  # names of states, the issuer's own left out
    capitals: bool  # all content words have capitals in nearly all places
    first: float  # shares of the places in the first and in the last sentence of their document
    last: float

    @property
    def matters(self) -> set[str]:
        return set(self.issues) - _COURTESY

    @property
    def said(self) -> int:
        """Content words and names of states."""
        return self.states + sum(unit.content for unit in self.units)


def nature(
    line: Corpus, places: Sequence[Place], length: int, text: str
) -> tuple[Nature, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Nature, reasons, issues and acts of a formula of so many words: from its commonest wording and its places."""
    signs = _signs(line, places, length, text)
    for found, verdict in ((_name, "term"), (_fixed, "boilerplate"), (_courtesy, "boilerplate"), (_term, "term")):
        if reason := found(signs):
            return verdict, (reason,), signs.issues, signs.acts  # type: ignore[return-value]
    reasons = tuple(_reasons(signs))
    return (
        ("substance", reasons, signs.issues, signs.acts) if reasons else ("unclear", _NEITHER, signs.issues, signs.acts)
    )


_NEITHER = ("neither words of an issue nor an act with a matter, and at no fixed place",)


def _reasons(signs: _Signs) -> Iterator[str]:
    """Why it says something of a matter; nothing when it does not."""
    if signs.matters:
        yield f"speaks of: {'; '.join(_labels()[i] for i in signs.issues if i in signs.matters)}"
    if signs.strong and (signs.matters or (signs.told and len(signs.told) + signs.states >= 2)):
        yield f"has an act: {', '.join(signs.strong)}"
        if not signs.matters:
            yield f"of a matter: {' '.join(signs.told)}{', of a state' if signs.states else ''}"


def _name(signs: _Signs) -> str | None:
    return "its content words all have capitals: the name of something" if signs.capitals else None


def _fixed(signs: _Signs) -> str | None:
    """Why it opens or closes: its place, unless it has words of a matter there."""
    person = any(unit.form == "[person]" for unit in signs.units)
    if signs.first >= _MOSTLY and (person or not signs.matters - _OCCASIONS):
        return f"stands in the first sentence of its document in {signs.first:.0%} of its places"
    if signs.last >= _MOSTLY and not signs.matters:
        return f"stands in the last sentence of its document in {signs.last:.0%} of its places"
    return None


def _courtesy(signs: _Signs) -> str | None:
    if signs.matters:
        return None
    labels = [_labels()[i] for i in signs.issues] or [act for act in signs.acts if act in _GREETING]
    return f"courtesy or procedure: {'; '.join(labels)}" if labels else None


def _term(signs: _Signs) -> str | None:
    """Why it is a term or a circumstance and no wording of its own."""
    if signs.said < _WORDING and len(signs.units) < _LONG:
        return f"{signs.said} content words only: a term"
    head = signs.units[0].form
    # "In the face of Marovia's aggression" is wording; "in the field of energy" is none.
    if not signs.strong and head in _CIRCUMSTANCE and not (head == "in" and signs.states):
        return "says when, where or on what, without an act"
    if not signs.strong and signs.said <= _PHRASE:
        small = sum(unit.plain for unit in signs.units)
        if small < _CLAUSE and not signs.states and not any(unit.form in ("and", "or") for unit in signs.units):
            return "a short noun phrase without an act, a state or a pair of words: a term"
    return None


# -- what can be seen ----------------------------------------------------------------------------------------------


def _signs(line: Corpus, places: Sequence[Place], length: int, text: str) -> _Signs:
    place = next(p for p in places if p.length == length)
    at = range(place.start, place.start + length)
    found = list(_acts(text))
    first, last = _where(line, places)
    return _Signs(
        issues=tuple(dict.fromkeys(issue for _, issue in topics(text))),
        acts=tuple(dict.fromkeys(act for _, act in found)),
        strong=tuple(
            dict.fromkeys(act for n, act in found if _strengths()[act] >= _STRONG or (n == 0 and act != _SAYING))
        ),
        told=tuple(_told(line, at)),
        units=tuple(line.units[int(line.line[i])] for i in at),
        states=sum(line.party[i] >= 0 for i in at),
        capitals=_only_capitals(line, places, length),
        first=first,
        last=last,
    )


def _where(line: Corpus, places: Sequence[Place]) -> tuple[float, float]:
    """The shares of places in the first and in the last sentence of their document."""
    at = np.array([place.start for place in places])
    sentence, document = line.sentence[at], line.document[at]
    first, last = line.sentences[document, 0], line.sentences[document, 1] - 1
    return float(np.mean(sentence == first)), float(np.mean((sentence == last) & (first != last)))


def _only_capitals(line: Corpus, places: Sequence[Place], length: int) -> bool:
    """Whether every content word of nearly all places (of the first fifty) has a capital."""
    shown = [p for p in places if p.length == length][:50]
    return sum(_capital(line, p) for p in shown) >= 0.9 * len(shown)


def _capital(line: Corpus, place: Place) -> bool:
    at = [i for i in range(place.start, place.start + place.length) if line.content[i]]
    said = [word for i in at if len(word := line.text(i, 1)) > 1]  # not the "v." of a court case
    return bool(said) and all(word[0].isupper() for word in said)


def _told(line: Corpus, at: Sequence[int]) -> Iterator[str]:
    said = (line.text(i, 1) for i in at if line.content[i])
    plain = (key(word) for word in said if word[0].islower())
    return (word for word in plain if stem(word) not in _act_stems() and word not in _roles())


def _acts(text: str) -> Iterator[tuple[int, str]]:
    """The acts whose verbs or nouns the text has, each with the number of its first word."""
    stems = [stem(key(w.of(text))) for w in words(text)]
    for at in range(len(stems)):
        for size in (3, 2, 1):
            if act := _phrases().get(" ".join(stems[at : at + size])):
                yield at, act
                break


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, str]:
    """The act by the stems of its verb or noun; the first row's where two acts share one."""
    found: dict[str, str] = {}
    for row in rows("acts"):
        for verb in (*many(row["verbs"]), *many(row["nouns"])):
            found.setdefault(" ".join(map(stem, verb.split())), row["act"])
    return found


@lru_cache(maxsize=1)
def _act_stems() -> frozenset[str]:
    return frozenset(phrase for phrase in _phrases() if " " not in phrase)


@lru_cache(maxsize=1)
def _strengths() -> Mapping[str, int]:
    return {row["act"]: int(row["strength"]) for row in rows("acts")}


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return frozenset(word for row in rows("roles") for word in key(row["role"]).split())


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, str]:
    return {row["id"]: row["label"] for row in rows("issues")}
