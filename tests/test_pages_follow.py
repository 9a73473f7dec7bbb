"""Page data of contacts, parties, issues, the timeline and the matrix: without HTTP, on both databases."""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from made import KESTER, MAROVIA, TELMARK, VOSS, add, contact, day, reading, span

from readouts import corpus
from readouts.errors import InputError, StoreError
from readouts.records import DateMention, Party, When
from readouts.store.questions import Side
from readouts.web.drawing import strip
from readouts.web.drawing import timeline as picture
from readouts.web.pages import contact as contact_page
from readouts.web.pages import issues as issue_page
from readouts.web.pages import matrix as matrix_page
from readouts.web.pages import party as party_page
from readouts.web.pages import timeline as timeline_page
from readouts.web.pages.issues import Stem

ORLA = Party(id="person:tam-orla", name="Tam Orla", kind="person", country="XOL", role="President")
OLMIA = Party(id="state:XOL", name="Olmia", kind="state", country="XOL")
TODAY = date(2026, 6, 15)


def when(edtf, start, end):
    return When(start=start, end=end, edtf=edtf, basis="stated")


def told(id, words, when, *, issuer=MAROVIA.id, parties=(VOSS, KESTER), kind="call", claims=(), published=None, **met):
    """A text that tells of a contact in these words."""
    own = contact(f"c-{id}", kind, when, parties, spans=(span(words, words),), **met)
    return reading(words, id, contacts=(own,), parties=(*parties, MAROVIA, TELMARK, OLMIA), issuer=issuer,
                   claims=claims, title=f"Text {id}", published=published or (when.start if when else None))  # fmt: skip


def shown(store, page, *asked, **narrowed):
    with store.reads() as connection:
        return page(connection, *asked, **narrowed)


# -- contact -------------------------------------------------------------------------------------------------------


@pytest.fixture
def calls(store):
    """Four contacts of Voss and Kester, the second told by both sides and by news."""
    second = day(date(2026, 3, 1))
    add(
        store,
        told("a", "Voss and Kester spoke in January.", day(date(2026, 1, 5))),
        told("m", "Voss called Kester.", second, claims=[("Voss called", "discuss", ["trade"], VOSS, {"contact": "c-m"})]),
        told("t", "Kester took a call from Voss.", second, issuer=TELMARK.id),
        told("n", "The two spoke by phone.", second, issuer=None),
        told("d", "They will meet in Velgrad.", day(date(2026, 3, 11)), kind="meeting", status="planned", place="Velgrad"),
        told("o", "Voss met Orla.", day(date(2026, 3, 2)), parties=(VOSS, ORLA), kind="meeting"),
    )  # fmt: skip
    corpus.merged(store, "c-m", "c-t")
    corpus.merged(store, "c-m", "c-n")
    return store


def test_a_contact_has_all_tellings_with_their_evidence_and_reasons(calls):
    page = shown(calls, contact_page.contact, "c-t")
    assert page.contact.id == "c-m" and {state.name for state in page.states} == {"Marovia", "Telmark"}
    assert [(one.document, one.account and one.account.id) for one in page.tellings] == [
        ("m", MAROVIA.id), ("t", TELMARK.id), ("n", None)]  # fmt: skip
    own = page.tellings[1]
    assert own.words == ("Kester took a call from Voss.",) and own.evidence[0].document == "t"
    assert own.by_hand and own.reason and [one.claims for one in page.tellings] == [1, 0, 0]


def test_texts_of_different_parties_are_offered_side_by_side_those_of_governments_first(calls):
    page = shown(calls, contact_page.contact, "c-m")
    assert [(pair.left.document, pair.right.document) for pair in page.pairs] == [("m", "t"), ("m", "n"), ("t", "n")]


def test_the_contacts_before_and_after_of_the_same_two_states(calls):
    page = shown(calls, contact_page.contact, "c-m")
    assert (page.before.id, page.after.id) == ("c-a", "c-d")
    assert page.own.gap == 55 and page.after.gap == 10
    assert "c-o" not in {one.id for one in page.near} and {one.id for one in page.near} == {"c-d"}


def test_a_contact_set_apart_stands_alone(calls):
    corpus.split(calls, "c-t")
    assert [one.document for one in shown(calls, contact_page.contact, "c-t").tellings] == ["t"]
    assert [one.document for one in shown(calls, contact_page.contact, "c-m").tellings] == ["m", "n"]


def test_what_is_no_contact_is_refused(calls):
    for id in ("nothing-here", "a"):
        with pytest.raises(StoreError):
            shown(calls, contact_page.contact, id)


# -- party ---------------------------------------------------------------------------------------------------------


def test_a_state_with_its_people_contacts_and_statements(calls):
    page = shown(calls, party_page.party, "Marovia")
    assert (page.id, page.kind, page.state) == (MAROVIA.id, "state", None)
    assert [(met.party.name, met.contacts) for met in page.met_most] == [("Telmark", 2), ("Olmia", 1)]
    assert page.people[0].party == Side(VOSS.id, VOSS.name)
    assert page.issued == 4 and page.statements[0].document == "d"
    assert [cell.issue for cell in page.cells] == ["trade"] and not page.more_contacts


def test_a_person_with_state_and_offices(calls):
    page = shown(calls, party_page.party, VOSS.id)
    assert page.state == Side(MAROVIA.id, "Marovia") and page.issued == 0
    (office,) = page.offices
    assert (office.role, office.first, office.last) == ("President", date(2026, 1, 5), date(2026, 3, 11))


# -- issues and positions ------------------------------------------------------------------------------------------


def said(id, number, act, *, issue="trade", holder=VOSS, parties=(VOSS, KESTER, MAROVIA, TELMARK), **fields):
    """A statement of that day of 2026 with one claim."""
    words = f"{holder.name} spoke of the matter."
    return reading(words, id, parties=parties, claims=[(words, act, [issue], holder, fields)], title=id,
                   published=date.fromordinal(date(2026, 1, 1).toordinal() + number))  # fmt: skip


@pytest.fixture
def stances(store):
    add(
        store,
        said("a", 0, "welcome"),
        said("b", 30, "urge"),
        said("c", 30, "discuss"),
        said("d", 10, "demand", holder=KESTER, account=TELMARK.id),
        said("e", 20, "discuss", holder=KESTER, account=TELMARK.id),
        said("f", 40, "reject", issue="constitution", holder=KESTER, polarity="negative"),
        said("g", 5, "discuss", issue="lighthouse_dues"),
    )
    return store


def test_issues_in_their_layers_with_counts_those_without_evidence_too(stances):
    page = shown(stances, issue_page.issues)
    lines = {line.id: line for line in page.rows}
    assert (lines["trade"].claims, lines["trade"].parties, lines["trade"].documents) == (5, 2, 5)
    assert lines["taiwan"].claims == 0 and lines["taiwan"].last is None
    assert lines["lighthouse_dues"].layer == "other"
    assert [layer.name for layer in page.layers] == ["peace", "bilateral", "process", "other"]
    for layer in page.layers:
        counts = [line.claims for line in layer.issues]
        assert counts == sorted(counts, reverse=True)


def test_an_issue_tells_who_raised_it_first_and_how_it_went(stances):
    page = shown(stances, issue_page.issue, "trade")
    assert (page.first.party.name, page.first.day, page.first.act) == ("Marovia", date(2026, 1, 1), "welcome")
    assert page.first.words == "Arlen Voss spoke of the matter." and page.first.evidence.document == "a"
    courses = {course.cell.party.name: course for course in page.courses}
    assert [(stem.act, stem.day) for stem in courses["Marovia"].stems] == [
        ("welcome", date(2026, 1, 1)), ("urge", date(2026, 1, 31))]  # fmt: skip
    assert (page.since, page.until) == (date(2026, 1, 1), date(2026, 1, 31))
    assert [line.document for line in page.documents][:2] == ["c", "b"] and not page.more
    with pytest.raises(StoreError, match="there is no issue 'weather'"):
        shown(stances, issue_page.issue, "weather")


def test_a_cell_tells_what_the_act_was_before_and_whether_it_grew(stances):
    page = shown(stances, matrix_page.matrix, matrix_page.Wanted())
    cells = {(cell.party.name, cell.issue): cell for cell in page.cells}
    ours, theirs = cells["Marovia", "trade"], cells["Telmark", "trade"]
    assert (ours.act, ours.before, ours.trend, ours.count) == ("urge", "welcome", "stronger", 3)
    assert (theirs.act, theirs.before, theirs.trend) == ("discuss", "demand", "weaker")
    assert cells["Telmark", "constitution"].polarity == "negative"
    assert cells["Telmark", "constitution"].before is None and cells["Telmark", "constitution"].trend is None


def test_a_cell_without_claims_is_none(stances):
    page = shown(stances, matrix_page.matrix, matrix_page.Wanted())
    marovia = next(row for row in page.rows if row.party.name == "Marovia")
    by_issue = dict(zip([column.issue for column in page.columns], marovia.cells, strict=True))
    assert by_issue["constitution"] is None and by_issue["trade"] is not None


@pytest.mark.parametrize(
    ("narrowed", "cells"),
    [
        ({"parties": ("Telmark",)}, {("Telmark", "trade"), ("Telmark", "constitution")}),
        ({"parties": ("Ida Kester",), "issues": ("constitution",)}, {("Telmark", "constitution")}),
        ({"layer": "peace"}, {("Telmark", "constitution")}),
        ({"layer": "other"}, {("Marovia", "lighthouse_dues")}),
        ({"until": date(2026, 1, 1)}, {("Marovia", "trade")}),
        ({"since": date(2026, 2, 1)}, {("Telmark", "constitution")}),
    ],
)
def test_the_matrix_is_narrowed(stances, narrowed, cells):
    page = shown(stances, matrix_page.matrix, matrix_page.Wanted(**narrowed))
    assert {(cell.party.name, cell.issue) for cell in page.cells} == cells


def test_of_195_parties_the_most_attested_come_first_and_the_others_on_further_pages(store):
    parties = [Party(id=f"state:X{n}", name=f"State {n:03}", kind="state", country=f"X{n}") for n in range(195)]
    words = "The state spoke."
    add(store, *(
        reading(words, f"d{n}", parties=(party,), published=date(2026, 1, 1), title=party.name,
                claims=[(words, "discuss", ["trade"], party), (words, "urge", ["energy"], party)][: 1 + (n < 30)])
        for n, party in enumerate(parties)
    ))  # fmt: skip
    first = shown(store, matrix_page.matrix, matrix_page.Wanted())
    assert (len(first.rows), first.all_parties, first.all_issues) == (matrix_page.SIZE, 195, 2)
    assert all(cell is not None for row in first.rows for cell in row.cells)
    last = shown(store, matrix_page.matrix, matrix_page.Wanted(down=10))
    assert len(last.rows) == 15 and {row.cells[1] for row in last.rows} == {None}
    pages = [shown(store, matrix_page.matrix, matrix_page.Wanted(down=n)) for n in range(1, 11)]
    assert len({row.party.id for page in pages for row in page.rows}) == 195


def test_the_history_of_a_cell_is_in_order_with_its_turns(stances):
    page = shown(stances, matrix_page.cell, "Marovia", "trade")
    assert [(step.act, step.before) for step in page.steps] == [
        ("welcome", None), ("urge", "welcome"), ("discuss", None)]  # fmt: skip
    assert page.earlier is None
    until = shown(stances, matrix_page.cell, "Marovia", "trade", date(2026, 1, 15))
    assert [step.act for step in until.steps] == ["welcome"]


def test_a_long_history_is_cut_and_says_where_it_goes_on(store, monkeypatch):
    monkeypatch.setattr(matrix_page, "MOST_STEPS", 3)
    add(store, *(said(f"d{n}", n, "discuss") for n in range(5)))
    page = shown(store, matrix_page.cell, "Marovia", "trade")
    assert [step.evidence.document for step in page.steps] == ["d2", "d3", "d4"]
    assert page.earlier == date(2026, 1, 2)
    rest = shown(store, matrix_page.cell, "Marovia", "trade", page.earlier)
    assert [step.evidence.document for step in rest.steps] == ["d0", "d1"]


def test_wrong_words_for_the_matrix_are_told(stances):
    with pytest.raises(InputError, match="no layer"):
        shown(stances, matrix_page.matrix, matrix_page.Wanted(layer="weather"))
    with pytest.raises(StoreError, match="no issue"):
        shown(stances, matrix_page.matrix, matrix_page.Wanted(issues=("weather",)))
    with pytest.raises(StoreError, match="Atlantis"):
        shown(stances, matrix_page.matrix, matrix_page.Wanted(parties=("Atlantis",)))


def test_density_grows_with_the_claims():
    shades = [matrix_page.density(count) for count in range(1, 200)]
    assert shades == sorted(shades) and set(shades) == {1, 2, 3, 4, 5}


# -- timeline ------------------------------------------------------------------------------------------------------


@pytest.fixture
def year(store):
    later = "They spoke. A summit follows in October 2026."
    named = DateMention(span=span(later, "October 2026"), type="DATE", value="2026-10",
                        when=when("2026-10", date(2026, 10, 1), date(2026, 11, 1)))  # fmt: skip
    add(
        store,
        told("past", "Voss called Kester.", day(date(2026, 3, 1))),
        told("before", "Voss saw Kester.", day(date(2025, 12, 31)), kind="meeting"),
        told("month", "Voss will visit Kester.", when("2026-08", date(2026, 8, 1), date(2026, 9, 1)), kind="visit",
             status="planned"),
        told("open", "Talks began.", when("2026-05/..", date(2026, 5, 1), None), kind="talks", parties=(VOSS, ORLA)),
        told("many", "Three met.", day(date(2026, 4, 1)), kind="meeting", parties=(VOSS, KESTER, ORLA)),
        told("none", "They spoke some day.", None, published=date(2026, 2, 2)),
        replace(told("day", later, day(date(2026, 2, 1))), dates=(named,)),
    )  # fmt: skip
    return store


def timeline(store, at="2026", **asked):
    return shown(store, timeline_page.timeline, TODAY, at=at, **asked)


def test_a_year_has_its_contacts_and_named_days_as_vague_as_they_are(year):
    page = timeline(year)
    assert [one.contact or one.what for one in page.rows] == ["c-day", "c-past", "c-many", "c-open", "c-month", "date"]
    named = page.rows[-1]
    assert named.words == "A summit follows in October 2026." and named.when.edtf == "2026-10"
    assert named.status == "announced" and page.rows[4].status == "announced"
    assert [one.contact for one in page.undated] == ["c-none"] and not page.cut


@pytest.mark.parametrize(
    ("at", "contacts"),
    [
        ("2025", ["c-before"]),
        ("2026-Q1", ["c-day", "c-past"]),
        ("2026-03", ["c-past"]),
        ("2026-06", ["c-open"]),
        ("2026-08", ["c-open", "c-month"]),
        ("all", ["c-before", "c-day", "c-past", "c-many", "c-open", "c-month"]),
    ],
)
def test_a_stretch_has_what_lies_in_it_wholly_or_in_part(year, at, contacts):
    assert [one.contact for one in timeline(year, at).rows if one.contact] == contacts


def test_lanes_are_pairs_the_fullest_first_many_and_named_days_last(year):
    lanes = timeline(year).lanes
    assert [(lane.name, len(lane.marks)) for lane in lanes] == [
        ("Marovia – Telmark", 3), ("Marovia – Olmia", 1), (timeline_page.MANY, 1), (timeline_page.DAYS, 1)]  # fmt: skip
    by_party = timeline(year, by="party").lanes
    assert [(lane.name, len(lane.marks)) for lane in by_party][:3] == [("Marovia", 5), ("Telmark", 4), ("Olmia", 2)]


def test_a_party_and_kind_narrow_it(year):
    assert {one.contact for one in timeline(year, party="Olmia").rows if one.contact} == {"c-open", "c-many"}
    assert [one.contact for one in timeline(year, kind="visit").rows] == ["c-month"]
    assert timeline(year, party="Olmia", other="Telmark").lanes[0].name == timeline_page.MANY


def test_zoom_leads_nearer_wider_and_beside(year):
    page = timeline(year)
    assert [part.contacts for part in page.parts] == [2, 2, 1, 0] and page.parts[0].at == "2026-Q1"
    assert (page.out.at, page.before.at, page.after) == ("all", "2025", None)
    quarter = timeline(year, "2026-Q1")
    assert [part.at for part in quarter.parts] == ["2026-01", "2026-02", "2026-03"]
    assert (quarter.out.at, quarter.before.at, quarter.after.at) == ("2026", "2025-Q4", "2026-Q2")
    month = timeline(year, "2026-12")
    assert (month.out.at, month.before.at, month.after, month.parts) == ("2026-Q4", "2026-11", None, ())
    assert timeline_page.address(quarter, at="2026") == "/timeline?at=2026"


def test_without_a_stretch_the_last_year_that_is_not_ahead(year):
    assert timeline(year, "").stretch.at == "2026"
    with year.reads() as connection:
        assert timeline_page.timeline(connection, date(2025, 6, 1)).stretch.at == "2025"


@pytest.mark.parametrize("at", ["2026-13", "2026-Q5", "soon", "0000", "９９９９", "2026-3"])
def test_a_stretch_that_is_none_is_refused(year, at):
    with pytest.raises(InputError, match="no year, quarter or month"):
        timeline(year, at)


def test_the_end_of_the_calendar_is_no_fault(year):
    for at in ("9998-12", "0001", "0001-01"):
        assert {one.contact for one in timeline(year, at).rows} <= {"c-open"}  # begun in 2026, without an end


def test_an_empty_database_has_an_empty_year(store):
    page = timeline(store, "")
    assert (page.stretch.at, page.rows, page.years, page.out) == ("2026", (), (), None)


# -- the picture ---------------------------------------------------------------------------------------------------


def test_each_mark_is_a_link_with_a_name(year):
    svg = picture.drawn(timeline(year))
    assert svg.count('class="at ') == 6
    assert 'href="/contact/c-past" aria-label="1 March 2026, call of Marovia and Telmark"' in svg
    assert 'aria-label="August 2026, visit of Marovia and Telmark, announced"' in svg


def test_fuzzy_days_fade_and_open_ones_fade_to_one_side(year):
    svg = picture.drawn(timeline(year))
    assert svg.count('fill="url(#fade)"') == 2 and svg.count('fill="url(#fade-out)"') == 1


def test_today_stands_where_the_clock_says(year):
    assert "today" in picture.drawn(timeline(year)) and "today" not in picture.drawn(timeline(year, "2025"))


def test_marks_of_one_row_do_not_touch(store):
    add(store, *(told(f"d{n}", f"Call {n}.", day(date(2026, 3, 1 + n // 3))) for n in range(12)))
    page = timeline(store)
    (lane,) = page.lanes
    scale = picture._Scale(page.stretch)
    rows = picture._packed(lane.marks, scale)
    assert sum(map(len, rows)) == 12 and len(rows) > 2
    for row in rows:
        middles = [sum(scale.ends(mark)) / 2 for mark in row]
        assert all(later - earlier >= 2 * picture._REACH for earlier, later in pairwise(middles))


def test_strips_have_a_mark_for_each_day_within_their_width():
    since, until = date(2026, 1, 1), date(2026, 12, 31)
    days = [since, date(2026, 7, 1), until]
    ticks = strip.ticks(days, since, until, '3 <days> of "use"')
    assert ticks.count('class="use"') == 3 and 'aria-label="3 &lt;days&gt; of &#34;use&#34;"' in ticks
    acts = [("discuss", 1, "positive"), ("demand", 5, "negative")]
    stems = strip.stems(
        [Stem(day=day, act=act, strength=strength, polarity=polarity)
         for day, (act, strength, polarity) in zip(days, acts, strict=False)], since, until, "acts")  # fmt: skip
    low, high = (float(y) for y in re.findall(r'cy="([\d.]+)"', stems))
    assert high < low and stems.count('class="stem negated"') == 1
    for picture_ in (ticks, stems, strip.ticks([since], since, since, "one")):
        assert all(0 <= float(x) <= strip.WIDE for x in re.findall(r'x1="([\d.]+)"', picture_))


def test_names_and_words_are_escaped_in_the_picture(store):
    evil = Party(id="state:XEV", name='<script>"x', kind="state", country="XEV")
    add(store, told("e", "They spoke.", day(date(2026, 3, 1)), parties=(VOSS, evil)))
    svg = picture.drawn(timeline(store))
    assert "<script" not in svg and "&lt;script&gt;" in svg
