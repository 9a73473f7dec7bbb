"""Loads what a command that reads loads: imported once, by the process that warm.py forks the commands from."""

import gc
import tempfile
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from readouts.cli import main

_TEXT = "President Arlen Voss of Marovia spoke with Prime Minister Ida Kester of Telmark. They discussed trade."

with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
    (text := Path(folder) / "readout.txt").write_text(_TEXT, "utf-8")
    main(["add", str(text), "--db", str(Path(folder) / "c.db"), "--rules-only"], standalone_mode=False)

gc.collect()
gc.freeze()  # else each of the forked processes goes through, and so copies, all that is loaded
