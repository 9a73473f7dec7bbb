"""Answers of the corpus as text, JSON lines and CSV."""

import csv as tables
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date
from io import StringIO
from typing import Any

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from readouts.export import json as records
from readouts.export import wording
from readouts.export.terminal import console, printed
from readouts.records import Evidence, When
from readouts.store.questions import ContactFound, Count, Dated, Hit, Position, Side, Step
from readouts.store.shown import Shown
from readouts.text import Span

MOST_WORDS = 240  # signs of a passage or sentence that a line of text shows


def answered(found: Sequence[Any], form: str, *, plain: bool) -> str:
    """The records in one of the forms "text", "json", "jsonl", "csv"."""
    if form == "json":
        return json.dumps([records.record(one) for one in found], ensure_ascii=False, indent=1) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(records.record(one), ensure_ascii=False) + "\n" for one in found)
    if form == "csv":
        return csv(found)
    return text(found, plain=plain)


# -- CSV -----------------------------------------------------------------------------------------------------------


def csv(found: Sequence[Any]) -> str:
    """One row a record, with a header; "" when there is none.

    Cells that a spreadsheet would take for a formula get an apostrophe before them.
    """
    rows = [dict(_cells(one)) for one in found]
    if not rows:
        return ""
    written = StringIO()
    writer = tables.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return written.getvalue()


def _safe(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


def _cells(record: Any) -> Iterator[tuple[str, Any]]:
    """The fields, those that are records themselves spread over several columns."""
    for field in fields(record):
        value = getattr(record, field.name)
        spread = _SPREAD.get(field.type)
        yield from spread(field.name, value) if spread else [(field.name, _cell(value))]


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return "; ".join(str(_cell(one)) for one in value)
    if isinstance(value, Span):
        return f"{value.start}-{value.end}"
    if isinstance(value, Side):
        return value.name
    if isinstance(value, Evidence):
        return f"{value.document} {_cell(value.span)}"
    return value.isoformat() if isinstance(value, date) else value


def _side(name: str, side: Side | None) -> list[tuple[str, Any]]:
    return [(name, side.name if side else None), (f"{name}_id", side.id if side else None)]


def _sides(name: str, sides: tuple[Side, ...]) -> list[tuple[str, Any]]:
    return [(name, "; ".join(side.name for side in sides)), (f"{name}_ids", "; ".join(side.id for side in sides))]


def _when(_: str, when: When | None) -> list[tuple[str, Any]]:
    names = ("start", "end", "edtf", "basis")
    return [(name if name in ("edtf", "basis") else f"day_{name}", _cell(getattr(when, name, None))) for name in names]


def _evidence(_: str, where: Evidence | None) -> list[tuple[str, Any]]:
    span = where.span if where else None
    own = [("span_start", span.start if span else None), ("span_end", span.end if span else None)]
    return [("evidence_document", where.document if where else None), *own]


# By the type that a record's field is declared with.
_SPREAD: dict[Any, Callable[[str, Any], list[tuple[str, Any]]]] = {
    Evidence: _evidence,
    Evidence | None: _evidence,
    When: _when,
    When | None: _when,
    Side: _side,
    Side | None: _side,
    tuple[Side, ...]: _sides,
}


# -- text ----------------------------------------------------------------------------------------------------------


def text(found: Sequence[Any], *, plain: bool = True, width: int | None = None) -> str:
    """The records for a terminal; plain ones for a pipe."""
    out = console(plain, width)
    return printed((part for one in found for part in _SHOWN[type(one)](one)), out)


def _line(day: str, what: str, *more: str) -> Text:
    rest = "  ".join(part for part in more if part)
    return Text.assemble((f"{day:12}", "bold"), " ", (what, "cyan"), "  " if rest else "", rest)


def _below(words: str, style: str = "") -> Padding:
    return Padding(Text(words, style=style), (0, 0, 0, 13))


def _day(when: When | None) -> str:
    return (when.edtf or str(when.start)) if when else "open"


def _who(sides: Iterable[Side]) -> str:
    return ", ".join(wording.inline(side.name) for side in sides)


def _contact(met: ContactFound) -> Iterator[Any]:
    status = "" if met.status == "happened" else f"[{met.status}]"
    yield _line(_day(met.when), met.kind, _who(met.participants), status)
    parts = [
        f"put out {met.published}" if met.published and not (met.when and met.when.start) else "",
        f"initiative: {met.initiator.name}" if met.initiator else "",
        f"at {met.place}" if met.place else "",
        _gap(met),
        wording.counted(len(met.documents), "document") if len(met.documents) > 1 else "",
        f"{wording.counted(len(met.copies), 'copy')} of one another" if met.copies else "",
        met.id,
    ]
    yield _below(" · ".join(filter(None, parts)), "dim")


def _gap(met: ContactFound) -> str:
    if met.gap is None:
        return ""
    return f"{'at most ' * met.gap_is_most}{wording.counted(met.gap, 'day')} after the one before"


def _dated(one: Dated) -> Iterator[Any]:
    status = "" if one.status == "past" else f"[{one.status}]"
    yield _line(_day(one.when), one.what, _who(one.participants), status)
    yield _below(wording.quoted(_short(one.words)))
    yield _below(_where(one.evidence, one.published), "dim")


def _position(cell: Position) -> Iterator[Any]:
    negated = " (negated)" if cell.polarity == "negative" else ""
    counted = wording.counted(cell.count, "claim")
    since = f" since {cell.first}" if cell.first and cell.first != cell.day else ""
    yield _line(str(cell.day or "open"), cell.party.name, f"{cell.issue}: {cell.act}{negated}", f"{counted}{since}")
    yield _below(wording.quoted(_short(cell.words)))
    yield _below(f"{cell.claim} in {cell.evidence.document}", "dim")


def _step(step: Step) -> Iterator[Any]:
    changed = f"[{step.before} → {step.act}]" if step.before else ""
    negated = " (negated)" if step.polarity == "negative" else ""
    basis = "as put out" if step.day_basis == "published" else ""
    yield _line(
        str(step.day or "open"), step.act + negated, step.holder.name if step.holder else "together", changed, basis
    )
    yield _below(wording.quoted(_short(step.words)))
    yield _below(f"{step.claim} in {step.evidence.document}", "dim")


def _hit(hit: Hit) -> Iterator[Any]:
    yield _line(str(hit.published or "open"), hit.publisher or "", wording.inline(hit.title or ""))
    start = hit.evidence.span.start - hit.passage_start
    shown = wording.cut(hit.passage, MOST_WORDS, Span(start, start + hit.evidence.span.end - hit.evidence.span.start))
    yield _below(shown)
    yield _below(_where(hit.evidence, None) + _also(hit.also_in), "dim")


def _also(documents: Sequence[str]) -> str:
    return f" · also in {', '.join(documents)}" if documents else ""


def _short(words: str) -> str:
    return wording.cut(words, MOST_WORDS, Span(0, min(len(words), MOST_WORDS // 2))) if words else ""


def _where(where: Evidence, published: date | None) -> str:
    put_out = f", put out {published}" if published else ""
    return f"{where.document} {where.span.start}-{where.span.end}{put_out}"


def _shown(one: Shown) -> Iterator[Any]:
    yield Text(f"{one.kind} {one.id}", style="bold")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
    for name, value in one.facts:
        table.add_row(Text(name, style="dim"), Text(wording.inline(value)))
    yield table
    for words, where in zip(one.words, one.evidence, strict=True):
        yield Padding(Text(wording.quoted(wording.inline(words))), (0, 0, 0, 2))
        yield Padding(Text(_where(where, None), style="dim"), (0, 0, 0, 2))


def _count(one: Count) -> Iterator[Any]:
    yield _line(one.kind, one.name, wording.counted(one.passages, "passage"))


_SHOWN: dict[type, Callable[[Any], Iterator[Any]]] = {
    ContactFound: _contact, Dated: _dated, Position: _position, Step: _step, Hit: _hit, Shown: _shown,
    Count: _count,
}  # fmt: skip
