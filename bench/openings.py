"""Whether the contact with which a text opens is found, with those who took part, on the openings of bench/openings/.

usage: python bench/openings.py [--list]

Each opening has the kinds of contact that are right, the states whose principals took part, their names as the text
has them, the day (null where the text does not say) and whether it happened or is planned. Prints a JSON line for each
file: how many are right in all, how many have no contact, and how many are wrong in kind, states, persons, day or
status. Offices and cities are real, persons and what they did are made up. `--list` adds a line for each wrong one.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readouts.evaluate.gold import day
from readouts.pipeline import Tools, read
from readouts.records import Contact, Document, Party

OPENINGS = Path(__file__).with_suffix("")
_NEAR = ({"talks", "meeting"}, {"talks", "call"}, {"talks", "visit"}, {"meeting", "visit"}, {"letter", "message"})


def wrong(gold: dict[str, Any], found: Contact | None, parties: dict[str, Party]) -> Iterator[str]:
    """What is wrong with the contact; nothing where it is right. Kinds that one contact may have both are one."""
    if found is None:
        yield "none"
        return
    kinds = gold["kind"] if isinstance(gold["kind"], list) else [gold["kind"]]
    if not any(found.kind == kind or {found.kind, kind} in _NEAR for kind in kinds):
        yield "kind"
    people = [parties[p] for p in found.participants]
    states = {p.country for p in people if p.country}
    if not set(gold["states"]) <= states:
        yield "states"
    elif states - set(gold["states"]):
        yield "more states"
    names = " ".join(p.name.lower() for p in people if p.kind == "person")
    if any(name.split()[-1].lower() not in names for name in gold["persons"]):
        yield "persons"
    start = found.when.start if found.when else None
    if gold["day"] and (start is None or start.isoformat() != gold["day"]):
        yield "day"
    if found.status != gold["status"]:
        yield "status"


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("--list", action="store_true")
    asked = asks.parse_args()
    tools = Tools()
    for path in sorted(OPENINGS.glob("*.jsonl")):
        counts = Counter[str]()
        for gold in map(json.loads, path.read_text("utf-8").splitlines()):
            told = {key: gold[key] for key in ("id", "text", "publisher")}
            reading = read(Document(published=day(gold["published"]), language="en", **told), tools)
            contact = reading.contacts[0] if reading.contacts else None
            errors = list(wrong(gold, contact, {p.id: p for p in reading.parties}))
            counts.update(errors, openings=1, right=not errors)
            if errors and asked.list:
                print(json.dumps({"id": gold["id"], "wrong": errors, "text": gold["text"]}, ensure_ascii=False))
        print(json.dumps({"set": path.stem, **counts}), flush=True)


if __name__ == "__main__":
    main()
