"""Reads the texts with the attribution model once and keeps what its last layer makes of each piece.

  python teacher.py SILVER/train.jsonl RUN OUT

RUN is a folder of the attribution model (training/attributions/restore.py). OUT gets hidden.npy, a row of 384 half
floats a piece, and cuts.json, the windows of each text, which learn.py takes again.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
from decode import loaded
from examples import articles, cuts
from model import base
from tokenizers import Tokenizer
from train import padded

from readouts.models.attribution import CLS, SEP, WINDOW, pieces
from readouts.models.shipped import plain


def main() -> None:
    silver, run, out = map(Path, sys.argv[1:])
    torch.set_num_threads(1)
    out.mkdir(parents=True, exist_ok=True)
    model, _ = loaded(run)
    tokenizer = plain(Tokenizer.from_file(str(base() / "tokenizer.json")))
    texts = [pieces(tokenizer, row["text"]) for row in articles(silver)]
    rng = np.random.default_rng(0)
    limits = [list(cuts(p.ids, WINDOW, int(rng.integers(WINDOW // 4, WINDOW + 1)))) for p in texts]
    (out / "cuts.json").write_text(json.dumps(limits))
    offsets = np.cumsum([0, *(len(p) for p in texts)])
    hidden = np.lib.format.open_memmap(out / "hidden.npy", "w+", np.float16, (int(offsets[-1]), 384))
    windows = sorted(((b - a, i, a, b) for i, spans in enumerate(limits) for a, b in spans), reverse=True)
    began, done = time.time(), 0
    edge = np.zeros(1, dtype=np.int64)
    for at in range(0, len(windows), 8):
        batch = windows[at : at + 8]
        ids = padded([np.concatenate([edge + CLS, texts[i].ids[a:b], edge + SEP]) for _, i, a, b in batch])
        signs = padded([np.concatenate([edge, texts[i].features[a:b], edge]) for _, i, a, b in batch])
        with torch.inference_mode():
            last = model.hidden(ids, signs)[-1].half().numpy()
        for row, (n, i, a, b) in zip(last, batch, strict=True):
            hidden[offsets[i] + a : offsets[i] + b] = row[1 : n + 1]
        done += sum(n for n, *_ in batch)
        if at % 400 == 0:
            print(f"{done} of {offsets[-1]} pieces, {done / (time.time() - began):.0f} a second", flush=True)


if __name__ == "__main__":
    main()
