"""What was found in a document before its claims are sought, as every step of that search is handed it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readouts.find.quotes import Quotation
from readouts.records import Attribution, DateMention, Document, Mention, Party
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Ground:
    """What was found before, handed to every step."""

    document: Document
    doc: "Doc"
    mentions: Sequence[Mention]
    parties: Mapping[str, Party]
    dates: Sequence[DateMention]
    said: Sequence[Attribution]
    quotes: Sequence[Quotation]
    own_voice: bool  # the text is put out by an office itself, so that every clause is its claim


def innermost(matter: Sequence[Span], ground: Ground) -> Attribution | None:
    """The smallest attribution whose content holds the matter."""
    found = [a for a in ground.said if any(c.overlaps(first) for first in matter[:1] for c in a.content)]
    return min(found, key=lambda a: sum(s.end - s.start for s in a.content)) if found else None
