"""The bytes of one page, text or PDF to its document."""

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from readouts.errors import InputError, ReadoutsError
from readouts.ingest.days import Said, chosen
from readouts.ingest.decode import MOST_CHARACTERS, checked_length, cleaned, decoded
from readouts.ingest.fetch import MOST_BYTES
from readouts.ingest.language import language
from readouts.ingest.letterhead import dateline, headline
from readouts.ingest.offices import office
from readouts.ingest.pdf import pdf_text
from readouts.records import Document, KnownFrom, digest
from readouts.text import Span, located

if TYPE_CHECKING:
    from readouts.ingest.selectors import Selectors  # lxml comes with it

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,40})", re.I)
MOST_ENTRIES = 200  # of one feed, sitemap or listing page


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user says about the inputs; it goes before what the inputs say of themselves."""

    published: date | None = None
    publisher: str | None = None
    issuer: str | None = None  # Party.id in whose voice the documents speak
    zone: tzinfo | None = None  # the publisher's time zone, for stamps that are written in another
    selectors: "Selectors | None" = None  # where on a page the text, title and day stand
    anyway: bool = False  # go on with a text that is not English
    allow_private: bool = False  # fetch from private and local addresses
    most: int = MOST_ENTRIES  # documents behind one feed or sitemap
    delay: float = 1.0  # seconds between two pages of one host, when a feed leads to several


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a feed, sitemap or archive says about a page; the user's word goes before it."""

    title: str | None = None
    published: str | None = None  # as written
    publisher: str | None = None
    retrieved: datetime | None = None  # when the bytes were got; None: now, or not known
    encoding: str | None = None  # of the bytes, as the server says


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One document as it lies in an input: its bytes, not read yet."""

    origin: str  # what to call it in messages
    raw: bytes
    suffix: str  # what kind the bytes are of: ".html", ".pdf" ...; ".jsonl": one row
    url: str | None = None
    hints: Hints | None = None

    @property
    def content(self) -> str:
        """SHA-256 of address and bytes, hexadecimal: the same page of the same address is the same document.

        How a row ends does not count: a file's last line may get its line end when others are added.
        """
        raw = self.raw.strip() if self.suffix == ".jsonl" else self.raw
        return hashlib.sha256((self.url or "").encode("utf-8", "surrogatepass") + b"\0" + raw).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A document and the bytes it was made from (a JSONL document: its line)."""

    document: Document
    raw: bytes
    retrieved: datetime | None = None  # when an archive got the bytes; None: just now, or not known


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An input that gave no document, and why."""

    origin: str
    error: ReadoutsError


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What one file's bytes hold. Days and publishers are as the file states them, most trusted first."""

    text: str
    title: str | None = None
    publishers: Iterable[Said] = ()
    days: Iterable[Said] = ()
    signs: Iterable[Said] = ()  # of the day, weaker than the text's own dateline
    coverage: float | None = None


def made(
    raw: bytes, suffix: str, origin: str, options: Options, *, url: str | None = None, hints: Hints | None = None
) -> Loaded:
    """The document of one file's bytes; the suffix tells its kind. Raises InputError."""
    hints = hints or Hints()
    if len(raw) > _MOST_BYTES[suffix]:
        most = f"{_MOST_BYTES[suffix] // 1_000_000} MB, the most for {suffix}"
        raise InputError(f"{origin} has {len(raw) / 1e6:.1f} MB: over {most}", "Save the part you need by itself")
    read = _KINDS[suffix](raw, origin, url, options, hints.encoding)
    text = checked_length(read.text, origin)
    refuse_other_languages(text, None, origin, options)
    title = hints.title or read.title
    top = standing(title, text) or standing(read.title, text) or headline(text)
    publisher, publisher_basis = _publisher(read, text, options, hints)
    published, published_basis = _published(read, text, options, hints)
    return Loaded(
        document=Document(
            id=digest(publisher, url, text),
            text=text,
            title=title or (top.of(text) if top else None),
            headline=top,
            publisher=publisher,
            published=published,
            language=language(text),
            url=url,
            origin=origin,
            coverage=read.coverage,
            raw=hashlib.sha256(raw).hexdigest(),
            issuer=options.issuer,
            published_basis=published_basis,
            publisher_basis=publisher_basis,
        ),
        raw=raw,
        retrieved=hints.retrieved,
    )


def standing(title: str | None, text: str) -> Span | None:
    """Where the title stands at the top of the text; None when it does not."""
    span = located(text[: len(title) + 200], title) if title else None
    return span if span and not text[: span.start].strip(" \n#*") else None


def refuse_other_languages(text: str, stated: str | None, origin: str, options: Options) -> None:
    """Raises InputError for a text of five words or more that is not English, unless the user wants it anyway."""
    english = (stated or "en").partition("-")[0] == "en" and language(text) == "en"
    if not english and not options.anyway and len(text.split()) >= 5:
        raise InputError(f"{origin} is not in English", "Give an English version, or add --anyway to try all the same")


def _publisher(read: _Read, text: str, options: Options, hints: Hints) -> tuple[str | None, KnownFrom | None]:
    """Who put it out and where that is known from."""
    if options.publisher:
        return options.publisher, "user"
    if hints.publisher:
        return hints.publisher, "feed"
    if said := next(iter(read.publishers), None):
        return said.value, said.basis
    named = office(text)
    return named, "letterhead" if named else None


def _published(read: _Read, text: str, options: Options, hints: Hints) -> tuple[date | None, KnownFrom | None]:
    """The day of publication and where it is known from."""
    if options.published:
        return options.published, "user"
    told = [Said(hints.published, "feed")] if hints.published else []
    own = dateline(text)
    lines = [Said(own.isoformat(), "dateline")] if own else []
    return chosen([*told, *read.days, *lines, *read.signs], options.zone) or (None, None)


def _plain(raw: bytes, origin: str, url: str | None, options: Options, encoding: str | None) -> _Read:
    return _Read(text=cleaned(decoded(raw, origin, encoding)))


def _html(raw: bytes, origin: str, url: str | None, options: Options, encoding: str | None) -> _Read:
    from readouts.ingest.page import page  # imported late: a plain text does not need lxml

    stated = _CHARSET.search(raw[:4096])
    encoding = encoding or (stated[1].decode("ascii") if stated else None)
    got = page(decoded(raw, origin, encoding), url, options.selectors, origin)
    return _Read(text=got.text, title=got.title, publishers=got.publishers, days=got.days, signs=got.signs,
                 coverage=got.coverage)  # fmt: skip


def _pdf(raw: bytes, origin: str, url: str | None, options: Options, encoding: str | None) -> _Read:
    text, title = pdf_text(raw, origin)
    return _Read(text=text, title=title)


_KINDS: dict[str, Callable[[bytes, str, str | None, Options, str | None], _Read]] = {
    ".txt": _plain, ".md": _plain, ".html": _html, ".htm": _html, ".pdf": _pdf,
}  # fmt: skip
# A text of MOST_CHARACTERS has no more bytes in any encoding; a page on disk may be as large as one from the network,
# as each megabyte of tags takes a second; PDF hold pictures.
_MOST_BYTES = {".txt": 4 * MOST_CHARACTERS, ".md": 4 * MOST_CHARACTERS, ".html": MOST_BYTES, ".htm": MOST_BYTES,
               ".pdf": 200_000_000}  # fmt: skip
_TYPES = {"text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "text/plain": ".txt"}


def suffix_of(media_type: str) -> str | None:
    """The kind of file that a media type stands for; None for those that are not read."""
    return _TYPES.get(media_type)
