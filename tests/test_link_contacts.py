"""The same contact in two documents, and two that only look the same."""

from datetime import date, timedelta

import pytest
from made import KESTER, TELMARK, VOSS, reading, span

from readouts.link.accounts import main_contact
from readouts.link.contacts import Told, may_be_about, merged, same
from readouts.pipeline import comparison
from readouts.records import Contact, Party, When

PARTIES = {
    p.id: p
    for p in (
        Party(id="person:voss", name="Arlen Voss", kind="person", country="CHL"),
        Party(id="person:kestrel", name="Ida Kestrel", kind="person", country="NOR"),
        Party(id="person:falk", name="Max Falk", kind="person", country="NOR"),
        Party(id="state:NOR", name="Norway", kind="state", country="NOR"),
        Party(id="state:PER", name="Peru", kind="state", country="PER"),
    )
}


def call(*who, day=None, kind="call", status="happened", **fields):
    when = When(start=day, end=day + timedelta(1), edtf=str(day), basis="stated") if day else None
    return Contact(id=f"{who}{day}{kind}", kind=kind, participants=who, when=when, status=status, **fields)


MARCH = date(2023, 3, 3)
ONE = call("person:voss", "person:kestrel", day=MARCH)


@pytest.mark.parametrize(
    "other",
    [
        call("person:kestrel", "person:voss", day=MARCH),
        call("person:voss", "person:kestrel", day=MARCH + timedelta(1)),
        call("person:voss", "person:kestrel"),
        call("person:voss", "state:NOR", day=MARCH),
    ],
    ids=["other order", "next day", "day not said", "state for its leader"],
)
def test_one_contact(other):
    assert same(ONE, other, PARTIES, PARTIES)[0]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (call("person:voss", "person:kestrel", day=MARCH + timedelta(14)), "2023-03-17"),
        (call("person:voss", "person:falk", day=MARCH), "Max Falk"),
        (call("person:voss", "state:PER", day=MARCH), "Peru"),
        (call("person:voss", "person:kestrel", day=MARCH, kind="meeting"), "a meeting"),
        (call("person:voss", "person:kestrel", day=MARCH, status="planned"), "is planned"),
    ],
    ids=["weeks apart", "other person", "other state", "other kind", "not yet"],
)
def test_two_contacts(other, why):
    verdict, reason = same(ONE, other, PARTIES, PARTIES)
    assert not verdict and why in reason


def test_days_of_publication_stand_in_for_days_not_said():
    undated = call("person:voss", "person:kestrel")
    assert same(undated, undated, PARTIES, PARTIES, (MARCH, MARCH + timedelta(1)))[0]
    assert not same(undated, undated, PARTIES, PARTIES, (MARCH, MARCH + timedelta(20)))[0]


def test_both_texts_fill_in_what_the_other_leaves_out():
    left = call("person:voss", "state:NOR")
    right = call("person:kestrel", "person:voss", day=MARCH, initiator="person:kestrel", place="Oslo")
    whole = merged(left, right, PARTIES)
    assert whole.participants == ("person:voss", "person:kestrel")
    assert (whole.when, whole.initiator, whole.place) == (right.when, "person:kestrel", "Oslo")


def told(contact=None, parties=("person:voss", "state:NOR"), issuer="state:CHL", published=MARCH):
    return Told(contact=contact, parties={p: PARTIES[p] for p in parties}, issuer=issuer, published=published)


SILENT = told(parties=("person:voss", "state:NOR"), issuer="state:NOR")


@pytest.mark.parametrize(
    ("one", "may"),
    [
        (told(ONE, PARTIES), True),
        (told(), True),
        (told(ONE, PARTIES, published=MARCH + timedelta(9)), True),  # its contact's day counts
        (told(published=MARCH + timedelta(9)), False),
        (told(published=None), True),
        (told(call("person:voss", "state:PER", day=MARCH), ("person:voss", "state:PER")), False),
        (told(parties=("person:voss",)), False),
    ],
    ids=["contact told", "none told", "by its day", "another day", "no day", "another side", "one side"],
)
def test_a_text_that_tells_of_no_contact(one, may):
    assert may_be_about(one, SILENT) is may
    assert may_be_about(SILENT, one) is may


def test_of_several_that_fit_it_is_the_one_that_the_text_is_about(tools):
    """The left text tells of an older call of the same two in passing; the right text fits either."""
    two = (VOSS.id, KESTER.id)
    words = "President Voss spoke with Prime Minister Kester. They had spoken before. President Voss urged a ceasefire."
    old = call(*two, day=MARCH, spans=(span(words, "They had spoken"),))
    main = call(*two, spans=(span(words, "President Voss spoke"),))
    urged = ("urged a ceasefire", "urge", ["ceasefire"], VOSS, {"contact": main.id})
    left = reading(words, "left", contacts=(old, main), claims=[urged], published=MARCH)
    answer = "Prime Minister Kester spoke with President Voss. She rejected a ceasefire."
    theirs = call(*two, kind="talks", spans=(span(answer, "Prime Minister Kester spoke"),))
    told_of = {"contact": theirs.id, "account": TELMARK.id}
    rejected = ("rejected a ceasefire", "reject", ["ceasefire"], KESTER, told_of)
    right = reading(answer, "right", contacts=(theirs,), claims=[rejected], published=MARCH, issuer=TELMARK.id)
    made = comparison([left, right], tools)
    assert made.contact is not None and made.contact.id == main.id


@pytest.mark.parametrize(("issuer", "about"), [(TELMARK.id, "call"), (None, "meeting")], ids=["own text", "news"])
def test_an_offices_own_text_is_about_the_contact_with_which_it_opens(issuer, about):
    words = "Ida Kester spoke with Arlen Voss. She met the press. She told it of the budget, and of the weather."
    opens = call(VOSS.id, KESTER.id, spans=(span(words, "Ida Kester spoke"),))
    later = call(KESTER.id, kind="meeting", spans=(span(words, "met the press"),))
    claims = [(part, "state", [], KESTER, {"contact": later.id}) for part in ("of the budget", "of the weather")]
    assert main_contact(reading(words, contacts=(opens, later), claims=claims, issuer=issuer)).kind == about
