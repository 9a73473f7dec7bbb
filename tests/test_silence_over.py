"""Silence over a set of statements: what was looked through, and on what ground anything is said. Invented words."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from told import MAROVIA, SKELLAND, reading

from readouts.compare.silence_over import silences_over
from readouts.compare.statements import statement, statements
from readouts.compare.topics import spoken, topics
from readouts.export import silences as shown
from readouts.records import Document, Evidence, Silence, Statement
from readouts.text import Span

START = date(2031, 1, 6)


def said(*texts, party="state:MRV", step=30, **fields):
    """A statement of the party every thirty days."""
    documents = (
        Document(id=f"{party}-{i}", text=text, published=START + timedelta(days=step * i), **fields)
        for i, text in enumerate(texts)
    )
    return [statement(document, party) for document in documents]


MATTER, OTHER = "Voss raised the case of the prisoners of war.", "Voss praised the harbour works."


def only(statements, *issues, **options):
    (found,) = silences_over(statements, issues or ("prisoners",), **options)
    return found


def test_a_mention_is_no_silence_and_is_shown():
    found = only(said(OTHER, MATTER, OTHER, OTHER))
    (where,) = found.mentions
    assert found.basis is None and where.span.of(MATTER) == "prisoners"
    assert (found.silent_since, found.silent_in) == (START + timedelta(days=30), 2)


def test_silence_of_full_texts_is_checked_with_what_was_looked_through():
    found = only(said(OTHER, OTHER))
    assert (found.basis, found.documents, found.full, found.words) == ("checked", 2, 2, 10)
    assert (found.first, found.last, found.undated) == (START, START + timedelta(days=30), 0)
    assert (found.silent_since, found.silent_in) == (None, 2)


def test_since_a_day():
    found = only(said(MATTER, OTHER, OTHER), since=START + timedelta(days=1))
    assert (found.basis, found.documents, found.silent_since) == ("checked", 2, START)
    assert "no words of it in any of 2 full texts" in shown.sentence(found)


def test_until_a_day():
    found = only(said(OTHER, MATTER), until=START + timedelta(days=30))
    assert (found.basis, found.documents) == ("checked", 1)


def test_a_page_that_lost_words_is_no_full_text():
    assert only(said(OTHER, coverage=0.4)).basis == "unseen"
    assert only(said(OTHER, coverage=0.9)).basis == "checked"


def test_nothing_loaded_says_nothing():
    found = only(said(OTHER), since=START + timedelta(days=400))
    assert (found.basis, found.documents, found.words, found.first) == ("unseen", 0, 0, None)


def test_excerpts_are_unseen_but_what_they_mention_counts():
    """Only the sentences of the account are looked at: what the outlet adds is not the issuer's."""
    text = "Marovia said that Voss praised the harbour. The prisoners were seen in court on Monday."
    news = reading(text, [("praised the harbour", "praise", (), MAROVIA.id)], account=MAROVIA.id)
    (excerpt,) = statements(news)
    assert (excerpt.party, excerpt.coverage) == (MAROVIA.id, "excerpts")
    assert only([excerpt]).basis == "unseen"
    assert (
        only(
            [Statement(party=MAROVIA.id, document=news.document, coverage="excerpts", parts=(Span(0, len(text)),))]
        ).basis
        is None
    )


def test_a_sentence_that_says_what_is_left_out_is_no_mention():
    text = "Marovia said that Voss praised the harbour. The Marovian readout, which praised the works, made no mention of the prisoners."
    told = [("praised the harbour", "praise", (), MAROVIA.id), ("praised the works", "praise", (), MAROVIA.id)]
    gap = Span(text.index("The Marovian"), len(text))
    silence = Silence(
        party=MAROVIA.id, issue="prisoners", basis="asserted", evidence=(Evidence(document="doc", span=gap),)
    )
    news = reading(text, told, account=MAROVIA.id, silences=[silence])
    found = only(list(statements(news)), asserted=[(silence, None)])
    assert found.basis == "asserted" and found.mentions == () and found.words == 7


def test_what_somebody_asserts_is_kept_apart():
    silence = Silence(party="state:MRV", issue="prisoners", basis="asserted", asserted_by=SKELLAND.id)
    assert only(said(OTHER), asserted=[(silence, START)]).basis == "checked"
    assert only(said(OTHER, coverage=0.1), asserted=[(silence, START)]).basis == "asserted"
    contradicted = only(said(MATTER), asserted=[(silence, START)])
    assert contradicted.basis is None and contradicted.asserted == (silence,)
    assert only(said(OTHER), asserted=[(silence, START - timedelta(days=3))], since=START).asserted == ()
    alone = only([], asserted=[(silence, START)])
    assert (alone.party, alone.basis, alone.documents) == ("state:MRV", "asserted", 0)


def test_issuers_issues_and_months():
    both = said(MATTER, OTHER, OTHER) + said(OTHER, party="state:SKE")
    found = silences_over(both, ("prisoners", "taiwan"), period="month")
    assert [(f.party, f.issue, f.start.month, f.basis) for f in found] == [
        ("state:MRV", "prisoners", 1, None),
        ("state:MRV", "prisoners", 2, "checked"),
        ("state:MRV", "prisoners", 3, "checked"),
        ("state:MRV", "taiwan", 1, "checked"),
        ("state:MRV", "taiwan", 2, "checked"),
        ("state:MRV", "taiwan", 3, "checked"),
        ("state:SKE", "prisoners", 1, "checked"),
        ("state:SKE", "taiwan", 1, "checked"),
    ]


@pytest.mark.parametrize(("period", "number"), [("year", 2), ("quarter", 5), ("month", 14)])
def test_periods_leave_no_day_out(period, number):
    found = silences_over(said(*[OTHER] * 14, step=31), ("prisoners",), period=period)
    assert len(found) == number and sum(f.documents for f in found) == 14
    assert all(a.end == b.start for a, b in pairwise(found))


def test_statements_without_a_day_count_only_over_all_time():
    undated = [statement(Document(id="u", text=OTHER), "state:MRV")]
    assert only(undated).undated == 1 and only(undated, since=START).documents == 0


def test_the_headline_is_not_the_text():
    document = Document(id="h", text="Voss on prisoners\n\nVoss praised the works.", headline=Span(0, 17))
    assert only([statement(document, "state:MRV")]).basis == "checked"


WORDS = [
    ("They spoke of Prisoners-of-war.", "prisoners", "Prisoners"),
    ("A cease-fire\nholds.", "ceasefire", "cease-fire"),
    ("They began delimiting it.", "border_delimitation", "delimiting"),
    ("The prison is old.", "prisoners", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "issue", "words"), WORDS)
def test_words_of_an_issue_are_found_where_they_stand(text, issue, words):
    found = spoken(text, issue)
    assert (found.of(text) if found else None) == words
    assert {i for _, i in topics(text)} >= ({issue} if words else set())
    assert all(spoken(text, i) for _, i in topics(text))
