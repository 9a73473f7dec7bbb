"""A government's own text, or news about it."""

import pytest

from readouts.find.attributions import attributions
from readouts.find.parties import parties
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
        found, mentions, _ = parties(document, doc, lexicon)
        said = attributions(document, doc, mentions, found, lexicon)
        made = issuer(document, doc, found, mentions, said, (), lexicon)
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
