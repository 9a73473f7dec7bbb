"""Backups: all of a database in one file, and back into either kind; nothing is overwritten, damage is seen."""

import hashlib
import json
import re
import shutil
import sqlite3
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner
from made import NOW, add, full, reading
from sqlalchemy import select, text

from readouts.cli import main
from readouts.errors import StoreError
from readouts.store import adding, checks, raw
from readouts.store.backup import backup, restore
from readouts.store.database import opened
from readouts.store.questions import Asked, search
from readouts.store.transfer import TABLES


@pytest.fixture
def filled(store):
    return fill(store)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """A backup of such a database on SQLite."""
    folder = tmp_path_factory.mktemp("backup")
    backup(fill(opened(str(folder / "c.db"), create=True)), folder / "b.zip")
    return folder / "b.zip"


def fill(store):
    """Made-up readings, one document that supersedes another, and raw bytes."""
    from corpus import readings  # bench/corpus.py

    one = full()
    body = one.document.text.encode()
    told = replace(one.document, url="https://m.example/1", raw=hashlib.sha256(body).hexdigest())
    adding.add(store, replace(one, document=told), body, NOW)
    add(store, reading("Changed.", "d2", url="https://m.example/1"), *readings(12))
    return store


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """The address of a database that does not exist yet, or is empty."""
    if request.param == "sqlite":
        yield str(tmp_path / "restored.db")
        return
    from server import fresh

    yield from fresh(request.getfixturevalue("postgres"))


def content(store):
    """Every row of every table, by table."""
    with store.reads() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in TABLES
        }


def found(store, words):
    with store.reads() as connection:
        return [(hit.document, hit.marks) for hit in search(connection, words, Asked())]


def test_all_comes_back_in_either_kind(filled, empty, tmp_path):
    made = backup(filled, tmp_path / "b.zip")
    assert restore(tmp_path / "b.zip", empty) == made and made.rows["document"] == 14 and made.raw == 1
    before = content(filled)
    assert {name: len(rows) for name, rows in before.items()} == made.rows and before["claim"]
    store = opened(empty)
    try:
        assert content(store) == before
        assert not [fault for check in checks.checked(store) for fault in check.faults]
        for words in ("president", '"upper river"', "reopen the pass", "-case changed"):
            assert found(store, words) == found(filled, words)
        assert found(store, "president")
        sha256 = hashlib.sha256(full().document.text.encode()).hexdigest()
        assert raw.kept(store, sha256) == full().document.text.encode()
        more = full(), reading("A new text.", "new"), reading("Changed again.", "d3", url="https://m.example/1")
        states = [found.state for found in add(store, *more)]
        assert states == [found.state for found in add(filled, *more)] and states[-1] == "superseded"
        assert content(store) == content(filled)
    finally:
        store.close()


def test_what_is_copied_is_all_that_there_is(store):
    """A table that is not in the schema would be left out of a move from one kind to the other."""
    with store.reads() as connection:
        if store.is_sqlite:
            names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        else:
            names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        there = {row[0] for row in connection.execute(text(names))}
    own = {table.name for table in TABLES} | {"raw_bytes", "alembic_version"}
    assert {name for name in there if not name.startswith(("passage_words", "sqlite_"))} == own


def test_nothing_is_overwritten(filled, empty, tmp_path):
    (tmp_path / "b.zip").write_text("mine")
    with pytest.raises(StoreError, match="exists"):
        backup(filled, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_text() == "mine"
    (tmp_path / "b.zip").unlink()
    backup(filled, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", empty)
    with pytest.raises(StoreError, match="already"):
        restore(tmp_path / "b.zip", empty)


def test_others_write_while_a_backup_is_made(filled, tmp_path):
    """It holds one moment: a document that comes in meanwhile is in it whole or not at all."""
    with filled.writes() as connection:
        connection.execute(text("DELETE FROM reading"))
        backup(filled, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", str(tmp_path / "r.db"))
    with sqlite3.connect(tmp_path / "r.db") as connection:
        assert connection.execute("SELECT count(*) FROM reading").fetchone() == (14,)


def damaged(path, into, change):
    """A copy of the archive, its members changed by a function of name and bytes; None leaves one out."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(into, "w") as new:
        for name in old.namelist():
            if (body := change(name, old.read(name))) is not None:
                new.writestr(name, body)
    return into


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda name, body: body[:-1] + b"x" if name == "corpus.db" else body, "is damaged: its database"),
        (lambda name, body: body + b"x" * 10_000 if name == "corpus.db" else body, "is damaged: its database"),
        (lambda name, body: None if name == "corpus.db" else body, "has no corpus.db"),
        (lambda name, body: body + b"x" if name.startswith("raw/") else body, "raw/.. has changed|has changed"),
        (lambda name, body: None if name.startswith("raw/") else body, "1 raw files are gone"),
        (lambda name, body: None if name == "manifest.json" else body, "no backup of readouts"),
        (lambda name, body: b"[]" if name == "manifest.json" else body, "no backup of readouts"),
        (lambda name, body: body.replace(b'"form": "0', b'"form": "9') if name == "manifest.json" else body, "newer"),
    ],
)
def test_a_damaged_backup_makes_no_database(archive, empty, tmp_path, change, says):
    with pytest.raises(StoreError, match=says):
        restore(damaged(archive, tmp_path / "d.zip", change), empty)
    restore(archive, empty)  # what the first try left is not in the way


@pytest.mark.parametrize(("body", "says"), [(b"no archive", "no backup"), (b"", "no backup"), (None, "does not exist")])
def test_what_is_no_backup_is_refused(tmp_path, body, says):
    if body is not None:
        (tmp_path / "b.zip").write_bytes(body)
    with pytest.raises(StoreError, match=says):
        restore(tmp_path / "b.zip", str(tmp_path / "r.db"))
    assert not list(tmp_path.glob("r.*"))


def test_a_backup_cut_short_is_refused(archive, tmp_path):
    (tmp_path / "b.zip").write_bytes(archive.read_bytes()[:-2000])
    with pytest.raises(StoreError, match="damaged"):
        restore(tmp_path / "b.zip", str(tmp_path / "r.db"))


def test_no_name_in_an_archive_leads_out_of_the_folder(archive, tmp_path):
    shutil.copy(archive, tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip", "a") as changed:
        changed.writestr("raw/../../outside", b"x")
        changed.writestr("/outside", b"x")
    (tmp_path / "in").mkdir()
    restore(tmp_path / "b.zip", str(tmp_path / "in" / "r.db"))
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["r.db", "r.raw"]
    assert not list(tmp_path.rglob("outside"))


def test_raw_bytes_that_are_gone_are_told(tmp_path):
    store = opened(str(tmp_path / "c.db"), create=True)
    for place, body in enumerate((b"one", b"two", b"three")):
        one = reading(f"Text {place}.", f"d{place}", raw=hashlib.sha256(body).hexdigest())
        adding.add(store, one, body, NOW)
    first, second, _ = sorted(path for path in store.raw.rglob("*") if path.is_file())
    first.unlink()
    second.write_bytes(b"other")
    store.close()
    result = CliRunner().invoke(main, ["backup", str(tmp_path / "c.db"), "-o", str(tmp_path / "b.zip")])
    assert result.exit_code == 1 and "2 documents are gone or changed" in result.stderr
    result = CliRunner().invoke(main, ["restore", str(tmp_path / "b.zip"), "--db", str(tmp_path / "r.db")])
    assert result.exit_code == 0 and "3 documents, 0 contacts, 0 claims, 1 raw files" in result.stdout


def test_a_database_of_an_older_form_is_backed_up_as_it_is(tmp_path):
    """So that there is a way back before a new version brings it up to date."""
    older(tmp_path / "c.db", "0001")
    result = CliRunner().invoke(main, ["backup", str(tmp_path / "c.db"), "-o", str(tmp_path / "b.zip")])
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["form"] == "0001"
    assert form_of(tmp_path / "c.db") == "0001"
    restore(tmp_path / "b.zip", str(tmp_path / "r.db"))
    assert form_of(tmp_path / "r.db") == "0001"
    opened(str(tmp_path / "r.db")).close()
    assert form_of(tmp_path / "r.db") > "0001"


def older(path, form):
    """An empty database at an older step."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", "readouts.store:migrations")
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, form)
    engine.dispose()


def form_of(path):
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def test_the_commands_say_what_they_did(filled, tmp_path):
    if not filled.is_sqlite:
        pytest.skip("the command's own words are the same for both")
    result = CliRunner().invoke(main, ["backup", filled.name, "-o", str(tmp_path / "b.zip")])
    assert result.exit_code == 0 and re.search(r"14 documents, \d+ contacts, \d+ claims, 1 raw files", result.stdout)
    result = CliRunner().invoke(main, ["restore", str(tmp_path / "b.zip"), "--db", filled.name])
    assert result.exit_code == 1 and "already" in result.stderr and "Traceback" not in result.stderr
