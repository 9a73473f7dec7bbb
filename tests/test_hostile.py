"""Hostile input, a little of it: some generated cases for every parser and finder, and the worst made by hand.

`bench/soak_hostile.py` is the long run; docs/soak.md has its last report.
"""

import contextlib
import csv
import gzip
import io
import json
import os
import subprocess
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hostile import TARGETS, check_page, check_reading, pdf, tools
from hypothesis import HealthCheck, Phase, given, seed, settings
from made import add, full, reading
from test_feeds import warc

from readouts.cli import main
from readouts.errors import FetchError, InputError, ReadoutsError
from readouts.export import html
from readouts.export.files import FORMATS, export
from readouts.ingest import archive, feeds, fetch, rows
from readouts.ingest.made import Failed, Options, made
from readouts.pipeline import read
from readouts.records import Document
from readouts.store import questions as ask
from readouts.store.questions import Asked
from readouts.store.shown import shown

SLOW = {"whole_readings": 8, "comparisons": 5, "said": 10, "dates": 10}  # cases; the others take milliseconds each
SENTENCE = "President Arlen Voss of Marovia spoke by phone with Prime Minister Ida Kester of Telmark on Monday."
ANYWAY = Options(anyway=True)
SOURCE = Path(__file__).parent.parent / "src"


@pytest.mark.parametrize("name", TARGETS)
def test_whatever_comes_in(name):
    strategy, target = TARGETS[name]

    @settings(
        max_examples=SLOW.get(name, 40), deadline=None, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @seed(7)
    @given(strategy)
    def run(case):
        target(case)

    run()


# -- sizes and depths ----------------------------------------------------------------------------------------------


def bomb(size, sign=b" "):
    """A PDF whose one stream unpacks to so many bytes."""
    return pdf("x", pack=lambda _: zlib.compress(sign * size, 9))


SCRIPT = b'<script type="application/ld+json">%s</script><p>' + SENTENCE.encode()
WORST = {
    "long line": (".txt", b"a" * 10_000_000, "over 4 MB"),
    "junk": (".txt", bytes(range(1, 256)) * 12_000, "is not text"),
    "nested": (".html", b"<div>" * 100_000 + SENTENCE.encode(), "nests elements too deep"),
    "nested tables": (".html", b"<table><tr><td>" * 10_000, "nests elements too deep"),
    "large page": (".html", b"<p>" * 3_400_000, "over 10 MB"),
    "comments": (".html", b"<!--" * 1_000_000, "no text"),
    "ampersands": (".html", b"&" * 2_000_000, "no text"),
    "open attributes": (".html", b"<a href='" * 200_000, "no text"),
    "json in a page": (".html", SCRIPT % (b"[" * 900_000), None),
    "json that holds": (".html", SCRIPT % (b'{"@type":' + b"[" * 900 + b"]" * 900 + b"}"), None),
    "spaces in a title": (".html", b"<title>" + b" " * 1_000_000 + b"</title><p>" + SENTENCE.encode(), None),
    "packed pdf": (".pdf", bomb(1_500_000_000), "needs more than 1,500 MB"),
    "pdf of brackets": (".pdf", pdf("x").replace(b"/Kids [3 0 R]", b"/Kids " + b"[" * 500_000), "PDF"),
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_files_end_soon(name):
    suffix, raw, says = WORST[name]
    began = time.process_time()
    if says is None:
        assert SENTENCE in made(raw, suffix, "x", ANYWAY).document.text
    else:
        with pytest.raises(InputError, match=says):
            made(raw, suffix, "x", ANYWAY)
    assert time.process_time() - began < 10


def first(results):
    return next(iter(results))


def test_a_long_line_of_jsonl_fails_alone_and_is_never_held_whole(tmp_path):
    path = tmp_path / "a.jsonl"
    with path.open("wb") as out:
        out.write(b'{"text": "')
        for _ in range(50):
            out.write(b"a" * 1_000_000)
        out.write(b'"}\n' + json.dumps({"text": SENTENCE}).encode() + b"\n")
    with path.open("rb") as stream:
        lines = rows.short_lines(stream)
        long, short = list(rows.lines((line for line in lines if len(line) < 17_000_000), "x", ANYWAY))
    assert isinstance(long, Failed) and "longer than 16 MB" in str(long.error)
    assert short.document.text == SENTENCE and short.document.origin == "x line 2"


@pytest.mark.parametrize("deep", ["[" * 1_000_000, '{"a":' * 500_000, '{"text": "x", "id": ' + "[" * 100_000])
def test_deep_json_fails(deep):
    assert "is not JSON" in str(first(rows.lines([deep.encode()], "x", ANYWAY)).error)


@pytest.mark.parametrize("head", [b"X: " + b"y" * 5_000_000, b"X: y\r\n" * 500_000, b"\r\n" * 500_000])
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_endless_headers_of_an_archive_end_it(head, pack):
    """In a file of some kilobytes there can be gigabytes of them."""
    raw = pack(b"WARC/1.0\r\n" + head)
    began = time.process_time()
    with pytest.raises(InputError) as raised:
        found = list(archive.records(io.BytesIO(raw), "x", ANYWAY))
        raise found[-1].error
    assert "damaged" in str(raised.value) or "no page" in str(raised.value)
    assert time.process_time() - began < 5


def test_headers_within_the_bound_are_read_for_every_record():
    many = [("X-More", "y" * 900)] * 700
    page = ("text/html", f"<p>{SENTENCE}".encode(), many)
    raw = warc(*((f"https://example.org/{n}", *page) for n in range(4)))
    assert len([one for one in archive.records(io.BytesIO(raw), "x", ANYWAY) if not isinstance(one, Failed)]) == 4


def test_a_sitemap_that_unpacks_to_millions_of_pages_is_refused_unread():
    raw = gzip.compress(b"<urlset>" + b"<url><loc>http://a/</loc></url>" * 1_500_000 + b"</urlset>")
    with pytest.raises(InputError, match="more than 50,000 pages"):
        feeds.parsed(feeds.plain(raw, "x"), "x")


ENTITIES = b"<!DOCTYPE x [<!ENTITY a0 'ha'>%s]>" % b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
)


@pytest.mark.parametrize(
    "root", [b"<urlset><url><loc>&a11;</loc></url></urlset>", b"<sitemapindex>&a11;</sitemapindex>"]
)
def test_entities_of_sitemaps_do_not_grow(root):
    with pytest.raises(InputError, match="cannot be read as a sitemap"):
        feeds.parsed(ENTITIES + root, "x")


def test_entities_of_pages_and_external_ones_are_not_read(tmp_path):
    (tmp_path / "secret").write_text("the secret words")
    outside = f"<!DOCTYPE x [<!ENTITY e SYSTEM 'file://{tmp_path}/secret'>]>".encode()
    for declared in (ENTITIES, outside):
        got = made(declared + f"<html><body><p>{SENTENCE}&a11;&e;</p></body></html>".encode(), ".html", "x", ANYWAY)
        assert len(got.document.text) < 1000 and "secret words" not in got.document.text


@pytest.mark.parametrize("sign", ["\x01", "\x0c", "\uffff", "&#1;", "&#x1f;", "&#xFFFE;", "&#0;"])
def test_signs_that_a_tree_gives_and_does_not_take(sign):
    raw = f"{sign}<html><body><div>{sign}a<p>{SENTENCE * 20}{sign}</p>{sign}</div>{sign}</body></html>".encode()
    assert SENTENCE in made(raw, ".html", "x", ANYWAY).document.text


def test_a_feed_whose_link_never_ends():
    raw = b"<rss version='2.0'><channel><title>News</title><item><title>Call</title><link</item>https://example.org/</link></item>"
    try:
        assert feeds.parsed(raw, "x").kind == "feed"
    except InputError as error:
        assert "cannot be read as a feed" in str(error)


def test_a_text_in_a_files_place_is_told():
    result = CliRunner().invoke(main, ["read", SENTENCE * 60])
    assert result.exit_code == 1 and "is no path" in result.stderr and "standard input" in result.stderr


def test_a_fall_of_the_pdf_library_is_no_fall_of_ours(monkeypatch):
    """The process apart ends by a signal, as it does when the library has a fault."""
    fallen = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    real = subprocess.run
    monkeypatch.setattr(subprocess, "run", lambda command, **more: real([sys.executable, "-c", fallen], **more))
    with pytest.raises(InputError, match="damaged, or needs more"):
        made(pdf("x"), ".pdf", "x", ANYWAY)


# -- readings ------------------------------------------------------------------------------------------------------

RUNS = {
    "right to left": "\u202e" + SENTENCE + "\u202c \u2066said\u2069 \u061c",
    "no width": "\u200b".join(SENTENCE),
    "joiners": SENTENCE.replace(" ", "\u200d \u2060"),
    "mixed scripts": SENTENCE.replace("a", "а").replace("o", "ο"),
    "combining": "".join(c + "\u0301" * 5 for c in SENTENCE),
    "astral": "🕊" * 50 + SENTENCE + "\U0010ffff",
    "controls": SENTENCE.replace(" ", "\x0b\x0c\x1c\x85\u2028"),
    "one word": "a" * 20_000,
    "one sentence": "and President Arlen Voss of Marovia " * 300,
    "quotes": "“" * 1_000 + SENTENCE,
    "brackets": "(" * 800 + SENTENCE + ")" * 800,
    "dates": "on 3 March 2023, " * 300,
    "lines": "x\n" * 1_000,
    "empty lines": SENTENCE + "\n \t" * 50_000 + SENTENCE,
    "no letters": "?!…." * 400,
    "said": "“Yes,” he said, “no,” she said, " * 60,
}


@pytest.mark.parametrize("name", RUNS)
def test_texts_made_to_be_hard_are_read(name):
    text = RUNS[name]
    began = time.process_time()
    check_reading(read(Document(id="x", text=text, published=None), tools()))
    assert time.process_time() - began < 15


def test_lone_surrogates_are_refused_in_every_field():
    for field in ("text", "title", "publisher", "url", "language", "issuer", "id"):
        row = {"text": SENTENCE, field: f"{SENTENCE} \ud800"}
        result = first(rows.lines([json.dumps(row).encode()], "x", ANYWAY))
        assert isinstance(result, Failed) and "lone surrogates" in str(result.error), field


# -- what goes out -------------------------------------------------------------------------------------------------

MARKUP = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "javascript:alert(1)",
    "</mark><iframe src=//evil.example>", "{{7*7}}", "&lt;b&gt;", "' onmouseover='alert(1)",
)  # fmt: skip


def test_no_text_becomes_markup_of_a_page():
    marks = " ".join(MARKUP)
    text = f"{marks} {SENTENCE} “{marks},” Kester said. {SENTENCE}"
    fields = {"title": marks, "publisher": f"Office of {marks}", "url": "javascript:alert(1)", "origin": marks}
    one = read(Document(id=marks, text=text, **fields), tools())
    check_page(written := html.reading(one))
    assert "49" not in written.replace(one.document.id, "") or "{{7*7}}" in written
    from readouts.pipeline import comparison

    other = read(Document(id="other", text=text.replace("thanked", "blamed"), **fields), tools())
    check_page(html.comparison(comparison([one, other], tools(), anyway=True), note=marks))


@pytest.mark.parametrize("form", FORMATS)
def test_no_cell_of_an_export_is_a_formula(form, tmp_path):
    if form == "parquet":
        pytest.importorskip("pyarrow")
    text = "=cmd|' /C calc'!A0 Marovia welcomed the talks. +1 @SUM(1) -2"
    hostile = reading(text, "=1+1", title="@SUM(A1)", publisher="+cmd", url="-2",
                      claims=((text, "welcome", ["trade"], None),))  # fmt: skip
    for table in ("claims", "contacts") if form in ("csv", "parquet") else ("claims",):
        export(form, [hostile], tmp_path / "out", table=table)
        if form in ("csv", "plover", "cameo"):
            written = (tmp_path / "out").read_text("utf-8")
            cells = [
                c
                for row in csv.reader(io.StringIO(written), dialect="excel" if form == "csv" else "excel-tab")
                for c in row
            ]
            assert not [c for c in cells if c.lstrip().startswith(("=", "+", "@", "-"))]


# -- the database --------------------------------------------------------------------------------------------------

INJECTED = (
    "'; DROP TABLE document; --", '"; DROP TABLE claim; --', "x' OR '1'='1", "%", "_", "\\", "*", '"', "''", "NEAR(a b)",
    "a AND", "title:x", "^a", "-", "(", ":*", "& | !", "$$", "E'\\x00'", "a\x00b", "\ud800", "\udcff x", "İ", "🕊", "{}", "%s", ":words", "?",
    "state:XMA' UNION SELECT 1 --", "a" * 100_000, "a " * 5_000, "\u202e", "NULL", "0x41", "1; SELECT pg_sleep(9)",
)  # fmt: skip
QUESTIONS = (ask.contacts, ask.timeline, ask.positions, ask.history, ask.documents, ask.readings)


def test_no_field_of_a_question_is_sql(store):
    add(store, full())
    for words in INJECTED:
        for field in ("kind", "issue", "act", "parties"):
            value = (words,) if field == "parties" else words
            asked(store, QUESTIONS[(len(words) + len(field)) % len(QUESTIONS)], **{field: value})
            asked(store, ask.search, "pass", **{field: value})
        asked(store, ask.search, words)
        asked(store, shown, words, ask=False)
        asked(store, ask.in_use, "issue", words, ask=False)
    with store.reads() as connection:
        assert [document.id for document in ask.documents(connection, Asked())] == [full().document.id]


def asked(store, question, *words, ask=True, **narrowed):
    """Asks, and takes any error of ours for an answer."""
    began = time.process_time()
    try:
        with store.reads() as connection:
            found = question(connection, *words, *((Asked(**narrowed),) if ask else ()))
            list(found) if hasattr(found, "__iter__") else found
    except ReadoutsError as error:
        assert str(error)
    assert time.process_time() - began < 5


def test_what_a_document_is_called_is_not_sql(store):
    for place, words in enumerate(INJECTED):
        if "\x00" in words or "\ud800" in words or "\udcff" in words:
            continue
        text = f"Number {place}. {SENTENCE}"
        add(store, reading(text, words[:200], title=words[:500], publisher=words[:500], url=words[:500]))
    with store.reads() as connection:
        kept = {document.title for document in ask.documents(connection, Asked())}
    assert {w[:500] for w in INJECTED if w.isascii() and "\x00" not in w} <= kept


@pytest.mark.parametrize("field", ["id", "title", "publisher", "url", "language", "issuer"])
def test_zero_signs_are_refused_before_the_database(store, field):
    with pytest.raises(InputError, match="zero sign"):
        one = reading(SENTENCE)
        add(store, replace(one, document=replace(one.document, **{field: "a\0"})))


# -- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.1.1.1", "100.64.0.1", "100.127.255.255", "169.254.169.254", "172.31.0.1", "192.0.0.1",
     "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1",
     "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1",
     "2001::7f00:1", "2001:db8::1", "2002:7f00:1::", "2002:808:808::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "5f00::1"],
)  # fmt: skip
def test_addresses_that_are_never_asked(address):
    assert not fetch.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_of_the_public_internet(address):
    assert fetch.is_public(address)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
     "example.org@127.0.0.1", "127.0.0.1#@example.org", "127.0.0.1\\@example.org", "127.0.0.1:80@localhost", "LOCALHOST", "localhost.", "①②⑦.⓪.⓪.①"],
)  # fmt: skip
def test_forms_of_the_own_machine_are_refused(host):
    """By the system's own resolver, which knows octal, hexadecimal and short forms."""
    with pytest.raises(FetchError):
        fetch.fetch(f"http://{host}/")


def test_a_redirect_to_a_private_address_is_refused(site):
    """The first address passes as public by a resolver that says so; what it leads to is looked up anew."""
    host, port = site.url.removeprefix("http://").split(":")
    site.pages["/a"] = lambda headers: (302, {"Location": f"http://inner.example:{port}/secret"}, b"")
    site.pages["/secret"] = b"secret"
    with pytest.raises(FetchError, match="private or local"):
        fetch.fetch(f"http://outer.example:{port}/a", resolve=lambda name, _: ["10.0.0.1"] if "inner" in name else ["8.8.8.8"],
                    transport=to_here(host))  # fmt: skip
    assert site.paths() == ["/a"]


def to_here(host):
    """A transport that brings what is sent to a public address to the test's own server; what it was sent is kept."""
    import httpx

    class Here(httpx.HTTPTransport):
        def __init__(self):
            super().__init__()
            self.asked = []

        def handle_request(self, request):
            self.asked.append(request.url.host)
            request.url = request.url.copy_with(host=host)
            return super().handle_request(request)

    return Here()


def test_the_address_that_was_checked_is_the_one_connected_to(site):
    """A name that changes what it resolves to between the check and the connection gains nothing."""
    host, port = site.url.removeprefix("http://").split(":")
    site.pages["/a"] = b"<p>hello"
    answers = iter([["8.8.8.8"], ["127.0.0.1"], ["127.0.0.1"]])
    transport = to_here(host)
    fetch.fetch(f"http://changing.example:{port}/a", resolve=lambda *_: next(answers), transport=transport)
    assert transport.asked == ["8.8.8.8"]  # not the name, which would be looked up again
    assert site.asked[0][1]["Host"] == f"changing.example:{port}"


@pytest.mark.parametrize("answer", [["8.8.8.8", "10.0.0.1"], ["::1"], []])
def test_a_host_with_any_private_address_or_none_is_refused(answer):
    with pytest.raises(FetchError):
        fetch.fetch("http://mixed.example/", resolve=lambda *_: answer)


# -- paths ---------------------------------------------------------------------------------------------------------


def test_no_name_in_an_archive_or_row_is_a_path(tmp_path):
    """Bytes are kept under their SHA-256, whatever the record or row calls itself."""
    rows_file = tmp_path / "in.jsonl"
    names = ["../../evil", "/etc/evil", "..\\evil", "a/b", ".", "C:\\evil", "~/evil"]
    rows_file.write_text("\n".join(json.dumps({"id": n, "url": n, "text": f"{SENTENCE} {n}"}) for n in names))
    kept, db = tmp_path / "kept", tmp_path / "in" / "a.db"
    db.parent.mkdir()
    before = set(Path(tmp_path).rglob("*"))
    done = CliRunner().invoke(
        main, ["read", str(rows_file), "--rules-only", "--keep", str(kept), "-o", str(tmp_path / "out.txt")]
    )
    assert done.exit_code == 0, done.stderr
    done = CliRunner().invoke(main, ["add", str(rows_file), "--rules-only", "--db", str(db)])
    assert done.exit_code == 0, done.stderr
    new = {p for p in Path(tmp_path).rglob("*") if p.is_file()} - before
    assert len(list(kept.iterdir())) == len(names)
    assert all(p == tmp_path / "out.txt" or kept in p.parents or db.parent in p.parents for p in new)
    assert all(len(p.name) == 64 and p.parent == kept for p in kept.rglob("*"))


# -- terminals -----------------------------------------------------------------------------------------------------


def at_a_terminal(*arguments):
    """What the command sends to a terminal, both streams together."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from readouts.cli import main; main()", *map(str, arguments)]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
                          env={**os.environ, "PYTHONPATH": str(SOURCE), "TERM": "dumb"}):  # fmt: skip
        os.close(theirs)
        told = b""
        with contextlib.suppress(OSError):  # Linux says so when the last one has closed the terminal
            while part := os.read(ours, 65536):
                told += part
    os.close(ours)
    return told.decode()


def test_no_text_steers_the_terminal(tmp_path):
    """Clearing the screen, setting its title and colours, ringing: in ids, names, texts and addresses of archives."""
    steering = "\x1b[2J\x9b31m\x1b]0;owned\x07"
    fields = {"id": f"a{steering}", "title": f"Call{steering}", "publisher": f"Office{steering}",
              "published": "2031-06-04", "text": f"{SENTENCE} They{steering} discussed trade."}  # fmt: skip
    empty = {**fields, "id": f"b{steering}", "text": ""}
    (rows := tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, (fields, empty))))
    raw = warc(("https://m.example/1", "text/html", b"<p>"), gzipped=False)
    (archive := tmp_path / "a.warc").write_bytes(raw.replace(b"m.example/1", f"m.example/ {steering}".encode()))
    db = ["--db", tmp_path / "c.db"]
    runs = {
        "add": at_a_terminal("add", rows, archive, *db, "--rules-only"), "search": at_a_terminal("search", "trade", *db),
        "show": at_a_terminal("show", fields["id"], *db), "lost": at_a_terminal("show", f"c{steering}", *db),
        "json": at_a_terminal("show", fields["id"], *db, "--format", "json"),
    }  # fmt: skip
    assert "2 failed" in runs["add"] and "trade" in runs["search"] and "Office" in runs["show"], runs
    assert {name: told for name, told in runs.items() if set(told) & set("\x1b\x9b\x07")} == {}
    piped = CliRunner().invoke(main, ["show", fields["id"], *map(str, db), "--format", "json"])
    assert json.loads(piped.stdout)["document"]["id"] == fields["id"], "to the letter where it is no terminal"
