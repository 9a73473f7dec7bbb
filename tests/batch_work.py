"""Stand-ins for the work and the tables of a batch: what workers do with a text that says so, without any models."""

import json
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from readouts.batch.work import Done
from readouts.errors import InputError, ModelError
from readouts.ingest.made import Failed


@dataclass(frozen=True)
class Obeying:
    """Reads a row whose text may be an order: die, die once, sleep, stumble, fail."""

    folder: str = ""  # where "die once" remembers that it did
    broken: bool = False  # the models cannot be loaded
    deadly: bool = False  # loading them ends the worker
    version: str = "1"

    def ready(self):
        if self.broken:
            raise ModelError("the model is gone", "Install it")
        if self.deadly:
            os.kill(os.getpid(), signal.SIGKILL)
        return {"version": self.version}

    def __call__(self, task):
        row = json.loads(task.piece.raw)
        match row["text"].split():
            case ["die"]:
                os.kill(os.getpid(), signal.SIGKILL)
            case ["die", "once"]:
                if not (mark := Path(self.folder) / f"died-{row['id']}").exists():
                    mark.touch()
                    os.kill(os.getpid(), signal.SIGKILL)
            case ["sleep", seconds]:
                time.sleep(float(seconds))
            case ["stumble"]:
                raise RuntimeError("a stone")
            case ["fail"]:
                return Failed(origin=task.piece.origin, error=InputError(f"{row['id']} is no text", "Write one"))
        return Done(document=row["id"], rows={"texts": [row], "words": [{"word": w} for w in row["text"].split()]})


class LineTables:
    """Two tables whose parts are lines of JSON."""

    described = ({"table": "texts"}, {"table": "words"})

    def writer(self, paths):
        return _LineWriter(paths)


class _LineWriter:
    def __init__(self, paths):
        self._files = {name: path.open("w") for name, path in paths.items()}
        self._counts = dict.fromkeys(paths, 0)

    def add(self, rows):
        for name, own in rows.items():
            self._counts[name] += len(own)
            for row in own:
                self._files[name].write(json.dumps(row) + "\n")

    def close(self):
        for file in self._files.values():
            file.close()
        return self._counts

    def drop(self):
        self.close()
