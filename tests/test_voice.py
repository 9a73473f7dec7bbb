"""A readout's own voice: who says all of it, and what stands in it. States and people are made up, or said nothing."""

from datetime import date

import pytest

from readouts.export import view
from readouts.link.voice import body
from readouts.pipeline import Tools, read
from readouts.records import Document
from readouts.text import located


@pytest.fixture(scope="module")
def tools():
    return Tools(rules_only=True)


BODY = "The Secretary met the Minister. She thanked him for the visit."


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        (BODY, None),
        ("Readout of the Secretary’s Meeting\n\n" + BODY, "Readout of the Secretary’s Meeting"),
        ("FOR IMMEDIATE RELEASE\nMarch 3, 2031\n\n" + BODY + "\n\n###\n", None),
        ("Office of the Spokesperson\n\nThe following is attributable to Spokesperson Lee Ames:\n\n" + BODY, None),
        (BODY + "\n\n# # #", None),
        (BODY + "\n- 30 -\nShare this page\nTags: talks, visits\n", None),
    ],
)
def test_the_body(text, headline):
    span = body(text, located(text, headline) if headline else None)
    assert span is not None and span.of(text) == BODY


@pytest.mark.parametrize(
    "text",
    [
        "The list of those present:\n\n- Minister Ames\n- Secretary Lind",
        "We met in 2031, and we will meet again\n\nThe talks went well.",
        "“Enough.”\n\nThat was all he said.",
    ],
)
def test_what_is_no_letterhead_stays(text):
    assert body(text, None).of(text) == text


@pytest.mark.parametrize("text", ["", " \n\n", "###", "Title\n\n* * *"])
def test_nothing_left(text):
    assert body(text, located(text, "Title") if text.startswith("Title") else None) is None


READOUT = """Readout of Prime Minister Kestrel’s Call

OSLO, 8 March 2023

Prime Minister Ida Kestrel of Norway spoke today with President Arlen Voss of Chile. The Prime Minister said that the strait is open. Trade between the two grows.
"""


def _read(tools, publisher, text=READOUT):
    headline = located(text, "Readout of Prime Minister Kestrel’s Call")
    document = Document(id="a", text=text, headline=headline, publisher=publisher, published=date(2023, 3, 8))
    return read(document, tools)


def test_all_of_a_readout_is_said_by_its_issuer(tools):
    reading = _read(tools, "Office of the Prime Minister of Norway")
    (own,) = (a for a in reading.attributions if a.own_voice)
    assert own.party == reading.issuer == "state:NOR" and own.mode == "indirect" and own.within is None
    assert own.content[0].of(READOUT).startswith("Prime Minister Ida") and own.content[0].end == len(READOUT.rstrip())
    said = next(a for a in reading.attributions if a.cue and a.cue[0].of(READOUT) == "said")
    assert said.within == own.id
    starts = [min((*a.source, *a.cue, *a.content)) for a in reading.attributions]
    assert starts == sorted(starts)
    ids = {a.id for a in reading.attributions}
    assert reading.claims and all(c.attribution in ids for c in reading.claims if not c.headline)


def test_news_has_no_voice_of_its_own(tools):
    reading = _read(tools, "Ister Courier")
    assert reading.attributions and not any(a.own_voice for a in reading.attributions)


def test_it_is_not_shown_as_a_saying(tools):
    reading = _read(tools, "Office of the Prime Minister of Norway")
    shown = view.reading(reading)
    assert len(shown.attributions) == len(reading.attributions) - 1
    assert not any("nobody named" in note.text for note in shown.attributions)
