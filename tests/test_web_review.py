"""The page of review: page data without HTTP, forms without script, and a browser that works by keyboard."""

import re

import pytest
from web import NOW, serious

from readouts.review import deciding, sessions
from readouts.review.sessions import Wanted
from readouts.store.database import opened
from readouts.web.pages import review as pages


def token(page):
    return re.search(r'name="form" value="([^"]+)"', page.text)[1]


@pytest.fixture
def site(client, own_filled_db):
    return client(own_filled_db)


def begin(site, coder="Ada", **said):
    page = site.get("/review")
    return site.post("/review", data={"form": token(page), "coder": coder, **said})


def post(site, address, page, **said):
    return site.post(address, data={"form": token(page), **said})


def data(site, address):
    answer = site.get(address)
    assert answer.status_code == 200, answer.text
    return answer.json()


def where_of(one):
    return next(field["where"] for field in one["fields"] if field["name"] == "words")


# --- page data ------------------------------------------------------------------------------------------------------


def test_page_data_of_a_record(own_filled_db):
    store = opened(str(own_filled_db))
    session = sessions.start(store, "Ada", NOW, wanted=Wanted(layers=("act", "span")))
    with store.reads() as connection:
        page = pages.review(connection, session.key, 1)
        again = pages.review(connection, session.key, 1, "0-9")
    assert page.place == 1 and page.previous is None and page.next == 2 and page.next_open == 2
    assert {field.name for field in page.fields} == {"words", "act", "polarity"}
    assert any("<mark" in words for words in page.passages[0].paragraphs)
    assert dict(page.facts)["act"] in [c.value for f in page.fields if f.name == "act" for c in f.choices]
    assert again.span == "0-9" and next(f for f in again.fields if f.name == "words").value[0]
    store.close()


def test_words_are_nudged_by_a_word(own_filled_db):
    store = opened(str(own_filled_db))
    session = sessions.start(store, "Ada", NOW, wanted=Wanted(layers=("span",), document="marovia-june"))
    with store.reads() as connection:
        found = [pages.review(connection, session.key, at) for at in range(1, 4)]
        page = next(one for one in found if len(one.nudges) == 4)
        text = deciding.text_of(connection, page.queued.record, "claim")
    start, end = map(int, page.fields[0].where.split(",")[0].split("-"))
    moved = {one.key: one.span for one in page.nudges}
    own_start, last = int(moved["["].split("-")[0]), moved["]"].split(",")[-1]
    assert own_start < start and " " not in text[own_start:start].strip()
    assert int(last.split("-")[1]) > end - 1 and page.place
    store.close()


# --- forms ----------------------------------------------------------------------------------------------------------


def test_accept_mend_reject_undo_without_script(site):
    page = begin(site, layers="act", doubts="0", sample="9")
    assert page.status_code == 200 and page.url.path == "/review/1"
    for verdict in ("accept", "reject"):
        one = data(site, "/review/1.json")
        page = post(
            site,
            "/review/1/decide",
            page,
            verdict=verdict,
            record=one["queued"]["record"],
            kind="claim",
            at=str(one["place"]),
        )
        assert page.status_code == 200 and page.url.params["at"] == str(one["place"] + 1)
    one = data(site, "/review/1.json")
    fields = {field["name"]: field["value"][0] for field in one["fields"]}
    post(site, "/review/1/decide", page, verdict="mend", record=one["queued"]["record"], kind="claim", at=str(one["place"]),
         act="apologize", polarity=fields["polarity"], note="so it is", layers="act")  # fmt: skip
    rows = data(site, "/review/1/history.json")["rows"]
    assert [row["verdict"] for row in rows] == ["mend", "reject", "accept"]
    assert "→ apologize" in rows[0]["change"] and rows[0]["note"] == "so it is" and rows[0]["coder"] == "Ada"
    assert data(site, f"/review/1.json?at={one['place']}")["own"]["verdict"] == "mend"
    post(site, "/review/1/undo", page, decision=str(rows[0]["key"]))
    rows = data(site, "/review/1/history.json")["rows"]
    assert [row["verdict"] for row in rows] == ["undo", "mend", "reject", "accept"] and rows[1]["taken_back"]
    assert data(site, f"/review/1.json?at={one['place']}")["own"] is None


def test_a_mended_claim_by_its_words(site):
    page = begin(site, document="marovia-june", layers="span")
    one = data(site, "/review/1.json")
    words = next(field["value"][0] for field in one["fields"] if field["name"] == "words")
    shorter = " ".join(words.split("…")[0].split()[:2])
    said = {"record": one["queued"]["record"], "kind": "claim", "verdict": "mend", "at": "1", "words_at": where_of(one)}
    wrong = post(site, "/review/1/decide", page, **said, words="words that nobody said")
    assert wrong.status_code == 400 and "does not stand in the text" in wrong.text
    assert post(site, "/review/1/decide", page, **said, words=shorter).status_code == 200
    own = data(site, "/review/1.json?at=1")["own"]
    start, end = own["stands"]["spans"][0]
    assert start >= int(where_of(one).split("-")[0]) - 400 and end - start == len(shorter)
    unchanged = post(site, "/review/1/decide", page, **said, words=words)
    assert unchanged.status_code == 200 and data(site, "/review/1.json?at=1")["own"]["verdict"] == "accept"


def test_every_form_that_is_sent_unchanged_is_an_acceptance(site):
    """Whatever the kind of record: what the form is filled with is what stands."""
    page = begin(site, layers=list(sessions.ALL_LAYERS), doubts="60", sample="9", comparisons="1")
    seen = set()
    while (one := data(site, "/review/1.json"))["own"] is None:
        kind = one["queued"]["kind"]
        said = {}
        for field in one["fields"]:
            name = "kind_of" if field["name"] == "kind" else field["name"]
            said[name] = field["value"]
            said[f"{name}_at"] = field["where"]
        page = site.get(f"/review/1?at={one['place']}")
        answer = post(
            site,
            "/review/1/decide",
            page,
            record=one["queued"]["record"],
            kind=kind,
            verdict="mend",
            at=str(one["place"]),
            **said,
        )
        assert answer.status_code == 200, (kind, said, answer.text)
        own = data(site, f"/review/1.json?at={one['place']}")["own"]
        assert own["verdict"] == "accept", (kind, said, own["said"], own["stands"])
        seen.add(kind)
    assert seen == {"attribution", "claim", "contact", "date", "event", "link", "relation"}


def test_what_was_missed_is_added(site):
    page = begin(site, document="marovia-june", layers="act")
    said = {
        "document": "marovia-june",
        "words": "urged Telmark to withdraw its troops",
        "party": "Voss",
        "note": "missed",
    }
    after = post(site, "/review/1/add", page, **said, act="urge", issues=["troop_withdrawal"])
    assert after.url.path == "/review/1/history" and "missed" in after.text
    said |= {"words": "the importance of a durable peace", "source": "The President", "cue": "reaffirmed"}
    assert post(site, "/review/1/add", page, **said).status_code == 200
    rows = data(site, "/review/1/history.json")["rows"]
    assert [(row["verdict"], row["kind"]) for row in rows] == [("add", "attribution"), ("add", "claim")]
    wrong = post(site, "/review/1/add", page, **{**said, "words": "nothing of the kind"})
    assert wrong.status_code == 400 and "does not stand in the text" in wrong.text
    for row in rows:
        post(site, "/review/1/undo", page, decision=str(row["key"]))
    assert [row["verdict"] for row in data(site, "/review/1/history.json")["rows"]][:2] == ["undo", "undo"]


def test_many_at_once(site):
    page = begin(site, layers="act", doubts="0", sample="8")
    rows = data(site, "/review/1/list.json")["rows"]
    marked = [f"{row['kind']}:{row['record']}" for row in rows[:5]]
    after = post(site, "/review/1/bulk", page, verdict="accept", records=marked, back="?layer=act&show=all&start=0")
    assert after.url.path == "/review/1/list" and after.url.params["show"] == "all"
    assert [row["verdict"] for row in data(site, "/review/1/list.json?show=all")["rows"]] == ["accept"] * 5 + [None] * 3
    assert data(site, "/review/1/list.json?show=decided")["found"] == 5
    assert post(site, "/review/1/bulk", page, verdict="accept").status_code == 400


def test_a_second_coder_sees_nothing_of_the_first(client, own_filled_db):
    one, other = client(own_filled_db), client(own_filled_db)
    begin(one, layers="act", doubts="0", sample="6")
    before = data(one, "/review/1.json?at=1")
    page = one.get("/review/1?at=1")
    post(
        one,
        "/review/1/decide",
        page,
        verdict="reject",
        record=before["queued"]["record"],
        kind="claim",
        at="1",
        note="no such claim",
    )
    assert other.get("/review/1").status_code == 403 and other.get("/review/1/history.json").status_code == 403
    begin(other, coder="Bo", same_as="1")
    page = other.get("/review/2?at=1")
    seen = data(other, "/review/2.json?at=1")
    assert (
        "no such claim" not in page.text and "Ada" not in page.text and seen["own"] is None and seen["decisions"] == []
    )
    same = ("queued", "words", "facts", "passages", "fields", "place", "total")
    assert {k: seen[k] for k in same} == {k: before[k] for k in same}
    assert data(other, "/review/2/history.json")["rows"] == []
    judge = client(own_filled_db)
    begin(judge, coder="Cy", role="adjudicator", same_as="1")
    assert "no such claim" in judge.get("/review/3?at=1").text


def test_agreement_and_gold(client, own_filled_db):
    one, other = client(own_filled_db), client(own_filled_db)
    begin(one, document="telmark-july", layers="contact"), begin(other, coder="Bo", same_as="1")
    assert "No two coders" in one.get("/review/agreement").text
    for site, session in ((one, 1), (other, 2)):
        for row in data(site, f"/review/{session}/list.json")["rows"]:
            page = site.get(f"/review/{session}?at=1")
            post(
                site,
                f"/review/{session}/decide",
                page,
                verdict="accept",
                record=row["record"],
                kind=row["kind"],
                at="1",
            )
    (row,) = data(one, "/review/agreement.json")["rows"]
    assert row["layer"] == "contact" and row["n"] == row["same"] and "not defined" in one.get("/review/agreement").text
    gold = one.get("/review/gold/contacts.jsonl")
    assert '"kind": "call"' in gold.text and "attachment" in gold.headers["Content-Disposition"]
    assert one.get("/review/gold/dreams.jsonl").status_code == 404


def test_the_rows_of_a_comparison(site):
    page = begin(site, left="marovia-june", right="telmark-june")
    assert page.url.path == "/review/1", page.text
    one = data(site, "/review/1.json?at=1")
    assert one["queued"]["kind"] == "relation" and len(one["passages"]) == 2
    assert begin(site, left="marovia-june").status_code == 400


def test_for_reading_alone_nothing_is_decided(client, own_filled_db):
    site = client(own_filled_db, read_only=True)
    page = site.get("/review")
    assert "Begin" not in page.text and "reading alone" in page.text
    assert site.post("/review", data={"form": "x", "coder": "Ada"}).status_code == 403


def test_a_form_of_nobodys_is_refused(site):
    begin(site, layers="act")
    for address in ("/review", "/review/1/decide", "/review/1/bulk", "/review/1/undo", "/review/take-up"):
        assert site.post(address, data={"form": "made up"}).status_code == 403, address


@pytest.mark.parametrize(
    ("address", "status"),
    [("/review/1?at=999", 404), ("/review/1?span=5-999999", 404), ("/review/1?span=x", 400), ("/review/99", 403),
     ("/review/1/list?show=mine", 422), ("/review/1?at=-1", 422)],
)  # fmt: skip
def test_slips_are_told(site, address, status):
    begin(site, layers="act")
    assert site.get(address).status_code == status


def test_lists_as_csv(site):
    begin(site, layers="act", doubts="0", sample="4")
    for address in ("/review.csv", "/review/1.csv", "/review/1/list.csv"):
        assert len(site.get(address).text.splitlines()) > 1, address


# --- in a browser ---------------------------------------------------------------------------------------------------


def enter(page, coder="Ada", **said):
    page.fill("#coder", coder)
    for layer in ("attribution", "party", "contact", "link"):
        page.uncheck(f"input[value={layer}]")
    for name, value in {"doubts": "3", "sample": "4", **said}.items():
        page.fill(f"#{name}", value)
    page.click("text=Begin")
    page.wait_for_url("**/review/*")


def place(page):
    return int(re.search(r"(\d+) of \d+", page.locator("h1").inner_text())[1])


def decided(page):
    return int(re.match(r"(\d+)", page.locator(".coder label").inner_text())[1])


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def test_reviewing_by_keyboard(visit, own_filled_db):
    page = visit(own_filled_db, "/review")
    enter(page)
    assert (place(page), decided(page)) == (1, 0)
    press(page, "a")
    assert (place(page), decided(page)) == (2, 1)
    press(page, "k")
    assert place(page) == 1 and "Decided: accept" in page.locator(".judged").inner_text()
    press(page, "u")
    assert place(page) == 1 and decided(page) == 0 and "Decided" not in page.locator(".judged").inner_text()
    press(page, "j")
    press(page, "r")
    assert (place(page), decided(page)) == (3, 1)
    page.keyboard.press("m")
    assert page.locator(".mend").get_attribute("open") is not None
    assert page.evaluate("document.activeElement.id") == "mend-words"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.select_option("#mend-act", "apologize")
    page.fill("#mend-note", "a r j k")  # keys within a field are letters
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert (place(page), decided(page)) == (4, 2)
    page.goto(page.url.split("?")[0] + "/history")
    assert page.locator("tbody tr").count() == 4 and "→ apologize" in page.locator("tbody").inner_text()


def test_words_adjusted_by_keyboard(visit, own_filled_db):
    page = visit(own_filled_db, "/review")
    enter(page)
    before = page.locator("#mend-words").input_value()
    for key in ("}", "}"):
        if page.locator(f'[data-key="{key}"]').count():
            press(page, key)
    after = page.locator("#mend-words").input_value()
    assert (
        len(after) < len(before)
        and before.startswith(after)
        and page.locator(".mend").get_attribute("open") is not None
    )
    with page.expect_navigation():
        page.click("text=Keep as mended")
    press(page, "k") if place(page) > 1 else None
    assert "Decided: mend" in page.locator(".judged").inner_text()


def test_words_marked_with_the_pointer(visit, own_filled_db):
    page = visit(own_filled_db, "/review")
    enter(page)
    page.keyboard.press("m")
    page.evaluate("""() => { document.activeElement.blur(); const p = document.querySelector('.source .text > p[lang]');
        const n = document.createTreeWalker(p, NodeFilter.SHOW_TEXT).nextNode();
        const r = document.createRange(); r.setStart(n, 0); r.setEnd(n, 9);
        getSelection().removeAllRanges(); getSelection().addRange(r);
        document.dispatchEvent(new MouseEvent('mouseup')) }""")
    chosen = page.evaluate("String(getSelection()).trim()")
    assert chosen and page.locator("#mend-words").input_value() == chosen


def test_keys_can_be_switched_off(visit, own_filled_db):
    page = visit(own_filled_db, "/review")
    enter(page)
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert (place(page), decided(page)) == (1, 0)


def test_many_at_once_in_a_browser(visit, own_filled_db):
    page = visit(own_filled_db, "/review")
    enter(page)
    with page.expect_navigation():
        page.click("text=List")
    boxes = page.locator("input[name=records]")
    for at in range(4):
        boxes.nth(at).check()
    with page.expect_navigation():
        page.click("text=Accept those marked")
    assert decided(page) == 4 and page.locator("input[name=records]").count() == 3


def test_without_script(visit, own_filled_db):
    page = visit(own_filled_db, "/review", script=False)
    enter(page)
    with page.expect_navigation():
        page.click("button:has-text('Accept')")
    page.click(".mend summary")
    page.select_option("#mend-act", "apologize")
    with page.expect_navigation():
        page.click("text=Keep as mended")
    with page.expect_navigation():
        page.click("text=Previous")
    with page.expect_navigation():
        page.click("button:has-text('Undo')")
    assert decided(page) == 1


def test_the_second_coder_in_a_browser(visit, own_filled_db):
    one = visit(own_filled_db, "/review")
    enter(one)
    words = one.locator(".source").inner_text()
    press(one, "r")
    other = visit(own_filled_db, "/review")
    other.click("text=Other queues")
    other.select_option("#same_as", "1")
    other.fill("#coder", "Bo")
    other.click("text=Begin")
    other.wait_for_url("**/review/2")
    assert (place(other), decided(other)) == (1, 0) and other.locator(".source").inner_text() == words
    assert "reject" not in other.locator(".judged .decided").all_inner_texts()


@pytest.mark.parametrize("options", [{}, {"scheme": "dark"}, {"width": 390}])
def test_axe_finds_nothing_serious(visit, own_filled_db, options):
    page = visit(own_filled_db, "/review", **options)
    found = {"start": serious(page)}
    enter(page)
    page.keyboard.press("m")
    page.locator(".help summary").click()
    found["record"] = serious(page)
    wide = [page.evaluate("document.documentElement.scrollWidth <= innerWidth")]
    press(page, "j")
    with page.expect_navigation():
        page.evaluate("document.querySelector('.verdicts button').click()")
    for tab in ("List", "History", "Agreement"):
        page.goto(re.sub(r"(/review/\d+).*", r"\1", page.url) if tab != "Agreement" else page.url)
        with page.expect_navigation():
            page.locator(".tabs").get_by_text(tab).click()
        found[tab] = serious(page)
        wide.append(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
        if tab == "Agreement":
            break
        page.go_back()
    assert not any(found.values()), found
    assert all(wide), wide
