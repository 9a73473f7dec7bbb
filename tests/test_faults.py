"""Faults of the machine: what is said of them, that nothing is lost or doubled, and that there is a way back.

Each runs the real command in a process of its own (bench/warm.py). `make soak` runs the kills for long (bench/soak.py).
"""

import json
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from contextlib import closing, contextmanager

import pytest
from disks import read_only, short_files, small
from made import NOW, add, full
from served import FEED, page, readout, rss
from warm import command

from readouts.errors import FetchError, StoreError
from readouts.ingest.fetch import fetch
from readouts.store import adding, checks
from readouts.store.database import opened


def run(*arguments, first=None):
    """The command with the rules alone where it reads, its messages and exit code."""
    started = command(*arguments, first=first)
    out, err = started.communicate(timeout=300)
    assert "Traceback" not in err, err
    return subprocess.CompletedProcess(arguments, started.returncode, out, err)


@pytest.fixture
def readouts(tmp_path):
    """Thirty readouts, a line each."""
    rows = [{"id": f"r{n}", "text": readout(about=f"matter {n} of the border")} for n in range(30)]
    (path := tmp_path / "readouts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def documents(db):
    """Ids in the order of adding; the database is whole."""
    with closing(opened(str(db))) as store:
        assert not [fault for check in checks.checked(store) for fault in check.faults]
    with closing(sqlite3.connect(db)) as connection:
        return [id for (id,) in connection.execute("SELECT id FROM document ORDER BY key")]


# --- no room ------------------------------------------------------------------------------------------------------


def test_add_on_a_full_disk(readouts, tmp_path):
    with small(tmp_path / "disk", 1000) as more_room:
        db = tmp_path / "disk" / "c.db"
        result = run("add", readouts, "--db", db, "--rules-only")
        assert result.returncode == 1 and "room on the disk" in result.stderr, result.stderr
        more_room()
        before = documents(db)
        assert 0 < len(before) < 30
        result = run("add", readouts, "--db", db, "--rules-only")
        assert result.returncode == 0 and f"{30 - len(before)} added, {len(before)} known" in result.stdout
        assert documents(db) == [f"r{n}" for n in range(30)]


def test_a_batch_on_a_full_disk(readouts, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    with small(tmp_path / "disk", 250) as more_room:
        out = tmp_path / "disk" / "out"
        arguments = ["batch", readouts, "-o", out, "--part", "3", "--rules-only"]
        result = run(*arguments)
        assert result.returncode == 1 and "No space left" in result.stderr, result.stderr
        assert "Make room on the disk" in result.stderr
        more_room()
        result = run(*arguments)
        assert result.returncode == 0 and "30 documents in" in result.stdout and " 0 known" not in result.stdout
        assert pq.read_table(out / "readings").column("document").to_pylist() == [f"r{n}" for n in range(30)]
        assert not list(out.rglob("*.part"))


def test_a_backup_on_a_full_disk(tmp_path):
    from corpus import readings  # bench/corpus.py

    with closing(opened(str(tmp_path / "c.db"), create=True)) as store:
        add(store, *readings(20))
    with small(tmp_path / "disk", 300) as more_room:
        arguments = ["backup", tmp_path / "c.db", "-o", tmp_path / "disk" / "b.zip"]
        result = run(*arguments)
        assert result.returncode == 1 and "room on the disk" in result.stderr, result.stderr
        assert not list((tmp_path / "disk").iterdir()), "nothing half is left"
        more_room()
        assert run(*arguments).returncode == 0
    with small(tmp_path / "disk", 300) as more_room:
        run("backup", tmp_path / "c.db", "-o", tmp_path / "b.zip")
        arguments = ["restore", tmp_path / "b.zip", "--db", tmp_path / "disk" / "r.db"]
        result = run(*arguments)
        assert result.returncode == 1 and "disk" in result.stderr and not list((tmp_path / "disk").glob("r.db*"))
        more_room()
        assert run(*arguments).returncode == 0 and len(documents(tmp_path / "disk" / "r.db")) == 20


def test_files_that_may_not_grow(readouts, tmp_path):
    """A quota, where no disk can be mounted: the same for a user."""
    result = run("add", readouts, "--db", tmp_path / "c.db", "--rules-only", first=short_files(300_000))
    assert result.returncode == 1 and "room on" in result.stderr, result.stderr
    assert run("add", readouts, "--db", tmp_path / "c.db", "--rules-only").returncode == 0
    assert documents(tmp_path / "c.db") == [f"r{n}" for n in range(30)]


def test_watching_on_a_full_disk(site, tmp_path):
    site.pages |= {
        "/rss": (rss(*((f"n{n}", f"/n{n}", None) for n in range(8))), FEED),
        **{f"/n{n}": page(f"n{n}", readout(about=f"matter {n}") * 60) for n in range(8)},
    }
    (feeds := tmp_path / "feeds.toml").write_text(f'[[source]]\nname = "m"\nurl = "{site.url}/rss"\ndelay = "0s"\n')
    with small(tmp_path / "disk", 60) as more_room:
        out = tmp_path / "disk" / "out.jsonl"
        arguments = ["watch", feeds, "-o", out, "--state", tmp_path / "state", "--once", "--allow-private"]
        result = run(*arguments)
        assert result.returncode == 1 and "Make room on the disk" in result.stderr, result.stderr
        more_room()
        run(*arguments)
        site.pages["/rss"] = (rss(*((f"n{n}", f"/n{n}", None) for n in range(9))), FEED)
        run(*arguments)
        lines = [json.loads(line)["title"] for line in out.read_text().splitlines()]
        assert sorted(set(lines)) == sorted(lines)
        assert len(lines) >= 1


# --- nothing may be written -----------------------------------------------------------------------------------------


def test_a_folder_that_may_only_be_read(readouts, tmp_path):
    (folder := tmp_path / "disk").mkdir()
    with closing(opened(str(folder / "c.db"), create=True)) as store:
        add(store, full())
    run("backup", folder / "c.db", "-o", tmp_path / "b.zip")
    with read_only(folder):
        for arguments in (
            ["add", readouts, "--db", folder / "new.db", "--rules-only"],
            ["add", readouts, "--db", folder / "c.db", "--rules-only"],
            ["batch", readouts, "-o", folder / "out", "--rules-only"],
            ["backup", folder / "c.db", "-o", folder / "b.zip"],
            ["restore", tmp_path / "b.zip", "--db", folder / "r.db"],
            ["read", readouts, "--rules-only", "--format", "jsonl", "-o", folder / "o.jsonl"],
            ["watch", "--once", tmp_path / "feeds.toml", "-o", folder / "w.jsonl"],
        ):
            (tmp_path / "feeds.toml").write_text('[[source]]\nname = "m"\nurl = "https://m.example/rss"\n')
            result = run(*arguments)
            assert result.returncode == 1 and str(folder) in result.stderr, (arguments, result.stderr)
            assert "heck" in result.stderr or "hoose" in result.stderr or "another folder" in result.stderr, (
                result.stderr
            )
    assert documents(folder / "c.db") == ["full"]


# --- held by another ----------------------------------------------------------------------------------------------


@contextmanager
def writing(db):
    """Another program in the middle of a transaction."""
    with closing(sqlite3.connect(db, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_database_that_another_program_holds(readouts, tmp_path):
    db = tmp_path / "c.db"
    with closing(opened(str(db), create=True)) as store:
        add(store, full())
    address = f"sqlite:///{db}?timeout=0.5"
    with writing(db):
        result = run("add", readouts, "--db", address, "--rules-only")
        assert result.returncode == 1 and "locked" in result.stderr and "try again when it is done" in result.stderr
        assert run("contacts", "--db", address).returncode == 0, "people read meanwhile"
    assert run("add", readouts, "--db", address, "--rules-only").returncode == 0
    assert documents(db) == ["full", *(f"r{n}" for n in range(30))]


def test_a_writer_waits_for_another(readouts, tmp_path):
    db = tmp_path / "c.db"
    opened(str(db), create=True).close()
    with writing(db):
        waiting = command("add", readouts, "--db", db, "--rules-only")
        time.sleep(1)
        assert waiting.poll() is None
    assert waiting.wait(300) == 0 and len(documents(db)) == 30


# --- clocks -------------------------------------------------------------------------------------------------------


def test_documents_are_in_the_order_of_adding_whatever_the_clock_says(store):
    from datetime import timedelta

    from corpus import readings  # bench/corpus.py

    jumps = [0, 5 * 365, -20 * 365, 1]
    for one, days in zip(readings(4), jumps, strict=True):
        adding.add(store, one, None, NOW + timedelta(days))
    assert [s.state for s in add(store, *readings(4))] == ["known"] * 4
    assert not [fault for check in checks.checked(store) for fault in check.faults]


# --- downloads ----------------------------------------------------------------------------------------------------


@contextmanager
def answering(*sent, reset=False):
    """The address of a server that sends these bytes to each who asks, and hangs up."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def serve():
            while True:
                try:
                    caller, _ = server.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(65536)
                    for part in sent:
                        caller.sendall(part)
                    if reset:
                        caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/page"
        server.shutdown(socket.SHUT_RDWR)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [b"HTTP/1.1 200"],
        [HEAD],
        [HEAD + b"Content-Length: 9000\r\n\r\n", b"<p>The President spoke"],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"20\r\n<p>The President"],
        [HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"5\r\n<p>Th\r\n"],
        [
            HEAD + b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n",
            __import__("gzip").compress(b"<p>Text.</p>" * 99)[:-9],
        ],
    ],
)
@pytest.mark.parametrize("reset", [False, True])
def test_a_download_that_breaks_off_is_not_taken_for_a_page(sent, reset):
    with answering(*sent, reset=reset) as url, pytest.raises(FetchError, match=r"cannot be fetched|comes damaged"):
        fetch(url, allow_private=True)


def test_a_download_that_breaks_off_is_told_and_comes_again(tmp_path):
    whole = page("Call", readout())
    head = HEAD + f"Content-Length: {len(whole)}\r\n\r\n".encode()
    with answering(head, whole[:-40]) as url:
        result = run("add", url, "--db", tmp_path / "c.db", "--rules-only", "--allow-private")
        assert result.returncode == 1 and "cannot be fetched" in result.stderr
    with answering(head, whole) as url:
        result = run("add", url, "--db", tmp_path / "c.db", "--rules-only", "--allow-private")
        assert result.returncode == 0 and "1 added" in result.stdout


# --- kills ----------------------------------------------------------------------------------------------------------

KILLS = {"batch": 2}  # else three


@pytest.mark.parametrize("what", ["watch", "migrate", "review", "backup", "restore", "batch"])
def test_killed_at_random_moments(what, tmp_path):
    """What bench/soak.py does for long, a few times. A batch has one worker here, since each loads models of its own."""
    from soak import TRIALS

    result = TRIALS[what](tmp_path, KILLS.get(what, 3), 12)
    assert result["good"], result
    if not result["kills"]:
        pytest.skip("every run was quicker than its kill")


def test_a_decision_that_is_lost_or_half_is_seen(tmp_path):
    """What the trial of review looks at: it tells of a decision that is not there, and of rows that nobody decided."""
    import soak
    from decide import decisions

    db, told = soak.queued(tmp_path / "c.db", 8), tmp_path / "told"
    with closing(opened(str(db))) as store:
        made = [[one.key, one.kind, one.record, one.verdict] for one in decisions(store, soak.CODER)]
    told.write_text("".join(json.dumps(one) + "\n" for one in made))
    assert {one[3] for one in made} >= {"accept", "undo"} and soak.undecided(db, told, 0) == []
    told.write_text(
        "".join(json.dumps(one) + "\n" for one in [*made[:-1], [*made[-1][:3], "add"], [999, *made[0][1:]]])
    )
    assert len(soak.undecided(db, told, 0)) == 2
    told.write_text("")
    assert soak.undecided(db, told, len(made)) == []
    assert soak.undecided(db, told, len(made) - 1) == [f"{len(made)} decisions, 0 told, {len(made) - 1} kills"]
    with closing(sqlite3.connect(db)) as connection, connection:
        connection.execute("UPDATE claim SET act = 'accuse' WHERE key = (SELECT min(key) FROM claim)")
    assert [one for one in soak.undecided(db, told, len(made)) if one.startswith("claim of r")]


def test_signals_that_end_an_add_leave_whole_documents(readouts, tmp_path):
    started = command("add", readouts, "--db", tmp_path / "c.db", "--rules-only")
    while not (tmp_path / "c.db").exists():
        time.sleep(0.05)
    started.send_signal(signal.SIGTERM)
    started.wait(60)
    assert run("add", readouts, "--db", tmp_path / "c.db", "--rules-only").returncode == 0
    assert documents(tmp_path / "c.db") == [f"r{n}" for n in range(30)]


def test_a_store_that_cannot_be_reached_is_no_traceback(tmp_path):
    with pytest.raises(StoreError, match="Check the path"):
        opened(str(tmp_path / "no" / "such" / "c.db"), create=True)
