"""A comparison built by hand, for the exports: everybody in it, and all they say, is invented.

Marovia's own readout (full) against Telmark's account as an outlet reports it (excerpts). It holds what an export must
cope with: a conflict, framing, a broken quotation, hedges, an asserted silence, another account, an undated letter,
right-to-left words, signs that HTML would swallow, signs outside the basic plane, a word longer than a column.
"""

from datetime import date

from readouts.records import (
    Account,
    Alignment,
    Attribution,
    Claim,
    Comparison,
    Contact,
    DateMention,
    Document,
    Event,
    Evidence,
    Features,
    Formula,
    Headline,
    Hedge,
    Likeness,
    MadeBy,
    Mention,
    Party,
    Problem,
    Reading,
    Silence,
    When,
    digest,
)
from readouts.text import Span, located

LEFT = """Readout of President Voss’s Call with Prime Minister Kester

President Arlen Voss of Marovia spoke today by phone with Prime Minister Ida Kester of Telmark. The President thanked the Prime Minister for the warm welcome given to the Marovian delegation in March.

The President underscored the importance of a fair and lasting settlement on the River Ister, and reaffirmed Marovia’s readiness to open the Ister lock to grain ships. The two leaders discussed regional security, including the mine clearance mission. The leaders agreed that 40 prisoners will be exchanged by 1 July.

The President raised the case of the detained journalist Óscar Brandt <of the daily “Ṭabl”> & urged his release. They spoke in a candid and constructive manner, and will meet on the margins of the Harbour Summit in Lund in October 2031.
"""

RIGHT = """Telmark Rebuffs Marovia over Ister Lock

LUND, 4 June 2031 — Prime Minister Ida Kester of Telmark held a telephone conversation on Tuesday with President Arlen Voss of Marovia, her office said in a readout.

According to the readout, Kester “stressed the importance of a fair and lasting settlement on the River Ister,” and “rejected,” as her office put it, “the unilateral Donauwasserstraßenübergangsbauvorhabengenehmigungsverfahrensordnung that Marovia announced in spring.” The leaders agreed that 60 prisoners will be exchanged by 1 July, the readout said.

The call took place at the initiative of the Marovian side, her office noted. Telmark reportedly insists that the lock, which it calls “the Gate of Peace” (שער השלום) 🕊, supposedly stays closed until a joint commission reports early in 2032.

The Telmark readout made no mention of the journalist Óscar Brandt.

Separately, the Foreign Ministry of Osterland said that its minister, Pavo Lind, had welcomed the settlement in a letter to Kester.
"""

MAROVIA, TELMARK, OSTERLAND = "state:MRV", "state:TLM", "state:OST"
VOSS, KESTER, LIND = "person:arlen-voss", "person:ida-kester", "person:pavo-lind"

PARTIES = (
    Party(id=MAROVIA, name="Marovia", kind="state", country="MRV"),
    Party(id=TELMARK, name="Telmark", kind="state", country="TLM"),
    Party(id=OSTERLAND, name="Osterland", kind="state", country="OST"),
    Party(id=VOSS, name="Arlen Voss", kind="person", country="MRV", role="President"),
    Party(id=KESTER, name="Ida Kester", kind="person", country="TLM", role="Prime Minister"),
    Party(id=LIND, name="Pavo Lind", kind="person", country="OST", role="Foreign Minister"),
)

left_document = Document(
    id="marovia-call",
    text=LEFT,
    title="Readout of President Voss’s Call with Prime Minister Kester",
    headline=located(LEFT, "Readout of President Voss’s Call with Prime Minister Kester"),
    publisher="Office of the President of Marovia",
    published=date(2031, 6, 3),
    language="en",
    url="https://president.example/readouts/1?a=1&b=2",
)
right_document = Document(
    id="ister-courier",
    text=RIGHT,
    title="Telmark Rebuffs Marovia over Ister Lock",
    headline=located(RIGHT, "Telmark Rebuffs Marovia over Ister Lock"),
    publisher="Ister Courier",
    published=date(2031, 6, 4),
    language="en",
)


def at(text: str, *quotes: str) -> tuple[Span, ...]:
    """Where the quotations stand, each after the one before."""
    spans: list[Span] = []
    for quote in quotes:
        span = located(text, quote, spans[-1].end if spans else 0)
        assert span, f"not in the text: {quote}"
        spans.append(span)
    return tuple(spans)


def sentence(text: str, span: Span) -> Span:
    """The sentence around a span, by full stops and line ends: enough for the sample."""
    starts = (
        text.rfind(". ", 0, span.start) + 2,
        text.rfind(".” ", 0, span.start) + 3,
        text.rfind("\n", 0, span.start) + 1,
    )
    ends = (text.find(". ", span.end), text.find("\n", span.end))
    return Span(max(0, *starts), min(end for end in ends if end >= 0))


def claim(text: str, act: str, *quotes: str, **fields) -> Claim:
    spans = at(text, *quotes)
    where = sentence(text, spans[0])
    return Claim(id=digest(text[:30], act, *quotes), spans=spans, sentence=where, act=act, **fields)


TODAY = When(start=date(2031, 6, 3), end=date(2031, 6, 4), edtf="2031-06-03", basis="relative")
OCTOBER = When(start=date(2031, 10, 1), end=date(2031, 11, 1), edtf="2031-10", basis="stated")
EARLY_2032 = When(start=date(2032, 1, 1), end=date(2032, 5, 1), edtf="2032-01/2032-04~", basis="stated")
FIRST_JULY = When(start=date(2031, 7, 1), end=date(2031, 7, 2), edtf="2031-07-01", basis="relative")

call = Contact(
    id="call-1",
    kind="call",
    participants=(VOSS, KESTER),
    when=TODAY,
    initiator=MAROVIA,
    spans=at(LEFT, "spoke today by phone"),
)
call_right = Contact(
    id="call-2",
    kind="call",
    participants=(KESTER, VOSS),
    when=TODAY,
    initiator=MAROVIA,
    spans=at(RIGHT, "held a telephone conversation"),
)
letter = Contact(id="letter", kind="letter", participants=(LIND, KESTER), spans=at(RIGHT, "a letter to Kester"))
summit = Contact(
    id="summit",
    kind="meeting",
    participants=(VOSS, KESTER),
    when=OCTOBER,
    place="Lund",
    status="planned",
    spans=at(LEFT, "will meet"),
)

from_left = {"account": MAROVIA, "contact": "call-1", "holder": VOSS}
from_right = {"account": TELMARK, "contact": "call-2", "holder": KESTER}
LOCK = ("river_transport",)
thanked = claim(LEFT, "thank", "thanked the Prime Minister for the warm welcome given to the Marovian delegation",
                issues=("courtesies",), **from_left)  # fmt: skip
settlement = claim(LEFT, "emphasize", "underscored the importance of a fair and lasting settlement on the River Ister",
                   issues=("peace",), about=(MAROVIA,), **from_left)  # fmt: skip
lock_opens = claim(LEFT, "reaffirm", "reaffirmed Marovia’s readiness to open the Ister lock to grain ships",
                   issues=LOCK, about=(MAROVIA,), **from_left)  # fmt: skip
security = claim(LEFT, "discuss", "discussed regional security, including the mine clearance mission",
                 issues=("regional_security", "mine_clearance"), joint=(VOSS, KESTER), **from_left)  # fmt: skip
forty = claim(LEFT, "agree", "agreed that 40 prisoners will be exchanged by 1 July",
              issues=("prisoners",), joint=(VOSS, KESTER), tense="future", **from_left)  # fmt: skip
journalist = claim(LEFT, "raise", "raised the case of the detained journalist Óscar Brandt <of the daily “Ṭabl”>",
                   issues=("press_freedom",), **from_left)  # fmt: skip
next_meeting = claim(LEFT, "announce", "will meet on the margins of the Harbour Summit in Lund in October 2031",
                     issues=("next_steps",), joint=(VOSS, KESTER), tense="future", **from_left)  # fmt: skip

stressed = claim(RIGHT, "emphasize", "stressed the importance of a fair and lasting settlement on the River Ister",
                 issues=("peace",), attribution="said", **from_right)  # fmt: skip
rejected = claim(
    RIGHT, "reject", "rejected,",
    "the unilateral Donauwasserstraßenübergangsbauvorhabengenehmigungsverfahrensordnung that Marovia announced",
    issues=("border_crossings",), polarity="negative", about=(MAROVIA,), attribution="put", **from_right)  # fmt: skip
sixty = claim(RIGHT, "agree", "agreed that 60 prisoners will be exchanged by 1 July",
              issues=("prisoners",), joint=(VOSS, KESTER), tense="future", **from_right)  # fmt: skip
closed = claim(
    RIGHT, "insist",
    "insists that the lock, which it calls “the Gate of Peace” (שער השלום) 🕊, supposedly stays closed",
    issues=LOCK, hedges=(*(Hedge(span=s, by="reporter") for s in at(RIGHT, "reportedly", "supposedly")),),
    account=TELMARK, holder=TELMARK, contact="call-2")  # fmt: skip
rebuffs = claim(RIGHT, "reject", "Rebuffs Marovia over Ister Lock", issues=LOCK, holder=TELMARK, headline=True)
welcomed = claim(RIGHT, "welcome", "welcomed the settlement", issues=("peace",), account=OSTERLAND, holder=LIND,
                 contact="letter")  # fmt: skip

LEFT_CLAIMS = (thanked, settlement, lock_opens, security, forty, journalist, next_meeting)
RIGHT_CLAIMS = (stressed, rejected, sixty, closed)

made_by = MadeBy(version="0.1.0", models=("en_core_web_sm 3.8.0",), lexicon="0123456789ab")


def attribution(id: str, source: str, cue: str, *content: str, within: str | None = None) -> Attribution:
    return Attribution(
        id=id, source=at(RIGHT, source), cue=at(RIGHT, cue), content=at(RIGHT, *content), party=TELMARK, mode="mixed",
        within=within)  # fmt: skip


def mentions(text: str, **named: str) -> tuple[Mention, ...]:
    """Every place where a party is named by these words."""
    found = []
    for words, party in named.items():
        start = 0
        while (span := located(text, words.replace("_", " "), start)) is not None:
            found.append(Mention(span=span, party=party, why="full name"))
            start = span.end
    return tuple(sorted(found, key=lambda m: m.span))


unnamed = Silence(party=TELMARK, issue="press_freedom", basis="asserted",
                  evidence=(Evidence(document="ister-courier", span=at(RIGHT, "made no mention of the journalist")[0]),))  # fmt: skip
left_reading = Reading(
    document=left_document,
    issuer=MAROVIA,
    parties=PARTIES[:2] + PARTIES[3:5],
    mentions=mentions(LEFT, Arlen_Voss=VOSS, Ida_Kester=KESTER, Marovia=MAROVIA, Telmark=TELMARK),
    dates=(
        DateMention(span=at(LEFT, "today")[0], type="DATE", value="2031-06-03", when=TODAY),
        DateMention(span=at(LEFT, "1 July")[0], type="DATE", value="2031-07-01", when=FIRST_JULY),
        DateMention(span=at(LEFT, "October 2031")[0], type="DATE", value="2031-10", when=OCTOBER),
    ),
    attributions=(),
    contacts=(call, summit),
    claims=LEFT_CLAIMS,
    events=(
        Event(id="e0", plover="CONSULT", mode="phone", cameo="041", actors=(VOSS, KESTER), recipients=(), when=TODAY,
              spans=call.spans, reported_by=MAROVIA, status="happened"),
    ),
    silences=(),
    likenesses=(),
    problems=(),
    made_by=made_by,
)  # fmt: skip
right_reading = Reading(
    document=right_document,
    parties=PARTIES,
    mentions=mentions(RIGHT, Arlen_Voss=VOSS, Ida_Kester=KESTER, Pavo_Lind=LIND, Marovia=MAROVIA, Telmark=TELMARK,
                      Osterland=OSTERLAND),
    dates=(
        DateMention(span=at(RIGHT, "4 June 2031")[0], type="DATE", value="2031-06-04",
                    when=When(start=date(2031, 6, 4), end=date(2031, 6, 5), edtf="2031-06-04", basis="dateline")),
        DateMention(span=at(RIGHT, "Tuesday")[0], type="DATE", value="2031-06-03", when=TODAY),
        DateMention(span=at(RIGHT, "in spring")[0], type="DATE", value="XXXX-SP", when=None),
        DateMention(span=at(RIGHT, "early in 2032")[0], type="DATE", value="2032", when=EARLY_2032),
    ),
    attributions=(
        attribution("said", "the readout", "According to", "Kester “stressed the importance of a fair and lasting settlement"),
        attribution("put", "her office", "put it", "“rejected,”", "“the unilateral", within="said"),
    ),
    contacts=(call_right, letter),
    claims=(rebuffs, *RIGHT_CLAIMS, welcomed),
    events=(),
    silences=(unnamed,),
    likenesses=(Likeness(party=TELMARK, span=at(RIGHT, "Separately")[0], contacts=("letter",), when=None),),
    problems=(
        Problem(stage="dates", reason="date-unplaced", detail="“in spring” cannot be placed: no year is given.",
                span=at(RIGHT, "in spring")[0]),
        Problem(stage="contacts", reason="no-date", detail="When the letter was sent is not said."),
    ),
    made_by=made_by,
)  # fmt: skip


def alignment(left, right, relation, score, why) -> Alignment:
    issues = tuple(dict.fromkeys(issue for c in (*left, *right) for issue in c.issues))
    return Alignment(left=tuple(c.id for c in left), right=tuple(c.id for c in right), relation=relation, issues=issues,
                     score=score, why=why)  # fmt: skip


def formula(words: str) -> Formula:
    left, right = (Evidence(document=d.id, span=at(d.text, words)[0]) for d in (left_document, right_document))
    return Formula(text=words, left=left, right=right)


comparison = Comparison(
    contact=call,
    left=Account(party=MAROVIA, name="Marovia", documents=("marovia-call",), coverage="full", contact="call-1",
                 claims=tuple(c.id for c in LEFT_CLAIMS), words=126),
    right=Account(party=TELMARK, name="Telmark", documents=("ister-courier",), coverage="excerpts", contact="call-2",
                  claims=tuple(c.id for c in RIGHT_CLAIMS), words=78),
    others=(
        Account(party=OSTERLAND, name="Osterland", documents=("ister-courier",), coverage="excerpts", contact="letter",
                claims=(welcomed.id,), words=7),
    ),
    readings=(left_reading, right_reading),
    alignments=(
        alignment((thanked,), (), "only-left", 0.9, "Telmark’s excerpts have no counterpart."),
        alignment((settlement,), (stressed,), "both", 0.97, "The same words about the settlement."),
        alignment((lock_opens,), (closed,), "framing", 0.71, "Both speak of the Ister lock: one reaffirms, one insists."),
        alignment((), (rejected,), "only-right", 0.8, "Marovia’s text has no counterpart."),
        alignment((security,), (), "only-left", 0.8, "Telmark’s excerpts have no counterpart."),
        alignment((forty,), (sixty,), "conflict", 0.93, "The numbers differ: 40 and 60."),
        alignment((journalist,), (), "only-left", 0.85, "Telmark’s excerpts have no counterpart."),
        alignment((next_meeting,), (), "only-left", 0.6, "Telmark’s excerpts have no counterpart."),
    ),
    silences=(
        Silence(party=MAROVIA, issue="border_crossings", basis="checked"),
        unnamed,
        Silence(party=TELMARK, issue="courtesies", basis="unseen"),
        Silence(party=TELMARK, issue="mine_clearance", basis="unseen"),
    ),
    formulas=(formula("the importance of a fair and lasting settlement on the River Ister"),),
    features=(
        Features(words=126, first_named=VOSS, initiator=None,
                 tone=tuple(Evidence(document="marovia-call", span=s) for s in at(LEFT, "candid", "constructive")),
                 issues=("courtesies", "peace", "river_transport", "regional_security", "prisoners", "press_freedom")),
        Features(words=78, first_named=KESTER, initiator=MAROVIA, tone=(),
                 issues=("peace", "border_crossings", "prisoners", "river_transport")),
    ),
    problems=(
        Problem(stage="compare", reason="excerpts-only", detail="Of Telmark’s readout only excerpts are loaded: what is not in them may be in the readout."),
    ),
    made_by=made_by,
    headlines=(
        Headline(claim=rebuffs.id, body=(rejected.id, closed.id), why="The body has “rejected” of the plan, and “insists” of the lock."),
    ),
)  # fmt: skip

# The same two texts with nothing found in common: what an export must say when there is nothing to show.
bare = Comparison(
    contact=None,
    left=Account(party=MAROVIA, name="Marovia", documents=("marovia-call",), coverage="full", contact=None, claims=(), words=126),
    right=Account(party=TELMARK, name="Telmark", documents=("ister-courier",), coverage="excerpts", contact=None, claims=(), words=78),
    others=(),
    readings=(left_reading, right_reading),
    alignments=(),
    silences=(),
    formulas=(),
    features=(Features(words=126, first_named=None, initiator=None, tone=(), issues=()),) * 2,
    problems=(Problem(stage="compare", reason="contacts-differ", detail="The two texts tell of different contacts."),),
    made_by=made_by,
)  # fmt: skip

# One article without publisher or date that quotes both sides; a claim that stands in two alignments; a party that no
# reading holds; an id that would not do in HTML.
_article = Document(id='a b"<c>', text=RIGHT)
article = Comparison(
    contact=Contact(id="call-2", kind="call", participants=("state:ELS",), when=None, initiator="body:elsewhere"),
    left=Account(party=TELMARK, name="Telmark", documents=(_article.id,), coverage="excerpts", contact="call-2", claims=(closed.id, sixty.id), words=40),
    right=Account(party="body:elsewhere", name="Elsewhere", documents=(_article.id,), coverage="excerpts", contact=None, claims=(welcomed.id,), words=0),
    others=(Account(party=OSTERLAND, name="Osterland", documents=("gone",), coverage="excerpts", contact="gone", claims=(welcomed.id, "gone"), words=0),),
    readings=(Reading(document=_article, parties=(), mentions=(), dates=(), attributions=(), contacts=(), claims=(closed, sixty, welcomed), events=(),
                      silences=(), likenesses=(), problems=(), made_by=made_by),),
    alignments=(alignment((closed,), (welcomed,), "framing", 0.5, ""), alignment((sixty,), (welcomed,), "framing", 0.4, "")),
    silences=(Silence(party="body:elsewhere", issue="prisoners", basis="asserted"),),
    formulas=(),
    features=(Features(words=40, first_named="state:ELS", initiator=None, tone=(), issues=()),) * 2,
    problems=(),
    made_by=made_by,
)  # fmt: skip
