"""Silences that the text itself asserts: "no mention was made of the treaty in the Marovian readout".

That somebody says so is all that is recorded: whose account is silent, on what issue, and who says it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from readouts.find.doers import at, named, subject
from readouts.find.issues import issues
from readouts.records import Document, Evidence, Mention, Party, Silence
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

    from readouts.lexicon import Lexicon

_MENTIONING = frozenset(
    "mention raise discuss address reference include touch cover note refer allude acknowledge".split()
)
_OMITTING = frozenset("omit exclude skip overlook".split())
_TEXTS = frozenset(
    "statement readout summary release account communique communiqué report version remark transcript text post".split()
)
_CONTACTS = frozenset("call conversation meeting talk discussion phone exchange visit".split())


def silences(
    document: Document, doc: "Doc", mentions: Sequence[Mention], parties: Sequence[Party], lexicon: "Lexicon | None"
) -> tuple[Silence, ...]:
    """The silences asserted in the text, in its order. Without a text or speaker whose silence it is, none is recorded:
    "the treaty was not discussed" tells of the talk, not of an account.
    """
    known = {p.id: p for p in parties}
    found = [
        silence
        for sentence in doc.sents
        if (anchor := _anchor(sentence)) is not None
        for silence in _asserted(document, anchor, sentence, mentions, known)
    ]
    return tuple(dict.fromkeys(found))


def _anchor(sentence: "Sentence") -> "Token | None":
    """The word that says that something is not mentioned."""
    for token in sentence:
        lemma = token.lemma_.lower()
        kids = {c.lower_ for c in token.children}
        if lemma == "mention" and token.pos_ == "NOUN" and ("no" in kids or ("any" in kids and _negated(token.head))):
            return token
        if token.pos_ == "VERB" and ((lemma in _MENTIONING and _negated(token)) or lemma in _OMITTING):
            return token
        if token.lower_ == "absent" and any(c.lower_ == "from" for c in token.children):
            return token
    return None


def _negated(verb: "Token") -> bool:
    return any(c.dep_ == "neg" or c.lower_ in ("nor", "neither", "never") for c in verb.children)


def _asserted(
    document: Document, anchor: "Token", sentence: "Sentence", mentions: Sequence[Mention], known: Mapping[str, Party]
) -> Iterator[Silence]:
    party = _silent(anchor, sentence, mentions, known)
    if party is None:
        return
    whole = Span(sentence.start_char, sentence.start_char + len(sentence.text.rstrip()))
    for issue in issues(sentence.doc, _left_out(anchor, sentence), mentions):
        yield Silence(
            party=party,
            issue=issue,
            basis="asserted",
            asserted_by=_sayer(anchor, mentions),
            evidence=(Evidence(document=document.id, span=whole),),
        )


def _left_out(anchor: "Token", sentence: "Sentence") -> list[Span]:
    """The words for what is not mentioned: after the anchor up to a relative clause, or the passive's subject."""
    verb = anchor if anchor.pos_ == "VERB" else anchor.head
    passive = next((c for c in verb.children if c.dep_ == "nsubjpass"), None)
    before = anchor.pos_ != "NOUN" and (passive is not None or anchor.lower_ == "absent")
    if before:
        head = passive if passive is not None else subject(anchor.head)
        words = list(head.subtree) if head is not None else [t for t in sentence if t.i < anchor.i]
    else:
        end = next((t.i for t in sentence if t.i > anchor.i and t.tag_ in ("WDT", "WP")), sentence.end)
        words = [t for t in sentence.doc[anchor.i + 1 : end] if not _in_text_phrase(t)]
    return [Span(words[0].idx, words[-1].idx + len(words[-1]))] if words else []


def _in_text_phrase(token: "Token") -> bool:
    """Whether the word stands in "in the readout", "from the statement": where, not what."""
    return any(
        t.lemma_.lower() in _TEXTS for t in (token, *token.ancestors) if t.sent == token.sent and t.dep_ == "pobj"
    )


def _silent(
    anchor: "Token", sentence: "Sentence", mentions: Sequence[Mention], known: Mapping[str, Party]
) -> str | None:
    """Whose account is silent: the owner of the statement named in the sentence, else who did not mention."""
    for text in (t for t in sentence if t.lemma_.lower() in _TEXTS and t.pos_ == "NOUN"):
        if party := _owner(text, mentions, known):
            return party
    verb = anchor if anchor.pos_ == "VERB" else anchor.head
    if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return None
    who = named(subject(verb), mentions)
    return _issuer(who[0], known) if who else None


def _owner(text: "Token", mentions: Sequence[Mention], known: Mapping[str, Party]) -> str | None:
    """Who issued the statement: "the Marovian readout", "Marovia's statement", "the readout from X's office"; of "its
    statements on X's call", the state of X, for a government reports its own side's contacts.
    """
    for child in text.children:
        named_by = child.dep_ in ("amod", "compound", "poss", "nmod") and child.tag_ != "PRP$"
        if named_by and (party := at(child, mentions)):
            return _issuer(party, known)
    for prep in (c for c in text.children if c.dep_ == "prep"):
        for goal in (g for g in prep.children if g.dep_ == "pobj"):
            if prep.lower_ in ("from", "by", "of") and (party := at(goal, mentions)) and goal.lemma_ not in _CONTACTS:
                return _issuer(party, known)
            if goal.lemma_.lower() in _CONTACTS:
                holder = next((c for c in goal.children if c.dep_ == "poss"), None)
                if holder is not None and (party := at(holder, mentions)):
                    return _issuer(party, known)
    own = next((c for c in text.children if c.tag_ == "PRP$"), None)
    party = at(own, mentions) if own is not None else None
    return _issuer(party, known) if party else None


def _issuer(party: str, known: Mapping[str, Party]) -> str:
    """The party whose version the words are: the state, where the speaker belongs to one."""
    found = known.get(party)
    if found is None or found.country is None or (found.kind == "body" and "outlet" in (found.role or "")):
        return party
    return f"state:{found.country}"


def _sayer(anchor: "Token", mentions: Sequence[Mention]) -> str | None:
    """Who says that there was no mention; None: the outlet itself."""
    seen = anchor
    while seen.head != seen:
        if seen.dep_ == "ccomp" and (who := named(subject(seen.head), mentions)):
            return who[0]
        seen = seen.head
    return None
