"""Following sources: each visited on its own schedule, each page taken once and looked at again for changes.

Plain functions of sources, memory, clock, fetching and sink; `cli_watch` gives them the real ones. All runs in one
thread: a visit is a generator that asks for addresses, and `watch` answers whichever host may be asked next, so a slow
or broken source holds the others up for one page at most.
"""

import random
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol
from urllib.parse import urljoin

from readouts.errors import FetchError, InputError, ReadoutsError
from readouts.ingest import feeds
from readouts.ingest.decode import decoded
from readouts.ingest.documents import of_entry
from readouts.ingest.feeds import Entry
from readouts.ingest.fetch import LONGEST_WAIT, Fetched, Unchanged, Validators
from readouts.ingest.made import Loaded
from readouts.ingest.page import tree_of
from readouts.ingest.polite import Polite
from readouts.ingest.seen import Known, Seen, State
from readouts.ingest.selectors import Selectors
from readouts.ingest.sources import Source
from readouts.records import digest

Kind = Literal["new", "changed", "same", "failed", "visited", "resting"]
Sink = Callable[[Loaded], object]
_GONE = (404, 410)
_MOST_TRIES = 6  # of a page that never gave a document; with the pauses between them they take about a day
_FIRST_PAUSE, _LONGEST_PAUSE = 900.0, 86400.0  # seconds after a first failure, and at most
_MOST_SITEMAPS = 50


class Clock(Protocol):
    """Tells time and lets it pass."""

    def now(self) -> float:
        """Seconds since 1970, UTC."""

    def wait(self, seconds: float) -> bool:
        """Lets the seconds pass; False, and at once, when the watch is to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that happened, for the one who looks on."""

    source: str
    kind: Kind  # of a page: a new document, a changed one, the same again; of either: failed; of a source: the others
    detail: str  # an address, or what went wrong
    url: str = ""  # of the page, or of the source


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What a watch works with."""

    state: State
    polite: Polite
    clock: Clock
    sink: Sink  # takes each new or changed document; it is remembered as taken only when this returns
    tell: Callable[[Note], object]
    allow_private: bool = False
    chance: Callable[[], float] = field(default=random.random)  # 0 up to 1, for spreading requests


@dataclass(frozen=True, slots=True)
class _Ask:
    """An address that a visit wants next."""

    url: str
    known: Validators


_Answer = Fetched | Unchanged | FetchError
_Visit = Generator[_Ask, _Answer, None]


def watch(sources: Sequence[Source], at: Watch, *, once: bool) -> Counter[Kind]:
    """Visits the sources as they fall due until the clock says to end, or each once; returns what happened how often.

    With `once` a source that failed lately is left until its pause is over.
    """
    counts: Counter[Kind] = Counter()

    def tell(note: Note) -> None:
        counts[note.kind] += 1
        at.tell(note)

    _follow(sources, replace(at, tell=tell), once)
    return counts


def _follow(sources: Sequence[Source], at: Watch, once: bool) -> None:
    going: dict[Source, tuple[_Visit, _Ask]] = {}
    waiting = list(_due(sources, at, once))
    while at.clock.wait(0):
        for source in waiting:
            _advance(source, visit(source, at), None, going, at)
        if going:
            source = min(going, key=lambda s: at.polite.ready(going[s][1].url))
            begun, ask = going[source]
            if not at.clock.wait(max(0.0, at.polite.ready(ask.url) - at.clock.now())):
                return
            _advance(source, begun, ask, going, at)
        elif once or not at.clock.wait(_until_next(sources, at)):
            return
        waiting = [] if once else [s for s in _due(sources, at, False) if s not in going]


def _due(sources: Iterable[Source], at: Watch, once: bool) -> Iterable[Source]:
    for source in sources:
        left = _left(source, at)
        if left <= 0 or (once and not at.state.source(source.name, source.url).failures):
            yield source
        elif once:
            left /= 60
            at.tell(Note(source=source.name, kind="resting", detail=f"it failed lately; again in {left:.0f} minutes"))


def _until_next(sources: Iterable[Source], at: Watch) -> float:
    """Seconds until a source falls due."""
    return min(_left(source, at) for source in sources)


def _left(source: Source, at: Watch) -> float:
    """Seconds until the source falls due; 0 when it is due.

    Where more are left than any pause has, the clock was ahead and has been set back since: it is due.
    """
    known = at.state.source(source.name, source.url)
    left = known.next - at.clock.now()
    longest = max(LONGEST_WAIT, 1.25 * _LONGEST_PAUSE) if known.failures else 1.05 * source.every
    return left if 0 < left <= longest else 0.0


def _advance(
    source: Source, begun: _Visit, ask: _Ask | None, going: dict[Source, tuple[_Visit, _Ask]], at: Watch
) -> None:
    """Gets what a visit asked for and lets it go on to its next question, or end."""
    going.pop(source, None)
    try:
        going[source] = begun, (begun.send(_answer(source, ask, at)) if ask else next(begun))
    except StopIteration:
        return
    except ReadoutsError as error:
        _source_failed(source, error, at)
    except Exception as error:  # as in the pipeline: a fault of ours with one source must not end the others
        _source_failed(source, _fault(error), at)


def _answer(source: Source, ask: _Ask, at: Watch) -> _Answer:
    try:
        return at.polite.get(ask.url, ask.known, source.delay)
    except FetchError as error:
        return error


def _fault(error: Exception) -> ReadoutsError:
    return ReadoutsError(f"{type(error).__name__}: {error}", "Please report it, with the address")


# -- one source ----------------------------------------------------------------------------------------------------


def visit(source: Source, at: Watch) -> _Visit:
    """One visit of a source: its entries noted, those that are due taken. Yields the addresses that it needs."""
    known = at.state.source(source.name, source.url)
    answer = yield _Ask(source.url, known.validators)
    if isinstance(answer, FetchError):
        _source_failed(source, answer, at)
        return
    told, validators = "not changed", known.validators
    if isinstance(answer, Fetched):
        told, validators = (yield from _noted(source, answer, at)), answer.validators
    for seen in at.state.due(source.name, at.clock.now(), max(source.recheck, LONGEST_WAIT)):
        yield from _look(source, seen, at)
    due = at.clock.now() + source.every * (1 + at.chance() / 20)
    at.state.visited(source.name, source.url, Known(next=due, validators=validators))
    at.tell(Note(source=source.name, kind="visited", detail=told, url=source.url))


def _source_failed(source: Source, error: ReadoutsError, at: Watch) -> None:
    """The source rests, longer after each failure in a row; what was remembered of it stays."""
    known = at.state.source(source.name, source.url)
    failures = known.failures + 1
    pause = _pause(failures, min(max(source.every / 4, 60.0), _FIRST_PAUSE), error, at)
    again = Known(next=at.clock.now() + pause, failures=failures, validators=known.validators)
    at.state.visited(source.name, source.url, again)
    at.tell(
        Note(source=source.name, kind="failed", detail=f"{error} (again in {pause / 60:.0f} minutes)", url=source.url)
    )


def _pause(failures: int, first: float, error: ReadoutsError, at: Watch) -> float:
    """Seconds to rest after so many failures in a row: twice as long each time, spread by a quarter either way."""
    asked = error.wait if isinstance(error, FetchError) and error.wait else 0.0
    return max(asked, min(first * 2.0 ** min(failures - 1, 20), _LONGEST_PAUSE) * (0.75 + at.chance() / 2))


def _noted(source: Source, got: Fetched, at: Watch) -> Generator[_Ask, _Answer, str]:
    """What the source's answer lists, noted; a page that lists nothing is taken itself. What to tell of it.

    Raises InputError for a feed that cannot be read.
    """
    raw = feeds.plain(got.raw, source.url)
    kind = feeds.kind_of(raw)
    if kind is not None:
        feed = feeds.parsed(raw, source.url, got.url, got.type)
        if feed.kind == "index":
            return (yield from _sitemaps_noted(source, feed.entries, at))
        return _entries_noted(source, feed.entries, source.most, at)
    if source.selectors and source.selectors.links:
        return _entries_noted(source, _listed(source, got, source.selectors), source.most, at)
    if "xml" in got.type and "html" not in got.type:
        raise InputError(f"{source.url} is neither a feed nor a sitemap nor a page", "Look at it in a browser")
    _page_itself(source, got, at)
    return "the page itself"


def _entries_noted(source: Source, entries: Sequence[Entry], most: int, at: Watch) -> str:
    new = at.state.note(source.name, entries[:most], at.clock.now())
    more = f", {len(entries) - most} beyond the first {most} left out" if len(entries) > most else ""
    return f"{new} new entries{more}"


def _sitemaps_noted(source: Source, sitemaps: Sequence[Entry], at: Watch) -> Generator[_Ask, _Answer, str]:
    """The entries of an index's sitemaps; those that were not changed are not sent again. A bad one fails alone."""
    name, left, told = f"{source.name} (sitemaps)", source.most, []
    at.state.note(name, sitemaps[:_MOST_SITEMAPS], at.clock.now())
    for seen in at.state.due(name, at.clock.now(), source.every):
        url, held = seen.entry.url or "", seen.validators
        answer = yield _Ask(url, held)
        try:
            if isinstance(answer, FetchError):
                raise answer
            if isinstance(answer, Fetched):
                entries = feeds.parsed(feeds.plain(answer.raw, url), url, answer.url, answer.type).entries
                told.append(f"{url}: {_entries_noted(source, entries, left, at)}")
                left, held = max(0, left - len(entries)), answer.validators
        except ReadoutsError as error:
            at.tell(Note(source=source.name, kind="failed", detail=str(error), url=url))
        # Only now, when its entries are noted: a kill in between must not lose them.
        at.state.looked(name, seen, next=at.clock.now() + source.every / 2, validators=held)
    return "; ".join(told) or "no sitemap changed"


def _listed(source: Source, got: Fetched, selectors: Selectors) -> tuple[Entry, ...]:
    """The pages that a listing page links to, by the user's selector."""
    tree = tree_of(decoded(got.raw, source.url, got.encoding), source.url)
    links = (urljoin(got.url, href).partition("#")[0] for href in selectors.addresses(tree)) if tree is not None else ()
    found = tuple(Entry(url=url) for url in dict.fromkeys(links) if url.startswith(("http://", "https://")))
    if not found:
        raise InputError(f"{source.url}: the selector {selectors.links!r} finds no links", "Look at the page anew")
    return found


# -- one page ------------------------------------------------------------------------------------------------------


def _page_itself(source: Source, got: Fetched, at: Watch) -> None:
    """The source is a page that is watched for changes."""
    entry = Entry(url=source.url)
    at.state.note(source.name, [entry], at.clock.now())
    seen = at.state.seen(source.name, entry)
    _take(source, seen, got, None, at)


def _look(source: Source, seen: Seen, at: Watch) -> _Visit:
    """An entry's page fetched and taken; a failure is remembered and told, and ends nothing but itself."""
    answer: _Answer | None = None
    if seen.entry.url:
        answer = yield _Ask(seen.entry.url, seen.validators)
    if isinstance(answer, FetchError):
        _page_failed(source, seen, answer, at)
    elif isinstance(answer, Unchanged):
        at.state.looked(source.name, seen, next=_again(source, seen, at))
    else:
        _take(source, seen, answer, _again(source, seen, at), at)


def _take(source: Source, seen: Seen, got: Fetched | None, again: float | None, at: Watch) -> None:
    """The document given to the sink, unless it is the one taken before.

    A page that is no document, or that we stumble over, is not asked for again until its feed says it was changed.
    Raises what else the sink raises: then nothing is remembered, and the page comes again.
    """
    validators = got.validators if got else None
    try:
        kind, text = _given(source, seen, got, at)
    except Exception as error:
        if isinstance(error, ReadoutsError) and not isinstance(error, InputError):
            raise
        at.state.looked(source.name, seen, next=None, failures=seen.failures + 1, validators=validators)
        where, told = seen.entry.url or source.url, str(error if isinstance(error, InputError) else _fault(error))
        at.tell(
            Note(source=source.name, kind="failed", detail=told if where in told else f"{where}: {told}", url=where)
        )
        return
    at.state.looked(source.name, seen, next=again, validators=validators, digest=text)
    where = seen.entry.url or source.url
    at.tell(Note(source=source.name, kind=kind, detail=where, url=where))


def _given(source: Source, seen: Seen, got: Fetched | None, at: Watch) -> tuple[Kind, str]:
    """Whether the page is new, changed or the same, the sink told; and the digest of its text."""
    options = source.options(allow_private=at.allow_private)
    loaded = of_entry(seen.entry, seen.entry.url or source.url, options, got)
    text = digest(loaded.document.text)
    if text == seen.digest:
        return "same", text
    at.sink(loaded)
    return ("changed" if seen.digest else "new"), text


def _again(source: Source, seen: Seen, at: Watch) -> float | None:
    """When a page that was taken is to be looked at again; None when it is old enough to be left alone."""
    due = at.clock.now() + source.recheck
    return due if seen.entry.url and due <= seen.first + source.recheck_for else None


def _page_failed(source: Source, seen: Seen, error: FetchError, at: Watch) -> None:
    """A page that is gone after it was taken is left alone; one that was never got is tried a few times more."""
    failures = seen.failures + 1
    over = failures >= _MOST_TRIES or (error.status in _GONE and seen.digest is not None)
    pause = _pause(failures, _FIRST_PAUSE, error, at)
    at.state.looked(source.name, seen, next=None if over else at.clock.now() + pause, failures=failures)
    at.tell(
        Note(
            source=source.name,
            kind="failed",
            detail=f"{error}{' (given up)' if over else ''}",
            url=seen.entry.url or source.url,
        )
    )
