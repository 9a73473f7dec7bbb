"""The pages in a real browser: they read without script, fetch nothing, and every claim leads to its sentence.

Chromium comes from the system (Debian's package `chromium`); without it these tests skip.
"""

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def browser(chromium):
    """The one browser of the run: a second driver would not start beside it."""
    return chromium


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """The page that `readouts demo` writes."""
    from click.testing import CliRunner

    from readouts.cli import main

    path = tmp_path_factory.mktemp("demo") / "demo.html"
    done = CliRunner().invoke(main, ["demo", "-o", str(path)])
    assert done.exit_code == 0, done.output
    return Path(path)


@pytest.fixture
def opened(browser, page_file):
    """A page without script at a given width; fails the test when anything is fetched or the console complains."""
    contexts = []

    def opened(width=1280, scheme="light"):
        context = browser.new_context(
            java_script_enabled=False, viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        contexts.append(context)
        page = context.new_page()
        page.fetched, page.complaints = [], []
        page.on("request", lambda request: page.fetched.append(request.url))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.goto(page_file.as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()


def test_the_page_fetches_nothing_and_needs_no_script(opened, page_file):
    page = opened()
    assert page.fetched == [page_file.as_uri()] and page.complaints == []
    assert page.locator("script").count() == 0
    assert page.locator("h1").count() == 1 and page.title()


def test_a_click_on_a_claim_shows_its_sentence(opened):
    page = opened()
    claim = page.locator("details > summary").first
    inside = page.locator("details").first.locator(":scope > :not(summary)").first
    assert not inside.is_visible()
    claim.click()
    assert inside.is_visible() and inside.inner_text().strip()


def test_a_link_leads_to_the_marked_words(opened):
    page = opened()
    links = page.locator("a[href^='#']")
    targets = {links.nth(i).get_attribute("href") for i in range(links.count())}
    assert len(targets) > 10
    missing = [t for t in targets if page.locator(f"[id='{t[1:]}']").count() != 1]
    assert missing == []


@pytest.mark.parametrize("width", [1280, 768, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_runs_over_the_edge(opened, width, scheme):
    page = opened(width, scheme)
    # Without script in the page the driver can still measure: boxes come from the browser, not from the page.
    box = page.locator("body").bounding_box()
    assert box["width"] <= width
    for table in ("main", "header", "footer"):
        for i in range(page.locator(table).count()):
            inner = page.locator(table).nth(i).bounding_box()
            assert inner is None or inner["x"] + inner["width"] <= width + 1


def test_it_prints(opened):
    pdf = opened().pdf(format="A4")
    assert pdf.startswith(b"%PDF") and len(pdf) > 20_000
