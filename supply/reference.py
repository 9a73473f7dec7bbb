"""Writes the reference of the code, from its docstrings, into build/reference. Any warning ends it with code 1."""

import sys
import warnings
from pathlib import Path

import pdoc
from locked import ROOT

OUT = ROOT / "build" / "reference"


def written(out: Path = OUT) -> list[str]:
    """Writes the pages and gives the warnings."""
    pdoc.render.configure(docformat="markdown", search=True, show_source=False)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        pdoc.pdoc("readouts", "!readouts.store.migrations", "!readouts.__main__", output_directory=out)
    # What other packages' code says of itself is not about these pages.
    return [str(one.message) for one in caught if "readouts" in str(one.message) or "pdoc" in one.filename]


if __name__ == "__main__":
    for warning in (found := written()):
        print(warning, file=sys.stderr)
    print(f"{OUT.relative_to(ROOT)}/index.html: {len(list(OUT.rglob('*.html')))} pages, {len(found)} warnings")
    sys.exit(bool(found))
