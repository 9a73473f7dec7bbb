"""The folder that a batch fills: parts, the journal that says which of them stand, and the manifest made of it.

A part is one Parquet file in each table's subfolder. Its files are written under other names, brought to the disk,
given their own names, and then it is entered in `journal.jsonl`, a line at its end: only what is entered counts. So
whenever a run is killed, the next one finds whole parts and knows which documents stand in them; what else a part left
behind it removes.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Literal, Protocol

from readouts.errors import ReadoutsError

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]  # by table
JOURNAL, MANIFEST, FAILURES = "journal.jsonl", "manifest.json", "failures.jsonl"
_FORM = 1  # of the journal
_UNFINISHED = ".part"
_NAME = "part-{:05}"


class Writer(Protocol):
    """Writes the files of one part."""

    def add(self, rows: Rows) -> None:
        """Adds what one document gives."""

    def close(self) -> Mapping[str, int]:
        """Ends the files; rows by table."""

    def drop(self) -> None:
        """Lets go of the files as they are; they are to be taken away."""


class Tables(Protocol):
    """The tables that a part is made of."""

    @property
    def described(self) -> Sequence[Mapping[str, Any]]:
        """Each table with its columns, as the manifest tells them; `table` is its name."""

    def writer(self, paths: Mapping[str, Path]) -> Writer:
        """Begins a part: a file for each table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFile:
    """One file of a part that stands."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that stands: how many documents are in it, and its files by table."""

    name: str
    documents: int
    files: Mapping[str, PartFile]


class Folder:
    """The folder of one batch, in use by one run at a time."""

    def __init__(self, path: Path, tables: Tables) -> None:
        """Opens or makes it. Raises ReadoutsError when it holds something else, is in use, or cannot be written."""
        self.path, self._tables = path, tables
        self.names = [str(table["table"]) for table in tables.described]
        with _writable(path):
            _refuse_others(path)
            for name in self.names:
                (path / name).mkdir(parents=True, exist_ok=True)
            self._journal = _locked(path / JOURNAL)
        self.begun, parts = _entries(self._journal, path / JOURNAL)
        self.parts = {part.name: part for part in parts}
        with _writable(path):
            self.lost = tuple(name for name, part in self.parts.items() if not self._stands(part))
            for name in self.lost:
                self._enter({"lost": name})
                del self.parts[name]
            self._remove_others()
        self._known, self._taken = set(_documents(self._journal, self.parts)), set[bytes]()

    def close(self) -> None:
        """Gives the folder back."""
        self._journal.close()

    def begin(self, told: Mapping[str, Any]) -> None:
        """Notes what all parts of this folder have in common: what made them, and of which options.

        Raises ReadoutsError when those that stand have something else in common.
        """
        plain: dict[str, Any] = json.loads(json.dumps(told))  # as it comes back out of the journal
        if self.begun is None:
            with _writable(self.path):
                self._enter({"form": _FORM, **plain})
            self.begun = plain
        elif plain != self.begun:
            name = next(name for name in (*plain, *self.begun) if plain.get(name) != self.begun.get(name))
            was, now = (json.dumps(one.get(name), ensure_ascii=False) for one in (self.begun, plain))
            message = f"{self.path} was begun with {name} {was}, and this run has {now}"
            raise ReadoutsError(message, "Give another folder, or run with what it was begun with")

    def taken_up(self, content: str) -> Literal["new", "known", "repeated"]:
        """Whether the document is new, stands in a part, or came before in this run. It has come now."""
        mark = _mark(content)
        if mark in self._known:
            return "known"
        if mark in self._taken:
            return "repeated"
        self._taken.add(mark)
        return "new"

    @contextmanager
    def part(self) -> Iterator["Unfinished"]:
        """A part to be filled. It stands when the block ends without an exception, unless nothing was put in it."""
        number = max((int(name.rpartition("-")[2]) for name in self.parts), default=-1) + 1
        name = _NAME.format(number)
        paths = {table: self._file(table, name).with_suffix(".parquet" + _UNFINISHED) for table in self.names}
        with _writable(self.path):
            part = Unfinished(self._tables.writer, paths)
            try:
                yield part
                rows = part.close()
                if part.documents:
                    self._finish(name, part.documents, paths, rows)
            finally:
                part.drop()
                for path in paths.values():
                    path.unlink(missing_ok=True)

    def _finish(self, name: str, documents: Sequence[str], paths: Mapping[str, Path], rows: Mapping[str, int]) -> None:
        files = {}
        for table, path in paths.items():
            _to_disk(path)
            files[table] = PartFile(rows=rows[table], bytes=path.stat().st_size, sha256=_sha256(path))
        for table, path in paths.items():
            path.replace(self._file(table, name))
            _to_disk(self.path / table)
        marks = [_mark(content).hex() for content in documents]
        self._enter({"part": name, "files": {t: asdict(f) for t, f in files.items()}, "documents": marks})
        self.parts[name] = Part(name=name, documents=len(documents), files=files)

    def _file(self, table: str, name: str) -> Path:
        return self.path / table / f"{name}.parquet"

    def _enter(self, entry: Mapping[str, Any]) -> None:
        """A line at the end of the journal, on the disk when the call returns; on a fault none of it."""
        end = self._journal.seek(0, os.SEEK_END)
        try:
            self._journal.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
            self._journal.flush()
            os.fsync(self._journal.fileno())
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._journal.fileno(), end)
            raise

    def _stands(self, part: Part) -> bool:
        """Whether all files of the part are there, as long as they were written."""
        paths = {self._file(table, part.name): file.bytes for table, file in part.files.items()}
        return all(path.is_file() and path.stat().st_size == size for path, size in paths.items())

    def _remove_others(self) -> None:
        """Takes away what a killed run left: parts that were not entered, files under their first names."""
        for table in self.names:
            for path in (self.path / table).glob("part-*"):
                if path.name.removesuffix(".parquet") not in self.parts:
                    path.unlink()

    def manifest(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Writes the manifest, whole or not at all: what is told, the tables, every part with its checksums."""
        rows: Counter[str] = Counter()
        listed = []
        for part in self.parts.values():
            rows.update({table: file.rows for table, file in part.files.items()})
            listed += [
                {"file": f"{table}/{part.name}.parquet", **asdict(file)} for table, file in sorted(part.files.items())
            ]
        made = {**told, **(self.begun or {}), "rows": dict(rows), "parts": listed,
                "tables": list(self._tables.described)}  # fmt: skip
        with _writable(self.path):
            _whole(self.path / MANIFEST, json.dumps(made, ensure_ascii=False, indent=1) + "\n")
        return made

    @contextmanager
    def failures(self) -> Iterator[Callable[[Mapping[str, str]], object]]:
        """A function that puts a failure into `failures.jsonl`, which takes the place of the last run's at the end."""
        path = self.path / FAILURES
        unfinished = path.with_name(path.name + _UNFINISHED)
        with _writable(self.path):
            with unfinished.open("w", encoding="utf-8", errors="replace") as out:
                yield lambda one: out.write(json.dumps(one, ensure_ascii=False) + "\n")
            unfinished.replace(path)


class Unfinished:
    """A part that is being filled. Its files are begun with its first document."""

    def __init__(self, begin: Callable[[Mapping[str, Path]], Writer], paths: Mapping[str, Path]) -> None:
        self._begin, self._paths = begin, paths
        self._writer: Writer | None = None
        self.documents: list[str] = []

    def add(self, content: str, rows: Rows) -> None:
        """Adds what one document gives."""
        if self._writer is None:
            self._writer = self._begin(self._paths)
        self._writer.add(rows)
        self.documents.append(content)

    def close(self) -> Mapping[str, int]:
        """Ends the files; rows by table."""
        rows = self._writer.close() if self._writer else {}
        self._writer = None
        return rows

    def drop(self) -> None:
        """Lets go of files that were not ended."""
        if self._writer is not None:
            self._writer.drop()


# -- the disk --------------------------------------------------------------------------------------------------------


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    """Faults of the disk as ours."""
    try:
        yield
    except OSError as error:
        remedy = "Make room on the disk, or give another folder, and run the same command again: what stands, stands"
        raise ReadoutsError(f"{path} cannot be written: {error.strerror or error}", remedy) from error


def _refuse_others(path: Path) -> None:
    if path.is_dir() and not (path / JOURNAL).exists() and any(path.iterdir()):
        raise ReadoutsError(f"{path} holds other files", "Give a new folder")


def _locked(path: Path) -> IO[bytes]:
    """The journal, open for reading and adding; it is in nobody else's hands until it is closed, or its holder dies."""
    journal = path.open("ab+")
    try:
        import fcntl

        fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:  # Windows: there the user must see to it
        pass
    except BlockingIOError as error:
        journal.close()
        raise ReadoutsError(f"another run is filling {path.parent}", "Wait for it, or give another folder") from error
    return journal


def _entries(journal: IO[bytes], path: Path) -> tuple[dict[str, Any] | None, list[Part]]:
    """What the parts have in common, and those that are entered. A last line that a kill cut short is taken out."""
    begun, parts, end = None, {}, 0
    journal.seek(0)
    for number, line in enumerate(journal, 1):
        if not line.endswith(b"\n"):
            os.ftruncate(journal.fileno(), end)
            break
        end += len(line)
        try:
            entry = json.loads(line)
            if "part" in entry:
                parts[entry["part"]] = _part(entry)
            elif "lost" in entry:
                del parts[entry["lost"]]
            elif entry.pop("form") == _FORM:
                begun = entry
            else:
                raise ReadoutsError(f"{path} is of a newer version", "Run: pip install --upgrade readouts")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            message = f"{path} line {number} is damaged: {error!r}"
            raise ReadoutsError(message, "Give a new folder, or take the journal from a copy") from error
    return begun, list(parts.values())


def _part(entry: Mapping[str, Any]) -> Part:
    files = {table: PartFile(**file) for table, file in entry["files"].items()}
    return Part(name=entry["part"], documents=len(entry["documents"]), files=files)


def _documents(journal: IO[bytes], standing: Container[str]) -> Iterator[bytes]:
    """The marks of the documents in the parts that stand."""
    journal.seek(0)
    for line in journal:
        entry = json.loads(line)
        if entry.get("part") in standing:
            yield from map(bytes.fromhex, entry["documents"])


def _mark(content: str) -> bytes:
    """Half of a SHA-256: enough to tell documents apart, and with its place in a set 100 bytes of memory each."""
    return bytes.fromhex(content)[:16]


def _to_disk(path: Path) -> None:
    """Waits until a file, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _whole(path: Path, text: str) -> None:
    unfinished = path.with_name(path.name + _UNFINISHED)
    unfinished.write_text(text, "utf-8")
    unfinished.replace(path)
