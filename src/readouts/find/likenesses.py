"""Likenesses: where the text says that one statement is like another ("issued a similar statement on Friday")."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.find.doers import at, named, subject
from readouts.records import Contact, DateMention, Document, Likeness, Mention, Party
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

_LIKE = frozenset("similar identical same parallel comparable matching near-identical analogous equivalent".split())
_TEXTS = frozenset("statement readout summary release account communique communiqué".split())
_CALLS = frozenset("call conversation meeting talk discussion visit".split())
_ISSUING = frozenset("issue release publish put give make provide offer post send deliver".split())


def likenesses(
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    dates: Sequence[DateMention],
    contacts: Sequence[Contact],
) -> tuple[Likeness, ...]:
    """The likenesses that the text asserts, in its order."""
    known = {p.id: p for p in parties}
    found = []
    for sentence in doc.sents:
        verb = _issued_alike(sentence)
        if verb is None:
            continue
        whole = Span(sentence.start_char, sentence.start_char + len(sentence.text.rstrip()))
        when = next((d.when for d in dates if whole.covers(d.span) and d.type == "DATE"), None)
        told = _contacts(whole, contacts)
        found.append(Likeness(party=_issuer(verb, mentions, known), span=whole, contacts=told, when=when))
    return tuple(found)


def _issued_alike(sentence: "Sentence") -> "Token | None":
    """The verb of "issued a similar statement"; None when the sentence has none."""
    for token in sentence:
        if (
            token.lemma_.lower() in _TEXTS
            and any(
                (c.lower_ in _LIKE and c.lower_ != "same") or (c.lower_ == "same" and token.dep_ == "dobj")
                for c in token.children
            )
            and token.dep_ in ("dobj", "nsubjpass", "conj")
            and token.head.lemma_.lower() in _ISSUING
        ):
            return token.head
    return None


def _issuer(verb: "Token", mentions: Sequence[Mention], known: dict[str, Party]) -> str | None:
    """Whose statement it is: the state of the speaker or office where it belongs to one."""
    head = subject(verb)
    who = named(head, mentions)
    first = next(iter(who), None)
    for party in filter(None, (first, *_callers(verb, mentions))):
        if party in known and (country := known[party].country):
            return f"state:{country}"
    return first


def _callers(verb: "Token", mentions: Sequence[Mention]) -> list[str]:
    """Whose contacts the statement tells of, "X's call with Y": a government reports those of its own side."""
    owners = [c for t in verb.subtree if t.lemma_.lower() in _CALLS for c in t.children if c.dep_ == "poss"]
    return [party for owner in owners if (party := at(owner, mentions))]


def _contacts(whole: Span, contacts: Sequence[Contact]) -> tuple[str, ...]:
    """The contact that the statement described tells of, then the one that the text told of before it."""
    here = [c.id for c in contacts if any(whole.covers(s) for s in c.spans)]
    before = sorted(
        (
            (max(s.start for s in c.spans if s.end <= whole.start), c.id)
            for c in contacts
            if any(s.end <= whole.start for s in c.spans)
        ),
        reverse=True,
    )
    others = [id for _, id in before if id not in here]
    return (*here[:1], *others[:1])
