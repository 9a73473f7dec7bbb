"""How well copies of one statement are grouped, and readouts of one template about different contacts kept apart.

    python bench/copies.py DATA [odd|even]

DATA is a folder that holds contacts/wh_readouts.jsonl and statements/*.jsonl. Of each second readout seven copies are
made: trimmed, retitled, with another lead, with both, with a dateline and footer, with background added, with other
signs. Where the title names the counterpart, a twin of the same template is made about another contact (the names of
another readout put in), and copies of that. Half of the real statements of the other issuers stand among them. The
thresholds were set on the even half; figures in the docs are of the odd one. Prints one JSON object.
"""

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

from readouts.ingest.copies import copies
from readouts.records import Document

OUTLETS = ("Marovia Wire", "Telmark Daily", "Port Varne Courier", "Northern Press Service")
LEADS = (
    "The two sides held talks, according to a statement released on {day}.",
    "Here is what the office said about the contact on {day}, as received by {outlet}.",
    "A summary of the conversation was put out late on {day}; {outlet} gives it below.",
    "In the latest round of diplomacy, the leaders were in touch once more.",
)
FOOTERS = (
    "Follow {outlet} for more news. All rights reserved.",
    "{outlet} is not responsible for the content of statements by third parties.",
    "Read also: five things to know about the talks. Share with friends.",
)
LEAST_WORDS = 40  # of a readout that copies are made of
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“])")
_COUNTERPART = re.compile(
    r"(?:with|and) (?:(?:Prime|Foreign|Crown|Secretary|Vice|Federal) )?[A-Z][\w-]+"
    r"(?: Minister| Prince| General| President)?"
    r" (?P<name>[A-Z][\w.’'-]+(?: (?:[A-Z]|al|bin|von|der)[\w.’'-]*){0,3})"
    r" of (?:the )?(?P<country>[A-Z]\w+(?: [A-Z]\w+)*)$"
)


def made_copies(text: str, title: str, background: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Copies of a statement as outlets make them: (kind, text)."""
    outlet, day = chance.choice(OUTLETS), chance.choice(("Monday", "Tuesday", "Thursday", "Friday"))
    sentences = _SENTENCE.split(text)
    kept = max(2, round(len(sentences) * chance.uniform(0.5, 0.8)))
    lead, footer = (chance.choice(words).format(outlet=outlet, day=day) for words in (LEADS, FOOTERS))
    rest = sentences[1:] if len(sentences) > 2 else sentences
    yield "trimmed", " ".join(sentences[:kept])
    yield "retitled", f"{chance.choice(('Leaders speak as tensions rise', f'What they said: {title}'))}\n\n{text}"
    yield "lead", " ".join([lead, *rest])
    yield "lead and trimmed", " ".join([lead, *rest[: max(2, kept - 1)]]) + f"\n{footer}"
    yield "dateline", f"PORT VARNE, {chance.choice(('June 4, 2031', '4 June 2031'))} ({outlet}) – {text}\n\n{footer}"
    yield "background", f"{text}\n\n{' '.join(_SENTENCE.split(background)[: max(1, len(sentences) // 2)])}"
    yield "signs", text.replace("’", "'").replace("“", '"').replace("”", '"').replace("\n\n", "\n")


def twin(row: dict[str, Any], named: list[re.Match[str]], chance: random.Random) -> str | None:
    """The readout as if it told of another contact: name and country exchanged; None when it names no counterpart."""
    own = _counterpart(row)
    if own is None or own["name"].split()[-1] not in row["text"]:
        return None
    other = chance.choice([n for n in named if n["country"] != own["country"] and n["name"] != own["name"]])
    text = row["text"].replace(own["name"], other["name"]).replace(own["country"], other["country"])
    return re.sub(rf"\b{re.escape(own['name'].split()[-1])}\b", other["name"].split()[-1], text)


def _counterpart(row: dict[str, Any]) -> re.Match[str] | None:
    found = _COUNTERPART.search(row["title"].strip())
    return None if found is None or re.search("Minister|President|Prince|General", found["name"]) else found


def pool(data: Path, half: int) -> tuple[list[Document], dict[str, str], dict[str, str]]:
    """The documents; which statement each holds, and of what kind it is, by the document's id."""
    chance = random.Random(11)
    rows = _rows(data / "contacts" / "wh_readouts.jsonl")
    named = [found for row in rows if (found := _counterpart(row))]
    documents, holds, kinds = [], {}, {}

    def put(text: str, statement: str, kind: str, publisher: str, day: date | None) -> None:
        key = f"d{len(documents)}"
        documents.append(Document(id=key, text=text, publisher=publisher, published=day))
        holds[key], kinds[key] = statement, kind

    for row in rows[half::2]:
        day, background = _day(row), chance.choice(rows)["text"]
        for prefix, text in (("", row["text"]), ("twin: ", twin(row, named, chance))):
            if text is None:
                continue
            put(text, prefix + row["id"], f"{prefix}original", "The White House", day)
            if len(text.split()) >= LEAST_WORDS:
                for kind, copy in made_copies(text, "The call" if prefix else row["title"], background, chance):
                    later = day and day + timedelta(chance.randint(0, 2))
                    put(copy, prefix + row["id"], prefix + kind, chance.choice(OUTLETS), later)
    for path in sorted((data / "statements").glob("*.jsonl")):
        for row in _rows(path)[half::2]:
            put(row["text"], row["id"], path.stem, row["publisher"], _day(row))
    return documents, holds, kinds


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _day(row: dict[str, Any]) -> date | None:
    return date.fromisoformat(row["published"][:10]) if row.get("published") else None


def scores(documents: list[Document], holds: dict[str, str], kinds: dict[str, str]) -> dict[str, object]:
    """Pairwise precision and recall; how many copies stand with their original; twins that stand with theirs."""
    started = time.process_time()
    groups = [[one.id for one in group] for group in copies(documents)]
    seconds = time.process_time() - started
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    right = sum(holds[a] == holds[b] for a, b in pairs)
    possible = sum(n * (n - 1) // 2 for n in Counter(holds.values()).values())
    place = {key: number for number, group in enumerate(groups) for key in group}
    original = {holds[key]: key for key, kind in kinds.items() if kind.endswith("original")}
    made = [key for key, statement in holds.items() if statement in original and key != original[statement]]
    found = Counter(kinds[key] for key in made if place.get(key, -1) == place.get(original[holds[key]], -2))
    twins = [(original[s], original[f"twin: {s}"]) for s in original if f"twin: {s}" in original]
    return {
        "documents": len(documents),
        "cpu_seconds": round(seconds, 1),
        "precision": round(right / len(pairs), 4),
        "recall": round(right / possible, 4),
        "pairs": {"grouped": len(pairs), "right": right, "possible": possible},
        "with_original": {
            kind: f"{found[kind]}/{n}" for kind, n in sorted(Counter(kinds[key] for key in made).items())
        },
        "twins_joined": f"{sum(place.get(a, -1) == place.get(b, -2) for a, b in twins)}/{len(twins)}",
    }


if __name__ == "__main__":
    half = 0 if sys.argv[2:] == ["even"] else 1
    print(json.dumps(scores(*pool(Path(sys.argv[1]), half)), indent=1))
