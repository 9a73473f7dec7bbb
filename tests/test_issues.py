"""The tables of acts and issues, and how they are matched."""

import pytest

from readouts.find.acts import deed
from readouts.find.issues import issues
from readouts.lexicon.tables import many, rows
from readouts.text import Span


def of(parse, text):
    document, doc = parse(text)
    return issues(doc, [Span(0, len(document.text))])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("concerns about food security", ("food_security",)),
        ("food insecurity and security", ("food_security", "security_cooperation")),
        ("a successful COP 29 meeting", ("cop_climate_conference",)),
        ("a cease-fire and the cease-fire talks", ("ceasefire",)),
        ("Iran’s advancing nuclear program", ("iran_nuclear",)),
        ("border delimitation", ("border_delimitation",)),
        ("the investment climate", ("investment",)),
        ("a warm welcome", ()),
        ("a business-like talk", ()),
        ("support for small business", ("investment",)),
        ("a humanitarian gesture", ()),
        ("humanitarian corridors", ("humanitarian_aid",)),
        ("Article 5 of the treaty on the river", ()),
        ("NATO’s Article 5", ("nato",)),
        ("the mobility of workers", ("migration",)),
        ("economic mobility", ("economic_cooperation",)),
        ("the minister of energy", ()),
        ("a new assistance package", ("defence_assistance",)),
        ("will meet next month", ("next_contact",)),
        ("unprovoked and unjustified military aggression", ("ukraine_war",)),
    ],
)
def test_the_longest_phrase_says_the_issue(parse, words, expected):
    assert of(parse, words) == expected


def test_a_bare_country_is_an_issue_only_by_itself(parse):
    assert of(parse, "Ukraine") == ("ukraine_war",)
    assert "ukraine_war" not in of(parse, "trade between Ukraine and Moldova")


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("He called for restraint.", "urge"),
        ("He called on both sides to stop.", "urge"),
        ("He expressed deep concern about the raid.", "express-concern"),
        ("He expressed his condolences.", "condole"),
        ("He made clear that it must end.", "state"),
        ("They exchanged views on trade.", "discuss"),
        ("They agreed on a plan.", "agree"),
        ("He is convinced that it will hold.", "state"),
        ("He walked home.", None),
    ],
)
def test_acts_with_their_particles_and_objects(parse, text, act):
    _, doc = parse(text)
    done = deed(next(doc.sents).root)
    assert (done.act if done else None) == act


def test_tables_agree_and_no_trigger_has_two_meanings():
    families = {row["act"] for row in rows("act_families")}
    assert {row["act"] for row in rows("acts")} == families
    triggers = [t for row in rows("issues") for t in many(row["triggers"])]
    assert len(triggers) == len(set(triggers)), sorted({t for t in triggers if triggers.count(t) > 1})
    verbs = [v for row in rows("acts") for v in many(row["verbs"])]
    assert len(verbs) == len(set(verbs)), sorted({v for v in verbs if verbs.count(v) > 1})
    assert {row["issue"] for row in rows("acts")} - {""} <= {row["id"] for row in rows("issues")}
    assert {row["layer"] for row in rows("issues")} == {"peace", "bilateral", "process"}
