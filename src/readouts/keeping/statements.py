"""The statements of each document with the issues that they speak of, filed as the document comes in; silences are
counted from them.
"""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from readouts.compare.silence_over import Period, Spoken, Tally, looked_through, silences_of
from readouts.lexicon import Lexicon
from readouts.pipeline import statements_in
from readouts.records import Reading, SilenceOver
from readouts.store import adding, statements
from readouts.store.database import Store


def file(connection: Connection, key: int, reading: Reading, lexicon: Lexicon, superseded: int | None = None) -> None:
    """Files the statements of a document; `superseded` is the key of the one whose place it takes."""
    if superseded is not None:
        statements.unfile(connection, superseded)
    own, told = statements_in(reading, lexicon)
    statements.file(connection, key, lexicon.digest, own, ((one.party, *looked_through(one)) for one in told))


def complete(store: Store, lexicon: Lexicon) -> int:
    """Files the statements of documents that came in before there was such a file; how many there were."""
    with store.reads() as connection:
        missing = statements.missing(connection)
    for key in missing:
        with store.writes() as connection:
            file(connection, key, adding.stored(connection, key), lexicon)
    return len(missing)


def is_of_other_lexicon(connection: Connection, lexicon: Lexicon) -> bool:
    """Whether documents were looked through with another lexicon than this, and may speak of its issues unseen."""
    return statements.of_other_lexicon(connection, lexicon.digest)


def silences(
    connection: Connection,
    parties: Sequence[str],
    issues: Sequence[str],
    *,
    since: date | None = None,
    until: date | None = None,
    period: Period = "whole",
) -> tuple[SilenceOver, ...]:
    """What `compare.silence_over` says of all documents of the database: of these parties, without a look at a text."""
    spoken = {party: Spoken() for party in statements.parties(connection) if party in set(parties)}
    for row in statements.tallies(connection, list(spoken)):
        spoken[row.party].tallies.append(Tally(row.published, row.documents, row.full, row.words))
    for issue in issues:
        for party, day, where in statements.mentions(connection, list(spoken), issue):
            spoken[party].mentions.setdefault(issue, []).append((day, where))
    told = [one for one in statements.asserted(connection) if one[0].party in set(parties)]
    return silences_of(spoken, issues, since=since, until=until, period=period, asserted=told)


def parties(connection: Connection) -> list[str]:
    """Those who have put out statements, and those of whom a text says that they left something out."""
    told = (silence.party for silence, _ in statements.asserted(connection))
    return list(dict.fromkeys((*statements.parties(connection), *told)))
