"""Page data of search, formulas, silences, alerts and what came in: without HTTP, on both databases."""

from datetime import date, timedelta

import pytest
from made import KESTER, MAROVIA, NOW, TELMARK, VOSS, add, contact, day, reading, span

from readouts.errors import InputError, StoreError
from readouts.keeping.statements import complete
from readouts.records import Silence
from readouts.store import alerts as ask
from readouts.store import saved
from readouts.store.questions import Side
from readouts.text import Span
from readouts.web.pages import alerts as alerts_page
from readouts.web.pages import formulas as formulas_page
from readouts.web.pages import runs as runs_page
from readouts.web.pages import search as search_page
from readouts.web.pages import silences as silences_page
from readouts.web.pages.search import Sought

FIRST = date(2026, 1, 1)


def shown(store, page, *asked, **narrowed):
    with store.reads() as connection:
        return page(connection, *asked, **narrowed)


def text(id, words, number=0, **fields):
    return reading(words, id, title=fields.pop("title", id), published=FIRST + timedelta(number), **fields)


# -- search --------------------------------------------------------------------------------------------------------


@pytest.fixture
def library(store):
    trade = "Voss urged an end of the tariffs."
    peace = "Kester welcomed the talks on tariffs."
    met = contact("c-1", "call", day(FIRST), spans=(Span(0, 4),))
    add(
        store,
        text("a", f"{trade}\n\nThe weather was fine.", contacts=[met], claims=[(trade, "urge", ["trade"], VOSS)]),
        text("b", peace, 400, publisher="Government of Telmark", issuer=TELMARK.id,
             claims=[(peace, "welcome", ["trade", "peace_treaty"], KESTER, {"account": TELMARK.id})]),
        text("ru", "Президент подтвердил приверженность миру.", 1, publisher="Канцелярия"),
        text("hy", "Վարչապետն ընդգծեց խաղաղության կարևորությունը։", 2),
        text("zh", "双方讨论了和平条约。", 3),
        text("long", "tariffs " + "and so on " * 200 + "tariffs", 4),
    )  # fmt: skip
    return store


def search(store, q, **sought):
    return shown(store, search_page.search, Sought(q=q, **sought))


@pytest.mark.parametrize(
    ("q", "document"), [("миру", "ru"), ("МИРУ", "ru"), ("խաղաղության", "hy"), ("和平", "zh"), ("条约", "zh")]
)
def test_any_script_is_found_and_marked(library, q, document):
    (hit,) = search(library, q).hits
    assert hit.document == document and hit.begins and hit.ends
    assert hit.marks[0].of(hit.words).casefold() == q.casefold()
    assert hit.evidence.span.of(hit.words) == hit.marks[0].of(hit.words)


def test_hits_are_in_order_of_their_days(library):
    assert [hit.document for hit in search(library, "tariffs").hits] == ["b", "long", "long", "a"]
    assert [hit.document for hit in search(library, "tariffs", order="oldest").hits] == ["a", "long", "long", "b"]


def test_a_long_passage_is_cut_round_its_hit_and_the_evidence_still_fits(library):
    for hit in search(library, "tariffs", year="2026").hits:
        if hit.document == "long":
            assert len(hit.words) < 700 and hit.marks
            assert hit.words.split()[0] in ("tariffs", "on", "so", "and") and hit.ends == hit.words.endswith("tariffs")
            assert {mark.of(hit.words) for mark in hit.marks} == {"tariffs"}


def facet(page, name):
    return {one.value: one.count for found in page.facets if found.name == name for one in found.values}


def test_facets_count_the_passages_that_would_be_left(library):
    page = search(library, "tariffs")
    assert page.count == 4
    for name in ("party", "issue", "act", "kind", "year", "publisher"):
        counts = facet(page, name)
        assert counts, name
        for value, count in counts.items():
            assert search(library, "tariffs", **{name: value}).count == count, (name, value)
    assert facet(page, "issue") == {"trade": 2, "peace_treaty": 1} and facet(page, "year") == {"2027": 1, "2026": 3}


def test_filters_of_claims_ask_for_one_claim_that_has_them_all(library):
    assert search(library, "tariffs", party="Telmark", act="welcome").count == 1
    assert search(library, "tariffs", party="Telmark", act="urge").count == 0
    chosen = search(library, "tariffs", issue="peace_treaty")
    assert {f.name: f.chosen for f in chosen.facets}["issue"] == "Peace treaty and peace talks"
    assert facet(chosen, "act") == {"welcome": 1} and facet(chosen, "issue") == {}


def test_pages_of_hits_hold_each_passage_once(store):
    add(store, *(text(f"d{n}", f"Tariffs number {n}.", n) for n in range(45)))
    pages = [search(store, "tariffs", page=n) for n in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [20, 20, 5] and [page.more for page in pages] == [True, True, False]
    assert len({hit.document for page in pages for hit in page.hits}) == 45


def test_an_empty_query_finds_nothing_and_one_without_words_is_told(library):
    assert search(library, "  ").facets == ()
    with pytest.raises(InputError, match="no word"):
        search(library, "-tariffs")


# -- formulas ------------------------------------------------------------------------------------------------------

LINE = "The President reaffirmed support for the territorial integrity of Telmark"


@pytest.fixture
def phrases(store):
    add(
        store,
        text("a", f"{LINE}.", 0),
        text("b", f"{LINE} and its sovereignty.", 10),
        text("c", "The President spoke of trade.", 20),
        text("d", "The President spoke of trade again.", 30),
        text("e", f"{LINE} within its borders.", 40),
        text("f", "Nothing of it.", 50),
        text("n", "News has territorial integrity too.", 45, issuer=None, publisher="The Harbour Courier"),
        text("k", "Territorial  integrity matters, said Kester.", 5, issuer=TELMARK.id),
    )
    return store


def formulas(store, lexicon, **asked):
    return shown(store, formulas_page.formulas, lexicon, **asked)


def test_a_phrase_has_its_uses_users_and_lapses(phrases, lexicon):
    phrase = formulas(phrases, lexicon, q="territorial integrity").phrase
    assert [use.evidence.document for use in phrase.uses] == ["n", "e", "b", "k", "a"]
    ours = next(one for one in phrase.used_by if one.issuer and one.issuer.name == "Marovia")
    assert (ours.documents, ours.statements, ours.first) == (3, 6, FIRST)
    assert [(lapse.after, lapse.until, lapse.statements) for lapse in ours.lapses] == [
        (FIRST + timedelta(10), FIRST + timedelta(40), 2), (FIRST + timedelta(40), None, 1)]  # fmt: skip
    news = next(one for one in phrase.used_by if one.issuer is None)
    assert (news.documents, news.statements, news.lapses) == (1, 0, ())
    assert all(use.place.of(use.sentence).casefold().split() == ["territorial", "integrity"] for use in phrase.uses)


def test_what_changed_round_a_phrase_is_told_word_by_word(phrases, lexicon):
    last, first = formulas(phrases, lexicon, q="territorial integrity", issuer="Marovia").phrase.changes
    assert (first.before.evidence.document, first.after.evidence.document) == ("a", "b")
    assert [piece.words for piece in first.pieces if piece.kind == "new"] == ["and its sovereignty"]
    assert [piece.words for piece in last.pieces if piece.kind == "gone"] == ["and its sovereignty"]
    assert last.after.evidence.document == "e"
    assert [(piece.words, piece.spaced) for piece in first.pieces][-1] == (".", False)


def test_a_phrase_may_end_openly_and_one_of_no_words_is_told(phrases, lexicon):
    assert len(formulas(phrases, lexicon, q="territorial integr*").phrase.uses) == 5
    assert formulas(phrases, lexicon, q="integrity territorial").phrase.uses == ()
    with pytest.raises(InputError, match="no word"):
        formulas(phrases, lexicon, q="“ ”*")


def test_the_formulas_of_an_issuer_are_kept_until_a_text_comes_in(phrases, lexicon):
    found = formulas(phrases, lexicon, issuer="Marovia")
    assert found.count and "territorial integrity" in found.standing[0].text
    assert formulas(phrases, lexicon, issuer="Marovia").standing[0] is found.standing[0]
    add(phrases, text("g", f"{LINE} once more.", 60))
    again = formulas(phrases, lexicon, issuer="Marovia").standing[0]
    assert again.documents == found.standing[0].documents + 1


def test_one_formula_with_the_words_round_each_use(phrases, lexicon):
    found = formulas(phrases, lexicon, issuer="Marovia").standing[0]
    page = shown(phrases, formulas_page.formula, lexicon, MAROVIA.id, found.id)
    assert [use.evidence.document for use in page.uses] == ["e", "b", "a"]
    assert all(use.place.of(use.sentence) == use.wording for use in page.uses) and page.changes
    with pytest.raises(StoreError, match="no formula"):
        shown(phrases, formulas_page.formula, lexicon, MAROVIA.id, "none")


# -- silences ------------------------------------------------------------------------------------------------------


@pytest.fixture
def silent(store, lexicon):
    left_out = "No mention was made of prisoners."
    told = "Kester spoke of the constitution."
    where = Silence(party=MAROVIA.id, issue="prisoners", basis="asserted", evidence=())
    news = text("n", f"{told} {left_out}", 500, issuer=None, publisher="The Harbour Courier",
                claims=[(told, "state", ["constitution"], KESTER, {"account": TELMARK.id})])  # fmt: skip
    own = Silence(party=where.party, issue=where.issue, basis="asserted",
                  evidence=(_evidence(news.document, left_out),))  # fmt: skip
    add(
        store,
        text("a", "We discussed the release of all prisoners.", 0),
        text("b", "We discussed the weather.", 400),
        type(news)(**{name: getattr(news, name) for name in news.__dataclass_fields__} | {"silences": (own,)}),
    )
    complete(store, lexicon)
    return store


def _evidence(document, words):
    from readouts.records import Evidence

    return Evidence(document=document.id, span=span(document.text, words))


def test_silences_by_issue_and_year_with_their_ground(silent):
    page = shown(silent, silences_page.silences, issuer="Marovia")
    assert [one.name for one in page.periods] == ["2026", "2027"]
    line = next(line for line in page.lines if line.issue == "prisoners")
    said, quiet = line.heard
    assert (said.basis, said.mentions, said.evidence.document) == (None, 1, "a")
    assert (quiet.basis, quiet.full, quiet.silent_in, quiet.asserted) == ("checked", 1, 1, 1)
    assert quiet.evidence.document == "n"
    assert page.lines[0].issue == "prisoners"  # what was mentioned once and fell silent comes first


def test_excerpts_alone_leave_it_unseen(silent):
    page = shown(silent, silences_page.silences, issuer="Telmark", by="whole")
    basis = {line.issue: line.heard[0].basis for line in page.lines}
    assert basis["constitution"] is None and basis["trade"] == "unseen"


def test_of_one_issue_all_issuers(silent):
    page = shown(silent, silences_page.silences, issue="prisoners", by="whole")
    assert page.issuer is None and [line.issuer for line in page.lines] == [Side(MAROVIA.id, "Marovia")]
    with pytest.raises(StoreError, match="no issue"):
        shown(silent, silences_page.silences, issue="weather")


def test_without_texts_there_are_no_silences(store):
    assert shown(store, silences_page.silences).lines == ()


# -- alerts and what came in ---------------------------------------------------------------------------------------

QUESTION = ask.Question(name="Marovia on trade", kind="statement", party="Marovia", issue="trade")
AHEAD = ask.Question(name='a party yet "unknown" \\ \x07', kind="statement", party="Atlantis", issue="trade")


def keep(store, *questions):
    with store.writes() as connection:
        saved.save(connection, questions, NOW)


def test_saved_questions_are_answered_a_party_that_is_not_there_is_told(library):
    keep(library, QUESTION, AHEAD)
    page = shown(library, alerts_page.alerts)
    ours, theirs = page.answered
    assert [alert.evidence.document for alert in ours.alerts] == ["a"] and ours.fault is None
    assert theirs.alerts == () and "Atlantis" in theirs.fault
    assert page.rows == ours.alerts
    assert len(shown(library, alerts_page.alerts, QUESTION.name).answered) == 1
    with pytest.raises(StoreError, match="no question"):
        shown(library, alerts_page.alerts, "another")


def test_questions_come_back_from_their_file_as_they_were(library):
    keep(library, QUESTION, AHEAD)
    assert ask.questions(alerts_page.toml(shown(library, saved.saved)), "it") == (QUESTION, AHEAD)


def test_a_name_is_given_once_and_a_removed_question_is_gone(library):
    keep(library, QUESTION)
    with pytest.raises(InputError, match="already"):
        keep(library, QUESTION)
    with library.writes() as connection:
        saved.forget(connection, QUESTION.name)
    assert shown(library, saved.saved) == ()


def test_what_came_in_by_day(library):
    (own,) = shown(library, runs_page.runs).days
    assert (own.run.day, own.run.documents, own.run.superseding) == ("2026-05-01", 6, 0)
    assert [line.document for line in own.newest] == ["long", "zh", "hy", "ru", "b"]
