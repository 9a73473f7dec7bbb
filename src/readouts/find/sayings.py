"""How a saying is told of: done or left undone ("refused to say"), past, present or announced ("will announce")."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.find import tenses
from readouts.records import Polarity, Tense
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_UNDONE = frozenset("refuse decline fail avoid omit neglect stop forget".split())
_NO = frozenset("not n't never no neither nor without".split())


def manner(doc: "Doc", cue: Sequence[Span], anchor: "Token") -> tuple[Polarity, Tense | None]:
    """Polarity and tense of the words that attribute; the tense is None where no verb tells it ("according to")."""
    words = [t for s in cue for t in doc.char_span(s.start, s.end, alignment_mode="expand") or ()]
    beside = [c for t in words for c in t.children if c.dep_ in ("neg", "det") and c.lower_ in _NO]
    above = anchor.head if anchor.dep_ == "xcomp" else anchor
    undone = beside or any(t.lower_ in _NO for t in words) or above.lemma_.lower() in _UNDONE
    undone = undone or any(t.lemma_.lower() in _UNDONE and t.pos_ == "VERB" for t in words)
    return "negative" if undone else "positive", _tense(doc, words, anchor)


def _tense(doc: "Doc", words: Sequence["Token"], anchor: "Token") -> Tense | None:
    spoken = anchor.pos_ in ("VERB", "AUX") or any(t.pos_ in ("VERB", "AUX") for t in words)
    if not words or not spoken or anchor.lower_ == "according":
        return None
    if found := tenses.tense(doc, anchor.idx, anchor.idx + len(anchor)):
        return found
    helpers = {c.tag_ for c in anchor.children if c.dep_ in ("aux", "auxpass")}  # "did not mention"
    return "past" if "VBD" in helpers else "present" if helpers & {"VBZ", "VBP"} else None
