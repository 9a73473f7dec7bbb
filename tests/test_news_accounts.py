"""News reports: the contact told as a noun, sources whose state is not said, and what stands beside an office's text."""

from datetime import date

import pytest

from readouts.evaluate.comparison import document
from readouts.find.states import states
from readouts.pipeline import compared, read
from readouts.records import Document
from readouts.text import Span

DAY = date(2031, 6, 3)
VOSS = "President Arlen Voss of Marovia"
KESTER = "Prime Minister Ida Kester of Telmark"
READOUT = (
    "President Arlen Voss spoke today with Prime Minister Ida Kester of Telmark. The President urged the release of two "
    "fishermen. The leaders discussed gas prices. The President raised the closure of a radio station."
)
REPORT = (
    "Telmark says fishermen will be tried\n\n"
    f"SOLBY, June 3 (Harbour Wire) - {KESTER} told {VOSS} on Tuesday that two fishermen would be tried, her office said.\n\n"
    "In a statement on the telephone call between the two leaders, the office said Telmark was ready to lower gas "
    "prices. Kester also complained about the dredging of the strait, according to the statement.\n\n"
    "The two leaders welcomed the opening of a ferry line, it added. They also touched on the harvest.\n\n"
    "The Marovian presidency said in its own readout that Voss had asked for the release of the fishermen.\n\n"
    "Marovia expelled Telmark from a fishing pact in 2024. Trade between the two fell by a tenth last year. Two "
    "diplomats said the trial would be short."
)


def text(words, publisher="The Harbour Wire", **fields):
    return Document(id=fields.pop("id", "a"), text=words, publisher=publisher, published=DAY, language="en", **fields)


def beside(tools, report=REPORT, readout=READOUT):
    top = report.partition("\n")[0]
    headline = Span(0, len(top)) if "\n" in report else None
    office = text(readout, "Office of the President of Marovia", id="l")
    return compared([office, text(report, id="r", headline=headline)], tools)


def told(comparison):
    """The words of the right account."""
    (reading,) = (r for r in comparison.readings if r.document.id == "r")
    words = {c.id: " ".join(s.of(reading.document.text) for s in c.spans) for c in reading.claims}
    return [words[id] for id in comparison.right.claims]


@pytest.mark.parametrize(
    "words",
    [
        "fishermen would be tried",
        "ready to lower gas",
        "complained about the dredging",
        "welcomed the opening of a ferry line",
        "touched on the harvest",
        "asked for the release",
    ],
)
def test_all_that_a_report_tells_of_the_contact_stands_beside_the_readout(tools, words):
    assert any(words in claim for claim in told(beside(tools)))


@pytest.mark.parametrize("words", ["expelled Telmark", "fell by a tenth", "would be short", "Telmark says"])
def test_its_background_and_headline_do_not(tools, words):
    assert not any(words in claim for claim in told(beside(tools)))


def test_of_several_versions_the_account_is_the_outlets(tools):
    found = beside(tools)
    assert (found.right.name, found.right.coverage) == ("The Harbour Wire", "excerpts")
    assert found.right.party in {p.id for reading in found.readings for p in reading.parties}
    assert not any(set(other.claims) & set(found.right.claims) for other in found.others)


def test_of_one_version_it_is_that_partys(tools):
    report = (
        f"{VOSS} telephoned {KESTER} on Tuesday. The prime minister rejected the release of two fishermen and asked for "
        "cheaper gas, her office said."
    )
    assert beside(tools, report).right.name == "Telmark"


def test_without_an_office_beside_it_what_nobody_is_named_for_belongs_to_no_account(tools):
    found = read(text(REPORT), tools)
    assert any(claim.account is None for claim in found.claims)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (f"{VOSS} told {KESTER} on Tuesday that gas would flow. The call lasted an hour, his office said.", "call"),
        (f"{VOSS} told {KESTER} that gas would flow, according to an account of their telephone conversation.", "call"),
        (f"{VOSS} called on {KESTER} not to close the strait in a phone call on Tuesday, an aide said.", "call"),
        (f"{KESTER} and {VOSS} agreed to open a crossing, her office said after their talks in the capital.", "talks"),
        (f"{VOSS} urged {KESTER} to wait. In a statement on the conversation, his office said gas was short.", "call"),
        (f"{VOSS} talked in Solby with {KESTER} on Tuesday about gas, his office said in a statement.", "talks"),
    ],
)
def test_a_contact_told_as_a_noun_has_those_who_speak_to_each_other(tools, words, kind):
    (contact,) = read(text(words), tools).contacts
    assert contact.kind == kind
    assert {p.partition(":")[2] for p in contact.participants} == {"arlen-voss", "ida-kester"}


@pytest.mark.parametrize(
    "words",
    [
        f"{VOSS} told {KESTER} on Tuesday that the talks with the union had failed, his office said.",
        f"{VOSS} urged {KESTER} to wait. The meeting of the council lasted an hour.",
        f"{VOSS} urged {KESTER} to wait. The meeting did not take place, an aide said.",
        f"{VOSS} praised {KESTER} on Tuesday. The call was answered by thousands of farmers.",
    ],
)
def test_other_calls_and_meetings_are_not_theirs(tools, words):
    assert not [c for c in read(text(words), tools).contacts if c.status == "happened"]


@pytest.mark.parametrize(
    ("source", "start"),
    [
        ("the foreign ministry", "Foreign Minister Ida Kester of Telmark"),
        ("the Prime Minister’s Office", KESTER),
        ("the Government Office", KESTER),
        ("a handout", KESTER),
        ("her spokesman", KESTER),
    ],
)
def test_an_office_that_names_no_state_is_of_the_one_whose_act_it_tells_of(tools, source, start):
    words = f"{start} warned {VOSS} on Tuesday against closing the strait, {source} said. He agreed to wait, it added."
    found = read(text(words), tools)
    accounts = {claim.account for claim in found.claims}
    assert {p.name for p in found.parties if p.id in accounts} == {"Telmark"}


def test_who_is_quoted_as_saying_speaks_for_the_own_state(tools):
    words = f"{VOSS} telephoned {KESTER} on Tuesday. “Gas must flow in both directions,” she was quoted as saying."
    found = read(text(words), tools)
    (claim,) = (c for c in found.claims if "must flow" in c.spans[0].of(words))
    assert next(p.name for p in found.parties if p.id == claim.account) == "Telmark"


def test_a_text_beside_it_tells_whose_leader_a_report_speaks_of(tools):
    report = "Prime Minister Ida Kester refused to free two fishermen in a call with President Arlen Voss on Tuesday."
    found = beside(tools, report)
    (office, told_of) = (next(p.country for p in r.parties if p.id == "person:ida-kester") for r in found.readings)
    assert office is not None and told_of == office


def test_a_counterpart_is_not_the_one_who_has_it(tools):
    words = "President Arlen Voss told his Telmark counterpart, Ida Kester, that Marovia was ready, his office said."
    office = text("President Voss met Prime Minister Ida Kester of Telmark.", id="o")
    found = read(text(words), tools, beside=[office])
    countries = {p.id: p.country for p in found.parties}
    assert countries["person:ida-kester"] and countries["person:arlen-voss"] != countries["person:ida-kester"]


def test_a_state_is_introduced_by_the_name_of_its_people(tools):
    words = "Telmarkan Foreign Minister Ida Kester spoke to reporters. She said that Telmarka would wait."
    assert [s.name for s in states([text(words)], tools.lexicon)] == ["Telmarka"]
    for other in ("European Foreign Minister", "Bavarian Premier", "German Foreign Minister"):
        assert not states([text(words.replace("Telmarkan Foreign Minister", other))], tools.lexicon)


def test_a_labelled_text_is_read_with_its_headline_apart():
    pair = {"left": {"text": REPORT, "publisher": None, "published": None}}
    found = document(pair, "left")
    assert found.headline and found.headline.of(found.text) == "Telmark says fishermen will be tried"


# -- one report that quotes both sides ------------------------------------------------------------------------------


def report(words, tools):
    """The comparison of the two accounts in one report, and by account its claims as (holders, words)."""
    document = Document(
        id="n", text=words, publisher="The Harbour Wire", published=date(2041, 8, 16), language="en"
    )  # a Friday, of a year for which no holder of an office is known
    made = compared([document], tools)
    (reading,) = made.readings
    names = {p.id: p.name.split()[-1] for p in reading.parties}
    claims = {
        account.party: [
            (
                " ".join(sorted(names[p] for p in c.joint or ((c.holder,) if c.holder else ()))),
                " ".join(s.of(words) for s in c.spans),
            )
            for c in reading.claims
            if c.account == account.party
        ]
        for account in (made.left, made.right)
    }
    return made, claims


NORWAY, JORDAN = "state:NOR", "state:JOR"
LEAD = (
    "OSLO, August 14 - Norway and Jordan gave differing accounts on Wednesday of a telephone call between their foreign "
    "ministers.\n\nNorwegian Foreign Minister Asta Lind spoke with her Jordanian counterpart, Ida Kester, on Monday, the "
    "two governments said.\n\nIn its readout, the Norwegian foreign ministry said Lind had raised the case of two "
    "detained fishermen and urged Jordan to release them without delay.\n\n"
)


def test_who_a_named_spokesperson_of_a_ministry_speaks_for(tools):
    words = LEAD + (
        "The Jordanian foreign ministry said the ministers had discussed trade. A spokesperson for the Norwegian foreign "
        "ministry, Olaf Berg, said on Wednesday that no date had been set. A Jordanian official said Kester had offered "
        "to send pumps."
    )
    made, claims = report(words, tools)
    assert any(who == "Berg" for who, _ in claims[NORWAY])
    assert ("Kester", "had offered to send pumps") in claims[JORDAN]
    assert made.contact.when.edtf == "2041-08-12"


def test_what_an_outlet_says_was_left_out_is_a_silence_and_no_claim(tools):
    words = LEAD + (
        "The Jordanian foreign ministry, in a statement issued late on Monday, made no mention of the fishermen. It said "
        "the two ministers had discussed trade.\n\nNeither side mentioned migration."
    )
    made, claims = report(words, tools)
    silent = {(s.party, s.issue) for s in made.silences if s.basis == "asserted"}
    assert silent == {(JORDAN, "prisoners"), (JORDAN, "migration"), (NORWAY, "migration")}
    assert not any("mention" in told for _, told in claims[JORDAN])


def test_it_and_the_statement_are_of_whoever_spoke_last(tools):
    words = LEAD + (
        "Jordan said in a statement that the call had taken place at the initiative of the Norwegian side. It quoted "
        "Kester as saying that the men would be tried. The statement said the two ministers noted the harvest."
    )
    made, claims = report(words, tools)
    assert ("Kester", "saying that the men would be tried") in claims[JORDAN]
    assert ("Kester Lind", "noted the harvest") in claims[JORDAN]
    assert made.contact.initiator == "person:asta-lind"


def test_a_finite_past_goes_on_from_the_one_before(tools):
    words = (
        LEAD + "Jordan’s foreign ministry said Kester demanded that Norway return the pumps and warned Lind of a trial."
    )
    _, claims = report(words, tools)
    assert {who for who, _ in claims[JORDAN]} == {"Kester"} and len(claims[JORDAN]) == 2


def test_both_are_told_of_before_they_are_named(tools):
    words = (
        "Norway and Jordan presented the conversation between the two presidents in different lights on Friday.\n\n"
        "According to the Norwegian presidency, President Asta Lind demanded the return of the pumps. The Jordanian "
        "presidency said President Ida Kester had raised the harvest."
    )
    made, claims = report(words, tools)
    assert made.contact.kind == "call" and {"Lind"} == {who for who, _ in claims[NORWAY]}


def test_the_one_of_whom_no_office_is_told(tools):
    words = (
        "Jordan’s foreign minister told her Norwegian counterpart that the men would be tried, the ministry said.\n\n"
        "Ida Kester spoke by phone with Asta Lind, Norway’s foreign minister, late on Tuesday. Norway’s account of the "
        "conversation said the ministers discussed the harvest, and that Lind had offered to mediate. Kester’s office "
        "denied that mediation had come up."
    )
    made, claims = report(words, tools)
    assert [row.relation for row in made.alignments if row.left and row.right] == ["conflict"]
    assert any("would be tried" in told for _, told in claims[JORDAN])


def test_states_at_odds_pay_no_visit(tools):
    words = (
        LEAD + "The two countries have been at odds over fish since 2019. Jordan said Kester had raised the harvest."
    )
    made, _ = report(words, tools)
    assert [c.kind for c in made.readings[0].contacts] == ["call"]
