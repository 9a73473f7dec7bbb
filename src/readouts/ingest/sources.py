"""feeds.toml: which sources to watch, how often, and what is known of them beforehand."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from readouts.errors import InputError
from readouts.ingest.made import MOST_ENTRIES, Options
from readouts.ingest.selectors import Selectors

_MOST_BYTES = 1_000_000
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")
_TEXTS = ("name", "url", "publisher", "issuer")
_PARTY = re.compile(r"(?:state|body|person|group):[\w.-]+")
_TIMES = {"every": (60.0, 31 * 86400.0), "delay": (0.0, 3600.0), "recheck": (60.0, 31 * 86400.0),
          "recheck_for": (0.0, 366 * 86400.0)}  # fmt: skip  # seconds, least and most


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed, sitemap or page to watch. Times are seconds."""

    name: str  # unique; what messages and the state call it
    url: str
    publisher: str | None = None
    issuer: str | None = None  # Party.id in whose voice its documents speak
    zone: ZoneInfo | None = None  # the publisher's
    selectors: Selectors | None = None
    every: float = 3600.0  # between two visits
    delay: float = 5.0  # between two pages of its host
    recheck: float = 86400.0  # between two looks at a page that was taken, to see whether it was changed
    recheck_for: float = 14 * 86400.0  # how long after it was first seen a page is looked at again
    most: int = MOST_ENTRIES  # entries taken from one visit, the feed's first
    anyway: bool = False  # take texts that are not English

    def options(self, *, allow_private: bool) -> Options:
        """What the source says about its documents."""
        return Options(
            publisher=self.publisher, issuer=self.issuer, zone=self.zone, selectors=self.selectors,
            anyway=self.anyway, allow_private=allow_private, most=self.most, delay=self.delay,
        )  # fmt: skip


def sources(path: Path) -> tuple[Source, ...]:
    """The sources of the file, in its order. Raises InputError that names the source and the key at fault."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}", "Check the path; docs/watching.md shows one"
        ) from error
    if len(raw) > _MOST_BYTES:
        raise InputError(f"{path} is larger than {_MOST_BYTES // 1_000_000} MB", "Split it")
    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(f"{path} is not TOML: {error}", "docs/watching.md shows one") from error
    return _of_table(table, str(path))


def _of_table(table: Mapping[str, Any], where: str) -> tuple[Source, ...]:
    unknown = set(table) - {"defaults", "source"}
    rows, defaults = table.get("source"), table.get("defaults", {})
    if unknown:
        raise InputError(
            f"{where}: nobody knows {min(unknown)!r}", "Write [defaults] once and [[source]] for each source"
        )
    if not isinstance(rows, list) or not rows or not isinstance(defaults, dict):
        raise InputError(
            f"{where} has no sources", "Write [[source]] with a name and a url; docs/watching.md shows one"
        )
    found = tuple(_source({**defaults, **row}, f"{where}: source {n}") for n, row in enumerate(rows, 1))
    names = [source.name for source in found]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise InputError(f"{where}: two sources are named {twice!r}", "Give each its own name")
    return found


def _source(row: Mapping[str, Any], where: str) -> Source:
    where = f"{where} ({row['name']})" if isinstance(row.get("name"), str) else where
    known = {field.name for field in fields(Source)} - {"zone"} | {"timezone"}
    if unknown := set(row) - known:
        raise InputError(f"{where}: nobody knows {min(unknown)!r}", f"Known are {', '.join(sorted(known))}")
    wrong = next((k for k in _TEXTS if k in row and not (isinstance(row[k], str) and row[k].strip())), None)
    missing = next((k for k in ("name", "url") if k not in row), None)
    if wrong or missing:
        raise InputError(f"{where}: {wrong or missing} is {'no text' if wrong else 'missing'}", "Write it in quotes")
    made = {k: v for k, v in row.items() if k in _TEXTS}
    made |= {k: _seconds(row[k], k, where) for k in _TIMES if k in row}
    made |= {"zone": _zone(row["timezone"], where)} if "timezone" in row else {}
    made |= {"selectors": _selectors(row["selectors"], where)} if "selectors" in row else {}
    made |= {"most": _count(row["most"], where)} if "most" in row else {}
    made |= {"anyway": row.get("anyway") is True}
    return _checked(Source(**made), where)


def _checked(source: Source, where: str) -> Source:
    try:
        parts = urlsplit(source.url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise InputError(
            f"{where}: {source.url!r} is not an http or https address", "Give one that starts with https://"
        )
    if source.issuer and not _PARTY.fullmatch(source.issuer):
        raise InputError(
            f"{where}: issuer {source.issuer!r} is no party", 'Write it as "state:ISO", such as "state:UKR"'
        )
    return source


def _seconds(value: Any, name: str, where: str) -> float:
    """Seconds of "90s", "15m", "1h", "2d"."""
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise InputError(f"{where}: {name} is {value!r}, no length of time", 'Write it as "90s", "15m", "6h" or "2d"')
    seconds = float(found[1]) * _UNITS[found[2]]
    least, most = _TIMES[name]
    if not least <= seconds <= most:
        raise InputError(f"{where}: {name} is {value}", f"It may be {_words(least)} to {_words(most)}")
    return seconds


def _words(seconds: float) -> str:
    unit = next(u for u in ("d", "h", "m", "s") if seconds >= _UNITS[u] or u == "s")
    return f"{seconds / _UNITS[unit]:.0f}{unit}"


def _zone(value: Any, where: str) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        remedy = 'Write it as the IANA names it, such as "Europe/Kyiv"'
        raise InputError(f"{where}: timezone {value!r} is not known", remedy) from error


def _selectors(value: Any, where: str) -> Selectors:
    known = [field.name for field in fields(Selectors)]
    if not isinstance(value, dict) or set(value) - set(known) or not all(isinstance(v, str) for v in value.values()):
        raise InputError(f"{where}: selectors are not understood", f"Known are {', '.join(known)}, each a text")
    try:
        return Selectors(**value)
    except InputError as error:
        raise InputError(f"{where}: {error.args[0]}", error.remedy) from error


def _count(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 50_000:
        raise InputError(f"{where}: most is {value!r}", "Write a number from 1 to 50000")
    return value
