"""Inputs to pieces, one at a time: files and folders, here or wherever fsspec reaches, and single web addresses.

Nothing is held but the piece in hand, so an input may be of any length. What a piece says is not looked at here: that
is the workers' part.
"""

import gzip
import hashlib
import io
import json
import os
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from readouts.errors import InputError, ReadoutsError
from readouts.ingest import archive, feeds, rows
from readouts.ingest import fetch as network
from readouts.ingest.documents import MOST_FILE_BYTES
from readouts.ingest.made import Failed, Hints, Options, Piece, suffix_of

_ROWS, _TABLE, _ARCHIVE = (".jsonl", ".jsonl.gz"), ".parquet", (".warc", ".warc.gz")
_PAGES = (".txt", ".md", ".html", ".htm", ".pdf")
SUFFIXES = (*_ROWS, _TABLE, *_ARCHIVE, *_PAGES)
# What a row of a Parquet table may tell of its document, as a line of JSONL does.
_COLUMNS = ("id", "text", "title", "published", "publisher", "issuer", "url", "language")
_TABLE_ROWS = 256  # that are taken out of a Parquet file at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A piece, and what the user says about it."""

    piece: Piece
    options: Options

    @property
    def content(self) -> str:
        """SHA-256 by which the piece is known when it comes again."""
        return self.piece.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A file of many documents that was read to its end."""

    name: str
    bytes: int
    sha256: str | None  # None: it is damaged, and was not read to its end
    documents: int


@dataclass(frozen=True, slots=True)
class _File:
    """A file, wherever it lies."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


class Inputs:
    """The tasks of the inputs in their order, with an account of how far they are read."""

    def __init__(self, named: Sequence[tuple[str, Options]], stdin: Callable[[], IO[bytes]]) -> None:
        """`named` are inputs with the options for each; "-" is standard input, a JSON object a line."""
        self._named, self._stdin = named, stdin
        self.total = sum(_size(name) for name, _ in named)  # bytes; of addresses and standard input none are known
        self.consumed = 0  # bytes of them
        self.files: list[Read] = []  # of many documents each
        self.pages = 0  # files of one document

    def __iter__(self) -> Iterator[Task | Failed]:
        """Each document's task; an input or document that cannot be had gives a Failed, and the next one goes on."""
        for name, options in self._named:
            try:
                for piece in self._pieces(name, options):
                    yield piece if isinstance(piece, Failed) else Task(piece=piece, options=options)
            except ReadoutsError as error:
                yield Failed(origin=name, error=error)

    def _pieces(self, name: str, options: Options) -> Iterator[Piece | Failed]:
        if name == "-":
            yield from rows.pieces(self._stdin(), "-")
        elif name.startswith(("http://", "https://")):
            yield from _fetched(name, options)
        else:
            none = True
            for file in _files(name):
                none = False
                try:
                    yield from self._of_file(file)
                except ReadoutsError as error:
                    yield Failed(origin=file.name, error=error)
            if none:
                raise InputError(f"the folder {name} has no file of a known type", f"Known are {' '.join(SUFFIXES)}")

    def _of_file(self, file: _File) -> Iterator[Piece | Failed]:
        suffix = _suffix(file.name)
        before = self.consumed
        if suffix is None:
            ending = Path(file.name).suffix.lower() or "no ending"
            remedy = f"Known are {' '.join(SUFFIXES)}; rename it if it is one of them"
            raise InputError(f"{file.name} is of an unknown type ({ending})", remedy)
        with _readable(file.name):
            if suffix in _PAGES:
                self.pages += 1
                yield _page(file, suffix)
            elif suffix == _TABLE:
                yield from self._of_table(file)
            else:
                yield from self._of_stream(file, suffix)
        self.consumed = before + file.size

    def _of_stream(self, file: _File, suffix: str) -> Iterator[Piece | Failed]:
        before, count, taken, whole = self.consumed, 0, 0, True
        with file.open() as stream, _Counted(stream) as counted:
            for piece in _taken_apart(io.BufferedReader(counted, 1 << 18), file.name, suffix):
                # Where lines are packed only the stream tells how far it is, a quarter of a megabyte at a time.
                taken += len(piece.raw) if isinstance(piece, Piece) and suffix == ".jsonl" else 0
                self.consumed = before + (taken or counted.count)
                count += 1
                # An archive that breaks off ends with a failure of its own name; what stands behind is not read.
                whole = not (isinstance(piece, Failed) and piece.origin == file.name)
                yield piece
            done = counted.count, counted.total.hexdigest()
        self.files.append(Read(name=file.name, bytes=done[0], sha256=done[1] if whole else None, documents=count))

    def _of_table(self, file: _File) -> Iterator[Piece]:
        before, count = self.consumed, 0
        with file.open() as stream:
            total = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
            stream.seek(0)
            for piece, share in _table_rows(stream, file.name):
                self.consumed = before + int(share * file.size)
                count += 1
                yield piece
        self.files.append(Read(name=file.name, bytes=file.size, sha256=total, documents=count))


# -- where files lie -------------------------------------------------------------------------------------------------


def _size(name: str) -> int:
    """Bytes of all files of the input; 0 where they are not known, or there is none: reading it will say so."""
    if name == "-" or name.startswith(("http://", "https://")):
        return 0
    try:
        return sum(file.size for file in _files(name))
    except ReadoutsError:
        return 0


def _files(name: str) -> Iterator[_File]:
    """The file, or those of known type in the folder and its subfolders, in the order of their names, hidden ones
    passed over. Raises InputError.
    """
    with _readable(name):
        if "://" in name:
            yield from _reached(name)
        elif Path(name).is_dir():
            yield from _in_folder(name)
        elif Path(name).exists():
            yield _File(name, Path(name).stat().st_size, _opener(name))
        else:
            raise InputError(f"{name} does not exist", "Check the path")


def _opener(name: str) -> Callable[[], IO[bytes]]:
    return lambda: Path(name).open("rb")


def _in_folder(folder: str) -> Iterator[_File]:
    # A folder's names are listed when it is come to, so that a million files are not held at once.
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(entry.path)
        elif _suffix(entry.name) and entry.is_file():
            yield _File(entry.path, entry.stat().st_size, _opener(entry.path))


def _reached(url: str) -> Iterator[_File]:
    """The files at an address of another kind than the web's: s3://, gs://, memory:// ..."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise InputError(f"{url} is reached through fsspec", "Run: pip install 'readouts[batch]'") from error
    try:
        system, path = url_to_fs(url)
        found = system.find(path) if system.isdir(path) else [path]
        for one in sorted(found):
            if one == path or (_suffix(one) and "/." not in one.removeprefix(path)):
                size = system.size(one) or 0
                yield _File(system.unstrip_protocol(one), size, lambda one=one: system.open(one, "rb"))  # type: ignore[misc]
    except ImportError as error:
        raise InputError(f"{url} cannot be reached: {error}", "Install the package that it names") from error
    except ValueError as error:
        raise InputError(f"{url} cannot be reached: {error}", "Check the address") from error


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Faults of reading as ours."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        remedy = "Check the path and its permissions"
        if isinstance(error, FileNotFoundError):
            raise InputError(f"{name} does not exist", "Check the path") from error
        raise InputError(f"{name} cannot be read: {reason}", remedy) from error


def _suffix(name: str) -> str | None:
    """The longest known ending of the name; None when it has none of them."""
    return next((s for s in sorted(SUFFIXES, key=len, reverse=True) if name.lower().endswith(s)), None)


# -- what is in them -------------------------------------------------------------------------------------------------


def _page(file: _File, suffix: str) -> Piece:
    if file.size > MOST_FILE_BYTES:
        raise InputError(f"{file.name} is larger than {MOST_FILE_BYTES // 1_000_000} MB", "Split it")
    with file.open() as stream:
        return Piece(origin=file.name, raw=stream.read(), suffix=suffix)


def _taken_apart(stream: IO[bytes], name: str, suffix: str) -> Iterator[Piece | Failed]:
    if suffix in _ARCHIVE:
        yield from archive.captures(stream, name)
    elif suffix == ".jsonl":
        yield from rows.pieces(stream, name)
    else:
        try:
            with gzip.open(stream) as unpacked:
                yield from rows.pieces(unpacked, name)
        except (EOFError, zlib.error) as error:
            yield Failed(origin=name, error=InputError(f"{name} breaks off: {error}", "Copy it again"))


def _table_rows(stream: IO[bytes], name: str) -> Iterator[tuple[Piece, float]]:
    """Each row of a Parquet file as a line of JSONL, and the share of the file that is read with it."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError(f"{name} needs pyarrow", "Run: pip install 'readouts[parquet]'") from error
    number = 0
    try:
        table = pq.ParquetFile(stream, pre_buffer=False)
        columns = [column for column in _COLUMNS if column in table.schema_arrow.names]
        for batch in table.iter_batches(_TABLE_ROWS, columns=columns):
            for row in batch.to_pylist():
                number += 1
                piece = Piece(origin=f"{name} row {number}", raw=_line(row), suffix=rows.SUFFIX)
                yield piece, number / table.metadata.num_rows
    except pa.ArrowException as error:
        raise InputError(f"{name} is damaged or no Parquet after row {number}: {error}", "Copy it again") from error
    if not number:
        raise InputError(f"{name} is empty", "Give a table with a text in each row")


def _line(row: dict[str, Any]) -> bytes:
    told = {name: _plain(value) for name, value in row.items() if value is not None}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    """Days as they are written; what is no text the reader of rows refuses."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)


def _fetched(url: str, options: Options) -> Iterator[Piece | Failed]:
    got = network.fetch(url, allow_private=options.allow_private)
    raw = feeds.plain(got.raw, url)
    if feeds.kind_of(raw):
        remedy = "Put it in a FEEDS.toml and run: readouts watch FEEDS.toml --once -o FILE.jsonl"
        raise InputError(f"{url} is a feed, which is not the same twice", remedy)
    if raw.startswith(b"WARC/"):
        yield from archive.captures(io.BytesIO(raw), url)
        return
    suffix = suffix_of(got.type)
    if suffix is None:
        raise InputError(f"{url} is of type {got.type}", "Only pages, plain text, PDF and archives are read")
    yield Piece(origin=url, raw=got.raw, suffix=suffix, url=got.url, hints=Hints(encoding=got.encoding))


class _Counted(io.RawIOBase):
    """A stream that is counted and hashed as it is read."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.count, self.total = stream, 0, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        got = self._stream.read(len(buffer))
        buffer[: len(got)] = got
        self.count += len(got)
        self.total.update(got)
        return len(got)

    def tell(self) -> int:
        return self.count
