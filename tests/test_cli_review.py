"""The commands of review on a database of real readings."""

import json

import pytest
from click.testing import CliRunner

from readouts.cli import main


@pytest.fixture
def run(own_filled_db):
    def run(*arguments, code=0, coder="Ada"):
        extra = ["--coder", coder] if coder else []
        ended = CliRunner().invoke(main, ["review", *arguments, *extra, "--db", str(own_filled_db)])
        assert ended.exit_code == code, ended.output
        return ended

    return run


def listed(run, **said):
    return [json.loads(line) for line in run("list", "--format", "jsonl", "--limit", "0", **said).stdout.splitlines()]


def test_a_session_from_start_to_gold(run, own_filled_db, tmp_path):
    assert "session 1 of Ada (coder)" in run("start", "--document", "marovia-june", "--layer", "attribution").stdout
    rows = listed(run)
    assert rows and {row["kind"] for row in rows} == {"attribution"} and all(row["words"] for row in rows)
    assert "has all its" not in run("export", "attributions", coder=None, code=1).stdout
    run("accept", *[row["record"] for row in rows[1:]])
    told = run("mend", rows[0]["record"], "--party", "Telmark", "--note", "by the context").stdout
    assert "Ada: mend" in told and "by the context" in told
    assert listed(run) == []
    gold = tmp_path / "gold.jsonl"
    run("export", "attributions", "-o", str(gold), coder=None)
    ended = CliRunner().invoke(main, ["evaluate", "attributions", str(gold), "--format", "json"])
    assert json.loads(ended.stdout)["whole"]["f1"] == 1.0, ended.output


def test_a_list_without_a_session_says_how_to_open_one(run):
    assert "review start --coder 'Ada'" in run("list").stderr


def test_undo_and_history(run):
    run("start", "--layer", "act")
    row = listed(run)[0]
    run("mend", row["record"], "--act", "praise")
    run("undo", "1")
    told = run("history", coder=None).stdout.splitlines()
    assert "undo of decision 1" in told[0] and "Ada: mend" in told[1] and len(told) == 2
    assert listed(run)[0] == row
    assert "taken back already" in run("undo", "1", code=1).stderr
    assert json.loads(run("history", "--format", "jsonl", coder=None).stdout.splitlines()[0])["takes_back"] == 1


def test_a_second_coder_and_agreement(run):
    run("start", "--layer", "act", "--doubts", "0", "--sample", "6")
    first = listed(run)
    run("start", "--same-as", "1", coder="Bo")
    assert listed(run, coder="Bo") == first
    ids = [row["record"] for row in first]
    run("accept", *ids, "--layer", "act")
    run("accept", *ids[1:], "--layer", "act", coder="Bo")
    run("mend", ids[0], "--act", "apologize", "--layer", "act", coder="Bo")
    assert listed(run, coder="Bo") == []
    (told,) = json.loads(run("agreement", "--format", "json", coder=None).stdout)
    assert (told["layer"], told["n"], told["same"]) == ("act", 6, 5) and 0 < told["kappa"] < 1
    assert "kappa" in run("agreement", coder=None).stdout


def test_rows_of_a_comparison(run, tmp_path):
    run("start", "--between", "marovia-june", "telmark-june")
    rows = listed(run)
    assert {row["kind"] for row in rows} == {"relation"} and any("conflict" in row["why"] for row in rows)
    both = next(row for row in rows if row["facts"]["relation"] in ("both", "framing", "conflict"))
    run("mend", both["record"], "--relation", "framing", "--note", "another number")
    run("accept", *[row["record"] for row in rows if row is not both])
    gold = tmp_path / "gold.jsonl"
    run("export", "comparison", "-o", str(gold), coder=None)
    (pair,) = map(json.loads, gold.read_text("utf-8").splitlines())
    assert len(pair["rows"]) == len(rows)
    ended = CliRunner().invoke(main, ["evaluate", "comparison", str(gold), "--format", "json"])
    assert json.loads(ended.stdout)["aligned"]["gold"] >= 1, ended.output


def test_comparisons_in_a_queue_have_conflicts_first(run):
    run("start", "--comparisons", "5", "--doubts", "1", "--sample", "1")
    rows = listed(run)
    relations = [row for row in rows if row["kind"] == "relation"]
    assert "conflict" in relations[0]["why"] and rows[: len(relations)] == relations and len(rows) > len(relations)
    assert len({row["document"] for row in relations}) > 1


def test_compare_shows_what_was_decided(run, own_filled_db):
    run("start", "--between", "marovia-june", "telmark-june")
    row = next(row for row in listed(run) if row["facts"]["relation"] == "conflict")
    run("mend", row["record"], "--relation", "both")

    def relations():
        ended = CliRunner().invoke(
            main, ["compare", "marovia-june", "telmark-june", "--format", "json", "--db", str(own_filled_db)]
        )
        return [one["relation"] for one in json.loads(ended.stdout)["alignments"]]

    assert "conflict" not in relations()
    run("undo", "1")
    assert "conflict" in relations()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("accept", "nothing"), "nothing that may be reviewed"),
        (("mend", "nothing", "--act", "urge"), "nothing that may be reviewed"),
        (("undo", "5"), "there is no decision 5"),
        (("start", "--issuer", "Atlantis"), "no party in the database"),
        (("start", "--same-as", "9"), "there is no review session 9"),
        (("start", "--document", "none-such"), "nothing in the database"),
    ],
)
def test_slips_are_told(run, arguments, says):
    assert says in run(*arguments, code=1).stderr


def test_no_coder_no_decision(own_filled_db):
    ended = CliRunner().invoke(main, ["review", "accept", "x", "--db", str(own_filled_db)], env={"READOUTS_CODER": ""})
    assert ended.exit_code in (1, 2)
