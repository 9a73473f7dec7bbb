"""What changed between two statements, marked as wdiff marks it. States and people are invented."""

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readouts.compare.difference import difference
from readouts.compare.sentences import sentences
from readouts.export import difference as shown
from readouts.records import Document
from readouts.text import Span, key, words

LEFT = "President Voss spoke today with Prime Minister Kester. He reaffirmed his support for a durable and dignified peace. They discussed the lighthouse dues."


def of(left, right):
    one, other = Document(id="l", text=left), Document(id="r", text=right)
    return difference(one, other), one, other


def marked(left, right):
    """All sentences on a line each: [-gone-], {+new+}."""
    lines = shown.terminal(*of(left, right), width=1000).split("\n")
    return [line.strip() for line in lines[2:] if line.strip()]


CASES = [
    ("a word replaced", "He voiced strong support for peace.", "He voiced full support for peace.",
     ["He voiced [-strong-]{+full+} support for peace."]),
    ("a word added", "He voiced support for peace.", "He voiced unwavering support for peace.",
     ["He voiced {+unwavering+} support for peace."]),
    ("a word dropped", "They welcomed the durable and dignified peace.", "They welcomed the durable peace.",
     ["They welcomed the durable [-and dignified-] peace."]),
    ("a sentence dropped", "They met. The sides discussed the harbour.", "They met.",
     ["They met.", "[-The sides discussed the harbour.-]"]),
    ("other quotation marks are no change", "He spoke of a “just” peace.", 'He spoke of a "just" peace.',
     ['He spoke of a "just" peace.']),
    ("a sentence moved", "They praised the harbour works. They voiced concern over prisoners. Both sides want a treaty.",
     "They voiced concern over prisoners. Both sides want a treaty. They praised the harbour works.",
     ["They voiced concern over prisoners.", "Both sides want a treaty.", "[moved] They praised the harbour works."]),
]  # fmt: skip


@pytest.mark.parametrize(("what", "left", "right", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_what_changed(what, left, right, wanted):
    assert marked(left, right) == wanted


def test_words_are_counted():
    found, *_ = of("They met. He voiced strong support.", "They met. He voiced full and lasting support.")
    assert (found.kept, found.added, found.dropped) == (5, 3, 1)


def test_headlines_are_left_out():
    one = Document(id="l", text="Call with Kester\n\nThey met.", headline=Span(0, 16))
    found = difference(one, Document(id="r", text="They met."))
    assert (found.kept, found.added, found.dropped) == (2, 0, 0)


def test_the_same_text_has_no_change():
    found, *_ = of(LEFT, LEFT)
    assert all(edit.kind == "kept" for sentence in found.sentences for edit in sentence.edits)
    assert not any(sentence.moved for sentence in found.sentences)


def test_html_holds_no_markup_of_the_texts():
    page = shown.html(*of("He spoke of <b>peace</b> & trade.", "He spoke of <i>peace</i> & trade."))
    assert "<b>" not in page and "<i>" not in page
    assert "peace" in html.unescape(re.sub("<[^>]+>", "", page))


def test_markdown_marks_what_is_gone_and_what_is_new():
    assert "~~strong~~**full**" in shown.markdown(*of("He voiced strong support.", "He voiced full support."))


WORDS = st.sampled_from(
    "Voss Kester voiced strong support for the peace and U.S. harbour treaty in-depth “just” 5.5 of".split()
)
TEXT = st.lists(st.lists(WORDS, min_size=1, max_size=8), max_size=6).map(
    lambda ss: " ".join(" ".join(s) + "." for s in ss)
)


@given(TEXT, TEXT)
def test_both_texts_can_be_rebuilt(left, right):
    found, *_ = of(left, right)
    edits = [edit for sentence in found.sentences for edit in sentence.edits]
    for text, spans in ((left, [e.left for e in edits if e.left]), (right, [e.right for e in edits if e.right])):
        spans = sorted(spans)
        assert all(a.end <= b.start for a, b in pairwise(spans)), "no word stands in two edits"
        assert "".join("".join(s.of(text) for s in spans).split()) == "".join(text.split()), "nothing is lost"
    for edit in edits:
        if edit.kind == "kept":
            assert key(edit.left.of(left)) == key(edit.right.of(right)) or squeezed(edit.left.of(left)) == squeezed(
                edit.right.of(right)
            )
        assert (edit.left is None) == (edit.kind == "added") and (edit.right is None) == (edit.kind == "dropped")
    assert found.kept + found.added == len(list(words(right))) and found.kept + found.dropped == len(list(words(left)))


def squeezed(text):
    return "".join(key(text).split())


SENTENCES = [
    ("President Voss, Jr. spoke today. He left.", ["President Voss, Jr. spoke today.", "He left."]),
    ("The U.S. President came. Dr. Tan met J. Kester.", ["The U.S. President came.", "Dr. Tan met J. Kester."]),
    ("They met at 5 p.m. He left.", ["They met at 5 p.m.", "He left."]),
    ("Growth was 3.5 per cent. It fell.", ["Growth was 3.5 per cent.", "It fell."]),
    ("The talks ended.Both left.", ["The talks ended.", "Both left."]),
    ("He said “No.” She left!", ["He said “No.”", "She left!"]),
    ("A call\n\nThey spoke", ["A call", "They spoke"]),
    ("See No. 5 of the list.", ["See No. 5 of the list."]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SENTENCES)
def test_sentences_end_where_a_reader_ends_them(text, wanted):
    assert [span.of(text) for span in sentences(text)] == wanted


@given(st.text("aB .!?\n“”\"'U.S1,", max_size=60))
def test_sentences_hold_every_sign(text):
    assert "".join("".join(s.of(text) for s in sentences(text)).split()) == "".join(text.split())
