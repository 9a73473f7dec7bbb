"""HTML to text through trafilatura, with the share of the page's words that survived."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from readouts.errors import InputError
from readouts.ingest import metadata
from readouts.ingest.days import Said
from readouts.ingest.decode import cleaned
from readouts.ingest.selectors import Selected, Selectors
from readouts.text import words

# Below this share of the page's words the extraction is not trusted and the page's own paragraphs are taken.
# Announcement pages carry menus and link lists: a good extraction of a short readout keeps half to nearly all.
_LEAST_COVERAGE = 0.4
# trafilatura needs 50 microseconds a tag; a page of more tags than any statement's is read by its paragraphs alone.
_MOST_TAGS = 50_000
# libxml2 compares each attribute of a tag with all others: 50,000 take it minutes.
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000,}+")
_MOST_ATTRIBUTES = 5_000
_NOT_TAKEN = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # by XML 1.0
_FURNITURE = "script style noscript template nav header footer aside form button select svg iframe figure".split()
_BLOCKS = "p div li blockquote h1 h2 h3 h4 td br section article".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The readable part of an HTML page."""

    text: str  # "" when the page has no words
    title: str | None
    publishers: tuple[Said, ...]  # as the page names them, most trusted first
    days: tuple[Said, ...]  # of publication, as the page states them, most trusted first
    signs: tuple[Said, ...]  # weaker signs of the day, to be asked after the text's own dateline
    coverage: float  # share (0..1) of the words outside menus, headers and footers that `text` kept


def page(html: str, url: str | None = None, selectors: Selectors | None = None, origin: str = "the page") -> Page:
    """The page's text, a paragraph a line, its title first, and what it says of its day and publisher.

    Selectors, where the user gives them, say which elements hold the text, title and day. Raises InputError for a page
    nested so deep that a part of it cannot be read: what is lost would look like silence.
    """
    tree = tree_of(html, origin)
    said = (tuple(metadata.days(tree)), tuple(metadata.publishers(tree))) if tree is not None else ((), ())
    found = selectors.applied(tree) if selectors and tree is not None else None
    read = _read(_written(tree) if found and selectors and selectors.drop else html, url)
    title = (found and found.title) or read.title
    if found and found.text:
        body, coverage = cleaned("\n".join(map(_lines, found.text))), 1.0
    else:
        body, coverage = _body(read.text, _lines(tree) if tree is not None else "")
    return Page(
        text=cleaned(f"{title}\n\n{body}") if title and body and title not in body[: len(title) + 200] else body,
        title=title,
        publishers=said[1],
        days=(*_selected(found), *said[0]),
        signs=(*metadata.day_of_address(url), *((Said(read.day, "page"),) if read.day else ())),
        coverage=round(coverage, 3),
    )


def tree_of(html: str, origin: str) -> HtmlElement | None:
    """The page's elements; None when there are none. Raises InputError for a page nested too deep to be read whole."""
    if any(len(re.findall(r"[\s=]+", tag)) > 2 * _MOST_ATTRIBUTES for tag in _LONG_TAG.findall(html)):
        remedy = "It is damaged, or made to do harm; save its text and give that"
        raise InputError(f"{origin} has a tag with more than {_MOST_ATTRIBUTES:,} attributes", remedy)
    parser = lxml_html.HTMLParser(encoding="utf-8")
    try:
        tree = lxml_html.fromstring(html.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, ValueError):
        tree = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        remedy = "It is damaged, or made to do harm; save its text and give that"
        raise InputError(f"{origin} nests elements too deep to be read whole", remedy)
    return tree


@dataclass(frozen=True, slots=True)
class _Extracted:
    """What trafilatura makes of the page."""

    text: str
    title: str | None
    day: str | None


def _read(html: str, url: str | None) -> _Extracted:
    import trafilatura  # imported late: a tenth of a second that text files need not pay

    if html.count("<") > _MOST_TAGS:
        return _Extracted("", None, None)
    try:
        found = trafilatura.bare_extraction(
            html, url=url, favor_recall=True, include_comments=False, with_metadata=False, include_links=False,
            include_formatting=False,
        )  # fmt: skip
        meta = trafilatura.extract_metadata(html, default_url=url, extensive=False)
    except RecursionError:  # elements nested thousands deep; the paragraphs can still be read
        return _Extracted("", None, None)
    text = cleaned(found.text or "") if found else ""
    return _Extracted(text, _title(meta.title) if meta else None, meta.date if meta else None)


def _body(extracted: str, visible: str) -> tuple[str, float]:
    """The page's text and its coverage: what was extracted, or all that is visible when too much was lost."""
    visible = cleaned(visible)
    coverage = _share(extracted, visible)
    if coverage < _LEAST_COVERAGE and _share(visible, visible) > 0:
        return visible, 1.0
    return extracted, coverage


def _title(title: str | None) -> str | None:
    """The title without the site's name behind a bar or dash, which outlets append."""
    if not title:
        return None
    return cleaned(re.split(r"(?<!\s)\s+[|–—]\s+", title)[0]) or None


def _selected(found: Selected | None) -> Iterator[Said]:
    if found and found.day:
        yield Said(found.day, "selector")


def _written(tree: HtmlElement | None) -> str:
    return str(lxml_html.tostring(tree, encoding="unicode")) if tree is not None else ""


def _lines(tree: HtmlElement) -> str:
    """The text of the element's blocks outside menus, headers, footers and scripts, a block a line."""
    etree.strip_elements(tree, etree.Comment, *_FURNITURE, with_tail=False)
    for block in tree.iter(*_BLOCKS):
        # A page can hold signs that the tree gives and does not take: "&#1;".
        block.tail = "\n" + _NOT_TAKEN.sub("", block.tail or "")
        block.text = "\n" + _NOT_TAKEN.sub("", block.text or "")
    body = tree.find(".//body")
    lines = (" ".join(line.split()) for line in (body if body is not None else tree).text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _share(part: str, whole: str) -> float:
    """Words in the one for each word in the other, at most 1; 0 when the whole has none."""
    total = sum(1 for _ in words(whole))
    return min(1.0, sum(1 for _ in words(part)) / total) if total else float(bool(part))
