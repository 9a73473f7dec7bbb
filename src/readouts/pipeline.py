"""The one place that joins the stages: documents to readings, readings to a comparison."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING

from readouts import __version__
from readouts.code.contacts import events
from readouts.find.attributions import attributions
from readouts.find.claims import claims
from readouts.find.contacts import contacts
from readouts.find.dates import dates
from readouts.find.likenesses import likenesses
from readouts.find.parties import parties
from readouts.find.silences import silences
from readouts.lexicon import Lexicon
from readouts.lexicon import load as load_lexicon
from readouts.link.claims import assigned
from readouts.link.issuer import issuer
from readouts.models import parser
from readouts.records import Document, MadeBy, Problem, Reading

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Tools:
    """What the stages work with; each part is loaded when first asked for."""

    model: str = parser.DEFAULT

    @cached_property
    def nlp(self) -> "Language":
        return parser.load(self.model)

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon()

    @cached_property
    def made_by(self) -> MadeBy:
        meta = self.nlp.meta
        models = (f"{meta['lang']}_{meta['name']} {meta['version']} (spaCy {version('spacy')})",)
        return MadeBy(version=__version__, models=models, lexicon=self.lexicon.digest)


def readings(documents: Iterable[Document], tools: Tools) -> Iterator[Reading]:
    """The reading of each document, in order."""
    return (read(document, parser.parsed(tools.nlp, document), tools) for document in documents)
