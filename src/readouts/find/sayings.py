"""How a saying is told of: done or left undone ("refused to say"), past, present or announced ("will announce")."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.find.tenses import AHEAD, MODALS
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
    return "negative" if undone else "positive", _tense(words, anchor)


def _tense(words: Sequence["Token"], anchor: "Token") -> Tense | None:
    """The tense of the verb among the words; None where there is none, or only "according"."""
    if not words or anchor.lower_ == "according":
        return None
    verbs = [t for t in (anchor, *words) if t.pos_ in ("VERB", "AUX")]
    return _of(verbs[0]) if verbs else None


def _of(verb: "Token") -> Tense | None:
    """The tense of a verb with its helpers; of an infinitive or participle that of the verb it hangs on.

    What is planned or hoped lies ahead ("plans to tell"), what was tried was said ("attempted to assure").
    """
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words, tags = {h.lower_ for h in helpers}, {h.tag_ for h in helpers}
    if words & MODALS:
        return "past" if "have" in words else "future"
    if verb.tag_ == "VB" and "to" in words:
        above = verb.head
        return "future" if above.lemma_.lower() in AHEAD or above == verb else _of(above)
    if verb.tag_ == "VBD" or "VBD" in tags or words & {"have", "has", "'ve", "having"}:
        return "past"
    if verb.tag_ in ("VBZ", "VBP") or tags & {"VBZ", "VBP"}:
        return "present"
    if verb.tag_ in ("VBG", "VB") and verb.head != verb and verb.head.pos_ in ("VERB", "AUX"):
        return _of(verb.head)
    return "past" if verb.tag_ == "VBN" else None
