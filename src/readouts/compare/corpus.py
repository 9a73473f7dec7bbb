"""An issuer's statements as one line of words to be matched: stems, names as slots, sentences closed off.

Arrays of numbers, about 30 bytes a word, because a corpus has millions. Every place leads back to characters of a
document.
"""

import re
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from readouts.compare.names import Name, bare, names
from readouts.compare.sentences import sentences
from readouts.compare.suffixes import Numbers, joined, starts
from readouts.compare.wording import whole_words
from readouts.lexicon import Lexicon
from readouts.lexicon.tables import rows
from readouts.records import Document
from readouts.text import Span, key, normalised, stem

if TYPE_CHECKING:
    _Ints = array[int]
else:
    _Ints = array  # which takes no brackets before Python 3.12

# What closes a stretch of words within a sentence: no wording runs over it.
_BREAK = re.compile(r"[;:*\n<>]|\s-\s|(?<!\s)\s{2,}[-—]|[-—]\s{2,}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]++@(?=[^\s@.]*+\.\w)\S++")
_DAYS = frozenset(
    "january february march april june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, str]:
    """The kind of each plain word; "title" for those that are part of one ("president")."""
    titles = {word for row in rows("roles") for word in key(row["role"]).split()}
    return {row["word"]: _kind(row["word"], row["kind"], titles) for row in rows("plain_words")}


def _kind(word: str, kind: str, titles: Collection[str]) -> str:
    return "title" if word in titles and kind == "contact" else kind


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing to be matched: a stem, or a slot that any name of its kind fills."""

    form: str  # the stem; of a slot "[state]", "[person]", "[number]"
    content: bool  # it says something of the matter
    slot: bool
    plain: bool  # a function word
    contact: bool = False  # it tells of a contact: "spoke", "today"; titles do not


@dataclass(slots=True)
class _Vocabulary:
    """Units by number, from 0 in the order first met."""

    units: list[Unit] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)

    def slot(self, kind: str) -> int:
        form = f"[{kind}]"
        return self._add(form, Unit(form, False, True, False))

    def word(self, word: str) -> int:
        found = self.words.get(word)
        if found is None:
            kind = _kinds().get(word, "")
            form = word if kind else stem(word)
            unit = Unit(form, not kind, False, kind == "function", kind in ("contact", "saying"))
            # A function word and a stem of the same letters ("us", "use") are two units.
            found = self.words[word] = self._add(f"{form} {bool(kind)}", unit)
        return found

    def _add(self, name: str, unit: Unit) -> int:
        found = self.numbers.get(name)
        if found is None:
            found = self.numbers[name] = len(self.units)
            self.units.append(unit)
        return found


@dataclass(frozen=True)
class Corpus:
    """All statements of one issuer as a line of places; the place after each stretch belongs to no word (-1)."""

    documents: tuple[Document, ...]
    units: tuple[Unit, ...]
    stretches: Sequence["_Ints"]  # numbers of units
    owners: Sequence[int]  # number of each stretch's document
    line: Numbers  # number of the unit at each place; -1 closes a stretch
    document: Numbers  # number of the document at each place
    stretch: Numbers  # number of the stretch at each place
    sentence: Numbers  # number of the sentence at each place, in order over all documents
    start: Numbers  # characters
    end: Numbers
    party: Numbers  # of a name of a state: number in `parties`; else -1
    parties: tuple[str, ...]
    content: NDArray[np.bool_]  # whether the unit at each place says something of the matter
    sentences: Numbers  # a row for each document: its first sentence's number, and the number after its last

    def span(self, place: int, length: int) -> Span:
        """The characters of that many words from that place."""
        return Span(int(self.start[place]), int(self.end[place + length - 1]))

    def text(self, place: int, length: int) -> str:
        """What stands there."""
        return self.span(place, length).of(self.documents[int(self.document[place])].text)


def corpus(documents: Sequence[Document], lexicon: Lexicon, own: str | None = None) -> Corpus:
    """The documents as a corpus. Names of other states and of persons are slots; the issuer's own (`own`, a party id)
    are words, for they belong to its wording.
    """
    line = _Line(lexicon, own)
    for document in documents:
        line.add(document)
    return line.made(documents)


@dataclass(slots=True)
class _Line:
    """A corpus in the making: columns by place, that grow with each document."""

    lexicon: Lexicon
    own: str | None
    known: _Vocabulary = field(default_factory=_Vocabulary)
    parties: dict[str, int] = field(default_factory=dict)
    stretches: "list[_Ints]" = field(default_factory=list)
    owners: "_Ints" = field(default_factory=lambda: array("i"))
    bounds: list[tuple[int, int]] = field(default_factory=list)
    sentence: "_Ints" = field(default_factory=lambda: array("i"))
    start: "_Ints" = field(default_factory=lambda: array("i"))
    end: "_Ints" = field(default_factory=lambda: array("i"))
    party: "_Ints" = field(default_factory=lambda: array("i"))

    def add(self, document: Document) -> None:
        """Adds the words below the document's headline, sentence by sentence; a sentence without words is none."""
        surnames: set[str] = set()
        first = number = self.bounds[-1][1] if self.bounds else 0
        body = document.headline.end if document.headline else 0
        for sentence in sentences(document.text):
            stretches = list(_stretches(document.text, sentence)) if sentence.start >= body else []
            for words in stretches:
                self._stretch(document.text, words, number, surnames)
            number += bool(stretches)
        self.bounds.append((first, number))

    def _stretch(self, text: str, words: Sequence[Span], number: int, surnames: set[str]) -> None:
        stretch = array("i")
        for word, unit, state in _units(text, words, self.known, self.lexicon, self.own, surnames):
            stretch.append(unit)
            self.start.append(word.start)
            self.end.append(word.end - _genitive(word.of(text)))
            self.party.append(self.parties.setdefault(state, len(self.parties)) if state else -1)
        for column in (self.start, self.end, self.party):
            column.append(-1)
        self.sentence.extend([number] * (len(stretch) + 1))
        self.stretches.append(stretch)
        self.owners.append(len(self.bounds))

    def made(self, documents: Sequence[Document]) -> Corpus:
        """The corpus of these documents, which are those added."""
        line, lengths = joined(self.stretches), [len(s) + 1 for s in self.stretches]
        line[starts([*self.stretches, ()])[1:] - 1] = -1
        content = np.fromiter((unit.content for unit in self.known.units), bool, len(self.known.units))
        return Corpus(
            documents=tuple(documents),
            units=tuple(self.known.units),
            stretches=self.stretches,
            owners=self.owners,
            line=line,
            document=np.repeat(np.asarray(self.owners, np.int32), lengths),
            stretch=np.repeat(np.arange(len(self.stretches), dtype=np.int32), lengths),
            sentence=np.asarray(self.sentence, np.int32),
            start=np.asarray(self.start, np.int32),
            end=np.asarray(self.end, np.int32),
            party=np.asarray(self.party, np.int32),
            parties=tuple(self.parties),
            content=np.append(content, False)[line],
            sentences=np.asarray(self.bounds, np.int32).reshape(-1, 2),
        )


@lru_cache(maxsize=50_000)
def _genitive(word: str) -> int:
    """How many characters the genitive's ending has: a formula may end before it, "support for Marovia"."""
    return 2 if normalised(word)[-2:].lower() == "'s" and len(word) > 2 else 0


def _stretches(text: str, sentence: Span) -> Iterator[list[Span]]:
    """The words of a sentence, parted where no wording runs on."""
    words: list[Span] = []
    links = [Span(*m.span()) for m in _ADDRESS.finditer(text, sentence.start, sentence.end)]
    for word in whole_words(text, sentence):
        if any(link.overlaps(word) for link in links):
            continue
        between = text[words[-1].end : word.start] if words else " "
        if between != " " and _BREAK.search(normalised(between)):
            yield words
            words = []
        words.append(word)
    if words:
        yield words


def _units(
    text: str, words: Sequence[Span], known: _Vocabulary, lexicon: Lexicon, own: str | None, surnames: set[str]
) -> Iterator[tuple[Span, int, str | None]]:
    """Each word or name with the number of its unit, and the state that it names."""
    found = iter(names(text, words, lexicon, surnames))
    name, at = next(found, None), 0
    while at < len(words):
        if name is not None and name.first == at:
            yield from _name(text, words, name, known, own)
            at, name = name.end, next(found, None)
            continue
        word = bare(words[at].of(text))
        if word[0].isdigit() or (word in _DAYS and words[at].of(text)[0].isupper()):
            yield words[at], known.slot("number" if word[0].isdigit() else "date"), None
        else:
            yield words[at], known.word(word), None
        at += 1


def _name(
    text: str, words: Sequence[Span], name: Name, known: _Vocabulary, own: str | None
) -> Iterator[tuple[Span, int, str | None]]:
    span = Span(words[name.first].start, words[name.end - 1].end)
    if own is not None and name.party == own:
        for word in words[name.first : name.end]:
            yield word, known.word(bare(word.of(text))), None
    else:
        yield span, known.slot(name.slot), name.party
