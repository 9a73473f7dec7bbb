"""The trained model's attributions, and how they are joined with the rules'. Sentences of our own."""

from datetime import date

import pytest

from readouts.errors import ModelError
from readouts.models import attribution
from readouts.pipeline import Tools, read
from readouts.records import Document

pytestmark = pytest.mark.skipif(attribution.missing() is not None, reason=f"{attribution.missing()} is missing")


@pytest.fixture(scope="module")
def tagger():
    return attribution.load()


@pytest.fixture(scope="module")
def tools():
    return Tools()


def found(tagger, text):
    return [
        tuple(" … ".join(s.of(text) for s in part) for part in (one.source, one.cue, one.content))
        for one in attribution.said(tagger, text)
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The minister said the talks would go on.", "The minister", "said", "the talks would go on"),
        ("“We will not wait,” the president told reporters.", "the president", "told", "“We will not wait,”"),
        (
            "According to the ministry, two bridges were closed.",
            "the ministry",
            "According to",
            "two bridges were closed",
        ),
    ],
)
def test_who_said_what(tagger, text, source, cue, content):
    (got,) = found(tagger, text)
    assert got[0] == source and cue in got[1] and content in got[2], got


def test_a_broken_quotation_is_one_content(tagger):
    text = "“The talks,” the envoy said, “will go on until Friday.”"
    (got,) = found(tagger, text)
    assert got[2] == "“The talks,” … “will go on until Friday.”"


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "x" * 3000,
        "“" * 50,
        "Said\n" * 400,
        "\u202eolleh\u200b said he",
        "🙂 said the 🙃 minister",
        "[SEP] said [CLS]",
    ],
)
def test_odd_texts_do_not_break_it(tagger, text):
    for one in attribution.said(tagger, text):
        for span in (*one.source, *one.cue, *one.content):
            assert span.of(text).strip() == span.of(text)


def test_a_long_text_is_read_alike_in_windows(tagger):
    """Paragraphs far apart do not know of each other: the same paragraph gives the same attribution anywhere."""
    paragraph = "The minister said on Monday that the bridge over the river would be closed for a year.\n"
    text = paragraph * 60
    got = found(tagger, text)
    assert len(got) == 60 and len({g[0] for g in got}) == 1


def test_weights_of_another_version_are_refused(tmp_path, monkeypatch):
    for name in attribution.SHA256:
        (tmp_path / name).write_bytes(b"other")
    monkeypatch.setattr(attribution, "WEIGHTS", tmp_path)
    with pytest.raises(ModelError, match="is not the file"):
        attribution.load(tmp_path)


TEXT = """A readout from the office of President Arlen Voss of Chile said that Voss had urged Prime Minister Ida Kestrel of Norway to open the strait.

Kestrel’s spokesperson Robert Tindall said the Prime Minister “rejected the demand.” Voss reportedly believes that the strait is open.
"""


def test_inner_attributions_are_kept_where_an_account_speaks(tools):
    reading = read(Document(id="a", text=TEXT, published=date(2023, 3, 8)), tools)
    urged = next(a for a in reading.attributions if any("urged" in c.of(TEXT) for c in a.cue))
    said = next(a for a in reading.attributions if a.id == urged.within)
    assert said.within is None and said.party == "body:office-of-arlen-voss"
    claims = {c.act: c for c in reading.claims}
    assert claims["urge"].attribution == urged.id and claims["urge"].account == "state:CHL"
    ids = {a.id for a in reading.attributions}
    assert all(a.within is None or a.within in ids for a in reading.attributions)
    assert all(c.attribution is None or c.attribution in ids for c in reading.claims)


def test_rules_alone_work_and_say_so(tools):
    alone = Tools(rules_only=True)
    document = Document(id="a", text=TEXT, published=date(2023, 3, 8))
    assert read(document, alone).attributions
    assert "attributions by rules" in alone.made_by.models and attribution.name() in tools.made_by.models


BRIEFING = """Press briefing

MR. TINDALL: Good afternoon. The Secretary spoke with the Prime Minister on Monday.

QUESTION: Did he raise the constitution?

MR. TINDALL: He declined to discuss it. We will announce a visit next week.

QUESTION: When?

MR. TINDALL: I refused to say.
"""


def test_a_briefing_is_read_by_its_turns(tools):
    reading = read(Document(id="b", text=BRIEFING, published=date(2023, 3, 8)), tools)
    turns = [a for a in reading.attributions if [c.of(BRIEFING) for c in a.cue] == [":"]]
    assert {s.of(BRIEFING) for a in turns for s in a.source} == {"MR. TINDALL", "QUESTION"}
    assert "Did he raise the constitution?" in {c.of(BRIEFING) for a in turns for c in a.content}
    assert not [c for c in reading.claims if c.sentence.of(BRIEFING).rstrip().endswith("?")]


@pytest.mark.parametrize(
    ("text", "polarity", "tense"),
    [
        ("The minister said the talks would go on.", "positive", "past"),
        ("The minister refused to say whether the talks would go on.", "negative", "past"),
        ("The minister did not mention the talks in his statement.", "negative", "past"),
        ("The minister will announce a new policy on Monday.", "positive", "future"),
        ("The ministry says that two bridges are closed.", "positive", "present"),
        ("According to the ministry, two bridges were closed.", "positive", None),
    ],
)
@pytest.mark.parametrize("rules_only", [True, False])
def test_the_saying_has_polarity_and_tense(text, polarity, tense, rules_only):
    reading = read(Document(id="c", text=text), Tools(rules_only=rules_only))
    assert (polarity, tense) in {(a.polarity, a.tense) for a in reading.attributions}, reading.attributions


def test_what_the_source_says_next_is_an_attribution_of_its_own(tools):
    text = "President Arlen Voss of Chile said that the strait was open, and warned that Norway would pay for it."
    reading = read(Document(id="d", text=text), tools)
    contents = {a.cue[0].of(text): a.content[0].of(text) for a in reading.attributions}
    assert contents == {"said": "that the strait was open", "warned": "that Norway would pay for it"}


def test_what_an_earlier_sentence_says_is_not_said_by_the_next_ones_source(tools):
    text = "Marovia is ready to work with Telmark to expand trade. Maris said that Telmark values its relations with Marovia."
    (said,) = (a for a in read(Document(id="d", text=text), tools).attributions if a.cue)
    assert [s.of(text) for s in said.content] == ["that Telmark values its relations with Marovia"]
