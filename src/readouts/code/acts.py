"""Event acts of a sentence: which verbs and nouns of its main clauses name events, and what is said of them.

One sentence tells of the events of its main clause, of clauses joined to it, and of what is reported or promised there.
Only where these tell of none are subordinate clauses read: what stands behind "after", "who" and "because" is
background. What stands behind "if" and "unless" is no event.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readouts.code import outcomes, words
from readouts.code.outcomes import Coding
from readouts.code.words import Sense, lemma
from readouts.records import Polarity, Status, Tense

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_VERBS = ("VERB", "AUX")
_NOUNS = ("NOUN", "PROPN")
_CONDITIONAL = frozenset(("if", "unless", "provided", "whether"))
_MUST = frozenset(("must", "should", "shall", "need", "ought"))
_MAY = frozenset(("may", "might", "could", "can"))
_WILL = frozenset(("will", "'ll", "wo", "shall", "would", "'d"))
_NEGATIONS = frozenset("not n't never no neither nor hardly".split())
_MOST_DEPTH = 6  # of operators over each other: "refused to agree to begin talks"
_LEADS = ("xcomp", "ccomp", "advcl", "acl", "pcomp", "relcl")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event as the grammar tells it, before its noun phrases are read."""

    coding: Coding
    at: "Token"  # the word that names it: verb or noun
    by: tuple["Token", ...]  # heads of noun phrases that may be who acts; the first that names a party counts
    roots: tuple[tuple["Token", tuple[str, ...]], ...]  # where to look for the recipient: under a word, by these slots
    mutual: bool = False
    must: bool = False  # no event where the other side is spoken of and is no party: "fought inflation"
    both: bool = False  # no event unless both sides are parties
    polarity: Polarity = "positive"
    tense: Tense = "past"
    status: Status = "happened"
    reporter: "Token | None" = None  # the subject of the verb that reports it
    spans: tuple["Token", ...] = ()  # further words of the evidence: what is refused, promised, demanded


def acts(sentence: "Sentence") -> list[Act]:
    """The event acts of a sentence in text order."""
    if not any(words.may_matter(t) for t in sentence if t.pos_ in _VERBS + _NOUNS):
        return []
    found = [act for verb in _main(sentence.root) for act in _clauses(verb, None, 0)]
    if not found:
        found = _background(sentence)
    return sorted(_once(found), key=lambda act: act.at.i)


def _main(root: "Token") -> list["Token"]:
    """The main verb; where the parser made its subject the root ("police arrested ..."), the verb hung there."""
    hung = [c for c in root.children if c.dep_ == "acl" and c.tag_ in ("VBN", "VBD") and c.i > root.i]
    return hung if root.pos_ in _NOUNS and hung else [root]


def _once(found: list[Act]) -> Iterator[Act]:
    seen: set[tuple[int, str]] = set()
    for act in found:
        if (place := (act.at.i, act.coding.plover)) not in seen:
            seen.add(place)
            yield act


def _background(sentence: "Sentence") -> list[Act]:
    """The event of the highest finite subordinate clause that names one, or else of the highest noun with its doer and
    the other side.
    """
    verbs = (t for t in sentence if t.pos_ in _VERBS and t.dep_ in _BACKGROUND and _finite(t))
    for verb in sorted(verbs, key=_depth):
        if not conditional(verb) and not _purpose(verb) and (found := list(_clause(verb, None, 0))):
            return found
    nouns = (t for t in sentence if t.pos_ in _NOUNS and t.dep_ in _NOUN_PLACES)
    for noun in sorted(nouns, key=_depth):
        if not conditional(noun) and not _purpose(noun) and (act := _noun(noun, 0)) and act.by:
            return [replace(act, both=True)]
    return []


_BACKGROUND = frozenset("ccomp relcl advcl conj parataxis dep ROOT".split())
_NOUN_PLACES = frozenset("nsubj nsubjpass dobj pobj ROOT attr conj".split())


def _finite(verb: "Token") -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP", "MD") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in verb.children
    )


def _depth(token: "Token") -> tuple[int, int]:
    return (sum(1 for _ in token.ancestors), token.i)


def _purpose(token: "Token") -> bool:
    """Whether the word stands under an infinitive: what somebody means to do, not what was done."""
    return any(c.tag_ == "TO" and c.dep_ == "aux" for verb in (token, *token.ancestors) for c in verb.children)


def conditional(token: "Token") -> bool:
    """Whether the word stands in a clause behind "if" or "unless"."""
    for verb in (token, *token.ancestors):
        if verb.dep_ in ("advcl", "ccomp", "pcomp") and any(
            c.lower_ in _CONDITIONAL and c.dep_ in ("mark", "advmod", "prep") for c in verb.children
        ):
            return True
    return False


# -- clauses -----------------------------------------------------------------------------------------------------------


def _clauses(verb: "Token", reporter: "Token | None", depth: int) -> Iterator[Act]:
    """The acts of a clause and of those joined to it."""
    yield from _clause(verb, reporter, depth)
    for other in verb.conjuncts:
        if other.i > verb.i and other.pos_ in _VERBS and not conditional(other):
            yield from _clause(other, reporter, depth)
    for other in verb.children:
        if other.dep_ == "parataxis" and other.pos_ in _VERBS:
            yield from _clause(other, reporter, depth)


def _clause(verb: "Token", reporter: "Token | None", depth: int) -> Iterator[Act]:
    """The acts of one clause. Its verb names an event, acts upon one that it governs, or says nothing by itself."""
    if depth > _MOST_DEPTH:
        return
    if verb.pos_ in _NOUNS:
        if act := _noun(verb, depth):
            yield replace(act, reporter=reporter)
        return
    event, operator = words.event(verb), words.operator(verb)
    if event and event[0].kind == "none" and not (operator and operator[1] > event[1]):
        return
    if _obliged(verb) and (act := _request(verb, reporter, depth)):
        yield act
        return
    if operator and not (event and event[1] > operator[1] and operator[0].kind != "report"):
        found = list(_operated(verb, operator[0], reporter, depth))
        if found:
            yield from found
            return
    if event:
        act = _act(verb, event[0])
    elif operator and operator[0].plover and not _reports_only(operator[0]):
        act = _act(verb, operator[0])
    else:
        yield from _through(verb, reporter, depth)
        return
    if act := _qualified(act, verb, reporter):
        yield replace(act, reporter=reporter)


def _reports_only(sense: Sense) -> bool:
    return sense.kind in ("report", "allow", "prevent", "do", "plan", "end", "fail", "deny")


def _through(verb: "Token", reporter: "Token | None", depth: int) -> Iterator[Act]:
    """A verb that says nothing by itself: the event is the noun that it carries, as object or as subject."""
    for child in verb.children:
        if child.dep_ in ("dobj", "attr", "nsubjpass", "nsubj", "oprd") and child.pos_ in _NOUNS:
            act = _noun(child, depth)
            passive = child.dep_ in ("nsubj", "nsubjpass")
            if act and (light(verb) or (passive and lemma(verb) in _GOES_ON)):
                by = act.by if passive else (*subjects(verb), *act.by)
                yield from _maybe(
                    _qualified(
                        replace(
                            act,
                            by=by,
                            roots=(*act.roots, (verb, ("against", "with", "on", "in", "at", "to"))),
                            reporter=reporter,
                        ),
                        verb,
                        reporter,
                    )
                )
                return
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp") and not conditional(child):
            found = list(_clauses(child, reporter, depth + 1))
            if found:
                yield from found
                return


_GOES_ON = frozenset(
    "continue be erupt break occur begin resume happen take rage flare start spread leave go kill".split()
)


def light(verb: "Token") -> bool:
    """Whether the verb only carries its object: "launched an attack"."""
    found = words.operator(verb)
    return found is not None and found[0].kind == "do"


def _maybe(act: Act | None) -> Iterator[Act]:
    if act is not None:
        yield act


def _act(verb: "Token", sense: Sense) -> Act:
    """The act that the verb itself names."""
    return Act(
        coding=outcomes.plain(sense),
        at=verb,
        by=subjects(verb),
        roots=((verb, sense.slots),),
        mutual=sense.mutual,
        must=sense.must,
    )


# -- what a verb does to an event that it governs ----------------------------------------------------------------------


def _operated(verb: "Token", sense: Sense, reporter: "Token | None", depth: int) -> Iterator[Act]:
    """The acts of an operator over what it governs; nothing when what it governs names no event."""
    if sense.kind == "report":
        speaker = next(iter(subjects(verb)), None) or _according(verb) or reporter
        for inner in _governed(verb, ("ccomp", "dobj", "xcomp", "dep", "parataxis", "advcl")):
            if inner.dep_ == "advcl" and inner.i > verb.i:
                continue
            found = list(
                _clauses(inner, speaker, depth + 1) if inner.pos_ in _VERBS else _announced(verb, inner, depth)
            )
            if found:
                yield from (f if f.reporter is not None else replace(f, reporter=speaker) for f in found)
                return
        return
    for inner in _governed(verb, ("xcomp", "ccomp", "prep", "dobj", "nsubjpass", "acl", "oprd", "acomp")):
        found = list(_inner(inner, verb, depth))
        results = [r for act in found if (r := _under(sense, act, verb))]
        results = [q for r in results if (q := _qualified(r, verb, reporter))]
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
        yield from _maybe(_qualified(replace(act, reporter=reporter), verb, reporter))


_ANNOUNCES = frozenset(("announce", "declare", "report", "reveal", "confirm", "proclaim"))


def _announced(verb: "Token", noun: "Token", depth: int) -> Iterator[Act]:
    """ "Announced an immediate ceasefire": the noun, done by who announces it. To stress one is not to do it."""
    if lemma(verb) in _ANNOUNCES and (act := _noun(noun, depth)):
        yield replace(act, by=(*subjects(verb), *act.by))


def _inner(inner: "Token", verb: "Token", depth: int) -> Iterator[Act]:
    if inner.pos_ in _VERBS:
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
                yield from (g for g in child.children if g.dep_ in ("pobj", "pcomp") and (g.pos_ in _VERBS + _NOUNS))
            elif relation == "acomp":
                yield from (g for g in child.children if g.dep_ in ("xcomp", "ccomp"))
                yield from (
                    g for c in child.children if c.dep_ == "prep" for g in c.children if g.dep_ in ("pobj", "pcomp")
                )
            else:
                yield child
                yield from (c for c in child.conjuncts if relation == "dobj" and c.i > child.i)


def _under(sense: Sense, act: Act, verb: "Token") -> Act | None:
    """The act of an operator over an act."""
    by = subjects(verb)
    roots = ((verb, _persons(sense)), *act.roots, (verb, sense.slots))
    outer = replace(act, at=verb, by=by, roots=roots, spans=(*act.spans, act.at), mutual=act.mutual or sense.mutual)
    match sense.kind:
        case "do":
            own = by if act.at.pos_ in _NOUNS or not act.by else act.by
            return replace(
                act, by=(*own, *act.by), roots=(*act.roots, (verb, ("obj", "against", "with", "on", "in", "to")))
            )
        case "plan":
            done = replace(outer, roots=act.roots, tense="future", status="planned")
            coding = outcomes.future(act.coding)
            return replace(done, coding=coding) if coding else None
        case "agree" if act.coding.plover in outcomes.HOSTILE and lemma(verb) in _VOWS:
            return replace(
                outer, coding=outcomes.said("threaten", act.coding), tense="future", status="planned", roots=act.roots
            )
        case "agree":
            return replace(
                outer, coding=outcomes.said("agree", act.coding), roots=(*act.roots, (verb, sense.slots)), mutual=True
            )
        case "threaten":
            return replace(
                outer,
                coding=outcomes.said("threaten", act.coding),
                roots=(*act.roots, (verb, sense.slots), *_unless(verb)),
                mutual=False,
            )
        case "refuse":
            owner = (*_owners(act), *act.roots, (verb, sense.slots))
            return replace(outer, coding=outcomes.said("refuse", act.coding), roots=owner, mutual=False)
        case "demand" | "urge":
            asked = act.by if act.at.pos_ in _VERBS and act.at.dep_ in ("ccomp", "advcl") else ()
            first = tuple((token, ("self",)) for token in asked if token not in by)
            return replace(
                outer,
                coding=outcomes.said(sense.kind, act.coding),
                roots=(*first, (verb, ("obj", "from", "on")), *_owners(act), *act.roots),
                mutual=False,
            )
        case "accuse":
            return replace(
                outer, coding=outcomes.plain(sense), roots=((verb, sense.slots), *_doers(act), *act.roots), mutual=False
            )
        case "end":
            coding = outcomes.ended(act.coding)
            return replace(outer, coding=coding, roots=(*act.roots, (verb, sense.slots))) if coding else None
        case "fail":
            if act.coding.plover in ("AGREE", "CONSULT"):
                return replace(outer, coding=outcomes.said("refuse", act.coding), roots=act.roots)
            return replace(act, polarity="negative", status="denied", by=by)
        case "deny":
            return replace(act, polarity="negative", status="denied", by=act.by or by)
        case "allow" if any(c.lower_ in ("me", "us") for c in verb.children):
            return None  # "allow me to thank you"
        case "allow":
            return replace(outer, coding=outcomes.plain(sense), roots=((verb, ("obj", "to")), *act.roots), mutual=False)
        case "prevent":
            return replace(outer, coding=outcomes.plain(sense), roots=((verb, ("obj",)), *_doers(act)), mutual=False)
        case _:
            return None


_VOWS = frozenset(("vow", "promise", "pledge", "swear", "be"))


def _unless(verb: "Token") -> Iterator[tuple["Token", tuple[str, ...]]]:
    """Whom a threat is meant for where only its condition says so: "threatened to strike unless *Telmark* withdrew"."""
    for clause in (t for t in verb.subtree if t.dep_ == "advcl" and t.pos_ in _VERBS):
        if any(c.lower_ in _CONDITIONAL and c.dep_ == "mark" for c in clause.children):
            yield from ((c, ("self",)) for c in clause.children if c.dep_ in ("nsubj", "nsubjpass"))


def _persons(sense: Sense) -> tuple[str, ...]:
    return tuple(slot for slot in sense.slots if slot in ("obj",))


def _owners(act: Act) -> tuple[tuple["Token", tuple[str, ...]], ...]:
    """Whose offer or call it is that is refused: "a *Telmarkian* request", "calls *by Marovia*"."""
    return ((act.at, ("poss", "by", "from", "of")),) if act.at.pos_ in _NOUNS else ()


def _doers(act: Act) -> tuple[tuple["Token", tuple[str, ...]], ...]:
    return tuple((token, ("self",)) for token in act.by)


# -- tense, negation, obligation ---------------------------------------------------------------------------------------


def _qualified(act: Act, verb: "Token", reporter: "Token | None") -> Act | None:
    """The act as its verb's auxiliaries and negation leave it; None where nothing is left to code."""
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    negative = any(c.dep_ in ("neg", "preconj") and c.lower_ in _NEGATIONS for c in verb.children) or any(
        c.lower_ == "no" and c.dep_ == "det"
        for g in verb.children
        if g.dep_ in ("dobj", "nsubj", "nsubjpass")
        for c in g.children
    )
    coming = bool(helpers & _WILL) or _going_to(verb)
    if helpers & {"would", "'d"} and reporter is None and not negative:
        return replace(act, status="hypothetical", tense="future")
    if negative and (coming or helpers & _MAY):
        coding = outcomes.undone(act.coding)
        return replace(act, coding=coding, tense="future", mutual=False) if coding else None
    if negative:
        return replace(act, polarity="negative", status="denied", tense=_tense(verb))
    if coming or helpers & _MAY:
        coding = outcomes.future(act.coding)
        maybe = bool(helpers & _MAY)
        return (
            replace(act, coding=coding, tense="future", status="hypothetical" if maybe else "planned")
            if coding
            else None
        )
    return act if act.tense == "future" else replace(act, tense=_tense(verb))


def _going_to(verb: "Token") -> bool:
    return bool(verb.dep_ == "xcomp" and verb.head.lower_ == "going")


def _tense(verb: "Token") -> Tense:
    if verb.tag_ in ("VBZ", "VBP") or (
        verb.tag_ == "VBG" and any(c.lower_ in ("is", "are", "'s", "'re") for c in verb.children)
    ):
        return "present"
    return "past"


def _obliged(verb: "Token") -> bool:
    return any(c.lower_ in _MUST and c.dep_ == "aux" for c in verb.children)


def _request(verb: "Token", reporter: "Token | None", depth: int) -> Act | None:
    """ "X said that Y must withdraw": X asks it of Y."""
    asked = subjects(verb)
    if reporter is None or not asked:
        return None
    if any(c.dep_ == "neg" for c in verb.children):
        inner = None
    else:
        event = words.event(verb)
        inner = outcomes.plain(event[0]) if event and event[0].kind == "event" else None
    coding = outcomes.said("demand", inner)
    roots = tuple((token, ("self",)) for token in asked)
    return Act(coding=coding, at=verb, by=(reporter,), roots=roots, tense="present", reporter=reporter)


# -- nouns -------------------------------------------------------------------------------------------------------------


def _noun(noun: "Token", depth: int) -> Act | None:
    """The act that a noun names, alone or over what it governs: "an offer to mediate", "its attack on Telmark"."""
    if depth > _MOST_DEPTH:
        return None
    operator = words.operator(noun)
    if operator and operator[0].kind not in ("do", "report"):
        for inner in _governed(noun, ("acl", "relcl", "prep", "ccomp", "xcomp")):
            if inner.dep_ == "relcl":
                continue
            act = next(iter(_inner(inner, noun, depth)), None)
            if act is not None and (result := _under(operator[0], act, noun)):
                return replace(result, by=holders(noun), at=noun)
        if operator[0].plover:
            return Act(
                coding=outcomes.plain(operator[0]), at=noun, by=holders(noun), roots=((noun, operator[0].slots),)
            )
        return None
    event = (
        None
        if noun.is_title and noun.ent_type_ in ("DATE", "PERSON", "ORG", "FAC", "WORK_OF_ART", "LAW")
        else words.event(noun)
    )
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


def holders(noun: "Token") -> tuple["Token", ...]:
    """Whose act a noun names: "X's attack", "an attack by X", "X attack", "clashes between X and Y"."""
    found = [c for c in noun.children if c.dep_ == "poss"]
    found += [
        g
        for c in noun.children
        if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "between", "among")
        for g in c.children
        if g.dep_ == "pobj"
    ]
    found += [c for c in noun.children if c.dep_ in ("amod", "compound", "nmod") and c.text[0].isupper()]
    return tuple(found)


# -- subjects ----------------------------------------------------------------------------------------------------------


def subjects(verb: "Token") -> tuple["Token", ...]:
    """Heads of the noun phrases that may be who acts, likeliest first: the agent of a passive, the subject, or that of
    the verb that this one hangs on. () for a passive without "by".
    """
    seen = verb
    for _ in range(8):
        active = any(c.dep_ == "nsubj" for c in seen.children)
        agents = [g for c in seen.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
        if agents and not active:
            return tuple(agents)
        if any(c.dep_ == "nsubjpass" for c in seen.children):
            if seen is verb:
                return ()
            return tuple(c for c in seen.children if c.dep_ == "nsubjpass")
        own = [c for c in seen.children if c.dep_ in ("nsubj", "csubj")]
        if own and not (seen is verb and own[0].tag_ == "EX"):
            return tuple(own)
        if (
            seen.dep_ == "xcomp"
            and any(c.dep_ == "dobj" for c in seen.head.children)
            and seen.tag_ != "VBG"
            and not _kept(seen.head)
        ):
            return tuple(c for c in seen.head.children if c.dep_ == "dobj")
        if seen.dep_ in ("acl", "relcl"):
            noun = seen.head
            if seen is verb and verb.tag_ == "VBN":
                return (noun,) if noun.dep_ == "ROOT" and any(c.dep_ == "dobj" for c in verb.children) else ()
            return (*holders(noun), *((noun,) if seen.tag_ in ("VBG", "VBD", "VBZ", "VBP") else subjects_of_noun(noun)))
        if (
            seen.dep_
            in ("conj", "xcomp", "advcl", "ccomp", "pcomp", "prep", "dep", "parataxis", "acomp", "dobj", "pobj")
            and seen.head is not seen
        ):
            seen = seen.head
            continue
        break
    return ()


def subjects_of_noun(noun: "Token") -> tuple["Token", ...]:
    """Who acts in "made an offer to ...": the subject of the verb that the noun is the object of."""
    return subjects(noun.head) if noun.dep_ in ("dobj", "attr") and noun.head.pos_ in _VERBS else ()


def _kept(verb: "Token") -> bool:
    """Whether the verb's subject, not its object, does what follows: "promised Telmark to ..."."""
    found = words.operator(verb)
    return found is not None and found[0].kind in ("agree", "threaten", "plan", "do", "refuse", "fail", "end")


def _according(verb: "Token") -> "Token | None":
    return next(
        (
            g
            for c in verb.children
            if c.lower_ == "according"
            for p in c.children
            for g in p.children
            if g.dep_ == "pobj"
        ),
        None,
    )
