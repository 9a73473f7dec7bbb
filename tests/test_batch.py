"""Batches: the same records from any workers, whole parts whatever is killed, and every failure listed."""

import gzip
import hashlib
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest
from batch_work import LineTables, Obeying
from click.testing import CliRunner
from served import page, readout
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts.batch.folder import FAILURES, JOURNAL, MANIFEST, Folder
from readouts.batch.inputs import Inputs, Task
from readouts.batch.processes import Processes
from readouts.batch.run import Progress, Run, batch
from readouts.cli import main
from readouts.cli_batch import Pace
from readouts.errors import ModelError, ReadoutsError
from readouts.ingest.made import Failed, Options

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")
SOURCE = Path(__file__).parent.parent / "src"


def rows(path, *texts, **more):
    lines = [json.dumps({"id": f"{path.stem}-{n}", "text": text, **more}) for n, text in enumerate(texts)]
    path.write_text("".join(line + "\n" for line in lines), "utf-8")
    return path


def filled(folder, inputs, work=None, *, workers=2, documents=3, stopped=lambda: False, most_seconds=60.0, tell=None):
    """A batch with stand-ins for work and tables; the manifest."""
    pool = Processes(work or Obeying(), workers, most_seconds=most_seconds)
    into = Folder(folder, LineTables())
    try:
        return batch(
            Run(
                inputs=Inputs([(str(one), Options()) for one in inputs], lambda: io.BytesIO()), folder=into, pool=pool,
                told={"options": {}}, tell=tell or (lambda progress: None), failed=lambda failure: None,
                stopped=stopped, documents=documents,
            )
        )  # fmt: skip
    finally:
        pool.close()
        into.close()


def texts(folder):
    """The texts in the folder's parts, in their order."""
    return [
        json.loads(line)["text"]
        for part in sorted((folder / "texts").glob("*.parquet"))
        for line in part.read_text().splitlines()
    ]


def failures(folder):
    return [json.loads(line) for line in (folder / FAILURES).read_text().splitlines()]


def run(*arguments):
    return CliRunner().invoke(main, ["batch", *map(str, arguments)], catch_exceptions=False)


# --- workers ------------------------------------------------------------------------------------------------------


def test_documents_stand_in_the_order_of_the_inputs_whichever_worker_is_quicker(tmp_path):
    told = ["sleep 0.3", *(f"text {n}" for n in range(9))]
    made = filled(tmp_path / "out", [rows(tmp_path / "a.jsonl", *told)], workers=3)
    assert texts(tmp_path / "out") == told
    assert made["counts"] == {"documents": 10, "read": 10, "known": 0, "repeated": 0, "failed": 0} and made["complete"]
    assert len(made["parts"]) == 2 * 4 and made["rows"] == {"texts": 10, "words": 20}


def test_one_document_handed_out_again_when_its_worker_died(tmp_path):
    told = ["one", "die once", "three", "four"]
    made = filled(tmp_path / "out", [rows(tmp_path / "a.jsonl", *told)], Obeying(str(tmp_path)))
    assert texts(tmp_path / "out") == told and made["counts"]["failed"] == 0
    assert (tmp_path / "died-a-1").exists()


def test_a_poison_document_fails_alone_and_is_named(tmp_path):
    told = ["one", "die", "three", "die", "five", "six"]
    made = filled(tmp_path / "out", [rows(tmp_path / "a.jsonl", *told)])
    assert texts(tmp_path / "out") == ["one", "three", "five", "six"]
    assert made["counts"]["failed"] == 2 and made["complete"]
    listed = failures(tmp_path / "out")
    assert [one["origin"].rpartition("a.jsonl ")[2] for one in listed] == ["line 2", "line 4"]
    assert "SIGKILL" in listed[0]["error"] and "2 times" in listed[0]["error"] and len(listed[0]["content"]) == 64


def test_a_document_that_takes_too_long_is_cut_off(tmp_path):
    made = filled(tmp_path / "out", [rows(tmp_path / "a.jsonl", "one", "sleep 60", "three")], most_seconds=0.5)
    assert texts(tmp_path / "out") == ["one", "three"] and made["counts"]["failed"] == 1
    assert "over 0 s" in failures(tmp_path / "out")[0]["error"] or "over 1 s" in failures(tmp_path / "out")[0]["error"]


def test_what_goes_wrong_in_a_document_does_not_end_its_worker(tmp_path):
    seen = []
    made = filled(
        tmp_path / "out", [rows(tmp_path / "a.jsonl", "stumble", "fail", "three")], workers=1,
        tell=lambda progress: seen.append(dict(progress.counts)),
    )  # fmt: skip
    assert texts(tmp_path / "out") == ["three"] and made["counts"]["failed"] == 2
    told = [one["error"] for one in failures(tmp_path / "out")]
    assert "RuntimeError: a stone" in told[0] and told[1] == "a-1 is no text. Write one"
    assert seen[-1] == {"failed": 2, "read": 1}


def test_workers_that_cannot_work_say_why(tmp_path):
    with pytest.raises(ModelError, match=r"the model is gone\. Install it"):
        filled(tmp_path / "out", [rows(tmp_path / "a.jsonl", "one")], Obeying(broken=True))
    with pytest.raises(ReadoutsError, match=r"before they are ready: its worker ended .SIGKILL.*fewer --workers"):
        filled(tmp_path / "out", [rows(tmp_path / "a.jsonl", "one")], Obeying(deadly=True))


def test_workers_end_when_the_run_is_killed(tmp_path):
    started = _started([rows(tmp_path / "a.jsonl", *(f"sleep 0.2{n}" for n in range(50)))], tmp_path / "out")
    workers = _workers(started, 2)
    started.kill()
    started.wait()
    until = time.monotonic() + 20
    while time.monotonic() < until and any(map(_lives, workers)):
        time.sleep(0.05)
    assert not any(map(_lives, workers))


_STAND_IN = """
import sys
sys.path[:0] = sys.argv[1:3]
from test_batch import filled
from batch_work import Obeying
from pathlib import Path
if __name__ == "__main__":
    filled(Path(sys.argv[3]), sys.argv[4:], Obeying(sys.argv[3]))
"""


def _started(inputs, out):
    """The same batch with stand-ins, as a process of its own."""
    command = [sys.executable, "-c", _STAND_IN, str(SOURCE), str(Path(__file__).parent), str(out), *map(str, inputs)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def _workers(started, count):
    """The pids of its workers, once so many are there."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert started.poll() is None, started.stderr.read()
        found = []
        for name in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, parent = name.read_text().split()[0], name.read_text().rpartition(")")[2].split()[1]
                if int(parent) == started.pid and b"spawn_main" in (name.parent / "cmdline").read_bytes():
                    found.append(int(pid))
            except OSError:  # it ended meanwhile
                continue
        if len(found) >= count:
            return found
        time.sleep(0.02)
    raise AssertionError("no workers")


def _lives(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# --- going on -----------------------------------------------------------------------------------------------------


def test_a_second_run_reads_only_what_is_new(tmp_path):
    first, second = rows(tmp_path / "a.jsonl", "one", "two"), rows(tmp_path / "b.jsonl", "three", "fail")
    filled(tmp_path / "out", [first])
    before = (tmp_path / "out" / "texts" / "part-00000.parquet").stat().st_mtime_ns
    made = filled(tmp_path / "out", [first, second, first])
    assert texts(tmp_path / "out") == ["one", "two", "three"]
    assert made["counts"] == {"documents": 3, "read": 1, "known": 4, "repeated": 0, "failed": 1}
    assert (tmp_path / "out" / "texts" / "part-00000.parquet").stat().st_mtime_ns == before
    again = filled(tmp_path / "out", [second])
    assert again["counts"]["failed"] == 1 and len(failures(tmp_path / "out")) == 1, "what failed is tried again"


def test_a_document_that_comes_twice_stands_once(tmp_path):
    one = rows(tmp_path / "a.jsonl", "one", "two")
    made = filled(tmp_path / "out", [one, one])
    assert texts(tmp_path / "out") == ["one", "two"] and made["counts"]["repeated"] == 2


def test_killed_at_random_moments_it_ends_with_every_document_once(tmp_path):
    told = [f"sleep 0.0{n:02}" for n in range(60)]
    source, out, made = rows(tmp_path / "a.jsonl", *told), tmp_path / "out", random.Random(5)
    standing = [0]
    for _ in range(3):
        started = _started([source], out)
        while len(texts(out)) <= standing[-1]:
            assert started.poll() is None, started.stderr.read()
            time.sleep(0.01)
        time.sleep(made.uniform(0, 0.3))
        started.kill()
        started.wait()
        standing.append(len(texts(out)))
    assert standing[-1] < 60, standing
    end = filled(out, [source])
    assert texts(out) == told and end["counts"]["documents"] == 60
    assert not list(out.rglob("*.part"))


def test_a_worker_killed_in_the_middle_of_a_run_costs_nothing(tmp_path):
    told = [f"sleep 0.1{n:02}" for n in range(40)]
    started = _started([rows(tmp_path / "a.jsonl", *told)], tmp_path / "out")
    workers = _workers(started, 2)
    while not texts(tmp_path / "out"):
        time.sleep(0.02)
    os.kill(workers[0], signal.SIGKILL)
    assert started.wait(60) == 0, started.stderr.read()
    assert texts(tmp_path / "out") == told
    assert json.loads((tmp_path / "out" / MANIFEST).read_text())["counts"]["failed"] == 0


def test_a_run_that_is_stopped_keeps_what_was_read_and_says_so(tmp_path):
    told = [f"text {n}" for n in range(20)]
    source, seen = rows(tmp_path / "a.jsonl", *told), []
    made = filled(tmp_path / "out", [source], stopped=lambda: len(seen) >= 5, tell=seen.append)
    assert not made["complete"] and 5 <= made["counts"]["documents"] < 20
    assert texts(tmp_path / "out") == told[: made["counts"]["documents"]]
    end = filled(tmp_path / "out", [source])
    assert end["complete"] and texts(tmp_path / "out") == told


def test_what_a_kill_left_half_is_taken_away_or_done_again(tmp_path):
    out, source = tmp_path / "out", rows(tmp_path / "a.jsonl", *(f"text {n}" for n in range(7)))
    filled(out, [source])
    whole = (out / JOURNAL).read_bytes()
    lines = whole.splitlines(keepends=True)
    (out / JOURNAL).write_bytes(b"".join(lines[:-1]) + lines[-1][:20])  # the kill fell into the last line
    (out / "texts" / "part-00002.parquet.part").write_text("half")
    (out / "words" / "part-00001.parquet").write_text("changed")
    into = Folder(out, LineTables())
    assert into.lost == ("part-00001",) and set(into.parts) == {"part-00000"}
    into.close()
    assert sorted(path.name for path in (out / "texts").iterdir()) == ["part-00000.parquet"]
    made = filled(out, [source])
    assert sorted(texts(out)) == [f"text {n}" for n in range(7)] and made["counts"]["read"] == 4


def test_checksums_of_the_manifest_are_those_of_the_files(tmp_path):
    source = rows(tmp_path / "a.jsonl", *(f"text {n}" for n in range(5)))
    made = filled(tmp_path / "out", [source])
    assert made == json.loads((tmp_path / "out" / MANIFEST).read_text())
    for part in made["parts"]:
        raw = (tmp_path / "out" / part["file"]).read_bytes()
        assert (part["bytes"], part["sha256"]) == (len(raw), hashlib.sha256(raw).hexdigest())
    assert made["inputs"] == [
        {"name": str(source), "bytes": source.stat().st_size, "documents": 5,
         "sha256": hashlib.sha256(source.read_bytes()).hexdigest()}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda out: (out / JOURNAL).unlink(), "holds other files"),
        (lambda out: (out / JOURNAL).write_text('{"part": 1}\n'), "line 1 is damaged"),
        (lambda out: (out / JOURNAL).write_text('{"form": 99}\n'), "newer version"),
    ],
)
def test_a_folder_that_is_not_ours_is_left_alone(tmp_path, spoil, says):
    filled(tmp_path / "out", [rows(tmp_path / "a.jsonl", "one")])
    spoil(tmp_path / "out")
    with pytest.raises(ReadoutsError, match=says):
        Folder(tmp_path / "out", LineTables())


def test_other_models_do_not_go_on_with_a_folder(tmp_path):
    source = rows(tmp_path / "a.jsonl", "one")
    filled(tmp_path / "out", [source])
    with pytest.raises(ReadoutsError, match=r"was begun with made_by .*another folder"):
        filled(tmp_path / "out", [source], Obeying(version="2"))


def test_two_runs_do_not_fill_one_folder(tmp_path):
    first = Folder(tmp_path / "out", LineTables())
    with pytest.raises(ReadoutsError, match="another run is filling"):
        Folder(tmp_path / "out", LineTables())
    first.close()
    Folder(tmp_path / "out", LineTables()).close()


# --- inputs -------------------------------------------------------------------------------------------------------


def inputs(*names):
    found = Inputs([(str(name), Options()) for name in names], lambda: io.BytesIO(b'{"text": "from a pipe"}\n'))
    return found, list(found)


def warc(path, **pages):
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=path.name.endswith(".gz"))
        for name, body in pages.items():
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                f"https://m.example/{name}", "response", payload=io.BytesIO(body), http_headers=headers
            )
            writer.write_record(record)
    return path


def test_a_folder_gives_its_files_in_the_order_of_their_names(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b/z.txt", "a.txt", "c.html", ".git/x.txt", "photo.jpg", ".hidden.txt"):
        (tmp_path / name).write_text(f"Text of {name}.")
    found, tasks = inputs(tmp_path)
    assert [Path(task.piece.origin).name for task in tasks] == ["a.txt", "z.txt", "c.html"] and found.pages == 3
    assert found.consumed == found.total == sum((tmp_path / n).stat().st_size for n in ("a.txt", "b/z.txt", "c.html"))


def test_every_kind_of_input_gives_its_pieces(tmp_path):
    plain = rows(tmp_path / "a.jsonl", "one", "two")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(plain.read_bytes()))
    pq.write_table(
        pa.table({"text": ["one", "two"], "published": [date(2031, 6, 4), None], "seen": [datetime(2031, 1, 1)] * 2}),
        tmp_path / "c.parquet",
    )
    warc(tmp_path / "d.warc.gz", x=page("X", readout()), y=page("Y", readout(about="visas")))
    found, tasks = inputs(*sorted(tmp_path.iterdir()), "-")
    assert [task.piece.suffix for task in tasks] == [".jsonl"] * 6 + [".html"] * 2 + [".jsonl"]
    assert json.loads(tasks[4].piece.raw) == {"text": "one", "published": "2031-06-04"}
    assert json.loads(tasks[5].piece.raw) == {"text": "two"}
    assert [task.piece.url for task in tasks[6:8]] == ["https://m.example/x", "https://m.example/y"]
    told = {Path(one.name).name: (one.documents, one.sha256) for one in found.files}
    own = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in tmp_path.iterdir()}
    assert told == {name: (2, own[name]) for name in own} | {name: told[name] for name in told.keys() - own.keys()}
    assert found.consumed == found.total


def test_the_same_document_is_known_by_its_content_and_address(tmp_path):
    warc(tmp_path / "a.warc", x=b"<p>Same.</p>", y=b"<p>Same.</p>")
    _, archived = inputs(tmp_path / "a.warc", tmp_path / "a.warc")
    assert len({task.content for task in archived}) == 2
    for name in ("one.html", "two.html"):
        (tmp_path / name).write_bytes(b"<p>Same.</p>")
    _, pages = inputs(tmp_path / "one.html", tmp_path / "two.html")
    assert len({task.content for task in pages}) == 1


def test_a_last_line_is_the_same_document_when_lines_are_added(tmp_path):
    (path := tmp_path / "a.jsonl").write_text('{"text": "one"}\n{"text": "two"}')
    _, before = inputs(path)
    path.write_text('{"text": "one"}\r\n{"text": "two"}\n{"text": "three"}')
    _, after = inputs(path)
    assert [task.content for task in after][:2] == [task.content for task in before]


def test_files_that_fsspec_reaches_are_read_as_local_ones(tmp_path):
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/corpus/a.jsonl", rows(tmp_path / "a.jsonl", "one", "two").read_bytes())
    memory.pipe("/corpus/deep/b.txt", b"A text.")
    memory.pipe("/corpus/.hidden/c.txt", b"Hidden.")
    memory.pipe("/corpus/d.jpg", b"no text")
    try:
        found, tasks = inputs("memory://corpus", "memory://corpus/deep/b.txt", "memory://corpus/none.txt")
    finally:
        memory.rm("/corpus", recursive=True)
    good = [task for task in tasks if isinstance(task, Task)]
    assert [task.piece.raw for task in good][2:] == [b"A text.", b"A text."] and len(good) == 4
    assert good[0].piece.origin == "memory:///corpus/a.jsonl line 1" and found.files[0].documents == 2
    assert [f.origin for f in tasks if isinstance(f, Failed)] == ["memory://corpus/none.txt"]
    assert "does not exist" in str(tasks[-1].error)


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("none.txt", None, "does not exist"),
        ("a.docx", b"x", "unknown type"),
        ("a.jsonl", b"\n", "is empty"),
        ("a.jsonl.gz", b"no gzip", "cannot be read"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "one"}\n' * 9000)[:-20], "breaks off"),
        ("a.parquet", b"no parquet", "damaged or no Parquet"),
        ("a.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n", "damaged|claims"),
        ("", None, "no file of a known type"),
    ],
)
def test_an_input_that_cannot_be_had_fails_alone(tmp_path, name, body, says):
    (folder := tmp_path / "in").mkdir()
    if body is not None:
        (folder / name).write_bytes(body)
    found, tasks = inputs(folder / name, rows(tmp_path / "good.jsonl", "good"))
    assert isinstance(tasks[-1], Task)
    failed = [task for task in tasks if isinstance(task, Failed)]
    assert len(failed) == 1
    assert re.search(says, str(failed[0].error)), failed[0].error
    assert found.consumed <= found.total


def test_an_address_of_a_kind_that_nothing_reaches_says_what_to_install():
    _, tasks = inputs("nosuch://bucket/a.jsonl")
    assert "cannot be reached" in str(tasks[0].error)


def test_a_feed_is_sent_to_watch(site):
    from served import FEED, rss

    site.pages |= {"/rss": (rss(("Call", "/call", None)), FEED), "/call": page("Call", readout())}
    found = Inputs([(f"{site.url}/{n}", Options(allow_private=True)) for n in ("rss", "call")], io.BytesIO)
    feed, got = list(found)
    assert "readouts watch" in str(feed.error) and got.piece.url == f"{site.url}/call"


# --- progress -----------------------------------------------------------------------------------------------------


def test_the_pace_counts_only_what_this_run_read():
    now = iter([0.0, 100.0, 110.0])
    pace = Pace(lambda: next(now))
    known = Progress(counts=Counter(known=500), consumed=1000, total=3000)
    assert pace.line(known) == "500 known"
    read = Progress(counts=Counter(known=500, read=50, failed=1), consumed=1500, total=3000)
    assert pace.line(read) == "50 read, 5.0 a second, 1 failed, 30 s left"


def test_without_lengths_no_time_is_foretold():
    now = iter([0.0, 10.0])
    assert Pace(lambda: next(now)).line(Progress(counts=Counter(read=5))) == "5 read, 0.5 a second"


# --- the real work ------------------------------------------------------------------------------------------------


@pytest.fixture
def readouts(tmp_path):
    """Seven readouts of several kinds of file, one text that is not English."""
    (folder := tmp_path / "in").mkdir()
    told = [readout(about=about) for about in ("trade", "visas", "energy")]
    rows(folder / "a.jsonl", *told, publisher="Office of the President of Marovia", published="2031-06-04")
    pq.write_table(
        pa.table({"id": ["p"], "text": [readout(about="prisoners")], "published": [date(2031, 6, 5)]}),
        folder / "b.parquet",
    )
    warc(folder / "c.warc.gz", x=page("Call", readout(about="ports")))
    (folder / "d.html").write_bytes(page("Call", readout(about="grain")))
    (folder / "e.txt").write_text("Les deux présidents ont parlé de la coopération entre les deux pays.")
    return folder


def table(folder, name):
    return pq.read_table(folder / name).to_pylist()


def test_the_tables_are_those_of_export_and_the_readings_those_of_read(readouts, tmp_path):
    out = tmp_path / "out"
    result = run(readouts, "-o", out, "--part", "4", "--rules-only")
    assert result.exit_code == 1 and "not in English" in result.stderr and "Traceback" not in result.stderr
    assert result.stdout.startswith("6 read, 0 known, 0 repeated, 1 failed; 6 documents in ")
    alone = [readouts / "a.jsonl"]
    read = CliRunner().invoke(main, ["read", *map(str, alone), "--format", "jsonl", "--rules-only"])
    own = [json.loads(line) for line in read.stdout.splitlines()]
    assert [json.loads(row["reading"]) for row in table(out, "readings")][:3] == own
    ids = {one["document"]["id"] for one in own}
    for name in ("claims", "contacts", "attributions", "events"):
        into = tmp_path / f"{name}.parquet"
        export = ["export", "parquet", *map(str, alone), "--table", name, "-o", str(into), "--rules-only"]
        assert CliRunner().invoke(main, export).exit_code == 0
        assert [row for row in table(out, name) if row["document"] in ids] == pq.read_table(into).to_pylist()
        assert pq.read_schema(next((out / name).glob("*.parquet"))).equals(pq.read_schema(into), check_metadata=True)
    made = json.loads((out / MANIFEST).read_text())
    assert made["made_by"]["version"] and made["made_by"]["models"] and made["made_by"]["lexicon"]
    assert [one["table"] for one in made["tables"]] == ["claims", "contacts", "attributions", "events", "readings"]


def test_one_worker_and_several_give_the_same_files(readouts, tmp_path):
    made = {}
    for workers in (1, 2):
        run(readouts, "-o", tmp_path / str(workers), "--workers", workers, "--part", "3", "--rules-only")
        made[workers] = json.loads((tmp_path / str(workers) / MANIFEST).read_text())
    assert made[1] == made[2] and made[1]["counts"]["read"] == 6


@pytest.mark.skipif(not find_spec("ray"), reason="Ray is not installed: pip install 'readouts[ray]'")
def test_ray_gives_the_same_files_and_outlives_a_killed_actor(readouts, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(SOURCE), str(Path(__file__).parent)]))
    run(readouts, "-o", tmp_path / "here", "--part", "3", "--rules-only")
    result = run(readouts, "-o", tmp_path / "ray", "--ray", "local", "--workers", 2, "--part", "3", "--rules-only")
    if "timed out during startup" in result.stderr:
        pytest.skip("Ray gives its node 30 seconds to start, and this machine is too busy for that")
    assert result.exit_code == 1, result.output
    here, there = (json.loads((tmp_path / name / MANIFEST).read_text()) for name in ("here", "ray"))
    assert here == there and here["counts"]["read"] == 6

    from readouts.batch.actors import Actors

    told = ["one", "die once", "three", "die", "fail"]
    source, out = rows(tmp_path / "orders.jsonl", *told), Folder(tmp_path / "orders", LineTables())
    pool = Actors(Obeying(str(tmp_path)), "local", 2)
    try:
        made = batch(
            Run(
                inputs=Inputs([(str(source), Options())], io.BytesIO), folder=out, pool=pool, told={},
                tell=lambda progress: None, failed=lambda failure: None,
            )
        )  # fmt: skip
    finally:
        pool.close()
        out.close()
    assert texts(tmp_path / "orders") == ["one", "die once", "three"] and made["counts"]["failed"] == 2


@pytest.mark.skipif(not find_spec("ray"), reason="Ray is not installed: pip install 'readouts[ray]'")
def test_a_cluster_that_is_not_there_is_told_with_a_remedy(tmp_path):
    result = run(rows(tmp_path / "a.jsonl", "one"), "-o", tmp_path / "out", "--ray", "nonsense::address")
    assert result.exit_code == 1 and "no Ray cluster answers at nonsense::address" in result.stderr
    assert "--ray local" in result.stderr


def test_without_ray_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)  # as Python marks what cannot be imported
    result = run(rows(tmp_path / "a.jsonl", "one"), "-o", tmp_path / "out", "--ray", "local")
    assert result.exit_code == 1 and "readouts[ray]" in result.stderr


def test_other_options_do_not_go_on_with_a_folder(tmp_path):
    source = rows(tmp_path / "a.jsonl", readout())
    assert run(source, "-o", tmp_path / "out", "--rules-only").exit_code == 0
    result = run(source, "-o", tmp_path / "out", "--rules-only", "--publisher", "Government of Telmark")
    assert result.exit_code == 1 and "was begun with options" in result.stderr


def test_ctrl_c_ends_with_the_documents_in_hand(tmp_path):
    told = [readout(about=f"matter {n}") for n in range(200)]
    source, out = rows(tmp_path / "a.jsonl", *told), tmp_path / "out"
    code = "from readouts.cli import main; main()"
    command = [sys.executable, "-c", code, "batch", str(source), "-o", str(out), "--part", "2", "--rules-only"]
    started = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SOURCE)},
    )
    while not list(out.glob("readings/*.parquet")):
        assert started.poll() is None, started.communicate()
        time.sleep(0.02)
    started.send_signal(signal.SIGINT)
    said, told = started.communicate(timeout=60)
    assert started.returncode == 130 and "goes on from here" in told and "Traceback" not in told
    made = json.loads((out / MANIFEST).read_text())
    assert not made["complete"] and 2 <= made["counts"]["documents"] < 200 and str(made["counts"]["documents"]) in said
    assert len(table(out, "readings")) == made["counts"]["documents"]
