"""Fixtures that cost: the parser and the lexicon are loaded once a run."""

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from served import serving

from readouts.models import parser
from readouts.records import Document

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))


@pytest.fixture(scope="session")
def nlp():
    return parser.load()


@pytest.fixture(scope="session")
def lexicon():
    from readouts.lexicon import load

    return load()


@pytest.fixture(scope="session")
def parse(nlp):
    def parse(text: str, **fields):
        document = Document(**{"id": "test", "text": text, **fields})
        return document, parser.parsed(nlp, document)

    return parse


@pytest.fixture(scope="session")
def met(parse, lexicon):
    """The contacts of a text published on Wednesday, 8 March 2023, and the last names of its parties by id."""
    from readouts.find.contacts import contacts
    from readouts.find.dates import dates
    from readouts.find.parties import parties

    def met(text):
        document, doc = parse(text, published=date(2023, 3, 8))
        people, mentions, _ = parties(document, doc, lexicon)
        found, _ = contacts(document, doc, mentions, people, dates(document, doc))
        return found, {p.id: p.name.split()[-1] for p in people}

    return met


@pytest.fixture(scope="session")
def postgres():
    """The address of a private PostgreSQL server, started from Debian's package; skips where that is absent."""
    from server import running

    yield from running()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def blank(request, tmp_path_factory):
    """The address of a database with tables and nothing in them, to be copied: making the tables takes longer than a
    test. Each test that asks for it runs once on either kind.
    """
    from readouts.store.database import opened

    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("blank") / "corpus.db"
        opened(str(path), create=True).close()
        yield str(path)
        return
    from server import fresh

    for address in fresh(request.getfixturevalue("postgres")):
        opened(address, create=True).close()
        yield address


@pytest.fixture
def target(blank, tmp_path):
    """The address of a copy of it, this test's own."""
    if "://" not in blank:
        yield shutil.copy(blank, tmp_path / "corpus.db")
        return
    from server import fresh

    yield from fresh(blank, template=True)


@pytest.fixture
def store(target):
    from readouts.store.database import opened

    made = opened(str(target))
    yield made
    made.close()


@pytest.fixture(scope="module")
def web_server():
    with serving() as site:
        yield site


@pytest.fixture
def site(web_server):
    """The web server of this process, with no pages and nothing asked."""
    web_server.pages.clear()
    web_server.asked.clear()
    return web_server


# -- the page --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def filled_db(tmp_path_factory):
    """The path of a SQLite database with the texts of `web.TEXTS` read into it; do not write to it."""
    from web import filled

    path = tmp_path_factory.mktemp("filled") / "corpus.db"
    filled(str(path)).close()
    return path


@pytest.fixture
def own_filled_db(filled_db, tmp_path):
    """A copy of it that the test may write to."""
    return shutil.copy(filled_db, tmp_path / "corpus.db")


@pytest.fixture(scope="session")
def tools():
    """The engine's tools, loaded once."""
    from readouts.pipeline import Tools

    return Tools()


@pytest.fixture
def client(tools):
    """Makes a client without browser over a database: `client(path, **settings)`."""
    from fastapi.testclient import TestClient

    from readouts.store.database import opened
    from readouts.web.app import app
    from readouts.web.settings import Settings

    stores = []

    def client(path, **settings):
        stores.append(opened(str(path)))
        made = app(stores[-1], Settings(**settings), tools)
        return TestClient(made, base_url="http://127.0.0.1", raise_server_exceptions=True)

    yield client
    for store in stores:
        store.close()


@pytest.fixture(scope="session")
def chromium():
    """A browser without window; skips where there is none."""
    from web import CHROMIUM

    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, tools):
    """Opens the page over a database in a browser: `visit(path, "/contacts", width=1280, scheme="light", script=True)`.

    At the end the test fails where the console complained or another host was asked for something.
    """
    from contextlib import ExitStack

    from web import serving

    from readouts.store.database import opened
    from readouts.web.app import app
    from readouts.web.settings import Settings

    wrong, addresses = [], {}
    with ExitStack() as open_things:

        def visit(path, address, *, width=1280, scheme="light", script=True, **settings):
            key = (str(path), *sorted(settings.items()))
            if key not in addresses:
                store = opened(str(path))
                open_things.callback(store.close)
                addresses[key] = open_things.enter_context(serving(app(store, Settings(**settings), tools)))
            context = chromium.new_context(
                java_script_enabled=script, viewport={"width": width, "height": 900}, color_scheme=scheme
            )
            open_things.callback(context.close)
            page = context.new_page()
            page.on("console", lambda message: message.type == "error" and wrong.append(message.text))
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.on("request", lambda one: one.url.startswith(addresses[key]) or wrong.append(f"fetched {one.url}"))
            page.goto(addresses[key] + address)
            return page

        yield visit
    assert not wrong, wrong


@pytest.fixture(scope="session")
def compared_db(filled_db, tmp_path_factory, tools):
    """A copy of `filled_db` with the June call compared, and the comparison's id; do not write to it."""
    from web import NOW

    from readouts import corpus
    from readouts.store.database import opened
    from readouts.web.handed import title

    folder = tmp_path_factory.mktemp("compared")
    shutil.copytree(filled_db.with_suffix(".raw"), folder / "corpus.raw")
    path = shutil.copy(filled_db, folder / "corpus.db")
    store = opened(str(path))
    id = corpus.compared(store, ["marovia-june", "telmark-june"], tools, lambda: NOW, title)
    store.close()
    return path, id
