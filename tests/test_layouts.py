"""What layout says of who speaks: lists and quotations after a colon, turns, transcripts; about made-up people."""

import pytest

from readouts.find.attributions import attributions
from readouts.find.layouts import blocks


@pytest.fixture(scope="session")
def read(parse):
    def read(text, parties=()):
        document, doc = parse(text)
        return attributions(document, doc, (), parties, None)

    return read


def words(spans, text):
    return [s.of(text) for s in spans]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He asked for:\n\n- peace;\n- trade.\n\nThey left.", ["peace", "trade."]),
        ("Three demands:\n1. Peace\n2. Trade", ["Peace", "Trade"]),
        ("She wrote:\n\n> We stay.\n> We pay.\n\nThen she left.", ["We stay.", "We pay."]),
        ("It reads:\n\n    We stay.\n\nThen it ends.", ["We stay."]),
        ("He met them:\n\nThe president came late.", None),
        ("They want:\n", None),
    ],
)
def test_what_a_colon_announces(text, parts):
    found = list(blocks(text))
    assert [words(b.parts, text) for b in found] == ([parts] if parts else [])


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("The minister wrote:\n\n> The lock stays closed.\n\nShe left.", "wrote", ["The lock stays closed."]),
        ("Voss made two demands:\n\n- Peace.\n- Trade.", "made two demands", ["Peace.", "Trade."]),
        ("Voss said that he had:\n\n- thanked Lee.", "said", ["that he had", "thanked Lee."]),
    ],
)
def test_an_announced_block_is_said(read, text, cue, content):
    found = next(a for a in read(text) if words(a.cue, text) == [cue])
    assert words(found.content, text) == content


@pytest.mark.parametrize("text", ["The list has:\n\n- apples\n- pears", "The three met:\n\n- Voss\n- Lee"])
def test_lists_of_things_are_no_sayings(read, text):
    assert read(text) == ()


TRANSCRIPT = """The tape was leaked.

VOSS: You promised to pay.

LEE: I never promised to pay.

VOSS: Lee told me so.

The ministry said that the tape is false."""


def test_what_follows_a_transcript_is_no_turn(read):
    found = read(TRANSCRIPT)
    turns = [a for a in found if words(a.cue, TRANSCRIPT) == [":"]]
    assert [words(a.content, TRANSCRIPT) for a in turns] == [
        ["You promised to pay."],
        ["I never promised to pay."],
        ["Lee told me so."],
    ]
    said = next(a for a in found if words(a.source, TRANSCRIPT) == ["The ministry"])
    assert said.within is None


def test_speakers_of_a_transcript_are_known_by_surname(read):
    from readouts.records import Party

    lee = Party(id="person:anna-lee", name="Anna Lee", kind="person")
    found = read(TRANSCRIPT, (lee,))
    turn = next(a for a in found if words(a.source, TRANSCRIPT) == ["LEE"])
    said = next(a for a in found if words(a.source, TRANSCRIPT) == ["I"])
    assert turn.party == said.party == lee.id and said.within == turn.id and said.polarity == "negative"
