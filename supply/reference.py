"""Writes the reference of the code, from its docstrings, into build/reference. Any warning ends it with code 1."""

import pkgutil
import sys
import warnings
from pathlib import Path

import pdoc
from locked import ROOT

import readouts

OUT = ROOT / "build" / "reference"


def written(out: Path = OUT) -> list[str]:
    """Writes the pages and gives the warnings."""
    for name in readouts.__all__:  # they are loaded when asked for, and pdoc does not ask
        setattr(readouts, name, getattr(readouts, name))
    pdoc.render.configure(docformat="markdown", search=True, show_source=False)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pdoc.pdoc("readouts", *_rooms(), output_directory=out)
    # What other packages' code says of itself is not about these pages.
    return [str(one.message) for one in caught if "readouts" in str(one.message) or "pdoc" in one.filename]


def _rooms() -> list[str]:
    """The rooms, steps of migrations left out: of a package with `__all__` pdoc takes those alone that it names."""
    left = {*readouts.__all__, "__main__"}
    rooms = [f"readouts.{room.name}" for room in pkgutil.iter_modules(readouts.__path__) if room.name not in left]
    return [*rooms, "!readouts.store.migrations"]


if __name__ == "__main__":
    for warning in (found := written()):
        print(warning, file=sys.stderr)
    print(f"{OUT.relative_to(ROOT)}/index.html: {len(list(OUT.rglob('*.html')))} pages, {len(found)} warnings")
    sys.exit(bool(found))
