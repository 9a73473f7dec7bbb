"""Whom the engine takes the words of 56 White House readouts to mean, against labels made by reading.

usage: python bench/parties.py DATA/contacts/wh_readouts.jsonl [--half dev|final] [--list] [--list-final]

Prints one JSON object a half: for each kind of mention n, right, wrong, unresolved (no mention there, or one without a
party) and their shares. `all` leaves the places out. `--list` adds a line for each mention that is not right: words and
answer of dev, id and kind alone of final, which nobody should tune on (`--list-final` shows it in full).

How the labels in parties.jsonl were made: by reading, from the text, the date and general knowledge (the title unseen
by the engine), before the annotator looked at the engine's output on them; never changed after. Texts: the ids of the
713 readouts whose text has 500 to 4000 characters, sorted, random.Random(2024).sample of 24; none was replaced; first
12 dev, last 12 final. 16 more of dev came later, when the engine had been tuned on the first: of the other 465 ids with
"call-with" or "meeting-with", sorted and shuffled by random.Random(77).sample, the first 13 with a foreign contact and
the first three after them with more than two participants. Then 16 more of final, chosen alike from the 449 left, by
random.Random(177).shuffle. Each text is labelled from its start, without skipping, to the end of the sentence with the
12th mention (places not counted).

Labelled: persons by name, surname, role alone; pronouns, possessives too; groups ("the two leaders"); states acting,
owning or done to; bodies; people without a name. Left out, because readers may differ: a name or demonym that only
modifies a noun ("U.S. support", "NATO unity", "the Russia-Ukraine conflict"); what stands within a title or apposition
("of Israel"); "we" and "our"; peoples and the public ("the American people", "patients") and pronouns for them; "the
country", "the nation"; a state that is only the scene ("in Syria", a trip to China), continents and regions; events,
programmes, alliances as ties; teams and personnel of two states. `place`: cities, buildings and ports as scene alone.

`span` is the noun phrase without its determiner, `head` the word that a mention must contain to be taken as this one
(a name's last); of several the closest in extent counts. A pronoun's mention has exactly its span. `answers`: any of
them. `members`: any of these sets, wholly; part of one is wrong. `unnamed`: right when unresolved, or when the party is
no person and of the same country. Persons agree in first name and surname; a bare surname leaves them unresolved.
"""

import argparse
import json
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

LABELS = Path(__file__).with_name("parties.jsonl")
VERDICTS = ("right", "wrong", "unresolved")
KINDS = ("name", "surname", "role", "pronoun", "group", "state", "body", "unnamed", "place")
Record = dict[str, Any]


def labels(half: str | None) -> list[Record]:
    """The labelled texts of one half, or of both."""
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    return [row for row in rows if half in (None, row["half"])]


def documents(data: Path, labelled: list[Record]) -> list[Record]:
    """The labelled readouts as `readouts read` takes them; one that is missing or has changed is left out, said so."""
    known = {row["id"]: row for row in map(json.loads, data.read_text("utf-8").splitlines())}
    chosen = []
    for row in labelled:
        got = known.get(row["id"])
        if got is None or sha256(got["text"].encode()).hexdigest() != row["sha256"]:
            print(f"parties: {row['id']}: missing or changed, skipped", file=sys.stderr)
            continue
        chosen.append(
            {"id": got["id"], "text": got["text"], "published": got["published"][:10], "publisher": "The White House"}
        )
    return chosen


def readings(asked: list[Record]) -> dict[str, Record]:
    """What `readouts read` says of each document, by its id; a text that came back changed is left out, said so."""
    command = [str(Path(sys.executable).with_name("readouts")), "read", "-", "--format", "jsonl", "--anyway"]
    lines = "".join(json.dumps(document) + "\n" for document in asked)
    said = subprocess.run(command, input=lines.encode(), check=True, capture_output=True).stdout
    by_id = {reading["document"]["id"]: reading for reading in map(json.loads, said.splitlines())}
    for document in asked:
        reading = by_id.get(document["id"])
        if reading is None or reading["document"]["text"] != document["text"]:
            print(f"parties: {document['id']}: not read, or with another text, skipped", file=sys.stderr)
            by_id.pop(document["id"], None)
    return by_id


def party_of(gold: Record, reading: Record) -> Record | None:
    """The party that the engine gives to the labelled words; None: no mention there, or one without a party."""
    (start, end), (first, last) = gold["span"], gold["head"]

    def distance(mention: Record) -> tuple[int, bool]:
        a, b = mention["span"]
        return abs(a - start) + abs(b - end), mention["party"] is None

    there = [m for m in reading["mentions"] if m["span"][0] <= first and last <= m["span"][1]]
    if gold["kind"] == "pronoun":
        there = [m for m in there if m["span"] == gold["span"]]
    if not there:
        return None
    parties = {party["id"]: party for party in reading["parties"]}
    return parties.get(min(there, key=distance)["party"])


def verdict(gold: Record, party: Record | None, reading: Record, also: dict[str, list[str]]) -> str:
    """`right`, `wrong` or `unresolved`. `also`: an accepted name to all that are accepted with it."""
    if gold["kind"] == "place":
        return "wrong" if party else "right"
    bare = party is None or (party["kind"] == "group" and not party["members"])
    if gold.get("unnamed"):
        if party is None or (bare and party["country"] in (None, gold["country"])):
            return "right"
        if party["kind"] != "person" and party["country"] is not None and party["country"] == gold["country"]:
            return "right"
    if party is None or bare:
        return "unresolved"
    if any(_same_set(accepted, party, reading, also) for accepted in gold.get("members", ())):
        return "right"
    said = [_agrees(accepted, party) for accepted in gold.get("answers", ())]
    return next((v for v in ("right", "unresolved") if v in said), "wrong")


def _same_set(accepted: list[str], party: Record, reading: Record, also: dict[str, list[str]]) -> bool:
    parties = {one["id"]: one for one in reading["parties"]}
    members = [parties.get(member) for member in party["members"]]
    if len(members) != len(accepted) or None in members:
        return False
    return all(any(_agrees(name, m) == "right" for name in also.get(a, [a]) for m in members if m) for a in accepted)


def _agrees(accepted: str, party: Record) -> str:
    kind, _, name = accepted.partition(":")
    if kind != party["kind"]:
        return "wrong"
    if kind == "state":
        return "right" if accepted == party["id"] else "wrong"
    if kind == "body":
        ids = party["id"].partition(":")[2].replace("-", " ")
        return "right" if _body(name) in (_body(party["name"]), _body(ids)) else "wrong"
    ours, theirs = _person(name), _person(party["name"])
    if len(theirs) == 1 and theirs[0] in ours:
        return "unresolved"
    return "right" if theirs and (ours[0], ours[-1]) == (theirs[0], theirs[-1]) else "wrong"


def _words(name: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return [word for word in (re.sub(r"\W", "", part) for part in plain.split()) if word]


def _body(name: str) -> str:
    return " ".join(_words(name)).removeprefix("the ").removeprefix("us ").replace(" ", "")


def _person(name: str) -> list[str]:
    words = [word for word in _words(name) if len(word) > 1 and word not in ("jr", "sr", "dr")]
    plain = [word for word in words if word not in ("ii", "iii")]
    return plain if len(plain) > 1 else words  # "Abdullah II" is a whole name


def judged(rows: list[Record], read: dict[str, Record]) -> Iterator[tuple[Record, Record, Record | None, str]]:
    """Each label of the texts that were read: its text, itself, the engine's party, the verdict."""
    answers = [m["answers"] for row in labels(None) for m in row["mentions"] if "answers" in m]
    also = {names[0]: names for names in answers}
    for row in rows:
        reading = read.get(row["id"])
        if reading is None:
            continue
        for gold in row["mentions"]:
            party = party_of(gold, reading)
            yield row, gold, party, verdict(gold, party, reading, also)


def scores(found: Counter[tuple[str, str]]) -> Record:
    """Counts and shares for each kind of mention, and for all but the places."""
    every = Counter({v: sum(found[k, v] for k in KINDS if k != "place") for v in VERDICTS})
    return {k: _shares(every if k == "all" else Counter({v: found[k, v] for v in VERDICTS})) for k in ("all", *KINDS)}


def _shares(counts: Counter[str]) -> Record:
    n = counts.total()
    return {"n": n, **counts, **{f"{v}_share": round(counts[v] / n, 3) if n else None for v in VERDICTS}}


def shown(row: Record, gold: Record, party: Record | None, said: str, *, text: str | None) -> Record:
    """A mention that is not right, for the list; without `text` only where it is and its kind."""
    line = {"half": row["half"], "id": row["id"], "kind": gold["kind"]}
    if text is None:
        return line
    gold_says: Record = {key: gold[key] for key in ("answers", "members", "unnamed") if key in gold}
    words = text[slice(*gold["span"])]
    return {**line, "verdict": said, "span": gold["span"], "words": words, **gold_says, "said": party}


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("data", type=Path)
    asks.add_argument("--half", choices=("dev", "final"))
    asks.add_argument("--list", action="store_true")
    asks.add_argument("--list-final", action="store_true")
    asked = asks.parse_args()
    rows = labels(asked.half)
    texts = documents(asked.data, rows)
    read = readings(texts)
    found: dict[str, Counter[tuple[str, str]]] = {row["half"]: Counter() for row in rows}
    for row, gold, party, said in judged(rows, read):
        found[row["half"]][gold["kind"], said] += 1
        final = row["half"] == "final"
        if said != "right" and (asked.list or (final and asked.list_final)):
            text = None if final and not asked.list_final else read[row["id"]]["document"]["text"]
            print(json.dumps(shown(row, gold, party, said, text=text), ensure_ascii=False))
    for half, counts in found.items():
        texts_read = sum(row["half"] == half and row["id"] in read for row in rows)
        print(json.dumps({"half": half, "texts": texts_read, **scores(counts)}))


if __name__ == "__main__":
    main()
