"""One small encoder with heads for the attributions and for what the engine takes from spaCy's parse. See README.md."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from decode import loaded
from model import AttributionModel
from torch import Tensor, nn

ARC, LABEL, FAR = 128, 64, 32  # widths of the vectors that point to heads and name arcs; the furthest distance told


class Shared(AttributionModel):
    """The attribution model with fewer layers, and heads on the first piece of each of spaCy's tokens.

    Those heads read a mixture of all layers: tags and arcs are known further down than attributions are.
    """

    def __init__(self, layers: int, labels: dict[str, list[str]] | None) -> None:
        super().__init__(pretrained=False)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:layers]
        self.labels = labels
        if labels is None:
            return
        width = self.encoder.config.hidden_size
        self.mixture = nn.Parameter(torch.zeros(layers + 1))
        self.inside = nn.Embedding(2, width)  # whether the token begins within its piece, as "n't" may
        nn.init.zeros_(self.inside.weight)
        self.down = nn.Linear(width, 2 * ARC + 2 * LABEL)
        self.arc = nn.Parameter(torch.eye(ARC) / ARC**0.5)
        self.head_alone = nn.Linear(ARC, 1)
        self.root = nn.Linear(ARC, 1)
        self.far = nn.Parameter(torch.zeros(2 * FAR + 1))
        self.deps = nn.Parameter(torch.randn(LABEL + 1, len(labels["dep"]), LABEL + 1) * 0.02)
        self.wide = nn.Linear(width, width)
        self.tag = nn.Linear(width, len(labels["tag"]))
        self.ent = nn.Linear(width, len(labels["ent"]))
        self.sent = nn.Linear(width, 2)

    def tokens(self, layers: list[Tensor], first: Tensor, inside: Tensor) -> dict[str, Tensor]:
        """Scores of the tokens whose first pieces are given [b, n]: tags, entities, starts, and arcs [b, n, n].

        On the diagonal of the arcs stands the score of being a root. `down` is what labels are read from.
        """
        mixed = sum(w * layer for w, layer in zip(self.mixture.softmax(0), layers, strict=True))
        x = mixed.gather(1, first[..., None].expand(-1, -1, mixed.shape[-1])) + self.inside(inside)
        x = self.dropout(x)
        down = torch.nn.functional.gelu(self.down(x))
        child, parent = down[..., :ARC], down[..., ARC : 2 * ARC]
        arcs = child @ self.arc @ parent.transpose(1, 2) + self.head_alone(parent).transpose(1, 2)
        places = torch.arange(first.shape[1])
        arcs = arcs + self.far[(places[None] - places[:, None]).clamp(-FAR, FAR) + FAR]
        alone = torch.eye(first.shape[1], dtype=torch.bool)
        arcs = torch.where(alone, self.root(child), arcs)
        wide = torch.nn.functional.gelu(self.wide(x))
        return {
            "down": down,
            "arcs": arcs,
            "tag": self.tag(wide),
            "ent": self.ent(wide),
            "sent": self.sent(wide),
        }

    def named(self, down: Tensor, heads: Tensor) -> Tensor:
        """Scores of the labels of the arcs from each token to its head [b, n, labels]."""
        child, parent = down[..., 2 * ARC : 2 * ARC + LABEL], down[..., 2 * ARC + LABEL :]
        parent = parent.gather(1, heads[..., None].expand_as(parent))
        one = torch.ones(*heads.shape, 1)
        child, parent = torch.cat([child, one], -1), torch.cat([parent, one], -1)
        return torch.einsum("bnld,bnd->bnl", torch.einsum("bnc,cld->bnld", child, self.deps), parent)


def begun(wide: Path, kept: list[int], labels: dict[str, list[str]] | None) -> Shared:
    """The attribution model of that run with some of its layers only, the other heads untaught."""
    source, _ = loaded(wide)
    made = Shared(len(kept), labels)
    state = source.state_dict()
    layer = "encoder.encoder.layer."
    new = {k: v for k, v in state.items() if not k.startswith(layer)}
    for at, old in enumerate(kept):
        mine = f"{layer}{old}."
        new |= {f"{layer}{at}.{k.removeprefix(mine)}": v for k, v in state.items() if k.startswith(mine)}
    missing, unexpected = made.load_state_dict(new, strict=False)
    assert not unexpected and not any(k.startswith(layer) for k in missing)
    return made


def kept_in(run: Path, name: str = "model.pt") -> Shared:
    """The model of a run folder of learn.py."""
    settings = json.loads((run / "settings.json").read_text("utf-8"))
    made = Shared(settings["layers"], settings["labels"])
    made.load_state_dict(torch.load(run / name, weights_only=True))
    return made.eval()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """spaCy's tokens of a text, blank ones left out; heads are rows of these arrays, a root its own."""

    rows: np.ndarray  # which of spaCy's tokens they are
    first: np.ndarray  # their first pieces
    inside: np.ndarray  # 1 where the token begins within that piece
    tag: np.ndarray
    head: np.ndarray
    dep: np.ndarray
    ent: np.ndarray
    sent: np.ndarray


def first_pieces(starts: np.ndarray, ends: np.ndarray, p_starts: np.ndarray, p_ends: np.ndarray) -> np.ndarray:
    """The first piece of each token: the one that begins in it, else the one that holds its beginning."""
    real = np.flatnonzero(p_ends > p_starts)
    at = np.searchsorted(p_starts[real], starts)
    begins = (at < len(real)) & (p_starts[real][np.minimum(at, len(real) - 1)] < ends)
    return real[np.where(begins, at, np.maximum(at - 1, 0))]


def tokens_of(row: dict, p_starts: np.ndarray, p_ends: np.ndarray, ids: dict[str, dict[str, int]]) -> Tokens:
    """The columns of a silver row as numbers."""
    text, starts, ends = row["text"], np.array(row["start"]), np.array(row["end"])
    rows = np.array([i for i, (a, b) in enumerate(zip(starts, ends, strict=True)) if not text[a:b].isspace()])
    back = np.full(len(starts), -1)
    back[rows] = np.arange(len(rows))
    head = np.array(row["head"])
    for _ in range(4):
        head = np.where(back[head] < 0, head[head], head)
    first = first_pieces(starts[rows], ends[rows], p_starts, p_ends)
    head = np.where(back[head[rows]] < 0, np.arange(len(rows)), back[head[rows]])
    number = {k: np.array([ids[k].get(row[k][i], 0) for i in rows]) for k in ("tag", "dep", "ent")}
    sent = np.array([row["sent"][i] for i in rows])
    # A start that stands on a blank token falls to the next one.
    for i in np.flatnonzero(row["sent"]):
        after = np.searchsorted(rows, i)
        if after < len(rows):
            sent[after] = 1
    return Tokens(rows=rows, first=first, inside=(p_starts[first] < starts[rows]).astype(np.int64), head=head,
                  sent=sent, **number)  # fmt: skip
