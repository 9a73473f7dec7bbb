"""Kills `readouts add` at random moments (SIGKILL), lets it run to the end, and compares with an undisturbed run.

    python bench/kills.py INPUT... [--kills 50] [--seed 1] [--documents N]

Prints one JSON object: the kills, how many of them came before any document, at what counts of documents they fell, and
whether the two databases hold the same: every row of every table with its keys, every word of the search index, every
file of raw bytes. Only the instants of adding and reading are left out. Ends with 1 when something differs.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

INSTANTS = {("document", "added"), ("reading", "made")}
ADD = "from readouts.cli import main; main()"


def command(inputs: Sequence[str], db: Path, options: Sequence[str]) -> list[str]:
    return [sys.executable, "-c", ADD, "add", *inputs, "--db", str(db), *options]


def content(db: Path) -> dict[str, str]:
    """A hash of each table, of the search index and of the raw bytes."""
    found = {}
    with sqlite3.connect(db) as connection:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'passage_words%'"
        )
        for (name,) in names.fetchall():
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({name})")]
            kept = ", ".join(f'"{column}"' for column in columns if (name, column) not in INSTANTS)
            found[name] = _hash(connection.execute(f'SELECT {kept} FROM "{name}" ORDER BY {kept}'))
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'passage_words', 'instance')")
        found["search index"] = _hash(connection.execute("SELECT * FROM temp.words ORDER BY doc, offset, term"))
    files = sorted(path for path in db.with_suffix(".raw").rglob("*") if path.is_file())
    found["raw bytes"] = _hash((path.name, path.read_bytes()) for path in files)
    return found


def _hash(rows: object) -> str:
    total, count = hashlib.sha256(), 0
    for row in rows:  # type: ignore[attr-defined]
        total.update(repr(tuple(row)).encode())
        count += 1
    return f"{count} rows {total.hexdigest()[:16]}"


def documents(db: Path) -> int:
    """How many are in; 0 when there is no database yet."""
    try:
        with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as connection:
            return connection.execute("SELECT count(*) FROM reading").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def killed(inputs: Sequence[str], db: Path, options: Sequence[str], moments: Sequence[float]) -> list[int]:
    """Starts the same run again and again, kills it at each moment; documents in after each kill."""
    counts = []
    for moment in moments:
        started = subprocess.Popen(command(inputs, db, options), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not killed_at(started, moment):  # it came to its end before
            break
        counts.append(documents(db))
    subprocess.run(command(inputs, db, options), check=True, stdout=subprocess.DEVNULL)
    return counts


# Moments are CPU seconds of the program. Seconds of the clock fall elsewhere in its work when the machine has become
# busier since the run was timed: before anything is written.


def killed_at(running: subprocess.Popen[bytes], moment: float) -> bool:
    """Kills the program when it and those it started have had so many CPU seconds; False when it ended before."""
    while running.poll() is None:
        if spent(running.pid) >= moment:
            running.send_signal(signal.SIGKILL)
            running.wait()
            return True
        time.sleep(0.005)
    return False


def seconds_of(running: subprocess.Popen[bytes]) -> float:
    """Waits for the program's end; its CPU seconds, with those of the processes that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    running.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def spent(process: int) -> float:
    """CPU seconds of the process and of those that it has started, in steps of a hundredth (Linux)."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        children = " ".join(path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")).split()
    except OSError:  # it has ended meanwhile
        return 0.0
    own = sum(map(int, stat[11:15])) / os.sysconf("SC_CLK_TCK")  # user and system, its own and of children that ended
    return own + sum(spent(int(child)) for child in children)


def trial(inputs: Sequence[str], folder: Path, kills: int, seed: int, options: Sequence[str] = ()) -> dict[str, object]:
    """Both runs and what differs between them."""
    whole, broken = folder / "whole.db", folder / "broken.db"
    # The second run knows all: it is the start alone.
    took, start = (
        seconds_of(subprocess.Popen(command(inputs, whole, options), stdout=subprocess.DEVNULL)) for _ in "12"
    )
    # Moments from the first instant on; together they have time for about four fifths of the work, so that they fall
    # all along it and none comes after its end.
    made = random.Random(seed)
    moments = [made.uniform(0, 2 * (start + 0.8 * (took - start) / kills)) for _ in range(kills)]
    counts = killed(inputs, broken, options, moments)
    one, other = content(whole), content(broken)
    return {
        "documents": documents(whole),
        "kills": len(counts),
        "before_any_document": counts.count(0),
        "counts": counts,
        "cpu_seconds_undisturbed": round(took, 1),
        "differs": [name for name in one if one[name] != other.get(name)],
        "same": one == other,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, help="only so many lines of one JSONL input")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        inputs = given.inputs
        if given.documents:
            with Path(inputs[0]).open("rb") as lines:
                (part := Path(folder) / "part.jsonl").write_bytes(b"".join(islice(lines, given.documents)))
            inputs = [str(part)]
        result = trial(inputs, Path(folder), given.kills, given.seed)
    print(json.dumps(result))
    sys.exit(0 if result["same"] else 1)


if __name__ == "__main__":
    main()
