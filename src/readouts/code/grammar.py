"""What the parse says of a verb: who acts, whether it is negated, to come, conditional, or only meant."""

from typing import TYPE_CHECKING

from readouts.code import words
from readouts.records import Tense

if TYPE_CHECKING:
    from spacy.tokens import Token

VERBS = ("VERB", "AUX")
NOUNS = ("NOUN", "PROPN")
CONDITIONAL = frozenset(("if", "unless", "provided", "whether"))
_MUST = frozenset(("must", "should", "shall", "need", "ought"))
_MAY = frozenset(("may", "might", "could", "can", "ca"))  # "ca n't"
_WILL = frozenset(("will", "'ll", "wo", "shall", "would", "'d"))
_NEGATIONS = frozenset("not n't never no neither nor hardly".split())


def conditional(token: "Token") -> bool:
    """Whether the word stands in a clause behind "if" or "unless", or in one such as "should Telmark attack"."""
    for verb in (token, *token.ancestors):
        if _inverted(verb):
            return True
        if verb.dep_ in ("advcl", "ccomp", "pcomp") and any(
            c.lower_ in CONDITIONAL and c.dep_ in ("mark", "advmod", "prep") for c in verb.children
        ):
            return True
    return False


def _inverted(verb: "Token") -> bool:
    if verb.dep_ == "ROOT":
        return False
    helper = next((c for c in verb.children if c.dep_ == "aux" and c.lower_ in ("should", "were", "had")), None)
    if helper is None:
        return False
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return bool(subject is not None and helper.i < subject.i)


def purpose(token: "Token") -> bool:
    """Whether the word stands under an infinitive: what somebody means to do, not what was done."""
    return any(c.tag_ == "TO" and c.dep_ == "aux" for verb in (token, *token.ancestors) for c in verb.children)


def finite(verb: "Token") -> bool:
    return verb.tag_ in ("VBD", "VBZ", "VBP", "MD") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP", "MD") for c in verb.children
    )


def obliged(verb: "Token") -> "Token | None":
    """The verb of what somebody is obliged to do: "must *withdraw*", "has to *withdraw*"; None where nobody is."""
    if any(c.lower_ in _MUST and c.dep_ == "aux" for c in verb.children):
        return verb
    if words.lemma(verb) not in ("have", "need"):
        return None
    owed = (c for c in verb.children if c.dep_ == "xcomp" and any(g.tag_ == "TO" for g in c.children))
    return next(owed, None)


def tense(verb: "Token") -> Tense:
    if verb.tag_ in ("VBZ", "VBP") or (
        verb.tag_ == "VBG" and any(c.lower_ in ("is", "are", "'s", "'re") for c in verb.children)
    ):
        return "present"
    return "past"


def negated(verb: "Token") -> bool:
    """Whether the verb is negated, itself or by "no" before its subject or object."""
    if any(c.dep_ in ("neg", "preconj") and c.lower_ in _NEGATIONS for c in verb.children):
        return True
    phrases = (c for c in verb.children if c.dep_ in ("dobj", "nsubj", "nsubjpass"))
    return any(c.lower_ == "no" and c.dep_ == "det" for phrase in phrases for c in phrase.children)


def coming(verb: "Token") -> bool:
    """Whether it is told as still to come: "will", "would", "is going to"."""
    return bool(_helpers(verb) & _WILL) or _going_to(verb)


def supposed(verb: "Token") -> bool:
    """Whether it only may be so: "may", "could"."""
    return bool(_helpers(verb) & _MAY)


def would(verb: "Token") -> bool:
    return bool(_helpers(verb) & {"would", "'d"})


def _helpers(verb: "Token") -> set[str]:
    return {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}


def _going_to(verb: "Token") -> bool:
    return bool(verb.dep_ == "xcomp" and verb.head.lower_ == "going")


# -- who ---------------------------------------------------------------------------------------------------------------


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
                return _by(verb)
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


def _by(verb: "Token") -> tuple["Token", ...]:
    """What stands behind "by" near a passive verb, where the parser did not see its agent there."""
    near = (c for child in verb.children for c in (child, *child.children) if c.lower_ == "by" and c.i > verb.i)
    return tuple(g for c in near for g in c.children if g.dep_ in ("pobj", "pcomp"))


def subjects_of_noun(noun: "Token") -> tuple["Token", ...]:
    """Who acts in "made an offer to ...": the subject of the verb that the noun is the object of."""
    return subjects(noun.head) if noun.dep_ in ("dobj", "attr") and noun.head.pos_ in VERBS else ()


def _kept(verb: "Token") -> bool:
    """Whether the verb's subject, not its object, does what follows: "promised Telmark to ..."."""
    found = words.operator(verb)
    return found is not None and found[0].kind in ("agree", "threaten", "plan", "do", "refuse", "fail", "end")


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


def according(verb: "Token") -> "Token | None":
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
