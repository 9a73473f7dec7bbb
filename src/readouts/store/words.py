"""Words as the full-text index knows them, and the user's query in the languages of both databases.

SQLite's and PostgreSQL's own tokenizers part text differently, and neither finds a word in Chinese. So the text is
parted here, and both are given words between spaces: the same query has the same answer on either.

A word is a run of letters and digits, in lower case and without marks above or below ("Türkiye" is "turkiye", "ё" is
"е"). In a script without spaces between words every sign is a word, and a run of signs is searched as a phrase.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from readouts.errors import InputError
from readouts.text import Span, lines_break

# Han, kana, Thai, Lao, Burmese and Khmer are written without spaces between words.
_UNSPACED = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
# The Armenian marks of stress, exclamation and question stand inside a word, over its last vowel.
_INSIDE = "\u055b\u055c\u055e\u00ad\u200b-\u200d\u2060\u0300-\u036f"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}](?:[{_INSIDE}]*[^\W_{_UNSPACED}])*")
_QUERY = re.compile(r'(-?)(?:["“”„«»]([^"“”„«»]*)["“”„«»]?|([^\s"“”„«»]+))')
# A passage is a paragraph; one that is longer is cut at the end of a sentence, so that a hit can be shown whole.
MOST_SIGNS = 1500
_SENTENCE_END = re.compile(r"[.!?։。！？…][\"'”’»)\]]*\s+|[。！？]")


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a query: words that stand side by side."""

    words: tuple[str, ...]
    prefix: bool = False  # the last word is the beginning of one
    wanted: bool = True  # False: passages that have it are left out


def words(text: str) -> Iterator[tuple[Span, str]]:
    """Each word of the text, where it stands and the form in which it is indexed."""
    for found in _WORD.finditer(text):
        if form := _form(found.group()):
            yield Span(*found.span()), form


def indexed(text: str) -> list[str]:
    """The words of the text in their indexed form.

    >>> indexed("Türkiye’s Ереван, 宪法")
    ['turkiye', 's', 'ереван', '宪', '法']
    """
    return [form for _, form in words(text)]


def _form(word: str) -> str:
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(c for c in apart if c.isalnum())
    return unicodedata.normalize("NFC", bare).casefold()


def passages(text: str) -> list[Span]:
    """The text's paragraphs, long ones cut at ends of sentences; together they hold all of its words."""
    bounds = [0, *lines_break(text), len(text)]
    paragraphs = ((a, b) for a, b in pairwise(bounds) if text[a:b].strip())
    parts = (part for start, end in paragraphs for part in _parts(text, start, end))
    return [part for part in parts if part.of(text).strip()]


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > MOST_SIGNS:
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start, start + MOST_SIGNS) if m.end() > start + 1]
        cut = ends[-1] if ends else text.rfind(" ", start + 1, start + MOST_SIGNS) + 1 or start + MOST_SIGNS
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


def terms(query: str) -> list[Term]:
    """The parts of a query: words, "phrases", beginnings* and -exclusions.

    Raises InputError when nothing is left to look for.

    >>> terms('peace "Minsk Group" constitution* -Baku')[1]
    Term(words=('minsk', 'group'), prefix=False, wanted=True)
    """
    found = []
    for minus, phrase, word in _QUERY.findall(query):
        if forms := tuple(indexed(phrase or word)):
            found.append(Term(forms, prefix=word.endswith("*"), wanted=not minus))
    if not any(term.wanted for term in found):
        raise InputError(f"{query!r} has no word to look for", "Give at least one word that is not excluded by -")
    return found


def fts5(query: list[Term]) -> str:
    """The query in the language of SQLite's FTS5."""
    own = [f'"{" ".join(t.words)}"{" *" if t.prefix else ""}' for t in query if t.wanted]
    unwanted = [f' NOT "{" ".join(t.words)}"{" *" if t.prefix else ""}' for t in query if not t.wanted]
    return f"({' AND '.join(own)})" + "".join(unwanted)


def tsquery(query: list[Term]) -> str:
    """The query as PostgreSQL's tsquery."""
    return " & ".join(f"{'' if t.wanted else '!'}({' <-> '.join(t.words)}{':*' if t.prefix else ''})" for t in query)


def tsvector(forms: list[str]) -> str:
    """The words with their places as PostgreSQL's tsvector, which takes places up to 16,383."""
    return " ".join(f"'{form}':{min(place, 16_383)}" for place, form in enumerate(forms, 1))


def found_in(text: str, query: list[Term]) -> tuple[Span, ...]:
    """Where the text has the query's words, in text order."""
    placed = list(words(text))
    forms = [form for _, form in placed]
    hits = {
        Span(placed[at][0].start, placed[at + len(term.words) - 1][0].end)
        for term in query
        if term.wanted
        for at in range(len(forms) - len(term.words) + 1)
        if _is_at(forms, at, term)
    }
    return tuple(sorted(hits))


def _is_at(forms: list[str], at: int, term: Term) -> bool:
    last = at + len(term.words) - 1
    if forms[at:last] != list(term.words[:-1]):
        return False
    return forms[last].startswith(term.words[-1]) if term.prefix else forms[last] == term.words[-1]
