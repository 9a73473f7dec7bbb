"""The pages to read with in a real browser: with script and without, wide and narrow, on paper."""

import re

import pytest
from web import TEXTS, serious

from readouts.store.database import opened

LEFT, RIGHT = TEXTS[0], TEXTS[1]


@pytest.fixture
def empty_db(tmp_path):
    opened(str(tmp_path / "corpus.db"), create=True).close()
    return tmp_path / "corpus.db"


def fill(page):
    for name, one in (("first", LEFT), ("second", RIGHT)):
        page.fill(f"#{name}", one["text"])
        page.fill(f"#{name}_publisher", one["publisher"])
        page.fill(f"#{name}_published", one["published"])


@pytest.mark.parametrize("script", [True, False])
def test_paste_and_compare(visit, empty_db, script):
    page = visit(empty_db, "/", script=script)
    assert "Nothing yet" in page.inner_text("main")
    fill(page)
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_url(re.compile("/c/"))
    assert "Marovia and Telmark" in page.inner_text("h1")
    assert page.locator(".row.conflict").count() == 1


def test_the_button_says_that_it_reads(visit, empty_db):
    page = visit(empty_db, "/")
    fill(page)
    page.evaluate("document.addEventListener('submit', event => event.preventDefault())")
    page.get_by_role("button", name="Compare", exact=True).click()
    assert page.locator("button[aria-busy=true]").inner_text() == "Reading the texts …"


def test_a_claim_opens_its_words_in_the_source_without_losing_the_place(visit, compared_db):
    path, id = compared_db
    page = visit(path, f"/c/{id}")
    claim = page.locator(".row a.told").nth(1)
    claim.scroll_into_view_if_needed()
    at = page.evaluate("scrollY")
    words = claim.locator("q").inner_text()
    claim.click()
    page.wait_for_selector("a.told[aria-current=true]")  # comes after the source does, once it has settled
    assert claim.get_attribute("aria-current") == "true"
    marked = " ".join(page.locator("#source mark.words").all_inner_texts())
    assert marked and marked in words
    assert page.evaluate("scrollY") == at and "claim=" in page.url
    page.locator("#source summary").click()
    assert "@misc{" in page.locator("#source pre").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_selector("#source:not(:has(.close))", state="attached")
    page.wait_for_selector("a.told[aria-current]", state="detached")
    assert page.evaluate("scrollY") == at


def test_by_keyboard_one_is_led_into_the_source_and_back(visit, compared_db):
    path, id = compared_db
    page = visit(path, f"/c/{id}")
    claim = page.locator(".row a.told").nth(2)
    claim.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#source:focus")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "close"
    page.keyboard.press("Enter")
    page.wait_for_selector("a.told:focus")
    assert claim.evaluate("e => e === document.activeElement")


def test_a_claim_opens_without_script_and_on_a_phone(visit, compared_db):
    path, id = compared_db
    page = visit(path, f"/c/{id}", script=False, width=390)
    with page.expect_navigation():
        page.locator(".row a.told").nth(2).click()
    assert page.locator("#source mark.words").first.is_visible()
    assert page.locator("a.told[aria-current]").is_visible()  # the place in the list is kept by the fragment
    with page.expect_navigation():
        page.get_by_role("link", name="In the whole text").click()
    assert page.locator("#span + mark").is_visible()


def test_filters_narrow_the_rows_and_stand_in_the_address(visit, compared_db):
    path, id = compared_db
    page = visit(path, f"/c/{id}")
    rows = page.locator("ol.rows > .row")
    before = rows.count()
    page.click("#relation-conflict")
    page.wait_for_selector("#relation-conflict[aria-current]")
    assert before > 1 and rows.count() == 1 and "relation=conflict" in page.url
    assert page.evaluate("document.activeElement.id") == "relation-conflict"
    page.reload()
    assert rows.count() == 1
    page.go_back()
    page.wait_for_selector("#relation-conflict:not([aria-current])")
    assert rows.count() == before
    page.click("#by-verdict")
    page.wait_for_selector(".group")
    assert page.locator(".group h3").count() == 5


def test_filters_work_without_script(visit, compared_db):
    path, id = compared_db
    page = visit(path, f"/c/{id}", script=False)
    with page.expect_navigation():
        page.click("#issue-trade")
    assert page.locator("ol.rows > .row").count() == 1


def test_the_comparison_prints_with_all_claims(visit, compared_db):
    import io

    import pypdfium2

    path, id = compared_db
    page = visit(path, f"/c/{id}")
    numbers = page.locator(".row a.told .n").all_inner_texts()
    said = page.locator(".row a.told q").all_inner_texts()
    printed = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    columns = [[0, 0.42], [0.58, 1], [0, 1]]  # of the sheet's width: left, right, all
    text = ""
    for start, end in columns:
        for sheet in printed:
            width = sheet.get_width()
            text += sheet.get_textpage().get_text_bounded(left=start * width, right=end * width)
    text = re.sub(r"\W+", "", text)
    missing = [words for words in said if re.sub(r"\W+", "", words) not in text]
    assert numbers and not missing
    assert "Chooseaclaim" not in text  # what is of use on the screen alone is not printed


def test_layers_are_switched_and_kept_in_the_address(visit, compared_db):
    page = visit(compared_db[0], "/d/marovia-june")

    def look(kind, what):
        return page.locator(f".layered mark.{kind}").first.evaluate(f"e => getComputedStyle(e).{what}")

    assert look("party", "borderBottomStyle") == "solid"
    page.uncheck("#layer-parties")
    assert look("party", "borderBottomWidth") == "0px"
    assert "layers=claims" in page.url and "parties" not in page.url
    page.reload()
    assert not page.is_checked("#layer-parties") and page.is_checked("#layer-dates")


def test_layers_without_script(visit, compared_db):
    page = visit(compared_db[0], "/d/marovia-june", script=False)
    page.uncheck("#layer-claims")
    assert page.locator(".layered .ref").first.is_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Keep in the address").click()
    assert "layers=parties" in page.url and not page.is_checked("#layer-claims")


@pytest.mark.parametrize(("script", "fragment"), [(True, ""), (False, "#span")])
def test_a_deep_link_marks_its_words_and_leads_to_them(visit, empty_db, tools, script, fragment):
    import json

    from web import NOW

    from readouts import corpus
    from readouts.ingest.documents import Options, loaded

    text = "\n\n".join([*(f"{LEFT['text']} This is part {n}." for n in range(12)), "The lighthouse stays dark."])
    store = opened(str(empty_db))
    raw = json.dumps({"id": "long", "text": text}).encode()
    assert list(corpus.added(loaded(["-"], Options(), lambda: raw), store, corpus.reader(tools), lambda: NOW))
    store.close()
    start = text.index("lighthouse")
    page = visit(empty_db, f"/d/long?span={start}-{start + 10}{fragment}", script=script, width=390)
    mark = page.locator("#span + mark")
    assert mark.inner_text() == "lighthouse"
    page.wait_for_timeout(900)  # it scrolls smoothly
    box = mark.bounding_box()
    assert 0 <= box["y"] <= 900
    assert "“lighthouse”" in page.inner_text(".pointed-at")


@pytest.mark.parametrize("options", [{}, {"scheme": "dark"}, {"width": 390}])
def test_nothing_serious_is_in_the_way_of_anybody(visit, compared_db, options):
    path, id = compared_db
    page = visit(path, f"/c/{id}", **options)
    claim = page.locator(".row a.told").first.get_attribute("href")
    for address in (
        "/",
        "/example",
        f"/c/{id}",
        f"/c/{id}{claim}",
        f"/c/{id}?by=verdict",
        "/d/marovia-june?span=10-40",
    ):
        page = visit(path, address, **options)
        assert serious(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
