"""The commands of the corpus, end to end: inputs into a database, and every question asked of it."""

import csv
import io
import json
import signal
import time
from dataclasses import replace

import pytest
from click.testing import CliRunner
from made import add, call_texts, full

from readouts.cli import main
from readouts.export.answers import csv as as_csv
from readouts.lexicon import tables
from readouts.store.database import opened
from readouts.store.questions import Hit
from readouts.text import Span


def run(*arguments, **options):
    result = CliRunner().invoke(main, list(map(str, arguments)), **options)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Three readouts of two calls, added; the folder with the inputs and the database."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "calls.jsonl").write_text("".join(json.dumps(row) + "\n" for row in call_texts()), "utf-8")
    result = run("add", folder / "calls.jsonl", "--db", folder / "corpus.db", "--rules-only")
    assert result.exit_code == 0 and result.stdout.startswith("3 added, 0 known, 0 superseded, 0 failed"), result.output
    return folder


def ask(corpus, *arguments):
    return run(*arguments, "--db", corpus / "corpus.db")


def test_adding_again_changes_nothing(corpus):
    result = ask(corpus, "add", corpus / "calls.jsonl", "--rules-only")
    assert result.exit_code == 0 and result.stdout.startswith("0 added, 3 known")


def test_inputs_that_fail_are_listed_and_the_others_added(tmp_path):
    good, *_ = call_texts()
    lines = [
        json.dumps(good),
        "no json",
        json.dumps({"id": "x"}),
        json.dumps({"text": "Zero \0 sign here, all the same."}),
    ]
    (tmp_path / "some.jsonl").write_text("\n".join(lines), "utf-8")
    result = run("add", tmp_path / "some.jsonl", tmp_path / "none.txt", "--db", tmp_path / "c.db", "--rules-only")
    assert result.exit_code == 1 and result.stdout.startswith("1 added, 0 known, 0 superseded, 4 failed")
    for line in (
        "line 2 is not JSON",
        "line 3 has no text",
        "line 4 has a zero sign",
        "none.txt does not exist",
        "4 inputs failed",
    ):
        assert line in result.stderr


def test_the_readings_of_the_database_are_exported(corpus, tmp_path):
    result = ask(corpus, "export", "jsonl", "-o", tmp_path / "all.jsonl")
    assert result.exit_code == 0 and "3 documents, 3 readings" in result.stderr
    told = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert [row["document"]["id"] for row in told] == ["call-0", "call-1", "call-1-other"], "the oldest first"
    assert all(row["claims"] and row["contacts"] for row in told)
    missing = run("export", "csv", "-o", tmp_path / "x.csv", "--db", tmp_path / "none.db")
    assert missing.exit_code == 1 and "there is no database" in missing.stderr


def test_a_changed_page_supersedes(tmp_path):
    (row, *_) = call_texts()
    for text in (row["text"], row["text"].replace("welcomed", "noted")):
        (tmp_path / "page.jsonl").write_text(json.dumps(row | {"text": text}), "utf-8")
        result = run("add", tmp_path / "page.jsonl", "--db", tmp_path / "c.db", "--rules-only")
    assert result.stdout.startswith("0 added, 0 known, 1 superseded") and f"supersedes {row['id']}" in result.stderr


def test_raw_bytes_lie_beside_the_database(corpus):
    kept = sorted(path.read_bytes() for path in (corpus / "corpus.raw").rglob("*") if path.is_file())
    assert kept == sorted((corpus / "calls.jsonl").read_bytes().splitlines(keepends=True))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["contacts", "--party", "Ukraine"], "Volodymyr Zelenskyy"),
        (["contacts", "--party", "USA", "--party", "Ukraine"], "30 days after the one before"),
        (["timeline"], "call"),
        (["positions"], "United States"),
        (["positions", "--party", "USA", "--issue", "energy"], "discuss"),
        (["search", "grain", "shipments"], "Black Sea"),
        (["search", "--issue", "food_security", "grain"], "Black Sea"),
        (["show", "call-1"], "call-1"),
        (["show", "Ukraine"], "state:UKR"),
    ],
)
def test_every_question_as_text(corpus, arguments, says):
    result = ask(corpus, *arguments)
    assert result.exit_code == 0 and says in result.stdout, result.output


@pytest.mark.parametrize(
    "question",
    [
        ["contacts"],
        ["timeline"],
        ["positions"],
        ["positions", "--party", "USA", "--issue", "energy"],
        ["search", "president"],
    ],
)
def test_every_question_as_json_jsonl_and_csv(corpus, question):
    whole = json.loads(ask(corpus, *question, "--format", "json").stdout)
    lines = [json.loads(line) for line in ask(corpus, *question, "--format", "jsonl").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(ask(corpus, *question, "--format", "csv").stdout)))
    assert whole and lines == whole and len(rows) == len(whole)
    assert all(row["evidence_document"] and int(row["span_end"]) > int(row["span_start"]) for row in rows)


def test_the_most_rows(corpus):
    result = ask(corpus, "contacts", "--limit", "1", "--format", "jsonl")
    assert len(result.stdout.splitlines()) == 1 and "--limit 0 shows all" in result.stderr
    result = ask(corpus, "contacts", "--limit", "0", "--format", "jsonl")
    assert len(result.stdout.splitlines()) == 2 and result.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["contacts", "--party", "Nobody"], 1, "no party"),
        (["positions", "--issue", "constitutoin"], 2, "constitution"),
        (["positions", "--act", "shout"], 2, "is not known"),
        (["search", "..."], 1, "no word"),
        (["show", "nothing"], 1, "nothing in the database"),
        (["contacts", "--since", "soon"], 2, "no date"),
        (["contacts", "--limit", "-1"], 2, "limit"),
    ],
)
def test_slips_are_told(corpus, arguments, code, says):
    result = ask(corpus, *arguments)
    assert result.exit_code == code and says in result.stderr and result.stdout == ""


def test_a_database_that_is_not_there(tmp_path):
    result = run("contacts", "--db", tmp_path / "none.db")
    assert result.exit_code == 1 and "readouts add" in result.stderr and not (tmp_path / "none.db").exists()


def test_the_database_of_the_environment(corpus):
    assert run("contacts", env={"READOUTS_DB": str(corpus / "corpus.db")}).exit_code == 0


def test_compare_takes_ids(corpus):
    result = ask(corpus, "compare", "call-1", "call-1-other", "--format", "json", "--rules-only")
    data = json.loads(result.stdout)
    assert result.exit_code == 0 and [r["document"]["id"] for r in data["readings"]] == ["call-1", "call-1-other"]
    result = ask(corpus, "compare", "call-1", "no-such-id", "--rules-only")
    assert result.exit_code == 1 and "no-such-id" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["formulas", "--least", "2"], "President Biden spoke by phone today with President Zelenskyy"),
        (["silences", "--issue", "constitution", "--issuer", "United States"], "2 statements"),
        (["difference", "call-0", "call-1"], "protect civilians"),
    ],
)
def test_commands_on_wording_take_the_documents_of_the_database(corpus, arguments, says):
    result = ask(corpus, *arguments, "--format", "json" if arguments[0] == "formulas" else "text")
    assert result.exit_code == 0 and says in result.stdout, result.output


def test_compare_takes_an_id_and_a_file(corpus):
    (corpus / "other.txt").write_text(call_texts()[1]["text"], "utf-8")
    result = ask(
        corpus,
        "compare",
        "call-1",
        corpus / "other.txt",
        "--published",
        "2022-06-15",
        "--format",
        "json",
        "--rules-only",
    )
    assert result.exit_code == 0 and json.loads(result.stdout)["contact"]["kind"] == "call"


def test_doctor_looks_at_the_database(corpus, tmp_path):
    result = run("doctor", "--db", corpus / "corpus.db")
    assert result.exit_code == 0 and "evidence" in result.stdout
    store = opened(str(tmp_path / "c.db"), create=True)
    add(store, replace(full(), claims=()))
    with store.writes() as connection:
        connection.exec_driver_sql("UPDATE evidence SET span_end = 4000")
    store.close()
    result = run("doctor", "--db", tmp_path / "c.db")
    assert result.exit_code == 1 and "ends at 4000" in result.stdout


def test_rereading_by_another_lexicon_says_what_changed(corpus, tmp_path):
    import shutil

    shutil.copy(corpus / "corpus.db", tmp_path / "copy.db")
    again = ("reread", "--db", tmp_path / "copy.db", "--rules-only")
    result = run(*again)
    assert result.exit_code == 0 and result.stdout == "" and "0 documents read again; nothing changed" in result.stderr
    own = tmp_path / "own"
    own.mkdir()
    row = next(row for row in tables.rows("issues", tables.NONE) if row["id"] == "food_security")
    grain = row | {"id": "grain", "label": "Grain", "triggers": "grain shipment", "eurovoc": ""}
    (own / "issues.tsv").write_text("".join("\t".join(line) + "\n" for line in (grain, grain.values())), "utf-8")
    result = run(*again, "--lexicon", own, "--format", "jsonl")
    changes = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0 and "3 documents read again; claims" in result.stderr
    assert changes and {change["kind"] for change in changes} == {"claims"}
    cells = run(
        "positions",
        "--issue",
        "grain",
        "--db",
        tmp_path / "copy.db",
        "--format",
        "jsonl",
        env={"READOUTS_LEXICON": str(own)},
    )
    assert cells.exit_code in (0, 2)
    assert "0 documents read again" in run(*again, "--lexicon", own).stderr


def test_csv_has_no_formulas():
    hit = Hit(document="=1+1", title="@x", publisher="-2", published=None, passage="+3", passage_start=0,
              evidence=full().silences[0].evidence[0], marks=(Span(0, 1),))  # fmt: skip
    (row,) = csv.DictReader(io.StringIO(as_csv([hit])))
    assert [row[name] for name in ("document", "title", "publisher", "passage")] == ["'=1+1", "'@x", "'-2", "'+3"]


@pytest.fixture
def many(tmp_path):
    """A file of sixty short readouts, each its own text."""
    rows = [
        row | {"id": f"{row['id']}-{n}", "url": None, "title": None, "text": f"{row['text']} Number {n}."}
        for n in range(20)
        for row in call_texts()
    ]
    (path := tmp_path / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_ctrl_c_keeps_what_is_in(many, tmp_path):
    from kills import documents
    from warm import command

    db = tmp_path / "c.db"
    started = command("add", many, "--db", db, "--rules-only")
    while documents(db) < 3:
        assert started.poll() is None, started.communicate()
        time.sleep(0.02)
    started.send_signal(signal.SIGINT)
    _, err = started.communicate()
    assert started.returncode == 130 and "before the stop" in err and 3 <= documents(db) < 60, err


def test_killed_at_random_moments_it_ends_with_the_same_content(many, tmp_path):
    from kills import trial

    some = many.read_text("utf-8").splitlines(keepends=True)[:18]
    (tmp_path / "some.jsonl").write_text("".join(some), "utf-8")
    result = trial([str(tmp_path / "some.jsonl")], tmp_path, kills=3, seed=2, options=["--rules-only"])
    assert result["same"] and result["documents"] == 18 and any(result["counts"]), result


def test_search_by_relevance_and_counted(corpus):
    assert ask(corpus, "search", "president", "--by", "relevance").exit_code == 0
    counted = ask(corpus, "search", "president", "--counts", "--format", "json")
    counts = json.loads(counted.stdout)
    assert {one["kind"] for one in counts} >= {"party", "act", "year", "publisher"}
    assert all(one["passages"] > 0 for one in counts)
