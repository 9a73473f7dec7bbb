"""Inputs, as the user names them, to documents: files, folders, JSONL, addresses, standard input."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from readouts.errors import InputError, ReadoutsError
from readouts.ingest import fetch as network
from readouts.ingest.decode import checked_length, cleaned, decoded
from readouts.ingest.language import language
from readouts.ingest.letterhead import dateline, day_in, headline
from readouts.ingest.page import page
from readouts.ingest.pdf import pdf_text
from readouts.records import Document, digest
from readouts.text import Span, located

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl")
MOST_FILE_BYTES = 200_000_000  # of one file on disk; a .jsonl file is read line by line and has no limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user says about the inputs; it goes before what the inputs say of themselves."""

    published: date | None = None
    publisher: str | None = None
    anyway: bool = False  # go on with a text that is not English
    allow_private: bool = False  # fetch from private and local addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A document and the bytes it was made from (a JSONL document: its line)."""

    document: Document
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An input that gave no document, and why."""

    origin: str
    error: ReadoutsError


def loaded(inputs: Iterable[str], options: Options, stdin: Callable[[], bytes]) -> Iterator[Loaded | Failed]:
    """The documents of the inputs in order; an input that fails gives a Failed, and the next one goes on.

    A folder gives its files of known type in name order, subfolders included, and skips others and hidden ones.
    """
    for name in inputs:
        try:
            yield from _input(name, options, stdin)
        except ReadoutsError as error:
            yield Failed(origin=name, error=error)


def _input(name: str, options: Options, stdin: Callable[[], bytes]) -> Iterator[Loaded | Failed]:
    if name == "-":
        yield from _standard_input(stdin(), options)
    elif "://" in name:
        got = network.fetch(name, allow_private=options.allow_private)
        yield _made(got.raw, _suffix_of(got), name, options, url=got.url)
    elif (path := Path(name)).is_dir():
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and not _hidden(p, path))
        if not files:
            raise InputError(f"the folder {name} has no file of a known type", f"Known are {' '.join(SUFFIXES)}")
        yield from loaded(map(str, files), options, stdin)
    else:
        yield from _file(path, options)


def _hidden(path: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(below).parts)


def _file(path: Path, options: Options) -> Iterator[Loaded | Failed]:
    suffix = path.suffix.lower()
    if not path.exists():
        raise InputError(f"{path} does not exist", "Check the path")
    if suffix not in SUFFIXES:
        remedy = f"Known are {' '.join(SUFFIXES)}; rename it if it is one of them"
        raise InputError(f"{path} is of an unknown type ({suffix or 'no ending'})", remedy)
    try:
        if suffix == ".jsonl":
            with path.open("rb") as lines:
                yield from _lines(lines, str(path), options)
            return
        if path.stat().st_size > MOST_FILE_BYTES:
            raise InputError(f"{path} is larger than {MOST_FILE_BYTES // 1_000_000} MB", "Split it")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "Check the path and its permissions") from error
    yield _made(raw, suffix, str(path), options)


def _standard_input(raw: bytes, options: Options) -> Iterator[Loaded | Failed]:
    """JSONL when the first line is a JSON object, else PDF, HTML or plain text by how it begins."""
    head = raw[:1000].lstrip()
    first = raw.lstrip().split(b"\n", 1)[0]
    if first.startswith(b"{") and _is_json(first):
        yield from _lines(raw.splitlines(), "-", options)
    elif head.startswith(b"%PDF"):
        yield _made(raw, ".pdf", "-", options)
    else:
        yield _made(raw, ".html" if head[:15].lower().startswith((b"<!doctype", b"<html")) else ".txt", "-", options)


def _is_json(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


def _suffix_of(got: network.Fetched) -> str:
    known = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}
    if got.type not in known:
        raise InputError(f"{got.url} is of type {got.type}", "Only pages, plain text and PDF are read")
    return known[got.type]


def _lines(lines: Iterable[bytes], origin: str, options: Options) -> Iterator[Loaded | Failed]:
    """The documents of a JSONL file, a line each; empty lines are passed over, bad ones fail alone."""
    none = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        none = False
        where = f"{origin} line {number}"
        try:
            yield Loaded(document=_from_json(line, where, options), raw=line)
        except ReadoutsError as error:
            yield Failed(origin=where, error=error)
    if none:
        raise InputError(f"{origin} is empty", "Give a file with a JSON object a line")


def _from_json(line: bytes, where: str, options: Options) -> Document:
    """The document of one JSON object. Its text is kept to the letter, since others may hold offsets into it."""
    row = _object(line, where)
    text = checked_length(row["text"], where)
    published = options.published or _published(row.get("published"), where)
    title = row.get("title") or None
    _refuse_other_languages(text, row.get("language"), where, options)
    return Document(
        id=str(row.get("id") or digest(row.get("publisher"), row.get("url"), text)),
        text=text,
        title=title,
        headline=_standing(title, text),
        publisher=options.publisher or row.get("publisher") or None,
        published=published,
        language=row.get("language") or language(text),
        url=row.get("url") or None,
        origin=where,
        raw=hashlib.sha256(line).hexdigest(),
    )


def _object(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON: {error}", "Each line must be a JSON object") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError(f"{where} has no text", 'Each line must be a JSON object with at least a "text"')
    wrong = [
        k for k in ("title", "publisher", "published", "url", "language") if not isinstance(row.get(k), str | None)
    ]
    if wrong:
        raise InputError(f"{where}: {wrong[0]} is no text", "Quote the value, or leave it out")
    if not row["text"].isprintable() and any("\ud800" <= c <= "\udfff" for c in row["text"]):
        raise InputError(f"{where} has broken characters (lone surrogates)", "Write the file again as UTF-8")
    return row


def _published(value: str | None, where: str) -> date | None:
    """The calendar day as written, in the publisher's own time zone; what follows the day is not looked at."""
    if not value:
        return None
    if day := day_in(value) or (day_in(f"{value[:4]}-{value[4:6]}-{value[6:8]}") if value[:8].isdigit() else None):
        return day
    raise InputError(f"{where}: published is {value!r}, no date", "Write it as YYYY-MM-DD")


def _standing(title: str | None, text: str) -> Span | None:
    """Where the title stands at the top of the text; None when it does not."""
    span = located(text[: len(title) + 200], title) if title else None
    return span if span and not text[: span.start].strip(" \n#*") else None


def _refuse_other_languages(text: str, stated: str | None, origin: str, options: Options) -> None:
    english = (stated or "en").partition("-")[0] == "en" and language(text) == "en"
    if not english and not options.anyway and len(text.split()) >= 5:
        raise InputError(f"{origin} is not in English", "Give an English version, or add --anyway to try all the same")


def _made(raw: bytes, suffix: str, origin: str, options: Options, url: str | None = None) -> Loaded:
    """The document of one file's bytes."""
    known = _KINDS[suffix](raw, origin, url)
    text = checked_length(known["text"], origin)
    _refuse_other_languages(text, None, origin, options)
    top = _standing(known.get("title"), text) or headline(text)
    publisher = options.publisher or known.get("publisher")
    return Loaded(
        document=Document(
            id=digest(publisher, url, text),
            text=text,
            title=known.get("title") or (top.of(text) if top else None),
            headline=top,
            publisher=publisher,
            published=options.published or known.get("published") or dateline(text),
            language=language(text),
            url=url,
            origin=origin,
            coverage=known.get("coverage"),
            raw=hashlib.sha256(raw).hexdigest(),
        ),
        raw=raw,
    )


def _plain(raw: bytes, origin: str, url: str | None) -> dict[str, Any]:
    return {"text": cleaned(decoded(raw, origin))}


def _html(raw: bytes, origin: str, url: str | None) -> dict[str, Any]:
    got = page(decoded(raw, origin), url)
    return {f: getattr(got, f) for f in ("text", "title", "publisher", "published", "coverage")}


def _pdf(raw: bytes, origin: str, url: str | None) -> dict[str, Any]:
    text, title = pdf_text(raw, origin)
    return {"text": text, "title": title}


_KINDS: dict[str, Callable[[bytes, str, str | None], dict[str, Any]]] = {
    ".txt": _plain, ".md": _plain, ".html": _html, ".htm": _html, ".pdf": _pdf,
}  # fmt: skip
