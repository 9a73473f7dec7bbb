"""A government's own text, or news about it."""

import pytest

from readouts.find.attributions import attributions
from readouts.find.contacts import contacts
from readouts.find.dates import dates
from readouts.find.parties import parties
from readouts.find.states import states
from readouts.link.issuer import issuer

READOUT = (
    "President Arlen Voss of Finland spoke today with Prime Minister Ilse Tarn of Norway. "
    "They discussed our shared work on energy."
)
NEWS = (
    "Finland and Norway spoke on Monday. “The President was clear,” spokesperson Bo Lind said in a statement. "
    "According to a readout from Tarn’s office, the two discussed energy."
)


@pytest.fixture(scope="module")
def voice(parse, lexicon):
    def voice(text, publisher=None, issuer_named=None):
        document, doc = parse(text, publisher=publisher, issuer=issuer_named)
        wider = lexicon.with_states(states([document], lexicon))
        found, mentions, _ = parties(document, doc, wider)
        said = attributions(document, doc, mentions, found, wider)
        met, _ = contacts(document, doc, mentions, found, dates(document, doc))
        made = issuer(document, doc, found, mentions, said, met, wider)
        return made.voice, made.party

    return voice


def test_the_publisher_decides(voice):
    assert voice(NEWS, "The White House") == ("readout", "state:USA")
    assert voice(READOUT, "The Daily Gazette")[0] == "news"


def test_an_issuer_that_the_user_names_goes_before_all(voice):
    assert voice(NEWS, "The Daily Gazette", "state:NOR") == ("readout", "state:NOR")


def test_without_a_publisher_the_words_do(voice):
    assert voice(READOUT) == ("readout", "state:FIN")
    assert voice(NEWS) == ("news", None)
    assert voice("The river rose by two metres last night.") == ("news", None)


@pytest.mark.parametrize(
    "text",
    [
        "I spoke with President Arlen Voss of Chile today. We agreed to meet in May.",
        "Good call with President Arlen Voss of Chile. We agreed to meet in May.",
    ],
)
def test_who_is_only_spoken_with_did_not_write_the_text(voice, text):
    assert voice(text)[1] is None


CALL = "HH the Emir Sheikh Saif Marn of {} received a call from President Arlen Voss of Chile. Relations were reviewed."


@pytest.mark.parametrize(
    ("publisher", "state", "code"),
    [
        ("Qatar News Agency", "Qatar", "state:QAT"),
        ("QNA", "Qatar", "state:QAT"),
        ("Emirates News Agency (WAM)", "the United Arab Emirates", "state:ARE"),
        ("Bulgarian News Agency", "Bulgaria", "state:BGR"),  # no row of its own
    ],
)
def test_a_states_agency_carries_its_readouts(voice, publisher, state, code):
    assert voice(CALL.format(state), publisher) == ("readout", code)


def test_so_does_the_agency_of_a_state_that_the_text_brings_in(voice):
    text = "President Arlen Voss of Marovia received Prime Minister Ida Kester of Telmark. Relations were reviewed."
    kind, party = voice(text, "Marovian News Agency")
    assert (kind, party) == voice(text, "Marovia Press Agency")
    assert kind == "readout" and party.startswith("state:Q")


@pytest.mark.parametrize(
    "more",
    [
        " “We are ready,” the spokesman for the Presidency told reporters.",
        " According to the Diwan, talks will go on.",
        " Petra reports that the talks went well.",
        " The spokesperson of the Foreign Ministry said that talks will go on.",
    ],
)
def test_news_of_a_states_agency_is_news(voice, more):
    assert voice(CALL.format("Qatar") + more, "Qatar News Agency")[0] == "news"


@pytest.mark.parametrize("publisher", ["Saudi Press Agency", "Fars News Agency", "Azeri Press Agency", "Qatar Tribune"])
def test_other_agencies_and_outlets_carry_news_of_it(voice, publisher):
    assert voice(CALL.format("Qatar"), publisher)[0] == "news"


def test_a_text_of_an_agency_about_no_contact_of_its_state_is_news(voice):
    assert voice("The river of Qatar rose by two metres.", "Qatar News Agency")[0] == "news"


@pytest.mark.parametrize(
    "publisher",
    [
        "Press and Quick Reaction Unit, Office of the Council of Ministers of Kampava",
        "Commission of the Union, Press Corner",
        "Commission of the Economic Community of the Atlantic States",  # not of the outlet whose name stands in it
    ],
)
def test_an_office_is_no_outlet_for_a_word_in_its_name(voice, publisher):
    assert voice(CALL.format("Qatar"), publisher)[0] == "readout"
