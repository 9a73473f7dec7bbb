"""What the page keeps in the database: failures, and comparisons under their addresses."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text as sql
from web import ARTICLE, TEXTS

from readouts import corpus
from readouts.errors import ContactsDiffer, InputError, StoreError
from readouts.ingest.documents import Failed, Options, loaded
from readouts.ingest.made import Loaded
from readouts.pipeline import comparison
from readouts.records import Document
from readouts.store import comparisons, failures
from readouts.store.database import opened
from readouts.store.frozen import packed_comparison, unpacked_comparison

NOW = datetime(2031, 9, 1, 12, 0, 0, tzinfo=UTC)


def noted(store):
    with store.reads() as connection:
        return [(one.origin, one.reason, one.remedy) for one in failures.failures(connection, 10)]


def added(store, tools, *inputs):
    return list(corpus.added(inputs, store, corpus.reader(tools), lambda: NOW))


@pytest.fixture
def own(own_filled_db):
    store = opened(str(own_filled_db))
    yield store
    store.close()


def failed(origin, reason="is empty"):
    return Failed(origin=origin, error=InputError(reason, "Give another"))


def text(origin, words="President Arlen Voss of Marovia spoke by phone with Prime Minister Ida Kester of Telmark."):
    return Loaded(document=Document(id=origin, text=words, language="en", origin=origin), raw=words.encode())


def test_a_failure_is_noted_once_and_goes_when_the_input_is_read(store, tools):
    added(store, tools, failed("a.txt"), failed("b.txt"), failed("a.txt", "is not text"))
    assert noted(store) == [("a.txt", "is not text", "Give another"), ("b.txt", "is empty", "Give another")]
    added(store, tools, text("a.txt"))
    assert noted(store) == [("b.txt", "is empty", "Give another")]


def test_a_line_that_is_read_clears_its_file(store, tools):
    added(store, tools, failed("rows.jsonl"))
    added(store, tools, text("rows.jsonl line 1"), failed("rows.jsonl line 2"))
    assert [origin for origin, *_ in noted(store)] == ["rows.jsonl line 2"]


def test_an_input_that_led_elsewhere_is_mended_by_name(store, tools):
    added(store, tools, failed("https://marovia.example/feed"), failed("other"))
    corpus.mended(store, ["https://marovia.example/feed", "nothing of that name"])
    assert [origin for origin, *_ in noted(store)] == ["other"]


def test_long_and_odd_names_are_kept(store, tools):
    origin = "https://marovia.example/" + "x" * 5000 + "\0"
    added(store, tools, failed(origin))
    assert len(noted(store)[0][0]) == 2000
    added(store, tools, failed("zero\0sign"))
    assert noted(store)[0][0] == "zero\ufffdsign"


def test_a_failure_of_the_command_is_in_the_database(tmp_path):
    from click.testing import CliRunner

    from readouts.cli import main

    db, path = tmp_path / "c.db", tmp_path / "r.txt"
    CliRunner().invoke(main, ["add", str(path), "--db", str(db)])
    store = opened(str(db))
    assert [origin for origin, *_ in noted(store)] == [str(path)]
    path.write_text("President Arlen Voss of Marovia spoke by phone today with Prime Minister Ida Kester of Telmark.")
    CliRunner().invoke(main, ["add", str(path), "--db", str(db)])
    assert noted(store) == []
    store.close()


def test_what_a_watch_fails_at_is_noted_until_it_is_taken(store):
    from readouts.cli_watch import _tell_and_note
    from readouts.ingest.watch import Note

    page, source = "https://marovia.example/1", "https://marovia.example/feed"
    _tell_and_note(store, Note(source="Marovia", kind="failed", detail="answers 500", url=page))
    _tell_and_note(store, Note(source="Marovia", kind="failed", detail="answers 503", url=source))
    _tell_and_note(store, Note(source="Marovia", kind="resting", detail="it failed lately"))
    assert noted(store) == [(source, "answers 503", ""), (page, "answers 500", "")]
    _tell_and_note(store, Note(source="Marovia", kind="new", detail=page, url=page))
    _tell_and_note(store, Note(source="Marovia", kind="visited", detail="1 new entries", url=source))
    assert noted(store) == []


# -- comparisons ---------------------------------------------------------------------------------------------------


def kept(store, id):
    with store.reads() as connection:
        return comparisons.kept(connection, id)


def compare(store, tools, *documents, **more):
    return corpus.compared(store, documents, tools, lambda: NOW, lambda made: made.left.name, **more)


def test_a_comparison_comes_back_as_it_was(own, tools):
    with own.reads() as connection:
        read, _ = comparisons.stored(connection, ["marovia-june", "telmark-june"])
    made = comparison(read, tools)
    assert unpacked_comparison(packed_comparison(made), [one.document for one in read]) == made
    with pytest.raises(StoreError, match="Compare them again"):
        unpacked_comparison(b"junk", [one.document for one in read])


def test_a_comparison_has_one_address(own, tools):
    id = compare(own, tools, "marovia-june", "telmark-june")
    assert compare(own, tools, "marovia-june", "telmark-june") == id
    assert compare(own, tools, "telmark-june", "marovia-june") != id
    found = kept(own, id)
    assert [one.document.id for one in found.comparison.readings] == ["marovia-june", "telmark-june"]
    assert (found.read_again, found.superseded, found.anyway) == (False, False, False)
    with own.reads() as connection:
        listed = comparisons.comparisons(connection, 10)
    assert [one.documents for one in listed] == [("telmark-june", "marovia-june"), ("marovia-june", "telmark-june")]


def test_one_article_is_compared_in_itself(own, tools):
    (outcome,) = added(own, tools, text("article", ARTICLE))
    found = kept(own, compare(own, tools, outcome.document))
    assert [one.name for one in (found.comparison.left, found.comparison.right)] == ["Marovia", "Telmark"]
    assert {found.comparison.left.coverage, found.comparison.right.coverage} == {"excerpts"}


def test_different_contacts_need_a_word(own, tools):
    with pytest.raises(ContactsDiffer):
        compare(own, tools, "marovia-june", "telmark-july")
    assert kept(own, compare(own, tools, "marovia-june", "telmark-july", anyway=True)).anyway


def test_what_is_not_there_is_said(own, tools):
    with pytest.raises(StoreError, match="no document 'nowhere'"):
        compare(own, tools, "marovia-june", "nowhere")
    with pytest.raises(StoreError, match="no comparison"):
        kept(own, "nowhere")


def test_a_comparison_knows_that_its_text_was_read_again_or_replaced(own, tools):
    from sqlalchemy import update

    from readouts.store import schema as t

    id = compare(own, tools, "marovia-june", "telmark-june")
    with own.writes() as connection:
        mended_reading = t.reading.c.document == select_key(connection, "telmark-june")
        connection.execute(update(t.reading).where(mended_reading).values(body=b"another"))
    assert kept(own, id).read_again and not kept(own, id).superseded
    told = {**TEXTS[0], "text": TEXTS[0]["text"].replace("durable", "lasting")}
    raw = json.dumps(told).encode()
    (outcome,) = added(own, tools, *loaded(["-"], Options(), lambda: raw))
    assert outcome.state == "superseded"
    found = kept(own, id)
    assert found.superseded and found.newest == (outcome.document, "telmark-june")


def select_key(connection, id):
    from sqlalchemy import select

    from readouts.store import schema as t

    return connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar_one()


def test_a_changed_text_under_the_same_id_supersedes_form_after_form(store, tools):
    """Rows of a .jsonl file without addresses: the id alone tells that a text is another form of one that is there."""
    first = text("a.txt")
    forms = [text("a.txt", first.document.text.replace("spoke", word)) for word in ("talked", "conferred")]
    states = [(one.state, one.old) for one in added(store, tools, first, *forms)]
    assert [state for state, _ in states] == ["added", "superseded", "superseded"]
    with store.reads() as connection:
        rows = connection.execute(sql("SELECT id, supersedes, superseded_by FROM document ORDER BY key")).all()
        current = connection.execute(sql("SELECT text FROM document WHERE superseded_by IS NULL")).scalars().all()
    assert current == [forms[-1].document.text]
    assert [old for _, old in states] == [None, "a.txt", rows[1].id] and rows[1].id.startswith("a.txt~")
    assert [(r.supersedes is None, r.superseded_by is None) for r in rows] == [(1, 0), (0, 0), (0, 1)]
    assert [one.state for one in added(store, tools, *forms, first)] == ["known"] * 3, "a form that is there is known"


def test_the_same_id_of_another_publisher_is_another_document(store, tools):
    one, other = text("7"), text("7", "President Arlen Voss of Marovia travels to Telmark.")
    told = [Loaded(document=replace(x.document, publisher=p), raw=None) for x, p in ((one, "A"), (other, "B"))]
    assert [x.state for x in added(store, tools, *told)] == ["added", "added"]
