"""Names of institutions that the lexicon does not know, told by their own words: "Domestic Policy Council"."""

from functools import cache
from typing import TYPE_CHECKING

from readouts.find.names import Name
from readouts.lexicon.tables import rows

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Nouns that name an institution when written with a capital among other capitals.
NOUNS = frozenset(
    "agency administration alliance assembly association authority bank board bureau center centre centers "
    "chamber coalition "
    "command commission committee community congress corporation council court department dialogue directorate "
    "federation force "
    "forum foundation fund institute institution ministry mission office organisation organization parliament "
    "party secretariat "
    "senate tribunal union university khural knesset duma majlis mejlis sejm riksdag bundestag seimas saeima rada"
    " storting eduskunta althing".split()
)
_LINKS = frozenset("of for and the on in & - / to".split())
# What an institution's name begins with when its noun comes first: "Department of", "Office of the".
_FIRST = frozenset(
    "agency bank bureau center centre centers department directorate ministry office council court".split()
)
# Who belongs to an institution, which is named behind: "Member of the Political Bureau".
_MEMBERS = frozenset(
    "member delegate representative chair chairman chairwoman chairperson head director deputy vice commissioner"
    " adviser advisor commander rapporteur observer".split()
)
_NO_START = frozenset("DET SCONJ ADP PRON CCONJ ADV VERB".split())
_MOST_TOKENS = 14


@cache
def portfolio_words() -> frozenset[str]:
    """Words of ministries and offices, which end where a person's name begins: "for Maritime Affairs Ida Kestrel"."""
    return frozenset(row["word"] for row in rows("portfolio_words"))


def institution(doc: "Doc", start: int, known: dict[int, Name]) -> int:
    """The end of an institution's name that begins at that token; `start` itself when none does.

    A run of capitals, of at least two words, that has one of `NOUNS`; "of", "for", "and" and the like inside it.
    """
    name = known.get(start)
    if name and name.of("body") and name.end < len(doc) and doc[name.end].lower_ in _LINKS:
        return start  # "European Union for Foreign Affairs": the body's own name is known
    if not _capital(doc, start) or doc[start].pos_ in _NO_START or _named_otherwise(known, start):
        return start
    if doc[start].lower_ in _MEMBERS:
        return start
    end, noun, at = start, 0, start
    while at < len(doc) and at - start < _MOST_TOKENS:
        if at > start and at in known and known[at].of("person"):
            break
        if doc[at].ent_type_ == "DATE" and doc[at].is_title:
            break  # "at the Palace on Tuesday the President of the Parliament"
        if _capital(doc, at):
            word = doc[at].lower_
            # A noun closes the name unless "of" or "for" leads on: "Council and President X" are two.
            if noun and doc[at - 1].lower_ in ("and", "&", ",") and not _field_of(doc, start, at):
                break
            if noun and word not in portfolio_words() and doc[at - 1].lower_ in portfolio_words():
                break  # "Office of Public Engagement Ida Kestrel": a person follows
            end, noun = (at + 1, at + 1) if word in NOUNS else (at + 1, noun)
            if noun and at in known and known[at].of("state"):
                return known[at].end  # "Administration of Azerbaijan": a person may follow
        elif doc[at].lower_ not in _LINKS or (
            doc[at].lower_ in ("and", "to", "in") and noun and not _first(doc, start)
        ):
            break
        elif doc[at].text in ("-", "–") and doc[at].whitespace_:
            break  # "25 February - The Chairman of the Council": a dateline ends
        elif not noun and doc[at].lower_ == "and" and start in known and known[start].end == at:
            break  # "France and the European Union" are two
        at += 1
    if not noun:
        return start
    end = end if _leads(doc, noun, end) else noun
    return end if end - start >= 2 else start


def _named_otherwise(known: dict[int, Name], at: int) -> bool:
    """Whether a person's name or a title begins there: "President X and High Council"."""
    name = known.get(at)
    return name is not None and bool(name.of("person") or (name.of("role") and not name.of("body")))


def acronyms(doc: "Doc") -> dict[int, tuple[int, int]]:
    """Names that the text shortens, "Space for Climate Observatory (SCO)": each token that is the short form from there
    on, with the tokens of the full name.

    The capitals of the name, links left out, must spell the short form (Schwartz and Hearst 2003, its plainest case).
    """
    defined: dict[str, tuple[int, int]] = {}
    found: dict[int, tuple[int, int]] = {}
    for token in doc:
        word = token.text
        if not (2 <= len(word) <= 8 and word.isupper() and word.isalpha()):
            continue
        inside = 0 < token.i < len(doc) - 1 and doc[token.i - 1].text == "(" and doc[token.i + 1].text == ")"
        if inside and (start := _spelled(doc, token.i - 1, word)) is not None:
            defined[word] = (start, token.i - 1)
        if word in defined:
            found[token.i] = defined[word]
    return found


def _spelled(doc: "Doc", end: int, letters: str) -> int | None:
    """Where the name before `end` starts whose capitals spell the letters; None when none does."""
    at, left = end - 1, list(letters.lower())
    while at >= 0 and left and end - at < _MOST_TOKENS:
        if _capital(doc, at):
            if doc[at].lower_[0] != left.pop():
                return None
        elif doc[at].lower_ not in _LINKS:
            return None
        at -= 1
    return at + 1 if not left and at + 1 < end - 1 else None


def _capital(doc: "Doc", at: int) -> bool:
    text: str = doc[at].text
    return text[0].isupper() and text[0].isalpha()


def _first(doc: "Doc", start: int) -> bool:
    """Whether the name's noun stands at its head: "Department of Health and Human Services"."""
    return any(
        doc[at].lower_ in _FIRST and at + 1 < len(doc) and doc[at + 1].lower_ in ("of", "for")
        for at in range(start, min(start + 4, len(doc)))
    )


def _field_of(doc: "Doc", start: int, at: int) -> bool:
    return _first(doc, start) and doc[at].text[0].isupper()


def _leads(doc: "Doc", noun: int, end: int) -> bool:
    """Whether "of" or "for" leads from the noun to the rest of the name."""
    return end > noun and doc[noun].lower_ in ("of", "for", "on")
