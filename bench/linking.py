"""Which mentions of contacts tell of one contact, against links made by reading.

usage: python bench/linking.py [--data DATA] [--half dev|dev2|dev3|dev4|dev5|check|final] [--list] [--orders N]

Prints one JSON object a part: pairwise, MUC, B-cubed, CEAF and CoNLL scores over the labelled mentions. `all`: every
labelled mention, one that the engine did not find alone in a cluster of its own. `found`: those alone that it found,
two that it took for one mention left out: how well linking does what it is given. `reports`: as `all`, without the
White House readouts, which are also all that is left where DATA (the folder with contacts/wh_readouts.jsonl) is not
given. `extra`: contacts found in the reports where nothing is labelled. `--list` shows the mentions of the dev parts
that are linked otherwise than in gold; check and final are never listed. `--orders N`: documents come one by one in N
random orders; the share of orders that end in the same links as all at once, and the pairs that differ at most.

How the labels in contacts_linked.jsonl were made: 96 White House readouts of the calls and meetings of one American
with one counterpart again and again (dev: Zelenskyy, Netanyahu, Xi, Duda, Modi; final: Macron, Scholz, Johnson, Putin,
Erdogan, Bennett), so that the hard negatives, the same people in like words days or weeks apart, are in it; and 106
short reports in our own words with the facts of those readouts: news of the day after, notes from the other capital,
announcements, later references ("last week", "in February", "a day before"). All was written and labelled before any
output on it was seen. The parts dev2 to dev5 and check are of other counterparts, in wording as varied as the press's;
dev2 to dev5 were listed one after the other, each mended before the next was read. The readouts are there by id, hash
and offsets only.

A contact is one call or meeting. What was announced and then took place is one contact; so is a visit and the meeting
that it was for. In the reports every mention of a contact that took place or is planned for a day, week or month is
labelled; in the readouts the one that they are about, and the others that name one of a certain time.
"""

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import coreference

from readouts.ingest.documents import Failed
from readouts.link.across import links, relinked
from readouts.link.days import Mark, marks
from readouts.pipeline import Tools, contact_mentions, readings
from readouts.records import ContactMention, Document, Reading

LABELS = Path(__file__).with_name("contacts_linked.jsonl")
PARTS = ("dev", "dev2", "dev3", "dev4", "dev5", "check", "final")
LISTED = ("dev", "dev2", "dev3", "dev4", "dev5")  # those that the rules are mended on
Row = dict[str, Any]
Place = tuple[str, int, int]  # document, start, end of a labelled mention


def labels(half: str | None = None) -> list[Row]:
    """The labelled texts of one part, or of all."""
    rows = [json.loads(line) for line in LABELS.read_text("utf-8").splitlines()]
    return [row for row in rows if half in (None, row["half"])]


def documents(rows: Iterable[Row], data: Path | None) -> list[Document]:
    """The texts to be read: the reports, and the readouts where the data are there and unchanged."""
    known = {}
    if data:
        lines = (data / "contacts" / "wh_readouts.jsonl").read_text("utf-8").splitlines()
        known = {got["id"]: got for got in map(json.loads, lines)}
    found = []
    for row in rows:
        got = known.get(row["id"]) if "source" in row else row
        if got is None or ("source" in row and sha256(got["text"].encode()).hexdigest() != row["sha256"]):
            if data:
                print(f"linking: {row['id']}: missing or changed, skipped", file=sys.stderr)
            continue
        publisher = "The White House" if "source" in row else None
        day = date.fromisoformat(got["published"][:10])
        found.append(Document(id=row["id"], text=got["text"], published=day, publisher=publisher, language="en"))
    return found


def read(asked: Iterable[Document]) -> dict[str, Reading]:
    """The reading of each document, by its id."""
    found = {}
    for reading in readings(asked, Tools()):
        if isinstance(reading, Failed):
            raise reading.error
        found[reading.document.id] = reading
    return found


def contact_at(reading: Reading, start: int, end: int) -> str | None:
    """The contact that the engine finds in the labelled words, the one with most of them; None: it finds none."""

    def common(contact: Any) -> int:
        return sum(max(0, min(end, s.end) - max(start, s.start)) for s in contact.spans)

    best = max(reading.contacts, key=common, default=None)
    return best.id if best and common(best) else None


def scored(rows: list[Row], found: Mapping[str, Reading], linked_to: Mapping[str, str]) -> Row:
    """The scores of one part, and how many mentions were found."""
    gold: dict[Any, str] = {}
    ours: dict[Any, str] = {}
    at: dict[Place, str] = {}
    labelled = [(row, m) for row in rows if row["id"] in found for m in row["mentions"]]
    for row, mention in labelled:
        place = (row["id"], *mention["span"])
        contact = contact_at(found[row["id"]], *mention["span"])
        gold[place] = mention["contact"]
        ours[place] = linked_to[contact] if contact else f"not found: {place}"
        if contact:
            at[place] = contact
    reports = {row["id"] for row in rows if "source" not in row}
    clashes = _clashes(gold, at)
    told = {place for place in at if place not in clashes}
    return {
        "texts": len({row["id"] for row, _ in labelled}),
        "contacts": len(set(gold.values())),
        "not_found": len(gold) - len(at),
        "taken_for_one": len(clashes),
        "extra": sum(
            not any(s.start < m["span"][1] and m["span"][0] < s.end for m in row["mentions"] for s in c.spans)
            for row in rows
            if row["id"] in reports and row["id"] in found
            for c in found[row["id"]].contacts
        ),
        "all": coreference.scores(gold, ours),
        "found": _scores_of(told, gold, ours),
        "reports": _scores_of({place for place in gold if place[0] in reports}, gold, ours),
    }


def _clashes(gold: Mapping[Place, str], at: Mapping[Place, str]) -> set[Place]:
    """Mentions of different contacts that the engine takes for one within a document."""
    told = defaultdict(set)
    for place, contact in at.items():
        told[contact].add(gold[place])
    return {place for place, contact in at.items() if len(told[contact]) > 1}


def _scores_of(places: set[Place], gold: Mapping[Place, str], ours: Mapping[Place, str]) -> Row:
    return coreference.scores({p: gold[p] for p in places}, {p: ours[p] for p in places})


def linked(mentions: Iterable[ContactMention]) -> dict[str, str]:
    """What each mention is linked to when all are there at once."""
    return {link.mention: link.linked_to for link in links(mentions)}


def one_by_one(batches: Iterable[tuple[ContactMention, ...]]) -> dict[str, str]:
    """What each mention is linked to when documents come one after the other."""
    filed: dict[Mark, list[ContactMention]] = defaultdict(list)
    found: dict[str, str] = {}

    def near(asked: frozenset[Mark]) -> list[ContactMention]:
        return [m for mark in sorted(asked) for m in filed.get(mark, ())]

    for batch in batches:
        for mention in batch:
            found[mention.id] = mention.id
            for mark in marks(mention):
                filed[mark].append(mention)
        found |= {link.mention: link.linked_to for link in relinked(batch, near)}
    return found


def orders(found: Mapping[str, Reading], n: int) -> Row:
    """How far the links depend on the order in which documents come."""
    batches = [contact_mentions(reading) for reading in found.values()]
    whole = linked(m for batch in batches for m in batch)
    differing = []
    for seed in range(n):
        shuffled = random.Random(seed).sample(batches, len(batches))
        pairs = coreference.pairwise(whole, one_by_one(shuffled))
        differing.append(pairs["made"] + pairs["gold"] - 2 * pairs["right"])
    return {"orders": n, "same": sum(not d for d in differing), "pairs_differing_at_most": max(differing, default=0)}


def shown(rows: list[Row], found: Mapping[str, Reading], linked_to: Mapping[str, str]) -> Iterable[Row]:
    """The labelled mentions that are not found, or not linked to where most of their contact is."""
    at = {
        (row["id"], *m["span"]): contact_at(found[row["id"]], *m["span"])
        for row in rows
        if row["id"] in found
        for m in row["mentions"]
    }
    where = defaultdict(list)
    for row in rows:
        for m in row["mentions"]:
            contact = at.get((row["id"], *m["span"]))
            if contact:
                where[m["contact"]].append(linked_to[contact])
    for row in rows:
        for m in row["mentions"] if row["id"] in found else ():
            contact, elsewhere = at[row["id"], *m["span"]], where[m["contact"]]
            most = max(elsewhere, key=elsewhere.count, default=None)
            if contact is None or linked_to[contact] != most:
                words = found[row["id"]].document.text[slice(*m["span"])]
                said = next((c for c in found[row["id"]].contacts if c.id == contact), None)
                yield {"id": row["id"], "gold": m["contact"], "words": words, "found": said and _told(said)}


def _told(contact: Any) -> str:
    when = contact.when.edtf if contact.when else None
    return f"{contact.kind} {contact.status} {when} {contact.place} {' '.join(contact.participants)}"


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("--data", type=Path)
    asks.add_argument("--half", choices=PARTS)
    asks.add_argument("--list", action="store_true")
    asks.add_argument("--orders", type=int, default=0)
    asked = asks.parse_args()
    for half in [asked.half] if asked.half else PARTS:
        rows = labels(half)
        found = read(documents(rows, asked.data))
        linked_to = linked(m for reading in found.values() for m in contact_mentions(reading))
        if asked.list and half in LISTED:
            for line in shown(rows, found, linked_to):
                print(json.dumps(line, ensure_ascii=False))
        more = {"order": orders(found, asked.orders)} if asked.orders else {}
        print(json.dumps({"half": half, **scored(rows, found, linked_to), **more}))


if __name__ == "__main__":
    main()
