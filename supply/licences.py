"""Prints docs/licences.md: the licence of every package of the lock, of the lexicon's sources and of the models."""

import csv
import re
import tomllib
from collections import Counter
from contextlib import suppress
from importlib import metadata

from locked import ROOT, locked, plain

SOURCE = ROOT / "src" / "readouts"
_CLASSIFIER = "License :: "
# What packages say in many words, or in a file's whole text, by its short name (SPDX).
_SHORT = {
    "apache software license": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache license 2.0": "Apache-2.0",
    "mit license": "MIT",
    "bsd license": "BSD", "bsd": "BSD", "new bsd": "BSD-3-Clause", "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0", "isc license (iscl)": "ISC",
    "apache": "Apache-2.0", "apache-2": "Apache-2.0",
}  # fmt: skip


def licence(distribution: metadata.Distribution) -> str:
    """The licence as the package states it: its expression, else its classifiers, else its first line of licence."""
    said = distribution.metadata
    if expression := said.get("License-Expression"):
        return str(expression)
    classifiers = [c.split(" :: ")[-1] for c in said.get_all("Classifier") or () if c.startswith(_CLASSIFIER)]
    named = [c for c in classifiers if c != "OSI Approved"]
    first = (said.get("License") or "").strip().split("\n")[0][:60]
    words = named or ([first] if first else [])
    words = words or _of_file(distribution)
    return ", ".join(_SHORT.get(word.lower(), word) for word in words) or "not stated"


def _of_file(distribution: metadata.Distribution) -> list[str]:
    """The first line of the licence that lies with the package."""
    files = (
        file for file in distribution.files or () if file.name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
    )
    texts = (file.read_text() for file in files)
    return next(([line.strip()] for text in texts for line in text.split("\n") if line.strip()), [])


def installed_with() -> set[str]:
    """The packages that come with `pip install readouts`, without extras."""
    names: set[str] = set()
    wanted = list(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"])
    while wanted:
        line = wanted.pop()
        name = plain(re.match(r"[A-Za-z0-9._-]+", line)[0])
        if "extra ==" not in line and name not in names:
            names.add(name)
            with suppress(metadata.PackageNotFoundError):
                wanted += metadata.requires(name) or []
    return names


def packages() -> list[tuple[str, str, str, str]]:
    """Name, version, licence, and what it is for, of each package of the lock."""
    needed, rows = installed_with(), []
    for one in locked():
        try:
            said = licence(metadata.distribution(one.name))
        except metadata.PackageNotFoundError:
            said = f"not installed here ({one.marker})"
        rows.append(
            (one.name, one.version, said, "reading" if one.name in needed else "work on the project, or an extra")
        )
    return rows


def sources() -> Counter[str]:
    """The sources that the lexicon's rows name, each with its licence, and how many rows they are behind."""
    counts: Counter[str] = Counter()
    for path in sorted(SOURCE.joinpath("lexicon").glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                counts[re.sub(r"(?<=own): [^,]*", "", row.get("source") or "none named")] += 1
    return counts


def models() -> list[tuple[str, str]]:
    """Each model card's file and what it says about licences."""
    rows = []
    for card in sorted(SOURCE.joinpath("models", "weights").glob("*.md")):
        lines = [
            line for line in card.read_text("utf-8").splitlines() if line.startswith(("| Base", "| Data", "| Licence"))
        ]
        rows.append((card.name, " ".join(" — ".join(c.strip() for c in line.strip("| ").split("|")) for line in lines)))
    return rows


def page() -> str:
    """The page as Markdown."""
    table = [f"| {name} | {version} | {said} | {use} |" for name, version, said, use in packages()]
    rows = [f"| {name} | {count:,} |" for name, count in sorted(sources().items(), key=lambda one: (-one[1], one[0]))]
    cards = [f"| [{name}](../src/readouts/models/weights/{name}) | {said} |" for name, said in models()]
    return "\n".join(
        [
            "# Licences",
            "",
            "Made by `make licences`. Readouts itself is under Apache-2.0. Each licence is as the package states it.",
            "",
            "## Packages",
            "",
            "| package | version | licence | for |", "|---|---|---|---|", *table, "",
            "## Models",
            "",
            "| card | what it says |", "|---|---|", *cards, "",
            "## Lexicon",
            "",
            "Every row names its source with its licence; `own` is the project's own knowledge.",
            "",
            "| source | rows |", "|---|---|", *rows, "",
        ]
    )  # fmt: skip


if __name__ == "__main__":
    print(page(), end="")
