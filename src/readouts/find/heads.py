"""Which verbs and act nouns of a sentence head claims: those told for their own sake, not inside what another says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readouts.find.acts import Deed, carried, deed
from readouts.find.bare_contacts import CONTACT, CONTACT_NOUNS, bare_contact, hands_out
from readouts.find.contents import apart, content, in_addition
from readouts.find.doers import is_quoted, named, subject
from readouts.find.ground import Ground
from readouts.find.inserted import inserted
from readouts.find.remarks import goes_back, has_subject
from readouts.records import Attribution
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_PRINCIPAL = re.compile(
    r"president|prime minister|premier|chancellor|king|queen|emir|amir|sultan|minister|secretary of|secretary$|leader|"
    r"head of|pope|prince|adviser|advisor|chairman|chair|commissioner|secretary-general|secretary general|taoiseach|"
    r"envoy|ambassador|representative|speaker|governor|director",
    re.I,
)
_REPORTER = re.compile(
    r"spokes|press (?:secretary|service|office)|readout|statement|report|office|agency|news|official|diplomat|source|"
    r"aide",
    re.I,
)
# Acts whose participles mostly belong to what is spoken of: "on addressing climate change, supporting growth".
_NO_TAILS = ("discuss", "act", "support", "agree", "request")
_NO_OPENERS = ("act", "support", "agree")
_LEADS_IN = ("while", "when")
_COURSE = frozenset("during in at over".split())


@dataclass(frozen=True, slots=True)
class Head:
    """A deed that heads claims, with the tokens of its content."""

    deed: Deed
    content: tuple["Token", ...]
    attribution: Attribution | None


def heads(sentence: "Sentence", ground: Ground) -> list[Head]:
    """The deeds of the sentence that head claims, in order, each with its content."""
    aside = inserted(sentence)
    telling = (t for t in sentence if t.i not in aside and not (ground.own_voice and hands_out(t)))
    deeds = [d for token in telling for d in _deeds(token) if not bare_contact(token, d)]
    kept = [d for d in deeds if _independent(d, deeds, ground)]
    frames = {id(d) for d in kept if _reports(d, kept, ground)}
    acting = [d for d in kept if id(d) not in frames]
    found = [_headed(d, acting[number + 1 :], sentence, ground, aside) for number, d in enumerate(acting)]
    return [head for head in found if head is not None]


def _deeds(token: "Token") -> tuple[Deed, ...]:
    named_acts = carried(token)
    if named_acts:
        return named_acts
    done = deed(token)
    return (done,) if done else ()


def _independent(done: Deed, deeds: Sequence[Deed], ground: Ground) -> bool:
    """Whether the deed is told for its own sake, not inside the content of another deed."""
    verb = done.verb
    if done.act == "act" and not (verb.tag_ in ("VBD", "VBZ", "VBP") or verb.dep_ in ("ROOT", "conj")):
        return False
    if verb.dep_ in ("amod", "compound") or (verb.tag_ == "VBN" and verb.dep_ in ("acl", "prep")):
        return False
    if _gladly(verb) or is_quoted(verb):
        return True
    if any(_gladly(other.verb) and other.verb.head in (verb, *done.parts) for other in deeds):
        return False  # "was pleased to announce" announces
    if _astray(verb) or _is_weighed(verb) or _of_ourselves(done) or _is_said_by_other(done, deeds, ground):
        return False
    if _is_asked(verb):
        return False
    if _answers(verb) or _is_added(verb):
        return True
    if verb.dep_ == "relcl" and not _aside(verb, ground) and not _in_the_course(verb):
        return False
    if outer := _that_of(verb, deeds):
        return _passes(outer, done, ground)
    if verb.tag_ == "VBD" and verb.dep_ == "conj" and (_is_no_past(verb.head) or goes_back(verb)):
        return True  # a finite past cannot be joined to "to defend": the parser chose the wrong word
    led = verb.i > 0 and verb.nbor(-1).lower_ == "while" and done.act == "agree"
    if is_tail(verb) and (led or done.act not in _NO_TAILS):
        return True
    before = [t.lower_ for t in verb.doc[verb.sent.start : verb.i] if t.is_alpha]
    if verb.tag_ == "VBG" and (not before or (before[0] in _LEADS_IN and len(before) == 1)):
        frames = done.act == "discuss" and not before  # "touching on the border, he said": only what it is about
        full = any(c.dep_ in ("ccomp", "dobj", "prep") for c in verb.children)
        return full and done.act not in _NO_OPENERS and not frames
    others = {d.verb: d for d in deeds if d.verb != verb}
    seen = verb
    while seen.head != seen:
        if seen.dep_ in ("relcl", "acl", "csubj", "nsubj") and not is_tail(seen) and seen != verb:
            return seen.dep_ == "relcl" and verb.dep_ == "conj" and _in_the_course(seen)
        if seen.dep_ == "relcl" and _in_the_course(seen):
            return True
        outer = others.get(seen.head)
        if outer is not None and seen.dep_ == "ccomp" and apart(seen, seen.head):
            outer = None  # "they discussed trade; the minister stressed": the parser makes one the content of the other
        if outer is not None and seen.dep_ not in ("conj", "dep", "parataxis", "advcl", "cc"):
            return _passes(outer, done, ground)
        if (
            outer is not None
            and seen.dep_ == "advcl"
            and (seen.tag_ == "VB" or any(c.dep_ == "mark" and not _sets_beside(c, done) for c in seen.children))
        ):
            return False
        if seen.dep_ == "conj" and seen.tag_ != seen.head.tag_ and seen.tag_ in ("VB", "VBG") and seen == verb:
            return False
        seen = seen.head
    if (verb.tag_ == "VB" and verb.dep_ in ("xcomp", "advcl", "acl")) or verb.dep_ == "pcomp":
        return _purpose(verb)
    marks = [c.lower_ for c in verb.children if c.dep_ == "mark"]
    beside = all(_sets_beside(c, done) for c in verb.children if c.dep_ == "mark")
    return not (verb.dep_ == "advcl" and marks) or (beside and verb.tag_ == "VBD" and has_subject(verb))


def _sets_beside(mark: "Token", done: Deed) -> bool:
    """Whether the clause behind it tells for its own sake: "while X stressed", "as they discussed aid, they agreed"."""
    return mark.lower_ == "while" or (mark.lower_ == "as" and done.act == "discuss")


def _is_no_past(word: "Token") -> bool:
    return word.tag_ in ("VB", "VBG", "VBN") or word.pos_ == "NOUN"


def _astray(verb: "Token") -> bool:
    """Whether the verb cannot be told for itself, wherever the parser hung it: a bare form without a subject beside a
    finite past ("agreed to back the plan, address the costs"), a present one that goes on from a clause with "that"
    ("legislation that serves them, and supports ..."), one behind "including".
    """
    if verb.tag_ == "VBG" and verb.i and verb.nbor(-1).lower_ in ("including", "as"):
        return True
    if verb.tag_ not in ("VB", "VBP", "VBZ") or verb.dep_ not in ("conj", "advcl", "dep", "ccomp"):
        return False
    if any(c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "mark") for c in verb.children):
        return False
    first = verb
    while first.dep_ in ("conj", "advcl", "dep", "ccomp") and first.head != first:
        first = first.head
        if any(c.dep_ == "aux" and c.lower_ == "to" for c in first.children):
            return False  # "met to discuss the plan and congratulate her"
    between = verb.doc[first.i : verb.i]
    clause = any((t.dep_ == "relcl" and t.tag_ == "VBZ") or (t.dep_ == "mark" and t.lower_ == "that") for t in between)
    return bool(first.tag_ == "VBD" and (clause or verb.tag_ != "VBZ"))


_GLAD = frozenset("proud pleased please happy glad delighted delight honored honoured privileged".split())


def _gladly(verb: "Token") -> bool:
    """Whether the deed is what somebody was glad or proud to do: "was proud to announce the gift"."""
    glad = verb.tag_ == "VB" and verb.dep_ == "xcomp" and verb.head.lemma_.lower() in _GLAD
    return glad and not any(c.dep_ == "aux" and c.tag_ == "MD" for c in (*verb.head.lefts, *verb.head.head.lefts))


def _is_weighed(verb: "Token") -> bool:
    """Whether the deed stands in what is called important, clear, good: "it is vital that Marovia supports them"."""
    top = verb
    while top.dep_ == "conj":
        top = top.head
    marked = top.dep_ == "ccomp" and any(c.dep_ == "mark" and c.lower_ == "that" for c in top.children)
    up = top.head
    return marked and (up.pos_ == "ADJ" or (up.lemma_ == "be" and any(c.dep_ == "acomp" for c in up.children)))


def _of_ourselves(done: Deed) -> bool:
    """Whether the speaker tells of an own deed that is no saying: "we are imposing sanctions" states it."""
    return done.act == "act" and any(c.dep_ == "nsubj" and c.lower_ in ("i", "we") for c in done.verb.children)


def _is_said_by_other(done: Deed, deeds: Sequence[Deed], ground: Ground) -> bool:
    """Whether a principal tells of another's act, with a cue that is no deed of the sentence: "according to the
    Premier, Marovia rejected it", or in a quotation of several sentences.
    """
    at, doer = Span(done.verb.idx, done.verb.idx + 1), subject(done.verb)
    if doer is None or doer.lower_ in ("i", "we"):
        return False
    for said in ground.said:
        if not any(c.covers(at) for c in said.content) or not is_principal(said.party or "", ground):
            continue
        cued = any(c.covers(Span(d.verb.idx, d.verb.idx + 1)) for d in deeds for c in said.cue)
        if said.cue and not cued and said.party not in named(doer, ground.mentions):
            return True
    return False


def _that_of(verb: "Token", deeds: Sequence[Deed]) -> Deed | None:
    """The deed whose content a joined that-clause goes on: "reiterated the interest in peace and that it stands by"."""
    that = next((c for c in verb.lefts if c.dep_ == "mark" and c.lower_ == "that"), None)
    if that is None or verb.dep_ != "conj":
        return None
    before = [d for d in deeds if d.verb.i < that.i and (d.verb == verb.head or d.verb.is_ancestor(verb))]
    near = max(before, key=lambda d: d.verb.i, default=None)
    told = [d for d in before if d.act == "state" and near is not None and d.verb.is_ancestor(near.verb)]
    if near is not None and told and not any(t.lower_ == "that" for t in verb.doc[near.verb.i : that.i]):
        return told[-1]  # "the office said both agreed to talk and that X had stressed ...": the office said that too
    return near


def _passes(outer: Deed, inner: Deed, ground: Ground) -> bool:
    """Whether the inner deed is what the outer one's source reports, and of a principal."""
    if outer.act not in ("state", "propose", "announce") or not _is_reporter(outer, ground):
        return False
    if not _finite(inner.verb, outer.verb):
        return False  # "Marovia expects Telmark to recognise it"
    doer = subject(inner.verb)
    if doer is None:
        return False
    # "The readout said the King welcomed it", of a king whom nobody names.
    role = any(m.party is None and m.span.start <= doer.idx < m.span.end for m in ground.mentions)
    return role or doer.pos_ == "PRON" or bool(named(doer, ground.mentions))


def _finite(verb: "Token", outer: "Token") -> bool:
    """Whether the verb, or one that it completes below the outer verb, is finite: "that he tried to assure her"."""
    while verb.dep_ == "xcomp" and verb.head != outer:
        verb = verb.head
    forms = {verb.tag_, *(c.tag_ for c in verb.children if c.dep_ in ("aux", "auxpass"))}
    return bool(forms & {"VBD", "VBZ", "VBP", "MD"})


def _reports(done: Deed, kept: Sequence[Deed], ground: Ground) -> bool:
    """Whether the deed only reports others that are kept."""
    verb = done.verb
    return (
        done.act in ("state", "propose", "announce")
        and _is_reporter(done, ground)
        and any(d is not done and verb.is_ancestor(d.verb) and _reaches(d.verb, verb) for d in kept)
    )


def _reaches(inner: "Token", outer: "Token") -> bool:
    """Whether the path from the inner verb to the outer one runs through a content clause."""
    seen = inner
    while seen.head != seen and seen != outer:
        if seen.dep_ in ("ccomp", "xcomp") and (seen.head == outer or outer.is_ancestor(seen)):
            return True
        seen = seen.head
    return False


def _is_reporter(done: Deed, ground: Ground) -> bool:
    """Whether the source of the deed speaks for others: a spokesperson, a document, an office, an outlet, "it"."""
    head = subject(done.verb)
    if head is None:
        return False
    who = named(head, ground.mentions)
    party = ground.parties.get(who[0]) if who else None
    if _REPORTER.search(head.text) or any(
        _REPORTER.search(t.text) for t in head.subtree if t.dep_ in ("compound", "appos", "nmod")
    ):
        return True
    if party is None or party.kind == "group":
        return bool(head.pos_ != "PRON" or head.lower_ == "it")
    return party.kind in ("body", "state") or (party.kind == "person" and not is_principal(party.id, ground))


def is_principal(id: str, ground: Ground) -> bool:
    """Whether the party acts for itself: a person whose role is a leader's, minister's, envoy's."""
    party = ground.parties.get(id)
    return party is not None and party.kind == "person" and bool(_PRINCIPAL.search(party.role or ""))


def is_tail(verb: "Token") -> bool:
    """Whether it is a participle after a comma, "noting ...", which says what else the subject did."""
    at = verb.i - 1
    while at > verb.sent.start and (verb.doc[at].tag_ in ("RB", "CC") or verb.doc[at].lower_ == "while"):
        at -= 1
    return verb.tag_ == "VBG" and at >= verb.sent.start and verb.doc[at].text in (",", ";", "-", "–", "—")


def _aside(verb: "Token", ground: Ground) -> bool:
    """Whether a relative clause is a remark of its own: "..., which Marovia has insisted is a domestic matter"."""
    pronoun = next((t for t in verb.subtree if t.tag_ in ("WDT", "WP")), None)
    if pronoun is None or pronoun.i == 0 or pronoun.nbor(-1).text != ",":
        return False
    return any(c.covers(Span(verb.idx, verb.idx + 1)) for a in ground.said for c in a.cue) and bool(
        named(subject(verb), ground.mentions)
    )


def _is_asked(verb: "Token") -> bool:
    """Whether it tells what a reporter asked: "Asked about the border, she said"."""
    return verb.lower_ == "asked" and verb.i == verb.sent.start and not has_subject(verb)


def _answers(verb: "Token") -> bool:
    """Whether it tells the other side's answer: "offered talks, to which she replied that ..."."""
    led = (c for c in verb.lefts if c.dep_ == "prep" and c.lower_ == "to" and c.i and c.nbor(-1).text == ",")
    return has_subject(verb) and any(t.tag_ == "WDT" for c in led for t in c.children)


def _is_added(verb: "Token") -> bool:
    """Whether it tells what was done besides: "reviewed trade, in addition to discussing the border"."""
    return verb.tag_ == "VBG" and in_addition(verb)


def _in_the_course(verb: "Token") -> bool:
    """Whether a relative clause tells what was said at a contact: "received a call, during which she offered ..."."""
    links = (c for c in verb.lefts if c.dep_ == "prep" and c.lower_ in _COURSE)
    return verb.head.lemma_.lower() in CONTACT_NOUNS and any(t.tag_ == "WDT" for c in links for t in c.children)


def _purpose(verb: "Token") -> bool:
    """Whether the deed is what a contact or an attempt was for: "met to discuss", "attempted to assure"."""
    up = verb.head
    light = ("use", "take", "be", "go", "wish", "want", "like", "seem")
    weighed = up.lemma_ == "be" and any(c.dep_ in ("nsubj", "expl") and c.lower_ == "it" for c in up.children)
    if up.lemma_.lower() in light and verb.dep_ in ("advcl", "xcomp", "acl"):
        return not weighed  # "it is our duty to tell them" tells nothing
    root = verb.sent.root
    if verb.dep_ in ("acl", "relcl", "advcl", "xcomp") and root.lemma_.lower() in CONTACT and root.i < verb.i:
        return True  # "spoke with the Premier of India to discuss": hung on India
    trying = frozenset("try attempt continue begin seek proceed manage start have".split())
    if verb.dep_ == "xcomp" and up.lemma_.lower() in trying:
        return True
    return (
        up.lemma_.lower() in CONTACT
        or up.lemma_.lower() in CONTACT_NOUNS
        or up.lemma_.lower() in ("opportunity", "occasion")
    )


# ---- content


def _headed(
    done: Deed, later: Sequence[Deed], sentence: "Sentence", ground: Ground, aside: frozenset[int]
) -> Head | None:
    """The deed with its content: what its attribution says, or the words after it up to the next deed."""
    own = own_attribution(done, ground)
    tokens = [t for t in content(done, later, sentence, own, ground) if t.i not in aside]
    return Head(done, tuple(tokens), own) if any(t.is_alpha or t.like_num for t in tokens) else None


def own_attribution(done: Deed, ground: Ground) -> Attribution | None:
    """The attribution whose cue is this deed."""
    word = Span(done.word.idx, done.word.idx + 1)
    verb = done.verb
    found = [a for a in ground.said if any(c.covers(word) for c in a.cue)]
    found = found or [a for a in ground.said if any(c.covers(Span(verb.idx, verb.idx + 1)) for c in a.cue)]
    return min(found, key=lambda a: sum(s.end - s.start for s in a.content)) if found else None
