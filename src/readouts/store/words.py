"""Words as the full-text index knows them, and the user's query in the languages of both databases.

SQLite's and PostgreSQL's own tokenizers part text differently, and neither finds a word in Chinese. So the text is
parted here, and both are given words between spaces: the same query has the same answer on either.

A word is a run of letters and digits, in lower case and without marks above or below ("Türkiye" is "turkiye", "ё" is
"е"). In a script without spaces between words every sign is a word, and a run of signs is searched as a phrase.

Beside each word stands its stem (Snowball: English for Latin letters, Russian and Armenian for theirs; Porter 2001), so
that "urge" finds "urged" and "urging". Words in quotes are looked for as they are.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

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
    exact: bool = True  # False: one word, in any of its forms
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


def stems(forms: list[str]) -> list[str]:
    """The stems of indexed words, one each.

    >>> stems(["urged", "конституции", "5"])
    ['urg', 'конституц', '5']
    """
    return [_stem(form) for form in forms]


@cache
def _stemmers() -> Mapping[tuple[str, str], Any]:
    """Stemmers by the first and the last letter of a script."""
    import snowballstemmer

    languages = {("a", "z"): "english", ("а", "я"): "russian", ("ա", "և"): "armenian"}
    return {letters: snowballstemmer.stemmer(language) for letters, language in languages.items()}


@lru_cache(maxsize=100_000)
def _stem(form: str) -> str:
    of = next((stemmer for (first, last), stemmer in _stemmers().items() if first <= form[0] <= last), None)
    return str(of.stemWord(form)) if of else form


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
    """The parts of a query: words in any form, "phrases" to the letter, beginnings* and -exclusions.

    Raises InputError when nothing is left to look for.

    >>> terms('peace "Minsk Group" constitution* -Baku')[1]
    Term(words=('minsk', 'group'), prefix=False, exact=True, wanted=True)
    """
    found = []
    for minus, phrase, word in _QUERY.findall(query):
        if forms := tuple(indexed(phrase or word)):
            prefix = word.endswith("*")
            exact = bool(phrase) or prefix or len(forms) > 1
            found.append(Term(forms, prefix=prefix, exact=exact, wanted=not minus))
    if not any(term.wanted for term in found):
        raise InputError(f"{query!r} has no word to look for", "Give at least one word that is not excluded by -")
    return found


def fts5(query: list[Term]) -> str:
    """The query in the language of SQLite's FTS5, over the columns `words` and `stems`."""
    own = [_of_column(term) for term in query if term.wanted]
    return f"({' AND '.join(own)})" + "".join(f" NOT {_of_column(term)}" for term in query if not term.wanted)


def _of_column(term: Term) -> str:
    if not term.exact:
        return f'stems : "{_stem(term.words[0])}"'
    return f'words : "{" ".join(term.words)}"{" *" if term.prefix else ""}'


def tsquery(query: list[Term]) -> str:
    """The query as PostgreSQL's tsquery over the words; of the terms that are looked for as they are."""
    return " & ".join(
        f"{'' if t.wanted else '!'}({' <-> '.join(t.words)}{':*' if t.prefix else ''})" for t in query if t.exact
    )


def stem_tsquery(query: list[Term]) -> str:
    """The query as a tsquery over the stems; of the terms that are looked for in any form."""
    return " & ".join(f"{'' if t.wanted else '!'}{_stem(t.words[0])}" for t in query if not t.exact)


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
        if (_is_at(forms, at, term) if term.exact else _stem(forms[at]) == _stem(term.words[0]))
    }
    return tuple(sorted(hits))


def _is_at(forms: list[str], at: int, term: Term) -> bool:
    last = at + len(term.words) - 1
    if forms[at:last] != list(term.words[:-1]):
        return False
    return forms[last].startswith(term.words[-1]) if term.prefix else forms[last] == term.words[-1]
