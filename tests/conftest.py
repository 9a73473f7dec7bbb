"""Fixtures that cost: the parser and the lexicon are loaded once a run."""

import shutil

import pytest
from served import serving

from readouts.models import parser
from readouts.records import Document


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
