"""Persons whom a text introduces, as rows of a user's own lexicon, and what they do for the next text.

The people are invented, and all that is said of them.
"""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from readouts.cli import main
from readouts.lexicon import tables
from readouts.lexicon.own import own_rows
from readouts.lexicon.promote import Left, Term, introduced
from readouts.pipeline import Tools, read
from readouts.records import Document

MEETING = (
    "Foreign Minister of Estonia Tarmo Vellik met with the Prime Minister of Latvia, Ilze Karnupe, in Tallinn on Monday. "
    "Vellik said that both states would continue the talks. State Department spokesperson Dana Orwell said the United "
    "States welcomed the meeting."
)
CALL = "Foreign Minister Vellik had a phone call with Prime Minister Karnupe on Thursday. Vellik said it was useful."


@pytest.fixture(autouse=True)
def ours_afterwards():
    yield
    tables.use(tables.NONE)


@pytest.fixture
def texts(tmp_path):
    for name, text in (("meeting.txt", MEETING), ("call.txt", CALL)):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def run(*arguments, **options):
    result = CliRunner().invoke(main, list(map(str, arguments)), **options)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def lines(text):
    header, *cells = [line.split("\t") for line in text.splitlines()]
    assert tuple(header) == tables.columns("holders")
    return [dict(zip(header, line, strict=True)) for line in cells]


def mentioned(path, *options):
    """Who the mentions of a text are, by their words."""
    data = json.loads(run("read", path, "--published", "2031-04-04", "--format", "json", *options).stdout)
    return {data["document"]["text"][slice(*m["span"])]: m["party"] for m in data["mentions"]}


def found(text, **fields):
    """The rows and the reasons that one text gives."""
    tools = Tools()
    document = Document(**{"id": "a", "text": text, "published": None, **fields})
    all_ = list(introduced(read(document, tools), tools.lexicon))
    return [t.row for t in all_ if isinstance(t, Term)], {t.name: t.why for t in all_ if isinstance(t, Left)}


# --- the whole way -----------------------------------------------------------------------------------------------


def test_a_promoted_person_is_known_in_the_next_text(texts):
    before = mentioned(texts / "call.txt")
    assert before["Foreign Minister Vellik"] == before["Vellik"] == "person:vellik"  # no more than a surname
    own = texts / "own"
    result = run("lexicon", "promote", texts / "meeting.txt", "--published", "2031-03-04", "-o", own)
    assert result.exit_code == 0 and result.stdout == "" and "3 added: Tarmo Vellik" in result.stderr
    after = mentioned(texts / "call.txt", "--lexicon", own)
    assert after["Foreign Minister Vellik"] == after["Vellik"] == "person:tarmo-vellik"
    assert after["Prime Minister Karnupe"] == "person:ilze-karnupe"
    data = json.loads(run("read", texts / "call.txt", "--lexicon", own, "--format", "json").stdout)
    countries = {party["id"]: party["country"] for party in data["parties"]}
    assert countries["person:tarmo-vellik"] == "EST" and countries["person:ilze-karnupe"] == "LVA"
    shown = run("lexicon", "show", "Vellik", "--lexicon", own).stdout
    assert "EST foreign_minister (Foreign Minister)" in shown and "seen in office up to 2031-03-04" in shown


def test_rows_are_printed_where_no_folder_is_given(texts):
    result = run("lexicon", "promote", texts / "meeting.txt", "--published", "2031-03-04")
    vellik, karnupe, orwell = lines(result.stdout)
    assert vellik == {
        "country": "EST", "office": "foreign_minister", "title": "Foreign Minister", "person": "Tarmo Vellik",
        "names": "", "surname": "Vellik", "wikidata": "", "start": "", "end": "", "as_of": "2031-03-04",
        "source": str(texts / "meeting.txt"),
    }  # fmt: skip
    assert (karnupe["country"], karnupe["office"]) == ("LVA", "head_of_government")
    assert (orwell["country"], orwell["office"], orwell["surname"]) == ("USA", "spokesperson", "Orwell")


def test_nothing_is_written_twice_and_what_is_there_stays(texts):
    own, said = texts / "own", ("--published", "2031-03-04")
    run("lexicon", "promote", texts / "meeting.txt", *said, "-o", own, "--name", "Karnupe")
    first = (own / "holders.tsv").read_bytes()
    edited = first.replace(b"2031-03-04", b"2030-01-01").rstrip(b"\n")  # by a person, without a last line end
    (own / "holders.tsv").write_bytes(edited)
    run("lexicon", "promote", texts / "meeting.txt", *said, "-o", own)
    second = (own / "holders.tsv").read_bytes()
    assert second.startswith(edited + b"\n") and [r["surname"] for r in lines(second.decode())] == ["Karnupe", "Vellik", "Orwell"]  # fmt: skip
    result = run("lexicon", "promote", texts / "meeting.txt", texts / "meeting.txt", *said, "-o", own)
    assert result.exit_code == 0 and "Nothing to promote" in result.stderr
    assert (own / "holders.tsv").read_bytes() == second and len(own_rows(own).tables["holders"]) == 3


def test_another_lexicon_for_reading_does_not_double_rows(texts):
    own, other, said = texts / "own", texts / "other", ("--published", "2031-03-04")
    run("lexicon", "promote", texts / "meeting.txt", *said, "-o", own)
    run("lexicon", "promote", texts / "meeting.txt", *said, "-o", other, "--name", "Orwell")
    before = (own / "holders.tsv").read_bytes()
    result = run("lexicon", "promote", texts / "meeting.txt", *said, "-o", own, "--lexicon", other)
    assert "Nothing to promote" in result.stderr and (own / "holders.tsv").read_bytes() == before


def test_the_latest_of_several_texts_is_the_source(texts):
    rows = [
        {"text": MEETING, "published": day, "url": f"https://example.org/{day}"} for day in ("2031-03-09", "2031-03-04")
    ]
    result = run("lexicon", "promote", "-", "--name", "Tarmo Vellik", input="\n".join(map(json.dumps, rows)))
    (row,) = lines(result.stdout)
    assert (row["as_of"], row["source"]) == ("2031-03-09", "https://example.org/2031-03-09")


def test_an_input_that_fails_is_told_and_the_others_go_on(texts):
    result = run("lexicon", "promote", texts / "none.txt", texts / "meeting.txt", "--published", "2031-03-04")
    assert result.exit_code == 1 and "none.txt does not exist" in result.stderr and len(lines(result.stdout)) == 3


def test_a_wrong_folder_is_not_added_to(texts):
    (own := texts / "own").mkdir()
    (own / "holders.tsv").write_text("who\twhat\n")
    result = run("lexicon", "promote", texts / "meeting.txt", "--published", "2031-03-04", "-o", own)
    assert result.exit_code == 2 and "holders.tsv line 1" in result.stderr
    assert (own / "holders.tsv").read_text() == "who\twhat\n"


def test_with_nothing_to_promote_it_says_so(texts):
    result = run("lexicon", "promote", "-", "--published", "2024-09-16",
                 input="Secretary of State Antony Blinken spoke with Prime Minister Nikol Pashinyan of Armenia by phone.")  # fmt: skip
    assert (result.exit_code, result.stdout) == (0, "") and "Nothing to promote" in result.stderr


# --- whom the text bears out -------------------------------------------------------------------------------------

DAY = {"published": date(2031, 3, 4)}


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("Former Estonian Foreign Minister Tarmo Vellik spoke at the university on Monday.", "Tarmo Vellik", "former"),
        ("Estonian Foreign Minister Vellik spoke at the university on Monday.", "Vellik", "surname"),
        ("Foreign Minister Tarmo Vellik spoke at the university on Monday.", "Tarmo Vellik", "of which country"),
        ("Estonian representative Tarmo Vellik spoke at the university on Monday.", "Tarmo Vellik", "which office"),
        # In statements of presidents of 2021 and 2022: names in other spellings.
        (
            "President of Kazakhstan Kassym-Zhomart Tokayev arrived on Monday.",
            "Kassym-Zhomart Tokayev",
            "may be Kassym-Jomart",
        ),
    ],
)
def test_those_whom_it_does_not_bear_out_are_left_with_the_reason(text, name, why):
    rows, left = found(text, **DAY)
    assert rows == [] and why in left[name]


def test_whoever_stands_against_a_row_of_ours_is_left():
    text = "Secretary of State of the United States Dana Orwell spoke in Tallinn on Monday."
    assert found(text, published=date(2022, 3, 4))[1] == {
        "Dana Orwell": "the lexicon has Antony Blinken in that office on 2022-03-04"
    }
    assert [row["person"] for row in found(text, **DAY)[0]] == ["Dana Orwell"]  # when no row of ours can say


def test_the_reasons_are_told_together(texts):
    names = ("Anu Saar", "Eva Kask", "Kai Tamm", "Mari Oja", "Liis Lepik", "Tiit Rebane", "Urmas Kivi")
    text = " ".join(f"Former Estonian Foreign Minister {name} spoke at the university on Monday." for name in names)
    result = run("lexicon", "promote", "-", "--published", "2031-03-04", input=text)
    (told,) = [line for line in result.stderr.splitlines() if line.startswith("left out")]
    assert told.startswith("left out, the text says “former”: Anu Saar, ") and told.endswith(" and 1 more")


def test_without_a_day_of_publication_no_row_is_made():
    rows, left = found(MEETING)
    assert rows == [] and "--published" in left["Tarmo Vellik"]


@pytest.mark.parametrize(
    ("text", "surname"),
    [
        ("Chinese Foreign Minister Feng Zhaolin met the press.", "Feng"),  # as our rows split Chinese names
        ("Belgian Foreign Minister Marieke van den Hout met the press.", "van den Hout"),
        ("Spanish Foreign Minister Lucía Ortega Brandariz met the press. Minister Ortega Brandariz then left.", "Ortega Brandariz"),
    ],
)  # fmt: skip
def test_the_surname(text, surname):
    rows, _ = found(text, **DAY)
    assert [row["surname"] for row in rows] == [surname]


def test_a_source_is_one_cell():
    rows, _ = found(MEETING, **DAY, title="Two\tforeign\nministers | meet")
    assert rows[0]["source"] == "Two foreign ministers / meet"
