"""How near the comparison comes to the rows that an analyst would write, on the pairs of bench/comparison/*.jsonl.

usage: python bench/comparison.py --half dev|final|check [--list] [--anyway]

Prints a JSON line for each pair, then one for the half; the measures are those of `readouts evaluate comparison`
(readouts/evaluate/comparison.py, docs/labelling.md).

`--list` adds a line for each error with the words of both sides, of dev alone, since nobody should tune on the others.
`--anyway` compares pairs of one contact even when Readouts would refuse them, to see its rows apart from its refusals.
"""

import argparse
import json
from pathlib import Path

from readouts.evaluate.comparison import Record, engine, scores
from readouts.pipeline import Tools

GOLD = Path(__file__).with_suffix("")


def gold(half: str | None, folder: Path = GOLD) -> list[Record]:
    """The labelled pairs of one half, or of both. Raises ValueError when there are none."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    if not lines:
        raise ValueError(f"no pairs in {folder}/*.jsonl")
    return [pair for pair in map(json.loads, lines) if half in (None, pair["half"])]


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("--half", choices=("dev", "final", "check"), required=True)
    asks.add_argument("--list", action="store_true")
    asks.add_argument("--anyway", action="store_true")
    asked = asks.parse_args()
    if asked.list and asked.half != "dev":
        asks.error(f"the errors of {asked.half} are not listed: nobody should tune on them")
    try:
        scored = scores(gold(asked.half), engine(Tools(), anyway=asked.anyway))
    except ValueError as error:
        asks.error(str(error))
    errors, lines = scored.pop("errors"), scored.pop("pairs")
    for line in (*(errors if asked.list else ()), *lines, {"half": asked.half, "texts": len(lines), **scored}):
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
