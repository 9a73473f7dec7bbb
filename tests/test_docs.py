"""The docs are true: every command line in them runs, and every promise names a test that is there."""

import ast
import re
import shlex
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner

from readouts.cli import main

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# Command lines that are not run here, by how they begin, and why.
LEFT = {
    "readouts serve": "serves until it is stopped; tests/test_web.py and test_browser.py ask it for every page",
    "readouts watch feeds.toml --db": "asks the network; tests/test_watch.py runs it against servers of its own",
    "readouts watch feeds.toml -o": "asks the network; tests/test_watch.py runs it against servers of its own",
    "readouts export FORMAT": "tells the form of the command; the formats are run by tests/test_export_files.py",
    "readouts cite INPUT [": "tells the form of the command; tests/test_export_files.py runs it",
    "readouts link": "wants two ids of the database; tests/test_cli_corpus.py runs it",
    "readouts batch": "writes many files; tests of batch run it",
    "readouts review": "waits for a person; tests of the review run it",
    "readouts evaluate": "wants gold data of the reader's own; tests/test_evaluate.py runs every task",
    "readouts backup": "tests of backup run it",
    "readouts restore": "tests of backup run it",
}
# What stands for the reader's own files: in a command line, and in the folder where it is run.
STANDS_FOR = {"ONE": "one.txt", "OTHER": "other.txt", "READOUTS.jsonl": "statements.jsonl", "PAGES/": "statements/",
              "https://...": "one.txt"}  # fmt: skip
CALL = (
    "{who} spoke by phone with {whom} on 3 March 2031. The two discussed human rights and grain exports. {first} "
    "reaffirmed the importance of territorial integrity and urged the exchange of prisoners. They agreed that their "
    "ministers will meet. Ukraine and France welcomed what the United States said."
)
ARTICLE = (
    "President Arlen Voss of Chile spoke by phone with Prime Minister Ida Kestrel of Norway on Monday, the Chilean "
    "Foreign Ministry said in a statement. Voss reaffirmed the importance of human rights and urged Norway to open the "
    "strait, according to the statement.\n\nA readout from Kestrel's office said that the Prime Minister rejected the "
    "demand. According to the readout, Kestrel welcomed the talks on trade and insisted that the strait stays closed.\n"
)
PEOPLE = [("President Arlen Voss of Marovia", "Prime Minister Ida Kester of Telmark"),
          ("The Foreign Minister of Ukraine", "the Secretary of State of the United States"),
          ("The Foreign Minister of France", "the Secretary of State of the United States")]  # fmt: skip
# Exit codes other than 0 that a page itself shows.
SHOWN_TO_FAIL = {"readouts doctor --lexicon own": 1}


def commands(page: Path) -> list[str]:
    """The command lines in the page's blocks of code, without what stands beside them in explanation."""
    blocks = re.findall(r"^```(?:sh|console)?\n(.*?)^```", page.read_text("utf-8"), re.S | re.M)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    found = []
    for line in lines:
        if line.startswith("readouts "):
            command, *rest = re.split(r"\s{2,}", line, maxsplit=1)
            found.append(f"{command} {rest[0]}" if rest and rest[0].startswith("--") else command)
    return found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with what the command lines name, and the reader in it."""
    told = [CALL.format(who=who, whom=whom, first=who.split()[1]) for who, whom in PEOPLE]
    other = told[0].replace("grain exports", "the River Ister").replace("territorial integrity", "a fair settlement")
    texts = {"one.txt": told[0], "other.txt": other, "march.txt": told[0], "june.txt": other, "ONE.txt": told[0],
             "OTHER.txt": other, "ARTICLE.txt": ARTICLE, "statement.txt": told[0], "statements/a.txt": told[1],
             "statements/b.txt": told[2], "STATEMENT.html": f"<html><body><p>{told[0]}</p></body></html>"}  # fmt: skip
    (tmp_path / "statements").mkdir()
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    meeting = re.search(r"\$ cat meeting\.txt\n(.*?)\n\$", (ROOT / "docs" / "lexicon.md").read_text("utf-8"), re.S)
    (tmp_path / "meeting.txt").write_text(meeting[1], "utf-8")
    (tmp_path / "statements.jsonl").write_bytes(files("readouts").joinpath("examples/call.jsonl").read_bytes())
    (tmp_path / "feeds.toml").write_text('[[source]]\nname = "Marovia"\nurl = "https://example.org/feed"\n')
    monkeypatch.chdir(tmp_path)
    _own()
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_line_runs(page, folder):
    wanted = [line for line in dict.fromkeys(commands(page)) if not line.startswith(tuple(LEFT))]
    if not wanted:
        pytest.skip("no command lines")
    prepare(wanted)
    wrong = []
    for line in wanted:
        if line in SHOWN_TO_FAIL:
            _own("a row that is wrong")
        arguments = [STANDS_FOR.get(word, word) for word in shlex.split(line)[1:]]
        done = CliRunner().invoke(main, arguments)
        if done.exit_code != SHOWN_TO_FAIL.get(line, 0):
            wrong.append(f"{line}: {done.exit_code}\n{done.output[-400:]}{done.stderr[-400:]}{done.exception!r}")
    assert not wrong, "\n".join(wrong)


def prepare(wanted: list[str]) -> None:
    """Fills the databases that the lines ask before a line of the page does."""
    named = {name for line in wanted for name in re.findall(r"--db (\S+)", line)}
    unnamed = any(line.startswith(("readouts contacts", "readouts show")) and "--db" not in line for line in wanted)
    for name in named | ({"readouts.db"} if unnamed else set()):
        done = CliRunner().invoke(main, ["add", "statements.jsonl", "statements/", "--db", name])
        assert done.exit_code == 0, done.output


def _own(*rows: str) -> None:
    """The reader's own table of holders, with those rows."""
    from readouts.lexicon.tables import columns

    Path("own").mkdir(exist_ok=True)
    Path("own", "holders.tsv").write_text("\n".join(["\t".join(columns("holders")), *rows, ""]), "utf-8")


def test_every_reason_to_leave_a_line_out_is_needed():
    """But for those of commands whose pages come later."""
    lines = [line for page in PAGES for line in commands(page)]
    later = {"readouts serve", "readouts batch", "readouts review", "readouts backup", "readouts restore"}
    assert not {start for start in LEFT if not any(line.startswith(start) for line in lines)} - later


def test_the_reference_is_made_without_a_warning(tmp_path):
    pytest.importorskip("pdoc")
    sys.path.insert(0, str(ROOT / "supply"))
    from reference import written

    assert not written(tmp_path)
    assert (tmp_path / "readouts" / "records.html").exists()


# -- promises ------------------------------------------------------------------------------------------------------

_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_promise_names_a_test_that_is_there():
    page = (ROOT / "docs" / "promises.md").read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ") and not line.startswith(("| promise", "|---"))]
    assert len(rows) > 20
    assert not [row for row in rows if not _NAMED.search(row)], "promises without a test"
    named = _NAMED.findall(page)
    missing = [f"{path}::{name}" for path, name in named if name not in _tests(path)]
    assert not missing


def _tests(path: str) -> set[str]:
    file = ROOT / path
    if not file.exists():
        return set()
    return {node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


def test_every_link_between_pages_leads_somewhere():
    pages = [*PAGES, ROOT / "SECURITY.md", ROOT / "CONTRIBUTING.md"]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
    ]
    assert links
    assert not [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()]
