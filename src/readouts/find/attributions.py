"""Attributions: who is said to have said, written, thought or wanted what, in nested layers.

Rules over the parse. A cue word in a frame (`lexicon/cues.tsv`: "say" with a clause, "demand" with a noun phrase) gives
a draft; its subject is the source, its complement the content; quotations complete the content. Spans follow PolNeAR
(Newell, Margolin, Ruths, LREC 2018): the source is a whole noun phrase, the cue keeps auxiliaries and "in a statement",
the content keeps quotation marks, "that" and "to" but no final stop. Of a relative clause ("which X says is false") the
content is the pronoun and the rest of the clause; what the pronoun stands for stays outside.
"""

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

from readouts.find.bare_contacts import hands_out
from readouts.find.drafts import Draft, cues, drafts
from readouts.find.heard import joined
from readouts.find.hedges import hedged
from readouts.find.layouts import announced, headlines, turns
from readouts.find.phrases import EDGE
from readouts.find.quotes import Quotation, quotations
from readouts.find.sayings import manner
from readouts.find.sources import DOCUMENTS, SPOKESPERSONS, maker
from readouts.models.attribution import Said
from readouts.records import Attribution, Document, Mention, Mode, Party, digest
from readouts.text import Span, key, trimmed, union

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from readouts.lexicon import Lexicon


def attributions(
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    lexicon: "Lexicon | None",
    heard: Sequence[Said] | None = None,
) -> tuple[Attribution, ...]:
    """The attributions of the document in text order, inner ones pointing to the outer one that they stand in.

    `heard` is what the trained model found; None: the rules alone.
    """
    quotes = quotations(document.text)
    full = completed(document, doc, quotes, cues())
    groups = {p.id for p in parties if p.members}
    if heard is not None:
        full = joined(doc, heard, full, own_voice=_own_voice(document, lexicon))
    full = announced(doc, full)
    ids = [digest("attribution", document.id, *(str(s) for s in (*d.cue, *d.content, *d.source))) for d in full]
    outers = [_outer(draft, full) for draft in full]
    speakers = [_party(d.head, mentions, groups) or _labelled(d, document.text, parties) for d in full]
    made = []
    for at, (draft, outer) in enumerate(zip(full, outers, strict=True)):
        polarity, tense = manner(doc, draft.cue, draft.anchor)
        made.append(
            Attribution(
                id=ids[at],
                source=draft.source,
                cue=draft.cue,
                content=draft.content,
                party=speakers[outer] if outer is not None and _first_person(draft) else speakers[at],
                mode=_mode(document.text, draft, quotes),
                hedges=hedged(doc, draft.cue, draft.content, quotes),
                within=ids[outer] if outer is not None else None,
                polarity=polarity,
                tense=tense,
            )
        )
    unique = {a.id: a for a in made}
    return tuple(sorted(unique.values(), key=lambda a: min((*a.source, *a.cue, *a.content))))


def _own_voice(document: Document, lexicon: "Lexicon | None") -> bool:
    """Whether the text is put out by a government itself."""
    issuer = lexicon.party_of_publisher(document.publisher) if lexicon and document.publisher else None
    return bool(issuer and issuer.startswith("state:"))


def handed_out(said: Sequence[Attribution], doc: "Doc") -> tuple[Attribution, ...]:
    """The attributions of an office's own text without those that only hand it out ("the press secretary provided the
    following readout"): nobody is told of in them but the office.
    """
    verbs = [Span(t.idx, t.idx + len(t)) for t in doc if hands_out(t)]
    left_out = {a.id: a.within for a in said if any(cue.covers(verb) for cue in a.cue for verb in verbs)}
    kept = (a for a in said if a.id not in left_out)
    return tuple(replace(a, within=left_out[a.within]) if a.within in left_out else a for a in kept)


def completed(
    document: Document, doc: "Doc", quotes: Sequence[Quotation], known: frozenset[tuple[str, str, str]] | None = None
) -> list[Draft]:
    """The drafts whose cue and frame are known (all when none are given), their contents completed by quotations."""
    lemmas = None if known is None else frozenset(lemma for lemma, _, _ in known)
    found = [*drafts(document, doc, quotes, lemmas), *headlines(document, doc), *turns(document, doc)]
    kept = [d for d in found if known is None or d.key in known or d.part == "phrase"]
    full = [replace(d, content=_quoted(document.text, d, quotes)) for d in kept]
    return [d for d in _continued(document.text, full, quotes) if d.content]


def _quoted(text: str, draft: Draft, quotes: Sequence[Quotation]) -> tuple[Span, ...]:
    """The content, grown to the whole of each quotation that it shares words with and that leaves the cue outside."""
    spans = list(draft.content)
    others = (*draft.cue, *draft.source)
    for quote in quotes:
        if any(p.overlaps(o) for p in quote.parts for o in others):
            continue
        if any(p.overlaps(s) for p in quote.parts for s in spans):
            spans.extend(quote.parts)
    grown = union(spans)
    return tuple(s for span in grown for s in _cut(text, span, others))


def _cut(text: str, span: Span, others: Sequence[Span]) -> list[Span]:
    """The span without the cue and source words that it would swallow."""
    parts = [span]
    for other in others:
        parts = [
            piece
            for part in parts
            for piece in (
                [part]
                if not part.overlaps(other)
                else [
                    p
                    for p in (
                        trimmed(text, part.start, max(part.start, other.start), EDGE),
                        trimmed(text, min(part.end, other.end), part.end, EDGE),
                    )
                    if p
                ]
            )
        ]
    return parts


def _continued(text: str, full: Sequence[Draft], quotes: Sequence[Quotation]) -> list[Draft]:
    """The drafts with quotations that follow a quoting sentence and have no cue of their own given to its speaker."""
    spoken = list(full)
    for quote in quotes:
        if quote.depth or (len(text[quote.start : quote.end].split()) < 3 and text[quote.end - 2] not in ".!?"):
            continue
        if any(p.overlaps(c) for d in spoken for c in d.cue for p in quote.parts if _speaks_outside(d, quote)):
            continue
        outside = [d for d in spoken if not any(p.overlaps(s) for s in (*d.cue, *d.source) for p in quote.parts)]
        if any(p.overlaps(s) for d in outside for s in d.content for p in quote.parts):
            continue
        best, best_end = None, -1
        for at, draft in enumerate(spoken):
            end = max(
                (s.end for s in (*draft.content, *draft.cue, *draft.source) if s.end <= quote.start), default=None
            )
            whole = any(q.start <= s.start < q.end and not q.depth for s in draft.content for q in quotes)
            if end is None or not (whole or ":" in text[end : quote.start]):
                continue
            between = text[end : quote.start]
            if end > best_end and "\n" not in between and not between.strip(" ,.:;-–—"):
                best, best_end = at, end
        if best is not None:
            spoken[best] = replace(spoken[best], content=union([*spoken[best].content, *quote.parts]))
    return spoken


def _speaks_outside(draft: Draft, quote: Quotation) -> bool:
    """Whether the source stands before the quotation that holds the cue: `the minister "reaffirmed the ..."`."""
    return any(s.end <= quote.start <= s.end + 20 for s in draft.source)  # characters: "also", "has" may stand between


def _outer(draft: Draft, full: Sequence[Draft]) -> int | None:
    """Index of the smallest attribution in whose content this one's cue stands."""
    place = draft.cue[0] if draft.cue else draft.content[0]
    best, size = None, 0
    for at, other in enumerate(full):
        if other is draft or not any(s.covers(place) for s in other.content):
            continue
        if any(s.covers(c) for c in other.cue[:1] for s in draft.content):
            continue
        extent = sum(s.end - s.start for s in other.content)
        if best is None or extent < size:
            best, size = at, extent
    return best


def _mode(text: str, draft: Draft, quotes: Sequence[Quotation]) -> Mode:
    """How much of the content stands in marks that do not hold the source and cue too."""
    place = draft.source[:1] or draft.cue[:1]
    marks = [p for q in quotes if not any(p.covers(o) for p in q.parts for o in place) for p in q.parts]
    letters = [i for s in draft.content for i in range(s.start, s.end) if text[i].isalnum()]
    if text[draft.content[0].start :][:5].lower() == "that ":
        letters = letters[4:]
    inside = sum(any(m.start <= i < m.end for m in marks) for i in letters)
    return "direct" if letters and inside == len(letters) else "mixed" if inside else "indirect"


def _party(head: "Token | None", mentions: Sequence[Mention], groups: Set[str]) -> str | None:
    """The party of the mention on the source's head; a writing's is its maker's, that of "who" its antecedent's.

    Of "the minister and the president" it is the group of the two, where the document has it.
    """
    if head is None:
        return None
    if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
        head = head.head.head
    if head.lemma_.lower() in DOCUMENTS and (writer := maker(head)) is not None:
        return _party(writer, mentions, groups)
    named = {p for word in (head, *head.conjuncts) if (p := _on(word, mentions))}
    if len(named) == 1:
        return named.pop()
    if not named and head.lemma_.lower() in SPOKESPERSONS:
        return _spoken_for(head, mentions)
    together = f"group:{digest(*sorted(named))}"
    return together if together in groups else None


def _spoken_for(head: "Token", mentions: Sequence[Mention]) -> str | None:
    """For a spokesperson without a party: the one named in apposition, else the institution that is spoken for."""
    own = [c for c in head.children if c.dep_ == "appos"]
    by = [c for c in head.children if c.dep_ in ("poss", "compound", "nmod", "amod")]
    whose = [g for c in head.children if c.dep_ == "prep" and c.lower_ in ("for", "of") for g in c.children]
    found = [p for word in (*own, *whose, *by) if (p := _on(word, mentions))]
    institution = next((p for p in found if not p.startswith("person:")), None)
    return found[0] if own and found and _on(own[0], mentions) else institution


def _labelled(draft: Draft, text: str, parties: Sequence[Party]) -> str | None:
    """The one person whose surname ends a turn's label: "KESTER", "PRESIDENT VOSS"."""
    if draft.frame != "turn" or not draft.source:
        return None
    surname = key(draft.source[0].of(text)).split()[-1]
    found = [p.id for p in parties if p.kind == "person" and key(p.name).split()[-1] == surname]
    return found[0] if len(found) == 1 else None


def _first_person(draft: Draft) -> bool:
    """Whether the source is "I": within what somebody says it is the speaker."""
    return draft.head is not None and draft.head.lower_ in ("i", "me", "my", "myself")


def _on(word: "Token", mentions: Sequence[Mention]) -> str | None:
    """The party of the shortest mention that holds the word."""
    found = [m for m in mentions if m.span.start <= word.idx < m.span.end and m.party]
    return min(found, key=lambda m: m.span.end - m.span.start).party if found else None
