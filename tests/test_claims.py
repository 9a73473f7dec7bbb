"""Claims of short texts, from segmentation to account and contact. People are invented; states are real."""

from datetime import date

import pytest

from readouts.find.attributions import attributions
from readouts.find.claims import claims
from readouts.find.contacts import contacts
from readouts.find.dates import dates
from readouts.find.likenesses import likenesses
from readouts.find.parties import parties
from readouts.find.silences import silences
from readouts.link.claims import assigned
from readouts.link.issuer import issuer
from readouts.text import Span

OPENING = "President Arlen Voss spoke today with Prime Minister Ilse Tarn of Norway. "


@pytest.fixture(scope="module")
def told(parse, lexicon):
    """The text's claims as (act, words, holder's surname) and the whole chain's records."""

    def told(text, publisher="Office of the President of Finland", **fields):
        document, doc = parse(text, publisher=publisher, published=date(2024, 9, 17), **fields)
        found, mentions, _ = parties(document, doc, lexicon)
        days = dates(document, doc)
        said = attributions(document, doc, mentions, found, lexicon)
        met, _ = contacts(document, doc, mentions, found, days)
        voice = issuer(document, doc, found, mentions, said, met, lexicon)
        first = claims(document, doc, mentions, found, days, said, lexicon)
        result = assigned(first, document, doc, mentions, found, said, met, voice)
        told.names = {p.id: p.name.split()[-1] for p in found}
        told.text, told.met, told.voice = text, met, voice
        told.silences = silences(document, doc, mentions, found, lexicon)
        told.likenesses = likenesses(document, doc, mentions, found, days, met)
        return result

    told.said = lambda claim: " … ".join(span.of(told.text) for span in claim.spans)
    told.who = lambda claim: tuple(told.names[p] for p in claim.joint or ((claim.holder,) if claim.holder else ()))
    return told


def acts(found):
    return [claim.act for claim in found]


LISTS = [
    ("Voss and Tarn discussed regional security, the energy market, and cooperation on climate.", 3),
    ("Voss and Tarn discussed trade and investment.", 1),
    ("Voss reaffirmed the importance of a durable and dignified peace.", 1),
    ("Voss welcomed recent progress, including agreement on the exchange of prisoners.", 2),
    ("Voss emphasized the value of the partnership and highlighted the need for reform.", 2),
    ("Voss noted that the talks had resumed and that the border was open.", 2),
    ("Voss praised the ties between Finland, Norway, and the wider region.", 1),
]


@pytest.mark.parametrize(("text", "number"), LISTS)
def test_one_claim_for_each_matter(told, text, number):
    found = told(OPENING + text)
    assert len([c for c in found if c.sentence.start >= len(OPENING)]) == number, [told.said(c) for c in found]


def test_items_of_a_list_keep_the_act_and_their_own_issue(told):
    found = told(OPENING + "They discussed the fight against climate change, and the supply of natural gas.")
    assert acts(found) == ["discuss", "discuss"]
    assert [c.issues for c in found] == [("climate",), ("energy",)]
    assert told.said(found[1]) == "discussed … the supply of natural gas"


def test_a_sentence_that_only_tells_of_a_contact_gives_none(told):
    assert told(OPENING) == ()


def test_the_purpose_of_a_contact_is_a_claim(told):
    (claim,) = told("President Arlen Voss met with Prime Minister Ilse Tarn of Norway to discuss the ceasefire.")
    assert (claim.act, claim.issues) == ("discuss", ("ceasefire",))


def test_participle_after_a_comma_is_a_claim_of_its_own(told):
    found = told(OPENING + "Voss thanked Tarn for her support, noting the importance of human rights.")
    assert acts(found) == ["thank", "emphasize"]
    assert all(told.who(c) == ("Voss",) for c in found)


def test_passive_without_agent_has_no_holder(told):
    (claim,) = told(OPENING + "It was emphasized that the constitution must be respected.")
    assert (claim.act, claim.holder, claim.joint, claim.issues) == ("emphasize", None, (), ("constitution",))


def test_the_leaders_are_those_who_took_part(told):
    (claim,) = told(OPENING + "The leaders agreed to remain in close contact.")
    assert claim.act == "agree" and set(told.who(claim)) == {"Voss", "Tarn"} and claim.contact == told.met[0].id


def test_addressee_and_strength(told):
    (claim,) = told(OPENING + "Voss urged Norway to release the prisoners.")
    assert (claim.act, claim.addressee, claim.issues) == ("urge", "state:NOR", ("prisoners",))


def test_act_nouns_share_what_follows_them(told):
    text = OPENING + "Voss repeated his demands and warnings to Norway about the border delimitation."
    found = told(text)
    assert acts(found) == ["demand", "warn"] and {c.issues for c in found} == {("border_delimitation",)}


def test_a_principals_words_about_anothers_act_are_one_claim(told):
    (claim,) = told(OPENING + "Voss noted that Norway had rejected the proposal.")
    assert claim.act == "state" and told.who(claim) == ("Voss",) and "state:NOR" in claim.about


@pytest.mark.parametrize(
    ("text", "polarity", "tense"),
    [
        ("Voss stressed that Norway will not join the sanctions.", "negative", "future"),
        ("Voss stressed that Norway has joined the sanctions.", "positive", "past"),
        ("Voss suggested that the election be held in May.", "positive", "future"),
    ],
)
def test_polarity_and_tense_of_the_content(told, text, polarity, tense):
    (claim,) = told(OPENING + text)
    assert (claim.polarity, claim.tense) == (polarity, tense)


@pytest.mark.parametrize(
    ("text", "commitment"),
    [
        ("The leaders agreed to reopen the border.", "agreed"),
        ("Voss pledged 40 trucks of grain.", "will"),
        ("Voss stressed that Finland will open the lock.", "will"),
        ("Voss expressed the hope that the lock opens.", "hopes"),
        ("Voss reaffirmed readiness for talks on the lock.", "hopes"),
        ("Voss and Tarn discussed the lock on the river.", None),
    ],
)
def test_what_a_claim_binds_to(told, text, commitment):
    (claim,) = told(OPENING + text)
    assert claim.commitment == commitment


def test_a_claim_has_its_numbers_and_dates(told):
    (claim,) = told(OPENING + "Voss promised that 40 trucks will cross the border by 1 July 2031.")
    assert [(n.value, n.span.of(told.text)) for n in claim.numbers] == [(40.0, "40")]
    assert [d.of(told.text) for d in claim.dates] == ["1 July 2031"]


JOINED = [
    (
        "Voss reiterated the interests of Finland in a calm sea and that Finland stands with its ally.",
        [
            ("reaffirm", "reiterated the interests of Finland in a calm sea"),
            ("reaffirm", "reiterated … that Finland stands with its ally"),
        ],
    ),
    (
        "Voss informed Tarn about the floods in the north and about the steps taken by Finland.",
        [
            ("state", "informed Tarn about the floods in the north"),
            ("state", "informed … about the steps taken by Finland"),
        ],
    ),
    (
        "Voss and Tarn discussed actions to stop the trade in ivory, including through new sanctions.",
        [("discuss", "discussed actions to stop the trade in ivory, including through new sanctions")],
    ),
    (
        "Voss informed Tarn on the work to guard the coast, set forth its costs, and outlined the goals of the fleet.",
        [
            ("state", "informed Tarn on the work to guard the coast"),
            ("state", "set forth its costs"),
            ("state", "outlined the goals of the fleet"),
        ],
    ),
]


@pytest.mark.parametrize(("text", "found"), JOINED)
def test_joined_complements_are_claims_of_the_same_act(told, text, found):
    assert [(c.act, told.said(c)) for c in told(OPENING + text)] == found


def test_an_exchange_that_took_place_is_a_discussion(told):
    (claim,) = told(OPENING + "An exchange of views on the border took place.")
    assert claim.act == "discuss" and "views on the border" in told.said(claim)


def test_the_speaker_of_a_quotation_is_its_i(told):
    found = told(OPENING + "“I think the lock is safe. We need new pumps,” Tarn said.")
    assert {told.who(c) for c in found} == {("Tarn",)}


NEWS = """Voss Rebukes Tarn over Pipeline
President Arlen Voss of Finland held a phone call with Prime Minister Ilse Tarn of Norway on Monday.
“The President urged Norway to respect human rights,” Finnish government spokesperson Bo Lind said in a statement.
However, a readout of the call from Tarn’s office suggested that she had rejected the demand for a referendum, and
Tarn reportedly insisted on a new pipeline. No mention was made of the pipeline in the Finnish statement.
Lind issued a similar statement on Friday about Voss’s call with President Omar Dell of Iceland.
"""


def test_news_keeps_the_accounts_apart(told):
    text = NEWS.replace("and\nTarn", "and Tarn")
    head = text.index("\n")
    found = told(text, publisher=None, title=text[:head], headline=Span(0, head))
    assert told.voice.voice == "news"
    heads = [c for c in found if c.headline]
    assert len(heads) == 1 and heads[0].account is None
    urge = next(c for c in found if c.act == "urge")
    assert (urge.account, urge.issues) == ("state:FIN", ("human_rights",)) and told.who(urge) == ("Voss",)
    insist = next(c for c in found if c.act == "insist")
    assert insist.account == "state:NOR" and any(h.by == "reporter" for h in insist.hedges)
    assert [(s.party, s.issue, s.asserted_by) for s in told.silences] == [("state:FIN", "energy", None)]
    (like,) = told.likenesses
    assert like.party == "state:FIN" and like.when.start == date(2024, 9, 13)


def test_in_a_readout_every_claim_is_the_issuers(told):
    found = told(OPENING + "Tarn thanked Voss for his help. Voss raised the case of the detainees.")
    assert told.voice.voice == "readout" and {c.account for c in found} == {"state:FIN"}
    assert [told.who(c) for c in found] == [("Tarn",), ("Voss",)]


def test_a_silence_of_the_talk_is_no_silence_of_an_account(told):
    told(OPENING + "The ceasefire was not discussed.")
    assert told.silences == ()


BRIEFING = """President Arlen Voss spoke today with Prime Minister Ilse Tarn of Norway.

QUESTION: The ministers discussed grain exports from the old port last week.

MR. LIND: We discussed the grain corridor with our partners.

QUESTION: The leaders agreed on a new treaty.

MR. LIND: The President underscored the need for aid to the north.
"""


def test_what_reporters_ask_in_a_briefing_is_nobodys_account(told):
    found = told(BRIEFING)
    asked = [c for c in found if "old port" in told.said(c) or "new treaty" in told.said(c)]
    answered = [c for c in found if "corridor" in told.said(c) or "aid to the north" in told.said(c)]
    assert asked and all(c.account is None for c in asked)
    assert len(answered) == 2 and all(c.account == "state:FIN" for c in answered)
