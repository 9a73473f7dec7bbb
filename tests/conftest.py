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
