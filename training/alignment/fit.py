"""Fits the weights by which claims of two accounts are matched (`readouts.compare.matching`).

  python fit.py OUT.json
  python fit.py --hash     writes the hash alone, when the package's file came in another way

The package loads its weights only with the hash that stands in `readouts.models.alignment`. Where OUT is the package's
file, the new hash is written there as well.

The data are the dev half of the gold pairs in `bench/comparison/`, with `--pairs` also those of `pairs/`, which were
written for training (tried and not kept, docs/quality.md): a pair of claims belongs together when a labelled row holds
half the words of each. A logistic regression with a Gaussian prior is fitted twice, with the sentence encoder and
without. Printed for each: cross-validation that leaves out one pair of texts at a time (average precision, F1 over
thresholds), calibration (how often pairs of a chance were right) and Brier score (mean squared error of the chances).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
from comparison import gold

from readouts.compare.matching import FEATURES, assigned, features
from readouts.compare.wording import Telling, tellings
from readouts.evaluate import comparison as scorer
from readouts.models import alignment
from readouts.models.embedding import Encoder
from readouts.pipeline import Tools, compared

PRIOR = 1.0  # standard deviation of a weight
PAIRS = Path(__file__).parent / "pairs"
# Without the encoder its feature is zero; the prior then keeps its weight at nought.
KINDS = ("with encoder", "words alone")


Example = tuple[list[Telling], list[Telling], np.ndarray]


def examples(tools: Tools, pairs: Sequence[scorer.Record]) -> list[Example]:
    """The claims of both sides of each pair, and which belong together."""
    found = []
    for pair in pairs:
        if pair["contact"] == "different":
            continue
        made = compared([scorer.document(pair, side) for side in scorer.SIDES], tools, anyway=True)
        sides = [tellings(account, made.readings) for account in (made.left, made.right)]
        texts = {r.document.id: r.document.text for r in made.readings}
        words = [
            scorer.own_words({t.claim.id: t.claim.spans for t in told}, texts[side])
            for told, side in zip(sides, scorer.SIDES, strict=True)
        ]
        rows = [row for row in scorer.rows(pair) if row.aligned]
        together = np.array(
            [
                [
                    any(
                        scorer.close(words[0][a.claim.id], row.left) and scorer.close(words[1][b.claim.id], row.right)
                        for row in rows
                    )
                    for b in sides[1]
                ]
                for a in sides[0]
            ],
            dtype=float,
        ).reshape(len(sides[0]), len(sides[1]))
        if together.size:
            found.append((list(sides[0]), list(sides[1]), together))
    return found


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The weights, bias last, by Newton's method."""
    x = np.hstack([x, np.ones((len(x), 1))])
    prior = np.full(x.shape[1], 1 / PRIOR**2)
    prior[-1] = 1e-6
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve(x.T * (p * (1 - p)) @ x + np.diag(prior), x.T @ (y - p) - prior * w)
        w += step
        if np.abs(step).max() < 1e-8:
            break
    return w


def chance(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(x @ w[:-1] + w[-1])))


def flat(described: Sequence[np.ndarray], truths: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of claims, and which belong together."""
    return np.concatenate([d.reshape(-1, d.shape[-1]) for d in described]), np.concatenate([t.ravel() for t in truths])


def report(described: Sequence[np.ndarray], truths: Sequence[np.ndarray]) -> None:
    """What cross-validation gives."""
    held = []
    for at, own in enumerate(described):
        rest = [i for i in range(len(described)) if i != at]
        held.append(chance(own, fitted(*flat([described[i] for i in rest], [truths[i] for i in rest]))))
    p, y = np.concatenate([h.ravel() for h in held]), np.concatenate([t.ravel() for t in truths])
    ranked = y[np.argsort(-p)]
    precision = np.cumsum(ranked) / (np.arange(len(ranked)) + 1)
    print(
        f"  average precision {(precision * ranked).sum() / ranked.sum():.3f}, Brier score {((p - y) ** 2).mean():.4f}"
    )
    for threshold in np.arange(0.16, 0.5, 0.04):
        right = found = wanted = 0.0
        for h, t in zip(held, truths, strict=True):
            pairs = assigned(np.log(h / (1 - h)) - np.log(threshold / (1 - threshold)))
            found += len(pairs)
            right += sum(t[pair] for pair in pairs)
            wanted += min((t.sum(0) > 0).sum(), (t.sum(1) > 0).sum())
        print(
            f"  at {threshold:.2f}: P {right / found:.3f} R {right / wanted:.3f} F1 {2 * right / (found + wanted):.3f}"
        )
    for low, high in ((0, 0.05), (0.05, 0.15), (0.15, 0.3), (0.3, 0.5), (0.5, 0.75), (0.75, 1.01)):
        here = (p >= low) & (p < high)
        if here.any():
            told = f"{here.sum():5d} pairs, mean {p[here].mean():.2f}, right {y[here].mean():.2f}"
            print(f"  chance {low:.2f} to {high:.2f}: {told}")


def renew_hash(source: Path = Path(alignment.__file__), folder: Path = alignment.WEIGHTS) -> None:
    """Writes the hash of the package's weights into the source of the module that checks it."""
    for name, old in alignment.SHA256.items():
        new = sha256((folder / name).read_bytes()).hexdigest()
        source.write_text(source.read_text("utf-8").replace(old, new), "utf-8")
        print(f"{name}: {new}, written to {source}", file=sys.stderr)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("out", nargs="?", type=Path, metavar="OUT.json")
    wanted.add_argument("--hash", action="store_true")
    parser.add_argument("--pairs", action="store_true", help="fit on the pairs for training as well")
    given = parser.parse_args()
    if given.hash:
        renew_hash()
        return
    tools, made = Tools(), {}
    told = examples(tools, (*gold("dev"), *(gold(None, PAIRS) if given.pairs else ())))
    truths = [t for _, _, t in told]
    encoders: dict[str, Encoder | None] = dict(zip(KINDS, (tools.encoder, None), strict=True))
    for kind, encoder in encoders.items():
        described = [features(a, b, encoder) for a, b, _ in told]
        print(kind, f"({int(sum(t.sum() for t in truths))} of {sum(t.size for t in truths)} pairs belong together)")
        report(described, truths)
        w = fitted(*flat(described, truths))
        weights = {name: round(float(v), 3) for name, v in zip(FEATURES, w[:-1], strict=True) if abs(v) > 0.0005}
        made[kind] = {"bias": round(float(w[-1]), 3), "weights": weights}
    given.out.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    if given.out.resolve() == (alignment.WEIGHTS / "alignment.json").resolve():
        renew_hash()
    print(json.dumps(made))


if __name__ == "__main__":
    main()
