"""Names in a parsed text: those that the lexicon knows, longest first, and runs of capitals that may name a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from readouts.lexicon import Entry, Lexicon
from readouts.lexicon.tables import rows
from readouts.text import key

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Particles that stand in lower case inside a person's name: "von der Leyen", "bin Salman", "al-Sisi".
_PARTICLES = frozenset(
    "von van der den de da do dos di del della du la le bin ibn bint al el ul ben ter af zu y e".split()
)
_ABBREVIATED = 3  # letters at most of a role that is an abbreviation and counts in capitals alone: "PM"
_FATHERS = frozenset("bin ibn bint al".split())
_MOST_NAME_TOKENS = 14  # hyphens counted: "Nawaf Al-Ahmad Al-Jaber Al-Sabah"
# Capitalised words that begin sentences or fill titles but never a person's name.
_NO_NAME = frozenset(
    "the a an this that these those he she it they we his her its their our in on at by for from with as after "
    "before during "
    "while when if and but or also both mr ms mrs dr monday tuesday wednesday thursday friday saturday sunday "
    "january february "
    "march april may june july august september october november december readout statement summit agreement "
    "treaty war act "
    "plan initiative council commission union group forum conference assembly committee ministry department "
    "office house community year month week day century award prize administration agency association authority "
    "board bureau center centre corporation court dialogue federation "
    "forum foundation fund institute mission organisation organization parliament party secretariat union university "
    "republic kingdom state states nations armed forces today yesterday i following prior earlier".split()
)


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start` up to `end` that the lexicon knows, with every meaning they have."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    def of(self, kind: str) -> Entry | None:
        """The first meaning of that kind."""
        return next((entry for entry in self.entries if entry.kind == kind), None)


@lru_cache(maxsize=4)
def _first_words(lexicon: Lexicon) -> dict[str, int]:
    """The first word of every name, with the most words that a name so beginning has."""
    if lexicon.base:
        longest = dict(_first_words(lexicon.base))
        names: Iterable[str] = (key(n) for s in lexicon.introduced for n in (*s.names, *s.demonyms))
    else:
        longest, names = {}, lexicon.names
    for name in names:
        first = _part(name.split(" ", 1)[0])
        parts = name.count(" ") + 2 * name.count("-") + name.count("'") + name.count(".") + 1  # a hyphen is a token too
        longest[first] = max(longest.get(first, 0), parts)
    return longest


def known_names(doc: "Doc", lexicon: Lexicon) -> dict[int, Name]:
    """The longest name that begins at each token, by token index.

    A name other than a role must begin with a capital; a short one in capitals ("US") must be written so.
    """
    longest = _first_words(lexicon)
    found: dict[int, Name] = {}
    hidden = _hidden(doc)
    text = doc.text  # once: spaCy puts it together anew each time
    ends = [0 if token.is_space else token.idx + len(token) for token in doc]
    for token in doc:
        reach = longest.get(_first_part(token.text))
        hour = token.text in ("AM", "PM") and token.i > 0 and doc[token.i - 1].text[0].isdigit()
        if reach is None or token.i in hidden or hour:
            continue
        for end in range(min(len(doc), token.i + reach + 1), token.i, -1):
            words = text[token.idx : ends[end - 1]]
            if not words or "\n" in words:
                continue
            entries = tuple(e for e in lexicon.named(key(words)) if _written_so(e, words))
            if end == token.i + 1:
                entries = tuple(e for e in entries if not _half_of_name(e.kind, token))
            if entries:
                found[token.i] = Name(token.i, end, entries)
                break
    return found


def _half_of_name(kind: str, token: "Token") -> bool:
    """Whether a word that the lexicon has as a surname or a title is half of a longer name: "Mustafa Rahbar"."""
    if kind not in ("person", "role") or token.ent_type_ != "PERSON" or not token.is_title:
        return False
    following = token.nbor() if token.i + 1 < len(token.doc) else None
    more = following is not None and following.ent_iob_ == "I" and following.is_title and following.is_alpha
    if kind == "role":  # "King" of "King Felipe" is one
        more = more or (following is not None and following.pos_ == "PROPN")
        return bool(not more and token.ent_iob_ == "I" and token.nbor(-1).is_title and token.nbor(-1).pos_ == "PROPN")
    return more


@lru_cache(maxsize=50_000)
def _first_part(word: str) -> str:
    """What a name's first word is looked up by: "u.s" of "U.S.", "al" of "Al-Thani"."""
    return _part(key(word))


def _part(word: str) -> str:
    return word.split("-", 1)[0].split("'", 1)[0].rstrip(".")


@cache
def _no_parties() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Names that hold a state's name but mean a region, sea or war, word by word, under their first word."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for row in rows("no_parties"):
        words = tuple(row["name"].replace(",", " ,").split())
        found[words[0]] = (*found.get(words[0], ()), words)
    return found


def _hidden(doc: "Doc") -> set[int]:
    """Tokens inside such names."""
    inside: set[int] = set()
    written, first = tuple(token.text for token in doc), _no_parties()
    for at, word in enumerate(written):
        for words in first.get(word, ()):
            if written[at : at + len(words)] == words:
                inside.update(range(at, at + len(words)))
    return inside


def _written_so(entry: Entry, words: str) -> bool:
    if entry.kind == "role":
        return len(words) > _ABBREVIATED or words.rstrip("s").isupper()
    return words == entry.name if entry.exact else words[0].isupper() or not words[0].isalpha()


def person_name(doc: "Doc", start: int, known: dict[int, Name]) -> int:
    """The end of the run of tokens from `start` that may be a person's name; `start` itself when there is none.

    Capitals, initials and particles; it stops before a known state, role or body, and before the next capital that
    begins a role. A following "Jr." or Roman numeral belongs to it.
    """
    if start in known and known[start].of("person"):
        return _suffix(doc, _lineage(doc, known[start].end))
    end = start
    if (
        0 < start < len(doc)
        and doc[start].text in _PARTICLES
        and doc[start - 1].text[0].isupper()
        and _goes_on(doc, start)
    ):
        end += 1  # "President von der Leyen"
    while end < len(doc) and end - start < _MOST_NAME_TOKENS:
        token = doc[end]
        if end in known and not known[end].of("person") and _stops(known[end], token, end > start):
            break
        if (
            token.text == "-"
            and end > start
            and end + 1 < len(doc)
            and not doc[end - 1].whitespace_
            and not token.whitespace_
        ):
            end += 2
        elif (
            token.text == '"'
            and end > start
            and end + 2 < len(doc)
            and doc[end + 2].text == '"'
            and _capital(doc[end + 1])
        ):
            end += 3  # a nickname: Benjamin "Benny" Gantz
        elif _capital(token) or (end > start and token.text.lower() in _PARTICLES and _goes_on(doc, end)):
            end += 1
        else:
            break
    while end > start and doc[end - 1].text.lower() in _PARTICLES and not doc[end - 1].text[0].isupper():
        end -= 1
    return _suffix(doc, end) if end > start else start


def _lineage(doc: "Doc", end: int) -> int:
    """The end with the father's names behind a known name taken in: "Tamim bin Hamad" bin Khalifa Al Thani."""
    while end + 1 < len(doc) and end and doc[end].text.lower() in _FATHERS and _goes_on(doc, end):
        end += 1
        while end < len(doc) and (_capital(doc[end]) or doc[end].text == "-") and doc[end].text.lower() not in _FATHERS:
            end += 1
    return end


def _stops(name: Name, token: "Token", inside: bool) -> bool:
    """Whether a known name ends the run: a state, body or role does, a word in lower case always does."""
    return not token.text[0].isupper() or not inside or not name.of("capital")


def _goes_on(doc: "Doc", at: int) -> bool:
    """Whether a capital follows the particles."""
    while at < len(doc) and doc[at].text.lower() in _PARTICLES:
        at += 1
        if at < len(doc) and doc[at].text == "-":
            at += 1
    return at < len(doc) and _capital(doc[at])


def _capital(token: "Token") -> bool:
    text: str = token.text
    if len(text) == 2 and text[1] == ".":
        return text[0].isupper()  # an initial
    return text[0].isupper() and text[0].isalpha() and text.lower().rstrip(".") not in _NO_NAME and not token.like_num


def _suffix(doc: "Doc", end: int) -> int:
    """The end with a following "Jr." or numeral taken in."""
    at = end + 1 if end < len(doc) and doc[end].text == "," else end
    if at < len(doc) and doc[at].text.rstrip(".") in ("Jr", "Sr", "II", "III", "IV", "VI", "VIII", "XIV", "XVI"):
        return at + 1
    return end
