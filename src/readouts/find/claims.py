"""Claims: one act on one matter each, as an analyst would list them.

Every verb that does an act (`lexicon/acts.tsv`) heads a claim, unless it stands in the content of another act by a
principal ("noted that Marovia had rejected the offer" is one claim, of noting). Where the outer verb only reports, by
a spokesperson, a readout, an outlet ("the spokesperson said that the minister urged ..."), the inner ones are the
claims. Lists are split (`find.pieces`). Sentences without an act are claims of act "state" when they carry an issue or
speak of a party; sentences that only tell that a contact took place give none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readouts.find.acts import Deed, act_of, capitalised, carried, deed, group, issue_of
from readouts.find.doers import addressee, beside, named, subject
from readouts.find.figures import figures
from readouts.find.hedges import hedged
from readouts.find.issues import issues
from readouts.find.pieces import pieces, spans
from readouts.find.quotes import Quotation, quotations
from readouts.find.stance import boilerplate, commitment, modality
from readouts.lexicon.publishers import is_office
from readouts.records import (
    Attribution,
    Claim,
    DateMention,
    Document,
    Hedge,
    Mention,
    Party,
    Polarity,
    Tense,
    digest,
)
from readouts.text import Span, hull, union

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Sentence

    from readouts.lexicon import Lexicon

_CONTACT = frozenset(
    "speak talk meet hold have host receive call phone telephone visit travel arrive welcome place take make conduct"
    " participate join attend convene gather sit greet reach".split()
)
_CONTACT_NOUNS = frozenset(
    "call conversation meeting talk visit summit phone session consultation negotiation videoconference conference"
    " exchange discussion dialogue dinner lunch breakfast trip teleconference dialog".split()
)
_PRINCIPAL = re.compile(
    r"president|prime minister|premier|chancellor|king|queen|emir|amir|sultan|minister|secretary of|secretary$|leader|"
    r"head of|pope|prince|adviser|advisor|chairman|chair|commissioner|secretary-general|secretary general|taoiseach|"
    r"envoy|ambassador|representative|speaker|governor|director",
    re.I,
)
_REPORTER = re.compile(r"spokes|press (?:secretary|service|office)|readout|statement|report|office|agency|news", re.I)
_TALKED = ("discuss",)
# Verbs of discussing whose subject is the matter: "ransomware came up", "the crisis took up most of the call".
_OF_SUBJECT = frozenset("come arise take feature figure dominate".split())
# Acts whose participles mostly belong to what is spoken of: "on addressing climate change, supporting growth".
_NO_TAILS = ("discuss", "act", "support", "agree", "request")


@dataclass(frozen=True, slots=True)
class _Head:
    """A deed that heads claims, with the tokens of its content."""

    deed: Deed
    content: tuple["Token", ...]
    attribution: Attribution | None


@dataclass(frozen=True, slots=True)
class _Ground:
    """What was found before, handed to every step."""

    document: Document
    doc: "Doc"
    mentions: Sequence[Mention]
    parties: Mapping[str, Party]
    dates: Sequence[DateMention]
    said: Sequence[Attribution]
    quotes: Sequence[Quotation]
    own_voice: bool  # the text is put out by an office itself, so that every clause is its claim


def claims(
    document: Document,
    doc: "Doc",
    mentions: Sequence[Mention],
    parties: Sequence[Party],
    dates: Sequence[DateMention],
    attributions: Sequence[Attribution],
    lexicon: "Lexicon | None",
) -> tuple[Claim, ...]:
    """The claims of the document in text order, without account and contact, which `link.claims` adds."""
    quotes = tuple(quotations(document.text))
    own = _own_voice(document, lexicon)
    ground = _Ground(document, doc, mentions, {p.id: p for p in parties}, dates, attributions, quotes, own)
    found: list[Claim] = []
    for sentence in doc.sents:
        if sentence.text.rstrip().endswith("?"):
            continue  # a reporter's question in a briefing claims nothing
        if speaker := _points_to_speaker(sentence, ground):
            found = _spoken_by(speaker, sentence, found)
            continue
        heads = _heads(sentence, ground)
        told: list[Claim] = []
        for head, doers in _with_doers(heads, ground):
            told.extend(_told(head, doers, sentence, ground))
        told = told or _headline(sentence, ground) or list(_plain(sentence, ground))
        found.extend((*told, *(_rest(sentence, told, ground) if own else ())))
    unique = {claim.id: claim for claim in found}
    return tuple(sorted(unique.values(), key=lambda c: (c.sentence.start, c.spans[-1].end)))


def _own_voice(document: Document, lexicon: "Lexicon | None") -> bool:
    """Whether an office put the text out, so that all it says is its own."""
    if lexicon is None or not document.publisher:
        return False
    party = lexicon.party_of_publisher(document.publisher) or ""
    return party.startswith("state:") or (not party and is_office(document.publisher))


def _points_to_speaker(sentence: "Sentence", ground: _Ground) -> tuple[str, ...]:
    """Who said the sentence before, when this one only tells that: "This was stated by President Voss"."""
    root = sentence.root
    done = deed(root)
    if done is None or done.act not in ("state", "announce", "emphasize"):
        return ()
    passive = any(c.dep_ == "nsubjpass" and c.lower_ in ("this", "it", "that") for c in root.children)
    active = any(c.dep_ == "dobj" and c.lower_ in ("this", "so") for c in root.children)
    return named(subject(root), ground.mentions) if passive or active else ()


def _spoken_by(speaker: tuple[str, ...], sentence: "Sentence", found: Sequence[Claim]) -> list[Claim]:
    """The claims with those of the sentence just before, where nobody holds them, given to the speaker."""
    near = [c for c in found if 0 <= sentence.start_char - c.sentence.end < 3 and not c.holder and not c.joint]
    return [replace(c, holder=speaker[0]) if c in near and len(speaker) == 1 else c for c in found]


# ---- which words head claims


def _heads(sentence: "Sentence", ground: _Ground) -> list[_Head]:
    """The deeds of the sentence that head claims, in order, each with its content."""
    deeds = [d for token in sentence for d in _deeds(token) if not _bare_contact(token, d)]
    kept = [d for d in deeds if _independent(d, deeds, ground)]
    frames = {id(d) for d in kept if _reports(d, kept, ground)}
    acting = [d for d in kept if id(d) not in frames]
    return [head for number, d in enumerate(acting) if (head := _headed(d, acting[number + 1 :], sentence, ground))]


def _deeds(token: "Token") -> tuple[Deed, ...]:
    named_acts = carried(token)
    if named_acts:
        return named_acts
    done = deed(token)
    return (done,) if done else ()


def _verb(deed: Deed) -> "Token":
    """The verb of the deed: the one that carries an act noun."""
    return deed.parts[0] if deed.word.pos_ in ("NOUN", "PROPN") and deed.parts else deed.word


def _bare_contact(token: "Token", done: Deed) -> bool:
    """Whether the verb only tells that a contact took place: "welcomed the Prime Minister to the White House"."""
    return done.act == "act" and any(c.lemma_.lower() in _CONTACT_NOUNS for c in token.children)


def _independent(done: Deed, deeds: Sequence[Deed], ground: _Ground) -> bool:
    """Whether the deed is told for its own sake, not inside the content of another deed."""
    verb = _verb(done)
    if done.act == "act" and not (verb.tag_ in ("VBD", "VBZ", "VBP") or verb.dep_ in ("ROOT", "conj")):
        return False
    if verb.dep_ in ("amod", "compound") or (verb.tag_ == "VBN" and verb.dep_ in ("acl", "prep")):
        return False
    if verb.dep_ == "relcl" and not _aside(verb, ground):
        return False
    if outer := _that_of(verb, deeds):
        return _passes(outer, done, ground)
    if verb.tag_ == "VBD" and verb.dep_ == "conj" and verb.head.tag_ in ("VB", "VBG", "VBN"):
        return True  # a finite past cannot be joined to "to defend": the parser chose the wrong verb
    if _tail(verb) and done.act not in _NO_TAILS:
        return True
    if verb.tag_ == "VBG" and not any(t.is_alpha for t in verb.doc[verb.sent.start : verb.i]):
        return done.act not in _NO_TAILS and any(c.dep_ in ("ccomp", "dobj") for c in verb.children)
    others = {_verb(d): d for d in deeds if _verb(d) != verb}
    seen = verb
    while seen.head != seen:
        if seen.dep_ in ("relcl", "acl", "csubj", "nsubj") and not _tail(seen) and seen != verb:
            return False
        outer = others.get(seen.head)
        if outer is not None and seen.dep_ == "ccomp" and _apart(seen, seen.head):
            outer = None  # "they discussed trade; the minister stressed": the parser makes one the content of the other
        if outer is not None and seen.dep_ not in ("conj", "dep", "parataxis", "advcl", "cc"):
            return _passes(outer, done, ground)
        if (
            outer is not None
            and seen.dep_ == "advcl"
            and (seen.tag_ == "VB" or any(c.dep_ == "mark" for c in seen.children))
        ):
            return False
        if seen.dep_ == "conj" and seen.tag_ != seen.head.tag_ and seen.tag_ in ("VB", "VBG") and seen == verb:
            return False
        seen = seen.head
    if (verb.tag_ == "VB" and verb.dep_ in ("xcomp", "advcl", "acl")) or verb.dep_ == "pcomp":
        return _purpose(verb)
    return not (verb.dep_ == "advcl" and any(c.dep_ == "mark" for c in verb.children))


def _apart(inner: "Token", outer: "Token") -> bool:
    """Whether a semicolon stands between the two, the inner one first."""
    return inner.i < outer.i and any(t.text == ";" for t in inner.doc[inner.i : outer.i])


def _that_of(verb: "Token", deeds: Sequence[Deed]) -> Deed | None:
    """The deed whose content a joined that-clause goes on: "reiterated the interest in peace and that it stands by"."""
    that = next((c for c in verb.lefts if c.dep_ == "mark" and c.lower_ == "that"), None)
    if that is None or verb.dep_ != "conj":
        return None
    before = [d for d in deeds if _verb(d).i < that.i and (_verb(d) == verb.head or _verb(d).is_ancestor(verb))]
    return max(before, key=lambda d: _verb(d).i, default=None)


def _passes(outer: Deed, inner: Deed, ground: _Ground) -> bool:
    """Whether the inner deed is what the outer one's source reports, and of a principal."""
    if outer.act not in ("state", "propose", "announce") or not _is_reporter(outer, ground):
        return False
    doer = subject(_verb(inner))
    return bool(named(doer, ground.mentions)) or (doer is not None and doer.pos_ == "PRON")


def _reports(done: Deed, kept: Sequence[Deed], ground: _Ground) -> bool:
    """Whether the deed only reports others that are kept."""
    verb = _verb(done)
    return (
        done.act in ("state", "propose", "announce")
        and _is_reporter(done, ground)
        and any(d is not done and verb.is_ancestor(_verb(d)) and _reaches(_verb(d), verb) for d in kept)
    )


def _reaches(inner: "Token", outer: "Token") -> bool:
    """Whether the path from the inner verb to the outer one runs through a content clause."""
    seen = inner
    while seen.head != seen and seen != outer:
        if seen.dep_ in ("ccomp", "xcomp") and (seen.head == outer or outer.is_ancestor(seen)):
            return True
        seen = seen.head
    return False


def _is_reporter(done: Deed, ground: _Ground) -> bool:
    """Whether the source of the deed speaks for others: a spokesperson, a document, an office, an outlet."""
    head = subject(_verb(done))
    if head is None:
        return False
    who = named(head, ground.mentions)
    party = ground.parties.get(who[0]) if who else None
    if _REPORTER.search(head.text) or any(
        _REPORTER.search(t.text) for t in head.subtree if t.dep_ in ("compound", "appos", "nmod")
    ):
        return True
    if party is None or party.kind == "group":
        return bool(head.pos_ != "PRON")
    return party.kind == "body" or bool(party.kind == "person" and not _PRINCIPAL.search(party.role or ""))


def _tail(verb: "Token") -> bool:
    """Whether it is a participle after a comma, "noting ...", which says what else the subject did."""
    at = verb.i - 1
    while at > verb.sent.start and (verb.doc[at].tag_ in ("RB", "CC") or verb.doc[at].lower_ == "while"):
        at -= 1
    return verb.tag_ == "VBG" and at >= verb.sent.start and verb.doc[at].text in (",", ";", "-", "–", "—")


def _aside(verb: "Token", ground: _Ground) -> bool:
    """Whether a relative clause is a remark of its own: "..., which Marovia has insisted is a domestic matter"."""
    pronoun = next((t for t in verb.subtree if t.tag_ in ("WDT", "WP")), None)
    if pronoun is None or pronoun.i == 0 or pronoun.nbor(-1).text != ",":
        return False
    return any(c.covers(Span(verb.idx, verb.idx + 1)) for a in ground.said for c in a.cue) and bool(
        named(subject(verb), ground.mentions)
    )


def _purpose(verb: "Token") -> bool:
    """Whether the deed is what a contact or an attempt was for: "met to discuss", "attempted to assure"."""
    up = verb.head
    if up.lemma_.lower() in ("use", "take", "be", "go", "wish", "want", "seem") and verb.dep_ in (
        "advcl",
        "xcomp",
        "acl",
    ):
        return True
    root = verb.sent.root
    if verb.dep_ in ("acl", "relcl", "advcl", "xcomp") and root.lemma_.lower() in _CONTACT and root.i < verb.i:
        return True  # "spoke with the Premier of India to discuss": hung on India
    light = frozenset("try attempt continue begin seek proceed manage start have".split())
    if verb.dep_ == "xcomp" and up.lemma_.lower() in light:
        return True
    return (
        up.lemma_.lower() in _CONTACT
        or up.lemma_.lower() in _CONTACT_NOUNS
        or up.lemma_.lower() in ("opportunity", "occasion")
    )


# ---- content


def _headed(done: Deed, later: Sequence[Deed], sentence: "Sentence", ground: _Ground) -> _Head | None:
    """The deed with its content: what its attribution says, or the words after it up to the next deed."""
    own = _own(done, ground)
    tokens = _content(done, later, sentence, own, ground)
    return _Head(done, tuple(tokens), own) if any(t.is_alpha or t.like_num for t in tokens) else None


def _own(done: Deed, ground: _Ground) -> Attribution | None:
    """The attribution whose cue is this deed."""
    word = Span(done.word.idx, done.word.idx + 1)
    verb = _verb(done)
    found = [a for a in ground.said if any(c.covers(word) for c in a.cue)]
    found = found or [a for a in ground.said if any(c.covers(Span(verb.idx, verb.idx + 1)) for c in a.cue)]
    return min(found, key=lambda a: sum(s.end - s.start for s in a.content)) if found else None


def _content(
    done: Deed, later: Sequence[Deed], sentence: "Sentence", own: Attribution | None, ground: _Ground
) -> list["Token"]:
    verb = _verb(done)
    if done.word != verb:
        return _of_noun(done, sentence)
    start, end = done.last + 1, _end(done, later, sentence, ground)
    after = list(ground.doc[start:end])
    if own and own.content[0].end <= verb.idx and own.content[0].start >= sentence.start_char:
        return [t for t in sentence if any(c.covers(Span(t.idx, t.idx + len(t))) for c in own.content if len(t))]
    speaker = next((c for c in verb.rights if c.dep_ == "nsubj"), None)  # "summed up the President"
    after = [t for t in after if speaker is None or t not in speaker.subtree]
    if done.act == "state" and not any(t.is_alpha for t in after):
        return _fronted(verb, sentence)
    if verb.lemma_.lower() in _OF_SUBJECT and (topic := next((c for c in verb.lefts if c.dep_ == "nsubj"), None)):
        return [t for t in topic.subtree if t.i < verb.i]
    pronoun = [t for t in verb.lefts if t.tag_ == "WDT"]
    passive = [t for c in verb.lefts if c.dep_ == "nsubjpass" and not named(c, ground.mentions) for t in c.subtree]
    return sorted({*(passive or pronoun), *after}, key=lambda t: t.i)


def _fronted(verb: "Token", sentence: "Sentence") -> list["Token"]:
    """What stands before "..., the President said" in its sentence."""
    own = [t.i for c in verb.lefts if c.dep_ in ("nsubj", "aux", "advmod") for t in c.subtree]
    end = min([verb.i, *own])
    return [t for t in sentence if t.i < end] if end - 1 > sentence.start and sentence.doc[end - 1].is_punct else []


def _end(done: Deed, later: Sequence[Deed], sentence: "Sentence", ground: _Ground) -> int:
    """The token index at which the deed's content ends: the next deed's clause, or the end of what is reported."""
    verb, end = _verb(done), sentence.end
    outer = [
        s
        for a in ground.said
        for s in a.content
        if s.covers(Span(verb.idx, verb.idx + 1)) and s.end < sentence.end_char
    ]
    if outer:
        limit = min(s.end for s in outer)
        end = next((t.i for t in sentence if t.idx >= limit), end)
    nexts = [_opening(_verb(d), verb) for d in later if _verb(d).i > verb.i and _verb(d) != verb]
    aside = next(
        (
            t.i - 1
            for t in ground.doc[verb.i : end]
            if t.tag_ == "WDT" and t.nbor(-1).text == "," and t.lower_ == "which"
        ),
        end,
    )
    end = int(min([end, *nexts]))
    return int(min(end, aside)) if any(n > aside for n in nexts) else end


def _opening(verb: "Token", before: "Token") -> int:
    """The token index where the verb's clause opens: its subject, auxiliaries and the "and" or comma before it."""
    own = [
        c.i for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "neg", "advmod", "mark", "expl")
    ]
    left = [min(t.i for t in verb.doc[i].subtree) for i in own]
    at = min([verb.i, *(i for i in left if i > before.i)])
    while at - 1 > before.i and (
        verb.doc[at - 1].is_punct or verb.doc[at - 1].pos_ in ("CCONJ", "ADV") or verb.doc[at - 1].tag_ in ("WDT", "WP")
    ):
        at -= 1
    return int(at)


def _of_noun(done: Deed, sentence: "Sentence") -> list["Token"]:
    """What an act noun is about; nouns joined without words of their own share what follows the last of them."""
    at = done.word.i + 1
    doc = done.word.doc
    if _verb(done).i > done.word.i:  # "an exchange of views on the market took place"
        verb = _verb(done)
        return list(
            doc[at : min([verb.i, *(c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "advmod", "neg"))])]
        )
    while at < sentence.end and (doc[at].lower_ in ("and", ",", "or") or doc[at].tag_ == "PRP$" or act_of(doc[at])):
        at += 1
    end = next((t.i for t in doc[at : sentence.end] if act_of(t) and t.i and t.nbor(-1).tag_ == "PRP$"), sentence.end)
    while end > at and (doc[end - 1].tag_ == "PRP$" or doc[end - 1].lower_ in ("and", ",")):
        end -= 1
    return list(doc[at:end])


# ---- claims of a deed


def _with_doers(heads: Sequence[_Head], ground: _Ground) -> Iterator[tuple[_Head, tuple[str, ...]]]:
    """Each head with who does its act: a joined verb without a subject of its own shares those of the one before."""
    before: tuple[str, ...] = ()
    for head in heads:
        verb = _verb(head.deed)
        doer = subject(verb)
        doers = named(doer, ground.mentions) or _source(head.attribution) or _quoted_self(doer, ground)
        if doer is None and not doers:
            shared = before if verb.dep_ == "conj" or _tail(verb) else ()
            doers = beside(verb, ground.mentions) or shared
        before = _members(doers, ground)
        yield head, before


def _quoted_self(doer: "Token | None", ground: _Ground) -> tuple[str, ...]:
    """The speaker of the quotation that "I" or "we" stands in."""
    if doer is None or doer.lower_ not in ("i", "we"):
        return ()
    return _source(_innermost([Span(doer.idx, doer.idx + len(doer))], ground))


def _told(head: _Head, doers: tuple[str, ...], sentence: "Sentence", ground: _Ground) -> Iterator[Claim]:
    """One claim for each matter of the content."""
    verb = _verb(head.deed)
    words = [t for t in head.content if not t.is_space]
    if head.deed.act == "state" and not _says(words):
        return
    where = group(head.deed)
    word = Span(head.deed.word.idx, head.deed.word.idx + len(head.deed.word))
    for item in pieces(words, ground.mentions, topic=head.deed.act in _TALKED):
        named_by = (word,) if head.deed.word != verb else ()
        places = _joined((where, *named_by, *spans(item)), ground.document.text)
        yield _claim(head.deed.act, places, spans(item), verb, doers, head, sentence, ground)


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


def _members(doers: tuple[str, ...], ground: _Ground) -> tuple[str, ...]:
    """The parties, a group whose members are known replaced by them: "the two leaders"."""
    each = (ground.parties[p].members if p in ground.parties and ground.parties[p].members else (p,) for p in doers)
    return tuple(dict.fromkeys(party for members in each for party in members))


def _source(attribution: Attribution | None) -> tuple[str, ...]:
    return (attribution.party,) if attribution and attribution.party else ()


def _claim(
    act: str,
    places: tuple[Span, ...],
    matter: tuple[Span, ...],
    verb: "Token",
    doers: tuple[str, ...],
    head: _Head | None,
    sentence: "Sentence",
    ground: _Ground,
) -> Claim:
    inner = _innermost(matter, ground) if head is None or head.attribution is None else head.attribution
    topics = tuple(dict.fromkeys((*issue_of(act), *_issues(places, matter, sentence, ground))))
    whole = Span(sentence.start_char, len(sentence.text.rstrip()) + sentence.start_char)
    headline = ground.document.headline
    words, clause = _words(matter, ground.doc), _finite(matter, ground.doc)
    tense = _tense(verb, clause)
    return Claim(
        id=digest("claim", ground.document.id, act, *places),
        spans=places,
        sentence=whole,
        act=act,
        holder=doers[0] if len(doers) == 1 else None,
        joint=doers if len(doers) > 1 else (),
        attribution=inner.id if inner else None,
        issues=topics,
        about=_about(matter, doers, ground),
        addressee=_addressee(head, doers, ground) if head else None,
        polarity=_polarity(verb, clause),
        tense=tense,
        hedges=_hedges(inner, places, ground),
        commitment=commitment(act, clause, _words(places, ground.doc), tense),
        modality=modality(words),
        numbers=figures(ground.doc, matter, ground.dates),
        dates=tuple(d.span for d in ground.dates if any(s.covers(d.span) for s in matter)),
        boilerplate=boilerplate(act, topics, words),
        headline=bool(headline and headline.overlaps(whole)),
    )


def _words(matter: Sequence[Span], doc: "Doc") -> list["Token"]:
    parts = (doc.char_span(s.start, s.end, alignment_mode="contract") for s in matter)
    return [t for part in parts if part is not None for t in part]


def _addressee(head: _Head, doers: tuple[str, ...], ground: _Ground) -> str | None:
    """The party that the act is directed at; None for acts directed at nobody, and where it would be the doer."""
    if head.deed.act in ("discuss", "state", "agree"):
        return None
    party = addressee(head.deed.word, ground.mentions)
    return None if party in doers else party


def _innermost(matter: Sequence[Span], ground: _Ground) -> Attribution | None:
    """The smallest attribution whose content holds the matter."""
    found = [a for a in ground.said if any(c.overlaps(first) for first in matter[:1] for c in a.content)]
    return min(found, key=lambda a: sum(s.end - s.start for s in a.content)) if found else None


def _issues(places: Sequence[Span], matter: Sequence[Span], sentence: "Sentence", ground: _Ground) -> tuple[str, ...]:
    """The issues of the matter; of words that only point back ("which", "on the matter"), those pointed to as well."""
    found = issues(ground.doc, matter, ground.mentions) or issues(ground.doc, places, ground.mentions)
    if not _points_back(matter, ground):
        return found
    before = Span(max(0, matter[0].start - 1), matter[0].start) if matter[0].start else None
    earlier = Span(sentence.start_char, before.end) if before and before.end > sentence.start_char else None
    back = issues(ground.doc, [earlier], ground.mentions) if earlier else ()
    return tuple(dict.fromkeys((*back[-1:], *found)))


_BACK = re.compile(r"^which\b|\b(?:the|this|that) (?:matter|issue|question|topic|subject)\b", re.I)


def _points_back(matter: Sequence[Span], ground: _Ground) -> bool:
    return any(_BACK.search(span.of(ground.document.text)) for span in matter)


def _about(matter: Sequence[Span], doers: tuple[str, ...], ground: _Ground) -> tuple[str, ...]:
    """The parties that the matter names or refers to, those who do the act left out."""
    found = (m.party for m in ground.mentions if m.party and any(s.covers(m.span) for s in matter))
    return tuple(dict.fromkeys(party for party in found if party not in doers))


def _polarity(verb: "Token", clause: "Token | None") -> Polarity:
    """Negative when the act, or the chief verb of its content (`clause`), is negated."""
    negated = [
        c for t in (verb, clause) if t is not None for c in t.children if c.dep_ == "neg" or c.lower_ in ("never", "no")
    ]
    subject_none = clause is not None and any(
        c.dep_ in ("nsubj", "nsubjpass", "dobj") and any(g.lower_ == "no" for g in c.children) for c in clause.children
    )
    return "negative" if negated or subject_none else "positive"


_AHEAD = frozenset("will would shall 'll".split())
_MODAL = frozenset("can could may might must should do does did cannot".split())


def _tense(verb: "Token", clause: "Token | None") -> Tense:
    """Of the content's chief verb (`clause`) where it is finite, else of the act. A subjunctive ("that it be held") is
    ahead.
    """
    chief = clause if clause is not None else verb
    helpers = {c.lower_ for c in chief.children if c.dep_ in ("aux", "auxpass")}
    if (
        helpers & _AHEAD
        or "going" in helpers
        or (clause is not None and (chief.tag_ == "VB" or "be" in helpers) and not helpers & _MODAL)
    ):
        return "future"
    tags = {c.tag_ for c in chief.children if c.dep_ in ("aux", "auxpass")} | {chief.tag_}
    if tags & {"VBD"} or "had" in helpers:
        return "past"
    if helpers & {"has", "have", "'ve"} and chief.tag_ == "VBN":
        return "past"
    return "present" if tags & {"VBZ", "VBP", "MD"} else "past"


def _finite(matter: Sequence[Span], doc: "Doc") -> "Token | None":
    """The chief verb of the matter when it is a clause with a subject; None for a noun phrase."""
    whole = hull(matter)
    part = doc.char_span(whole.start, whole.end, alignment_mode="expand")
    if part is None:
        return None
    inside = {t.i for t in part}
    for token in part:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in (
            "aux",
            "auxpass",
            "relcl",
            "acl",
            "amod",
            "advcl",
            "pcomp",
        ):
            continue
        owns = any(c.dep_ in ("nsubj", "nsubjpass", "expl") and c.i in inside for c in token.children)
        if owns and (token.head.i not in inside or token.dep_ in ("ccomp", "conj", "ROOT")):
            return token
    return None


def _hedges(inner: Attribution | None, places: Sequence[Span], ground: _Ground) -> tuple[Hedge, ...]:
    """The hedges of the attributions that it stands in and those among its own words."""
    known = {a.id: a for a in ground.said}
    chain, found = inner, list(hedged(ground.doc, (), places, ground.quotes))
    while chain:
        cues = set(chain.cue)
        found += [h for h in chain.hedges if any(c.overlaps(h.span) for c in (*cues, *places))]
        chain = known.get(chain.within) if chain.within else None
    return tuple(sorted(dict.fromkeys(found), key=lambda h: (h.span, h.by)))


def _headline(sentence: "Sentence", ground: _Ground) -> list[Claim]:
    """The claim of a headline whose verb the parser took for a name: who stands before it does the act."""
    headline = ground.document.headline
    if headline is None or not headline.covers(Span(sentence.start_char, sentence.start_char + 1)):
        return []
    words = [t for t in sentence if not t.is_space]
    for at, token in enumerate(words[1:-1], 1):
        before = [m for m in ground.mentions if m.party and words[0].idx <= m.span.start and m.span.end <= token.idx]
        named_itself = any(m.span.start <= token.idx < m.span.end for m in ground.mentions)
        if before and not named_itself and (done := capitalised(token)):
            content = tuple(words[at + 1 :])
            doers = tuple(dict.fromkeys(m.party for m in before if m.party))
            return list(_told(_Head(done, content, None), doers, sentence, ground))
    return []


# ---- sentences without an act


def _plain(sentence: "Sentence", ground: _Ground) -> Iterator[Claim]:
    """What a sentence without an act says, as one claim of act "state"; where a principal does something, "act"."""
    words = [t for t in sentence if not t.is_space]
    root = sentence.root
    if len(words) < 4 or not any(t.pos_ in ("VERB", "AUX") for t in words) or _only_contact(sentence):
        return
    whole = hull(spans(words))
    own = _innermost([whole], ground)
    if own and any(c.covers(Span(root.idx, root.idx + 1)) for c in own.cue):
        content = [t for t in words if any(c.start <= t.idx < c.end for c in own.content)]
        words = content or words
    matter = spans(_bare(words))
    if not matter or not (issues(ground.doc, matter, ground.mentions) or _speaks_of_party(matter, ground)):
        return
    doers = _source(own)
    act = "state"
    if not doers and (who := named(subject(root), ground.mentions)) and all(_is_person(p, ground) for p in who):
        doers, act = who, "act"
    yield _claim(act, matter, matter, root, doers, None, sentence, ground)


def _rest(sentence: "Sentence", told: Sequence[Claim], ground: _Ground) -> Iterator[Claim]:
    """What an office's sentence says beside its claims, clause by clause: a readout has nothing that is not meant.

    A clause counts when less than half of its content words stand in a claim, and it does more than tell that a contact
    took place.
    """
    if _only_contact(sentence) or sum(t.is_alpha for t in sentence) < _FEW_WORDS:
        return
    taken = union(s for claim in told for s in claim.spans)
    for clause in _clauses(sentence):
        content = [t for t in clause if t.pos_ in _CONTENT and not t.is_stop]
        free = [t for t in content if not any(s.start <= t.idx < s.end for s in taken)]
        if len(content) < 2 or 2 * len(free) <= len(content) or _tells_of_contact(clause):
            continue
        words = _bare([t for t in clause if not t.is_space])
        matter = spans([t for t in words if not any(s.start <= t.idx < s.end for s in taken)])
        head = next((t for t in clause if t.pos_ in ("VERB", "AUX") and t.head not in clause), clause[0])
        if any(s.start <= head.idx < s.end for s in taken):
            continue  # what is left stands around a claim: "On the Sahel, both ..."
        own = _innermost(matter, ground)
        doers = named(subject(head), ground.mentions) if head.pos_ in ("VERB", "AUX") else ()
        if matter:
            yield _claim("state", matter, matter, head, _source(own) or doers, None, sentence, ground)


_FEW_WORDS = 4  # "Good evening", "Thank you all" say nothing
_CONTENT = ("NOUN", "PROPN", "VERB", "ADJ", "NUM")


def _clauses(sentence: "Sentence") -> Iterator[list["Token"]]:
    """The words of each main clause: the root's, and those joined to it by semicolons or "and" with a subject."""
    heads = [sentence.root]
    for token in sentence:
        joined = token.dep_ in ("conj", "parataxis") and token.head in heads
        finite = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in token.children)
        if (
            token.pos_ in ("VERB", "AUX")
            and finite
            and (joined or (token.dep_ == "ccomp" and _apart(token, token.head)))
        ):
            heads.append(token)
    inside = {id: {t.i for t in head.subtree} for id, head in enumerate(heads)}
    for at, _ in enumerate(heads):
        smaller = {i for other, words in inside.items() if other != at and len(words) < len(inside[at]) for i in words}
        words = [sentence.doc[i] for i in sorted(inside[at] - (smaller & inside[at]))]
        if words:
            yield words


def _tells_of_contact(clause: Sequence["Token"]) -> bool:
    """Whether the clause has no content word but names, days and those of contacts."""
    return all(
        t.pos_ == "PROPN"
        or t.ent_type_ in ("DATE", "TIME", "PERSON", "GPE")
        or t.lemma_.lower() in _CONTACT | _CONTACT_NOUNS
        for t in clause
        if t.pos_ in _CONTENT and not t.is_stop
    )


def _bare(words: Sequence["Token"]) -> list["Token"]:
    kept = list(words)
    while kept and kept[-1].is_punct:
        kept.pop()
    while kept and kept[0].is_punct:
        kept.pop(0)
    return kept


def _speaks_of_party(matter: Sequence[Span], ground: _Ground) -> bool:
    named_here = (m.party for m in ground.mentions if m.party and any(s.covers(m.span) for s in matter))
    return any(party.startswith(("person:", "state:", "body:")) for party in named_here)


def _is_person(party: str, ground: _Ground) -> bool:
    known = ground.parties.get(party)
    return known is not None and known.kind == "person"


def _only_contact(sentence: "Sentence") -> bool:
    """Whether the sentence tells that a contact took place, and no more."""
    root = sentence.root
    if root.lemma_.lower() not in _CONTACT and root.lemma_.lower() not in _CONTACT_NOUNS:
        return False
    if any(c.dep_ == "aux" and c.lower_ in _AHEAD for c in root.children):
        return False  # the next meeting is news
    lemmas = {t.lemma_.lower() for t in sentence}
    return bool(lemmas & _CONTACT_NOUNS) or root.lemma_.lower() in ("speak", "talk", "meet", "call", "phone", "visit")
