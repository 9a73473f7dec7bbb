"""Reporting words put into what they report: "the prisoner, he said, enjoys all rights"."""

from typing import TYPE_CHECKING

from readouts.find.acts import deed

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_REPORTING = ("state", "announce")
_OWN = ("nsubj", "aux", "advmod", "neg", "prt")


def inserted(sentence: "Sentence") -> frozenset[int]:
    """The token indexes of who says it, the verb and the commas around them; empty where nothing is put in."""
    found: set[int] = set()
    for token in sentence:
        if token.dep_ == "parataxis" and (done := deed(token)) is not None and done.act in _REPORTING:
            found |= _put_in(token, sentence)
    return frozenset(found)


def _put_in(verb: "Token", sentence: "Sentence") -> set[int]:
    own = {t.i for c in verb.children if c.dep_ in _OWN for t in c.subtree} | {verb.i}
    before, behind = min(own) - 1, max(own) + 1
    if not any(c.dep_ == "nsubj" for c in verb.lefts) or len(own) != behind - before - 1:
        return set()
    if not (sentence.start < before and behind < sentence.end - 1 and verb.doc[behind].text == ","):
        return set()
    while before > sentence.start and verb.doc[before].is_punct:
        own.add(before)
        before -= 1
    return own | {behind} if before + 1 in own else set()
