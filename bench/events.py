"""Scores of the event coder on the two parts of the public gold data: the one it was built on, and the one kept aside.

usage: python bench/events.py DATA SCORER [--part dev|final]

DATA/events holds gsr.jsonl and cameo_family_types.jsonl, sentences of one family: many stand in both, some with another
country's name. So both are split together: sentences that share half of their words (Jaccard) are one cluster, and a
cluster goes to dev or final by the SHA-256 of its first id, 60 to 40. The lexicon of event words and the rules were
written with dev in view; of final only totals were looked at. Prints one JSON object a file and part.
"""

import argparse
import hashlib
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

GOLD = {"events": "events/gsr.jsonl", "types": "events/cameo_family_types.jsonl"}
ALIKE = 0.5  # share of words from which two sentences are near-duplicates
DEV = 6  # tenths of the clusters
Row = dict[str, Any]


def parts(data: Path) -> dict[tuple[str, str], list[Row]]:
    """The gold rows by task and part."""
    rows = [(task, json.loads(line)) for task, name in GOLD.items() for line in (data / name).open(encoding="utf-8")]
    found: dict[tuple[str, str], list[Row]] = {}
    for (task, row), first in zip(rows, _clusters([row["text"] for _, row in rows]), strict=True):
        found.setdefault((task, _part(rows[first][1]["id"])), []).append(row)
    return found


def _part(id: str) -> str:
    return "dev" if int(hashlib.sha256(id.encode()).hexdigest(), 16) % 10 < DEV else "final"


def _clusters(texts: list[str]) -> list[int]:
    """For each text the number of the first one of its cluster."""
    words = [frozenset(re.findall(r"\w+", text.lower())) for text in texts]
    first = list(range(len(texts)))

    def root(i: int) -> int:
        while first[i] != i:
            i = first[i]
        return i

    for i, one in enumerate(words):
        for j in range(i):
            if len(one & words[j]) >= ALIKE * len(one | words[j]) and root(i) != root(j):
                low, high = sorted((root(i), root(j)))
                first[high] = low
    return [root(i) for i in range(len(texts))]


def scores(data: Path, scorer: Path, part: str | None = None) -> list[Row]:
    """What the scorer says of each file's part."""
    from quality import scores as scored

    told = []
    for (task, half), rows in sorted(parts(data).items()):
        if part in (None, half):
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as gold:
                gold.writelines(json.dumps(row) + "\n" for row in rows)
                gold.flush()
                told.append({**scored(task, Path(gold.name), scorer), "gold": Path(GOLD[task]).name, "part": half})
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--part", choices=("dev", "final"))
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parent))
    for row in scores(asked.data, asked.scorer, asked.part):
        print(json.dumps(row))


if __name__ == "__main__":
    main()
