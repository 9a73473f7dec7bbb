"""What a watch remembers between visits: a small SQLite file beside the database."""

import math
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readouts.errors import InputError
from readouts.ingest.feeds import Entry
from readouts.ingest.fetch import Validators

_TABLES = """
CREATE TABLE IF NOT EXISTS source (
    name TEXT PRIMARY KEY, next REAL NOT NULL, failures INTEGER NOT NULL, etag TEXT, modified TEXT, url TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS entry (
    source TEXT NOT NULL, key TEXT NOT NULL, url TEXT, title TEXT, published TEXT, updated TEXT, publisher TEXT,
    html TEXT, first REAL NOT NULL, next REAL, failures INTEGER NOT NULL DEFAULT 0, etag TEXT, modified TEXT,
    digest TEXT, PRIMARY KEY (source, key)
) STRICT;
CREATE INDEX IF NOT EXISTS due ON entry (source, next);
"""
_VERSION = 1
_SEEN = "url, title, published, updated, publisher, html, first, failures, etag, modified, digest"


_NOTHING = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is remembered of a source. Times are seconds since 1970, UTC."""

    next: float = 0.0  # when it is to be visited again
    failures: int = 0  # in a row
    validators: Validators = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is remembered of an entry."""

    entry: Entry
    first: float  # when it was first seen
    failures: int  # in a row
    validators: Validators
    digest: str | None  # of the document last taken from it; None: none yet


class State:
    """The memory. Every change is on disk when the call returns, so a kill at any moment loses at most repetition."""

    def __init__(self, path: Path | None) -> None:
        """Opens or makes the file; None keeps all in memory. Raises InputError when it is no such file, or in use."""
        self._path = path
        try:
            self._db = sqlite3.connect(str(path) if path else ":memory:", isolation_level=None, timeout=1.0)
            self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA locking_mode=EXCLUSIVE; BEGIN IMMEDIATE; COMMIT")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise InputError(f"{path} is of a later version", "Bring Readouts up to date, or name another --state")
            self._db.executescript(f"{_TABLES}; PRAGMA user_version = {_VERSION}")
        except sqlite3.Error as error:
            busy = "locked" in str(error)
            remedy = "Stop the other watch, or name another --state" if busy else "Name another file with --state"
            raise InputError(f"{path} cannot be used to remember what was seen: {error}", remedy) from error

    def close(self) -> None:
        """Gives the file back."""
        self._db.close()

    # -- sources ---------------------------------------------------------------------------------------------------

    def source(self, name: str, url: str) -> Known:
        """What is remembered of the source; nothing when it had another address."""
        row = self._db.execute(
            "SELECT next, failures, etag, modified FROM source WHERE name = ? AND url = ?", (name, url)
        ).fetchone()
        return (
            Known(next=row[0], failures=row[1], validators=Validators(etag=row[2], modified=row[3])) if row else Known()
        )

    def visited(self, name: str, url: str, known: Known) -> None:
        """Remembers how the visit went and when the next one is due."""
        self._db.execute(
            "INSERT OR REPLACE INTO source (name, url, next, failures, etag, modified) VALUES (?, ?, ?, ?, ?, ?)",
            (name, url, known.next, known.failures, known.validators.etag, known.validators.modified),
        )

    # -- entries ---------------------------------------------------------------------------------------------------

    def note(self, source: str, entries: Iterable[Entry], now: float) -> int:
        """Remembers the entries of a feed, all or none; new ones, and those that say they were changed, are due now.

        Returns how many are new.
        """
        with self._whole():
            return sum([self._note(source, entry, now) for entry in entries])

    def _note(self, source: str, entry: Entry, now: float) -> int:
        key = key_of(entry)
        said = (entry.title, entry.published, entry.updated, entry.publisher, entry.html if not entry.url else None)
        row = self._db.execute("SELECT updated, html FROM entry WHERE source = ? AND key = ?", (source, key)).fetchone()
        if row is None:
            self._db.execute(
                "INSERT INTO entry (source, key, url, title, published, updated, publisher, html, first, next)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (source, key, entry.url, *said, now, now),
            )
        elif row[0] != entry.updated or row[1] != said[-1]:
            self._db.execute(
                "UPDATE entry SET title = ?, published = ?, updated = ?, publisher = ?, html = ?, next = ?,"
                " failures = 0 WHERE source = ? AND key = ?",
                (*said, now, source, key),
            )
        return row is None

    def due(self, source: str, now: float, longest: float = math.inf) -> list[Seen]:
        """The entries of the source that are to be fetched now, the first seen first.

        One that was put off for longer than `longest` seconds was so by a clock that has been set back: it is due.
        """
        rows = self._db.execute(
            f"SELECT {_SEEN} FROM entry WHERE source = ? AND (next <= ? OR next > ?) ORDER BY first, rowid",
            (source, now, now + longest),
        )
        return [_seen(row) for row in rows.fetchall()]

    def seen(self, source: str, entry: Entry) -> Seen:
        """What is remembered of an entry that was noted. Raises KeyError for one that was not."""
        row = self._db.execute(
            f"SELECT {_SEEN} FROM entry WHERE source = ? AND key = ?", (source, key_of(entry))
        ).fetchone()
        if row is None:
            raise KeyError(key_of(entry))
        return _seen(row)

    def looked(
        self, source: str, seen: Seen, *, next: float | None, failures: int = 0,
        validators: Validators | None = None, digest: str | None = None,
    ) -> None:  # fmt: skip
        """Remembers a look at an entry: when the next is due (None: never), and what it now holds (None: as before)."""
        held = validators or seen.validators
        self._db.execute(
            "UPDATE entry SET next = ?, failures = ?, etag = ?, modified = ?, digest = ? WHERE source = ? AND key = ?",
            (next, failures, held.etag, held.modified, digest or seen.digest, source, key_of(seen.entry)),
        )

    @contextmanager
    def _whole(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")


def _seen(row: tuple[Any, ...]) -> Seen:
    """A row of the columns _SEEN."""
    url, title, published, updated, publisher, html, first, failures, etag, modified, digest = row
    entry = Entry(url=url, title=title, published=published, updated=updated, publisher=publisher, html=html)
    validators = Validators(etag=etag, modified=modified)
    return Seen(entry=entry, first=first, failures=failures, validators=validators, digest=digest)


def key_of(entry: Entry) -> str:
    """What makes an entry the same one at the next visit: its address, or without one its title and day."""
    return entry.url or f"{entry.title} {entry.published}"
