"""The commands `formulas`, `silences` and `difference`: what they print, and that they say what is wrong."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner
from test_standing import FILLERS, statements

from readouts.cli import main
from readouts.export import json as records


def run(*arguments):
    result = CliRunner().invoke(main, list(map(str, arguments)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def valid(data):
    jsonschema = pytest.importorskip("jsonschema")
    from referencing import Registry, Resource

    schemas = [records.schema(name) for name in ("reading", "wording")]
    registry = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in schemas])
    jsonschema.Draft202012Validator(schemas[1], registry=registry).validate(data)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schemas[1], registry=registry).validate([{"text": "anything"}])


@pytest.fixture
def corpus(tmp_path):
    bodies = (f"They want a durable and dignified peace. {f}" for f in FILLERS)
    path = tmp_path / "corpus.jsonl"
    rows = [
        {"id": d.id, "text": d.text, "publisher": d.publisher, "published": str(d.published)}
        for d in statements(*bodies)
    ]
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_formulas_as_text(corpus):
    result = run("formulas", corpus)
    assert result.exit_code == 0 and result.stdout.startswith("Finland\n")
    assert "“want a durable and dignified peace”" in result.stdout
    assert "in 10 of 10 statements, first 6 January 2031, last 10 March 2031" in result.stdout
    assert "dropped" not in result.stdout


def test_formulas_as_json_in_a_file(corpus, tmp_path):
    result = run("formulas", corpus, "--format", "json", "--least", "10", "-o", tmp_path / "f.json")
    data = json.loads((tmp_path / "f.json").read_text("utf-8"))
    valid(data)
    (peace,) = [f for f in data if "dignified" in f["text"]]
    assert result.exit_code == 0 and result.stdout == ""
    assert (peace["issuer"], peace["first"], peace["documents"]) == ("state:FIN", "2031-01-06", 10)
    texts = {row["id"]: row["text"] for row in map(json.loads, corpus.read_text("utf-8").splitlines())}
    for use in peace["uses"]:
        start, end = use["evidence"]["span"]
        assert texts[use["evidence"]["document"]][start:end] == peace["text"]


def test_formulas_with_words_and_of_a_nature(corpus):
    result = run("formulas", corpus, "--with", "Close Touch", "--nature", "boilerplate")
    assert "stay in close touch" in result.stdout and "dignified" not in result.stdout


def test_silences_of_full_texts(corpus):
    result = run("silences", corpus, "--issue", "taiwan", "--issue", "peace_treaty", "--issuer", "Finland")
    assert result.exit_code == 0
    assert "Checked: no words of it in any of 10 full texts." in result.stdout
    assert "Mentioned in 10 of 10 statements" in result.stdout
    data = json.loads(run("silences", corpus, "--issue", "taiwan", "--since", "2031-02-01", "--format", "json").stdout)
    valid(data)
    assert [(d["party"], d["basis"], d["documents"]) for d in data] == [("state:FIN", "checked", 6)]


def test_silences_that_news_asserts(tmp_path):
    text = (
        "President Arlen Voss of Finland spoke on Monday with Prime Minister Ilse Tarn of Norway, both offices said. "
        "Tarn urged restraint, according to the Norwegian readout. The Norwegian readout made no mention of sanctions."
    )
    (tmp_path / "news.txt").write_text(text, "utf-8")
    result = run("silences", tmp_path / "news.txt", "--issue", "sanctions", "--issuer", "Norway")
    assert "somebody says that it was left out" in result.stdout


def test_difference_in_every_form(tmp_path):
    (tmp_path / "a.txt").write_text("President Voss voiced strong support for the peace treaty.", "utf-8")
    (tmp_path / "b.txt").write_text("President Voss voiced full support for the peace treaty.", "utf-8")
    one, other = tmp_path / "a.txt", tmp_path / "b.txt"
    assert "[-strong-]{+full+}" in run("difference", one, other).stdout
    assert "~~strong~~**full**" in run("difference", one, other, "--format", "markdown").stdout
    assert ">strong</del>" in run("difference", one, other, "--format", "html").stdout
    data = json.loads(run("difference", one, other, "--format", "json").stdout)
    valid(data)
    assert [e["kind"] for e in data["sentences"][0]["edits"]] == ["kept", "replaced", "kept"]


@pytest.mark.parametrize("module", ["readouts.cli", "readouts.cli_wording"])
def test_either_module_may_come_first(module):
    code = f"import {module}; from readouts.cli import main; print(*sorted(main.commands))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert {"difference", "formulas", "silences", "compare"} <= set(done.stdout.split())


WRONG = [
    (["formulas", "none.jsonl"], 1, "none.jsonl does not exist"),
    (["formulas", "CORPUS", "--issuer", "Chile"], 1, "no statement is by 'Chile' (issuers found: Finland)"),
    (["formulas", "CORPUS", "--least", "1"], 2, "1 is not in the range"),
    (["silences", "CORPUS"], 2, "Missing option '--issue'"),
    (["silences", "CORPUS", "--issue", "prisonrs"], 2, "perhaps prisoners"),
    (["silences", "CORPUS", "--issue", "taiwan", "--since", "soon"], 2, "is no date"),
    (["difference", "CORPUS", "none.txt"], 1, "none.txt does not exist"),
    (["difference", "CORPUS", "CORPUS"], 1, "give one document in each input"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "says"), WRONG)
def test_what_is_wrong_is_said(corpus, arguments, code, says):
    result = run(*(corpus if a == "CORPUS" else a for a in arguments))
    assert result.exit_code == code and says in result.output.replace("\n", " ")


# --- of a database ----------------------------------------------------------------------------------------------


@pytest.fixture
def database(corpus, tmp_path):
    assert run("add", corpus, "--db", tmp_path / "c.db", "--rules-only").exit_code == 0
    return tmp_path / "c.db"


def test_a_database_answers_as_its_inputs_do(corpus, database):
    for command in (("formulas",), ("silences", "--issue", "peace_treaty", "--by", "month")):
        of_inputs, of_database = run(*command, corpus), run(*command, "--db", database)
        assert of_database.stdout == of_inputs.stdout != "" and of_database.exit_code == 0
