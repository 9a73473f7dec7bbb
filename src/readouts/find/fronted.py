"""The matter that a sentence names before it tells anything of it: "On the border, both sides agreed to talk"."""

from typing import TYPE_CHECKING

from readouts.find.phrases import timed

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

# What leads to the matter, as many of its first words as it takes.
_LEADS = tuple(
    tuple(lead.split())
    for lead in (
        "with regard to|with regards to|with respect to|with reference to|in regard to|in relation to|"
        "in connection with|in respect of|in terms of|in the field of|in the area of|in the sphere of|"
        "as for|as to|as regards|as concerns|regarding|concerning|respecting|about|"
        "on the subject of|on the issue of|on the question of|on the matter of|on|"
        "turning to|turning next to|moving on to|moving to|coming to|touching on|touching upon|"
        "speaking of|speaking about|referring to|commenting on"
    ).split("|")
)
# Nouns behind "on" that tell of no matter.
_NO_MATTER = frozenset(
    "behalf sideline margin occasion part hand side eve basis premise way day contrary whole heel top outcome"
    " conclusion completion arrival return instruction order initiative invitation request".split()
)


def fronted(sentence: "Sentence") -> list["Token"]:
    """The words of the matter, without what leads to it; [] where the sentence begins with none."""
    first = next((t for t in sentence if t.is_alpha), None)
    root = sentence.root
    if first is None or first.i >= root.i:
        return []
    low = [t.lower_ for t in sentence.doc[first.i : first.i + 5]]
    lead = next((lead for lead in _LEADS if tuple(low[: len(lead)]) == lead), None)
    if lead is None:
        return []
    top = first
    while top.head != top and top.head.i < root.i and top.head.left_edge.i == first.i:
        top = top.head
    matter = [t for t in sentence.doc[first.i + len(lead) : top.right_edge.i + 1] if not t.is_space]
    while matter and (matter[-1].is_punct or matter[-1].lower_ == "and"):
        matter.pop()
    if not matter or matter[-1].i >= root.i or not _is_matter(first, matter):
        return []
    return matter


def _is_matter(first: "Token", matter: list["Token"]) -> bool:
    if timed(first) or matter[0].ent_type_ in ("DATE", "TIME") or any(t.tag_ in ("VBD", "MD") for t in matter):
        return False
    nouns = [t for t in matter if t.pos_ in ("NOUN", "PROPN")]
    head = next((t for t in matter if t.dep_ == "pobj"), nouns[0] if nouns else None)
    return head is not None and head.lemma_.lower() not in _NO_MATTER
