"""Which issues words speak of: phrases of `lexicon/issues.tsv` found on words and lemmas, the longest first.

A trigger is a run of lemmas; ".." stands for up to three words between, a final "*" for any ending, and a trigger
that begins with "=" counts only where it is all that the words say ("discussed Ukraine"). Hyphens and "'s" are
passed over, so "cease-fire" is "cease fire" and "Russia's war" is "russia war". Phrases that hold a trigger and tell
of no issue ("business-like", "the minister of energy") are rows of `lexicon/claim_words.tsv`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from readouts.lexicon.tables import many, rows
from readouts.records import Mention
from readouts.text import Span, key

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_GAP = 3
_SKIPPED = ("-", "'s", "'", '"')
_Forms = tuple[str, str]  # of a token: as written and its lemma, both in small letters
_EMPTY = frozenset("the a an of on in about for with to at this that these those situation issue topic and".split())


@dataclass(frozen=True, slots=True)
class Topic:
    """Words that speak of an issue."""

    span: Span
    issue: str


@dataclass(frozen=True, slots=True)
class _Trigger:
    words: tuple[str, ...]
    issue: str  # "" for a phrase that speaks of none
    whole: bool


def topics(doc: "Doc", spans: Iterable[Span], mentions: Sequence[Mention] = ()) -> tuple[Topic, ...]:
    """The topics within the spans in text order. Words inside the name of a person (with title) say nothing."""
    people = [m.span for m in mentions if m.party and m.party.startswith("person:")]
    found: list[Topic] = []
    for span in spans:
        tokens = list(_within(doc, span))
        if named := [p for p in people if tokens and p.start <= tokens[-1].idx and tokens[0].idx < p.end]:
            tokens = [t for t in tokens if not any(p.start <= t.idx < p.end for p in named)]
        found.extend(_in(tokens))
    return tuple(sorted(set(found), key=lambda t: (t.span, t.issue)))


def issues(doc: "Doc", spans: Iterable[Span], mentions: Sequence[Mention] = ()) -> tuple[str, ...]:
    """The ids of the issues that the spans speak of, in the order first told."""
    return tuple(dict.fromkeys(topic.issue for topic in topics(doc, spans, mentions)))


def _within(doc: "Doc", span: Span) -> Iterator["Token"]:
    part = doc.char_span(span.start, span.end, alignment_mode="expand")
    return (t for t in part or () if t.text not in _SKIPPED and not t.is_space)


def _in(tokens: Sequence["Token"]) -> Iterator[Topic]:
    taken: set[int] = set()
    told = [t for t in tokens if t.lower_ not in _EMPTY and not t.is_punct]
    forms = [(t.lower_, t.lemma_.lower()) for t in tokens]
    hits = [(at, end, trigger) for at in range(len(forms)) for end, trigger in _at(forms, at)]
    # Most characters first: "climate change conference" before "climate change"; "food security" before "security".
    hits.sort(key=lambda h: (h[0] - h[1], h[0]))
    for at, end, trigger in hits:
        if trigger.whole and len(told) > len(trigger.words):
            continue
        own = set(range(at, end))
        if not own & taken:
            taken |= own
            if trigger.issue:
                yield Topic(Span(tokens[at].idx, tokens[end - 1].idx + len(tokens[end - 1])), trigger.issue)


def _at(forms: Sequence[_Forms], at: int) -> Iterator[tuple[int, _Trigger]]:
    """Every trigger that starts at this token, with the index after its last word."""
    for trigger in _starting(*forms[at]):
        end = _rest(forms, at + 1, trigger.words[1:])
        if end:
            yield end, trigger


def _rest(forms: Sequence[_Forms], at: int, words: Sequence[str]) -> int:
    """The index after the last of the words, found in a row from `at`; 0 when they are not there."""
    gap = 0
    for word in words:
        if word == "..":
            gap = _GAP
            continue
        reach = [i for i in range(at, min(at + gap + 1, len(forms))) if _is(forms[i], word)]
        if not reach:
            return 0
        at, gap = reach[0] + 1, 0
    return at


def _is(forms: Sequence[str], word: str) -> bool:
    return any(f.startswith(word[:-1]) for f in forms) if word.endswith("*") else word in forms


@lru_cache(maxsize=20_000)
def _starting(*forms: str) -> tuple[_Trigger, ...]:
    """The triggers whose first word a token of these forms is."""
    table, prefixes = _triggers()
    exact = (t for form in dict.fromkeys(forms) for t in table.get(form, ()))
    return (*exact, *(t for t in prefixes if _is(forms, t.words[0])))


@cache
def _triggers() -> tuple[Mapping[str, tuple[_Trigger, ...]], tuple[_Trigger, ...]]:
    """Triggers by first word, and those whose first word is a beginning only."""
    table: dict[str, list[_Trigger]] = {}
    prefixes: list[_Trigger] = []
    phrases = [(row["id"], phrase) for row in rows("issues") for phrase in many(row["triggers"])]
    phrases += [("", row["words"]) for row in rows("claim_words") if row["kind"] == "no-issue"]
    for issue, phrase in phrases:
        words = tuple(key(phrase.lstrip("=")).replace("-", " ").split())
        trigger = _Trigger(words, issue, phrase.startswith("="))
        if words[0].endswith("*"):
            prefixes.append(trigger)
        else:
            table.setdefault(words[0], []).append(trigger)
    return {first: tuple(triggers) for first, triggers in table.items()}, tuple(prefixes)
