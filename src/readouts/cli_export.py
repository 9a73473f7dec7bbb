"""The commands that write exports and citations. `cli` hands in how inputs are read, and adds them to itself."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from readouts.ingest.documents import Failed, Loaded
    from readouts.records import Reading

    Read = Callable[[Sequence[str], dict[str, Any], list[Failed]], Iterator[Reading]]
    Load = Callable[[Sequence[str], dict[str, Any], list[Failed]], Iterator[Loaded]]

FORMATS = ("jsonl", "csv", "parquet", "plover", "cameo", "annotations")
TABLES = ("claims", "contacts", "attributions", "events")


class Range(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic from click 8.3 on
    """A span of characters, START-END."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        start, _, end = str(value).partition("-")
        if not (start.isdigit() and end.isdigit() and int(start) < int(end)):
            self.fail(f"{value!r} is no span; write it as START-END in characters, for example 14-25", param, ctx)
        return int(start), int(end)


def add_to(
    main: click.Group,
    options: Callable[[Callable[..., Any]], Callable[..., Any]],
    database: Callable[[Callable[..., Any]], Callable[..., Any]],
    read: "Read",
    stored: "Callable[[str], Iterator[Reading]]",
    load: "Load",
    errors: Callable[[], AbstractContextManager[None]],
    report: "Callable[[Sequence[Failed]], None]",
) -> None:
    """Adds `export` and `cite` to the command group: with its options, its ways of reading and of failing."""

    @main.command()
    @click.argument("form", type=click.Choice(FORMATS), metavar="FORMAT")
    @click.argument("inputs", nargs=-1, metavar="[INPUT...]")
    @database
    @click.option(
        "-o",
        "--output",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write there; the manifest with counts and checksum goes beside it.",
    )
    @click.option(
        "--table",
        type=click.Choice(TABLES),
        default="claims",
        show_default=True,
        help="What a row of csv and parquet is.",
    )
    @options
    def export(form: str, inputs: tuple[str, ...], db: str, output: Path, table: str, **said: Any) -> None:
        """Write readings for other tools: jsonl, csv, parquet, plover, cameo, annotations.

        Without INPUT the readings are those of the database.
        docs/exports.md tells each column. plover and cameo are event data: lossy, and only events with a known day.
        """
        from readouts.export.files import export as write

        with errors():
            failures: list[Failed] = []
            readings = read(inputs, said, failures) if inputs else stored(db)
            manifest = write(form, readings, output, table=table)  # type: ignore[arg-type]
            click.echo(_told(manifest, output), err=True)
            report(failures)

    @main.command()
    @click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
    @click.option("--span", type=Range(), metavar="START-END", help="Cite these characters of the text.")
    @click.option("--style", type=click.Choice(["plain", "bibtex"]), default="plain", show_default=True)
    @options
    def cite(inputs: tuple[str, ...], span: tuple[int, int] | None, style: str, **said: Any) -> None:
        """Print a citation for each document, or for the characters of one."""
        from readouts.errors import ReadoutsError
        from readouts.export import citation
        from readouts.text import Span

        with errors():
            failures: list[Failed] = []
            for loaded in load(inputs, said, failures):
                size = len(loaded.document.text)
                if span and span[1] > size:
                    problem = f"{loaded.document.origin or loaded.document.id} has {size} characters, not {span[1]}"
                    raise ReadoutsError(problem, "Give a span inside the text")
                made = citation.plain if style == "plain" else citation.bibtex
                click.echo(made(loaded.document, Span(*span) if span else None))
            report(failures)


def _told(manifest: dict[str, Any], output: Path) -> str:
    counts = ", ".join(f"{number} {name}" for name, number in manifest["counts"].items())
    left = ", ".join(f"{number} ({why})" for why, number in manifest["left_out"].items() if number)
    return f"{output}: {counts or 'nothing'}" + (f"; left out: {left}" if left else "")
