"""Feeds, sitemaps and archives as inputs: the documents behind them, and what hostile ones may not do."""

import contextlib
import gzip
import io
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from served import ATOM, FEED, XML, packed, page, readout, rss, slow, status, to
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from readouts.errors import InputError, ReadoutsError
from readouts.ingest import feeds
from readouts.ingest.documents import Failed, Loaded, Options, loaded
from readouts.ingest.unzip import Broken, TooLarge, unzipped

NEAR = Options(allow_private=True, delay=0.0)


def results(name, options=NEAR, stdin=b""):
    return list(loaded([str(name)], options, lambda: stdin))


def documents(name, options=NEAR, stdin=b""):
    got = results(name, options, stdin)
    assert all(isinstance(one, Loaded) for one in got), [str(o.error) for o in got if isinstance(o, Failed)]
    return [one.document for one in got]


def only_failure(name, options=NEAR, stdin=b""):
    (got,) = results(name, options, stdin)
    assert isinstance(got, Failed), got
    return str(got.error)


# -- feeds ---------------------------------------------------------------------------------------------------------


def test_an_rss_feed_gives_the_pages_behind_its_entries(site):
    site.pages["/rss"] = (rss(("Call with Telmark", "/call", "Wed, 04 Jun 2031 23:30:00 +0400"),
                              ("Visit to Telmark", "news/visit", None)), FEED)  # fmt: skip
    site.pages["/call"] = page("Call with Telmark", readout())
    site.pages["/news/visit"] = page(
        "Visit to Telmark", readout(about="culture"), "<meta name='date' content='2031-06-05'>"
    )
    first, second = documents(f"{site.url}/rss")
    assert (first.title, first.published, first.published_basis) == ("Call with Telmark", date(2031, 6, 4), "feed")
    assert first.url == f"{site.url}/call" and first.publisher == "Government of Marovia"
    assert (second.published, second.published_basis, second.publisher_basis) == (date(2031, 6, 5), "meta", "title")
    assert first.headline.of(first.text) == "Call with Telmark"


def test_an_atom_feed_resolves_links_by_its_base(site):
    site.pages["/atom"] = (
        f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="{site.url}/en/">
        <title>News</title><entry><title type="html">Call &amp;amp; visit</title><link rel="alternate" href="call"/>
        <link rel="enclosure" href="photo.jpg"/><published>2031-06-04T09:00:00Z</published>
        <updated>2031-06-07T09:00:00Z</updated></entry></feed>""".encode(),
        ATOM,
    )
    site.pages["/en/call"] = page("Call & visit", readout())
    (got,) = documents(f"{site.url}/atom")
    assert (got.url, got.title, got.published) == (f"{site.url}/en/call", "Call & visit", date(2031, 6, 4))


def test_an_entry_without_a_link_gives_its_own_text(site):
    site.pages["/rss"] = (
        f"""<rss version="2.0"><channel><title>News</title><item><title>Call with Telmark</title>
        <pubDate>Wed, 04 Jun 2031 10:00:00 GMT</pubDate><description>&lt;p&gt;{readout()}&lt;/p&gt;</description></item>
        <item><title>Nothing at all</title></item></channel></rss>""".encode(),
        FEED,
    )
    got = results(f"{site.url}/rss")
    assert got[0].document.text == readout() and got[0].document.published == date(2031, 6, 4)
    assert "neither a link nor a text" in str(got[1].error)


def test_a_bad_entry_fails_alone_and_a_link_counts_once(site):
    site.pages["/rss"] = (rss(("A", "/gone", None), ("B", "/b", None), ("B", "/b?utm_source=rss#top", None)), FEED)
    site.pages["/b"] = page("B", readout())
    gone, good = results(f"{site.url}/rss")
    assert "answers 404" in str(gone.error) and gone.origin == f"{site.url}/gone" and isinstance(good, Loaded)
    assert site.paths() == ["/rss", "/gone", "/b"]


def test_more_entries_than_asked_for_are_told(site):
    site.pages["/rss"] = (rss(*((f"N{n}", f"/{n}", None) for n in range(5))), FEED)
    site.pages.update({f"/{n}": page(f"N{n}", readout()) for n in range(5)})
    got = results(f"{site.url}/rss", Options(allow_private=True, delay=0.0, most=3))
    assert [type(one) for one in got] == [Loaded] * 3 + [Failed] and "more than 3 entries" in str(got[3].error)


def test_a_feed_in_a_file_or_on_standard_input(site, tmp_path):
    site.pages["/call"] = page("Call", readout())
    raw = rss(("Call", f"{site.url}/call", None))
    (tmp_path / "news.xml").write_bytes(raw)
    assert documents(tmp_path / "news.xml")[0].url == documents("-", stdin=raw)[0].url == f"{site.url}/call"


def test_feed_pages_that_robots_forbid_are_left_alone(site):
    site.pages["/robots.txt"] = (b"User-agent: *\nDisallow: /private/\n", {"Content-Type": "text/plain"})
    site.pages["/rss"] = (rss(("A", "/private/a", None), ("B", "/b", None)), FEED)
    site.pages["/b"] = page("B", readout())
    forbidden, good = results(f"{site.url}/rss")
    assert "robots.txt" in str(forbidden.error) and isinstance(good, Loaded) and "/private/a" not in site.paths()


def test_a_feed_leads_to_no_private_address(site):
    site.pages["/rss"] = (rss(("A", "http://10.0.0.1/a", None)), FEED)
    assert "--allow-private" in only_failure(f"{site.url}/rss", Options())
    raw = rss(("A", f"{site.url}/b", None), ("B", "file:///etc/passwd", None), ("C", "/relative", None))
    got = [str(one.error) for one in results("-", Options(delay=0.0), raw)]
    assert "--allow-private" in got[0] and all("not an http or https address" in one for one in got[1:])


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <html> -->\n<!DOCTYPE rss [<!ENTITY a 'b'>]><rss version='2.0'>", "feed"),
        (b"<rdf:RDF xmlns:rdf='x'>", "feed"),
        ("<?xml version='1.0' encoding='utf-16'?><feed xmlns='x'>".encode("utf-16"), "feed"),
        (b"<urlset xmlns='x'>", "sitemap"),
        (b"<sm:sitemapindex xmlns:sm='x'>", "index"),
        (b"<html><body>read our <feed > here</body></html>", None),
        (b"<div>How to write <rss version='2.0'></div>", None),
        (b"plain text", None),
        (b"", None),
    ],
)  # fmt: skip
def test_what_is_a_feed(raw, kind):
    assert feeds.kind_of(raw) == kind


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [("cp1252", "utf-8", "application/rss+xml"), ("utf-8", "iso-8859-1", "text/xml; charset=utf-8"),
     ("utf-16", "utf-16", "application/rss+xml"), ("cp1251", "windows-1251", "application/rss+xml")],
)  # fmt: skip
def test_a_wrong_or_rare_charset_is_no_hindrance(encoding, declared, header):
    word = "Кестер" if encoding == "cp1251" else "Kestér’s"
    raw = f'<?xml version="1.0" encoding="{declared}"?><rss version="2.0"><channel><title>N</title><item><title>{word} visit</title><link>https://example.org/a</link></item></channel></rss>'
    (entry,) = feeds.parsed(raw.encode(encoding), "x", "https://example.org/", header).entries
    assert entry.title == f"{word} visit"


def test_a_malformed_feed_gives_what_can_be_read():
    raw = b"<rss version='2.0'><channel><title>N & M</title><item><title>Call <b>today</title><link>https://example.org/a</link></item><item><title>Vis"
    first = feeds.parsed(raw, "x").entries[0]
    assert first.url == "https://example.org/a" and first.title.startswith("Call")


# -- sitemaps ------------------------------------------------------------------------------------------------------


def sitemap(*rows):
    parts = (f"<url><loc>{loc}</loc><lastmod>{day}</lastmod></url>" for loc, day in rows)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{"".join(parts)}</urlset>'.encode()


def test_a_sitemap_gives_its_pages_the_last_changed_first(site):
    site.pages["/sitemap.xml"] = (sitemap((f"{site.url}/a", "2031-06-01"), (f"{site.url}/b", "2031-06-03")), XML)
    site.pages["/a"], site.pages["/b"] = page("A", readout()), page("B", readout(about="energy"))
    first, second = documents(f"{site.url}/sitemap.xml")
    assert (first.title, second.title) == ("B", "A")
    assert first.published is None  # a day of change is no day of publication


def test_an_index_leads_through_packed_sitemaps_and_a_bad_one_fails_alone(site):
    index = "".join(f"<sitemap><loc>{site.url}/{n}</loc></sitemap>" for n in ("none.xml", "news.xml.gz"))
    site.pages["/index.xml"] = (
        f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{index}</sitemapindex>'.encode(),
        XML,
    )
    news = f"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
      <url><loc>{site.url}/a</loc><n:news><n:publication><n:name>Marovia News</n:name></n:publication>
      <n:publication_date>2031-06-04T10:00:00+02:00</n:publication_date><n:title>Call</n:title></n:news></url></urlset>"""
    site.pages["/news.xml.gz"] = (gzip.compress(news.encode()), {"Content-Type": "application/gzip"})
    site.pages["/a"] = page("A", readout())
    failed, good = results(f"{site.url}/index.xml")
    assert "answers 404" in str(failed.error)
    assert (good.document.published, good.document.publisher) == (date(2031, 6, 4), "Marovia News")


# -- hostile feeds -------------------------------------------------------------------------------------------------


def bomb(root, inner):
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "aaaaaaaaaa">{steps}]>{root.format(inner.format("&e11;"))}'.encode()


RSS_ROOT = "<rss version='2.0'><channel><title>N</title>{}</channel></rss>"
MAP_ROOT = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"


def in_time(seconds=5.0):
    """CPU seconds, since the machine may be busy."""
    start = time.process_time()
    return lambda: time.process_time() - start < seconds


def test_entities_do_not_grow():
    ended = in_time()
    got = feeds.parsed(bomb(RSS_ROOT, "<item><title>{}</title><link>https://example.org/a</link></item>"), "x")
    assert all(len(entry.title or "") < 1000 for entry in got.entries)
    with pytest.raises(InputError, match="cannot be read as a sitemap"):
        feeds.parsed(bomb(MAP_ROOT, "<url><loc>{}</loc></url>"), "x")
    assert ended()


@pytest.mark.parametrize("root", [RSS_ROOT, MAP_ROOT])
def test_entities_read_no_files(root, tmp_path):
    (tmp_path / "secret").write_text("very secret")
    inner = "<item><title>&f;</title><link>https://example.org/&f;</link></item><url><loc>https://example.org/&f;</loc></url>"
    raw = f'<!DOCTYPE x [<!ENTITY f SYSTEM "file://{tmp_path}/secret">]>{root.format(inner)}'.encode()
    try:
        assert "secret" not in str(feeds.parsed(raw, "x"))
    except InputError as error:
        assert "cannot be read" in str(error)


def test_bytes_that_are_the_name_of_a_file_open_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    raw = b"<rss >"
    (tmp_path / raw.decode()).write_bytes(rss(("A", "https://example.org/a", None)))
    with pytest.raises(InputError):
        feeds.parsed(raw, "x")


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (RSS_ROOT.format("<a>" * 300_000).encode(), "nests more than"),
        (RSS_ROOT.format("<item><title>a</title></item>" * 200_000).encode(), "of more than 5 MB"),
        (
            RSS_ROOT.format("<item " + " ".join(f"a{n}='1'" for n in range(60_000)) + "/>").encode(),
            "more than 500 attributes",
        ),
        (b"<rss version='2.0'>" + b"\xff\x00" * 1000, "cannot be read as a feed"),
        (b"<urlset>" + b"<url>" * 100_000, "cannot be read as a sitemap"),
        (b"<urlset", "no feed and no sitemap"),
    ],
    ids=["deep", "large", "attributes", "junk", "deep-sitemap", "cut"],
)
def test_hostile_feeds_are_refused_soon(raw, says):
    ended = in_time()
    with pytest.raises(InputError, match=says):
        feeds.parsed(raw, "x")
    assert ended()


def test_line_breaks_of_html_are_not_depth():
    assert feeds.parsed(
        RSS_ROOT.format(
            "<item><title>a<br><br>b</title><link>https://example.org/</link>" + "<br>" * 900 + "</item>"
        ).encode(),
        "x",
    ).entries


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_no_bytes_break_a_feed(junk):
    for raw in (
        b"<rss version='2.0'><channel>" + junk,
        b"<feed xmlns='http://www.w3.org/2005/Atom'>" + junk,
        b"<urlset>" + junk,
    ):
        with contextlib.suppress(ReadoutsError):
            feeds.parsed(raw, "x", "https://example.org/")


# -- hostile servers -----------------------------------------------------------------------------------------------


def test_packed_pages_are_unpacked(site):
    site.pages["/a"] = packed(page("A", readout()), Content_Type="text/html")
    assert documents(f"{site.url}/a")[0].title == "A"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (packed(b"\0" * 60_000_000, Content_Type="text/plain"), "larger than 10 MB"),
        (packed(b"a" * 1000, times=2, Content_Type="text/plain"), "not asked for"),
        ((gzip.compress(b"a" * 100_000)[:90], {"Content-Encoding": "gzip"}), "breaks off"),
        ((b"no gzip at all", {"Content-Encoding": "gzip"}), "comes damaged"),
        ((b"x", {"Content-Encoding": "br"}), "not asked for"),
        (status(500), "answers 500"),
        (to("/a"), "redirects more than"),
        (to("http://[::1"), "cannot be fetched"),
        (slow(0, to("ftp://example.org/")), "not an http or https"),
    ],
    ids=["bomb", "twice", "cut", "no-gzip", "br", "500", "round", "bad-redirect", "ftp"],
)
def test_what_a_server_may_not_do(site, answer, says):
    site.pages["/a"] = answer
    assert says in only_failure(f"{site.url}/a")


@pytest.mark.parametrize(
    "first", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>"]
)
def test_a_server_that_drips_is_cut_off(first):
    """A byte every tenth of a second: in the headers, or in a body that does not tell its length."""
    import socket
    import threading

    from readouts.errors import FetchError
    from readouts.ingest.fetch import Validators, refetch

    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip():
            with contextlib.suppress(OSError):
                talking, _ = listening.accept()
                talking.recv(4096)
                talking.sendall(first)
                for _ in range(200):
                    talking.sendall(b"x")
                    time.sleep(0.1)

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        with pytest.raises(FetchError, match="took over 1 s"):
            refetch(f"http://127.0.0.1:{listening.getsockname()[1]}/", Validators(), allow_private=True, seconds=1.0)
        assert time.monotonic() - began < 8


def test_gzip_within_a_limit():
    two = gzip.compress(b"one ") + gzip.compress(b"two") + b"\0" * 20
    assert unzipped([two[:7], two[7:]], "gzip", 100) == b"one two"
    with pytest.raises(TooLarge):
        unzipped([gzip.compress(b"a" * 1_000_000)], "gzip", 999_999)
    with pytest.raises(Broken):
        unzipped([b"", b"\x1f"], "gzip", 100)


@given(st.binary(max_size=2000), st.integers(1, 40))
def test_packing_and_unpacking_is_the_same(raw, step):
    for encoding, whole in (
        ("gzip", gzip.compress(raw)),
        ("deflate", __import__("zlib").compress(raw)),
        ("deflate", raw_deflate(raw)),
    ):
        assert unzipped([whole[i : i + step] for i in range(0, len(whole), step)], encoding, 2000) == raw


def raw_deflate(raw):
    import zlib

    engine = zlib.compressobj(wbits=-15)
    return engine.compress(raw) + engine.flush()


# -- archives ------------------------------------------------------------------------------------------------------


def warc(*records, gzipped=True):
    """A WARC file of records (address, media type, bytes, more HTTP headers)."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzipped)
    for url, kind, body, *more in records:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind), *(more[0] if more else [])], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=headers,
                                      warc_headers_dict={"WARC-Date": "2031-07-01T08:00:00Z"})
        )  # fmt: skip
    return out.getvalue()


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_an_archive_gives_a_document_a_record(tmp_path, name):
    dated = page("Call", readout(), "<meta property='article:published_time' content='2031-06-04T10:00:00+02:00'>")
    raw = warc(
        ("https://example.org/call", "text/html; charset=utf-8", dated),
        ("https://example.org/logo.png", "image/png", b"\x89PNG"),
        ("https://example.org/visit.txt", "text/plain", readout(about="visas").encode()),
        ("https://example.org/packed", "text/html", gzip.compress(dated), [("Content-Encoding", "gzip")]),
        gzipped=name.endswith("gz"),
    )
    (tmp_path / name).write_bytes(raw)
    got = results(tmp_path / name)
    assert [one.document.url.rpartition("/")[2] for one in got] == ["call", "visit.txt", "packed"]
    assert got[0].document.published == date(2031, 6, 4) and got[1].document.published is None
    assert {one.retrieved for one in got} == {datetime(2031, 7, 1, 8, tzinfo=UTC)}
    assert [d.url for d in documents(tmp_path)] == [one.document.url for one in got]  # found in its folder too


def test_an_archive_comes_by_address_and_on_standard_input(site):
    raw = warc(("https://example.org/call", "text/html", page("Call", readout())))
    site.pages["/a.warc.gz"] = (raw, {"Content-Type": "application/warc"})
    assert documents(f"{site.url}/a.warc.gz")[0].url == documents("-", stdin=raw)[0].url == "https://example.org/call"


def test_refusals_and_other_records_are_passed_over(tmp_path):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "test"}))
    headers = StatusAndHeaders("404 Not Found", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer.write_record(
        writer.create_warc_record(
            "https://example.org/", "response", payload=io.BytesIO(b"<p>no"), http_headers=headers
        )
    )
    (tmp_path / "a.warc.gz").write_bytes(out.getvalue())
    assert "no page, text or PDF" in only_failure(tmp_path / "a.warc.gz")


def test_a_record_too_large_or_without_text_fails_alone(tmp_path):
    large = ("https://example.org/bomb", "text/html", gzip.compress(b"a" * 30_000_000), [("Content-Encoding", "gzip")])
    raw = warc(
        large,
        ("https://example.org/", "text/html", b"<html></html>"),
        ("https://example.org/../../etc/passwd", "text/plain", readout().encode()),
    )
    (tmp_path / "a.warc.gz").write_bytes(raw)
    first, second, third = results(tmp_path / "a.warc.gz")
    assert "larger than 10 MB" in str(first.error) and "record 1" in first.origin
    assert "no text found" in str(second.error) and isinstance(third, Loaded)


@pytest.mark.parametrize(
    "damaged",
    [
        lambda raw: raw[:-60],
        lambda raw: gzip.compress(gzip.decompress(raw)),
        lambda raw: raw[:200] + bytes(len(raw) - 200),
        lambda raw: b"no archive at all " * 100,
        lambda raw: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n",
    ],
    ids=["cut", "packed-whole", "zeros", "text", "endless"],
)
def test_a_damaged_archive_says_so(tmp_path, damaged):
    raw = warc(*((f"https://example.org/{n}", "text/html", page(f"N{n}", readout())) for n in range(3)))
    (tmp_path / "a.warc.gz").write_bytes(damaged(raw))
    got = results(tmp_path / "a.warc.gz")
    assert isinstance(got[-1], Failed) and "a.warc.gz" in str(got[-1].error)


def test_an_empty_archive_says_so(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"")
    assert "a.warc" in only_failure(tmp_path / "a.warc")
