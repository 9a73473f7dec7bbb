"""Opening a database: a path or URL to a Store, its tables brought to this version's form.

SQLite by default: one file in WAL mode, so that people read while a document is written. PostgreSQL by URL.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from readouts.errors import StoreError
from readouts.store import views

# The newest step of migrations/versions. It stands here so that opening a database that is up to date need not load
# Alembic; a test holds the two together.
HEAD = "0007"
MOST_WAIT = 30.0  # seconds that a writer waits for another
_LOCK = 7_317_460  # any number: PostgreSQL's name for "one writer at a time" in this database


@dataclass(frozen=True, slots=True)
class Store:
    """An open database."""

    engine: Engine
    name: str  # what to call it in messages: the path, or the URL without its password
    raw: Path | None  # the folder of the raw bytes; None: they are in the table raw_bytes

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reads(self) -> Iterator[Connection]:
        """A connection that sees one state of the database."""
        with _clear(self.name), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writes(self) -> Iterator[Connection]:
        """A transaction: all of it is kept or none. Writers take turns."""
        with _clear(self.name), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                if not self.is_sqlite:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def opened(target: str, *, create: bool = False) -> Store:
    """The database at a path or URL, its tables brought up to date.

    Raises StoreError when there is none and `create` is false, when it is of a newer version, or is not ours.
    """
    url = _url(target)
    path = Path(url.database) if url.drivername.startswith("sqlite") and url.database else None
    if path and not create and not path.exists():
        raise StoreError(f"there is no database {path}", "Make it with: readouts add INPUT... --db " + str(path))
    store = Store(_engine(url), str(path or url.render_as_string()), path.with_suffix(".raw") if path else None)
    try:
        _bring_up_to_date(store, create)
    except StoreError:
        store.close()
        raise
    return store


def _url(target: str) -> URL:
    if "://" not in target:
        return URL.create("sqlite", database=target)
    try:
        url = make_url(target)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(f"{target} is no database address", "Give a path, or postgresql://USER@HOST/NAME") from error
    if url.get_backend_name() not in ("sqlite", "postgresql") or (
        url.get_backend_name() == "sqlite" and not url.database
    ):
        raise StoreError(
            f"{target}: only SQLite files and PostgreSQL are known", "Give a path, or postgresql://USER@HOST/NAME"
        )
    return url


def _engine(url: URL) -> Engine:
    if not url.drivername.startswith("sqlite"):
        try:
            return create_engine(url, pool_pre_ping=True)
        except ModuleNotFoundError as error:
            raise StoreError("PostgreSQL needs a driver", "Run: pip install 'readouts[postgres]'") from error
    engine = create_engine(url, connect_args={"timeout": MOST_WAIT})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: Any) -> None:
    """Python's own transactions leave out DDL; off with them, `_begin` opens ours."""
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer locks at once: one that has read before would be refused instead of waiting its turn.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


@contextmanager
def _clear(name: str) -> Iterator[None]:
    """The database's own faults as ours, with a remedy."""
    try:
        yield
    except DBAPIError as error:
        reason = " ".join(str(error.orig).split()) or type(error.orig).__name__
        raise StoreError(f"the database {name} cannot be used: {reason}", _remedy(error, reason)) from error
    except sqlite3.Error as error:  # on connecting, before SQLAlchemy has a hand in it
        raise StoreError(
            f"the database {name} cannot be used: {error}", "Check the path and its permissions"
        ) from error


def _remedy(error: DBAPIError, reason: str) -> str:
    known = {
        "locked": "Another program is writing; try again when it is done",
        "not a database": "Give another path: this file is something else",
        "malformed": "Take it from a backup, or add the inputs to a new database",
        "full": "Make room on the disk, then run the same command again: what is in stays in",
        "readonly": "Check that you may write the file and its folder",
        "unable to open": "Check the path and its permissions",
        "pg_trgm": "Have an administrator run: CREATE EXTENSION pg_trgm",
    }
    if found := next((remedy for sign, remedy in known.items() if sign in reason), None):
        return found
    if isinstance(error, OperationalError):
        return "Check that the server runs and that the address is right"
    return "This is a fault of ours: please report it with the input"


# -- form of the tables --------------------------------------------------------------------------------------------


def _bring_up_to_date(store: Store, create: bool) -> None:
    with store.reads() as connection:
        form = _form(connection)
        if form is None and inspect(connection).get_table_names():
            raise StoreError(f"{store.name} is a database of something else", "Give another path or address")
    if form == HEAD:
        return
    if form is None and not create:
        raise StoreError(f"{store.name} is empty", f"Fill it with: readouts add INPUT... --db {store.name}")
    if form is not None and form > HEAD:
        raise StoreError(f"{store.name} was made by a newer version", "Run: pip install --upgrade readouts")
    with store.writes() as connection:
        if _form(connection) != HEAD:  # another program may have been quicker
            _migrate(connection)


def _form(connection: Connection) -> str | None:
    """The step that the tables are at; None: there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    form = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(form) if form else None


def _migrate(connection: Connection) -> None:
    """All missing steps and the views, in the one transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "readouts.store:migrations")
    config.attributes["connection"] = connection
    views.drop(connection)
    command.upgrade(config, "head")
    views.create(connection)
