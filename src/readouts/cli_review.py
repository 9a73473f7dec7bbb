"""The commands of review: a queue, decisions, agreement, gold data.

They belong to the command line as a whole (`cli.py`), and stand on the same functions as the page.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readouts import cli, cli_corpus
from readouts.errors import InputError

if TYPE_CHECKING:
    from readouts.records import Alignment, Decision
    from readouts.review.agreement import Agreement
    from readouts.review.sessions import Queued, Session
    from readouts.store.database import Store
    from readouts.text import Span

_main: click.Group = cli.main  # type: ignore[has-type]  # each module has the other's name: cli.py ends with ours
_Command = TypeVar("_Command", bound=Callable[..., Any])
LAYERS = ("attribution", "span", "party", "act", "issue", "contact", "link", "date", "event", "relation")
KINDS = ("attribution", "claim", "contact", "date", "event", "relation", "link")
_TASKS = ("attributions", "contacts", "dates", "events", "comparison")
_coder = click.option("--coder", required=True, envvar="READOUTS_CODER", show_envvar=True, metavar="NAME",
                      help="Who decides.")  # fmt: skip
_note = click.option("--note", default="", metavar="TEXT", help="Why, kept with the decision.")
_kind = click.option("--kind", type=click.Choice(KINDS), help="Where an id is that of two: a contact and its link.")
_layer = click.option("--layer", "layers", type=click.Choice(LAYERS), multiple=True,
                      help="Only these layers; may be given several times.")  # fmt: skip


@_main.group()
def review() -> None:
    """Check what the engine found: accept, mend, reject; measure how far two coders agree; export gold data."""


@review.command()
@_coder
@click.option("--adjudicator", is_flag=True, help="See what all coders decided, and have the last word.")
@_layer
@click.option("--issuer", metavar="NAME", help="Only documents in the voice of this state or body.")
@click.option("--document", metavar="ID", help="Only this document.")
@click.option("--doubts", type=click.IntRange(0, 100_000), default=200, show_default=True, metavar="N",
              help="The most records that something speaks against.")  # fmt: skip
@click.option("--sample", type=click.IntRange(0, 100_000), default=100, show_default=True, metavar="N",
              help="Records drawn from the others, by issuer and kind.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, metavar="N", help="Of the draw.")
@click.option("--same-as", type=int, metavar="SESSION", help="The items of another session, for a second coder.")
@click.option("--comparisons", type=click.IntRange(0, 1000), default=0, show_default=True, metavar="N",
              help="Rows of the comparisons of the N newest contacts of which two sides have told.")  # fmt: skip
@click.option("--between", nargs=2, metavar="ID ID", help="The rows of the comparison of two documents.")
@cli_corpus.database
def start(
    coder: str,
    adjudicator: bool,
    same_as: int | None,
    comparisons: int,
    between: tuple[str, str] | None,
    db: str,
    **said: Any,
) -> None:
    """Open a session with a queue: the engine's doubts first, then a random sample of the rest.

    What others decided is neither shown nor weighed.
    """
    from readouts.review import sessions

    with cli._clear_errors(), cli_corpus._opened(db) as store:
        said["layers"] = said["layers"] or sessions.DEFAULT_LAYERS
        wanted = None if same_as is not None or between else sessions.Wanted(**said)
        also = _compared(store, between) if between else _some_compared(store, comparisons)
        made = sessions.start(
            store, coder, cli_corpus._now(), role="adjudicator" if adjudicator else "coder", wanted=wanted,
            same_as=same_as, also=also,
        )  # fmt: skip
        with store.reads() as connection:
            queued = sessions.queue(connection, made)
        click.echo(f"session {made.key} of {made.coder} ({made.role}): {len(queued):,} records in {store.name}")


def _compared(store: "Store", ids: tuple[str, str]) -> "tuple[tuple[Alignment, str, str], ...]":
    from readouts.pipeline import Tools, comparison
    from readouts.review import relations
    from readouts.store.questions import reading

    with store.reads() as connection:
        read = [reading(connection, id) for id in ids]
    return relations.of(comparison(read, Tools()))


def _some_compared(store: "Store", most: int) -> "tuple[tuple[Alignment, str, str], ...]":
    from readouts.pipeline import Tools
    from readouts.review import relations

    with store.reads() as connection:
        return relations.queued(connection, Tools(), most) if most else ()


@review.command(name="list")
@_coder
@click.option("--all", "all_", is_flag=True, help="Decided ones too.")
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, metavar="N", help="0 for all.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@cli_corpus.database
def list_(coder: str, all_: bool, limit: int, form: str, db: str) -> None:
    """What is next in the coder's latest session: the record, what speaks against it, its words."""
    from readouts.review import sessions
    from readouts.review.shown import item

    with _session(db, coder) as (store, session), store.reads() as connection:
        queued = sessions.queue(connection, session)
        wanted = [one for one in queued if all_ or one.decided is None]
        shown = wanted[:limit] if limit else wanted
        for one in shown:
            told = item(connection, session, one)
            click.echo(_line(one, told) if form == "text" else json.dumps(_json(one, told), ensure_ascii=False))
        done = next(one for one in sessions.progress(queued) if one.layer == "all")
        cli._message(f"session {session.key}: {done.decided:,} of {done.queued:,} decided")
        if not queued:
            cli._message(f"readouts: nothing is queued. Open a session with: readouts review start --coder {coder!r}")


def _line(one: "Queued", told: Any) -> str:
    mark = f"  {one.decided.verdict}" if one.decided else ""
    facts = "; ".join(f"{name}: {value}" for name, value in told.facts)
    return f"{one.record}  {one.kind}  ({', '.join(one.why)}){mark}\n  “{told.words}”\n  {facts}\n  in {one.document}"


def _json(one: "Queued", told: Any) -> dict[str, Any]:
    verdict = one.decided.verdict if one.decided else None
    return {
        "place": one.place, "record": one.record, "kind": one.kind, "layers": one.layers, "document": one.document,
        "why": one.why, "decided": verdict, "words": told.words, "facts": dict(told.facts),
    }  # fmt: skip


# -- decisions -----------------------------------------------------------------------------------------------------


@review.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_coder
@_kind
@_layer
@_note
@cli_corpus.database
def accept(ids: tuple[str, ...], coder: str, db: str, **said: Any) -> None:
    """The records stand as the engine has them."""
    from readouts.review.deciding import accepted

    with _session(db, coder) as (store, session):
        _tell(accepted(store, session, ids, cli_corpus._now(), **said))


@review.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@_coder
@_kind
@_note
@cli_corpus.database
def reject(ids: tuple[str, ...], coder: str, db: str, **said: Any) -> None:
    """There are no such records; of a link: the mention is of another contact."""
    from readouts.review.deciding import rejected

    with _session(db, coder) as (store, session):
        _tell(rejected(store, session, ids, cli_corpus._now(), **said))


@review.command()
@click.argument("id", metavar="ID")
@click.option("--span", "spans", multiple=True, metavar="START-END", help="Its words; of an attribution the content.")
@click.option("--source", multiple=True, metavar="START-END", help="Of an attribution: who.")
@click.option("--cue", multiple=True, metavar="START-END", help="Of an attribution: the words that attribute.")
@click.option("--party", metavar="NAME", help='Who does or says it; "" for not known.')
@click.option("--account", metavar="NAME", help="Of a claim: whose version it is.")
@click.option("--act", metavar="ACT", help="An act of the lexicon.")
@click.option("--polarity", metavar="positive|negative")
@click.option("--issue", "issues", multiple=True, metavar="ID", help='An issue of the lexicon; "" for none.')
@click.option("--as", "kind_", metavar="KIND", help="Of a contact: call, meeting, visit, letter, message, talks.")
@click.option("--participant", "participants", multiple=True, metavar="NAME", help="Of a contact.")
@click.option("--day", metavar="DATE", help='Of a contact, event or date; "" for not known.')
@click.option("--status", metavar="STATUS", help="happened, planned, denied, hypothetical.")
@click.option("--value", metavar="TIMEX3", help="Of a date.")
@click.option("--type", "type_", metavar="TYPE", help="Of a date: DATE, TIME, DURATION, SET.")
@click.option("--plover", metavar="TYPE", help="Of an event.")
@click.option("--actor", "actors", multiple=True, metavar="NAME", help="Of an event.")
@click.option("--recipient", "recipients", multiple=True, metavar="NAME", help="Of an event.")
@click.option("--relation", metavar="RELATION", help="Of a row: both, framing, conflict.")
@click.option("--counterpart", metavar="CLAIM", help="Of a one-sided row: what answers it on the other side.")
@click.option("--linked-to", metavar="CONTACT", help="Of a link: the contact that the mention tells of.")
@_coder
@_kind
@_layer
@_note
@cli_corpus.database
def mend(id: str, coder: str, kind: Any, layers: Any, note: str, db: str, **said: Any) -> None:
    """The record stands with the changes; what is not given stays."""
    from readouts.review.deciding import mended_to
    from readouts.review.mending import Mend

    with _session(db, coder) as (store, session):
        for name in ("spans", "source", "cue"):
            said[name] = _spans(said[name])
        for name in ("issues", "participants", "actors", "recipients"):
            said[name] = tuple(one for one in said[name] if one) if said[name] else None
        said["kind"], said["type"] = said.pop("kind_"), said.pop("type_")
        made = mended_to(store, session, id, Mend(**said), cli_corpus._now(), kind=kind, layers=layers, note=note)
        _tell([made])


def _spans(given: Sequence[str]) -> "tuple[Span, ...] | None":
    from readouts.review.deciding import span_of

    return tuple(span_of(one) for one in given) if given else None


@review.command()
@click.argument("decisions", nargs=-1, required=True, type=int, metavar="DECISION...")
@_coder
@cli_corpus.database
def undo(decisions: tuple[int, ...], coder: str, db: str) -> None:
    """Take decisions back, by their numbers. A coder's own; an adjudicator's session takes back anybody's."""
    from readouts.review.deciding import taken_back

    with _session(db, coder) as (store, session):
        _tell([taken_back(store, session, key, cli_corpus._now()) for key in decisions])


@review.command()
@click.option("--coder", metavar="NAME", help="Only this coder's.")
@click.option("--document", metavar="ID", help="Only on this document.")
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
@cli_corpus.database
def history(coder: str | None, document: str | None, form: str, db: str) -> None:
    """Every decision, the newest first, with those taken back."""
    from readouts.export import json as records
    from readouts.review.deciding import history

    with cli._clear_errors(), cli_corpus._opened(db) as store, store.reads() as connection:
        for one in history(connection, coder=coder, document=document):
            click.echo(_told(one) if form == "text" else json.dumps(records.record(one), ensure_ascii=False))


def _told(one: "Decision") -> str:
    of = f" of decision {one.takes_back}" if one.takes_back else ""
    note = f"  “{one.note}”" if one.note else ""
    return f"{one.key:>5}  {one.at}  {one.coder}: {one.verdict}{of}  {one.kind} {one.record} in {one.document}{note}"


def _tell(made: "Sequence[Decision]") -> None:
    for one in made:
        click.echo(_told(one))


@contextmanager
def _session(db: str, coder: str) -> "Iterator[tuple[Store, Session]]":
    """The database and the coder's latest session; a first one, without a queue, is opened."""
    from readouts.review import sessions

    with cli._clear_errors(), cli_corpus._opened(db) as store:
        with store.reads() as connection:
            found = sessions.latest(connection, coder)
        yield store, found or sessions.start(store, coder, cli_corpus._now())


# -- figures and gold ----------------------------------------------------------------------------------------------


@review.command()
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="Only these; two or more.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@cli_corpus.database
def agreement(coders: tuple[str, ...], form: str, db: str) -> None:
    """How far each two coders agree, layer by layer: Cohen's kappa and Krippendorff's alpha."""
    from readouts.export import json as records
    from readouts.review.agreement import agreement

    with cli._clear_errors(), cli_corpus._opened(db) as store, store.reads() as connection:
        found = agreement(connection, coders)
        if form == "json":
            click.echo(json.dumps([records.record(one) for one in found], ensure_ascii=False, indent=1))
            return
        for one in found:
            click.echo(_measured(one))
        if not found:
            cli._message("readouts: no two coders have decided the same record")


def _measured(one: "Agreement") -> str:
    kappa, alpha = ("not defined" if value is None else f"{value:.3f}" for value in (one.kappa, one.alpha))
    return (
        f"{one.layer:<12} {' and '.join(one.coders)}: n {one.n:,}, same {one.same:,}, kappa {kappa}, alpha {alpha}\n"
        f"{'':<12} {one.computed_on}"
    )


@review.command()
@click.argument("task", type=click.Choice(_TASKS))
@click.option("--coder", metavar="NAME", help="As this coder alone decided; else as decisions stand.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write there instead of standard output.")  # fmt: skip
@cli_corpus.database
def export(task: str, coder: str | None, output: Path | None, db: str) -> None:
    """Gold data for `readouts evaluate`: the documents of which every record of the kind is decided."""
    from readouts.review.gold import gold

    with cli._clear_errors(), cli_corpus._opened(db) as store:
        with store.reads() as connection:
            found = list(gold(connection, task, coder=coder))
        if not found:
            raise InputError(
                f"no document has all its {task} decided", "Decide those of one: readouts review start --document ID"
            )
        with cli._written(output) as write:
            for row in found:
                write(json.dumps(row, ensure_ascii=False) + "\n")
        cli._message(f"{len(found):,} rows")
