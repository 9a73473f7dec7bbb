"""The government office that a letterhead names, in a text whose page or file does not tell its publisher."""

import re
from functools import lru_cache

from readouts.lexicon import load
from readouts.text import key

_OFFICE = re.compile(
    r"\b(?:office|ministry|government|embassy|consulate|mission|press service|department|chancellery|cabinet|"
    r"presidency|administration|secretariat|directorate|bureau)\b",
    re.I,
)
# What may stand before a name: "Ministry of Defence of the Republic of | Telmark".
_OF = re.compile(r"\bof (?:the )?(?:(?:republic|kingdom|state|federation) of (?:the )?)?", re.I)
_ABROAD = re.compile(r"(?P<sender>.*\b(?:embassy|consulate|mission|delegation) of .+?) (?:to|in) .+", re.I)
_MOST_LINES, _MOST_WORDS = 5, 14
_SMALL = frozenset("of the and for to in".split())


def office(text: str) -> str | None:
    """The office on a line of its own among the first five, as written; None when there is none.

    The line must be an office that the lexicon knows, or name an office and end with a state or body that it knows, so
    that a headline about an embassy is no letterhead.
    """
    lines = [line.strip(" \t#*_") for line in text.split("\n") if line.strip()]
    return next((line for line in lines[:_MOST_LINES] if _looks_like_a_name(line) and _is_office(line)), None)


def _looks_like_a_name(line: str) -> bool:
    found = line.split()
    fits = 2 <= len(found) <= _MOST_WORDS and not line.endswith((".", ":", ";", "?", "!"))
    return fits and all(word[0].isupper() or word in _SMALL for word in found)


def _is_office(line: str) -> bool:
    offices, ends = _known()
    if key(line).removeprefix("the ") in offices:
        return True
    if abroad := _ABROAD.fullmatch(line):
        line = abroad["sender"]
    rests = [key(line[joint.end() :]) for joint in _OF.finditer(line)]
    # "Government of Telmark Announces Aid": a known name that goes on is the subject of a sentence.
    goes_on = any(rest.startswith(f"{end} ") for rest in rests for end in ends if rest not in ends)
    return bool(_OFFICE.search(line)) and not goes_on and any(rest in ends for rest in rests)


@lru_cache(maxsize=1)
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Names of states' offices; names of states and bodies, which an office's name may end with."""
    lexicon = load()
    bodies = lexicon.bodies.values()
    offices = (key(n) for b in bodies if b.country and b.kind in ("ministry", "office") for n in b.names)
    states = (key(n) for s in lexicon.states.values() for n in s.names)
    return frozenset(offices), frozenset(states) | {key(n) for b in bodies for n in b.names}
