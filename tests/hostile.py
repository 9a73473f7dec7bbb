"""Hostile input: strategies that make it, and for each parser and finder what must hold whatever comes in.

A target is a function of one generated case. It may let a ReadoutsError pass (that is our answer to bad input) and
nothing else; it must be done within MOST_SECONDS of CPU; and every span that it gets must lie in its text. The bounded
tests are `test_hostile.py`, the long run is `bench/soak_hostile.py`.
"""

import contextlib
import dataclasses
import gzip
import io
import json
import tempfile
import time
import tomllib
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from readouts.errors import FetchError, InputError, ReadoutsError
from readouts.records import Document, Reading
from readouts.text import Span, folded, key, located, normalised, stem, words

MOST_SECONDS = 5.0  # CPU, for one case of up to some thousand characters

# -- what comes in -------------------------------------------------------------------------------------------------

_SENTENCES = (
    "President Arlen Voss of Marovia spoke by phone with Prime Minister Ida Kester of Telmark on Monday.",
    "The two leaders discussed trade and reaffirmed the importance of a lasting settlement on the River Ister.",
    "“We will not sign,” Kester said, “until the lock is open.”",
    "According to her office, the Prime Minister “rejected” the demands and urged Marovia to withdraw by 1 July 2031.",
    "Asked about the lock, the spokesperson said that talks would, reportedly, be held in early 2032 in Lund.",
    "No mention was made of the detained journalist in the Telmark statement.",
    "The Secretary of State of the United States met with the Foreign Minister of Azerbaijan in Baku.",
    "OFFICE OF THE PRESIDENT OF MAROVIA\n\nFor immediate release\nJune 4, 2031",
    "VELGRAD, June 4, 2031 (MNA) – The ministers agreed on 3 steps:\n- a joint commission\n- visits\n- 40 prisoners",
    "Q: Did they talk? A: Yes. MR. MILLER: I don't have anything to read out.",
)
_WORDS = (
    "said", "told", "Mr. Voss", "U.S.", "Ukraine", "Russia", "the two sides", "who", "that", "not", "if", "will",
    "on Monday", "3 March 2023", "03/04/2023", "2023-02-30", "yesterday", "last week", "in early 2027", "10:15 p.m.",
    "the 31st of February", "0000-00-00", "99999999999999999999", "two weeks ago", "mid-May", "between 3 and 5 June",
    "'s", "’s", "“", "”", '"', "'", "‘", "’", "«", "»", "...", "—", "--", "(", ")", "[", "]", "{{", "}}", "<b>", "</p>",
    "&amp;", "&#0;", "&#xD800;", "{%", "*", "#", "\\", "/", "=1+1", "@", ";", ",", ".", ":", "?", "!", "%", "$5 million",
)  # fmt: skip
# Signs that break programs: directions, joiners, no width, controls, half pairs, other lengths in lower case, other
# scripts that look alike, digits that are no digits, more than 16 bits.
_SIGNS = (
    "\u202e", "\u202d", "\u2066", "\u2069", "\u200b", "\u200d", "\ufeff", "\u00ad", "\u2060", "\x00", "\x01", "\x0b",
    "\x0c", "\x1b[2J", "\x1c", "\x85", "\u2028", "\u2029", "\r", "\r\n", "\t", "\n", "\n\n", " ", "  ", "\u00a0", "\u3000", "İ", "ı", "ß",
    "ﬁ", "ŉ", "ΐ", "А", "Ⅷ", "²", "٣", "½", "e\u0301\u0301\u0301", "🕊", "👩‍👩‍👧", "שלום", "مرحبا", "漢字", "年", "\U0010ffff", "\ud800",
    "\udfff", "\uffff", "\ufffe", "\ufffd",
)  # fmt: skip
_pieces = st.one_of(st.sampled_from(_SENTENCES), st.sampled_from(_WORDS), st.sampled_from(_SIGNS), st.text(max_size=8))
_repeated = st.builds(lambda one, n: one * n, st.sampled_from(_WORDS + _SIGNS), st.integers(2, 200))
texts = st.lists(st.one_of(_pieces, _pieces, _pieces, _repeated), max_size=25).flatmap(
    lambda parts: st.sampled_from([" ", "", "\n"]).map(lambda between: between.join(parts))
)
clean_texts = texts.map(lambda text: text.translate(dict.fromkeys(range(0xD800, 0xE000))))
optional = st.one_of(st.none(), texts)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)


@st.composite
def damaged(draw, sound: bytes, tokens: tuple[bytes, ...] = ()) -> bytes:
    """Sound bytes after some damage: cut, doubled, overwritten, junk and tokens put in."""
    raw = bytearray(sound)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(raw)))
        match draw(
            st.sampled_from(["put", "cut", "over", "double", "end"] if tokens else ["put", "cut", "over", "end"])
        ):
            case "put":
                raw[at:at] = draw(st.one_of(st.binary(max_size=20), st.sampled_from(tokens or (b"",))))
            case "cut":
                del raw[at : at + draw(st.integers(1, 80))]
            case "over":
                junk = draw(st.binary(min_size=1, max_size=4))
                raw[at : at + len(junk)] = junk
            case "double":
                raw[at:at] = raw[at : at + draw(st.integers(1, 200))] * draw(st.integers(1, 5))
            case "end":
                del raw[draw(st.integers(0, len(raw))) :]
    return bytes(raw)


def pdf(*lines: str, pack: Callable[[bytes], bytes] | None = None) -> bytes:
    """A PDF of one page with a line of text each, its stream packed where `pack` says how."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 50 750 Td {shown} ET".encode("latin-1", "replace")
    stream, how = (pack(stream), b" /Filter /FlateDecode") if pack else (stream, b"")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), how, stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, o) for i, o in enumerate(objects, 1))
    return body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF"


_PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Call with Telmark | Government of Marovia</title>"
    "<meta property='article:published_time' content='2031-06-04T10:00:00+02:00'>"
    '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2031-06-04", '
    '"publisher": {"@id": "#o"}}</script></head><body><nav><a href="/">Home</a></nav><article><h1>Call with Telmark</h1>'
    f"<time datetime='2031-06-04'>4 June</time><p>{_SENTENCES[0]}</p><p>{_SENTENCES[1]}</p></article></body></html>"
).encode()
_TAGS = (
    b"<p>", b"</div>", b"<table><tr><td>", b"<script>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml", b"<svg>",
    b"<math>", b"<template>", b"<select>", b"<a href='javascript:x'>", b"<meta charset=utf-16>", b"<base href='//x'>", b"<time>",
    b"&#xD800;", b"&#0;", b"\x00", b"\xff\xfe", b"<div " * 30, b"<b>" * 300, b"<plaintext>", b"<style>",
    b'<script type="application/ld+json">{"@type":["Article",{"x":[]}],"publisher":[[[]]],"datePublished":5}</script>',
    b"<meta property='date' content='\xd9\xa3\xd9\xa3\xd9\xa3\xd9\xa3-01-01'>", b"<title>", b"<body>", b"<html>",
)  # fmt: skip
_RSS = (
    b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title><item><title>Call &amp; visit'
    b"</title><link>https://example.org/a?utm_source=x</link><pubDate>Wed, 04 Jun 2031 10:00:00 GMT</pubDate>"
    b"<description>They &lt;b&gt;spoke&lt;/b&gt;</description></item></channel></rss>"
)
_ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://example.org/"><title>News</title><entry><title type="html">'
    b"Call</title><link href='/a'/><updated>2031-06-04T10:00:00Z</updated><content type='xhtml'><div>x</div></content>"
    b"<source><title>Telmark</title></source></entry></feed>"
)
_SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/a'
    b"</loc><lastmod>2031-06-04</lastmod></url></urlset>"
)
_XML = (
    b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>", b"&b;", b"&amp;", b"<![CDATA[", b"]]>", b"<item>", b"</item>",
    b"<link>", b"<entry>", b"<url>", b"<loc>", b"http://[::1", b"//", b"\xff", b"<a b='c' " * 9, b"<pubDate>", b"99999",
    b"<?xml version='1.0' encoding='utf-7'?>", b"<?xml version='1.0' encoding='idna'?>", b"xml:base='http://[x'", b"&#0;",
)  # fmt: skip


@cache
def warc() -> bytes:
    """A sound archive of two pages, one of them packed."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    for url, kind, body, more in (
        ("https://example.org/a", "text/html; charset=utf-8", _PAGE, []),
        (
            "https://example.org/../../b.txt",
            "text/plain",
            gzip.compress(_SENTENCES[0].encode()),
            [("Content-Encoding", "gzip")],
        ),
    ):
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind), *more], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url,
            "response",
            payload=io.BytesIO(body),
            http_headers=headers,
            warc_headers_dict={"WARC-Date": "2031-07-01T08:00:00Z"},
        )
        writer.write_record(record)
    return out.getvalue()


_WARC = (
    b"WARC/1.0\r\n", b"\r\n\r\n", b"Content-Length: 99999999999\r\n", b"Content-Length: -5\r\n", b"HTTP/1.1 200 OK\r\n", b"\x1f\x8b\x08",
    b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: br\r\n", b"WARC-Type: revisit\r\n", b"\xff" * 20, b"WARC-Target-URI: \r\n",
    b"Content-Type: text/html; charset=idna\r\n", b"WARC-Date: x\r\n", b"filedesc://x 0.0.0.0 2 text/plain 5\n",
)  # fmt: skip
_TOML = (
    b'[defaults]\nevery = "6h"\n[[source]]\nname = "Marovia"\nurl = "https://example.org/feed"\npublisher = "Office"\n'
    b'issuer = "state:XMA"\ntimezone = "Europe/Kyiv"\nmost = 5\n[source.selectors]\ntext = "article"\nlinks = "//a"\n'
)
_TOML_TOKENS = (
    b"every = 5\n", b'every = "99999999999999999999d"\n', b"most = true\n", b"timezone = 3\n", b'timezone = "../../etc/passwd"\n',
    b'timezone = "/etc"\n', b"selectors = 3\n", b'text = "////["\n', b'text = "::before"\n', b"[[source]]\n", b"[source]\n", b"a.b.c = [[[[\n",
    b"name = 1979-05-27\n", b'url = "http://[::1"\n', b'"\\ud800"', b"defaults = 3\n", b"[" * 50, b'timezone = ""\n', b'timezone = "a\\u0000b"\n',
)  # fmt: skip

# -- what must hold ------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def bounded(most: float = MOST_SECONDS) -> Iterator[None]:
    """Lets our own errors pass; anything else, and CPU time over the limit, is a fault."""
    began = time.process_time()
    try:
        yield
    except ReadoutsError as error:
        assert str(error).strip(), "an error without a word"
    took = time.process_time() - began
    assert took < most, f"took {took:.1f} s of CPU"


def spans_of(value: Any) -> Iterator[Span]:
    """Every span in a record, however deep."""
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, type | Document):
        for field in dataclasses.fields(value):
            yield from spans_of(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from spans_of(one)


def check_reading(reading: Reading) -> None:
    """Its spans lie in the text; and it can be written as JSON and as a page, in which no sign of the text is markup."""
    from readouts.export import html
    from readouts.export import json as as_json

    length = len(reading.document.text)
    outside = [span for span in spans_of(reading) if not 0 <= span.start < span.end <= length]
    assert not outside, outside
    assert json.loads(json.dumps(as_json.reading(reading)))["document"]["text"] == reading.document.text
    check_page(html.reading(reading))


def check_page(written: str) -> None:
    """The page can be sent, and holds no element or attribute that only a text can have brought in."""
    from lxml import html as lxml_html

    written.encode("utf-8")
    tree = lxml_html.document_fromstring(
        written.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    )
    for element in tree.iter():
        assert element.tag not in ("script", "iframe", "img", "object", "embed", "base", "form", "svg", "link"), (
            element.tag
        )
        for name, value in element.attrib.items():
            assert not name.startswith("on"), name
            assert name not in ("href", "src") or not value.strip().lower().startswith(
                ("javascript:", "data:", "vbscript:")
            ), value


@cache
def tools() -> Any:
    """The engine's tools, loaded once."""
    from readouts.pipeline import Tools

    return Tools()


def _made(raw: bytes, suffix: str, url: str | None = None) -> None:
    from readouts.ingest.made import Options, made

    with bounded():
        got = made(raw, suffix, "x", Options(anyway=True, zone=ZoneInfo("Europe/Kyiv")), url=url).document
        assert got.headline is None or got.headline.end <= len(got.text)
        (got.text + (got.title or "") + (got.publisher or "")).encode("utf-8")


def text_files(raw: bytes) -> None:
    _made(raw, ".txt")


def pages(raw: bytes) -> None:
    _made(raw, ".html", "https://example.org/2031/06/04/a")


def pdf_files(raw: bytes) -> None:
    """What runs in the process apart, but in this one, so that a fault is seen as what it is."""
    from readouts.ingest.pdf import pages_of, unwrapped

    with bounded():
        pages, title = pages_of(raw)
        unwrapped("\n\n".join(pages)).encode("utf-8", "surrogatepass")
        assert title is None or title


def feeds(raw: bytes) -> None:
    from readouts.ingest import feeds

    with bounded():
        for entry in feeds.parsed(feeds.plain(raw, "x"), "x", "https://example.org/feed").entries:
            (entry.url or "").encode("utf-8")


def standard_input(raw: bytes) -> None:
    """Any bytes at the front door, but for those that lead to the network."""
    from readouts.ingest import feeds
    from readouts.ingest.documents import Failed, Loaded, Options, loaded

    if feeds.kind_of(raw):
        return
    with bounded():
        for result in loaded(["-"], Options(anyway=True), lambda: raw):
            assert isinstance(result, Loaded | Failed)
            if isinstance(result, Failed):
                assert isinstance(result.error, ReadoutsError)


def archives(raw: bytes) -> None:
    from readouts.ingest.archive import records
    from readouts.ingest.made import Options

    with bounded():
        for _ in records(io.BytesIO(raw), "x", Options(anyway=True)):
            pass


def rows(line: bytes) -> None:
    from readouts.ingest.made import Loaded, Options
    from readouts.ingest.rows import lines, row

    with bounded():
        for result in lines([line], "x", Options(anyway=True)):
            if isinstance(result, Loaded):
                again = json.dumps(row(result.document), ensure_ascii=False).encode("utf-8")
                same = next(iter(lines([again], "x", Options(anyway=True))))
                assert isinstance(same, Loaded) and same.document.text == result.document.text


def source_files(raw: bytes) -> None:
    from readouts.ingest.sources import sources

    with tempfile.TemporaryDirectory() as folder, bounded():
        path = Path(folder) / "feeds.toml"
        path.write_bytes(raw)
        sources(path)


def stamps(written: str) -> None:
    from readouts.ingest.days import stamp
    from readouts.ingest.letterhead import dateline, headline
    from readouts.ingest.metadata import day_of_address

    with bounded():
        for zone in (None, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("America/Los_Angeles")):
            found = stamp(written, zone)
            assert found is None or isinstance(found.day, date)
        dateline(written)
        headline(written)
        list(day_of_address(f"https://example.org/{written}"))


def lexicon_tables(case: tuple[str, list[list[str]], bytes]) -> None:
    """A user's own table with these cells; the last part is put at its end as it is."""
    from readouts.lexicon.own import examined
    from readouts.lexicon.tables import columns

    name, lines, end = case
    with tempfile.TemporaryDirectory() as folder, bounded():
        head = "\t".join(columns(name))
        body = "\n".join("\t".join(cells) for cells in lines)
        Path(folder, f"{name}.tsv").write_bytes(f"{head}\n{body}\n".encode("utf-8", "surrogatepass") + end)
        for fault in examined(Path(folder)).faults:
            assert fault.remedy and str(fault)


def quotations(text: str) -> None:
    from readouts.find.quotes import quotations

    with bounded():
        assert all(0 <= span.start < span.end <= len(text) for span in spans_of(quotations(text)))


def dates(text: str) -> None:
    from readouts.find.dates import dates
    from readouts.models import parser

    with bounded():
        document = Document(id="x", text=text or " ", published=date(2031, 6, 4))
        for mention in dates(document, parser.parsed(tools().nlp, document)):
            assert mention.span.end <= len(document.text)
            assert (
                mention.when is None
                or mention.when.start is None
                or mention.when.end is None
                or mention.when.start < mention.when.end
            )


def said(text: str) -> None:
    from readouts.models import attribution

    with bounded():
        assert all(
            span.end <= len(text)
            for span in spans_of(list(map(dataclasses.astuple, ())) or attribution.said(tools().tagger, text))
        )


def characters(case: tuple[str, str]) -> None:
    """The operations on text keep lengths, and what is located reads as what was looked for."""
    text, quote = case
    with bounded():
        assert len(normalised(text)) == len(folded(text)) == len(text)
        assert key(key(text)) == key(text)
        span = located(text, quote)
        if span:
            assert normalised(span.of(text)).split() == normalised(quote).split()
        for word in words(text):
            stem(word.of(text))


def whole_readings(case: tuple[str, str | None, str | None, date | None]) -> None:
    """The whole way of one text: from a JSONL line over the pipeline to JSON and the page."""
    from readouts.ingest.made import Failed, Options
    from readouts.ingest.rows import lines
    from readouts.pipeline import read

    text, title, publisher, published = case
    fields = {"text": text, "title": title, "publisher": publisher, "published": published and published.isoformat()}
    with bounded(4 * MOST_SECONDS):
        for result in lines([json.dumps(fields).encode()], "x", Options(anyway=True)):
            if not isinstance(result, Failed):
                check_reading(read(result.document, tools()))


def comparisons(case: tuple[str, str]) -> None:
    from readouts.export import html
    from readouts.export import json as as_json
    from readouts.pipeline import compared

    left, right = (Document(id=str(n), text=text or " ", published=date(2031, 6, 4)) for n, text in enumerate(case))
    with bounded(4 * MOST_SECONDS):
        found = compared([left, right], tools(), anyway=True)
        for reading in found.readings:
            assert all(span.end <= len(reading.document.text) for span in spans_of(reading))
        json.dumps(as_json.comparison(found))
        check_page(html.comparison(found))


def packed(raw: bytes) -> None:
    from readouts.ingest.unzip import Broken, TooLarge, unzipped

    for encoding in ("gzip", "deflate"):
        with bounded(), contextlib.suppress(Broken, TooLarge):
            assert len(unzipped([raw[:7], raw[7:]], encoding, 100_000)) <= 100_000


def addresses(url: str) -> None:
    """No address leads to a request unless all that its host resolves to is public."""
    import httpx

    from readouts.ingest import fetch

    def asked(request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"asked {request.url}")

    with bounded(), httpx.Client(transport=httpx.MockTransport(asked)) as client, contextlib.suppress(FetchError):
        for answer in (["10.0.0.1"], ["93.184.216.34", "::1"], []):
            fetch._request(client, url, fetch.Validators(), False, lambda host, port, answer=answer: answer)
            raise AssertionError(f"{url} would have been asked at {answer}")


def robots(text: str) -> None:
    from readouts.ingest.fetch import Fetched
    from readouts.ingest.robots import Robots

    raw = text.encode("utf-8", "replace")
    with bounded():
        asked = Robots(lambda url: Fetched(url=url, raw=raw, type="text/plain", encoding=None), time.monotonic)
        asked.delay("https://example.org/a")
        asked.check("https://example.org/a?b=c")
        assert 0 <= asked.delay("https://example.org/a") <= 300


def selectors(case: tuple[str, str]) -> None:
    from readouts.ingest.page import tree_of
    from readouts.ingest.selectors import Selectors

    with bounded():
        tree = tree_of(_PAGE.decode(), "x")
        made = Selectors(text=case[0], links=case[1])
        made.applied(tree)
        made.addresses(tree)


def queries(query: str) -> None:
    from readouts.store.words import found_in, fts5, terms, tsquery

    with bounded():
        wanted = terms(query)
        fts5(wanted).encode("utf-8")
        tsquery(wanted).encode("utf-8")
        assert all(span.end <= len(query) for span in found_in(query, wanted))


def cells(text: str) -> None:
    """No cell of a table is a formula to a spreadsheet."""
    from readouts.export.files import safe

    with bounded():
        assert not safe(text).lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


_addresses = st.one_of(
    texts,
    st.builds(
        lambda scheme, user, host, port, rest: f"{scheme}://{user}{host}{port}/{rest}",
        st.sampled_from(["http", "https", "HTTP", "ftp", "file", "gopher"]),
        st.sampled_from(["", "a@", "example.org:80@", "a:b@"]),
        st.sampled_from(["127.0.0.1", "2130706433", "0177.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "0", "localhost", "a\u3002b", "xn--", "[fe80::1%25eth0]", "ⓔxample.org"]),
        st.sampled_from(["", ":80", ":0", ":99999", ":x", ":-1"]), st.text(max_size=10),
    ),
)  # fmt: skip
_lines = st.one_of(
    json_values.map(lambda value: json.dumps(value).encode()),
    st.builds(lambda fields, text: json.dumps({**fields, "text": text}).encode(),
              st.fixed_dictionaries({}, optional=dict.fromkeys(("id", "title", "publisher", "published", "url", "language", "issuer"), st.one_of(optional, json_values))), texts),
    damaged(json.dumps({"text": _SENTENCES[0], "published": "2031-06-04"}).encode(), (b"[" * 3000, b'"\\ud800"', b"1e999", b"9" * 5000, b"NaN", b"\\u0000")),
)  # fmt: skip
_tables = st.tuples(
    st.sampled_from(("holders", "bodies", "states", "cues", "issues")),
    st.lists(st.lists(st.one_of(texts.map(lambda t: t[:200]), st.sampled_from(["", "2031-01-01", "XMA", "a|b", "Q1"])), min_size=1, max_size=12), max_size=5),
    st.sampled_from([b"", b"\xff\xfe", b"\x00", b"\t" * 50, b"\r\r\n"]),
)  # fmt: skip
_days = st.one_of(st.none(), st.dates())
_stamps = st.one_of(texts, st.lists(st.sampled_from(
    ["2031", "06", "04", "-", "/", ".", "T", "23:59", "99:99", "Z", "+14:00", "-99:99", "June", "Wed,", "GMT", "年", "月", "日", "٠٤", "0001-01-01", "9999-12-31", "12/31/9999", " ", "p.m."]), max_size=14).map("".join))  # fmt: skip
_css = st.one_of(texts.map(lambda t: t[:100]), st.lists(st.sampled_from(
    ["article", "p", "//", "/", "[", "]", "(", ")", "@", "*", ">", "~", ":not", ":has", ":nth-child", "2n+1", ".", "#a", "'", "|", "count", "1", "=", ",", "$x", "text()", "::a", "\\"]), max_size=10).map("".join))  # fmt: skip
_bytes = st.one_of(st.binary(max_size=400), texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
                   clean_texts.map(lambda text: text.encode("utf-16")), damaged(_SENTENCES[3].encode("cp1252", "replace")))  # fmt: skip

TARGETS: dict[str, tuple[st.SearchStrategy[Any], Callable[[Any], None]]] = {
    "text_files": (_bytes, text_files),
    "pages": (st.one_of(damaged(_PAGE, _TAGS), _bytes), pages),
    "pdf_files": (damaged(pdf(*_SENTENCES[:3]), (b"<<", b">>", b"endobj", b"stream\n", b"[" * 200, b"(" * 200, b"/Kids [2 0 R]", b"/Length 99999999")), pdf_files),
    "feeds": (st.one_of(damaged(_RSS, _XML), damaged(_ATOM, _XML), damaged(_SITEMAP, _XML)), feeds),
    "standard_input": (st.one_of(_bytes, damaged(_PAGE, _TAGS), _lines, st.deferred(lambda: damaged(warc(), _WARC))), standard_input),
    "archives": (st.deferred(lambda: st.one_of(damaged(warc(), _WARC), damaged(gzip.compress(warc())))), archives),
    "rows": (_lines, rows),
    "source_files": (damaged(_TOML, _TOML_TOKENS), source_files),
    "stamps": (_stamps, stamps),
    "lexicon_tables": (_tables, lexicon_tables),
    "quotations": (texts, quotations),
    "dates": (clean_texts, dates),
    "said": (clean_texts, said),
    "characters": (st.tuples(texts, texts), characters),
    "whole_readings": (st.tuples(texts, optional, optional, _days), whole_readings),
    "comparisons": (st.tuples(clean_texts, clean_texts), comparisons),
    "packed": (st.one_of(st.binary(max_size=300), damaged(gzip.compress(b"abc" * 999)), damaged(zlib.compress(b"abc" * 99))), packed),
    "addresses": (_addresses, addresses),
    "robots": (st.lists(st.one_of(st.sampled_from(["User-agent: *", "Disallow: /", "Crawl-delay: 1e999", "Crawl-delay: nan", "Crawl-delay: -5", "Allow: /*$", "Disallow: " + "*a" * 50, "Request-rate: 0/0", "Visit-time: x"]), texts), max_size=8).map("\n".join), robots),
    "selectors": (st.tuples(_css, _css), selectors),
    "queries": (texts, queries),
    "cells": (texts, cells),
}  # fmt: skip
assert tomllib and InputError
