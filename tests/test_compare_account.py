"""What is told of an account as a whole: silences, formulas, features, headlines."""

from dataclasses import replace

import pytest
from told import MAROVIA, SKELLAND, TARN, VOSS, claim, reading

from readouts.compare.features import features
from readouts.compare.formulas import formulas, own_formulas
from readouts.compare.headline import headlines
from readouts.compare.silences import silences
from readouts.link.accounts import accounts, sides
from readouts.records import Alignment, Evidence, Silence
from readouts.text import Span

LEFT = (
    "President Voss spoke today with Prime Minister Tarn. "
    "Voss reaffirmed that the treaty must protect the freedom of the seas and the rights of fishermen. "
    "The two had a candid and constructive conversation."
)
RIGHT = (
    "Prime Minister Tarn received a call from President Voss.\n"
    "She recalled that the treaty must protect “the freedom of the seas” and spoke of gas. "
    "The talks were businesslike. She noted the productive work of the railway commission."
)
OWN = {"l": MAROVIA.id, "r": SKELLAND.id}


def both(left=LEFT, right=RIGHT, **fields):
    return [
        reading(left, [("the freedom of the seas", "reaffirm", ["seas"], VOSS.id), ("the rights of fishermen", "reaffirm", ["fishing"], VOSS.id)], id="l", account=MAROVIA.id, **fields),
        reading(right, [("the freedom of the seas", "state", ["seas"], TARN.id), ("spoke of gas", "discuss", ["energy"], TARN.id)], id="r", account=SKELLAND.id, initiator=VOSS.id),
    ]  # fmt: skip


def pair(readings, own=OWN):
    one, other, _ = sides(accounts(readings, own), readings)
    return one, other


def test_silence_in_a_full_text_is_checked():
    readings = both()
    found = {(s.party, s.issue, s.basis) for s in silences(*pair(readings), readings)}
    assert found == {(MAROVIA.id, "energy", "checked"), (SKELLAND.id, "fishing", "checked")}


def test_words_of_an_issue_outside_all_claims_are_no_silence():
    readings = both(right=RIGHT + " Prisoners were mentioned at the end.")
    told = claim(
        LEFT, "the rights of fishermen", "raise", ["constitution", "prisoners"], VOSS.id, MAROVIA.id, "call", "l"
    )
    readings[0] = replace(readings[0], claims=(*readings[0].claims, replace(told, id="more")))
    found = {s.issue for s in silences(*pair(readings), readings) if s.party == SKELLAND.id}
    assert "constitution" in found and "prisoners" not in found


@pytest.mark.parametrize(("score", "issues"), [(0.95, {"fishing"}), (0.8, set())])
def test_what_may_have_a_counterpart_in_other_words_is_no_checked_silence(score, issues):
    readings = both()
    left, right = pair(readings)
    alone = Alignment(left=left.claims[-1:], right=(), relation="only-left", issues=("fishing",), score=score, why="")
    found = {s.issue for s in silences(left, right, readings, [alone]) if s.party == SKELLAND.id}
    assert found == issues


def test_silence_of_excerpts_is_unseen():
    readings = both()
    found = {(s.party, s.basis) for s in silences(*pair(readings, {"l": MAROVIA.id}), readings)}
    assert found == {(MAROVIA.id, "checked"), (SKELLAND.id, "unseen")}


def test_an_asserted_silence_keeps_its_evidence_and_beats_an_unseen_one():
    evidence = (Evidence(document="l", span=Span(0, 5)),)
    said = [Silence(party=SKELLAND.id, issue=i, basis="asserted", evidence=evidence) for i in ("fishing", "whales")]
    readings = both(silences=said)
    found = {(s.party, s.issue): s for s in silences(*pair(readings, {"l": MAROVIA.id}), readings)}
    assert found[SKELLAND.id, "fishing"].basis == found[SKELLAND.id, "whales"].basis == "asserted"
    assert found[SKELLAND.id, "fishing"].evidence == evidence


def test_a_formula_is_found_whatever_the_signs_with_exact_evidence():
    readings = both()
    (found,) = formulas(*pair(readings), readings)
    assert found.text == "that the treaty must protect the freedom of the seas and"
    assert found.right.span.of(RIGHT) == "that the treaty must protect “the freedom of the seas” and"
    assert (found.left.document, found.right.document) == ("l", "r")


@pytest.mark.parametrize(
    "shared",
    [
        "President Voss spoke with Prime Minister Tarn today",
        "as well as with all of the",
        "Voss of Marovia and Tarn of Skelland",
    ],
)
def test_names_and_function_words_make_no_formula(shared):
    readings = both(
        f"First {shared} about the freedom of the seas, the rights of fishermen.",
        f"Then {shared} the freedom of the seas, spoke of gas.",
    )
    assert not [f for f in formulas(*pair(readings), readings) if "with" in f.text or "Marovia" in f.text]


def test_no_formula_runs_over_the_end_of_a_sentence():
    tail = "the freedom of the seas. Fishermen sing the rights of fishermen, spoke of gas"
    readings = both(tail, tail)
    assert all("." not in f.text for f in formulas(*pair(readings), readings))


def test_formulas_take_time_in_step_with_length():
    text = " ".join(f"fish{i} boat{i} sail{i} harbour{i}" for i in range(2000))
    readings = both(
        f"{text} the freedom of the seas the rights of fishermen", f"{text} the freedom of the seas spoke of gas"
    )
    (found,) = formulas(*pair(readings), readings)
    assert len(found.text.split()) == 8005


def test_the_wording_one_party_uses_to_two_others():
    text = "To Tarn: a just and durable peace in the delta. To Olmia: a just and durable peace in the delta."
    told = [claim(text, "a just and durable peace in the delta", "reaffirm", ["peace"], VOSS.id, MAROVIA.id, "call")]
    again = text.rindex("a just")
    told.append(replace(told[0], id="second", contact="other", spans=(Span(again, len(text) - 1),)))
    article = replace(reading(text, []), claims=tuple(told))
    (found,) = own_formulas(accounts([article], {}), [article])
    assert found.left.span.start < found.right.span.start == again


def test_features():
    readings = both()
    left, right = (features(a, readings) for a in pair(readings))
    assert [e.span.of(LEFT) for e in left.tone] == ["candid", "constructive"]
    assert [e.span.of(RIGHT) for e in right.tone] == ["businesslike"], "the railway's work is not the contact's tone"
    assert (left.first_named, right.first_named) == (VOSS.id, TARN.id)
    assert (left.initiator, right.initiator) == (None, VOSS.id)
    assert left.issues == ("seas", "fishing") and left.words == len(LEFT.split())


ARTICLE = "Voss complains about the dam\nPresident Voss demanded that the dam be opened, his office said. Tarn welcomed the dam."


def test_a_headline_and_what_it_stands_on():
    article = replace(
        reading(ARTICLE, [], headline=Span(0, 28)),
        claims=(
            claim(ARTICLE, "complains about the dam", "criticize", ["water"], VOSS.id, headline=True),
            claim(ARTICLE, "demanded that the dam be opened", "demand", ["water"], VOSS.id, MAROVIA.id),
            claim(ARTICLE, "welcomed the dam", "welcome", ["water"], TARN.id, SKELLAND.id),
        ),
    )
    (found,) = headlines([article])
    assert found.body == (article.claims[1].id,)
    assert found.why == "The headline's act is the outlet's: criticize. The body's: demand."


def test_a_headline_with_nothing_under_it():
    article = replace(
        reading(ARTICLE, []),
        claims=(claim(ARTICLE, "complains about the dam", "criticize", ["water"], VOSS.id, headline=True),),
    )
    assert headlines([article])[0].body == ()


REMARKS = [
    ("President Voss spoke with Prime Minister Tarn for over an hour.", ["over an hour"]),
    ("It was their third call since May, and it lasted 40 minutes.", ["third call since May", "lasted 40 minutes"]),
    (
        "Voss and Tarn held a 20-minute phone call, the second in the month.",
        ["20-minute phone call", "second in the month"],
    ),
    ("Another phone call took place between Voss and Tarn.", ["Another phone call"]),
    ("Voss and Tarn spoke about the first bridge over the Orle.", []),
]


@pytest.mark.parametrize(("sentence", "remarks"), REMARKS)
def test_how_long_and_which_in_a_row(sentence, remarks):
    text = f"{sentence} They discussed the first year of the pact and a two-hour train ride."
    told = reading(text, [("the first year", "discuss", [], VOSS.id)], account=MAROVIA.id, spans=(Span(8, 12),))
    (account,) = accounts([told], {"doc": MAROVIA.id})
    assert [e.span.of(text) for e in features(account, [told]).remarks] == remarks
