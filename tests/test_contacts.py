"""Calls, meetings, visits, letters: who took part, when, and whether they took place. People are fictitious."""

from datetime import date

import pytest

from readouts.find.contacts import contacts
from readouts.find.dates import dates
from readouts.find.parties import parties

TWO = "President Arlen Voss of Chile", "Prime Minister Ida Kestrel of Norway"
VOSS, KESTREL, ORN = "Voss", "Kestrel", "Orn"


@pytest.fixture(scope="module")
def told(parse, lexicon):
    def told(text, published=date(2023, 3, 8), **fields):
        document, doc = parse(text, published=published, **fields)
        people, mentions, _ = parties(document, doc, lexicon)
        found, problems = contacts(document, doc, mentions, people, dates(document, doc))
        names = {p.id: p.name.split()[-1] for p in people}
        return [(c, [names[p] for p in c.participants], names.get(c.initiator)) for c in found], problems

    return told


OPENINGS = {
    f"{TWO[0]} spoke by phone today with {TWO[1]}.": "call",
    f"{TWO[0]} had a telephone conversation with {TWO[1]}.": "call",
    f"A telephone conversation took place between {TWO[0]} and {TWO[1]}.": "call",
    f"{TWO[0]} received a phone call from {TWO[1]}.": "call",
    f"{TWO[0]} and {TWO[1]} spoke today.": "call",
    f"{TWO[0]} called {TWO[1]} today.": "call",
    f"{TWO[0]} called by phone with {TWO[1]}.": "call",
    f"Today, {TWO[0]} held a video call with {TWO[1]} to discuss Peru and Japan.": "call",
    f"{TWO[0]} met today with {TWO[1]} on the margins of the summit.": "meeting",
    f"{TWO[0]} hosted {TWO[1]} for a working lunch.": "meeting",
    f"During a telephone conversation held yesterday, {TWO[0]} and {TWO[1]} discussed Peru.": "call",
    f"{TWO[0]} was received by {TWO[1]} at the old mill.": "meeting",
    f"{TWO[0]} sent a letter to {TWO[1]}.": "letter",
    "President Arlen Voss of Chile met with his counterpart from Norway, Ida Kestrel, in Lima.": "meeting",
    "President Arlen Voss of Chile spoke with his Norwegian colleague, Ida Kestrel.": "call",
    f"{TWO[0]} had a telephone conversation with the Prime Minister of Norway, H.E. Ms. Ida Kestrel.": "call",
    f"The Foreign Minister, Ambassador Arlen Voss, met with {TWO[1]} on Monday.": "meeting",
    f"{TWO[0]} conferred by telephone on Friday with {TWO[1]}.": "call",
    f"{TWO[0]} and {TWO[1]} discussed the latest developments in a telephone conversation on Sunday.": "call",
}


@pytest.mark.parametrize("text", OPENINGS)
def test_openings(told, text):
    found, _ = told(text)
    (contact, who, _), *others = found
    assert (contact.kind, set(who), contact.status) == (OPENINGS[text], {VOSS, KESTREL}, "happened"), found
    assert not others


def test_a_parliament_is_not_led_by_the_head_of_state(told):
    found, _ = told(f"{TWO[0]} met with President of the Bundestag of the Federal Republic of Germany Max Orn.")
    assert [set(who) for _, who, _ in found] == [{VOSS, ORN}]
    found, _ = told("The President of the Bundestag met with President Arlen Voss of Chile.", date(2022, 5, 8))
    assert all("Steinmeier" not in who for _, who, _ in found)


def test_president_of_something_unknown_is_nobody_of_the_issuers_state(told):
    text = f"{TWO[0]} had a phone conversation with President of the World Bamboo Forum Max Orn."
    found, _ = told(text, publisher="President of Ukraine")
    assert "Ukraine" not in {name for _, who, _ in found for name in who}


def test_the_last_one_before_does_not_date_it(told):
    (contact, _, _), *_ = told(f"{TWO[0]} had a call with {TWO[1]}, the first since the summer.")[0]
    assert contact.when is None


def test_an_office_without_known_holder_takes_part_as_its_state(told):
    found, _ = told(
        f"The Prime Minister spoke with {TWO[0]} today.", date(2090, 1, 2), publisher="Prime Minister of Norway"
    )
    assert [who for _, who, _ in found] == [["Norway", VOSS]]
    found, _ = told(f"The Prime Minister spoke with {TWO[0]} today.", date(2090, 1, 2), publisher="The White House")
    assert [who for _, who, _ in found] == [[VOSS]], "the United States have no Prime Minister"


@pytest.mark.parametrize(
    ("text", "initiator"),
    [
        (f"{TWO[0]} called {TWO[1]}.", VOSS),
        (f"{TWO[0]} received a phone call from {TWO[1]}.", KESTREL),
        (f"{TWO[0]} had a telephone conversation with {TWO[1]} at the initiative of the Norwegian side.", KESTREL),
        (f"{TWO[0]} had a telephone conversation with {TWO[1]} at the latter's initiative.", KESTREL),
        (f"{TWO[0]} spoke with {TWO[1]}.", None),
    ],
)
def test_who_asked_for_it(told, text, initiator):
    (found, *_), _ = told(text)
    assert found[2] == initiator


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        (f"{TWO[0]} spoke by phone today with {TWO[1]}.", "phone"),
        (f"{TWO[0]} held a secure video call with {TWO[1]}.", "video"),
        (f"{TWO[0]} met in person with {TWO[1]}.", "in-person"),
        (f"{TWO[0]} spoke today with {TWO[1]}.", None),
    ],
)
def test_the_medium_is_kept_where_it_is_said(told, text, medium):
    (found, *_), _ = told(text)
    assert found[0].medium == medium


def test_speaking_at_a_gathering_is_meeting(told):
    (found, *_), _ = told(f"{TWO[0]} spoke today with {TWO[1]} at the G7 to discuss trade.")
    assert found[0].kind == "meeting"


def test_hosts_and_mediators_stand_apart(told):
    (host, *_), _ = told(f"{TWO[0]} hosted {TWO[1]} for lunch.")
    assert [host[1][0], len(host[0].hosts)] == [VOSS, 1] and host[0].hosts[0] in host[0].participants
    (held, *_), _ = told(f"{TWO[0]} met with {TWO[1]} at talks mediated by Switzerland and hosted by Oman.")
    assert (held[0].mediators, held[0].hosts) == (("state:CHE",), ("state:OMN",))
    assert set(held[1]) == {VOSS, KESTREL}


def test_a_side_without_names_takes_part_until_it_is_listed(told):
    text = f"{TWO[0]} held a video call with European leaders today."
    (alone, *_), _ = told(text)
    assert alone[1] == [VOSS, "leaders"]
    (named, *more), _ = told(f"{text} Joining Voss on the call were {TWO[1]} and Chancellor Max Orn of Austria.")
    assert set(named[1]) == {VOSS, KESTREL, ORN} and not more


@pytest.mark.parametrize(
    "text",
    [
        f"{TWO[0]} called and congratulated {TWO[1]} today.",
        f"Following the meeting of {TWO[0]} with {TWO[1]}, documents were signed.",
        f"President Arlen Voss, Jr. and {TWO[1]} spoke today about the summit, which will be held in Oslo.",
        f"{TWO[0]} met today with his Norwegian counterpart, Prime Minister Ida Kestrel.",
    ],
)
def test_other_ways_of_telling(told, text):
    (found, *_), _ = told(text)
    assert set(found[1]) == {VOSS, KESTREL}, found


def test_a_planned_meeting_has_its_day_and_place(told):
    (found, *_), _ = told(f"On March 20, 2023, {TWO[0]} and {TWO[1]} will meet in Lima.")
    assert (found[0].status, found[0].when.start, found[0].place) == ("planned", date(2023, 3, 20), "Lima")


def test_hosting_a_summit_is_no_meeting_with_whoever_comes_next(told):
    found, _ = told(f"{TWO[0]} congratulated {TWO[1]} on hosting the games, and the two leaders praised trade.")
    assert found == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (f"{TWO[0]} will meet with {TWO[1]} next week.", "planned"),
        (f"{TWO[0]} agreed to meet with {TWO[1]}.", "planned"),
        (f"{TWO[0]} looks forward to welcoming {TWO[1]} to Lima on 7 April.", "planned"),
        (f"{TWO[0]} is due to speak with {TWO[1]} on Thursday.", "planned"),
        (f"{TWO[0]} will be received by {TWO[1]} next week.", "planned"),
        (f"{TWO[0]} refused to meet with {TWO[1]}.", "denied"),
        (f"{TWO[0]} did not speak with {TWO[1]}.", "denied"),
        (f"{TWO[0]} might meet with {TWO[1]}.", "hypothetical"),
    ],
)
def test_what_did_not_happen_is_not_told_as_done(told, text, status):
    (found, *_), _ = told(text)
    assert found[0].status == status


def test_those_talked_about_take_no_part(told):
    found, _ = told(f"{TWO[0]} spoke with {TWO[1]} to discuss Peru, as well as efforts of Japan to help Kenya.")
    assert [who for _, who, _ in found] == [[VOSS, KESTREL]]


def test_several_counterparts(told):
    (found, *_), _ = told(f"{TWO[0]} met with {TWO[1]}, Chancellor Max Falk of Austria, and King Ludo of Jordan.")
    assert len(found[1]) == 4


def test_one_contact_named_often_is_one(told):
    text = (
        f"{TWO[0]} held a telephone conversation with {TWO[1]} on Monday. During the call Voss thanked her. "
        "A readout of the same conversation was short. In his conversation with Kestrel, Voss was brief."
    )
    found, _ = told(text)
    assert len(found) == 1 and len(found[0][0].spans) >= 3
    assert found[0][0].when.start == date(2023, 3, 6)


def test_the_day_of_a_statement_is_not_the_day_of_the_call(told):
    text = f"{TWO[0]} and {TWO[1]} are old friends. A spokesman issued a statement on Friday about Voss's call with Kestrel."
    found, problems = told(text)
    assert found[0][0].kind == "call" and found[0][0].when is None
    assert [p.reason for p in problems] == ["contact-undated"]


def test_two_calls_in_one_sentence_are_two(told):
    text = (
        f"{TWO[0]} held a telephone conversation with {TWO[1]} on Monday, days after reaching out to Chancellor Max Orn "
        "of Austria. No statement on Voss's telephone conversations with both Kestrel and Orn mentioned trade."
    )
    found, _ = told(text)
    assert sorted(map(sorted, (who for _, who, _ in found))) == [[KESTREL, VOSS], [ORN, VOSS]]
    later = next(c for c, who, _ in found if ORN in who)
    assert later.when.start is None and later.when.end == date(2023, 3, 6)


@pytest.mark.parametrize(
    "text",
    [
        "The peace talks between Georgia and Moldova go on.",
        "He called on Georgia to meet its obligations.",
        "The conference call was about trade.",
        "President Arlen Voss of Chile called for restraint.",
    ],
)
def test_what_is_no_contact(told, text):
    assert told(text)[0] == []


# From the wild: openings of White House readouts (works of the US government, public domain).
WILD = [
    ("President Biden spoke with Canadian Prime Minister Justin Trudeau in his first call to a foreign leader as President of "
     "the United States.", date(2021, 1, 22), "call", {"Biden", "Trudeau"}),
    ("President Joseph R. Biden, Jr. met today with Prime Minister Liz Truss of the United Kingdom on the margins of the "
     "United Nations General Assembly.", date(2022, 9, 21), "meeting", {"Biden", "Truss"}),
    ("President Joseph R. Biden, Jr. spoke today with President of Finland Sauli Niinistö.", date(2021, 12, 13), "call",
     {"Biden", "Niinisto"}),  # the lexicon's spelling
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "kind", "people"), WILD)
def test_openings_from_the_wild(told, text, day, kind, people):
    (found, *_), _ = told(text, published=day, publisher="The White House")
    assert (found[0].kind, set(found[1])) == (kind, people)
