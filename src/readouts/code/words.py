"""The coder's words: which verbs and nouns name an event or bear on one, and the codebooks' types and codes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from readouts.lexicon.tables import many, rows

if TYPE_CHECKING:
    from spacy.tokens import Token

Kind = Literal[
    "event", "none", "agree", "plan", "refuse", "fail", "threaten", "demand", "urge", "do", "end", "accuse", "deny",
    "report", "allow", "prevent",
]  # fmt: skip
# Dependents that may carry a further word of a phrase ("lift ... curfew", "open ... fire"), and inside noun phrases.
_OF_VERB = frozenset(
    "prt prep dative advmod acomp attr dobj oprd nsubjpass xcomp ccomp advcl agent conj npadvmod neg".split()
)
_OF_NOUN = frozenset("conj compound amod prep nummod acl".split())
_OF_PREP = frozenset("pobj pcomp".split())


@dataclass(frozen=True, slots=True)
class Sense:
    """A row of event_words.tsv: one meaning that several verbs and nouns share."""

    name: str
    kind: Kind  # event: names one; none: rules one out; else what it does to the event it governs
    plover: str  # "" where it names no event by itself
    mode: str | None
    context: str | None
    cameo: str
    slots: tuple[str, ...]  # where the recipient stands, in order: obj, a preposition
    mutual: bool  # both sides act: "met", "clashed"
    people: bool  # no event where the other side is a state: "beat prisoners", not "beat Telmark 2-1"
    reverse: bool  # the subject is acted on: "died in a raid by Telmark"; who acts stands in the slots
    must: bool  # no event unless the other side is a party: "fought the army", not "fought inflation"


@dataclass(frozen=True, slots=True)
class _Phrase:
    rest: tuple[frozenset[str], ...]  # words that must stand beside the first, each any of a set
    weight: int  # more words weigh more, and a word by itself more than a group of words
    sense: Sense


@dataclass(frozen=True, slots=True)
class Code:
    """A row of cameo.tsv."""

    name: str
    goldstein: float
    quad: str
    plover: str  # "" where PLOVER has no type: statements and appeals
    mode: str | None
    contexts: tuple[str, ...]


@cache
def codes() -> Mapping[str, Code]:
    """CAMEO codes with what PLOVER makes of them."""
    return {
        r["code"]: Code(
            name=r["name"],
            goldstein=float(r["goldstein"]),
            quad=r["quad"],
            plover=r["plover"],
            mode=r["mode"] or None,
            contexts=many(r["context"]),
        )
        for r in rows("cameo")
    }


@cache
def _groups() -> Mapping[str, frozenset[str]]:
    return {row["group"]: frozenset(many(row["words"])) for row in rows("event_nouns")}


@cache
def senses() -> tuple[Sense, ...]:
    """Every row of event_words.tsv."""
    return tuple(_sense(row) for row in _rows())


@cache
def _rows() -> tuple[Mapping[str, str], ...]:
    return tuple(rows("event_words"))


def _sense(row: Mapping[str, str]) -> Sense:
    slots = row["slots"].split()
    return Sense(
        name=row["sense"],
        kind=row["kind"],  # type: ignore[arg-type]  # held to the values by lexicon.columns
        plover=row["plover"],
        mode=row["mode"] or None,
        context=row["context"] or None,
        cameo=row["cameo"],
        slots=tuple(slot for slot in slots if slot not in ("mutual", "must", "people", "reverse")),
        mutual="mutual" in slots,
        people="people" in slots,
        reverse="reverse" in slots,
        must="must" in slots,
    )


@cache
def _index(part: Literal["verbs", "nouns"]) -> Mapping[str, tuple[_Phrase, ...]]:
    """Phrases by their head word, those with most words first: of a verb its first word, of a noun its last."""
    found: dict[str, list[_Phrase]] = {}
    for row, sense in zip(_rows(), senses(), strict=True):
        for phrase in many(row[part]):
            words = phrase.split()
            head = words.pop(0 if part == "verbs" or " of " in phrase else -1)
            rest = tuple(_choice(word) for word in words)
            weight = sum(8 if len(choice) == 1 else 7 for choice in rest)
            found.setdefault(head, []).append(_Phrase(rest, weight, sense))
    return {head: tuple(sorted(all_, key=lambda p: -p.weight)) for head, all_ in found.items()}


@cache
def _choice(word: str) -> frozenset[str]:
    return _groups()[word[1:-1]] if word.startswith("<") else frozenset((word,))


def event(token: "Token") -> tuple[Sense, int] | None:
    """The event that a verb or noun names with the words beside it, and how closely it fits (more words, more)."""
    return next(((p.sense, p.weight) for p in _fitting(token) if p.sense.kind in ("event", "none")), None)


def operator(token: "Token") -> tuple[Sense, int] | None:
    """What the verb or noun does to an event that it governs: refuses it, promises it, reports it; None: nothing."""
    return next(((p.sense, p.weight) for p in _fitting(token) if p.sense.kind not in ("event", "none")), None)


def by_nature(verb: "Token") -> bool:
    """Whether a storm, a crash or the like did it, or it was done in one."""
    disasters = _groups()["disaster"]
    for child in verb.children:
        if lemma(child) in disasters and child.dep_ in ("nsubj", "advcl"):
            return True
        if child.dep_ in ("prep", "agent") and any(lemma(g) in disasters for g in child.children):
            return True
    return False


def may_matter(token: "Token") -> bool:
    """Whether the tables know the word at all; the quick answer for most."""
    return lemma(token) in _index("nouns" if token.pos_ in ("NOUN", "PROPN") else "verbs")


def _fitting(token: "Token") -> Iterator[_Phrase]:
    noun = token.pos_ in ("NOUN", "PROPN")
    phrases = _index("nouns" if noun else "verbs").get(lemma(token), ())
    beside: frozenset[str] | None = None
    for phrase in phrases:
        if phrase.rest and beside is None:
            beside = frozenset(_inside(token, 2) if noun else _beside(token))
        if all(choice & (beside or frozenset()) for choice in phrase.rest):
            yield phrase


def _beside(verb: "Token") -> Iterator[str]:
    """The words that belong to a verb: particle, prepositions with what they govern, objects, what it leads to."""
    for child in verb.children:
        if child.dep_ not in _OF_VERB or (child.dep_ == "conj" and child.pos_ != "VERB"):
            continue
        if child.dep_ == "prep" and any(g.ent_type_ in ("DATE", "TIME") for g in child.children):
            continue  # "fired on Thursday" is not "fired on"
        if child.dep_ == "advcl" and not any(c.tag_ == "TO" for c in child.children):
            continue
        yield from (lemma(child), child.lower_)
        if child.dep_ in ("prep", "agent"):
            for inner in child.children:
                if inner.dep_ in _OF_PREP:
                    yield from _inside(inner, 1)
        elif child.dep_ in ("xcomp", "ccomp", "advcl"):
            yield from (lemma(c) for c in child.children if c.dep_ in ("dobj", "acomp"))
        elif child.dep_ not in ("conj", "advmod", "prt"):
            yield from _inside(child, 2)


def _inside(head: "Token", depth: int) -> Iterator[str]:
    """The words of a noun phrase down to `depth` prepositions; of a verb its object."""
    yield from (lemma(head), head.lower_)
    for child in head.children:
        if child.dep_ == "prep" and depth:
            yield child.lower_
            for inner in child.children:
                if inner.dep_ in _OF_PREP:
                    yield from _inside(inner, depth - 1)
        elif child.dep_ in _OF_NOUN or (head.pos_ == "VERB" and child.dep_ in ("dobj", "prt")):
            yield from (lemma(child), child.lower_)
            if child.dep_ in ("conj", "compound", "dobj", "amod"):
                yield from (c.lower_ for c in child.children if c.dep_ in ("compound", "amod"))
                yield from (lemma(c) for c in child.children if c.dep_ == "conj")


def lemma(token: "Token") -> str:
    """The dictionary form in small letters; "cease-fire", which the tokeniser splits, is one word."""
    if token.lower_ == "fire" and token.i >= 2 and token.nbor(-1).text == "-" and token.nbor(-2).lower_ == "cease":
        return "ceasefire"
    found = str(token.lemma_).lower()
    if token.pos_ == "VERB" and found not in _index("verbs"):  # the lemmatiser makes "staged" to "stag"
        return next((form for form in _bare(token.lower_) if form in _index("verbs")), found)
    return found


_IRREGULAR = {"overran": "overrun", "withdrew": "withdraw", "retook": "retake", "foreswore": "forswear"}


def _bare(form: str) -> Iterator[str]:
    """What an inflected verb may be the form of, likeliest first."""
    if form in _IRREGULAR:
        yield _IRREGULAR[form]
    for ending in ("d", "ed", "ing", "s", "es"):
        if form.endswith(ending):
            bare = form.removesuffix(ending)
            yield from (bare, f"{bare}e") if ending == "ing" else (bare,)
