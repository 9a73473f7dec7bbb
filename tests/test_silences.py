"""Silences that a text asserts: who is silent, and about what. The people are invented, the sentences ours."""

from datetime import date

import pytest

from readouts.find.parties import parties
from readouts.find.silences import silences

NEWS = "President Arlen Voss of Finland spoke on Monday with Prime Minister Ilse Tarn of Norway, both offices said. "

# What is said, and what of it is a silence: country, issue.
HITS = [
    ("The Finnish readout made no mention of the ceasefire.", [("FIN", "ceasefire")]),
    ("Finland's statement did not refer to the prisoners.", [("FIN", "prisoners")]),
    ("Sanctions were absent from the Finnish readout.", [("FIN", "sanctions")]),
    ("Human rights were left out of the Norwegian statement.", [("NOR", "human_rights")]),
    ("The Finnish readout omitted any reference to sanctions.", [("FIN", "sanctions")]),
    ("Sanctions were not addressed in Finland's readout.", [("FIN", "sanctions")]),
    ("The Norwegian account skipped the question of Taiwan.", [("NOR", "taiwan")]),
    ("There was no reference to climate change in the statement from Norway.", [("NOR", "climate")]),
    ("Conspicuously missing from the Finnish readout was any word on Taiwan.", [("FIN", "taiwan")]),
    ("The readout from Voss's office was silent on human rights.", [("FIN", "human_rights")]),
    ("Nowhere in the Norwegian communiqué is the ceasefire mentioned.", [("NOR", "ceasefire")]),
    ("Norway's readout does not mention the ceasefire.", [("NOR", "ceasefire")]),
    ("The Finnish account made no reference to the Minsk Group.", [("FIN", "minsk_group")]),
    ("Missing from Finland's version was the exchange of prisoners.", [("FIN", "prisoners")]),
    ("The Norwegian summary failed to mention the sanctions.", [("NOR", "sanctions")]),
    ("Neither sanctions nor energy was mentioned in the Finnish readout.", [("FIN", "sanctions"), ("FIN", "energy")]),
    ("The Norwegian statement passed over the fate of the detainees in silence.", [("NOR", "prisoners")]),
    ("Finland's readout left out the ceasefire.", [("FIN", "ceasefire")]),
    ("Absent from the Norwegian readout was any mention of climate change.", [("NOR", "climate")]),
    ("The Norwegian readout contained no mention of the ceasefire.", [("NOR", "ceasefire")]),
    ("The Norwegian readout was notable for its silence on human rights.", [("NOR", "human_rights")]),
    ("The Finnish readout said nothing about Taiwan.", [("FIN", "taiwan")]),
    ("The Finnish statement neglected to mention the sanctions.", [("FIN", "sanctions")]),
    ("Norway's readout avoided any mention of sanctions.", [("NOR", "sanctions")]),
    ("Finland's readout no longer mentions territorial integrity.", [("FIN", "territorial_integrity")]),
    ("Any mention of the prisoners was missing from the Norwegian account.", [("NOR", "prisoners")]),
    ("Finland did not mention the ceasefire in its statement.", [("FIN", "ceasefire")]),
    ("The Norwegian readout never mentioned human rights.", [("NOR", "human_rights")]),
    ("The Finnish readout did not include any reference to the prisoners.", [("FIN", "prisoners")]),
    ("Climate change got no mention in the Norwegian readout.", [("NOR", "climate")]),
    ("The sanctions went unmentioned in the Finnish statement.", [("FIN", "sanctions")]),
    ("The Norwegian press release ignored the ceasefire.", [("NOR", "ceasefire")]),
    ("Norway's readout was mum on sanctions.", [("NOR", "sanctions")]),
    ("Mention of Taiwan was dropped from the Norwegian readout.", [("NOR", "taiwan")]),
    ("The readout published by Norway makes no reference to the refugees.", [("NOR", "refugees")]),
    ("The ceasefire did not appear in the Norwegian readout.", [("NOR", "ceasefire")]),
]
NONE = [
    "The ceasefire does not cover the north, the Norwegian statement said.",
    "Tarn skipped the dinner after the talks on energy.",
    "The Norwegian statement could hardly omit the ceasefire.",
    "The ceasefire was not discussed.",  # of the talk
    "Finland's statement on the sanctions did not mention Norway by name.",
    "Finland denied that the ceasefire had been broken.",
    "Finland's statement did not say when the sanctions would end.",  # it does speak of them
    "The Finnish readout mentioned the ceasefire.",
    "The Norwegian readout did not omit the ceasefire.",
    "The Norwegian readout did not fail to mention the ceasefire.",
    "The Finnish statement not only mentioned sanctions but defended them.",
    "Tarn was absent from the talks on energy.",
    "Norway did not raise taxes on energy.",
    "Energy was not included in the package of sanctions.",
    "If the Finnish readout does not mention the ceasefire, the talks will stop.",
    "Norway's statement should not omit human rights.",
    "Finland asked Norway not to mention the prisoners in its readout.",
    "Officials said that the Norwegian readout would not mention the sanctions.",
    "It is not true that the Finnish readout made no mention of the ceasefire.",
    "Norway was left out of the talks on energy.",
    "Did the Finnish readout make no mention of the ceasefire?",
    "Voss denied that the Finnish readout had omitted the ceasefire.",
    "The Finnish readout did not address how long the ceasefire would hold.",  # it does speak of it
]  # fmt: skip


@pytest.fixture(scope="module")
def asserted(parse, lexicon):
    def asserted(text):
        document, doc = parse(NEWS + text, publisher="The Ister Courier", published=date(2031, 6, 3))
        found, mentions, _ = parties(document, doc, lexicon)
        return silences(document, doc, mentions, found, lexicon), document

    return asserted


@pytest.mark.parametrize(("text", "wanted"), HITS)
def test_who_is_silent_about_what(asserted, text, wanted):
    found, document = asserted(text)
    assert [(s.party, s.issue) for s in found] == [(f"state:{country}", issue) for country, issue in wanted]
    assert {s.basis for s in found} == {"asserted"}
    assert {e.span.of(document.text) for s in found for e in s.evidence} == {text}


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_silence_of_an_account(asserted, text):
    assert asserted(text)[0] == ()


def test_who_says_so(asserted):
    (silence,), _ = asserted("Voss said that the Norwegian readout made no mention of the ceasefire.")
    assert silence.asserted_by and silence.asserted_by.startswith("person:")
    (silence,), _ = asserted("The Norwegian readout made no mention of the ceasefire.")
    assert silence.asserted_by is None
