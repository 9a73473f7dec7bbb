"""Trains the attribution tagger and keeps a checkpoint from which it goes on after a stop.

  python train.py TRAIN.jsonl RUN_FOLDER [--epochs 4] [--crf] [--no-features] ...

RUN_FOLDER gets state.pt (all that is needed to resume), model.pt (weights after the last epoch) and settings.json;
a second start with the same folder goes on from state.pt. Progress goes to standard output.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from examples import AGREEMENT, Window, articles, epoch, example
from model import AttributionModel, base
from tokenizers import Tokenizer
from torch.nn import functional as F

from readouts.models.attribution import CONTENT, CUE, SOURCE, gaps, ranks
from readouts.models.shipped import plain


def padded(rows: list[np.ndarray]) -> torch.Tensor:
    """The rows as one tensor, zeros at their ends."""
    made = np.zeros((len(rows), max(map(len, rows))), dtype=np.int64)
    for i, row in enumerate(rows):
        made[i, : len(row)] = row
    return torch.from_numpy(made)


def link_losses(model: AttributionModel, pointers: torch.Tensor, w: Window) -> list[torch.Tensor]:
    """Cross entropy of each gold link of the window, content to cue and cue to source; the last choice is null."""
    losses = []
    for head, (one, other, gold) in enumerate(((CONTENT, CUE, w.to_cue), (CUE, SOURCE, w.to_source))):
        ones, others = w.spans[one], w.spans[other]
        if not len(ones):
            continue
        p = pointers[:, 4 * head : 4 * head + 4]
        queries = p[ones[:, 0], 0] + p[ones[:, 1], 1]
        scale = queries.shape[1] ** -0.5
        pair = (queries @ model.null[head])[:, None] * scale
        if len(others):
            keys = p[others[:, 0], 2] + p[others[:, 1], 3]
            bias = model.distance[head][torch.from_numpy(gaps(ones, others)[1])]
            bias = bias + model.rank[head][torch.from_numpy(ranks(ones, others))]
            pair = torch.cat([queries @ keys.T * scale + bias, pair], 1)
        losses.append(F.cross_entropy(pair, torch.from_numpy(gold), reduction="none"))
    return losses


def loss_of(model: AttributionModel, batch: list[Window], crf: bool) -> tuple[torch.Tensor, float, float]:
    """The loss of a batch, and its two parts: tags a piece, links a span."""
    ids = padded([w.ids for w in batch])
    tags, pointers = model(ids, padded([w.features for w in batch]))
    return loss_from(model, batch, tags, pointers, ids != 0, crf=crf)


def loss_from(
    model: AttributionModel,
    batch: list[Window],
    tags: torch.Tensor,
    pointers: torch.Tensor,
    mask: torch.Tensor,
    *,
    crf: bool,
) -> tuple[torch.Tensor, float, float]:
    """The same, from what the model has said of the batch."""
    gold = padded([w.tags for w in batch])
    tag_loss = model.crf_loss(tags, gold, mask) if crf else F.cross_entropy(tags[mask], gold[mask])
    links = [one for i, w in enumerate(batch) for one in link_losses(model, pointers[i], w)]
    link_loss = torch.cat(links).mean() if links else torch.zeros(())
    return tag_loss + 0.15 * link_loss, float(tag_loss.detach()), float(link_loss.detach())


def optimiser(model: AttributionModel, rate: float, head_rate: float) -> torch.optim.Optimizer:
    """AdamW with a rate for the encoder and one for all that starts from nothing; no decay on biases and norms."""
    groups: dict[tuple[bool, bool], list[torch.nn.Parameter]] = {}
    for name, p in ((name, p) for name, p in model.named_parameters() if p.requires_grad):
        groups.setdefault((name.startswith("encoder."), p.dim() > 1), []).append(p)
    return torch.optim.AdamW(
        [
            {"params": ps, "lr": rate if inner else head_rate, "weight_decay": 0.01 if decay else 0.0}
            for (inner, decay), ps in groups.items()
        ],
        fused=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1.2e-4)
    parser.add_argument("--head-rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--window", type=int, default=222)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crf", action="store_true")
    parser.add_argument("--no-features", action="store_true")
    parser.add_argument("--init", type=Path, help="model.pt of an earlier run to start from")
    parser.add_argument("--limit", type=int, help="the first articles only, for a trial")
    parser.add_argument("--steps", type=int, help="stop after as many steps, for a trial")
    given = parser.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(given.seed)
    given.run.mkdir(parents=True, exist_ok=True)
    settings = {k: str(v) if isinstance(v, Path) else v for k, v in vars(given).items()}
    (given.run / "settings.json").write_text(json.dumps(settings, indent=1) + "\n", "utf-8")

    tokenizer = plain(Tokenizer.from_file(str(base() / "tokenizer.json")))
    rows = [r for r in articles(given.train) if r["id"] not in AGREEMENT][: given.limit]
    examples = [example(tokenizer, r) for r in rows]
    print(len(examples), "articles,", sum(len(e.pieces) for e in examples), "pieces", flush=True)

    model = AttributionModel(features=not given.no_features)
    if given.init:
        model.load_state_dict(torch.load(given.init, weights_only=True))
    opt = optimiser(model, given.rate, given.head_rate)
    per_epoch = len(epoch(examples, size=given.window, batch=given.batch, seed=0))
    planned = given.epochs * per_epoch
    schedule = torch.optim.lr_scheduler.LambdaLR(
        opt, lambda s: min((s + 1) / (0.06 * planned), max(0.01, 1 - s / planned))
    )
    start_epoch, start_step, done = 0, 0, 0
    if (given.run / "state.pt").is_file():
        state = torch.load(given.run / "state.pt", weights_only=False)
        model.load_state_dict(state["model"])
        opt.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])
        start_epoch, start_step, done = state["epoch"], state["step"], state["done"]
        print("goes on at epoch", start_epoch, "step", start_step, flush=True)

    def keep(at_epoch: int, at_step: int) -> None:
        state = {"model": model.state_dict(), "optimiser": opt.state_dict(), "schedule": schedule.state_dict()}
        state |= {"random": torch.get_rng_state(), "epoch": at_epoch, "step": at_step, "done": done}
        torch.save(state, given.run / "state.tmp")
        (given.run / "state.tmp").rename(given.run / "state.pt")

    model.train()
    began, began_at, count, sums = time.time(), done, 0, np.zeros(2)
    for at in range(start_epoch, given.epochs):
        batches = epoch(examples, size=given.window, batch=given.batch, seed=1000 * given.seed + at)
        for step, batch in enumerate(batches):
            if at == start_epoch and step < start_step:
                continue
            loss, tag_loss, link_loss = loss_of(model, batch, given.crf)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            opt.step()
            schedule.step()
            opt.zero_grad()
            done += 1
            count += sum(len(w.ids) for w in batch)
            sums += (tag_loss, link_loss)
            if done % 50 == 0:
                seconds = time.time() - began
                left = (planned - done) * seconds / (done - began_at)
                print(
                    f"epoch {at + step / per_epoch:.2f} tags {sums[0] / 50:.4f} links {sums[1] / 50:.4f} "
                    f"{count / seconds:.0f} pieces/s {left / 60:.0f} min left",
                    flush=True,
                )
                sums[:] = 0
            if done % 200 == 0:
                keep(at, step + 1)
            if given.steps and done >= given.steps:
                return
        keep(at + 1, 0)
        torch.save(model.state_dict(), given.run / "model.pt")


if __name__ == "__main__":
    main()
