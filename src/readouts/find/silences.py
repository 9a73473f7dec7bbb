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

# Of a talk or a law these say other things too: they count only beside a word for a text.
_LOOSE = frozenset("raise discuss address include touch cover note contain list feature say speak cite".split())
_MENTIONING = frozenset("mention refer allude acknowledge reference".split()) | _LOOSE
_OMITTING = frozenset("omit exclude skip overlook elide".split())
_STANDING = frozenset("appear figure feature".split())  # "the treaty did not appear in the readout"
_GETTING = frozenset("get receive find merit".split())  # "the treaty got no mention in the readout"
_FAILING = frozenset("fail neglect decline refuse forget avoid refrain".split())
_WORDS = frozenset("mention reference allusion word".split())
_MISSING = frozenset("absent missing unmentioned unaddressed".split())
_SILENT = frozenset("silent silence mum".split())
_CUTTING = frozenset("ignore drop delete remove".split())  # of a text or from it
# What hangs on these is not asserted: somebody is to be silent, or is not.
_WISHING = frozenset("ask tell urge want expect promise agree plan decide order advise request".split())
_DENYING = frozenset("deny reject dispute refute".split())
_UNTRUE = frozenset("true correct untrue false wrong incorrect".split())
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


def unmentioned(sentence: "Sentence") -> "Token | None":
    """The verb by which the sentence says that something is not mentioned; None where it says nothing of the kind."""
    anchor = _anchor(sentence)
    return None if anchor is None else _verb(anchor)


def _anchor(sentence: "Sentence") -> "Token | None":
    """The word that says that something is not mentioned; None where nothing of the kind is asserted."""
    if sentence.text.rstrip().endswith("?"):
        return None
    has_text = any(t.lemma_.lower() in _TEXTS for t in sentence)
    tokens = list(sentence)
    for is_anchor in (_is_gap, _is_omission, _is_unmentioned, _is_no_mention):
        for token in tokens:
            if is_anchor(token, has_text) and _is_asserted(token):
                return token
    return None


def _is_gap(token: "Token", has_text: bool) -> bool:
    """ "absent from", "missing from", "silent on", "silence on", "said nothing about", which a state may too."""
    states = token.lower_ == "nothing" and any(c.dep_ == "nsubj" and c.ent_type_ == "GPE" for c in token.head.lefts)
    if not (has_text or states) or not (
        token.lower_ in _MISSING or token.lower_ in _SILENT or token.lower_ == "nothing"
    ):
        return False
    preps = {c.lower_ for t in (token, token.head) for c in t.children if c.dep_ in ("prep", "agent") and c.i > token.i}
    if token.lower_ in _MISSING:
        return (bool(preps & {"from", "in"}) or token.lower_[:2] == "un") and not _negated(_verb(token))
    if token.lower_ in _SILENT:
        return bool(preps & {"on", "about", "regarding", "concerning"}) and not _negated(_verb(token))
    said = token.lower_ == "nothing" and token.dep_ == "dobj" and token.head.lemma_ == "say"
    return said and bool(preps & {"about", "of", "on"})


def _is_omission(token: "Token", has_text: bool) -> bool:
    """ "omitted", "left out", "passed over in silence"."""
    lemma = token.lemma_
    if token.pos_ != "VERB" or not has_text:
        return False
    if not (lemma in ("leave", "pass") or lemma in _CUTTING or lemma.lower() in _OMITTING) or _negated(token):
        return False
    beside = {c.lower_ for c in token.children}
    left_out = lemma == "leave" and "out" in beside
    passed = lemma == "pass" and any(t.lower_ == "silence" for t in token.subtree)
    cut = lemma in _CUTTING and _of_text(token)
    return lemma.lower() in _OMITTING or left_out or passed or cut


def _is_unmentioned(token: "Token", has_text: bool) -> bool:
    """ "did not mention", "failed to refer to", "was not addressed", "does not appear"; no "mention when"."""
    lemma = token.lemma_.lower()
    if token.pos_ not in ("VERB", "AUX") or lemma not in _MENTIONING | _STANDING or not _negated(token):
        return False
    if lemma in _LOOSE | _STANDING and not (has_text and _of_text(token)):
        return False
    told = any(c.dep_ in ("ccomp", "xcomp") and c.i > token.i for c in token.children)
    by_name = any(c.lower_ == "by" and any(g.lower_ == "name" for g in c.children) for c in token.children)
    return not by_name and not (told and lemma != "include")


def _of_text(verb: "Token") -> bool:
    """Whether a text is the verb's subject, or where it is said: "in the readout"."""
    near = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    near += [g for c in verb.subtree if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
    head = verb
    while head.dep_ in ("xcomp", "conj") and head.head != head:
        head = head.head
        near += [c for c in head.children if c.dep_ == "nsubj"]
    return any(t.lemma_.lower() in _TEXTS for t in near)


def _is_no_mention(token: "Token", has_text: bool) -> bool:
    """ "no mention", "not any reference to", "avoided any mention", "without a word on"."""
    if token.pos_ != "NOUN" or token.lemma_.lower() not in _WORDS:
        return False
    if token.lemma_.lower() != "mention" and not has_text:
        return False
    kids = {c.lower_ for c in token.children}
    if kids & {"a", "one"} and "not" in kids:  # "not a word on"
        kids.add("no")
    lacking = token.head.lower_ == "without" or token.head.lemma_.lower() in _FAILING
    # "no mention was made": that "no" is the noun's own, and counts once.
    others = [n for n in _negations(_verb(token)) if n.head != token]
    return lacking or ("no" in kids) != bool(len(others) % 2)


def _verb(token: "Token") -> "Token":
    """The verb that the word belongs to; itself where there is none."""
    head = token.head if token.lower_ in _MISSING else token  # "went unmentioned" is parsed as two verbs
    while head.pos_ not in ("VERB", "AUX") and head.head != head:
        head = head.head
    return head


def _negated(verb: "Token") -> bool:
    """Whether an odd number of negations stands at the verb: "did not mention", "failed to mention", "nor"."""
    return bool(sum(1 for _ in _negations(verb)) % 2)


def _negations(verb: "Token") -> Iterator["Token"]:
    for child in verb.children:
        if _is_not(child):
            yield child
        elif child.dep_ in ("nsubjpass", "nsubj"):
            yield from (c for c in child.children if c.lower_ in ("neither", "no"))
        elif child.dep_ == "prep":
            yield from (c for c in child.children if c.lower_ == "nowhere")
    before = verb.doc[verb.sent.start]
    if before.lower_ == "nowhere" and before.head != verb:
        yield before
    if verb.dep_ in ("xcomp", "pcomp") and _verb(verb.head).lemma_.lower() in _FAILING:
        yield verb.head
        yield from _negations(_verb(verb.head))


def _is_not(word: "Token") -> bool:
    """Whether the word negates its verb: "not", but no "not only"; "never"; "no longer"."""
    if word.lower_ == "longer":
        return any(c.lower_ == "no" for c in (word.nbor(-1), *word.children))
    only = word.i + 1 < len(word.doc) and word.doc[word.i + 1].lower_ == "only"
    return (word.dep_ == "neg" or word.lower_ in ("nor", "neither", "never", "nowhere")) and not only


def _is_asserted(anchor: "Token") -> bool:
    """Whether somebody says that it is so: no wish, condition, future or denial."""
    seen = _verb(anchor)
    while True:
        kids = [c for c in seen.children if c.dep_ in ("aux", "mark", "auxpass")]
        if any(c.tag_ == "MD" or c.lower_ in ("if", "unless", "whether") for c in kids):
            return False
        if seen.head == seen:
            return True
        if seen.dep_ in ("ccomp", "xcomp", "csubj", "advcl", "acl"):
            over = _verb(seen.head)
            untrue = {c.lower_ for c in over.children} & _UNTRUE
            if over.lemma_ in _DENYING or untrue or (over.lemma_ in _WISHING and seen.dep_ != "advcl"):
                return False
        seen = seen.head


def _asserted(
    document: Document, anchor: "Token", sentence: "Sentence", mentions: Sequence[Mention], known: Mapping[str, Party]
) -> Iterator[Silence]:
    silent = _neither(anchor, known) or (_silent(anchor, sentence, mentions, known),)
    whole = Span(sentence.start_char, sentence.start_char + len(sentence.text.rstrip()))
    left_out = _left_out(anchor, sentence)
    for issue in issues(sentence.doc, left_out, mentions) or _known_from_before(sentence, left_out, mentions):
        evidence = (Evidence(document=document.id, span=whole),)
        sayer = _sayer(anchor, mentions)
        for party in filter(None, silent):
            yield Silence(party=party, issue=issue, basis="asserted", asserted_by=sayer, evidence=evidence)


_SIDES = _TEXTS | frozenset("side country government capital party leader".split())


def _neither(anchor: "Token", known: Mapping[str, Party]) -> tuple[str, ...]:
    """The two states whose people the text tells of, where it says that "neither side", "neither readout" mentions it;
    () where it does not say so, or tells of one alone.
    """
    who = next((c for c in _verb(anchor).lefts if c.dep_ in ("nsubj", "nsubjpass")), None)
    if who is None or who.lemma_.lower() not in _SIDES or not any(c.lower_ == "neither" for c in who.lefts):
        return ()
    states = dict.fromkeys(f"state:{p.country}" for p in known.values() if p.kind == "person" and p.country)
    return tuple(states)[:2] if len(states) > 1 else ()


_KNOWN = frozenset("the this that these those its their".split())  # before what was told of already


def _known_from_before(sentence: "Sentence", left_out: Sequence[Span], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The issues of what was told of before, where the words only take it up again: "no mention of the fishermen",
    after "two detained fishermen".
    """
    doc = sentence.doc
    again = {
        t.lemma_.lower()
        for span in left_out
        for t in doc.char_span(span.start, span.end, alignment_mode="expand") or ()
        if t.pos_ == "NOUN" and any(c.lower_ in _KNOWN for c in t.lefts)
    }
    before = [t for t in doc[: sentence.start] if t.pos_ == "NOUN" and t.lemma_.lower() in again]
    phrases = (Span(t.left_edge.idx, t.right_edge.idx + len(t.right_edge)) for t in reversed(before))
    return next((found for phrase in phrases if (found := issues(doc, [phrase], mentions))), ())


def _left_out(anchor: "Token", sentence: "Sentence") -> list[Span]:
    """The words for what is not mentioned: after the anchor up to a relative clause, or the subject that is missing."""
    verb = _verb(anchor)
    subjects = [c for c in verb.children if c.dep_ in ("nsubjpass", "nsubj") and c.i < anchor.i]
    has = any(c.lemma_ == "have" for c in verb.children)
    # A passive whose auxiliary stands before its subject is parsed as if it were active.
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or (verb.tag_ == "VBN" and not has)
    gone = anchor.lower_ in _MISSING or anchor.lemma_.lower() in _STANDING or verb.lemma_ in _GETTING
    if (passive and anchor.pos_ != "NOUN") or (gone and subjects):
        words = [t for s in subjects for t in s.subtree] or _after(anchor, sentence)
    else:
        words = _after(anchor, sentence)
    return [Span(words[0].idx, words[-1].idx + len(words[-1]))] if words else []


def _after(anchor: "Token", sentence: "Sentence") -> list["Token"]:
    """The words after the anchor, up to a relative clause or another verb of the sentence, those for the text aside."""
    verb = _verb(anchor)
    others = (
        t.left_edge.i for t in verb.children if t.dep_ in ("conj", "relcl") and t.pos_ == "VERB" and t.i > anchor.i
    )
    relative = (t.i for t in sentence if t.i > anchor.i and t.tag_ in ("WDT", "WP"))
    end = min((*others, *relative), default=sentence.end)
    return [t for t in sentence.doc[anchor.i + 1 : max(end, anchor.i + 1)] if not _in_text_phrase(t)]


def _in_text_phrase(token: "Token") -> bool:
    """Whether the word stands in "in the readout", "from the statement": where, not what."""
    return any(
        t.lemma_.lower() in _TEXTS for t in (token, *token.ancestors) if t.sent == token.sent and t.dep_ == "pobj"
    )


def _silent(
    anchor: "Token", sentence: "Sentence", mentions: Sequence[Mention], known: Mapping[str, Party]
) -> str | None:
    """Whose account is silent: the owner of the statement named in the sentence, else who did not mention. Of something
    missing without a text nobody is silent.
    """
    texts = [t for t in sentence if t.lemma_.lower() in _TEXTS and t.pos_ == "NOUN"]
    for text in texts:
        if party := _owner(text, mentions, known):
            return party
    bare = any(t.dep_ in ("nsubj", "pobj") and all(c.lower_ in _KNOWN for c in t.lefts) for t in texts)
    if bare and (party := _spoke_before(sentence, mentions, known)):
        return party
    verb = _verb(anchor)
    if anchor.lower_ in _MISSING or any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
        return None
    who = named(subject(verb), mentions)
    return _issuer(who[0], known) if who else None


_SPOKE = 2  # sentences before "the readout did not mention it" in which its maker is named


def _spoke_before(sentence: "Sentence", mentions: Sequence[Mention], known: Mapping[str, Party]) -> str | None:
    """The state or body that was last told to have said something before the sentence; None where none was."""
    before = [s for s in sentence.doc.sents if s.end <= sentence.start][-_SPOKE:]
    for told in reversed(before):
        who = (
            named(subject(told.root), mentions)
            if told.root.lemma_.lower() in ("say", "add", "state", "announce")
            else ()
        )
        office = [p for p in who if p in known and known[p].kind in ("state", "body")]
        if len(office) == 1:
            return _issuer(office[0], known)
    return None


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
    for made in (c for c in text.children if c.dep_ == "acl"):  # "the readout published by Marovia"
        if party := next((p for p in named(subject(made), mentions)), None):
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
