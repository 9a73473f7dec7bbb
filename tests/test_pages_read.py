"""What the pages to read with show: inbox, comparison, document; without HTTP."""

import shutil
from dataclasses import replace

import pytest
from web import NOW, TEXTS

from readouts import corpus
from readouts.errors import InputError, StoreError
from readouts.ingest.documents import Options, loaded
from readouts.store.database import opened
from readouts.store.pairs import pairs
from readouts.text import Span
from readouts.web.pages import comparison, document, inbox


@pytest.fixture
def page(compared_db):
    """Asks a page function over the compared database."""
    stores = []

    def page(make, *asked):
        store = opened(str(compared_db[0]))
        stores.append(store)
        with store.reads() as connection:
            return make(connection, *asked)

    yield page
    for store in stores:
        store.close()


@pytest.fixture
def writable(compared_db, tmp_path):
    store = opened(str(shutil.copy(compared_db[0], tmp_path / "corpus.db")))
    yield store
    store.close()


def read_in(store, tools, *rows):
    import json

    raw = "\n".join(map(json.dumps, rows)).encode()
    return list(corpus.added(loaded(["-"], Options(), lambda: raw), store, corpus.reader(tools), lambda: NOW))


# -- inbox ---------------------------------------------------------------------------------------------------------


def test_the_inbox_has_the_newest_first_with_their_contacts(page):
    found = page(inbox.inbox, None, 3)
    assert [one.document for one in found.rows] == ["marovia-mehran", "article-july", "telmark-july"]
    met = found.rows[0]
    assert (met.kind, met.day, [one.name for one in met.participants]) == (
        "meeting", "2031-08-20", ["Arlen Voss", "Tarek Osman"],
    )  # fmt: skip
    assert found.counts.documents == len(TEXTS) and found.counts.comparisons == 1 and found.counts.failures == 0
    older = page(inbox.inbox, found.older, 3)
    assert [one.document for one in older.rows] == ["marovia-july", "telmark-june", "marovia-june"]
    assert older.older is None


def test_texts_of_two_parties_on_one_contact_are_a_pair(page, compared_db):
    rows = {one.document: one for one in page(inbox.inbox, None, 10).rows}
    june = rows["telmark-june"].pair
    assert (june.left.document, june.right.document, june.made) == ("marovia-june", "telmark-june", compared_db[1])
    assert rows["marovia-july"].pair.made is None  # nobody has compared them
    assert rows["marovia-mehran"].pair is None  # one party alone tells of it
    assert rows["article-july"].pair is None  # it speaks in no party's voice


def test_pairs_of_a_contact_that_is_not_there_are_none(page):
    assert page(pairs, ["nowhere"]) == {}


def test_a_new_version_is_told(writable, tools):
    read_in(writable, tools, {**TEXTS[0], "text": TEXTS[0]["text"] + " They will speak again."})
    with writable.reads() as connection:
        rows = inbox.inbox(connection, None, 10).rows
    assert rows[0].replaces and [one.document for one in rows if one.replaced] == ["marovia-june"]


def test_the_pages_are_the_same_over_either_database(store, tools):
    read_in(store, tools, *TEXTS[:2])
    id = corpus.compared(store, ["marovia-june", "telmark-june"], tools, lambda: NOW, lambda _: "both")
    with store.reads() as connection:
        came = inbox.inbox(connection, None, 10)
        compared = comparison.compared(connection, id, comparison.Asked(issue="trade"))
        shown = document.shown(connection, "marovia-june", "0-20", document.LAYERS)
    assert [one.pair.made for one in came.rows] == [id, id] and came.publishers == (
        TEXTS[1]["publisher"], TEXTS[0]["publisher"],
    )  # fmt: skip
    assert came.counts.contacts == 2 and came.comparisons[0].title == "both"
    assert [row.relation for row in compared.rows] == ["both"]
    assert [one.id for one in shown.comparisons] == [id] and shown.pairs


# -- comparison ----------------------------------------------------------------------------------------------------


def test_all_rows_in_the_order_of_the_left_account(page, compared_db):
    found = page(comparison.compared, compared_db[1], comparison.Asked())
    left = [said.number for row in found.rows for said in row.left]
    assert left == sorted(left) and len(found.rows) == len(found.comparison.alignments)
    assert sum(one.count for one in found.relations) == len(found.rows)


def test_filters_leave_the_rows_that_they_name_and_count_those_of_the_other_filter(page, compared_db):
    id = compared_db[1]
    found = page(comparison.compared, id, comparison.Asked(relation="conflict"))
    assert {row.relation for row in found.rows} == {"conflict"} and len(found.rows) == 1
    assert {one.value for one in found.relations if one.chosen} == {"conflict"}
    counts = {one.value: one.count for one in found.issues}
    assert counts["prisoners"] == 1 and counts["trade"] == 0
    trade = page(comparison.compared, id, comparison.Asked(issue="trade"))
    assert [row.relation for row in trade.rows] == ["both"]
    assert {one.value: one.count for one in trade.relations}["conflict"] == 0


def test_by_verdict_the_groups_hold_the_rows_that_are_asked_for(page, compared_db):
    asked = comparison.Asked(by="verdict", relation="framing")
    found = page(comparison.compared, compared_db[1], asked)
    assert [group.relation for group in found.groups] == ["framing"]
    assert found.groups[0].rows == found.rows


def test_a_claim_told_earlier_by_the_other_side_is_known(page, compared_db):
    found = page(comparison.compared, compared_db[1], comparison.Asked())
    order = [said.number for row in found.rows for said in row.right]
    expected = {n for i, n in enumerate(order) if any(before > n for before in order[:i])}
    assert found.late == expected and expected


def test_an_address_of_a_view():
    asked = comparison.Asked(relation="both", claim="a&b")
    assert asked.address() == "?relation=both&claim=a%26b"
    assert asked.address(relation="", claim="") == "?"
    assert asked.address(by="verdict", claim="") == "?by=verdict&relation=both"


def test_a_claim_opens_in_its_text(page, compared_db):
    id = compared_db[1]
    found = page(comparison.compared, id, comparison.Asked())
    urged = next(s for row in found.rows for s in row.left if s.act == "urges")
    opened_ = page(comparison.compared, id, comparison.Asked(claim=urged.id)).opened
    text = TEXTS[0]["text"]
    assert opened_.span.of(text).startswith("urged Telmark")
    html = "\n".join(opened_.paragraphs)
    assert '<mark class="sentence words">urged Telmark' in html and "They agreed to meet" in html
    assert f"(characters {opened_.span.start}–{opened_.span.end})" in opened_.citation
    assert opened_.bibtex.startswith("@misc{office2031-") and not (opened_.cut_before or opened_.cut_after)
    with pytest.raises(InputError, match="no claim 'nothing'"):
        page(comparison.compared, id, comparison.Asked(claim="nothing"))


def test_of_a_long_text_only_what_is_near_stands_beside():
    text = "Words before. " * 500 + "Voss urged peace. " + "Words after. " * 500
    at = text.index("Voss")
    window = comparison._window(text, Span(at, at + 17))
    assert 800 < at - window.start <= 900 and 800 < window.end - at - 17 <= 900
    assert text[window.start - 1] == " " and text[window.end] == " "
    assert comparison._window("short", Span(0, 5)) == Span(0, 5)


def test_lines_of_the_table(page, compared_db):
    lines = page(comparison.compared, compared_db[1], comparison.Asked(relation="conflict")).lines
    assert [(line.relation, line.left_document, line.right_document) for line in lines] == [
        ("conflict", "marovia-june", "telmark-june")
    ]
    start, end = map(int, lines[0].left_spans.split("; ")[0].split("-"))
    assert TEXTS[0]["text"][start:end] in lines[0].left


# -- document ------------------------------------------------------------------------------------------------------


def test_a_document_with_what_stands_beside_it(page, compared_db):
    found = page(document.shown, "marovia-july", "", document.LAYERS)
    assert found.before.document == "marovia-june" and found.after.document == "marovia-mehran"
    assert [(pair.left.document, pair.right.document) for pair in found.pairs] == [("marovia-july", "telmark-july")]
    assert found.comparisons == () and len(found.versions) == 1 and found.replaced_by is None
    assert found.contacts and found.lines
    june = page(document.shown, "marovia-june", "", ["claims"])
    assert [one.id for one in june.comparisons] == [compared_db[1]] and june.before is None
    assert june.layers == ("claims",)
    for line in june.lines:
        assert line.span_end <= len(TEXTS[0]["text"]) and line.words


def test_the_words_that_the_address_points_at_are_marked_and_cited(page):
    text = TEXTS[0]["text"]
    start = text.index("durable peace")
    found = page(document.shown, "marovia-june", f"{start}-{start + 13}", document.LAYERS)
    html = "\n".join(found.paragraphs)
    assert html.count('id="span"') == 1 and "pointed" in html
    assert f"“durable peace” (characters {start}–{start + 13})" in found.citation
    # A span that begins in the gap between two paragraphs leads to the first words in it.
    gap = text.index("\n\n")
    assert '<span class="at" id="span"></span>' in "\n".join(
        page(document.shown, "marovia-june", f"{gap}-{gap + 20}", ()).paragraphs
    )


@pytest.mark.parametrize("span", ["x", "5", "9-3", "-1-4", "99999-99999999", "5-5", "٣-٤", "1-2-3"])
def test_a_span_that_is_none_is_told(page, span):
    with pytest.raises(InputError):
        page(document.shown, "marovia-june", span, ())


def test_no_document_no_page(page):
    with pytest.raises(StoreError, match="no document"):
        page(document.shown, "nowhere", "", ())
    with pytest.raises(StoreError, match="no older version"):
        page(document.changed, "marovia-june", "")


def test_versions_and_what_changed(writable, tools):
    new = {**TEXTS[0], "text": TEXTS[0]["text"].replace("durable peace", "lasting and just peace")}
    (outcome,) = read_in(writable, tools, new)
    with writable.reads() as connection:
        old = document.shown(connection, "marovia-june", "", ())
        latest = document.shown(connection, outcome.document, "", ())
        found = document.changed(connection, outcome.document, "")
    assert old.replaced_by == outcome.document and latest.replaced_by is None
    assert latest.previous.document == "marovia-june" and old.previous is None
    assert [(one.kind, one.old, one.new) for one in found.lines] == [("replaced", "durable", "lasting and just")]
    assert "<del" in found.body and "lasting and just" in found.body
    assert latest.before is None  # the old version is no neighbour


def test_attributions_within_attributions_have_their_depth(page):
    found = page(document.shown, "article-july", "", document.LAYERS)
    html = "\n".join(found.paragraphs)
    assert "depth-1" in html
    nested = [a for a in found.reading.attributions if a.within]
    assert ("depth-2" in html) == bool(nested)


def test_a_document_whose_reading_goes_in_circles_is_drawn(page):
    from readouts.export.html import layers

    found = page(document.shown, "article-july", "", document.LAYERS)
    said = found.reading.attributions
    assert len(said) >= 2
    circle = (replace(said[0], within=said[1].id), replace(said[1], within=said[0].id), *said[2:])
    assert layers(replace(found.reading, attributions=circle), found.view)
