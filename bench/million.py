"""How a shared PostgreSQL database answers at a million claims, and whether by its indexes.

    python bench/million.py [--documents 12500] [--times 10] [--db URL] [--plans]

Starts a server of its own (Debian's package) unless an address is given, adds made-up readouts of eight claims each,
and lets the server multiply them: their rows again under other keys, ids and addresses. Prints one JSON object a line:
what the database holds, then for each question the median of three: seconds of the clock, CPU seconds of this process
and of the server's, and the indexes that its plans name; with `--plans` the plans too.
"""

import argparse
import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpus import add_all, questions
from sqlalchemy import Connection, Table, event, func, select, text

from readouts.store import schema as t
from readouts.store.database import Store, opened
from readouts.store.transfer import TABLES

sys.path.append(str(Path(__file__).parent.parent / "tests"))


def multiplied(connection: Connection, times: int) -> None:
    """The rows of all tables so many times, each copy with keys behind those of the one before."""
    step = max(connection.execute(select(func.max(table.c.key))).scalar() or 0 for table in TABLES if "key" in table.c)
    for table in TABLES:
        if any(_is_key(table, column.name) for column in table.c):
            for copy in range(1, times):
                connection.execute(
                    text(_copying(connection, table)), {"step": step * copy, "mark": f"~{copy}", "first": step}
                )
    for table in TABLES:
        if "key" in table.c:
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'key'), (SELECT max(key) FROM {table.name}))"
                )
            )


def _is_key(table: Table, name: str) -> bool:
    return name == "key" or any(key.column.name == "key" for key in table.c[name].foreign_keys)


def _copying(connection: Connection, table: Table) -> str:
    names = [column.name for column in table.c] + (["words"] if table is t.passage else [])
    told = []
    for name in names:
        if name in table.c and _is_key(table, name):
            told.append(f"{name} + :step")
        elif name in ("id", "url") and "key" in table.c:
            told.append(f"{name} || :mark")
        else:
            told.append(name)
    own = next(name for name in names if name in table.c and _is_key(table, name))
    columns = ", ".join(names)
    return f"INSERT INTO {table.name} ({columns}) SELECT {', '.join(told)} FROM {table.name} WHERE {own} <= :first"


def server_seconds(store: Store) -> float:
    """CPU seconds of the server's processes for this database; 0 for a server on another machine."""
    with store.reads() as connection:
        asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        pids = connection.execute(text(asked)).scalars().all()
    total = 0
    for pid in pids:
        with suppress(OSError):
            total += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return total / os.sysconf("SC_CLK_TCK")


def timed(store: Store, question: Callable[[], object]) -> dict[str, float]:
    """Medians of three."""
    runs = []
    for _ in range(3):
        server, own, clock = server_seconds(store), time.process_time(), time.perf_counter()
        question()
        clock, own = time.perf_counter() - clock, time.process_time() - own
        runs.append((clock, own, server_seconds(store) - server))
    return {
        name: round(statistics.median(each), 3)
        for name, each in zip(("clock", "cpu", "server_cpu"), zip(*runs, strict=True), strict=True)
    }


def indexes(store: Store, question: Callable[[], object], plans: bool) -> list[str]:
    """The indexes in the plans of the question's statements."""
    said: list[tuple[str, object]] = []

    def hear(connection: object, cursor: object, statement: str, values: object, context: object, many: bool) -> None:
        said.append((statement, values))

    event.listen(store.engine, "before_cursor_execute", hear)
    question()
    event.remove(store.engine, "before_cursor_execute", hear)
    found: set[str] = set()
    with store.reads() as connection:
        for statement, values in said:
            if statement.startswith(("SELECT", "WITH")):
                plan = "\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values))
                found |= set(re.findall(r"(?:using|Bitmap Index Scan on) (\w+)", plan))
                if plans:
                    print(plan, end="\n\n", flush=True)
    return sorted(found)


@contextmanager
def served(address: str | None) -> Iterator[str]:
    if address:
        yield address
        return
    from server import fresh, running

    for server in running():
        yield from fresh(server)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=12_500)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--db")
    parser.add_argument("--plans", action="store_true")
    given = parser.parse_args()
    with served(given.db) as address:
        store = opened(address, create=True)
        began = time.process_time()
        add_all(store, given.documents)
        added = (time.process_time() - began) / max(given.documents, 1)
        with store.writes() as connection:
            multiplied(connection, given.times)
        with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            counts = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar() for table in TABLES
            }
            size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar()
        told = {name: counts[name] for name in ("document", "claim", "evidence", "position_claim")}
        print(json.dumps({**told, "bytes": size, "adding_ms_cpu_of_the_client": round(1000 * added, 1)}), flush=True)
        for name, question in questions(store).items():
            print(
                json.dumps(
                    {"question": name, **timed(store, question), "indexes": indexes(store, question, given.plans)}
                ),
                flush=True,
            )
        store.close()


if __name__ == "__main__":
    main()
