"""Event acts of a sentence: which verbs and nouns of its main clauses name events, and what is said of them.

One sentence tells of the events of its main clause, of clauses joined to it, and of what is reported or promised there.
Only where these tell of none are subordinate clauses read: what stands behind "after", "who" and "because" is
background. What stands behind "if" and "unless" is no event.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from readouts.code import outcomes, words
from readouts.code.grammar import NOUNS, VERBS, according, conditional, finite, holders, obliged, purpose, subjects
from readouts.code.operators import Act, qualified, request, under
from readouts.code.words import Sense, lemma

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_MOST_DEPTH = 6  # of operators over each other: "refused to agree to begin talks"


def acts(sentence: "Sentence", *, narrow: bool = False) -> list[Act]:
    """The event acts of a sentence in text order.

    `narrow`: those of subordinate clauses only where they are finite, those that nouns name only between two parties.
    """
    if not any(words.may_matter(t) for t in sentence if t.pos_ in VERBS + NOUNS):
        return []
    found = [act for verb in _main(sentence.root) for act in _clauses(verb, None, 0)]
    if not found:
        found = _background(sentence, narrow)
    return sorted(_once(found), key=lambda act: act.at.i)


def _main(root: "Token") -> list["Token"]:
    """The main verb; where the parser made its subject the root ("police arrested ..."), the verb hung there."""
    hung = [c for c in root.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD") and c.i > root.i]
    return hung if root.pos_ in NOUNS and hung else [root]


def _once(found: list[Act]) -> Iterator[Act]:
    seen: set[tuple[int, str]] = set()
    for act in found:
        if (place := (act.at.i, act.coding.plover)) not in seen:
            seen.add(place)
            yield act


def _background(sentence: "Sentence", narrow: bool) -> list[Act]:
    """The event of the highest subordinate clause that names one, or else of the highest noun with its doer."""
    verbs = (t for t in sentence if t.pos_ in VERBS and t.dep_ in (_BACKGROUND if narrow else _ANYWHERE))
    for verb in sorted(verbs, key=_depth):
        if conditional(verb) or obliged(verb.head) == verb or (narrow and (purpose(verb) or not finite(verb))):
            continue
        if found := list(_clause(verb, None, 0)):
            return found
    nouns = (t for t in sentence if t.pos_ in NOUNS and t.dep_ in _NOUN_PLACES)
    for noun in sorted(nouns, key=_depth):
        if not conditional(noun) and not (narrow and purpose(noun)) and (act := _noun(noun, 0)) and act.by:
            return [replace(act, both=narrow)]
    return []


_BACKGROUND = frozenset("ccomp relcl advcl conj parataxis dep ROOT".split())
_ANYWHERE = _BACKGROUND | frozenset("xcomp acl".split())
_NOUN_PLACES = frozenset("nsubj nsubjpass dobj pobj ROOT attr conj".split())


def _depth(token: "Token") -> tuple[int, int]:
    return (sum(1 for _ in token.ancestors), token.i)


# -- clauses -----------------------------------------------------------------------------------------------------------


def _clauses(verb: "Token", reporter: "Token | None", depth: int) -> Iterator[Act]:
    """The acts of a clause and of those joined to it."""
    yield from _clause(verb, reporter, depth)
    for other in verb.conjuncts:
        if other.i > verb.i and other.pos_ in VERBS and not conditional(other):
            yield from _clause(other, reporter, depth)
    for other in verb.children:
        if other.dep_ == "parataxis" and other.pos_ in VERBS:
            yield from _clause(other, reporter, depth)


def _clause(verb: "Token", reporter: "Token | None", depth: int) -> Iterator[Act]:
    """The acts of one clause. Its verb names an event, acts upon one that it governs, or says nothing by itself."""
    if depth > _MOST_DEPTH:
        return
    if verb.pos_ in NOUNS:
        yield from _maybe(_noun(verb, depth), reporter)
    elif (owed := obliged(verb)) is not None:
        due = words.event(owed)
        named = outcomes.plain(due[0]) if due and due[0].kind == "event" else None
        yield from _maybe(request(verb, reporter, named))
    elif not any(c.dep_ == "dobj" and c.lower_ == "you" for c in verb.children):  # "Thank you": said, not told
        yield from _told(verb, reporter, depth)


def _told(verb: "Token", reporter: "Token | None", depth: int) -> Iterator[Act]:
    """The acts of a verb: as operator over what it governs, by itself, or through what it carries.

    The closer fit wins: "announced a ceasefire" names one, "announced" alone reports.
    """
    event, operator = words.event(verb), words.operator(verb)
    if event and event[0].kind == "none" and not (operator and operator[1] > event[1]):
        return
    if operator and not (event and event[1] > operator[1] and operator[0].kind != "report"):
        found = list(_operated(verb, operator[0], reporter, depth))
        if found:
            yield from found
            return
    if event and event[0].plover == "ASSAULT" and words.by_nature(verb):
        return
    if event:
        yield from _maybe(qualified(_act(verb, event[0]), verb, reporter), reporter)
    elif operator and operator[0].plover and not _reports_only(operator[0]):
        yield from _maybe(qualified(_act(verb, operator[0]), verb, reporter), reporter)
    else:
        yield from _through(verb, reporter, depth)


def _reports_only(sense: Sense) -> bool:
    return sense.kind in ("report", "allow", "prevent", "do", "plan", "end", "fail", "deny")


def _through(verb: "Token", reporter: "Token | None", depth: int) -> Iterator[Act]:
    """A verb that says nothing by itself: the event is the noun that it carries, as object or as subject."""
    for child in verb.children:
        if child.dep_ in ("dobj", "attr", "nsubjpass", "nsubj", "oprd") and child.pos_ in NOUNS:
            act = _noun(child, depth)
            passive = child.dep_ in ("nsubj", "nsubjpass")
            if act and (_light(verb) or (passive and lemma(verb) in _GOES_ON)):
                by = act.by if passive else (*subjects(verb), *act.by)
                carried = replace(act, by=by, roots=(*act.roots, (verb, _CARRIED)), reporter=reporter)
                yield from _maybe(qualified(carried, verb, reporter))
                return
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp") and not conditional(child):
            found = list(_clauses(child, reporter, depth + 1))
            if found:
                yield from found
                return


def _light(verb: "Token") -> bool:
    """Whether the verb only carries its object: "launched an attack"."""
    found = words.operator(verb)
    return found is not None and found[0].kind == "do"


_GOES_ON = frozenset(
    "continue be erupt break occur begin resume happen take rage flare start spread leave go kill".split()
)


_CARRIED = ("against", "with", "on", "in", "at", "to")  # where a light verb's own phrases may name the other side


def _maybe(act: Act | None, reporter: "Token | None" = None) -> Iterator[Act]:
    if act is not None:
        yield replace(act, reporter=act.reporter or reporter)


def _act(verb: "Token", sense: Sense) -> Act:
    """The act that the verb itself names."""
    if sense.reverse:
        return _suffered(verb, sense)
    return Act(
        coding=outcomes.plain(sense),
        at=verb,
        by=subjects(verb),
        roots=((verb, sense.slots),),
        mutual=sense.mutual,
        must=sense.must,
        people=sense.people,
    )


def _suffered(verb: "Token", sense: Sense) -> Act:
    """ "Died in a raid by Telmark", "received aid from Marovia": who acts stands behind a preposition, if anywhere."""
    behind = (g for c in verb.children if c.dep_ in ("prep", "dobj") for g in (c, *c.children))
    by = [g for c in behind for g in c.children if c.lower_ in sense.slots and g.dep_ == "pobj"]
    by += [h for g in by for h in holders(g)]
    roots = tuple((token, ("self",)) for token in subjects(verb))
    return Act(coding=outcomes.plain(sense), at=verb, by=tuple(by), roots=roots)


# -- what a verb does to an event that it governs ----------------------------------------------------------------------


_GOVERNED = ("xcomp", "ccomp", "prep", "dobj", "nsubjpass", "acl", "oprd", "acomp")


def _operated(verb: "Token", sense: Sense, reporter: "Token | None", depth: int) -> Iterator[Act]:
    """The acts of an operator over what it governs; nothing when what it governs names no event."""
    if sense.kind == "report":
        speaker = next(iter(subjects(verb)), None) or according(verb) or reporter
        for inner in _governed(verb, ("ccomp", "dobj", "xcomp", "dep", "parataxis", "advcl")):
            if inner.dep_ == "advcl" and inner.i > verb.i:
                continue
            found = list(_clauses(inner, speaker, depth + 1) if inner.pos_ in VERBS else _announced(verb, inner, depth))
            if found:
                yield from (f if f.reporter is not None else replace(f, reporter=speaker) for f in found)
                return
        return
    ending = sense.kind == "end"  # "dropped by a meeting" ends none
    for inner in _governed(verb, ("xcomp", "dobj", "nsubjpass") if ending else _GOVERNED):
        found = list(_inner(inner, verb, depth))
        results = [r for act in found if (r := under(sense, act, verb))]
        results = [q for r in results if (q := qualified(r, verb, reporter))]
        if results:
            yield from (replace(r, reporter=reporter) for r in results)
            return
    if sense.kind == "allow":
        yield from _allowed(verb, sense, reporter)


def _allowed(verb: "Token", sense: Sense, reporter: "Token | None") -> Iterator[Act]:
    """ "Allowed monitors to inspect its prisons": whatever a party is allowed."""
    let = [
        c for clause in verb.children if clause.dep_ in ("ccomp", "xcomp") for c in clause.children if c.dep_ == "nsubj"
    ]
    if let and not any(c.lower_ in ("me", "us") for c in let):
        act = Act(coding=outcomes.plain(sense), at=verb, by=subjects(verb), roots=((let[0], ("self",)),), both=True)
        yield from _maybe(qualified(replace(act, reporter=reporter), verb, reporter))


_ANNOUNCES = frozenset(("announce", "declare", "report", "reveal", "confirm", "proclaim"))


def _announced(verb: "Token", noun: "Token", depth: int) -> Iterator[Act]:
    """ "Announced an immediate ceasefire": the noun, done by who announces it. To stress one is not to do it."""
    if lemma(verb) in _ANNOUNCES and (act := _noun(noun, depth)):
        yield replace(act, by=(*subjects(verb), *act.by))


def _inner(inner: "Token", verb: "Token", depth: int) -> Iterator[Act]:
    if inner.pos_ in VERBS:
        yield from list(_clauses(inner, None, depth + 1))[:2]
    elif act := _noun(inner, depth + 1):
        yield act


def _governed(verb: "Token", relations: tuple[str, ...]) -> Iterator["Token"]:
    """The heads of what a verb governs, in the order of the relations; through its prepositions."""
    for relation in relations:
        for child in verb.children:
            if child.dep_ != relation or (conditional(child) and relation != "ccomp"):
                continue
            if relation == "prep":
                yield from (g for g in child.children if g.dep_ in ("pobj", "pcomp") and (g.pos_ in VERBS + NOUNS))
            elif relation == "acomp":
                yield from (g for g in child.children if g.dep_ in ("xcomp", "ccomp"))
                yield from (
                    g for c in child.children if c.dep_ == "prep" for g in c.children if g.dep_ in ("pobj", "pcomp")
                )
            else:
                yield child
                yield from (c for c in child.conjuncts if relation == "dobj" and c.i > child.i)


# -- nouns -------------------------------------------------------------------------------------------------------------


def _noun(noun: "Token", depth: int) -> Act | None:
    """The act that a noun names, alone or over what it governs: "an offer to mediate", "its attack on Telmark"."""
    if depth > _MOST_DEPTH:
        return None
    operator = words.operator(noun)
    if operator and operator[0].kind != "do":
        return _noun_operator(noun, operator[0], depth)
    named = noun.is_title and noun.ent_type_ in _NAMES  # "March", "Fight for Freedom"
    event = None if named else words.event(noun)
    if event is None or event[0].kind == "none":
        return None
    sense = event[0]
    slots = tuple(dict.fromkeys((*(s for s in sense.slots if s != "obj"), "against", "on", "with", "to", "in", "of")))
    return Act(
        coding=outcomes.plain(sense),
        at=noun,
        by=holders(noun),
        roots=((noun, slots),),
        mutual=sense.mutual,
        must=sense.must,
    )


_NAMES = frozenset("DATE PERSON ORG FAC WORK_OF_ART LAW".split())


def _noun_operator(noun: "Token", sense: Sense, depth: int) -> Act | None:
    """An offer, threat, refusal, report: of what it is, or else by itself."""
    for inner in _governed(noun, ("acl", "prep", "ccomp", "xcomp")):
        act = next(iter(_inner(inner, noun, depth)), None)
        if sense.kind == "report":
            return act  # "reports that X attacked Y"
        if act is not None and (result := under(sense, act, noun)):
            return replace(result, by=holders(noun), at=noun)
    if not sense.plover:
        return None
    return Act(coding=outcomes.plain(sense), at=noun, by=holders(noun), roots=((noun, sense.slots),))
