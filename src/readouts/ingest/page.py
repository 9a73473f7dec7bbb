"""HTML to text through trafilatura, with the share of the page's words that survived."""

import re
from dataclasses import dataclass
from datetime import date

from readouts.ingest.decode import cleaned
from readouts.text import words

# Below this share of the page's words the extraction is not trusted and the page's own paragraphs are taken.
# Announcement pages carry menus and link lists: a good extraction of a short readout keeps half to nearly all.
_LEAST_COVERAGE = 0.4
_FURNITURE = "script style noscript template nav header footer aside form button select svg iframe figure".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The readable part of an HTML page."""

    text: str  # "" when the page has no words
    title: str | None
    publisher: str | None
    published: date | None
    coverage: float  # share (0..1) of the words outside menus, headers and footers that `text` kept


def page(html: str, url: str | None = None) -> Page:
    """The page's text, a paragraph a line, its title first, and what its metadata say."""
    import trafilatura  # imported late: a tenth of a second that text files need not pay

    found = trafilatura.bare_extraction(
        html, url=url, favor_recall=True, include_comments=False, with_metadata=False, include_links=False,
        include_formatting=False, date_extraction_params={"extensive_search": False, "original_date": True},
    )  # fmt: skip
    meta = trafilatura.extract_metadata(html, default_url=url, extensive=False)
    body, visible = cleaned(found.text or "") if found else "", cleaned(_visible(html))
    coverage = _share(body, visible)
    if coverage < _LEAST_COVERAGE and _share(visible, visible) > 0:
        body, coverage = visible, 1.0
    title = _title(meta.title if meta else None)
    return Page(
        text=cleaned(f"{title}\n\n{body}") if title and body and title not in body[: len(title) + 200] else body,
        title=title,
        publisher=(meta.sitename or None) if meta else None,
        published=_day(meta.date if meta else None),
        coverage=round(coverage, 3),
    )


def _title(title: str | None) -> str | None:
    """The title without the site's name behind a bar or dash, which outlets append."""
    if not title:
        return None
    return cleaned(re.split(r"\s+[|–—]\s+", title)[0]) or None


def _day(iso: str | None) -> date | None:
    try:
        return date.fromisoformat(iso[:10]) if iso else None
    except ValueError:
        return None


def _visible(html: str) -> str:
    """The text of the page's blocks outside menus, headers, footers and scripts, a block a line."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        tree = lxml_html.fromstring(html.encode("utf-8", "ignore"), parser=lxml_html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return ""
    etree.strip_elements(tree, etree.Comment, *_FURNITURE, with_tail=False)
    for block in tree.iter("p", "div", "li", "blockquote", "h1", "h2", "h3", "h4", "td", "br", "section", "article"):
        block.tail = "\n" + (block.tail or "")
        block.text = "\n" + (block.text or "")
    body = tree.find(".//body")
    lines = (" ".join(line.split()) for line in (body if body is not None else tree).text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def _share(part: str, whole: str) -> float:
    """Words in the one for each word in the other, at most 1; 0 when the whole has none."""
    total = sum(1 for _ in words(whole))
    return min(1.0, sum(1 for _ in words(part)) / total) if total else float(bool(part))
