"""The standing formulas of each issuer in the database, remembered until its statements are others.

They are found by `compare.standing` in all statements at once, for which formula is told apart from which depends on
all of them. An issuer of few words is looked through when it is asked for. One of many is looked through when `add` has
brought half as many statements again, so that the work of all times together stays a small multiple of that of one; in
between the answer is of the statements that were looked through, and says so. Of copies an issuer's earliest counts.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from readouts.compare.standing import LEAST, standing_formulas
from readouts.lexicon import Lexicon
from readouts.records import StandingFormula
from readouts.store import adding, formulas
from readouts.store.database import Store

FEW_WORDS = 300_000  # of an issuer that is looked through while one waits: some ten seconds
GROWN = 1.5  # times as many statements, from which `add` looks through them anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An issuer's statements in the database, copies left out."""

    party: str | None  # Party.id, else the publisher's name; None: no publisher known
    publishers: tuple[str | None, ...]
    copies: frozenset[int]  # keys of documents that an earlier one of the issuer says too
    statements: int
    words: int
    sign: str  # another one when the statements are others


def issuers(connection: Connection, lexicon: Lexicon) -> dict[str | None, Issuer]:
    """All issuers, in the order of their first documents."""
    rows = formulas.publishers(connection)
    party = {row.publisher: _party(row.publisher, lexicon) for row in rows}
    doubles: dict[str | None, dict[int, int]] = {}
    seen: set[tuple[int, str | None]] = set()
    for row in formulas.copied(connection):
        own = party[row.publisher]
        if (row.first, own) in seen:
            doubles.setdefault(own, {})[row.document] = row.words
        seen.add((row.first, own))
    return {
        own: _issuer(own, [row for row in rows if party[row.publisher] == own], doubles.get(own, {}))
        for own in dict.fromkeys(party.values())
    }


def _party(publisher: str | None, lexicon: Lexicon) -> str | None:
    return (lexicon.party_of_publisher(publisher) if publisher else None) or publisher


def _issuer(party: str | None, rows: Sequence[Any], doubles: Mapping[int, int]) -> Issuer:
    count = sum(row.documents for row in rows) - len(doubles)
    return Issuer(
        party=party,
        publishers=tuple(row.publisher for row in rows),
        copies=frozenset(doubles),
        statements=count,
        words=sum(row.words for row in rows) - sum(doubles.values()),
        sign=f"{count}/{sum(row.keys for row in rows) - sum(doubles)}",
    )


def behind(connection: Connection, issuer: Issuer, lexicon: Lexicon, least: int = LEAST) -> formulas.Search | None:
    """What was looked through last, where the issuer's statements are others now; None: the formulas are of all."""
    known = formulas.search(connection, issuer.party, least)
    if known is None:
        return formulas.Search(statements=0, sign="", lexicon="", made="")
    return None if (known.sign, known.lexicon) == (issuer.sign, lexicon.digest) else known


def renew(store: Store, issuer: Issuer, lexicon: Lexicon, now: datetime, least: int = LEAST) -> None:
    """Looks through all statements of the issuer, and keeps the formulas."""
    with store.reads() as connection:
        texts = list(formulas.documents(connection, issuer.publishers, issuer.copies))
    found = standing_formulas(texts, lexicon, issuer=issuer.party, least=least)
    made = formulas.Search(
        statements=issuer.statements, sign=issuer.sign, lexicon=lexicon.digest, made=adding.instant(now)
    )
    with store.writes() as connection:
        formulas.write(connection, issuer.party, least, made, found)


def renew_grown(store: Store, lexicon: Lexicon, clock: Callable[[], datetime], *, few: int = FEW_WORDS) -> None:
    """Looks through the statements of issuers of more words than that which have grown by half since the last time."""
    with store.reads() as connection:
        large = [one for one in issuers(connection, lexicon).values() if one.words > few]
        due = [one for one in large if (was := behind(connection, one, lexicon)) and _has_grown(one, was.statements)]
    for issuer in due:
        renew(store, issuer, lexicon, clock())


def _has_grown(issuer: Issuer, before: int) -> bool:
    return issuer.statements >= GROWN * before


def brought_up(
    store: Store,
    asked: Iterable[Issuer],
    lexicon: Lexicon,
    now: datetime,
    *,
    least: int = LEAST,
    renew_all: bool = False,
    few: int = FEW_WORDS,
) -> list[tuple[Issuer, formulas.Search]]:
    """Looks through the statements of the issuers where they are others than the last time: where it is the first time,
    where the words are few, or of all. Gives those that are left as they were, with what was looked through then.
    """
    with store.reads() as connection:
        due = [(one, was) for one in asked if (was := behind(connection, one, lexicon, least))]
    left = []
    for issuer, was in due:
        if renew_all or not was.statements or issuer.words <= few:
            renew(store, issuer, lexicon, now, least)
        else:
            left.append((issuer, was))
    return left


def found(
    connection: Connection, issuer: Issuer, natures: Collection[str], having: str | None, least: int = LEAST
) -> Iterator[StandingFormula]:
    """The formulas as they were found last: of those natures, with those words if any are given."""
    return formulas.read(connection, issuer.party, least, natures, having)
