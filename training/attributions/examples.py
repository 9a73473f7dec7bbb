"""Annotated articles as word pieces with tags and links, and training windows cut from them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from readouts.models.attribution import CLS, CONTENT, CUE, NEWLINE, SEP, SOURCE, Pieces, pieces

AGREEMENT = frozenset((Path(__file__).parent / "agreement.txt").read_text("utf-8").split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One article: its pieces, a tag for each, and each attribution's spans as first and last piece."""

    pieces: Pieces
    tags: np.ndarray
    attributions: tuple[dict[str, tuple[tuple[int, int], ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A training window with [CLS] and [SEP]; span and link arrays count pieces of the window."""

    ids: np.ndarray
    features: np.ndarray
    tags: np.ndarray
    spans: dict[int, np.ndarray]  # B- tag of the role: rows of first and last piece, in order
    to_cue: np.ndarray  # row of the cue for each content, or the number of cues for none in the window
    to_source: np.ndarray  # the same from cue to source


def articles(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def example(tokenizer: Tokenizer, row: dict[str, Any]) -> Example:
    """The article with a tag for each piece; where gold spans overlap (4 pairs in train), the later one wins."""
    p = pieces(tokenizer, row["text"])
    tags = np.zeros(len(p), dtype=np.int64)
    made = []
    for a in row["attributions"]:
        spans = {}
        for role, begin in (("source", SOURCE), ("cue", CUE), ("content", CONTENT)):
            found = [inside for s, e in sorted(a[role]) if len(inside := _touched(p, s, e))]
            for inside in found:
                tags[inside] = begin + 1
                tags[inside[0]] = begin
            spans[role] = tuple((int(i[0]), int(i[-1])) for i in found)
        made.append(spans)
    tags[p.ids == NEWLINE] = 0
    return Example(pieces=p, tags=tags, attributions=tuple(made))


def _touched(p: Pieces, start: int, end: int) -> np.ndarray:
    """The pieces that share a character with the span."""
    return np.flatnonzero((p.starts < end) & (p.ends > start) & (p.ids != NEWLINE))


def cuts(ids: np.ndarray, size: int, first: int) -> Iterator[tuple[int, int]]:
    """Ranges that cover all pieces once, whole paragraphs where they fit, the first range of at most `first`."""
    ends = np.flatnonzero(ids == NEWLINE)
    start, room = 0, first
    while start < len(ids):
        end = min(start + room, len(ids))
        if end < len(ids):
            near = ends[(ends > start + room // 3) & (ends < end)]
            end = int(near[-1]) + 1 if len(near) else end
        yield start, end
        start, room = end, size


def window(e: Example, a: int, b: int) -> Window:
    """The pieces from `a` up to `b` with the spans and links that lie in it; a span cut by the edge is cut."""
    rows: dict[int, list[tuple[int, int]]] = {SOURCE: [], CUE: [], CONTENT: []}
    for att in e.attributions:
        for role, begin in (("source", SOURCE), ("cue", CUE), ("content", CONTENT)):
            rows[begin] += [c for s in att[role] if (c := _clipped(s, a, b)) and c not in rows[begin]]
    spans = {k: np.array(sorted(v), dtype=np.int64).reshape(-1, 2) for k, v in rows.items()}
    at = {k: {tuple(s): i for i, s in enumerate(v.tolist())} for k, v in spans.items()}
    to_cue = np.full(len(spans[CONTENT]), len(spans[CUE]))
    to_source = np.full(len(spans[CUE]), len(spans[SOURCE]))
    for att in e.attributions:
        cue = next((at[CUE][c] for s in att["cue"] if (c := _clipped(s, a, b)) in at[CUE]), len(spans[CUE]))
        for s in att["content"]:
            if (c := _clipped(s, a, b)) in at[CONTENT]:
                to_cue[at[CONTENT][c]] = cue
        source = next((at[SOURCE][c] for s in att["source"] if (c := _clipped(s, a, b)) in at[SOURCE]), None)
        if cue < len(spans[CUE]) and source is not None:
            to_source[cue] = source
    edge = np.zeros(1, dtype=np.int64)
    return Window(
        ids=np.concatenate([[CLS], e.pieces.ids[a:b], [SEP]]),
        features=np.concatenate([edge, e.pieces.features[a:b], edge]),
        tags=np.concatenate([edge, begun(e.tags[a:b]), edge]),
        spans=spans,
        to_cue=to_cue,
        to_source=to_source,
    )


def begun(tags: np.ndarray) -> np.ndarray:
    """The tags with B- where an I- continues nothing, as at a window's edge: a CRF must not meet what it forbids."""
    before = np.concatenate([[0], tags[:-1]])
    return tags - ((tags > 0) & (tags % 2 == 0) & (before != tags) & (before != tags - 1))


def _clipped(span: tuple[int, int], a: int, b: int) -> tuple[int, int] | None:
    """The part of the span in the window, counted with [CLS]; None when there is none."""
    first, last = max(span[0], a), min(span[1], b - 1)
    return (first - a + 1, last - a + 1) if first <= last else None


def epoch(examples: list[Example], *, size: int, batch: int, seed: int) -> list[list[Window]]:
    """The batches of one epoch: windows cut anew from a random first limit, those of like length together."""
    rng = np.random.default_rng(seed)
    made = [
        window(e, a, b) for e in examples for a, b in cuts(e.pieces.ids, size, int(rng.integers(size // 4, size + 1)))
    ]
    made = [made[i] for i in rng.permutation(len(made))]
    pools = [made[i : i + 32 * batch] for i in range(0, len(made), 32 * batch)]
    ordered = [w for pool in pools for w in sorted(pool, key=lambda w: len(w.ids))]
    batches = [ordered[i : i + batch] for i in range(0, len(ordered), batch)]
    return [batches[i] for i in rng.permutation(len(batches))]
