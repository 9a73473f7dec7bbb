"""The commands of the corpus: documents into the database, and the questions it answers.

They belong to the command line as a whole (`cli.py`), whose options and streams they share.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readouts import cli
from readouts.errors import ReadoutsError, StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from readouts.corpus import Change, Outcome
    from readouts.ingest.documents import Failed
    from readouts.records import Comparison, ContactLink, Reading
    from readouts.store.alerts import Alert, Question
    from readouts.store.database import Store
    from readouts.store.questions import Asked

DEFAULT_DB, DEFAULT_LIMIT = "readouts.db", 100
MOST_SHOWN = 6  # ids of a change that a line of text names
KINDS = ("call", "meeting", "visit", "letter", "message", "talks")
STATES = ("added", "known", "superseded", "failed")
_main: click.Group = cli.main  # type: ignore[has-type]  # each module has the other's name: cli.py ends with ours
_Command = TypeVar("_Command", bound=Callable[..., Any])
_format = click.option(
    "--format", "form", type=click.Choice(["text", "json", "jsonl", "csv"]), default="text", show_default=True
)
_party = click.option(
    "--party", "parties", multiple=True, metavar="NAME",
    help="A state, person or body, by name, ISO code or id; may be given twice.",
)  # fmt: skip
_kind = click.option("--kind", type=click.Choice(KINDS), help="Only contacts of that kind.")
_issue = click.option("--issue", metavar="ID", help="An issue of the lexicon, such as constitution.")
_act = click.option("--act", metavar="ACT", help="An act of the lexicon, such as urge.")


def database(command: _Command) -> _Command:
    """The option that all commands on the corpus share."""
    return click.option(
        "--db", default=DEFAULT_DB, envvar="READOUTS_DB", show_default=True, show_envvar=True, metavar="PATH|URL",
        help="A SQLite file, or postgresql://USER@HOST/NAME.",
    )(command)  # fmt: skip


def is_file(db: str) -> bool:
    """Whether it is a SQLite file, and no database on a server."""
    return "://" not in db or db.startswith("sqlite:")


def _period(command: _Command) -> _Command:
    """The options that all questions share."""
    for option in reversed(
        (
            click.option("--since", type=cli.Day(), metavar="DATE", help="From that day on."),
            click.option("--until", type=cli.Day(), metavar="DATE", help="Up to that day."),
            click.option("--limit", type=click.IntRange(min=0), default=DEFAULT_LIMIT, show_default=True, metavar="N",
                         help="The most rows; 0 for all."),
            _format,
            database,
        )
    ):  # fmt: skip
        command = option(command)
    return command


# -- in ------------------------------------------------------------------------------------------------------------


@_main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@database
@cli._reading_options
def add(inputs: tuple[str, ...], db: str, **said: Any) -> None:
    """Read documents into the database.

    INPUT is as for `readouts read`. What is in already is passed over, so a run that was stopped is finished by running
    it again. A page that has changed supersedes its old version.
    """
    from readouts.corpus import added, completed, mended, reader
    from readouts.keeping.formulas import renew_grown

    with cli._clear_errors(), _opened(db, create=True) as store:
        tools = cli._tools(said)
        if older := completed(store, tools.lexicon):
            cli._message(f"readouts: {older:,} documents of an older version looked through for copies and issues")
        outcomes = added(cli._loaded(inputs, said), store, reader(tools), _now, tools.lexicon)
        counts, failures = _counted(cli._progress(outcomes, shown=True))
        mended(store, set(inputs) - {failure.origin for failure in failures})
        click.echo(f"{', '.join(f'{counts[state]:,} {state}' for state in STATES)} in {store.name}")
        if counts["added"] or counts["superseded"]:
            renew_grown(store, tools.lexicon, _now)
        cli._report(failures)


def _counted(outcomes: "Iterable[Outcome]") -> "tuple[Counter[str], list[Failed]]":
    """How many came to what, and the failures; what supersedes another is told at once."""
    counts: Counter[str] = Counter()
    failures = []
    try:
        for outcome in outcomes:
            counts[outcome.state] += 1
            if outcome.failure:
                failures.append(outcome.failure)
            elif outcome.old:
                cli._message(f"readouts: {outcome.document} supersedes {outcome.old}")
    except KeyboardInterrupt:
        cli._message(f"readouts: {', '.join(f'{counts[state]:,} {state}' for state in STATES)} before the stop")
        raise
    return counts, failures


@_main.command()
@click.option("--all", "all_", is_flag=True, help="Every document, not only those that other versions have read.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@database
@click.option("--model", metavar="PACKAGE", help="Another installed spaCy pipeline.")
@click.option("--rules-only", is_flag=True, help="Attributions by rules alone, without the trained model.")
@cli._lexicon_option
def reread(all_: bool, form: str, db: str, **said: Any) -> None:
    """Read the documents of the database again that an older version, other models or another lexicon have read.

    Says what changed. What a person has reviewed stays as it is.
    """
    import json

    from readouts.corpus import outdated, reader
    from readouts.corpus import reread as changes
    from readouts.ingest.documents import Failed

    with cli._clear_errors(), _opened(db) as store:
        tools = cli._tools(said)
        due = len(outdated(store, tools.made_by, all_=all_))
        totals: Counter[tuple[str, str]] = Counter()
        failures: list[Failed] = []
        for change in changes(store, reader(tools), tools.made_by, _now, all_=all_, lexicon=tools.lexicon):
            if isinstance(change, Failed):
                failures.append(change)
                continue
            totals[change.kind, "new"] += len(change.new)
            totals[change.kind, "gone"] += len(change.gone)
            click.echo(_changed(change) if form == "text" else json.dumps(_change(change), ensure_ascii=False))
        cli._message(f"{due:,} documents read again; {_totals(totals)}")
        cli._report(failures)


def _change(change: "Change") -> dict[str, Any]:
    return {"document": change.document, "kind": change.kind, "new": change.new, "gone": change.gone}


def _changed(change: "Change") -> str:
    """One line: which records a document has gained and lost."""
    parts = [(sign, ids) for sign, ids in (("+", change.new), ("-", change.gone)) if ids]
    shown = (
        f"{sign}{len(ids)} ({', '.join(ids[:MOST_SHOWN])}{', ...' * (len(ids) > MOST_SHOWN)})" for sign, ids in parts
    )
    return f"{change.document}  {change.kind} {' '.join(shown)}"


def _totals(totals: "Counter[tuple[str, str]]") -> str:
    kinds = dict.fromkeys(kind for kind, _ in totals)
    told = [f"{kind} +{totals[kind, 'new']:,} -{totals[kind, 'gone']:,}" for kind in kinds]
    return ", ".join(told) or "nothing changed"


# -- links of contacts ---------------------------------------------------------------------------------------------


@_main.group()
def link() -> None:
    """Correct which mentions of contacts are taken for one. What you decide stands, whatever is added or read again.

    ID is that of a contact, as `readouts contacts --format json` and `readouts show` give it.
    """


@link.command()
@click.argument("one", metavar="ID")
@click.argument("other", metavar="ID")
@database
def merge(one: str, other: str, db: str) -> None:
    """Take two contacts, with all mentions now linked to them, for one."""
    from readouts.corpus import merged

    with cli._clear_errors(), _opened(db) as store:
        _show_links(merged(store, one, other))


@link.command()
@click.argument("one", metavar="ID")
@database
def split(one: str, db: str) -> None:
    """Set a mention apart from the contact that it is linked to."""
    from readouts.corpus import split

    with cli._clear_errors(), _opened(db) as store:
        _show_links(split(store, one))


@link.command()
@database
def again(db: str) -> None:
    """Link all contacts of the database anew, except as decided by hand."""
    from readouts.corpus import linked_again

    with cli._clear_errors(), _opened(db) as store:
        click.echo(f"{linked_again(store):,} mentions of contacts linked in {store.name}")


def _show_links(links: "Iterable[ContactLink]") -> None:
    for one in sorted(links, key=lambda each: (each.linked_to, each.mention)):
        click.echo(f"{one.mention} is of {one.linked_to}: {one.reason}")


# -- questions -----------------------------------------------------------------------------------------------------


@_main.command()
@_party
@_kind
@_period
def contacts(**said: Any) -> None:
    """Who met or called whom, when; between two parties also the days from one contact to the next."""
    from readouts.store.questions import contacts

    _answer(said, contacts)


@_main.command()
@_party
@_kind
@_period
def timeline(**said: Any) -> None:
    """Contacts on their days, and later days that the texts announce, as vague as they are written."""
    from readouts.store.questions import timeline

    _answer(said, timeline)


@_main.command()
@_party
@_issue
@_act
@_period
def positions(**said: Any) -> None:
    """What each party last did on each issue; of one party on one issue the whole history, with changes of act."""
    from readouts.store.questions import history, positions

    _answer(said, history if said["parties"] and said["issue"] else positions)


@_main.command()
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@_party
@_issue
@_act
@_kind
@click.option("--by", type=click.Choice(["date", "relevance"]), default="date", show_default=True,
              help="The newest first, or those in which the words weigh most.")  # fmt: skip
@click.option("--counts", is_flag=True, help="How many there are by party, issue, act, year and publisher.")
@_period
def search(words: tuple[str, ...], by: Any, counts: bool, **said: Any) -> None:
    """Passages that have all the words, in any script.

    A word is found in all its forms. "Words in quotes" stand side by side as they are, begin* finds beginnings, -word
    leaves passages out (after -- ). A party, issue or act asks for a claim of theirs in the passage.
    """
    from readouts.store.questions import search, search_counts

    # The shell takes the quotes off a phrase; it comes as one argument with spaces in it.
    query = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    if counts:
        _answer(said | {"limit": 0}, lambda connection, asked: search_counts(connection, query, asked).by)
    else:
        _answer(said, lambda connection, asked: search(connection, query, asked, by=by))


@_main.command()
@click.argument("id")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@database
def show(id: str, form: str, db: str) -> None:
    """What the database has under an id: a document, contact, claim, attribution or party."""
    import json

    from readouts.export import answers, terminal
    from readouts.export import json as records
    from readouts.store.shown import shown

    with cli._clear_errors(), _opened(db) as store, store.reads() as connection:
        found = shown(connection, id)
        if form == "json":
            value = records.reading(found.reading) if found.kind == "document" and found.reading else found_json(found)
            click.echo(json.dumps(value, ensure_ascii=False, indent=1))
            return
        click.echo(answers.text([found], plain=cli._is_plain(None)), nl=False)
        if found.kind == "document" and found.reading:
            click.echo("\n" + terminal.reading(found.reading, plain=cli._is_plain(None)), nl=False)


def found_json(found: Any) -> dict[str, Any]:
    """A contact, claim, attribution or party with the facts under their names."""
    names = dict.fromkeys(name for name, _ in found.facts)
    facts = {name: [value for own, value in found.facts if own == name] for name in names}
    evidence = [
        {"words": words, "document": where.document, "span": [where.span.start, where.span.end]}
        for words, where in zip(found.words, found.evidence, strict=True)
    ]
    plain = {name: values[0] if len(values) == 1 else values for name, values in facts.items()}
    return {"kind": found.kind, "id": found.id, **({"facts": plain}), "evidence": evidence}


@_main.command()
@click.argument("questions", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="QUESTIONS.toml")
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True)
@click.option("--limit", type=click.IntRange(min=1), default=DEFAULT_LIMIT, show_default=True, metavar="N",
              help="The most alerts of one question, the newest.")  # fmt: skip
@click.option("--atom", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write them as an Atom feed.")  # fmt: skip
@click.option("--webhook", metavar="URL", help="Post those that were not posted before as JSON.")
@click.option("--allow-private", is_flag=True, help="Post to private and local addresses too.")
@database
def alerts(
    questions: Path, form: str, limit: int, atom: Path | None, webhook: str | None, allow_private: bool, db: str
) -> None:
    """What the documents answer to saved questions: new statements, issues raised first, formulas gone.

    What has been posted is remembered in a file beside the questions, QUESTIONS.sent.
    """
    from readouts.store import alerts as ask

    with cli._clear_errors(), _opened(db) as store:
        saved = ask.questions(_text(questions), str(questions))
        sent = questions.with_suffix(".sent")
        after = _sent(sent) if webhook else 0
        with store.reads() as connection:
            top = ask.newest(connection)
            found = _answers(connection, saved, after, None if webhook else limit)
        if atom:
            from readouts.export.atom import feed

            with cli._written(atom) as write:
                write(feed(found, f"Readouts alerts of {questions.stem}"))
        if webhook and found:
            from readouts.export.webhook import post

            post(webhook, found, allow_private=allow_private)
        if webhook:
            sent.write_text(f"{top}\n", "utf-8")  # after the post: one that fails goes again with the next run
        if form != "text":
            from readouts.export.answers import answered

            click.echo(answered(found, form, plain=True), nl=False)
        for alert in found if form == "text" else ():
            click.echo(f"{alert.added[:10]}  {alert.question}: {alert.text}\n            {alert.evidence.document}")
        if not found:
            cli._message("readouts: nothing found")


def _answers(connection: "Connection", saved: "Sequence[Question]", after: int, most: int | None) -> "list[Alert]":
    """The alerts of all questions, the newest first. A party that no document names yet is told, and no fault."""
    from readouts.store.alerts import alerts

    found: list[Alert] = []
    for one in saved:
        try:
            found += alerts(connection, one, after=after, most=most)
        except StoreError as error:
            cli._message(f"readouts: {one.name}: {error}")
    return sorted(found, key=lambda alert: -alert.document_key)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadoutsError(f"{path} cannot be read: {error}", "Check the file") from error


def _sent(path: Path) -> int:
    """Key of the newest document whose alerts were posted; 0: none."""
    try:
        return int(path.read_text("utf-8"))
    except FileNotFoundError:
        return 0
    except ValueError as error:
        raise ReadoutsError(f"{path} does not hold a number", "Delete it to post all alerts again") from error


def stored(inputs: Sequence[str], db: str | None) -> "dict[str, Reading]":
    """The readings of those inputs that are ids in the database; none when there is no database or all are files."""
    asked = [name for name in inputs if name != "-" and "://" not in name and not Path(name).exists()]
    if not asked or not _is_there(db or DEFAULT_DB):
        return {}
    from readouts.store.questions import reading

    found = {}
    with _opened(db or DEFAULT_DB) as store, store.reads() as connection:
        for name in asked:
            try:
                found[name] = reading(connection, name)
            except StoreError:
                if not Path(name).suffix:  # else it is a file that is not there, and is said to be so
                    raise
    return found


def reviewed(comparison: "Comparison", db: str | None) -> "Comparison":
    """The comparison with what people have decided of its rows in that database."""
    from readouts.review.relations import reviewed

    with _opened(db or DEFAULT_DB) as store, store.reads() as connection:
        return reviewed(connection, comparison)


def _is_there(db: str) -> bool:
    """Whether the user has made this database: the default one is looked at only when it exists."""
    return db != DEFAULT_DB or Path(db).exists()


def readings(db: str) -> "Iterator[Reading]":
    """All readings of the database, that of the oldest document first."""
    from readouts.store.questions import Asked, documents, reading

    with _opened(db) as store, store.reads() as connection:
        for document in list(documents(connection, Asked())):
            yield reading(connection, document.id)


# -- shared --------------------------------------------------------------------------------------------------------


def _answer(said: dict[str, Any], ask: "Callable[[Connection, Asked], Sequence[Any]]") -> None:
    """Asks the database and prints the answer."""
    from readouts.export.answers import answered
    from readouts.store.questions import Asked

    limit, form = said.pop("limit"), said.pop("form")
    with cli._clear_errors(), _opened(said.pop("db")) as store:
        asked = Asked(**said, limit=limit + 1 if limit else None)
        with store.reads() as connection:
            _check(connection, asked)
            found = ask(connection, asked)
        shown = found[:limit] if limit else found
        click.echo(answered(shown, form, plain=cli._is_plain(None)), nl=False)
        if not found:
            cli._message("readouts: nothing found")
        elif len(found) > len(shown):
            cli._message(f"readouts: the first {limit:,}; --limit 0 shows all")


def _check(connection: "Connection", asked: "Asked") -> None:
    """Refuses an issue or act that neither the lexicon nor the database has: a slip of the pen would have an empty
    answer.
    """
    from difflib import get_close_matches

    from readouts.lexicon import tables
    from readouts.store.questions import in_use

    for option, table, column in (("issue", "issues", "id"), ("act", "acts", "act")):
        value = getattr(asked, option)
        known = [row[column] for row in tables.rows(table)]
        if value and value not in known and not in_use(connection, option, value):
            near = get_close_matches(value, known, n=3, cutoff=0.5) or known
            raise click.UsageError(f"--{option} {value} is not known; near: {', '.join(near[:MOST_SHOWN])}")


@contextmanager
def _opened(db: str, *, create: bool = False) -> "Iterator[Store]":
    from readouts.store.database import opened

    store = opened(db, create=create)
    try:
        yield store
    finally:
        store.close()


def _now() -> datetime:
    return datetime.now(UTC)
