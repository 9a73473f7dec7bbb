"""Links of contacts in the database: made as documents come, whatever their order; decided by hand, and kept.

Each test runs over SQLite and over PostgreSQL.
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from made import KESTER, MADE_BY, NOW, VOSS, contact, day, reading
from sqlalchemy import event, select

from readouts import corpus
from readouts.errors import LinkError
from readouts.ingest.documents import Loaded
from readouts.link import across
from readouts.records import When
from readouts.store import links
from readouts.store import schema as t
from readouts.store.database import opened
from readouts.store.questions import Asked, contacts
from readouts.text import Span

TEXT = "President Arlen Voss spoke with Prime Minister Ida Kester about the lock at {}."
MARCH = date(2026, 3, 3)
IN_MARCH = When(start=date(2026, 3, 1), end=date(2026, 4, 1), edtf="2026-03", basis="relative")


def told(id, when, published=MARCH, **fields):
    """A document that tells of one call."""
    when = day(when) if isinstance(when, date) else when
    one = contact(f"call-{id}", when=when, spans=(Span(0, 20),), **fields)
    return reading(TEXT.format(id), id, contacts=[one], published=published)


SAME, SAME_TOO = told("same", MARCH), told("too", MARCH, parties=(KESTER, VOSS))
OTHER = told("other", MARCH + timedelta(9), published=MARCH + timedelta(9))
VAGUE = told("vague", IN_MARCH, published=date(2026, 4, 20))


def add(store, *readings):
    """Adds the documents in that order, as `readouts add` does, these readings in the place of the pipeline's."""
    known = {one.document.text: one for one in readings}

    def read(asked):

        return replace(known[asked.text], document=asked)

    inputs = [Loaded(document=one.document, raw=b"") for one in readings]
    return list(corpus.added(inputs, store, read, lambda: NOW))


def groups(store):
    """Ids of contacts, together where they are linked."""
    root = t.contact.alias("root")
    found = (
        select(t.contact.c.id, root.c.id.label("root"))
        .join(t.contact_links, t.contact_links.c.contact == t.contact.c.key)
        .join(root, root.c.key == t.contact_links.c.linked_to)
    )
    named = {}
    with store.reads() as connection:
        for row in connection.execute(found):
            named.setdefault(row.root, set()).add(row.id.removeprefix("call-"))
    return sorted(map(sorted, named.values()))


@pytest.mark.parametrize("order", list(permutations([SAME, SAME_TOO, OTHER, VAGUE])), ids=str)
def test_links_are_the_same_in_every_order(store, order):
    if not store.is_sqlite and order[0] is not VAGUE:
        pytest.skip("six of the orders do for the server")
    add(store, *order)
    assert groups(store) == [["other", "vague"], ["same", "too"]]


def test_a_contact_is_asked_for_once_with_all_who_tell_of_it(store):
    add(store, VAGUE, OTHER, SAME)
    with store.reads() as connection:
        newest, oldest = contacts(connection, Asked())
    assert (newest.when.start, newest.documents) == (MARCH + timedelta(9), ("vague", "other"))
    assert (oldest.when.start, oldest.documents) == (MARCH, ("same",))


def test_mentions_that_stand_near_come_whole_and_in_one_lot(store):
    """Each with its people once, and in no more statements for thirty than for two."""
    add(store, SAME, SAME_TOO)
    few = asked_for_near(store)
    add(store, *(told(f"d{n}", MARCH + timedelta(n % 9), published=MARCH + timedelta(n % 9)) for n in range(28)))
    near = asked_for_near(store)
    assert (len(few[0]), len(near[0])) == (2, 30) and near[1] == few[1]
    assert {len(mention.contact.participants) for mention in near[0]} == {2}


def asked_for_near(store):
    """The mentions near those of the first document, and how many statements it took to find them."""
    with store.reads() as connection:
        marks = [mark for one in links.named(connection, ["call-same"]) for mark in across.marks(one)]
        statements = []
        event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
        return links.near(connection, marks), len(statements)


def test_the_reason_is_kept(store):
    add(store, SAME, SAME_TOO)
    with store.reads() as connection:
        found = links.linked(connection, "call-same")
    assert {link.reason for link in found} == {"its own mention", "same participants, kind and day"}


def test_what_was_put_together_by_hand_survives_adding_and_rereading(store):
    add(store, SAME, OTHER)
    assert {link.made_by for link in corpus.merged(store, "call-same", "call-other")} == {"hand"}
    add(store, SAME_TOO)
    again(store, SAME, SAME_TOO, OTHER)
    assert groups(store) == [["other", "same", "too"]]


def test_what_was_set_apart_by_hand_survives_adding_and_rereading(store):
    add(store, SAME, SAME_TOO)
    corpus.split(store, "call-too")
    assert groups(store) == [["same"], ["too"]]
    third = told("third", MARCH)
    add(store, third)
    again(store, SAME, SAME_TOO, third)
    assert ["same", "too"] not in groups(store) and len(groups(store)) == 2
    assert corpus.linked_again(store) == 3
    assert len(groups(store)) == 2


def again(store, *readings):
    """Reads all documents again."""

    known = {one.document.text: one for one in readings}
    read = lambda asked: replace(known[asked.text], document=asked)  # noqa: E731
    list(corpus.reread(store, read, MADE_BY, lambda: NOW, all_=True))


def test_a_contact_that_a_new_reading_does_not_find_lets_the_others_go(store):
    add(store, SAME, SAME_TOO)
    again(store, reading(SAME.document.text, "same", published=MARCH), SAME_TOO)
    assert groups(store) == [["too"]]


def test_a_superseded_document_is_linked_no_more(store):
    old = reading("Old.", "page", contacts=[contact("call-old", when=day(MARCH))], url="https://m.example/1",
                  published=MARCH)  # fmt: skip
    add(store, old, SAME)
    assert groups(store) == [["old", "same"]]
    new = reading("New.", "page-2", contacts=[contact("call-new", when=day(MARCH))], url="https://m.example/1",
                  published=MARCH)  # fmt: skip
    add(store, new)
    assert groups(store) == [["new", "same"], ["old"]]


def test_decisions_that_decide_nothing_are_refused(store):
    add(store, SAME, SAME_TOO, OTHER)
    for decide in (
        lambda: corpus.merged(store, "call-same", "call-too"),
        lambda: corpus.merged(store, "call-same", "call-nobody"),
        lambda: corpus.split(store, "call-other"),
    ):
        with pytest.raises(LinkError):
            decide()


def test_an_older_database_is_linked_again(store):
    from made import add as add_without_links

    add_without_links(store, SAME, SAME_TOO)
    assert groups(store) == [["same"], ["too"]]
    assert corpus.linked_again(store) == 2
    assert groups(store) == [["same", "too"]]


def test_the_commands_decide_and_say_what_is_wrong(tmp_path):
    from click.testing import CliRunner

    from readouts.cli import main

    path = str(tmp_path / "c.db")
    store = opened(path, create=True)
    add(store, SAME, OTHER)
    store.close()

    def run(*arguments):
        return CliRunner().invoke(main, ["link", *arguments, "--db", path])

    assert "call-other is of call-same: put together by hand" in run("merge", "call-same", "call-other").output
    assert "call-other is of call-other: set apart by hand" in run("split", "call-other").output
    assert "2 mentions of contacts linked" in run("again").output
    wrong = run("split", "call-nobody")
    assert wrong.exit_code and "no contact has the id call-nobody" in wrong.output and "Traceback" not in wrong.output
