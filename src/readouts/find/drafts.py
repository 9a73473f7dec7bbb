"""Drafts: each cue-like word of a parse, with what would be the source and content of an attribution.

A cue stands in a frame, which names its complement: "clause" (said that), "infinitive" (wants to), "object"
(reaffirmed support), a preposition (called for), "quote" (a quotation beside it), "passive ..." of these, and
"... alone" when the text names no source. `lexicon/cues.tsv` says which words attribute in which frame.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from readouts.find.phrases import pieces, runs, span, timed
from readouts.find.quotes import Quotation
from readouts.find.sources import DOCUMENTS, SUBJECTS, owner, source_of
from readouts.lexicon import tables
from readouts.records import Document
from readouts.text import Span, union

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Words whose complement says what really is said or wanted: "tried to reassure", "went on to say".
_LIGHT = frozenset("try attempt go continue begin start appear seem proceed manage rush use tend happen".split())
_CLAUSE_LINKS = frozenset("if because when unless since although though until so while as where once".split())
_COMPLETING = ("prep", "xcomp", "oprd", "dobj", "pcomp", "acl", "relcl", "advcl")
_MATTERS = ("clause", "infinitive", "about", "on", "for", "against", "of", "to")  # a noun's content is, best first
_REACH = 200  # characters from a cue to the quotation that it announces


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

    @property
    def key(self) -> tuple[str, str, str]:
        """What the cue table is asked."""
        return self.anchor.lemma_.lower(), self.part, self.frame


@cache
def cues() -> frozenset[tuple[str, str, str]]:
    """The cue words with their part of speech and frame."""
    return frozenset((row["lemma"], row["part"], row["frame"]) for row in tables.rows("cues"))


def drafts(
    document: Document, doc: "Doc", quotes: Sequence[Quotation], words: frozenset[str] | None = None
) -> list[Draft]:
    """Every cue-like word with what would be its source and content; of any lemma when no `words` are given."""
    found: list[Draft] = []
    for token in doc:
        if (
            words is not None
            and token.lemma_.lower() not in words
            and token.lower_ not in ("according", "per", "mention")
        ):
            continue
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ == "xcomp"):
            draft = (
                _according(doc, token) if token.lower_ == "according" else _of_verb(doc, token, document.text, quotes)
            )
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
    return found


def _of_verb(doc: "Doc", verb: "Token", text: str, quotes: Sequence[Quotation]) -> Draft | None:
    if verb.lemma_.lower() in _LIGHT and any(c.dep_ == "xcomp" for c in verb.children):
        return None
    source, head = source_of(verb)
    frame, tokens = _complement(verb)
    near = _beside(text, verb, quotes)
    if frame == "object" and near and verb.i + 1 <= tokens[0].i and not source and tokens[0].idx > near.start:
        source, head = [tokens], tokens[0].head if tokens[0].head in tokens else _head(tokens)
        frame, tokens = "", []
    content = pieces(doc, tokens, [t for run in source for t in run], verb)
    if near and (frame in ("", "infinitive") or (frame == "object" and not _shares(content, near))):
        frame, content = "quote", near.parts
    if content and content[-1].end <= verb.idx and frame in ("clause", "quote") and verb.dep_ != "parataxis":
        content = _fronted(doc, verb, source, content)
    if not frame:
        return None
    return Draft(
        anchor=verb,
        frame=frame if source or (frame == "clause" and impersonal(verb)) else frame + " alone",
        part="verb",
        source=runs(doc, source),
        cue=cue_of(doc, verb, content),
        content=content,
        head=head,
    )


def impersonal(verb: "Token") -> bool:
    """Whether it is said by nobody named: "it was emphasised that", whatever the verb."""
    kids = list(verb.children)
    return any(c.dep_ == "auxpass" for c in kids) and any(c.dep_ in SUBJECTS and c.lower_ == "it" for c in kids)


def _complement(verb: "Token") -> tuple[str, list["Token"]]:
    """The frame that the verb stands in, and the words of its complement."""
    kids = list(verb.children)
    clauses = [c for c in kids if c.dep_ == "ccomp" and (c.i > verb.i or _leads(c, verb))]
    if verb.dep_ == "parataxis" and not clauses:
        said = set(verb.subtree)
        return "clause", [t for t in verb.head.subtree if t not in said]
    if verb.dep_ == "relcl" and (rest := _relative(verb)):
        return "clause", rest
    if clauses:
        tokens = [t for c in clauses for t in c.subtree]
        tokens += [t for c in kids if c.i > clauses[-1].i and _links(c) for t in c.subtree]
        return "clause", sorted({*tokens, *_second_that(tokens)}, key=lambda t: t.i)
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in kids)
    opens = [c for c in kids if c.dep_ == "xcomp" and c.i > verb.i and not _name_after_to(c)]
    objects = [c for c in kids if c.dep_ in ("dobj", "attr", "oprd") and c.i > verb.i]
    if opens and not objects:
        subject = [t for c in kids if c.dep_ == "nsubjpass" for t in c.subtree] if passive else []
        asked = [] if passive else _asked(verb, opens[0])
        return "passive infinitive" if passive else "infinitive", subject + asked + list(opens[0].subtree)
    if objects:
        return "object", _objects(verb, objects[0])
    names = [c for c in kids if c.dep_ == "xcomp" and c not in opens]
    for prep in (
        c
        for c in (*(g for n in names for g in n.rights), *kids)
        if c.dep_ in ("prep", "agent") and c.i > verb.i and c.lower_ != "by"
    ):
        if _in_cue(prep):
            continue
        matter = [t for c in prep.children if c.dep_ in ("pobj", "pcomp") for t in c.subtree]
        if matter:
            return ("passive " if passive else "") + prep.lower_, matter
    if passive:
        return "passive", [t for c in kids if c.dep_ == "nsubjpass" for t in c.subtree]
    return "", []


def _name_after_to(word: "Token") -> bool:
    """Whether a headline's name was read as a verb: "Complains to Lee about"; "about" then hangs on the cue."""
    return word.is_title and any(
        c.dep_ == "prep" and c.lower_ in ("about", "over") for c in (*word.rights, *word.head.rights)
    )


def _asked(verb: "Token", open_clause: "Token") -> list["Token"]:
    """Whom the words ask: "Ostland" in "called on Ostland to leave"."""
    preps = (
        c for c in verb.rights if c.dep_ == "prep" and c.lower_ in ("on", "upon", "to", "for") and c.i < open_clause.i
    )
    return [t for prep in preps if not timed(prep) for c in prep.children if c.dep_ == "pobj" for t in c.subtree]


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
        kind = child.dep_ in _COMPLETING or (child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN"))
        if kind and not _in_cue(child) and not timed(child):
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
    subject = next((c for c in verb.lefts if c.dep_ in SUBJECTS and c != pronoun), None)
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
    whole = span(doc, start, first)
    return tuple(union([whole, *content])) if whole and content[-1].start < doc[first].idx else content


def _beside(text: str, verb: "Token", quotes: Sequence[Quotation]) -> Quotation | None:
    """The quotation that touches the cue's clause: `"...," X said`, `X said: "..."`, `X said on Monday, "..."`."""
    subject = next((c for c in verb.children if c.dep_ in SUBJECTS), verb)
    left = min(verb.idx, *(t.idx for t in subject.subtree)) if subject is not verb else verb.idx
    if verb.i and verb.nbor(-1).dep_ in ("aux", "advmod", "neg"):
        left = min(left, verb.nbor(-1).idx)
    right = verb.idx + len(verb)
    for quote in quotes:
        if quote.end <= left and _ends_at(text, quote, left):
            return quote
        if right <= quote.start <= right + _REACH and _leads_to(text[right : quote.start]):
            return quote
    return None


def _ends_at(text: str, quote: Quotation, at: int) -> bool:
    """Whether the quotation ends right before `at`, with a comma or other stop as before "X said"."""
    between = text[quote.end : at]
    stopped = text[quote.end - 2] in ",?!-—" or between.startswith(",")
    return stopped and "\n" not in between and not between.strip(" ,.-–—")


def _leads_to(between: str) -> bool:
    """Whether the characters between cue and quotation announce it."""
    if not between.strip(" ,:\n\xa0"):
        return ":" in between or "\n" not in between
    announced = between.rstrip()
    return announced.endswith((":", ",")) and not any(sign in announced[:-1] for sign in '.,"')


def _of_noun(doc: "Doc", noun: "Token") -> Draft | None:
    if noun.lemma_.lower() == "mention" and noun.dep_ in ("nsubjpass", "nsubj"):
        return _mention(doc, noun)
    if noun.dep_ == "conj" and _couples(noun.head, noun):
        return None  # "demands and threats" is one cue, at its first noun
    pair = next((c for c in noun.children if _couples(noun, c)), None)
    frame, content = _matter(noun)
    if pair is not None and not content:
        frame, content = _matter(pair)
    if not content:
        return None
    source, head = owner(noun)
    return Draft(
        anchor=noun,
        frame=frame if source else frame + " alone",
        part="noun",
        source=runs(doc, source),
        cue=runs(doc, [[noun] if pair is None else list(doc[noun.i : pair.i + 1])]),
        content=pieces(doc, content, [], noun),
        head=head,
    )


def _mention(doc: "Doc", noun: "Token") -> Draft | None:
    """ "In its statement no mention was made of X": by the statement, "no mention was made of", X."""
    verb = noun.head
    preps = [c for word in (noun, verb) for c in word.children if c.dep_ == "prep"]
    about = next((c for c in preps if c.lower_ in ("of", "about", "to") and c.i > noun.i), None)
    where = next((c for c in preps if c.lower_ in ("in", "throughout") and _in_cue(c)), None)
    matter = [t for c in about.children if c.dep_ == "pobj" for t in c.subtree] if about is not None else []
    if about is None or not matter or verb.lemma_.lower() != "make":
        return None
    maker = next((c for c in where.children if c.dep_ == "pobj"), None) if where is not None else None
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass", "neg")]
    return Draft(
        anchor=verb,
        frame="mention",
        part="phrase",
        source=runs(doc, [list(maker.subtree)]) if maker is not None else (),
        cue=runs(doc, [[*(c for c in noun.children if c.dep_ == "det"), noun, verb, about, *helpers]]),
        content=pieces(doc, matter, [], verb),
        head=maker,
    )


def _couples(first: "Token", second: "Token") -> bool:
    """Whether two nouns are one cue: "claims and threats" share owner and content, the second has no owner itself."""
    return (
        second.dep_ == "conj"
        and second.head == first
        and second.i == first.i + 2
        and first.pos_ == "NOUN"
        and second.pos_ == "NOUN"
        and any(lemma == second.lemma_.lower() and part == "noun" for lemma, part, _ in cues())
    )


def _matter(noun: "Token") -> tuple[str, list["Token"]]:
    """The frame of a noun and the words that tell what was said."""
    found: dict[str, list[Token]] = {}
    for child in [*noun.rights, *_strayed(noun)]:
        if child.dep_ in ("acl", "ccomp", "relcl", "xcomp") and any(g.dep_ == "mark" for g in child.lefts):
            found.setdefault("clause", list(child.subtree))
        elif child.dep_ in ("acl", "xcomp") and any(g.tag_ == "TO" for g in child.lefts):
            found.setdefault("infinitive", list(child.subtree))
        elif child.dep_ == "prep" and not timed(child):
            gerund = any(g.dep_ == "pcomp" for g in child.children)
            words = [t for g in child.children if g.dep_ in ("pobj", "pcomp") for t in _unowned(g)]
            found.setdefault(child.lower_, [child, *words] if gerund else words)
    frame = next((f for f in (*_MATTERS, *found) if found.get(f)), "")
    return frame, found.get(frame, [])


def _strayed(noun: "Token") -> list["Token"]:
    """Phrases with "about", "on", "against" right after an object, which the parser hung on the verb."""
    top = noun.head if noun.dep_ == "conj" else noun
    if top.dep_ != "dobj":
        return []
    after = takewhile(lambda c: c.dep_ == "prep", (c for c in top.head.rights if c.i > top.i))
    return [c for c in after if c.lower_ in ("about", "against", "on", "for")]


def _unowned(word: "Token") -> list["Token"]:
    """The words under this one, less a second noun with an owner of its own: "... and his insistence to ..."."""
    other = next((t for t in word.subtree if t.dep_ == "conj" and any(c.dep_ == "poss" for c in t.children)), None)
    if other is None or not any(lemma == other.lemma_.lower() and part == "noun" for lemma, part, _ in cues()):
        return list(word.subtree)
    drop = {*other.subtree, *(c for c in other.head.children if c.dep_ == "cc")}
    return [t for t in word.subtree if t not in drop]


def _of_adjective(doc: "Doc", adjective: "Token") -> Draft | None:
    verb = adjective.head
    made = verb.lemma_ == "make" and adjective.dep_ in ("ccomp", "oprd", "acomp", "dobj")
    if not made and (adjective.dep_ not in ("acomp", "attr", "oprd") or verb.pos_ not in ("VERB", "AUX")):
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
    if made:  # "made (it) clear that ..."
        that = next((c for c in kids if any(g.lower_ == "that" and g.dep_ == "mark" for g in c.lefts)), None)
        frame, content = "made", list(that.subtree) if that is not None else []
    source, head = source_of(verb)
    if not content or not source:
        return None
    start = min([verb.i, *(c.i for c in verb.children if c.dep_ in ("aux", "neg") and c.i < verb.i)])
    return Draft(
        anchor=adjective,
        frame=frame,
        part="adjective",
        source=runs(doc, source),
        cue=tuple(filter(None, [span(doc, start, adjective.i + 1)])),
        content=pieces(doc, content, [], adjective),
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
        source=runs(doc, [list(maker.subtree)]),
        cue=tuple(filter(None, [span(doc, token.i, to.i + 1)])),
        content=pieces(doc, sentence, [], token),
        head=maker,
    )


def _in_cue(prep: "Token") -> bool:
    """Whether the phrase tells in what writing or speech: "in a statement", "on Twitter"."""
    return prep.dep_ == "prep" and (
        timed(prep)
        or (
            prep.lower_ in ("in", "on", "at", "during", "via", "through", "by")
            and any(c.dep_ == "pobj" and c.lemma_.lower() in DOCUMENTS for c in prep.children)
        )
    )


def cue_of(doc: "Doc", verb: "Token", content: Sequence[Span]) -> tuple[Span, ...]:
    """The verb with its auxiliaries, particles and "in a statement", a light verb above it included."""
    words, top = {verb.i}, verb
    while top.dep_ == "xcomp" and top.head.lemma_.lower() in _LIGHT:
        top = top.head
        words.add(top.i)
    for word in {verb, top}:
        for child in word.children:
            if child.dep_ in ("aux", "auxpass", "neg", "prt") or (
                child.dep_ == "advmod" and abs(child.i - word.i) == 1
            ):
                words.add(child.i)
            elif (child.i > verb.i and _in_cue(child)) or (child.i == verb.i + 1 and child.dep_ == "npadvmod"):
                words.update(t.i for t in child.subtree)
            elif child.dep_ == "prep" and child.i == verb.i + 1 and any(s.start > child.idx for s in content):
                words.add(child.i)
    taken = [
        doc[i] for i in words if not any(c.start < doc[i].idx + len(doc[i]) and doc[i].idx < c.end for c in content)
    ]
    return runs(doc, [taken])


def _shares(content: Sequence[Span], quote: Quotation) -> bool:
    return any(s.overlaps(p) for s in content for p in quote.parts)
