"""The command `serve`: the database in a browser."""

from pathlib import Path
from typing import Any

import click

from readouts import cli, cli_corpus
from readouts.errors import InputError

_main: click.Group = cli.main  # type: ignore[has-type]  # each module has the other's name: cli.py ends with ours
_KEY_FILE = Path("~/.config/readouts/password")


@_main.command()
@cli_corpus.database
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Where to listen; any but this machine's own needs a password or --read-only.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--name", "names", multiple=True, metavar="HOST", help="A host name by which browsers call it.")
@click.option("--read-only", is_flag=True, help="Nothing can be added, reviewed or changed: for public faces.")
@click.option("--allow-private", is_flag=True, help="Fetch from private and local addresses too; on this machine only.")
@click.option("--key-file", type=click.Path(dir_okay=False, path_type=Path), default=_KEY_FILE, show_default=True,
              metavar="FILE", help="Where the hash of the password is.")  # fmt: skip
@click.option("--set-password", is_flag=True, help="Ask for a password, keep its hash in the key file, and stop.")
@click.option("--model", metavar="PACKAGE", help="Another installed spaCy pipeline.")
@click.option("--rules-only", is_flag=True, help="Attributions by rules alone, without the trained model.")
@cli._lexicon_option
def serve(db: str, host: str, port: int, names: tuple[str, ...], read_only: bool, allow_private: bool, key_file: Path,
          set_password: bool, **said: Any) -> None:  # fmt: skip
    """Open the database as a web page: read, compare, follow, review.

    Listens on this machine alone. A database that is not there yet is made, empty.
    """
    from readouts.web.settings import Settings

    with cli._clear_errors():
        key_file = key_file.expanduser()
        if set_password:
            _keep(key_file, click.prompt("Password", hide_input=True, confirmation_prompt=True))
            return
        settings = Settings(host=host, port=port, names=names, key=_key(key_file, host), read_only=read_only,
                            allow_private=allow_private)  # fmt: skip
        with cli_corpus._opened(db, create=not read_only) as store:
            _run(store, settings, cli._tools(said))


def _run(store: Any, settings: Any, tools: Any) -> None:
    """Serves until stopped; the address is told once the port is ours."""
    import socket
    import threading

    import uvicorn

    from readouts.corpus import completed
    from readouts.web.app import app

    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((settings.host, settings.port))
        except OSError as error:
            raise InputError(f"{settings.host}:{settings.port} cannot be listened on: {error.strerror}",
                             "Another program may hold the port; try --port 0") from error  # fmt: skip
        host, port = f"[{settings.host}]" if ":" in settings.host else settings.host, listening.getsockname()[1]
        cli._message(f"Readouts on http://{host}:{port}/ — {store.name}. Stop it with Ctrl-C.")
        application = app(store, settings, tools)
        if not settings.read_only:
            completed(store, tools.lexicon)
            threading.Thread(target=application.state.reader.warm, daemon=True).start()
        config = uvicorn.Config(application, log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[listening])


def _key(file: Path, host: str) -> str | None:
    """The hash of the password that was set; None: there is none. Only asked for where others can come."""
    from readouts.web.settings import LOCAL

    if host in LOCAL and not file.exists():
        return None
    try:
        return file.read_text("ascii").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{file} cannot be read", "Set the password anew with: readouts serve --set-password"
        ) from error


def _keep(file: Path, password: str) -> None:
    from readouts.web.password import hashed

    key = hashed(password)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(key + "\n", "ascii")
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}", "Name another with --key-file") from error
    cli._message(f"The hash of the password is in {file}")
