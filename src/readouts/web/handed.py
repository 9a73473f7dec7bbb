"""What visitors hand in: two fields, each a text or an address, and files; to documents of the database.

Everything is bounded: the characters of a text, of all that one request brings, the addresses that a visitor may have
fetched in a minute. Addresses go through the guarded fetcher of `ingest`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice
from pathlib import PurePath
from typing import Literal

from readouts import corpus
from readouts.corpus import Outcome
from readouts.errors import InputError, ReadoutsError
from readouts.export import view, wording
from readouts.ingest import documents, rows
from readouts.ingest.made import Failed, Loaded, Options, made
from readouts.records import Comparison
from readouts.store.database import Store
from readouts.text import Span
from readouts.web.reading import Reader

# Characters of one text: 10,000 words, more than a long briefing has. White House readouts put together take 3.7 s of
# one core at 25,000 characters, 7.7 s at 50,000, 18.5 s at 100,000.
MOST_SIGNS = 60_000
MOST_AT_ONCE = 150_000  # of all texts of one request
MOST_FILES = 20  # of one request
SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl")
_ADDRESS = re.compile(r"https?://\S+", re.I)
_PAGE = re.compile(r"\s*<(?:!doctype|html)\b", re.I)
Name = Literal["first", "second", "form"]  # of a field; "form": the fault is of both
Faults = Mapping[Name, ReadoutsError]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the form as the visitor filled it in."""

    text: str = ""  # a text, or an address
    publisher: str = ""
    published: str = ""  # a day, YYYY-MM-DD

    @property
    def is_address(self) -> bool:
        return bool(_ADDRESS.fullmatch(self.text.strip()))

    @property
    def origin(self) -> str:
        """What the engine calls it."""
        return self.text.strip() if self.is_address else "the pasted text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """The form that compares."""

    first: Field = Field()
    second: Field = Field()  # one of the two empty: the other is one article that quotes both sides


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What takes the visitor's texts."""

    store: Store
    reader: Reader
    visitor: str
    clock: Callable[[], datetime]
    allow_private: bool = False  # fetch from private and local addresses


# -- comparing -----------------------------------------------------------------------------------------------------


def compared(handed: Handed, desk: Desk, *, anyway: bool = False) -> str | Faults:
    """Adds the texts to the database and compares them; the id of the comparison, or what was wrong with which field.

    `anyway` goes on with texts of different contacts, and with one that does not look English.
    """
    both: dict[Name, Field] = {"first": handed.first, "second": handed.second}
    fields = {name: field for name, field in both.items() if field.text.strip()} or {"first": handed.first}
    loaded: dict[Name, Loaded] = {}
    faults: dict[Name, ReadoutsError] = {}
    for name, field in fields.items():
        try:
            loaded[name] = _loaded(field, desk, anyway)
        except ReadoutsError as error:
            faults[name] = error
            _note(field, error, desk)
    if faults:
        return faults
    with desk.reader.lent(desk.visitor) as tools:
        read = corpus.reader(tools, [each.document for each in loaded.values()])
        outcomes = dict(
            zip(loaded, corpus.added(loaded.values(), desk.store, read, desk.clock, tools.lexicon), strict=True)
        )
        if faults := _faults(outcomes):
            return faults
        ids = [str(outcome.document) for outcome in outcomes.values()]
        try:
            return corpus.compared(desk.store, ids, tools, desk.clock, title, anyway=anyway)
        except ReadoutsError as error:
            return {"form": error}


def _faults(outcomes: Mapping[Name, Outcome]) -> dict[Name, ReadoutsError]:
    """What became of none, and a second text that is the first one."""
    found = {name: outcome.failure.error for name, outcome in outcomes.items() if outcome.failure}
    ids = [outcome.document for outcome in outcomes.values()]
    if not found and len(ids) == 2 and ids[0] == ids[1]:
        error = InputError("both fields hold the same text", "Give the other side's text, or leave one field empty")
        found["second"] = error
    return found


def title(comparison: Comparison) -> str:
    """What a comparison is called in lists: the accounts and the contact, or the texts where there is none."""
    shown, contact = view.comparison(comparison), comparison.contact
    if contact is None:
        texts = [wording.quoted(wording.cut(source.title, 60, Span(0, 1))) for source in shown.sources]
        return f"{wording.listed([comparison.left.name, comparison.right.name])}: {wording.listed(texts)}"
    when = wording.days(contact.when)
    return shown.title if when == "open" else f"{shown.title}, {when}"


def stored(ids: Iterable[str], desk: Desk, *, anyway: bool = False) -> str:
    """Compares documents that are in the database; the id of the comparison. Raises as `corpus.compared` does."""
    with desk.reader.lent(desk.visitor) as tools:
        return corpus.compared(desk.store, list(ids), tools, desk.clock, title, anyway=anyway)


def _loaded(field: Field, desk: Desk, anyway: bool) -> Loaded:
    """The document of one field. Raises ReadoutsError."""
    options = Options(
        published=_day(field.published),
        publisher=field.publisher.strip() or None,
        anyway=anyway,
        allow_private=desk.allow_private,
        most=1,
    )
    if field.is_address:
        return _fetched(field.text.strip(), options, desk)
    if not field.text.strip():
        raise InputError("there is no text here", "Paste a text, or an address that starts with https://")
    _check_length(len(field.text), "the pasted text")
    if len(field.text.split()) == 1:
        raise InputError("one word is no text, and this one no address", "An address starts with https://")
    suffix = ".html" if _PAGE.match(field.text) else ".txt"
    return _bounded(made(field.text.encode("utf-8", "replace"), suffix, "the pasted text", options))


def _fetched(url: str, options: Options, desk: Desk) -> Loaded:
    """The one text at the address."""
    desk.reader.fetches(desk.visitor)
    found = list(islice(documents.loaded([url], options, lambda: b""), 2))
    if failed := next((each for each in found if isinstance(each, Failed)), None) if len(found) == 1 else None:
        raise failed.error
    if len(found) != 1 or not isinstance(found[0], Loaded):
        raise InputError(f"{url} leads to several texts", "Give the address of one")
    return _bounded(found[0])


def _note(field: Field, error: ReadoutsError, desk: Desk) -> None:
    """An address that failed is listed in the inbox; a pasted text is before the visitor's eyes."""
    if field.is_address:
        list(corpus.added([Failed(origin=field.origin, error=error)], desk.store, _unread, desk.clock))


def _unread(document: object) -> Failed:
    raise AssertionError(f"nothing is read here: {document}")


def _bounded(loaded: Loaded) -> Loaded:
    _check_length(len(loaded.document.text), loaded.document.origin or loaded.document.id)
    return loaded


def _check_length(signs: int, origin: str) -> None:
    if signs > MOST_SIGNS:
        raise InputError(
            f"{origin} has {signs:,} characters; the page reads {MOST_SIGNS:,}",
            "Take the part that tells of the contact, or use the command: readouts add",
        )


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written.strip()) if written.strip() else None
    except ValueError as error:
        raise InputError(f"{written!r} is no date", "Write it as YYYY-MM-DD, for example 2024-09-17") from error


# -- adding --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that a visitor sends."""

    name: str
    body: bytes


def added(addresses: Iterable[str], uploads: Iterable[Upload], about: Field, desk: Desk) -> list[Outcome]:
    """Adds what is at the addresses, and the files, to the database; what became of each. Failures are in the inbox.

    `about` tells publisher and day of all of them. Raises InputError where its day is none.
    """
    options = Options(published=_day(about.published), publisher=about.publisher.strip() or None,
                      allow_private=desk.allow_private, most=1)  # fmt: skip
    inputs = list(_limited([*_at(addresses, options, desk), *_in(uploads, options, desk)]))
    with desk.reader.lent(desk.visitor) as tools:
        return list(corpus.added(inputs, desk.store, corpus.reader(tools), desk.clock, tools.lexicon))


def _at(addresses: Iterable[str], options: Options, desk: Desk) -> Iterator[Loaded | Failed]:
    for url in addresses:
        try:
            if not _ADDRESS.fullmatch(url):
                raise InputError(f"{url} is not an http or https address", "Give one that starts with https://")
            yield _fetched(url, options, desk)
        except ReadoutsError as error:
            yield Failed(origin=url, error=error)


def _in(uploads: Iterable[Upload], options: Options, desk: Desk) -> Iterator[Loaded | Failed]:
    for upload in uploads:
        desk.reader.fetches(desk.visitor)
        name = PurePath(upload.name.replace("\\", "/")).name[:200] or "the file"
        try:
            yield from _file(name, upload.body, options)
        except ReadoutsError as error:
            yield Failed(origin=name, error=error)


def _file(name: str, body: bytes, options: Options) -> Iterator[Loaded | Failed]:
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"{name} is of an unknown type ({suffix or 'no ending'})", f"Known are {' '.join(SUFFIXES)}")
    if suffix == ".jsonl":
        yield from rows.lines(body.splitlines(), name, options)
    else:
        yield made(body, suffix, name, options)


def _limited(inputs: Iterable[Loaded | Failed]) -> Iterator[Loaded | Failed]:
    """The inputs; a text that is too long, or beyond what one request may bring, becomes a Failed."""
    left = MOST_AT_ONCE
    for each in inputs:
        if isinstance(each, Failed):
            yield each
            continue
        try:
            length = len(_bounded(each).document.text)
            if length > left:
                raise InputError(
                    f"the files hold more than the {MOST_AT_ONCE:,} characters that are read at once",
                    "Send the rest again, or use the command: readouts add",
                )
            left -= length
            yield each
        except InputError as error:
            yield Failed(origin=each.document.origin or each.document.id, error=error)


def trimmed(handed: Handed) -> Handed:
    """The form for showing again: a text over the limit is cut to it, so that a page cannot grow without end."""
    first, second = (replace(f, text=f.text[: MOST_SIGNS + 1000]) for f in (handed.first, handed.second))
    return Handed(first=first, second=second)
