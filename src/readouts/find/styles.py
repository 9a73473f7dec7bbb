"""Styles: words of rank before a name or an office, or alone for the person ("His Highness", "HE the President")."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from readouts.lexicon.tables import many, rows
from readouts.text import normalised

if TYPE_CHECKING:
    from spacy.tokens import Doc

_MOST_TOKENS = 4  # "His Royal Highness", and a stop that the tokenizer cut off an abbreviation


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A style as the text words it."""

    end: int  # the token after it
    kinds: frozenset[str]  # column `style` of the table: more than one where an abbreviation may stand for several
    gender: str | None  # "m", "f"; None: the words do not tell


@cache
def _styles() -> dict[str, tuple[frozenset[str], str | None]]:
    """Kinds and gender of each style by its words, as written."""
    return {row["words"]: (frozenset(many(row["style"])), row["gender"] or None) for row in rows("styles")}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(words.split()[0] for words in _styles())


def style_at(doc: "Doc", at: int) -> Style | None:
    """The style that begins at that token; None when none does. Capitals count: "he" is a pronoun, "HE" a style.

    >>> # "HRH" in "HRH the Crown Prince": kinds {"royal highness"}, gender None
    """
    if at >= len(doc) or doc[at].text not in _first_words():
        return None
    for end in range(min(len(doc), at + _MOST_TOKENS), at, -1):
        words = normalised(doc[at:end].text)
        if words in _styles():
            kinds, gender = _styles()[words]
            return Style(end=end, kinds=kinds, gender=gender)
    return None


@cache
def titles_with(kinds: frozenset[str]) -> frozenset[str]:
    """The titles that go with styles of those kinds: "king" with "majesty"."""
    fits = (row for row in rows("styles") if kinds & set(many(row["style"])))
    return frozenset(title for row in fits for title in many(row["titles"]))


def shares(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the kinds of two styles may be one person's: the same, or one a fuller form of the other ("Highness" of
    a Royal Highness).
    """
    return any(a == b or a.endswith(" " + b) or b.endswith(" " + a) for a in one for b in other)
