"""The page for tests: a small corpus of fictitious governments, the application over it, and a browser to look with."""

import json
import shutil
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime

NOW = datetime(2031, 9, 1, 12, 0, 0, tzinfo=UTC)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PRESIDENCY, PREMIER = "Office of the President of Marovia", "Government of Telmark"
# Our own wording; states and persons are invented.
TEXTS = [
    {
        "id": "marovia-june", "publisher": PRESIDENCY, "published": "2031-06-03",
        "title": "Telephone conversation with Prime Minister Ida Kester of Telmark",
        "text": "President Arlen Voss of Marovia spoke by phone today with Prime Minister Ida Kester of Telmark.\n\n"
        "The President reaffirmed the importance of a durable peace and urged Telmark to withdraw its troops from the "
        "border by 1 July 2031. The two leaders discussed trade and the release of prisoners. President Voss welcomed "
        "the exchange of 12 prisoners of war.\n\nThey agreed to meet in Geneva in September 2031.",
    },
    {
        "id": "telmark-june", "publisher": PREMIER, "published": "2031-06-03",
        "title": "Prime Minister Kester speaks with President Voss",
        "text": "Prime Minister Ida Kester of Telmark received a telephone call from President Arlen Voss of Marovia "
        "on 3 June 2031.\n\nThe Prime Minister stressed that Telmark's troops will stay at the border. She welcomed the "
        "exchange of 14 prisoners of war and raised human rights. The leaders discussed trade.\n\n"
        "Prime Minister Kester rejected any change of the constitution of Telmark.",
    },
    {
        "id": "marovia-july", "publisher": PRESIDENCY, "published": "2031-07-10",
        "title": "Telephone conversation with Prime Minister Ida Kester of Telmark",
        "text": "President Arlen Voss of Marovia spoke by phone today with Prime Minister Ida Kester of Telmark.\n\n"
        "The President reaffirmed the importance of a durable and just peace and demanded that Telmark withdraw its "
        "troops from the border. The two leaders discussed energy and trade.\n\n"
        "They agreed to meet in Geneva in September 2031.",
    },
    {
        "id": "telmark-july", "publisher": PREMIER, "published": "2031-07-11",
        "title": "Call with the President of Marovia",
        "text": "Prime Minister Ida Kester of Telmark spoke on 10 July 2031 with President Arlen Voss of Marovia.\n\n"
        "The Prime Minister stressed that Telmark's troops will stay at the border. She emphasized the importance of "
        "human rights and of the release of all prisoners.",
    },
    {
        "id": "article-july", "publisher": "The Harbour Courier", "published": "2031-07-12",
        "title": "Voss complains about troops at the border",
        "text": "President Arlen Voss of Marovia on Thursday demanded that Telmark withdraw its troops from the border, "
        "his office said in a readout of his call with Prime Minister Ida Kester of Telmark.\n\n"
        "“The border must be free of foreign soldiers,” the readout quoted Voss as saying. A spokesperson for the "
        "Telmark government, Oro Dellan, said on Friday that the troops would supposedly stay until the peace treaty is "
        "signed. No mention was made of prisoners in the readout from Voss's office.",
    },
    {
        "id": "marovia-mehran", "publisher": PRESIDENCY, "published": "2031-08-20",
        "title": "Meeting with President Tarek Osman of Mehran",
        "text": "President Arlen Voss of Marovia met today in Mehran City with President Tarek Osman of Mehran.\n\n"
        "The President thanked President Osman for his mediation between Marovia and Telmark. The two presidents "
        "discussed energy, climate and the fight against terrorism. President Voss accepted an invitation to visit "
        "Mehran in early 2032.",
    },
]  # fmt: skip

# An article that quotes both sides of one call; it is in no database.
ARTICLE = (
    "Marovia and Telmark gave different accounts of a phone call on Thursday between President Arlen Voss of Marovia and "
    "Prime Minister Ida Kester of Telmark.\n\nIn its readout of the call, Marovia said that Voss urged Kester to withdraw "
    "the troops from the border and discussed trade. In its own readout of the call, Telmark said that Kester told Voss "
    "that the troops will stay at the border."
)


def filled(target: str):
    """The database at that address with the texts read into it, as `readouts add` does."""
    from readouts import corpus
    from readouts.ingest.documents import Options, loaded
    from readouts.pipeline import Tools
    from readouts.store.database import opened

    raw = "\n".join(json.dumps(text) for text in TEXTS).encode()
    store = opened(target, create=True)
    tools = Tools()
    inputs = loaded(["-"], Options(), lambda: raw)
    found = corpus.added(inputs, store, corpus.reader(tools), lambda: NOW, tools.lexicon)
    failed = [one for one in found if one.state != "added"]
    assert not failed, failed
    return store


@contextmanager
def serving(application):
    """The address of the application, served by a thread of this process."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(application, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def serious(page) -> list[str]:
    """What axe finds on a page that is serious or worse: rule, words of help, first place."""
    from axe_playwright_python.sync_playwright import Axe

    page.evaluate(Axe().axe_script)
    # No rule that is on by default needs the style sheets, which axe would fetch once more.
    found = page.evaluate("axe.run({resultTypes: ['violations'], preload: false}).then(told => told.violations)")
    return [
        f"{one['id']}: {one['help']} at {one['nodes'][0]['target']}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
