"""How fast batches go, what they cost, and how much memory they take as they go on.

    python bench/batch.py FILE.jsonl... [--documents 1000] [--workers 1 2] [--ray 2] [--runs 3] [--words N]
    python bench/batch.py FILE.jsonl... [--documents 10000] [--words N] --run-alone

Reads the first documents of the files with so many workers (and on a local Ray cluster of so many cores), in turns, so
that a busy moment of the machine falls on all. Prints one JSON object for each way: documents a second of the clock,
without the start, in each run and their median; the same for each CPU second of workers and run together; and the
largest memory (MB, resident) of a worker and of the run itself when the first thousand documents were in, and in all.
`--words N` takes every few sentences that have N words together for a document: many short ones, a large vocabulary.
`--run-alone` reads the first document, whole, and lets the workers answer with its rows whatever they are given; so
what is measured is the run itself: how many documents a second it can hand out and write, and what it holds.
"""

import argparse
import json
import os
import pickle
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

COMMAND = "from readouts.cli import main; main()"
THOUSAND = 1000


def rows(files: Sequence[Path], words: int | None) -> Iterator[dict[str, object]]:
    for path in files:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield from _cut(row, words) if words else [row]


def _cut(row: dict[str, object], words: int) -> Iterator[dict[str, object]]:
    part: list[str] = []
    for number, sentence in enumerate(re.split(r"(?<=[.!?])\s+", str(row["text"]))):
        part.append(sentence)
        if sum(len(own.split()) for own in part) >= words:
            yield row | {"id": f"{row['id']}-{number}", "text": " ".join(part), "url": None, "title": None}
            part = []


def processes(parent: int) -> Iterator[int]:
    """Those that a process has started, and those that these have."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                yield int(path.parent.name)
                yield from processes(int(path.parent.name))
        except OSError:  # it ended meanwhile
            continue


def resident(pid: int) -> float:
    """MB that the process holds; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return 0.0


def standing(folder: Path) -> int:
    """Documents in parts."""
    try:
        lines = (folder / "journal.jsonl").read_text().splitlines()
    except OSError:
        return 0
    return sum(len(json.loads(line).get("documents", ())) for line in lines if line.endswith("}"))


def timed(source: Path, folder: Path, options: Sequence[str]) -> dict[str, float]:
    """One run: seconds of the clock and of CPU, and memory. Raises CalledProcessError where the command fails."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    asked = ["batch", "--anyway", str(source), "-o", str(folder), "--part", "100", *options]
    command = [sys.executable, "-c", COMMAND, *asked]
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"})
    held = {"run": 0.0, "worker": 0.0, "run_at_1000": 0.0, "worker_at_1000": 0.0}
    while started.poll() is None:
        held["run"] = max(held["run"], resident(started.pid))
        held["worker"] = max([held["worker"], *map(resident, processes(started.pid))])
        if not held["run_at_1000"] and standing(folder) >= THOUSAND:
            held |= {"run_at_1000": held["run"], "worker_at_1000": held["worker"]}
        time.sleep(2)
    if started.returncode:
        raise subprocess.CalledProcessError(started.returncode, asked)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": time.monotonic() - began, "cpu": cpu, **{name: round(mb) for name, mb in held.items()}}


def measured(source: Path, options: Sequence[str], count: int) -> dict[str, float]:
    """A run and, taken off it, one that finds all known: the start alone."""
    with tempfile.TemporaryDirectory() as folder:
        whole = timed(source, Path(folder), options)
        start = timed(source, Path(folder), options)
    return whole | {
        "a_second": round(count / (whole["seconds"] - start["seconds"]), 2),
        "a_cpu_second": round(count / (whole["cpu"] - start["cpu"]), 2),
        "start": round(start["seconds"], 1),
    }


class Echo:
    """A worker's work that takes no time: the rows of one document for every other."""

    def __init__(self, rows: dict[str, list[dict[str, object]]]) -> None:
        self._rows = rows

    def ready(self) -> dict[str, object]:
        return {"version": "echo"}

    def __call__(self, task: object) -> object:
        from readouts.batch.work import Done

        return Done(document="echo", rows=self._rows)


def run_alone(first: Path, source: Path, folder: Path) -> dict[str, float]:
    """CPU seconds of the run itself, without its workers, and its memory."""
    from readouts.batch.folder import Folder
    from readouts.batch.inputs import Inputs
    from readouts.batch.processes import Processes
    from readouts.batch.run import Progress, Run, batch
    from readouts.export.parts import ParquetTables
    from readouts.ingest.made import Options

    inputs = Inputs([(str(source), Options())], lambda: sys.stdin.buffer)
    read = subprocess.run(  # in another process, so that the models are not in our memory
        [sys.executable, "-c", _ONE, str(first)], check=True, capture_output=True
    )
    pool, into = Processes(Echo(pickle.loads(read.stdout)), 2), Folder(folder, ParquetTables())
    held: dict[str, float] = {}

    def tell(progress: Progress) -> None:
        if progress.counts["read"] in (THOUSAND, 10 * THOUSAND):
            held[f"mb_at_{progress.counts['read']}"] = round(resident(os.getpid()))

    made_by = pool.made_by
    began, clock = time.process_time(), time.monotonic()
    made = batch(
        Run(inputs=inputs, folder=into, pool=pool, told={"echo": dict(made_by)}, tell=tell, failed=lambda failure: None)
    )
    count = made["counts"]["read"]
    cpu = time.process_time() - began
    rate = round(count / (time.monotonic() - clock))
    pool.close()
    into.close()
    return {"documents": count, "ms_cpu_a_document": round(1000 * cpu / count, 2), "a_second": rate, **held}


_ONE = """
import pickle, sys
from readouts.batch.inputs import Inputs
from readouts.export.parts import Reader
from readouts.ingest.made import Options
from readouts.pipeline import Tools
task = next(iter(Inputs([(sys.argv[1], Options())], lambda: None)))
sys.stdout.buffer.write(pickle.dumps(Reader(Tools())(task).rows))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--ray", type=int, nargs="*", default=[])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--words", type=int)
    parser.add_argument("--run-alone", action="store_true")
    given = parser.parse_args()
    ways = {f"{n} workers": ["--workers", str(n)] for n in given.workers}
    ways |= {f"Ray, {n} cores": ["--ray", "local", "--workers", str(n)] for n in given.ray}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "documents.jsonl"
        chosen = list(islice(rows(given.files, given.words), given.documents))
        source.write_text("".join(json.dumps(row) + "\n" for row in chosen), "utf-8")
        if given.run_alone:
            print(json.dumps(run_alone(given.files[0], source, Path(folder) / "out")))
            return
        runs: dict[str, list[dict[str, float]]] = {way: [] for way in ways}
        for _ in range(given.runs):
            for way, options in ways.items():
                with suppress(subprocess.CalledProcessError):  # the command says why, where all can read it
                    runs[way].append(measured(source, options, len(chosen)))
    for way, found in runs.items():
        if not found:
            print(json.dumps({"way": way, "does_not_run_here": True}), flush=True)
            continue
        told = {name: max(one[name] for one in found) for name in ("run_at_1000", "run", "worker_at_1000", "worker")}
        rates = {name: statistics.median(one[name] for one in found) for name in ("a_second", "a_cpu_second", "start")}
        each = [one["a_second"] for one in found]
        print(json.dumps({"way": way, "documents": len(chosen), **rates, "each": each, "mb": told}), flush=True)


if __name__ == "__main__":
    main()
