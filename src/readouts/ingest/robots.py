"""What sites let programs fetch: their robots.txt (RFC 9309), asked for once a day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from readouts.errors import FetchError
from readouts.ingest.fetch import AGENT, Fetched

if TYPE_CHECKING:
    from protego import Protego

KEPT_SECONDS = 24 * 3600.0  # RFC 9309 lets a copy be used for a day
_RETRY_SECONDS = 600.0  # after which a site whose robots.txt could not be fetched is asked again
_MOST_BYTES = 512_000  # the rest of a longer file is not looked at, as RFC 9309 allows
_LONGEST_DELAY = 300.0  # seconds; more than that between two pages is taken for a slip


@dataclass(frozen=True, slots=True)
class _Rules:
    """One site's rules, and until when they hold."""

    until: float
    rules: "Protego | None"  # None: the file could not be fetched, so nothing may be
    why: str = ""


class Robots:
    """Asks sites for their rules and keeps the answers. Holds one answer a site."""

    def __init__(self, fetch: Callable[[str], Fetched], now: Callable[[], float]) -> None:
        """`fetch` gets robots.txt files, `now` tells seconds of any clock."""
        self._fetch, self._now = fetch, now
        self._known: dict[str, _Rules] = {}

    def check(self, url: str) -> None:
        """Raises FetchError when the site does not let us fetch the address, or cannot be asked."""
        site = _site(url)
        if site is None:
            return  # no web address: the fetch itself says so
        found = self._of(site)
        if found.rules is None:
            remedy = "Try again later; while a site cannot be asked, nothing of it is fetched"
            raise FetchError(f"{url} is not fetched, since {site}/robots.txt cannot be: {found.why}", remedy)
        if not found.rules.can_fetch(url, AGENT):
            remedy = "Ask the site's owner, or save the page by hand and give the file"
            raise FetchError(f"{url} may not be fetched by programs ({site}/robots.txt)", remedy)

    def delay(self, url: str) -> float:
        """Seconds that the site wants between two pages; 0 when it does not say or was not asked yet."""
        found = self._known.get(_site(url) or "")
        wanted = found.rules.crawl_delay(AGENT) if found and found.rules else None
        return min(float(wanted or 0.0), _LONGEST_DELAY)

    def _of(self, site: str) -> _Rules:
        known = self._known.get(site)
        if known is None or known.until <= self._now():
            known = self._known[site] = self._asked(site)
        return known

    def _asked(self, site: str) -> _Rules:
        """No such file means no rules; a site that fails to answer may have some, so all is forbidden for a while."""
        from protego import Protego

        try:
            text = self._fetch(f"{site}/robots.txt").raw[:_MOST_BYTES].decode("utf-8", "replace")
        except FetchError as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                return _Rules(self._now() + KEPT_SECONDS, Protego.parse(""))
            return _Rules(self._now() + (error.wait or _RETRY_SECONDS), None, str(error))
        return _Rules(self._now() + KEPT_SECONDS, Protego.parse(text))


def _site(url: str) -> str | None:
    """Scheme, host and port: what one robots.txt speaks for."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}" if parts.scheme and parts.netloc else None
