"""Points of a text, one act on one matter each, and the claims made of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readouts.find.acts import Deed, issue_of, only_wishes_to
from readouts.find.doers import addressee
from readouts.find.figures import figures
from readouts.find.ground import Ground
from readouts.find.hedges import hedged
from readouts.find.issues import issues
from readouts.find.pieces import spans
from readouts.find.stance import boilerplate, commitment, finite, modality, polarity, tense_of
from readouts.records import Attribution, Claim, Hedge, digest
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One act on one matter, found on tokens."""

    act: str  # a row of acts.tsv
    matter: tuple[Span, ...]  # the words that tell what the act is about
    places: tuple[Span, ...]  # those and the words of the act
    verb: "Token"
    doers: tuple[str, ...]  # Party ids; empty: not said
    deed: Deed | None  # the words that do the act; None where a clause without one states something
    said: Attribution | None  # the innermost attribution that it stands in
    topic: tuple[Span, ...] = ()  # what its sentence names before it: "on the border, both sides ..."


def statement(words: Sequence["Token"], said: Attribution | None, doers: tuple[str, ...] = ()) -> Point:
    """What a clause without an act states."""
    inside = {t.i for t in words}
    tops = (t for t in words if t.pos_ in ("VERB", "AUX") and (t.head == t or t.head.i not in inside))
    verb = next(tops, words[0])
    matter = spans(words)
    return Point(act="state", matter=matter, places=matter, verb=verb, doers=doers, deed=None, said=said)


def claim(point: Point, sentence: "Sentence", ground: Ground) -> Claim:
    """The claim of the point, without account and contact."""
    document, doc, matter, doers = ground.document, ground.doc, point.matter, point.doers
    topics = tuple(dict.fromkeys((*issue_of(point.act), *_issues(point, sentence, ground))))
    whole = Span(sentence.start_char, len(sentence.text.rstrip()) + sentence.start_char)
    words, clause = _words(matter, doc), finite(matter, doc)
    told = [t for t in _words(point.places, doc) if not only_wishes_to(t)]
    tense = tense_of(point.verb, clause)
    return Claim(
        id=digest("claim", document.id, point.act, *point.places),
        spans=point.places,
        sentence=whole,
        act=point.act,
        holder=doers[0] if len(doers) == 1 else None,
        joint=doers if len(doers) > 1 else (),
        attribution=point.said.id if point.said else None,
        issues=topics,
        about=_about(point, ground),
        addressee=_addressee(point, ground),
        polarity=polarity(point.verb, clause),
        tense=tense,
        hedges=_hedges(point, ground),
        commitment=commitment(point.act, point.verb, clause, told, tense),
        modality=modality(words),
        numbers=figures(doc, matter, ground.dates),
        dates=tuple(d.span for d in ground.dates if any(s.covers(d.span) for s in matter)),
        boilerplate=boilerplate(point.act, topics, words),
        headline=bool(document.headline and document.headline.overlaps(whole)),
    )


def _words(matter: Sequence[Span], doc: "Doc") -> list["Token"]:
    parts = (doc.char_span(s.start, s.end, alignment_mode="contract") for s in matter)
    return [t for part in parts if part is not None for t in part]


def _addressee(point: Point, ground: Ground) -> str | None:
    """The party that the act is directed at; None for acts directed at nobody, and where it would be the doer."""
    if point.deed is None or point.act in ("discuss", "state", "agree"):
        return None
    party = addressee(point.deed.word, ground.mentions)
    return None if party in point.doers else party


def _issues(point: Point, sentence: "Sentence", ground: Ground) -> tuple[str, ...]:
    """The issues of the matter; of words that only point back ("which", "on the matter"), those pointed to as well."""
    matter = point.matter
    found = issues(ground.doc, matter, ground.mentions) or issues(ground.doc, point.places, ground.mentions)
    if point.topic:
        found = tuple(dict.fromkeys((*issues(ground.doc, point.topic, ground.mentions), *found)))
    if not any(_BACK.search(span.of(ground.document.text)) for span in matter):
        return found
    before = Span(max(0, matter[0].start - 1), matter[0].start) if matter[0].start else None
    earlier = Span(sentence.start_char, before.end) if before and before.end > sentence.start_char else None
    back = issues(ground.doc, [earlier], ground.mentions) if earlier else ()
    return tuple(dict.fromkeys((*back[-1:], *found)))


_BACK = re.compile(r"^which\b|\b(?:the|this|that) (?:matter|issue|question|topic|subject)\b", re.I)


def _about(point: Point, ground: Ground) -> tuple[str, ...]:
    """The parties that the matter names or refers to, those who do the act left out."""
    found = (
        m.party for m in ground.mentions if m.party and any(s.covers(m.span) for s in (*point.topic, *point.matter))
    )
    return tuple(dict.fromkeys(party for party in found if party not in point.doers))


def _hedges(point: Point, ground: Ground) -> tuple[Hedge, ...]:
    """The hedges of the attributions that it stands in and those among its own words."""
    known = {a.id: a for a in ground.said}
    chain, found = point.said, list(hedged(ground.doc, (), point.places, ground.quotes))
    while chain:
        cues = set(chain.cue)
        found += [h for h in chain.hedges if any(c.overlaps(h.span) for c in (*cues, *point.places))]
        chain = known.get(chain.within) if chain.within else None
    return tuple(sorted(dict.fromkeys(found), key=lambda h: (h.span, h.by)))
