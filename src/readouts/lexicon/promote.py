"""Persons whom a text introduces and the lexicon does not know, as rows of a user's own holders table.

A row says no more than the text: the office, the country, and that the person was seen in it on the day of publication.
Start and end stay empty. Where the text does not bear out a row, the person is left, with the reason.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from readouts.errors import ReadoutsError
from readouts.lexicon import Lexicon
from readouts.lexicon.tables import columns
from readouts.records import Document, Party, Reading
from readouts.text import key

TABLE = "holders.tsv"
# Words beside a name that say somebody else holds the office on that day, or that it is another office.
_OTHER_STANDING = frozenset("former ex late then deputy incoming outgoing elect designate nominee".split())
# Classes of roles.tsv that are no office: what somebody is to another, or the institution itself.
_NO_OFFICE = frozenset(
    "counterpart leader side source expert mediator government presidency premiership foreign_ministry "
    "defence_ministry press_service embassy authorities delegation".split()
)
# Classes whose bare word does not say which office it is: "Head", "Representative", "deputy".
_BARE = frozenset(
    "chair representative officer official lawmaker minister secretary deputy_secretary commissioner".split()
)
# Offices that one person holds at a time.
_SINGLE = frozenset("head_of_state head_of_government foreign_minister defence_minister vice_president".split())
# From 0 to 1. "Gurbanguly Berdymuhamedov" beside our spelling reaches .92; of 103,792 pairs of different names in one
# country in our own rows 47 reach .85, and most of those are one person twice.
_SAME_SPELLING = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A person and office that can be promoted."""

    row: dict[str, str]  # of holders.tsv


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A person introduced by a text who cannot be promoted."""

    name: str
    why: str


def introduced(reading: Reading, lexicon: Lexicon) -> Iterator[Term | Left]:
    """The persons whom only this text introduces, in its order. The lexicon is the one that it was read with."""
    text = reading.document.text
    for party in reading.parties:
        here = [m.span.of(text) for m in reading.mentions if m.party == party.id and m.why.endswith("introduced here")]
        here = [words for words in here if key(party.name).split()[-1] in key(words)]  # not by the role alone
        if party.kind == "person" and here:
            yield _term(party, here, reading.document, lexicon)


def _term(party: Party, mentions: Sequence[str], document: Document, lexicon: Lexicon) -> Term | Left:
    office = _office(party.role or "", lexicon)
    place = party.country or _body(party.office, lexicon)
    if why := _doubt(party, mentions, office, place) or _rival(party.name, office, place, document.published, lexicon):
        return Left(name=party.name, why=why)
    values = {
        "country": place or "",
        "office": office or "",
        "title": party.role or "",
        "person": party.name,
        "surname": _surname(party, mentions, lexicon),
        "as_of": str(document.published),
        "source": _source(document),
    }
    return Term(row={column: _cell(values.get(column, "")) for column in columns("holders")})


def _doubt(party: Party, mentions: Sequence[str], office: str | None, place: str | None) -> str | None:
    """Why the text does not bear out that the person holds the office; None when it does."""
    if " " not in party.name:
        return "the text gives only the surname"
    if not party.role:
        return "the text gives no role"
    if office is None or office in _NO_OFFICE:
        return f"“{party.role}” is no office that roles.tsv knows"
    if office in _BARE and " " not in party.role:
        return f"“{party.role}” does not say which office it is"
    if place is None:
        return "the text does not say of which country or body"
    beside = {word for mention in mentions for word in key(mention).replace("-", " ").replace(",", " ").split()}
    if odd := (beside & _OTHER_STANDING) - set(key(party.role).replace("-", " ").split()):
        return f"the text says “{min(odd)}”"
    return None


def _rival(name: str, office: str | None, place: str | None, on: date | None, lexicon: Lexicon) -> str | None:
    """Why the lexicon speaks against a row for that day: it may know the person in another spelling, or it knows that
    somebody else held the office.
    """
    if on is None:
        return "the publication date is not known; give it with --published"
    for holder in (h for h in lexicon.holders if h.country == place):
        same_end = holder.office == office and key(name).endswith(f" {key(holder.surname)}")
        if same_end or difflib.SequenceMatcher(None, key(name), key(holder.person)).ratio() >= _SAME_SPELLING:
            return (
                f"it may be {holder.person}, whom the lexicon knows; if so, add the spelling to the names of that row"
            )
    sure = [h for h in lexicon.holders_of(place or "", office or "", on) if h.held(on)]
    if sure and office in _SINGLE:
        return f"the lexicon has {sure[0].person} in that office on {on}"
    return None


def _office(role: str, lexicon: Lexicon) -> str | None:
    """The class of the longest beginning of the words that is a role: "Minister of Trade and Tourism"."""
    words = role.split()
    starts = (" ".join(words[:size]) for size in range(len(words), 0, -1))
    return next((lexicon.roles[key(start)].cls for start in starts if key(start) in lexicon.roles), None)


def _body(name: str | None, lexicon: Lexicon) -> str | None:
    return next((body.id for body in lexicon.bodies.values() if body.name == name), None)


def _surname(party: Party, mentions: Sequence[str], lexicon: Lexicon) -> str:
    """What the text calls the person on later mention; else by how our rows split the names of that country."""
    words = party.name.split()
    ends = [" ".join(words[at:]) for at in range(1, len(words))]
    later = [key(mention) for mention in mentions if key(party.name) not in key(mention)]
    called = Counter(end for mention in later for end in ends if mention.endswith(key(end)))
    if called:
        return max(called, key=lambda end: (called[end], len(end)))
    own = [h for h in lexicon.holders if h.country == party.country and " " in h.person]
    if own and 2 * sum(h.person.startswith(f"{h.surname} ") for h in own) > len(own):
        return words[0]  # the family name stands first: Xi Jinping
    at = next((i for i, word in enumerate(words[1:-1], 1) if word[0].islower()), len(words) - 1)
    return " ".join(words[at:])  # with its particles: von der Leyen


def _source(document: Document) -> str:
    named = document.url or (document.origin if document.origin != "-" else None)
    return named or document.title or f"document {document.id}"


def _cell(value: str) -> str:
    return " ".join(value.replace("|", "/").split())


# -- many texts, and the user's folder -----------------------------------------------------------------------------


def single(rows: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """One row for each person in an office, from the latest text that shows it, in the order first met."""
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for row in rows:
        known = found.setdefault(_who(row), row)
        if row["as_of"] > known["as_of"]:
            found[_who(row)] = row
    return list(found.values())


def new(rows: Sequence[dict[str, str]], known: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Those whose person and office no known row has, whatever its dates."""
    there = {_who(row) for row in known}
    return [row for row in rows if _who(row) not in there]


def _who(row: dict[str, str]) -> tuple[str, ...]:
    return row["country"], row["office"], key(row["person"])


def table(rows: Iterable[dict[str, str]]) -> str:
    """The rows as a table with its header."""
    return "".join("\t".join(cells) + "\n" for cells in (columns("holders"), *(row.values() for row in rows)))


def append(folder: Path, rows: Sequence[dict[str, str]]) -> Path:
    """Write the rows behind those of the folder's holders table, and return its path; what is there stays as it is.

    Raises ReadoutsError when it cannot be written.
    """
    path = folder / TABLE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = path.read_bytes() if path.exists() else b""
        lines = table(rows).split("\n", 1)[1] if there else table(rows)
        with path.open("ab") as file:
            file.write(("\n" if there and not there.endswith(b"\n") else "").encode() + lines.encode())
    except OSError as error:
        raise ReadoutsError(f"{path} cannot be written: {error.strerror}", "Choose another folder with -o") from error
    return path
