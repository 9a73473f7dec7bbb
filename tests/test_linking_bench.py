"""The bench of linking: its scores, its labels, and a floor on the part whose texts are our own."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = json.loads((ROOT / "bench" / "floors.json").read_text("utf-8"))["linking_reports"]


def test_scores_of_partitions_worked_out_by_hand():
    """Five mentions: {1, 2, 3}, {4, 5} in gold; {1, 2}, {3, 4, 5} in the answer."""
    import coreference

    gold = dict(zip("12345", "aaabb", strict=True))
    found = dict(zip("12345", "xxyyy", strict=True))
    assert coreference.pairwise(gold, found)["f1"] == 0.5  # 2 right of 4 made and 4 gold
    assert coreference.muc(gold, found)["f1"] == pytest.approx(2 / 3, abs=1e-4)  # 2 right of 3 links each
    assert coreference.b_cubed(gold, found)["precision"] == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5, abs=1e-4)
    assert coreference.ceaf(gold, found)["f1"] == 0.8  # {1, 2} to a and {3, 4, 5} to b: .8 each
    assert coreference.scores(gold, gold)["conll"] == 1
    with pytest.raises(ValueError, match="one partition"):
        coreference.scores(gold, {"1": "a"})


def test_labels_stand_on_words():
    from linking import LISTED, PARTS, labels

    rows = labels()
    contacts = {m["contact"] for row in rows for m in row["mentions"]}
    parts = {part: {m["contact"] for row in labels(part) for m in row["mentions"]} for part in PARTS}
    listed = set().union(*(parts[part] for part in LISTED))
    assert len(contacts) >= 60 and all(parts.values())
    assert not parts["final"] & (listed | parts["check"]) and not parts["check"] & listed
    for row in rows:
        assert ("text" in row) != ("source" in row), row["id"]
        for start, end in (m["span"] for m in row["mentions"]):
            assert 0 <= start < end
            assert "text" not in row or row["text"][start:end].strip() == row["text"][start:end]


@pytest.mark.parametrize("half", FLOORS)
def test_reports_alone_are_linked(half):
    from linking import contact_mentions, documents, labels, linked, read, scored

    rows = labels(half)
    found = read(documents(rows, None))
    measured = scored(rows, found, linked(m for one in found.values() for m in contact_mentions(one)))
    for part, floor in FLOORS[half].items():
        assert measured[part]["pairwise"]["f1"] >= floor, (part, measured[part]["pairwise"])
