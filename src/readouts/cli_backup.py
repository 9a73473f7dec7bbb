"""The commands `readouts backup` and `readouts restore`: a database into one file, and back."""

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readouts import cli, cli_corpus

if TYPE_CHECKING:
    from readouts.store.backup import Manifest

MOST_SHOWN = 6  # raw bytes that are missing
_main: click.Group = cli.main  # type: ignore[has-type]  # each module has the other's name: cli.py ends with ours


@_main.command()
@click.argument("db", metavar="[DB]", default=cli_corpus.DEFAULT_DB, envvar="READOUTS_DB")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write there; a file that exists is left alone.",
)  # fmt: skip
def backup(db: str, output: Path) -> None:
    """Write a database into one file, raw bytes included. Others may go on using it meanwhile.

    DB is a SQLite file, or postgresql://USER@HOST/NAME. `readouts restore` makes a database of either kind of it.
    """
    from readouts.store.backup import backup as write
    from readouts.store.database import opened

    with cli._clear_errors(), closing(opened(db, as_it_is=cli_corpus.is_file(db))) as store:
        made = write(store, output)
    click.echo(f"{output}: {_told(made)}")
    if made.missing:
        shown = ", ".join(sha256[:12] for sha256 in made.missing[:MOST_SHOWN])
        cli._message(f"readouts: raw bytes of {len(made.missing)} documents are gone or changed, so not in it: {shown}")
        cli._fail()


@_main.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@cli_corpus.database
def restore(file: Path, db: str) -> None:
    """Make a new database out of a backup, on SQLite or PostgreSQL. What is there already is left alone."""
    from readouts.store.backup import restore as read

    with cli._clear_errors():
        made = read(file, db)
    click.echo(f"{db}: {_told(made)}")


def _told(made: "Manifest") -> str:
    shown = ", ".join(f"{made.rows.get(name, 0):,} {name}s" for name in ("document", "contact", "claim"))
    return f"{shown}, {made.raw:,} raw files; checksums are right"
