"""Makes a narrower model of a trained one: the least useful heads and inner units go, the rest learns to do without.

  python slim.py TRAIN.jsonl RUN NARROW_RUN [--heads 12] [--inner 1152] [--steps 50] ...

What a head or unit is worth is read from some batches: its output times the loss's slope there (Michel, Levy, Neubig
2019). The narrow model then learns from the annotations as in train.py, and to be like the wide one after each layer
and in its tags. NARROW_RUN gets model.pt and settings.json at the end; it does not resume.
"""

import argparse
import json
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from decode import loaded
from examples import AGREEMENT, Window, articles, epoch, example
from model import HEAD, HEADS, INNER, LAYERS, AttributionModel, base, narrow
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F
from train import loss_from, loss_of, optimiser, padded

from readouts.models.shipped import plain


def worth(model: AttributionModel, batches: list[list[Window]]) -> tuple[Tensor, Tensor]:
    """How much each head [layers, heads] and each inner unit [layers, inner] bears on the loss of the batches."""
    held: dict[tuple[int, str], Tensor] = {}

    def keep(at: int, part: str):
        def hook(_module: torch.nn.Module, inputs: tuple[Tensor, ...]) -> None:
            inputs[0].retain_grad()
            held[at, part] = inputs[0]

        return hook

    hooks = []
    for at, layer in enumerate(model.encoder.encoder.layer):
        hooks.append(layer.attention.output.dense.register_forward_pre_hook(keep(at, "heads")))
        hooks.append(layer.output.dense.register_forward_pre_hook(keep(at, "inner")))
    heads, inner = torch.zeros(LAYERS, HEADS), torch.zeros(LAYERS, INNER)
    for batch in batches:
        loss_of(model, batch, True)[0].backward()
        for (at, part), out in held.items():
            felt = (out * out.grad).detach()
            if part == "heads":
                heads[at] += felt.unflatten(-1, (HEADS, HEAD)).sum(-1).abs().sum((0, 1))
            else:
                inner[at] += felt.abs().sum((0, 1))
        model.zero_grad()
    for hook in hooks:
        hook.remove()
    return heads, inner


def best(scores: Tensor, count: int) -> list[Tensor]:
    """Rows of the best of each layer, in their old order."""
    return [row.topk(count).indices.sort().values for row in scores]


def narrowed(run: Path, batches: list[list[Window]], heads: int, inner: int) -> AttributionModel:
    """The run's model with its best heads and inner units only, by their worth in the batches."""
    model, _ = loaded(run)
    scores = worth(model, batches)
    for name, score, count in zip(("heads", "units"), scores, (heads, inner), strict=True):
        print("kept of", name, [f"{row.topk(count).values.sum() / row.sum():.2f}" for row in score], flush=True)
    narrow(model, best(scores[0], heads), best(scores[1], inner))
    return model


def unlike(wide: AttributionModel, ids: Tensor, features: Tensor, layers: list[Tensor], tags: Tensor) -> Tensor:
    """How far the narrow model is from the wide one, after each layer and in its tags."""
    mask = ids != 0
    with torch.inference_mode():
        theirs = wide.hidden(ids, features)
        wanted = wide.tags(theirs[-1])
    theirs, wanted = [t.clone() for t in theirs], wanted.clone()
    apart = torch.stack([F.mse_loss(a[mask], b[mask]) for a, b in zip(layers[1:], theirs[1:], strict=True)])
    return apart.mean() + 0.1 * F.mse_loss(tags[mask], wanted[mask])


def learnt(
    model: AttributionModel,
    wide: AttributionModel,
    batches: list[list[Window]],
    *,
    rates: tuple[float, float],
    alike: float,
    warm: int,
) -> Iterator[str]:
    """Trains the narrow model on the batches, the rates falling to nothing; yields a line of progress at times."""
    model.encoder.embeddings.requires_grad_(False)  # nothing is cut there, and half of all weights are
    opt = optimiser(model, *rates)
    schedule = torch.optim.lr_scheduler.LambdaLR(opt, lambda s: min((s + 1) / warm, max(0.01, 1 - s / len(batches))))
    model.train()
    began, sums = time.time(), np.zeros(3)
    for done, batch in enumerate(batches, 1):
        ids, features = padded([w.ids for w in batch]), padded([w.features for w in batch])
        layers = model.hidden(ids, features)
        h = model.dropout(layers[-1])
        tags, pointers = model.tags(h), model.pointers(h).reshape(*ids.shape, 8, -1)
        loss, tag_loss, link_loss = loss_from(model, batch, tags, pointers, ids != 0, crf=True)
        apart = unlike(wide, ids, features, layers, tags)
        (loss + alike * apart).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        schedule.step()
        opt.zero_grad()
        sums += (tag_loss, link_loss, float(apart.detach()))
        if done % 25 == 0:
            left = (time.time() - began) * (len(batches) - done) / done / 60
            part = " ".join(f"{n} {x:.4f}" for n, x in zip(("tags", "links", "unlike"), sums / 25, strict=True))
            yield f"{done} of {len(batches)} batches, {part}, {left:.0f} min left"
            sums[:] = 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("wide", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("--heads", type=int, default=HEADS)
    parser.add_argument("--inner", type=int, default=1152)
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--steps", type=int, help="batches, instead of whole epochs")
    parser.add_argument("--rate", type=float, default=8e-5)
    parser.add_argument("--head-rate", type=float, default=1e-4)
    parser.add_argument("--alike", type=float, default=1.0, help="weight of likeness beside the annotations")
    parser.add_argument("--warm", type=int, default=1, help="batches until the full rate")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--window", type=int, default=222)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--limit", type=int, help="the first articles only")
    given = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    given.run.mkdir(parents=True, exist_ok=True)
    tokenizer = plain(Tokenizer.from_file(str(base() / "tokenizer.json")))
    rows = [r for r in articles(given.train) if r["id"] not in AGREEMENT][: given.limit]
    examples = [example(tokenizer, r) for r in rows]
    wide, settings = loaded(given.wide)
    assert settings["crf"]
    cut = {"size": given.window, "batch": given.batch}
    model = narrowed(given.wide, epoch(examples, **cut, seed=given.seed)[:12], given.heads, given.inner)
    batches = [b for at in range(given.epochs) for b in epoch(examples, **cut, seed=1000 * given.seed + at)]
    rates = (given.rate, given.head_rate)
    for line in learnt(model, wide, batches[: given.steps], rates=rates, alike=given.alike, warm=given.warm):
        print(line, flush=True)
    torch.save(model.state_dict(), given.run / "model.pt")
    settings |= {"heads": given.heads, "inner": given.inner}
    (given.run / "settings.json").write_text(json.dumps(settings) + "\n", "utf-8")


if __name__ == "__main__":
    main()
