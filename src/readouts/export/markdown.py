"""A comparison as Markdown (CommonMark, with the tables of GFM), for mail, wikis and notebooks."""

import re
from collections.abc import Iterable, Iterator, Sequence

from readouts.export import view, wording
from readouts.export.view import ComparisonView, Group, Note, Row, Said
from readouts.records import Comparison

# Signs that Markdown or HTML would take for markup, anywhere in a line.
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&!])")
# Signs that do so at the start of a line only.
_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")


def comparison(comparison: Comparison) -> str:
    """The comparison as Markdown that ends with a line end."""
    return "\n".join(_lines(view.comparison(comparison))) + "\n"


def escaped(text: str) -> str:
    r"""The text so that Markdown shows it as it is.

    >>> escaped("*a* <b> 1_2"), escaped("- no list"), escaped("1. nor this")
    ('\\*a\\* \\<b\\> 1\\_2', '\\- no list', '1\\. nor this')
    """
    safe = _SIGNS.sub(r"\\\1", wording.inline(text))
    safe = re.sub(r"(?i)\b(https?|ftp):", r"\1&#58;", re.sub(r"(?i)\bwww\.", "www&#46;", safe))
    return _START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", safe)


def _lines(shown: ComparisonView) -> Iterator[str]:
    yield f"# {escaped(shown.title)}"
    yield ""
    if not shown.contact:
        yield "**The texts tell of different contacts.**"
    yield from (f"- **{fact.label}:** {escaped(fact.values[0])}" for fact in shown.contact)
    yield from _accounts(shown)
    if not shown.groups:
        yield from ("", "No claims of the two accounts to lay side by side.")
    for group in shown.groups:
        yield from _group(group, shown)
    yield from _notes("Silences", shown.silences)
    yield from _notes("Wording shared to the letter", shown.formulas, quotes=False)
    yield from _notes("Likeness that the text asserts", shown.likenesses)
    yield from _notes("Headlines", shown.headlines)
    yield from _others(shown)
    yield from _notes("Ahead", shown.ahead, quotes=False)
    yield from _notes("In doubt", shown.problems)
    yield from ("", "---", "", f"{escaped(shown.made_by)}. “Not in this text” does not mean “not discussed”.")


def _accounts(shown: ComparisonView) -> Iterator[str]:
    """A table of the two accounts as wholes."""
    sides = (shown.left, shown.right)
    texts = ["; ".join(map(_source, side.sources)) for side in sides]
    yield from ("", "## The two accounts", "")
    yield _cells("", *(f"{escaped(side.name)} ({place})" for side, place in zip(sides, ("left", "right"), strict=True)))
    yield _cells(*["---"] * 3)
    yield _cells("Text", *texts)
    yield from (_cells(fact.label, *map(escaped, fact.values)) for fact in shown.features)


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _source(source: view.Source) -> str:
    return escaped(", ".join(filter(None, (wording.quoted(source.title), source.publisher, source.published))))


def _group(group: Group, shown: ComparisonView) -> Iterator[str]:
    count = wording.counted(len(group.rows), "point")
    yield from ("", f"## {wording.SIGN[group.relation]} {escaped(group.heading)}: {count}")
    if group.note:
        yield from ("", escaped(group.note))
    for row in group.rows:
        yield from _row(row, shown)


def _row(row: Row, shown: ComparisonView) -> Iterator[str]:
    yield from ("", f"### {escaped('; '.join(row.issues) or 'no issue recognised')}", "")
    for name, claims in ((shown.left.name, row.left), (shown.right.name, row.right)):
        yield from (f"- **{escaped(name)}:** {_claim(said)}" for said in claims)
    if row.missing or row.why:
        yield f"- *{escaped(row.missing or row.why)}*"


def _claim(said: Said) -> str:
    words = escaped(wording.quoted(said.quote.words))
    notes = f" ({escaped('; '.join(said.notes))})" if said.notes else ""
    through = f", through {escaped(' › '.join(map(wording.quoted, said.through)))}" if said.through else ""
    return f"{escaped(said.holder)} *{escaped(said.act)}* {words}{notes}{through}"


def _others(shown: ComparisonView) -> Iterator[str]:
    if shown.others:
        yield from ("", "## Other accounts in the same texts")
    for account in shown.others:
        yield from ("", f"### {escaped(account.heading)}", "")
        yield from [f"- {_claim(said)}" for said in account.claims] or ["No claims found."]


def _notes(heading: str, notes: Sequence[Note], quotes: bool = True) -> Iterator[str]:
    if notes:
        yield from ("", f"## {heading}", "")
    for note in notes:
        yield f"- {' '.join(_note(note, quotes))}"


def _note(note: Note, quotes: bool) -> Iterable[str]:
    if note.label:
        yield f"**{escaped(note.label)}:**"
    if note.text:
        yield escaped(note.text)
    if quotes and note.quotes:
        yield escaped(" / ".join(wording.quoted(quote.words) for quote in note.quotes))
