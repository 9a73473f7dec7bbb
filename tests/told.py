"""Readings built by hand for the tests of the comparison: fictitious states, claims given by their words."""

import re

from readouts.records import Claim, Contact, Document, Figure, MadeBy, Mention, Party, Reading, digest
from readouts.text import Span, located, stem

MADE = MadeBy(version="0", models=(), lexicon="0")
VOSS = Party(id="person:voss", name="Arlen Voss", kind="person", country="MRV", role="President")
TARN = Party(id="person:tarn", name="Ilse Tarn", kind="person", country="SKE", role="Prime Minister")
MAROVIA = Party(id="state:MRV", name="Marovia", kind="state", country="MRV")
SKELLAND = Party(id="state:SKE", name="Skelland", kind="state", country="SKE")
OLMIA = Party(id="state:OLM", name="Olmia", kind="state", country="OLM")
PARTIES = (VOSS, TARN, MAROVIA, SKELLAND, OLMIA)


def claim(text, quote, act, issues=(), holder=None, account=None, contact=None, document="doc", **fields):
    span = located(text, quote)
    assert span, quote
    start = max(text.rfind(". ", 0, span.start) + 2, text.rfind("\n", 0, span.start) + 1)
    end = text.find(".", span.end) + 1 or len(text)
    return Claim(
        id=digest(document, span, act),
        spans=(span,),
        sentence=Span(min(start, span.start) if start > 1 else 0, max(end, span.end)),
        act=act,
        issues=tuple(issues),
        holder=holder,
        account=account,
        contact=contact,
        **{"numbers": counted(text, span), **fields},
    )


def counted(text, span):
    """The plain numbers of the span with the word after each, as the finder would have them."""
    found = re.finditer(r"([$])?(\d+)(?: (million))?(?: ([a-z]+))?", text[span.start : span.end])
    return tuple(
        Figure(
            span=Span(span.start + m.start(2), span.start + m.end(2)),
            value=float(m[2]) * (1e6 if m[3] else 1),
            thing="money" if m[1] else stem(m[4] or ""),
        )
        for m in found
    )


def reading(text, told, *, id="doc", account=None, contact="call", dates=(), silences=(), headline=None, **of_contact):
    """A reading of the text; `told` lists (quote, act, issues, holder[, fields]) in order."""
    claims = tuple(
        claim(
            text, quote, act, issues, holder, **{"account": account, "contact": contact, "document": id, **dict(*more)}
        )
        for quote, act, issues, holder, *more in told
    )
    names = {"Voss": VOSS, "Tarn": TARN, "Marovia": MAROVIA, "Skelland": SKELLAND, "Olmia": OLMIA}
    mentions = [
        Mention(span=Span(at, at + len(name)), party=party.id, why="full name")
        for name, party in names.items()
        for at in range(len(text))
        if text.startswith(name, at) and not text[at + len(name) : at + len(name) + 1].isalpha()
    ]
    contacts = (Contact(id=contact, kind="call", participants=(VOSS.id, TARN.id), **of_contact),) if contact else ()
    return Reading(
        document=Document(id=id, text=text, headline=headline),
        parties=PARTIES,
        mentions=tuple(sorted(mentions, key=lambda m: m.span)),
        dates=tuple(dates),
        attributions=(),
        contacts=contacts,
        claims=claims,
        events=(),
        silences=tuple(silences),
        likenesses=(),
        problems=(),
        made_by=MADE,
    )
