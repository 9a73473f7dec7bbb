"""The page's frame: addresses and their JSON and CSV, guards, sign-in, errors."""

import re
from types import SimpleNamespace

import pytest
from web import NOW, serious

from readouts.errors import InputError
from readouts.web import password
from readouts.web.guard import Pace
from readouts.web.settings import Settings


def form_token(page):
    return re.search(r'name="form" value="([^"]+)"', page.text)[1]


def test_a_list_as_page_json_and_csv(client, filled_db):
    site = client(filled_db)
    page, data, table = (site.get(f"/contacts{end}") for end in ("", ".json", ".csv"))
    assert {one.status_code for one in (page, data, table)} == {200}
    rows = data.json()["rows"]
    assert rows and len(table.text.splitlines()) == len(rows) + 1
    assert all(f"/contact/{row['id']}" in page.text for row in rows)


def test_a_page_says_how_to_cite_it(client, filled_db):
    page = client(filled_db, clock=lambda: NOW).get("/contacts", params={"kind": "call"})
    assert "“Contacts”, Readouts" in page.text
    assert "http://127.0.0.1/contacts?kind=call, seen on 2031-09-01." in page.text


def test_a_filter_narrows_the_list(client, filled_db):
    site = client(filled_db)
    kinds = {row["kind"] for row in site.get("/contacts.json", params={"kind": "meeting"}).json()["rows"]}
    assert kinds == {"meeting"}


def test_every_answer_carries_the_guards(client, filled_db):
    for address in ("/contacts", "/contacts.json", "/static/site.css", "/nowhere"):
        headers = client(filled_db).get(address).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'"), address
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_another_host_name_is_turned_away(client, filled_db):
    assert client(filled_db).get("/contacts", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/contacts?since=yesterday", 400, "is no date"),
        ("/contacts?party=Atlantis", 404, "Atlantis"),
        ("/nowhere", 404, "Not Found"),
        ("/contacts?kind=" + "x" * 30, 422, "kind"),
    ],
)
def test_a_fault_is_told_as_a_page_and_as_json(client, filled_db, address, status, words):
    site = client(filled_db)
    page = site.get(address)
    assert (page.status_code, words in page.text) == (status, True), page.text
    path, _, query = address.partition("?")
    data = site.get(f"{path}.json?{query}")
    assert data.status_code == status and words in data.json()["error"]


def test_a_body_that_is_too_large_is_refused(client, filled_db):
    assert client(filled_db, most_body=100).post("/sign-in", data={"password": "x" * 200}).status_code == 413


def test_served_to_others_it_wants_a_password():
    with pytest.raises(InputError, match="no password is set"):
        Settings(host="0.0.0.0")
    assert Settings(host="0.0.0.0", read_only=True) and Settings(host="127.0.0.9") and Settings(host="::1")


def test_signing_in(client, filled_db):
    site = client(filled_db, key=password.hashed("a long enough password"))
    assert site.get("/contacts.json").status_code == 401
    form = site.get("/contacts?kind=call", follow_redirects=True)
    assert form.url.path == "/sign-in"
    wrong = site.post("/sign-in", data={"password": "another password", "form": form_token(form)})
    assert wrong.status_code == 403 and "not the password" in wrong.text
    right = site.post(
        "/sign-in", data={"password": "a long enough password", "form": form_token(form), "to": "/contacts"}
    )
    assert right.status_code == 200 and right.url.path == "/contacts"


def test_signing_in_leads_to_no_other_host(client, filled_db):
    site = client(filled_db, key=password.hashed("a long enough password"))
    form = site.get("/sign-in", params={"to": "//evil.example"})
    assert "evil.example" not in form.text


def test_a_form_of_another_session_is_refused(client, filled_db):
    site = client(filled_db, key=password.hashed("a long enough password"))
    answer = site.post("/sign-in", data={"password": "a long enough password", "form": "made up"})
    assert answer.status_code == 403 and "out of date" in answer.text


def test_a_password_must_be_long():
    with pytest.raises(InputError, match="8 characters"):
        password.hashed("too weak")
    assert not password.fits(None, "x") and not password.fits("no hash", "x")


def test_so_many_a_minute():
    now = SimpleNamespace(at=0.0)
    pace = Pace(2, lambda: now.at)
    pace.take("one"), pace.take("one"), pace.take("other")
    with pytest.raises(Exception, match="try again in 6"):
        pace.take("one")
    now.at = 61.0
    pace.take("one")


def test_the_frame_in_a_browser(visit, filled_db):
    for options in ({}, {"scheme": "dark"}, {"width": 390}, {"script": False}):
        page = visit(filled_db, "/contacts", **options)
        assert page.locator("tbody tr").count() > 3
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if options.get("script", True):
            assert serious(page) == []
