"""Who does the act of a verb, and to whom: subjects and addressees as mentions of parties."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from readouts.records import Mention

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECTS = ("nsubj", "csubj", "expl")
CHANCES = ("opportunity", "occasion")  # "took the opportunity to invite"
_QUOTING = ("quote", "cite")  # "quoted Voss as saying"
_SHARED = ("conj", "advcl", "xcomp", "acl", "dep", "pcomp", "prep", "parataxis", "appos")


def subject(verb: "Token") -> "Token | None":
    """The head word of the verb's subject, its own or the one it shares with the verb it hangs on; None in a passive
    without "by", or without any subject.
    """
    if is_quoted(verb):
        return next((c for c in verb.head.head.rights if c.dep_ == "dobj"), None)
    seen = verb
    if verb.tag_ == "VBD" and verb.dep_ == "conj" and verb.head.tag_ in ("VB", "VBG") and not _own_subject(verb):
        # "demanded that Marovia leave and warned": a finite past cannot go on from "leave".
        seen = next((t for t in verb.head.ancestors if t.tag_ == "VBD" and t.pos_ == "VERB"), verb)
    for _ in range(6):
        agent = next((g for c in seen.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
        if agent is not None:
            return agent
        own = [c for c in seen.children if c.dep_ in SUBJECTS and c.i != verb.i]
        if own:
            return _real(own)
        passive = next((c for c in seen.children if c.dep_ == "nsubjpass"), None)
        if passive is not None:
            return None if seen == verb or (seen.tag_ == "VBN" and seen.dep_ == "ROOT") else passive
        if (seen.dep_ in _SHARED or seen.lemma_ in CHANCES) and seen.head != seen:
            # "It helps us," the President said, thanking Kester: the participle is of who says it.
            says = (c for c in seen.head.children if c.dep_ == "parataxis" and c.i < seen.i)
            seen = next(says, seen.head) if seen.dep_ == "advcl" else seen.head
            continue
        break
    first = next((t for t in verb.sent if t.dep_ in SUBJECTS and t.i < verb.i), None)
    return first if first is not None and verb.tag_ in ("VBG", "VBD") and verb.dep_ not in ("ROOT", "ccomp") else None


def is_quoted(verb: "Token") -> bool:
    """Whether it is what somebody is quoted as doing: "quoted Voss as saying"."""
    return verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_.lower() in _QUOTING


def _own_subject(verb: "Token") -> bool:
    return any(c.dep_ in (*SUBJECTS, "nsubjpass") for c in verb.lefts)


def _real(own: Sequence["Token"]) -> "Token":
    """The subject that is not a relative pronoun, where there is one: "which Marovia has insisted"."""
    return next((c for c in own if c.tag_ not in ("WDT", "WP")), own[0])


def named(head: "Token | None", mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The parties of a noun phrase by its head word, each of those joined by "and"."""
    if head is None:
        return ()
    if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
        head = head.head.head
    found = [party for token in (head, *_joined(head)) if (party := at(token, mentions))]
    return _row(head, mentions) or tuple(dict.fromkeys(found))


def _row(head: "Token", mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The parties of a phrase of nothing but names, nouns, commas and "and", however it was parsed; () for others."""
    words = list(head.subtree)
    if head.dep_ not in SUBJECTS or not any(t.lower_ == "and" for t in words):
        return ()
    found: list[str | None] = [None]  # of each member the last party: "the Council's Director Lind"
    within = False  # behind "of", in what tells an unknown member from others: "members of the board"
    for word in words:
        party = None if within else at(word, mentions)
        if party:
            found[-1] = party
        elif word.text == "," or word.lower_ == "and":
            within = False
            found.append(None)
        elif word.lower_ == "of":
            within = True
        elif word.lower_ not in ("the", "both") and word.pos_ not in ("NOUN", "PROPN") and not within:
            return ()
    several = tuple(dict.fromkeys(party for party in found if party))
    return several if len(several) > 1 else ()


def _joined(head: "Token") -> Iterator["Token"]:
    for child in head.children:
        if child.dep_ == "conj":
            yield child
            yield from _joined(child)
        elif child.dep_ == "prep" and child.i == head.i + 1:
            # "The Secretary of State and Voss" is parsed as if State were joined to Voss.
            for inner in child.children:
                yield from (c for c in inner.children if c.dep_ == "conj" and c.ent_type_ == "PERSON")


def at(token: "Token", mentions: Sequence[Mention]) -> str | None:
    """The party of the longest mention that covers the token."""
    found = [m for m in mentions if m.party and m.span.start <= token.idx < m.span.end]
    return max(found, key=lambda m: m.span.end - m.span.start).party if found else None


def beside(verb: "Token", mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The party named right before the verb, signs and auxiliaries aside, where the parse shows no subject:
    `During the call with Tarn, Voss "reaffirmed ..."`.
    """
    at_ = verb.i - 1
    while at_ > verb.sent.start and (verb.doc[at_].is_quote or verb.doc[at_].dep_ in ("aux", "advmod")):
        at_ -= 1
    before = verb.doc[at_] if at_ >= verb.sent.start else None
    if before is None or before.pos_ not in ("PROPN", "NOUN", "PRON") or verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return ()
    party = at(before, mentions)
    return (party,) if party else ()


def partners(verb: "Token", mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Those with whom something is discussed: "spoke with X about trade", "had a call with X about", "discussed it with
    X"; () where nobody is named.
    """
    leading = ("with", "to") if verb.lemma_ in ("speak", "talk") else ("with",)
    things = [verb, *(c for c in verb.rights if c.dep_ == "dobj")]
    preps = (c for thing in things for c in thing.rights if c.dep_ == "prep" and c.lower_ in leading)
    goals = (c for prep in preps for c in prep.children if c.dep_ == "pobj")
    found = (party for c in goals for party in named(c, mentions) if c.head.head == verb or party.startswith("person:"))
    return tuple(dict.fromkeys(found))  # "discussed ties with Haiti": not with whom


_TOWARDS = ("on", "upon", "to", "with", "against", "at")


def addressee(verb: "Token", mentions: Sequence[Mention]) -> str | None:
    """The party that the act is directed at: its object, or the phrase with "to", "on", "with"; None: not said."""
    for child in verb.children:
        if child.i > verb.i and child.dep_ in ("dobj", "dative", "iobj") and (party := at(child, mentions)):
            return party
        if child.i > verb.i and child.dep_ in ("ccomp", "xcomp"):
            inner = next((c for c in child.children if c.dep_ in ("nsubj", "nsubjpass")), None)
            if (
                inner is not None
                and verb.lemma_ in ("urge", "ask", "encourage", "want")
                and (party := at(inner, mentions))
            ):
                return party
    for prep in verb.subtree:
        if prep.i > verb.i and prep.i <= verb.i + 6 and prep.dep_ in ("prep", "dative") and prep.lower_ in _TOWARDS:
            goal = next((c for c in prep.children if c.dep_ == "pobj"), None)
            if goal is not None and (party := at(goal, mentions)):
                return party
    return None
