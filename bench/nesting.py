"""Layers, hedges and manner of attributions in 40 short texts of our own, held against labels.

usage: python bench/nesting.py [--half dev|final] [--rules-only] [--list]

Prints one JSON object for each half: `whole` (attributions of all layers, paired as in `attributions.py`), `nested`
(pairs of an attribution and the one it stands in), `hedges` (words with their owner), and the shares of paired
attributions whose `polarity` and `tense` are right. `--list` shows what was missed or is not in gold, of *dev* only: of
*final* only totals are looked at.

The texts are about invented states and people, whom the engine knows from the folder `nesting_lexicon`. There are two
texts of each kind, one in each half, all labelled before any output on them was seen: layers, hedges of source and
reporter, sayings left undone or ahead, passives, headline colons, turns of briefings and transcripts, block quotes,
quotations broken or over paragraphs, bullets, foreign marks, nouns, a readout's own voice. Spans are as in
`attributions.py`; in nesting.jsonl they are the words themselves, [in brackets] where more words are needed to find
them. `within` is the row of the outer attribution, `hedges` are words and their owner, `tense` is that of the saying.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import attributions

from readouts.evaluate.attributions import pairs
from readouts.export import json as written
from readouts.pipeline import Tools, read
from readouts.records import Document
from readouts.text import Span

HERE = Path(__file__).parent
ROLES = ("source", "cue", "content")
Record = dict[str, Any]


def place(text: str, words: str) -> list[int]:
    """Where the words stand, or those of them in brackets. Raises ValueError when they are not there once."""
    marked = re.fullmatch(r"(.*?)\[(.*)\](.*)", words, re.S)
    before, wanted, after = marked.groups() if marked else ("", words, "")
    if text.count(before + wanted + after) != 1:
        raise ValueError(f"{words!r} is not once in {text!r}")
    at = text.index(before + wanted + after) + len(before)
    return [at, at + len(wanted)]


def labelled(half: str) -> Iterator[tuple[Record, list[Record]]]:
    """The texts of a half with their attributions, words replaced by offsets."""
    for row in map(json.loads, (HERE / "nesting.jsonl").read_text("utf-8").splitlines()):
        if row["half"] == half:
            text = row["text"]
            yield (
                row,
                [
                    {
                        **{role: [place(text, words) for words in a[role]] for role in ROLES},
                        "within": a.get("within"),
                        "hedges": {(tuple(place(text, words)), by) for words, by in a.get("hedges", ())},
                        "polarity": a.get("polarity", "positive"),
                        "tense": a["tense"],
                    }
                    for a in row["attributions"]
                ],
            )


@cache
def tools(*, rules_only: bool) -> Tools:
    return Tools(rules_only=rules_only, own=HERE / "nesting_lexicon")


def found(row: Record, *, rules_only: bool) -> list[Record]:
    """What the engine says of the text, in the form of the labels."""
    title = row.get("title")
    document = Document(
        id=row["id"],
        text=row["text"],
        title=title,
        headline=Span(*place(row["text"], title)) if title else None,
        publisher=row.get("publisher", "Ister Courier"),
        published=date(2030, 5, 6),
    )
    said = written.reading(read(document, tools(rules_only=rules_only)))["attributions"]
    row_of = {a["id"]: at for at, a in enumerate(said)}
    return [
        {
            **a,
            "within": row_of.get(a["within"]),
            "hedges": {(tuple(h["span"]), h["by"]) for h in a["hedges"]},
        }
        for a in said
    ]


def edges(said: list[Record], names: dict[int, object]) -> set[tuple[object, object]]:
    """Inner and outer of each nested pair by name; a readout's own voice holds everything and is not counted."""
    voices = {at for at, a in enumerate(said) if not a["source"] and not a["cue"]}
    inner = ((at, a["within"]) for at, a in enumerate(said) if a["within"] is not None and a["within"] not in voices)
    return {(names.get(at, (id(said), at)), names.get(outer, (id(said), outer))) for at, outer in inner}


def scores(half: str, *, rules_only: bool = False, listed: bool = False) -> Record:
    """The figures of a half."""
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("whole", "nested", "hedges")}
    manner: dict[str, Counter[bool]] = {name: Counter() for name in ("polarity", "tense")}
    for row, gold in labelled(half):
        have = found(row, rules_only=rules_only)
        agreed = pairs(row["text"], gold, have)
        names = {next(i for i, a in enumerate(gold) if a is g): at for at, (g, _) in enumerate(agreed)}
        their_names = {next(i for i, a in enumerate(have) if a is h): at for at, (_, h) in enumerate(agreed)}
        hedges = [set().union(*(a["hedges"] for a in side)) for side in (gold, have)]
        for name, ours, theirs in (
            ("nested", edges(gold, names), edges(have, their_names)),
            ("hedges", *hedges),
        ):
            counts[name].update(right=len(ours & theirs), found=len(theirs), gold=len(ours))
        counts["whole"].update(right=len(agreed), found=len(have), gold=len(gold))
        for name, tally in manner.items():
            tally.update(g[name] == h[name] for g, h in agreed)
        if listed:
            _list(row, gold, have, agreed)
    return {
        "half": half,
        **{name: attributions.figure(count) for name, count in counts.items()},
        **{name: round(tally[True] / tally.total(), 3) for name, tally in manner.items()},
    }


def _list(row: Record, gold: list[Record], have: list[Record], agreed: list[tuple[Record, Record]]) -> None:
    """Prints what gold and found differ in."""
    text = row["text"]

    def told(verdict: str, a: Record, *more: object) -> None:
        said = " | ".join(" … ".join(text[s:e] for s, e in a[role]) for role in ROLES)
        print(f"{row['id']}: {verdict}: {said}", *more)

    for a in gold:
        if not any(a is g for g, _ in agreed):
            told("missed", a)
    for a in have:
        if not any(a is h for _, h in agreed):
            told("extra", a, a["within"])
    for g, h in agreed:
        for name in ("polarity", "tense"):
            if g[name] != h[name]:
                told(f"{name} {h[name]} for {g[name]}", g)
        outer = [side[a["within"]] if a["within"] is not None else None for side, a in ((gold, g), (have, h))]
        if outer[0] is not outer[1] and not any(outer[0] is a and outer[1] is b for a, b in agreed):
            told("within", g, [text[slice(*o["cue"][0])] if o and o["cue"] else None for o in outer])
        for hedge in g["hedges"] ^ h["hedges"]:
            told("hedge missed" if hedge in g["hedges"] else "hedge extra", g, text[slice(*hedge[0])], hedge[1])


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("--half", choices=("dev", "final"))
    asks.add_argument("--rules-only", action="store_true")
    asks.add_argument("--list", action="store_true", help="of the dev half")
    asked = asks.parse_args()
    for half in [asked.half] if asked.half else ["dev", "final"]:
        listed = asked.list and half == "dev"
        print(json.dumps(scores(half, rules_only=asked.rules_only, listed=listed)))


if __name__ == "__main__":
    main()
