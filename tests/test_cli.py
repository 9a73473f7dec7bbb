"""The doors: exit codes, what goes to which stream, and that no fault shows a traceback."""

import html
import json
from importlib.resources import files

import pytest
from click.testing import CliRunner

from readouts.cli import main
from readouts.export import json as records

LEFT, RIGHT = (
    json.loads(line) for line in files("readouts").joinpath("examples/call.jsonl").read_text("utf-8").splitlines()
)


def run(*arguments, stdin=None):
    result = CliRunner().invoke(main, list(map(str, arguments)), input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


@pytest.fixture
def pair(tmp_path):
    paths = []
    for name, row in (("left", LEFT), ("right", RIGHT)):
        (path := tmp_path / f"{name}.txt").write_text(row["text"], "utf-8")
        paths.append(path)
    return paths


@pytest.fixture
def other_contact(tmp_path):
    path = tmp_path / "other.txt"
    path.write_text(
        "Federal Chancellor Marta Lindqvist of Germany met today with President Tomas Arrieta of Chile in Berlin. "
        "The Chancellor and the President discussed trade, lithium and the protection of the climate.",
        "utf-8",
    )
    return path


def valid(name, data):
    jsonschema = pytest.importorskip("jsonschema")
    from referencing import Registry, Resource

    reading, comparison = records.schema("reading"), records.schema("comparison")
    registry = Registry().with_resources([(s["$id"], Resource.from_contents(s)) for s in (reading, comparison)])
    jsonschema.Draft202012Validator({"reading": reading, "comparison": comparison}[name], registry=registry).validate(
        data
    )


def test_read_gives_valid_json(pair):
    result = run(
        "read", pair[0], "--published", "2024-09-16", "--publisher", "U.S. Department of State", "--format", "json"
    )
    data = json.loads(result.stdout)
    valid("reading", data)
    assert result.exit_code == 0 and data["document"]["published"] == "2024-09-16"
    assert [c["kind"] for c in data["contacts"]] == ["call"]


def test_jsonl_keeps_the_order_of_the_inputs_and_goes_on_after_a_failure(pair, tmp_path):
    result = run("read", pair[1], tmp_path / "none.txt", pair[0], "--format", "jsonl")
    texts = [json.loads(line)["document"]["text"] for line in result.stdout.splitlines()]
    assert [t[:10] for t in texts] == [RIGHT["text"][:10], LEFT["text"][:10]]
    assert result.exit_code == 1 and "none.txt does not exist" in result.stderr


def test_compare_gives_valid_json(pair):
    result = run("compare", *pair, "--published", "2024-09-16", "--format", "json")
    data = json.loads(result.stdout)
    valid("comparison", data)
    assert result.exit_code == 0 and data["contact"]["kind"] == "call"
    assert data["left"]["party"] == "state:USA" and data["right"]["party"] == "state:AZE"


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_compare_shows_both_sides(pair, form):
    result = run("compare", *pair, "--published", "2024-09-16", "--format", form)
    assert result.exit_code == 0
    assert "United States" in result.stdout and "Azerbaijan" in result.stdout and "OSCE Minsk Group" in result.stdout


def test_a_file_is_written_whole(pair, tmp_path):
    result = run("compare", *pair, "--format", "html", "-o", tmp_path / "page.html")
    assert result.exit_code == 0 and result.stdout == ""
    assert (tmp_path / "page.html").read_text("utf-8").rstrip().endswith("</html>")
    assert not list(tmp_path.glob("*.part"))


def test_accounts_of_different_contacts_are_refused_unless_anyway(pair, other_contact):
    result = run("compare", pair[0], other_contact)
    assert result.exit_code == 1 and "different contacts" in result.stderr and "--anyway" in result.stderr
    result = run("compare", pair[0], other_contact, "--anyway", "--format", "json")
    data = json.loads(result.stdout)
    assert result.exit_code == 0 and data["contact"] is None
    assert any(p["reason"] == "different-contacts" for p in data["problems"])


def test_the_demo_compares_and_writes_the_page(tmp_path):
    result = run("demo", "-o", tmp_path / "demo.html")
    assert result.exit_code == 0
    page = html.unescape((tmp_path / "demo.html").read_text("utf-8"))
    assert "project's own wording" in page and "project's own wording" in result.stderr
    assert "Minsk Group" in result.stdout and "readouts doctor" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["read", "none.txt"], 1, "none.txt does not exist"),
        (["compare", "none.txt", "neither.txt"], 1, "neither.txt does not exist"),
        (["read"], 2, "Missing argument"),
        (["read", "none.txt", "--published", "yesterday"], 2, "is no date; write it as YYYY-MM-DD"),
        (["compare", "a.txt", "b.txt", "c.txt"], 2, "compare takes one or two"),
        (
            ["read", "a.txt", "b.txt", "c.txt", "--published", "2024-01-01", "--published", "2024-01-02"],
            2,
            "give it once",
        ),
        (["read", "none.txt", "--format", "xml"], 2, "xml"),
        (["compare", "http://127.0.0.1:1/"], 1, "--allow-private"),
    ],
)
def test_faults_say_what_and_end_with_their_code(arguments, code, says):
    result = run(*arguments)
    assert result.exit_code == code and says in result.stderr


def test_one_text_with_one_account_says_what_it_needs(pair):
    result = run("compare", pair[0])
    assert result.exit_code == 1 and "second" in result.stderr


def test_standard_input(pair):
    result = run("read", "-", "--format", "json", stdin=LEFT["text"])
    assert json.loads(result.stdout)["document"]["text"] == LEFT["text"]


def test_the_bytes_are_kept_where_asked(pair, tmp_path):
    result = run("read", pair[0], "--keep", tmp_path / "kept", "--format", "json")
    (kept,) = (tmp_path / "kept").iterdir()
    assert result.exit_code == 0 and kept.read_bytes() == pair[0].read_bytes()


def test_a_place_that_cannot_be_written_says_so(pair, tmp_path):
    result = run("read", pair[0], "-o", tmp_path / "no" / "such" / "place.txt")
    assert result.exit_code == 1 and "cannot be written" in result.stderr


def test_help_does_not_load_the_parser():
    import subprocess
    import sys

    code = "import sys; from readouts.cli import main; main(['--help'], standalone_mode=False); print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("False")
