"""Contacts in the words of the press: visits, pairs of names, calls by other verbs, ellipses, dates of their own. People
are fictitious, published on Wednesday, 8 March 2023.
"""

from datetime import date

import pytest

from readouts.find.contacts import contacts
from readouts.find.dates import dates
from readouts.find.parties import parties
from readouts.pipeline import readings
from readouts.records import Document

VOSS, KESTREL = "President Arlen Voss of Chile", "Prime Minister Ida Kestrel of Norway"
MET = f"{VOSS} met {KESTREL} in Lima on Monday"  # 6 March


@pytest.fixture(scope="module")
def told(met):
    """Kind, status, days and last names of each contact, in the order told."""

    def told(text):
        found, names = met(text)
        return [
            (c.kind, c.status, c.when.edtf if c.when else None, " ".join(sorted(names[p] for p in c.participants)))
            for c in sorted(found, key=lambda c: min(c.spans))
        ]

    return told


BOTH = "Kestrel Voss"


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        # visits: who is named of the place's state is the host
        (f"{KESTREL} spoke well of Voss. {VOSS} was a guest in Oslo on Monday.", ("visit", "2023-03-06")),
        (f"On Monday {KESTREL} arrived in Santiago, where {VOSS} lives.", ("visit", "2023-03-06")),
        (f"{VOSS} was pleased by the visit of {KESTREL} to Santiago in January.", ("visit", "2023-01")),
        (f"{VOSS} and {KESTREL} are neighbours. Ms. Kestrel had been to Santiago in January.", ("visit", "2023-01")),
        (f"{KESTREL} was in Santiago on Monday for talks with {VOSS}.", ("visit", "2023-03-06")),
        # other verbs and nouns
        (f"{VOSS} and {KESTREL} saw each other in Lima on Monday.", ("meeting", "2023-03-06")),
        (f"{VOSS} sat down with Norway's Ida Kestrel on Monday.", ("meeting", "2023-03-06")),
        (f"{KESTREL} was welcomed to Santiago by {VOSS} on Monday.", ("meeting", "2023-03-06")),
        (f"{VOSS} called on {KESTREL} on Monday.", ("meeting", "2023-03-06")),
        (f"{VOSS} paid a call on {KESTREL} on Monday.", ("meeting", "2023-03-06")),
        (f"{VOSS} was with {KESTREL} in Lima on Monday.", ("meeting", "2023-03-06")),
        (f"{VOSS} and {KESTREL} discussed the lock on Monday.", ("talks", "2023-03-06")),
        (f"{VOSS} exchanged views with {KESTREL} on Monday.", ("talks", "2023-03-06")),
        (f"{VOSS} had his first bilateral with {KESTREL} on Monday.", ("meeting", "2023-03-06")),
        # by phone, whatever the verb
        (f"{VOSS} congratulated {KESTREL} by phone on Monday.", ("call", "2023-03-06")),
        (f"{VOSS} and {KESTREL} were on the phone on Monday.", ("call", "2023-03-06")),
        (f"{KESTREL} was congratulated by {VOSS} in a phone call on Monday.", ("call", "2023-03-06")),
        (f"{VOSS} offered condolences to {KESTREL} in a phone call on Monday.", ("call", "2023-03-06")),
        # what a clause says of the noun
        (f"The lock was the matter of a call that {VOSS} placed to {KESTREL} on Monday.", ("call", "2023-03-06")),
        (f"It was {VOSS} who rang {KESTREL} on Monday.", ("call", "2023-03-06")),
        # one subject in several pieces
        (
            "The Chilean president, Arlen Voss, and Norway's most senior diplomat, Ida Kestrel, met on Monday.",
            ("meeting", "2023-03-06"),
        ),
    ],
)
def test_a_contact_is_found(told, text, contact):
    kind, day = contact
    assert told(text) == [(kind, "happened", day, BOTH)]


@pytest.mark.parametrize(
    "text",
    [
        f"{VOSS} called on {KESTREL} to open the lock.",
        f"{VOSS} saw {KESTREL} as a rival.",
        f"{VOSS} was in Santiago on Monday, and {KESTREL} was in Oslo.",
        f"{VOSS} discussed the lock. {KESTREL} did not like it.",
        f"{VOSS} welcomed {KESTREL}.",
    ],
)
def test_what_tells_of_no_contact(told, text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "other"),
    [
        # a date of its own tells that it is another
        (f"{MET}. Last month's telephone conversation was short.", ("call", "2023-02")),
        (f"{MET}. It followed the Rome talks of 13 January.", ("talks", "2023-01-13")),
        (f"{MET}, and this meeting, like that of 13 January, was short.", ("meeting", "2023-01-13")),
        (f"{MET}. The Voss-Kestrel video summit of 13 January was short.", ("meeting", "2023-01-13")),
        (f"{MET}. The leaders' phone call in January was short.", ("call", "2023-01")),
        (f"{MET}, as the two did in January.", ("meeting", "2023-01")),
        # counted from the one told of
        (f"{MET}, a week after they had spoken.", ("call", "2023-02-27")),
        (f"{MET}, less than three weeks after they had spoken.", ("call", "2023-02-13/2023-02-20")),
        (f"{MET}, two months after their call.", ("call", "2022-12-21/2023-01-20")),
        # what a pluperfect or "last" tells is over
        (f"{MET}. They had met in May.", ("meeting", "2022-05")),
        (f"{MET}. They last spoke in April.", ("call", "2022-04")),
    ],
)
def test_another_contact_of_the_same(told, text, other):
    kind, day = other
    assert told(text) == [("meeting", "happened", "2023-03-06", BOTH), (kind, "happened", day, BOTH)]


@pytest.mark.parametrize(
    "text",
    [
        f"{MET}. Monday's talks were long.",
        f"{MET}. The Voss-Kestrel meeting was long.",
        f"{MET}. It prepared the climate summit in June.",
        f"{MET}, ahead of Tuesday's funeral.",
    ],
)
def test_the_same_contact_told_again(told, text):
    assert told(text) == [("meeting", "happened", "2023-03-06", BOTH)]


def test_a_contact_told_of_before_the_subject_is_between_those_behind(told):
    text = f"Months after their summit in January, {VOSS} welcomed {KESTREL} to Santiago."
    assert sorted(told(text), key=str) == [
        ("meeting", "happened", "2023-01", BOTH),
        ("meeting", "happened", None, BOTH),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{VOSS} is to meet {KESTREL} in May.", "2023-05"),
        (f"A meeting of {VOSS} with {KESTREL} is planned for May.", "2023-05"),
        (f"In May {VOSS} travels to Oslo to see {KESTREL}.", "2023-05"),
    ],
)
def test_what_is_ahead_is_planned(told, text, day):
    assert [(status, when, people) for _, status, when, people in told(text)] == [("planned", day, BOTH)]


def test_a_meeting_called_off_did_not_take_place(told):
    (found,) = told(f"The meeting of {VOSS} with {KESTREL} was called off.")
    assert found[1] == "denied"


def test_one_of_two_of_a_state_did_so_too(told):
    text = f"{VOSS} phoned {KESTREL} on Monday, and Vice President Olga Tarn of Chile did so on Tuesday."
    assert told(text) == [
        ("call", "happened", "2023-03-06", BOTH),
        ("call", "happened", "2023-03-07", "Kestrel Tarn"),
    ]


def test_two_of_a_state_meet_the_same_guest_apart(told):
    text = f"{VOSS} met {KESTREL} on Monday. Vice President Olga Tarn of Chile met Prime Minister Kestrel on Monday as well."
    assert [people for *_, people in told(text)] == [BOTH, "Kestrel Tarn"]


def test_a_word_stands_for_the_contact_named_before(told):
    text = f"After {VOSS}'s call to {KESTREL} on 3 March, the prime minister had one from Minister Olga Tarn on Monday."
    assert ("call", "happened", "2023-03-06", "Kestrel Tarn") in told(text)


def test_the_two_are_those_of_the_sentence(told):
    text = (
        f"{VOSS} spoke with {KESTREL}. King Ottar of Denmark is to see Mr. Voss: the two will meet in Lima on Friday."
    )
    assert ("meeting", "planned", "2023-03-10", "Denmark Voss") in told(text) or (
        "meeting", "planned", "2023-03-10", "Ottar Voss"
    ) in told(text)  # fmt: skip


def test_three_are_three(told):
    text = (
        f"{VOSS}, {KESTREL} and President Olga Tarn of Peru met on Monday. In January the three had conferred by phone."
    )
    assert told(text)[-1] == ("call", "happened", "2023-01", "Kestrel Tarn Voss")


def test_a_long_title_with_bodies_in_it_belongs_to_the_name_behind(told):
    text = (  # the White House, 14 March 2022
        "National Security Advisor Jake Sullivan met today with Chinese Communist Party Politburo Member and Director of"
        " the Office of the Foreign Affairs Commission Yang Jiechi in Rome, Italy."
    )
    assert [people for *_, people in told(text)] == ["Jiechi Sullivan"]


def test_leaders_named_only_as_a_pair_are_known(parse, lexicon):
    document, doc = parse("The Biden-Xi video meeting of November took three hours.", published=date(2021, 11, 17))
    people, mentions, _ = parties(document, doc, lexicon)
    found, _ = contacts(document, doc, mentions, people, dates(document, doc))
    names = {p.id: p.name for p in people}
    assert [names[p] for c in found for p in c.participants] == ["Joe Biden", "Xi Jinping"]


def test_who_heads_a_body_is_not_of_the_state_of_the_place(tools):
    text = f"{VOSS} met NATO Secretary General Jens Stoltenberg in Munich, Germany, and thanked him."
    (made,) = readings([Document(id="1", text=text, published=date(2023, 3, 8), language="en")], tools)
    assert [p.country for p in made.parties if p.name == "Jens Stoltenberg"] == [None]
