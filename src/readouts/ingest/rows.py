"""JSONL: a document a line."""

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any

from readouts.errors import InputError, ReadoutsError
from readouts.ingest.days import stamp
from readouts.ingest.decode import checked_length
from readouts.ingest.language import language
from readouts.ingest.letterhead import dateline
from readouts.ingest.made import Failed, Loaded, Options, Piece, refuse_other_languages, standing
from readouts.records import Document, KnownFrom, digest

SUFFIX = ".jsonl"  # of a piece that is one row
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half of a sign; no file or database can hold it
MOST_LINE_BYTES = 16_000_000  # MOST_CHARACTERS, each written as two escapes of six bytes, and what stands beside them
_TEXTS = ("title", "publisher", "published", "url", "language", "issuer")


def lines(written: Iterable[bytes], origin: str, options: Options) -> Iterator[Loaded | Failed]:
    """The documents of a JSONL file, a line each; empty lines are passed over, bad ones fail alone."""
    for piece in pieces(written, origin):
        try:
            yield of_row(piece, options)
        except ReadoutsError as error:
            yield Failed(origin=piece.origin, error=error)


def pieces(written: Iterable[bytes], origin: str) -> Iterator[Piece]:
    """The lines of a JSONL file that are not empty, as they lie in it. Raises InputError when there is none."""
    none = True
    for number, line in enumerate(written, 1):
        if line.strip():
            none = False
            yield Piece(origin=f"{origin} line {number}", raw=line, suffix=SUFFIX)
    if none:
        raise InputError(f"{origin} is empty", "Give a file with a JSON object a line")


def of_row(piece: Piece, options: Options) -> Loaded:
    """The document of one line. Raises InputError."""
    return Loaded(document=_document(piece.raw, piece.origin, options), raw=piece.raw)


def short_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """The lines of the file; of one longer than MOST_LINE_BYTES only so much that `lines` sees it is."""
    while line := stream.readline(MOST_LINE_BYTES + 1):
        yield line
        while len(line) > MOST_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MOST_LINE_BYTES + 1)


def is_row(line: bytes) -> bool:
    """Whether the line is a JSON object."""
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def row(document: Document) -> dict[str, Any]:
    """The document as a line of a JSONL file that `lines` reads back: what is unknown is left out."""
    kept = {
        "id": document.id,
        "title": document.title,
        "published": document.published.isoformat() if document.published else None,
        "publisher": document.publisher,
        "issuer": document.issuer,
        "url": document.url,
        "language": document.language,
        "text": document.text,
    }
    return {name: value for name, value in kept.items() if value is not None}


class Appended:
    """A JSONL file that documents are added to, each once. Holds the ids that stand in it."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file; a last line that a kill cut short is taken out. Raises InputError."""
        self._path = path
        try:
            path.touch()
            self._ids = set(self._whole_lines())
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}", "Choose another place with -o") from error

    def _whole_lines(self) -> Iterator[str]:
        """The ids of the lines that end."""
        end = 0
        with self._path.open("rb+") as stream:
            for number, line in enumerate(stream, 1):
                if not line.endswith(b"\n"):
                    break
                end += len(line)
                if line.strip():
                    yield str(_object(line, f"{self._path} line {number}").get("id"))
            stream.truncate(end)

    def add(self, loaded: Loaded) -> None:
        """Writes the document at the end unless it is there; on disk when the call returns. Raises InputError."""
        if loaded.document.id in self._ids:
            return
        line = json.dumps(row(loaded.document), ensure_ascii=False) + "\n"
        try:
            with self._path.open("ab") as stream:
                stream.write(line.encode())
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise InputError(f"{self._path} cannot be written: {error.strerror}", "Make room on the disk") from error
        self._ids.add(loaded.document.id)


def _document(line: bytes, where: str, options: Options) -> Document:
    """The document of one JSON object. Its text is kept to the letter, since others may hold offsets into it."""
    row = _object(line, where)
    text = checked_length(row["text"], where)
    published, published_basis = _day(row, text, where, options)
    publisher = options.publisher or row.get("publisher") or None
    title = row.get("title") or None
    refuse_other_languages(text, row.get("language"), where, options)
    return Document(
        id=str(row.get("id") or digest(row.get("publisher"), row.get("url"), text)),
        text=text,
        title=title,
        headline=standing(title, text),
        publisher=publisher,
        published=published,
        language=row.get("language") or language(text),
        url=row.get("url") or None,
        origin=where,
        raw=hashlib.sha256(line).hexdigest(),
        issuer=options.issuer or row.get("issuer") or None,
        published_basis=published_basis,
        publisher_basis=("user" if options.publisher else "row") if publisher else None,
    )


def _object(line: bytes, where: str) -> dict[str, Any]:
    if len(line) > MOST_LINE_BYTES:
        raise InputError(f"{where} is longer than {MOST_LINE_BYTES // 1_000_000} MB", "Write one document a line")
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON: {error}", "Each line must be a JSON object") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(f"{where} has no text", 'Each line must be a JSON object with at least a "text"')
    wrong = [name for name in _TEXTS if not isinstance(row.get(name), str | None)]
    if wrong:
        raise InputError(f"{where}: {wrong[0]} is no text", "Quote the value, or leave it out")
    if any(_SURROGATE.search(str(row.get(name) or "")) for name in ("text", "id", *_TEXTS)):
        raise InputError(f"{where} has broken characters (lone surrogates)", "Write the file again as UTF-8")
    return row


def _day(row: dict[str, Any], text: str, where: str, options: Options) -> tuple[date | None, KnownFrom | None]:
    """The day that the user gives, or the row, or the text's own dateline. Without the publisher's time zone it is the
    day as written, whatever time stands beside it.
    """
    if options.published:
        return options.published, "user"
    if written := row.get("published"):
        found = stamp(written, options.zone)
        if found is None:
            raise InputError(f"{where}: published is {written!r}, no date", "Write it as YYYY-MM-DD")
        return found.day, "row"
    own = dateline(text)
    return own, "dateline" if own else None
