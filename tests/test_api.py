"""Readouts from Python: the examples of its docstrings, faults, and the notebook."""

import doctest
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import readouts
from readouts import api
from readouts.errors import InputError, StoreError

DOCS = Path(__file__).parent.parent / "docs"


def test_the_examples_run(tmp_path):
    found = doctest.testmod(api, extraglobs={"folder": tmp_path})
    assert found.attempted > 8 and found.failed == 0


def test_the_examples_of_the_docs_run(tmp_path):
    found = doctest.testfile(str(DOCS / "python.md"), module_relative=False, globs={"folder": tmp_path})
    assert found.attempted > 8 and found.failed == 0


def test_the_verbs_are_there_however_the_package_was_loaded():
    """`compare` is a room and a verb: whichever is asked for first, the other works too."""
    for program in (
        "import readouts; readouts.compare",
        "import readouts.compare.align; import readouts",
        "from readouts.compare.difference import difference; import readouts",
        "from readouts import compare; import readouts",
    ):
        check = f"{program}; assert callable(readouts.compare) and readouts.compare.__name__ == 'readouts.compare'"
        assert subprocess.run([sys.executable, "-c", check]).returncode == 0, program


def test_importing_loads_nothing_that_takes_time():
    check = "import readouts, sys; assert not {'spacy', 'sqlalchemy', 'numpy'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", check]).returncode == 0


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        _ = readouts.reed
    with pytest.raises(InputError, match="cannot be compared"):
        readouts.compare()
    with pytest.raises(InputError, match="is no date"):
        readouts.document("Voss met Kester.", published="yesterday")
    with pytest.raises(InputError):
        readouts.read(tmp_path / "nothing.txt")
    with pytest.raises(StoreError, match="there is no database"):
        readouts.opened(tmp_path / "nothing.db")


def test_a_corpus_answers_as_the_commands_do(own_filled_db, tmp_path):
    with readouts.opened(own_filled_db) as corpus:
        assert {met.kind for met in corpus.contacts(party="Marovia", since="2031-08-01")} == {"meeting"}
        assert len(corpus.contacts(limit=1)) == 1
        assert corpus.timeline(party="Mehran", until=date(2031, 12, 31))[0].participants
        assert [step.act for step in corpus.history("Marovia", "troop_withdrawal")][:2] == ["urge", "demand"]
        assert corpus.show("Marovia").kind == "party" and corpus.search("prisoners", party="Telmark")
        silent = corpus.silences("taiwan", issuer="state:QYU")
        assert [one.basis for one in silent] == ["checked"]
        assert corpus.formulas("state:QYU", least=2) and not corpus.formulas("state:QXX")
        manifest = corpus.export("jsonl", tmp_path / "all.jsonl")
        assert manifest["counts"] and len((tmp_path / "all.jsonl").read_text("utf-8").splitlines()) == 6
        failed = corpus.add(tmp_path / "nothing.txt")
        assert [one.state for one in failed] == ["failed"]


def test_the_notebook_runs_and_shows_what_it_gives(tmp_path, monkeypatch):
    """Its code cells in order; the last value of each is what stands below it."""
    monkeypatch.chdir(tmp_path)
    cells = [
        cell
        for cell in json.loads((DOCS / "readouts.ipynb").read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    ]
    names = {}
    assert len(cells) >= 5
    for cell in cells:
        *before, last = "".join(cell["source"]).rstrip().split("\n\n")
        exec("\n\n".join(before), names)
        shown = [output["data"]["text/plain"] for output in cell["outputs"]]
        if shown:
            assert repr(eval(last, names)) == "".join(shown[0]), last
        else:
            exec(last, names)
