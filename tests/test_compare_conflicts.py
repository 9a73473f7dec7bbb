"""Conflicts told in other words, and what only looks like one. On real pairs one point in a hundred is a conflict."""

import pytest
from test_compare_align import relations
from told import SKELLAND, TARN, VOSS

BOTH = {"joint": (VOSS.id, TARN.id)}
NOT = {"polarity": "negative"}


def both(said, act="agree", **fields):
    return (said, act, (), None, {**BOTH, **fields})


CONFLICTS = {
    "no agreement on it": (
        both("They [agreed to extend the ceasefire in the valley by a month]."),
        ("[No agreement on an extension of the ceasefire in the valley was reached].", "state", (), None),
    ),
    "the same party refused": (
        ("Tarn [accepted that monitors return to the Hale reactor].", "agree", (), TARN.id),
        ("Tarn [ruled out that monitors return to the Hale reactor].", "reject", (), TARN.id),
    ),
    "no question of it": (
        both("They [agreed that monitors return to the Hale reactor before winter]."),
        ("[there can be no question of monitors at the Hale reactor while shells fall].", "state", (), TARN.id),
    ),
    "no assurance given": (
        ("Tarn [assured Voss that the timber contracts will be honoured].", "commit", (), TARN.id),
        ("[no assurance on the timber contracts was given].", "state", (), None),
    ),
    "did not come up": (
        ("Voss [raised the case of the detained fishermen].", "raise", (), VOSS.id),
        ("[The case of the detained fishermen did not come up].", "discuss", (), None, NOT),
    ),
    "not on the agenda": (
        both("They [discussed the tariffs on timber].", "discuss"),
        ("[The tariffs on timber were not on the agenda].", "state", (), None, NOT),
    ),
    "no talk of it": (
        ("Voss [proposed a customs union of both states].", "request", (), VOSS.id),
        ("[There was no talk of a customs union].", "state", (), None),
    ),
    "opened here, closed there": (
        both("They [agreed to open the Hale crossing at night]."),
        both("They [agreed to close the Hale crossing at night]."),
    ),
    "lifted here, kept there": (
        ("Tarn [will lift the embargo on Olmian steel].", "commit", (), TARN.id),
        ("Tarn [will maintain the embargo on Olmian steel].", "commit", (), TARN.id),
    ),
    "suspended here, resumed there": (
        both("They [decided to resume the dredging of the Orle]."),
        both("They [decided to suspend the dredging of the Orle]."),
    ),
    "welcomed as decided, not decided": (
        ("Voss [welcomed the decision to open the Hale crossing to trucks].", "welcome", (), VOSS.id),
        ("[No decision was made to open the Hale crossing].", "state", (), None),
    ),
    "did not discuss it": (
        ("Voss [raised the neutral status of Olmia].", "raise", (), VOSS.id),
        ("[They did not discuss the neutrality of Olmia], Tarn said.", "state", (), TARN.id),
    ),
    "permanent here, temporary there": (
        both("They [agreed on a permanent ceasefire in the valley]."),
        both("They [agreed on a temporary ceasefire in the valley]."),
    ),
    "for it here, against it there": (
        ("Tarn [supported the pipeline through the Orle valley].", "support", (), TARN.id),
        ("Tarn [rejected the pipeline through the Orle valley].", "reject", (), TARN.id),
    ),
    "another who proposed it, told in passing": (
        ("Voss [proposed that the negotiators meet in Brevik].", "propose", (), VOSS.id),
        both("At the suggestion of Tarn, [it was agreed that the negotiators meet in Brevik]."),
    ),
    "another whose offer it was": (
        both("They [welcomed the offer of Skelland to host the talks on the reactor]."),
        both("They [welcomed Olmia’s offer to host the talks on the reactor]."),
    ),
    "another day, though other things differ too": (
        ("Tarn [will send 40 trucks to the delta].", "commit", (), TARN.id, {"modality": "conditional"}),
        ("Tarn [will send 90 trucks to the delta].", "commit", (), TARN.id),
    ),
}

NO_CONFLICTS = {
    "one urges, the other refuses": (
        ("Voss [urged Skelland to lift the embargo on steel].", "urge", (), VOSS.id, {"addressee": SKELLAND.id}),
        ("Tarn [refused to lift the embargo on steel].", "reject", (), TARN.id),
    ),
    "two opinions": (
        ("Voss [said that the Hale crossing must open].", "state", (), VOSS.id),
        ("Tarn [said that the Hale crossing must stay closed].", "state", (), TARN.id),
    ),
    "another matter left out": (
        both("They [discussed the tariffs on timber].", "discuss"),
        ("[The ban on herring was not discussed].", "discuss", (), None, NOT),
    ),
    "opposite done to two things": (
        both("They [agreed to open the Hale crossing]."),
        both("They [agreed to close the tunnel under the Orle]."),
    ),
    "one thing refused, another agreed": (
        ("Tarn [agreed to send medicines to the delta].", "agree", (), TARN.id),
        ("Tarn [ruled out sending soldiers to Olmia].", "reject", (), TARN.id),
    ),
    "undecided on another": (
        both("They [agreed to repair the old bridge at Hale]."),
        ("[No decision on a second airport was taken].", "state", (), None),
    ),
    "other parties": (
        ("Voss [agreed to the exchange of archives].", "agree", (), VOSS.id),
        ("Tarn [would not accept the exchange of archives].", "state", (), TARN.id),
    ),
    "a vaguer telling": (
        both("They [agreed to extend the ceasefire in the valley by a month]."),
        both("They [discussed the ceasefire in the valley].", "discuss"),
    ),
    "closed then, open now": (
        both("They [agreed to open the crossing closed since the winter]."),
        both("They [agreed that the closed crossing opens again]."),
    ),
    "one proposal, told from both ends": (
        ("Voss [proposed that the negotiators meet in Brevik].", "propose", (), VOSS.id),
        ("Tarn [welcomed Voss’ proposal that the negotiators meet in Brevik].", "welcome", (), TARN.id),
    ),
    "one leader is for it, the other against it": (
        ("Voss [supported the pipeline through the Orle valley].", "support", (), VOSS.id),
        ("Tarn [rejected the pipeline through the Orle valley].", "reject", (), TARN.id),
    ),
    "both say that it was left out": (
        ("[The tariffs on timber were not discussed].", "discuss", (), None, NOT),
        ("[The tariffs on timber were not discussed].", "discuss", (), None, NOT),
    ),
}


@pytest.mark.parametrize("pair", CONFLICTS.values(), ids=CONFLICTS)
def test_both_cannot_hold(pair):
    left, right = pair
    assert relations([left], [right]) == ["conflict"]
    assert relations([right], [left]) == ["conflict"]


@pytest.mark.parametrize("pair", NO_CONFLICTS.values(), ids=NO_CONFLICTS)
def test_both_can_hold(pair):
    left, right = pair
    assert "conflict" not in relations([left], [right])
    assert "conflict" not in relations([right], [left])
