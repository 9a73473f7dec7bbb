"""States that a text introduces and the lexicon lacks. All of them are invented."""

from datetime import date

import pytest

from readouts.find.parties import parties
from readouts.find.states import states
from readouts.records import Document

INTRODUCED = [
    (
        "President Arlen Voss of Marovia spoke with Prime Minister Ida Kester of Telmark. Marovia asked for talks.",
        {"Marovia", "Telmark"},
    ),
    ("Minister of Foreign Affairs of the Republic of Sorlenia Dragan Velk met with his colleague.", {"Sorlenia"}),
    ("The Emir of the State of Dhafrim received a call.", {"Dhafrim"}),
    ("Sheikh Saif Marn, Emir of Dareen, received a call from Arlen Voss, President of Marovia.", {"Dareen", "Marovia"}),
    ("Defence Minister Tomo Ruk of Upper Zarin met his Zarin colleagues in Upper Zarin.", {"Upper Zarin"}),
]
LEFT_ALONE = [
    "President Joe Biden of the United States met President Emmanuel Macron of France.",
    "President Ruth Baker of Harvard University and President Lee Hart of the Steelworkers Union met.",
    "Secretary of State Jane Hill of Michigan met voters.",
    "Ruth Baker, President of Acme, met voters.",
    "Ruth Baker, President of Harvard University, met Lee Hart, President of the Steelworkers Union.",
    "Minister of Health Ida Kester spoke.",
    "The Republic of Korea and the Kingdom of Denmark signed a treaty.",
    "Prime Minister Boris Johnson of the United Kingdom Boris said so.",
]


@pytest.mark.parametrize(("text", "names"), INTRODUCED)
def test_a_state_named_behind_its_leader(lexicon, text, names):
    found = states([Document(id="d", text=text)], lexicon)
    assert {s.name for s in found} == names
    assert all("QMA" <= s.id <= "QZZ" and len(s.id) == 3 for s in found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Prime Minister spoke to the President of Marovia, Arlen Voss, this afternoon.", {"Marovia"}),
        ("Mr. SATO Jun held a call with Ms. Ida Kester, Minister of Foreign Affairs of Telmark.", {"Telmark"}),
        ("The Prime Minister spoke to the President of the Republic this afternoon.", set()),
        ("The Prime Minister praised the President of Marovia College.", set()),
    ],
)
def test_an_offices_own_text_opens_with_those_whom_it_met(lexicon, text, names):
    found = states([Document(id="d", text=text, publisher="Prime Minister of Norway")], lexicon)
    assert {s.name for s in found} == names


@pytest.mark.parametrize(
    ("publisher", "name"),
    [("Ministry of Foreign Affairs, Telmark", "Telmark"), ("Prime Minister's Office, Marovia", "Marovia")],
)
def test_a_state_named_behind_its_office(lexicon, publisher, name):
    (state,) = states([Document(id="d", text="x", publisher=publisher)], lexicon)
    assert state.name == name
    assert states([Document(id="d", text="x", publisher="Office of Public Affairs, Norway")], lexicon) == ()


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_no_state_where_none_is_introduced(lexicon, text):
    assert states([Document(id="d", text=text)], lexicon) == ()


def test_two_texts_share_their_states(lexicon):
    one = Document(id="a", text="x", publisher="Ministry of Defence of Serinda")
    other = Document(id="b", text="Minister Hamdan met his Serindan counterpart.")
    (state,) = states([one, other], lexicon)
    assert state.name == "Serinda" and state.demonyms == ("Serindan",)
    assert states([one], lexicon)[0].id == state.id


def test_with_them_the_rules_of_known_states_hold(parse, lexicon):
    text = "President Arlen Voss met President Ida Kester of Telmark. The Telmark side thanked the Marovian leader."
    document, doc = parse(text, publisher="Office of the President of Marovia", published=date(2031, 6, 4))
    wider = lexicon.with_states(states([document], lexicon))
    found, mentions, _ = parties(document, doc, wider)
    named = {p.name: p for p in found}
    assert named["Arlen Voss"].country == wider.party_of_publisher(document.publisher).removeprefix("state:")
    assert {named[n].country for n in ("Ida Kester", "Telmark")} == {named["Telmark"].country}
    side = next(m for m in mentions if m.span.of(text) == "The Telmark side")
    assert side.party == named["Telmark"].id
    assert lexicon.with_states(()) is lexicon and "Telmark" not in {s.name for s in lexicon.states.values()}
