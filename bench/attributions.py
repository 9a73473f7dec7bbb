"""Attributions of 25 statements from three governments, against labels made by reading.

usage: python bench/attributions.py DATA [--list]

Prints one JSON object: `whole` (as the PolNeAR scorer: pairs, one to one, whose contents overlap by half of their words
or more and whose sources share a word or are both absent), `words` of each role, each with precision, recall, F1 and
counts, and `party_right`: among the pairs whose source has a known party, the share to which the engine gives that
party. Then `whole` for each publisher. `--list` adds a line for each attribution that was missed, or is not in gold.

How the labels in attributions.jsonl were made: by reading, the title unseen by the engine, before any output on these
texts was looked at; never changed after. Texts of 500 to 2200 characters, sorted by id, random.Random(4).sample: 9 of
contacts/wh_readouts.jsonl, 8 of statements/president_ua.jsonl, and of a sample of 30 of statements/kremlin.jsonl the
first 8 that report: transcripts, speeches, messages of greeting left out. One of these has no attribution, and stays.
Labelled are the outermost attributions from the start to `until`; predictions that begin there or later do not count.

Spans follow PolNeAR: source a whole noun phrase, the subject of the first verb for the others joined to it; content
with "that", "to" and quotation marks, without the final stop. The cue has auxiliaries, negation, adverbs beside it, the
preposition before the content ("spoke about", "briefed ... on") and the noun of "expressed hope that"; else the noun
is content ("expressed | support for"). An addressee is content only where something is asked of him or laid to him
("invited | X to visit", "thanked | X for"). "Spoke with X to reaffirm Y": cue "to reaffirm". "This was stated by X":
the content is "This"; the sentence before has its own attributions. "Special attention was paid to X", "X was
discussed": no source. "To receive an update on X": the source is who gives it. A meeting that "highlights" is none.

`party`: any of these answers; {"members": sets}: one of them, wholly; null: nobody named, or some of a group unnamed.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import parties
import quality

from readouts.evaluate.attributions import ROLES, pairs, words

LABELS = Path(__file__).with_name("attributions.jsonl")
Record = dict[str, Any]


def documents(data: Path, labelled: list[Record]) -> Iterator[Record]:
    """The labelled texts as `readouts read` takes them. Raises ValueError when one is missing or has changed."""
    files = {row["file"]: (data / row["file"]).read_text("utf-8").splitlines() for row in labelled}
    known = {got["id"]: got for lines in files.values() for got in map(json.loads, lines)}
    for row in labelled:
        got = known.get(row["id"])
        if got is None or sha256(got["text"].encode()).hexdigest() != row["sha256"]:
            raise ValueError(f"{row['id']}: missing from {row['file']}, or changed")
        yield {
            "id": got["id"],
            "text": got["text"],
            "published": got["published"][:10],
            "publisher": got["publisher"],
        }


def predicted(reading: Record, until: int) -> list[Record]:
    """The outermost attributions with a content that begin before `until`."""
    outer = [a for a in quality.outermost(reading["attributions"]) if a["content"]]
    return [a for a in outer if min(start for role in ROLES for start, _ in a[role]) < until]


def party_right(gold: Record, found: Record, reading: Record) -> bool:
    """Whether the engine gives the source the labelled party; compared as in `parties.py`."""
    label = gold["party"]
    answers = label if isinstance(label, dict) else {"answers": label}
    party = {p["id"]: p for p in reading["parties"]}.get(found["party"])
    return parties.verdict({"kind": "source", **answers}, party, reading, _also()) == "right"


def _also() -> dict[str, list[str]]:
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    answers = [a["party"] for row in rows for a in row["attributions"] if isinstance(a["party"], list)]
    answers += [m["answers"] for row in parties.labels(None) for m in row["mentions"] if "answers" in m]
    return {names[0]: names for names in reversed(answers)}


def figure(counts: Counter[str]) -> Record:
    """Precision, recall and F1 of counts of right, found and gold."""
    right, found, gold = counts["right"], counts["found"], counts["gold"]
    shares = {
        "p": right / found if found else 0.0,
        "r": right / gold if gold else 0.0,
        "f1": 2 * right / (found + gold) if found + gold else 0.0,
    }
    return {**{k: round(v, 3) for k, v in shares.items()}, "right": right, "found": found, "gold": gold}


def by_role(text: str, gold: list[Record], found: list[Record]) -> dict[str, Counter[str]]:
    """Counts of the words of each role that gold and found have, and that both have."""
    counts = {}
    for role in ROLES:
        ours, theirs = (words(text, [s for a in side for s in a[role]]) for side in (gold, found))
        counts[role] = Counter(right=len(ours & theirs), found=len(theirs), gold=len(ours))
    return counts


def shown(row: Record, text: str, verdict: str, attribution: Record) -> Record:
    """An attribution in words, for the list."""
    said = {role: " ... ".join(text[slice(*span)] for span in attribution[role]) for role in ROLES}
    return {"verdict": verdict, "id": row["id"], **said, "party": attribution["party"]}


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("data", type=Path)
    asks.add_argument("--list", action="store_true")
    asked = asks.parse_args()
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    read = parties.readings(list(documents(asked.data, rows)))
    whole: dict[str, Counter[str]] = {"all": Counter()}
    roles: dict[str, Counter[str]] = {role: Counter() for role in ROLES}
    party = Counter[bool]()
    for row in rows:
        reading = read[row["id"]]
        text, gold, found = reading["document"]["text"], row["attributions"], predicted(reading, row["until"])
        agreed = pairs(text, gold, found)
        for name in ("all", row["file"]):
            whole.setdefault(name, Counter()).update(right=len(agreed), found=len(found), gold=len(gold))
        for role, counts in by_role(text, gold, found).items():
            roles[role].update(counts)
        verdicts = [(g, f, party_right(g, f, reading)) for g, f in agreed if g["party"]]
        party.update(right for _, _, right in verdicts)
        if asked.list:
            lost = [("missed", g) for g in gold if not any(g is one for one, _ in agreed)]
            extra = [("extra", f) for f in found if not any(f is one for _, one in agreed)]
            wrong = [("party", {**f, "party": [f["party"], g["party"]]}) for g, f, right in verdicts if not right]
            for verdict, attribution in (*lost, *extra, *wrong):
                print(json.dumps(shown(row, text, verdict, attribution), ensure_ascii=False))
    every = {name: figure(counts) for name, counts in whole.items()}
    share = round(party[True] / party.total(), 3) if party else None
    print(
        json.dumps(
            {
                "texts": len(rows),
                "whole": every.pop("all"),
                "words": {role: figure(counts) for role, counts in roles.items()},
                "party_right": {"share": share, "right": party[True], "n": party.total()},
                "whole_by_file": every,
            }
        )
    )


if __name__ == "__main__":
    main()
