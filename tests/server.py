"""A private PostgreSQL server for the tests: Debian's package, a folder of its own, a socket there and no port."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from uuid import uuid4

import pytest

OWNER = "postgres"  # the server refuses to run as root; Debian's package makes this user


def programs():
    """The folder of the server's programs, the newest version's; None: not installed."""
    return max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None, key=lambda p: int(p.parts[-3]))


def running():
    """Starts the server and gives its address without a database; stops it afterwards."""
    if not (found := programs()):
        pytest.skip("no PostgreSQL in /usr/lib/postgresql: apt-get install postgresql")
    pytest.importorskip("psycopg")
    # Not below pytest's own folder, which other users may not enter; and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="readouts-pg-"))
    user = {"user": OWNER, "group": OWNER} if os.geteuid() == 0 else {}
    if user:
        shutil.chown(folder, OWNER, OWNER)

    def run(name, *arguments):
        command = [str(found.parent / name), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, **user)

    data = str(folder / "data")
    try:
        run("initdb", "-D", data, "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql+psycopg://{OWNER}@/{OWNER}?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def fresh(address, *, template=False):
    """The address of a new database on the server, dropped afterwards: empty, or a copy of that of the address."""
    from sqlalchemy import create_engine, make_url, text

    url, name = make_url(address), f"test_{uuid4().hex}"
    engine = create_engine(url.set(database=OWNER), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {url.database}" if template else "")))
        yield url.set(database=name).render_as_string()
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()
