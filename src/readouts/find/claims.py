"""Claims: one act on one matter each, as an analyst would list them.

Every verb that does an act (`lexicon/acts.tsv`) heads a claim, unless it stands in the content of another act by a
principal ("noted that Marovia had rejected the offer" is one claim, of noting). Where the outer verb only reports, by
a spokesperson, a readout, an outlet ("the spokesperson said that the minister urged ..."), the inner ones are the
claims. Lists are split. Sentences without an act are claims of act "state" when they carry an issue or speak of a
party; sentences that only tell that a contact took place give none.

The way runs through `heads` (which verbs), `contents` (about what), `speakers` (who does it), `pieces` (lists) and
`clauses` (sentences without an act); `points` makes the records.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from readouts.find.acts import Deed, capitalised, group
from readouts.find.clauses import as_act, plain, rest, stated
from readouts.find.doers import named, subject
from readouts.find.fronted import fronted
from readouts.find.ground import Ground, innermost
from readouts.find.heads import Head, heads
from readouts.find.pieces import pieces, spans
from readouts.find.points import Point, claim
from readouts.find.quotes import quotations
from readouts.find.remarks import remarks
from readouts.find.silences import unmentioned
from readouts.find.speakers import points_to_speaker, spoken_by, with_doers
from readouts.find.stance import is_no
from readouts.records import Attribution, Claim, DateMention, Document, Mention, Party
from readouts.text import Span, union

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence


def claims(
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    dates: Sequence[DateMention],
    attributions: Sequence[Attribution],
    *,
    own_voice: bool = False,
) -> tuple[Claim, ...]:
    """The claims of the document in text order, without account and contact, which `link.claims` adds.

    `own_voice` says that an office put the text out, so that all it says is its own.
    """
    quotes = tuple(quotations(document.text))
    ground = Ground(document, doc, mentions, {p.id: p for p in parties}, dates, attributions, quotes, own_voice)
    found: list[Claim] = []
    for sentence in doc.sents:
        if sentence.text.rstrip().endswith("?"):
            continue  # a reporter's question in a briefing claims nothing
        if speaker := points_to_speaker(sentence, ground):
            found = spoken_by(speaker, sentence, found)
            continue
        found.extend(claim(point, sentence, ground) for point in _points(sentence, ground))
    unique = {claim.id: claim for claim in found}
    return tuple(sorted(unique.values(), key=lambda c: (c.sentence.start, c.spans[-1].end)))


def _points(sentence: "Sentence", ground: Ground) -> list[Point]:
    """The points of a sentence: those of its acts, else of the whole; in an office's text what they leave over too."""
    acting = heads(sentence, ground)
    told = [point for head, doers in with_doers(acting, ground) for point in _of_head(head, doers, ground)]
    verbs = {head.deed.verb for head in acting}
    told = [point for point in told if point.deed or point.verb not in verbs]  # else told twice, as act and as remark
    told = told or _of_headline(sentence, ground) or list(plain(sentence, ground))
    if not ground.own_voice and (gap := unmentioned(sentence)) is not None:
        # An outlet's word on an account is none of its claims.
        whole = sentence.root in (gap, gap.head)
        told = [point for point in told if point.verb != gap and (point.deed or not whole)]
    told = [*told, *(rest(sentence, told, ground) if ground.own_voice else ())]
    return _on_topic(told, spans(fronted(sentence)))


def _on_topic(told: list[Point], topic: tuple[Span, ...]) -> list[Point]:
    """The points with what their sentence names before them, "on the border, both agreed to ...", as their topic; the
    first point has its words as well.
    """
    behind = [p for p in told if topic and p.places[0].start >= topic[-1].end]
    first = min(behind, key=lambda p: p.places[0].start, default=None)
    led = (replace(p, topic=topic, places=(*topic, *p.places) if p is first else p.places) for p in behind)
    return [next(led) if p in behind else p for p in told]


def _of_head(head: Head, doers: tuple[str, ...], ground: Ground) -> Iterator[Point]:
    """One point for each matter of the head's content."""
    deed = head.deed
    words = [t for t in head.content if not t.is_space]
    if deed.act == "state" and not _says(words):
        return
    named_by = (_noun(deed, words),) if deed.word != deed.verb else ()
    own, *beside = remarks(words, deed.verb) if ground.own_voice else [words]
    for item in pieces(own, ground.mentions, deed.act):
        matter = spans(item)
        places = _joined((group(deed), *named_by, *matter), ground.document.text)
        said = head.attribution or innermost(matter, ground)
        yield Point(act=deed.act, matter=matter, places=places, verb=deed.verb, doers=doers, deed=deed, said=said)
    for remark in beside:
        yield _beside(remark, doers, deed, ground)


def _noun(deed: Deed, words: Sequence["Token"]) -> Span:
    """The words of an act's noun: up to the verb where both stand before what it is about, "an exchange of views took
    place on the market"; with its article in "there was an exchange", with "no" in "made no apology"; else the noun.
    """
    noun, verb = deed.word, deed.verb
    led = noun.i < verb.i and words and words[0].i > verb.i
    start = noun.left_edge if led or verb.lemma_ == "be" else next((c for c in noun.lefts if is_no(c)), noun)
    last = words[0].nbor(-1) if led else noun
    return Span(start.idx, last.idx + len(last))


def _beside(words: Sequence["Token"], doers: tuple[str, ...], deed: Deed, ground: Ground) -> Point:
    """What stands beside the act: its speaker's, else of whoever did the act where it has no subject of its own; what
    only adds to the matter is nobody's.
    """
    point = stated(words, ground)
    if point.verb.dep_ in ("relcl", "advcl"):
        places = _joined((*_antecedent(point.verb), *point.matter), ground.document.text)
        return replace(point, places=places, doers=())
    if point.doers:
        return point
    shared = point.verb.dep_ == "conj" and subject(point.verb) in (subject(deed.verb), None)
    return as_act(replace(point, doers=doers if shared else named(subject(point.verb), ground.mentions)), ground)


def _antecedent(verb: "Token") -> tuple[Span, ...]:
    """The words that a relative clause adds to, up to their noun: "the lock" of "the lock, which is to open"."""
    noun = verb.head
    adds = verb.dep_ == "relcl" and noun.pos_ in ("NOUN", "PROPN")
    return spans([t for t in noun.subtree if t.i <= noun.i]) if adds else ()


def _joined(places: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The spans in order, those with nothing but space between them made one."""
    found: list[Span] = []
    for span in union(places):
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


def _says(words: Sequence["Token"]) -> bool:
    """Whether the words say something, not just "so" or "it"."""
    return sum(bool(t.is_alpha or t.like_num) for t in words) > 1


def _of_headline(sentence: "Sentence", ground: Ground) -> list[Point]:
    """The points of a headline whose verb the parser took for a name: who stands before it does the act."""
    headline = ground.document.headline
    if headline is None or not headline.covers(Span(sentence.start_char, sentence.start_char + 1)):
        return []
    words = [t for t in sentence if not t.is_space]
    for at, token in enumerate(words[1:-1], 1):
        before = [m for m in ground.mentions if m.party and words[0].idx <= m.span.start and m.span.end <= token.idx]
        named_itself = any(m.span.start <= token.idx < m.span.end for m in ground.mentions)
        if before and not named_itself and (done := capitalised(token)):
            doers = tuple(dict.fromkeys(m.party for m in before if m.party))
            return list(_of_head(Head(done, tuple(words[at + 1 :]), None), doers, ground))
    return []
