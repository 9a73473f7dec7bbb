"""Kills the commands that write at random moments (SIGKILL), lets them run to their end, and looks at what is there.

    python bench/soak.py [--kills 200] [--seed 1] [--only add watch ...] [--report FILE]

The kills are shared out among add, watch, batch, migrate (the first command on a database of an older form), review,
backup and restore. Prints one JSON object for each: the kills, what stood after each of them, and what is wrong in the
end, be it lost, doubled or left half. `--report` writes them to a file, with machine and day. Ends with 1 when
something is wrong. Half of the moments fall before a run has written anything, or anywhere; half while it writes. They
are CPU seconds of the program (from /proc, so on Linux), which a busy machine does not shift.
"""

import argparse
import hashlib
import json
import os
import platform
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parent.parent / "tests"))

import decide
import kills as of_add
from corpus import readings
from sqlalchemy import Connection, select, text
from warm import Started, command, seconds_of, spent

from readouts.store import adding, checks
from readouts.store import schema as t
from readouts.store.backup import restore as restored
from readouts.store.database import HEAD, opened
from readouts.store.views import VIEWS

CODER = "Ada"
OLDEST = "0001"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WRITING = 0.5  # CPU seconds, in which some ten documents are read and written
Result = dict[str, Any]


def started(*arguments: object, program: Callable[..., None] | None = None, told: Path | None = None) -> Started:
    """The command at work, or a program of bench; what it prints goes to the end of `told`."""
    return Started(program, *map(str, arguments), told=told) if program else command(*arguments)


def seconds(*arguments: object, **more: Any) -> float:
    """The CPU seconds that the command takes undisturbed."""
    return seconds_of(started(*arguments, **more))


def moments(kills: int, took: float, seed: int) -> Iterator[float]:
    """When to kill runs that begin anew: half anywhere, half in the later part. Some come too late, so there are more
    moments than kills.
    """
    made = random.Random(seed)
    for count in range(2 * kills):
        yield made.uniform(0 if count % 2 else 0.5 * took, took)


def going_on(kills: int, first: float, seed: int) -> Iterator[tuple[float, bool]]:
    """When to kill runs that go on where the one before was killed: CPU seconds, and whether from the first thing that
    it has written on. Every second one is killed before that, in the `first` seconds.
    """
    made = random.Random(seed)
    for count in range(kills):
        yield (made.uniform(0, WRITING), True) if count % 2 else (made.uniform(0.2 * first, first), False)


def killed(moment: float, *arguments: object, there: Callable[[], int] | None = None, **more: Any) -> bool:
    """Starts the command and kills it when it has had so many CPU seconds; False when it had ended before.

    With `there`, which counts what is written, the seconds are those since the count has changed.
    """
    before = there() if there else 0
    running = started(*arguments, **more)
    spent = until_written(running, there, before) if there else 0.0
    return spent is not None and of_add.killed_at(running, spent + moment)


def until_written(running: Started, there: Callable[[], int], before: int) -> float | None:
    """The CPU seconds that the program has had when it has written something; None: it ended without."""
    while running.poll() is None:
        if there() != before:
            return spent(running.pid)
        time.sleep(0.005)
    return None


def first(there: Callable[[], int], *arguments: object, **more: Any) -> float:
    """How many CPU seconds the command takes, undisturbed, until it has written something; waits for its end."""
    running = started(*arguments, **more)
    found = until_written(running, there, 0)
    if running.wait() or found is None:
        raise RuntimeError(f"{arguments} ended with {running.returncode}, or wrote nothing")
    return found


def faults(db: Path | str) -> list[str]:
    """What the doctor finds wrong."""
    with closing(opened(str(db))) as store:
        return [fault for check in checks.checked(store) for fault in check.faults]


def column(db: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(db)) as connection:
        return [row[0] for row in connection.execute(query)]


def texts(count: int) -> list[dict[str, str]]:
    from served import readout

    return [{"id": f"r{n}", "text": readout(about=f"matter {n} of the border")} for n in range(count)]


def lines(folder: Path, count: int) -> Path:
    path = folder / "readouts.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in texts(count)), "utf-8")
    return path


def filled(path: Path, count: int, *, raw: bool = True) -> Path:
    """A database of made-up readings, with raw bytes unless told otherwise."""
    with closing(opened(str(path), create=True)) as store:
        for one in readings(count):
            body = one.document.text.encode() if raw else None
            told = replace(one.document, raw=hashlib.sha256(body).hexdigest() if body else None)
            adding.add(store, replace(one, document=told), body, NOW)
    return path


def documents_for(kills: int) -> int:
    """How many a database has that is backed up or restored so often; a few kills need no large one."""
    return min(200, 20 * kills)


def verdict(kills: int, standing: Sequence[object], wrong: Sequence[str]) -> Result:
    return {"kills": kills, "standing": list(standing), "wrong": list(wrong), "good": not wrong}


# -- the trials --------------------------------------------------------------------------------------------------------


def add(folder: Path, kills: int, seed: int) -> Result:
    """In the end all tables, the index and the raw bytes are those of an undisturbed run."""
    source, db, whole = lines(folder, 6 * kills), folder / "c.db", folder / "whole.db"
    took, standing = first(lambda: of_add.documents(whole), "add", source, "--db", whole, "--rules-only"), []
    for moment, writing in going_on(kills, took, seed):
        there = partial(of_add.documents, db)
        if killed(moment, "add", source, "--db", db, "--rules-only", there=there if writing else None):
            standing.append(there())
    seconds("add", source, "--db", db, "--rules-only")
    own, other = of_add.content(db), of_add.content(whole)
    wrong = [f"{name} differs" for name in other if own[name] != other[name]]
    return verdict(len(standing), standing, wrong + faults(db))


def watch(folder: Path, kills: int, seed: int) -> Result:
    """In the end each page is there once."""
    from served import FEED, page, readout, rss, serving

    names = [f"n{n}" for n in range(6 * kills)]
    with serving() as site:
        site.pages["/rss"] = (rss(*((name, f"/{name}", None) for name in names)), FEED)
        site.pages |= {f"/{name}": page(name, readout(about=f"matter {name}")) for name in names}
        (feeds := folder / "feeds.toml").write_text(f'[[source]]\nname = "m"\nurl = "{site.url}/rss"\ndelay = "0s"\n')
        db, whole, options = folder / "c.db", folder / "whole.db", ["--once", "--allow-private", "--rules-only"]
        took = first(lambda: of_add.documents(whole), "watch", feeds, "--db", whole, *options)
        standing, there = [], partial(of_add.documents, db)
        for moment, writing in going_on(kills, took, seed):
            if killed(moment, "watch", feeds, "--db", db, *options, there=there if writing else None):
                standing.append(there())
        for _ in range(3):  # a page whose server was in the middle of an answer rests once
            started("watch", feeds, "--db", db, *options).wait()
    there = Counter(column(db, "SELECT title FROM document"))
    wrong = [f"{name} is there {there[name]} times" for name in names if there[name] != 1] + faults(db)
    return verdict(len(standing), standing, wrong)


def batch(folder: Path, kills: int, seed: int) -> Result:
    """In the end the readings are those of an undisturbed run, in their order, and every checksum is right."""
    import pyarrow.parquet as pq

    source = lines(folder, 6 * kills)

    def command(out: Path) -> list[object]:
        return ["batch", source, "-o", out, "--part", "2", "--rules-only", "--workers", 1 + seed % 2]

    def parts(out: Path) -> int:
        return len(list(out.glob("readings/*.parquet")))

    out, standing = folder / "out", []
    took = first(lambda: parts(folder / "whole"), *command(folder / "whole"))
    for moment, writing in going_on(kills, took, seed):
        if killed(moment, *command(out), there=partial(parts, out) if writing else None):
            standing.append(parts(out))
    made = started(*command(out)).wait()
    own, whole = (pq.read_table(one / "readings").column("reading").to_pylist() for one in (out, folder / "whole"))
    wrong = [] if not made and own == whole else [f"{len(own)} readings of {len(whole)}, exit code {made}"]
    for part in json.loads((out / "manifest.json").read_text())["parts"]:
        if hashlib.sha256((out / part["file"]).read_bytes()).hexdigest() != part["sha256"]:
            wrong.append(f"{part['file']} is not what the manifest says")
    wrong += [f"{path} was left" for path in out.rglob("*.part")]
    return verdict(len(standing), standing, wrong)


def older(path: Path, form: str) -> None:
    """Takes a database back to an older form."""
    from alembic import command
    from alembic.config import Config

    from readouts.store import views

    config = Config()
    config.set_main_option("script_location", "readouts.store:migrations")
    with closing(opened(str(path))) as store, store.writes() as connection:
        config.attributes["connection"] = connection
        views.drop(connection)
        command.downgrade(config, form)


def migrate(folder: Path, kills: int, seed: int) -> Result:
    """After each kill the database has the old form or the new one, and all rows; the next command brings it on."""
    old = filled(folder / "old.db", 60, raw=False)
    before = column(old, "SELECT id FROM claim ORDER BY key")
    older(old, OLDEST)
    db, standing, wrong = folder / "c.db", [], []
    shutil.copy(old, db)
    took = seconds("contacts", "--db", db)
    for moment in moments(kills, took, seed):
        if len(standing) == kills:
            break
        for path in folder.glob("c.db*"):
            path.unlink()
        shutil.copy(old, db)
        if not killed(moment, "contacts", "--db", db):
            continue
        (form,) = column(db, "SELECT version_num FROM alembic_version")
        standing.append(form)
        if form not in (OLDEST, HEAD):
            wrong.append(f"the form is {form}")
        seconds("contacts", "--db", db)
        after = column(db, "SELECT id FROM claim ORDER BY key")
        if after != before or column(db, "SELECT version_num FROM alembic_version") != [HEAD]:
            wrong.append(f"{len(after)} claims of {len(before)}")
    wrong += faults(db) if not wrong else []
    return verdict(len(standing), standing, wrong)


def review(folder: Path, kills: int, seed: int) -> Result:
    """After each kill the decisions that were told are there, once and whole, and all rows are as they have it.

    In the end all tables are those of a run that nobody disturbed; with everything taken back, the views are those from
    before the first decision.
    """
    db, whole = queued(folder / "c.db", 8 * kills), folder / "whole.db"
    before = shown(db)
    shutil.copy(db, whole)
    shutil.copytree(db.with_suffix(".raw"), whole.with_suffix(".raw"))

    def decided(db: Path) -> int:
        return len(column(db, "SELECT key FROM decision"))

    took = first(lambda: decided(whole), whole, CODER, program=decide.run)
    standing, wrong = [], []
    (told := folder / "told").touch()
    for moment, writing in going_on(kills, took, seed):
        there = partial(decided, db) if writing else None
        if killed(moment, db, CODER, program=decide.run, told=told, there=there):
            standing.append(decided(db))
            wrong += undecided(db, told, len(standing)) + faults(db)
    seconds(db, CODER, program=decide.run, told=told)
    wrong += undecided(db, told, len(standing)) + faults(db)
    own, other = of_add.content(db), of_add.content(whole)
    wrong += [f"{name} differs" for name in other if own[name] != other[name]]
    seconds("review", "undo", *in_force(db), "--coder", CODER, "--db", db)
    wrong += [f"{name} differs, all taken back" for name, rows in shown(db).items() if rows != before[name]]
    return verdict(len(standing), standing, wrong + faults(db))


def queued(path: Path, records: int) -> Path:
    """A database in which each two documents tell of one contact, and a coder's queue of that many records."""
    from served import readout

    rows = [
        {"id": f"r{n}", "text": readout(about=f"{('trade', 'the border', 'prisoners')[n % 3]} and matter {n}"),
         "publisher": ("Marovia", "Telmark")[n % 2], "published": f"2031-06-{1 + n // 2 % 28:02}"}
        for n in range(max(6, records // 5))
    ]  # fmt: skip
    (source := path.with_suffix(".jsonl")).write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    seconds("add", source, "--db", path, "--rules-only")
    layers = [
        option for layer in ("attribution", "act", "contact", "link", "date", "event") for option in ("--layer", layer)
    ]
    counts = ["--doubts", records // 2, "--sample", records - records // 2]
    seconds("review", "start", "--coder", CODER, "--db", path, *layers, *counts)
    return path


def undecided(db: Path, told: Path, kills: int) -> list[str]:
    """Decisions that were told and are not there so; more of them than can be; rows that are not as they have it."""
    from readouts.store import decisions

    with closing(opened(str(db))) as store, store.reads() as connection:
        there = {one.key: [one.key, one.kind, one.record, one.verdict] for one in decisions.found(connection)}
        made = [json.loads(line) for line in told.read_text("utf-8").splitlines()]
        wrong = [f"decision {one} was told, is {there.get(one[0])}" for one in made if there.get(one[0]) != one]
        if len({one[0] for one in made}) != len(made) or len(there) > len(made) + kills:
            wrong.append(f"{len(there)} decisions, {len(made)} told, {kills} kills")
        return wrong + list(unlike(connection))


def unlike(connection: Connection) -> Iterator[str]:
    """Documents whose rows are not those of their reading as it stands."""
    for row in connection.execute(select(t.document.c.key, t.document.c.id)).all():
        reading = adding.stored(connection, row.key)
        for table, records, name in (
            (t.claim, reading.claims, "act"), (t.contact, reading.contacts, "kind"),
            (t.attribution, reading.attributions, "mode"),
        ):  # fmt: skip
            chosen = select(table.c.id, table.c[name]).where(table.c.document == row.key)
            if sorted(tuple(one) for one in connection.execute(chosen)) != sorted(
                (one.id, getattr(one, name)) for one in records
            ):
                yield f"{table.name} of {row.id} is not as its reading stands"


def in_force(db: Path) -> list[int]:
    """The keys of the decisions that nobody has taken back, the latest first."""
    every = "SELECT key FROM decision WHERE verdict != 'undo' AND key NOT IN "
    return column(db, every + "(SELECT takes_back FROM decision WHERE takes_back IS NOT NULL) ORDER BY key DESC")


def shown(db: Path) -> dict[str, list[Any]]:
    """The rows of every view."""
    with closing(opened(str(db))) as store, store.reads() as connection:
        return {name: sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in VIEWS}


def backup(folder: Path, kills: int, seed: int) -> Result:
    """After each kill there is no file, or a whole one; the next run makes it and leaves nothing beside it."""
    size = documents_for(kills)
    db, into = filled(folder / "c.db", size), folder / "into"
    into.mkdir()
    took = seconds("backup", db, "-o", into / "b.zip")
    standing, wrong = [], []
    for count, moment in enumerate(moments(kills, took, seed)):
        if len(standing) == kills:
            break
        (into / "b.zip").unlink(missing_ok=True)
        if not killed(moment, "backup", db, "-o", into / "b.zip"):
            continue
        standing.append((into / "b.zip").exists())
        if not standing[-1]:
            seconds("backup", db, "-o", into / "b.zip")
        if [path.name for path in into.iterdir()] != ["b.zip"]:
            wrong.append(f"left: {sorted(path.name for path in into.iterdir())}")
        made = restored(into / "b.zip", str(folder / f"r{count}.db"))
        if made.rows["document"] != size or made.raw != size or (wrong and faults(folder / f"r{count}.db")):
            wrong.append(f"{made.rows['document']} documents, {made.raw} raw files")
    return verdict(len(standing), standing, wrong)


def restore(folder: Path, kills: int, seed: int) -> Result:
    """After each kill there is no database, or a whole one; the next run makes it."""
    from readouts.store.backup import backup as backed_up

    size = documents_for(kills)
    with closing(opened(str(filled(folder / "c.db", size)))) as store:
        backed_up(store, folder / "b.zip")
    standing, wrong = [], []
    took = seconds("restore", folder / "b.zip", "--db", folder / "whole.db")
    for count, moment in enumerate(moments(kills, took, seed)):
        if len(standing) == kills:
            break
        db = folder / f"r{count}.db"
        if not killed(moment, "restore", folder / "b.zip", "--db", db):
            continue
        standing.append(db.exists())
        if not standing[-1]:
            seconds("restore", folder / "b.zip", "--db", db)
        wrong += faults(db)
        if len(column(db, "SELECT id FROM document")) != size or list(folder.glob("*.part")):
            wrong.append(f"{db.name} is not whole")
    return verdict(len(standing), standing, wrong)


TRIALS: dict[str, Callable[[Path, int, int], Result]] = {
    "add": add, "watch": watch, "batch": batch, "migrate": migrate, "review": review, "backup": backup,
    "restore": restore,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=int(os.environ.get("KILLS", "200")))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="*", choices=list(TRIALS), default=list(TRIALS))
    parser.add_argument("--report", type=Path)
    given = parser.parse_args()
    if not Path("/proc/self/stat").exists():
        parser.error("the CPU seconds of a program are read from /proc, which is not here: run it on Linux")
    found: dict[str, Result] = {}
    for name in given.only:
        with tempfile.TemporaryDirectory() as folder:
            found[name] = TRIALS[name](Path(folder), max(1, given.kills // len(given.only)), given.seed)
        print(json.dumps({"trial": name, **found[name]}), flush=True)
        if given.report:  # after each, so that a run that is stopped has told what it found
            made = {
                "day": datetime.now(UTC).date().isoformat(), "python": platform.python_version(),
                "machine": platform.platform(), "seed": given.seed,
                "kills": sum(one["kills"] for one in found.values()),
                "good": all(one["good"] for one in found.values()), "trials": found,
            }  # fmt: skip
            given.report.write_text(json.dumps(made, indent=1) + "\n", "utf-8")
    sys.exit(0 if all(one["good"] for one in found.values()) else 1)


if __name__ == "__main__":
    main()
