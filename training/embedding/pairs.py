"""Pairs of phrases that speak of one matter, for `train.py`: our own (`matters.jsonl`, and the points of the labelled
accounts in `../alignment/pairs/`) and those of public collections.

A `Group` holds matters that are near each other and yet others: two points of one topic, two propositions of one
sentence. What a batch draws from one group are each other's hard negatives.
"""

import ast
import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

csv.field_size_limit(sys.maxsize)
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Group:
    """Matters that are easily mistaken for each other: of each, two phrases or more that tell it."""

    source: str
    matters: tuple[tuple[str, ...], ...]
    others: tuple[str, ...] = ()  # phrases that tell none of them


def own(path: Path = HERE / "matters.jsonl") -> list[Group]:
    """The topics of our own list; a matter's phrases are those that say the same and those that frame it otherwise."""
    topics = defaultdict(list)
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        topics[row["topic"]].append((*row["same"], *row["framing"]))
    return [Group("own", tuple(matters)) for matters in topics.values()]


def accounts(folder: Path, *, left_out: str) -> list[Group]:
    """Of each labelled pair of accounts the points that both sides tell; those of one side answer to none."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for pair in map(json.loads, path.read_text("utf-8").splitlines()):
            told = [tuple(" ".join(x.split("#")[0] for x in row[s]) for s in ("left", "right")) for row in pair["rows"]]
            matters = tuple(dict.fromkeys((left, right) for left, right in told if left and right))
            alone = tuple(left or right for left, right in told if not (left and right))
            if matters and path.stem != left_out:
                found.append(Group("accounts", matters, alone))
    return found


def qaalign(folder: Path) -> list[Group]:
    """QA-ALIGN: two sentences on one event; verbs with their answers, joined where their questions are aligned."""
    found: dict[str, Group] = {}
    for row in csv.DictReader((folder / "qaalign_dev_gold_official.csv").open(encoding="utf-8")):
        said = [_propositions(row[f"qas_{n}"], row[f"tokens_{n}"], row[f"text_{n}"]) for n in (1, 2)]
        aligned = {
            (a["verb_idx"], b["verb_idx"])
            for one in ast.literal_eval(row["alignments"])
            for a in one["sent1"]
            for b in one["sent2"]
        }
        matters = tuple((said[0][a], said[1][b]) for a, b in sorted(aligned) if a in said[0] and b in said[1])
        matters = tuple(dict.fromkeys(m for m in matters if min(len(x.split()) for x in m) > 3))
        told = {x for m in matters for x in m}
        others = tuple(x for side in said for x in side.values() if x not in told and len(x.split()) > 3)
        if matters:
            found[row["key"]] = Group("qaalign", matters, others)
    return list(found.values())


def _propositions(questions: str, tokens: str, text: str) -> dict[int, str]:
    """By its verb's place: the words from the first to the last of the verb and its answers."""
    words, ends = text.split(), dict[int, list[int]]()
    for one in ast.literal_eval(questions) if questions else ():
        limits = [int(x) for x in re.findall(r"\d+", str(one.get("answer_range", "")))]
        ends.setdefault(one["verb_idx"], [one["verb_idx"], one["verb_idx"] + 1]).extend(limits)
    return {verb: " ".join(words[min(at) : max(at)]) for verb, at in ends.items()}


def superpal(folder: Path, name: str) -> list[Group]:
    """SuperPAL: spans of a summary and of its sources that tell the same proposition, by topic."""
    topics = defaultdict(lambda: defaultdict(list))
    for row in csv.DictReader((folder / f"{name}_MN_only.csv").open(encoding="utf-8")):
        said = row["summarySpanText"].replace("...", " ")
        topics[row["topic"]][said].append(row["docSpanText"].replace("...", " "))
    return [Group("superpal", tuple((k, *v) for k, v in topic.items())) for topic in topics.values()]


def public(folder: Path) -> dict[str, list[Group]]:
    """The collections for training, by name; SuperPAL's test part is left out, to measure on."""
    return {"qaalign": qaalign(folder / "qaalign"), "superpal": superpal(folder / "superpal", "dev")}


def texts(groups: Sequence[Group]) -> Iterator[str]:
    """All phrases of the groups."""
    for group in groups:
        yield from (x for matter in group.matters for x in matter)
        yield from group.others
