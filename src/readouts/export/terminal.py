"""A comparison or reading as text for a terminal: two columns where there is room, plain lines in a pipe.

In plain text there are no colours, no boxes and no reliance on signs alone; lines are 80 wide so that mail and diff
take them.
"""

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from readouts.export import view, wording
from readouts.export.view import ComparisonView, Fact, Group, Note, OtherAccount, Quote, ReadingView, Row, Said
from readouts.records import Comparison, Reading, Relation

PLAIN_WIDTH = 80
TWO_COLUMNS = 100  # narrower than this, columns of claims break into slivers of three words a line
WIDEST = 150

STYLE: dict[Relation, str] = {
    "both": "green",
    "framing": "cyan",
    "conflict": "bold red",
    "only-left": "yellow",
    "only-right": "magenta",
}


def comparison(comparison: Comparison, *, plain: bool = True, width: int | None = None) -> str:
    """The comparison as text that ends with a line end. `width` is in columns; None: the terminal's, in a pipe 80."""
    out = console(plain, width)
    return printed(_comparison(view.comparison(comparison), out.width if not plain else 0), out)


def reading(reading: Reading, *, plain: bool = True, width: int | None = None) -> str:
    """The reading as text, as `comparison` gives it."""
    return printed(_reading(view.reading(reading)), console(plain, width))


def readings(readings: Iterable[Reading], *, plain: bool = True, width: int | None = None) -> str:
    """Several readings, one below the other."""
    return "\n".join(reading(one, plain=plain, width=width) for one in readings)


def console(plain: bool, width: int | None) -> Console:
    """Where to print. A plain one has no colour and the width of a page; a terminal's own width is kept in bounds."""
    if plain:
        return Console(file=StringIO(), width=width or PLAIN_WIDTH, color_system=None, highlight=False, emoji=False)
    wide = width or min(Console().width, WIDEST)
    return Console(file=StringIO(), width=wide, force_terminal=True, highlight=False, emoji=False, legacy_windows=False)


def printed(parts: Iterable[RenderableType], console: Console) -> str:
    """What the parts look like there."""
    for part in parts:
        console.print(part)
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


# -- a comparison --------------------------------------------------------------------------------------------------


def _comparison(shown: ComparisonView, width: int) -> Iterator[RenderableType]:
    yield Text(shown.title, style="bold")
    yield ""
    yield _facts(shown.contact) if shown.contact else Text("The texts tell of different contacts.", style="bold")
    yield from _sides(shown, width)
    if not shown.groups:
        yield from _heading("Claims")
        yield _indented(Text("No claims of the two accounts to lay side by side."))
    for group in shown.groups:
        yield from _group(group, shown, width)
    yield from _notes("Silences", shown.silences)
    yield from _notes("Wording shared to the letter", shown.formulas, quotes=False)
    yield from _notes("Likeness that the text asserts", shown.likenesses)
    yield from _notes("Headlines", shown.headlines, quotes=False)
    yield from _accounts("Other accounts in the same texts", shown.others)
    yield from _notes("Ahead", shown.ahead, quotes=False)
    yield from _notes("In doubt", shown.problems)
    yield ""
    yield Text(shown.made_by, style="dim")


def _sides(shown: ComparisonView, width: int) -> Iterator[RenderableType]:
    """The two accounts: their texts and what can be counted in them."""
    sides = (shown.left, shown.right)
    yield from _heading("The two accounts")
    names = Fact(label="", values=(f"{shown.left.name} (left)", f"{shown.right.name} (right)"))
    texts = Fact(label="Text", values=tuple("; ".join(map(_source_words, side.sources)) for side in sides))
    facts = (texts, *shown.features)
    if width >= TWO_COLUMNS:
        yield _indented(_table(("dim", "", ""), [(f.label, *f.values) for f in (names, *facts)]))
        return
    rows = [(f.label if i == 0 else "", names.values[i], value) for f in facts for i, value in enumerate(f.values)]
    yield _indented(_table(("dim", "bold", ""), rows))


def _source_words(source: view.Source) -> str:
    return ", ".join(filter(None, (wording.quoted(source.title), source.publisher, source.published)))


def _group(group: Group, shown: ComparisonView, width: int) -> Iterator[RenderableType]:
    count = wording.counted(len(group.rows), "point")
    sign = wording.SIGN[group.relation]
    yield from _heading(f"{sign} {group.heading}: {count}", STYLE[group.relation])
    if group.note:
        yield _indented(Text(group.note, style="dim"))
    for row in group.rows:
        yield ""
        yield _indented(_columns(row) if width >= TWO_COLUMNS else _stacked(row, shown))


def _columns(row: Row) -> RenderableType:
    """Left, verdict, right."""
    grid = Table.grid(padding=(0, 2), expand=True)
    for ratio, justify in ((5, "left"), (2, "center"), (5, "left")):
        grid.add_column(ratio=ratio, justify=justify, overflow="fold")  # type: ignore[arg-type]
    verdict = Text(f"{wording.SIGN[row.relation]} {wording.VERDICT[row.relation]}", style=STYLE[row.relation])
    verdict.append(f"\n{'; '.join(row.issues)}", style="dim")
    if row.why and not row.missing:
        verdict.append(f"\n{row.why}", style="dim italic")
    grid.add_row(_cell(row.left, row), verdict, _cell(row.right, row))
    return grid


def _cell(claims: Sequence[Said], row: Row) -> Text:
    if not claims:
        return Text(row.missing or "", style="dim italic")
    return Text("\n").join(_claim(said) for said in claims)


def _stacked(row: Row, shown: ComparisonView) -> RenderableType:
    """Issue and sign on one line, then a line for each account with a claim."""
    first = Text(wording.SIGN[row.relation], style=STYLE[row.relation])
    issues = Text("; ".join(row.issues) or "no issue recognised", style="bold")
    rows: list[tuple[RenderableType, ...]] = [(first, "", issues)]
    grid = Table.grid(padding=(0, 1))
    for _ in range(3):
        grid.add_column(overflow="fold")
    for name, claims in ((shown.left.name, row.left), (shown.right.name, row.right)):
        rows += [("", Text(name if i == 0 else "", style="bold"), _claim(said)) for i, said in enumerate(claims)]
    last = row.missing or row.why
    if last:
        rows.append(("", "", Text(last, style="dim italic")))
    for cells in rows:
        grid.add_row(*cells)
    return grid


def _claim(said: Said) -> Text:
    """holder act: "words", then what softens it and through whom it comes."""
    text = Text(f"{said.holder} {said.act}: ")
    text.append(wording.quoted(said.quote.words), style="italic")
    if said.notes:
        text.append(f" [{'; '.join(said.notes)}]", style="yellow")
    if said.through:
        text.append(f" (through {' › '.join(map(wording.quoted, said.through))})", style="dim")
    return text


# -- a reading -----------------------------------------------------------------------------------------------------


def _reading(shown: ReadingView) -> Iterator[RenderableType]:
    yield Text(shown.source.title, style="bold")
    yield ""
    yield _facts(shown.facts)
    yield from _heading("Contacts")
    if not shown.contacts:
        yield _indented(Text("None found."))
    for number, contact in enumerate(shown.contacts):
        yield from [""] if number else []
        yield _facts(contact)
    yield from _accounts("Claims", shown.accounts)
    yield from _notes("Silences", shown.silences)
    yield from _notes("Likeness that the text asserts", shown.likenesses)
    yield from _notes("Attributions", shown.attributions)
    if shown.parties:
        yield from _heading("Parties")
        yield _facts(shown.parties)
    yield from _notes("Dates", shown.dates)
    yield from _notes("Ahead", shown.ahead, quotes=False)
    yield from _notes("Events (PLOVER; lossy)", shown.events, quotes=False)
    yield from _notes("In doubt", shown.problems)
    yield ""
    yield Text(shown.made_by, style="dim")


# -- parts ---------------------------------------------------------------------------------------------------------


def _heading(words: str, style: str = "bold") -> Iterator[RenderableType]:
    yield ""
    yield Text(words.upper() if style == "bold" else words, style=style)


def _facts(facts: Sequence[Fact]) -> RenderableType:
    return _indented(_table(("dim", ""), [(fact.label, *fact.values) for fact in facts]))


def _table(styles: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for style in styles:
        grid.add_column(style=style or None, overflow="fold")
    for row in rows:
        grid.add_row(*map(Text, row))
    return grid


def _accounts(heading: str, accounts: Sequence[OtherAccount]) -> Iterator[RenderableType]:
    if accounts:
        yield from _heading(heading)
    for account in accounts:
        yield _indented(Text(account.heading, style="bold"))
        yield _indented(_bullets([_claim(said) for said in account.claims] or [Text("no claims found")]))


def _notes(heading: str, notes: Sequence[Note], quotes: bool = True) -> Iterator[RenderableType]:
    if notes:
        yield from _heading(heading)
        yield _indented(_bullets([_note(note, quotes) for note in notes]))


def _note(note: Note, quotes: bool) -> Text:
    text = Text(f"{note.label}: " if note.label else "", style="dim")
    text.append(Text(note.text))
    if quotes and note.quotes:
        text.append(" " if note.text else "")
        text.append(" / ".join(map(_quote, note.quotes)), style="italic")
    return text


def _quote(quote: Quote) -> str:
    return wording.quoted(quote.words)


def _bullets(texts: Iterable[Text]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column()
    grid.add_column(overflow="fold")
    for text in texts:
        grid.add_row("-", text)
    return grid


def _indented(part: RenderableType) -> Padding:
    return Padding(part, (0, 0, 0, 2))
