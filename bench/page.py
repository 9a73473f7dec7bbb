"""What a page costs: CPU time of one core and bytes, for every kind of page over a database.

    python bench/page.py corpus.db [--times 40]

Requests go to the application in this process, without a network or a browser. The first request of each page stands
in a column of its own and is not counted: it loads templates, and of formulas and silences it makes the answer that is
kept until a document comes in. Goals: 200 ms at the 95th percentile, the home page with its style and script under
100,000 bytes.
"""

import gc
import re
import sys
import time
from collections.abc import Iterator
from statistics import quantiles
from urllib.parse import quote

import click
from fastapi.testclient import TestClient
from sqlalchemy import Connection, func, select

from readouts.cli import COLLECTOR
from readouts.pipeline import Tools
from readouts.store import schema as t
from readouts.store.database import opened
from readouts.web.app import app
from readouts.web.settings import Settings

MOST_MS, MOST_HOME = 200.0, 100_000


def addresses(connection: Connection) -> Iterator[str]:
    """Every kind of page, each for what the database has most of; pages that a version lacks are passed over."""
    q, d, k = t.position_claim.c, t.document.c, t.contact_links.c
    party, issue = connection.execute(
        select(q.party, q.issue).group_by(q.party, q.issue).order_by(func.count().desc()).limit(1)
    ).one()
    issuer = connection.execute(
        select(t.reading.c.issuer).group_by(t.reading.c.issuer).order_by(func.count().desc()).limit(1)
    ).scalar_one()
    longest = connection.execute(select(d.id).order_by(d.words.desc()).limit(1)).scalar_one()
    told = connection.execute(
        select(t.contact.c.id)
        .join(t.contact_links, k.linked_to == t.contact.c.key)
        .group_by(t.contact.c.id)
        .order_by(func.count().desc())
        .limit(1)
    ).scalar_one()
    yield from ("/", "/contacts", f"/contacts?party={party}", f"/contact/{told}", f"/d/{quote(longest)}")
    yield from (f"/p/{party}", f"/i/{issue}", "/issues", "/timeline", "/timeline?at=all", "/timeline?at=all&by=party")
    yield from (f"/timeline?party={party}", "/matrix", "/matrix?layer=peace", f"/matrix/{party}/{issue}")
    yield from ("/formulas", "/formulas?q=territorial+integrity", "/formulas?q=of+the", f"/formulas?issuer={issuer}")
    yield from (f"/silences?issuer={issuer}", f"/silences?issuer={issuer}&by=month", f"/silences?issue={issue}")
    yield from ("/search", "/search?q=peace", "/search?q=the", f"/search?q=the&party={party}&issue={issue}")
    yield from ("/alerts", "/alerts.atom", "/runs", "/review", "/matrix.json", "/matrix.csv", "/timeline.json?at=all")


def measured(site: TestClient, address: str, times: int) -> tuple[float, list[float], int] | None:
    """CPU ms of the first request, of the others, and bytes of the body; None: there is no such page."""
    took = []
    for _ in range(times + 1):
        start = time.process_time()
        answer = site.get(address)
        took.append(1000 * (time.process_time() - start))
        if answer.status_code != 200:
            return None
    return took[0], took[1:], len(answer.content)


def home(site: TestClient) -> int:
    """Bytes of the first page with all that it loads, as they are sent."""
    page = site.get("/")
    loaded = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    sent = [site.get(one, headers={"Accept-Encoding": "gzip"}) for one in loaded]
    return len(page.content) + sum(int(one.headers["Content-Length"]) for one in sent)


@click.command()
@click.argument("db")
@click.option("--times", default=40, show_default=True)
def main(db: str, times: int) -> None:
    """Prints a table of all pages, then what goes over a goal; exits 1 when something does."""
    gc.set_threshold(*COLLECTOR)  # as every command does
    store = opened(db)
    site = TestClient(app(store, Settings(), Tools()), base_url="http://127.0.0.1")
    with store.reads() as connection:
        asked = list(addresses(connection))
    over = []
    print("| page | first, ms | p50, ms | p95, ms | kB |\n|---|---|---|---|---|")
    for address in asked:
        if found := measured(site, address, times):
            first, took, size = found
            p50, p95 = quantiles(took, n=20)[9], quantiles(took, n=20)[18]
            print(f"| `{address}` | {first:.0f} | {p50:.0f} | {p95:.0f} | {size / 1000:.0f} |", flush=True)
            over += [f"{address} takes {p95:.0f} ms"] if p95 > MOST_MS else []
    if site.get("/").status_code == 200 and (size := home(site)) > MOST_HOME:
        over.append(f"the home page loads {size:,} bytes")
    print("\n".join(over) or "all within the goals")
    sys.exit(bool(over))


if __name__ == "__main__":
    main()
