"""States that a text introduces and the lexicon lacks: "President Arlen Voss of Marovia", "the Republic of Telmark".

With them the rules for known states hold for unknown ones as well: whose President it is, who "the Telmark side" is. A
state so found gets one of the codes that ISO 3166-1 leaves to its users (QMA to QZZ), made from its name, so that two
texts give the same state the same code. It is the reading's own: nothing is said of what the world holds.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256

from readouts.find.institutions import NOUNS, portfolio_words
from readouts.lexicon import Lexicon, State
from readouts.lexicon.publishers import is_office
from readouts.lexicon.tables import rows
from readouts.records import Document
from readouts.text import key, normalised

SOURCE = "introduced in the text"
_WORD = r"[A-Z][^\W\d_]+(?:['-][^\W\d_]+)*"
_NAME = rf"({_WORD}(?: {_WORD}){{0,2}})"
_FORM = r"(?:Republic|Kingdom|Sultanate|Emirate|Principality|Grand Duchy|Empire|State|States)"
_FORMS_BEHIND = ("Republic", "Federation", "Kingdom", "Confederation", "Sultanate", "Empire", "Principality", "Union")
_OF = rf"of (?:the )?(?:(?:[A-Z]\w+ )*{_FORM} of )?(?:the )?"
_PUBLISHED = re.compile(
    rf"\b(?:of|for) (?:the )?(?:(?:[A-Z]\w+ )*{_FORM} of )?(?:the )?{_NAME}$|, {_FORM} of {_NAME}$"
    # "Ministry of Foreign Affairs, Telmark"
    rf"|\b(?:Office|Ministry|Department|Presidency|Chancellery|Cabinet|Government|Court|Affairs), {_NAME}$"
)
# Classes of roles.tsv that a state has: who holds one "of X" shows that X is a state.
_CLASSES = ("head_of_state", "head_of_government", "foreign_minister", "defence_minister", "deputy_head_of_government")
# Titles that banks, companies and clubs have as well: alone, "President of X" shows nothing.
_COMMON = frozenset(
    ("president", "chairman", "premier", "chief executive", "chancellor", "secretary of state", "secretary of defense")
)
# What titles hold and countries are not called.
_NO_COUNTRY = frozenset(
    "state states treasury staff house world nation nations city county tribe college school club society company"
    " group market markets bar operations police church council assembly congress senate chamber security policy"
    " conference fund peace earth american americans bishop catholic god hosts honor honour justice team workers"
    " teamsters steelworkers"
    " people peoples republic federation union kingdom duchy emirate sultanate academy parliament diet knesset"
    " rada".split()
)
_ENDINGS = ("an", "ian", "ean", "ese", "i", "ish", "ic", "ite", "n", "er", "ard")
_CODES = [f"Q{a}{b}" for a in "MNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def states(documents: Iterable[Document], lexicon: Lexicon) -> tuple[State, ...]:
    """The states that those texts or their publishers introduce and the lexicon does not have, by name in order.

    Read together, texts of one contact share them. () for nearly every real text.
    """
    texts = [(normalised(d.text), d.publisher) for d in documents]
    found = {name for plain, publisher in texts for name in _introduced(plain, publisher, lexicon)}
    whole = "\n".join(plain for plain, _ in texts)
    plainly = {form for name in found if not _adjective(name) for form in _demonyms(name, whole)}
    found = {name for name in found if _adjective(name) not in plainly}
    names = [n for n in sorted(found) if not any(n.startswith(f"{other} ") for other in found)]
    taken: set[str] = set()
    return tuple(_state(name, whole, taken) for name in names)


def _introduced(plain: str, publisher: str | None, lexicon: Lexicon) -> Iterator[str]:
    """The names of states that the text, in plain signs, or its publisher introduces."""
    words = Counter(word.removesuffix("'s") for word in re.findall(_WORD, plain))
    office = publisher is not None and is_office(publisher)
    if publisher and (found := _PUBLISHED.search(normalised(publisher))):
        yield from _by_adjective(next(filter(None, found.groups())), lexicon)
        yield from _named(_own(next(filter(None, found.groups())), words), found[0], lexicon)
    for found in _titled().finditer(plain):
        run = found["name"].split()
        yield from _by_adjective(found["name"], lexicon)
        # "Foreign Minister of the Republic of Sorvenia Dragan Velk": a state, then its minister's two names.
        whole = run[0] if len(run) == 3 and not found["person"] else found["name"]
        for name in _named(_own(whole, words), plain[found.start("of") : found.end()], lexicon):
            formal = re.search(rf"\b{_FORM} of\b", found["of"])
            person = _holds(plain, found)
            sure = formal or (person and found["title"].lower() not in _COMMON) or _demonyms(name, plain)
            twice = found["person"] and words[name.split()[0]] > 1
            if plain.startswith(" of ", found.end()):
                continue  # "the President of the Storting of Norway"
            if sure or twice or _meets(plain, found) or (office and _in_lead(plain, found)):
                yield name
    for found in _of_that_people().finditer(plain):
        yield from _land(found["people"], plain, lexicon)
    for found in _formal().finditer(plain, 0, _OPENING) if office else ():
        if _in_lead(plain, found):
            yield from _named(found["name"].split()[0], found[0], lexicon)


def _land(people: str, plain: str, lexicon: Lexicon) -> Iterator[str]:
    """The name from which that of its people is made, where the text has it: "Telmark" of "the Telmarker Foreign
    Minister Ida Kester"; nothing where either is known.
    """
    if any(e.kind != "role" for e in lexicon.named(key(people))) or key(people) in _NO_LANDS:
        return
    near = {w for w in re.findall(_WORD, plain) if w[:4] == people[:4] and w != people and not w.endswith("'s")}
    lands = [w for w in near if people in _demonyms(w, plain) and len(w) <= len(people)]
    if len(lands) == 1:
        yield from _named(lands[0], lands[0], lexicon)


# Peoples and faiths of more than one state.
_NO_LANDS = frozenset("european african asian american arab islamic catholic nordic baltic".split())


def _by_adjective(run: str, lexicon: Lexicon) -> Iterator[str]:
    """The long name of a state that its adjective opens: "Columbrian Republic", of a president's "of the Columbrian
    Republic Daniel Ashworth". Another text, or another place of this one, may tell what the state is called for short.
    """
    name = " ".join(run.split()[:2])
    adjective = _adjective(name)
    if adjective and len(adjective) > 4 and not any(lexicon.named(key(words)) for words in (adjective, name)):
        yield name


def _adjective(name: str) -> str | None:
    """The first word of "Columbrian Republic"; None where the name is not of that form."""
    first, _, form = name.partition(" ")
    return first if form in _FORMS_BEHIND and first.endswith(_ENDINGS) else None


@cache
def _formal() -> re.Pattern[str]:
    """A state's long name: "the People's Republic of X"."""
    return re.compile(rf"\bthe (?:[A-Z][\w']+ ){{0,3}}(?P<of>{_FORM} of )(?:the )?{_NAME.replace('(', '(?P<name>', 1)}")


_OPENING = 250  # characters
_MOST_SENTENCE = 1000  # characters that a sentence goes on
_STOP = re.compile(r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\b[A-Z])\. ")
_MEETING = re.compile(
    r"\b(?:spoke|met|meets|held|hosted|received|called|telephoned|call|conversation|meeting|talks|talked|phoned"
    r"|exchanged|sent|message|letter|visit|visited|welcomed|summit|consultations|negotiations)\b"
)


# A name and a comma, behind which its title stands: "Sheikh Saif bin Omar Al Marwan, ".
_NAMED = re.compile(rf"{_WORD}(?: (?:{_WORD}|[A-Z]\.|(?:al|bin|ibn|von|van|der|de|da|el|y)\b)){{1,6}}, (?:the )?$")
# A name between commas behind a title: ", H.E. Mr. Pavel Holm,".
_CALLED = re.compile(
    rf", (?:(?:H\.?E\.?|His|Her|Excellency|Mr\.?|Mrs\.?|Ms\.?|Dr\.?) )*{_WORD}"
    rf"(?: (?:{_WORD}|[A-Z]\.|(?:al|bin|ibn|von|van|der|de|da|el|y)\b)){{1,5}}[,.]"
)
_MOST_NAME = 80  # characters


def _holds(plain: str, found: "re.Match[str]") -> bool:
    """Whether a person with the title is named, behind it or on the other side of a comma."""
    before = plain[max(0, found.start() - _MOST_NAME) : found.start()]
    return found["person"] is not None or bool(_NAMED.search(before) or _CALLED.match(plain, found.end()))


def _meets(plain: str, found: "re.Match[str]") -> bool:
    """Whether the text opens with it, and the sentence has him meet another who holds such an office."""
    if not _holds(plain, found) or found.start() >= _OPENING:
        return False
    start, end = _sentence(plain, found)
    others = (other for other in _titled().finditer(plain, start, end) if other.start() != found.start())
    return bool(_MEETING.search(plain, start, end)) and any(others)


def _in_lead(plain: str, found: "re.Match[str]") -> bool:
    """Whether an office's own text opens with it, in a sentence that tells of a contact."""
    start, end = _sentence(plain, found)
    return found.start() < _OPENING and bool(_MEETING.search(plain, start, end))


def _sentence(plain: str, found: "re.Match[str]") -> tuple[int, int]:
    """Where the sentence around it begins and ends, near enough."""
    stops = [stop.start() for stop in _STOP.finditer(plain, 0, found.end() + _MOST_SENTENCE)]
    start = max((at + 1 for at in stops if at < found.start()), default=0)
    return start, min((at for at in stops if at >= found.end()), default=len(plain))


def _own(name: str, words: Counter[str]) -> str:
    """The country's part of a run of capitals: a word that stands more often than the next is a name without it.

    "The Republic of Sorvenia Dragan Velimir" names a state, then its minister.
    """
    kept = name.split()
    while len(kept) > 1 and words[kept[0]] > words[kept[1]]:
        kept = kept[:1]
    return " ".join(kept)


@cache
def _titled() -> re.Pattern[str]:
    """A title of a state's office, perhaps a name, then "of X"."""
    titles = {row["role"] for row in rows("roles") if row["class"] in _CLASSES and row["plural"] != "yes"}
    any_title = "|".join(re.escape(t.title()).replace(r"\ ", " ") for t in sorted(titles, key=len, reverse=True))
    any_title = re.sub(r"\b(Of|The|For|And)\b", lambda m: m[0].lower(), any_title)
    # A person's name has initials, particles and apostrophes; it never holds a comma or a stop but that of an initial.
    person = rf"(?: (?:{_WORD}|[A-Z]\.|(?:al|bin|ibn|von|van|der|de|da|el|y)\b)){{1,6}},?"
    return re.compile(
        rf"\b(?P<title>{any_title})(?P<person>{person})? (?P<of>{_OF}){_NAME.replace('(', '(?P<name>', 1)}"
    )


@cache
def _of_that_people() -> re.Pattern[str]:
    """A people's name before a title that only a state has, and its holder: "Telmarker Foreign Minister Ida Kester"."""
    titles = {row["role"] for row in rows("roles") if row["class"] in _CLASSES and row["plural"] != "yes"} - _COMMON
    any_title = "|".join(re.escape(t.title()) for t in sorted(titles, key=len, reverse=True))
    any_title = re.sub(r"\b(Of|The|For|And)\b", lambda m: m[0].lower(), any_title)
    ending = "|".join(_ENDINGS)
    return re.compile(rf"\b(?P<people>[A-Z][^\W\d_]{{3,}}(?:{ending})) (?:{any_title}) {_WORD}")


def _named(name: str, phrase: str, lexicon: Lexicon) -> Iterator[str]:
    """The name, without a person's name behind it; nothing when the phrase holds a known name or one of no country."""
    kept: list[str] = []
    for word in name.split():
        low = key(word).removesuffix("'s")
        if low in portfolio_words() or low in NOUNS or low in _NO_COUNTRY or word.isupper():
            return  # "Minister of Health", "President X of the Workers Union"
        if low in _MONTHS:
            break
        kept.append(word.removesuffix("'s"))
    words = key(phrase).replace("'s", "").split()
    runs = (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(len(words), i + 5) + 1))
    role = any(e.kind == "role" for e in lexicon.named(key(" ".join(kept))))
    if kept and len(kept[0]) > 3 and not role and not any(e.kind != "role" for run in runs for e in lexicon.named(run)):
        yield " ".join(kept)


_MONTHS = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday"
    " thursday friday saturday sunday today yesterday".split()
)


def _demonyms(name: str, plain: str) -> set[str]:
    """Capitalised words of the text that are made from the last word of the name: "Marovian", "Telmarkers"."""
    last = name.split()[-1]
    stems = {last, last.rstrip("aeiouy"), last[:-1]} - {""}
    stems = {s for s in stems if len(s) >= 4}
    forms = {s + ending + more for s in stems for ending in _ENDINGS for more in ("", "s")} - {name, last}
    return {word for word in set(re.findall(_WORD, plain)) if word in forms}


def _state(name: str, plain: str, taken: set[str]) -> State:
    at = int(sha256(key(name).encode()).hexdigest(), 16) % len(_CODES)
    while _CODES[at] in taken:
        at = (at + 1) % len(_CODES)
    taken.add(_CODES[at])
    if adjective := _adjective(name):
        demonyms = {adjective, f"{adjective}s"} & set(re.findall(_WORD, plain))
        return State(_CODES[at], name, (name,), tuple(sorted(demonyms)), (), "state", SOURCE)
    demonyms = _demonyms(name, plain)
    formal = set(re.findall(rf"\b(?:[A-Z][a-z']+ )*{_FORM} of {re.escape(name)}\b", plain))
    formal |= {long for d in demonyms for form in _FORMS_BEHIND if (long := f"{d} {form}") in plain}
    return State(_CODES[at], name, (name, *sorted(formal)), tuple(sorted(demonyms)), (), "state", SOURCE)
