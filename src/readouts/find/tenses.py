"""The time of an event as its verb tells it: past, present or future, seen from the day of writing."""

from typing import TYPE_CHECKING

from readouts.records import Tense

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MODALS = frozenset("will 'll ll wo shall would may might can could should must ca".split())
# What is set for a day lies ahead of it, even in a past participle: "talks scheduled for Monday".
AHEAD = frozenset(
    "schedule expect plan due slate set plan intend hope agree aim want promise vow pledge prepare".split()
)
# What lasts, or is put off, until a day from when the verb is told: "gave them until Tuesday".
_PUT_OFF = frozenset("extend postpone delay adjourn defer suspend give have allow".split())
# What one takes part in on a set day: "will attend Monday's meeting" is about a Monday to come.
_ARRANGED = frozenset("meeting summit talk conference session vote election visit hearing ceremony round".split())
# What came true when the verb did: "managed to reach a deal on Monday".
_CAME_TRUE = frozenset(
    "begin start manage fail help continue come go gather stop use happen refuse decline seem appear".split()
)


def tense(doc: "Doc", start: int, end: int) -> Tense | None:
    """The tense of the verb that governs those characters; None when no verb does (a headline, a caption)."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or _describes_object(span.root):
        return None
    verb = _verb_over(span.root)
    until = span.start > 0 and doc[span.start - 1].lower_ in ("until", "till")
    while verb is not None:
        if until and verb.lemma_.lower() in _PUT_OFF:
            return "future"
        found = _of(verb)
        if found is not None:
            return found
        verb = _verb_over(verb.head) if verb.head != verb else None
    return None


def over(doc: "Doc", start: int, end: int) -> bool:
    """Whether the verb that governs those characters is a pluperfect or goes with "last": "had met", "last spoke"."""
    span = doc.char_span(start, end, alignment_mode="expand")
    verb = _verb_over(span.root) if span is not None else None
    if verb is None or _of(verb) != "past":
        return False
    had = verb.tag_ == "VBN" and any(c.lower_ in ("had", "'d") and c.dep_ == "aux" for c in verb.children)
    return had or (verb.i > 0 and doc[verb.i - 1].lower_ == "last")


def _describes_object(token: "Token") -> bool:
    """Whether it says which thing something is done to ("to discuss Monday's attack"): the verb tells nothing then."""
    thing = token.head
    return (
        token.dep_ in ("poss", "compound", "nmod") and thing.dep_ in ("dobj", "pobj") and thing.lemma_ not in _ARRANGED
    )


def _verb_over(token: "Token") -> "Token | None":
    """The token itself or the nearest verb above it."""
    while token.pos_ not in ("VERB", "AUX"):
        if token.head == token:
            return None
        token = token.head
    return token


def _of(verb: "Token") -> Tense | None:
    """What one verb with its auxiliaries tells; None for a participle or infinitive that leaves it to one above."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    words = {h.lower_ for h in helpers}
    if words & MODALS or verb.lower_ in MODALS:
        return "past" if "have" in words or _never_could(verb, words) else "future"
    present = any(h.tag_ in ("VBZ", "VBP") for h in helpers)
    if verb.lemma_.lower() in AHEAD and verb.tag_ in ("VBN", "VBZ", "VBP", "VBG") and "had" not in words:
        return "future"
    if verb.tag_ == "VB":
        return _of_infinitive(verb) if "to" in words else None
    if verb.tag_ == "VBG":
        return ("future" if present else "past") if helpers else None
    if verb.tag_ == "VBD" or (verb.tag_ == "VBN" and not (present and "have" not in words and "has" not in words)):
        return "past"
    return "present"


def _never_could(verb: "Token", words: set[str]) -> bool:
    """ "could not be reached on Monday" tells of the past."""
    return "could" in words and any(c.dep_ == "neg" for c in verb.children)


def _of_infinitive(verb: "Token") -> Tense | None:
    """What is wanted or due lies ahead, unless it was so before something else or came true at once."""
    if verb.dep_ not in ("xcomp", "acl", "relcl", "ccomp"):
        return None
    above = verb.head
    over = any(c.lower_ == "had" and c.dep_ == "aux" for c in above.children)
    return None if over or above.lemma_.lower() in _CAME_TRUE else "future"
