"""Watching sources: what is taken, when again, and that no source, server or signal can spoil it for the others."""

import itertools
import json
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from served import ATOM, FEED, XML, conditional, packed, page, readout, rss, slow, status, to
from warm import command

from readouts.cli import main
from readouts.errors import FetchError, InputError, ReadoutsError
from readouts.ingest.documents import Options, loaded
from readouts.ingest.fetch import Fetched, Unchanged, Validators
from readouts.ingest.polite import Polite
from readouts.ingest.rows import Appended
from readouts.ingest.seen import State
from readouts.ingest.sources import Source, sources
from readouts.ingest.watch import Watch, watch

HOUR, DAY = 3600.0, 86400.0


class Clock:
    """Time that passes only when waited for; after `end` seconds the watch is told to end."""

    def __init__(self, end=float("inf")):
        self.time, self.end, self.waits = 1_000_000_000.0, 1_000_000_000.0 + end, []

    def now(self):
        return self.time

    def wait(self, seconds):
        self.waits.append(seconds)
        self.time += seconds
        return self.time < self.end


class Web:
    """Pages by address, without a network: bytes, a FetchError, or a function of the validators sent."""

    def __init__(self, **more):
        self.pages, self.asked, self.clock = {}, [], None

    def __call__(self, url, known, allowed):
        if url.endswith("/robots.txt"):
            found = self.pages.get(url)
            if found is None:
                raise FetchError("none", status=404)
            return Fetched(url=url, raw=found, type="text/plain", encoding=None)
        allowed(url)
        self.asked.append((url, self.clock.now(), known))
        page = self.pages[url]
        if isinstance(page, Exception):
            raise page
        if callable(page):
            return page(known)
        kind = "application/rss+xml" if page.startswith(b"<?xml") else "text/html"
        return Fetched(url=url, raw=page, type=kind, encoding=None, validators=Validators(etag=f'"{hash(page)}"'))

    def times(self, url):
        return [round(at - 1_000_000_000.0) for asked, at, _ in self.asked if asked == url]


class Desk:
    """A watch over a Web, all in memory."""

    def __init__(self, *sources, end=float("inf"), chance=0.5):
        self.sources, self.clock, self.web, self.taken, self.notes = sources, Clock(end), Web(), [], []
        self.web.clock = self.clock
        self.at = Watch(
            state=State(None), polite=Polite(self.web, self.clock.now, 5.0), clock=self.clock, sink=self.sink,
            tell=self.notes.append, chance=lambda: chance,
        )  # fmt: skip

    def sink(self, loaded):
        self.taken.append(loaded.document)

    def run(self, once=True):
        return watch(self.sources, self.at, once=once)

    def kinds(self, source):
        return [note.kind for note in self.notes if note.source == source]

    def told(self):
        return " / ".join(note.detail for note in self.notes if note.kind == "failed")


BASE = "https://example.org"


def source(name="m", url=f"{BASE}/rss", **more):
    return Source(name=name, url=url, **more)


def feed(*names, updated=None):
    return rss(*((n, f"{BASE}/{n}", None) for n in names))


# -- what is taken -------------------------------------------------------------------------------------------------


def test_new_entries_are_taken_once_with_what_the_source_says():
    desk = Desk(source(publisher="Office of the President of Marovia", issuer="state:MRV"))
    desk.web.pages |= {f"{BASE}/rss": feed("call"), f"{BASE}/call": page("Call", readout())}
    assert desk.run() == Counter(new=1, visited=1)
    desk.web.pages |= {f"{BASE}/rss": feed("visit", "call"), f"{BASE}/visit": page("Visit", readout(about="visas"))}
    assert desk.run() == Counter(new=1, visited=1)
    assert [d.url for d in desk.taken] == [f"{BASE}/call", f"{BASE}/visit"]
    assert {(d.publisher, d.publisher_basis, d.issuer) for d in desk.taken} == {
        ("Office of the President of Marovia", "user", "state:MRV")
    }


@pytest.mark.parametrize("failing", [False, True])
@pytest.mark.parametrize("jump", [-30 * 365 * DAY, -40 * DAY, 40 * DAY, 30 * 365 * DAY])
def test_a_clock_that_jumps_puts_nothing_off(jump, failing):
    """The machine starts with a wrong clock, which is set right later, ahead or back."""
    desk = Desk(source(every=HOUR, recheck=DAY))
    desk.web.pages |= {f"{BASE}/rss": feed("call"), f"{BASE}/call": page("Call", readout())}
    if failing:
        desk.web.pages[f"{BASE}/rss"] = FetchError("gone", status=500)
    desk.run()
    desk.web.pages |= {f"{BASE}/rss": feed("call", "visit"), f"{BASE}/visit": page("Visit", readout(about="visas"))}
    desk.clock.time += jump
    desk.clock.end, desk.clock.waits = desk.clock.time + 2 * HOUR, []
    desk.run(once=False)
    assert [d.title for d in desk.taken] == ["call", "visit"]
    assert max(desk.clock.waits) <= HOUR * 1.05, "no wait is longer than the schedule"


def test_a_clock_set_back_while_watching_makes_no_long_pause_between_pages():
    clock = Clock()
    polite = Polite(lambda url, known, allowed: Unchanged(url=url), clock.now, 5.0)
    polite.get(f"{BASE}/call")
    clock.time -= DAY
    assert polite.ready(f"{BASE}/visit") - clock.time == 5.0


def test_a_feed_that_was_not_changed_is_not_sent_again():
    desk = Desk(source())
    body = feed("call")
    desk.web.pages |= {
        f"{BASE}/rss": lambda known: Unchanged(url="x") if known.etag == '"1"' else
        Fetched(url=f"{BASE}/rss", raw=body, type="text/xml", encoding=None, validators=Validators(etag='"1"', modified="Wed")),
        f"{BASE}/call": page("Call", readout()),
    }  # fmt: skip
    desk.run()
    assert desk.run() == Counter(visited=1) and len(desk.taken) == 1
    assert desk.web.asked[-1][2] == Validators(etag='"1"', modified="Wed")


def test_a_changed_page_is_given_anew_and_an_old_one_is_left_alone():
    desk = Desk(source(every=DAY, recheck=DAY, recheck_for=4 * DAY), end=9.5 * DAY, chance=0.0)
    desk.web.pages |= {f"{BASE}/rss": feed("call"), f"{BASE}/call": page("Call", readout())}
    changed = page("Call", readout() + " Corrected: the ministers will meet in May.")
    desk.web.pages[f"{BASE}/call"] = lambda known: Fetched(
        url=f"{BASE}/call",
        raw=changed if desk.clock.time > 1_000_000_000 + 2 * DAY else page("Call", readout()),
        type="text/html",
        encoding=None,
    )
    counts = desk.run(once=False)
    assert (counts["new"], counts["changed"], counts["failed"]) == (1, 1, 0)
    assert (
        "Corrected" in desk.taken[1].text
        and desk.taken[0].url == desk.taken[1].url
        and desk.taken[0].id != desk.taken[1].id
    )
    assert 4 <= len(desk.web.times(f"{BASE}/call")) <= 5 and len(desk.web.times(f"{BASE}/rss")) == 10


def test_an_entry_that_says_it_was_changed_is_looked_at_at_once():
    def atom(updated):
        return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><title>Call</title><link href="{BASE}/call"/><updated>{updated}</updated></entry></feed>'.encode()

    desk = Desk(source())
    desk.web.pages |= {f"{BASE}/rss": atom("2031-06-04T10:00:00Z"), f"{BASE}/call": page("Call", readout())}
    desk.run()
    desk.web.pages |= {
        f"{BASE}/rss": atom("2031-06-04T12:00:00Z"),
        f"{BASE}/call": page("Call", readout(about="energy")),
    }
    assert desk.run()["changed"] == 1


def test_a_listing_page_is_followed_by_its_selectors():
    from readouts.ingest.selectors import Selectors

    chosen = Selectors(links="ul.news a", text="div.body", title="//h2", date="span.day", drop=".share")
    desk = Desk(source(url=f"{BASE}/news", selectors=chosen))
    desk.web.pages |= {
        f"{BASE}/news": b"<html><body><a href='/about'>About</a><ul class='news'><li><a href='call#top'>Call</a></li><li><a href='call'>Call</a></li><li><a href='javascript:x'>x</a></li></ul></body></html>",
        f"{BASE}/call": f"<html><head><title>x</title></head><body><h2>Call with Telmark</h2><span class='day'>4 June 2031</span><div class='body'><p>{readout()}</p><p class='share'>Share with friends</p></div><div>Read also: other news</div></body></html>".encode(),
    }
    assert desk.run()["new"] == 1
    (got,) = desk.taken
    assert (got.title, got.published, got.published_basis) == ("Call with Telmark", date(2031, 6, 4), "selector")
    assert got.text == f"Call with Telmark\n\n{readout()}"


@pytest.mark.parametrize("written", ["article|p", "//x:p", "//p[matter()]", "(//p)[$x]", "//p[matter()][1]"])
def test_a_selector_with_a_name_that_nobody_knows_is_refused(written):
    """XPath looks names up when it is used, some of them only where there is an element to test."""
    from lxml import html

    from readouts.ingest.selectors import Selectors

    with pytest.raises(InputError, match=r"is no (CSS selector|XPath expression).*Try it in a browser"):
        Selectors(text=written).applied(html.document_fromstring("<p>They spoke.</p>"))


def test_a_selector_that_finds_nothing_any_more_is_told():
    from readouts.ingest.selectors import Selectors

    desk = Desk(source(selectors=Selectors(links="ul.news a")))
    desk.web.pages[f"{BASE}/rss"] = page("News", "Nothing to see")
    assert desk.run()["failed"] == 1 and "finds no links" in desk.told()


def test_a_page_may_be_watched_itself():
    desk = Desk(source(url=f"{BASE}/statement"))
    desk.web.pages[f"{BASE}/statement"] = page("Statement", readout())
    desk.run()
    assert desk.run() == Counter(same=1, visited=1)
    desk.web.pages[f"{BASE}/statement"] = page("Statement", readout(about="energy"))
    assert desk.run() == Counter(changed=1, visited=1)


def test_an_index_of_sitemaps_is_asked_for_what_changed():
    def index(*rows):
        return (
            b"<?xml version='1.0'?><sitemapindex>"
            + "".join(f"<sitemap><loc>{BASE}/{n}.xml</loc><lastmod>{d}</lastmod></sitemap>" for n, d in rows).encode()
            + b"</sitemapindex>"
        )

    def urls(*names):
        return (
            b"<?xml version='1.0'?><urlset>"
            + "".join(f"<url><loc>{BASE}/{n}</loc></url>" for n in names).encode()
            + b"</urlset>"
        )

    desk = Desk(source(every=DAY))
    desk.web.pages |= {f"{BASE}/rss": index(("old", "2030"), ("new", "2031")), f"{BASE}/old.xml": urls("a"), f"{BASE}/new.xml": urls("b"),
                       f"{BASE}/a": page("A", readout()), f"{BASE}/b": page("B", readout()), f"{BASE}/c": page("C", readout())}  # fmt: skip
    assert desk.run()["new"] == 2
    desk.web.pages |= {f"{BASE}/rss": index(("old", "2030"), ("new", "2032")), f"{BASE}/new.xml": urls("b", "c")}
    assert desk.run()["new"] == 1
    assert len(desk.web.times(f"{BASE}/old.xml")) == 1 and len(desk.web.times(f"{BASE}/new.xml")) == 2


def test_a_stamp_in_utc_becomes_the_publishers_day():
    from zoneinfo import ZoneInfo

    desk = Desk(source(zone=ZoneInfo("Asia/Tokyo")))
    desk.web.pages |= {
        f"{BASE}/rss": rss(("Call", f"{BASE}/call", "Wed, 04 Jun 2031 22:30:00 GMT")),
        f"{BASE}/call": page("Call", readout()),
    }
    desk.run()
    assert desk.taken[0].published == date(2031, 6, 5)


# -- faults --------------------------------------------------------------------------------------------------------


def test_a_bad_source_never_stops_the_others():
    def fault(known):
        raise RuntimeError("a fault of ours")

    bad = {
        "e500": FetchError("500", status=500),
        "junk": b"<?xml version='1.0'?><rss >\xff\xff",
        "fault": fault,
        "bytes": b"\0\0\0",
    }
    desk = Desk(*(source(name, f"{BASE}/{name}") for name in bad), source("good"))
    desk.web.pages |= {f"{BASE}/{name}": page for name, page in bad.items()} | {
        f"{BASE}/rss": feed("call"),
        f"{BASE}/call": page("Call", readout()),
    }
    counts = desk.run()
    assert counts["new"] == 1 and all("failed" in desk.kinds(name) for name in bad)
    assert "RuntimeError: a fault of ours" in desk.told()


def test_a_source_that_fails_rests_longer_each_time_and_recovers():
    desk = Desk(source(every=HOUR), end=2 * DAY)
    desk.web.pages[f"{BASE}/rss"] = FetchError("500", status=500)
    desk.run(once=False)
    times = desk.web.times(f"{BASE}/rss")
    gaps = [b - a for a, b in itertools.pairwise(times)]
    assert gaps[:4] == [900, 1800, 3600, 7200] and max(gaps) <= DAY
    desk.web.pages |= {f"{BASE}/rss": feed("call"), f"{BASE}/call": page("Call", readout())}
    desk.clock.time, desk.clock.end = desk.clock.time + 2 * DAY, float("inf")
    assert desk.run()["new"] == 1 and desk.at.state.source("m", f"{BASE}/rss").failures == 0


def test_pauses_are_spread_and_the_servers_wish_is_kept():
    def gap(chance, error):
        desk = Desk(source(), chance=chance)
        desk.web.pages[f"{BASE}/rss"] = error
        desk.run()
        return desk.at.state.source("m", f"{BASE}/rss").next - desk.clock.now()

    assert (gap(0.0, FetchError("x")), gap(0.5, FetchError("x")), gap(1.0, FetchError("x"))) == (675, 900, 1125)
    assert gap(0.5, FetchError("x", status=503, wait=5000.0)) == 5000


def test_a_source_that_failed_lately_is_left_alone_once():
    desk = Desk(source())
    desk.web.pages[f"{BASE}/rss"] = FetchError("429", status=429, wait=600.0)
    desk.run()
    assert desk.run() == Counter(resting=1) and len(desk.web.asked) == 1


def test_entries_beyond_the_most_are_told():
    desk = Desk(source(most=1))
    desk.web.pages |= {f"{BASE}/rss": feed("a", "b", "c"), f"{BASE}/a": page("A", readout())}
    assert desk.run()["new"] == 1 and "2 beyond the first 1 left out" in desk.notes[-1].detail


def test_a_page_that_fails_is_tried_again_and_then_given_up():
    desk = Desk(source(every=HOUR), end=3 * DAY)
    desk.web.pages |= {
        f"{BASE}/rss": feed("call", "visit"),
        f"{BASE}/call": FetchError("500", status=500),
        f"{BASE}/visit": page("V", readout()),
    }
    counts = desk.run(once=False)
    assert len(desk.web.times(f"{BASE}/call")) == 6 and "given up" in desk.told() and counts["new"] == 1


def test_a_page_without_a_document_is_not_asked_for_again():
    desk = Desk(source(every=HOUR), end=6 * HOUR)
    desk.web.pages |= {f"{BASE}/rss": feed("call"), f"{BASE}/call": b"<html><script>x</script></html>"}
    assert desk.run(once=False)["failed"] == 1 and len(desk.web.times(f"{BASE}/call")) == 1


def test_a_sink_that_fails_loses_nothing():
    desk = Desk(source())
    desk.web.pages |= {f"{BASE}/rss": feed("call"), f"{BASE}/call": page("Call", readout())}
    broken = replace(desk.at, sink=raising(ReadoutsError("the disk is full")))
    assert watch(desk.sources, broken, once=True)["failed"] == 1 and "disk is full" in desk.told()
    desk.clock.time += HOUR
    assert desk.run()["new"] == 1 and len(desk.taken) == 1


@pytest.mark.parametrize("error", [RuntimeError("a fault of ours"), InputError("it is empty")])
def test_a_page_that_we_stumble_over_fails_alone(error):
    desk = Desk(source())
    desk.web.pages |= {
        f"{BASE}/rss": feed("a", "b"),
        f"{BASE}/a": page("A", readout()),
        f"{BASE}/b": page("B", readout()),
    }
    at = replace(desk.at, sink=lambda one: raising(error)(one) if one.document.title == "a" else desk.sink(one))
    assert watch(desk.sources, at, once=True) == Counter(failed=1, new=1, visited=1)
    assert str(error) in desk.told() and f"{BASE}/a" in desk.told()


def raising(error):
    def sink(_):
        raise error

    return sink


# -- politeness ----------------------------------------------------------------------------------------------------


def test_a_host_is_asked_one_page_at_a_time_with_a_pause():
    desk = Desk(source("a", f"{BASE}/rss", delay=7.0), source("b", "https://other.example/rss", delay=3.0))
    desk.web.pages |= {f"{BASE}/rss": feed("x", "y"), f"{BASE}/x": page("X", readout()), f"{BASE}/y": page("Y", readout()),
                       "https://other.example/rss": rss(("z", "https://other.example/z", None)), "https://other.example/z": page("Z", readout())}  # fmt: skip
    desk.run()
    assert [desk.web.times(f"{BASE}/{n}") for n in ("rss", "x", "y")] == [[0], [7], [14]]
    assert desk.web.times("https://other.example/z") == [3]  # the other host need not wait


def test_what_robots_say_is_kept():
    desk = Desk(source(delay=1.0))
    desk.web.pages |= {f"{BASE}/rss": feed("a", "b"), f"{BASE}/a": page("A", readout()), f"{BASE}/b": page("B", readout()),
                       f"{BASE}/robots.txt": b"User-agent: readouts\nCrawl-delay: 30\nDisallow: /b$\n\nUser-agent: *\nDisallow: /"}  # fmt: skip
    counts = desk.run()
    assert counts["new"] == 1 and "robots.txt" in desk.told() and not desk.web.times(f"{BASE}/b")
    assert desk.web.times(f"{BASE}/a") == [30]


def test_a_site_whose_robots_cannot_be_asked_is_left_alone():
    desk = Desk(source())
    desk.web.pages |= {f"{BASE}/rss": feed("a")}

    def web(url, known, allowed):
        if url.endswith("robots.txt"):
            raise FetchError("503 here", status=503)
        return desk.web(url, known, allowed)

    desk.at = replace(desk.at, polite=Polite(web, desk.clock.now, 5.0))
    assert desk.run()["failed"] == 1 and "503 here" in desk.told() and not desk.web.asked


def test_nothing_due_means_waiting_until_it_is():
    desk = Desk(source(every=HOUR), end=5 * HOUR, chance=0.0)
    desk.web.pages |= {f"{BASE}/rss": feed()}
    desk.run(once=False)
    assert desk.web.times(f"{BASE}/rss") == [0, 3600, 7200, 10800, 14400]


# -- stops and memory ----------------------------------------------------------------------------------------------


def index_pages():
    """An index of two sitemaps, the second of which says that it was not changed to one who has it."""
    url = "<url><loc>{}/{}</loc></url>"
    maps = {"x": "ab", "y": "c"}
    index = "".join(f"<sitemap><loc>{BASE}/{name}.xml</loc></sitemap>" for name in maps)

    def sitemap(name):
        raw = f"<?xml version='1.0'?><urlset>{''.join(url.format(BASE, page) for page in maps[name])}</urlset>".encode()
        got = Fetched(
            url=f"{BASE}/{name}.xml", raw=raw, type="text/xml", encoding=None, validators=Validators(etag=name)
        )
        return lambda known: Unchanged(url=got.url) if known.etag == name else got

    return {
        f"{BASE}/rss": f"<?xml version='1.0'?><sitemapindex>{index}</sitemapindex>".encode(),
        **{f"{BASE}/{n}.xml": sitemap(n) for n in maps},
    }


@pytest.mark.parametrize("stop", range(1, 14))
@pytest.mark.parametrize("lists", [{f"{BASE}/rss": feed("a", "b", "c")}, index_pages()], ids=["feed", "index"])
def test_a_stop_at_any_moment_loses_and_doubles_nothing(tmp_path, lists, stop):
    """The watch is cut off after `stop` steps, then run again to the end."""
    pages = lists | {f"{BASE}/{n}": page(n, readout(about=n)) for n in "abc"}

    class Cut(BaseException):
        pass

    left = [stop]

    def step():
        left[0] -= 1
        if left[0] == 0:
            raise Cut

    def run(cutting, later=0.0):
        desk = Desk(source())
        desk.clock.time += later
        desk.web.pages |= pages
        out, state = Appended(tmp_path / "out.jsonl"), State(tmp_path / "state")

        def sink(document):
            cutting()
            out.add(document)
            cutting()

        def web(url, known, allowed):
            cutting()
            return desk.web(url, known, allowed)

        desk.at = replace(desk.at, state=state, sink=sink, polite=Polite(web, desk.clock.now, 5.0))
        with closing(state):
            desk.run()

    with suppress(Cut):
        run(step)
    run(lambda: None, HOUR)
    urls = [json.loads(line)["url"] for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert sorted(urls) == [f"{BASE}/{n}" for n in "abc"]


def test_the_memory_is_kept_and_used_by_one_at_a_time(tmp_path):
    with closing(State(tmp_path / "s")) as state:
        state.note("m", [], 0.0)
        with pytest.raises(InputError, match="Stop the other watch"):
            State(tmp_path / "s")
    (tmp_path / "bad").write_text("no database, this, but long enough to look like one" * 20)
    with pytest.raises(InputError, match="--state"):
        State(tmp_path / "bad")
    State(tmp_path / "s").close()
    with closing(sqlite3.connect(tmp_path / "s")) as later:
        later.execute("PRAGMA user_version = 9")
    with pytest.raises(InputError, match="later version"):
        State(tmp_path / "s")


def test_a_memory_that_breaks_under_way_is_told_without_a_traceback(site, tmp_path):
    site.pages["/rss"] = (rss(("Call", "/call", None)), FEED)
    path = toml(tmp_path / "feeds.toml", site, m="/rss")
    State(tmp_path / "s").close()
    with closing(sqlite3.connect(tmp_path / "s")) as broken:
        broken.execute("CREATE TRIGGER full BEFORE INSERT ON source BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    result = run(path, "-o", tmp_path / "o.jsonl", "--once", "--state", tmp_path / "s")
    assert result.exit_code == 1 and "disk is full" in result.stderr and "Make room" in result.stderr


def test_a_line_cut_short_is_taken_out(tmp_path):
    whole = json.dumps({"id": "1", "text": readout()}) + "\n"
    (tmp_path / "o.jsonl").write_text(whole + whole[:30])
    Appended(tmp_path / "o.jsonl")
    assert (tmp_path / "o.jsonl").read_text() == whole
    (tmp_path / "o.jsonl").write_text("not json\n" + whole)
    with pytest.raises(InputError, match="line 1 is not JSON"):
        Appended(tmp_path / "o.jsonl")


def test_what_is_written_reads_back_the_same(tmp_path):
    desk = Desk(source(issuer="state:MRV"))
    desk.web.pages |= {
        f"{BASE}/rss": rss(("Call", f"{BASE}/call", "Wed, 04 Jun 2031 22:30:00 +0100")),
        f"{BASE}/call": page("Call", readout()),
    }
    out = Appended(tmp_path / "o.jsonl")
    desk.at = replace(desk.at, sink=lambda one: (out.add(one), desk.taken.append(one.document)))
    desk.run()
    (got,) = loaded([str(tmp_path / "o.jsonl")], Options(), lambda: b"")
    same = ("id", "text", "title", "publisher", "published", "issuer", "url", "language", "headline")
    assert [getattr(got.document, f) for f in same] == [getattr(desk.taken[0], f) for f in same]


# -- feeds.toml ----------------------------------------------------------------------------------------------------

GOOD = """
[defaults]
every = "30m"
[[source]]
name = "../../marovia president"
url = "https://example.org/rss"
publisher = "Office of the President of Marovia"
issuer = "state:MRV"
timezone = "Europe/Kyiv"
delay = "10s"
most = 50
[source.selectors]
text = "div.article"
date = "//time/@datetime"
[[source]]
name = "telmark"
url = "https://example.com/sitemap.xml"
every = "1d"
"""


def test_the_file_of_sources(tmp_path):
    (path := tmp_path / "feeds.toml").write_text(GOOD)
    first, second = sources(path)
    assert (first.every, first.delay, first.most, str(first.zone), first.issuer) == (
        1800.0,
        10.0,
        50,
        "Europe/Kyiv",
        "state:MRV",
    )
    assert (second.every, second.publisher, second.selectors) == (86400.0, None, None)


def test_the_file_that_the_docs_show_is_right(tmp_path):
    shown = (
        (Path(__file__).parent.parent / "docs" / "watching.md").read_text("utf-8").split("```toml\n")[1].split("```")[0]
    )
    (path := tmp_path / "feeds.toml").write_text(shown)
    feed, sitemap, listing = sources(path)
    assert (
        feed.issuer == "state:MRV"
        and sitemap.most == 50
        and listing.selectors.links == "ul.news a"
        and listing.every == HOUR
    )


def one(row):
    return f'[[source]]\nname = "a"\nurl = "https://example.org/"\n{row}\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no sources"), ("[[source]]\nname = 'a'", "url is missing"), ("[[source", "is not TOML"), ("a = " + "[" * 5000, "is not TOML"),
        ("[feeds]\n", "nobody knows 'feeds'"), (one("evry = '1h'"), "nobody knows 'evry'"), (one("every = 3600"), "no length of time"),
        (one("every = '1s'"), "It may be 1m to 31d"), (one("publisher = 3"), "publisher is no text"), (one("issuer = 'Marovia'"), "is no party"),
        (one("timezone = 'Mars/Base'"), "is not known"), (one("timezone = '../../etc/passwd'"), "is not known"), (one("timezone = 3"), "is not known"),
        (one("selectors = {text = 'div['}"), "no CSS selector"), (one("selectors = {text = '//div['}"), "no XPath"), (one("selectors = {body = 'x'}"), "Known are text"),
        (one("most = 0"), "most is 0"), (one("most = true"), "most is True"), (one("") * 2, "two sources are named 'a'"),
        ("[[source]]\nname='a'\nurl='file:///etc/passwd'", "not an http"), ("[[source]]\nname='a'\nurl='http://[::1'", "not an http"),
    ],
)  # fmt: skip
def test_faults_in_the_file_name_the_source_and_the_remedy(tmp_path, text, says):
    (path := tmp_path / "feeds.toml").write_text(text)
    with pytest.raises(InputError, match=r"feeds\.toml") as error:
        sources(path)
    assert says in str(error.value) and error.value.remedy


# -- the command, with a real server -------------------------------------------------------------------------------


def toml(path, site, **urls):
    path.write_text(
        "[defaults]\ndelay = '0s'\n"
        + "".join(f"[[source]]\nname = '{n}'\nurl = '{site.url}{u}'\n" for n, u in urls.items())
    )
    return path


def run(*arguments):
    result = CliRunner().invoke(main, ["watch", *map(str, arguments), "--allow-private"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_command_with_good_and_bad_servers(site, tmp_path):
    good = rss(("Call", "/call", "Wed, 04 Jun 2031 10:00:00 +0200"), ("Large", "/large", None), ("Slow", "/slow", None))
    site.pages |= {
        "/good": conditional(good, '"v1"', FEED), "/call": conditional(page("Call", readout()), '"c1"'), "/large": b"<p>" + b"a " * 5_000_001,
        "/slow": slow(0.3, page("Slow", readout(about="energy"))), "/e500": status(500), "/round": to("/round"), "/busy": status(503, Retry_After="120"),
        "/bomb": packed(b"<rss>" + b" " * 20_000_000, **FEED), "/cut": (b"<?xml version='1.0'?><rss version='2.0'><chan", FEED),
        "/forbidden": (good, FEED), "/robots.txt": (b"User-agent: *\nDisallow: /forbidden", {"Content-Type": "text/plain"}),
        "/html-feed": (good, {"Content-Type": "text/html"}), "/xml": (b"<?xml version='1.0'?><other/>", XML),
    }  # fmt: skip
    names = ["e500", "round", "busy", "bomb", "cut", "forbidden", "xml", "good"]
    path = toml(tmp_path / "feeds.toml", site, **{n: f"/{n}" for n in names}, lost="/nowhere")
    out = tmp_path / "out.jsonl"
    result = run(path, "-o", out, "--once")
    assert result.exit_code == 1
    for says in (
        "e500  failed",
        "answers 500",
        "redirects more than",
        "answers 503",
        "larger than 10 MB",
        "robots.txt",
        "neither a feed",
        "answers 404",
        "2 new",
    ):
        assert says in result.stderr, result.stderr
    assert [json.loads(line)["title"] for line in out.read_text().splitlines()] == ["Call", "Slow"]
    site.asked.clear()
    site.pages["/good"], site.pages["/call"] = (
        (rss(("Call", "/call", None), ("Visit", "/visit", None)), FEED),
        page("Call", readout() + " (Corrected.)"),
    )
    site.pages["/visit"] = page("Visit", readout(about="visas"))
    result = run(toml(path, site, good="/good"), "-o", out, "--once")
    assert result.exit_code == 0 and "1 new" in result.stderr
    assert site.asked[1][1]["If-None-Match"] == '"v1"' and site.paths() == ["/good", "/visit"]


def test_a_file_that_is_wrong_and_one_that_is_right(site, tmp_path):
    path = toml(tmp_path / "feeds.toml", site, good="/good")
    result = run(path, "--check")
    assert result.exit_code == 0 and "every 60 minutes" in result.stderr and not site.asked
    assert "cannot be read" in run(tmp_path / "none.toml", "--check").stderr
    assert (
        "--allow-private"
        in CliRunner().invoke(main, ["watch", str(path), "-o", str(tmp_path / "o.jsonl"), "--once"]).stderr
    )


def test_the_database_holds_what_was_watched(site, tmp_path):
    """The real reading and store: a new page, one that is no text, then the page changed, which supersedes the old one."""

    def atom(updated):
        entries = "".join(
            f"<entry><title>{n}</title><link href='/{n}'/><published>2031-06-04T10:00:00+02:00</published><updated>{updated}</updated></entry>"
            for n in ("call", "photo")
        )
        return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>N</title>{entries}</feed>".encode(), ATOM

    site.pages |= {
        "/atom": atom("2031-06-04"),
        "/call": page("Call", readout()),
        "/photo": b"<html><script>x</script></html>",
    }
    path, db = toml(tmp_path / "feeds.toml", site, m="/atom"), tmp_path / "corpus.db"
    result = run(path, "--db", db, "--once", "--rules-only")
    assert result.exit_code == 1 and "no text found" in result.stderr and "1 new" in result.stderr, result.stderr
    assert (tmp_path / "corpus.db.watch").exists()
    assert run(path, "--db", db, "--once", "--rules-only").exit_code == 0
    site.pages |= {"/atom": atom("2031-06-05"), "/call": page("Call", readout(about="energy"))}
    assert "1 changed" in run(path, "--db", db, "--once", "--rules-only").stderr
    with sqlite3.connect(db) as connection:
        rows = connection.execute(
            "SELECT title, published, superseded_by IS NULL FROM document ORDER BY key"
        ).fetchall()
    assert rows == [("call", "2031-06-04", 0), ("call", "2031-06-04", 1)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_stops_it_and_nothing_is_lost(site, tmp_path, number):
    names = [f"n{i}" for i in range(12)]
    site.pages |= {
        "/rss": (rss(*((n, f"/{n}", None) for n in names)), FEED),
        **{f"/{n}": slow(0.1, page(n, readout(about=n))) for n in names},
    }
    path, out = toml(tmp_path / "feeds.toml", site, m="/rss"), tmp_path / "out.jsonl"
    going = command("watch", path, "-o", out, "--allow-private")
    until = time.monotonic() + 60
    while time.monotonic() < until and (not out.exists() or out.read_bytes().count(b"\n") < 3):
        time.sleep(0.02)
    going.send_signal(number)
    _, told = going.communicate(timeout=60)
    assert "Traceback" not in told and (number == signal.SIGKILL or (going.returncode == 0 and "stopping" in told))
    assert 3 <= out.read_bytes().count(b"\n") < 12, told
    assert run(path, "-o", out, "--once").exit_code == 0
    assert sorted(json.loads(line)["title"] for line in out.read_text().splitlines()) == sorted(names)
