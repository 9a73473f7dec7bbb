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
    "signed here, not signed there": (
        both("They [signed the treaty on the Orle fisheries]."),
        ("[The treaty on the Orle fisheries has not been signed].", "state", (), TARN.id, NOT),
    ),
    "signed here, left pending there": (
        both("They [signed the treaty on the Orle fisheries]."),
        ("[The treaty on the Orle fisheries was left pending signature].", "state", (), TARN.id),
    ),
    "completed here, still to be completed there": (
        ("[The clearing of mines at Hale was completed in May].", "state", (), None),
        ("[The clearing of mines at Hale is still to be completed].", "state", (), TARN.id),
    ),
    "an apology and none": (
        ("Tarn [apologized for the flight of the drone over Hale].", "apologize", (), TARN.id),
        ("Tarn [made no formal apology for the flight over Hale].", "apologize", (), TARN.id, NOT),
    ),
    "in force here, terminated there": (
        ("Voss [recalled that the pact on the Orle dams remains in force].", "state", (), VOSS.id),
        ("Tarn [recalled that the pact on the Orle dams was terminated].", "state", (), TARN.id),
    ),
    "a gift here, a loan there": (
        ("Voss [announced a grant of 14 million for the hospital in Brevik].", "announce", (), VOSS.id),
        ("Tarn [acknowledged the loan of 14 million for the hospital in Brevik].", "state", (), TARN.id),
    ),
    "joint here, each alone there": (
        both("They [agreed that the collision in the delta will be examined by a joint team]."),
        both("They [agreed that each country will examine the collision in the delta by itself]."),
    ),
    "for all here, for some there": (
        ("[The Hale gate will be open to the citizens of both countries and all others].", "state", (), VOSS.id),
        ("[The Hale gate will be open only to diplomats].", "state", (), TARN.id),
    ),
    "without conditions here, on one there": (
        both("They [agreed to free the crew of the tanker without conditions]."),
        ("[The crew of the tanker will be freed in exchange for a bond].", "state", (), TARN.id),
    ),
    "a day here, no date there": (
        ("[The flights to Brevik will resume on 1 September 2031].", "state", (), VOSS.id, {"tense": "future"}),
        ("[No date for the flights to Brevik to resume has been set].", "state", (), TARN.id, NOT),
    ),
    "by other hands": (
        ("[Grain will be inspected at the border by Skelland’s customs].", "state", (), VOSS.id),
        ("[Grain will be inspected at the border by laboratories of Olmia].", "state", (), TARN.id),
    ),
    "at another level": (
        both("They [agreed to raise the commission on the Orle to the level of ministers]."),
        both("They [agreed that the commission on the Orle stays at the level of vice ministers]."),
    ),
    "postponed here, cancelled there": (
        both("They [postponed the naval exercise off Brevik]."),
        ("[The naval exercise off Brevik was cancelled].", "state", (), TARN.id),
    ),
    "denied as a claim": (
        ("Tarn [acknowledged that a plane had entered the airspace over Hale].", "state", (), TARN.id),
        ("Tarn [rejected the claim that a plane had entered the airspace over Hale].", "reject", (), TARN.id),
    ),
    "the demand for the deed refused": (
        ("Tarn [apologized for the shots fired at the ferry off Brevik].", "apologize", (), TARN.id),
        ("Tarn [rejected the demand for an apology for the shots at the ferry].", "reject", (), TARN.id),
    ),
    "refused to do it": (
        both("They [signed the charter of the Orle commission]."),
        ("Tarn [refused to sign the charter of the Orle commission].", "reject", (), TARN.id),
    ),
    "asked for it, did not ask": (
        ("Voss [requested permission for the convoy to cross the Hale valley].", "request", (), VOSS.id),
        ("[No permission for the convoy was requested by Marovia].", "state", (), TARN.id, NOT),
    ),
    "the cost shared, and of one alone": (
        both("They [agreed that the cost of dredging the Orle is shared equally]."),
        ("[Skelland covers the whole cost of dredging the Orle].", "state", (), TARN.id),
    ),
    "the cost shared, and each its own": (
        ("[The cost of the dam at Hale will be borne in equal parts].", "state", (), VOSS.id),
        ("[Each country will pay for the dam at Hale on its own bank].", "state", (), TARN.id),
    ),
    "others who have to pay": (
        ("[The fares of the pickers will be met by the growers].", "state", (), VOSS.id),
        ("[Pickers would have to pay the fares].", "state", (), TARN.id, {"modality": "necessary"}),
    ),
    "every week, once a month": (
        both("They [agreed that the harbour masters will speak every week]."),
        ("[The harbour masters will speak once a month].", "state", (), TARN.id),
    ),
    "daily, only on occasion": (
        ("[Levels of the Orle will be reported daily].", "state", (), VOSS.id),
        ("[Levels of the Orle will be reported only when floods threaten].", "state", (), TARN.id),
    ),
    "led by officers of another state": (
        both("They [agreed that the inquiry will be led by a Marovian officer]."),
        ("[A Skellandish officer will head the inquiry].", "state", (), TARN.id),
    ),
    "under another direction": (
        ("[The survey of the delta is led by Brevik].", "state", (), VOSS.id),
        ("[The survey of the delta will be under the direction of Hale, two ships assisting].", "state", (), TARN.id),
    ),
    "another office at the head": (
        ("[The commission on the Orle will be chaired by the two ministers].", "state", (), VOSS.id),
        ("[Ambassadors will be at the head of the commission on the Orle].", "state", (), TARN.id),
    ),
    "there, and without them": (
        ("[The mediators attended the talks on the delta to the end].", "state", (), VOSS.id),
        ("[The talks on the delta were held without the participation of the mediators].", "state", (), TARN.id),
    ),
    "unconditional, and only on condition": (
        ("Voss [agreed to an unconditional truce in the valley].", "agree", (), VOSS.id),
        (
            "Voss [would consider a truce in the valley only on condition that the guns are moved].",
            "state",
            (),
            VOSS.id,
            {"modality": "conditional"},
        ),
    ),
    "needed, and not needed": (
        ("[Pickers do not need a permit for the season].", "state", (), VOSS.id),
        ("[Pickers will go on needing a permit for the season].", "state", (), TARN.id),
    ),
    "by another crossing": (
        both("They [agreed that grain passes through the Hale crossing]."),
        ("[Grain will pass by the Brevik crossing].", "state", (), TARN.id),
    ),
    "each bears its own, and one bears all": (
        ("[Each side will meet its own expenses for the survey].", "state", (), VOSS.id),
        ("[All expenses of the survey will be met by Olmia].", "state", (), TARN.id),
    ),
    "out of another budget": (
        ("[Brevik will bear the cost of the tunnel].", "state", (), VOSS.id),
        ("[The tunnel will be paid for out of the Hale budget].", "state", (), TARN.id),
    ),
    "paid to others": (
        ("[The wages of the pickers will be paid to the pickers].", "state", (), VOSS.id),
        ("[Payment of the wages will be made to the Orle Labour Office].", "state", (), TARN.id),
    ),
    "at another level, by who heads it": (
        both("They [agreed that the commission on the Orle works at the level of directors]."),
        ("[The commission on the Orle is headed by the two ministers].", "state", (), TARN.id),
    ),
    "by other means": (
        ("[Grain for Hale will be brought by sea].", "state", (), VOSS.id),
        ("[Grain for Hale will be brought by rail].", "state", (), TARN.id),
    ),
    "left for a later meeting": (
        ("[The ministers put into operation a direct line between the harbours].", "state", (), VOSS.id),
        ("[The proposal of a direct line between the harbours was left for a later meeting].", "state", (), TARN.id),
    ),
    "the question remains open": (
        both("They [agreed to reopen the consulate in Brevik]."),
        ("[The question of the consulate in Brevik remains open].", "state", (), TARN.id),
    ),
    "agreed not to, and no commitment": (
        both("They [agreed that no force would be used against the boats].", **NOT),
        ("Tarn [could give no commitment on the use of force against the boats].", "state", (), TARN.id),
    ),
    "of 61 border pillars, 48 pillars": (
        ("[At Hale 61 border pillars were accepted].", "state", (), VOSS.id),
        ("[At Hale the commission recorded 48 pillars as accepted].", "state", (), TARN.id),
    ),
    "still stationed, none left": (
        ("[Two companies are still stationed in the Hale sector].", "state", (), VOSS.id),
        ("[No soldier is left in the Hale sector].", "state", (), TARN.id, NOT),
    ),
    "lasts, and suspended since": (
        both("They [agreed that the line between the harbours would go on without interruption]."),
        ("[The line between the harbours has been suspended since Sunday].", "state", (), TARN.id),
    ),
    "entered into force, not begun": (
        ("[The truce in the valley entered into force at midnight].", "state", (), VOSS.id),
        ("[The truce in the valley has not begun].", "state", (), TARN.id, NOT),
    ),
    "ratified, and pending": (
        ("[The parliament ratified the treaty on the delta].", "state", (), VOSS.id),
        ("[Ratification of the treaty on the delta is pending].", "state", (), TARN.id),
    ),
    "does not do what it will do": (
        ("[Skelland will take fugitives without papers back].", "state", (), VOSS.id, {"tense": "future"}),
        ("[Skelland does not take fugitives without papers back].", "state", (), TARN.id, NOT),
    ),
    "with soldiers, only of civilians": (
        ("[The mission in Hale is composed of soldiers and civilians].", "state", (), VOSS.id),
        ("[The mission in Hale consists only of civilians].", "state", (), TARN.id),
    ),
    "will send, declined to send": (
        ("[Skelland will send doctors to Hale].", "state", (), VOSS.id, {"tense": "future"}),
        ("Tarn [declined to send doctors to Hale].", "reject", (), TARN.id),
    ),
    "armed and unarmed": (
        both("They [agreed that the patrols on the Orle will be unarmed]."),
        ("[The patrols on the Orle will carry rifles].", "state", (), TARN.id),
    ),
    "another share of the cost": (
        ("[Skelland will cover two thirds of the cost of the dam].", "state", (), VOSS.id, {"tense": "future"}),
        ("[Skelland will cover half of the cost of the dam].", "state", (), TARN.id, {"tense": "future"}),
    ),
    "who the command rests with": (
        ("[A Marovian admiral will be in command of the flotilla].", "state", (), VOSS.id, {"tense": "future"}),
        ("[Command of the flotilla will rest with a Skellandish officer].", "state", (), TARN.id, {"tense": "future"}),
    ),
    "lifted from what was imposed a year ago, and to remain": (
        both("They [agreed to lift the duty on timber imposed a year ago]."),
        ("[The duty on timber will remain].", "state", (), TARN.id, {"tense": "future"}),
    ),
    "visited, and denied access": (
        ("[The consul visited the sailors in Hale].", "state", (), VOSS.id),
        ("[The consul has been denied access to the sailors in Hale].", "state", (), TARN.id),
    ),
    "ended without it": (
        ("[The two sides issued a joint communique on the delta].", "state", (), VOSS.id),
        ("[The talks on the delta ended without a joint communique].", "state", (), TARN.id),
    ),
    "not part of the talks": (
        ("[The parties dealt at length with the case of the ferry].", "state", (), VOSS.id),
        ("[The case of the ferry was not part of the talks].", "state", (), None, NOT),
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
    "not yet, but soon": (
        ("[The treaty on the Orle fisheries has not been signed].", "state", (), TARN.id, NOT),
        ("[The treaty on the Orle fisheries will be signed in May].", "state", (), VOSS.id, {"tense": "future"}),
    ),
    "shut now, open later": (
        ("[The Hale crossing is closed].", "state", (), TARN.id),
        ("[The Hale crossing will be opened in May].", "state", (), VOSS.id, {"tense": "future"}),
    ),
    "the old one and the new one": (
        ("[The old bridge at Hale is closed].", "state", (), TARN.id),
        ("[The new bridge at Hale is open].", "state", (), VOSS.id),
    ),
    "wished for, not done": (
        ("Voss [expects that the treaty on the Orle fisheries is signed].", "state", (), VOSS.id),
        ("[The treaty on the Orle fisheries has not been signed].", "state", (), TARN.id, NOT),
    ),
    "some freed, others held": (
        ("[9 boats were released in December].", "state", (), VOSS.id),
        ("[17 boats remain in custody].", "state", (), TARN.id),
    ),
    "neither has a condition": (
        both("They [agreed to free the crew of the tanker without conditions]."),
        both("They [agreed to free the crew of the tanker unconditionally]."),
    ),
    "no date for another thing": (
        ("[The flights to Brevik will resume on 1 September 2031].", "state", (), VOSS.id, {"tense": "future"}),
        ("[No date for the summit on the delta has been set].", "state", (), TARN.id, NOT),
    ),
    "an invitation declined is one that was made": (
        ("Voss [invited Tarn to the harvest fair in Hale].", "offer", (), VOSS.id),
        ("Tarn [declined the invitation to the harvest fair in Hale].", "reject", (), TARN.id),
    ),
    "flights counted by the week": (
        ("[Three flights a week will link Brevik and Hale].", "state", (), VOSS.id),
        ("[Flights between Brevik and Hale are announced once a month].", "state", (), TARN.id),
    ),
    "each quarter, every three months": (
        ("[The commission on the Orle will meet each quarter].", "state", (), VOSS.id),
        ("[The commission on the Orle will meet every three months].", "state", (), TARN.id),
    ),
    "two who pay sums of their own": (
        ("[The Fund will pay 700 crowns a year for the licences].", "state", (), VOSS.id),
        ("[Shipowners will pay a further 80 crowns for the licences].", "state", (), TARN.id),
    ),
    "what is needed, what is delivered": (
        ("[30 barges of grain will be delivered to Hale].", "state", (), VOSS.id),
        ("[Hale needs 40 barges of grain].", "state", (), TARN.id),
    ),
    "each counts its own": (
        ("[On the Olmian side there are 3 customs posts].", "state", (), VOSS.id),
        ("[Skelland keeps 2 customs posts].", "state", (), TARN.id),
    ),
    "no way but by it": (
        ("Voss [opposed a raid on the camp at Hale].", "reject", (), VOSS.id),
        ("[There is no way to end the raids without entering the camp at Hale].", "state", (), TARN.id, NOT),
    ),
    "led by one with the other": (
        ("[The survey of the delta is led by Brevik].", "state", (), VOSS.id),
        ("[The survey of the delta will be led by Hale and Brevik].", "state", (), TARN.id),
    ),
    "met by the minister": (
        ("[Tarn was met by the minister in Brevik].", "state", (), VOSS.id),
        ("[Tarn was met by the mayor in Brevik].", "state", (), TARN.id),
    ),
    "half by one, the rest by others": (
        ("[Half of the cost of the dam is paid by the Fund].", "state", (), VOSS.id),
        ("[The rest of the cost of the dam is paid by the growers].", "state", (), TARN.id),
    ),
    "a share paid in full": (
        ("[The cost of the tunnel is shared equally].", "state", (), VOSS.id),
        ("[Skelland will pay its share of the cost of the tunnel in full].", "state", (), TARN.id),
    ),
    "two objects of one deed": (
        ("[Brevik will supply the turbines for the dam].", "state", (), VOSS.id),
        ("[Hale will supply the cables for the dam].", "state", (), TARN.id),
    ),
    "a rank and the name of who has it": (
        ("[The survey of the delta is led by the Marovian general].", "state", (), VOSS.id),
        ("[General Orsk heads the survey of the delta].", "state", (), TARN.id),
    ),
    "experts, and their agency": (
        ("[The inspection at Hale will be carried out by international experts].", "state", (), VOSS.id),
        ("[The Atom Agency will carry out the inspection at Hale].", "state", (), TARN.id),
    ),
    "open again": (
        ("[The harbour at Hale was closed in the winter].", "state", (), VOSS.id),
        ("[The harbour at Hale is open again].", "state", (), TARN.id),
    ),
    "in summer and in winter": (
        ("[The ferry to Hale runs daily in summer].", "state", (), VOSS.id),
        ("[In winter the ferry to Hale runs once a week].", "state", (), TARN.id),
    ),
    "done by one, not by another": (
        ("[The treaty has not been ratified by Brevik].", "state", (), VOSS.id, NOT),
        ("[The treaty was ratified by Hale].", "state", (), TARN.id),
    ),
    "spoken through others before": (
        ("[They spoke directly of the delta for two hours].", "state", (), VOSS.id),
        ("[Earlier the two sides had spoken of the delta through intermediaries].", "state", (), TARN.id),
    ),
    "not agreed, but talked on": (
        ("[No agreement was reached on the dam].", "state", (), VOSS.id, NOT),
        both("They [agreed to continue talks on the dam]."),
    ),
    "one trial done, another not": (
        ("[The trial of the vaccine in Brevik was completed in 2031].", "state", (), VOSS.id),
        ("[The trial in the islands of the delta is still enrolling].", "state", (), TARN.id),
    ),
    "27 leaves": (
        ("[The exhibition in Hale remains open].", "state", (), VOSS.id),
        ("[In the exhibition in Hale 27 leaves are shown].", "state", (), TARN.id),
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
