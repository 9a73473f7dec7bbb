"""RSS, Atom and sitemaps to the entries in them. All of it may be hostile: sizes, depth and entities are bounded."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from readouts.errors import InputError
from readouts.ingest.unzip import Broken, TooLarge, is_gzip, unzipped

Kind = Literal["feed", "sitemap", "index"]  # an index names sitemaps instead of pages

MOST_FEED_BYTES = 5_000_000  # feedparser needs about 3 CPU seconds a megabyte
MOST_SITEMAP_BYTES = 52_428_800  # the bound of the sitemap protocol
_MOST_ADDRESSES = 50_000  # of one sitemap, by the same protocol
_DEEPEST = 200  # elements within elements; real feeds have under ten, pages quoted in them some dozens
_MOST_ATTRIBUTES = 500
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(rss|feed|RDF|urlset|sitemapindex)[\s>]")
_TAG = re.compile(rb"<(/?)([A-Za-z][\w:.-]*+)([^<>]*+)>")  # possessive, so that hostile bytes cost no more than others
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.I)
_DOCTYPE_END = re.compile(rb"[^\[>]*+(?:\[.*?\]\s*+)?>", re.S)
_VOID = frozenset(b"area base br col embed hr img input link meta source track wbr".split())
# What feedparser lets through where a damaged feed is not what it looks like.
_DAMAGE = (LookupError, ValueError, TypeError, AttributeError, AssertionError, RecursionError)
_HARM = "It is damaged, or made to do harm"
_GIVE = "Give the address of an RSS or Atom feed or a sitemap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed or sitemap says of one page."""

    url: str | None  # absolute; None: the entry has no link, only a text of its own
    title: str | None = None
    published: str | None = None  # as written
    updated: str | None = None  # as written; of a sitemap its lastmod
    publisher: str | None = None
    html: str | None = None  # the text in the feed itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed or sitemap."""

    kind: Kind
    entries: tuple[Entry, ...]  # each link once; a feed's in its own order, a sitemap's the last changed first


def kind_of(raw: bytes) -> Kind | None:
    """What the bytes are, by their outermost element; None: no feed and no sitemap."""
    head = _head(raw)
    found = _ROOT.search(head)
    if found is None or re.search(rb"<(?!\?|!)", head[: found.start()]):
        return None  # another element stands before it
    root = found[1]
    return "sitemap" if root == b"urlset" else "index" if root == b"sitemapindex" else "feed"


def plain(raw: bytes, origin: str) -> bytes:
    """The bytes, unpacked when they are gzip, as sitemaps often are. Raises InputError."""
    if not is_gzip(raw):
        return raw
    try:
        return unzipped([raw], "gzip", MOST_SITEMAP_BYTES)
    except TooLarge as error:
        message = f"{origin} unpacks to more than {MOST_SITEMAP_BYTES // 1_000_000} MB"
        raise InputError(message, "Split it into smaller files") from error
    except Broken as error:
        raise InputError(f"{origin} is damaged: {error}", "Fetch it again") from error


def parsed(raw: bytes, origin: str, url: str | None = None, media_type: str = "") -> Feed:
    """The feed or sitemap in the bytes; `url` is where they were got, for relative links. Raises InputError."""
    kind = kind_of(raw)
    if kind is None:
        raise InputError(f"{origin} is no feed and no sitemap", _GIVE)
    entries = _of_feed(raw, origin, url, media_type) if kind == "feed" else _of_sitemap(raw, origin, url)
    seen: dict[str, Entry] = {}
    for place, entry in enumerate(entries):
        seen.setdefault(entry.url or f" {place}", entry)
    return Feed(kind=kind, entries=tuple(seen.values()))


def _head(raw: bytes) -> bytes:
    """The beginning without what stands before the outermost element: declaration, comments, document type."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw[:20_000].decode("utf-16", "replace").encode()
    head = re.sub(rb"<!--.*?(?:-->|\Z)", b"", raw[:20_000], flags=re.S)
    if named := _DOCTYPE.search(head):
        ended = _DOCTYPE_END.match(head, named.end())
        return head[: named.start()] + head[ended.end() if ended else len(head) :]
    return head


# -- RSS and Atom --------------------------------------------------------------------------------------------------


def _of_feed(raw: bytes, origin: str, url: str | None, media_type: str) -> Iterator[Entry]:
    import feedparser  # imported late: most inputs are no feeds

    if len(raw) > MOST_FEED_BYTES:
        message = f"{origin} is a feed of more than {MOST_FEED_BYTES // 1_000_000} MB"
        raise InputError(message, "Ask its publisher for a shorter one, or for a sitemap")
    _check_tags(raw, origin)
    headers = {"content-type": media_type or "application/xml", **({"content-location": url} if url else {})}
    # A stream, never the bytes themselves: feedparser would take short ones for the name of a file to open.
    try:
        found = feedparser.parse(io.BytesIO(raw), response_headers=headers, sanitize_html=False)
    except _DAMAGE as error:
        raise InputError(f"{origin} cannot be read as a feed: {error!r}", _GIVE) from error
    if found.bozo and not found.entries and not found.feed.get("title"):
        raise InputError(f"{origin} cannot be read as a feed: {found.get('bozo_exception')}", _GIVE)
    return (_entry(entry, url) for entry in found.entries)


def _check_tags(raw: bytes, origin: str) -> None:
    """Raises InputError for elements too deep within each other, void ones of HTML aside, or with countless attributes:
    reading them takes time by the square of their number.
    """
    depth = 0
    for found in _TAG.finditer(raw):
        closes, name, rest = found.groups()
        if rest.count(b"=") > _MOST_ATTRIBUTES:
            raise InputError(f"{origin} has an element of more than {_MOST_ATTRIBUTES} attributes", _HARM)
        if rest.endswith(b"/") or name.lower() in _VOID:
            continue
        depth = max(0, depth - 1) if closes else depth + 1
        if depth > _DEEPEST:
            raise InputError(f"{origin} nests more than {_DEEPEST} elements", _HARM)


def _entry(entry: Any, base: str | None) -> Entry:
    texts = [content.get("value") for content in entry.get("content", ())]
    source = entry.get("source") or {}
    return Entry(
        url=_absolute(entry.get("link"), base),
        title=_words(entry.get("title")),
        published=entry.get("published") or entry.get("created"),
        updated=dict.get(entry, "updated"),  # its own get() would put the day of publication there
        publisher=_words(source.get("title")),
        html=next((text for text in texts if text), None) or entry.get("summary"),
    )


def _words(html: str | None) -> str | None:
    """A title without the tags and entities that some feeds leave in it."""
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^<>]*>", "", html)).split()) or None if html else None


def _absolute(link: str | None, base: str | None) -> str | None:
    """The address without the parts that tell only which way a reader came."""
    if not link or not link.strip():
        return None
    try:
        parts = urlsplit(urljoin(base or "", link.strip()))
    except ValueError:
        return link.strip()
    if "utm_" in parts.query:
        kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.startswith("utm_")]
        parts = parts._replace(query=urlencode(kept))
    return parts._replace(fragment="").geturl()


# -- sitemaps ------------------------------------------------------------------------------------------------------


def _of_sitemap(raw: bytes, origin: str, base: str | None) -> Iterator[Entry]:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    # Counted in the bytes, since the tree of so many elements would take gigabytes; entries have a few elements each.
    if raw.count(b"<loc") > 2 * _MOST_ADDRESSES or raw.count(b"<") > 40 * _MOST_ADDRESSES:
        remedy = "Its publisher must split it, as the sitemap protocol says"
        raise InputError(f"{origin} names more than {_MOST_ADDRESSES:,} pages", remedy)
    try:
        tree = fromstring(raw, forbid_dtd=True)
    except (DefusedXmlException, ParseError, LookupError, ValueError) as error:
        raise InputError(f"{origin} cannot be read as a sitemap: {error}", _GIVE) from error
    pages = [_page(element, base) for element in tree if _local(element) in ("url", "sitemap")]
    # ISO 8601 sorts as text; the order of a sitemap itself means nothing.
    return iter(sorted(pages, key=lambda page: page.published or page.updated or "", reverse=True))


def _page(element: Element, base: str | None) -> Entry:
    """An entry of a sitemap; the extension for news says more than the day of the last change."""
    said = {_local(inner): (inner.text or "").strip() or None for inner in element.iter()}
    return Entry(
        url=_absolute(said.get("loc"), base),
        title=said.get("title"),
        published=said.get("publication_date"),
        updated=said.get("lastmod"),
        publisher=said.get("name"),
    )


def _local(element: Element) -> str:
    """The element's name without its namespace, which sitemaps write in several ways."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
