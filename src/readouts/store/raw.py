"""The bytes that documents were made from, by their SHA-256: in a folder beside the file, or a table of the server."""

import hashlib
from pathlib import Path

from sqlalchemy import Connection, select, text

from readouts.errors import StoreError
from readouts.store.database import Store
from readouts.store.schema import raw_bytes


def keep(folder: Path, body: bytes) -> Path:
    """Writes the bytes whole or not at all; what is there already stays."""
    path = _path(folder, hashlib.sha256(body).hexdigest())
    if path.exists():
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".part")
        unfinished.write_bytes(body)
        unfinished.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}", "Check the folder and the room on the disk"
        ) from error
    return path


def keep_in_table(connection: Connection, body: bytes) -> None:
    line = "INSERT INTO raw_bytes (sha256, body) VALUES (:sha256, :body) ON CONFLICT (sha256) DO NOTHING"
    connection.execute(text(line), {"sha256": hashlib.sha256(body).hexdigest(), "body": body})


def kept(store: Store, sha256: str) -> bytes | None:
    """The bytes of that hash; None: they are not kept."""
    if store.raw is not None:
        path = _path(store.raw, sha256)
        return path.read_bytes() if path.exists() else None
    with store.reads() as connection:
        return connection.execute(select(raw_bytes.c.body).where(raw_bytes.c.sha256 == sha256)).scalar()


def _path(folder: Path, sha256: str) -> Path:
    """In a folder by the first two digits: a hundred thousand files in one are slow to list."""
    return folder / sha256[:2] / sha256
