"""Readings and comparisons as plain JSON values; `schema/*.schema.json` says what may stand where.

The keys of the contract come first, in its order; what the records know beyond it follows. Spans are `[start, end]` in
code points of the document's text, dates are ISO 8601, unknown is null. New keys may be added; none change meaning.
"""

import json
from dataclasses import fields
from datetime import date
from importlib.resources import files
from typing import Any, Literal

from readouts.records import Claim, Comparison, Contact, DateMention, Document, Evidence, Formula, Problem, Reading
from readouts.text import Span

# The contract's order where it is not the record's own. Fields not named here follow in the record's order.
_FIRST: dict[type, tuple[str, ...]] = {
    Document: ("id", "title", "text", "publisher", "published", "language", "url"),
    Claim: ("id", "spans", "account", "holder", "contact", "attribution", "act", "issues", "about", "polarity",
            "tense", "hedges"),
    Contact: ("id", "kind", "participants", "mediators", "when", "place", "initiator", "status", "spans"),
    Problem: ("stage", "reason", "span", "detail"),
    Reading: ("document", "parties", "mentions", "dates", "attributions", "contacts", "claims", "events", "problems",
              "made_by"),
    Comparison: ("contact", "left", "right", "readings", "alignments", "silences", "formulas", "problems", "made_by"),
}  # fmt: skip
# What only this machine can use: where the bytes lay.
_LEFT_OUT: dict[type, tuple[str, ...]] = {Document: ("origin", "raw")}


def reading(reading: Reading) -> dict[str, Any]:
    """The reading as `read --format json` prints it."""
    return _record(reading)


def comparison(comparison: Comparison) -> dict[str, Any]:
    """The comparison as `compare --format json` prints it."""
    return _record(comparison)


def record(record: Any) -> dict[str, Any]:
    """Any record as a plain JSON object, fields under their names."""
    return _record(record)


def schema(name: Literal["reading", "comparison", "wording"]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one; the others refer to that of a reading by its `$id`."""
    text = files("readouts.export").joinpath("schema", f"{name}.schema.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def _record(record: Any) -> dict[str, Any]:
    """A record's fields under their names, those of the contract first."""
    first = _FIRST.get(type(record), ())
    hidden = _LEFT_OUT.get(type(record), ())
    rest = (f.name for f in fields(record) if f.name not in first and f.name not in hidden)
    return {name: _plain(getattr(record, name)) for name in (*first, *rest)}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Span():
            return [value.start, value.end]
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(one) for one in value]
        case DateMention():
            return _date_mention(value)
        case Formula():
            return _formula(value)
        case _:
            return _record(value)


def _date_mention(mention: DateMention) -> dict[str, Any]:
    """A time expression with its days beside it; they and their basis are null when it cannot be placed."""
    when = mention.when
    days = _record(when) if when else dict.fromkeys(("start", "end", "edtf", "basis"))
    return {"span": _plain(mention.span), "value": mention.value, "type": mention.type, **days}


def _formula(formula: Formula) -> dict[str, Any]:
    """Shared wording; the two documents beside the two spans."""
    sides: dict[str, Evidence] = {"left": formula.left, "right": formula.right}
    spans = {name: _plain(side.span) for name, side in sides.items()}
    documents = {f"{name}_document": side.document for name, side in sides.items()}
    return {"text": formula.text, **spans, **documents}
