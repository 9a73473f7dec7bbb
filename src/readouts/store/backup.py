"""A database in one file, and back into a database of either kind.

The file is a ZIP archive: `corpus.db`, a SQLite database whatever it was taken from, the raw bytes under their SHA-256,
and `manifest.json` with the counts and checksums. So it can also move a corpus from SQLite to PostgreSQL and back, and
be looked into without us.
"""

import hashlib
import json
import os
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import select

from readouts import __version__
from readouts.errors import StoreError
from readouts.store import raw
from readouts.store import schema as t
from readouts.store.database import HEAD, Store, opened
from readouts.store.transfer import TABLES, transfer

_DATABASE, _MANIFEST = "corpus.db", "manifest.json"
_RAW = re.compile(r"raw/[0-9a-f]{2}/([0-9a-f]{64})")
_MOST_RAW = 1_000_000_000  # bytes of one document; the inputs take less
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds."""

    version: str  # of Readouts
    form: str  # step of the migrations that the tables are at
    rows: Mapping[str, int]  # by table
    raw: int  # files of raw bytes
    missing: tuple[str, ...]  # SHA-256 of raw bytes that were gone or changed when the backup was made
    bytes: int  # of corpus.db
    sha256: str  # of corpus.db


def backup(store: Store, path: Path) -> Manifest:
    """Writes the database as it stands at one moment, whole or not at all; others may write to it meanwhile.

    Raises StoreError when the file exists or cannot be written.
    """
    if path.exists():
        raise StoreError(f"{path} exists", "Give another name, or move it away")
    snapshot, unfinished = (path.with_name(path.name + ending) for ending in (".db.part", ".part"))
    with _writable(path), _removed(unfinished, snapshot):
        with _removed(snapshot):  # what a killed run left
            pass
        path.parent.mkdir(parents=True, exist_ok=True)
        _snapshot(store, snapshot)
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            manifest = _written(archive, store, snapshot)
        _to_disk(unfinished)
        unfinished.replace(path)
    return manifest


def restore(path: Path, target: str) -> Manifest:
    """Puts a backup into a new database, all of it or nothing. What is put in is held against its checksums.

    Raises StoreError when the file is damaged or of a newer version, or the database is there already.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        if "://" in target and not target.startswith("sqlite:"):
            _into_server(archive, path, manifest, target)
        else:
            _into_file(archive, path, manifest, Path(target.removeprefix("sqlite:///")))
    return manifest


# -- out -------------------------------------------------------------------------------------------------------------


def _snapshot(store: Store, path: Path) -> None:
    """A SQLite file with what the database holds at one moment."""
    with closing(sqlite3.connect(path)) as snapshot:
        if store.is_sqlite:
            with closing(sqlite3.connect(store.name)) as source:
                source.backup(snapshot)
        else:
            _copied(store, path)
        snapshot.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def _copied(store: Store, path: Path) -> None:
    copy = opened(str(path), create=True)
    try:
        with store.reads() as source, copy.writes() as target:
            transfer(source, target)
    finally:
        copy.close()


def _written(archive: zipfile.ZipFile, store: Store, snapshot: Path) -> Manifest:
    archive.write(snapshot, _DATABASE)
    with snapshot.open("rb") as file:
        total = hashlib.file_digest(file, "sha256").hexdigest()
    # Not through `opened`: that would write to the file that was just put in.
    with closing(sqlite3.connect(snapshot)) as copy:
        names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        known = [table.name for table in TABLES if table.name in names]
        rows = {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in known}
        (form,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        wanted = copy.execute("SELECT DISTINCT raw FROM document WHERE raw IS NOT NULL ORDER BY raw").fetchall()
    missing = tuple(sha256 for (sha256,) in wanted if not _kept(archive, store, sha256))
    manifest = Manifest(
        version=__version__, form=form, rows=rows, raw=len(wanted) - len(missing), missing=missing,
        bytes=snapshot.stat().st_size, sha256=total,
    )  # fmt: skip
    archive.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=1) + "\n")
    return manifest


def _kept(archive: zipfile.ZipFile, store: Store, sha256: str) -> bool:
    """Puts the raw bytes of that hash into the archive; False when they are gone or changed."""
    body = raw.kept(store, sha256)
    if body is None or hashlib.sha256(body).hexdigest() != sha256:
        return False
    archive.writestr(f"raw/{sha256[:2]}/{sha256}", body)
    return True


# -- in --------------------------------------------------------------------------------------------------------------


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; its own faults as ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise StoreError(f"{path} is damaged or no backup: {error}", "Take another copy of it") from error
    except FileNotFoundError as error:
        raise StoreError(f"{error.filename or path} does not exist", "Check the path") from error
    except OSError as error:
        raise StoreError(
            f"{error.filename or path} cannot be used: {error.strerror}", "Check the path and the disk"
        ) from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        told = json.loads(archive.read(_MANIFEST))
        manifest = Manifest(**{**told, "missing": tuple(told["missing"])})
    except (KeyError, ValueError, TypeError) as error:
        raise StoreError(f"{path} is no backup of readouts", "Give the file that readouts backup wrote") from error
    if manifest.form > HEAD:
        raise StoreError(
            f"{path} was made by a newer version, {manifest.version}", "Run: pip install --upgrade readouts"
        )
    return manifest


def _into_file(archive: zipfile.ZipFile, path: Path, manifest: Manifest, target: Path) -> None:
    if target.exists():
        raise StoreError(f"there is a database {target} already", "Give another name, or move it away")
    unfinished = target.with_name(target.name + ".part")
    with _removed(unfinished):
        target.parent.mkdir(parents=True, exist_ok=True)
        _unpack(archive, path, manifest, unfinished)
        # Raw bytes have their hash for a name: nothing that lies there already is changed by them.
        for body in _raw(archive, path, manifest):
            raw.keep(target.with_suffix(".raw"), body)
        _to_disk(unfinished)
        unfinished.replace(target)  # last: a database that is there is whole


def _into_server(archive: zipfile.ZipFile, path: Path, manifest: Manifest, target: str) -> None:
    """All in one transaction."""
    with tempfile.TemporaryDirectory(prefix="readouts-") as folder:
        _unpack(archive, path, manifest, Path(folder) / _DATABASE)
        source = opened(str(Path(folder) / _DATABASE))
        store = opened(target, create=True)
        try:
            with source.reads() as reading, store.writes() as writing:
                if writing.execute(select(t.document.c.key).limit(1)).first():
                    raise StoreError(f"{store.name} holds documents already", "Give a new database")
                counts = transfer(reading, writing)
                wrong = {name for name, rows in manifest.rows.items() if manifest.form == HEAD and counts[name] != rows}
                if wrong:
                    raise StoreError(f"{path}: the rows of {min(wrong)} are not all there", "Take another copy of it")
                for body in _raw(archive, path, manifest):
                    raw.keep_in_table(writing, body)
        finally:
            source.close()
            store.close()


def _unpack(archive: zipfile.ZipFile, path: Path, manifest: Manifest, target: Path) -> None:
    """The database out of the archive. Raises StoreError when it is not the one that was put in."""
    total, size = hashlib.sha256(), 0
    try:
        with archive.open(_DATABASE) as packed, target.open("wb") as out:
            while size <= manifest.bytes and (piece := packed.read(_PIECE)):
                total.update(piece)
                size += len(piece)
                out.write(piece)
    except KeyError as error:
        raise StoreError(f"{path} has no {_DATABASE} in it", "Take another copy of it") from error
    if (size, total.hexdigest()) != (manifest.bytes, manifest.sha256):
        raise StoreError(f"{path} is damaged: its database is not the one that was put in", "Take another copy of it")


def _raw(archive: zipfile.ZipFile, path: Path, manifest: Manifest) -> Iterator[bytes]:
    """The raw bytes, each held against its name; as many as there were."""
    count = 0
    for info in archive.infolist():
        if found := _RAW.fullmatch(info.filename):
            with archive.open(info) as packed:
                body = _within(packed)
            if hashlib.sha256(body).hexdigest() != found[1]:
                raise StoreError(f"{path} is damaged: {info.filename} has changed", "Take another copy of it")
            count += 1
            yield body
    if count != manifest.raw:
        raise StoreError(f"{path} is damaged: {manifest.raw - count} raw files are gone", "Take another copy of it")


def _within(packed: IO[bytes]) -> bytes:
    body = packed.read(_MOST_RAW + 1)
    if len(body) > _MOST_RAW:
        raise zipfile.BadZipFile("a raw file is larger than any document")
    return body


# -- the disk --------------------------------------------------------------------------------------------------------


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        remedy = "Check the folder and the room on the disk, then run the same command again"
        raise StoreError(f"{path} cannot be written: {error.strerror or error}", remedy) from error
    except sqlite3.Error as error:
        remedy = "Check the room on the disk, then run the same command again"
        raise StoreError(f"{path} cannot be written: {error}", remedy) from error


@contextmanager
def _removed(*paths: Path) -> Iterator[None]:
    """Takes the files away at the end, with what SQLite may have put beside them."""
    try:
        yield
    finally:
        for path in paths:
            for ending in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    path.with_name(path.name + ending).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
