"""Claims gathered into accounts, and the two accounts chosen for comparison."""

from dataclasses import replace

from told import MAROVIA, OLMIA, SKELLAND, TARN, VOSS, claim, reading

from readouts.link.accounts import accounts, sides
from readouts.pipeline import read
from readouts.records import Document

LEFT = "President Voss spoke today with Prime Minister Tarn. The President urged a ceasefire in the Orle valley."
RIGHT = "Prime Minister Tarn took a call from President Voss. The Prime Minister raised the price of gas."
ARTICLE = (
    "Voss presses Tarn\n"
    "President Voss told Prime Minister Tarn to accept a ceasefire, his office said. "
    "Tarn’s office said that she raised the price of gas. "
    "Olmia said that the valley is its own. "
    "Voss had praised Olmia in a call last week, his office said."
)


def left(**fields):
    return reading(LEFT, [("urged a ceasefire", "urge", ["ceasefire"], VOSS.id)], id="l", account=MAROVIA.id, **fields)


def right(**fields):
    told = [("raised the price of gas", "raise", ["energy"], TARN.id)]
    return reading(RIGHT, told, id="r", account=SKELLAND.id, **fields)


def article():
    about = {"document": "doc"}
    told = (
        claim(ARTICLE, "presses Tarn", "urge", (), VOSS.id, headline=True),
        claim(
            ARTICLE,
            "told Prime Minister Tarn to accept a ceasefire",
            "urge",
            ["ceasefire"],
            VOSS.id,
            MAROVIA.id,
            "call",
            **about,
        ),
        claim(ARTICLE, "raised the price of gas", "raise", ["energy"], TARN.id, SKELLAND.id, "call"),
        claim(ARTICLE, "the valley is its own", "state", ["territory"], OLMIA.id, OLMIA.id, None),
        claim(ARTICLE, "praised Olmia", "praise", (), VOSS.id, MAROVIA.id, "earlier"),
    )
    return replace(reading(ARTICLE, []), claims=told)


def test_two_readouts_are_two_full_accounts_left_first():
    readings = [left(), right(contact="call-r")]
    found = accounts(readings, {"l": MAROVIA.id, "r": SKELLAND.id}, {"call-r": "call"})
    one, other, rest = sides(found, readings)
    assert (one.party, other.party) == (MAROVIA.id, SKELLAND.id)
    assert one.coverage == other.coverage == "full"
    assert one.contact == other.contact == "call"
    assert one.words == len(LEFT.split()) and one.name == "Marovia" and not rest


def test_the_left_is_the_first_input_whoever_it_is():
    readings = [right(), left()]
    one, other, _ = sides(accounts(readings, {"l": MAROVIA.id, "r": SKELLAND.id}), readings)
    assert (one.party, other.party) == (SKELLAND.id, MAROVIA.id)


def test_an_article_gives_excerpts_of_both_and_keeps_the_others():
    found = accounts([article()], {})
    one, other, rest = sides(found, [article()])
    assert (one.party, one.contact, other.party, other.contact) == (MAROVIA.id, "call", SKELLAND.id, "call")
    assert one.coverage == other.coverage == "excerpts"
    assert {(a.party, a.contact) for a in rest} == {(OLMIA.id, None), (MAROVIA.id, "earlier")}
    assert one.words == 8


def test_the_headline_belongs_to_no_account():
    assert not any(article().claims[0].id in account.claims for account in accounts([article()], {}))


def test_a_readout_without_claims_is_an_account_all_the_same():
    readings = [left(), replace(right(), claims=())]
    found = accounts(readings, {"l": MAROVIA.id, "r": SKELLAND.id})
    assert [len(a.claims) for a in found] == [1, 0]
    assert sides(found, readings)


def test_a_readout_and_the_article_that_quotes_the_other_side():
    readings = [left(), article()]
    found = accounts(readings, {"l": MAROVIA.id})
    one, other, rest = sides(found, readings)
    assert (one.party, one.coverage) == (MAROVIA.id, "full")
    assert (other.party, other.coverage) == (SKELLAND.id, "excerpts")
    assert (MAROVIA.id, "excerpts") in {(a.party, a.coverage) for a in rest}


def test_one_sided_article_has_no_two_sides():
    alone = replace(article(), claims=article().claims[:2])
    assert sides(accounts([alone], {}), [alone]) is None


def test_a_state_for_which_an_office_speaks_has_its_name_though_the_text_has_not(tools):
    text = (
        "President Arlen Voss of Marovia on Thursday demanded that Telmark withdraw its troops, his office said in a "
        "readout of his call with Prime Minister Ida Kester of Telmark."
    )
    found = read(Document(id="a", text=text, publisher="The Harbour Courier"), tools)
    accounts_of = {claim.account for claim in found.claims}
    assert {p.name for p in found.parties if p.id in accounts_of} == {"Marovia"}, "not a code"


def test_a_wider_round_of_the_same_people_belongs_to_the_account(tools):
    text = (
        "President Arlen Voss of Marovia met Prime Minister Ida Kester of Telmark in Solby today. They discussed trade.\n\n"
        "President Voss, Prime Minister Kester and President Tarek Osman of Mehran then held trilateral talks. The Prime "
        "Minister raised the release of prisoners."
    )
    found = read(Document(id="a", text=text, publisher="Office of the President of Marovia"), tools)
    (own,) = accounts([found], {"a": found.issuer})
    assert len(found.contacts) == 2 and set(own.claims) == {claim.id for claim in found.claims}
