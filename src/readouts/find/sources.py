"""Sources: the words of the one who speaks, by verb or by noun, and their head."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "csubj", "nsubjpass", "expl")
# Nouns that name the piece of writing or speech; their maker is the one who speaks.
DOCUMENTS = frozenset(
    "readout statement report release letter transcript communique communiqué summary account note document memo post"
    " tweet message article editorial story paper survey poll study book email e-mail text declaration page website"
    " interview speech briefing address remark comment conference call column op-ed newsletter broadcast".split()
)
# Those who speak for an institution: unnamed, what they say is its word.
SPOKESPERSONS = frozenset("spokesman spokeswoman spokesperson spokespeople".split())

Source = tuple[list[list["Token"]], "Token | None"]  # words in runs, and the chief one; ([], None): nobody is named


def source_of(verb: "Token") -> "Source":
    """The words of the one who speaks, in runs, and their head."""
    kids = list(verb.children)
    agent = next((g for c in kids if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
    if agent is not None:
        return [list(agent.subtree)], agent
    if any(c.dep_ == "auxpass" for c in kids) or (
        verb.dep_ == "advcl" and verb.tag_ in ("VBN", "VBD") and not any(c.dep_ in SUBJECTS for c in kids)
    ):
        return [], None
    subjects = [c for c in kids if c.dep_ in SUBJECTS]
    if len(subjects) > 1 and subjects[0].tag_ in ("WDT", "WP"):
        subjects = subjects[1:]
    if subjects:
        return _phrase(subjects[0], verb)
    return _above(verb)


def _above(verb: "Token") -> "Source":
    """The source that a verb without a subject of its own shares with the words it hangs on."""
    seen = verb
    for _ in range(5):
        if seen.dep_ in ("ROOT", "ccomp", "parataxis") or seen.head == seen:
            return [], None
        up = seen.head
        if seen.dep_ == "acl" and seen is verb and verb.tag_ == "VBG":
            return [[t for t in up.subtree if t.i < verb.i and not verb.is_ancestor(t)]], up
        if seen.dep_ == "acl":
            return [], None
        if up.pos_ in ("VERB", "AUX"):
            subject = next((c for c in up.children if c.dep_ in SUBJECTS), None)
            if (subject is not None and subject.i < verb.i) or (subject is not None and seen.dep_ != "relcl"):
                return _phrase(subject, verb)
        seen = up
    return [], None


def _phrase(subject: "Token", verb: "Token") -> "Source":
    """The subject's noun phrase; "who" stands for itself."""
    if subject.lower_ in ("it", "there") and (subject.dep_ == "expl" or verb.lemma_ in ("seem", "appear")):
        return [], None
    run = [
        t for t in subject.subtree if (t != verb and not verb.is_ancestor(t)) or t == subject or subject.is_ancestor(t)
    ]
    return [run], subject


def owner(noun: "Token") -> "Source":
    """Whose statement, claim or demand it is: possessive, "by" or "from" phrase, or subject of "made", "issued"."""
    seen = noun
    while seen.dep_ == "conj":
        seen = seen.head
    for word in (noun, seen):
        for child in word.children:
            if child.dep_ == "poss":
                return [[t for t in child.subtree if t.dep_ != "case"]], child
        for child in word.children:
            if child.dep_ == "prep" and child.lower_ in ("by", "from"):
                maker = next((g for g in child.children if g.dep_ == "pobj"), None)
                if maker is not None:
                    return [list(maker.subtree)], maker
    if seen.dep_ in ("dobj", "attr") and seen.head.pos_ in ("VERB", "AUX"):
        return source_of(seen.head)
    return [], None


def maker(writing: "Token") -> "Token | None":
    """Whose readout or statement it is, also when the parser hung "from X's office" on a word between."""
    _, head = owner(writing)
    if head is None:
        preps = (t for t in writing.subtree if t.dep_ == "prep" and t.lower_ in ("from", "by") and t.i > writing.i)
        head = next((c for prep in preps for c in prep.children if c.dep_ == "pobj"), None)
    return head if head is not None and head.lemma_.lower() not in DOCUMENTS else None
