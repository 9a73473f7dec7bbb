"""Saved questions: what raises an alert and what must not, and the ways it goes out."""

import json
import threading
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from made import KESTER, TELMARK, VOSS, add, reading

from readouts.cli import main
from readouts.errors import FetchError, InputError
from readouts.export.atom import ATOM, feed
from readouts.export.webhook import post
from readouts.store.alerts import Question, alerts, newest, questions
from readouts.store.database import opened

DAY = date(2026, 1, 1)


def statement(number, text, act="discuss", issue="trade", holder=VOSS, **fields):
    return reading(
        text, f"d{number}", claims=((text, act, [issue], holder),), published=DAY + timedelta(number), **fields
    )


def asked(store, question, **narrowed):
    with store.reads() as connection:
        return alerts(connection, question, **narrowed)


def test_a_new_statement_by_a_party_on_an_issue(store):
    add(
        store,
        statement(1, "They discussed trade."),
        statement(2, "He urged trade.", "urge"),
        statement(3, "She spoke of trade.", holder=KESTER),
        statement(4, "He spoke of gas.", issue="energy"),
    )
    question = Question(name="q", kind="statement", party="Marovia", issue="trade")
    found = asked(store, question)
    assert [alert.words for alert in found] == ["He urged trade.", "They discussed trade."]
    assert found[0].text == "Arlen Voss: urge on trade" and found[0].evidence.document == "d2"
    with store.reads() as connection:
        top = newest(connection)
    assert asked(store, question, after=top) == ()
    add(store, statement(5, "He raised trade.", "raise"))
    assert [alert.words for alert in asked(store, question, after=top)] == ["He raised trade."]
    urged = Question(name="q", kind="statement", party="Marovia", issue="trade", act="urge")
    assert [alert.words for alert in asked(store, urged)] == ["He urged trade."]
    assert [alert.words for alert in asked(store, question, most=1)] == ["He raised trade."]


def test_an_issue_raised_for_the_first_time(store):
    add(store, statement(1, "They discussed trade."), statement(2, "She welcomed trade.", "welcome", holder=KESTER))
    first = Question(name="q", kind="first", issue="trade", party=TELMARK.name)
    (alert,) = asked(store, first)
    assert alert.text == "for the first time: Ida Kester: welcome on trade"
    add(store, statement(3, "She urged trade.", "urge", holder=KESTER))
    assert asked(store, first) == (alert,)
    (anybody,) = asked(store, Question(name="q", kind="first", issue="trade"))
    assert anybody.evidence.document == "d1"
    assert asked(store, Question(name="q", kind="first", issue="energy")) == ()


WITH, WITHOUT = "A just and lasting peace, number {}.", "Talks of trade, number {}."


@pytest.mark.parametrize(
    ("pattern", "gone"),
    [
        ("++++", []),
        ("+++-", []),  # absent once
        ("+++--+---", [9]),  # back, then gone
        ("++---", []),  # never a standing phrase
        ("+++---", [6]),
        ("+++-----", [6]),  # once only
        ("+++---+---", [6, 10]),
    ],
)
def test_a_formula_that_is_gone(store, pattern, gone):
    for number, sign in enumerate(pattern, 1):
        add(store, statement(number, (WITH if sign == "+" else WITHOUT).format(number)))
    question = Question(name="q", kind="gone", party="Marovia", formula="just and lasting peace")
    found = asked(store, question)
    assert [alert.document_key for alert in reversed(found)] == gone
    assert all(alert.words == "just and lasting peace" and alert.claim is None for alert in found)
    on_energy = Question(name="q", kind="gone", party="Marovia", issue="energy", formula="just and lasting peace")
    assert asked(store, on_energy) == ()


# --- saved questions --------------------------------------------------------------------------------------------

SAVED = """
[[question]]
name = "Marovia on trade"
kind = "statement"
party = "Marovia"
issue = "trade"

[[question]]
name = "peace"
kind = "gone"
party = "Marovia"
formula = "lasting peace"
"""


def test_questions_are_read():
    first, second = questions(SAVED, "q.toml")
    assert (first.kind, first.party, first.issue) == (
        "statement",
        "Marovia",
        "trade",
    ) and second.formula == "lasting peace"


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("not toml", "is not TOML"),
        ("", "has no"),
        ("question = 3", "has no"),
        ("question = [3]", "is no table"),
        ('[[question]]\nname = "a"', "of kind 'None'"),
        ('[[question]]\nname = "a"\nkind = "gone"\nparty = "B"', "has no formula"),
        ('[[question]]\nkind = "first"\nissue = "trade"', "has no name"),
        ('[[question]]\nname = "a"\nkind = "first"\nisue = "trade"', "isue is not known"),
        ('[[question]]\nname = "a"\nkind = "first"\nissue = 3', "issue is not known, or no text"),
        ('[[question]]\nname = "a"\nkind = "first"\nissue = "trade"\n' * 2, "two questions of one name"),
    ],
)
def test_wrong_questions_say_what_is_wrong(toml, says):
    with pytest.raises(InputError, match=says):
        questions(toml, "q.toml")


# --- out --------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    """A folder with a database and saved questions."""
    store = opened(str(tmp_path / "c.db"), create=True)
    texts = ["They discussed trade & <tariffs>."] + ["lasting peace {}."] * 3 + ["Nothing {}."] * 3
    add(store, *(statement(n, text.format(n), url=f"https://m.example/{n}") for n, text in enumerate(texts, 1)))
    store.close()
    (tmp_path / "q.toml").write_text(SAVED, "utf-8")
    return tmp_path


def run(folder, *arguments):
    result = CliRunner().invoke(main, ["alerts", str(folder / "q.toml"), "--db", str(folder / "c.db"), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_the_command_lists_them_and_writes_a_feed(folder):
    result = run(folder, "--atom", str(folder / "alerts.atom"))
    assert (
        result.exit_code == 0
        and result.stdout.count("Marovia on trade: ") == 7
        and "not in the last 3" in result.stdout
    )
    root = ElementTree.parse(folder / "alerts.atom").getroot()
    entries = root.findall(f"{{{ATOM}}}entry")
    ids = [entry.findtext(f"{{{ATOM}}}id") for entry in entries]
    assert len(entries) == 8 == len(set(ids))
    assert entries[-1].find(f"{{{ATOM}}}link").get("href") == "https://m.example/1"
    assert "trade & <tariffs>" in entries[-1].findtext(f"{{{ATOM}}}summary")
    lines = run(folder, "--format", "jsonl", "--limit", "2").stdout.splitlines()
    assert len(lines) == 3 and json.loads(lines[0])["question"] in ("Marovia on trade", "peace")


def test_a_feed_without_alerts_is_a_feed():
    root = ElementTree.fromstring(feed([], "none"))
    assert root.findtext(f"{{{ATOM}}}updated") and not root.findall(f"{{{ATOM}}}entry")


def test_a_party_that_nobody_names_yet_is_told(folder):
    (folder / "q.toml").write_text(
        '[[question]]\nname = "a"\nkind = "first"\nissue = "trade"\nparty = "Olmia"', "utf-8"
    )
    result = run(folder)
    assert result.exit_code == 0 and "a: no party in the database" in result.stderr and result.stdout == ""


@pytest.fixture
def server():
    """A server that keeps what is posted, and answers with the status that it is told."""

    class Answer(BaseHTTPRequestHandler):
        status, got = 204, []

        def do_POST(self):
            self.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(self.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    running = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}/hook", Answer
    running.shutdown()
    running.server_close()


def test_the_webhook_gets_each_alert_once(folder, server):
    url, answer = server
    answer.status = 500
    failed = run(folder, "--webhook", url, "--allow-private")
    assert failed.exit_code == 1 and "answers 500" in failed.stderr
    answer.status = 204
    assert run(folder, "--webhook", url, "--allow-private").exit_code == 0
    assert [len(body["alerts"]) for body in answer.got] == [8, 8]
    assert run(folder, "--webhook", url, "--allow-private").exit_code == 0
    assert len(answer.got) == 2
    store = opened(str(folder / "c.db"))
    add(store, statement(9, "He urged trade.", "urge"))
    store.close()
    run(folder, "--webhook", url, "--allow-private")
    (alert,) = answer.got[-1]["alerts"]
    assert alert["words"] == "He urged trade." and alert["evidence"] == {"document": "d9", "span": [0, 15]}


def test_the_webhook_goes_to_public_addresses_only(folder, server):
    result = run(folder, "--webhook", server[0])
    assert result.exit_code == 1 and "--allow-private" in result.stderr and server[1].got == []
    for bad in ("ftp://x.example/", "no address"):
        with pytest.raises(FetchError, match="not an"):
            post(bad, [])
    with pytest.raises(FetchError, match="cannot be reached"):
        post("http://127.0.0.1:1/", [], allow_private=True)
