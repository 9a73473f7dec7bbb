"""Teaches a small encoder the attributions and, unless told not to, spaCy's parse.

  python learn.py POLNEAR/polnear_train.jsonl SILVER/train.jsonl TEACHER WIDE RUN [--kept 1 3 5] [--no-parse] ...

SILVER comes from silver.py, TEACHER from teacher.py, WIDE is the run folder of the attribution model whose layers
`--kept` are the start. The attributions are learned from PolNeAR's labels and, on all texts, by being like the wide
model in the last layer and in the scores of the tags. RUN gets model.pt and settings.json, every 200 batches.
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from decode import loaded
from encoder import Shared, Tokens, begun, kept_in, tokens_of
from examples import Example, Window, articles, example, window
from model import base
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from train import link_losses, optimiser, padded

from readouts.models.attribution import pieces
from readouts.models.shipped import plain

NONE = -100  # a head that stands in another window: nothing is learned from it


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A window of a text: attributions where it has labels, the wide model's last layer, spaCy's tokens."""

    window: Window
    labelled: bool
    hidden: np.ndarray
    tokens: Tokens
    blank: np.ndarray  # 1 for each of its tokens, to tell them from padding


def made(silver: Path, gold: Path, teacher: Path, ids: dict[str, dict[str, int]], *, only_gold: bool) -> list[Piece]:
    """The windows of all texts."""
    tokenizer = plain(Tokenizer.from_file(str(base() / "tokenizer.json")))
    labelled = {row["id"]: row for row in articles(gold)}
    hidden = np.load(teacher / "hidden.npy", mmap_mode="r")
    at, found = 0, []
    for row, limits in zip(articles(silver), json.loads((teacher / "cuts.json").read_text()), strict=True):
        p = pieces(tokenizer, row["text"])
        if row["id"] in labelled:
            e = example(tokenizer, labelled[row["id"]])
        elif only_gold:
            at += len(p)
            continue
        else:
            e = Example(pieces=p, tags=np.zeros(len(p), dtype=np.int64), attributions=())
        tokens = tokens_of(row, p.starts, p.ends, ids)
        found += [
            Piece(
                window=window(e, a, b),
                labelled=row["id"] in labelled,
                hidden=hidden[at + a : at + b],
                tokens=(own := within(tokens, a, b)),
                blank=np.ones(len(own.first), dtype=np.int64),
            )
            for a, b in limits
        ]
        at += len(p)
    return found


def within(t: Tokens, a: int, b: int) -> Tokens:
    """The tokens whose first pieces stand in the window, counted with [CLS]."""
    mine = np.flatnonzero((t.first >= a) & (t.first < b))
    start = int(mine[0]) if len(mine) else 0
    head = t.head[mine] - start
    return Tokens(
        rows=t.rows[mine],
        first=t.first[mine] - a + 1,
        inside=t.inside[mine],
        tag=t.tag[mine],
        head=np.where((head >= 0) & (head < len(mine)), head, NONE),
        dep=t.dep[mine],
        ent=t.ent[mine],
        sent=t.sent[mine],
    )


def epoch(found: list[Piece], batch: int, seed: int) -> list[list[Piece]]:
    """Batches of windows of like length, in random order."""
    rng = np.random.default_rng(seed)
    mixed = [found[i] for i in rng.permutation(len(found))]
    pools = [
        sorted(mixed[i : i + 32 * batch], key=lambda p: len(p.window.ids)) for i in range(0, len(mixed), 32 * batch)
    ]
    batches = [pool[i : i + batch] for pool in pools for i in range(0, len(pool), batch)]
    return [batches[i] for i in rng.permutation(len(batches))]


def attribution_loss(
    model: Shared, wide: torch.nn.Linear, batch: list[Piece], last: Tensor, mask: Tensor
) -> dict[str, Tensor]:
    """What the labels say of the attributions, and how unlike the wide model the last layer and the tags are."""
    h = model.dropout(last)
    tags, pointers = model.tags(h), model.pointers(h).reshape(*mask.shape, 8, -1)
    losses = {}
    own = [i for i, p in enumerate(batch) if p.labelled]
    if own:
        gold = padded([batch[i].window.tags for i in own])
        longest = gold.shape[1]
        losses["tags"] = model.crf_loss(tags[own][:, :longest], gold, mask[own][:, :longest])
        links = [one for i in own for one in link_losses(model, pointers[i], batch[i].window)]
        if links:
            losses["links"] = 0.15 * torch.cat(links).mean()
    theirs = torch.zeros_like(last)
    inner = torch.zeros_like(mask)
    for i, p in enumerate(batch):
        theirs[i, 1 : len(p.hidden) + 1] = torch.from_numpy(p.hidden.astype(np.float32))
        inner[i, 1 : len(p.hidden) + 1] = True
    with torch.no_grad():
        wanted = wide(theirs[inner])
    losses["unlike"] = F.mse_loss(last[inner], theirs[inner])
    losses["scores"] = 0.1 * F.mse_loss(tags[inner], wanted)
    return losses


def parse_loss(model: Shared, batch: list[Piece], layers: list[Tensor]) -> tuple[dict[str, Tensor], dict[str, float]]:
    """How unlike spaCy's the parse is, and the shares of tokens that are the same."""
    there = padded([p.blank for p in batch]).bool()
    column = {
        k: padded([getattr(p.tokens, k) for p in batch])
        for k in ("first", "inside", "tag", "head", "dep", "ent", "sent")
    }
    said = model.tokens(layers, column["first"], column["inside"])
    known = there & (column["head"] != NONE)
    arcs = said["arcs"].masked_fill(~there[:, None, :], -1e4)
    names = model.named(said["down"], column["head"].clamp(min=0))
    losses = {
        "arc": F.cross_entropy(arcs[known], column["head"][known]),
        "dep": 0.5 * F.cross_entropy(names[known], column["dep"][known]),
        **{
            k: weight * F.cross_entropy(said[k][there], column[k][there])
            for k, weight in (("tag", 0.5), ("ent", 0.5), ("sent", 0.5))
        },
    }
    with torch.no_grad():
        right = arcs[known].argmax(-1) == column["head"][known]
        named = names[known].argmax(-1) == column["dep"][known]
        same = {"uas": right, "las": right & named, "pos": said["tag"][there].argmax(-1) == column["tag"][there]}
    return losses, {k: float(v.float().mean()) for k, v in same.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("gold", "silver", "teacher", "wide", "run"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--kept", type=int, nargs="+", default=[1, 3, 5])
    parser.add_argument("--epochs", type=float, default=2)
    parser.add_argument("--no-parse", action="store_true")
    parser.add_argument("--init", type=Path, help="a run of this file to start from")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--alike", type=float, default=1.0, help="weight of likeness to the wide model")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only-gold", action="store_true", help="only the texts with labels")
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    given.run.mkdir(parents=True, exist_ok=True)
    labels = {k: sorted({x for row in articles(given.silver) for x in row[k]}) for k in ("tag", "dep", "ent")}
    numbers = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
    found = made(given.silver, given.gold, given.teacher, numbers, only_gold=given.only_gold)
    wide = loaded(given.wide)[0].tags
    start = kept_in(given.init) if given.init else None
    model = begun(given.wide, given.kept, None if given.no_parse else labels)
    if start is not None:
        model.load_state_dict(start.state_dict(), strict=False)
    settings = {"layers": len(given.kept), "labels": model.labels, "crf": True}
    settings |= {k: str(v) if isinstance(v, Path) else v for k, v in vars(given).items()}
    (given.run / "settings.json").write_text(json.dumps(settings) + "\n", "utf-8")
    model.encoder.embeddings.word_embeddings.requires_grad_(False)
    opt = optimiser(model, given.rate, given.head_rate)
    batches = [b for at in range(int(given.epochs) + 1) for b in epoch(found, given.batch, 1000 * given.seed + at)]
    batches = batches[: int(len(batches) / (int(given.epochs) + 1) * given.epochs)]
    schedule = torch.optim.lr_scheduler.LambdaLR(
        opt, lambda s: min((s + 1) / min(100, 0.06 * len(batches)), max(0.01, 1 - s / len(batches)))
    )
    print(len(found), "windows,", len(batches), "batches", flush=True)
    model.train()
    began, count, sums = time.time(), 0, {}
    for done, batch in enumerate(batches, 1):
        ids, signs = padded([p.window.ids for p in batch]), padded([p.window.features for p in batch])
        layers, mask = model.hidden(ids, signs), ids != 0
        losses = attribution_loss(model, wide, batch, layers[-1], mask)
        losses |= {k: given.alike * losses[k] for k in ("unlike", "scores")}
        same: dict[str, float] = {}
        if model.labels is not None:
            parsed, same = parse_loss(model, batch, layers)
            losses |= parsed
        sum(losses.values()).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        schedule.step()
        opt.zero_grad()
        count += sum(len(p.window.ids) for p in batch)
        for k, v in ({k: float(v.detach()) for k, v in losses.items()} | same).items():
            sums.setdefault(k, []).append(v)
        if done % 25 == 0:
            seconds = time.time() - began
            told = " ".join(f"{k} {np.mean(v):.3f}" for k, v in sums.items())
            left = seconds / done * (len(batches) - done) / 60
            print(f"{done} {told} | {count / seconds:.0f} pieces/s {left:.0f} min left", flush=True)
            sums = {}
        if done % 200 == 0 or done == len(batches):
            torch.save(model.state_dict(), given.run / "model.tmp")
            (given.run / "model.tmp").rename(given.run / "model.pt")


if __name__ == "__main__":
    main()
