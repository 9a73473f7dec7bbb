"""How records are put into words for people: days, acts, issues, contacts, grounds of silence.

The wording keeps the field's rules (docs/words.md): "not in this text", never "not discussed"; lengths stand beside
omissions; what is not known is called open.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from readouts.lexicon.tables import rows
from readouts.records import Basis, Claim, Contact, Coverage, KnownFrom, Relation, When
from readouts.text import Span

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip
KNOWN_FROM: dict[KnownFrom, str] = {
    "user": "as you say",
    "row": "as its row says",
    "feed": "from the feed",
    "selector": "from the element you chose",
    "json-ld": "from the page's metadata",
    "meta": "from the page's metadata",
    "time": "from a time element of the page",
    "title": "from the page's title",
    "dateline": "from its dateline",
    "letterhead": "from its letterhead",
    "address": "from its address",
    "page": "from signs in the page",
}
BASIS: dict[Basis, str] = {
    "stated": "as stated",
    "relative": "reckoned from another date",
    "dateline": "from the dateline",
}
COVERAGE: dict[Coverage, str] = {"full": "full text", "excerpts": "excerpts only"}
RELATION: dict[Relation, str] = {
    "both": "Both say",
    "framing": "Same matter, told differently",
    "conflict": "Cannot both hold",
    "only-left": "Only in {left} account",
    "only-right": "Only in {right} account",
}
SIGN: dict[Relation, str] = {"both": "=", "framing": "≈", "conflict": "≠", "only-left": "◁", "only-right": "▷"}
# A word for each relation that needs no colour and no sign.
VERDICT: dict[Relation, str] = {
    "both": "both",
    "framing": "framing",
    "conflict": "conflict",
    "only-left": "only left",
    "only-right": "only right",
}
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def shown(text: str) -> str:
    """The text with signs that would steer a terminal or a page replaced, one for one: line ends and tabs stay.

    >>> shown("a\\x1b[31mb")
    'a�[31mb'
    """
    return "".join("\ufffd" if c not in "\n\t" and unicodedata.category(c) in ("Cc", "Cs") else c for c in text)


def inline(text: str) -> str:
    """The text on one line, fit to stand in a sentence of ours: no signs that turn the direction of writing."""
    return " ".join(shown(_BIDI.sub("", text)).split())


def words(text: str, spans: Iterable[Span]) -> str:
    """What the spans say, gaps between them as an ellipsis; punctuation and stray quotation marks at edges go."""
    return " … ".join(part for s in _joined(text, spans) if (part := _bare(inline(s.of(text)))))


def _bare(part: str) -> str:
    """Without commas and stops at the edges, nor quotation marks there that enclose it all or lack their other half."""
    part = part.strip(" ,.;:")
    opening, closing = part.count("“"), part.count("”")
    if part.count('"') == 1 or (part.count('"') == 2 and part[0] == part[-1] == '"'):
        return part.strip(' ,.;:"')
    if opening == closing == 1 and part[0] == "“" and part[-1] == "”":
        return part.strip(" ,.;:“”")
    if opening > closing:  # the claim ends inside a quotation
        return part[1:] if part[0] == "“" else part + "”"
    if closing > opening and part[-1] == "”":
        return part[:-1].rstrip(" ,.;:")
    return part


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those made one that overlap or that only space parts."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and not text[joined[-1].end : span.start].strip():
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def quoted(said: str) -> str:
    """The words in quotation marks, those inside made single."""
    return "“" + said.translate(str.maketrans("“”", "‘’")).replace('"', "'") + "”" if said else ""


def cut(text: str, most: int, keep: Span) -> str:
    """The text on one line; of a longer one about `most` characters around the words to keep, whole words only."""
    start, end = max(0, (keep.start + keep.end - most) // 2), min(len(text), (keep.start + keep.end + most) // 2)
    start = 0 if start < 20 else text.find(" ", start, keep.start) + 1 or keep.start
    end = len(text) if end > len(text) - 20 else max(text.rfind(" ", keep.end, end), keep.end)
    return ("… " if start else "") + inline(text[start:end]) + (" …" if end < len(text) else "")


def listed(names: Sequence[str], last: str = "and") -> str:
    """
    >>> listed(["Voss", "Kester", "Lind"])
    'Voss, Kester and Lind'
    """
    return f" {last} ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def counted(number: int, noun: str) -> str:
    """
    >>> counted(1, "word"), counted(2500, "word")
    ('1 word', '2,500 words')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def issue(id: str) -> str:
    """The issue's label in the lexicon; of one that the lexicon lacks, its id as words.

    >>> issue("minsk_group"), issue("lighthouse_dues")
    ('OSCE Minsk Group', 'lighthouse dues')
    """
    return _labels().get(id) or id.replace("_", " ")


@lru_cache(maxsize=1)
def _labels() -> dict[str, str]:
    return {row["id"]: row["label"] for row in rows("issues")}


def issues(ids: Iterable[str]) -> str:
    """The issues in a row; labels hold commas and "and" themselves."""
    return "; ".join(map(issue, dict.fromkeys(ids)))


def possessive(name: str) -> str:
    """
    >>> possessive("Telmark"), possessive("United States")
    ('Telmark’s', 'United States’')
    """
    return name + ("’" if name.endswith("s") else "’s")


def sentence(text: str) -> str:
    """The text with a capital at its head."""
    return text[:1].upper() + text[1:]


def contact_kind(contact: Contact) -> str:
    """ "Video call", "phone call", "meeting": the kind with the medium where the text says it."""
    if contact.medium == "in-person" or (contact.medium and contact.kind != "call"):
        return f"{contact.kind} ({contact.medium})"
    return f"{contact.medium} {contact.kind}" if contact.medium else contact.kind


def act(claim: Claim) -> str:
    """The act as a verb of the present tense, in number with who does it.

    The present, because it is our word for the act; the text's own word stands in the quotation.
    """
    verb, *rest = claim.act.split("-")
    return " ".join((verb if len(claim.joint) > 1 else _third_person(verb), *rest))


def _third_person(verb: str) -> str:
    if re.search("[^aeiou]y$", verb):
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")


def day(day: date) -> str:
    """
    >>> day(date(2031, 6, 3))
    '3 June 2031'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days(when: When | None) -> str:
    """The stretch of days, as short as it can be written; "open" when it is not known.

    >>> days(When(start=date(2031, 10, 1), end=date(2031, 11, 1), edtf="2031-10", basis="stated"))
    'October 2031'
    """
    if when is None or (when.start is None and when.end is None):
        return "open"
    about = "about " if when.edtf and re.search("[~%?]", when.edtf) else ""
    return about + _stretch(when.start, when.end)


def _stretch(start: date | None, end: date | None) -> str:
    """Days from `start` up to, not including, `end`; one of the two may be open."""
    if start is None or end is None:
        return f"from {day(start)}" if start else f"before {day(end)}" if end else "open"
    last = end - timedelta(days=1)
    if start >= last:
        return day(start)
    if start.day == 1 and end.day == 1 and (start.year, start.month) == (last.year, last.month):
        return f"{MONTHS[start.month - 1]} {start.year}"
    if (start.month, start.day, end.month, end.day) == (1, 1, 1, 1):
        return str(start.year) if last.year == start.year else f"{start.year} to {last.year}"
    if start.day == 1 and end.day == 1 and start.year == last.year:
        return f"{MONTHS[start.month - 1]} to {MONTHS[last.month - 1]} {start.year}"
    return f"{day(start)} to {day(last)}"
