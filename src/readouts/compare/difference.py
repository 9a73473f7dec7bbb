"""What changed from one statement to another: sentences matched first, then their words, every word accounted for."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from readouts.compare.sentences import sentences
from readouts.compare.wording import likeness, plain_words, stems
from readouts.records import Difference, Document, Edit, SentenceEdits
from readouts.text import Span, key, words

# Two sentences are one, changed, from this likeness on (0..1); below it a reader sees two different sentences.
LIKE = 0.45
_SIGN = re.compile(r"[^\w\s]|_")
# Of a kept run without a content word only so many words stand between two changes: "of the" kept reads as noise.
_LONE = 2


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    said: str  # in plain form
    stems: frozenset[str]
    words: int


@dataclass(frozen=True, slots=True)
class _Pair:
    left: int
    right: int
    likeness: float


def difference(left: Document, right: Document) -> Difference:
    """The word-level difference of two statements, from the left to the right; headlines are left out.

    A sentence that stands elsewhere in the order is moved, not dropped and added. Signs of other form and capitals are
    no change.
    """
    one, other = (_sentences(document) for document in (left, right))
    pairs = {pair.right: pair for pair in _pairs(one, other)}
    steady = _in_order(sorted(pairs.values(), key=lambda pair: pair.right))
    found = tuple(_laid_out(left.text, right.text, one, other, pairs, steady))
    count = Counter(_counts(left.text, right.text, found))
    return Difference(
        left=left.id,
        right=right.id,
        sentences=found,
        kept=count["kept"],
        added=count["added"],
        dropped=count["dropped"],
    )


def _sentences(document: Document) -> list[_Sentence]:
    start = document.headline.end if document.headline else 0
    spans = [span for span in sentences(document.text) if span.start >= start]
    said = [key(span.of(document.text)) for span in spans]
    return [_Sentence(s, k, stems(k), len(list(words(k)))) for s, k in zip(spans, said, strict=True)]


def _pairs(one: Sequence[_Sentence], other: Sequence[_Sentence]) -> list[_Pair]:
    """Each sentence with at most one counterpart, the likest first; of equally like ones, those nearest in order."""
    places: dict[str, list[int]] = {}
    for i, sentence in enumerate(one):
        for name in sentence.stems or {sentence.said}:
            places.setdefault(name, []).append(i)
    ranked = []
    for j, sentence in enumerate(other):
        near = {i for name in sentence.stems or {sentence.said} for i in places.get(name, ())}
        for i in near:
            alike = 1.0 if one[i].said == sentence.said else likeness(one[i].stems, sentence.stems)
            if alike >= LIKE:
                apart = abs(i / max(1, len(one)) - j / max(1, len(other)))
                ranked.append((-(2.0 if one[i].said == sentence.said else alike), apart, i, j))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for alike, _, i, j in sorted(ranked):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append(_Pair(i, j, min(1.0, -alike)))
    return pairs


def _in_order(pairs: Sequence[_Pair]) -> set[int]:
    """The right sentences of the longest run of pairs that both statements have in one order; the others moved."""
    ends: list[int] = []  # left sentence that ends the best run of each length
    best: list[int] = []  # place of that pair
    before: list[int] = []
    for place, pair in enumerate(pairs):
        at = bisect_left(ends, pair.left)
        before.append(best[at - 1] if at else -1)
        ends[at : at + 1], best[at : at + 1] = [pair.left], [place]
    found, place = set(), best[-1] if best else -1
    while place >= 0:
        found.add(pairs[place].right)
        place = before[place]
    return found


def _laid_out(
    left: str,
    right: str,
    one: Sequence[_Sentence],
    other: Sequence[_Sentence],
    pairs: dict[int, _Pair],
    steady: set[int],
) -> Iterator[SentenceEdits]:
    """The sentences in the right's order, each dropped one before the sentence that follows it in the left."""
    paired = {pair.left for pair in pairs.values()}
    at = 0
    for j, sentence in enumerate(other):
        pair = pairs.get(j)
        if pair and j in steady:
            yield from (_dropped(left, one[i]) for i in range(at, pair.left) if i not in paired)
            at = pair.left + 1
        if pair:
            edits = tuple(_edits(left, right, one[pair.left].span, sentence.span))
            yield SentenceEdits(left=one[pair.left].span, right=sentence.span, moved=j not in steady, edits=edits)
        else:
            edit = Edit(kind="added", left=None, right=sentence.span)
            yield SentenceEdits(left=None, right=sentence.span, moved=False, edits=(edit,))
    yield from (_dropped(left, one[i]) for i in range(at, len(one)) if i not in paired)


def _dropped(left: str, sentence: _Sentence) -> SentenceEdits:
    edit = Edit(kind="dropped", left=sentence.span, right=None)
    return SentenceEdits(left=sentence.span, right=None, moved=False, edits=(edit,))


def _edits(left: str, right: str, one: Span, other: Span) -> Iterator[Edit]:
    """The words and signs of two sentences, kept, dropped, added or replaced; runs of one kind as one."""
    here, there = _tokens(left, one), _tokens(right, other)
    forms = [[key(span.of(text)) for span in spans] for text, spans in ((left, here), (right, there))]
    matched = SequenceMatcher(None, forms[0], forms[1], autojunk=False).get_opcodes()
    for same, a, b, c, d in _smoothed(matched, forms[0]):
        gone = Span(here[a].start, here[b - 1].end) if b > a else None
        new = Span(there[c].start, there[d - 1].end) if d > c else None
        kind = "kept" if same else "dropped" if new is None else "added" if gone is None else "replaced"
        yield Edit(kind=kind, left=gone, right=new)  # type: ignore[arg-type]


def _tokens(text: str, span: Span) -> list[Span]:
    """The words of the span, and the signs between them one by one; the last stop of "U.S." belongs to the word."""
    found, at = [], span.start
    for word in words(text, span):
        found += [Span(sign.start(), sign.end()) for sign in _SIGN.finditer(text, at, word.start)]
        at = word.end
        if "." in word.of(text) and text[at : at + 1] == "." and at + 1 < span.end:
            at += 1
        found.append(Span(word.start, at))
    return found + [Span(sign.start(), sign.end()) for sign in _SIGN.finditer(text, at, span.end)]


def _smoothed(
    matched: Sequence[tuple[str, int, int, int, int]], forms: Sequence[str]
) -> Iterator[tuple[bool, int, int, int, int]]:
    """The stretches of both sentences, whether equal; a few function words between two changes go with them."""
    joined: list[tuple[bool, int, int, int, int]] = []
    for place, (tag, a, b, c, d) in enumerate(matched):
        lone = 0 < place < len(matched) - 1 and b - a <= _LONE and not any(_content(form) for form in forms[a:b])
        same = tag == "equal" and not lone
        if joined and not same and not joined[-1][0]:
            _, a, _, c, _ = joined.pop()
        joined.append((same, a, b, c, d))
    yield from joined


def _content(form: str) -> bool:
    return form[0].isalnum() and form not in plain_words()


def _counts(left: str, right: str, found: Sequence[SentenceEdits]) -> dict[str, int]:
    """Words kept, added and dropped."""
    count = Counter[str]()
    for edit in (edit for sentence in found for edit in sentence.edits):
        if edit.kind == "kept" and edit.right:
            count["kept"] += len(list(words(right, edit.right)))
            continue
        count["added"] += len(list(words(right, edit.right))) if edit.right else 0
        count["dropped"] += len(list(words(left, edit.left))) if edit.left else 0
    return dict(count)
