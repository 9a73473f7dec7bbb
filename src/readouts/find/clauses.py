"""What clauses without an act say: all of a sentence, or in an office's own text what its claims leave over."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import dropwhile, groupby
from typing import TYPE_CHECKING

from readouts.find.bare_contacts import CONTENT, only_contact, tells_of_contact
from readouts.find.contents import apart
from readouts.find.doers import CHANCES, named, subject
from readouts.find.ground import Ground, innermost
from readouts.find.heads import is_principal
from readouts.find.inserted import inserted
from readouts.find.issues import issues
from readouts.find.pieces import spans, verbs_apart
from readouts.find.points import Point, statement
from readouts.find.remarks import clauses
from readouts.find.speakers import outermost_speaker, speaker
from readouts.records import Attribution
from readouts.text import Span, hull, union

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

# Tags of what may be a finite verb; the parser takes some for participles ("the two compared positions").
_FINITE = ("VBD", "VBN", "VBZ", "VBP")
_IF = frozenset("if unless once when until".split())
_FEW_WORDS = 4  # "Good evening", "Thank you all" say nothing


def plain(sentence: "Sentence", ground: Ground) -> Iterator[Point]:
    """What a sentence without an act says, as one point of act "state"; where a principal does something, "act"."""
    aside = inserted(sentence)
    words = [t for t in sentence if not t.is_space and t.i not in aside]
    root = sentence.root
    if len(words) < _FEW_WORDS or not any(t.pos_ in ("VERB", "AUX") for t in words) or only_contact(sentence):
        return
    principals = _principals(root, ground)
    own = principals or innermost([hull(spans(words))], ground)
    if own and speaker(own, ground) and any(c.covers(Span(root.idx, root.idx + 1)) for c in own.cue):
        said = [t for t in words if any(c.start <= t.idx < c.end for c in own.content)]
        clause = any(t.pos_ in ("VERB", "AUX") for t in said)
        words = said if clause else [t for t in words if t.i >= root.i]  # "came with a proposal for a customs union"
    if tells_of_contact(words):
        return
    bare = _bare(words)
    matter = spans(bare)
    of_note = principals or issues(ground.doc, matter, ground.mentions) or _speaks_of_party(matter, ground)
    if not matter or not of_note:
        return
    telling = speaker(own, ground) or outermost_speaker([hull(spans(words))], ground)
    for part in _parts(bare, ground) if ground.own_voice else [bare]:
        point = statement(part, innermost(spans(part), ground), telling)
        if not telling:
            acting = as_act(replace(point, doers=named(subject(point.verb), ground.mentions)), ground)
            point = acting if acting.act == "act" else point
        yield point


def _principals(root: "Token", ground: Ground) -> Attribution | None:
    """The widest attribution to a principal in whose content the verb stands: what they tell of others is theirs."""
    at = Span(root.idx, root.idx + 1)
    around = [a for a in ground.said if a.source and any(c.covers(at) for c in a.content)]
    theirs = [a for a in around if a.party and is_principal(a.party, ground)]
    return max(theirs, key=lambda a: sum(s.end - s.start for s in a.content), default=None)


def rest(sentence: "Sentence", told: Sequence[Point], ground: Ground) -> Iterator[Point]:
    """What an office's sentence says beside its points, clause by clause: a readout has nothing that is not meant.

    A clause counts when less than half of its content words stand in a point, and it does more than tell that a contact
    took place.
    """
    if only_contact(sentence) or sum(t.is_alpha for t in sentence) < _FEW_WORDS or _is_label(sentence):
        return
    taken, saying = union(s for point in told for s in point.places), _said_behind(ground)
    aside = inserted(sentence)
    for words in _main_clauses(sentence):
        clause = [t for t in words if t.i not in aside]
        content = [t for t in clause if t.pos_ in CONTENT and not t.is_stop]
        free = [t for t in content if not _inside(t, taken)]
        chief = _chief(clause)
        left = _widest(_bare([t for t in clause if not t.is_space]), taken)
        left = list(dropwhile(lambda t: t.is_punct or t.is_space or _inside(t, saying), left))
        few = 2 * len(free) <= len(content) and not _has_own_object(chief, taken)
        if len(content) < 2 or few or tells_of_contact(left):
            continue
        ahead = any(t.tag_ == "MD" and not _inside(t, taken) for t in clause)
        says = not told or ahead or any(t.tag_ in _FINITE for t in free)
        if not left or not says or (chief is not None and _inside(chief, taken)):
            continue  # what is left stands around a point: "On the Sahel, both ..."
        for part in _parts(left, ground):
            point = stated(part, ground)
            yield point if point.doers else replace(point, doers=named(subject(point.verb), ground.mentions))


def _parts(words: Sequence["Token"], ground: Ground) -> list[list["Token"]]:
    """The words of a statement, cut at its further finite clauses and at verbs in a row."""
    return [part for clause in clauses(words) for part in verbs_apart(clause, ground.mentions)]


def _widest(words: Sequence["Token"], taken: Sequence[Span]) -> list["Token"]:
    """Of the runs of words that stand in no point the one with most of them."""
    runs = [list(run) for inside, run in groupby(words, lambda t: _inside(t, taken)) if not inside]
    return max(runs, key=lambda run: sum(t.is_alpha for t in run), default=[])


def _is_label(sentence: "Sentence") -> bool:
    """Whether it is a label of names alone: "Office of the Spokesperson", "Ministry of Foreign Affairs"."""
    content = [t for t in sentence if t.is_alpha and not t.is_stop]
    return all(t.text[0].isupper() and t.pos_ not in ("VERB", "AUX") for t in content)


def _said_behind(ground: Ground) -> tuple[Span, ...]:
    """Who is told behind a quotation to have said it, and that they did: '"...," the President said, thanking her'."""
    behind = (a for a in ground.said if a.source and a.content and max(a.content).end <= min(a.source).start)
    return tuple(union(s for a in behind for s in (*a.source, *a.cue)))


def _chief(clause: Sequence["Token"]) -> "Token | None":
    """The clause's chief verb; None where it has none."""
    return next((t for t in clause if t.pos_ in ("VERB", "AUX") and (t.head == t or t.head not in clause)), None)


def _has_own_object(chief: "Token | None", taken: Sequence[Span]) -> bool:
    """Whether the chief verb and its object stand in no point: "presented the reform, noting that ..."."""
    objects = [c for c in chief.rights if c.dep_ in ("dobj", "ccomp")] if chief is not None else []
    objects = [c for c in objects if c.lemma_ not in CHANCES]
    return bool(objects) and not any(_inside(t, taken) for t in (chief, objects[0]) if t is not None)


def _inside(token: "Token", spans: Sequence[Span]) -> bool:
    return any(s.start <= token.idx < s.end for s in spans)


def _main_clauses(sentence: "Sentence") -> Iterator[list["Token"]]:
    """The words of each main clause: the root's, and those joined to it by semicolons or "and" with a subject."""
    heads = [sentence.root]
    for token in sentence:
        if token.dep_ == "conj" and any(c.dep_ == "mark" and c.lower_ in _IF for c in token.lefts):
            break  # "A may need time, but if B fails, C is at risk" is one
        joined = token.dep_ in ("conj", "parataxis") and token.head in heads
        finite = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in token.children)
        if (
            token.pos_ in ("VERB", "AUX")
            and finite
            and (joined or (token.dep_ == "ccomp" and apart(token, token.head)))
        ):
            heads.append(token)
    inside = {id: {t.i for t in head.subtree} for id, head in enumerate(heads)}
    for at, _ in enumerate(heads):
        smaller = {i for other, words in inside.items() if other != at and len(words) < len(inside[at]) for i in words}
        words = [sentence.doc[i] for i in sorted(inside[at] - (smaller & inside[at]))]
        if words:
            yield words


def _bare(words: Sequence["Token"]) -> list["Token"]:
    """The words without signs at their ends."""
    kept = list(words)
    while kept and kept[-1].is_punct:
        kept.pop()
    while kept and kept[0].is_punct:
        kept.pop(0)
    return kept


def _speaks_of_party(matter: Sequence[Span], ground: Ground) -> bool:
    named_here = (m.party for m in ground.mentions if m.party and any(s.covers(m.span) for s in matter))
    return any(party.startswith(("person:", "state:", "body:")) for party in named_here)


def stated(words: Sequence["Token"], ground: Ground) -> Point:
    """What a clause without an act states, of whoever says it, as far as somebody is told to."""
    said = innermost(spans(words), ground)
    return statement(words, said, speaker(said, ground) or outermost_speaker(spans(words), ground))


def as_act(point: Point, ground: Ground) -> Point:
    """The statement as an act where those who do what it tells are persons; else as it is."""
    known = [ground.parties.get(party) for party in point.doers]
    persons = bool(known) and all(party is not None and party.kind == "person" for party in known)
    return replace(point, act="act") if persons else point
