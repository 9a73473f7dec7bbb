"""Readings and comparisons as bytes that give the very same frozen records back.

JSON by the records' own fields, compressed. Documents are left out: they have rows of their own. A field that a later
version adds with a default may be missing in older bytes and takes its default.
"""

import json
import types
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from readouts.errors import StoreError
from readouts.records import Comparison, Document, Reading
from readouts.text import Span

_Make = Callable[[Any], Any]
_T = TypeVar("_T")


def packed(reading: Reading) -> bytes:
    """The reading without its document."""
    return _squeezed(_without("document", reading))


def packed_comparison(comparison: Comparison) -> bytes:
    """The comparison with its readings, without their documents."""
    readings = [_without("document", reading) for reading in comparison.readings]
    return _squeezed({**_without("readings", comparison), "readings": readings})


def _without(left_out: str, record: Any) -> dict[str, Any]:
    return {f.name: _plain(getattr(record, f.name)) for f in fields(record) if f.name != left_out}


def _squeezed(plain: Any) -> bytes:
    return zlib.compress(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def unpacked(body: bytes, document: Document) -> Reading:
    """The reading of the document that these bytes were made from.

    Raises StoreError when the bytes are damaged, or hold what this version's records do not.
    """
    try:
        return Reading(document=document, **_made(Reading, json.loads(zlib.decompress(body))))
    except (zlib.error, ValueError, TypeError, KeyError) as error:
        remedy = "Run readouts reread --all, which makes it anew from the text"
        raise StoreError(f"the reading of document {document.id} cannot be read back: {error}", remedy) from error


def unpacked_comparison(body: bytes, documents: Sequence[Document]) -> Comparison:
    """The comparison of these documents, in its order, that the bytes were made from. Raises StoreError as above."""
    try:
        plain = json.loads(zlib.decompress(body))
        pairs = zip(documents, plain.pop("readings"), strict=True)
        readings = tuple(Reading(document=document, **_made(Reading, own)) for document, own in pairs)
        return Comparison(readings=readings, **_made(Comparison, plain))
    except (zlib.error, ValueError, TypeError, KeyError) as error:
        names = " and ".join(document.id for document in documents)
        raise StoreError(f"the comparison of {names} cannot be read back: {error}", "Compare them again") from error


def _made(record: type, plain: dict[str, Any]) -> dict[str, Any]:
    """The fields of the record that stand in plain JSON."""
    return {name: _maker(kind)(plain[name]) for name, kind in _hints(record).items() if name in plain}


def text_of(record: Any) -> str:
    """Any record as JSON by its own fields."""
    return json.dumps(_plain(record), ensure_ascii=False, separators=(",", ":"))


def record_of(kind: type[_T], text: str) -> _T:
    """The record of that type that the text was made from. Raises StoreError when it does not hold one."""
    try:
        made: _T = _record_maker(kind)(json.loads(text))
        return made
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(f"a {kind.__name__} cannot be read back: {error}", "Take it from a backup") from error


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
