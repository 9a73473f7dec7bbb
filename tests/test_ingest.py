"""Inputs to documents: what each kind gives, and what each fault says."""

import json
import sys
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readouts.errors import FetchError, InputError, ReadoutsError
from readouts.ingest import fetch
from readouts.ingest.days import chosen
from readouts.ingest.decode import cleaned, decoded
from readouts.ingest.documents import Failed, Loaded, Options, loaded
from readouts.ingest.language import language
from readouts.ingest.letterhead import dateline, day_in, headline
from readouts.ingest.page import page
from readouts.ingest.pdf import unwrapped

READOUT = (
    "President Arlen Voss of Marovia spoke today by phone with Prime Minister Ida Kester of Telmark. "
    "The President thanked the Prime Minister for the hospitality shown to the Marovian delegation."
)


def one(name, options=Options(), stdin=b""):
    results = list(loaded([str(name)], options, lambda: stdin))
    assert len(results) == 1
    return results[0]


def failure(name, options=Options(), stdin=b""):
    result = one(name, options, stdin)
    assert isinstance(result, Failed), result
    return str(result.error)


def document(name, options=Options(), stdin=b""):
    result = one(name, options, stdin)
    assert isinstance(result, Loaded), result
    return result.document


# -- files ---------------------------------------------------------------------------------------------------------


def test_a_text_file_has_a_headline_and_a_dateline(tmp_path):
    path = tmp_path / "call.txt"
    path.write_text(f"Voss and Kester Speak by Phone\n\nMarch 3, 2023\n\n{READOUT}", "utf-8")
    got = document(path)
    assert got.headline and got.headline.of(got.text) == got.title == "Voss and Kester Speak by Phone"
    assert got.published == date(2023, 3, 3)
    assert got.publisher is None and got.language == "en" and got.coverage is None
    assert len(got.raw) == 64


def test_options_go_before_what_the_text_says(tmp_path):
    path = tmp_path / "call.txt"
    path.write_text(f"March 3, 2023\n\n{READOUT}", "utf-8")
    got = document(path, Options(published=date(2023, 3, 4), publisher="Office of the President of Marovia"))
    assert (got.published, got.publisher) == (date(2023, 3, 4), "Office of the President of Marovia")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_found(tmp_path, encoding):
    path = tmp_path / "call.txt"
    path.write_bytes(
        (READOUT + " They spoke of “a durable peace” – and of trade, culture and the café.").encode(encoding)
    )
    assert "“a durable peace” – and" in document(path).text


def test_invisible_signs_and_ligatures_go():
    assert (
        cleaned("The oﬃce\u2060 of\u00ad the Pre\u00adsident’ s aide\r\n\r\n\r\n\r\nsaid")
        == "The office of the President’s aide\n\nsaid"
    )


def test_a_folder_gives_its_files_in_order_and_skips_the_rest(tmp_path):
    for name in ("b.txt", "a.md", ".hidden.txt", "c.docx"):
        (tmp_path / name).write_text(READOUT, "utf-8")
    got = list(loaded([str(tmp_path)], Options(), lambda: b""))
    assert [g.document.origin.rsplit("/", 1)[1] for g in got] == ["a.md", "b.txt"]


def test_a_batch_goes_on_after_a_failure(tmp_path):
    good = tmp_path / "good.txt"
    good.write_text(READOUT, "utf-8")
    got = list(loaded([str(tmp_path / "none.txt"), str(good)], Options(), lambda: b""))
    assert [type(g) for g in got] == [Failed, Loaded]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n \n", "is empty"),
        ("junk.txt", bytes(range(256)) * 20, "is not text"),
        ("call.docx", b"PK\x03\x04", "unknown type (.docx)"),
        ("call", b"text", "unknown type (no ending)"),
        ("signs.txt", b"--- *** ---", "no text found"),
        ("page.html", b"<html><body><script>var a = 1</script></body></html>", "no text found"),
        ("broken.pdf", b"%PDF-1.4 nothing more", "cannot be opened as PDF"),
        ("lines.jsonl", b"\n\n", "is empty"),
        ("fr.txt", "Le président s’est entretenu avec le Premier ministre de la situation dans la région.".encode(), "not in English"),
        ("long.txt", b"The President spoke with the Prime Minister. " * 40_000, "a document may have 1,000,000"),
    ],
)  # fmt: skip
def test_faults_name_the_input_and_the_remedy(tmp_path, name, content, says):
    path = tmp_path / name
    path.write_bytes(content)
    message = failure(path)
    assert says in message and str(path) in message
    assert message.count(". ") >= 1  # a remedy follows


def test_a_missing_file_says_so(tmp_path):
    assert "does not exist" in failure(tmp_path / "none.txt")


def test_another_language_goes_on_with_anyway(tmp_path):
    path = tmp_path / "fr.txt"
    path.write_text("Le président s’est entretenu avec le Premier ministre de la situation dans la région.", "utf-8")
    assert document(path, Options(anyway=True)).language is None


# -- JSONL and standard input --------------------------------------------------------------------------------------


def test_jsonl_text_is_kept_to_the_letter():
    text = "The President’ s office\u2060 issued a readout of the call.\r\n"
    row = {"id": 7, "text": text, "title": "Call", "published": "2022-06-03 20:10:00-05:00", "publisher": "MFA"}
    got = document("-", stdin=json.dumps(row).encode())
    assert (got.id, got.text, got.published, got.publisher, got.headline) == ("7", text, date(2022, 6, 3), "MFA", None)


@pytest.mark.parametrize("written", ["2022-06-03T23:10:00Z", "20220603", "June 3, 2022", "3 June 2022", "2022-06-03"])
def test_jsonl_dates_in_several_forms(written):
    row = {"text": READOUT, "published": written}
    assert document("-", stdin=json.dumps(row).encode()).published == date(2022, 6, 3)


def test_bad_lines_fail_alone():
    good = json.dumps({"text": READOUT})
    lines = [
        good,
        "{",
        "[1]",
        '{"title": "x"}',
        '{"text": "ok then", "published": "soon"}',
        '{"text": "a \\ud800 b"}',
        good,
    ]
    got = list(loaded(["-"], Options(), lambda: "\n".join(lines).encode()))
    assert [type(g) for g in got] == [Loaded, *[Failed] * 5, Loaded]
    assert "line 2" in got[1].origin and "is not JSON" in str(got[1].error)
    assert "lone surrogates" in str(got[5].error)


@pytest.mark.parametrize("raw", [READOUT.encode(), f"<!DOCTYPE html><p>{READOUT}</p>".encode()])
def test_standard_input_takes_text_and_html(raw):
    assert "thanked the Prime Minister" in document("-", stdin=raw).text


@settings(deadline=None)  # charset detection takes tens of milliseconds now and then
@given(st.binary(max_size=400))
def test_no_bytes_break_the_door(raw):
    for result in loaded(["-"], Options(), lambda: raw):
        assert isinstance(result, Loaded | Failed)


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing(text):
    assert cleaned(cleaned(text)) == cleaned(text)


# -- pages and PDF -------------------------------------------------------------------------------------------------

PAGE = f"""<html><head><title>Call with Telmark | Government of Marovia</title>
<meta property="article:published_time" content="2023-03-03T10:00:00+01:00">
<meta property="og:site_name" content="Government of Marovia"></head>
<body><nav><a href="/">Home</a> <a href="/news">News and more news</a></nav>
<main><h1>Call with Telmark</h1><p>{READOUT}</p><p>They agreed to meet in the spring.</p></main>
<footer>Copyright and contacts and everything else</footer></body></html>"""


def test_a_page_gives_text_title_date_and_coverage():
    got = page(PAGE)
    assert got.text.startswith("Call with Telmark\nPresident Arlen Voss") and "They agreed to meet" in got.text
    assert "Home" not in got.text and "Copyright" not in got.text
    assert got.title == "Call with Telmark"
    assert [(said.value, said.basis) for said in got.publishers[:1]] == [("Government of Marovia", "meta")]
    assert chosen(got.days) == (date(2023, 3, 3), "meta")
    assert got.coverage > 0.9


def test_an_extraction_that_loses_most_of_a_page_is_not_used():
    paragraphs = "".join(f"<div class='menu comment sidebar'>{READOUT} Part {i}.</div>" for i in range(9))
    got = page(f"<html><body>{paragraphs}</body></html>")
    assert all(f"Part {i}." in got.text for i in range(9))


def pdf(lines):
    """A one-page PDF with a line of text each."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 11 Tf 50 750 Td {shown} ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (i, o) for i, o in enumerate(objects, 1))
    return body + b"trailer << /Root 1 0 R /Size 6 >>\n%%EOF"


@pytest.mark.skipif(sys.platform == "win32", reason="no bounds to the memory of a process there")
def test_a_pdf_gives_its_text_with_lines_joined(tmp_path):
    path = tmp_path / "call.pdf"
    lines = ["Call with Telmark", "", "President Arlen Voss of Marovia spoke today by phone with Prime Minister Ida Kes-",
             "ter of Telmark and thanked the Prime Minister for the hospitality that was shown to", "the delegation."]  # fmt: skip
    path.write_bytes(pdf(lines))
    got = document(path)
    assert "Prime Minister Ida Kester of Telmark and thanked" in got.text and "shown to the delegation." in got.text
    assert got.title == "Call with Telmark"


def test_a_scan_says_that_it_has_no_text(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf([]))
    assert "no text found" in failure(path)


def test_short_lines_are_not_joined():
    assert unwrapped("A title\nA line that is long enough to set the column here\nend.\n").startswith("A title\nA line")


# -- what the top of a text says -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Sept. 13, 2022", date(2022, 9, 13)),
        ("Published 13 September 2022, 18:40", date(2022, 9, 13)),
        ("04/28/2024 01:32 PM EDT", date(2024, 4, 28)),
        ("04/05/2024 01:32 PM EDT", date(2024, 4, 5)),
        ("04/05/2024 13:32", None),  # which comes first, day or month, is not said
        ("February 30, 2022", None),
        ("2022-09-13", date(2022, 9, 13)),
        ("in September 2022", None),
    ],
)
def test_days_are_read_only_when_full_and_real(line, day):
    assert day_in(line) == day


def test_a_date_inside_a_sentence_is_no_dateline():
    assert dateline(f"The leaders recalled their meeting of March 3, 2020 in the capital.\n{READOUT}") is None


@pytest.mark.parametrize("first", ["The two leaders spoke today.", "x" * 200, "March 3, 2023", ""])
def test_what_is_no_headline(first):
    assert headline(f"{first}\n\n{READOUT}") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (READOUT, "en"),
        ("Der Bundeskanzler hat mit dem Präsidenten die Lage in der Region erörtert und dankte ihm.", None),
        ("El presidente habló con su homólogo y subrayó la importancia de la paz.", None),
        ("Президент провел телефонный разговор с премьер-министром страны.", None),
        ("Police arrested five men near Telmark City", "en"),
        ("Yes.", None),
    ],
)
def test_language(text, code):
    assert language(text) == code


# -- the network ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "::"],
)  # fmt: skip
def test_addresses_that_are_not_public(address):
    assert not fetch.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_addresses_that_are_public(address):
    assert fetch.is_public(address)


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        where = {"/to-page": "/page", "/to-file": "file:///etc/passwd", "/round": "/round"}
        if self.path in where:
            self.send_response(302)
            self.send_header("Location", where[self.path])
            self.end_headers()
        elif self.path == "/page":
            self.answer(PAGE.encode(), "text/html; charset=utf-8")
        elif self.path == "/large":
            self.answer(b"x" * (fetch.MOST_BYTES + 1), "text/plain")
        elif self.path == "/zip":
            self.answer(b"PK", "application/zip")
        else:
            self.send_error(404)

    def answer(self, body, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def server():
    httpd = HTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()


def test_an_address_gives_a_document(server):
    got = document(f"{server}/to-page", Options(allow_private=True))
    assert (
        got.url == f"{server}/page" and got.publisher == "Government of Marovia" and got.published == date(2023, 3, 3)
    )


@pytest.mark.parametrize(
    ("path", "says"),
    [("/none", "answers 404"), ("/to-file", "not an http or https"), ("/round", "redirects more than"),
     ("/large", "larger than 10 MB"), ("/zip", "is of type application/zip")],
)  # fmt: skip
def test_what_an_address_may_not_do(server, path, says):
    assert says in failure(f"{server}{path}", Options(allow_private=True))


def test_private_addresses_are_refused(server):
    assert "--allow-private" in failure(f"{server}/page")


def test_a_name_that_leads_to_a_private_address_is_refused():
    with pytest.raises(FetchError, match="private or local"):
        fetch.fetch("http://example.org/", resolve=lambda host, port: ["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize("url", ["ftp://example.org/a", "http://", "http://[::1", "https://exa mple.org:99999/"])
def test_what_is_no_address(url):
    assert isinstance(one(url), Failed)


def test_every_failure_is_ours():
    assert issubclass(FetchError, ReadoutsError) and issubclass(InputError, ReadoutsError)
    with pytest.raises(InputError, match="is empty"):
        decoded(b"", "x.txt")
