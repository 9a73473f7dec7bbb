"""Where on a site's pages the text, title, day and links stand, as the user says by CSS or XPath."""

from dataclasses import dataclass, fields
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from readouts.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class Selected:
    """What the selectors found on one page."""

    text: tuple[HtmlElement, ...]  # outermost elements, copied, in page order
    title: str | None
    day: str | None  # as written


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS or XPath expressions; one that starts with "/", "(" or "./" is XPath. None: not given."""

    text: str | None = None
    title: str | None = None
    date: str | None = None
    drop: str | None = None  # elements taken out before anything is read
    links: str | None = None  # on a page that lists others: the links to follow

    def __post_init__(self) -> None:
        """Raises InputError for an expression that cannot be understood."""
        for field in fields(self):
            if written := getattr(self, field.name):
                _compiled(written)

    def applied(self, tree: HtmlElement) -> Selected:
        """What they find on the page. The page itself loses the dropped elements, and keeps all else."""
        for element in self._found(self.drop, tree):
            if isinstance(element, etree._Element) and element.getparent() is not None:
                element.drop_tree()
        chosen = [e for e in self._found(self.text, tree) if isinstance(e, etree._Element)]
        outer = [e for e in chosen if not any(up in chosen for up in e.iterancestors())]
        return Selected(text=tuple(map(_copied, outer)), title=self._words(self.title, tree), day=self._day(tree))

    def addresses(self, tree: HtmlElement) -> list[str]:
        """The links of a listing page, in its order, as written."""
        hrefs = (e.get("href") if isinstance(e, etree._Element) else str(e) for e in self._found(self.links, tree))
        return list(dict.fromkeys(href.strip() for href in hrefs if href and href.strip()))

    def _found(self, written: str | None, tree: HtmlElement) -> list[Any]:
        if not written:
            return []
        try:
            found = _compiled(written)(tree)
        except (
            etree.XPathError
        ) as error:  # a name within a predicate is looked up only where there is something to test
            raise _wrong(written, error) from error
        return found if isinstance(found, list) else [found]

    def _words(self, written: str | None, tree: HtmlElement) -> str | None:
        for one in self._found(written, tree):
            text = " ".join((one.text_content() if isinstance(one, HtmlElement) else str(one)).split())
            if text:
                return text
        return None

    def _day(self, tree: HtmlElement) -> str | None:
        """A time element says it in its attribute, for machines."""
        first = next(iter(self._found(self.date, tree)), None)
        if isinstance(first, HtmlElement) and (stated := first.get("datetime") or first.get("content")):
            return str(stated)
        return self._words(self.date, tree)


def _compiled(written: str) -> Any:
    """The expression as a function of a tree. Raises InputError."""
    from cssselect import SelectorError
    from lxml.cssselect import CSSSelector

    try:
        made = etree.XPath(written) if _is_path(written) else CSSSelector(written, translator="html")
        made(etree.Element("html"))  # prefixes, functions and variables that nobody knows show only here
    except (
        etree.XPathError,
        SelectorError,
        SyntaxError,
        ValueError,
    ) as error:  # ValueError: signs that XML cannot hold
        raise _wrong(written, error) from error
    return made


def _is_path(written: str) -> bool:
    return written.lstrip().startswith(("/", "(", "./"))


def _wrong(written: str, error: Exception) -> InputError:
    kind = "XPath expression" if _is_path(written) else "CSS selector"
    return InputError(f"{written!r} is no {kind}: {error}", "Try it in a browser's developer tools")


def _copied(element: HtmlElement) -> HtmlElement:
    from copy import deepcopy

    copy = deepcopy(element)
    copy.tail = None
    return copy
