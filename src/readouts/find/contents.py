"""The words of a deed's content: what its attribution says, or what follows it up to the next deed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.find.acts import Deed, act_of, is_act_verb
from readouts.find.doers import named
from readouts.find.ground import Ground
from readouts.find.pieces import ADDING, ON
from readouts.records import Attribution
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

# Verbs of discussing whose subject is the matter: "ransomware came up", "the crisis took up most of the call".
_OF_SUBJECT = frozenset("come arise take feature figure dominate be".split())


def content(
    done: Deed, later: Sequence[Deed], sentence: "Sentence", own: Attribution | None, ground: Ground
) -> list["Token"]:
    """The words that tell what the deed is about; `later` are the deeds after it that head claims, `own` is the
    attribution whose cue it is.
    """
    verb = done.verb
    if done.word != verb:
        return _of_noun(done, _end(done, later, sentence, ground))
    start, end = done.last + 1, _end(done, later, sentence, ground)
    after = list(ground.doc[start:end])
    listed = done.act == "discuss" and _goes_on_listing(after)
    if quoted := _fronted_quote(verb, sentence):
        return quoted
    if own and _ends_before(verb, own, sentence) and not listed and not _is_passive_subject(own, verb):
        return [t for t in sentence if any(c.covers(Span(t.idx, t.idx + len(t))) for c in own.content if len(t))]
    speaker = next((c for c in verb.rights if c.dep_ == "nsubj" and verb.lemma_ != "be"), None)  # "said the President"
    after = [t for t in after if speaker is None or t not in speaker.subtree]
    if done.act == "state" and not any(t.is_alpha for t in after):
        return _fronted(verb, sentence)
    if _tells_of_subject(done) and (topic := next((c for c in verb.lefts if c.dep_ == "nsubj"), None)):
        return [t for t in topic.subtree if t.i < verb.i]
    pronoun = [t for t in verb.lefts if t.tag_ == "WDT"]
    passive = [t for c in verb.lefts if c.dep_ == "nsubjpass" and not named(c, ground.mentions) for t in c.subtree]
    return sorted({*(passive or pronoun or _set_out_before(verb)), *after}, key=lambda t: t.i)


def _set_out_before(verb: "Token") -> list["Token"]:
    """What "they" are in "set out the plans, and they were discussed": the object of the verb that goes before."""
    back = any(c.dep_ == "nsubjpass" and c.lower_ in ("they", "it", "these", "this") for c in verb.lefts)
    if not back or verb.dep_ != "conj":
        return []
    return [t for c in verb.head.rights if c.dep_ == "dobj" for t in c.subtree if t.i < verb.left_edge.i]


def apart(inner: "Token", outer: "Token") -> bool:
    """Whether a semicolon stands between the two, the inner one first."""
    return inner.i < outer.i and any(t.text == ";" for t in inner.doc[inner.i : outer.i])


def _tells_of_subject(done: Deed) -> bool:
    """Whether the subject is what is discussed; "took stock of the border" discusses its object."""
    verb, first = done.verb.lemma_.lower(), done.parts[0].lower_ if done.parts else ""
    if verb == "be" and len(done.parts) < 2:  # "the border was the focus"; not "the focus was on the border"
        return done.act == "discuss" and any(part.dep_ == "attr" for part in done.parts)
    return done.act == "discuss" and verb in _OF_SUBJECT and first == {"take": "up", "be": "on"}.get(verb, first)


def _goes_on_listing(after: Sequence["Token"]) -> bool:
    """Whether examples follow the verb: "several questions were considered, including the ferry"."""
    words = [t.lower_ for t in after if t.is_alpha]
    return words[:1] == ["including"] or tuple(words[:2]) in ADDING


def _fronted_quote(verb: "Token", sentence: "Sentence") -> list["Token"]:
    """The words of a quotation with which the sentence begins and which the verb's clause follows: "'...', she said at
    the end of the talks".
    """
    words = [t for t in sentence if not t.is_space]
    if not words[0].is_quote or not is_act_verb(verb.lemma_.lower()):
        return []
    end = next((at for at, t in enumerate(words[1:], 1) if t.is_quote), 0)
    behind = [t for t in words[end + 1 :] if not t.is_punct]
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    opens = {verb.i} | ({min(t.i for t in subject.subtree)} if subject is not None else set())
    return words[1:end] if end > 2 and behind and behind[0].i in opens else []


def _ends_before(verb: "Token", own: Attribution, sentence: "Sentence") -> bool:
    """Whether what is said stands before the verb, and some of it in the verb's sentence: "... of peace," he said."""
    first, last = own.content[0], own.content[-1]
    return bool(first.end <= verb.idx and sentence.start_char < last.end <= verb.idx)


def _is_passive_subject(own: Attribution, verb: "Token") -> bool:
    """Whether what is said is but the subject of a passive: "satisfaction was expressed with the talks"."""
    subject = next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None)
    behind = any(c.dep_ == "prep" for c in verb.rights)
    return subject is not None and behind and all(subject.left_edge.idx <= s.start for s in own.content)


def _fronted(verb: "Token", sentence: "Sentence") -> list["Token"]:
    """What stands before "..., the President said" in its sentence."""
    own = [t.i for c in verb.lefts if c.dep_ in ("nsubj", "aux", "advmod") for t in c.subtree]
    end = min([verb.i, *own])
    return [t for t in sentence if t.i < end] if end - 1 > sentence.start and sentence.doc[end - 1].is_punct else []


def _end(done: Deed, later: Sequence[Deed], sentence: "Sentence", ground: Ground) -> int:
    """The token index at which the deed's content ends: the next deed's clause, or the end of what is reported."""
    verb, end = done.verb, sentence.end
    at = Span(verb.idx, verb.idx + 1)
    around = [max(s.end for s in a.content) for a in ground.said if any(s.covers(at) for s in a.content)]
    if outer := [limit for limit in around if limit < sentence.end_char]:
        end = next((t.i for t in sentence if t.idx >= min(outer)), end)
    nexts = [_opening(d.verb, verb) for d in later if d.verb.i > verb.i and d.verb != verb]
    aside = next(
        (
            t.i - 1
            for t in ground.doc[verb.i : end]
            if t.tag_ == "WDT" and t.nbor(-1).text == "," and t.lower_ == "which"
        ),
        end,
    )
    end = int(min([end, *nexts]))
    if apart(verb, verb.head):  # "instructed them to follow up; the allies will help"
        end = min(end, next(t.i for t in ground.doc[verb.i : verb.head.i] if t.text == ";"))
    return int(min(end, aside)) if any(n > aside for n in nexts) else end


def in_addition(verb: "Token") -> bool:
    """Whether "in addition to" stands right before the verb."""
    return bool(verb.doc[max(0, verb.i - 3) : verb.i].text.lower() == "in addition to")


def _opening(verb: "Token", before: "Token") -> int:
    """The token index where the verb's clause opens: its subject, auxiliaries and the "and" or comma before it."""
    own = [
        c.i for c in verb.lefts if c.dep_ in ("nsubj", "nsubjpass", "aux", "auxpass", "neg", "advmod", "mark", "expl")
    ]
    own += [c.i for c in verb.lefts if c.dep_ == "prep" and any(t.tag_ == "WDT" for t in c.children)]
    left = [min(t.i for t in verb.doc[i].subtree) for i in own]
    if verb.i - before.i > 3 and in_addition(verb):
        left.append(verb.i - 3)
    at = min([verb.i, *(i for i in left if i > before.i)])
    while at - 1 > before.i and (
        verb.doc[at - 1].is_punct or verb.doc[at - 1].pos_ in ("CCONJ", "ADV") or verb.doc[at - 1].tag_ in ("WDT", "WP")
    ):
        at -= 1
    return int(at)


def _of_noun(done: Deed, last: int) -> list["Token"]:
    """What an act noun is about, before the token `last`; nouns joined without words of their own share what follows
    the last of them.
    """
    at = done.word.i + 1
    doc = done.word.doc
    if done.verb.i > done.word.i:  # "an exchange of views on the market took place"
        verb = done.verb
        before = doc[at : min([verb.i, *(c.i for c in verb.lefts if c.dep_ in ("aux", "auxpass", "advmod", "neg"))])]
        first = verb.i + 1 + (verb.i + 1 < last and doc[verb.i + 1].lower_ == "place")
        behind = doc[first] if first < last else None  # "an exchange of views was held, took place, on the market"
        return list(doc[first:last] if behind is not None and behind.lower_ in ON else before)
    while at < last and (doc[at].lower_ in ("and", ",", "or") or doc[at].tag_ == "PRP$" or act_of(doc[at])):
        at += 1
    end = next((t.i for t in doc[at:last] if act_of(t) and t.i and t.nbor(-1).tag_ == "PRP$"), max(at, last))
    while end > at and (doc[end - 1].tag_ == "PRP$" or doc[end - 1].lower_ in ("and", ",")):
        end -= 1
    return list(doc[at:end])
