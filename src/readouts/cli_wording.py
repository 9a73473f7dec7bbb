"""The commands on the wording of many statements: `formulas`, `silences`, `difference`.

They belong to the command line as a whole (`cli.py`), which imports this module at its end.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readouts import cli, cli_corpus
from readouts.errors import InputError

if TYPE_CHECKING:
    from readouts.ingest.documents import Failed
    from readouts.lexicon import Lexicon
    from readouts.pipeline import Tools
    from readouts.records import Document, Silence, SilenceOver, StandingFormula, Statement

MOST_SHOWN = 40  # formulas in text, of each nature; JSON has all
_main: click.Group = cli.main  # type: ignore[has-type]  # each module has the other's name: cli.py ends with ours
_Command = TypeVar("_Command", bound=Callable[..., Any])
_NATURES = ["substance", "boilerplate", "term", "unclear"]


def _options(*formats: str) -> Callable[[_Command], _Command]:
    """The options of all commands here: form, file, and those of reading."""

    def decorated(command: _Command) -> _Command:
        for option in (
            click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
                         help="Write there instead of standard output."),
            click.option("--format", "form", type=click.Choice(formats), default="text", show_default=True),
            cli._reading_options,
        ):  # fmt: skip
            command = option(command)
        return command

    return decorated


@_main.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@cli_corpus.database
@click.option("--issuer", metavar="NAME", help="Only statements of this state, body or publisher.")
@click.option("--least", type=click.IntRange(min=2), default=3, show_default=True, metavar="N",
              help="In so many statements a wording must stand.")  # fmt: skip
@click.option("--nature", type=click.Choice(_NATURES), multiple=True, help="Only these; may be given several times.")
@click.option("--with", "having", metavar="WORDS", help="Only formulas that have these words.")
@click.option("--renew", is_flag=True, help="Look through all statements of the database, also where that takes long.")
@_options("text", "json")
def formulas(
    inputs: tuple[str, ...],
    db: str,
    issuer: str | None,
    least: int,
    nature: tuple[str, ...],
    having: str | None,
    renew: bool,
    form: str,
    output: Path | None,
    **said: Any,
) -> None:
    """Find the wording that an issuer repeats, with its variants, dates and gaps.

    Without INPUT the documents are those of the database, copies of one text counted once. What was found in them is
    remembered; an issuer of very many words is looked through anew by `readouts add` as it grows, or with --renew.

    In text the names and terms are left out unless asked for; JSON has everything.
    """
    natures = nature or (_NATURES if form == "json" else _NATURES[:2])
    with cli._clear_errors():
        tools, failures = cli._tools(said), []  # type: ignore[var-annotated]
        if inputs:
            found = _found(_documents(inputs, said, failures), tools.lexicon, issuer, least)
            found = [formula for formula in found if _is_wanted(formula, natures, having)]
        else:
            found = _remembered(db, tools.lexicon, issuer, least, natures, having, renew)
        with cli._written(output) as write:
            write(_formulas(found, tools.lexicon, form))
        cli._report(failures)


def _found(
    documents: "Sequence[Document]", lexicon: "Lexicon", issuer: str | None, least: int
) -> "list[StandingFormula]":
    """The formulas of the documents, issuer by issuer."""
    from readouts.compare.standing import by_issuer, standing_formulas

    groups = by_issuer(documents, lexicon)
    return [
        formula
        for party in _chosen(groups, issuer, lexicon)
        for formula in standing_formulas(groups[party], lexicon, issuer=party, least=least)
    ]


def _remembered(
    db: str,
    lexicon: "Lexicon",
    issuer: str | None,
    least: int,
    natures: Sequence[str],
    having: str | None,
    renew: bool,
) -> "list[StandingFormula]":
    """The formulas of the database, as they were found last or, of issuers of few words, are now."""
    from readouts.keeping import formulas

    with cli_corpus._opened(db) as store:
        with store.reads() as connection:
            known = formulas.issuers(connection, lexicon)
        chosen = [known[party] for party in _chosen(known, issuer, lexicon)]
        left = formulas.brought_up(store, chosen, lexicon, cli_corpus._now(), least=least, renew_all=renew)
        for one, was in left:
            name = _names(lexicon).get(one.party or "", one.party or "no known publisher")
            count = f"{was.statements:,} of {one.statements:,} statements, those of {was.made[:10]}"
            cli._message(f"readouts: {name}: as found in {count}; --renew looks through all")
        with store.reads() as connection:
            return [found for one in chosen for found in formulas.found(connection, one, natures, having, least)]


def _is_wanted(formula: "StandingFormula", natures: Sequence[str], having: str | None) -> bool:
    from readouts.text import key

    return formula.nature in natures and (having is None or any(key(having) in key(v.text) for v in formula.variants))


def _formulas(found: "Sequence[StandingFormula]", lexicon: "Lexicon", form: str) -> str:
    from readouts.export import formulas as text
    from readouts.export import json as records

    if form == "json":
        return json.dumps([records.record(formula) for formula in found], ensure_ascii=False, indent=1) + "\n"
    parts = []
    for issuer in dict.fromkeys(formula.issuer for formula in found):
        own = [formula for formula in found if formula.issuer == issuer]
        shown = [f for nature in _NATURES for f in [f for f in own if f.nature == nature][:MOST_SHOWN]]
        more = f"\n{len(own) - len(shown)} more; --format json has all.\n" if len(shown) < len(own) else ""
        name = _names(lexicon).get(issuer or "", issuer or "No known publisher")
        parts.append(f"{name}\n\n{text.terminal(shown, _names(lexicon))}{more}")
    return "\n".join(parts) or text.terminal((), {})


@_main.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT...]")
@cli_corpus.database
@click.option(
    "--issue", "issues", multiple=True, required=True, metavar="ID", help="An issue; may be given several times."
)
@click.option("--issuer", metavar="NAME", help="Only statements of this state, body or publisher.")
@click.option("--since", type=cli.Day(), metavar="DATE", help="Only statements from this day on.")
@click.option("--until", type=cli.Day(), metavar="DATE", help="Only statements before this day.")
@click.option("--by", "period", type=click.Choice(["whole", "year", "quarter", "month"]), default="whole",
              show_default=True, help="The length of the periods looked at one by one.")  # fmt: skip
@_options("text", "json")
def silences(
    inputs: tuple[str, ...],
    db: str,
    issues: tuple[str, ...],
    issuer: str | None,
    since: date | None,
    until: date | None,
    period: Any,
    form: str,
    output: Path | None,
    **said: Any,
) -> None:
    """Say whether an issuer's statements mention an issue, and on what ground.

    Without INPUT the documents are those of the database.

    Checked is said of full texts only; of excerpts nothing can be said, and what others assert is kept apart.
    """
    _check_issues(issues)
    with cli._clear_errors():
        tools, failures = cli._tools(said), []  # type: ignore[var-annotated]
        spans = {"since": since, "until": until, "period": period}
        if inputs:
            found = _looked_for(_documents(inputs, said, failures), tools, issuer, issues, spans, failures)
        else:
            found = _kept(db, tools, issuer, issues, spans)
        with cli._written(output) as write:
            write(_silences(found, tools.lexicon, form))
        cli._report(failures)


def _looked_for(
    documents: "Iterable[Document]",
    tools: "Tools",
    issuer: str | None,
    issues: Sequence[str],
    spans: Mapping[str, Any],
    failures: "list[Failed]",
) -> "tuple[SilenceOver, ...]":
    """The silences of the documents."""
    from readouts.compare.silence_over import silences_over

    statements, asserted = _told(documents, tools, failures)
    party = _chosen({s.party: () for s in statements} | {s.party: () for s, _ in asserted}, issuer, tools.lexicon)
    return silences_over(
        (s for s in statements if s.party in party),
        issues,
        asserted=[(s, day) for s, day in asserted if s.party in party],
        **spans,
    )


def _kept(
    db: str, tools: "Tools", issuer: str | None, issues: Sequence[str], spans: Mapping[str, Any]
) -> "tuple[SilenceOver, ...]":
    """The silences of the database, counted from what its documents were looked through for."""
    from readouts.keeping import statements

    with cli_corpus._opened(db) as store:
        statements.complete(store, tools.lexicon)
        with store.reads() as connection:
            if statements.is_of_other_lexicon(connection, tools.lexicon):
                cli._message("readouts: some documents were read with another lexicon; readouts reread mends that")
            party = _chosen(dict.fromkeys(statements.parties(connection)), issuer, tools.lexicon)
            return statements.silences(connection, party, issues, **spans)


def _check_issues(issues: Sequence[str]) -> None:
    from difflib import get_close_matches

    from readouts.compare.topics import known
    from readouts.lexicon.tables import rows

    ids = [row["id"] for row in rows("issues")]
    for issue in issues:
        if not known(issue):
            like = ", ".join(get_close_matches(issue, ids, n=3, cutoff=0.4)) or ", ".join(ids[:8]) + " ..."
            raise click.UsageError(f"{issue!r} is no issue of lexicon/issues.tsv; perhaps {like}")


def _documents(inputs: Sequence[str], said: dict[str, Any], failures: "list[Failed]") -> "list[Document]":
    """The documents of the inputs."""
    return [each.document for each in cli._good(cli._loaded(inputs, said), failures)]


def _told(
    documents: "Iterable[Document]",
    tools: "Tools",
    failures: "list[Failed]",
) -> "tuple[list[Statement], list[tuple[Silence, date | None]]]":
    """The statements that the documents hold, and what they assert, each with the day of the document."""
    from readouts.ingest.documents import Failed
    from readouts.pipeline import told

    statements: list[Statement] = []
    asserted: list[tuple[Silence, date | None]] = []
    for document in cli._progress(documents, shown=True):
        result = told(document, tools)
        if isinstance(result, Failed):
            failures.append(result)
            continue
        statements += result[0]
        asserted += [(silence, document.published) for silence in result[1]]
    return statements, asserted


def _silences(found: "Sequence[SilenceOver]", lexicon: "Lexicon", form: str) -> str:
    from readouts.export import json as records
    from readouts.export import silences as text

    if form == "json":
        return json.dumps([records.record(one) for one in found], ensure_ascii=False, indent=1) + "\n"
    return text.terminal(found, _names(lexicon))


@_main.command()
@click.argument("one")
@click.argument("other")
@cli_corpus.database
@_options("text", "json", "markdown", "html")
def difference(one: str, other: str, db: str, form: str, output: Path | None, **said: Any) -> None:
    """Show what changed in the wording from ONE statement to the OTHER, word by word.

    Each is an input, or the id of a document in the database.
    """
    from readouts.compare.difference import difference as compared
    from readouts.export import difference as shown
    from readouts.export import json as records

    with cli._clear_errors():
        cli._tools(said)
        failures: list[Failed] = []
        known = cli_corpus.stored((one, other), db)
        documents = [
            document
            for name in (one, other)
            for document in ([known[name].document] if name in known else _documents([name], said, failures))
        ]
        cli._report(failures)
        if len(documents) != 2:
            held = f"{one} and {other} hold {len(documents)} documents"
            raise InputError(held, "A difference is of two: give one document in each input")
        left, right = documents
        found = compared(left, right)
        with cli._written(output) as write:
            if form == "json":
                write(json.dumps(records.record(found), ensure_ascii=False, indent=1) + "\n")
            elif form == "text":
                write(shown.terminal(found, left, right, plain=cli._is_plain(output)))
            else:
                write((shown.markdown if form == "markdown" else shown.html)(found, left, right))


# -- issuers -------------------------------------------------------------------------------------------------------


def _chosen(parties: Mapping[Any, Any], issuer: str | None, lexicon: "Lexicon") -> list[Any]:
    """The issuers to be looked at: all, or the one of that name. Raises InputError when there is none."""
    from readouts.text import key

    if issuer is None:
        return list(parties)
    wanted = {key(issuer), lexicon.party_of_publisher(issuer)}
    found = [p for p in parties if p is not None and (p in wanted or key(p) in wanted)]
    if not found:
        held = ", ".join(sorted(_names(lexicon).get(p, p) for p in parties if p)) or "none"
        raise InputError(f"no statement is by {issuer!r} (issuers found: {held})", "Name one of them")
    return found


def _names(lexicon: "Lexicon") -> dict[str, str]:
    """The names of states and bodies by party id."""
    return {row.party: row.name for table in (lexicon.states, lexicon.bodies) for row in table.values()}
