"""Whether a formula says something of a matter, or opens, closes and greets: by place, issues, acts and capitals."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np

from readouts.compare.corpus import Corpus
from readouts.compare.topics import topics
from readouts.compare.variants import Place
from readouts.compare.wording import stem
from readouts.lexicon.tables import many, rows
from readouts.records import Nature
from readouts.text import key, words

# Matters of courtesy and procedure; a formula that has words of these alone says nothing of the agenda.
_COURTESY = frozenset("congratulations condolences gratitude next_contact".split())
# Matters that are also occasions: "on the margins of the summit" says where, in a first sentence.
_OCCASIONS = frozenset(("multilateral", "nato", "regional_issues"))
_MOSTLY = 0.6
# Content words, names of states among them, that make wording rather than a term ("rule of law"); or words in all.
_WORDING = 3
_LONG = 5
# So many content words may make a mere noun phrase: "weapons of mass destruction".
_PHRASE = 4
_CLAUSE = 3  # so many function words make more of it: "for as long as it takes"


def nature(
    line: Corpus, places: Sequence[Place], length: int, text: str, skeleton: str, loaded: int
) -> tuple[Nature, tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Nature, reasons, issues and acts of a formula, from its commonest wording and where it stands."""
    issues = tuple(dict.fromkeys(issue for _, issue in topics(text)))
    acts = tuple(dict.fromkeys(_acts(text)))
    where = _where(line, places)
    if _only_capitals(line, places, length):
        return "term", ("its content words all have capitals: the name of something",), issues, acts
    told = _told(line, places, length)
    matters = [issue for issue in issues if issue not in _COURTESY]
    labels = "; ".join(_labels()[i] for i in matters)
    if opening := _opening(where, skeleton, matters, told):
        return "boilerplate", (opening,), issues, acts
    if term := _term(line, places, length, acts):
        return "term", (term,), issues, acts
    if issues and not matters:
        return "boilerplate", ("courtesy or procedure: " + "; ".join(_labels()[i] for i in issues),), issues, acts
    if matters:
        return "substance", (f"speaks of: {labels}", *_act_words(acts)), issues, acts
    if acts and len(told) >= 2:
        return "substance", (*_act_words(acts), f"of a matter: {' '.join(told)}"), issues, acts
    return "unclear", ("neither words of an issue nor an act with a matter, and at no fixed place",), issues, acts


def _act_words(acts: Sequence[str]) -> tuple[str, ...]:
    return (f"has an act: {', '.join(acts)}",) if acts else ()


def _where(line: Corpus, places: Sequence[Place]) -> tuple[float, float]:
    """The shares of places in the first and in the last sentence of their document."""
    at = np.array([place.start for place in places])
    sentence, document = line.sentence[at], line.document[at]
    bounds = np.array(line.sentences)
    first, last = bounds[document, 0], bounds[document, 1] - 1
    return float(np.mean(sentence == first)), float(np.mean((sentence == last) & (first != last)))


def _opening(where: tuple[float, float], skeleton: str, matters: Sequence[str], told: Sequence[str]) -> str | None:
    """Why it only tells who met whom, opens or closes; None when it does more."""
    first, last = where
    if first >= _MOSTLY and (not set(matters) - _OCCASIONS or "[person]" in skeleton):
        return f"stands in the first sentence of its document in {first:.0%} of its places"
    if last >= _MOSTLY and not matters:
        return f"stands in the last sentence of its document in {last:.0%} of its places"
    return None


def _term(line: Corpus, places: Sequence[Place], length: int, acts: Sequence[str]) -> str | None:
    """Why it is a name or a term and no wording; None when it is wording."""
    place = next(p for p in places if p.length == length)
    at = range(place.start, place.start + length)
    said = sum(bool(line.content[i]) or line.party[i] >= 0 for i in at)
    if said < _WORDING and length < _LONG:
        return f"{said} content words only: a term"
    units = [line.units[int(line.line[i])] for i in at]
    states = any(line.party[i] >= 0 for i in at)
    pair = any(unit.form in ("and", "or") for unit in units)
    small = sum(unit.plain for unit in units)
    if said <= _PHRASE and small < _CLAUSE and not (acts or states or pair):
        return "a short noun phrase without an act, a state or a pair of words: a term"
    return None


def _only_capitals(line: Corpus, places: Sequence[Place], length: int) -> bool:
    """Whether every content word of nearly all places has a capital where a sentence does not begin with it."""
    shown = [p for p in places if p.length == length][:50]
    return bool(shown) and sum(_capital(line, p) for p in shown) >= 0.9 * len(shown)


def _capital(line: Corpus, place: Place) -> bool:
    at = [i for i in range(place.start, place.start + place.length) if line.content[i]]
    said = [word for i in at if len(word := line.text(i, 1)) > 1]  # not the "v." of a court case
    return bool(said) and all(word[0].isupper() for word in said)


def _told(line: Corpus, places: Sequence[Place], length: int) -> list[str]:
    """The words that say what it is about: no function words, words of contacts, acts, roles or names."""
    place = next(p for p in places if p.length == length)
    at = [i for i in range(place.start, place.start + length) if line.content[i]]
    said = [key(line.text(i, 1)) for i in at if line.text(i, 1)[0].islower()]
    return [w for w in said if stem(w) not in _act_stems() and w not in _roles()]


def _acts(text: str) -> Iterator[str]:
    """The acts whose verbs or nouns the text has, in order."""
    stems = [stem(key(w.of(text))) for w in words(text)]
    for at in range(len(stems)):
        for size in (3, 2, 1):
            if act := _phrases().get(" ".join(stems[at : at + size])):
                yield act
                break


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, str]:
    """The act by the stems of its verb; the milder where two acts share a verb."""
    found: dict[str, str] = {}
    for row in rows("acts"):
        for verb in (*many(row["verbs"]), *many(row["nouns"])):
            found.setdefault(" ".join(map(stem, verb.split())), row["act"])
    return found


@lru_cache(maxsize=1)
def _act_stems() -> frozenset[str]:
    return frozenset(phrase for phrase in _phrases() if " " not in phrase)


@lru_cache(maxsize=1)
def _roles() -> frozenset[str]:
    return frozenset(word for row in rows("roles") for word in key(row["role"]).split())


@lru_cache(maxsize=1)
def _labels() -> Mapping[str, str]:
    return {row["id"]: row["label"] for row in rows("issues")}
