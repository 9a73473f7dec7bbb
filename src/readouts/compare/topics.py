"""Words of issues in texts that nobody has parsed: the triggers of `lexicon/issues.tsv` with their inflections.

Wider than the finder of issues, which looks at lemmas: for silence a word too many is safer than one too few. A trigger
that begins with "=" counts only where it is all that is said of the matter, so it is passed over here.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from readouts.lexicon.tables import many, rows
from readouts.text import Span, folded, normalised

_WORD = re.compile(r"[^\W_]+")


def topics(text: str) -> Iterator[tuple[Span, str]]:
    """Every place where words of an issue stand, with the issue's id, in text order; places may overlap."""
    flat = _flat(text)
    exact, prefixes = _by_first_word()
    for word in _WORD.finditer(flat):
        said = word.group()
        triggers = exact.get(said, ())
        begun = (t for prefix, of in prefixes.items() if said.startswith(prefix) for t in of)
        for issue, pattern in (*triggers, *begun):
            if found := pattern.match(flat, word.start()):
                yield Span(*found.span()), issue


def spoken(text: str, issue: str) -> Span | None:
    """The first place where words of the issue stand; None where none do, or the table lacks the issue."""
    flat = _flat(text)
    begun = (trigger for trigger in _triggers(_cells().get(issue, "")) if _beginning(trigger) in flat)
    found = [match for trigger in begun if (match := _pattern(trigger).search(flat))]
    first = min(found, key=re.Match.start, default=None)
    return Span(*first.span()) if first else None


def known(issue: str) -> bool:
    """Whether the table has the issue."""
    return issue in _cells()


def _flat(text: str) -> str:
    """A copy of the same length, as the triggers are written: lower case, spaces for hyphens."""
    return folded(normalised(text)).replace("-", " ")


@lru_cache(maxsize=1)
def _cells() -> Mapping[str, str]:
    """By issue: the cell of its triggers."""
    return {row["id"]: row["triggers"] for row in rows("issues")}


def _beginning(trigger: str) -> str:
    """What every form of the trigger's first word begins with: quick to look for, and most texts lack it."""
    first = trigger.split()[0]
    if first == "..":
        return ""
    return first[:-1] if first.endswith(("*", "y", "e")) else first


@cache
def _pattern(trigger: str) -> re.Pattern[str]:
    """The trigger as whole words. Made when first asked for: those of all issues take a fifth of a second."""
    return re.compile(rf"\b{_phrase(trigger)}\b")


@lru_cache(maxsize=1)
def _by_first_word() -> tuple[
    Mapping[str, list[tuple[str, re.Pattern[str]]]], Mapping[str, list[tuple[str, re.Pattern[str]]]]
]:
    """The triggers by the forms of their first word, and those of which only the beginning of a word is given."""
    exact: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    prefixes: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in rows("issues"):
        for trigger in _triggers(row["triggers"]):
            first = trigger.split()[0]
            found = (row["id"], re.compile(rf"{_phrase(trigger)}\b"))
            if first.endswith("*"):
                prefixes.setdefault(first[:-1], []).append(found)
            for form in () if first.endswith("*") else forms(first):
                exact.setdefault(form, []).append(found)
    return exact, prefixes


def _triggers(cell: str) -> list[str]:
    return [folded(trigger).replace("-", " ") for trigger in many(cell) if not trigger.startswith("=")]


def _phrase(trigger: str) -> str:
    return r"\s+".join(map(_word, trigger.split()))


def _word(word: str) -> str:
    """One word of a trigger with its inflections; ".." stands for one to three words, a final "*" for any ending."""
    if word == "..":
        return r"\S+(?:\s+\S+){0,2}"
    if word.endswith("*"):
        return re.escape(word[:-1]) + r"\w*"
    return f"(?:{'|'.join(map(re.escape, forms(word)))})"


def forms(word: str) -> list[str]:
    """
    >>> forms("deny"), forms("delimitate")
    (['deny', 'denies', 'denied', 'denying'], ['delimitate', 'delimitates', 'delimitated', 'delimitating', \
'delimitation', 'delimitations'])
    """
    if word.endswith(("y", "e")):
        endings = ("y", "ies", "ied", "ying") if word[-1] == "y" else ("e", "es", "ed", "ing", "ion", "ions")
        return [word[:-1] + ending for ending in endings]
    return [word + ending for ending in ("", "s", "es", "ed", "ing")]
