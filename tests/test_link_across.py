"""Mentions of contacts in several documents: which tell of one contact, why, and what a person's decisions do to it."""

from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.errors import LinkError
from readouts.link.across import links, relinked
from readouts.link.by_hand import apart, together
from readouts.link.days import days, marks
from readouts.records import Contact, ContactMention, Party, When, digest

VOSS = Party(id="person:arlen-voss", name="Arlen Voss", kind="person", country="MRV")
KESTER = Party(id="person:ida-kester", name="Ida Kester", kind="person", country="TLM")
LIND = Party(id="person:pavo-lind", name="Pavo Lind", kind="person", country="OST")
RAND = Party(id="person:mira-rand", name="Mira Rand", kind="person", country="MRV")
TELMARK = Party(id="state:TLM", name="Telmark", kind="state", country="TLM")
DAY = timedelta(1)
MARCH = date(2031, 3, 3)


def told(
    document, *who, day=None, until=None, kind="call", status="happened", published=None, issuer=None, main=False,
    words="", place=None, medium=None,
):  # fmt: skip
    """A mention by the document's name; without `until` it is dated to the day."""
    who = who or (VOSS, KESTER)
    after = until or (day + DAY if day else None)
    when = When(start=day, end=after, edtf=f"{day}/{until}" if until else str(day), basis="stated")
    contact = Contact(
        id=digest(document, kind, *(p.id for p in who), day, until),
        kind=kind,
        participants=tuple(p.id for p in who),
        when=when if day else None,
        status=status,
        place=place,
        medium=medium,
    )
    return ContactMention(
        contact=contact,
        document=document,
        published=published or day,
        issuer=issuer,
        parties=who,
        main=main,
        words=frozenset(words.split()),
    )


def contacts(mentions, by_hand=None):
    """The names of the documents, together where they tell of one contact."""
    return together_in({m.id: m.document for m in mentions}, links(mentions, by_hand))


def together_in(names, found):
    groups = defaultdict(set)
    for link in found:
        groups[link.linked_to].add(names[link.mention])
    return sorted(map(sorted, groups.values()))


def reason(mentions, document):
    ids = {m.document: m.id for m in mentions}
    return next(link.reason for link in links(mentions) if link.mention == ids[document])


IN_MARCH = {"day": date(2031, 3, 1), "until": date(2031, 4, 1), "published": date(2031, 4, 9)}


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (told("a", day=MARCH), told("b", KESTER, VOSS, day=MARCH), "kind and day"),
        (told("a", day=MARCH), told("b", VOSS, TELMARK, day=MARCH), "kind and day"),
        (told("a", day=MARCH), told("b", day=MARCH + DAY), "a day apart"),
        (told("a", VOSS, KESTER, LIND, day=MARCH), told("b", day=MARCH), "some of the same"),
        (told("a", day=MARCH), told("b", **IN_MARCH), "the only call of these participants in 2031-03-01/2031-04-01"),
        (told("a", day=MARCH), told("b", published=MARCH + 2 * DAY, main=True), "in the time before"),
        (told("a", day=MARCH, kind="visit"), told("b", day=MARCH, kind="meeting"), "kind and day"),
        (told("a", day=MARCH, kind="meeting", medium="video"), told("b", day=MARCH), "kind and day"),
        (told("a", day=MARCH, status="planned", published=MARCH - 9 * DAY), told("b", day=MARCH), "kind and day"),
        (told("a", day=MARCH, words="grain lock"), told("b", published=MARCH + 9 * DAY, words="grain lock mine"), ""),
    ],
    ids="other-order state-for-leader next-day one-of-three month undated visit video announced recalled".split(),
)  # fmt: skip
def test_one_contact(first, second, why):
    assert contacts([first, second]) == [["a", "b"]]
    reasons = {link.reason for link in links([first, second])} - {"its own mention"}
    assert len(reasons) == 1 and why in reasons.pop()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (told("a", day=MARCH, words="grain lock"), told("b", day=MARCH + 14 * DAY, words="grain lock")),
        (told("a", day=MARCH), told("b", VOSS, LIND, day=MARCH)),
        (told("a", day=MARCH), told("b", RAND, KESTER, day=MARCH)),
        (told("a", day=MARCH), told("b", day=MARCH, kind="meeting")),
        (told("a", day=MARCH), told("b", day=MARCH, status="denied")),
        (told("a", day=MARCH - 9 * DAY), told("b", **IN_MARCH)),
        (told("a", day=MARCH), told("b", published=MARCH + 9 * DAY)),
        (told("a", VOSS, KESTER, LIND, day=MARCH), told("b", day=MARCH + DAY)),
        (told("a", day=MARCH), told("a", day=MARCH + DAY)),
        (
            told("a", day=MARCH, issuer="state:MRV", main=True),
            told("b", day=MARCH + DAY, issuer="state:MRV", main=True),
        ),
        (told("a", day=None, published=None), told("b", day=None, published=None)),
    ],
    ids=(
        "weeks-apart other-counterpart other-of-one-state other-kind denied other-month recalled-in-other-words "
        "three-next-day one-document one-issuer no-days"
    ).split(),
)
def test_two_contacts(first, second):
    assert len({link.linked_to for link in links([first, second])}) == 2


def test_a_vague_mention_goes_to_the_contact_told_of_in_like_words():
    one, other = told("a", day=MARCH, words="grain lock"), told("b", day=MARCH + 9 * DAY, words="prisoners journalist")
    vague = told("c", **IN_MARCH, words="grain ship")
    assert contacts([one, other, vague]) == [["a", "c"], ["b"]]
    assert "likest words" in reason([one, other, vague], "c")


def test_a_vague_mention_goes_to_the_latest_contact_when_words_do_not_tell():
    one, other, vague = told("a", day=MARCH), told("b", day=MARCH + 9 * DAY), told("c", **IN_MARCH)
    assert contacts([one, other, vague]) == [["a"], ["b", "c"]]


def test_a_mention_between_two_days_goes_to_its_own_day():
    mentions = [told(name, day=MARCH + n * DAY) for name, n in (("a", 0), ("b", 2), ("c", 2), ("d", 4))]
    assert contacts(mentions) == [["a"], ["b", "c"], ["d"]]


def test_days_do_not_chain():
    mentions = [told(name, day=MARCH + n * DAY) for n, name in enumerate("abcd")]
    assert all(len(group) <= 2 for group in contacts(mentions))


def test_people_of_one_state_are_told_apart_by_name():
    one, other = told("a", VOSS, RAND, day=MARCH), told("b", VOSS, RAND, day=MARCH)
    assert contacts([one, other]) == [["a", "b"]]
    assert [(m[0], m[1]) for m in marks(one)][:1] == [("rand", "voss")]


def test_what_is_open_by_more_than_a_season_is_no_date():
    assert days(told("a", day=MARCH, until=MARCH + 365 * DAY)) is None
    assert days(told("a", day=MARCH, until=MARCH + 92 * DAY))


def test_unnamed_groups_tell_one_day_from_no_other():
    some = Party(id="group:governors", name="governors", kind="group", country="MRV")
    one, same = told("a", VOSS, some, day=MARCH), told("b", VOSS, some, day=MARCH)
    near, vague = told("c", VOSS, some, day=MARCH + DAY), told("d", VOSS, some, **IN_MARCH)
    assert contacts([one, same, near, vague]) == [["a", "b"], ["c"], ["d"]]


# -- by hand -----------------------------------------------------------------------------------------------------------


def test_what_was_put_together_by_hand_stays_together():
    one, other = told("a", day=MARCH), told("b", day=MARCH + 9 * DAY)
    decided = together(links([one, other]), one.id, other.id)
    assert contacts([one, other], decided) == [["a", "b"]]
    later = [told("c", day=MARCH), told("d", day=MARCH + 9 * DAY)]
    assert contacts([one, other, *later], decided) == [["a", "b", "c", "d"]]
    assert {link.made_by for link in links([one, other], decided)} == {"hand"}


def test_what_was_set_apart_by_hand_stays_apart():
    mentions = [told(name, day=MARCH) for name in "abc"]
    decided = apart(links(mentions), mentions[1].id)
    assert contacts(mentions, decided) == [["a", "c"], ["b"]]
    groups = contacts([*mentions, told("d", day=MARCH)], decided)
    assert not any({"a", "b"} <= set(group) or {"b", "c"} <= set(group) for group in groups)


def test_the_one_that_stood_for_a_contact_can_be_set_apart():
    mentions = [told(name, day=MARCH) for name in "abc"]
    root = links(mentions)[0].linked_to
    decided = apart(links(mentions), root)
    gone = next(m.document for m in mentions if m.id == root)
    assert contacts(mentions, decided) == sorted([[gone], sorted({"a", "b", "c"} - {gone})])


def test_decisions_about_mentions_that_are_gone_do_no_harm():
    mentions = [told(name, day=MARCH) for name in "abc"]
    decided = apart(links(mentions), mentions[1].id)
    assert contacts(mentions[:1], decided) == [["a"]]


@pytest.mark.parametrize("wrong", ["unknown", "alone", "one already"])
def test_decisions_that_decide_nothing_are_refused(wrong):
    one, other = told("a", day=MARCH), told("b", day=MARCH)
    with pytest.raises(LinkError):
        if wrong == "unknown":
            together(links([one]), one.id, "nobody")
        elif wrong == "alone":
            apart(links([one]), one.id)
        else:
            together(links([one, other]), one.id, other.id)


# -- the order of arrival ----------------------------------------------------------------------------------------------

SOME = st.builds(
    told,
    st.sampled_from("abcdefghijklmnop"),
    st.sampled_from([VOSS, RAND]),
    st.sampled_from([KESTER, LIND, TELMARK]),
    day=st.sampled_from([None, *(MARCH + n * DAY for n in range(0, 24, 3)), MARCH + DAY]),
    published=st.sampled_from([MARCH + n * DAY for n in range(0, 60, 7)]),
    main=st.booleans(),
    words=st.sampled_from(["grain lock", "lock mine", "journalist"]),
)
VAGUE = st.builds(
    told,
    st.sampled_from("qrstuv"),
    st.just(VOSS),
    st.sampled_from([KESTER, TELMARK]),
    day=st.just(MARCH),
    until=st.sampled_from([MARCH + 7 * DAY, MARCH + 30 * DAY]),
    published=st.just(MARCH + 40 * DAY),
    words=st.sampled_from(["grain", "journalist"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(SOME, VAGUE), max_size=14, unique_by=lambda m: m.id), st.randoms(use_true_random=False))
def test_links_do_not_depend_on_the_order_of_arrival(mentions, chance):
    whole = {link.mention: link.linked_to for link in links(mentions)}
    filed = defaultdict(list)
    found = {}
    chance.shuffle(mentions)
    assert whole == {link.mention: link.linked_to for link in links(mentions)}
    for mention in mentions:
        for mark in marks(mention):
            filed[mark].append(mention)
        found[mention.id] = mention.id
        near = relinked([mention], lambda asked: [m for mark in sorted(asked) for m in filed.get(mark, ())])
        found |= {link.mention: link.linked_to for link in near}
    assert found == whole
