"""The pages that follow contacts, positions and wording: addresses, forms, hostile text, and a browser's view."""

import re
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from made import KESTER, MAROVIA, VOSS, add, contact, day, reading, span
from web import NOW, serious

from readouts.records import Party
from readouts.store.database import opened
from readouts.web import password

EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>\u202etxet'
WORDS = f"Voss urged an end of the tariffs {EVIL} today."
CLOCK = {"clock": lambda: NOW}


@pytest.fixture(scope="session")
def hostile_db(tmp_path_factory):
    """A database whose texts, titles, names, ids and questions are hostile."""
    from readouts.store import saved
    from readouts.store.alerts import Question

    path = tmp_path_factory.mktemp("hostile") / "corpus.db"
    store = opened(str(path), create=True)
    evil = Party(id="group:evil", name=EVIL, kind="group", role=EVIL)
    met = contact("c-evil", "call", day(date(2031, 6, 3)), (VOSS, evil), spans=(span(WORDS, WORDS),), place=EVIL)
    texts = [
        reading(f"{WORDS} Number {n}.", f'evil"{n}<b>', contacts=[met] if n == 0 else (), parties=(VOSS, KESTER, MAROVIA, evil),
                claims=[(WORDS, "urge", ["trade"], evil), (WORDS, "demand", ["trade"], VOSS)],
                title=EVIL, publisher=EVIL, published=date(2031, 6, 3 + n))
        for n in range(4)
    ]  # fmt: skip
    add(store, *texts)
    with store.writes() as connection:
        saved.save(connection, [Question(name=EVIL, kind="statement", party="Arlen Voss", issue="trade")], NOW)
    store.close()
    return path


@pytest.fixture(scope="session")
def ids(filled_db):
    """Ids in the small corpus: a contact that both sides tell of, and a party."""
    store = opened(str(filled_db))
    with store.reads() as connection:
        from readouts.store.questions import Asked, contacts

        both = next(one for one in contacts(connection, Asked()) if len(one.documents) > 2)
        found = {"contact": both.id, "state": "state:QYU"}
    store.close()
    return found


def pages(ids):
    return (
        f"/contact/{ids['contact']}", "/p/Marovia", "/p/person:arlen-voss", "/i/trade", "/i/taiwan", "/issues",
        "/timeline", "/timeline?at=2031-06", "/timeline?at=2031-Q3&by=party", "/timeline?at=1999", "/matrix",
        f"/matrix/{ids['state']}/trade", "/formulas", "/formulas?q=durable+peace", "/formulas?issuer=Marovia",
        "/silences", "/silences?issue=prisoners&by=quarter", "/search", "/search?q=prisoners",
        "/search?q=zebra", "/alerts", "/runs",
    )  # fmt: skip


def test_each_page_as_html_json_and_csv(client, filled_db, ids):
    site = client(filled_db, **CLOCK)
    for address in pages(ids):
        path, _, query = address.partition("?")
        for end in ("", ".json", ".csv"):
            answer = site.get(f"{path}{end}?{query}")
            assert answer.status_code == 200, (address, end, answer.text[:300])
        assert "<h1" in site.get(address).text


def test_csv_has_plain_cells(client, filled_db, ids):
    site = client(filled_db, **CLOCK)
    for address in pages(ids):
        path, _, query = address.partition("?")
        body = site.get(f"{path}.csv?{query}").text
        assert not re.search(r"\w+\((?:\w+=|start=)", body), f"{address} has a record in a cell: {body[:400]}"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/contact/none", 404, "none"),
        ("/p/Atlantis", 404, "Atlantis"),
        ("/i/weather", 404, "no issue"),
        ("/matrix/Marovia/weather", 404, "no issue"),
        ("/matrix?layer=weather", 400, "no layer"),
        ("/matrix?down=0", 422, "down"),
        ("/timeline?at=soon", 400, "no year"),
        ("/timeline?by=week", 422, "by"),
        ("/silences?issue=weather", 404, "no issue"),
        ("/search?q=-peace", 400, "no word"),
        ("/formulas/Marovia/none", 404, "no formula"),
        ("/alerts?question=none", 404, "no question"),
    ],
)
def test_what_is_not_there_is_told(client, filled_db, address, status, words):
    answer = client(filled_db).get(address)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text[-600:]


def running(page):
    """Elements of a page that could run or fetch what a text says."""
    found = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            own = dict(attributes)
            ours = tag == "script" and (own.get("src") or "").startswith("/static/")
            if tag in ("script", "img", "iframe", "object", "style") and not ours:
                found.append(tag)
            found.extend(name for name in own if name.startswith("on") or name == "style")
            found.extend(v for v in (own.get("href"), own.get("src")) if v and not v.startswith(("/", "#")))

    Reader().feed(page)
    return found


def test_hostile_text_is_shown_and_never_run(client, hostile_db):
    site = client(hostile_db, **CLOCK)
    contact_of = site.get("/contacts.json").json()["rows"][0]["id"]
    for address in (f"/contact/{contact_of}", "/p/group:evil", "/p/Arlen Voss", "/i/trade", "/timeline?at=2031",
                    "/matrix", "/matrix/state:XMA/trade", "/matrix/group:evil/trade", "/formulas?q=end+of+the+tariffs",
                    "/formulas?issuer=Marovia&nature=all", "/silences?issuer=Marovia", "/search?q=tariffs",
                    f"/search?q={EVIL}", "/alerts", "/runs", "/contacts"):  # fmt: skip
        answer = site.get(address)
        page = answer.text
        assert answer.status_code == 200, (address, page[-500:])
        assert "<script>alert" not in page and "<img" not in page, address
        assert running(page) == [], address
        for place in re.finditer("\u202e", page):  # only inside elements that keep a direction to themselves
            before = page[: place.start()]
            assert before.rfind("<blockquote") > before.rfind("</blockquote") or 'value="' in before[-250:], address


def test_standing_formulas_and_one_of_them(client, hostile_db):
    site = client(hostile_db)
    found = site.get("/formulas.json?issuer=Marovia&nature=all").json()["standing"]
    assert found and found[0]["text"] in site.get("/formulas?issuer=Marovia&nature=all").text.replace("&#34;", '"')
    page = site.get(f"/formulas/state:XMA/{found[0]['id']}")
    assert page.status_code == 200 and "4 of 4 statements" in page.text and "What changed round it" not in page.text
    assert len(site.get(f"/formulas/state:XMA/{found[0]['id']}.csv").text.splitlines()) == 5


def test_the_atom_feed_is_well_formed_with_hostile_words(client, hostile_db):
    answer = client(hostile_db).get("/alerts.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.text)
    entries = root.findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 4 and "tariffs" in entries[0].find("{http://www.w3.org/2005/Atom}summary").text
    one = client(hostile_db).get("/alerts.atom", params={"question": EVIL})
    assert len(ElementTree.fromstring(one.text)) == len(root)


def test_a_feed_reader_without_the_password_is_told(client, hostile_db):
    site = client(hostile_db, key=password.hashed("a long enough password"))
    for address in ("/alerts.atom", "/alerts.toml", "/timeline.csv"):
        assert site.get(address).status_code == 401


# -- forms ---------------------------------------------------------------------------------------------------------


def token(page):
    return re.search(r'data-form="([^"]+)"', page.text)[1]


def test_contacts_put_together_and_apart_by_hand(client, own_filled_db):
    site = client(own_filled_db)
    rows = site.get("/contacts.json").json()["rows"]
    one, other = rows[0]["id"], rows[1]["id"]
    form = {"form": token(site.get(f"/contact/{one}"))}
    both = site.post(f"/contact/{one}/merge", data={**form, "other": other})
    assert both.status_code == 200 and both.url.path.startswith("/contact/") and "by hand" in both.text
    mentions = [telling["mention"] for telling in site.get(f"{both.url.path}.json").json()["tellings"]]
    apart = site.post(f"/contact/{one}/split", data={**form, "mention": mentions[-1]})
    left = site.get(f"{apart.url.path}.json").json()["tellings"]
    assert [telling["mention"] for telling in left] == [mentions[-1]]


def test_a_question_is_kept_answered_and_removed(client, own_filled_db):
    site = client(own_filled_db, **CLOCK)
    form = {"form": token(site.get("/alerts"))}
    given = {**form, "name": "Marovia on troops", "kind": "statement", "party": "Marovia", "issue": "troop_withdrawal"}
    page = site.post("/alerts", data=given)
    assert page.url.path == "/alerts" and page.text.count("demanded that Telmark withdraw") >= 2
    again = site.post("/alerts", data=given)
    assert again.status_code == 400 and "already" in again.text
    file = site.get("/alerts.toml").text
    site.post("/alerts/remove", data={**form, "name": "Marovia on troops"})
    assert site.get("/alerts.json").json()["answered"] == []
    site.post("/alerts/file", data=form, files={"file": ("q.toml", file)})
    assert [one["question"]["name"] for one in site.get("/alerts.json").json()["answered"]] == ["Marovia on troops"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (b"[[question]]\nname = 1", "no text"),
        (b"\xff\xfe", "not UTF-8"),
        (b"x" * 300_000, "bytes"),
        (b"a = ", "not TOML"),
    ],
)
def test_a_file_of_questions_that_is_none_is_told(client, own_filled_db, file, words):
    site = client(own_filled_db)
    answer = site.post("/alerts/file", data={"form": token(site.get("/alerts"))}, files={"file": ("q.toml", file)})
    assert answer.status_code == 400 and words in answer.text


def test_a_form_with_a_fault_says_which(client, own_filled_db):
    site = client(own_filled_db)
    form = {"form": token(site.get("/alerts"))}
    answer = site.post("/alerts", data={**form, "name": "x", "kind": "gone", "party": "Marovia"})
    assert answer.status_code == 400 and "no formula" in answer.text


@pytest.mark.parametrize("path", ["/alerts", "/alerts/file", "/alerts/remove", "/contact/x/merge", "/contact/x/split"])
def test_changes_want_the_sessions_form_and_a_page_that_may_change(client, own_filled_db, path):
    fields = {"name": "x", "kind": "first", "issue": "trade", "other": "x", "mention": "x"}
    file = {"file": ("q.toml", b"")}
    assert client(own_filled_db).post(path, data=fields, files=file).status_code == 403
    public = client(own_filled_db, read_only=True)
    form = {"form": token(public.get("/alerts"))}
    assert public.post(path, data={**fields, **form}, files=file).status_code == 403
    assert '<form method="post"' not in public.get("/alerts").text


# -- in a browser --------------------------------------------------------------------------------------------------


def test_the_timeline_in_a_browser(visit, filled_db):
    page = visit(filled_db, "/timeline?at=2031", **CLOCK)
    mark = page.get_by_role("link", name="3 June 2031, call of Marovia and Telmark")
    assert mark.count() == 1
    assert page.locator("svg.timeline .today").count() == 1
    assert page.locator("svg.timeline .fuzzy").count() >= 1
    with page.expect_navigation():
        page.get_by_role("navigation", name="Stretch of time").get_by_role("link", name="Apr – Jun").click()
    assert page.url.endswith("at=2031-Q2") and "April to June 2031" in page.locator("h1").inner_text()
    with page.expect_navigation():
        mark.click()
    assert "/contact/" in page.url and "June 2031" in page.locator("h1").inner_text()
    assert page.get_by_role("link", name=re.compile("Marovia.*Telmark|Telmark.*Marovia")).first.is_visible()


def test_a_cell_of_the_matrix_opens_its_history_beside_it(visit, filled_db):
    page = visit(filled_db, "/matrix")
    cell = page.locator("table.matrix td a").first
    cell.click()
    page.wait_for_selector("#panel .steps")
    assert page.url.endswith("/matrix")  # the place is not lost
    assert page.locator("#panel .steps .evidence").first.get_attribute("href").startswith("/d/")
    assert serious(page) == []


def test_without_script_a_cell_is_a_link_to_its_history(visit, filled_db):
    page = visit(filled_db, "/matrix", script=False)
    with page.expect_navigation():
        page.locator("table.matrix td a").first.click()
    assert "/matrix/" in page.url and page.locator(".steps li").count() >= 1


@pytest.mark.parametrize("script", [True, False])
def test_a_search_leads_to_the_passage(visit, filled_db, script):
    page = visit(filled_db, "/search", script=script)
    assert page.get_by_text("How to ask").is_visible()
    page.get_by_label("Words").fill("prisoners")
    with page.expect_navigation():
        page.get_by_role("button", name="Search").click()
    hit = page.locator(".hits li").first
    assert hit.locator("mark.words").first.inner_text() == "prisoners"
    assert re.fullmatch(r"/d/[\w-]+\?span=\d+-\d+", hit.locator(".hit a").get_attribute("href"))
    all_ = page.locator(".hits li").count()
    with page.expect_navigation():
        page.locator(".facets a").filter(has_text="Human rights").first.click()
    assert (
        page.locator(".hits li").count() < all_
        and page.get_by_role("link", name="Remove the filter").first.is_visible()
    )


def test_every_page_on_a_phone(visit, filled_db, ids):
    for address in pages(ids):
        page = visit(filled_db, address, width=390, **CLOCK)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert serious(page) == [], address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_with_colours_of_their_own_in_light_and_dark(visit, filled_db, ids, scheme):
    for address in ("/timeline?at=2031", "/matrix", "/search?q=prisoners", "/formulas?q=durable+peace", "/i/trade",
                    f"/matrix/{ids['state']}/trade", "/silences"):  # fmt: skip
        page = visit(filled_db, address, scheme=scheme, **CLOCK)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        assert serious(page) == [], address


def test_the_timeline_and_matrix_print(visit, filled_db):
    for address in ("/timeline?at=2031", "/matrix"):
        assert visit(filled_db, address, **CLOCK).pdf()[:5] == b"%PDF-"
