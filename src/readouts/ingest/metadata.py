"""What a page says of its own day and publisher: JSON-LD, meta tags, time elements, title, address."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from readouts.ingest.days import Said

# Most telling first. Names as the page writes them, in lower case; of `property`, `name` and `itemprop` alike.
_DAY_TAGS = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "dcterms.issued",
    "dc.date.issued", "dcterms.date", "dc.date", "dcterms.created", "dc.date.created", "citation_publication_date",
    "citation_date", "parsely-pub-date", "sailthru.date", "publication_date", "publish-date", "publish_date",
    "publishdate", "pubdate", "pub_date", "article.published", "date",
)  # fmt: skip
_PUBLISHER_TAGS = ("og:site_name", "dcterms.publisher", "dc.publisher", "citation_publisher", "publisher",
                   "application-name")  # fmt: skip
_ARTICLES = frozenset("newsarticle article report blogposting specialannouncement pressrelease statement "
                      "analysisnewsarticle socialmediaposting".split())  # fmt: skip
_PAGES = frozenset("webpage itempage creativework".split())
_MOST_BYTES, _MOST_NODES = 1_000_000, 2_000  # of JSON-LD; beyond them the rest of a page's is not looked at
_PATH_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d\d?)[/-](\d\d?)(?=[/_-]|$)|/((?:19|20)\d\d)(\d\d)(\d\d)(?=[/_-]|$)")
_BARS = re.compile(r"(?<!\s)\s+[|–—:·»-]\s+|(?:(?<!\s)\s+)?\|\s*")


def days(tree: HtmlElement) -> Iterator[Said]:
    """The days of publication that the page states, most trusted first; the text's dateline is not among them."""
    for node in _nodes(tree):
        if written := _text(node.get("datePublished") or node.get("dateCreated")):
            yield Said(written, "json-ld")
    for written in _tags(tree, _DAY_TAGS):
        yield Said(written, "meta")
    for written in _times(tree):
        yield Said(written, "time")


def day_of_address(url: str | None) -> Iterator[Said]:
    """The day in the page's path ("/2031/06/04/"), as many systems file pages by the day they were put out."""
    if url and (found := _PATH_DAY.search(url.partition("?")[0])):
        year, month, day = (part for part in found.groups() if part)
        yield Said(f"{year}-{int(month):02}-{int(day):02}", "address")


def publishers(tree: HtmlElement) -> Iterator[Said]:
    """The publishers that the page names, most trusted first."""
    nodes = list(_nodes(tree))
    for node in nodes:
        for role in ("publisher", "sourceOrganization"):
            if name := _name(node.get(role), nodes):
                yield Said(name, "json-ld")
    for written in _tags(tree, _PUBLISHER_TAGS):
        if not written.startswith(("http:", "https:", "@")):
            yield Said(written, "meta")
    if name := _site_in_title(tree):
        yield Said(name, "title")


# -- JSON-LD -------------------------------------------------------------------------------------------------------


def _nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects about the page: articles before pages; nodes of other types (events, comments) left out.

    Objects that others name by @id come last, so that publishers can be looked up.
    """
    found = list(_objects(_blocks(tree)))
    kinds = [_kinds(node) for node in found]
    for wanted in (_ARTICLES, _PAGES):
        yield from (node for node, kind in zip(found, kinds, strict=True) if kind & wanted)
    yield from ({"@id": n["@id"], "name": n.get("name")} for n in found if n.get("@id") and n.get("name"))


def _blocks(tree: HtmlElement) -> list[Any]:
    blocks = []
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "").lower() and len(text) < _MOST_BYTES:
            try:
                blocks.append(json.loads(text, strict=False))
            except (ValueError, RecursionError):
                continue  # many pages carry broken ones; other signs remain
    return blocks


def _objects(blocks: list[Any]) -> Iterator[dict[str, Any]]:
    """Every object in them, outer ones first."""
    queue, seen = list(blocks), 0
    while queue and seen < _MOST_NODES:
        node = queue.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            queue += [value for value in node.values() if isinstance(value, dict | list)]
        elif isinstance(node, list):
            queue += [value for value in node if isinstance(value, dict | list)]


def _kinds(node: dict[str, Any]) -> frozenset[str]:
    kind = node.get("@type")
    return frozenset(str(k).lower() for k in (kind if isinstance(kind, list) else [kind]))


def _name(value: Any, nodes: list[dict[str, Any]]) -> str | None:
    """The name of an organisation that is written out, or named by its @id."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        same = (node for node in nodes if node.get("@id") == value.get("@id") is not None)
        return _text(value.get("name")) or next((n for node in same if (n := _text(node.get("name")))), None)
    return _text(value)


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


# -- tags ----------------------------------------------------------------------------------------------------------


def _tags(tree: HtmlElement, names: tuple[str, ...]) -> list[str]:
    """The contents of the meta tags of these names, in the names' order."""
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            if (name := (tag.get(attribute) or "").lower()) in names and (text := _text(tag.get("content"))):
                found.setdefault(name, text)
    return [found[name] for name in names if name in found]


def _times(tree: HtmlElement) -> Iterator[str]:
    """Time elements: one marked as the day of publication, else the first in the article, else the only one."""
    times = [(t, t.get("datetime") or t.get("content") or t.text_content()) for t in tree.iter("time")]
    marked = [w for t, w in times if t.get("itemprop") == "datePublished" or t.get("pubdate") is not None]
    inside = [w for t, w in times if _within(t, ("article", "main")) and not _within(t, ("aside", "nav", "footer"))]
    alone = [w for _, w in times] if len(times) == 1 else []
    yield from [*marked, *inside[:1], *alone][:1]


def _within(element: HtmlElement, names: tuple[str, ...]) -> bool:
    return next(element.iterancestors(*names), None) is not None


def _site_in_title(tree: HtmlElement) -> str | None:
    """What stands behind the article's own title in the page's ("Call with Telmark | Government of Marovia")."""
    title = next((_text(t.text_content()) for t in tree.iter("title")), None) or ""
    own = [*_tags(tree, ("og:title",)), *(t for h in tree.iter("h1") if (t := _text(h.text_content())))]
    parts = _BARS.split(title)
    if len(parts) < 2 or not any(parts[0] == text or text.startswith(f"{parts[0]} ") for text in own):
        return None
    return parts[-1] if parts[-1] and len(parts[-1]) <= 80 else None
