"""Attributions: who is said to have said, written, thought or wanted what, in nested layers.

Rules over the parse. A cue word in a frame (`lexicon/cues.tsv`: "say" with a clause, "demand" with a noun phrase) gives
a draft; its subject is the source, its complement the content; quotations complete the content. Spans follow PolNeAR
(Newell, Margolin, Ruths, LREC 2018): the source is a whole noun phrase, the cue keeps auxiliaries and "in a statement",
the content keeps quotation marks, "that" and "to" but no final stop. Of a relative clause ("which X says is false") the
content is the pronoun and the rest of the clause; what the pronoun stands for stays outside.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING

from readouts.find.hedges import hedged
from readouts.find.quotes import Quotation, quotations
from readouts.lexicon import tables
from readouts.records import Attribution, Document, Mention, Mode, Party, digest
from readouts.text import Span, trimmed, union

if TYPE_CHECKING:
    from readouts.lexicon import Lexicon
    from spacy.tokens import Doc, Token

_EDGE = " \t\r\n\xa0,;:.!?-–—…"
_SUBJECTS = ("nsubj", "csubj", "nsubjpass", "expl")
# Words whose complement says what really is said or wanted: "tried to reassure", "went on to say".
_LIGHT = frozenset("try attempt go continue begin start appear seem proceed manage rush use tend happen".split())
# Nouns that name the piece of writing or speech; their maker is the one who speaks.
DOCUMENTS = frozenset(
    "readout statement report release letter transcript communique communiqué summary account note document memo post"
    " tweet message article editorial story paper survey poll study book email e-mail text declaration page website"
    " interview speech briefing address remark comment conference call column op-ed newsletter broadcast".split()
)
_CLAUSE_LINKS = frozenset("if because when unless since although though until so while as where once".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A possible attribution before quotations, nesting and parties are settled."""

    anchor: "Token"  # the cue's chief word
    frame: str  # the complement that it takes: "clause", "infinitive", "object", "about", "quote"
    part: str  # "verb", "noun", "adjective", "phrase"
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    head: "Token | None" = None  # the source's head word
    extra: tuple[Span, ...] = field(default=())

    @property
    def key(self) -> tuple[str, str, str]:
        """What the cue table is asked."""
        return self.anchor.lemma_.lower(), self.part, self.frame


def attributions(
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    lexicon: "Lexicon | None",
) -> tuple[Attribution, ...]:
    """The attributions of the document in text order, inner ones pointing to the outer one that they stand in."""
    quotes = quotations(document.text)
    kept = [d for d in drafts(document, doc, quotes) if d.key in cues() or d.part == "phrase"]
    return settled(document, doc, quotes, kept, mentions)


@cache
def cues() -> frozenset[tuple[str, str, str]]:
    """The cue words with their part of speech and frame."""
    return frozenset((row["lemma"], row["part"], row["frame"]) for row in tables.rows("cues"))


# ---- drafts: one for each word that could be a cue


def drafts(document: Document, doc: "Doc", quotes: Sequence[Quotation]) -> list[Draft]:
    """Every cue-like word of the parse with what would be its source and content, whatever the word is."""
    found: list[Draft] = []
    for token in doc:
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ == "xcomp"):
            draft = _according(doc, token) if token.lower_ == "according" else _of_verb(doc, token, quotes)
        elif token.pos_ in ("NOUN", "PROPN"):
            draft = _of_noun(doc, token)
        elif token.pos_ == "ADJ":
            draft = _of_adjective(doc, token)
        elif token.lower_ in ("according", "per"):
            draft = _according(doc, token)
        else:
            draft = None
        if draft and (draft.content or draft.frame == "quote"):
            found.append(draft)
    return [*found, *_headlines(document, doc)]


def _of_verb(doc: "Doc", verb: "Token", quotes: Sequence[Quotation]) -> Draft | None:
    if verb.lemma_.lower() in _LIGHT and any(c.dep_ == "xcomp" for c in verb.children):
        return None
    source, head = _source(verb)
    frame, tokens = _complement(verb)
    near = _beside(doc, verb, quotes)
    if frame == "object" and near and verb.i + 1 <= tokens[0].i and not source and tokens[0].idx > near.start:
        source, head = [tokens], tokens[0].head if tokens[0].head in tokens else _head(tokens)
        frame, tokens = "", []
    content = _pieces(doc, tokens, [t for run in source for t in run], verb)
    if near and (frame in ("", "infinitive") or frame == "object" and not _within(content, near)):
        frame, content = "quote", near.parts
    if content and content[-1].end <= verb.idx and frame in ("clause", "quote") and verb.dep_ != "parataxis":
        content = _fronted(doc, verb, source, content)
    if not frame:
        return None
    return Draft(
        anchor=verb,
        frame=frame if source else frame + " alone",
        part="verb",
        source=_runs(doc, source),
        cue=_cue(doc, verb, content),
        content=content,
        head=head,
    )


def _complement(verb: "Token") -> tuple[str, list["Token"]]:
    """The frame that the verb stands in, and the words of its complement."""
    kids = list(verb.children)
    clauses = [c for c in kids if c.dep_ == "ccomp" and (c.i > verb.i or _leads(c, verb))]
    if verb.dep_ == "parataxis" and not clauses:
        inner = set(verb.subtree)
        return "clause", [t for t in verb.head.subtree if t not in inner]
    if verb.dep_ == "relcl" and (rest := _relative(verb)):
        return "clause", rest
    if clauses:
        tokens = [t for c in clauses for t in c.subtree]
        tokens += [t for c in kids if c.i > clauses[-1].i and _links(c) for t in c.subtree]
        return "clause", sorted({*tokens, *_second_that(tokens)}, key=lambda t: t.i)
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in kids)
    opens = [c for c in kids if c.dep_ == "xcomp" and c.i > verb.i]
    objects = [c for c in kids if c.dep_ in ("dobj", "attr", "oprd") and c.i > verb.i]
    if opens and not objects:
        subject = [t for c in kids if c.dep_ == "nsubjpass" for t in c.subtree] if passive else []
        return "passive infinitive" if passive else "infinitive", subject + list(opens[0].subtree)
    if objects:
        return "object", _objects(verb, objects[0])
    for prep in (c for c in kids if c.dep_ in ("prep", "agent") and c.i > verb.i and c.lower_ != "by"):
        if _in_cue(prep):
            continue
        inner = [t for c in prep.children if c.dep_ in ("pobj", "pcomp") for t in c.subtree]
        if inner:
            return ("passive " if passive else "") + prep.lower_, inner
    if passive:
        return "passive", [t for c in kids if c.dep_ == "nsubjpass" for t in c.subtree]
    return "", []


def _leads(clause: "Token", verb: "Token") -> bool:
    """Whether a clause before the verb is what is said ("They met, he said"), not a sentence before a colon or dash."""
    if any(c.dep_ == "dobj" and c.i > verb.i for c in verb.children):
        return False
    end = max(t.i for t in clause.subtree)
    return not any(t.text in (":", ";", "-", "--", "–", "—") for t in verb.doc[end + 1 : verb.i])


def _second_that(tokens: Sequence["Token"]) -> list["Token"]:
    """The words of a second "and that ..." after a clause with "that", which the parser often hangs elsewhere."""
    if not tokens or tokens[0].lower_ != "that":
        return []
    doc, at = tokens[0].doc, max(t.i for t in tokens) + 1
    while at < len(doc) and doc[at].is_punct:
        at += 1
    if at + 1 >= len(doc) or doc[at].lower_ != "and" or doc[at + 1].lower_ != "that":
        return []
    that = doc[at + 1]
    if that.dep_ != "mark" or that.sent != tokens[0].sent:
        return []
    last = max((t.i for t in that.head.subtree), default=that.i)
    inner = [i for i in range(that.i + 1, last + 1) if doc[i].dep_ == "ROOT"]
    return [] if inner else list(doc[at : last + 1])


def _objects(verb: "Token", first: "Token") -> list["Token"]:
    """The object and the phrases after it that complete it."""
    tokens = list(first.subtree)
    for child in verb.rights:
        if child.i <= first.i:
            continue
        if child.dep_ == "advcl" and not any(g.tag_ == "TO" for g in child.lefts):
            break
        if (
            child.dep_ in ("prep", "xcomp", "oprd", "dobj", "pcomp", "acl", "relcl", "advcl")
            and not _in_cue(child)
            and not _timed(child)
        ):
            tokens += list(child.subtree)
        elif child.dep_ not in ("punct", "cc", "dative"):
            break
    return sorted(set(tokens), key=lambda t: t.i)


def _links(child: "Token") -> bool:
    """Whether an adverbial clause after a content clause belongs to it: "..., if the talks fail"."""
    return child.dep_ == "advcl" and any(g.lower_ in _CLAUSE_LINKS for g in child.lefts)


def _relative(verb: "Token") -> list["Token"]:
    """The pronoun and the rest of the clause in "which Marovia has insisted is a domestic matter"."""
    pronoun = next((c for c in verb.lefts if c.tag_ in ("WDT", "WP")), None)
    subject = next((c for c in verb.lefts if c.dep_ in _SUBJECTS and c != pronoun), None)
    if pronoun is None or subject is None or pronoun.i > subject.i:
        return []
    doc, start = verb.doc, verb.i + 1
    if start >= len(doc) or doc[start].sent != verb.sent:
        return []
    rest = doc[start]
    if rest.tag_ in ("VBZ", "VBP", "VBD", "MD") or rest.dep_ in ("ccomp", "xcomp"):
        top = rest
        while top.head.i > verb.i and top.head != top and top.head.sent == verb.sent:
            top = top.head
        return [pronoun, *(t for t in top.subtree if t.i >= start)]
    return []


def _source(verb: "Token") -> tuple[list[list["Token"]], "Token | None"]:
    """The words of the one who speaks, in runs, and their head."""
    kids = list(verb.children)
    agent = next((g for c in kids if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"), None)
    if agent is not None:
        return [list(agent.subtree)], agent
    if any(c.dep_ == "auxpass" for c in kids) or (verb.tag_ == "VBN" and verb.dep_ == "advcl"):
        return [], None
    subjects = [c for c in kids if c.dep_ in _SUBJECTS]
    if len(subjects) > 1 and subjects[0].tag_ in ("WDT", "WP"):
        subjects = subjects[1:]
    if subjects:
        return _phrase(subjects[0], verb)
    return _above(verb)


def _above(verb: "Token") -> tuple[list[list["Token"]], "Token | None"]:
    """The source that a verb without a subject of its own shares with the words it hangs on."""
    seen = verb
    for _ in range(5):
        if seen.dep_ in ("ROOT", "ccomp", "parataxis") or seen.head == seen:
            return [], None
        up = seen.head
        if seen.dep_ in ("acl",) and up.pos_ in ("NOUN", "PROPN", "PRON"):
            if verb.tag_ in ("VBG",) and seen is verb:
                run = [t for t in up.subtree if t.i < verb.i and not verb.is_ancestor(t)]
                return [run], up
        if up.pos_ in ("VERB", "AUX"):
            subject = next((c for c in up.children if c.dep_ in _SUBJECTS), None)
            if subject is not None and subject.i < verb.i or subject is not None and seen.dep_ != "relcl":
                return _phrase(subject, verb)
        seen = up
    return [], None


def _phrase(subject: "Token", verb: "Token") -> tuple[list[list["Token"]], "Token | None"]:
    """The subject's noun phrase; "who" stands for itself."""
    if subject.lower_ in ("it", "there") and (subject.dep_ == "expl" or verb.lemma_ in ("seem", "appear")):
        return [], None
    run = [
        t for t in subject.subtree if t != verb and not verb.is_ancestor(t) or t == subject or subject.is_ancestor(t)
    ]
    return [run], subject


def _head(tokens: Sequence["Token"]) -> "Token":
    return next((t for t in tokens if t.head not in tokens), tokens[-1])


def _fronted(
    doc: "Doc", verb: "Token", source: Sequence[Sequence["Token"]], content: tuple[Span, ...]
) -> tuple[Span, ...]:
    """All of the sentence before "..., the minister said", what hangs on the cue's verb there included."""
    first = min([verb.i, *(t.i for run in source for t in run)])
    start = verb.sent.start if verb.dep_ == "ROOT" else min(t.i for t in verb.subtree)
    while start < first and doc[start].is_space:
        start += 1
    whole = _span(doc, start, first)
    return tuple(union([whole, *content])) if whole and content[-1].start < doc[first].idx else content


def _beside(doc: "Doc", verb: "Token", quotes: Sequence[Quotation]) -> Quotation | None:
    """The quotation that touches the cue's clause: `"...," X said` or `X said: "..."`, over a line's end after a colon."""
    text = doc.text
    subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), verb)
    left = min(verb.idx, min(t.idx for t in subject.subtree) if subject is not verb else verb.idx)
    if verb.i and verb.nbor(-1).dep_ in ("aux", "advmod", "neg"):
        left = min(left, verb.nbor(-1).idx)
    after = verb.idx + len(verb)
    for q in quotes:
        if q.start < verb.idx < q.end:
            continue
        if q.end <= left and not text[q.end : left].strip(" ,.-–—") and "\n" not in text[q.end : left]:
            if text[q.end - 2] in ",?!-—" or text[q.end] in ",":
                return q
        if after <= q.start and not text[after : q.start].strip(" ,:\n\xa0"):
            if ":" in text[after : q.start] or "\n" not in text[after : q.start]:
                return q
        if after < q.start and q.start - after < 200 and text[after : q.start].rstrip().endswith((":", ",")):
            between = text[after : q.start]
            if "." not in between and '"' not in between and between.rstrip()[:-1].count(",") == 0:
                return q
    return None


def _of_noun(doc: "Doc", noun: "Token") -> Draft | None:
    kids = list(noun.children)
    frame, content = "", []
    for child in kids:
        if child.i <= noun.i:
            continue
        if child.dep_ in ("acl", "ccomp", "relcl") and any(g.dep_ == "mark" for g in child.lefts):
            frame, content = "clause", list(child.subtree)
        elif child.dep_ in ("acl", "xcomp") and any(g.tag_ == "TO" for g in child.lefts):
            frame, content = "infinitive", list(child.subtree)
        elif child.dep_ == "prep" and child.lower_ not in ("from", "by", "in", "at", "than", "during"):
            if not frame and not _timed(child):
                frame = child.lower_
                content = [t for g in child.children if g.dep_ in ("pobj", "pcomp") for t in g.subtree]
        if frame in ("clause", "infinitive"):
            break
    if not content:
        return None
    source, head = _owner(noun)
    return Draft(
        anchor=noun,
        frame=frame if source else frame + " alone",
        part="noun",
        source=_runs(doc, source),
        cue=tuple(filter(None, [_span(doc, noun.i, noun.i + 1)])),
        content=_pieces(doc, content, [], noun),
        head=head,
    )


def _owner(noun: "Token") -> tuple[list[list["Token"]], "Token | None"]:
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
        return _source(seen.head)
    return [], None


def _of_adjective(doc: "Doc", adjective: "Token") -> Draft | None:
    verb = adjective.head
    if adjective.dep_ not in ("acomp", "attr", "oprd") or verb.pos_ not in ("VERB", "AUX"):
        return None
    kids = [c for c in adjective.children if c.i > adjective.i] + [c for c in verb.children if c.i > adjective.i]
    frame, content = "", []
    for child in kids:
        if child.dep_ in ("ccomp", "xcomp"):
            frame = "clause" if child.dep_ == "ccomp" else "infinitive"
            content = list(child.subtree)
            break
        if child.dep_ == "prep" and child.head == adjective:
            frame = child.lower_
            content = [t for g in child.children if g.dep_ in ("pobj", "pcomp") for t in g.subtree]
            break
    source, head = _source(verb)
    if not content or not source:
        return None
    start = min([verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "neg") and c.i < verb.i)])
    return Draft(
        anchor=adjective,
        frame=frame,
        part="adjective",
        source=_runs(doc, source),
        cue=tuple(filter(None, [_span(doc, start, adjective.i + 1)])),
        content=_pieces(doc, content, [], adjective),
        head=head,
    )


def _according(doc: "Doc", token: "Token") -> Draft | None:
    """The rest of the clause, by the one named after "according to" or "per"."""
    to = next((c for c in token.children if c.lower_ == "to"), None) if token.lower_ == "according" else token
    if token.lower_ == "according" and to is None and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
        to = doc[token.i + 1]
    maker = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if maker is None or to is None or (token.lower_ == "per" and maker.ent_type_ not in ("ORG", "PERSON")):
        return None
    top = token.head if token.head != token else token.sent.root
    while top.pos_ not in ("VERB", "AUX") and top.head != top:
        top = top.head
    phrase = {token, to, *token.subtree}
    sentence = [t for t in top.subtree if t not in phrase]
    if top.dep_ in ("relcl", "acl", "advcl", "conj", "ccomp") and token.i > top.i:
        sentence = [t for t in token.sent if t not in phrase and t.i < token.i]
    return Draft(
        anchor=token,
        frame="to" if token.lower_ == "according" else "alone",
        part="phrase",
        source=_runs(doc, [list(maker.subtree)]),
        cue=tuple(filter(None, [_span(doc, token.i, to.i + 1)])),
        content=_pieces(doc, sentence, [], token),
        head=maker,
    )


def _headlines(document: Document, doc: "Doc") -> Iterator[Draft]:
    """`Marovia: the treaty stands` as a text's first line: who, a colon, what."""
    end = document.text.find("\n")
    line = doc.char_span(0, end if end > 0 else len(document.text), alignment_mode="contract")
    colon = next((t for t in line if t.text == ":"), None) if line is not None and len(line) < 40 else None
    if line is None or colon is None or not 1 <= colon.i <= 6 or line[0].pos_ not in ("PROPN", "NOUN", "ADJ", "DET"):
        return
    source, content = _span(doc, 0, colon.i), _span(doc, colon.i + 1, line.end)
    if source and content and not any(t.pos_ in ("VERB", "AUX") for t in doc[: colon.i]):
        yield Draft(
            anchor=colon,
            frame="headline",
            part="phrase",
            source=(source,),
            cue=(Span(colon.idx, colon.idx + 1),),
            content=(content,),
            head=doc[colon.i - 1],
        )


# ---- spans


def _timed(prep: "Token") -> bool:
    """Whether the phrase tells when: "on Monday", "after the call"."""
    return prep.lower_ in ("after", "before", "during", "since", "until") or any(
        c.dep_ == "pobj" and c.ent_type_ in ("DATE", "TIME") for c in prep.children
    )


def _in_cue(prep: "Token") -> bool:
    """Whether the phrase tells in what writing or speech: "in a statement", "on Twitter"."""
    return prep.dep_ == "prep" and (
        _timed(prep)
        or (
            prep.lower_ in ("in", "on", "at", "during", "via", "through", "by")
            and any(c.dep_ == "pobj" and c.lemma_.lower() in DOCUMENTS for c in prep.children)
        )
    )


def _cue(doc: "Doc", verb: "Token", content: Sequence[Span]) -> tuple[Span, ...]:
    """The verb with its auxiliaries, particles and "in a statement", a light verb above it included."""
    words = {verb.i}
    top = verb
    while top.dep_ == "xcomp" and top.head.lemma_.lower() in _LIGHT:
        top = top.head
        words.add(top.i)
    for word in {verb, top}:
        for child in word.children:
            if child.dep_ in ("aux", "auxpass", "neg", "prt") or (
                child.dep_ == "advmod" and abs(child.i - word.i) == 1
            ):
                words.add(child.i)
            elif child.i > verb.i and _in_cue(child):
                words.update(t.i for t in child.subtree)
            elif child.i == verb.i + 1 and child.dep_ == "npadvmod":
                words.update(t.i for t in child.subtree)
            elif child.dep_ == "prep" and child.i == verb.i + 1 and any(s.start > child.idx for s in content):
                words.add(child.i)
    spans = [Span(doc[i].idx, doc[i].idx + len(doc[i])) for i in sorted(words)]
    spans = [s for s in spans if not any(s.overlaps(c) for c in content)]
    return _touching(doc.text, spans)


def _touching(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans with those parted only by space made one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return tuple(joined)


def _pieces(doc: "Doc", tokens: Sequence["Token"], without: Sequence["Token"], anchor: "Token") -> tuple[Span, ...]:
    """The words as spans, one for each unbroken run; the cue and the source break a run."""
    left_out = {t.i for t in without} | {anchor.i} | _afterthought(tokens)
    return _runs(doc, [[t for t in tokens if t.i not in left_out]])


def _afterthought(tokens: Sequence["Token"]) -> set[int]:
    """The words of a closing ", which ..." clause: the reporter's addition, not what was said."""
    if len(tokens) < 2:
        return set()
    last = tokens[-1].i
    for token in tokens[1:]:
        if token.tag_ in ("WDT", "WP", "WP$") and token.lower_ != "that" and token.nbor(-1).text == ",":
            clause = next((a for a in token.ancestors if a.dep_ == "relcl"), None)
            if clause is not None and max(t.i for t in clause.subtree) >= last:
                return set(range(token.i, last + 1))
    return set()


def _runs(doc: "Doc", groups: Iterable[Sequence["Token"]]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for tokens in groups:
        indices = sorted({t.i for t in tokens})
        start = 0
        for at in range(1, len(indices) + 1):
            if at == len(indices) or indices[at] != indices[at - 1] + 1:
                span = _span(doc, indices[start], indices[at - 1] + 1)
                start = at
                if span and any(c.isalnum() for c in span.of(doc.text)):
                    spans.append(span)
    return tuple(spans)


def _span(doc: "Doc", start: int, end: int) -> Span | None:
    """The characters of tokens `start` up to `end`, without stops and spaces at the edges."""
    if start >= end:
        return None
    last = doc[end - 1]
    return trimmed(doc.text, doc[start].idx, last.idx + len(last), _EDGE)


def _within(content: Sequence[Span], quote: Quotation) -> bool:
    return any(s.overlaps(p) for s in content for p in quote.parts)


# ---- quotations, nesting, parties


def settled(
    document: Document,
    doc: "Doc",
    quotes: Sequence[Quotation],
    kept: Sequence[Draft],
    mentions: Sequence[Mention],
) -> tuple[Attribution, ...]:
    """Attributions made of the drafts: content completed by quotations, layers joined, parties named."""
    full = [replace(d, content=_quoted(document.text, d, quotes)) for d in kept]
    full = _continued(document.text, full, quotes)
    full = [d for d in full if d.content]
    ids = [digest("attribution", document.id, *(str(s) for s in (*d.cue, *d.content, *d.source))) for d in full]
    made = []
    for at, draft in enumerate(full):
        outer = _outer(draft, full)
        made.append(
            Attribution(
                id=ids[at],
                source=draft.source,
                cue=draft.cue,
                content=draft.content,
                party=_party(draft.head, mentions),
                mode=_mode(document.text, draft, quotes),
                hedges=hedged(doc, draft.cue, draft.content, quotes),
                within=ids[outer] if outer is not None else None,
            )
        )
    unique = {a.id: a for a in made}
    return tuple(sorted(unique.values(), key=lambda a: min((*a.source, *a.cue, *a.content))))


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
                        trimmed(text, part.start, max(part.start, other.start), _EDGE),
                        trimmed(text, min(part.end, other.end), part.end, _EDGE),
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
        if quote.depth or len(quote.parts[0].of(text).split()) < 3:
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
            if "\n" not in between and len(between) < 150 and not between.strip(" ,.:;-–—"):
                if end > best_end:
                    best, best_end = at, end
        if best is not None:
            spoken[best] = replace(spoken[best], content=union([*spoken[best].content, *quote.parts]))
    return spoken


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


def _party(head: "Token | None", mentions: Sequence[Mention]) -> str | None:
    """The party of the mention that covers the source's head; of a writing, its maker's; of "who", what it refers to."""
    if head is None:
        return None
    if head.tag_ in ("WP", "WDT") and head.head.dep_ == "relcl":
        head = head.head.head
    found = [m for m in mentions if m.span.start <= head.idx < m.span.end and m.party]
    if found:
        return min(found, key=lambda m: m.span.end - m.span.start).party
    if head.lemma_.lower() in DOCUMENTS:
        source, maker = _owner(head)
        if maker is not None and maker.lemma_.lower() not in DOCUMENTS:
            return _party(maker, mentions)
    return None
