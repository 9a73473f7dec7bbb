"""Contacts that a text recalls beside the one it tells of. People are fictitious."""

from datetime import date

import pytest

from readouts.find.contacts import contacts
from readouts.find.dates import dates
from readouts.find.parties import parties

VOSS, KESTREL = "President Arlen Voss of Chile", "Prime Minister Ida Kestrel of Norway"
TODAY = f"{VOSS} spoke with {KESTREL} on Monday"  # 6 March


@pytest.fixture(scope="module")
def days(met):
    """Kind and day of each contact between the two, in order; published on Wednesday, 8 March 2023."""

    def days(text):
        found, names = met(text)
        return [
            (c.kind, c.when.edtf if c.when else None)
            for c in found
            if {names[p] for p in c.participants} == {"Voss", "Kestrel"}
        ]

    return days


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (f"{TODAY}, three weeks after their call of 13 February.", ("call", "2023-02-13")),
        (f"{TODAY}, after a meeting in January.", ("meeting", "2023-01")),
        (f"{TODAY}. Their last call was on 13 February.", ("call", "2023-02-13")),
        (f"{TODAY}. It was in January that President Voss called Prime Minister Kestrel.", ("call", "2023-01")),
        (f"{TODAY}. In January, when the leaders met in Lima, trade was the matter.", ("meeting", "2023-01")),
        (f"{TODAY}. The two last met in January.", ("meeting", "2023-01")),
        (f"{TODAY}. The two had last spoken eight days before.", ("call", "2023-02-26")),
        (f"{TODAY}, two days after a call about the lock.", ("call", "2023-03-04")),
        (f"{TODAY}, a week after their meeting.", ("meeting", "2023-02-27")),
        (f"{TODAY}. Earlier this year Voss and Kestrel spoke on February 13.", ("call", "2023-02-13")),
    ],
)
def test_a_contact_of_another_day_is_another(days, text, other):
    assert days(text) == [("call", "2023-03-06"), other]


@pytest.mark.parametrize(
    "text",
    [
        f"{TODAY}. The call, on Monday, was long.",
        f"{TODAY}. In their conversation they spoke of trade.",
        f"{TODAY}. The President spoke of a successful climate meeting in Lima later this year.",
        f"{TODAY}, after a call for calm in January.",
        f"{TODAY}, two days after a call for calm.",
        f"{TODAY}, days after their call.",
        f"{TODAY}. It built on their last call and on the previous meeting.",
    ],
)
def test_other_words_for_it_and_other_matters_are_none(days, text):
    assert days(text) == [("call", "2023-03-06")]


def test_one_verb_may_tell_of_several_days(days):
    text = f"{VOSS} spoke with {KESTREL} on February 2, on February 6 and on February 9."
    assert days(text) == [("call", f"2023-02-0{day}") for day in (2, 6, 9)]


def test_one_day_told_twice_is_one(days):
    assert days(f"{VOSS} spoke with {KESTREL} on Monday, 6 March, and will travel on 9 March.") == [
        ("call", "2023-03-06")
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"In their call last week, {VOSS} told {KESTREL} that the lock stays open.", "call"),
        (f"During last week's meeting with {KESTREL}, {VOSS} said that the lock stays open.", "meeting"),
        (f"{VOSS} and {KESTREL} held a virtual meeting last week.", "meeting"),
    ],
)
def test_what_was_said_in_a_contact_tells_of_it(days, text, kind):
    assert days(text) == [(kind, "2023-02-27/2023-03-05")]


def test_last_without_a_day_is_another_contact(days):
    assert days(f"{TODAY}. The two had last spoken a while before.") == [("call", "2023-03-06"), ("call", None)]


def test_another_call_is_no_place_that_tells_of_this_one(parse, lexicon):
    text = f"{TODAY}. The call was long. It built on their last call."
    document, doc = parse(text, published=date(2023, 3, 8))
    people, mentions, _ = parties(document, doc, lexicon)
    (found,), _ = contacts(document, doc, mentions, people, dates(document, doc))
    assert [span.of(text) for span in found.spans[1:]] == ["call"] and found.spans[-1].end < text.index("last")
