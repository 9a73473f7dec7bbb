"""The command `evaluate`: how good the engine is on gold data."""

from pathlib import Path
from typing import Any

import click

from readouts import cli
from readouts.errors import InputError

_main: click.Group = cli.main  # type: ignore[has-type]  # each module has the other's name: cli.py ends with ours
_TASKS = ("attributions", "contacts", "dates", "events", "comparison")


@_main.command()
@click.argument("task", type=click.Choice(_TASKS))
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD.jsonl")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--model", metavar="PACKAGE", help="Another installed spaCy pipeline.")
@click.option("--rules-only", is_flag=True, help="Attributions by rules alone, without the trained model.")
@cli._lexicon_option
def evaluate(task: str, gold: Path, form: str, **said: Any) -> None:
    """Score the engine on gold data: read the texts of GOLD.jsonl and hold what is found against its labels.

    GOLD.jsonl is what `readouts review export` writes; docs/reviewing.md tells its form for each task.
    """
    import json

    from readouts.evaluate.tasks import evaluated, lines

    with cli._clear_errors():
        found = evaluated(
            task, _text(gold), str(gold), cli._tools(said), lambda items: cli._progress(items, shown=True)
        )
        for failure in found.failed:
            cli._message(f"readouts: {failure}")
        if form == "json":
            told = {"task": found.task, "gold": gold.name, "rows": found.rows, "failed": len(found.failed)}
            click.echo(json.dumps({**told, **found.scores}, ensure_ascii=False))
        else:
            click.echo("\n".join(lines(found)))
        if found.failed:
            cli._fail()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except FileNotFoundError as error:
        raise InputError(f"there is no file {path}", "Write gold data with: readouts review export TASK") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}", "Give a JSONL file in UTF-8") from error
