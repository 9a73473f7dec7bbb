"""The pages to read with over HTTP: handing texts in, comparing, sending, the original; and hostile texts."""

import json
import re
import shutil

import pytest
from web import ARTICLE, NOW, TEXTS

from readouts.store import failures
from readouts.store.database import opened
from readouts.web import handed
from readouts.web.settings import Settings

LEFT, RIGHT = TEXTS[0], TEXTS[1]
POLISH = (
    "Prezydent rozmawiał dziś przez telefon z premierem sąsiedniego kraju. Przywódcy omówili sytuację na granicy, "
    "handel oraz uwolnienie jeńców i zgodzili się, że ich ministrowie spotkają się jeszcze przed końcem roku."
)
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>\u202egnp.exe'


def token(page):
    return re.search(r'name="form" value="([^"]+)"', page.text)[1]


@pytest.fixture
def empty_db(tmp_path):
    opened(str(tmp_path / "corpus.db"), create=True).close()
    return tmp_path / "corpus.db"


@pytest.fixture
def send(client):
    """Posts a form of the first page: `send(path, "/compare", first=..., ...)`; settings in `settings`."""
    sites = {}

    def send(path, address, settings=None, files=None, **fields):
        site = sites.setdefault(str(path), client(path, clock=lambda: NOW, **(settings or {})))
        form = token(site.get("/"))
        return site.post(address, data={"form": form, **fields}, files=files)

    return send


def pasted(one, name):
    return {name: one["text"], f"{name}_publisher": one["publisher"], f"{name}_published": one["published"]}


def failed(path):
    store = opened(str(path))
    with store.reads() as connection:
        found = failures.failures(connection, 10)
    store.close()
    return found


# -- handing in ----------------------------------------------------------------------------------------------------


def test_two_pasted_texts_are_kept_and_compared(send, empty_db):
    page = send(empty_db, "/compare", **pasted(LEFT, "first"), **pasted(RIGHT, "second"))
    assert page.status_code == 200 and re.fullmatch(r"/c/[0-9a-f]{12}", page.url.path), page.text
    assert page.history[0].status_code == 303
    assert "Numbers differ: 12 in the left account, 14 in the right one" in page.text
    again = send(empty_db, "/compare", **pasted(LEFT, "first"), **pasted(RIGHT, "second"))
    assert again.url.path == page.url.path  # the same texts are one comparison
    assert len(list(empty_db.with_suffix(".raw").rglob("*/*"))) == 2  # the bytes are kept


def test_an_article_alone_is_compared_in_itself(send, empty_db):
    about = {"published": "2031-07-12", "publisher": "The Harbour Courier"}
    for name in ("first", "second"):
        own = {f"{name}_{what}": value for what, value in about.items()}
        page = send(empty_db, "/compare", **{name: ARTICLE}, **own)
        assert page.url.path.startswith("/c/") and "excerpts only" in page.text


def test_addresses_are_fetched(send, empty_db, site):
    for name, one in (("left", LEFT), ("right", RIGHT)):
        paragraphs = "".join(f"<p>{p}</p>" for p in one["text"].split("\n\n"))
        site.pages[f"/{name}"] = (
            f"<html><title>{one['title']}</title><main><h1>{one['title']}</h1>{paragraphs}</main>".encode()
        )
    about = {"first_publisher": LEFT["publisher"], "second_publisher": RIGHT["publisher"]}
    days = {"first_published": "2031-06-03", "second_published": "2031-06-03"}
    sides = {"first": f" {site.url}/left\n", "second": f"{site.url}/right"}
    page = send(empty_db, "/compare", {"allow_private": True}, **sides, **about, **days)
    assert page.url.path.startswith("/c/"), page.text
    assert site.paths() == ["/left", "/right"]


def test_private_addresses_are_not_fetched_and_noted(send, empty_db, site):
    url = f"{site.url}/left"
    page = send(empty_db, "/compare", first=url, second=RIGHT["text"])
    assert page.status_code == 422 and "leads to a private or local address" in page.text
    assert site.asked == [] and [one.origin for one in failed(empty_db)] == [url]
    assert RIGHT["text"].split("\n")[0].replace("'", "&#39;") in page.text  # what was typed is still there


def test_a_feed_is_not_one_text(send, empty_db, site):
    from served import FEED, readout, rss
    from served import page as made

    site.pages["/feed"] = rss(("One", f"{site.url}/1", ""), ("Two", f"{site.url}/2", "")), FEED
    site.pages |= {"/1": made("One", readout()), "/2": made("Two", readout())}
    page = send(empty_db, "/compare", {"allow_private": True}, first=f"{site.url}/feed", second=RIGHT["text"])
    assert page.status_code == 422 and "leads to several texts" in page.text


@pytest.mark.parametrize(
    ("fields", "place", "words"),
    [
        ({}, "first", "there is no text here"),
        ({"first": LEFT["text"], "second": "www.marovia.example/readout"}, "second", "one word is no text"),
        ({"first": "x" * (handed.MOST_SIGNS + 1)}, "first", "characters; the page reads 60,000"),
        ({"first": LEFT["text"], "first_published": "yesterday"}, "first", "is no date"),
        ({"first": LEFT["text"], "second": LEFT["text"]}, "second", "both fields hold the same text"),
        ({"first": LEFT["text"], "second": POLISH},
         "second", "is not in English"),
        ({"first": LEFT["text"]}, "form", "does not hold two accounts"),
    ],
)  # fmt: skip
def test_a_fault_stands_beside_its_field(send, empty_db, fields, place, words):
    page = send(empty_db, "/compare", **fields)
    assert page.status_code == 422
    told = re.search(rf'id="{place}-fault" role="alert">(.*?)</p>', page.text, re.S)
    assert told and words in told[1], page.text
    assert "--" not in told[1]  # options of the command are no help here


def test_texts_of_two_contacts_are_compared_on_a_second_word(send, empty_db):
    fields = {**pasted(LEFT, "first"), **pasted(TEXTS[3], "second")}
    page = send(empty_db, "/compare", **fields)
    assert page.status_code == 422 and "different contacts" in page.text and "Compare anyway" in page.text
    page = send(empty_db, "/compare", **fields, anyway="yes")
    assert page.url.path.startswith("/c/") and "they were compared all the same" in page.text


def test_what_is_handed_in_too_often_waits_with_nothing_lost(send, empty_db):
    settings = {"most_readings": 1}
    send(empty_db, "/compare", settings, **pasted(LEFT, "first"), **pasted(RIGHT, "second"))
    page = send(empty_db, "/compare", settings, first="These words are not lost.", second="Nor these.")
    assert page.status_code == 429 and "Too many readings" in page.text
    assert "These words are not lost." in page.text and "Nor these." in page.text


def test_only_so_many_wait_for_the_reader(send, client, empty_db):
    from readouts.web import reading

    site = client(empty_db)
    for _ in range(reading.MOST_WAITING):
        assert site.app.state.reader._places.acquire(blocking=False)
    form = token(site.get("/"))
    page = site.post("/compare", data={"form": form, **pasted(LEFT, "first"), **pasted(RIGHT, "second")})
    assert page.status_code == 503 and "try again in a minute" in page.text and "durable peace" in page.text


def test_the_engine_is_loaded_before_the_first_visitor_asks(client, empty_db):
    from readouts.pipeline import Tools
    from readouts.web.reading import Reader

    fresh = Tools()
    Reader(fresh, Settings()).warm()
    assert {"nlp", "tagger", "encoder", "_lexicon"} <= set(vars(fresh))
    Reader(Tools(model="no_such_pipeline"), Settings()).warm()  # what is missing is told to the one who asks


def test_files_and_addresses_are_added(send, empty_db):
    rows = "\n".join(json.dumps(one) for one in TEXTS[:2]).encode()
    files = [
        ("upload", ("readouts.jsonl", rows)),
        ("upload", ("C:\\notes\\article.txt", ARTICLE.encode())),
        ("upload", ("picture.png", b"\x89PNG")),
        ("upload", ("broken.pdf", b"%PDF-1.7 and no more")),
    ]
    page = send(empty_db, "/add", files=files, addresses="ftp://marovia.example/x")
    assert page.status_code == 200 and page.url.path == "/"
    assert "3 failed, 3 added" in page.text
    assert "Is of an unknown type (.png)" in page.text  # its name stands beside it
    assert {one.origin for one in failed(empty_db)} == {"picture.png", "broken.pdf", "ftp://marovia.example/x"}
    assert "article.txt" not in page.text and "Marovia and Telmark gave different accounts" in page.text


def test_a_request_brings_so_much_and_no_more(send, empty_db, monkeypatch):
    monkeypatch.setattr(handed, "MOST_AT_ONCE", len(LEFT["text"]) + 10)
    rows = "\n".join(json.dumps(one) for one in TEXTS[:2]).encode()
    page = send(empty_db, "/add", files=[("upload", ("two.jsonl", rows))])
    assert "1 added, 1 failed" in page.text and "that are read at once" in page.text
    many = [("upload", (f"{n}.txt", b"x")) for n in range(handed.MOST_FILES + 1)]
    assert send(empty_db, "/add", files=many).status_code == 400


def test_nothing_to_add_is_told(send, empty_db):
    assert send(empty_db, "/add", addresses=" ").status_code == 400


def test_a_failure_is_dismissed(send, empty_db):
    send(empty_db, "/add", addresses="ftp://marovia.example/x")
    send(empty_db, "/failures/clear", origin="ftp://marovia.example/x")
    assert failed(empty_db) == ()


def test_stored_texts_are_compared(send, own_filled_db):
    page = send(own_filled_db, "/compare/stored", first="marovia-july", second="telmark-july")
    assert page.url.path.startswith("/c/")
    differ = send(own_filled_db, "/compare/stored", first="marovia-june", second="telmark-july")
    assert differ.status_code == 422 and "Compare anyway" in differ.text
    done = send(own_filled_db, "/compare/stored", first="marovia-june", second="telmark-july", anyway="yes")
    assert done.url.path.startswith("/c/")
    assert send(own_filled_db, "/compare/stored", first="nowhere").status_code == 404


def test_two_texts_lead_to_their_comparison_or_to_the_offer_of_it(client, compared_db):
    path, id = compared_db
    site = client(path)
    for left, right in (("marovia-june", "telmark-june"), ("telmark-june", "marovia-june")):
        page = site.get("/c", params={"left": left, "right": right})
        assert page.url.path == f"/c/{id}"
    offer = site.get("/c", params={"left": "marovia-july", "right": "telmark-july"})
    assert offer.status_code == 200 and 'name="second" value="telmark-july"' in offer.text
    assert "<form method=" not in client(path, read_only=True).get(str(offer.url)).text
    assert site.get("/c", params={"left": "marovia-july", "right": "nowhere"}).status_code == 404


@pytest.mark.parametrize("address", ["/compare", "/compare/stored", "/add", "/failures/clear", "/c/0/again"])
def test_nothing_is_changed_without_the_form_or_on_a_page_for_reading(client, filled_db, address):
    fields = {"first": "x", "origin": "x"}
    assert client(filled_db).post(address, data=fields).status_code == 403
    site = client(filled_db, read_only=True)
    page = site.get("/")
    assert "textarea" not in page.text and 'action="/compare' not in page.text
    form = re.search(r'data-form="([^"]+)"', page.text)[1]
    answer = site.post(address, data={**fields, "form": form})
    assert answer.status_code == 403 and "for reading alone" in answer.text


def test_private_addresses_are_for_this_machine_alone():
    from readouts.errors import InputError

    with pytest.raises(InputError, match="look into your network"):
        Settings(host="0.0.0.0", key="x", allow_private=True)


def test_the_example_fills_the_form_and_compares(client, empty_db):
    site = client(empty_db)
    page = site.get("/example")
    typed = {n: re.search(rf'name="{n}"[^>]*>\n(.*?)</textarea>', page.text, re.S)[1] for n in ("first", "second")}
    assert "Neither is an official text" in page.text and all(len(text) > 300 for text in typed.values())


# -- reading -------------------------------------------------------------------------------------------------------


def test_a_comparison_in_every_form(client, compared_db):
    path, id = compared_db
    site = client(path)
    page, data, table = (site.get(f"/c/{id}{end}") for end in ("", ".json", ".csv"))
    assert data.json()["left"]["name"] == "Marovia" and len(data.json()["readings"]) == 2
    assert len(table.text.splitlines()) == len(data.json()["alignments"]) + 1
    narrowed = site.get(f"/c/{id}.csv", params={"relation": "conflict"})
    assert len(narrowed.text.splitlines()) == 2
    file, text = site.get(f"/c/{id}/file.html"), site.get(f"/c/{id}/file.md")
    assert file.headers["Content-Disposition"] == f'attachment; filename="readouts-{id}.html"'
    assert file.headers["Content-Security-Policy"].startswith("sandbox") and "<details" in file.text
    assert text.text.startswith("# Marovia and Telmark") and "attachment" in text.headers["Content-Disposition"]
    assert page.status_code == 200 and site.get("/c/nowhere").status_code == 404
    assert site.get(f"/c/{id}?relation=other").status_code == 422
    assert site.get(f"/c/{id}?claim=nothing").status_code == 400


def test_a_comparison_that_is_out_of_date_says_so_and_is_made_again(send, compared_db, tmp_path, tools):
    path = shutil.copy(compared_db[0], tmp_path / "corpus.db")
    new = json.dumps({**LEFT, "text": LEFT["text"].replace("12 prisoners", "14 prisoners")}).encode()
    send(path, "/add", files=[("upload", ("new.jsonl", new))])
    site_page = send(path, "/compare/stored", first="marovia-july", second="telmark-july")
    assert "Compare again" not in site_page.text
    again = send(path, f"/c/{compared_db[1]}/again")
    assert again.url.path != f"/c/{compared_db[1]}" and "Numbers differ" not in again.text


def test_a_document_and_its_original(client, compared_db):
    site = client(compared_db[0])
    page = site.get("/d/telmark-june?span=10-20&layers=none&layers=claims")
    assert 'id="layer-claims" name="layers" value="claims" checked' in page.text
    assert 'id="layer-dates" name="layers" value="dates">' in page.text
    assert site.get("/d/telmark-june.json").json()["document"]["id"] == "telmark-june"
    assert site.get("/d/telmark-june.csv").text.startswith("claim,account,holder")
    saved = site.get("/d/telmark-june/original")
    assert json.loads(saved.content)["id"] == "telmark-june"
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert saved.headers["Content-Disposition"] == "attachment; filename*=UTF-8''telmark-june.jsonl"
    assert saved.headers["Content-Security-Policy"].startswith("sandbox")
    assert site.get("/d/nowhere").status_code == site.get("/d/nowhere/original").status_code == 404
    assert site.get("/d/telmark-june?span=1-x").status_code == 400


def test_the_first_page_is_light(client, filled_db):
    site = client(filled_db)
    page = site.get("/")
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    assert len(parts) == 5
    sent = [site.get(part, headers={"Accept-Encoding": "gzip"}) for part in parts]
    assert len(page.content) + sum(int(one.headers["Content-Length"]) for one in sent) < 60_000


# -- hostile texts -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hostile_db(tmp_path_factory, tools):
    """A database of texts that want to be pages, with a comparison and a failure."""
    from readouts import corpus
    from readouts.errors import InputError
    from readouts.ingest.documents import Failed, Options, loaded

    path = tmp_path_factory.mktemp("hostile") / "corpus.db"
    store = opened(str(path), create=True)
    rows = [
        {**one, "id": f"{HOSTILE}/{n}?#", "title": f"{HOSTILE} {one['title']}", "publisher": f"{one['publisher']} {HOSTILE}",
         "url": "javascript:alert(3)", "text": one["text"].replace("trade", f"trade {HOSTILE}")}
        for n, one in enumerate(TEXTS[:2])
    ]  # fmt: skip
    raw = "\n".join(map(json.dumps, rows)).encode()
    done = list(corpus.added(loaded(["-"], Options(), lambda: raw), store, corpus.reader(tools), lambda: NOW))
    bad = Failed(origin=f"http://x.example/{HOSTILE}", error=InputError(HOSTILE, HOSTILE))
    list(corpus.added([bad], store, corpus.reader(tools), lambda: NOW))
    ids = [str(one.document) for one in done]
    made = corpus.compared(store, ids, tools, lambda: NOW, handed.title, anyway=True)
    store.close()
    return path, made, ids


def addresses(hostile_db):
    from urllib.parse import quote

    _, made, ids = hostile_db
    return ["/", f"/c/{made}", f"/c/{made}?by=verdict", *(f"/d/{quote(id, safe='')}?span=5-60" for id in ids)]


def test_hostile_texts_stay_texts(client, hostile_db):
    site = client(hostile_db[0])
    for address in addresses(hostile_db):
        page = site.get(address)
        assert page.status_code == 200, address
        assert "<script>alert" not in page.text and "<img src" not in page.text, address
        assert 'href="javascript:' not in page.text
    links = re.findall(r'href="(/d/[^"]+)"', site.get("/").text)
    assert links and all(site.get(link).status_code == 200 for link in links)


def test_a_name_that_turns_the_direction_of_writing_is_straightened(client, hostile_db):
    page = client(hostile_db[0]).get("/").text
    assert "\u202e" not in page.split("<textarea")[-1]


def test_hostile_texts_do_nothing_in_a_browser(visit, hostile_db):
    for address in addresses(hostile_db):
        page = visit(hostile_db[0], address)  # the fixture fails on what the console says, and on other hosts
        assert page.locator("img").count() == 0 and page.locator("main script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
