"""The command line: `readouts`. Data go to standard output, messages and progress to standard error.

Exit codes: 0 done; 1 some inputs failed, and they are listed; 2 the command was used wrongly, or the user's own lexicon
is wrong. What a command needs is imported inside it: `readouts --help` must not wait for the parser.
"""

import gc
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from readouts import __version__, cli_export
from readouts.errors import LexiconError, ReadoutsError

if TYPE_CHECKING:
    from readouts.ingest.documents import Failed, Loaded
    from readouts.lexicon.promote import Left, Term
    from readouts.pipeline import Tools
    from readouts.records import Comparison, Reading

SOME_FAILED, WRONG_USAGE = 1, 2
# For `gc.set_threshold`. Models, lexicon and modules live as long as the process, and with Python's own (700, 10, 10)
# the collector looks through them again and again: a cold comparison paid 0.1 s for it, one large page in ten as much.
COLLECTOR = (50_000, 20, 100)
MOST_NAMES = 6  # of people left out by `lexicon promote` for one reason
_EXAMPLE_NOTE = (
    "An example: both texts are this project's own wording of what the press reported about a call of "
    "16 September 2024. Neither is an official text."
)
_Command = TypeVar("_Command", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg, unused-ignore]  # generic from click 8.3 on
    """A calendar day, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it as YYYY-MM-DD, for example 2024-09-17", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="readouts")
def main() -> None:
    """Read what governments say about the same conversation, and see where their accounts part."""
    gc.set_threshold(*COLLECTOR)
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that is not UTF-8 must not break on a curly quote.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper) and not isinstance(sys.stdout, _Terminal):
        sys.stdout = _Terminal(sys.stdout.buffer, sys.stdout.encoding, "replace", line_buffering=True)


class _Terminal(io.TextIOWrapper):
    """Standard output at a terminal, which no sign of a text may steer. Files and pipes get texts to the letter."""

    def write(self, text: str) -> int:
        from readouts.export.wording import shown

        return super().write(shown(text) if text else text)


def _lexicon_option(command: _Command) -> _Command:
    """The user's own lexicon; the environment is read here and nowhere else."""
    return click.option(
        "--lexicon", "own", type=click.Path(path_type=Path), envvar="READOUTS_LEXICON", show_envvar=True,
        metavar="FOLDER", help="Your own lexicon rows, over ours; docs/lexicon.md tells their form.",
    )(command)  # fmt: skip


def _reading_options(command: _Command) -> _Command:
    """The options of all commands that read documents."""
    for option in reversed(
        (
            click.option("--published", type=Day(), multiple=True, metavar="DATE",
                         help="Day of publication, YYYY-MM-DD; give it twice for two inputs with different days."),
            click.option("--publisher", multiple=True, metavar="NAME",
                         help="Who put it out; give it twice for two inputs."),
            click.option("--anyway", is_flag=True, help="Go on where a check says no: other language, other contact."),
            click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too."),
            click.option("--most", type=click.IntRange(1), default=200, show_default=True, metavar="N",
                         help="Documents to take from one feed or sitemap."),
            click.option("--model", metavar="PACKAGE", help="Another installed spaCy pipeline."),
            click.option("--rules-only", is_flag=True, help="Attributions by rules alone, without the trained model."),
            _lexicon_option,
        )
    ):  # fmt: skip
        command = option(command)
    return command


def _input_options(command: _Command) -> _Command:
    """The options that `read` and `compare` share."""
    for option in reversed(
        (
            _reading_options,
            click.option("--keep", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
                         help="Keep the bytes of every input there, named by their SHA-256."),
            click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                         help="Write there instead of standard output."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "jsonl", "html"]), default="text", show_default=True
)
@_input_options
def read(inputs: tuple[str, ...], form: str, output: Path | None, keep: Path | None, **said: Any) -> None:
    """Read texts: who says what, about which contact, when.

    INPUT is a .txt, .md, .html, .pdf, .jsonl or .warc.gz file, a folder, an address, or - for standard input. A feed or
    sitemap stands for the documents behind its entries.
    """
    with _clear_errors():
        tools, failures = _tools(said), []  # type: ignore[var-annotated]
        documents = _kept(_good(_loaded(inputs, said), failures), keep)
        found = _readings(documents, tools, failures, several=len(inputs) > 1 or form == "jsonl")
        with _written(output) as write:
            _write_readings(found, form, write, plain=_is_plain(output))
        _report(failures)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT [INPUT]")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown", "html"]), default="text", show_default=True
)
@_input_options
@click.option("--db", envvar="READOUTS_DB", metavar="PATH|URL", help="The database whose ids the inputs may be.")
def compare(inputs: tuple[str, ...], form: str, output: Path | None, keep: Path | None, **said: Any) -> None:
    """Lay two accounts of one contact side by side.

    Give two inputs, an account each; or one: an article that quotes both sides, or a .jsonl file of two documents.
    With a database an input may be the id of a document in it, or of a contact or claim: the document that tells of it.
    """
    if len(inputs) > 2:
        raise click.UsageError("compare takes one or two inputs; read takes any number")
    with _clear_errors():
        db = said.pop("db")
        if stored := cli_corpus.stored(inputs, db):
            _show(cli_corpus.reviewed(_compared_again(inputs, stored, said), db), form, output)
            return
        failures: list[Failed] = []
        documents = list(_kept(_good(_loaded(inputs, said), failures), keep))
        if not failures and len(documents) > 2:
            raise click.UsageError(f"compare takes one or two documents, {' '.join(inputs)} holds {len(documents)}")
        if failures:
            _report(failures)
        _show(_compared(documents, _tools(said), anyway=bool(said["anyway"])), form, output)


@main.command()
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), default=Path("demo.html"), show_default=True
)
def demo(output: Path) -> None:
    """Compare two bundled example accounts of one call, and write the page."""
    from importlib.resources import files

    from readouts.ingest.documents import Options, loaded

    with _clear_errors():
        raw = files("readouts").joinpath("examples/call.jsonl").read_bytes()
        documents = list(_good(loaded(["-"], Options(), lambda: raw), []))
        comparison = _compared(documents, _tools({}), anyway=False)
        _message(_EXAMPLE_NOTE + "\n")
        _show(comparison, "text", None)
        _show(comparison, "html", output, note=_EXAMPLE_NOTE)
        _message(
            f"\nThe same as a page: {output}\n\nNext:\n"
            "  readouts compare ONE.txt OTHER.txt             two readouts of one contact\n"
            "  readouts compare ARTICLE.txt --published DATE  one article that quotes both sides\n"
            "  readouts read TEXT.html --format json          everything found in one text\n"
            "  readouts doctor                                what is installed, and what is missing"
        )


@main.command()
@click.option("--db", metavar="PATH|URL", help="Look at this database too: every piece of evidence against its text.")
@_lexicon_option
def doctor(own: Path | None, db: str | None) -> None:
    """Say what is installed, what is missing, and the command that mends it."""
    from readouts.doctor import database, findings

    found = (*findings(own), *(database(db) if db else ()))
    for finding in found:
        click.echo(f"{finding.mark:7}  {finding.what}: {finding.detail}")
        if finding.remedy:
            click.echo(f"         {finding.remedy}")
    if not all(finding.good for finding in found):
        sys.exit(SOME_FAILED)


@main.group()
def lexicon() -> None:
    """Look names up in the lexicon, and add persons whom texts introduce to your own."""


@lexicon.command()
@click.argument("name")
@click.option("--date", "on", type=Day(), metavar="DATE", help="Say who was in office on that day.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_lexicon_option
def show(name: str, on: date | None, form: str, own: Path | None) -> None:
    """What the lexicon knows of a name: each meaning with its dates and source."""
    import json

    from readouts.lexicon import load
    from readouts.lexicon.known import facts, lines

    with _clear_errors():
        found = facts(load(own), name, on)
        if form == "json":
            click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        elif found:
            click.echo("\n".join(lines(found, on)))
        if not found:
            _message(f"readouts: the lexicon does not know {name!r}. Give a full name, a surname or a whole word")
            _fail()


@lexicon.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Only this person; may be given several times.")
@_reading_options
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
    help="Add the rows to holders.tsv of that folder instead of printing them.",
)  # fmt: skip
def promote(inputs: tuple[str, ...], names: tuple[str, ...], output: Path | None, **said: Any) -> None:
    """Make lexicon rows of persons whom texts introduce with an office and whom the lexicon does not know.

    Look the rows over: each says only that the text shows the person in that office on its day of publication.
    """
    from readouts.lexicon.promote import Left, Term, single

    with _clear_errors():
        if output and _is_table_folder(output):
            said["own"] = said["own"] or output
        failures: list[Failed] = []
        found = list(_introduced(inputs, said, failures))
        wanted = [one for one in found if not names or _is_named(one, names)]
        rows = single(one.row for one in wanted if isinstance(one, Term))
        _write_rows(rows, output)
        _tell_left([one for one in wanted if isinstance(one, Left)])
        _report(failures)


# -- inputs --------------------------------------------------------------------------------------------------------


def _loaded(inputs: Sequence[str], said: dict[str, Any]) -> "Iterator[Loaded | Failed]":
    """The documents of all inputs. An option given once holds for all, given several times for each in turn."""
    from readouts.ingest.documents import Options, loaded

    for place, name in enumerate(inputs):
        yield from loaded(
            [name],
            Options(
                published=_in_turn(said["published"], place, len(inputs), "--published"),
                publisher=_in_turn(said["publisher"], place, len(inputs), "--publisher"),
                anyway=said["anyway"],
                allow_private=said["allow_private"],
                most=said["most"],
            ),
            sys.stdin.buffer.read,
        )


def _in_turn(values: Sequence[Any], place: int, inputs: int, option: str) -> Any:
    if len(values) not in (0, 1, inputs):
        raise click.UsageError(
            f"{option} is given {len(values)} times for {inputs} inputs; give it once, or once for each"
        )
    return values[place if len(values) > 1 else 0] if values else None


def _good(results: "Iterable[Loaded | Failed]", failures: "list[Failed]") -> "Iterator[Loaded]":
    """Those that were loaded; the others are put by."""
    from readouts.ingest.documents import Failed

    for result in results:
        if isinstance(result, Failed):
            failures.append(result)
        else:
            yield result


def _kept(documents: "Iterable[Loaded]", folder: Path | None) -> "Iterator[Loaded]":
    """The documents, each one's bytes written to the folder on the way."""
    for each in documents:
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / str(each.document.raw)).write_bytes(each.raw)
            except OSError as error:
                raise ReadoutsError(f"{folder} cannot be written: {error.strerror}", "Choose another folder") from error
        yield each


# -- reading and comparing -----------------------------------------------------------------------------------------


def _tools(said: dict[str, Any]) -> "Tools":
    """The tools that the options ask for. Raises LexiconError at once when the user's own rows are wrong."""
    from readouts.pipeline import Tools

    chosen = {name: said[name] for name in ("model", "own", "rules_only") if said.get(name)}
    tools = Tools(**chosen)
    if tools.own:
        _ = tools.lexicon
    return tools


def _readings(
    documents: "Iterable[Loaded]", tools: "Tools", failures: "list[Failed]", several: bool
) -> "Iterator[Reading]":
    """The readings in order, with progress on a terminal when there may be several."""
    from readouts.pipeline import readings

    for result in _progress(readings((each.document for each in documents), tools), several):
        yield from _good([result], failures)  # type: ignore[misc, unused-ignore]


def _progress(items: Iterable[Any], shown: bool) -> Iterator[Any]:
    if not (shown and sys.stderr.isatty()):
        yield from items
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("reading"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        for item in items:
            bar.advance(task)
            yield item


def _compared(documents: "Sequence[Loaded]", tools: "Tools", anyway: bool) -> "Comparison":
    from readouts.pipeline import compared

    return compared([each.document for each in documents], tools, anyway=anyway)


def _compared_again(inputs: Sequence[str], stored: "dict[str, Reading]", said: dict[str, Any]) -> "Comparison":
    """The comparison of readings out of the database, and of inputs that are not in it."""
    from readouts.pipeline import comparison, read

    tools, failures = _tools(said), []  # type: ignore[var-annotated]
    found: list[Reading] = []
    for name in inputs:
        if name in stored:
            found.append(stored[name])
        else:
            found += [read(each.document, tools) for each in _good(_loaded([name], said), failures)]
    _report(failures)
    return comparison(found, tools, anyway=bool(said["anyway"]))


# -- the user's own lexicon ----------------------------------------------------------------------------------------


def _is_table_folder(folder: Path) -> bool:
    return folder.is_dir() and any(folder.glob("*.tsv"))


def _introduced(inputs: Sequence[str], said: dict[str, Any], failures: "list[Failed]") -> "Iterator[Term | Left]":
    """Whom the inputs introduce and the lexicon does not know."""
    from readouts.lexicon.promote import introduced

    tools = _tools(said)
    for reading in _readings(_good(_loaded(inputs, said), failures), tools, failures, several=len(inputs) > 1):
        yield from introduced(reading, tools.lexicon)


def _is_named(one: "Term | Left", names: Sequence[str]) -> bool:
    """Whether it is one of the persons that the user names, in full or by the surname."""
    from readouts.lexicon.promote import Left
    from readouts.text import key

    own = key(one.name if isinstance(one, Left) else one.row["person"])
    return any(own == key(name) or own.endswith(f" {key(name)}") for name in names)


def _tell_left(left: "Sequence[Left]") -> None:
    """Who is not promoted, by the reason; of many the first."""
    for why in dict.fromkeys(one.why for one in left):
        names = list(dict.fromkeys(one.name for one in left if one.why == why))
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        _message(f"left out, {why}: {', '.join(names[:MOST_NAMES])}{more}")


def _write_rows(rows: list[dict[str, str]], output: Path | None) -> None:
    """Prints the rows as a table, or adds to the folder's those that it lacks."""
    from readouts.lexicon import promote
    from readouts.lexicon.own import own_rows

    if output and _is_table_folder(output):
        rows = promote.new(rows, own_rows(output).tables.get("holders", {}).values())
    if not rows:
        _message("Nothing to promote: no person with an office whom the lexicon does not know")
    elif output is None:
        click.echo(promote.table(rows), nl=False)
    else:
        path = promote.append(output, rows)
        _message(f"{path}: {len(rows)} added: {', '.join(row['person'] for row in rows)}")
        _message(f"Look them over, then: readouts read INPUT --lexicon {output}")


# -- showing -------------------------------------------------------------------------------------------------------


def _write_readings(readings: "Iterable[Reading]", form: str, write: Callable[[str], object], *, plain: bool) -> None:
    import json

    from readouts.export import json as records

    if form == "jsonl":
        for reading in readings:
            write(json.dumps(records.reading(reading), ensure_ascii=False) + "\n")
        return
    found = list(readings)
    if form == "json" and found:
        data = [records.reading(reading) for reading in found]
        write(json.dumps(data[0] if len(data) == 1 else data, ensure_ascii=False, indent=1) + "\n")
    elif form == "html" and found:
        from readouts.export import html

        write(html.readings(found))
    elif found:
        from readouts.export import terminal

        write(terminal.readings(found, plain=plain))


def _show(comparison: "Comparison", form: str, output: Path | None, note: str | None = None) -> None:
    with _written(output) as write:
        write(_rendered(comparison, form, note, plain=_is_plain(output)))


def _is_plain(output: Path | None) -> bool:
    """Whether colour and width would be out of place: a file or a pipe."""
    return output is not None or not sys.stdout.isatty()


def _rendered(comparison: "Comparison", form: str, note: str | None, plain: bool) -> str:
    if form == "json":
        import json

        from readouts.export import json as records

        return json.dumps(records.comparison(comparison), ensure_ascii=False, indent=1) + "\n"
    if form == "html":
        from readouts.export import html

        return html.comparison(comparison, note=note)
    if form == "markdown":
        from readouts.export import markdown

        return markdown.comparison(comparison)
    from readouts.export import terminal

    return terminal.comparison(comparison, plain=plain)


# -- streams and errors --------------------------------------------------------------------------------------------


@contextmanager
def _written(output: Path | None) -> Iterator[Callable[[str], object]]:
    """A function that writes to the file, whole or not at all, or to standard output."""
    if output is None:
        yield lambda text: click.echo(text, nl=False)
        return
    parts: list[str] = []
    yield parts.append
    if not parts:
        return
    try:
        unfinished = output.with_name(output.name + ".part")
        unfinished.write_text("".join(parts), "utf-8")
        unfinished.replace(output)
    except OSError as error:
        raise ReadoutsError(f"{output} cannot be written: {error.strerror}", "Choose another place with -o") from error


@contextmanager
def _clear_errors() -> Iterator[None]:
    """Our own errors become one line and exit code 1, or 2 where the user's own lexicon is wrong; a reader that closes
    the pipe ends us in silence.
    """
    try:
        yield
    except ReadoutsError as error:
        _message(f"readouts: {error}")
        sys.exit(WRONG_USAGE if isinstance(error, LexiconError) else SOME_FAILED)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(SOME_FAILED)
    except KeyboardInterrupt:
        _message("readouts: stopped")
        sys.exit(130)


def _report(failures: "Sequence[Failed]") -> None:
    """Lists the inputs that failed and ends with their exit code; with none it returns."""
    for failure in failures:
        _message(f"readouts: {failure.error}")
    if len(failures) > 1:
        _message(f"readouts: {len(failures)} inputs failed")
    if failures:
        _fail()


def _fail() -> NoReturn:
    sys.exit(SOME_FAILED)


def _message(text: str) -> None:
    """Says it on standard error; names and addresses in it come from texts, so no sign of them may steer a terminal."""
    from readouts.export.wording import shown

    click.echo(shown(text), err=True)


def _read_all(inputs: Sequence[str], said: dict[str, Any], failures: "list[Failed]") -> "Iterator[Reading]":
    return _readings(_load_all(inputs, said, failures), _tools(said), failures, several=True)


def _load_all(inputs: Sequence[str], said: dict[str, Any], failures: "list[Failed]") -> "Iterator[Loaded]":
    return _good(_loaded(inputs, said), failures)


# The commands of other files put themselves in; they stand on the functions above.
from readouts import cli_backup, cli_batch, cli_corpus, cli_evaluate, cli_review, cli_serve, cli_watch, cli_wording  # noqa: E402, F401

cli_export.add_to(
    main, _reading_options, cli_corpus.database, _read_all, cli_corpus.readings, _load_all, _clear_errors, _report
)
