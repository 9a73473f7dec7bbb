"""Writes the attributions that a model finds, as readings, for `bench/score.py attributions GOLD READINGS`.

  python decode.py MODEL GOLD.jsonl READINGS.jsonl [--tags argmax] [--links nearest] [--score SCORE.PY]

MODEL is a run folder of train.py (its model.pt) or a folder with attribution.onnx and tokenizer.json. The options
read the same scores more simply, to measure what decoding and pointers bring.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
from examples import articles
from model import AttributionModel, base
from tokenizers import Tokenizer

from readouts.models import attribution
from readouts.models.attribution import Tables, Tagger, allowed, load, said_in_each
from readouts.models.shipped import plain


def tables_of(model: AttributionModel, *, crf: bool) -> Tables:
    """The model's small tables; transitions that only forbid unless a CRF learned them."""
    held = {k: getattr(model, k).detach().numpy() for k in ("null", "distance", "rank")}
    return Tables(transitions=allowed() + (model.transitions.detach().numpy() if crf else 0), **held)


def loaded(run: Path, name: str = "model.pt") -> tuple[AttributionModel, dict]:
    """The model of a run folder and the run's settings."""
    settings = json.loads((run / "settings.json").read_text("utf-8"))
    shape = {k: settings[k] for k in ("heads", "inner") if k in settings}
    model = AttributionModel(features=not settings["no_features"], pretrained=False, **shape)
    model.load_state_dict(torch.load(run / name, weights_only=True))
    return model.eval(), settings


def tagger_of(run: Path, name: str = "model.pt") -> Tagger:
    """The run's model as a tagger that goes through torch."""
    model, settings = loaded(run, name)

    def through(ids: np.ndarray, features: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with torch.inference_mode():
            tags, pointers = model(torch.from_numpy(ids), torch.from_numpy(features))
            return (tags if settings["crf"] else tags.log_softmax(-1)).numpy(), pointers.numpy()

    tokenizer = plain(Tokenizer.from_file(str(base() / "tokenizer.json")))
    return Tagger(tokenizer=tokenizer, tables=tables_of(model, crf=settings["crf"]), run=through)


def greedy(ids: np.ndarray, tags: np.ndarray, transitions: np.ndarray) -> np.ndarray:
    """The best tag of each piece; an I- tag that continues nothing starts a span."""
    path = tags.argmax(1)
    path[ids == attribution.NEWLINE] = 0
    before = np.concatenate([[0], path[:-1]])
    stray = (path > 0) & (path % 2 == 0) & (before != path) & (before != path - 1)
    return path - stray


def nearest(ones: np.ndarray, others: np.ndarray, pointers: object, tables: object, head: int) -> np.ndarray:
    """Link scores by distance alone; null (for a cue) only where no source is within 60 pieces."""
    gap = attribution.gaps(ones, others)[0]
    return np.concatenate([-gap, np.full((len(ones), 1), -60)], 1).astype(np.float32)


def readings(tagger: Tagger, rows: list[dict]) -> list[dict]:
    """One reading a row, with the attributions only."""
    found = said_in_each(tagger, [r["text"] for r in rows])
    shown = lambda spans: [[s.start, s.end] for s in spans]  # noqa: E731
    return [
        {
            "document": {"id": row["id"]},
            "attributions": [
                {"source": shown(a.source), "cue": shown(a.cue), "content": shown(a.content)} for a in ones
            ],
        }
        for row, ones in zip(rows, found, strict=True)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("readings", type=Path)
    parser.add_argument("--name", default="model.pt")
    parser.add_argument("--tags", choices=("viterbi", "argmax"), default="viterbi")
    parser.add_argument("--links", choices=("pointers", "nearest"), default="pointers")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--score", type=Path, help="bench/score.py; prints its figures")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    if given.tags == "argmax":
        attribution.decoded = greedy
    if given.links == "nearest":
        attribution.links = nearest
    onnx = (given.model / "attribution.onnx").is_file()
    tagger = load(given.model, threads=given.threads) if onnx else tagger_of(given.model, given.name)
    rows = articles(given.gold)
    began = time.time()
    made = readings(tagger, rows)
    seconds = time.time() - began
    words = sum(len(r["text"].split()) for r in rows)
    print(f"{words / seconds:.0f} words/s on {given.threads} thread(s)", file=sys.stderr)
    given.readings.write_text("".join(json.dumps(r) + "\n" for r in made), "utf-8")
    if given.score:
        out = subprocess.run(
            [sys.executable, given.score, "attributions", given.gold, given.readings], capture_output=True, text=True
        )
        s = json.loads(out.stdout)
        print(f"whole {s['whole']['f1']:.4f} (p {s['whole']['p']:.4f} r {s['whole']['r']:.4f})", end="")
        for part in ("words", "exact"):
            print(f" | {part}", *(f"{r} {s[part][r]['f1']:.4f}" for r in ("source", "cue", "content")), end="")
        print()


if __name__ == "__main__":
    main()
