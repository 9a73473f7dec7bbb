"""Fetching many pages without being a burden: one at a time from each host, with a pause, as robots.txt allows."""

from collections.abc import Callable
from typing import Protocol
from urllib.parse import urlsplit

from readouts.errors import FetchError
from readouts.ingest.fetch import Allowed, Fetched, Unchanged, Validators
from readouts.ingest.robots import Robots


class Fetch(Protocol):
    """Gets an address, as `fetch.refetch` does. Raises FetchError."""

    def __call__(self, url: str, known: Validators, allowed: Allowed | None) -> Fetched | Unchanged: ...


class Polite:
    """Fetches in turn. Holds when each host was last asked, and what its robots.txt says.

    It never waits itself: ask `ready` when an address may be fetched, and wait that long.
    """

    def __init__(self, fetch: Fetch, now: Callable[[], float], delay: float) -> None:
        """`now` tells seconds of any clock; `delay` is the least pause in seconds between two pages of a host."""
        self._fetch, self._now, self._delay = fetch, now, delay
        self._last: dict[str, float] = {}
        self._pauses: dict[str, float] = {}
        self._robots = Robots(self._rules, now)

    def ready(self, url: str) -> float:
        """When the host may be asked again, by the clock; in the past when it may now."""
        host = _host(url)
        if host not in self._last:
            return 0.0
        last = min(self._last[host], self._now())  # a clock that was set back must not make for a long pause
        return last + max(self._pauses.get(host, self._delay), self._robots.delay(url))

    def get(self, url: str, known: Validators | None = None, delay: float | None = None) -> Fetched | Unchanged:
        """What the address gives now. `delay` sets this host's pause from here on. Raises FetchError."""
        host = _host(url)
        if delay is not None:
            self._pauses[host] = delay
        try:
            return self._fetch(url, known or Validators(), self._robots.check)
        finally:
            self._last[host] = self._now()

    def _rules(self, url: str) -> Fetched:
        got = self._fetch(url, Validators(), None)
        if isinstance(got, Unchanged):
            raise FetchError(f"{url} answers 304 to a first request", "Try again later", status=304)
        return got


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
