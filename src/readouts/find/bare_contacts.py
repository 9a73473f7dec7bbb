"""Words that only tell that a contact took place: features of an account, no claims of it."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.find.acts import Deed
from readouts.find.remarks import is_ahead

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

CONTACT = frozenset(
    "speak talk meet hold have host receive call phone telephone visit travel arrive welcome place take make conduct"
    " participate join attend convene gather sit greet reach pay".split()
)
# Whose object is who came: "hosted a group of mayors".
_RECEIVING = frozenset("host convene receive".split())
_WRITING = frozenset("message letter telegram note".split())
# What is told of a contact itself: "the call was the third this year", "the meeting was attended by ...".
_OF_CONTACT = frozenset("follow last moderate attend initiate precede join go".split())
_COURSE = frozenset("begin conclude end start".split())
_ATTENDANCE = frozenset("participant attendee guest".split())
_PEOPLE = frozenset("group delegation leader minister ambassador representative mayor member team official".split())
_LEADING = frozenset("below following foregoing".split())
_TEXTS = frozenset("readout outline summary overview statement".split())
_HANDED = ("nsubj", "nsubjpass", "dobj", "dative")
_HANDING = frozenset("give issue offer present provide publish release share".split())
_VERSIONS = frozenset("account version readout picture light story statement".split())
_UNLIKE = frozenset(
    "differing different divergent diverging conflicting contrasting contradictory rival competing opposing".split()
)
_SIGN = re.compile(r"^\s*(?:[-*•–]|\d+[.)])\s")
CONTACT_NOUNS = frozenset(
    "call conversation meeting talk visit summit phone session consultation negotiation videoconference conference"
    " exchange discussion dialogue dinner lunch breakfast trip teleconference dialog".split()
)
_BARE = (
    CONTACT
    | CONTACT_NOUNS
    | _WRITING
    | frozenset("send counterpart bilateral trilateral telephone minute courtesy".split())
)
CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")
_AHEAD = frozenset("will would shall 'll".split())


def bare_contact(token: "Token", done: Deed) -> bool:
    """Whether the verb only tells that a contact took place, "welcomed the Prime Minister to the White House", or that
    there are two versions of it, "gave differing accounts of the call".
    """
    told = done.act == "act" and any(c.lemma_.lower() in CONTACT_NOUNS for c in token.children)
    return told or any(map(_is_version, token.rights))


def only_contact(sentence: "Sentence") -> bool:
    """Whether the sentence tells that a contact took place, and no more."""
    root = sentence.root
    if _of_contact(sentence) or _of_those_present(sentence) or _leads_in(sentence):
        return True
    if any(map(_is_version, root.children)):
        return True
    if root.lemma_.lower() == "send" and any(c.dep_ == "dobj" and c.lemma_.lower() in _WRITING for c in root.children):
        return True
    if root.lemma_.lower() not in CONTACT and root.lemma_.lower() not in CONTACT_NOUNS:
        return False
    if any(c.dep_ == "aux" and c.lower_ in _AHEAD for c in root.children) or is_ahead(root):
        return False  # the next meeting is news
    if root.lemma_.lower() == "call" and _names_a_thing(root):
        return False
    if root.lemma_.lower() in _RECEIVING and _receives(root):
        return True
    if any((c.dep_ == "prt" and c.lower_ in ("out", "up")) or c.lower_ == "against" for c in root.rights):
        return False  # "spoke out against tariffs"
    return root.lemma_.lower() in _SPEAKING or any(_belongs(t, root) for t in sentence)


_SPEAKING = frozenset("speak talk meet call phone visit".split())


def _receives(verb: "Token") -> bool:
    """Whether people are received: "hosted a group of mayors", not "received 40 trucks of grain"."""
    objects = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass")]
    people = any(c.pos_ == "PROPN" or c.lemma_.lower() in _PEOPLE for c in objects)
    return people or (not objects and any(t.lemma_.lower() in CONTACT_NOUNS for t in verb.sent))


def _names_a_thing(verb: "Token") -> bool:
    """Whether what is called is no person: "called the threats irresponsible", however the parser reads it."""
    if any(c.dep_ in ("oprd", "ccomp", "xcomp") for c in verb.rights):
        return True
    called = next((c for c in verb.rights if c.dep_ == "dobj"), None)
    return called is not None and called.pos_ == "NOUN" and called.lemma_.lower() not in (*_PEOPLE, "counterpart")


def _belongs(token: "Token", root: "Token") -> bool:
    """Whether a contact's noun completes the root: "held a round of talks", not "has to stay firm in its dialogue"."""
    if token.lemma_.lower() not in CONTACT_NOUNS or (token == root and token.pos_ == "VERB"):
        return False  # "exchanged perspectives on the border"
    while token != root:
        token = token.head
        if token != root and token.pos_ in ("VERB", "AUX"):
            return False
    return True


def _of_contact(sentence: "Sentence") -> bool:
    """Whether the sentence tells of the contact itself: its tone, length, occasion, who asked for it."""
    root = sentence.root
    first = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if first is not None and first.lower_ == "it" and root.lemma_ == "last":
        return True
    if first is None or first.lemma_.lower() not in CONTACT_NOUNS or any(c.lower_ in _AHEAD for c in root.lefts):
        return False
    if root.lemma_.lower() in _COURSE:  # "the call ended with an agreement" tells more
        return not any(c.dep_ == "prep" and c.lower_ in ("with", "by") for c in root.rights)
    if root.lemma_.lower() in _OF_CONTACT:
        return True
    if root.lemma_.lower() != "be":
        return False
    said = next((c for c in root.children if c.dep_ in ("acomp", "attr")), None)
    return said is not None and (said.pos_ == "ADJ" or said.lower_ in ("part", "one", "continuation"))


def _of_those_present(sentence: "Sentence") -> bool:
    """Whether the sentence lists who was there: an item with a bullet, "among them were ..."."""
    if _SIGN.match(sentence.text):
        return not any(t.dep_ in ("nsubj", "nsubjpass") and t.head == sentence.root for t in sentence)
    root = sentence.root
    first = next((c for c in root.children if c.dep_ in ("nsubj", "prep")), None)
    words = [t.lemma_.lower() for t in first.subtree] if first is not None else []
    if root.lemma_ == "be":
        there = any(c.dep_ == "acomp" and c.lower_ == "present" for c in root.children)
        return there or (words[:1] == ["among"] and words[-1] in ("they", "them", *_ATTENDANCE))
    listed = bool(_ATTENDANCE & set(words)) or sentence.text.rstrip().endswith(":")
    return listed and root.lemma_.lower() in ("include", "represent")


def _leads_in(sentence: "Sentence") -> bool:
    """Whether the sentence only leads to what follows: "the overview is as follows", "the below is attributable to the
    spokesperson", "the press secretary provided the following readout", "the spokesperson announces:".
    """
    root = sentence.root
    first = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if first is None:
        return False
    if hands_out(root):
        return True
    behind = [t for t in sentence if t.i > root.i and t.is_alpha]
    if root.lemma_ == "follow" and first.lemma_.lower() in _TEXTS and not behind:
        return True
    if first.lower_ in _LEADING or any(t.lower_ == "follows" for t in behind):
        return bool(root.lemma_ == "be")
    return bool(not behind and sentence.text.rstrip().endswith(":"))


def _is_version(noun: "Token") -> bool:
    """Whether it is one of two accounts that part: "differing accounts of the call", "in different lights"."""
    if noun.dep_ == "prep":
        return any(map(_is_version, noun.rights))
    return noun.lemma_.lower() in _VERSIONS and any(c.lower_ in _UNLIKE for c in noun.lefts)


def hands_out(verb: "Token") -> bool:
    """Whether the verb only hands out the text to come: "the press secretary provided the following readout"."""
    if verb.lemma_.lower() not in _HANDING:
        return False
    texts = [c for c in verb.children if c.lemma_.lower() in _TEXTS and c.dep_ in _HANDED]
    ahead = any(t.lower_ in ("following", "below") for c in texts for t in (*c.lefts, *c.rights))
    return ahead or any(t.lower_ == "below" for _ in texts for t in verb.rights)


def tells_of_contact(clause: Sequence["Token"]) -> bool:
    """Whether the clause has no content word but names, days and those of contacts; of a coming one it is news."""
    if any(is_ahead(t) or (t.dep_ in ("aux", "auxpass") and t.lower_ in _AHEAD) for t in clause):
        return False
    return all(
        t.pos_ == "PROPN" or t.ent_type_ in ("DATE", "TIME", "PERSON", "GPE") or t.lemma_.lower() in _BARE
        for t in clause
        if t.pos_ in CONTENT and not t.is_stop
    )
