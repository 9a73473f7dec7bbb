"""The database: one transaction a document, readings that come back as they were, documents that are never edited.

Each test runs over SQLite and over PostgreSQL.
"""

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from made import (
    CALL,
    MADE_BY,
    NOW,
    add,
    document,
    full,
    reading,
)
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from readouts import corpus
from readouts.errors import InputError, StoreError
from readouts.store import adding, checks, raw
from readouts.store import schema as t
from readouts.store.database import HEAD, opened
from readouts.store.frozen import packed, unpacked
from readouts.store.views import VIEWS


def count(store, table):
    with store.reads() as connection:
        return len(connection.execute(select(table)).all())


def stored(store, id):
    with store.reads() as connection:
        return adding.stored(
            connection, connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar_one()
        )


# --- readings ---------------------------------------------------------------------------------------------------


def test_a_reading_comes_back_as_the_same_records(store):
    one = full()
    assert [s.state for s in add(store, one)] == ["added"]
    assert stored(store, "full") == one


def test_what_the_input_told_of_a_document_comes_back(store):
    one = full()
    told = replace(one.document, issuer="state:MRV", published_basis="feed", publisher_basis="meta")
    add(store, replace(one, document=told))
    assert stored(store, "full").document == told


def test_made_up_readings_come_back_too(store):
    from corpus import readings  # bench/corpus.py

    many = list(readings(25))
    add(store, *many)
    assert [stored(store, one.document.id) for one in many] == many


def test_a_reading_of_the_pipeline_comes_back(store, nlp):
    from readouts.pipeline import Tools, read

    told = document(CALL, "piped", published=date(2026, 4, 3), language="en")
    one = read(told, Tools(rules_only=True))
    assert one.claims and one.contacts
    add(store, one)
    assert stored(store, "piped") == one


def test_bytes_of_an_older_version_take_the_defaults_of_what_they_lack():
    import json
    import zlib

    one = full()
    plain = json.loads(zlib.decompress(packed(one)))
    assert plain["contacts"][0].pop("medium") == "phone"
    older = zlib.compress(json.dumps(plain).encode())
    assert unpacked(older, one.document).contacts[0].medium is None


@pytest.mark.parametrize("bytes_", [b"", b"x", packed(full())[:-9]])
def test_damaged_bytes_say_so(bytes_):
    with pytest.raises(StoreError, match="reread"):
        unpacked(bytes_, full().document)


# --- adding -----------------------------------------------------------------------------------------------------


def test_adding_twice_changes_nothing(store):
    add(store, full())
    before = {table.name: count(store, table) for table in t.metadata.sorted_tables}
    assert [s.state for s in add(store, full())] == ["known"]
    assert adding.standing(store, full().document).state == "known"
    assert {table.name: count(store, table) for table in t.metadata.sorted_tables} == before
    assert before["document"] == before["contact"] == 1 and before["claim"] == 3


def test_what_is_told_less_of_a_known_text_is_known(store):
    """The page was added; now its text comes from a file, which knows neither address nor day."""
    add(store, full())
    bare = document(CALL, "other", publisher=None)
    found = adding.standing(store, bare)
    assert found.state == "known" and found.document.id == "full"


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ({"url": "https://m.example/1"}, {"url": "https://m.example/1", "text": "Changed."}, "superseded"),
        ({"url": "https://m.example/1"}, {"url": "https://m.example/2", "text": "Changed."}, "added"),
        (
            {"title": "A", "published": date(2026, 1, 1)},
            {"title": "A", "published": date(2026, 1, 1), "text": "B."},
            "superseded",
        ),
        (
            {"title": "A", "published": date(2026, 1, 1)},
            {"title": "A", "published": date(2026, 1, 2), "text": "B."},
            "added",
        ),
        ({"title": "A"}, {"title": "A", "text": "B."}, "added"),
        (
            {"title": "A", "published": date(2026, 1, 1), "url": "https://m.example/1"},
            {"title": "A", "published": date(2026, 1, 1), "url": "https://m.example/2", "text": "B."},
            "added",
        ),
        ({"id": "same"}, {"id": "same", "text": "Changed."}, "superseded"),
        ({"id": "same"}, {"id": "same", "text": "Changed.", "publisher": "Another"}, "added"),
        ({"id": "same"}, {"id": "same", "published": date(2026, 1, 1)}, "superseded"),
        ({"id": "same", "publisher": None}, {"id": "same", "text": "Changed.", "publisher": "A"}, "superseded"),
        ({"id": "same", "publisher": "A"}, {"id": "same", "text": "Changed.", "publisher": None}, "superseded"),
        ({}, {"publisher": "Another"}, "added"),
        ({}, {}, "known"),
    ],
)
def test_what_supersedes_what(store, old, new, state):
    make = [{"id": place, "text": "As it was.", **own} for place, own in zip("ab", (old, new), strict=True)]
    first, second = (reading(one.pop("text"), **one) for one in make)
    add(store, first)
    assert [s.state for s in add(store, second)] == [state]
    assert [s.state for s in add(store, second)] == ["known"]
    assert [s.state for s in add(store, first)] == ["known"]
    with store.reads() as connection:
        latest = connection.execute(text("SELECT count(*) FROM documents")).scalar()
    assert latest == (2 if state == "added" else 1)


def test_an_id_that_is_taken_gets_a_sign(store):
    add(store, reading("One text.", "1", publisher="A"), reading("Another text.", "1", publisher="B"))
    with store.reads() as connection:
        ids = connection.execute(select(t.document.c.id).order_by(t.document.c.key)).scalars().all()
    assert ids[0] == "1" and ids[1].startswith("1~") and stored(store, ids[1]).document.text == "Another text."


def test_what_no_database_keeps_is_refused(store):
    for bad in (reading("A zero\0sign."), reading("Text.", "x" * 501)):
        with pytest.raises(InputError):
            add(store, bad)
    assert count(store, t.document) == 0


def test_a_fault_in_the_middle_leaves_nothing(store):
    beyond = replace(full(), claims=(replace(full().claims[0], act=None),))  # an act may not be null
    with pytest.raises(StoreError):
        add(store, beyond)
    assert all(count(store, table) == 0 for table in t.metadata.sorted_tables)


def test_documents_are_never_edited_or_deleted(store):
    add(store, full())
    for statement in (
        update(t.document).values(text="Other."),
        update(t.document).values(published=None),
        t.document.delete(),
    ):
        with pytest.raises((DBAPIError, StoreError), match="never"), store.writes() as connection:
            connection.execute(statement)
    assert stored(store, "full") == full()


@pytest.mark.parametrize("table", ["evidence", "mention", "date_mention", "passage"])
def test_spans_are_checked_by_the_database(store, table):
    add(store, full())
    with pytest.raises(StoreError, match="in_order"), store.writes() as connection:
        connection.execute(text(f"UPDATE {table} SET span_end = span_start"))


def test_raw_bytes_are_kept_by_their_hash(store):
    body = CALL.encode()
    sha = hashlib.sha256(body).hexdigest()
    one = full()
    adding.add(store, replace(one, document=replace(one.document, raw=sha)), body, NOW)
    assert raw.kept(store, sha) == body and raw.kept(store, "0" * 64) is None


# --- reading again ----------------------------------------------------------------------------------------------


def _again(store, id, new):
    with store.writes() as connection:
        key = connection.execute(select(t.document.c.key).where(t.document.c.id == id)).scalar_one()
        return adding.reread(connection, key, adding.stored(connection, key), new, NOW)


def test_rereading_takes_the_place_of_the_old_reading(store):
    add(store, full())
    new = replace(full(), claims=full().claims[:1], contacts=(), silences=(), made_by=MadeBy_next())
    assert _again(store, "full", new) == new == stored(store, "full")
    assert count(store, t.contact) == 0 and count(store, t.claim) == 1 and count(store, t.silence) == 0
    assert not [f for check in checks.checked(store) for f in check.faults]


def MadeBy_next():
    return replace(MADE_BY, version="1.1")


def test_rereading_with_the_same_result_keeps_the_keys_of_contacts(store):
    add(store, full())
    with store.reads() as connection:
        before = connection.execute(select(t.contact_links)).all()
    _again(store, "full", full())
    with store.reads() as connection:
        assert connection.execute(select(t.contact_links)).all() == before
    assert count(store, t.evidence) == len(_spans_of(full()))


def _spans_of(one):
    records = (*one.contacts, *one.claims)
    spans = [s for r in records for s in (*r.spans, *(h.span for h in getattr(r, "hedges", ())))]
    said = [s for a in one.attributions for s in (*a.source, *a.cue, *a.content, *(h.span for h in a.hedges))]
    return spans + said + [e.span for s in one.silences for e in s.evidence]


def test_contacts_linked_by_hand_survive_rereading(store):
    add(store, full())
    with store.writes() as connection:
        connection.execute(update(t.contact_links).values(made_by="hand", reason="as the diary says"))
    _again(store, "full", replace(full(), contacts=(), claims=()))
    with store.reads() as connection:
        assert connection.execute(select(t.contact_links.c.reason)).scalars().all() == ["as the diary says"]


@pytest.mark.parametrize("damage", ["UPDATE reading SET body = 'x'", "DELETE FROM reading"])
def test_rereading_mends_a_lost_reading(store, damage):
    add(store, full())
    with store.writes() as connection:
        connection.execute(text(damage))
    found = list(corpus.reread(store, lambda _: full(), MADE_BY, lambda: NOW, all_=True))
    assert {change.kind for change in found} >= {"claims", "contacts"} and not any(change.gone for change in found)
    assert stored(store, "full") == full() and not [f for check in checks.checked(store) for f in check.faults]


# --- checks -----------------------------------------------------------------------------------------------------


def test_a_sound_database_has_no_faults(store):
    from corpus import readings  # bench/corpus.py

    add(store, full(), *readings(5))
    found = {check.what: check for check in checks.checked(store)}
    assert not [fault for check in found.values() for fault in check.faults]
    assert all(found[what].count for what in ("texts", "evidence", "readings", "search index"))


@pytest.mark.parametrize(
    ("damage", "what", "says"),
    [
        ("UPDATE evidence SET span_end = 99999 WHERE part = 'cue'", "evidence", "ends at 99999"),
        ("UPDATE evidence SET span_start = 0, span_end = 1 WHERE part = 'cue'", "readings", "not in its reading"),
        ("UPDATE reading SET body = 'x'", "readings", "cannot be read back"),
        ("DELETE FROM reading", "readings", "has no reading"),
    ],
)
def test_damage_is_found(store, damage, what, says):
    add(store, full())
    with store.writes() as connection:
        connection.execute(text(damage))
    faults = [f for check in checks.checked(store) if check.what == what for f in check.faults]
    assert faults and says in faults[0]


def test_lost_and_changed_raw_bytes_are_found(tmp_path):
    store = opened(str(tmp_path / "corpus.db"), create=True)
    for place, words in enumerate((b"one", b"two")):
        one = reading(f"Text {place}.", f"d{place}", raw=hashlib.sha256(words).hexdigest())
        adding.add(store, one, words, NOW)
    first, second = sorted(p for p in store.raw.rglob("*") if p.is_file())
    first.unlink()
    second.write_bytes(b"other")
    found = next(check for check in checks.checked(store) if check.what == "raw bytes")
    assert found.count == 2 and {f.split("are ")[-1][:4] if "gone" in f else "chan" for f in found.faults} == {
        "gone",
        "chan",
    }


# --- opening ----------------------------------------------------------------------------------------------------


def test_the_steps_make_the_tables_of_the_schema(store):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    own = {table.name for table in t.metadata.sorted_tables}

    def ours(name, kind, parents):
        return kind != "table" or name in own

    def wanted(thing, name, kind, reflected, other):
        # What only one database has, the first step makes by hand: the column and indexes of PostgreSQL's search.
        by_hand = ("words", "stems", "ix_passage_words", "ix_passage_stems", "ix_party_folded_trgm")
        return not (reflected and other is None and name in by_hand)

    with store.reads() as connection:
        options = {"include_name": ours, "include_object": wanted}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), t.metadata) == []


def test_head_is_the_newest_step():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "readouts.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_every_view_answers(store):
    add(store, full())
    with store.reads() as connection:
        rows = {name: connection.execute(text(f"SELECT * FROM {name}")).mappings().all() for name in VIEWS}
    assert all(rows[name] for name in VIEWS if name not in ("versions", "copies")), [
        name for name in VIEWS if not rows[name]
    ]
    (met,) = rows["contacts"]
    assert met["participant_names"] == "Arlen Voss; Ida Kester" and met["words"] == "Arlen Voss spoke by phone today"
    joint = next(row for row in rows["claims"] if row["act"] == "welcome")
    assert joint["issues"] == "peace_treaty; trade" and joint["joint_names"] == "Arlen Voss; Ida Kester"
    said = rows["attributions"][0]
    assert (said["source"], said["cue"]) == ("The Prime Minister", "said") and said["hedges"] == "reportedly"


def test_opening_says_what_is_wrong(tmp_path):
    with pytest.raises(StoreError, match="there is no database"):
        opened(str(tmp_path / "none.db"))
    (tmp_path / "text.db").write_text("This is a text and no database. " * 50)
    with pytest.raises(StoreError, match="something else"):
        opened(str(tmp_path / "text.db"), create=True)
    with pytest.raises(StoreError, match="only SQLite files and PostgreSQL"):
        opened("mysql://localhost/x")
    with pytest.raises(StoreError, match="no database address"):
        opened("what://x")
    with pytest.raises(StoreError, match="cannot be used"):
        opened("postgresql://nobody@localhost:1/none")


def test_a_database_of_something_else_is_left_alone(tmp_path):
    import sqlite3

    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="something else"):
        opened(str(tmp_path / "other.db"), create=True)


def test_a_newer_database_is_left_alone(target):
    store = opened(str(target))
    with store.writes() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreError, match="newer version"):
        opened(str(target))


def test_people_read_while_a_document_is_written(store):
    add(store, reading("One text.", "1"))
    with store.writes() as writing:
        writing.execute(text("DELETE FROM reading"))
        with store.reads() as connection:
            assert len(connection.execute(select(t.reading)).all()) == 1


def test_the_docs_name_every_view_and_its_columns(store):
    page = (Path(__file__).parent.parent / "docs" / "corpus.md").read_text("utf-8")
    told = {
        name: re.sub(r" \([^)]*\)", "", columns).split(", ")
        for name, columns in re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \|$", page, re.MULTILINE)
    }
    with store.reads() as connection:
        real = {name: list(connection.execute(text(f"SELECT * FROM {name}")).keys()) for name in VIEWS}
    assert {name: told.get(name) for name in VIEWS} == real


def test_two_programs_may_add_the_same_documents_at_once(store):
    from concurrent.futures import ThreadPoolExecutor

    from corpus import readings  # bench/corpus.py

    many = list(readings(12))
    with ThreadPoolExecutor(2) as pool:
        states = [s.state for found in pool.map(lambda _: add(store, *many), range(2)) for s in found]
    assert sorted(states) == ["added"] * 12 + ["known"] * 12
    assert not [f for check in checks.checked(store) for f in check.faults]
