"""A user's own lexicon folder: what adds, what replaces, what is refused and how it is told, and that readings use it."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from readouts.cli import main
from readouts.errors import LexiconError
from readouts.lexicon import load, tables
from readouts.lexicon.own import examined, own_rows
from readouts.pipeline import Tools, read
from readouts.records import Document
from readouts.text import key

# An invented state, with its president, its ministry and the seat that stands for its government.
MAROVIA = {
    "states": [["XBM", "Marovia", "Republic of Marovia", "Marovian|Marovians", "Velgrad", "state", "", "invented"]],
    "bodies": [["marovia-foreign-ministry", "Marovian Foreign Ministry", "", "ministry", "XBM", "", "invented"]],
    "metonyms": [["Amber Palace", "state:XBM", "seat", "invented"]],
    "roles": [["voivode", "regional_leader", "XBM", "no", "invented"]],
    "holders": [
        [
            "XBM",
            "head_of_state",
            "President",
            "Ida Kester",
            "",
            "Kester",
            "",
            "2020-01-01",
            "",
            "2031-01-01",
            "invented",
        ]
    ],
}


@pytest.fixture(autouse=True)
def ours_afterwards():
    yield
    tables.use(tables.NONE)


@pytest.fixture
def folder(tmp_path):
    def folder(rows, name="own"):
        (path := tmp_path / name).mkdir(exist_ok=True)
        for table, lines in rows.items():
            cells = [tables.columns(table), *lines]
            (path / f"{table}.tsv").write_text("".join("\t".join(line) + "\n" for line in cells), "utf-8")
        return path

    return folder


def run(*arguments, **options):
    result = CliRunner().invoke(main, list(map(str, arguments)), **options)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


# --- rows that add and rows that replace -------------------------------------------------------------------------


def test_rows_add_to_ours(folder, lexicon):
    own = load(folder(MAROVIA))
    assert own.states["XBM"].demonyms == ("Marovian", "Marovians") and own.states["ARM"] == lexicon.states["ARM"]
    assert {e.kind for e in own.named("amber palace")} == {"metonym"} and own.named("voivode")[0].row.country == "XBM"
    assert own.holders_of("XBM", "head_of_state")[0].person == "Ida Kester"
    assert len(own.holders) == len(lexicon.holders) + 1
    assert own.party_of_publisher("Office of the President of Marovia") == "state:XBM"


def test_a_row_with_the_same_key_replaces_ours(folder, lexicon):
    row = next(r for r in tables.rows("states", tables.NONE) if r["id"] == "ARM")
    own = load(folder({"states": [[*(row | {"names": "Hayastan", "source": "mine"}).values()]]}))
    assert own.states["ARM"].names == ("Armenia", "Hayastan") and own.states["ARM"].source == "mine"
    assert len(own.states) == len(lexicon.states) and not own.named("republic of armenia")
    assert list(own.states) == list(lexicon.states)  # in our row's place


def test_a_term_of_office_is_replaced_by_country_office_person_and_start(folder, lexicon):
    row = next(
        r
        for r in tables.rows("holders", tables.NONE)
        if r["person"] == "Antony Blinken" and r["office"] == "foreign_minister"
    )
    longer, other = row | {"end": "2025-02-01"}, row | {"start": "2026-01-01", "end": "2026-02-01"}
    found = load(folder({"holders": [[*longer.values()], [*other.values()]]})).holders_of("USA", "foreign_minister")
    assert [str(h.end) for h in found if h.person == "Antony Blinken"] == ["2026-02-01", "2025-02-01"]


def test_the_digest_changes_with_the_rows_and_not_with_the_place(folder, lexicon):
    one = folder(MAROVIA)
    first, elsewhere = load(one), load(folder(MAROVIA, "copy"))
    assert first.digest != lexicon.digest and first is elsewhere  # the same rows, loaded once
    (one / "holders.tsv").unlink()
    assert load(one).digest not in (first.digest, lexicon.digest)


def test_signs_of_other_systems_do_no_harm(folder, tmp_path):
    path = folder(MAROVIA)
    text = (path / "states.tsv").read_text("utf-8").replace("Marovian|Marovians", " Marovian | Marovians ")
    (path / "states.tsv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() + b"\r\n")
    (path / "notes.md").write_text("not a table")
    assert load(path).states["XBM"].demonyms == ("Marovian", "Marovians")


DOCS = Path(__file__).parent.parent / "docs" / "lexicon.md"


def test_the_page_has_every_table_with_its_columns_and_key():
    page = DOCS.read_text("utf-8")
    for name, columns in tables.KEYS.items():
        assert f"| `{name}` | `{' '.join(tables.columns(name))}` | `{' '.join(columns)}` |" in page, name


def test_the_row_on_the_page_is_a_right_one(folder):
    lines = [line.split("→") for line in DOCS.read_text("utf-8").splitlines() if line.count("→") > 2]
    assert tuple(lines[0]) == tables.columns("holders")
    assert load(folder({"holders": lines[1:]})).surnamed("vellik")[0].held(date(2031, 2, 1))


# --- what is refused ---------------------------------------------------------------------------------------------

KESTER = MAROVIA["holders"][0]


def holder(**cells):
    return {"holders": [[*(dict(zip(tables.columns("holders"), ["USA", *KESTER[1:]], strict=True)) | cells).values()]]}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (holder(country="XQZ"), ["holders.tsv line 2, column country", "'XQZ' is no known country code", "ISO 3166"]),
        (holder(office="boss"), ["column office", "'boss' is no class of roles.tsv", "foreign_minister"]),
        (holder(start="2024-02-30"), ["column start", "'2024-02-30' is no day", "YYYY-MM-DD"]),
        (holder(start="1 May 2024"), ["column start", "YYYY-MM-DD"]),
        (holder(start="20240501"), ["column start", "YYYY-MM-DD"]),
        (holder(start="2024-05-01", end="2023-05-01"), ["column end", "before the start"]),
        (holder(as_of=""), ["column as_of", "last day on which the source saw the person"]),
        (holder(source=""), ["column source", "is empty", "where the row is from"]),
        (holder(surname=""), ["column surname", "is empty"]),
        (holder(wikidata="57291"), ["column wikidata", "Q57291"]),
        (holder(person="Joe Biden", surname="Biden"), ["column wikidata", "one person becomes two"]),
        ({"states": [["Marovia", "Marovia", "", "", "", "state", "", "x"]]}, ["column id", "alpha-3"]),
        ({"states": [["XBM", "Marovia", "", "", "", "kingdom", "", "x"]]}, ["column kind", "territory"]),
        ({"bodies": [["x", "X", "", "club", "", "", "x"]]}, ["column kind", "outlet"]),
        ({"bodies": [["x", "X", "", "group", "", "nowhere", "x"]]}, ["column members", "'nowhere'"]),
        ({"metonyms": [["Amber Palace", "Marovia", "seat", "x"]]}, ["column party", "state: and a country code"]),
        ({"roles": [["Voivode", "regional_leader", "", "no", "x"]]}, ["column role", "'voivode'"]),
        ({"cues": [["murmur", "verb", "loudly", "", "", "x"]]}, ["column frame", "clause"]),
        ({"issues": [["fish", "Fish", "sea", "", "fish", "", "x"]]}, ["column layer", "bilateral"]),
        ({"issues": [["fish", "Fish", "bilateral", "", "fish|=", "", "x"]]}, ["column triggers", "has no word"]),
        ({"acts": [["shrug", "", "1", "shrug", "", "", "x"]]}, ["column act", "act_families.tsv"]),
        ({"acts": [["state", "", "9", "say", "", "", "x"]]}, ["column strength", "from 1"]),
        ({"common_words": [["fish", "12", "x"]]}, ["column share", "from 0 to 1"]),
        ({"tone": [["warm", "adjective"]]}, ["tone.tsv line 2", "has 2 cells, needs 3", "tabs"]),
        ({"tone": [["zesty", "adjective", "x"], ["Zesty", "noun", "x"]]}, ["line 3", "same word as line 2"]),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_by_file_line_and_column(folder, rows, says):
    with pytest.raises(LexiconError) as error:
        own_rows(folder(rows))
    assert all(part in str(error.value) for part in says), error.value


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("holder.tsv", "a", ["holder.tsv", "no table of the lexicon", "Rename it to holders.tsv"]),
        ("people.tsv", "a", ["people.tsv", "no table of the lexicon", "The tables are"]),
        ("holders.csv", "a", ["holders.csv", "tab-separated"]),
        ("tone.tsv", "word\tsort\tsource\n", ["tone.tsv line 1", "unknown 'sort'; missing 'kind'", "word kind source"]),
        ("tone.tsv", "kind\tword\tsource\n", ["tone.tsv line 1", "another order"]),
        ("tone.tsv", "word,kind,source\n", ["tone.tsv line 1", "separated by tabs"]),
        ("tone.tsv", "", ["tone.tsv line 1"]),
        ("tone.tsv", b"word\tkind\tsource\nz\xe9\tnoun\tx\n", ["tone.tsv", "UTF-8"]),
    ],
)
def test_a_wrong_file_is_told(folder, name, content, says):
    path = folder({"plain_words": []})
    (path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(LexiconError) as error:
        own_rows(path)
    assert all(part in str(error.value) for part in says), error.value


def test_several_faults_are_counted_and_none_hides_another(folder):
    path = folder({**MAROVIA, "tone": [["zesty", "colour", ""]]})
    faults = examined(path).faults
    assert [f.where.rpartition(" ")[2] for f in faults] == ["kind", "source"]
    with pytest.raises(LexiconError, match=r"1 more; readouts doctor --lexicon"):
        own_rows(path)


@pytest.mark.parametrize("command", [["read"], ["compare"], ["lexicon", "promote"], ["lexicon", "show"]])
def test_the_commands_refuse_a_wrong_folder_with_code_2(folder, tmp_path, command):
    (text := tmp_path / "text.txt").write_text("President Ida Kester spoke with the press in Velgrad on Monday.")
    for own, says in [(tmp_path / "none", "does not exist"), (text, "is no folder"), (tmp_path, "no table")]:
        result = run(*command, text, *([text] if command == ["compare"] else []), "--lexicon", own)
        assert (result.exit_code, result.stdout) == (2, "") and says in result.stderr
    result = run(*command, text, env={"READOUTS_LEXICON": str(folder(holder(country="XQZ")))})
    assert result.exit_code == 2 and "line 2, column country" in result.stderr


# --- readings with it --------------------------------------------------------------------------------------------

CALL = (
    "Marovian President Kester spoke by phone with Armenian Prime Minister Nikol Pashinyan. The two discussed zorbing."
)


def parties(result):
    data = json.loads(result.stdout)
    return {party["id"] for party in data["parties"]}, data["made_by"]["lexicon"]


def test_a_reading_uses_the_rows_and_says_so(folder, tmp_path):
    (text := tmp_path / "call.txt").write_text(CALL)
    path = folder(MAROVIA)
    said = ("read", text, "--published", "2024-09-16", "--format", "json")
    ours, digest = parties(run(*said))
    assert "person:ida-kester" not in ours
    for found, other in (
        parties(run(*said, "--lexicon", path)),
        parties(run(*said, env={"READOUTS_LEXICON": str(path)})),
    ):
        assert "person:ida-kester" in found and other != digest
    assert parties(run(*said)) == (ours, digest)


def test_word_tables_are_in_force_for_the_reading_that_has_them(folder):
    """Also when readings with and without alternate in one process, as the finders keep what they make of the tables."""
    path = folder(
        {
            "issues": [["zorbing", "Zorbing", "bilateral", "", "zorbing", "", "invented"]],
            "cues": [["yodel", "verb", "clause", "", "", "invented"]],
        }
    )
    document = Document(id="a", text=f"{CALL} Mr. Pashinyan yodeled that the treaty was ready.")
    plain, own = Tools(rules_only=True), Tools(own=path, rules_only=True)
    for _ in range(2):
        found = [(read(document, tools)) for tools in (plain, own)]
        assert [any("zorbing" in c.issues for c in one.claims) for one in found] == [False, True]
        cues = [{s.of(document.text) for a in one.attributions for s in a.cue} for one in found]
        assert ["yodeled" in words for words in cues] == [False, True]
        assert found[0].made_by.lexicon != found[1].made_by.lexicon


def test_compare_takes_the_folder(folder):
    line = {"publisher": "Office of the President of Marovia", "published": "2024-09-16", "text": CALL}
    other = {**line, "publisher": "The Prime Minister of the Republic of Armenia",
             "text": "Prime Minister Nikol Pashinyan had a phone call with Marovian President Ida Kester. Trade was discussed."}  # fmt: skip
    result = run("compare", "-", "--lexicon", folder(MAROVIA), "--format", "json",
                 input="\n".join(map(json.dumps, (line, other))))  # fmt: skip
    data = json.loads(result.stdout)
    assert result.exit_code == 0 and (data["left"]["party"], data["right"]["party"]) == ("state:XBM", "state:ARM")


# --- show --------------------------------------------------------------------------------------------------------


def test_show_tells_each_meaning_with_dates_and_source(folder):
    result = run("lexicon", "show", "Kester", "--lexicon", folder(MAROVIA), "--date", "2024-09-16")
    assert result.exit_code == 0 and "on 2024-09-16: in office" in result.stdout and "source: invented" in result.stdout
    result = run("lexicon", "show", "Antony Blinken", "--date", "2016-01-01", "--format", "json")
    first, second = json.loads(result.stdout)
    assert first["held"] is True and first["office"] == "deputy_foreign_minister" and second["held"] is False
    assert all(fact["source"] for fact in (first, second))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Kremlin", "state:RUS"),
        ("Armenian", "demonym of state:ARM"),
        ("Reuters", "outlet"),
        ("Taoiseach", "IRL"),
        ("Congolese", "state:COD"),
    ],
)
def test_show_knows_more_than_persons(name, says):
    assert says in run("lexicon", "show", name).stdout


def test_show_of_an_unknown_name_says_so():
    result = run("lexicon", "show", "Arlen Voss of Marovia")
    assert result.exit_code == 1 and "does not know" in result.stderr and result.stdout == ""
    result = run("lexicon", "show", "Arlen Voss of Marovia", "--format", "json")
    assert result.exit_code == 1 and json.loads(result.stdout) == []


def test_show_does_not_load_the_parser():
    code = "import sys; from readouts.cli import main; main(['lexicon', 'show', 'Kremlin'], standalone_mode=False); print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.rstrip().endswith("False")


def test_names_are_found_under_their_keys_with_own_rows(folder):
    own = load(folder(MAROVIA))
    assert all(any(e.row is row for e in own.named(key(name))) for _, name, row in own._names())
