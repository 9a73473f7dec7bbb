"""Names in unparsed sentences, so that wording can be matched whoever is named: a whole corpus at reading speed.

Coarser than the finder of parties, which needs a parse: states and their adjectives by the lexicon, persons by what
stands before them. Who a person is does not matter here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from readouts.compare.wording import plain_words
from readouts.lexicon import Lexicon, State
from readouts.text import Span, folded, key, normalised

Slot = Literal["state", "nationality", "person"]
# Capitals stay words: they are places, and parts of other names ("Minsk Group"), more often than governments.
_KINDS: dict[str, Slot] = {"state": "state", "demonym": "nationality"}
_TITLES = frozenset("mr mrs ms dr sir dame lord lady sheikh shaikh prince princess excellency majesty highness".split())
_PARTICLES = frozenset("al el bin ibn bint van von der den de da di dos del la le abu ben ter zu".split())
_LONGEST_PERSON = 7
_LONGEST_ROLE = 5
# Between the words of one name: a space, an initial's stop, a hyphen, a comma before "Jr.".
_WITHIN = re.compile(r"\.? |[-'’]|\.?, (?=[JS]r\b)|\.? ?(?=[A-Z]\b)")


@dataclass(frozen=True, slots=True)
class Name:
    """Words of a sentence that are a name."""

    first: int  # number of its first word in the sentence
    end: int  # number after its last word
    slot: Slot
    party: str | None  # Party.id of the state; None for a person


def names(text: str, words: Sequence[Span], lexicon: Lexicon, surnames: set[str]) -> Iterator[Name]:
    """The names among the words of one sentence, in order. Surnames of persons found are added to `surnames`, so that
    "Voss" alone is a name later in the same text.
    """
    at, land = 0, -1
    while at < len(words):
        found = None
        if words[at].of(text)[0].isupper():
            titled = _titled(text, words, at, land, lexicon)
            found = _state(text, words, at, lexicon) or _person(text, words, at, titled, lexicon, surnames)
        if found:
            yield found
            at, land = found.end, found.first if found.slot == "state" else land
        else:
            at += 1


def _titled(text: str, words: Sequence[Span], at: int, land: int, lexicon: Lexicon) -> bool:
    """Whether a title or role stands right before, with or without its state (which begins at word `land`): "Prime
    Minister", "President of Marovia".
    """
    if not _joined(text, words, at):
        return False
    if at > land >= 0 and bare(words[land - 1].of(text)) in ("of", "the"):
        before = land - (2 if bare(words[land - 1].of(text)) == "the" else 1)
        if bare(words[before].of(text)) == "of" and _state(text, words, land, lexicon, at):
            at = before
    said = bare(words[at - 1].of(text))
    return said in _TITLES or any(
        key(text[words[at - size].start : words[at - 1].end]) in lexicon.roles
        for size in range(1, min(_LONGEST_ROLE, at) + 1)
    )


def _state(text: str, words: Sequence[Span], at: int, lexicon: Lexicon, last: int | None = None) -> Name | None:
    """The longest name of a state or its people that begins there, and ends before word `last` if given."""
    longest = _longest(lexicon).get(bare(words[at].of(text)), 0)
    if at and bare(words[at - 1].of(text)) == "new" and _joined(text, words, at):
        return None  # "New Jersey" is no Jersey; states whose names begin so are found from their first word
    for end in (last,) if last is not None else range(min(len(words), at + longest), at, -1):
        said = text[words[at].start : words[end - 1].end]
        name = re.sub(r"['’]s?$", "", normalised(said))
        for entry in lexicon.named(key(name)):
            if entry.kind in _KINDS and isinstance(entry.row, State) and (not entry.exact or entry.name == name):
                return Name(at, end, _KINDS[entry.kind], entry.row.party)
    return None


def _person(
    text: str, words: Sequence[Span], at: int, titled: bool, lexicon: Lexicon, surnames: set[str]
) -> Name | None:
    """A run of capitals after a title or role, after a state's name, or beginning with a known given name."""
    end = at + 1
    while end < min(len(words), at + _LONGEST_PERSON) and _goes_on(text, words, end, lexicon):
        end += 1
    while end > at + 1 and bare(words[end - 1].of(text)) in _PARTICLES:
        end -= 1
    said = [bare(words[i].of(text)) for i in range(at, end)]
    if said[0] in _role_words(lexicon) or said[0] in _TITLES or said[0] in plain_words():
        return None
    known = said[0] in surnames if len(said) == 1 else said[0] in _given_names(lexicon) or said[-1] in surnames
    if not (known or (titled and not text[words[at].start : words[at].end].isupper())):
        return None
    surnames.add(next((w for w in reversed(said) if w not in ("jr", "sr", "ii", "iii")), said[-1]))
    return Name(at, end, "person", None)


def _goes_on(text: str, words: Sequence[Span], at: int, lexicon: Lexicon) -> bool:
    """Whether that word belongs to the person's name before it."""
    said = words[at].of(text)
    # "President Biden's Call": nothing follows a genitive.
    if not _joined(text, words, at) or re.search(r"['’]s$", words[at - 1].of(text)):
        return False
    if not said[0].isupper():
        after = next((w for w in words[at + 1 :] if w.of(text) not in _PARTICLES), None)
        return said in _PARTICLES and after is not None and after.of(text)[0].isupper()
    return bare(said) not in _role_words(lexicon) and not _state(text, words, at, lexicon)


def _joined(text: str, words: Sequence[Span], at: int) -> bool:
    """Whether only what may stand inside a name parts that word from the one before."""
    if not 0 < at < len(words):
        return False
    between = text[words[at - 1].end : words[at].start]
    if between == " ":
        return True
    between = normalised(between)
    return bool(re.fullmatch(_WITHIN, between + " " if between == "." else between)) or (
        between == ", " and bare(words[at].of(text)) in ("jr", "sr")
    )


@lru_cache(maxsize=50_000)
def bare(word: str) -> str:
    """The word in lower case without a genitive's ending."""
    return re.sub(r"'s?$", "", folded(normalised(word)))


@lru_cache(maxsize=2)
def _longest(lexicon: Lexicon) -> dict[str, int]:
    """The most words of a state's names that begin with that word."""
    longest: dict[str, int] = {}
    for state in lexicon.states.values():
        for name in (*state.names, *state.demonyms):
            parts = re.findall(r"[^\W_]+(?:['.][^\W_]+)*", key(name))
            longest[parts[0]] = max(len(parts), longest.get(parts[0], 0))
    return longest


@lru_cache(maxsize=2)
def _role_words(lexicon: Lexicon) -> frozenset[str]:
    """Words that roles are made of; function words between them left out."""
    return frozenset(word for role in lexicon.roles for word in role.replace("-", " ").split() if len(word) > 3)


@lru_cache(maxsize=2)
def _given_names(lexicon: Lexicon) -> frozenset[str]:
    """First words of persons' names."""
    return frozenset(key(name.split()[0]) for holder in lexicon.holders for name in holder.names if " " in name)
