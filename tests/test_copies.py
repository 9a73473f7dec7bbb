"""Copies of one statement are found; readouts of one template about different contacts are kept apart."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.ingest.copies import NEAR, NUMBERS, copies, is_copy, nearness, signature
from readouts.records import Document

FIRST_NUMBERS = (3641474528, 2004518660, 1614031331)  # changes only when stored signatures lose their use
TEXT = (
    "President Arlen Voss of Marovia spoke by phone on March 3 with Prime Minister Ida Kester of Telmark. The President "
    "thanked the Prime Minister for the hospitality shown to the Marovian delegation last week. The two leaders discussed "
    "the opening of the border crossings, energy prices, and the return of 14 detained fishermen. They agreed that their "
    "foreign ministers will meet before the end of the month to prepare a joint declaration. The President also "
    "underscored the importance of free navigation and reaffirmed his support for a negotiated settlement."
)
SENTENCES = TEXT.split(". ")
OTHER_CONTACT = TEXT.replace("Ida Kester", "Tomas Arrieta").replace("Telmark", "Quelland").replace("March 3", "March 9")


def doc(text, publisher=None, day=3, id=None):
    return Document(
        id=id or f"{hash((text, publisher, day))}", text=text, publisher=publisher, published=day and date(2031, 3, day)
    )


COPIES = {
    "trimmed": ". ".join(SENTENCES[:3]) + ".",
    "retitled": "Leaders speak as tensions rise in the region\n\n" + TEXT,
    "another lead": "The two sides held talks late on Monday, according to Port Varne Courier. "
    + ". ".join(SENTENCES[1:]),
    "dateline and footer": "PORT VARNE, March 4, 2031 (Northern Wire) – "
    + TEXT
    + "\nFollow Northern Wire for more news.",
    "other signs": TEXT.replace("Prime Minister", "Prime  Minister").upper().replace("’", "'"),
    "other spelling": TEXT.replace("Kester", "Kesster").replace("Marovian", "Marovyan"),
    "with background": TEXT
    + " Marovia and Telmark have been at odds since 2019, when talks broke down over fishing. Analysts in Port Varne doubt that a declaration is near.",
}
OTHERS = {
    "another contact": OTHER_CONTACT,
    "another contact, trimmed": ". ".join(OTHER_CONTACT.split(". ")[:3]) + ".",
    "another number": TEXT.replace("14 detained", "9 detained"),
    "another day": TEXT.replace("March 3", "March 17"),
    "another statement": "The Foreign Ministry of Telmark rejects the claims made today about its fleet and calls on all sides to show restraint in the strait, where two vessels met last night.",
}  # fmt: skip


@pytest.mark.parametrize("name", COPIES)
def test_copies_are_found(name):
    original, copy = doc(TEXT, "Office of the President of Marovia"), doc(COPIES[name], "Northern Wire", 4)
    assert is_copy(original, copy) and is_copy(copy, original)
    assert copies([copy, original]) == ((original, copy),)


@pytest.mark.parametrize("name", OTHERS)
def test_others_are_kept_apart(name):
    original, other = doc(TEXT, "Office of the President of Marovia"), doc(OTHERS[name], "Northern Wire", 4)
    assert not is_copy(original, other) and not is_copy(other, original)
    assert copies([original, other]) == ()


def test_each_source_is_kept_the_earliest_first_and_unknown_days_last():
    wire, first, undated, alone = (
        doc(TEXT, "Wire", 4),
        doc(TEXT, "Marovia", 3),
        doc(TEXT, "Blog", None),
        doc(OTHER_CONTACT, "Quelland", 9),
    )
    assert copies([undated, wire, alone, first]) == ((first, wire, undated),)


def test_a_copy_that_names_no_contact_does_not_join_two():
    nameless = "The two leaders spoke. " + ". ".join(SENTENCES[1:]).replace("Marovian ", "")
    groups = copies([doc(TEXT, "A"), doc(OTHER_CONTACT, "B"), doc(nameless, "C")])
    assert len(groups) == 1 and len(groups[0]) == 2


def test_an_article_that_carries_two_statements_does_not_join_them():
    both = doc(TEXT + "\n\n" + OTHERS["another statement"], "Wire")
    groups = copies([doc(TEXT, "A"), doc(OTHERS["another statement"], "B"), both])
    assert [len(group) for group in groups] == [2]


def test_one_publishers_template_is_no_copy_though_most_words_are_the_same():
    changed = (
        TEXT.replace("energy prices", "visas for students and researchers, air links between the capitals")
        .replace("free navigation", "humanitarian access to the northern provinces this winter")
        .replace("hospitality shown to", "help in bringing home")
    )
    changed = changed.replace("to prepare a joint declaration", "so that work on the new bridge can begin")
    assert is_copy(doc(TEXT, "Marovia"), doc(changed, "Wire")) and not is_copy(
        doc(TEXT, "Marovia"), doc(changed, "Marovia")
    )
    assert not is_copy(doc(TEXT, "Marovia"), doc(changed, "Wire", 20))


def test_a_short_formula_put_out_again_weeks_later_is_another_statement():
    short = "The President spoke by phone with Prime Minister Ida Kester. They discussed bilateral ties and matters of mutual interest, and agreed to stay in touch on all of these."
    assert is_copy(doc(short, "A", 1), doc(short, "B", 2)) and not is_copy(doc(short, "A", 1), doc(short, "A", 20))


def test_a_signature_is_the_same_for_other_signs_and_on_every_machine():
    assert signature(TEXT) == signature(TEXT.upper().replace(",", " ,")) and len(signature(TEXT)) == NUMBERS
    assert signature("Arlen Voss spoke")[:3] == FIRST_NUMBERS
    assert nearness(signature(TEXT), signature(COPIES["retitled"])) > 0.8
    assert nearness(signature(TEXT), signature(OTHERS["another statement"])) < NEAR


def test_stored_signatures_are_taken():
    one, other = doc(TEXT, "A", id="1"), doc(TEXT, "B", id="2")
    far = {"1": signature(TEXT), "2": signature(OTHERS["another statement"])}
    assert copies([one, other], far) == () and len(copies([one, other], {"1": signature(TEXT)})) == 1


def test_a_text_that_hundreds_carry_is_one_group():
    many = [doc(TEXT, f"P{n}", id=str(n)) for n in range(120)]
    made = {str(n): signature(TEXT) for n in range(120)}
    assert [len(group) for group in copies(many, made)] == [120]


@given(st.lists(st.sampled_from([TEXT, *COPIES.values(), *OTHERS.values(), "", "Yes."]), max_size=5))
def test_groups_never_share_a_document(texts):
    documents = [doc(text, f"P{n}", id=str(n)) for n, text in enumerate(texts)]
    groups = copies(documents)
    ids = [one.id for group in groups for one in group]
    assert len(ids) == len(set(ids)) and all(len(group) > 1 for group in groups)
    for group in groups:
        for a, b in itertools.combinations(group, 2):
            assert not (OTHER_CONTACT[:150] in (a.text + b.text) and TEXT[:150] in (a.text + b.text))
