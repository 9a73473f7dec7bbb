"""Facts that cannot both hold: done and not done, kept and ended, for all and for some only, joint and each alone.

Two claims that speak of one matter contradict each other where the one affirms of it what the other denies, or where
each has one of two contrary words (Marneffe, Rafferty and Manning 2008 call these contradictions by negation and by
antonymy, and find them the ones that can be told from the surface). Everything here reads the words of two claims that
are matched and that state facts; wishes and demands contradict nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from readouts.compare.topics import forms
from readouts.compare.wording import Telling, concept, likeness, plain_words
from readouts.lexicon.tables import many, rows
from readouts.text import stem

# What is left of two claims without the words that oppose each other must be so much alike: it is one matter.
_ONE_MATTER = 0.25
# Less where the matching is as good as certain that it is.
_CLEARLY, _LITTLE = 0.85, 0.12
# From here on two claims say the same in the same words, but for a "not".
_SAME_WORDS = 0.6

_WORD = re.compile(r"[^\W_][\w'’-]*|[,;:.()]")
_NOT = frozenset("not never no nor neither cannot without unable n't".split())
_NO = frozenset(("no", "without"))  # an adjective may stand after these: "no formal apology"
# Words that may stand between a negation and what it denies: "has not yet been signed".
_BETWEEN = frozenset(
    "a an any the to be been being have has had is are was were yet so far ever even also as formally fully directly"
    " officially finally it for of"
    " take taken make made give given receive received submit submitted hold held reach reached set issue issued get"
    " decision agreement plan plans intention agreed decided planned".split()
)
_AHEAD = frozenset("will would shall should may might can could must won't".split())
_STILL = re.compile(r"\b(?:yet|still|remains?|remained|has|have|had) (?:\w+ly )?to (?:be )?(?:\w+ly )?$")
_PENDING = re.compile(
    r"\b(?:left|is|are|was|were|remains?|remained|still) (?:pending|awaiting)(?: the| its| final| formal)*$"
)
_PUT_OFF = re.compile(
    r"(?:[\w'’-]+ ){0,10}?(?:was|were|is|are|been) (?:postponed|deferred|delayed|put off|called off|cancelled)\b"
)
_AFTER_DEED = 15  # words after a deed in which it may be put off: "the signing of the treaty was postponed"
_BACK = 6  # words before a word that may deny it or put it ahead


_TWO = tuple(
    (re.compile(rf"\b{one}\b"), re.compile(rf"\b{other}\b"))
    for one, other in (
        ("old", "new"), ("first", "second"), ("north(?:ern)?", "south(?:ern)?"), ("east(?:ern)?", "west(?:ern)?"),
        ("upper", "lower"), ("former", "latter"), ("previous|last", "next"),
    )
)  # fmt: skip


def of_two(one: str, other: str) -> bool:
    """Whether each tells of another of two: of the old bridge and of the new one."""
    return any(
        bool(a.search(one) and b.search(other) and not b.search(one) and not a.search(other))
        for pair in _TWO
        for a, b in (pair, pair[::-1])
    )


# Whether the two claims, without those stems, speak of one thing.
_Alike = Callable[[frozenset[str]], bool]


@dataclass(frozen=True, slots=True)
class _Fact:
    """How a claim has a thing: as so or not so, and as done (or so now) or as to come."""

    so: bool
    ahead: bool


def contrary(left: Telling, right: Telling, chance: float) -> str | None:
    """What cannot hold in both, in a sentence; None where nothing is found. The claims state facts.

    `chance` is the probability that they speak of one matter, 0..1.
    """
    enough = _ONE_MATTER if chance < _CLEARLY else _LITTLE

    if of_two(left.said, right.said):
        return None

    def alike(apart: frozenset[str]) -> bool:
        one, other = left.stems - apart, right.stems - apart
        return not one or not other or likeness(one, other) >= enough

    return next((told for compared in _CONTRARIES if (told := compared(left, right, alike))), None)


def _denied(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """Done, or to be done, in one account, and not in the other: "signed", "has not been signed"."""
    facts = _facts(left.said), _facts(right.said)
    for one, side, (denied, told) in ((left, "left", facts), (right, "right", facts[::-1])):
        for word in sorted(denied.keys() & told.keys()):
            if any(f.so for f in denied[word]) or not all(f.so for f in told[word]):
                continue
            # That it is not done yet does not speak against its being done later.
            if all(not f.ahead for f in denied[word]) and any(f.ahead for f in told[word]):
                continue
            # "Agreed to go on without delay" denies a delay, not what is agreed.
            denies = word in _deeds().values() or one.claim.polarity == "negative"
            if denies and alike(frozenset((word,))):
                return f"The {side} account denies it, the other tells it."
    return None


def _facts(said: str) -> Mapping[str, list[_Fact]]:
    """The stems of the content words, words of one deed made one, with how the claim has each."""
    found: dict[str, list[_Fact]] = {}
    tokens = _WORD.findall(said)
    for at, token in enumerate(tokens):
        undone = _undone(token)
        if not undone and ((token in plain_words() and token not in _deeds()) or not token[:1].isalpha()):
            continue
        before = _clause(tokens[max(0, at - _BACK) : at])
        one_of_deeds = (undone or token) in _deeds()
        put_off = one_of_deeds and bool(_PUT_OFF.match(" ".join(tokens[at + 1 : at + 1 + _AFTER_DEED])))
        still = put_off or bool(_STILL.search(" ".join(before) + " "))
        so = not (undone or still or _negated(before))
        ahead = not still and not undone and _is_ahead(before)
        one = _deeds().get(undone or token) or concept(stem(undone or token))
        found.setdefault(one, []).append(_Fact(so, ahead))
    return found


def _clause(before: list[str]) -> list[str]:
    """The words before it back to a sign that ends a clause."""
    signs = [at for at, word in enumerate(before) if not word[0].isalnum()]
    return before[signs[-1] + 1 :] if signs else before


def _is_ahead(before: list[str]) -> bool:
    return (
        any(word in _AHEAD or word in ("cannot", "unable") for word in before[-4:])
        or before[-1:] == ["to"]
        or before[-2:] == ["to", "be"]
    )


def _negated(before: list[str]) -> bool:
    skipped = 0
    if _PENDING.search(" ".join(before)):
        return True
    for word in reversed(before):
        if word in _NOT:
            return "only" not in before and (not skipped or word in _NO)
        if word not in _BETWEEN and not word.endswith("ly"):
            skipped += 1
        if skipped > 1:
            return False
    return False


_UNDONE = re.compile(r"un(paid|signed|resolved|settled|finished|completed|answered|delivered|agreed|solved|fulfilled)")


def _undone(token: str) -> str | None:
    found = _UNDONE.fullmatch(token)
    return found[1] if found else None


@lru_cache(maxsize=1)
def _deeds() -> Mapping[str, str]:
    """For each word of `same_deeds.tsv`, in all its forms, the deed that it stands for: "signature" for "sign"."""
    return {
        form: row["deed"] for row in rows("same_deeds") for word in many(row["words"]) for form in (word, *forms(word))
    }


def _opposed(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """Contrary words for one thing: "remains in force" and "was terminated"."""
    for one, other, timed in _opposites():
        for a, b in ((one, other), (other, one)):
            found, against = a.found(left.said), b.found(right.said)
            if not found or not against or b.found(left.said) or a.found(right.said):
                continue
            facts = [_fact(side, at) for side, at in ((left, found), (right, against))]
            at_once = not timed or facts[0].ahead == facts[1].ahead
            if at_once and facts[0].so and facts[1].so and alike(a.stems | b.stems):
                return f"“{found.group()}” in the left account, “{against.group()}” in the right one."
    return None


def _fact(telling: Telling, found: re.Match[str]) -> _Fact:
    before = _clause(_WORD.findall(telling.said[: found.start()])[-_BACK:])
    return _Fact(not _negated(before), _is_ahead(before) or _to_come(telling))


def _to_come(telling: Telling) -> bool:
    """Whether it names a day after that on which it is told: "is cancelled from 1 May"."""
    published = telling.document.published
    return any(day.start and published and day.start > published for day in telling.all_days)


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one side of a row of `opposites.tsv`."""

    pattern: re.Pattern[str]
    stems: frozenset[str]

    def found(self, said: str) -> re.Match[str] | None:
        return self.pattern.search(said)


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[_Side, _Side, bool], ...]:
    """The two sides of each row, and whether they oppose each other at one time only: what is shut may open later."""
    return tuple((_side(row["one"]), _side(row["other"]), row["when"] == "same") for row in rows("opposites"))


def _side(cell: str) -> _Side:
    words = [form for word in many(cell) for form in ((word,) if " " in word else (word, *forms(word)))]
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    single = {concept(stem(part)) for word in words for part in word.split()}
    return _Side(re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), frozenset(single))


_ONLY = re.compile(
    r"\b(?:only|solely|exclusively|limited to|restricted to|other (?:[\w'’-]+ ){1,4}remains?)\b"
    r"(?! (?:after|once|when|if|then|by|on|in)\b)"
)
_ALL = re.compile(r"\b(?:all|every|entire|whole|in full|as well as|in addition to|both|without exception)\b")


def _for_some(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """For all in one account, for some only in the other."""
    for one, other, side in ((left, right, "left"), (right, left, "right")):
        some, all_ = _ONLY.search(one.said), _ALL.search(other.said)
        if some and all_ and not _ONLY.search(other.said) and alike(frozenset()):
            return f"The {side} account has it for some only."
    return None


_FREELY = re.compile(
    r"\b(?:unconditional(?:ly)?|(?:without|with no|no) (?:any )?(?:pre-?)?conditions?|no strings|in any case)\b"
)
_BOUND = re.compile(
    r"\b(?:only (?:once|after|when|if)|on (?:the )?condition|provided that|subject to|conditional (?:on|upon)|"
    r"depend(?:s|ent)? on|(?:tied|linked) to|"
    r"in return for|in exchange for|against payment|not (?:\w+ ){0,3}(?:until|unless|before)|"
    r"until (?:\w+ ){1,6}(?:has|have|is|are) )\b"
)


def _bound(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """Without conditions in one account, on a condition in the other."""
    for one, other, side in ((left, right, "right"), (right, left, "left")):
        if _FREELY.search(one.said) and _BOUND.search(other.said) and alike(frozenset()):
            return f"Without conditions in one account, on a condition in the {side} one."
    return None


_FOR_GOOD = re.compile(r"\b(?:permanent(?:ly)?|for good|indefinite(?:ly)?|no end date|open-ended|once and for all)\b")
_FOR_A_TIME = re.compile(
    r"\b(?:temporar(?:y|ily)|provisional(?:ly)?|interim|rotational|on rotation|"
    r"for a (?:limited )?(?:period|term|time) of)\b"
)


def _for_good(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """For good in one account, for a time in the other."""
    for one, other, side in ((left, right, "right"), (right, left, "left")):
        until = any(limit == "until" for limit, _ in other.limits)
        ends = until or other.lengths or _FOR_A_TIME.search(other.said)
        if _FOR_GOOD.search(one.said) and ends and not _FOR_GOOD.search(other.said) and alike(frozenset()):
            return f"For good in one account, for a time in the {side} one."
    return None


_NO_DATE = re.compile(r"\bno (?:\w+ )?(?:date|dates|deadline|timetable|timeline|time ?frame|schedule)\b")


def _undated(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """A day in one account; in the other none was set for that very thing."""
    for one, other, side in ((left, right, "right"), (right, left, "left")):
        none = _NO_DATE.search(other.said)
        if none is None or not _to_come(one):
            continue
        for_it = _content(other.said[none.end() :]) - _SETTING
        if alike(frozenset()) and (for_it & one.stems if for_it else likeness(one.stems, other.stems) >= _ONE_MATTER):
            return f"A day is named in one account; the {side} one says that none was set."
    return None


_SETTING = frozenset(concept(stem(word)) for word in "set fixed agreed given named determined yet announced".split())
_DEED = (
    r"paid|borne|covered|financed|funded|carried out|conducted|performed|investigated|examined|chaired|headed|led|"
    r"monitored|guarded|operated|managed|run|built|supplied|inspected|organi[sz]ed"
)
_BY = re.compile(
    rf"\b(?:(?P<thing>[\w'’-]+) (?:will be|is to be|are to be|is|are|was|were|being|been|is being) )?(?P<deed>{_DEED}) "
    r"(?:[\w'’-]+ ){0,6}?by (?:the |its |their |his |her )?(?P<who>(?:[\w'’-]+ ?){1,6})"
)
_ACTS = "head lead chair pay bear cover finance fund inspect investigate monitor guard operate run build".split()
_LEADS = re.compile(
    r"^(?:[\w'’, -]{0,30}\bthat )?(?P<who>(?:(?:the|a|an|its|his|her) )?(?:[\w'’-]+ ){1,4}?)"
    rf"(?:(?:will|is to|are to|would|shall) )?(?P<deed>(?:{'|'.join(_ACTS)})s?) "
)
_ACTIVE = {
    **dict.fromkeys("pay bear cover finance fund".split(), "pay"),
    **dict.fromkeys("chair head lead".split(), "lead"),
}
_ANY_DEED = frozenset(("carried out", "conducted", "performed"))
_SAME = {
    **dict.fromkeys("paid borne covered financed funded".split(), "pay"),
    **dict.fromkeys("chaired headed led".split(), "lead"),
    "investigated": concept(stem("investigation")),
    "inspected": concept(stem("inspection")),
}
_AFTER = re.compile(r"\b(?:in|at|on|from|with|for|under|to|and|until|within|during|of|line|before|after)\b.*")


def _doers(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """The same deed, by one in this account and by another in that."""
    one, other = (dict(_done_by(side.words)) for side in (left, right))
    for deed in sorted(one.keys() & other.keys()):
        a, b = one[deed], other[deed]
        others = not _content(a) & _content(b) and a not in right.words.lower() and b not in left.words.lower()
        if others and alike(_content(a) | _content(b)):
            return f"By {a} in the left account, by {b} in the right one."
    return None


def _done_by(words: str) -> Iterator[tuple[str, str]]:
    """What the words say to be done, and by whom: "inspected by customs", "inspection was carried out by customs"."""
    for found in _BY.finditer(words.lower()):
        deed, who = found["deed"], _AFTER.sub("", found["who"]).strip()
        if deed in _ANY_DEED:
            deed = concept(stem(found["thing"])) if found["thing"] else deed
        if who:
            yield _SAME.get(deed, deed), who
    if acts := _LEADS.search(words.lower()):
        deed, who = acts["deed"].removesuffix("s"), re.sub(r"^(?:the|a|an|its|his|her) ", "", acts["who"]).strip()
        deed = _ACTIVE.get(deed, deed)
        if who and who not in ("they", "it", "he", "she", "we", "who", "which"):
            yield _SAME.get(f"{deed}ed", deed), who


_LEVEL = re.compile(
    r"\blevel of (?:the )?(?P<who>[\w'’-]+(?: [\w'’-]+)?)|\bat (?:the |an? )?(?P<kind>[\w'’-]+(?: [\w'’-]+)?) level\b"
)


def _levels(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """At another level: "at the level of ministers", "of vice ministers"."""
    found = [_LEVEL.search(side.words.lower()) for side in (left, right)]
    if not found[0] or not found[1]:
        return None
    one, other = (m["who"] or m["kind"] for m in found if m)
    same = set(one.split()) == set(other.split())
    if same or "high" in one or "high" in other or not alike(_content(one) | _content(other)):
        return None
    return f"At the level of {one} in the left account, of {other} in the right one."


def _whole(left: Telling, right: Telling, alike: _Alike) -> str | None:
    """The same words, denied in one account."""
    if left.claim.polarity == right.claim.polarity or likeness(left.stems, right.stems) < _SAME_WORDS:
        return None
    denied, told, side = (left, right, "left") if left.claim.polarity == "negative" else (right, left, "right")
    to_come = [set(_WORD.findall(claim.said)) & _AHEAD for claim in (denied, told)]
    if to_come[1] and not to_come[0]:
        return None  # "has not been signed", "will be signed"
    return f"The {side} account denies it, the other tells it."


def shared_deeds(left: Telling, right: Telling) -> frozenset[str]:
    """What both claims tell to be done, by `same_deeds.tsv`."""
    one, other = ({_deeds()[w] for w in _WORD.findall(side.said) if w in _deeds()} for side in (left, right))
    return frozenset(one & other)


def _content(words: str) -> frozenset[str]:
    return frozenset(concept(stem(word)) for word in words.split() if word not in plain_words())


_CONTRARIES: tuple[Callable[[Telling, Telling, _Alike], str | None], ...] = (
    _denied, _whole, _opposed, _for_some, _bound, _for_good, _undated, _doers, _levels,
)  # fmt: skip
