"""Inputs, as the user names them, to documents: files, folders, JSONL, archives, addresses, feeds, standard input."""

import io
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from readouts.errors import InputError, ReadoutsError
from readouts.ingest import archive, feeds, rows
from readouts.ingest import fetch as network
from readouts.ingest.fetch import Fetched, Unchanged, Validators
from readouts.ingest.made import Failed, Hints, Loaded, Options, Piece, made, suffix_of
from readouts.ingest.polite import Polite

__all__ = ["Failed", "Hints", "Loaded", "Options", "Piece", "fetched", "loaded", "of_entry", "of_page", "of_piece"]

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".jsonl", ".warc", ".warc.gz")
FEED_SUFFIXES = (".xml", ".rss", ".atom", ".xml.gz")  # a folder's are left alone: they lead to the network
MOST_FILE_BYTES = 200_000_000  # of one file on disk; .jsonl and .warc files are read bit by bit and have no limit
_MOST_SITEMAPS = 50  # of one index


def loaded(inputs: Iterable[str], options: Options, stdin: Callable[[], bytes]) -> Iterator[Loaded | Failed]:
    """The documents of the inputs in order; an input that fails gives a Failed, and the next one goes on.

    A folder gives its files of known type in name order, subfolders included, and skips others and hidden ones. A feed
    or sitemap gives the documents behind its entries, at most `options.most`; what is left gives a Failed.
    """
    for name in inputs:
        try:
            yield from _input(name, options, stdin)
        except ReadoutsError as error:
            yield Failed(origin=name, error=error)


def of_piece(piece: Piece, options: Options) -> Loaded | Failed:
    """The document of bytes that were taken out of an input before."""
    try:
        if piece.suffix == rows.SUFFIX:
            return rows.of_row(piece, options)
        return made(piece.raw, piece.suffix, piece.origin, options, url=piece.url, hints=piece.hints)
    except ReadoutsError as error:
        return Failed(origin=piece.origin, error=error)


def _input(name: str, options: Options, stdin: Callable[[], bytes]) -> Iterator[Loaded | Failed]:
    if name == "-":
        yield from _standard_input(stdin(), options)
    elif "://" in name:
        yield from _address(name, options)
    elif _is_folder(path := Path(name)):
        files = sorted(p for p in path.rglob("*") if _suffix(p, SUFFIXES) and not _hidden(p, path))
        if not files:
            raise InputError(f"the folder {name} has no file of a known type", f"Known are {' '.join(SUFFIXES)}")
        yield from loaded(map(str, files), options, stdin)
    else:
        yield from _file(path, options)


def _is_folder(path: Path) -> bool:
    """Whether it is one. Raises InputError for what can be no path: a text that was given in a file's place."""
    try:
        return path.is_dir()
    except OSError as error:
        shown = f"{str(path)[:40]}…" if len(str(path)) > 40 else str(path)
        raise InputError(
            f"{shown!r} is no path: {error.strerror}", "Give a text itself on standard input: -"
        ) from error


def _hidden(path: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(below).parts)


def _suffix(path: Path, known: tuple[str, ...]) -> str | None:
    """The longest known ending of the file's name; None when it has none of them."""
    return next((s for s in sorted(known, key=len, reverse=True) if path.name.lower().endswith(s)), None)


# -- files and standard input --------------------------------------------------------------------------------------


def _file(path: Path, options: Options) -> Iterator[Loaded | Failed]:
    known = (*SUFFIXES, *FEED_SUFFIXES)
    suffix = _suffix(path, known)
    if not path.exists():
        raise InputError(f"{path} does not exist", "Check the path")
    if suffix is None:
        remedy = f"Known are {' '.join(known)}; rename it if it is one of them"
        raise InputError(f"{path} is of an unknown type ({path.suffix.lower() or 'no ending'})", remedy)
    try:
        if suffix in (".jsonl", ".warc", ".warc.gz"):
            with path.open("rb") as stream:
                if suffix == ".jsonl":
                    yield from rows.lines(rows.short_lines(stream), str(path), options)
                else:
                    yield from archive.records(stream, str(path), options)
            return
        if path.stat().st_size > MOST_FILE_BYTES:
            raise InputError(f"{path} is larger than {MOST_FILE_BYTES // 1_000_000} MB", "Split it")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", "Check the path and its permissions") from error
    if suffix in FEED_SUFFIXES:
        yield from _behind(raw, str(path), options)
    else:
        yield made(raw, suffix, str(path), options)


def _standard_input(raw: bytes, options: Options) -> Iterator[Loaded | Failed]:
    """JSONL when the first line is a JSON object, else a feed, WARC, PDF, HTML or plain text by how it begins."""
    head = raw[:1000].lstrip()
    first = raw.lstrip().split(b"\n", 1)[0]
    if first.startswith(b"{") and rows.is_row(first):
        yield from rows.lines(raw.splitlines(), "-", options)
    elif feeds.kind_of(raw):
        yield from _behind(raw, "-", options)
    elif feeds.plain(raw, "-").startswith(b"WARC/"):
        yield from archive.records(io.BytesIO(raw), "-", options)
    elif head.startswith(b"%PDF"):
        yield made(raw, ".pdf", "-", options)
    else:
        yield made(raw, ".html" if head[:15].lower().startswith((b"<!doctype", b"<html")) else ".txt", "-", options)


# -- addresses and feeds -------------------------------------------------------------------------------------------


def _address(url: str, options: Options) -> Iterator[Loaded | Failed]:
    got = network.fetch(url, allow_private=options.allow_private)
    raw = feeds.plain(got.raw, url)
    if feeds.kind_of(raw):
        yield from _behind(raw, url, options, got.url, got.type)
    elif raw.startswith(b"WARC/"):
        yield from archive.records(io.BytesIO(raw), url, options)
    else:
        yield of_page(got, url, options)


def of_page(got: Fetched, origin: str, options: Options, hints: Hints | None = None) -> Loaded:
    """The document of one fetched page. Raises InputError for what is no page, text or PDF."""
    suffix = suffix_of(got.type)
    if suffix is None:
        raise InputError(f"{got.url} is of type {got.type}", "Only pages, plain text, PDF, feeds and sitemaps are read")
    hints = replace(hints or Hints(), encoding=got.encoding)
    return made(got.raw, suffix, origin, options, url=got.url, hints=hints)


def of_entry(entry: feeds.Entry, origin: str, options: Options, got: Fetched | None) -> Loaded:
    """The document of a feed's entry: the page behind its link, or the text in the feed where there is no link.

    Raises InputError.
    """
    hints = Hints(title=entry.title, published=entry.published, publisher=entry.publisher)
    if got is not None:
        return of_page(got, origin, options, hints)
    if not entry.html:
        raise InputError(f"{origin} has neither a link nor a text", "Tell the feed's publisher")
    return made(f"<html><body>{entry.html}</body></html>".encode(), ".html", origin, options, hints=hints)


def _behind(
    raw: bytes, origin: str, options: Options, url: str | None = None, media_type: str = ""
) -> Iterator[Loaded | Failed]:
    """The documents behind the entries of a feed or sitemap."""
    polite = Polite(partial(fetched, options.allow_private), time.monotonic, options.delay)
    feed = feeds.parsed(feeds.plain(raw, origin), origin, url, media_type)
    taken = 0
    for entry in _pages(feed, origin, options, polite):
        if isinstance(entry, Failed):
            yield entry
        elif taken == options.most:
            message = f"{origin} has more than {options.most} entries; the others are left out"
            yield Failed(origin=origin, error=InputError(message, "Ask for more with --most"))
            return
        else:
            taken += 1
            yield _entry(entry, origin, options, polite)
    if not taken:
        yield Failed(origin=origin, error=InputError(f"{origin} has no entries", "Look at it in a browser"))


def _pages(feed: feeds.Feed, origin: str, options: Options, polite: Polite) -> Iterator[feeds.Entry | Failed]:
    """The entries; those of an index are what its sitemaps hold."""
    if feed.kind != "index":
        yield from feed.entries
        return
    for entry in feed.entries[:_MOST_SITEMAPS]:
        try:
            got = _got(entry.url or "", polite)
            inner = feeds.parsed(feeds.plain(got.raw, got.url), got.url, got.url)
            if inner.kind == "index":
                raise InputError(f"{got.url} is an index within an index", "Give the inner one itself")
            yield from inner.entries
        except ReadoutsError as error:
            yield Failed(origin=entry.url or origin, error=error)
    if len(feed.entries) > _MOST_SITEMAPS:
        message = f"{origin} names {len(feed.entries)} sitemaps, the first {_MOST_SITEMAPS} are read"
        yield Failed(origin=origin, error=InputError(message, "Give the others by their own addresses"))


def _entry(entry: feeds.Entry, origin: str, options: Options, polite: Polite) -> Loaded | Failed:
    try:
        return of_entry(entry, entry.url or origin, options, _got(entry.url, polite) if entry.url else None)
    except ReadoutsError as error:
        return Failed(origin=entry.url or origin, error=error)


def _got(url: str, polite: Polite) -> Fetched:
    time.sleep(max(0.0, polite.ready(url) - time.monotonic()))
    got = polite.get(url)
    if isinstance(got, Unchanged):
        raise InputError(f"{url} answers 304 to a first request", "Try again later")
    return got


def fetched(allow_private: bool, url: str, known: Validators, allowed: network.Allowed | None) -> Fetched | Unchanged:
    """The one way to the network in the form that `Polite` calls it."""
    return network.refetch(url, known, allow_private=allow_private, allowed=allowed)
