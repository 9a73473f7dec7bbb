"""What people are shown, on a terminal, in Markdown and on the page: the same content in the field's words."""

import dataclasses
import re
from datetime import date
from itertools import pairwise

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st

from readouts.export import html, markdown, terminal, view, wording
from readouts.export.marks import Mark, marked
from readouts.records import When
from readouts.text import Span


def plain(comparison=sample.comparison, **options):
    return terminal.comparison(comparison, **options)


def flat(text):
    """On one line, so that a test need not know where lines break."""
    return " ".join(text.split())


# -- terminal ------------------------------------------------------------------------------------------------------


def test_plain_text_has_no_colours_and_no_boxes_and_fits():
    text = plain()
    assert "\x1b" not in text and not re.search("[\u2500-\u257f]", text)
    assert max(map(len, text.split("\n"))) <= 80
    assert not any(line.endswith(" ") for line in text.split("\n"))


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_a_terminal_of_any_width(width):
    lines = re.sub("\x1b\\[[0-9;]*m", "", plain(plain=False, width=width)).split("\n")
    assert max(map(len, lines)) <= width
    assert "Donau" in "".join(lines)


def test_a_wide_terminal_has_two_columns():
    text = re.sub("\x1b\\[[0-9;]*m", "", plain(plain=False, width=130))
    assert re.search(r"Arlen Voss emphasizes: .* = both .* Ida Kester emphasizes:", text)


def test_the_contact_stands_on_top():
    text = flat(plain())
    assert "Who Arlen Voss (President, Marovia); Ida Kester (Prime Minister, Telmark)" in text
    assert "When 3 June 2031" in text and "Initiator Marovia" in text


def test_claims_stand_with_holder_act_words_hedges_and_attribution():
    text = flat(plain())
    assert "Arlen Voss and Ida Kester agree: “agreed that 40 prisoners will be exchanged by 1 July”" in text
    assert "[hedged by the reporter: “reportedly” and “supposedly”]" in text
    assert "(through “According to the readout” › “her office … put it”)" in text


def test_grounds_of_silence_are_kept_apart():
    text = flat(plain())
    assert "Not in Marovia’s text (126 words, read in full): border crossings." in text
    assert "Ister Courier says that Telmark’s account leaves it out: press freedom." in text
    assert "Cannot say whether Telmark has it, only excerpts are loaded: courtesies; mine clearance." in text


def test_every_form_stands_unknown_parties_and_twice_shown_claims():
    for show in SHOWN.values():
        assert "Elsewhere" in show(sample.article)


SHOWN = {
    "terminal": lambda comparison: flat(terminal.comparison(comparison)),
    "markdown": lambda comparison: flat(markdown.comparison(comparison)),
    "html": lambda comparison: flat(re.sub("<[^>]+>", "", html.comparison(comparison).split("</style>")[1])),
}


@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
def test_every_form_shows_the_same(show):
    text = show(sample.comparison)
    for words in (
        "Same matter, told differently",
        "Cannot both hold",
        "Only in Marovia’s account",
        "The numbers differ: 40 and 60.",
        "Lengths: Marovia 126 words (full text); Telmark 78 words (excerpts only). A shorter text leaves out more.",
        "not in Marovia’s text",
        "cannot say for Telmark: only excerpts loaded",
        "courtesies › peace › river transport",
        "Osterland’s account of the letter of Pavo Lind and Ida Kester, date open",
        "October 2031",
        "The body has “rejected” of the plan",
        "cannot be placed: no year is given",
    ):
        assert words in text, words
    assert "not discussed" not in text.replace("does not mean “not discussed”", "")


@pytest.mark.parametrize("show", SHOWN.values(), ids=SHOWN)
def test_texts_of_different_contacts_are_called_so(show):
    text = show(sample.bare)
    assert "The texts tell of different contacts." in text and "No claims of the two accounts" in text


def test_a_date_that_is_not_given_is_open_with_the_words_of_the_text():
    known = view._Known((sample.right_reading,))
    when = {f.label: f.values[0] for f in view.contact_facts(sample.letter, known)}["When"]
    assert when == "open: the text does not say"
    monday = dataclasses.replace(sample.right_reading.dates[1], value="XXXX-WXX-2", when=None)
    undated = dataclasses.replace(
        sample.right_reading,
        document=dataclasses.replace(sample.right_document, published=None),
        dates=(monday,),
        contacts=(dataclasses.replace(sample.call_right, when=None),),
    )
    assert "open: the text says “Tuesday”, and no publication date is given" in flat(terminal.reading(undated))


def test_signs_that_steer_a_terminal_do_not_pass():
    document = dataclasses.replace(sample.left_document, title="Red \x1b[31malert\x07 \u202egnp.exe")
    reading = dataclasses.replace(sample.left_reading, document=document)
    assert terminal.reading(reading).startswith("Red �[31malert� gnp.exe")


# -- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "edtf", "words"),
    [
        (date(2031, 6, 3), date(2031, 6, 4), "2031-06-03", "3 June 2031"),
        (date(2031, 6, 1), date(2031, 7, 1), "2031-06", "June 2031"),
        (date(2031, 12, 1), date(2032, 1, 1), "2031-12", "December 2031"),
        (date(2031, 1, 1), date(2032, 1, 1), "2031", "2031"),
        (date(2031, 1, 1), date(2031, 4, 1), "2031-01~", "about January to March 2031"),
        (date(2031, 6, 3), date(2031, 6, 6), None, "3 June 2031 to 5 June 2031"),
        (date(2031, 6, 3), None, "2031-06-03/..", "from 3 June 2031"),
        (None, date(2031, 6, 3), "../2031-06-02", "before 3 June 2031"),
        (None, None, None, "open"),
    ],
)
def test_days(start, end, edtf, words):
    assert wording.days(When(start=start, end=end, edtf=edtf, basis="stated")) == words


@pytest.mark.parametrize(
    ("act", "words"), [("deny", "denies"), ("express-concern", "expresses concern"), ("discuss", "discusses"),
                       ("praise", "praises"), ("apologize", "apologizes"), ("convey", "conveys")]
)  # fmt: skip
def test_acts(act, words):
    assert wording.act(dataclasses.replace(sample.thanked, act=act)) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("“rejected,”", "rejected"),
        ("that “thanks to us, it holds,” and more", "that “thanks to us, it holds,” and more"),
        ("peace,” and “trust", "peace,” and “trust"),
        ("“peace” and “trust”", "“peace” and “trust”"),
        ("“peace", "peace"),
        ('"peace,"', "peace"),
        (" , ", ""),
    ],
)
def test_quotation_marks_at_the_edges(said, words):
    assert wording.words(said, [Span(0, len(said))]) == words


def test_the_holders_own_attribution_is_not_repeated():
    own = dataclasses.replace(sample.right_reading.attributions[1], party=sample.KESTER)
    reading = dataclasses.replace(sample.right_reading, attributions=(sample.right_reading.attributions[0], own))
    assert "her office … put it" not in flat(terminal.reading(reading).split("ATTRIBUTIONS")[0])


# -- Markdown ------------------------------------------------------------------------------------------------------


def test_markdown_shows_markup_as_text():
    text = markdown.comparison(sample.comparison)
    assert "Óscar Brandt \\<of the daily" in text and not re.search(r"(?<!\\)<", text)
    assert markdown.escaped("see https://a.example | *x*") == "see https&#58;//a.example \\| \\*x\\*"


# -- marks and the page --------------------------------------------------------------------------------------------


def untagged(page):
    """The text of marked text, references aside."""
    page = re.sub('<a class="ref".*?</a>', "", page)
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;")):
        page = re.sub("<[^>]*>", "", page) if sign == "<" else page
        page = page.replace(entity, sign)
    return page.replace("&amp;", "&")


@given(st.data())
def test_marks_keep_the_text_and_nest_well(data):
    text = data.draw(st.text("a<>&\"' \n🕊ש", min_size=1, max_size=30))
    spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda p: p[0] < p[1])
    marks = [
        Mark(span=Span(*pair), classes=f"m{i}", number=i + 1 if i % 2 else None)
        for i, pair in enumerate(data.draw(st.lists(spans, max_size=6)))
    ]
    page = str(marked(text, Span(0, len(text)), marks))
    assert untagged(page) == text
    assert not re.search(r"<mark[^>]*>[^<]*<mark", page)  # flat: a stretch is marked once, with all its classes
    for i, mark in enumerate(marks):
        pieces = re.findall(rf'<mark class="(?:[^"]* )?m{i}(?: [^"]*)?">(.*?)</mark>', page, re.S)
        assert untagged("".join(pieces)) == mark.span.of(text)


PAGES = {
    "comparison": html.comparison(sample.comparison, note="An example <b>."),
    "bare": html.comparison(sample.bare),
    "one article": html.comparison(sample.article),
    "readings": html.readings([sample.left_reading, sample.right_reading]),
    "reading": html.reading(sample.right_reading),
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_stands_alone(page):
    assert page.startswith("<!DOCTYPE html>") and page.rstrip().endswith("</html>")
    assert "<script" not in page and not re.search(r"(?:src|srcset)=|url\(|@import|<link", page)
    outside = [h for h in re.findall(r'href="([^"]*)"', page) if not h.startswith("#")]
    assert set(outside) <= {"https://president.example/readouts/1?a=1&amp;b=2"}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_anchors_are_unique_and_links_lead_somewhere(page):
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'(?:href="#|labelledby=")([^"]*)"', page)) <= set(ids)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_has_landmarks_and_one_title(page):
    assert page.count("<main") == page.count("<footer") == page.count("<h1") == 1
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_all_text_is_escaped():
    page = PAGES["comparison"]
    assert "<of the daily" not in page and "Óscar Brandt &lt;of the daily" in page
    assert "An example &lt;b&gt;." in page


def test_an_address_that_is_no_web_address_is_no_link():
    document = dataclasses.replace(sample.left_document, url="javascript:alert(1)")
    readings = (dataclasses.replace(sample.left_reading, document=document), sample.right_reading)
    assert 'href="javascript' not in html.comparison(dataclasses.replace(sample.comparison, readings=readings))


def test_evidence_is_marked_in_its_sentence():
    page = PAGES["comparison"]
    assert '<mark class="words">underscored the importance' in page
    assert '<mark class="hedge" title="hedge">reportedly</mark>' in page
    assert '<mark class="claim conflict c5" title="conflict">agreed that 40 prisoners' in page


# -- colours -------------------------------------------------------------------------------------------------------


def palettes():
    css = PAGES["comparison"].split("@media print")[0]
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w{6})", part)) for part in css.split("prefers-color-scheme: dark"))
    return {"light": light, "dark": light | dark}


def luminance(colour):
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a, b):
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_contrast_is_enough_for_aa(name):
    colours = palettes()[name]
    tints = [c for c in colours if c.endswith("-tint")]
    pairs = [(ink, ground) for ink in ("ink", "soft", "link") for ground in ("paper", "sheet", "words", *tints)]
    pairs += [(r, "paper") for r in ("both", "framing", "conflict", "left", "right", "other")]
    pairs += [("conflict", "conflict-tint")]
    short = {p: round(contrast(colours[p[0]], colours[p[1]]), 2) for p in pairs}
    assert {p: c for p, c in short.items() if c < 4.5} == {}
