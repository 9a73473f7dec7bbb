"""Kills `readouts add` at random moments (SIGKILL), lets it run to the end, and compares with an undisturbed run.

    python bench/kills.py INPUT... [--kills 50] [--seed 1] [--documents N]

Prints one JSON object: the kills, how many of them came before any document, at what counts of documents they fell, and
whether the two databases hold the same: every row of every table with its keys, every word of the search index, every
file of raw bytes. Only the instants of adding and reading are left out. Ends with 1 when something differs.
"""

import argparse
import hashlib
import json
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from warm import Started, command, seconds, spent

INSTANTS = {("document", "added"), ("reading", "made")}


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
        if not killed_at(command("add", *inputs, "--db", db, *options), moment):  # it came to its end before
            break
        counts.append(documents(db))
    seconds("add", *inputs, "--db", db, *options)
    return counts


# Moments are CPU seconds of the program. Seconds of the clock fall elsewhere in its work when the machine has become
# busier since the run was timed: before anything is written.


def killed_at(running: Started, moment: float) -> bool:
    """Kills the program when it and those it started have had so many CPU seconds; False when it ended before."""
    while running.poll() is None:
        if spent(running.pid) >= moment:
            running.send_signal(signal.SIGKILL)
            running.wait()
            return True
        time.sleep(0.005)
    return False


def trial(inputs: Sequence[str], folder: Path, kills: int, seed: int, options: Sequence[str] = ()) -> dict[str, object]:
    """Both runs and what differs between them."""
    whole, broken = folder / "whole.db", folder / "broken.db"
    arguments = ["add", *inputs, "--db", whole, *options]
    took, start = seconds(*arguments), seconds(*arguments)  # the second run knows all: it is the start alone
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
