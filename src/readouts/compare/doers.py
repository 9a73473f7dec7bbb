"""Who does a thing, who leads it, at which level, and who was there.

Two claims that name others for one and the same deed cannot both hold. Everything here reads the words of two claims.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from readouts.compare.wording import Telling, concept, orders, plain_words, stems
from readouts.text import stem

# Whether the two claims, without those stems, speak of one thing.
Alike = Callable[[frozenset[str]], bool]

# The deed that each verb stands for; other verbs stand for themselves, by their stem.
_VERBS = {
    **dict.fromkeys("pay bear cover finance fund meet".split(), "pay"),
    **dict.fromkeys(("chair", "head", "lead", "command", "direct", "preside over"), "lead"),
    **dict.fromkeys("run operate manage administer".split(), "run"),
    "investigate": concept(stem("investigation")),
    "inspect": concept(stem("inspection")),
}
_PASSIVE = {
    "paid": "pay", "borne": "bear", "covered": "cover", "financed": "finance", "funded": "fund", "met": "meet",
    "chaired": "chair", "headed": "head", "led": "lead", "commanded": "command",
    "presided over": "preside over", "directed": "direct",
    "investigated": "investigate", "examined": "examine", "inspected": "inspect", "monitored": "monitor",
    "guarded": "guard", "operated": "operate", "managed": "manage", "run": "run", "built": "build",
    "supplied": "supply", "organized": "organize", "organised": "organize", "audited": "audit", "verified": "verify",
    "escorted": "escort", "fired": "fire", "caused": "cause", "initiated": "initiate", "requested": "request",
    "proposed": "propose", "suggested": "propose", "supervised": "supervise", "overseen": "oversee",
    "administered": "administer",
}  # fmt: skip
_PERFORMED = ("carried out", "conducted", "performed")
_PERFORM = ("carry out", "conduct", "perform")
_BE = r"(?:will be|is to be|are to be|would be|shall be|should be|is being|is|are|was|were|being|been)"
_WHO = r"(?P<who>(?:[\w'’-]+ ?){1,6})"
_BY = re.compile(
    rf"(?:(?P<thing>(?:[\w'’-]{{1,40}} ){{1,8}}?){_BE} )?\b(?P<deed>{'|'.join((*_PASSIVE, *_PERFORMED))}) "
    rf"(?:[\w'’-]{{1,40}} ){{0,6}}?by (?:the |its |their |his |her |an? )?{_WHO}"
)
_OUT_OF = re.compile(
    r"\b(?P<deed>paid|covered|financed|funded|met)(?: for)? (?:out of|from) (?:the )?"
    r"(?P<who>[\w'’-]{1,40}(?: [\w'’-]{1,40})?) (?:budget|funds|means)\b"
)
_LEADING = "direction|leadership|command|chairmanship|presidency|guidance"
_UNDER = re.compile(rf"\bunder the (?:{_LEADING}) of (?:the |its |an? )?{_WHO}")
_UNDER_ITS = re.compile(rf"\bunder (?:the )?(?P<who>[\w'’-]+) (?:{_LEADING})\b")
_RESTS = re.compile(
    rf"\b(?:{_LEADING})\b(?: of [^.;]{{3,40}}?)? (?:(?:will|is to|shall|would) )?"
    rf"(?:rests?|lies?|be|falls?|is entrusted|was entrusted|be entrusted) (?:with|to) (?:the )?{_WHO}"
)
_MODAL = r"(?:(?:will|is to|are to|would|shall|has to|have to)(?: (?:also|alone|have to|be required to))? )"
_ACTIVE = (*sorted({*_PASSIVE.values()} - {"meet"}), *_PERFORM)
_LEADS = re.compile(
    rf"^(?:[^.;]{{0,60}}?(?:\bthat |, ))?(?P<who>(?:(?:the|a|an|its|his|her) )?(?:[\w'’-]+ ){{1,6}}?)"
    rf"(?:{_MODAL}(?P<to_come>{'|'.join(_ACTIVE)}|be (?:at the head|in charge|in command) of) "
    rf"|(?P<now>{'|'.join(_ACTIVE)})s )"
    r"(?P<what>(?:[\w'’-]+ ?){0,5})"
)
_PLACED = r"\b(?:in|at|on|from|with|for|under|to|and|until|within|during|of|line|before|after|as|when)\b"
_AFTER = re.compile(rf"{_PLACED}.*")
_ARTICLE = re.compile(r"^(?:the|a|an|its|his|her|their) ")
_NOBODY = frozenset("they it he she we i who which that this these there one you".split())
COST = re.compile(
    r"\b(?:costs?|expenses?|charges?|fees?|fares?|pay|pays|paid|payment|bears?|borne|cover(?:s|ed)?|financ\w+|"
    r"fund(?:s|ed|ing)?|bill|salar\w+|foots?)\b"
)
# Where others who do it may be named still: up to the end of the clause, a comma within a list passed over.
_REST = re.compile(r"(?:[^.;,]|,(?! (?:[\w'’-]+ ){0,3}?(?:\w+ing|who|which|while|as|with|without|on)\b))*")


def payers(left: Telling, right: Telling, alike: Alike) -> str | None:
    """Paid by one in this account, by another in that, or to be paid: "workers have to pay"."""
    return doers(left, right, alike, frozenset(("pay",)))


def one_payer(left: Telling, right: Telling) -> bool:
    """Whether the same is told to pay in both."""
    one, other = ([found.who for found in _done_by(side.words) if found.deed == "pay"] for side in (left, right))
    return any(_named(a, b) and _named(b, a) for a in one for b in other)


def doers(left: Telling, right: Telling, alike: Alike, among: frozenset[str] = frozenset()) -> str | None:
    """The same deed, by one in this account and by another in that; `among` those deeds, of any where it is empty."""
    one, other = ({found.deed: found for found in _done_by(side.words)} for side in (left, right))
    for deed in sorted(one.keys() & other.keys() & (among or one.keys())):
        if deed == "pay" and (_of_two_sums(left, right) or _in_parts(left, right)):
            continue
        a, b = one[deed], other[deed]
        apart = _are_two(a.who, b.who) and not _named(a.who, b.beside) and not _named(b.who, a.beside)
        if apart and _one_object(a.of, b.of) and alike(stems(a.who) | stems(b.who)):
            return f"By {a.who.lower()} in the left account, by {b.who.lower()} in the right one."
    return None


@dataclass(frozen=True, slots=True)
class _Doing:
    """A deed that a claim tells of, with the words for who does it and for what it is done to."""

    deed: str
    who: str
    beside: str  # who does it and what follows in the clause, where others may be named
    of: str  # "" where the claim does not say


_PAID_TO = re.compile(
    rf"\b(?:paid|transferred|remitted|payments?\b[^.;]{{0,150}}?\bmade)(?: \w+ly)? to (?:the |its |their )?{_WHO}", re.I
)


def payees(left: Telling, right: Telling, alike: Alike) -> str | None:
    """Paid to one in this account, to another in that."""
    found = [_PAID_TO.search(side.words) for side in (left, right)]
    if not (found[0] and found[1]) or _of_two_sums(left, right):
        return None
    one, other = (_doer(match["who"]) for match in found if match)
    if one and other and _are_two(one, other) and alike(frozenset()):
        return f"Paid to {one} in the left account, to {other} in the right one."
    return None


_MORE = re.compile(r"\b(?:further|additional|another)\b")


def _of_two_sums(left: Telling, right: Telling) -> bool:
    """Whether each pays a sum of its own: 750,000 a year, "a further 85 a tonne"."""
    one, other = ({number.value for number in side.claim.numbers} for side in (left, right))
    return bool(one and other and one.isdisjoint(other)) or any(_MORE.search(side.said) for side in (left, right))


_PART = re.compile(r"\b(?:half|third|quarter|part|share|percent|per cent|rest|remainder)\b")


def _in_parts(left: Telling, right: Telling) -> bool:
    """Whether each may pay a part of it: "half of the cost is paid by the Fund"."""
    return any(_PART.search(side.said) and not re.search(r"\beach\b", side.said) for side in (left, right))


def _done_by(words: str) -> Iterator[_Doing]:
    """What the words say to be done, by whom, and what follows in the clause: "inspected by customs"."""
    plain = words.lower()
    if len(plain) != len(words):
        plain = words  # a letter that grows when lowered: offsets would not meet
    yield from _passive(words, plain)
    yield from _active(words, plain)


def _passive(words: str, plain: str) -> Iterator[_Doing]:
    """ "Inspected by customs", "paid out of the Marovian budget", "under the command of", "command rests with"."""
    for found in (match for pattern in (_BY, _OUT_OF, _UNDER, _UNDER_ITS, _RESTS) for match in pattern.finditer(plain)):
        named = found.groupdict()
        deed, thing = named.get("deed"), (named.get("thing") or "").rpartition("that ")[2]
        who = _doer(words[found.start("who") : found.end("who")])
        # "was met by the minister" pays nothing; "carried out by" is no deed without what is.
        if not who or (deed == "met" and not COST.search(plain)) or (deed in _PERFORMED and not thing):
            continue
        rest = _REST.match(words, found.start("who"))
        name = _deed(_PASSIVE.get(deed, deed) if deed else "lead", thing)
        yield _Doing(name, who, rest[0] if rest else who, "" if deed in _PERFORMED else thing)


def _active(words: str, plain: str) -> Iterator[_Doing]:
    """ "Customs will inspect the grain"."""
    acts = _LEADS.search(plain)
    who = _doer(words[acts.start("who") : acts.end("who")]) if acts else ""
    if acts and who and not _NOBODY & set(who.lower().split()):
        verb = acts["to_come"] or acts["now"]
        name = _deed("lead" if verb.startswith("be ") else verb, acts["what"])
        yield _Doing(name, who, who, "" if verb in _PERFORM else _SAYING.sub("", acts["what"].strip()))


_SAYING = re.compile(r" (?:said|told|added|stated|explained|stressed|noted|confirmed)$")  # the claim's verb, put last
_COST_OF = re.compile(
    r"^(?:for )?(?:(?:all|half|the|whole|full|entire|of|a|an|its|their) )*"
    r"(?:(?:costs?|expenses?|bill|charges?|price)\b(?: of| for)?)?"
)


def _one_object(one: str, other: str) -> bool:
    """Whether what is done to is one thing, as far as the claims say: the head of each stands in the other."""
    a, b = (_COST_OF.sub("", side.strip()).strip() for side in (one, other))
    heads = [_AFTER.sub("", side).split()[-1:] for side in (a, b)]
    if not heads[0] or not heads[1]:
        return True
    return any(akin(heads[0][0], word) for word in b.split()) and any(akin(heads[1][0], word) for word in a.split())


def _doer(words: str) -> str:
    """Who it is, without article and what is said of the place: "the police of Brevik" is the police."""
    return _AFTER.sub("", _ARTICLE.sub("", words.strip())).strip()


def _deed(verb: str, thing: str | None) -> str:
    """The name of the deed; of "carried out" that of what is carried out: "the inspection of grain"."""
    if verb in (*_PERFORM, *_PERFORMED):
        head = _AFTER.sub("", _ARTICLE.sub("", (thing or "").strip())).split()
        return concept(stem(head[-1])) if head else verb
    return _VERBS.get(verb, concept(stem(verb)))


_PERSONS = frozenset(
    "experts specialists officials inspectors engineers observers officers representatives staff personnel team teams"
    " group groups".split()
)


def _are_two(one: str, other: str) -> bool:
    """Whether the two are others: no word in common, or but for one and the same word each has a name of its own:
    "a Marovian officer", "an Olmian officer"; the general and General Orsk may be one, and so may experts and a body.
    """
    mine, theirs = one.split(), other.split()
    left = [word for word in mine if not any(akin(word, w) for w in theirs)]
    right = [word for word in theirs if not any(akin(word, w) for w in mine)]
    if not left or not right:
        return False
    if len(left) < len(mine) or len(right) < len(theirs):
        alike_placed = (mine[0] in left) == (theirs[0] in right)
        return alike_placed and all(word[0].isupper() for word in (*left, *right))
    unnamed = [side for side in (mine, theirs) if side[-1] in _PERSONS and not any(w[0].isupper() for w in side)]
    return len(unnamed) != 1 or not any(w[0].isupper() for side in (mine, theirs) for w in side)


_STEM = 5  # letters that the name of a state and what is called after it have in common: Olmia, Olmian


def akin(one: str, other: str) -> bool:
    """Whether two words are of one name or one meaning: "Olmia", "Olmian"."""
    a, b = one.lower(), other.lower()
    return concept(stem(a)) == concept(stem(b)) or (len(a) >= _STEM and a[:_STEM] == b[:_STEM])


def _named(who: str, words: str) -> bool:
    """Whether those words name all that is said of who does it."""
    return all(any(akin(name, word) for word in re.findall(r"[\w'’-]+", words)) for name in _telling(who))


def _telling(who: str) -> list[str]:
    """The words that tell who it is; all of them where none but plain ones do: "the two ministers"."""
    return [word for word in who.split() if word.lower() not in plain_words()] or who.split()


_OFFICE = r"(?P<{}>(?:[\w'’-]+ )?[\w'’-]+)"
_LEVEL = re.compile(rf"\blevel of (?:the )?{_OFFICE.format('of')}|\bat (?:the |an? )?{_OFFICE.format('kind')} level\b")
_HOLDERS = (
    r"(?:ministers?|secretar(?:y|ies)|representatives?|directors?|ambassadors?|experts|presidents?|chancellors?|"
    r"premiers?|governors?|commissioners?|envoys?|officials|heads of (?:state|government|department))"
)
_RANKED = re.compile(
    r"\b(?:(?:co-)?(?:headed|chaired|led) by|between|(?:meetings?|talks|rounds?|sessions?) of) "
    rf"(?:the )?(?:two |both |respective )?(?P<who>(?:[\w'’-]+ )?{_HOLDERS})\b"
)
_LOWER = frozenset("deputy vice under assistant state".split())


def levels(left: Telling, right: Telling, alike: Alike) -> str | None:
    """At another level: "at the level of ministers", "headed by the vice ministers"."""
    for one, other, side in orders(left, right):
        a, b = _level(one), _level(other) or _rank(other)
        if a and b and _ranks_differ(a, b) and alike(stems(a) | stems(b)):
            where = (a, b) if side == "right" else (b, a)
            return f"At the level of {where[0]} in the left account, of {where[1]} in the right one."
    return None


def _level(telling: Telling) -> str | None:
    found = _LEVEL.search(telling.words.lower())
    return (found["of"] or found["kind"]) if found else None


def _rank(telling: Telling) -> str | None:
    found = _RANKED.search(telling.words.lower())
    return found["who"] if found else None


def _ranks_differ(one: str, other: str) -> bool:
    a, b = set(one.split()), set(other.split())
    if a == b or "high" in a | b or "highest" in a | b:
        return False
    heads = {stem(one.split()[-1]), stem(other.split()[-1])}
    return len(heads) == 2 or bool(a & _LOWER) != bool(b & _LOWER)


_THERE = re.compile(
    r"\b(?:attend(?:s|ed|ance)?|took part|tak(?:e|es|ing) part|participat\w+|(?:was|were|is|are|also) present|joined|"
    r"sat (?:down )?at|accompan\w+|in the presence of|with the participation of|carr(?:y|ied) out|conduct(?:s|ed)?|"
    r"will (?:monitor|inspect|observe|join|take part|attend))\b"
)
_ABSENT = re.compile(
    r"\bwithout (?:any )?(?P<outside>(?:outside|foreign|external|third-party) "
    r"(?:participation|involvement|mediation|help))"
    r"|\bwithout (?:the |any )?(?:participation|presence|involvement|attendance|mediation|assistance) (?:of|by|from) "
    r"(?:the |any |an? )?(?P<those>(?:[\w'’-]+ ?){1,5})"
    r"|\b(?:without|no) (?:any )?(?P<of_kind>(?:[\w'’-]+ ){0,2}?(?:mediators|intermediar(?:y|ies)|observers?|"
    r"third part(?:y|ies)|outsiders|inspectors|experts|officials?|representatives?)(?: of (?:the )?[\w'’-]+)?)"
    r"(?: (?:was|were|had been|being) (?:present|there|admitted|invited)| (?:took part|attended|participated))?"
)
_THIRD = re.compile(r"\bthird part(?:y|ies)|outsiders|intermediar(?:y|ies)\b")
_MEDIATING = re.compile(r"\b(?:mediat\w+|observers?|envoys?|intermediar\w+|facilitat\w+|go-between\w*)\b")


def attendance(left: Telling, right: Telling, alike: Alike) -> str | None:
    """Somebody took part in one account; the other has it without just those."""
    for one, other, side in orders(left, right):
        found = _ABSENT.search(other.said)
        if not found or not _THERE.search(one.said) or _ABSENT.search(one.said) or one.claim.polarity == "negative":
            continue
        absent = (found["outside"] or found["those"] or found["of_kind"]).strip()
        if found["outside"] or _THIRD.search(absent):
            there = bool(one.thirds or _MEDIATING.search(one.said))
        else:
            there = _all_named(_AFTER.sub("", absent) or absent, one)
        if there:
            return f"Took part in one account; the {side} one has it without {absent}."
    return None


def _all_named(who: str, telling: Telling) -> bool:
    kept = [word for word in who.split() if word not in plain_words()]
    words = re.findall(r"[\w'’-]+", telling.words)
    return bool(kept) and all(any(akin(word, w) for w in words) for word in kept)
