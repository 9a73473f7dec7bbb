"""A reading as bytes that give the very same frozen records back.

JSON by the records' own fields, compressed. The document is left out: it has a row of its own. A field that a later
version adds with a default may be missing in older bytes and takes its default.
"""

import json
import types
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from readouts.errors import StoreError
from readouts.records import Document, Reading
from readouts.text import Span

_Make = Callable[[Any], Any]


def packed(reading: Reading) -> bytes:
    """The reading without its document."""
    plain = {f.name: _plain(getattr(reading, f.name)) for f in fields(reading) if f.name != "document"}
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def unpacked(body: bytes, document: Document) -> Reading:
    """The reading of the document that these bytes were made from.

    Raises StoreError when the bytes are damaged, or hold what this version's records do not.
    """
    try:
        plain = json.loads(zlib.decompress(body))
        made = {name: _maker(kind)(plain[name]) for name, kind in _hints(Reading).items() if name in plain}
        return Reading(document=document, **made)
    except (zlib.error, ValueError, TypeError, KeyError) as error:
        remedy = "Run readouts reread --all, which makes it anew from the text"
        raise StoreError(f"the reading of document {document.id} cannot be read back: {error}", remedy) from error


def plain(record: Any) -> bytes:
    """Any record, or tuple of records, as bytes for `made`."""
    return zlib.compress(json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def made(body: bytes, kind: Any) -> Any:
    """The record, or tuple of records, of that type which the bytes were made from."""
    return _maker(kind)(json.loads(zlib.decompress(body)))


def _plain(value: Any) -> Any:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        # What stands at its default is most of a reading; leaving it out halves the bytes.
        held = ((f, getattr(value, f.name)) for f in fields(value))
        return {f.name: _plain(own) for f, own in held if own is not f.default and own != f.default}
    return value


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record)


@cache
def _maker(kind: Any) -> _Make:
    """A function that makes a value of that type out of plain JSON."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is Span:
        return lambda plain: Span(*plain)
    if kind is date:
        return date.fromisoformat
    if origin is tuple:
        one = _maker(inner[0])
        return lambda plain: tuple(map(one, plain))
    if origin in (Union, types.UnionType):
        other = _maker(next(k for k in inner if k is not type(None)))
        return lambda plain: None if plain is None else other(plain)
    if is_dataclass(kind) and isinstance(kind, type):
        return _record_maker(kind)
    assert origin is Literal or kind in (str, int, float, bool), f"no way to read back {kind}"
    return lambda plain: plain


def _record_maker(record: type) -> _Make:
    parts = {name: _maker(kind) for name, kind in _hints(record).items()}
    return lambda plain: record(**{name: parts[name](value) for name, value in plain.items()})
