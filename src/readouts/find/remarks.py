"""Finite clauses within what is said that tell a matter of their own: "reviewed the railway, which is to open in May".

What `pieces` does for lists, this does for clauses: a statement is cut where a second finite verb begins ("is ready for
talks, will hold to the treaty, and will buy grain"), and what a comma and a relative word, or "with the Secretary
raising ...", add to it is a remark beside it.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_FEW = 4  # words from which a remark tells something
_ROW = 3  # clauses from which those without comma and subject count
_RELATIVE = ("which", "whose", "where")
_WISHES = frozenset("want wish seek favor favour oppose support reject demand expect".split())
_BACK = ("this", "that", "it", "which")
_SIGNS = frozenset(",;:.-–—")
_SUBJECTS = ("nsubj", "nsubjpass", "expl")


def clauses(words: Sequence["Token"]) -> list[list["Token"]]:
    """The words of a statement without an act, cut at its further finite clauses and its remarks."""
    return _cut(words, [*_joined(words), *_remarks(words)])


def remarks(words: Sequence["Token"], verb: "Token") -> list[list["Token"]]:
    """The words of the matter of the act that `verb` does, then each remark that stands beside it, and what else the
    same sentence states without an act: "thanked her, and called the talk useful".
    """
    found = _cut(words, [*_joined(words, verb), *_remarks(words)])
    return found or [list(words)]


def _cut(words: Sequence["Token"], heads: Sequence["Token"]) -> list[list["Token"]]:
    """The words without the clauses of those verbs, then each of these; none is within another."""
    inside = {t.i: t for t in words}
    parts = [_clause(head) & set(inside) for head in heads]
    parts = [part for part in parts if sum(inside[i].is_alpha for i in part) >= _FEW]
    whole = [set(inside), *parts]
    own = [part - {i for other in whole if other < part for i in other} for part in whole]
    kept = [_trimmed([inside[i] for i in sorted(part)]) for part in own]
    return [part for part in kept if any(t.is_alpha for t in part)]


def _clause(head: "Token") -> set[int]:
    """The tokens of the verb's clause."""
    start = _opens(head)
    return {start} | {t.i for t in head.subtree if t.i >= start}


def _opens(head: "Token") -> int:
    """The token at which the clause of the verb begins: what hangs on it to its left, without "and"."""
    left = [t for c in head.lefts if c.dep_ not in ("cc", "punct", "preconj") for t in c.subtree]
    at = min([head.i, *(t.i for t in left)])
    if at and (head.doc[at - 1].lower_ in _RELATIVE or (head.dep_ == "pcomp" and head.doc[at - 1].lower_ == "with")):
        at -= 1  # "where Telmark wants to see", of which "where" goes with "see"
    return int(at)


def _trimmed(words: list["Token"]) -> list["Token"]:
    while words and _is_edge(words[-1]):
        words.pop()
    while words and _is_edge(words[0]):
        words.pop(0)
    return words


def _is_edge(word: "Token") -> bool:
    return word.is_space or word.dep_ == "cc" or word.text in _SIGNS


# ---- clauses in a row


def _joined(words: Sequence["Token"], verb: "Token | None" = None) -> Iterator["Token"]:
    """The finite verbs joined to the chief one, `verb` or the statement's own: with a subject of their own, behind a
    comma, or in another form; of three and more all.
    """
    inside = {t.i for t in words} | ({verb.i} if verb else set())
    found = [t for t in words if t.dep_ in ("conj", "parataxis") and _finite(t) and _goes_with(t, verb, inside)]
    for token in found:
        subject = next((c for c in token.lefts if c.dep_ in _SUBJECTS), None)
        if (subject is not None and subject.lower_ in _BACK) or any(c.dep_ == "mark" for c in token.lefts):
            continue  # "and this is dangerous" says nothing by itself; "and that it holds" completes the verb
        row = subject is not None or _parted(token) or len(found) + 1 >= _ROW or form(token) != form(token.head)
        if row or (verb is not None and _has_own_object(token) and _has_own_object(token.head)):
            yield token


def _goes_with(token: "Token", verb: "Token | None", inside: set[int]) -> bool:
    """Whether the row that the token stands in begins with the verb, or with the statement's own."""
    first = _first(token, inside)
    if verb is None:
        return first != token and _finite(first) and (first.head == first or first.head.i not in inside)
    return (first == verb and not _goes_on_within(token, verb)) or goes_back(token)


def _goes_on_within(token: "Token", verb: "Token") -> bool:
    """Whether it goes on from what the verb says, wherever the parser hung it: "stressed that it wants peace, and will
    talk".
    """
    says = any(c.dep_ == "ccomp" for c in verb.rights)
    return says and form(verb) == "past" != form(token) and not has_subject(token)


def _has_own_object(verb: "Token") -> bool:
    return any(c.dep_ in ("dobj", "ccomp") for c in verb.rights)


def goes_back(verb: "Token") -> bool:
    """Whether a past verb without a subject was joined to a present one in what another past verb says: it goes on from
    that one ("noted that much goes elsewhere and called ...").
    """
    if verb.tag_ != "VBD" or verb.dep_ != "conj" or verb.head.tag_ not in ("VBZ", "VBP"):
        return False
    return not has_subject(verb) and any(t.tag_ == "VBD" for t in verb.head.ancestors)


def _parted(verb: "Token") -> bool:
    """Whether a comma or semicolon stands before the clause, "and" left out."""
    at = _opens(verb) - 1
    while at > 0 and verb.doc[at].dep_ == "cc":
        at -= 1
    return at >= 0 and verb.doc[at].text in (",", ";")


def _first(verb: "Token", inside: set[int]) -> "Token":
    """The first verb of the row that the verb stands in."""
    while verb.dep_ in ("conj", "parataxis") and verb.head.i in inside and verb.head != verb:
        verb = verb.head
    return verb


def _finite(verb: "Token") -> bool:
    return verb.pos_ in ("VERB", "AUX") and bool(form(verb)) and not _goes_on_infinitive(verb)


def _goes_on_infinitive(verb: "Token") -> bool:
    """Whether it has the form of an infinitive and goes on one, "agreed to open A, have B and keep C", though the
    parser takes it for a present tense joined to the chief verb.
    """
    bare = verb.tag_ == "VBP" and verb.dep_ == "conj" and not has_subject(verb)
    return bare and any(c.dep_ == "xcomp" and c.tag_ == "VB" and c.i < verb.i for c in verb.head.rights)


def has_subject(verb: "Token") -> bool:
    """Whether the verb has a subject of its own before it."""
    return any(c.dep_ in _SUBJECTS for c in verb.lefts)


def form(verb: "Token") -> str:
    """How a verb is finite: by "will" or "must", in the past, in the present; "" where it is not."""
    tags = {verb.tag_, *(c.tag_ for c in verb.lefts if c.dep_ in ("aux", "auxpass"))}
    if "MD" in tags:
        return "modal"
    return "past" if "VBD" in tags else "present" if tags & {"VBZ", "VBP"} else ""


# ---- remarks


def _remarks(words: Sequence["Token"]) -> Iterator["Token"]:
    inside = {t.i for t in words}
    for token in words:
        relative = token.dep_ in ("relcl", "advcl") and _is_aside(token, inside)
        if relative or (token.tag_ == "VBG" and _is_absolute(token, inside)):
            yield token


def _is_aside(verb: "Token", inside: set[int]) -> bool:
    """Whether the relative clause tells what is to come, ", which is to open in May", or what somebody wants, ", where
    Telmark wants a ceasefire"; what it tells of the past fills the matter out.
    """
    at = _opens(verb)
    first = verb.doc[at]
    if at - 1 not in inside or verb.doc[at - 1].text != "," or first.lower_ not in _RELATIVE:
        return False
    return is_ahead(verb) or (verb.lemma_.lower() in _WISHES and form(verb) == "present")


def is_ahead(verb: "Token") -> bool:
    """Whether the verb tells what is to come: "will open", "is to open"."""
    if any(c.lower_ in ("will", "shall", "'ll") for c in verb.lefts):
        return True
    led = any(c.dep_ == "xcomp" and any(t.lower_ == "to" for t in c.lefts) for c in verb.rights)
    return verb.lemma_ == "be" and verb.tag_ in ("VBZ", "VBP") and led


def _is_absolute(verb: "Token", inside: set[int]) -> bool:
    """Whether it is "..., with the Secretary raising the matter"."""
    with_ = next((t for t in (verb.head, *verb.lefts) if t.lower_ == "with"), None)
    if with_ is None or with_.i - 1 not in inside or with_.nbor(-1).text != ",":
        return False
    return has_subject(verb)
