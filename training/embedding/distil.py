"""Makes an encoder of fewer layers that puts phrases where a bigger one puts them (knowledge distillation).

  python distil.py TEACHER.onnx OUT.safetensors TEXTS.jsonl ... [--layers 0,3,5] [--minutes 34]

TEACHER is what `export.py` made; the student begins as those of its layers, with its embeddings, which stay as they
are. TEXTS have a "text" a line: readouts, statements, releases; they are cut into sentences and into the pieces between
commas and "and", for claims look like that, and our own labelled points and matters are added. Each vector is to lie
where the teacher's lies, and the vectors of a batch as far from each other as the teacher's. Printed as it runs: loss,
and on 1,500 phrases held back the mean cosine with the teacher's vectors and the correlation of all their cosines.
"""

import argparse
import json
import random
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import Tensor
from train import base
from transformers import BertConfig, BertModel

TRAINING = Path(__file__).parents[1]
MOST, HELD = 70_000, 1_500  # phrases of the texts; phrases never trained on
LONGEST, BATCH, RATE = 60, 64, 3e-4
_WEIGHT_OF_DISTANCES = 5.0
_CLS, _SEP = 101, 102


def phrases(files: Sequence[Path], chance: random.Random) -> list[str]:
    """Sentences and pieces of the texts, our labelled points and our matters, in no order."""
    found = sorted({p for file in files for line in file.open() for p in _pieces(json.loads(line)["text"], chance)})
    chance.shuffle(found)
    every = [*found[:MOST], *_own()]
    return chance.sample(every, len(every))


def _pieces(text: str, chance: random.Random) -> Iterator[str]:
    for sentence in re.split(r"(?<=[.!?;])\s+|\n+", text):
        if not 4 <= len(sentence.split()) <= 80:
            continue
        parts = re.split(r",\s+(?:and\s+)?|\s+and\s+|\s+as well as\s+|:\s+", sentence)
        kept = [sentence] if chance.random() < 0.35 else [part for part in parts if chance.random() < 0.5]
        yield from (" ".join(part.split()) for part in kept if 3 <= len(part.split()) <= 45)


def _own() -> Iterator[str]:
    for file in sorted((TRAINING / "alignment" / "pairs").glob("*.jsonl")):
        for pair in map(json.loads, file.open()):
            points = (row[side] for row in pair["rows"] for side in ("left", "right") if row[side])
            yield from (" ".join(quote.partition("#")[0] for quote in point) for point in points)
    yield from _texts(list(map(json.loads, (Path(__file__).parent / "matters.jsonl").open())))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from [value] if len(value.split()) > 2 else []
    elif isinstance(value, dict | list):
        yield from (t for inner in (value.values() if isinstance(value, dict) else value) for t in _texts(inner))


def taught(teacher: Path, ids: Sequence[list[int]]) -> Tensor:
    """The teacher's vectors."""
    session = onnxruntime.InferenceSession(str(teacher), providers=["CPUExecutionProvider"])
    made = np.zeros((len(ids), 384), dtype=np.float32)
    order = sorted(range(len(ids)), key=lambda at: len(ids[at]))
    for start in range(0, len(order), 16):
        group = order[start : start + 16]
        made[group] = session.run(["embedding"], {"ids": padded([ids[at] for at in group]).numpy()})[0]
    return torch.tensor(made)


def padded(rows: Sequence[list[int]]) -> Tensor:
    longest = max(map(len, rows))
    return torch.tensor([row + [0] * (longest - len(row)) for row in rows])


def student(teacher: Path, layers: Sequence[int]) -> BertModel:
    """An encoder of those layers of the teacher, its 8-bit matrices as numbers again; without dropout."""
    held = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(teacher)).graph.initializer}

    def whole(name: str) -> np.ndarray:
        if name in held:
            return held[name]
        steps, zero = held[f"{name}_quantized"].astype(np.float32), held[f"{name}_zero_point"].astype(np.float32)
        return (steps - zero) * held[f"{name}_scale"]

    told = json.loads((base() / "config.json").read_text("utf-8"))
    plain = {"num_hidden_layers": len(layers), "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    made = BertModel(BertConfig(**{**told, **plain}), add_pooling_layer=False)
    state = {f"embeddings.LayerNorm.{part}": whole(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias")}
    for name in ("word", "position"):
        state[f"embeddings.{name}_embeddings.weight"] = whole(f"embeddings.{name}_embeddings.weight")
    state["embeddings.token_type_embeddings.weight"] = np.stack([whole("kind")] * 2)
    for at, layer in enumerate(layers):
        here, there = f"encoder.layer.{at}.", f"encoder.layer.{layer}."
        for third, part in enumerate(("query", "key", "value")):
            columns = slice(384 * third, 384 * (third + 1))
            state[f"{here}attention.self.{part}.weight"] = whole(f"{there}qkv.weight")[:, columns].T
            state[f"{here}attention.self.{part}.bias"] = whole(f"{there}qkv.bias")[columns]
        for part in ("attention.output.dense", "intermediate.dense", "output.dense"):
            state[f"{here}{part}.weight"] = whole(f"{there}{part}.weight").T
            state[f"{here}{part}.bias"] = whole(f"{there}{part}.bias")
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            state |= {f"{here}{part}.{kind}": whole(f"{there}{part}.{kind}") for kind in ("weight", "bias")}
    made.load_state_dict({name: torch.tensor(np.array(value)) for name, value in state.items()}, strict=False)
    made.embeddings.requires_grad_(False)
    return made


def vectors(encoder: BertModel, rows: Sequence[list[int]]) -> Tensor:
    ids = padded(rows)
    mask = (ids != 0).long()
    hidden = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
    return torch.nn.functional.normalize((hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True))


@torch.no_grad()
def score(encoder: BertModel, ids: Sequence[list[int]], wanted: Tensor) -> str:
    made = torch.cat([vectors(encoder, ids[at : at + BATCH]) for at in range(0, len(ids), BATCH)])
    upper = torch.triu_indices(len(ids), len(ids), 1)
    pairs = [(v @ v.T)[upper[0], upper[1]].numpy() for v in (made, wanted)]
    return f"cosine {float((made * wanted).sum(1).mean()):.3f}, correlation {np.corrcoef(*pairs)[0, 1]:.3f}"


def train(encoder: BertModel, ids: Sequence[list[int]], wanted: Tensor, seconds: float, chance: random.Random) -> None:
    trained = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=RATE, weight_decay=0.01)
    start, step = time.process_time(), 0
    while (gone := (time.process_time() - start) / seconds) < 1:
        near = sorted(chance.sample(range(HELD, len(ids)), BATCH * 50), key=lambda at: len(ids[at]))
        for group in chance.sample([near[at : at + BATCH] for at in range(0, len(near), BATCH)], 50):
            gone = (time.process_time() - start) / seconds
            for held in optimizer.param_groups:
                held["lr"] = RATE * max(0.03, 1 - gone) * min(1.0, (step + 1) / 100)
            made, goal = vectors(encoder, [ids[at] for at in group]), wanted[group]
            apart = ((made @ made.T - goal @ goal.T) ** 2).mean()
            loss = (1 - (made * goal).sum(1)).mean() + _WEIGHT_OF_DISTANCES * apart
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            step += 1
        if step % 500 == 0:
            print(step, f"loss {loss.item():.4f},", score(encoder, ids[:HELD], wanted[:HELD]), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("texts", type=Path, nargs="+")
    parser.add_argument("--layers", default="0,3,5")
    parser.add_argument("--minutes", type=float, default=34.0)
    given = parser.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    chance = random.Random(1)
    tokenizer = Tokenizer.from_file(str(base() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    said = phrases(given.texts, chance)
    ids = [[_CLS, *one.ids[:LONGEST], _SEP] for one in tokenizer.encode_batch(said, add_special_tokens=False)]
    wanted = taught(given.teacher, ids)
    encoder = student(given.teacher, [int(layer) for layer in given.layers.split(",")])
    print(len(said), "phrases; before:", score(encoder, ids[:HELD], wanted[:HELD]), flush=True)
    train(encoder, ids, wanted, given.minutes * 60, chance)
    save_file({k: v.contiguous() for k, v in encoder.state_dict().items()}, given.out)
    print("after:", score(encoder, ids[:HELD], wanted[:HELD]))


if __name__ == "__main__":
    main()
