"""Who does the act of each head: its subject, the one that it shares with the head before, or the speaker."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from readouts.find.acts import deed
from readouts.find.doers import beside, named, partners, subject
from readouts.find.ground import Ground, innermost
from readouts.find.heads import Head, is_principal, is_tail
from readouts.find.remarks import goes_back
from readouts.records import Attribution, Claim
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token


def with_doers(heads: Sequence[Head], ground: Ground) -> Iterator[tuple[Head, tuple[str, ...]]]:
    """Each head with who does its act: a joined verb without a subject of its own shares those of the one before."""
    before: tuple[str, ...] = ()
    for head in heads:
        verb = head.deed.verb
        doer = subject(verb)
        doers = before if is_tail(verb) or goes_back(verb) else ()
        doers = doers or _quoted_self(doer, ground) or named(doer, ground.mentions)
        doers = doers or speaker(head.attribution, ground)
        if doer is None and not doers:
            doers = beside(verb, ground.mentions) or (before if verb.dep_ == "conj" else ())
        if head.deed.act == "discuss" and len(_members(doers, ground)) == 1:
            doers = (*doers, *(p for p in partners(verb, ground.mentions) if p not in doers))
        before = _members(doers, ground)
        yield head, before


def _quoted_self(doer: "Token | None", ground: Ground) -> tuple[str, ...]:
    """The speaker of the quotation that "I" or "we" stands in; () for the "we" of who speaks for others."""
    if doer is None or doer.lower_ not in ("i", "we"):
        return ()
    place = [Span(doer.idx, doer.idx + len(doer))]
    found = speaker(innermost(place, ground), ground) or outermost_speaker(place, ground)
    return found if doer.lower_ == "i" or all(is_principal(party, ground) for party in found) else ()


def _members(doers: tuple[str, ...], ground: Ground) -> tuple[str, ...]:
    """The parties, a group whose members are known replaced by them: "the two leaders"."""
    each = (ground.parties[p].members if p in ground.parties and ground.parties[p].members else (p,) for p in doers)
    return tuple(dict.fromkeys(party for members in each for party in members))


_WRITING = re.compile(r"(?:the|his|her|this) (?:message|letter|telegram|address|greetings?|note)", re.I)
_NEAR = 3  # characters between two sentences that follow each other
_BACK = 3  # sentences before "the message reads" in which its author is named


def speaker(attribution: Attribution | None, ground: Ground) -> tuple[str, ...]:
    """The party of the attribution's source, of "the message" its author; () where there is none."""
    if attribution is None or attribution.party:
        return (attribution.party,) if attribution and attribution.party else ()
    written = attribution.source and all(_WRITING.fullmatch(s.of(ground.document.text)) for s in attribution.source)
    return _author(attribution.source[0].start, ground) if written else ()


def _author(place: int, ground: Ground) -> tuple[str, ...]:
    """Who is told to have written, in one of the sentences before the place."""
    before = [s for s in ground.doc.sents if s.end_char <= place][-_BACK:]
    for sentence in reversed(before):
        if len(doers := named(subject(sentence.root), ground.mentions)) == 1:
            return doers
    return ()


def outermost_speaker(matter: Sequence[Span], ground: Ground) -> tuple[str, ...]:
    """The party of the smallest attribution around the matter whose source is one; () without."""
    around = [a for a in ground.said if any(c.overlaps(first) for first in matter[:1] for c in a.content)]
    around.sort(key=lambda a: sum(s.end - s.start for s in a.content))
    return next((found for a in around if a.source and (found := speaker(a, ground))), ())


def points_to_speaker(sentence: "Sentence", ground: Ground) -> tuple[str, ...]:
    """Who said the sentence before, when this one only tells that: "This was stated by President Voss"."""
    root = sentence.root
    done = deed(root)
    if done is None or done.act not in ("state", "announce", "emphasize"):
        return ()
    passive = any(c.dep_ == "nsubjpass" and c.lower_ in ("this", "it", "that") for c in root.children)
    active = any(c.dep_ == "dobj" and c.lower_ in ("this", "so") for c in root.children)
    return named(subject(root), ground.mentions) if passive or active else ()


def spoken_by(speaker: tuple[str, ...], sentence: "Sentence", found: Sequence[Claim]) -> list[Claim]:
    """The claims with those of the sentences just before, as far as nobody holds them, given to the speaker."""
    if len(speaker) != 1:
        return list(found)
    start, theirs = sentence.start_char, set[str]()
    for claim in reversed(found):
        if (
            claim.holder
            or claim.joint
            or not (claim.sentence.start == start or 0 <= start - claim.sentence.end < _NEAR)
        ):
            break
        start = claim.sentence.start
        theirs.add(claim.id)
    return [replace(c, holder=speaker[0]) if c.id in theirs else c for c in found]
