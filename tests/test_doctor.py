"""The doctor's findings on a sound installation, and what it says of a broken part."""

import pytest
from click.testing import CliRunner

from readouts.cli import main
from readouts.doctor import _own_lexicon, _package, _tried, findings
from readouts.errors import ModelError
from readouts.lexicon import tables


def test_a_sound_installation_has_no_remedies():
    found = findings()
    assert all(f.good and not f.remedy for f in found), found
    assert {"Python", "spaCy pipeline", "lexicon"} <= {f.what for f in found}


def test_a_missing_package_names_its_remedy():
    finding = _package("no-such-package-here", "nothing")
    assert not finding.good and finding.remedy == "pip install no-such-package-here"


def test_a_part_that_fails_is_a_finding_and_no_traceback():
    def broken():
        raise ModelError("the pipeline is not installed", "Install it")

    finding = _tried("spaCy pipeline", broken, "pip install it")
    assert not finding.good and "not installed" in finding.detail and finding.remedy == "pip install it"


def test_without_the_model_it_says_that_rules_work_alone(monkeypatch):
    from readouts.models import attribution

    monkeypatch.setattr(attribution, "missing", lambda: "onnxruntime")
    finding = next(f for f in findings() if f.what == "attribution model")
    assert not finding.good and "rules alone" in finding.detail


# --- a user's own lexicon ----------------------------------------------------------------------------------------

ARMENIA = next(row for row in tables.rows("states", tables.NONE) if row["id"] == "ARM")
SOUND = [
    ["XBM", "Marovia", "", "Marovian", "Velgrad", "state", "", "invented"],
    [*(ARMENIA | {"source": "mine"}).values()],
]
WRONG = ["Marovia", "Marovia", "", "", "", "realm", "", "invented"]


@pytest.fixture
def folder(tmp_path):
    def folder(*rows):
        lines = [tables.columns("states"), *rows]
        (tmp_path / "states.tsv").write_text("".join("\t".join(line) + "\n" for line in lines), "utf-8")
        return tmp_path

    return folder


def test_each_table_says_how_many_rows_add_and_replace(folder):
    table, whole = _own_lexicon(folder(*SOUND))
    assert table.good and table.detail == "1 row adds, 1 replaces ours" and table.what.endswith("states.tsv")
    assert whole.good and "digest" in whole.detail


def test_each_wrong_row_is_told_with_its_line(folder):
    table, *wrong = _own_lexicon(folder(*SOUND, WRONG))
    assert table.good and [(f.good, f.mark) for f in wrong] == [(False, "WRONG")] * 2
    assert [f.what.rpartition("states.tsv")[2] for f in wrong] == [" line 4, column id", " line 4, column kind"]
    assert all(f.remedy for f in wrong)


def test_the_command_ends_with_1_when_a_row_is_wrong(folder):
    sound = CliRunner().invoke(main, ["doctor", "--lexicon", str(folder(*SOUND))])
    assert sound.exit_code == 0 and "ok       " in sound.stdout and "1 row adds, 1 replaces ours" in sound.stdout
    wrong = CliRunner().invoke(main, ["doctor"], env={"READOUTS_LEXICON": str(folder(WRONG))})
    assert wrong.exit_code == 1 and "WRONG    " in wrong.stdout and "line 2, column kind" in wrong.stdout


def test_a_missing_folder_is_a_finding(tmp_path):
    (finding,) = _own_lexicon(tmp_path / "none")
    assert not finding.good and "does not exist" in finding.detail and finding.remedy
