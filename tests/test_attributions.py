"""Who said what: source, cue, content, layers, hedges, in sentences of our own about made-up states and people."""

import pytest

from readouts.find.attributions import attributions
from readouts.records import Mention
from readouts.text import Span


@pytest.fixture(scope="session")
def read(parse):
    def read(text, mentions=()):
        document, doc = parse(text)
        return attributions(document, doc, mentions, (), None)

    return read


def words(spans, text):
    return " … ".join(s.of(text) for s in spans)


def layers(found, text):
    return [(words(a.source, text), words(a.cue, text), words(a.content, text)) for a in found]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Voss said that the talks had failed.", ("Voss", "said", "that the talks had failed")),
        ("The talks had failed, Voss said.", ("Voss", "said", "The talks had failed")),
        ("“The talks failed,” Voss said in a statement.", ("Voss", "said in a statement", "“The talks failed,”")),
        ("“We met,” Voss said. “We agreed.”", ("Voss", "said", "“We met,” … “We agreed.”")),
        (
            "“We won,” said Anna Lee, a spokeswoman for the ministry.",
            ("Anna Lee, a spokeswoman for the ministry", "said", "“We won,”"),
        ),
        ("According to the ministry, the talks continue.", ("the ministry", "According to", "the talks continue")),
        ("The president urged Marovia to open the border.", ("The president", "urged", "Marovia to open the border")),
        (
            "The minister reaffirmed her support for the treaty.",
            ("The minister", "reaffirmed", "her support for the treaty"),
        ),
        (
            "The minister made clear that Marovia would respond.",
            ("The minister", "made clear", "that Marovia would respond"),
        ),
        ("They called on Ostland to leave.", ("They", "called on", "Ostland to leave")),
        ("Marovia wants to join the treaty.", ("Marovia", "wants", "to join the treaty")),
    ],
)
def test_frames(read, text, answer):
    assert layers(read(text), text)[0] == answer


def test_a_broken_quotation_is_one_attribution(read):
    text = "“The talks,” Voss said, “were a success.”"
    (found,) = (a for a in read(text) if a.within is None)
    assert words(found.content, text) == "“The talks,” … “were a success.”"
    assert found.mode == "direct"


def test_layers_within_a_reported_readout(read):
    text = (
        "A readout from the Marovian president’s office suggested that the leader assured Lee that"
        " “new borders have emerged.”"
    )
    outer, inner = read(text)[:2]
    assert words(outer.source, text) == "A readout from the Marovian president’s office"
    assert words(inner.source, text) == "the leader"
    assert inner.within == outer.id
    assert [(h.span.of(text), h.by) for h in outer.hedges] == [("suggested", "reporter")]


def test_demands_named_by_nouns(read):
    text = "Voss reportedly repeated his claims and threats to Ostland about closing the river and his refusal to pay."
    repeated, claims, refusal = read(text)
    assert words(claims.cue, text) == "claims and threats"
    assert words(claims.content, text) == "about closing the river"
    assert words(refusal.content, text) == "to pay"
    assert claims.within == refusal.within == repeated.id
    assert [(h.span.of(text), h.by) for h in repeated.hedges] == [("reportedly", "reporter")]


def test_a_relative_clause_keeps_its_pronoun(read):
    text = "He spoke of the treaty, which Ostland has insisted is a domestic concern."
    found = next(a for a in read(text) if "insisted" in words(a.cue, text))
    assert words(found.source, text) == "Ostland"
    assert words(found.content, text) == "which … is a domestic concern"


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("“It failed,” Voss said.", "direct"),
        ("Voss said that it “failed” again.", "mixed"),
        ("Voss said that it failed.", "indirect"),
    ],
)
def test_mode(read, text, mode):
    assert read(text)[0].mode == mode


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("Voss said that a vote might be held.", [("might", "source")]),
        ("Voss said that Ostland supposedly started it.", [("supposedly", "reporter")]),
        ("Voss said that “Ostland allegedly started it.”", [("allegedly", "source")]),
        ("Voss claimed that Ostland started it.", [("claimed", "reporter")]),
        ("Voss said that Lee came in May.", []),
    ],
)
def test_whose_caution(read, text, hedges):
    assert [(h.span.of(text), h.by) for h in read(text)[0].hedges] == hedges


def test_the_party_is_that_of_the_source(read):
    text = "A statement from the foreign ministry said that talks continue."
    at = text.index("the foreign")
    ministry = Mention(span=Span(at, at + len("the foreign ministry")), party="body:ministry", why="full name")
    assert read(text, (ministry,))[0].party == "body:ministry"


@pytest.mark.parametrize(
    "text", ["The army attacked the port.", "The president met the minister on Monday.", "“", "said"]
)
def test_deeds_are_no_attributions(read, text):
    assert read(text) == ()


def test_every_layer_points_to_one_that_is_there(read):
    text = "“Lee said that Voss believes that it failed,” the minister said. Voss denies it, according to Lee."
    found = read(text)
    assert {a.within for a in found} <= {a.id for a in found} | {None}
    assert len({a.id for a in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Voss said that it failed.", "past"),
        ("Voss says that it failed.", "present"),
        ("Voss will say that it failed.", "future"),
        ("Voss wants to join the treaty.", "present"),
        ("Voss has said that it failed.", "past"),
        ("Voss attempted to assure Lee that it failed.", "past"),
        ("“It failed,” Voss said, adding that talks would resume.", "past"),
        ("According to Voss, it failed.", None),
    ],
)
def test_the_tense_is_that_of_the_saying(read, text, tense):
    assert {a.tense for a in read(text) if a.within is None} == {tense}


def test_what_nobody_named_says_is_found_whatever_the_verb(read):
    text = "It was emphasised that the ceasefire must hold."
    (found,) = read(text)
    assert words(found.cue, text) == "was emphasised" and not found.source and found.tense == "past"


@pytest.mark.parametrize(
    ("text", "named", "party"),
    [
        ("A spokesman for the Ostland ministry said that it failed.", "Ostland ministry", "body:ministry"),
        ("The Ostland ministry's spokeswoman said that it failed.", "Ostland ministry", "body:ministry"),
        ("A spokeswoman for the ministry, Anna Lee, said that it failed.", "Anna Lee", "person:anna-lee"),
        ("A driver for the Ostland ministry said that it failed.", "Ostland ministry", None),
    ],
)
def test_an_unnamed_spokesperson_speaks_for_the_institution(read, text, named, party):
    at = text.index(named)
    known = Mention(span=Span(at, at + len(named)), party=party or "body:ministry", why="full name")
    assert read(text, (known,))[0].party == party


def test_a_silence_is_told_by_the_text_that_is_silent(read):
    text = "In its statement on the call no mention was made of the treaty."
    found = next(a for a in read(text) if "mention" in words(a.cue, text))
    assert words(found.source, text) == "its statement on the call" and words(found.content, text) == "the treaty"
    assert words(found.cue, text) == "no mention was made of" and found.polarity == "negative"
