"""How a claim puts its matter: denied or not, when, how necessary or possible; what it binds its doer to, and whether
it is a courtesy.

Words and their sense are rows of `lexicon/stance_words.tsv`. Commitment is read off the act ("agreed", "pledged") and
the content's chief verb ("will"); modality off the content alone: a claim may be agreed and conditional at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from readouts.lexicon.tables import rows
from readouts.records import Commitment, Modality, Polarity, Tense
from readouts.text import Span, hull, key, stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BINDING: Mapping[str, Commitment] = {"agree": "agreed", "commit": "will", "offer": "will"}
# Words that stand in more than this share of readouts make a stock line when nothing rarer is said.
_STOCK = 0.04
_STOCK_ISSUES = frozenset("regional_issues bilateral_relations next_contact".split())


@cache
def _senses(kind: str) -> Mapping[tuple[str, ...], str]:
    return {tuple(row["words"].split()): row["sense"] for row in rows("stance_words") if row["kind"] == kind}


def commitment(
    act: str, verb: "Token", chief: "Token | None", words: Sequence["Token"], tense: Tense
) -> Commitment | None:
    """What the claim, of these words, binds its doer to; `verb` is that of the act, `chief` the content's finite verb,
    None where it has none. What is not agreed or promised binds nobody.

    Whose deed "will" tells of is not looked into: `Claim.holder` and `about` show it.
    """
    if is_denied(verb):
        return None
    if act in _BINDING:
        return _BINDING[act]
    found = next(_found(_senses("commitment"), words), None)
    if found:
        return "hopes" if found == "hopes" else "will"
    return "will" if tense == "future" and chief is not None and _promises(chief) else None


def _promises(chief: "Token") -> bool:
    return any(c.dep_ == "aux" and c.lower_ in ("will", "shall", "'ll", "’ll") for c in chief.children)


def modality(words: Sequence["Token"]) -> Modality | None:
    """How the content puts things: only if something holds, as necessary, as possible; None: plainly."""
    senses = set(_found(_senses("modality"), words))
    for sense in ("conditional", "necessary", "possible"):
        if sense in senses:
            return sense
    return None


def boilerplate(act: str, issues: Sequence[str], words: Sequence["Token"]) -> bool:
    """Whether it is a courtesy, or a line in words so common that it would fit any readout."""
    if act in ("congratulate", "condole", "thank") and not set(issues) - {
        "gratitude",
        "congratulations",
        "condolences",
    }:
        return True
    if set(issues) - _STOCK_ISSUES:
        return False
    shares, plain = _shares(), _plain()
    content = (t for t in words if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and not t.is_stop)
    told = [stem(key(t.text)) for t in content if key(t.text) not in plain]
    return all(shares.get(one, 0.0) >= _STOCK for one in told)


@cache
def _shares() -> Mapping[str, float]:
    return {row["stem"]: float(row["share"]) for row in rows("common_words")}


@cache
def _plain() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("plain_words"))


def _found(senses: Mapping[tuple[str, ...], str], words: Sequence["Token"]) -> Iterator[str]:
    """At each word the sense of the longest row whose words stand there, by form or lemma."""
    firsts = {row[0] for row in senses}
    written, lemmas = [t.lower_ for t in words], [t.lemma_.lower() for t in words]
    for at, word in enumerate(words):
        if (written[at] not in firsts and lemmas[at] not in firsts) or word.pos_ == "PROPN":  # the month of May
            continue
        runs = (tuple(forms[at : at + length]) for length in (3, 2, 1) for forms in (written, lemmas))
        if sense := next((senses[run] for run in runs if run in senses), None):
            yield sense


def polarity(verb: "Token", clause: "Token | None") -> Polarity:
    """Negative when the act, or the chief verb of its content (`clause`), is negated."""
    denied = is_denied(verb) or (clause is not None and (_negated(clause) or _of_none(clause, _SUBJECTS | {"dobj"})))
    return "negative" if denied else "positive"


def is_denied(verb: "Token") -> bool:
    """Whether the act is said not to be done: "did not promise", "gave no promise"."""
    return _negated(verb) or _of_none(verb, frozenset({"dobj"}))


_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def _negated(verb: "Token") -> bool:
    return any(c.dep_ == "neg" or c.lower_ in ("never", "no") for c in verb.children)


def _of_none(verb: "Token", roles: frozenset[str]) -> bool:
    return any(c.dep_ in roles and any(map(is_no, c.children)) for c in verb.children)


def is_no(word: "Token") -> bool:
    """Whether it says that there is none: "no apology", "neither side"."""
    return word.lower_ in ("no", "neither") and word.dep_ in ("det", "neg", "preconj", "cc")


_AHEAD = frozenset("will would shall 'll".split())
_MODAL = frozenset("can could may might must should do does did cannot".split())


def tense_of(verb: "Token", clause: "Token | None") -> Tense:
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


def finite(matter: Sequence[Span], doc: "Doc") -> "Token | None":
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
