"""One database for many: writers at once, connections that are cut, questions that go by indexes."""

import re
import time
from collections import Counter

import pytest
from made import add
from sqlalchemy import event, text
from warm import Started
from writers import add as writes

from readouts.errors import StoreError
from readouts.store import checks
from readouts.store import questions as ask
from readouts.store.database import opened
from readouts.store.questions import Asked
from readouts.store.transfer import TABLES

WRITERS, DOCUMENTS, EACH = 8, 24, 12


@pytest.fixture
def shared(postgres):
    """The address of a database on the server, tables in it, and nothing else."""
    from server import fresh

    for address in fresh(postgres):
        opened(address, create=True).close()
        yield address


def counts(address):
    store = opened(address)
    with store.reads() as connection:
        found = {t.name: connection.execute(text(f"SELECT count(*) FROM {t.name}")).scalar_one() for t in TABLES}
    faults = [fault for check in checks.checked(store) for fault in check.faults]
    store.close()
    return found, faults


def writer(address, seed, each=EACH):
    return Started(writes, address, seed, each, DOCUMENTS)


def test_eight_writers_at_once_lose_and_double_nothing(shared, postgres):
    started = [writer(shared, seed) for seed in range(WRITERS)]
    told = [process.communicate(timeout=300) for process in started]
    assert all(process.returncode == 0 for process in started), told
    states = Counter(state for out, _ in told for state in out.split())
    # What one of them adds is known to the others; together they do the work of one that adds each once.
    assert writer(shared, 99, DOCUMENTS).communicate()[0].split().count("known") >= states["added"]
    assert states["added"] + states["known"] == WRITERS * EACH and states["added"] > 20

    from server import fresh

    for alone in fresh(postgres):
        opened(alone, create=True).close()
        assert writer(alone, 1, DOCUMENTS).communicate()[0].split() == ["added"] * DOCUMENTS
        assert counts(shared) == counts(alone) and counts(shared)[1] == []


def test_a_connection_that_is_cut_loses_nothing_and_says_so(shared):
    """A server that is restarted, or an administrator, ends the connection in the middle of a run."""
    started = writer(shared, 1, DOCUMENTS)
    store = opened(shared)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    others += " AND datname = current_database() AND query ILIKE 'INSERT%'"
    cut = False
    while not cut and started.poll() is None:
        with store.reads() as connection:
            cut = bool(connection.execute(text(others)).all())
        time.sleep(0.005)
    told = started.communicate(timeout=60)[1]
    assert cut, "the writer was too quick"
    assert started.returncode and "StoreError" in told and "run the same command again" in told, told
    found, faults = counts(shared)
    assert found["document"] < DOCUMENTS and found["document"] == found["reading"] and not faults
    assert writer(shared, 1, DOCUMENTS).wait(120) == 0
    found, faults = counts(shared)
    assert found["document"] == found["reading"] == DOCUMENTS and not faults
    store.close()


def test_a_server_that_is_gone_is_told_with_a_remedy(postgres):
    with pytest.raises(StoreError, match=r"cannot be used.*Check that the server runs"):
        opened(postgres.replace("host=", "host=/nowhere"))


QUESTIONS = {
    "search": (lambda connection: ask.search(connection, "upper river", Asked()), {"ix_passage_stems"}),
    "search of a party": (
        lambda connection: ask.search(connection, "president", Asked(parties=("XAA",), issue="climate")),
        {"ix_passage_words|ix_claim_issue_issue_claim|ix_position_claim"},
    ),
    "positions of a party": (
        lambda connection: ask.positions(connection, Asked(parties=("XAA",))),
        {"position_claim"},
    ),
    "a cell": (
        lambda connection: ask.history(connection, Asked(parties=("XAA",), issue="climate")),
        {"ix_position_claim_party_issue_day_strength_claim|pk_position_claim"},
    ),
    "contacts of a party": (
        lambda connection: ask.contacts(connection, Asked(parties=("XAA",))),
        {"ix_contact_party_party|pk_contact_party"},
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_questions_go_by_indexes(shared, name):
    """On a small table the planner reads it whole, so that is forbidden here: an index that fits is then taken."""
    from corpus import readings  # bench/corpus.py

    store = opened(shared)
    add(store, *readings(40))
    question, wanted = QUESTIONS[name]
    said = []

    def hear(connection, cursor, statement, parameters, context, many):
        said.append((statement, parameters))

    with store.reads() as connection:
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        event.listen(store.engine, "before_cursor_execute", hear)
        assert question(connection)
        event.remove(store.engine, "before_cursor_execute", hear)
        plans = "\n".join(
            row[0] for statement, values in said if statement.startswith(("SELECT", "WITH"))
            for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)
        )  # fmt: skip
    store.close()
    missing = [
        index
        for index in wanted
        if not re.search(rf"(?:Index|Bitmap Index)[^\n]* on \w*(?:{index})|using (?:{index})", plans)
    ]
    assert not missing, plans
