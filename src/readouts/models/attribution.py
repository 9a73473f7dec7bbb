"""Attributions by the trained model: word pieces are tagged as source, cue or content, then the spans are linked.

A text becomes word pieces (`Pieces`), the pieces go through a small encoder in overlapping windows, and two results
come back for each piece: seven scores for the tags, and vectors from which content points to its cue and the cue to
its source. The tags are read by Viterbi decoding over each paragraph, since no span of the training data crosses a
paragraph's end; a content of several spans is several spans that point to one cue.

Only outermost attributions are found: what stands in a content is found by running `said_in_each` on the contents.
`training/attributions/` makes the weights and uses the functions of this file, so that both sides see the same pieces.

onnxruntime and tokenizers are imported when the model is loaded, not before.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from readouts.models import shipped
from readouts.models.shipped import WEIGHTS
from readouts.text import Span, lines_break, normalised, trimmed

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

SHA256 = {
    "attribution.onnx": "9a0c9dac50a1f519da0d00eea4e4438b0a92dd919772d8573800950b9f7a1f60",
    shipped.TOKENIZER: "d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
}

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
CONTENT, CUE, SOURCE = 5, 3, 1  # the B- tag of each role; the I- tag follows it
CLS, SEP, NEWLINE = 101, 102, 1  # ids of the vocabulary; 1 is its first unused entry
WINDOW = 222  # word pieces, [CLS] and [SEP] aside, as in training; reading in windows of 320 cost .02 of whole F1
OVERLAP = 24  # word pieces that neighbouring windows share at least; 48 cost a quarter more time for .002 of whole F1
FORBIDDEN = -1e4  # beyond any score
TOGETHER = 2_000  # word pieces decoded at once; the encoder takes one window at a time, as padding changes 8-bit sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One predicted attribution, in code points of the text it was found in."""

    source: tuple[Span, ...]  # empty: nobody is named ("it is said that")
    cue: tuple[Span, ...]  # empty: a content to which no cue could be found
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """A text's word pieces, with one NEWLINE piece between paragraphs; all arrays have one row a piece."""

    ids: "Ints"
    features: "Ints"  # capitals, quotation marks and spaces, which the uncased vocabulary does not show: 0 to 24
    starts: "Ints"  # code points
    ends: "Ints"

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What linking needs beside the encoder: transitions of the tags, and what distance says about a link."""

    transitions: "Floats"  # [7, 7], from tag to tag, FORBIDDEN where the tag may not follow
    null: "Floats"  # [2, d], what a content without cue and a cue without source point to
    distance: "Floats"  # [2, GAPS], by `gaps`
    rank: "Floats"  # [2, RANKS], by `ranks`


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagger:
    """A loaded model. `run` takes ids and features of one window [1, t] and returns tag scores and pointers."""

    tokenizer: "Tokenizer"
    tables: Tables
    run: "Callable[[Ints, Ints], tuple[Floats, Floats]]"


def missing() -> str | None:
    """What is not there that the model needs: a package or file; None when all is."""
    return shipped.missing(SHA256)


def name() -> str:
    """The model's name with the beginning of its hash, for records of what made a reading."""
    return f"attribution {SHA256['attribution.onnx'][:12]}"


def load(folder: Path = WEIGHTS, *, threads: int = 1) -> Tagger:
    """The model in that folder, run on at most that many threads.

    Raises ModelError when the weights or onnxruntime are missing, or the weights are not those of this version.
    """
    session, tokenizer = shipped.session(folder, SHA256, shipped=folder == WEIGHTS, threads=threads)

    def run(ids: "Ints", features: "Ints") -> "tuple[Floats, Floats]":
        tags, pointers = session.run(["tags", "pointers"], {"ids": ids, "features": features})
        return tags, pointers

    held = json.loads(session.get_modelmeta().custom_metadata_map["tables"])
    tables = Tables(**{name: np.array(rows, dtype=np.float32) for name, rows in held.items()})
    return Tagger(tokenizer=tokenizer, tables=tables, run=run)


def said(tagger: Tagger, text: str) -> tuple[Said, ...]:
    """The outermost attributions of the text, in order of their first characters."""
    return said_in_each(tagger, [text])[0]


def said_in_each(tagger: Tagger, texts: Sequence[str]) -> list[tuple[Said, ...]]:
    """The outermost attributions of each text."""
    all_pieces = [pieces(tagger.tokenizer, text) for text in texts]
    scored = scores(tagger.run, all_pieces)
    return [linked(text, p, found, tagger.tables) for text, p, found in zip(texts, all_pieces, scored, strict=True)]


# Word pieces


def pieces(tokenizer: "Tokenizer", text: str) -> Pieces:
    """The word pieces of the text, paragraph by paragraph, with their offsets into it."""
    limits = [0, *lines_break(text), len(text)]
    paragraphs = [(a, text[a:b]) for a, b in pairwise(limits) if text[a:b].strip()]
    encoded = tokenizer.encode_batch([p for _, p in paragraphs], add_special_tokens=False)
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    for (at, paragraph), one in zip(paragraphs, encoded, strict=True):
        if ids:
            ids.append(NEWLINE)
            spans.append((at, at))
        ids.extend(one.ids)
        spans.extend((at + s, at + e) for s, e in one.offsets)
        assert not spans or spans[-1][1] <= at + len(paragraph)
    offsets = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return Pieces(
        ids=np.array(ids, dtype=np.int64),
        features=_features(text, ids, spans),
        starts=offsets[:, 0],
        ends=offsets[:, 1],
    )


def _features(text: str, ids: Sequence[int], spans: Sequence[tuple[int, int]]) -> "Ints":
    """A number for each piece: case (4 kinds) x quotation (3) x space before (2); 24 for NEWLINE."""
    quoted = _quoted(text)
    return np.array(
        [
            24 if one == NEWLINE else 6 * _case(text[s:e]) + 2 * quoted[s] + (s == 0 or text[s - 1].isspace())
            for one, (s, e) in zip(ids, spans, strict=True)
        ],
        dtype=np.int64,
    )


def _case(word: str) -> int:
    """0 lower case, 1 a capital first, 2 capitals only, 3 no letter."""
    if not word[:1].isalpha():
        return 3
    return (2 if len(word) > 1 and word.isupper() else 1) if word[0].isupper() else 0


_OPENS, _CLOSES = re.compile(r"(?<!\w)'(?=\S)"), re.compile(r"(?<=\S)'(?!\w)")


def _quoted(text: str) -> bytearray:
    """For each character: 2 between double quotation marks, 1 between single ones, else 0; the marks count as inside.

    A quotation that is not closed ends with its line, as one that goes on over paragraphs is opened again in each.
    """
    marks, plain_text = bytearray(len(text)), normalised(text)
    for line in re.finditer(r"[^\n]+", plain_text):
        at = line.start()
        while (opened := _OPENS.search(plain_text, at, line.end())) and (
            closed := _CLOSES.search(plain_text, opened.end(), line.end())
        ):
            at = closed.end()
            marks[opened.start() : at] = b"\1" * (at - opened.start())
        at = plain_text.find('"', line.start(), line.end())
        while at >= 0:
            end = plain_text.find('"', at + 1, line.end())
            end = line.end() if end < 0 else end + 1
            marks[at:end] = b"\2" * (end - at)
            at = plain_text.find('"', end, line.end())
    return marks


# Windows


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window's pointers. Those of two windows cannot be compared: they know where in their window they stand."""

    start: int
    end: int
    last: bool  # whether the text ends here
    pointers: "Floats"  # [end - start, 8, d]

    def depth(self, first: "Ints", last: "Ints") -> "Ints":
        """How far spans are from the nearer edge behind which there is more text; negative when cut by it."""
        before = first - self.start if self.start else np.full(len(first), 10_000)
        after = np.full(len(last), 10_000) if self.last else self.end - 1 - last
        return np.minimum(before, after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the encoder says about a text."""

    tags: "Floats"  # [n, 7]
    views: list[View]


def windows(ids: "Ints", size: int = WINDOW, overlap: int = OVERLAP) -> Iterator[tuple[int, int]]:
    """Half-open ranges of at most `size` pieces that cover all, cut at a paragraph's end where there is one near."""
    ends = np.flatnonzero(ids == NEWLINE)
    start, n = 0, len(ids)
    while start < n:
        end = min(start + size, n)
        if end < n:
            near = ends[(ends > start + size // 2) & (ends < end)]
            end = int(near[-1]) + 1 if len(near) else end
        yield start, end
        if end == n:
            return
        back = ends[(ends > max(start, end - 2 * overlap)) & (ends < end - overlap // 2)]
        start = int(back[0]) + 1 if len(back) else max(start + 1, end - overlap)


def scores(run: "Callable[[Ints, Ints], tuple[Floats, Floats]]", texts: Sequence[Pieces]) -> list[Scores]:
    """The scores of each text; a piece in two windows has its tag read where it is further from the edge."""
    return [_scores(run, p) for p in texts]


def _scores(run: "Callable[[Ints, Ints], tuple[Floats, Floats]]", p: Pieces) -> Scores:
    made = Scores(tags=np.zeros((len(p), len(TAGS)), dtype=np.float32), views=[])
    depth = np.full(len(p), -1, dtype=np.int64)
    for a, b in windows(p.ids):
        tags, pointers = (found[0, 1:-1] for found in run(*_window(p, a, b)))
        made.views.append(View(start=a, end=b, last=b == len(p), pointers=pointers))
        inside = made.views[-1].depth(np.arange(a, b), np.arange(a, b))
        better = np.flatnonzero(inside > depth[a:b])
        made.tags[a + better] = tags[better]
        depth[a + better] = inside[better]
    return made


def _window(p: Pieces, a: int, b: int) -> "tuple[Ints, Ints]":
    """Ids and features of the pieces from `a` up to `b`, [CLS] and [SEP] around them, as rows of one."""
    edge = np.zeros(1, dtype=np.int64)
    ids = np.concatenate([edge + CLS, p.ids[a:b], edge + SEP])
    return ids[None], np.concatenate([edge, p.features[a:b], edge])[None]


# Tags


def decoded(ids: "Ints", tags: "Floats", transitions: "Floats") -> "Ints":
    """The best allowed sequence of tags. NEWLINE is O, so that each paragraph is decoded alone, many at once."""
    limits = [-1, *np.flatnonzero(ids == NEWLINE), len(ids)]
    bounds = sorted(((a + 1, b) for a, b in pairwise(limits) if b > a + 1), key=lambda p: p[1] - p[0])
    path = np.zeros(len(ids), dtype=np.int64)
    for group in _groups(bounds):
        # One column more than the longest: what follows a paragraph is O, there and in training.
        rows = np.zeros((len(group), group[-1][1] - group[-1][0] + 1, len(TAGS)), dtype=np.float32)
        rows[:, :, 1:] = FORBIDDEN
        for row, (a, b) in enumerate(group):
            rows[row, : b - a] = tags[a:b]
        best = _viterbi(rows, transitions)
        for row, (a, b) in enumerate(group):
            path[a:b] = best[row, : b - a]
    return path


def _groups(bounds: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    """Neighbours of the list, shortest paragraphs first, in groups that padded to the longest hold TOGETHER pieces."""
    start = 0
    for at, (a, b) in enumerate(bounds):
        if at > start and (b - a) * (at + 1 - start) > TOGETHER:
            yield bounds[start:at]
            start = at
    if bounds:
        yield bounds[start:]


def _viterbi(rows: "Floats", transitions: "Floats") -> "Ints":
    """The best path [p, t] through the scores [p, t, 7], each from O."""
    best, steps = transitions[0] + rows[:, 0], []
    for at in range(1, rows.shape[1]):
        ways = best[:, :, None] + transitions
        steps.append(ways.argmax(1))
        best = ways.max(1) + rows[:, at]
    path = np.zeros(rows.shape[:2], dtype=np.int64)
    path[:, -1] = best.argmax(1)
    for at in range(rows.shape[1] - 1, 0, -1):
        path[:, at - 1] = np.take_along_axis(steps[at - 1], path[:, at, None], 1)[:, 0]
    return path


def allowed() -> "Floats":
    """Transitions that only forbid: I- after anything but its own B- or I-."""
    table = np.zeros((len(TAGS), len(TAGS)), dtype=np.float32)
    for inner in (2, 4, 6):
        table[:, inner] = FORBIDDEN
        table[[inner - 1, inner], inner] = 0
    return table


def spans(path: "Ints", begin: int) -> "Ints":
    """First and last piece of each span of the role whose B- tag is `begin`, as rows."""
    starts = np.flatnonzero(path == begin)
    inner = path == begin + 1
    ends = [s + int(np.argmin(inner[s + 1 :])) if not inner[s + 1 :].all() else len(path) - 1 for s in starts]
    return np.stack([starts, np.array(ends, dtype=np.int64)], 1) if len(starts) else np.zeros((0, 2), dtype=np.int64)


# Links

_EDGES = np.array([1, 2, 3, 5, 9, 17, 33, 65, 129])
GAPS = 2 * (len(_EDGES) + 1)
RANKS = 8


def gaps(ones: "Ints", others: "Ints") -> "tuple[Ints, Ints]":
    """For each pair of spans: the pieces from one to the other, and that as a bucket, before and after apart."""
    after = others[None, :, 0] >= ones[:, None, 0]
    gap = np.where(after, others[None, :, 0] - ones[:, None, 1], ones[:, None, 0] - others[None, :, 1])
    return gap, np.searchsorted(_EDGES, gap, side="right") + np.where(after, len(_EDGES) + 1, 0)


def ranks(ones: "Ints", others: "Ints") -> "Ints":
    """For each pair of spans: how many of the others stand between (0 to 3), before and after apart."""
    at = np.searchsorted(others[:, 0], ones[:, 0])
    order = np.arange(len(others))[None, :] - at[:, None]
    bucket: Ints = np.where(order >= 0, np.minimum(order, 3) + 4, np.minimum(-order - 1, 3))
    return bucket


def links(ones: "Ints", others: "Ints", pointers: "Floats", tables: Tables, head: int) -> "Floats":
    """Scores [ones, others + 1] of the links of head 0 (content to cue) or 1 (cue to source); the last is null."""
    p = pointers[:, 4 * head : 4 * head + 4]
    queries = p[ones[:, 0], 0] + p[ones[:, 1], 1]
    keys = p[others[:, 0], 2] + p[others[:, 1], 3]
    pair = queries @ keys.T / np.sqrt(queries.shape[1])
    pair = pair + tables.distance[head][gaps(ones, others)[1]] + tables.rank[head][ranks(ones, others)]
    null = queries @ tables.null[head][:, None] / np.sqrt(queries.shape[1])
    return np.concatenate([pair, null], 1).astype(np.float32)


def chosen(ones: "Ints", others: "Ints", views: Sequence[View], tables: Tables, head: int) -> "Ints":
    """The row of the best of the others for each span, -1 for none, scored in the window where it is furthest in.

    Every content of the training data has a cue, so a content (head 0) takes the best in its window, if there is any.
    """
    result = np.full(len(ones), -1, dtype=np.int64)
    depths = np.stack([v.depth(ones[:, 0], ones[:, 1]) for v in views])
    for at, view in enumerate(views):
        mine = np.flatnonzero(depths.argmax(0) == at)
        near = np.flatnonzero((others[:, 0] < view.end) & (others[:, 1] >= view.start))
        if len(mine) and len(near):
            row = [np.clip(x, view.start, view.end - 1) - view.start for x in (ones[mine], others[near])]
            best = links(row[0], row[1], view.pointers, tables, head)[:, : len(near) + head].argmax(1)
            result[mine] = np.append(near, -1)[best]
    return result


def linked(text: str, p: Pieces, found: Scores, tables: Tables) -> tuple[Said, ...]:
    """The attributions that the scores say, in text order. Cues without content and sources without cue fall away."""
    path = decoded(p.ids, found.tags, tables.transitions)
    contents, cues, sources = (spans(path, role) for role in (CONTENT, CUE, SOURCE))
    if not len(contents):
        return ()
    to_source = chosen(cues, sources, found.views, tables, 1)
    held: dict[int, list[Span]] = {}
    for (a, b), cue in zip(contents, chosen(contents, cues, found.views, tables, 0), strict=True):
        if cue >= 0:
            held.setdefault(int(cue), []).extend(_span(text, p, a, b))
    made = [
        Said(
            source=_span(text, p, *sources[to_source[cue]]) if to_source[cue] >= 0 else (),
            cue=_span(text, p, *cues[cue]),
            content=tuple(sorted(content)),
        )
        for cue, content in held.items()
        if content
    ]
    return tuple(sorted(made, key=lambda one: min(*one.content, *one.cue, *one.source)))


def _span(text: str, p: Pieces, first: int, last: int) -> tuple[Span, ...]:
    """The characters from the first piece to the last, without spaces at the ends; empty when nothing is left."""
    found = trimmed(text, int(p.starts[first]), int(p.ends[last]))
    return (found,) if found else ()
