"""Vectors of claims by a fine-tuned all-MiniLM-L6-v2 (8-bit): claims on one matter point the same way.

They know what matter a text speaks of, and not what it says of it: "must change" and "need not change" lie close
together. So they help to find which claims belong together, and never decide how two claims stand to each other.

onnxruntime and tokenizers are imported when the model is loaded, not before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from readouts.models import shipped
from readouts.models.attribution import CLS, SEP
from readouts.models.attribution import SHA256 as KNOWN
from readouts.models.shipped import WEIGHTS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

SHA256 = {
    "embedding.onnx": "32de2b970bf4cc7763f7b3cd6bc0deafd0968580d572e706f46284ccbb383cb4",
    shipped.TOKENIZER: KNOWN[shipped.TOKENIZER],
}
WIDTH = 384
LONGEST = 126  # word pieces of a text that are read, [CLS] and [SEP] aside; a claim has about 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoder:
    """A loaded model. `run` takes the ids of texts, 0 where one is shorter, and returns a vector of length 1 each."""

    tokenizer: "Tokenizer"
    run: "Callable[[Ints], Floats]"


def missing() -> str | None:
    """What is not there that the model needs: a package or file; None when all is."""
    return shipped.missing(SHA256)


def name() -> str:
    """The model's name with the beginning of its hash, for records of what made a comparison."""
    return f"embedding {SHA256['embedding.onnx'][:12]}"


def load(folder: Path = WEIGHTS, *, threads: int = 1) -> Encoder:
    """The model in that folder, run on at most that many threads.

    Raises ModelError when the weights or onnxruntime are missing, or the weights are not those of this version.
    """
    session, tokenizer = shipped.session(folder, SHA256, shipped=folder == WEIGHTS, threads=threads)

    def run(ids: "Ints") -> "Floats":
        vectors: Floats = session.run(["embedding"], {"ids": ids})[0]
        return vectors

    return Encoder(tokenizer=tokenizer, run=run)


def vectors(encoder: Encoder, texts: Sequence[str]) -> "Floats":
    """One vector of length 1 for each text, in order: [texts, WIDTH]. Their products are cosines, -1..1."""
    found = np.zeros((len(texts), WIDTH), dtype=np.float32)
    # One text at a time: together they are no faster, for the shorter ones are padded, and what 8-bit sums give would
    # depend a little on what stands beside a text.
    for row, one in enumerate(encoder.tokenizer.encode_batch(list(texts), add_special_tokens=False)):
        found[row] = encoder.run(np.array([[CLS, *one.ids[:LONGEST], SEP]], dtype=np.int64))[0]
    return found
