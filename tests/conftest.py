"""Fixtures that cost: the parser and the lexicon are loaded once a run."""

import pytest

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


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request, tmp_path):
    """A path or URL of an empty database; each test runs once on either kind."""
    if request.param == "sqlite":
        yield str(tmp_path / "corpus.db")
        return
    from server import fresh

    yield from fresh(request.getfixturevalue("postgres"))


@pytest.fixture
def store(target):
    from readouts.store.database import opened

    made = opened(target, create=True)
    yield made
    made.close()
