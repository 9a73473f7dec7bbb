"""Words that only tell that a contact took place: features of an account, no claims of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.find.acts import Deed

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

CONTACT = frozenset(
    "speak talk meet hold have host receive call phone telephone visit travel arrive welcome place take make conduct"
    " participate join attend convene gather sit greet reach".split()
)
CONTACT_NOUNS = frozenset(
    "call conversation meeting talk visit summit phone session consultation negotiation videoconference conference"
    " exchange discussion dialogue dinner lunch breakfast trip teleconference dialog".split()
)
CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
_AHEAD = frozenset("will would shall 'll".split())


def bare_contact(token: "Token", done: Deed) -> bool:
    """Whether the verb only tells that a contact took place: "welcomed the Prime Minister to the White House"."""
    return done.act == "act" and any(c.lemma_.lower() in CONTACT_NOUNS for c in token.children)


def only_contact(sentence: "Sentence") -> bool:
    """Whether the sentence tells that a contact took place, and no more."""
    root = sentence.root
    if root.lemma_.lower() not in CONTACT and root.lemma_.lower() not in CONTACT_NOUNS:
        return False
    if any(c.dep_ == "aux" and c.lower_ in _AHEAD for c in root.children):
        return False  # the next meeting is news
    lemmas = {t.lemma_.lower() for t in sentence}
    return bool(lemmas & CONTACT_NOUNS) or root.lemma_.lower() in ("speak", "talk", "meet", "call", "phone", "visit")


def tells_of_contact(clause: Sequence["Token"]) -> bool:
    """Whether the clause has no content word but names, days and those of contacts."""
    return all(
        t.pos_ == "PROPN"
        or t.ent_type_ in ("DATE", "TIME", "PERSON", "GPE")
        or t.lemma_.lower() in CONTACT | CONTACT_NOUNS
        for t in clause
        if t.pos_ in CONTENT and not t.is_stop
    )
