"""WARC files to their pages, texts and PDF, a record at a time."""

import logging
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import IO, Any

from readouts.errors import InputError, ReadoutsError
from readouts.ingest.fetch import MOST_BYTES
from readouts.ingest.made import Failed, Hints, Loaded, Options, Piece, made, suffix_of

# Skipping what we do not read still has to unpack it; a record that claims more ends the reading of the file.
_MOST_SKIPPED = 2_000_000_000
_MOST_HEADERS, _A_LINE = 1_000_000, 20  # bytes; the second is what a line costs beside its length
# What warcio lets through when an archive is not what it claims to be.
_DAMAGE = (OSError, EOFError, ValueError, LookupError, AttributeError, TypeError, zlib.error)
_READ = ("response", "resource", "conversion")


def records(stream: IO[bytes], origin: str, options: Options) -> Iterator[Loaded | Failed]:
    """The documents of the archive in its order; records of other kinds and refusals by servers are passed over.

    A record that cannot be made into a document fails alone; damage to the archive itself ends it, with a Failed.
    The day in a record is that of its capture, kept as `Loaded.retrieved`; the day of publication is the page's own.
    """
    for piece in captures(stream, origin):
        if isinstance(piece, Failed):
            yield piece
            continue
        try:
            yield made(piece.raw, piece.suffix, piece.origin, options, url=piece.url, hints=piece.hints)
        except ReadoutsError as error:
            yield Failed(origin=piece.origin, error=error)


def captures(stream: IO[bytes], origin: str) -> Iterator[Piece | Failed]:
    """The archive's pages, texts and PDF as they lie in it; what fails, fails as in `records`."""
    none = True
    try:
        for number, record in enumerate(_records(stream, origin), 1):
            if (suffix := _suffix(record)) is not None:
                none = False
                yield _capture(record, suffix, f"{origin} record {number}")
    except InputError as error:
        yield Failed(origin=origin, error=error)
        return
    if none:
        raise InputError(f"{origin} has no page, text or PDF in it", "Give an archive of captured pages")


def _records(stream: IO[bytes], origin: str) -> Iterator[Any]:
    """The records as warcio has them. Raises InputError where the archive is damaged."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    # It would say an address with spaces as it stands, escape sequences for the user's terminal included.
    logging.getLogger("warcio").setLevel(logging.ERROR)
    number = 0
    archive = ArchiveIterator(stream, arc2warc=True)
    headers = _Headers(archive.reader.readline)
    archive.reader.readline = headers.readline
    try:
        for number, record in enumerate(archive, 1):
            headers.left = _MOST_HEADERS
            if record.length is not None and record.length > _MOST_SKIPPED:
                raise InputError(f"{origin} record {number} claims {record.length:,} bytes", "Leave that record out")
            yield record
    except (*_DAMAGE, ArchiveLoadFailed) as error:
        remedy = "Copy it again; a .warc.gz must be packed record by record (warcio recompress mends it)"
        raise InputError(f"{origin} is damaged after record {number}: {error}", remedy) from error


class _Headers:
    """Reads the lines of headers, and holds how many bytes of them one record may still have: warcio sets no bound."""

    def __init__(self, readline: Callable[[int], bytes]) -> None:
        self._readline, self.left = readline, _MOST_HEADERS

    def readline(self, length: int | None = None) -> bytes:
        """As that of a file. Raises ValueError past the bound."""
        line = self._readline(min(length or _MOST_HEADERS, _MOST_HEADERS))
        self.left -= len(line) + _A_LINE
        if self.left < 0:
            raise ValueError(f"headers of more than {_MOST_HEADERS:,} bytes")
        return line


def _suffix(record: Any) -> str | None:
    """The kind of file in the record; None when it is none that is read."""
    if record.rec_type not in _READ or not record.rec_headers.get_header("WARC-Target-URI"):
        return None
    headers = record.http_headers
    if headers is not None and headers.get_statuscode() != "200":
        return None
    stated = headers.get_header("Content-Type") if headers is not None else record.content_type
    kind = (stated or "").partition(";")[0].strip().lower()
    return suffix_of(kind)


def _capture(record: Any, suffix: str, where: str) -> Piece | Failed:
    url = record.rec_headers.get_header("WARC-Target-URI").strip("<> ")
    where = f"{where} ({url})"
    try:
        raw = _content(record, where)
    except ReadoutsError as error:
        return Failed(origin=where, error=error)
    hints = Hints(retrieved=_captured(record), encoding=_charset(record))
    return Piece(origin=where, raw=raw, suffix=suffix, url=url, hints=hints)


def _content(record: Any, where: str) -> bytes:
    """The record's bytes, unpacked. Raises InputError when they are too many, damaged or cut off."""
    try:
        raw: bytes = record.content_stream().read(MOST_BYTES + 1)
        whole = len(raw) > MOST_BYTES or not _is_cut(record)
    except _DAMAGE as error:
        raise InputError(f"{where} is damaged: {error}", "Copy the archive again") from error
    if len(raw) > MOST_BYTES:
        raise InputError(f"{where} is larger than {MOST_BYTES // 1_000_000} MB", "Leave that record out")
    if not whole:
        raise InputError(f"{where} breaks off", "Copy the archive again")
    return raw


def _is_cut(record: Any) -> bool:
    """Whether the archive ends before the record does; its content was read."""
    rest = record.raw_stream
    while getattr(rest, "limit", 0) > 0 and rest.read(65_536):
        continue  # what stands behind packed content
    return bool(getattr(rest, "limit", 0) > 0)


def _charset(record: Any) -> str | None:
    """As the server said."""
    stated = record.http_headers.get_header("Content-Type") if record.http_headers is not None else None
    return (stated or "").lower().partition("charset=")[2].partition(";")[0].strip(" \"'") or None


def _captured(record: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(record.rec_headers.get_header("WARC-Date") or "")
    except ValueError:
        return None
