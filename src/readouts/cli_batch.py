"""The command `readouts batch`: many documents into a folder of Parquet parts."""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readouts import cli

if TYPE_CHECKING:
    from readouts.batch.run import Progress
    from readouts.batch.work import Pool, Work
    from readouts.ingest.documents import Failed, Options

MOST_SHOWN = 20  # failures that are listed on the terminal; failures.jsonl has all
STOPPED = 130
_main: click.Group = cli.main  # type: ignore[has-type]  # each module has the other's name: cli.py ends with ours


@_main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
    help="Fill that folder; one that an earlier run has begun is gone on with.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1), metavar="N",
    help="Read in so many processes, 1 by default; with --ray on so many cores, by default all.",
)  # fmt: skip
@click.option("--ray", metavar="ADDRESS", help='Read on the Ray cluster at that address, or "local" for one here.')
@click.option(
    "--part", "documents", type=click.IntRange(1), default=500, show_default=True, metavar="N",
    help="Documents of one part.",
)  # fmt: skip
@cli._reading_options
def batch(
    inputs: tuple[str, ...], output: Path, workers: int | None, ray: str | None, documents: int, **said: Any
) -> None:
    """Read many documents into a folder of Parquet parts.

    INPUT is a .jsonl, .jsonl.gz, .parquet, .warc, .warc.gz, .txt, .md, .html or .pdf file, a folder of such, or the
    address of either (s3://BUCKET/KEY), a web page's, or - for JSON lines from standard input.

    What stands in the folder is not read again, so the same command goes on with a run that was stopped, however it
    was, and takes in what the inputs have gained. docs/scale.md tells more.
    """
    from readouts.batch.folder import Folder
    from readouts.batch.inputs import Inputs
    from readouts.batch.run import Run
    from readouts.batch.run import batch as run
    from readouts.export.parts import ParquetTables, Reader

    with cli._clear_errors(), _bell() as stopped, _shown() as tell:
        work, tables = Reader(cli._tools(said)), ParquetTables()
        named = [(name, _options(said, place, len(inputs))) for place, name in enumerate(inputs)]
        with closing(Folder(output, tables)) as folder, closing(_pool(work, workers, ray)) as pool:
            for name in folder.lost:
                cli._message(f"readouts: {output}: {name} is gone or changed; its documents are read again")
            manifest = run(
                Run(
                    inputs=Inputs(named, lambda: sys.stdin.buffer), folder=folder, pool=pool, told=_told(inputs, said),
                    tell=tell, failed=_Failures(), stopped=stopped, documents=documents,
                )
            )  # fmt: skip
    _end(manifest, output)


def _pool(work: "Work", workers: int | None, ray: str | None) -> "Pool":
    if ray:
        from readouts.batch.actors import Actors

        return Actors(work, ray, workers)
    from readouts.batch.processes import Processes

    return Processes(work, workers or 1)


def _options(said: dict[str, Any], place: int, count: int) -> "Options":
    from readouts.ingest.documents import Options

    return Options(
        published=cli._in_turn(said["published"], place, count, "--published"),
        publisher=cli._in_turn(said["publisher"], place, count, "--publisher"),
        anyway=said["anyway"],
        allow_private=said["allow_private"],
    )


def _told(inputs: Sequence[str], said: dict[str, Any]) -> dict[str, Any]:
    """What the user chose that shapes the records. Days and publishers given in turn belong to their inputs."""
    chosen = {
        "published": [day.isoformat() for day in said["published"]],
        "publisher": list(said["publisher"]),
        "anyway": said["anyway"],
    }
    in_turn = len(chosen["published"]) > 1 or len(chosen["publisher"]) > 1
    return {"options": chosen | ({"inputs": list(inputs)} if in_turn else {})}


def _end(manifest: dict[str, Any], output: Path) -> None:
    """What came of it, and the exit code."""
    counts = manifest["counts"]
    told = ", ".join(f"{counts[name]:,} {name}" for name in ("read", "known", "repeated", "failed"))
    click.echo(f"{told}; {counts['documents']:,} documents in {output}")
    if not manifest["complete"]:
        cli._message("readouts: stopped; the same command goes on from here")
        sys.exit(STOPPED)
    if counts["failed"]:
        if counts["failed"] > MOST_SHOWN:
            cli._message(f"readouts: {counts['failed']:,} failed; all are listed in {output / 'failures.jsonl'}")
        cli._fail()


class _Failures:
    """Tells the first failures as they come."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self, failure: "Failed") -> None:
        self._count += 1
        if self._count <= MOST_SHOWN:
            cli._message(f"readouts: {failure.error}")


@contextmanager
def _bell() -> Iterator[Callable[[], bool]]:
    """A first Ctrl-C or SIGTERM ends the run after the documents in hand, a second at once."""
    rung: list[int] = []

    def ring(number: int, _: object) -> None:
        if rung:
            raise KeyboardInterrupt
        rung.append(number)
        cli._message("readouts: stopping after the documents in hand; again to stop at once")

    if threading.current_thread() is not threading.main_thread():
        yield lambda: False  # only the main thread may be told of signals
        return
    before = {number: signal.signal(number, ring) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(rung)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


# -- progress ----------------------------------------------------------------------------------------------------------


@contextmanager
def _shown() -> "Iterator[Callable[[Progress], object]]":
    """A function that shows how far the run is, on a terminal; elsewhere it is quiet."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return
    from rich.console import Console
    from rich.live import Live

    pace = Pace(time.monotonic)
    with Live(console=Console(stderr=True), transient=True, refresh_per_second=4) as live:
        yield lambda progress: live.update(pace.line(progress))


class Pace:
    """How fast a run goes, by what it has read itself: what was known before goes by in no time."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` gives seconds that do not go back."""
        self._clock, self._began = clock, clock()
        self._passed = 0  # bytes of input that needed no reading

    def line(self, progress: "Progress") -> str:
        """Documents, documents a second, and the time that is left, where the length of the inputs is known."""
        read, failed = progress.counts["read"], progress.counts["failed"]
        if not read + failed:
            self._began, self._passed = self._clock(), progress.consumed
            return f"{progress.counts['known']:,} known"
        seconds = max(self._clock() - self._began, 0.001)
        parts = [f"{read:,} read", f"{read / seconds:.1f} a second"]
        if failed:
            parts.append(f"{failed:,} failed")
        done, all_ = progress.consumed - self._passed, progress.total - self._passed
        if progress.total and done > 0:
            parts.append(f"{_span(seconds * max(all_ - done, 0) / done)} left")
        return ", ".join(parts)


def _span(seconds: float) -> str:
    """A length of time for people: 12 s, 5 min, 3 h 20 min, 4 days."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return f"{seconds:.0f} s"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60:02} min"
    return f"{minutes / 60 / 24:.0f} days"
