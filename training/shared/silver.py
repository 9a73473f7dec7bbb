"""Writes spaCy's own parse of texts, which the shared encoder learns and is measured against.

  python silver.py DATA OUT

DATA holds attributions/polnear_{train,dev}.jsonl, contacts/wh_readouts.jsonl and statements/*.jsonl. OUT gets
train.jsonl and dev.jsonl: a row a text, with the text and, for each token of spaCy, where it starts and ends, its fine
tag, head, label, entity (BILUO) and whether a sentence starts there. No text that we measure on is in train; the
accounts of training/alignment/pairs are.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readouts.models.parser import load, parsed
from readouts.records import Document

HERE = Path(__file__).parent
BENCH = HERE.parent.parent / "bench"
AGREEMENT = frozenset((HERE.parent / "attributions" / "agreement.txt").read_text("utf-8").split())
LONGEST = 2_500  # characters of a statement, cut at a paragraph's end
EVERY = 15  # of the readouts and statements, one in so many is held out


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def texts(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Half, id and text of all that is parsed; the articles of PolNeAR whole, since their attributions are used too."""
    yield from (("dev", r["id"], r["text"]) for r in rows(folder / "attributions/polnear_dev.jsonl"))
    labelled = {r["id"] for name in ("parties", "attributions") for r in rows(BENCH / f"{name}.jsonl")}
    labelled |= {r["id"] for r in rows(folder / "contacts/wh_contacts_dev.jsonl")}
    statements = ("contacts/wh_readouts.jsonl", "statements/kremlin.jsonl", "statements/president_ua.jsonl")
    for name in statements:
        for at, row in enumerate(rows(folder / name)):
            held_out = at % EVERY == 0
            if held_out or row["id"] not in labelled:
                yield "dev" if held_out else "train", row["id"], cut(row["text"])
    for path in sorted((HERE.parent / "alignment" / "pairs").glob("*.jsonl")):
        yield from (("train", f"{r['id']} {side}", r[side]["text"]) for r in rows(path) for side in ("left", "right"))
    yield from (
        ("train", r["id"], r["text"])
        for r in rows(folder / "attributions/polnear_train.jsonl")
        if r["id"] not in AGREEMENT
    )


def cut(text: str) -> str:
    """The beginning of a text, whole paragraphs where there are any."""
    end = text.rfind("\n", 0, LONGEST)
    return text if len(text) <= LONGEST else text[: end if end > 0 else LONGEST]


def silver(id: str, text: str, doc: Any) -> dict[str, Any]:
    """The parse of one text as columns."""
    return {
        "id": id,
        "text": text,
        "start": [t.idx for t in doc],
        "end": [t.idx + len(t) for t in doc],
        "tag": [t.tag_ for t in doc],
        "head": [t.head.i for t in doc],
        "dep": [t.dep_ for t in doc],
        "ent": [biluo(t) for t in doc],
        "sent": [int(bool(t.is_sent_start)) for t in doc],
    }


def biluo(token: Any) -> str:
    """The token's place in its entity: B-, I-, L- or U- and the kind; O outside."""
    if not token.ent_type_:
        return "O"
    last = token.i + 1 == len(token.doc) or token.doc[token.i + 1].ent_iob_ != "I"
    return {"BT": "U", "BF": "B", "IT": "L", "IF": "I"}[token.ent_iob_ + "FT"[last]] + "-" + token.ent_type_


def main() -> None:
    folder, out = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    nlp = load()
    with (out / "train.jsonl").open("w") as train, (out / "dev.jsonl").open("w") as dev:
        for half, id, text in texts(folder):
            doc = parsed(nlp, Document(id=id, text=text, language="en"))
            print(json.dumps(silver(id, text, doc)), file={"train": train, "dev": dev}[half])


if __name__ == "__main__":
    main()
