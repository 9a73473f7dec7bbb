"""The command `readouts watch`: the real clock, network and sink for `ingest.watch`."""

import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readouts import cli, cli_corpus
from readouts.errors import InputError, ReadoutsError

if TYPE_CHECKING:
    from readouts.corpus import Read
    from readouts.ingest.documents import Loaded
    from readouts.ingest.sources import Source
    from readouts.ingest.watch import Kind, Note, Sink
    from readouts.lexicon import Lexicon
    from readouts.store.database import Store

    Tell = Callable[[Note], None]

_main: click.Group = cli.main  # type: ignore[has-type]  # each module has the other's name: cli.py ends with ours

_SLICE = 0.5  # seconds; a wait is cut into these, so that a signal ends it soon
_SHOWN: "dict[Kind, str]" = {
    "new": "new",
    "changed": "changed",
    "failed": "failed",
    "visited": "visited",
    "resting": "resting",
}


class SystemClock:
    """The machine's clock, with a bell that ends every wait."""

    def __init__(self) -> None:
        self.stopped = False

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time()

    def wait(self, seconds: float) -> bool:
        """Lets the seconds pass; False, and at once, when the bell was rung."""
        until = time.monotonic() + seconds
        while not self.stopped and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SLICE))
        return not self.stopped


@_main.command()
@click.argument("feeds", type=click.Path(path_type=Path), metavar="FEEDS.TOML")
@cli_corpus.database
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.jsonl",
    help="Add new documents to this file, a line each, instead of the database.",
)
@click.option("--once", is_flag=True, help="Visit every source once and end, as for cron.")
@click.option("--check", is_flag=True, help="Only look whether FEEDS.TOML is right; nothing is fetched.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where to remember what was seen; by default beside the database or file.",
)
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too.")
@click.option("--model", metavar="PACKAGE", help="Another installed spaCy pipeline.")
@click.option("--rules-only", is_flag=True, help="Attributions by rules alone, without the trained model.")
@cli._lexicon_option
def watch(
    feeds: Path, db: str, output: Path | None, once: bool, check: bool, state: Path | None, allow_private: bool,
    **said: Any,
) -> None:  # fmt: skip
    """Follow the sources of FEEDS.TOML and add what they put out, each on its own schedule.

    Stops after the page in hand on Ctrl-C or SIGTERM, and goes on where it stopped when started again.
    docs/watching.md shows a file to start from.
    """
    from readouts.ingest.sources import sources

    with cli._clear_errors():
        found = sources(feeds)
        if check:
            cli._message("\n".join(f"{s.name}: {s.url}, every {s.every / 60:.0f} minutes" for s in found))
            return
        with _file(output) if output else _database(db, feeds, said) as (sink, beside, tell):
            memory = state or beside.with_name(f"{beside.name}.watch")
            counts = _watched(found, sink, memory, tell, once=once, allow_private=allow_private)
    cli._message(", ".join(f"{counts[kind]} {kind}" for kind in ("new", "changed", "same", "failed")))
    if once and counts["failed"]:
        cli._fail()


@contextmanager
def _file(output: Path) -> "Iterator[tuple[Sink, Path, Tell]]":
    """What takes the documents, the file beside which the memory lies, and what tells what happened."""
    from readouts.ingest.rows import Appended

    yield Appended(output).add, output, _tell


@contextmanager
def _database(db: str, feeds: Path, said: dict[str, Any]) -> "Iterator[tuple[Sink, Path, Tell]]":
    """As `_file`, for a database; beside one on a server no file can lie, so it lies beside FEEDS.TOML."""
    from readouts.corpus import completed, reader
    from readouts.store.database import opened

    with closing(opened(db, create=True)) as store:
        tools = cli._tools(said)
        completed(store, tools.lexicon)
        beside = Path(store.name) if store.is_sqlite else feeds
        yield partial(_add, store, reader(tools), tools.lexicon), beside, partial(_tell_and_note, store)


def _add(store: "Store", read: "Read", lexicon: "Lexicon", loaded: "Loaded") -> None:
    """Reads the document into the database. Raises InputError where it cannot be read, StoreError for the database."""
    from readouts.corpus import added

    for outcome in added([loaded], store, read, lambda: datetime.now(UTC), lexicon):
        if outcome.failure:
            error = outcome.failure.error
            raise InputError(str(error.args[0]), error.remedy) from error


def _watched(
    found: "Sequence[Source]", sink: "Sink", state: Path, tell: "Tell", *, once: bool, allow_private: bool
) -> "Counter[Kind]":
    """Watches until all is done or a signal comes."""
    from readouts.ingest.documents import fetched
    from readouts.ingest.polite import Polite
    from readouts.ingest.seen import State
    from readouts.ingest.watch import Watch
    from readouts.ingest.watch import watch as follow

    clock, memory = SystemClock(), State(state)
    at = Watch(
        state=memory, polite=Polite(partial(fetched, allow_private), clock.now, delay=5.0), clock=clock, sink=sink,
        tell=tell, allow_private=allow_private,
    )  # fmt: skip
    try:
        with _bell(clock):
            return follow(found, at, once=once)
    except sqlite3.Error as error:
        raise ReadoutsError(f"{state} cannot be written: {error}", "Make room on the disk; nothing is lost") from error
    finally:
        memory.close()


@contextmanager
def _bell(clock: SystemClock) -> Iterator[None]:
    """A first signal ends the watch after the page in hand, a second at once."""

    def ring(number: int, _: object) -> None:
        if clock.stopped:
            raise KeyboardInterrupt
        clock.stopped = True
        cli._message("readouts: stopping after the page in hand; again to stop at once")

    before: dict[int, Callable[..., Any] | int | None] = {
        number: signal.signal(number, ring) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell(note: "Note") -> None:
    """A line for each thing that happened; of pages that are the same again none."""
    if note.kind in _SHOWN:
        cli._message(f"{time.strftime('%H:%M:%S')}  {note.source}  {_SHOWN[note.kind]}  {note.detail}")


def _tell_and_note(store: "Store", note: "Note") -> None:
    """The same, and in the database what failed, until it is taken after all: the page shows it."""
    from readouts.corpus import mended
    from readouts.store import failures

    _tell(note)
    if note.kind == "failed":
        with store.writes() as connection:
            failures.note(connection, note.url or note.source, note.detail, "", datetime.now(UTC))
    elif note.url:
        mended(store, [note.url])
