"""The day and publisher of pages and texts: what each sign gives, which goes first, and what is no sign."""

import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from served import readout

from readouts.errors import InputError
from readouts.ingest.days import Said, chosen, stamp
from readouts.ingest.documents import Options, loaded
from readouts.ingest.letterhead import dateline
from readouts.ingest.made import made

JUNE_4 = date(2031, 6, 4)


def html(head="", body="", title="Call with Telmark"):
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}<h1>Call with Telmark</h1><p>{readout()}</p><p>{readout(about='visas')}</p></body></html>"


def document(source, url=None, **said):
    return made(source.encode(), ".html", "x.html", Options(**said), url=url).document


def ld(text):
    return f"<script type='application/ld+json'>{text}</script>"


ARTICLE = '{"@context":"https://schema.org","@type":"NewsArticle","datePublished":"2031-06-04T22:00:00+02:00","publisher":{"@type":"Organization","name":"Telmark Daily"}}'
GRAPH = """{"@graph":[{"@type":"Event","datePublished":"2020-01-01"},{"@type":["WebPage","ItemPage"],"datePublished":"2031-06-05"},
  {"@type":"Report","datePublished":"2031-06-04","publisher":{"@id":"#org"}},{"@type":"GovernmentOrganization","@id":"#org","name":"Government of Marovia"}]}"""


@pytest.mark.parametrize(
    ("source", "day", "basis"),
    [
        (html(ld(ARTICLE)), JUNE_4, "json-ld"),
        (html(ld(GRAPH)), JUNE_4, "json-ld"),
        (html(ld("[" + ARTICLE + "]")), JUNE_4, "json-ld"),
        (html(ld('{"@type":"Event","datePublished":"2020-01-01"}'), "<p>June 4, 2031</p>"), JUNE_4, "dateline"),
        (html(ld("{ broken"), "<time datetime='2031-06-04'>today</time>"), JUNE_4, "time"),
        (html(ld('{"a":' * 3000), "<time datetime='2031-06-04'>today</time>"), JUNE_4, "time"),
        (html("<meta property='article:published_time' content='2031-06-04T09:00:00+04:00'><meta name='date' content='2031-06-09'>"), JUNE_4, "meta"),
        (html("<meta name='DCTERMS.issued' content='4 June 2031'>"), JUNE_4, "meta"),
        (html("<meta itemprop='datePublished' content='2031-06-04'>"), JUNE_4, "meta"),
        (html(body="<article><time datetime='2031-06-04T10:00+02:00'>4 June</time></article><aside><time datetime='2031-06-09'>x</time></aside>"), JUNE_4, "time"),
        (html(body="<aside><time datetime='2031-06-09'></time></aside><time itemprop='datePublished' datetime='2031-06-04'></time>"), JUNE_4, "time"),
        (html(body="<p>Press release | Office of the President | June 4, 2031 | 14:30 (UTC+4)</p>"), JUNE_4, "dateline"),
        (html(body="<p>04/06/2031 01:32 PM EDT</p>"), date(2031, 4, 6), "dateline"),
    ],
)  # fmt: skip
def test_every_sign_of_the_day_is_read(source, day, basis):
    got = document(source)
    assert (got.published, got.published_basis) == (day, basis)


@pytest.mark.parametrize(
    "source",
    [
        html("<meta name='date' content='soon'><meta property='article:modified_time' content='2031-06-09'>"),
        html("<meta name='date' content='04/05/2031'>"),
        html(body="<p>Last updated: June 9, 2031</p>"),
        html(body="<p>The leaders recalled their meeting of March 3, 2020 in the capital, and the promises made there.</p>"),
        html(body="<aside><time datetime='2031-06-09'></time><time datetime='2031-06-08'></time></aside>"),
        html("<meta name='date' content='2031-02-30'>"),
    ],
)  # fmt: skip
def test_what_is_no_day_of_publication(source):
    got = document(source)
    assert (got.published, got.published_basis) == (None, None)


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/news/2031/06/04/call", JUNE_4),
        ("https://example.org/news/20310604-call", JUNE_4),
        ("https://example.org/2031-6-4/", JUNE_4),
        ("https://example.org/news/2031/13/04/call", None),
        ("https://example.org/id/120310604/", None),
        ("https://example.org/call?day=/2031/06/04/", None),
    ],
)
def test_the_address_is_a_weak_sign(url, day):
    assert document(html(), url).published == day
    assert document(html(body="<p>June 5, 2031</p>"), url).published == date(2031, 6, 5)


@pytest.mark.parametrize(
    ("source", "publisher", "basis"),
    [
        (html(ld(ARTICLE)), "Telmark Daily", "json-ld"),
        (html(ld(GRAPH)), "Government of Marovia", "json-ld"),
        (html("<meta property='og:site_name' content='Government of Marovia'>"), "Government of Marovia", "meta"),
        (html("<meta name='dc.publisher' content='Ministry of Trade'><meta property='article:publisher' content='https://social.example/x'>"), "Ministry of Trade", "meta"),
        (html(title="Call with Telmark | Government of Marovia"), "Government of Marovia", "title"),
        (html(title="Call with Telmark - News - Government of Marovia"), "Government of Marovia", "title"),
        (html(title="Voss and Kester | what they said"), None, None),
        (html(title="Call with Telmark"), None, None),
        (html("<meta name='publisher' content='https://example.org'>"), None, None),
    ],
)  # fmt: skip
def test_every_sign_of_the_publisher_is_read(source, publisher, basis):
    got = document(source)
    assert (got.publisher, got.publisher_basis) == (publisher, basis)


def test_the_user_goes_before_the_page():
    got = document(
        html(ld(ARTICLE)),
        published=date(2031, 6, 1),
        publisher="Office of the President of Marovia",
        issuer="state:MRV",
    )
    assert (got.published, got.published_basis, got.publisher, got.publisher_basis, got.issuer) == (
        date(2031, 6, 1), "user", "Office of the President of Marovia", "user", "state:MRV",
    )  # fmt: skip


@pytest.mark.parametrize("url", [None, "https://example.org/"])
def test_a_page_nested_without_end_is_refused_and_one_nested_deep_is_read(url):
    assert "The two leaders discussed visas" in document(html(body="<div>" * 150), url).text
    for depth in (300, 20_000):
        with pytest.raises(InputError, match=r"x\.html nests elements too deep"):
            document(html(body="<div>" * depth), url)


@pytest.mark.parametrize(
    ("head", "encoding"),
    [("<meta charset=windows-1250>", "cp1250"), ('<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-1">', "cp1252"),
     ("<meta charset='utf-8'>", "cp1252"), ("<meta charset='no-such'>", "cp1252"), ("<meta charset='windows-1251'>", "utf-8")],
)  # fmt: skip
def test_the_encoding_that_a_page_states_is_tried(head, encoding):
    source = html(head, "<p>“A durable peace” – said Mr Kestérov’s office, which the President’s “team” welcomed.</p>")
    assert (
        "“A durable peace” – said Mr Kestérov’s" in made(source.encode(encoding), ".html", "x", Options()).document.text
    )


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("<p>" + " ".join(f"a{n}=1" for n in range(60_000)) + ">The President spoke.</p>", "the President|The President"),
        ("<p " + " ".join(f"a{n}=1" for n in range(60_000)) + ">The President spoke.</p>", "more than 5,000 attributes"),
        ("<p>The President spoke.</p>" * 36_000, "The President spoke."),
        (" " * 900_000 + "The President spoke with the Prime Minister of Telmark.", "The President spoke"),
        ("<time>x</time><meta name=date content=x>" * 30_000 + "The President spoke with the Prime Minister.", "The President spoke"),
    ],
    ids=["text", "attributes", "paragraphs", "spaces", "signs"],
)  # fmt: skip
def test_pages_made_to_cost_are_read_or_refused_soon(source, says):
    began = time.process_time()
    try:
        told = document(f"<html><body>{source}</body></html>", anyway=True).text
    except InputError as error:
        told = str(error)
    assert any(one in told for one in says.split("|")) and time.process_time() - began < 5


# -- stamps --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "day", "kyiv"),
    [
        ("Wed, 04 Jun 2031 22:30:00 GMT", JUNE_4, date(2031, 6, 5)),
        ("2031-06-04T23:30:00Z", JUNE_4, date(2031, 6, 5)),
        ("2031-06-04T23:30:00.123+03:00", JUNE_4, JUNE_4),
        ("Wed, 4 Jun 2031 23:30:00 -0500", JUNE_4, date(2031, 6, 5)),
        ("June 4, 2031, 11:30 PM (UTC-5)", JUNE_4, date(2031, 6, 5)),
        ("20310604T120000", JUNE_4, JUNE_4),
        ("2031-06-04", JUNE_4, JUNE_4),
        ("4.6.2031 23:30", JUNE_4, JUNE_4),
        ("2031年6月4日", JUNE_4, JUNE_4),
    ],
)
def test_stamps(written, day, kyiv):
    assert stamp(written).day == day and stamp(written, ZoneInfo("Europe/Kyiv")).day == kyiv


@pytest.mark.parametrize(
    "written", ["", "soon", "2031-06", "June 2031", "2031-06-31", "04/05/2031", "99999999", "1.2.3.2031"]
)
def test_what_is_no_stamp(written):
    assert stamp(written) is None


@given(st.text(max_size=60), st.sampled_from([None, ZoneInfo("Asia/Tokyo")]))
def test_no_text_breaks_a_stamp(written, zone):
    stamp(written, zone)
    stamp(f"0001-01-01T00:30:00+14:00 {written}", zone)


def test_a_stamp_in_utc_gives_way_to_the_publishers_own_day():
    late = Said("2031-06-05T01:30:00Z", "feed")
    assert chosen([late, Said("2031-06-04", "dateline")]) == (JUNE_4, "dateline")
    assert chosen([late, Said("2031-06-01", "dateline")]) == (date(2031, 6, 5), "feed")
    assert chosen([late]) == (date(2031, 6, 5), "feed") and chosen([Said("soon", "meta")]) is None
    assert chosen([late, Said("2031-06-05", "dateline")], ZoneInfo("America/New_York")) == (JUNE_4, "feed")


# -- datelines -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "PORT VARNE, June 4, 2031 (MNA) – President Voss spoke today with Prime Minister Kester.",
        "Port Varne, 4 June 2031 — President Voss spoke today with Prime Minister Kester.",
        "Call with Telmark\n\nPORT VARNE (June 4, 2031) - President Voss spoke today with Prime Minister Kester.",
        "WASHINGTON, D.C., June 4, 2031 /Wire Service/ -- President Voss spoke today with Prime Minister Kester.",
        "June 4th, 2031: President Voss spoke today with Prime Minister Kester.",
        "Call with Telmark\nIssued on the 4th of June 2031\nPresident Voss spoke today.",
        "Press Release • 04.06.2031 • No. 112\nPresident Voss spoke today.",
        "a.\nb.\nc.\nd.\ne.\nf.\nPresident Voss spoke today.\nPort Varne, 4 June 2031",
    ],
)
def test_datelines(text):
    assert dateline(text) == JUNE_4


@pytest.mark.parametrize(
    "text",
    [
        "On June 4, 2031 – three days after the summit – President Voss spoke with Prime Minister Kester.",
        "The leaders, who last met on June 4, 2031 – in Port Varne – spoke again.",
        "President Voss spoke on June 4, 2031 with Prime Minister Kester about trade and energy.",
        "a.\nb.\nc.\nd.\ne.\nf.\nThe text.\nFriday, June 6, 2031.",
        "a.\nb.\nc.\nd.\ne.\nf.\nThe text.\nLast updated: June 6, 2031",
        "a.\nb.\nc.\nd.\ne.\nf.\ng.\nJune 4, 2031\nh.\ni.\nj.\nk.",
    ],
)
def test_days_that_are_told_are_no_datelines(text):
    assert dateline(text) is None


def test_a_row_without_a_day_takes_the_dateline_of_its_text():
    row = '{"text": "PORT VARNE, June 4, 2031 – President Voss spoke today with the Prime Minister of Telmark."}'
    (got,) = loaded(["-"], Options(), lambda: row.encode())
    assert (got.document.published, got.document.published_basis) == (JUNE_4, "dateline")


# -- letterheads ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["The White House", "Ministry of Foreign Affairs of the Republic of Azerbaijan", "Press Service of the Prime Minister of Armenia",
     "U.S. Department of State", "Permanent Mission of Japan to the United Nations", "# Office of the President of Ukraine", "GOVERNMENT OF CANADA"],
)  # fmt: skip
def test_an_office_above_the_text_is_its_publisher(line):
    got = made(f"{line}\n\nJune 4, 2031\n\n{readout()}".encode(), ".txt", "x.txt", Options()).document
    assert (got.publisher, got.publisher_basis) == (line.strip("# "), "letterhead")


@pytest.mark.parametrize(
    "line",
    ["Government of Japan Announces Aid for Ukraine", "Ministry of Defence Announces Visit to Ukraine", "Meeting with President of Ukraine", "Office of the Spokesperson", "Embassy of Marovia in Telmark",
     "The embassy of Japan in Ukraine", "Canada", "President of Ukraine Met Prime Minister of Japan", "Ministry of Foreign Affairs of Ukraine rejects the claims",
     "Visit to the Ministry of Defence of Ukraine."],
)  # fmt: skip
def test_what_is_no_letterhead(line):
    got = made(f"{line}\n\n{readout()}".encode(), ".txt", "x.txt", Options()).document
    assert (got.publisher, got.publisher_basis) == (None, None)
