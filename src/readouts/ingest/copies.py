"""Near-duplicates and wire copies: documents that hold the same statement, trimmed, retitled or with another lead.

Candidates are found by MinHash over runs of three words (Broder 1997; datasketch). Whether a candidate is a copy is
then decided on the words themselves, since two readouts of one template about different contacts share nine words in
ten: what tells them apart is that a name or number stands in the very place of another one.
"""

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import blake2b

from readouts.records import Document
from readouts.text import normalised, words

NUMBERS = 192  # in a signature; 64 bands of 3 find a pair of likeness .3 in 83 cases of 100, of .4 in 98
NEAR = (
    0.25  # estimated likeness from which two documents are worth comparing; below, a part of both is the same at most
)
_BANDS, _ROWS = 64, 3
_RUN = 3  # words
# Measured on made copies of 713 readouts and on all pairs of 2,414 real statements (docs/watching.md): of one issuer's
# different statements no pair without an exchanged name shares more than .82; a copy with another lead shares .6 at
# least in 95 cases of 100. Between the two, publisher and day decide.
_SAME_TEXT, _SAME_STORY = 0.85, 0.6
_SAME_IN_PART = 0.3  # two copies of one statement, each trimmed at another end, still share so much
_DAYS_OF_A_STORY = 3
_DAYS_OF_A_TEXT, _SHORT = 7, 100  # a formula of fewer words may be put out anew after so many days
_LEAST_WORDS = 25  # a shorter text is a copy only when it is the very same
_LONGEST_EXCHANGE = 6  # words that stand in the place of others; longer ones are other sentences, not other names
_ASKED = 12  # members of each group that two groups to be joined are compared by
MANY = 50  # documents with the same three numbers in a band; each further one is compared with the first and the last
_MOST_WORDS = 4000  # of each text that are aligned
_SPELLING = 0.7  # from this share of equal signs on two names are spellings of one: "Zelensky", "Zelenskyy"


def signature(text: str) -> tuple[int, ...]:
    """NUMBERS numbers that stand for the text; compare two with `nearness`.

    The same on every machine, so it may be stored. Signs of other form, case and punctuation change nothing.
    """
    from datasketch import MinHash  # imported late: it takes a second

    made = MinHash(num_perm=NUMBERS)
    made.update_batch(" ".join(run).encode() for run in _runs(_words(text)))
    return tuple(int(number) for number in made.hashvalues)


def nearness(one: Sequence[int], other: Sequence[int]) -> float:
    """How much two texts are alike, by their signatures: 0..1, the estimated share of runs of words in both.

    The standard error is at most .04. Documents at or above NEAR are worth a look at `may_be_copies`.
    """
    return sum(a == b for a, b in zip(one, other, strict=True)) / NUMBERS


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of a document without a look at its text."""

    words: int
    publisher: str | None
    published: date | None


def may_be_copies(near: float, one: Outline, other: Outline) -> bool:
    """Whether two documents of that nearness may be copies: what the shorter shares is reckoned from it, with three
    standard errors for the doubt, and held against what `is_copy` asks of documents so published.
    """
    if near < NEAR:
        return False
    shorter, longer = sorted((max(one.words, 1), max(other.words, 1)))
    likely = min(1.0, near + 3 * (near * (1 - near) / NUMBERS) ** 0.5)
    shared: float = likely * (shorter + longer) / (1 + likely) / shorter
    return shared >= (_SAME_STORY if _may_tell_one_story(one, other) else _SAME_TEXT)


def bands(signature: Sequence[int]) -> Iterator[int]:
    """A number of 64 bits for each band of the signature; documents that share one are worth a look at `nearness`."""
    for band in range(_BANDS):
        numbers = signature[band * _ROWS : (band + 1) * _ROWS]
        packed = struct.pack(f">{_ROWS + 1}I", band, *numbers)
        yield int.from_bytes(blake2b(packed, digest_size=8).digest(), "big", signed=True)


def copies(
    documents: Iterable[Document], signatures: Mapping[str, Sequence[int]] | None = None
) -> tuple[tuple[Document, ...], ...]:
    """Groups of two or more documents that hold one statement, each group with its earliest first, days unknown last.

    Every document stays itself, with its own source; documents without copies are in no group. Groups come in the
    order of their first documents in the input. Signatures that are stored are taken by `Document.id`; others are made.
    """
    known = signatures or {}
    kept = list(documents)
    near = _candidates([known.get(document.id) or signature(document.text) for document in kept], kept)
    found = grouped(near, lambda a, b: is_copy(kept[a], kept[b]), lambda a, b: go_together(kept[a].text, kept[b].text))
    return tuple(tuple(kept[i] for i in in_order({i: kept[i].published for i in group})) for group in found)


def grouped(
    near: Iterable[tuple[int, int]], copied: Callable[[int, int], bool], together: Callable[[int, int], bool]
) -> list[frozenset[int]]:
    """Groups of documents, by number, out of the pairs that may be copies, the nearest first; in the order of numbers.

    Two groups are joined when a document of one is a copy of one of the other, and their first members go together.
    """
    groups: dict[int, frozenset[int]] = {}
    for a, b in near:
        mine, yours = (groups.get(one, frozenset((one,))) for one in (a, b))
        if b in mine or not copied(a, b):
            continue
        if all(together(i, j) for i in sorted(mine)[:_ASKED] for j in sorted(yours)[:_ASKED]):
            groups |= dict.fromkeys(mine | yours, mine | yours)
    return sorted(set(groups.values()), key=min)


def in_order(days: Mapping[int, date | None]) -> list[int]:
    """The numbers of a group's documents, the earliest first, those without a day last."""
    return sorted(days, key=lambda i: (days[i] or date.max, i))


def go_together(one: str, other: str) -> bool:
    """Whether two texts may be in one group, when others in it are copies of both.

    A copy too short to name its contact must not join two contacts of one template, nor an article that carries two
    statements join these.
    """
    a, b = _text(one), _text(other)
    return _shared(a, b) >= _SAME_IN_PART and not _exchanged(a, b)


def is_copy(one: Document, other: Document) -> bool:
    """Whether the two hold the same statement, whole or in part.

    They do when nearly all words of the shorter stand in the longer in the same runs; or most of them do, and they come
    from different publishers within days. They do not when a name or number of one stands where the other has another.
    """
    a, b = _text(one.text), _text(other.text)
    shorter = min(len(a.words), len(b.words))
    shared = _shared(a, b)
    if shorter < _LEAST_WORDS:
        return a.words == b.words and not _apart(one, other, _DAYS_OF_A_TEXT)
    if shared >= _SAME_TEXT:
        again = shorter < _SHORT and _apart(one, other, _DAYS_OF_A_TEXT)
        return not again and not _exchanged(a, b)
    return shared >= _SAME_STORY and _may_tell_one_story(one, other) and not _exchanged(a, b)


def _may_tell_one_story(one: Document | Outline, other: Document | Outline) -> bool:
    """Whether two publishers may have put it out, within days."""
    told_twice = one.publisher is None or one.publisher != other.publisher
    return told_twice and not _apart(one, other, _DAYS_OF_A_STORY)


@dataclass(frozen=True, slots=True, init=False)
class _Text:
    """A text's words in lower case, its runs of them, and those among its words that name or number something."""

    words: list[str]
    runs: frozenset[tuple[str, ...]]
    naming: frozenset[str]

    def __init__(self, text: str) -> None:
        found = _words(text)
        object.__setattr__(self, "words", found)
        object.__setattr__(self, "runs", frozenset(_runs(found)))
        object.__setattr__(self, "naming", frozenset(_naming(text)))


@lru_cache(maxsize=2_000)  # a document is compared with several, one after the other
def _text(text: str) -> _Text:
    return _Text(text)


def _words(text: str) -> list[str]:
    plain = normalised(text)
    return [span.of(plain).lower() for span in words(plain)]


def _runs(found: Sequence[str]) -> set[tuple[str, ...]]:
    """The runs of three words; a shorter text is one run."""
    runs = set(zip(*(found[skipped:] for skipped in range(_RUN)), strict=False))
    return runs or {tuple(found)}


def _naming(text: str) -> Iterator[str]:
    """Words with a figure, and words with a capital where no sentence begins."""
    plain = normalised(text)
    for span in words(plain):
        word = span.of(plain)
        begins = re.search(r'(?:^|[.!?:"\n])\s*$', plain[max(0, span.start - 4) : span.start])
        if any(map(str.isdigit, word)) or (word[0].isupper() and not begins):
            yield word.lower()


def _candidates(signatures: Sequence[Sequence[int]], documents: Sequence[Document]) -> list[tuple[int, int]]:
    """Pairs of places of documents that may be copies by their signatures, the nearest first."""
    outlines = [Outline(sum(1 for _ in words(d.text)), d.publisher, d.published) for d in documents]
    pairs: set[tuple[int, int]] = set()
    alike: dict[int, list[int]] = {}
    for place, made in enumerate(signatures):
        for band in bands(made):
            before = alike.setdefault(band, [])
            pairs.update((other, place) for other in (before if len(before) < MANY else (before[0], before[-1])))
            before.append(place)
    near = ((nearness(signatures[a], signatures[b]), a, b) for a, b in pairs)
    likely = ((-near, a, b) for near, a, b in near if may_be_copies(near, outlines[a], outlines[b]))
    return [(a, b) for _, a, b in sorted(likely)]


def _shared(a: _Text, b: _Text) -> float:
    """The share of the shorter's runs that stand in the longer, 0..1."""
    return len(a.runs & b.runs) / min(len(a.runs), len(b.runs))


def _apart(one: Document | Outline, other: Document | Outline, days: int) -> bool:
    """Whether more than so many days are known to lie between them."""
    return bool(one.published and other.published and abs((one.published - other.published).days) > days)


def _exchanged(a: _Text, b: _Text) -> bool:
    """Whether a name or number of the one stands in the place of another one: the mark of another contact."""
    left, right = a.words[:_MOST_WORDS], b.words[:_MOST_WORDS]
    every_left, every_right = set(a.words), set(b.words)
    for i, j, k, m in _differences(left, right):
        if j - i <= _LONGEST_EXCHANGE and m - k <= _LONGEST_EXCHANGE:
            mine = [word for word in left[i:j] if word in a.naming and word not in every_right]
            yours = [word for word in right[k:m] if word in b.naming and word not in every_left]
            if mine and yours and not _is_one_name(mine, yours):
                return True
    return False


def _differences(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Where the texts differ: places in both. A single word in common does not part two differences."""
    begun: tuple[int, int, int, int] | None = None
    for kind, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal" and (j - i > 1 or begun is None):
            if begun:
                yield begun
            begun = None
        else:
            begun = (begun[0], j, begun[2], m) if begun else (i, j, k, m)
    if begun:
        yield begun


def _is_one_name(mine: Sequence[str], yours: Sequence[str]) -> bool:
    """Whether the two are spellings of one name, or one is the other's initials ("us", "united states")."""
    left, right = ("".join(names).replace(".", "") for names in (mine, yours))
    initials = ["".join(name[0] for name in names) for names in (mine, yours)]
    return left == initials[1] or right == initials[0] or SequenceMatcher(None, left, right).ratio() >= _SPELLING
