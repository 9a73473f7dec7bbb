"""The scorer of comparisons on small invented pairs, and the labels of all gold pairs."""

from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import pytest
from comparison import gold

from readouts.errors import ContactsDiffer, ReadoutsError
from readouts.evaluate.comparison import Row, close, engine, matches, own_words, rows, scores
from readouts.pipeline import Tools
from readouts.text import Span, words

BENCH = Path(__file__).parent.parent / "bench"
LEFT = "Voss spoke with Kester. He urged Telmark to free nine sailors. They discussed trade, energy and a new bridge."
RIGHT = "Kester and Voss spoke. Six sailors were set free. Ways to lower tariffs were reviewed. She thanked Voss for the rice."


def row(left, right, relation, why=None):
    return {"left": left, "right": right, "relation": relation, "why": why}


def pair(*labels, contact="same", left=LEFT, right=RIGHT):
    sides = {
        side: {"text": text, "publisher": None, "published": None} for side, text in (("left", left), ("right", right))
    }
    return {"id": "t1", "half": "dev", "traits": [], "contact": contact, "rows": list(labels), **sides}


CONFLICT = row(["urged Telmark to free nine sailors"], ["Six sailors were set free"], "conflict", "nine against six")
TRADE = row(["discussed trade"], ["Ways to lower tariffs were reviewed"], "both")
ENERGY, BRIDGE = row(["energy"], [], "only-left"), row(["a new bridge"], [], "only-left")
RICE = row([], ["thanked Voss for the rice"], "only-right")
GOLD = pair(CONFLICT, TRADE, ENERGY, BRIDGE, RICE)


def told(*labels):
    """An engine that finds these rows in any pair, given as (relation, left words, right words)."""

    def found_in(pair):
        return rows({**pair, "rows": [row(left, right, relation, "found") for relation, left, right in labels]})

    return found_in


def right_engine(pair):
    return rows(pair)


def test_the_labels_themselves_score_full_marks():
    scored = scores([GOLD], right_engine)
    assert [scored[m]["f1"] for m in ("aligned", "conflict")] == [1, 1]
    assert scored["alone"] == {"share": 1, "right": 3, "n": 3, "absent": 0}
    assert scored["relation"] == {"share": 1, "right": 1, "n": 1, "both as both": 1}
    assert scored["errors"] == []


def test_an_engine_that_aligns_what_does_not_belong_together_scores_nothing():
    wrong = told(
        ("conflict", ["energy"], ["thanked Voss for the rice"]),
        ("both", ["a new bridge"], ["Six sailors were set free"]),
        ("only-left", ["discussed trade"], []),
    )
    scored = scores([GOLD], wrong)
    assert scored["aligned"] == {"p": 0, "r": 0, "f1": 0, "right": 0, "found": 2, "met": 0, "gold": 2}
    assert scored["conflict"] == {"p": 0, "r": 0, "f1": 0, "right": 0, "found": 1, "met": 0, "gold": 1}
    assert scored["alone"]["right"] == 0 and scored["relation"]["n"] == 0


def test_one_row_of_everything_leaves_no_point_alone():
    scored = scores([GOLD], told(("both", [LEFT.rstrip(".")], [RIGHT.rstrip(".")])))
    assert scored["aligned"]["r"] == 1 and scored["alone"]["right"] == 0


def test_an_engine_that_finds_nothing_scores_nothing():
    scored = scores([GOLD], told_nothing)
    assert (scored["aligned"]["p"], scored["aligned"]["r"], scored["aligned"]["f1"]) == (None, 0, 0)
    assert scored["alone"] == {"share": 0, "right": 0, "n": 3, "absent": 3}


def told_nothing(pair):
    return []


def test_both_sides_of_a_row_must_match():
    scored = scores([GOLD], told(("both", ["discussed trade"], ["Six sailors were set free"])))
    assert scored["aligned"]["right"] == 0


def test_half_the_words_of_the_shorter_are_enough():
    scored = scores([GOLD], told(("both", ["discussed trade, energy"], ["lower tariffs"])))
    assert scored["aligned"]["right"] == 1 and scored["alone"]["right"] == 0
    assert close(frozenset({1, 2}), frozenset({2, 3, 4})) and not close(frozenset({1, 2, 3}), frozenset({3, 4, 5}))
    assert not close(frozenset(), frozenset({1}))


def test_a_matched_row_of_another_relation_counts_against_the_relation_alone():
    scored = scores([GOLD], told(("framing", ["discussed trade"], ["Ways to lower tariffs were reviewed"])))
    assert scored["aligned"]["right"] == 1
    assert scored["relation"] == {"share": 0, "right": 0, "n": 1, "both as framing": 1}


def test_a_conflict_told_as_framing_is_missed_and_not_among_the_relations():
    scored = scores([GOLD], told(("framing", ["free nine sailors"], ["Six sailors were set free"])))
    assert (scored["conflict"]["met"], scored["conflict"]["gold"], scored["relation"]["n"]) == (0, 1, 0)
    assert scored["aligned"]["met"] == 1


def test_a_point_in_an_aligned_row_too_is_not_alone():
    found = [("only-left", ["energy"], []), ("both", ["energy"], ["Ways to lower tariffs were reviewed"])]
    scored = scores([GOLD], told(*found))
    assert scored["alone"]["right"] == 0 and scored["alone"]["absent"] == 2


def test_a_split_point_is_met_by_either_part():
    split = pair(TRADE, row(["discussed trade"], ["She thanked Voss"], "framing", "thanks"))
    scored = scores([split], told(("both", ["discussed trade"], ["Ways to lower tariffs were reviewed"])))
    assert scored["aligned"] == {"p": 1, "r": 0.5, "f1": 0.667, "right": 1, "found": 1, "met": 1, "gold": 2}


def refusing(pair):
    raise ContactsDiffer("the two inputs are accounts of different contacts")


def test_refusals_count_by_contact():
    different = pair(contact="different")
    refused = scores([GOLD, different], refusing)
    assert refused["refused"] == {"same": {"refused": 1, "n": 1}, "different": {"refused": 1, "n": 1}}
    assert refused["aligned"]["r"] == 0 and refused["errors"][0]["error"] == "refused"
    taken = scores([different], told_nothing)
    assert taken["refused"]["different"] == {"refused": 0, "n": 1}
    assert [e["error"] for e in taken["errors"]] == ["not refused"]


def test_rows_in_different_contacts_count_for_nothing():
    scored = scores([pair(contact="different")], lambda pair: rows(GOLD))
    assert scored["aligned"]["found"] == 0


def test_a_pair_that_cannot_be_compared_is_told():
    def failing(pair):
        raise ReadoutsError("no two accounts")

    scored = scores([GOLD], failing)
    assert scored["failed"] == 1 and scored["aligned"]["r"] == 0 and scored["errors"][0]["error"] == "no two accounts"


def test_errors_show_the_words_of_both_sides():
    scored = scores([GOLD], told(("both", ["urged", "free nine sailors"], ["thanked Voss for the rice"])))
    assert scored["errors"][0]["left"] == "urged … free nine sailors"
    assert scored["errors"][0]["right"] == "thanked Voss for the rice"


def test_the_baseline_takes_the_point_with_most_words_in_common():
    labels = [row(["urged Telmark to free nine sailors"], ["Six sailors were set free"], "both"), TRADE, RICE]
    assert scores([pair(*labels)], told_nothing)["overlap"] == {"share": 0.5, "right": 2, "n": 4}


def test_words_that_claims_share_are_nobodys_own():
    text = "discussed trade and energy"
    claims = {"a": (Span(0, 15),), "b": (Span(0, 9), Span(20, 26)), "c": (Span(0, 9),)}
    assert own_words(claims, text) == {"a": frozenset({10}), "b": frozenset({20}), "c": frozenset({0})}


def test_rows_match_only_with_words_on_both_sides():
    full = Row(relation="both", left=frozenset({0}), right=frozenset({0}))
    bare = Row(relation="only-left", left=frozenset({0}), right=frozenset())
    assert matches(full, full) and not matches(bare, full) and not bare.aligned


@pytest.mark.parametrize(
    ("labels", "complaint"),
    [
        ([row(["discussed fish"], [], "only-left")], "t1, row 1, left: 'discussed fish' does not stand"),
        ([TRADE, row(["discuss"], [], "only-left")], "t1, row 2, left: 'discuss' does not stand"),
        ([row([""], [], "only-left")], "t1, row 1, left: '' does not stand"),
        ([row(["energy#2"], [], "only-left")], "t1, row 1, left: 'energy#2' does not stand"),
        ([row(["energy", "trade"], [], "only-left")], "out of order"),
        ([row(["energy"], [], "both")], "'both' does not go with words on left"),
        ([row([], [], "only-left")], "'only-left' does not go with words on no side"),
        ([row(["energy"], ["the rice"], "framing")], "t1, row 1: why is it framing"),
        ([], "t1: rows are for"),
    ],
)
def test_labels_that_do_not_fit_are_told(labels, complaint):
    with pytest.raises(ValueError, match=complaint.replace("?", r"\?")):
        rows(pair(*labels))


def test_the_second_place_of_words_that_stand_twice():
    text = "They discussed trade. She raised trade."
    (found,) = rows(pair(row(["trade#2"], [], "only-left"), left=text))
    assert found.left == {text.rindex("trade")}


def test_gold_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ValueError, match="no pairs in"):
        gold(None, tmp_path)


PAIRS = gold(None)
FILES = list((BENCH / "comparison").glob("*.jsonl"))


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_gold_labels_fit_their_texts(pair):
    found = rows(pair)
    points = {side: {getattr(row, side) for row in found if getattr(row, side)} for side in ("left", "right")}
    for side, spans in points.items():
        placed = [start for span in spans for start in span]
        assert len(placed) == len(set(placed)), f"points of the {side} overlap"
        assert 50 <= sum(1 for _ in words(pair[side]["text"])) <= 400
    for row in found:
        if not row.aligned:
            side = "left" if row.left else "right"
            uses = [other for other in found if getattr(other, side) == getattr(row, side)]
            assert len(uses) == 1, f"one-sided and again in another row: {uses}"


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_gold_pairs_are_what_they_say(pair):
    relations = {row["relation"] for row in pair["rows"]}
    assert pair["half"] in ("dev", "final", "check") and pair["names"] in ("real", "swapped") and pair["facts"]
    assert set(pair["traits"]) <= {"conflict", "framing", "different"}
    assert ("different" in pair["traits"]) == (pair["contact"] == "different")
    assert ("conflict" in pair["traits"]) == ("conflict" in relations)
    assert "framing" not in pair["traits"] or "framing" in relations
    assert "conflict" not in relations or pair["names"] == "swapped", "no real person is given words never said"


def test_the_halves_are_alike_in_kind():
    dev, final = (Counter(_kinds(half)) for half in ("dev", "final"))
    assert set(dev) == set(final)
    apart = {kind: (dev[kind], final[kind]) for kind in dev if abs(dev[kind] - final[kind]) > len(FILES)}
    assert not apart, "more of dev, or of final, than one for each file"


def _kinds(half):
    for pair in gold(half):
        yield from ("pairs", pair["names"], *pair["traits"])


def test_gold_ids_are_unique():
    ids = [pair["id"] for pair in PAIRS]
    assert len(ids) == len(set(ids))


def test_readouts_rows_are_words_of_the_two_texts():
    ours = "President Arlen Voss of Chile spoke today with Prime Minister Ida Kester of Norway. Voss thanked Kester for the rice. They discussed fishing quotas."
    theirs = "Prime Minister Ida Kester of Norway spoke today with President Arlen Voss of Chile. The leaders discussed fishing quotas and the new port of Arica."
    asked = pair(TRADE, left=ours, right=theirs)
    for side, publisher in (("left", "Office of the President of Chile"), ("right", "Prime Minister's Office, Norway")):
        asked[side].update(publisher=publisher, published="2023-03-03")
    found = engine(Tools(rules_only=True))(asked)
    (shared,) = (one for one in found if one.aligned)
    assert shared.relation == "both"
    assert shared.left <= {*range(ours.index("discussed"), len(ours))} and ours.index("quotas") in shared.left
    assert shared.right <= {*range(theirs.index("discussed"), theirs.index("and the new"))}
    assert any(one.left and ours.index("rice") in one.left and not one.aligned for one in found)
    assert any(one.right and theirs.index("Arica") in one.right and not one.aligned for one in found)


def test_only_pairs_of_one_contact_are_compared_anyway():
    march = "President Arlen Voss of Chile spoke today with Prime Minister Ida Kester of Norway. They discussed fishing quotas."
    june = march.replace("fishing quotas", "the new port of Arica")
    for contact, refuses in (("same", False), ("different", True)):
        asked = pair(TRADE, left=march, right=june, contact=contact)
        asked["left"].update(publisher="Office of the President of Chile", published="2023-03-03")
        asked["right"].update(publisher="Prime Minister's Office, Norway", published="2023-06-03")
        with pytest.raises(ContactsDiffer):
            engine(Tools(rules_only=True))(asked)
        insisting = engine(Tools(rules_only=True), anyway=True)
        with pytest.raises(ContactsDiffer) if refuses else nullcontext():
            assert insisting(asked)
