"""The shared encoder run by onnxruntime: a text's attributions and a spaCy Doc, in place of the parser and the tagger.

spaCy gives the tokens (its tokenizer, rules), the coarse tags (attribute ruler) and the lemmas (rules and tables); fine
tags, heads, labels, sentences and entities come from the encoder.
"""

import json
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from spacy.tokens import Doc
from tokenizers import Tokenizer

from readouts.models import attribution, parser
from readouts.models.attribution import NEWLINE, OVERLAP, WINDOW, Pieces, Said, Scores, Tables, View
from readouts.models.shipped import plain
from readouts.records import Document
from readouts.text import lines_break, normalised

ARC, LABEL, FAR = 128, 64, 32
STOPS, CLOSING = (1012, 1029, 999), (1000, 1005, 1007, 1521, 1524)  # of the vocabulary: . ? ! and " ' ) ’ ”


class Reader:
    """A model of written.py."""

    def __init__(self, folder: Path, nlp: Any) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = 1, 1
        self.session = onnxruntime.InferenceSession(
            str(folder / "shared.onnx"), options, providers=["CPUExecutionProvider"]
        )
        held = json.loads(self.session.get_modelmeta().custom_metadata_map["tables"])
        self.tables = Tables(**{k: np.array(rows, dtype=np.float32) for k, rows in held.items()})
        self.labels = json.loads((folder / "shared.json").read_text())
        arrays = np.load(folder / "shared.npz")
        self.deps, self.far = arrays["deps"], arrays["far"]
        self.tokenizer = plain(Tokenizer.from_file(str(folder / "tokenizer.json")))
        self.nlp = nlp
        self.outputs = [o.name for o in self.session.get_outputs()]
        self.named = [nlp.get_pipe(name) for name in ("attribute_ruler", "lemmatizer")]

    @cached_property
    def apart(self) -> np.ndarray:
        """What distance says of an arc, for the longest window."""
        n = WINDOW + 2
        return self.far[np.clip(np.arange(n)[None] - np.arange(n)[:, None], -FAR, FAR) + FAR]

    def read(self, text: str) -> tuple[tuple[Said, ...], Doc]:
        """The outermost attributions of the text, and its parse."""
        p = attribution.pieces(self.tokenizer, text)
        tokens = parser._tokens(self.nlp, normalised(text))
        starts = np.array([t.idx for t in tokens], dtype=np.int64)
        ends = starts + np.array([len(t) for t in tokens], dtype=np.int64)
        rows = np.array([t.i for t in tokens if not t.is_space], dtype=np.int64)
        if not len(rows):
            return (), self.nlp(tokens)
        first = _first_pieces(starts[rows], ends[rows], p.starts, p.ends)
        inside = (p.starts[first] < starts[rows]).astype(np.int64)
        breaks = np.zeros(len(rows), dtype=bool)
        at = np.searchsorted(starts[rows], np.array(list(lines_break(text)), dtype=np.int64))
        breaks[at[at < len(rows)]] = True
        found = Scores(tags=np.zeros((len(p), 7), dtype=np.float32), views=[])
        depth = np.full(len(p), -1, dtype=np.int64)
        made = {k: np.zeros(len(rows), dtype=np.int64) for k in ("tag", "ent", "dep", "head", "sent")}
        for a, own, b, end in windows(p):
            mine = np.flatnonzero((first >= a) & (first < b))
            ids, features = attribution._window(p, a, b)
            fed = {"ids": ids, "features": features, "first": first[mine] - a + 1, "inside": inside[mine][None]}
            said = dict(zip(self.outputs, (one[0] for one in self.session.run(self.outputs, fed)), strict=True))
            view = View(start=a, end=b, last=b == len(p), pointers=said["pointers"][1:-1])
            found.views.append(view)
            deep = view.depth(np.arange(a, b), np.arange(a, b))
            better = np.flatnonzero(deep > depth[a:b])
            found.tags[a + better] = said["tags"][1:-1][better]
            depth[a + better] = deep[better]
            kept = np.flatnonzero((first[mine] >= own) & (first[mine] < end))
            if len(kept):
                self._parse(said, mine, kept, breaks, made)
        return attribution.linked(text, p, found, self.tables), self._doc(tokens, rows, made)

    def _parse(self, said: dict, mine: np.ndarray, kept: np.ndarray, breaks: np.ndarray, made: dict) -> None:
        """Writes what the window says of the tokens that are its own."""
        own = mine[kept]
        made["tag"][own], made["ent"][own] = said["tag"][kept].argmax(1), said["ent"][kept].argmax(1)
        begins = (said["sent"][kept].argmax(1) == 1) | breaks[own]
        begins[0] = True
        made["sent"][own] = begins
        n = len(mine)
        arcs = said["arcs"] + self.apart[:n, :n]
        np.fill_diagonal(arcs, said["root"][:, 0])
        heads = np.zeros(n, dtype=np.int64)
        limits = [*np.flatnonzero(begins), len(kept)]
        for a, b in pairwise(limits):
            s, e = kept[a], kept[b - 1] + 1
            heads[s:e] = tree(arcs[s:e, s:e]) + s
        child, parent = said["down"][:, 2 * ARC : 2 * ARC + LABEL], said["down"][:, 2 * ARC + LABEL :]
        one = np.ones((len(kept), 1), dtype=np.float32)
        child, parent = np.hstack([child[kept], one]), np.hstack([parent[heads[kept]], one])
        width = LABEL + 1
        turned = (child @ self.deps.reshape(width, -1)).reshape(len(kept), -1, width)
        names = (turned @ parent[:, :, None])[:, :, 0]
        root = self.labels["dep"].index("ROOT")
        names[:, root] = np.where(heads[kept] == kept, 1e4, -1e4)
        made["dep"][own], made["head"][own] = names.argmax(1), mine[heads[kept]]

    def _doc(self, tokens: Doc, rows: np.ndarray, made: dict) -> Doc:
        """A Doc of the tokens with all that was read; a blank one hangs from the token before it."""
        n = len(tokens)
        heads = np.maximum(np.arange(n) - 1, 0)
        if rows[0]:
            heads[: rows[0]] = rows[0]
        tags, deps, ents = ["_SP"] * n, ["dep"] * n, ["O"] * n
        for row, tag, dep, head, ent in zip(
            rows.tolist(),
            *(made[k].tolist() for k in ("tag", "dep", "head")),
            _entities([self.labels["ent"][i] for i in made["ent"]]),
            strict=True,
        ):
            tags[row], deps[row], heads[row], ents[row] = (
                self.labels["tag"][tag],
                self.labels["dep"][dep],
                rows[head],
                ent,
            )
        doc = Doc(
            self.nlp.vocab,
            words=[t.text for t in tokens],
            spaces=[bool(t.whitespace_) for t in tokens],
            tags=tags,
            heads=heads.tolist(),
            deps=deps,
            ents=ents,
        )
        for pipe in self.named:
            doc = pipe(doc)
        return doc

    def parsed(self, _nlp: Any, document: Document) -> Doc:
        """Stands in for `readouts.models.parser.parsed`; `said` gives what it found beside."""
        self.beside = document.text, *self.read(document.text)
        return self.beside[2]

    def said(self, _tagger: Any, text: str) -> tuple[Said, ...]:
        """Stands in for `readouts.models.attribution.said`."""
        return self.beside[1] if self.beside[0] == text else self.read(text)[0]


def windows(p: Pieces) -> Iterator[tuple[int, int, int, int]]:
    """Start, own start, end and own end of windows: as `attribution.windows`, but own parts end with a sentence.

    A window that does not end with a paragraph owns its sentences up to the last stop; the next begins before there.
    """
    ends, stops, n = np.flatnonzero(p.ids == NEWLINE), _stops(p), len(p)
    start = own = 0
    while own < n:
        end = limit = min(start + WINDOW, n)
        if end < n:
            near = ends[(ends > start + WINDOW // 2) & (ends < end)]
            if len(near):
                end = limit = int(near[-1]) + 1
            else:
                near = stops[(stops > own + WINDOW // 4) & (stops < end)]
                limit = int(near[-1]) if len(near) else end
        yield start, own, end, limit
        own = limit
        back = ends[(ends > max(start, own - 2 * OVERLAP)) & (ends < own - OVERLAP // 2)]
        start = int(back[0]) + 1 if len(back) else max(start + 1, own - OVERLAP)


def _stops(p: Pieces) -> np.ndarray:
    """Where a sentence may begin: a capital after a space, after a stop and marks that close, no initial before it."""
    at = np.flatnonzero(np.isin(p.ids[:-1], STOPS))
    at = at[p.ends[np.maximum(at - 1, 0)] - p.starts[np.maximum(at - 1, 0)] > 1] + 1
    at = np.where(np.isin(p.ids[at], CLOSING), np.minimum(at + 1, len(p) - 1), at)
    return at[(p.features[at] % 2 == 1) & np.isin(p.features[at] // 6, (1, 2))]


def tree(arcs: np.ndarray) -> np.ndarray:
    """The head of each token of a sentence, one root, no circle; the best heads where they are that already."""
    heads = arcs.argmax(1)
    own = np.arange(len(arcs))
    if (heads == own).sum() != 1:
        lost = arcs.max(1) - arcs.diagonal()
        root = int(lost.argmin())
        arcs = arcs.copy()
        others = own != root
        arcs[own[others], own[others]] = -1e9
        arcs[root] = -1e9
        arcs[root, root] = 0
        heads = arcs.argmax(1)
    at = heads.copy()
    for _ in range(max(1, len(arcs).bit_length())):
        at = at[at]
    root = int(np.flatnonzero(heads == own)[0])
    return heads if (at == root).all() else _edmonds(arcs, root)


def _edmonds(arcs: np.ndarray, root: int) -> np.ndarray:
    """Chu, Liu and Edmonds: the best tree below the root."""
    n = len(arcs)
    scores = arcs.copy()
    np.fill_diagonal(scores, -1e9)
    heads = scores.argmax(1)
    heads[root] = root
    circle = _circle(heads, root)
    if circle is None:
        return heads
    inner, outer = np.array(circle), np.array([i for i in range(n) if i not in set(circle)])
    lost = scores[inner, heads[inner]]
    into = scores[np.ix_(inner, outer)] - lost[:, None]  # from a token of the circle to a head outside
    out_of = scores[np.ix_(outer, inner)]
    m = len(outer)
    small = np.full((m + 1, m + 1), -1e9, dtype=scores.dtype)
    small[:m, :m] = scores[np.ix_(outer, outer)]
    small[m, :m] = into.max(0)
    small[:m, m] = out_of.max(1)
    found = _edmonds(small, int(np.flatnonzero(outer == root)[0]))
    made = heads.copy()
    for i in range(m):
        if outer[i] != root:
            made[outer[i]] = inner[out_of[i].argmax()] if found[i] == m else outer[found[i]]
    broken = into[:, found[m]].argmax()
    made[inner[broken]] = outer[found[m]]
    made[root] = root
    return made


def _circle(heads: np.ndarray, root: int) -> list[int] | None:
    """Tokens that are their own ancestors, the first such circle; None when there is none."""
    seen = {root: -1}
    for start in range(len(heads)):
        at, path = start, []
        while at not in seen:
            seen[at] = start
            path.append(at)
            at = int(heads[at])
        if seen[at] == start and at in path:
            return path[path.index(at) :]
    return None


def _entities(found: list[str]) -> list[str]:
    """BILUO as it comes, made whole, as B- and I-: an entity goes on while its kind does and none begins."""
    made, before = [], ""
    for one in found:
        place, _, kind = one.partition("-")
        goes_on = place in ("I", "L") and before == kind
        made.append("O" if place == "O" else f"{'I' if goes_on else 'B'}-{kind}")
        before = kind if place in ("B", "I") else ""
    return made


def _first_pieces(starts: np.ndarray, ends: np.ndarray, p_starts: np.ndarray, p_ends: np.ndarray) -> np.ndarray:
    """As in encoder.py, which needs torch."""
    real = np.flatnonzero(p_ends > p_starts)
    at = np.searchsorted(p_starts[real], starts)
    begins = (at < len(real)) & (p_starts[real][np.minimum(at, len(real) - 1)] < ends)
    return real[np.where(begins, at, np.maximum(at - 1, 0))]


__all__ = ["Pieces", "Reader", "tree", "windows"]
