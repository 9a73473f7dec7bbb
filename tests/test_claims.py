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
        first = claims(document, doc, mentions, found, days, said, own_voice=voice.voice == "readout")
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


SAID_AGAIN = [
    ("Voss stated that he was working for peace in the strait and for the growth of the alliance.", 2),
    ("Tarn stressed that both are keen to strengthen trade relations and to keep consulting on the strait.", 2),
    ("They confirmed that they would move forward with the treaty and would speed up their talks on the jet.", 2),
    (
        "Tarn outlined how she plans to cut migration by better controls, by more legal routes and by an end to raids.",
        3,
    ),
    ("The call dealt with relations between the two countries and with ways to develop them.", 2),
    ("The call ended with an agreement to open the lock.", 1),
    ("The talks dealt with the flood, and the two traded views on the dam.", 2),
    ("They spoke about support at NATO and at the OSCE for the mission.", 1),
    ("Voss noted that respect for the treaty and for past agreements is the basis of ties.", 1),
]


@pytest.mark.parametrize(("text", "number"), SAID_AGAIN)
def test_who_repeats_a_preposition_parts_two_matters(told, text, number):
    found = told(OPENING + text)
    assert len(found) == number, [told.said(claim) for claim in found]


FRONTED = [
    ("On visas, Tarn asked for patience.", ["visas … asked for patience"]),
    ("Regarding the lock, they affirmed that both would pay for it.", ["the lock … affirmed that both would pay for it"]),
    ("Turning to the Sahel, Voss urged patience.", ["the Sahel … urged patience"]),
    ("With regard to trade, Tarn urged Voss to lift the tariffs and proposed a fair.",
     ["trade … urged Voss to lift the tariffs", "proposed a fair"]),
    ("On Monday, Tarn asked for patience.", ["asked for patience"]),
    ("On behalf of the crews, Tarn asked for patience.", ["asked for patience"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), FRONTED)
def test_the_matter_that_a_sentence_names_first_belongs_to_its_claim(told, text, words):
    found = told(OPENING + text)
    assert [told.said(claim) for claim in found] == words


@pytest.mark.parametrize(
    "text",
    [
        "President Arlen Voss spoke today with Prime Minister Ilse Tarn of Norway about security in the east.",
        "President Arlen Voss had a telephone call with Prime Minister Ilse Tarn about security in the east.",
        "President Arlen Voss discussed security in the east with Prime Minister Ilse Tarn of Norway.",
    ],
)
def test_what_one_spoke_about_with_another_both_discussed(told, text):
    (claim,) = told(text)
    assert claim.act == "discuss" and told.who(claim) == ("Voss", "Tarn") and "security in the east" in told.said(claim)


def test_the_main_topic_of_a_call_is_discussed(told):
    (claim,) = told(OPENING + "The main topic of the call was trade in fish.")
    assert claim.act == "discuss" and told.said(claim) == "The main topic of the call was trade in fish"


def test_who_says_a_quotation_does_what_stands_beside_it(told):
    text = '"The lock is safe. It helps us on the coast," Arlen Voss said, thanking Ilse Tarn for the pumps.'
    found = told(OPENING + text)
    assert [told.said(claim) for claim in found][-1] == "thanking Ilse Tarn for the pumps"
    assert len(found) == 3 and {told.who(claim) for claim in found} == {("Voss",)}


def test_all_claims_of_a_sentence_are_on_the_issue_that_it_names_first(told):
    found = told(OPENING + "With regard to migration, Tarn urged patience and proposed a joint office.")
    assert len(found) == 2 and all("migration" in claim.issues for claim in found)


BESIDE = [
    # what is to come, and what somebody wants, beside the matter; what has been fills it out
    ("They reviewed the work on the lock, which is to open in May 2025.", ["lock", "which is to open"]),
    ("They discussed the old canal, where Norway wants a new lock.", ["canal", "where Norway"]),
    ("They discussed the lock, which was opened in 1911.", ["lock, which was opened in 1911"]),
    ("They discussed the strait, with the Premier raising the fate of two crews.", ["strait", "with the Premier raising"]),
    # what else the sentence states
    ("Voss thanked Norway for its help, and called the talk useful.", ["thanked Norway for its help", "called the talk"]),
    ("Norway is ready for frank dialogue, will hold to the treaty, and will deal properly with competition so that trade stays stable.", ["is ready", "will hold", "will deal"]),
    ("They told their teams to go on; Norway will send two pilots.", ["go on", "Norway will send"]),
    ("Voss noted that Norway sells more gas, and promised a new lock.", ["sells more gas", "promised a new lock"]),
    # second complements, lists before their verb
    ("They touched on trade, which has grown, and on the lock.", ["trade, which has grown", "on the lock"]),
    ("Voss spoke about the lock, as well as about his trip to the north.", ["the lock", "about his trip"]),
    ("Cocoa, fishing by trawlers and the return of two crews were also on the agenda.", ["Cocoa", "fishing", "return"]),
    ("Topics included trade, gas and the return of two crews.", ["trade", "gas", "return"]),
    ("The two took stock of the repair of the lock.", ["took stock of the repair of the lock"]),
    ("An exchange of views was held on the lock.", ["on the lock"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), BESIDE)
def test_what_a_sentence_says_beside_its_matter_is_a_claim(told, text, words):
    found = sorted(told.said(c) for c in told(OPENING + text))
    assert len(found) == len(words), found
    assert all(any(part in said for said in found) for part in words), found


@pytest.mark.parametrize(
    "text",
    ["The overview is as follows.", "The below is attributable to Spokesperson Lena Hart.",
     "Press Secretary Lena Hart provided the following readout.", "An outline is given below.",
     "An overview of the talk follows.", "It lasted for just over an hour.", "The call has just concluded.",
     "The spokesperson announces:", "Vice Premier Oda Lie and other officials were present."],
)  # fmt: skip
def test_what_only_leads_in_claims_nothing(told, text):
    assert told(OPENING + text) == ()


def test_a_coming_contact_is_claimed(told):
    found = told(OPENING + "The next session of the Lock Commission will be hosted by Norway in Oslo in March 2025.")
    assert len(found) == 1
    assert len(told(OPENING + "He spoke out against tariffs.")) == 1


REPORT = "President Arlen Voss of Finland spoke on Tuesday with Prime Minister Ilse Tarn of Norway, his office said. "


def test_reporting_words_within_what_is_said_are_no_part_of_it(told):
    found = told(REPORT + "The lock, he said, must be mended before winter.", publisher="The Harbour Courier")
    assert told.said(found[-1]) == "The lock … must be mended before winter"
    assert told.who(found[-1]) == ("Voss",)


def test_acts_quoted_in_pieces_are_claims_of_their_own(told):
    text = REPORT + "Voss “voiced deep concern” at the sale of the lock and “urged a halt”, it said."
    found = [c for c in told(text, publisher="The Harbour Courier") if told.said(c) and c.act != "state"]
    assert acts(found) == ["express-concern", "urge"] and {told.who(c) for c in found} == {("Voss",)}


@pytest.mark.parametrize(
    "text",
    ["Following up on their meeting in Oslo on 3 May 2024, the leaders discussed the lock. Voss welcomed the new gate.",
     "They had met in Oslo in August. Voss raised the lock.",
     "Voss thanked Tarn for receiving him in Oslo last month. The two agreed on a new gate."],
)  # fmt: skip
def test_claims_stay_with_the_contact_that_an_own_text_is_about(told, text):
    found = told(OPENING + text)
    first = min(told.met, key=lambda c: min(c.spans))
    assert found and {c.contact for c in found} == {first.id}


MATTERS = [
    ("Several questions were considered, including the ferry to Oslo and the return of seized boats.", 3),
    ("Cooperation in fisheries was discussed, as was the exchange of students.", 2),
    ("The price of grain was discussed, along with the state of the harbours.", 2),
    ("“Without the lock we would not have fed our towns”, the President declared at the end of the talks.", 1),
    ("Calling for restraint in the north, he said that the roads should be opened.", 2),
    ("Touching on the reactor, he said that the pumps must be paid for.", 1),
    ("While reviewing the search for the crew, the President pointed to the work of the divers.", 2),
    ("She presented the reform of the customs service, noting that trade grew by 10 percent.", 2),
    ("She conveyed the greetings of the crews and presented the plan of the new harbour.", 2),
    ("The price of grain was discussed, while the two leaders agreed to open the lock in May.", 2),
    ("They called the threats from the coast irresponsible.", 1),
    ("The leaders exchanged perspectives on the drought.", 1),
    ("The next session of the Lock Council is to take place in Bergen on 6 November.", 1),
]


@pytest.mark.parametrize(("text", "number"), [*LISTS, *MATTERS])
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
        ("Voss made no apology for the incident.", "negative", "past"),
        ("Voss gave no assurance on the lock.", "negative", "past"),
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
        ("Voss gave no promise on the lock.", None),
        ("Voss wishes to thank Norway for the grain.", None),
    ],
)
def test_what_a_claim_binds_to(told, text, commitment):
    (claim,) = told(OPENING + text)
    assert claim.commitment == commitment


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Voss said that the number of prisoners stood at 38,000.", (38000.0, "prisoner")),
        ("Voss pledged half a billion barrels of oil.", (5e8, "barrel")),
        ("Voss agreed to one flight per month.", (1.0, "flight")),
    ],
)
def test_what_a_number_counts(told, text, number):
    (claim,) = told(OPENING + text)
    assert [(n.value, n.thing) for n in claim.numbers] == [number]


def test_no_stands_in_the_claim_that_it_denies(told):
    (claim,) = told(OPENING + "Voss made no apology for the incident.")
    assert " ".join(s.of(told.text) for s in claim.spans) == "made no apology for the incident"


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


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Prime Minister Ilse Tarn of Norway made a phone call to President Arlen Voss on Monday.", []),
        ("Prime Minister Ilse Tarn of Norway paid a courtesy call on President Arlen Voss on Monday.", []),
        ("A phone call from Prime Minister Ilse Tarn to President Arlen Voss took place on Monday.", []),
        ("President Arlen Voss paid a working visit to Norway on Monday.", []),
        ("President Arlen Voss made a call to Norway to open the border.", ["urge"]),
        ("President Arlen Voss issued a call for an end to the fighting.", ["urge"]),
        ("President Arlen Voss paid tribute to the work of the fishermen.", ["praise"]),
    ],
)
def test_a_call_that_is_made_or_paid_asks_for_nothing(told, text, acts):
    assert [c.act for c in told(text)] == acts


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


# One matter for each bar; what follows the bars shares the act. The first of each pair is cut, the second left alone.
CUT = [
    # verbs in a row
    ("Voss reaffirmed the commitment to opening the lock|training the crews|mending the gates.", "reaffirm"),
    ("Voss reaffirmed the commitment to creating jobs across farming, fishing, and building trades.", "reaffirm"),
    ("Voss stressed the need to build|repair the two locks.".replace("|", " and "), "emphasize"),
    ("They agreed to open the lock|train the crews|send two ships.", "agree"),
    # adjectives and modifiers that share a noun, nouns that share what follows
    ("Voss welcomed the military, medical, and economic aid to the north.", "welcome"),
    ("They discussed ties in the food and investment spheres.", "discuss"),
    ("They discussed the possibility and conditions of buying natural gas.", "discuss"),
    # bare nouns of one list are all cut or none
    ("They discussed cooperation on space|climate|supply chains|cyber crime.", "discuss"),
    ("Voss explained the reasons for and goals of the works.", "state"),
    ("They discussed support for the people and government of Norway.", "discuss"),
    ("Voss explained the reasons for the works|its goals and costs.".replace("|", ", as well as "), "state two"),
    ("They discussed the state of the lock|regional and northern ferries.".replace("|", " as well as "), "discuss two"),
    ("They discussed the pacts on the lock of November 9, 2020, and January 11, 2021.", "discuss"),
    (
        "Voss pointed out that the lock is old|that both should mend the gates, train the crews, and feed the gulls.".replace(
            "|", " and "
        ),
        "state four",
    ),
    # examples and emphasis
    ("They discussed the harvest|the supply of grain.".replace("|", ", including "), "discuss two"),
    ("Voss noted the work of the crews, including the rescue of forty sailors.", "state"),
    ("They discussed regional matters such as the river commission.", "discuss"),
    ("They committed to providing relief, including to valleys in the north.", "commit"),
    ("Voss praised the work of the crews, especially the divers.", "praise"),
    ("Voss stressed the importance of including the harbour, the lock, and the ferry in the plan.", "emphasize"),
    # finite clauses
    ("Voss stressed that Finland wants peace|is ready for talks|will not close the lock.", "emphasize"),
    ("Voss stressed that Finland wants peace and needs time.", "emphasize"),
    ("Voss noted that the crew that mends the lock, paints the gate and feeds the gulls is tired.", "state"),
    ("Voss explained the state of the lock|how the work goes on.".replace("|", " and "), "state two"),
    # what is discussed stands before the verb
    ("Illegal fishing and youth migration came up.", "discuss two"),
    ("Calls on the two brave pilots and their crews are awaited.", None),
    # "not only ... but also", a name told again, names before what they are asked
    ("Voss noted that the lock serves not only the north, but also the whole of Norway.", "state"),
    ("Voss praised the crew of the lock, a proud and patient team.", "praise"),
    ("Voss called on Norway and its northern neighbours to open the lock.", "urge"),
    ("Voss asked her and the members of her cabinet to open the lock.", "request"),
    # courtesies, names of one act
    ("Voss wished Tarn good health, happiness, and success.", "congratulate"),
    ("They discussed the Roads and Bridges Act.", "discuss"),
    # fields of work, examples told "among them", emphasis on a list, what something is in line with
    (
        "Voss restated that Finland is ready for closer work with Norway on climate finance|farming|clean ships.",
        "reaffirm",
    ),
    ("They discussed northern affairs|the lock.".replace("|", ", among them "), "discuss two"),
    ("They took stock of how the plans are carried out, especially in trade, farming, health and defence.", "discuss"),
    (
        "Voss stressed that a truce is needed, in line with the pacts, sea law and the words of the Charter.",
        "emphasize",
    ),
    ("Voss explained in detail the logic and main goals of the works.", "state"),
    ("Voss urged Tarn for a truce to come as soon as possible|for the ferries to sail.", "urge"),
    ("They agreed to take the works further in many ways|have more visits|stay in close touch on the lock.", "agree"),
    ("Voss reaffirmed that both are committed to developing further, on all sides, the works on the lock.", "reaffirm"),
    # what talks were devoted to
    (
        "The talks were devoted to the harvest in the north|to the crews of the lock.".replace("|", " and "),
        "discuss two",
    ),
    ("At the centre was the state of the lock.", "discuss"),
    ("As they discussed the harvest|they discussed the lock.".replace("|", ", "), "discuss two"),
    # an example within a subject
    ("Voss noted that the works, including the new gates, cost too much.", "state"),
]


@pytest.mark.parametrize(("text", "act"), CUT)
def test_matters_are_cut_where_an_analyst_cuts_them(told, text, act):
    number = text.count("|") + 1
    joints = iter([", "] * (number - 2) + [", and "])
    plain = text if number == 1 else "".join(next(joints) if sign == "|" else sign for sign in text)
    if act and " " in act:
        act, many = act.split()
        number = {"two": 2, "four": 4}[many]
    found = told(OPENING + plain)
    told_here = [told.said(c) for c in found]
    if act is None:
        assert "discuss" not in acts(found), told_here
        return
    assert acts(found) == [act] * number, told_here
    assert not any(words.endswith((" and", ",", " including", " such as", " as well as")) for words in told_here)


@pytest.mark.parametrize(
    "text",
    [
        "Both sides should open the lock|train the crews|and mend the old gates.",
        "The two countries need to open the lock|and to mend the old gates.",
        "Finland looks forward to opening the lock|training the crews|and mending the gates.",
        "Finland is ready, he said, to open the lock|to train the crews|and to mend the gates.",
        "The two shared a resolve to go on with the works|and to bring the crews home.",
        "Both sides should work with the crews, to untie the knot.",
        "Both sides should work on, so as to read each other's plans and avoid strife.",
    ],
)
def test_statements_are_cut_at_verbs_in_a_row(told, text):
    found = told(
        OPENING + text.replace("|and", " and").replace("|", ", "), publisher="Office of the President of Finland"
    )
    assert [told.said(c).split()[-1] for c in found] == [part.rstrip(".").split()[-1] for part in text.split("|")]


def test_who_says_it_within_the_words_is_no_claim(told):
    text = OPENING + "The lock may need time, Voss said, but the crews are ready."
    found = told(text, publisher="Office of the President of Finland")
    assert not any(told.said(c) == "Voss said" for c in found)


def test_that_accounts_differ_is_no_claim(told):
    assert told(OPENING + "Norway and Finland gave differing accounts on Wednesday of the call.") == ()


def test_what_is_reported_before_its_cue_stays_whole(told):
    found = told(OPENING + "“The lock is old. We shall mend it,” the President stressed during a visit to the north.")
    assert [told.said(c) for c in found] == ["The lock is old", "We shall mend it … stressed"]
    assert [told.who(c) for c in found] == [("Voss",), ("Voss",)]


def test_an_act_noun_ends_where_the_next_act_begins(told):
    found = told(OPENING + "They continued their discussion of the ceasefire and confirmed the date of the talks.")
    assert acts(found) == ["discuss", "reaffirm"]
    assert [told.said(c) for c in found] == [
        "continued … discussion of the ceasefire",
        "confirmed the date of the talks",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The conversation was warm and constructive.",
        "The call followed a round of talks in Oslo.",
        "The meeting was attended by the ambassadors of Sweden and Denmark.",
        "Among the participants were the ministers of both countries.",
        "President Voss hosted a group of mayors in the garden.",
    ],
)
def test_what_only_tells_of_the_contact_is_no_claim(told, text):
    assert told(OPENING + text) == ()


def test_the_matter_of_a_contact_is_a_claim_all_the_same(told):
    (claim,) = told(OPENING + "The conversation touched on trade.")
    assert (claim.act, claim.issues, set(told.who(claim))) == ("discuss", ("trade",), {"Voss", "Tarn"})


def test_things_received_and_matters_of_talks_are_claims(told):
    found = told(OPENING + "Finland received 40 trucks of grain from Norway. The talks included the supply of gas.")
    assert [c.issues for c in found] == [("food_security",), ("energy",)]


def test_what_stands_around_a_claim_is_none(told):
    found = told(
        OPENING + "During an exchange of views on the border, President Voss noted the patience of the guards."
    )
    assert [told.said(c) for c in found] == ["noted the patience of the guards"]


HELD = [
    # those of a contact do some things together
    ("The two leaders praised the crews.", {"Voss", "Tarn"}),
    ("The harbour leaders praised the crews.", {"harbour"}),
    ("The border was discussed.", {"Voss", "Tarn"}),
    ("The work of the crews was praised.", set()),
    ("It was agreed to open the lock.", {"Voss", "Tarn"}),
    ("“We discussed the border. We agreed to meet,” Voss said.", {"Voss", "Tarn"}),
    ("“We need new pumps,” Voss said.", {"Voss"}),
    # a participle takes the holder of the clause that it follows
    ("Tarn had a cold, and Voss thanked her for coming, noting her long way.", {"Voss"}),
    # names in a row
    ("President Voss, Prime Minister Tarn and the ministers praised the crews.", {"Voss", "Tarn"}),
]


@pytest.mark.parametrize(("text", "names"), HELD)
def test_who_holds_a_claim(told, text, names):
    held = {name for c in told(OPENING + text) for name in told.who(c)}
    assert held == names or (names == {"harbour"} and held != {"Voss", "Tarn"})


MET = [
    # the whole of what was said, and of whom
    (
        "Voss was proud to announce the gift of 500 pumps to Norway.",
        ["announce"],
        {"Voss"},
        "to announce the gift of 500 pumps",
    ),
    (
        "There was an exchange of views on the lock.",
        ["discuss"],
        {"Voss", "Tarn"},
        "was an exchange of views on the lock",
    ),
    ("A thorough exchange of views took place on the lock.", ["discuss"], {"Voss", "Tarn"}, "took place on the lock"),
    ("The focus was on the lock and on the ferry.", ["discuss"] * 2, {"Voss", "Tarn"}, "was on the lock"),
    ("Trade was the focus of the talks.", ["discuss"], {"Voss", "Tarn"}, "Trade was the focus"),
    (
        "Among the topics discussed were the lock, the ferry and the gulls.",
        ["discuss"] * 3,
        {"Voss", "Tarn"},
        "the gulls",
    ),
    ("Satisfaction was expressed with the state of the lock.", ["welcome"], set(), "with the state of the lock"),
    (
        "They discussed ways to mend the lock, while reaching agreement on the ferry.",
        ["discuss", "agree"],
        {"Voss", "Tarn"},
        "on the ferry",
    ),
    (
        "Voss asked her to send pumps, to which she replied that Norway had none.",
        ["request", "state"],
        {"Voss", "Tarn"},
        "replied that Norway had none",
    ),
    (
        "They reviewed the state of the lock, in addition to discussing the ferry.",
        ["discuss"] * 2,
        {"Voss", "Tarn"},
        "discussing the ferry",
    ),
    ("Voss also took the opportunity to invite Tarn to the lock.", ["offer"], {"Voss"}, "to invite Tarn to the lock"),
    (
        "Asked about the lock, Voss said that no decision had been taken.",
        ["state"],
        {"Voss"},
        "said that no decision had been taken",
    ),
    ("Both sides shared the view that the lock must open.", ["agree"], {"Voss", "Tarn"}, "that the lock must open"),
    ("Voss directed attention to the state of the lock.", ["raise"], {"Voss"}, "to the state of the lock"),
    ("Voss noted with concern the state of the lock.", ["express-concern"], {"Voss"}, "the state of the lock"),
    ("They discussed, inter alia, the lock and the ferry.", ["discuss"] * 2, {"Voss", "Tarn"}, "the ferry"),
    (
        "They discussed ties with Chile, Peru, and Brazil.",
        ["discuss"],
        {"Voss", "Tarn"},
        "ties with Chile, Peru, and Brazil",
    ),
    ("They discussed climate change, Chile, and Peru.", ["discuss"] * 3, {"Voss", "Tarn"}, "Chile"),
    (
        "While discussing the lock, it was noted that the gates are old.",
        ["discuss", "state"],
        {"Voss", "Tarn"},
        "discussing the lock",
    ),
    ("The growth of trade confirms the high potential of the ferry.", ["state"], set(), "The growth of trade confirms"),
    (
        "The crimes committed each day by the crews were brought to notice.",
        ["state"],
        set(),
        "The crimes committed each day",
    ),
    (
        "In view of the old ties, which have deepened since, Voss told Tarn of the gates.",
        ["state"],
        {"Voss"},
        "told Tarn of the gates",
    ),
]


@pytest.mark.parametrize(("text", "acts_", "names", "words"), MET)
def test_what_was_said_and_done_in_the_words_of_offices(told, text, acts_, names, words):
    found = told(OPENING + text)
    assert acts(found) == acts_
    assert {name for c in found for name in told.who(c)} == names
    assert any(words in told.said(c) for c in found)


def test_a_label_is_no_claim(told):
    assert told("Office of the Spokesperson\n\n" + OPENING) == ()


def test_those_who_are_named_together_act_together(told):
    text = (
        "Deputy Secretary of State Asta Lind spoke today with Foreign Minister Paul Laval of France, Foreign Minister "
        "Anna Kern of Germany and Foreign Minister Ettore Siri of Italy. Lind and her counterparts condemned the attack "
        "on the lock. They welcomed the new pumps. The Deputy Secretary praised the crews. The ministers offered help to "
        "the crews."
    )
    condemned, welcomed, praised, offered = told(text, publisher="U.S. Department of State")
    everybody = {"Lind", "Laval", "Kern", "Siri"}
    assert set(told.who(condemned)) == set(told.who(welcomed)) == everybody
    assert told.who(praised) == ("Lind",) and set(told.who(offered)) == everybody - {"Lind"}


def test_all_who_took_part_act_together(told):
    text = (
        "Foreign Minister Asta Lind and Defence Minister Olaf Berg held a joint call with Foreign Minister Paul Laval of "
        "France and Defence Minister Marc Siri of France. They discussed the lock. Both sides welcomed the pumps."
    )
    for claim in told(text, publisher="Norwegian Government"):
        assert set(told.who(claim)) == {"Lind", "Berg", "Laval", "Siri"}, told.said(claim)


def test_the_summit_of_a_name_is_not_the_meeting_told_of(told):
    text = OPENING + (
        "They praised the results of the meeting of President Paul Laval of France with Chancellor Anna Kern of Germany. "
        "Attention was paid to the plans for the Northern Partnership Summit and the need to mend the lock."
    )
    assert {told.who(c) for c in told(text)} == {("Voss", "Tarn")}


def test_they_are_the_host_and_those_met_where_they_act_together(told):
    opening = "President Arlen Voss met with leaders of the northern valleys. "
    (discussed,) = told(opening + "They discussed the state of the lock.")
    assert "Voss" in told.who(discussed)
    (thanked,) = told(opening + "They thanked him for the pumps.")
    assert "Voss" not in told.who(thanked)


def test_what_two_met_to_discuss_both_discuss(told):
    (claim,) = told("President Arlen Voss met with Prime Minister Ilse Tarn of Norway to discuss the ceasefire.")
    assert set(told.who(claim)) == {"Voss", "Tarn"}
    (other,) = told("President Arlen Voss met with Prime Minister Ilse Tarn of Norway to underscore the ceasefire.")
    assert told.who(other) == ("Voss",)


def test_the_first_person_of_a_statement_is_the_one_who_took_part(told):
    found = told(OPENING + "I told her that the lock will open. We agreed to speak in June.")
    assert [set(told.who(c)) for c in found] == [{"Voss"}, {"Voss", "Tarn"}]


def test_the_we_of_a_spokesperson_is_the_office(told):
    text = "President Arlen Voss spoke today with Prime Minister Ilse Tarn of Norway.\n\nMR. LIND: We believe that peace is near."
    (claim,) = told(text)
    assert claim.holder == "state:FIN"


def test_a_message_is_its_authors(told):
    text = "President Arlen Voss congratulated the divers of Finland.\n\nThe message reads, in part: “Your work saves lives.”"
    assert [told.who(c) for c in told(text)] == [("Voss",), ("Voss",)]
    other = (
        "President Arlen Voss praised the divers of Finland.\n\nThe report reads: “Their work in Norway saves lives.”"
    )
    assert told.who(told(other)[-1]) == ()


def test_a_speaker_told_of_afterwards_holds_all_before(told):
    found = told(
        "The lock in Norway will open. The gates of Finland stay shut. This was stated by President Arlen Voss."
    )
    assert [told.who(c) for c in found] == [("Voss",), ("Voss",)]


def test_light_verbs_of_telling(told):
    found = told(
        OPENING + "Voss gave an account of the flood. Tarn made mention of the lock. No mention was made of gas."
    )
    assert acts(found)[:2] == ["state", "state"] and [told.who(c) for c in found[:2]] == [("Voss",), ("Tarn",)]
    assert not any(c.act == "state" and "gas" in told.said(c) and c.holder for c in found)


def test_a_clause_that_is_weighed_is_no_act_of_its_own(told):
    (claim,) = told(OPENING + "It is important that the actions of Norway are supported by Finland.")
    assert claim.act == "state" and told.said(claim).startswith("It is important")
    (other,) = told(OPENING + "Voss supported the actions of Norway.")
    assert other.act == "support"


def test_a_verb_that_the_parser_hung_elsewhere_is_no_act_of_its_own(told):
    found = told(
        OPENING + "They agreed on the importance of working together to mend the lock, address the costs, and pay."
    )
    assert "discuss" not in acts(found)


def test_calling_for_somebody_to_act_is_urging(told):
    (claim,) = told(OPENING + "The two leaders called for Sweden to return the ferry.")
    assert claim.act == "urge"


def test_addressing_people_is_no_discussion(told):
    assert "discuss" not in acts(told(OPENING + "Voss addressed the Assembly with a plea for the divers of Norway."))
    assert acts(told(OPENING + "Voss addressed the shortage of divers."))[0] == "discuss"


def test_what_a_principal_tells_of_others_is_the_principals(told):
    found = told(OPENING + "According to Tarn, Norway planned a new lock and rejected the old one.")
    assert {told.who(c) for c in found} == {("Tarn",)} and set(acts(found)) == {"state"}
    found = told(OPENING + "“Norway rejected the plan. It wants another,” Tarn said.")
    assert {told.who(c) for c in found} == {("Tarn",)} and "reject" not in acts(found)
    (claim,) = told(OPENING + "According to her office, Tarn rejected the plan.")
    assert claim.act == "reject" and told.who(claim) == ("Tarn",)


def test_a_discussion_that_was_had_is_one(told):
    found = told(OPENING + "The two leaders had a detailed discussion on the border, the harvest, and the new lock.")
    assert acts(found) == ["discuss"] * 3
    assert told(OPENING + "The two leaders had a long discussion on Monday.") == ()


def test_to_consider_something_as_something_is_a_view(told):
    assert acts(told(OPENING + "They consider the lock as a duty of both states.")) == ["state"]
    assert acts(told(OPENING + "They considered the repair of the lock.")) == ["discuss"]


def test_a_clause_that_names_talks_is_not_the_contact(told):
    (claim,) = told(
        OPENING + "In the President’s view, Norway has to stay firm in its dialogue with Sweden on sanctions."
    )
    assert "sanctions" in claim.issues


def test_a_clause_whose_subject_only_announces_another_is_cut_too(told):
    found = told(OPENING + "Voss noted that the lock is old, that gates leak, and there are few divers in Norway.")
    assert found and all(told.who(c) == ("Voss",) for c in found)


def test_a_quotation_before_its_verb_is_what_is_said(told):
    (claim,) = told(OPENING + "“The burden must be shared”, the President stressed at the end of the talks.")
    assert told.said(claim).startswith("The burden must be shared")


def test_what_is_said_in_the_course_of_a_call_is_a_claim(told):
    found = told(
        "President Arlen Voss received a phone call from Prime Minister Ilse Tarn of Norway, during which she "
        "congratulated him on the anniversary of the lock, wishing the people progress."
    )
    assert [(c.act, told.who(c)) for c in found] == [("congratulate", ("Tarn",)), ("congratulate", ("Tarn",))]


def test_texts_of_bodies_are_cut_clause_by_clause_too(told):
    text = OPENING + "The lock is the oldest of the coast."
    assert len(told(text, publisher="Commission of the Northern Union")) == 1
