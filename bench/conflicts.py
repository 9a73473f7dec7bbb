"""Which conflicts planted in pairs of accounts are told as conflicts, and what else is.

usage: python bench/conflicts.py [SET ...] [--list]

SET is a file of bench/conflicts/ without its ending; all of them otherwise. Each pair has, in words of its two texts,
the points that cannot both be true ("conflicts"), those that only look so ("decoys") and others that both tell
("shared").
A point counts as told in a row whose claims overlap its words on both sides. Prints a JSON line for each set:

- *conflicts*: how many there are, and how many stand in a row told as conflict;
- *false*: rows told as conflict that hold no planted one;
- *paired*: planted conflicts that stand in one row, as whatever;
- *decoys*: how many there are;
- *shared*: how many there are, and how many stand in one row;
- *refused*: pairs said to be of different contacts. They are compared all the same.

`--list` adds a line for each planted conflict that is not told, and for each false one.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from readouts.errors import ContactsDiffer
from readouts.evaluate.comparison import SIDES, Record, document
from readouts.pipeline import Tools, compared
from readouts.records import Alignment, Comparison
from readouts.text import Span

PAIRS = Path(__file__).with_suffix("")


def sets(names: Iterable[str] = ()) -> Iterator[tuple[str, list[Record]]]:
    """The sets of those names, all where none is given. Raises ValueError for a name that is none."""
    files = {path.stem: path for path in sorted(PAIRS.glob("*.jsonl"))}
    wanted = tuple(names) or tuple(files)
    if unknown := [name for name in wanted if name not in files]:
        raise ValueError(f"no set {unknown[0]!r}; there are {', '.join(files)}")
    for name in wanted:
        yield name, [json.loads(line) for line in files[name].read_text("utf-8").splitlines()]


def counted(pairs: Iterable[Record], tools: Tools) -> tuple[Counter[str], list[Record]]:
    """The counts over those pairs, and a record for each conflict missed or falsely told."""
    counts, wrong = Counter[str](), list[Record]()
    for pair in pairs:
        documents = [document(pair, side) for side in SIDES]
        try:
            comparison = compared(documents, tools)
        except ContactsDiffer:
            counts["refused"] += 1
            comparison = compared(documents, tools, anyway=True)
        told = [row for row in comparison.alignments if row.relation == "conflict"]
        right: set[int] = set()
        for point in pair["conflicts"]:
            rows = _rows(point, pair, comparison)
            met = [row for row in rows if row.relation == "conflict"]
            right.update(map(id, met))
            counts.update(conflicts=1, met=bool(met), paired=bool(rows))
            if not met:
                wrong.append({"id": pair["id"], "missed": rows[0].relation if rows else None, **_words(point)})
        for row in told:
            if id(row) not in right:
                counts["false"] += 1
                wrong.append({"id": pair["id"], "false": row.why})
        counts["decoys"] += len(pair["decoys"])
        for point in pair["shared"]:
            counts.update(shared=1, shared_paired=bool(_rows(point, pair, comparison)))
    return counts, wrong


def _rows(point: Record, pair: Record, comparison: Comparison) -> list[Alignment]:
    """The rows with claims of both sides that overlap the point's words."""
    spans = {claim.id: claim.spans for reading in comparison.readings for claim in reading.claims}
    places = []
    for side in SIDES:
        start = pair[side]["text"].index(point[side])
        places.append(Span(start, start + len(point[side])))

    def told(claims: Iterable[str], place: Span) -> bool:
        return any(span.overlaps(place) for claim in claims for span in spans[claim])

    return [row for row in comparison.alignments if told(row.left, places[0]) and told(row.right, places[1])]


def _words(point: Record) -> Record:
    return {side: point[side] for side in SIDES}


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("sets", nargs="*", metavar="SET")
    asks.add_argument("--list", action="store_true")
    asked = asks.parse_args()
    tools = Tools()
    try:
        for name, pairs in sets(asked.sets):
            counts, wrong = counted(pairs, tools)
            for line in wrong if asked.list else ():
                print(json.dumps(line, ensure_ascii=False))
            names = ("conflicts", "met", "false", "paired", "decoys", "shared", "shared_paired", "refused")
            print(json.dumps({"set": name, "pairs": len(pairs), **{key: counts[key] for key in names}}), flush=True)
    except ValueError as error:
        asks.error(str(error))


if __name__ == "__main__":
    main()
