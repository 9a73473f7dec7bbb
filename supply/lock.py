"""Writes requirements.lock: every package that pyproject.toml asks for, in all its extras, with hashes.

The versions stay as they are unless pyproject.toml rules them out; `--upgrade` takes the newest. The lock holds for
every Python from 3.11 on and every platform: where packages differ, conditions stand beside them.
"""

import subprocess
import sys

from locked import LOCK, ROOT

HEAD = "# Made by `make lock` from pyproject.toml; do not edit. Installed by `make setup` with --require-hashes.\n"


def main() -> None:
    command = [
        sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--all-extras", "--universal",
        "--python-version", "3.11",
        "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet",
        "--output-file", str(LOCK), *sys.argv[1:],
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    if done.returncode:
        sys.exit("the lock could not be made; uv must be there: pip install uv")
    LOCK.write_text(HEAD + LOCK.read_text("utf-8").removeprefix(HEAD), "utf-8")


if __name__ == "__main__":
    main()
