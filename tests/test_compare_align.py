"""Two accounts side by side: which claims go together, and how they stand to each other."""

from dataclasses import replace
from datetime import date

import pytest
from told import MAROVIA, PARTIES, SKELLAND, TARN, VOSS, reading

from readouts.compare.align import alignments
from readouts.compare.relations import initiative
from readouts.compare.wording import likeness, stems, tellings
from readouts.link.accounts import accounts, sides
from readouts.models import embedding
from readouts.records import DateMention, When
from readouts.text import located, stem

NAMES = {party.id: party for party in PARTIES}
ENCODER = embedding.load()


def laid(left, right):
    """The alignments of two texts, each given as sentences with the claim in [brackets] and act, issues, holder."""
    readings = [built(left, "l", MAROVIA.id), built(right, "r", SKELLAND.id)]
    one, other, _ = sides(accounts(readings, {"l": MAROVIA.id, "r": SKELLAND.id}), readings)
    return alignments(tellings(one, readings), tellings(other, readings), NAMES, ENCODER)


def built(told, id, account):
    text = " ".join(sentence.replace("[", "").replace("]", "") for sentence, *_ in told)
    claims = [(s[s.index("[") + 1 : s.index("]")], *rest) for s, *rest in told]
    return reading(text, claims, id=id, account=account)


def relations(left, right):
    return [a.relation for a in laid(left, right)]


def test_the_same_told_by_both():
    (found,) = laid(
        [
            (
                "President Voss [reaffirmed the importance of a lasting settlement in the Orle valley].",
                "reaffirm",
                ["settlement"],
                VOSS.id,
            )
        ],
        [
            (
                "Voss [stressed that a lasting settlement in the Orle valley matters].",
                "emphasize",
                ["settlement"],
                VOSS.id,
            )
        ],
    )
    assert found.relation == "both" and found.issues == ("settlement",) and found.score > 0.6
    assert "in other verbs" in found.why


def test_one_matter_two_claims_is_framing():
    (found,) = laid(
        [("Voss [urged an early signature of the peace treaty].", "urge", ["peace_treaty"], VOSS.id)],
        [("The two [discussed the peace treaty].", "discuss", ["peace_treaty"], None, {"joint": (VOSS.id, TARN.id)})],
    )
    assert found.relation == "framing"
    assert "Arlen Voss: urge" in found.why and "together: discuss" in found.why


def test_a_listed_topic_is_not_a_position():
    assert relations(
        [
            (
                "They [discussed regional matters, including the war in Olmia].",
                "discuss",
                ["olmia_war"],
                None,
                {"joint": (VOSS.id, TARN.id)},
            )
        ],
        [("Tarn [condemned the aggression against Olmia].", "condemn", ["olmia_war"], TARN.id)],
    ) == ["framing"]


def test_each_urging_the_other_is_framing_not_both():
    assert relations(
        [("Voss [urged Skelland to withdraw its troops from the valley].", "urge", ["troops"], VOSS.id)],
        [("Tarn [urged Marovia to withdraw its troops from the valley].", "urge", ["troops"], TARN.id)],
    ) == ["framing"]


@pytest.mark.parametrize(("left", "right", "relation"), [("raise", "demand", "framing"), ("urge", "urge", "both")])
def test_the_strength_of_the_act(left, right, relation):
    told = "Voss [{} the release of the fishermen held in the port]."
    assert relations(
        [(told.format("raised"), left, ["detainees"], VOSS.id)],
        [(told.format("pressed for"), right, ["detainees"], VOSS.id)],
    ) == [relation]


def test_unrelated_claims_stand_alone_in_the_order_told():
    found = laid(
        [
            ("Voss [welcomed the new railway].", "welcome", ["transport"], VOSS.id),
            ("He [condemned the coup in Olmia].", "condemn", ["coup"], VOSS.id),
        ],
        [("Tarn [thanked Marovia for vaccines].", "thank", ["health"], TARN.id)],
    )
    assert {a.relation for a in found} == {"only-left", "only-right"}
    assert len(found) == 3
    assert all(a.score > 0.7 for a in found)


def test_another_number_of_the_same_is_a_conflict():
    (found,) = laid(
        [("Voss [promised 300 million euros for flood relief in the delta].", "commit", ["aid"], VOSS.id)],
        [("Voss [promised 500 million euros for flood relief in the delta].", "commit", ["aid"], VOSS.id)],
    )
    assert found.relation == "conflict" and "300,000,000" in found.why


def test_numbers_of_different_things_are_none():
    assert "conflict" not in relations(
        [("Voss [promised 300 tents for flood relief in the delta].", "commit", ["aid"], VOSS.id)],
        [("Voss [promised 12 boats for flood relief in the delta].", "commit", ["aid"], VOSS.id)],
    )


def test_the_same_affirmed_and_negated_is_a_conflict():
    assert relations(
        [("Tarn [agreed to reopen the border crossing at Hale].", "agree", ["border"], TARN.id)],
        [
            (
                "Tarn [did not agree to reopen the border crossing at Hale].",
                "agree",
                ["border"],
                TARN.id,
                {"polarity": "negative"},
            )
        ],
    ) == ["conflict"]


def test_opposite_opinions_of_two_parties_do_not_contradict():
    assert relations(
        [("Voss [said that the treaty must change the constitution].", "demand", ["constitution"], VOSS.id)],
        [
            (
                "Tarn [said that the treaty must not change the constitution].",
                "state",
                ["constitution"],
                TARN.id,
                {"polarity": "negative"},
            )
        ],
    ) == ["framing"]


def test_a_denial_contradicts():
    assert relations(
        [("Tarn [offered to lease the naval base at Hale].", "offer", ["base"], TARN.id)],
        [("Tarn [denied offering to lease the naval base at Hale].", "deny", ["base"], TARN.id)],
    ) == ["conflict"]


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("strikes on energy infrastructure stop", "strikes on energy and infrastructure stop", "conflict"),
        ("the ferry route to Hale reopens", "the ferry route to Hale reopens immediately", "framing"),
        ("the ferry route to Hale reopens", "the ferry route to Hale opens again", "both"),
    ],
)
def test_the_scope_of_what_was_agreed(one, other, relation):
    told = "Tarn [agreed that {}]."
    assert relations(
        [(told.format(one), "agree", ["truce"], TARN.id)], [(told.format(other), "agree", ["truce"], TARN.id)]
    ) == [relation]


def dated(told, id, account, words, day):
    """A reading of one claim in which those words are that day."""
    when = When(start=day, end=date.fromordinal(day.toordinal() + 1), edtf=day.isoformat(), basis="stated")
    return timed(told, id, account, words, type="DATE", value=day.isoformat(), when=when)


def timed(told, id, account, words, **fields):
    """A reading of one claim in which those words are a time expression."""
    plain = built([told], id, account)
    return replace(plain, dates=(DateMention(span=located(plain.document.text, words), **fields),))


def relation_of(*readings):
    one, other, _ = sides(accounts(readings, {"l": MAROVIA.id, "r": SKELLAND.id}), readings)
    (found,) = alignments(tellings(one, readings), tellings(other, readings), NAMES)
    return found.relation


@pytest.mark.parametrize(
    ("words", "relation"),
    [("from 9 May", "conflict"), ("from 1 May", "both"), ("after 9 May", "both"), ("until 9 May", "both")],
)
def test_what_holds_from_another_day_cannot_hold(words, relation):
    told = "The post at Hale [will open round the clock {}]."
    fields = ("state", ["transport_links"], None, {"tense": "future"})
    assert relation == relation_of(
        dated((told.format("from 1 May"), *fields), "l", MAROVIA.id, "1 May", date(2031, 5, 1)),
        dated(
            (told.format(words), *fields),
            "r",
            SKELLAND.id,
            words.split(" ", 1)[1],
            date(2031, 5, 1 if "1" in words else 9),
        ),
    )


@pytest.mark.parametrize(
    ("words", "value", "relation"), [("six months", "P6M", "conflict"), ("twelve months", "P12M", "both")]
)
def test_lengths_of_one_thing_are_compared_across_units(words, value, relation):
    told = "They [agreed to extend the truce in the valley by {}]."
    joint = ("agree", ["ceasefire"], None, {"joint": (VOSS.id, TARN.id)})
    assert relation == relation_of(
        timed((told.format("a year"), *joint), "l", MAROVIA.id, "a year", type="DURATION", value="P1Y", when=None),
        timed((told.format(words), *joint), "r", SKELLAND.id, words, type="DURATION", value=value, when=None),
    )


def test_what_begins_on_a_day_holds_from_it():
    told = "The post at Hale [will open to lorries {}]."
    fields = ("state", ["transport_links"], None, {"tense": "future"})
    assert (
        relation_of(
            dated((told.format("on 1 May"), *fields), "l", MAROVIA.id, "1 May", date(2031, 5, 1)),
            dated((told.format("as of 9 June"), *fields), "r", SKELLAND.id, "9 June", date(2031, 6, 9)),
        )
        == "conflict"
    )


def test_what_is_extended_to_a_day_ends_then():
    told = "They [extended the lease of the harbour at Hale {}]."
    joint = ("agree", ["transport_links"], None, {"joint": (VOSS.id, TARN.id)})
    assert (
        relation_of(
            dated((told.format("until 31 May"), *joint), "l", MAROVIA.id, "31 May", date(2031, 5, 31)),
            dated((told.format("to 30 June"), *joint), "r", SKELLAND.id, "30 June", date(2031, 6, 30)),
        )
        == "conflict"
    )


def test_the_day_of_the_talk_and_the_day_of_what_was_talked_of():
    told = "They [discussed the ruling on the temple at Hale {}]."
    joint = ("discuss", [], None, {"joint": (VOSS.id, TARN.id)})
    assert (
        relation_of(
            dated((told.format("of 4 June"), *joint), "l", MAROVIA.id, "4 June", date(2031, 6, 4)),
            dated((told.format("on 18 June"), *joint), "r", SKELLAND.id, "18 June", date(2031, 6, 18)),
        )
        != "conflict"
    )


def test_a_length_that_one_has_as_lasting():
    now = ("state", [], None, {"tense": "present"})
    to_come = ("state", [], None, {"tense": "future"})
    one = ("[The protocol on herring will run for five years].", *to_come)
    other = ("[It is a protocol on herring of three years].", *now)
    assert (
        relation_of(
            timed(one, "l", MAROVIA.id, "five years", type="DURATION", value="P5Y", when=None),
            timed(other, "r", SKELLAND.id, "three years", type="DURATION", value="P3Y", when=None),
        )
        == "conflict"
    )


@pytest.mark.parametrize(("day", "relation"), [(14, "conflict"), (10, "both")])
def test_days_of_one_thing_may_differ_by_a_time_zone_only(day, relation):
    told = "They [agreed that the foreign ministers meet in Hale on {} May]."
    joint = ("agree", ["next_steps"], None, {"joint": (VOSS.id, TARN.id)})
    readings = [
        dated((told.format(9), *joint), "l", MAROVIA.id, "9 May", date(2031, 5, 9)),
        dated((told.format(day), *joint), "r", SKELLAND.id, f"{day} May", date(2031, 5, day)),
    ]
    one, other, _ = sides(accounts(readings, {"l": MAROVIA.id, "r": SKELLAND.id}), readings)
    (found,) = alignments(tellings(one, readings), tellings(other, readings), NAMES)
    assert found.relation == relation, found.why


def test_one_claim_here_may_be_two_there():
    found = laid(
        [("Voss [pledged more grain and more fuel for Olmia’s refugees].", "commit", ["refugees"], VOSS.id)],
        [
            ("Voss [pledged more grain for the refugees of Olmia].", "commit", ["refugees"], VOSS.id),
            ("He [pledged more fuel for the refugees of Olmia].", "commit", ["refugees"], VOSS.id),
        ],
    )
    assert [(len(a.left), len(a.right), a.relation) for a in found] == [(1, 2, "both")]


def test_one_claim_may_be_answered_by_two_holders():
    found = laid(
        [("Voss [spoke of closer trade in timber and fish].", "state", ["trade"], VOSS.id)],
        [
            ("Voss [asked for closer trade in timber and fish].", "request", ["trade"], VOSS.id),
            ("Tarn [spoke of closer trade in timber and fish].", "state", ["trade"], TARN.id),
        ],
    )
    assert len(found) == 2 and len({a.left for a in found}) == 1
    assert [a.relation for a in found] == ["framing", "both"]


def test_sharing_only_the_principals_is_sharing_nothing():
    about = {"about": (MAROVIA.id, SKELLAND.id)}
    found = relations(
        [("Voss [praised Skelland and Marovia’s railway].", "praise", ["transport"], VOSS.id, about)],
        [("Tarn [mourned the miners of Marovia and Skelland].", "condole", ["condolences"], TARN.id, about)],
    )
    assert set(found) == {"only-left", "only-right"}


def test_who_called_whom():
    one, other = (reading("Voss spoke with Tarn.", [], initiator=p.id).contacts[0] for p in (VOSS, TARN))
    assert initiative(one, other, NAMES).reason == "initiators-differ"
    assert initiative(one, one, NAMES) is None
    assert initiative(one, replace(other, initiator=None), NAMES) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("West Asia", "the Middle East"),
        ("ransomware", "information security"),
        ("PRC", "China"),
        ("Turkey", "Türkiye"),
        ("Middle Eastern", "West Asian"),
    ],
)
def test_words_that_mean_the_same(one, other):
    assert stems(one) == stems(other) != frozenset()


def test_stems():
    assert stem("delimitation") == stem("delimit") and stem("agreements") == stem("agreed")
    assert stem("press") == "press" and len(stem("peace")) == 4
    assert stems("the President spoke today") == frozenset()


def test_common_words_say_little():
    assert likeness(stems("support security"), stems("support security")) < 0.5
    assert likeness(stems("reopen the Hale crossing"), stems("the crossing at Hale reopened")) > 0.8
