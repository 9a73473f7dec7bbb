"""What a verb or noun does to an event that it governs, and what auxiliaries and negation leave of one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readouts.code import grammar, outcomes
from readouts.code.grammar import NOUNS, VERBS, conditional, subjects
from readouts.code.outcomes import Coding
from readouts.code.words import Sense, lemma
from readouts.records import Polarity, Status, Tense

if TYPE_CHECKING:
    from spacy.tokens import Token

_VOWS = frozenset(("vow", "promise", "pledge", "swear", "be"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One event as the grammar tells it, before its noun phrases are read."""

    coding: Coding
    at: "Token"  # the word that names it: verb or noun
    by: tuple["Token", ...]  # heads of noun phrases that may be who acts; the first that names a party counts
    roots: tuple[tuple["Token", tuple[str, ...]], ...]  # where to look for the recipient: under a word, by these slots
    mutual: bool = False
    must: bool = False  # no event where the other side is spoken of and is no party: "fought inflation"
    people: bool = False  # no event where the other side is a state
    both: bool = False  # no event unless both sides are parties
    polarity: Polarity = "positive"
    tense: Tense = "past"
    status: Status = "happened"
    reporter: "Token | None" = None  # the subject of the verb that reports it
    spans: tuple["Token", ...] = ()  # further words of the evidence: what is refused, promised, demanded


Root = tuple["Token", tuple[str, ...]]
_CARRIED = ("obj", "against", "with", "on", "in", "to")  # where a light verb's own phrases may name the other side


def under(sense: Sense, act: Act, verb: "Token") -> Act | None:
    """The act of an operator, verb or noun, over an act that it governs; None where there is nothing to code."""
    match sense.kind:
        case "report":
            return act
        case "do" if lemma(verb) == "be" and any(c.tag_ == "TO" for c in act.at.children):
            return replace(act, coding=outcomes.future(act.coding), tense="future", status="planned")  # "is to meet"
        case "do":
            return _done(act, verb)
        case "deny" if act.coding.plover == "ACCUSE":
            return None  # "denied accusations by Telmark": a statement
        case "deny":
            return replace(act, polarity="negative", status="denied", by=act.by or subjects(verb))
        case "fail" if act.coding.plover not in ("AGREE", "CONSULT"):
            return replace(act, polarity="negative", status="denied", by=subjects(verb))
    outer = replace(
        act, at=verb, by=subjects(verb), spans=(*act.spans, act.at), mutual=False, must=False,
        polarity="positive", tense="past", status="happened",
    )  # fmt: skip
    own: Root = (verb, sense.slots)
    match sense.kind:
        case "plan":
            coming = outcomes.future(act.coding)
            both = act.mutual or sense.mutual
            return replace(outer, coding=coming, mutual=both, tense="future", status="planned")
        case "end":
            coding = outcomes.ended(act.coding)
            return replace(outer, coding=coding, roots=(*act.roots, own)) if coding else None
        case "fail":
            return replace(outer, coding=outcomes.said("refuse", act.coding), mutual=act.mutual)
        case "accuse":
            return replace(outer, coding=outcomes.plain(sense), roots=(own, *_doers(act), *act.roots))
        case "allow" | "prevent":
            return _let(outer, act, sense, verb)
        case _:
            return _spoken(outer, act, sense, verb)


def _done(act: Act, verb: "Token") -> Act:
    """ "Launched an attack", "began to withdraw": the event itself, by the subject of the verb that carries it."""
    by = subjects(verb) if act.at.pos_ in NOUNS or not act.by else act.by
    return replace(act, by=(*by, *act.by), roots=(*act.roots, (verb, _CARRIED)))


def _let(outer: Act, act: Act, sense: Sense, verb: "Token") -> Act | None:
    """What one party lets another do, or keeps it from."""
    if any(c.lower_ in ("me", "us") for c in verb.children):
        return None  # "allow me to thank you"
    asked: tuple[Root, ...] = ((verb, ("obj", "to")),)
    rest = _doers(act) if sense.kind == "prevent" else act.roots
    return replace(outer, coding=outcomes.plain(sense), roots=(*asked, *rest))


def _spoken(outer: Act, act: Act, sense: Sense, verb: "Token") -> Act | None:
    """What is promised, threatened, refused or asked for."""
    own: Root = (verb, sense.slots)
    inner: Coding | None = act.coding
    if act.polarity == "negative":  # "urged Telmark not to attack" asks for an end of attacks
        inner = outcomes.ended(act.coding) if act.coding.plover in outcomes.HOSTILE else None
    hostile = inner is not None and inner.plover in outcomes.HOSTILE
    match sense.kind:
        case "agree" if hostile and lemma(verb) in _VOWS:
            return replace(outer, coding=outcomes.said("threaten", inner))
        case "agree":
            return replace(outer, coding=outcomes.said("agree", inner), roots=(*act.roots, own), mutual=True)
        case "threaten":
            return replace(outer, coding=outcomes.said("threaten", inner), roots=(*act.roots, own, *_unless(verb)))
        case "refuse":
            return replace(outer, coding=outcomes.said("refuse", inner), roots=(*_owners(act), *act.roots, own))
        case "demand" | "urge":
            asked = tuple(r for r in _asked(act) if r[0] not in outer.by)
            roots = (*asked, (verb, ("obj", "from", "on")), *_owners(act), *act.roots)
            return replace(outer, coding=outcomes.said(sense.kind, inner), roots=roots)
        case _:
            return None


def _asked(act: Act) -> tuple[Root, ...]:
    """Who is asked, where it is the subject of what is asked: "demanded that *Telmark* withdraw"."""
    return _doers(act) if act.at.pos_ in VERBS and act.at.dep_ in ("ccomp", "advcl") else ()


def _unless(verb: "Token") -> Iterator[Root]:
    """Whom a threat is meant for where only its condition says so: "threatened to strike unless *Telmark* withdrew"."""
    for clause in (t for t in verb.subtree if t.dep_ in ("advcl", "ccomp") and t.pos_ in VERBS):
        if conditional(clause):
            yield from ((c, ("self",)) for c in clause.children if c.dep_ in ("nsubj", "nsubjpass"))


def _owners(act: Act) -> tuple[Root, ...]:
    """Whose offer or call it is that is refused: "a *Telmarkian* request", "calls *by Marovia*"."""
    return ((act.at, ("poss", "by", "from", "of")),) if act.at.pos_ in NOUNS else ()


def _doers(act: Act) -> tuple[Root, ...]:
    return tuple((token, ("self",)) for token in act.by)


def qualified(act: Act, verb: "Token", reporter: "Token | None") -> Act | None:
    """The act as its verb's auxiliaries and negation leave it; None where nothing is left to code.

    What will be done is coded as promised or threatened, what will not as refused, what was not as denied. A "would"
    that nobody reports is a supposition.
    """
    negative, maybe = grammar.negated(verb), grammar.supposed(verb)
    to_come = grammar.coming(verb)
    if grammar.would(verb) and reporter is None and not negative:
        return replace(act, status="hypothetical", tense="future")
    if negative and (to_come or maybe):
        coding = outcomes.undone(act.coding)
        return replace(act, coding=coding, tense="future", mutual=False) if coding else None
    if negative:
        return replace(act, polarity="negative", status="denied", tense=grammar.tense(verb))
    if to_come or maybe:
        coming = outcomes.future(act.coding)
        status: Status = "hypothetical" if maybe else "planned"
        roots = (*act.roots, *_unless(verb)) if coming.plover == "THREATEN" else act.roots
        return replace(act, coding=coming, roots=roots, tense="future", status=status)
    return act if act.tense == "future" else replace(act, tense=grammar.tense(verb))


def request(verb: "Token", reporter: "Token | None", inner: Coding | None) -> Act | None:
    """ "X said that Y must withdraw": X asks it of Y. None where nobody is known to say it."""
    asked = subjects(verb)
    if reporter is None or not asked:
        return None
    roots = tuple((token, ("self",)) for token in asked)
    coding = outcomes.said("demand", None if grammar.negated(verb) else inner)
    return Act(coding=coding, at=verb, by=(reporter,), roots=roots, tense="present", reporter=reporter)
