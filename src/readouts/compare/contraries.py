"""Facts that cannot both hold: done and not done, kept and ended, for all and for some only, joint and each alone.

Two claims that speak of one matter contradict each other where the one affirms of it what the other denies, or where
each has one of two contrary words (Marneffe, Rafferty and Manning 2008 call these contradictions by negation and by
antonymy, and find them the ones that can be told from the surface). Everything here reads the words of two claims that
are matched and that state facts; wishes and demands contradict nothing.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from readouts.compare.doers import Alike, akin, attendance, doers, levels, payees, payers
from readouts.compare.terms import begun, contrasted, means, often, shares, ways
from readouts.compare.topics import forms
from readouts.compare.wording import Telling, concept, likeness, orders, plain_words, stems
from readouts.lexicon.tables import many, rows
from readouts.text import stem

# What is left of two claims without the words that oppose each other must be so much alike: it is one matter.
_ONE_MATTER = 0.25
# Less where the matching has it likelier than not that it is, or both have one and the same number.
_LIKELY, _LITTLE = 0.5, 0.15
# Where nothing but the opposing words is left of a claim, "would be unable", the matching must give it some chance.
_MAYBE = 0.3
# From here on two claims say the same in the same words, but for a "not".
_SAME_WORDS, _VERY_WORDS = 0.6, 0.8
# A number above this is seldom that of two things.
_LARGE = 99

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
    r"(?:[\w'’-]+ ){0,10}?"
    r"(?:(?:was|were|is|are|been) (?:postponed|deferred|delayed|put off|called off|cancelled)|"
    r"(?:is|are|was|were|remains?) (?:still )?(?:pending|outstanding|incomplete|awaited))\b"
)
_AFTER_DEED = 15  # words after a deed in which it may be put off: "the signing of the treaty was postponed"
_BACK = 6  # words before a word that may deny it or put it ahead


_TWO = tuple(
    (re.compile(rf"\b{one}\b"), re.compile(rf"\b{other}\b"))
    for one, other in (
        ("old", "new"), ("first", "second"), ("north(?:ern)?", "south(?:ern)?"), ("east(?:ern)?", "west(?:ern)?"),
        ("upper", "lower"), ("former", "latter"), ("previous|last", "next"), ("summer", "winter"),
        ("import\\w*", "export\\w*"), ("interest", "principal"),
    )
)  # fmt: skip


def of_two(one: str, other: str) -> bool:
    """Whether each tells of another of two: of the old bridge and of the new one."""
    return any(
        bool(a.search(one) and b.search(other) and not b.search(one) and not a.search(other))
        for pair in _TWO
        for a, b in (pair, pair[::-1])
    )


@dataclass(frozen=True, slots=True)
class _Fact:
    """How a claim has a thing: as so or not so, as done (or so now) or as to come, and as lasting."""

    so: bool
    ahead: bool
    lasts: bool = False
    through: bool = False  # so now, and on a day to come as well


def denies(telling: Telling, deed: str) -> bool:
    """Whether it has the deed of `same_deeds.tsv` as not done, wherever it has it."""
    facts = _facts(telling.said).get(deed, [])
    return bool(facts) and not any(fact.so for fact in facts)


def contrary(left: Telling, right: Telling, chance: float, *, terms: bool = False) -> str | None:
    """What cannot hold in both, in a sentence; None where nothing is found. The claims state facts, or only `terms`:
    what is to be done, or done on a condition.

    `chance` is the probability that they speak of one matter, 0..1.
    """
    enough = _LITTLE if chance >= _LIKELY or _one_figure(left, right) else _ONE_MATTER

    if of_two(left.said, right.said) or len({bool(_EARLIER.search(side.said)) for side in (left, right)}) > 1:
        return None

    def alike(apart: frozenset[str]) -> bool:
        one, other = left.stems - apart, right.stems - apart
        return ((not one or not other) and chance >= _MAYBE) or likeness(one, other) >= enough

    return next(
        (told for compared in (_TERMS if terms else _CONTRARIES) if (told := compared(left, right, alike))), None
    )


_EARLIER = re.compile(r"\b(?:earlier|previously|formerly|until now|in the past|originally)\b")


def _one_figure(left: Telling, right: Telling) -> bool:
    """Whether both claims have one number, too large to be one by chance: "400 million for the grid"."""
    one, other = ({number.value for number in side.claim.numbers} for side in (left, right))
    return any(value > _LARGE for value in one & other)


def _denied(left: Telling, right: Telling, alike: Alike) -> str | None:
    """Done, or to be done, in one account, and not in the other: "signed", "has not been signed"."""
    if _by_others(left, right):
        return None
    for told, denying, side in orders(left, right):
        if _TWICE.search(denying.said) or _YET_TO_BE.search(told.said):
            continue
        # "Agreed to go on without delay" denies a delay, not what is agreed.
        negative = denying.claim.polarity == "negative" or _NOT_DONE.search(denying.said)
        whole = negative and not _NOT_SETTLED.search(denying.said)
        done, undone = _facts(told.said), _facts(denying.said)
        for word in sorted(done.keys() & undone.keys()):
            denies = (whole or word in _deeds().values()) and _is_denied(done[word], undone[word])
            if denies and alike(frozenset((word,))):
                return f"The {side} account denies it, the other tells it."
    return None


def _is_denied(done: Sequence[_Fact], undone: Sequence[_Fact]) -> bool:
    """Whether so in all places here, and in none there; not done yet does not speak against its being done later."""
    so = all(fact.so for fact in done) and not any(fact.so for fact in undone)
    not_yet = all(not fact.ahead for fact in undone) and any(fact.ahead for fact in done)
    return so and not not_yet


_NOT_DONE = re.compile(
    r"^(?:refused|declined) to\b|\b(?:yet|still|remains?|remained) to be\b|"
    r"\b(?:ended|concluded|closed|broke up|parted) without\b"
)
# That nothing was agreed on the dam denies no talk of it.
_NOT_SETTLED = re.compile(r"\bno (?:\w+ )?(?:agreement|decision|understanding|consensus)\b")
_BY_NAME = re.compile(r"\bby (?:the )?([A-Z][\w'’-]+)")


def _by_others(left: Telling, right: Telling) -> bool:
    """Whether each tells what another by name did: "ratified by Skelland", "not ratified by Olmia"."""
    one, other = (_BY_NAME.findall(side.words) for side in (left, right))
    return bool(one and other) and not any(akin(a, b) for a in one for b in other)


def _facts(said: str) -> Mapping[str, list[_Fact]]:
    """The stems of the content words, words of one deed made one, with how the claim has each."""
    found: dict[str, list[_Fact]] = {}
    pattern, one_word = _deed_phrases()
    tokens = _WORD.findall(pattern.sub(lambda phrase: one_word[phrase.group()], said))
    for at, token in enumerate(tokens):
        undone = _undone(token)
        if not undone and ((token in plain_words() and token not in _deeds()) or not token[:1].isalpha()):
            continue
        clause = _clause(tokens[:at])
        before = clause[-_BACK:]
        one_of_deeds = (undone or token) in _deeds()
        put_off = one_of_deeds and bool(_PUT_OFF.match(" ".join(tokens[at + 1 : at + 1 + _AFTER_DEED])))
        still = put_off or bool(_STILL.search(" ".join(before) + " "))
        so = not (undone or still or _negated(clause))
        ahead = not still and not undone and _is_ahead(before)
        one = _deeds().get(undone or token) or concept(stem(undone or token))
        found.setdefault(one, []).append(_Fact(so, ahead))
    return found


def _clause(before: list[str]) -> list[str]:
    """The words before it back to a sign that ends a clause."""
    signs = [at for at, word in enumerate(before) if not word[0].isalnum()]
    return before[signs[-1] + 1 :] if signs else before


_MEANT = frozenset("cannot unable intention intentions intend intends plans".split())


def _is_ahead(before: list[str]) -> bool:
    return (
        any(word in _AHEAD or word in _MEANT for word in before[-4:])
        or before[-1:] == ["to"]
        or before[-2:] == ["to", "be"]
    )


_SPURNED = re.compile(
    r"\b(?:refus(?:es?|ed|ing) to(?: \w+ly)?|declin(?:es?|ed|ing) to(?: \w+ly)?|"
    r"(?:rul(?:es?|ed|ing) out|no question of|out of the question)(?: an?| any| the)?(?: \w+)?|"
    r"(?:(?:refus|reject|declin|dismiss|rebuff)(?:es|ed|s|e|ing)|not accept)"
    r"(?: the| a| any| all| his| her| their)?(?: \w+)? "
    r"(?:demand|call|request|proposal|appeal|plea|suggestion|idea)s? (?:for|of|to)(?: an?| any| the)?(?: \w+)?)$"
)


_YET_TO_BE = re.compile(r"\b(?:outstanding|pending|(?:still|remains?|yet) to be)\b")


# "No permission for the convoy was requested"
_NONE_WAS = re.compile(
    r"(?:^|\b(?:that|and|but) )no (?:[\w'’-]+ ){1,8}?"
    r"(?:was|were|is|are|(?:has|have|had|will|would) be(?:en)?)(?: yet)?$"
)
# "No way to win without entering" denies no entry.
_TWICE = re.compile(r"\b(?:no|not|never|cannot|nothing)\b[^.;]{0,150}\bwithout \w+ing\b")


def _negated(clause: list[str]) -> bool:
    """Whether the last words of the clause so far deny what comes next."""
    skipped, before = 0, clause[-_BACK:]
    said = " ".join(before)
    if _PENDING.search(said) or _SPURNED.search(said) or _NONE_WAS.search(" ".join(clause)):
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
def _deed_phrases() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """The phrases of `same_deeds.tsv` with the first word of their row: "entered into force" as "begin"."""
    found = {word: many(row["words"])[0] for row in rows("same_deeds") for word in many(row["words"]) if " " in word}
    return re.compile(rf"\b(?:{'|'.join(sorted(found, key=len, reverse=True))})\b"), found


@lru_cache(maxsize=1)
def _deeds() -> Mapping[str, str]:
    """For each word of `same_deeds.tsv`, in all its forms, the deed that it stands for: "signature" for "sign"."""
    return {
        form: row["deed"]
        for row in rows("same_deeds")
        for word in many(row["words"])
        if " " not in word
        for form in (word, *forms(word))
    }


def _opposed(left: Telling, right: Telling, alike: Alike) -> str | None:
    """Contrary words for one thing: "remains in force" and "was terminated"."""
    for one, other, timed in _opposites():
        for a, b in ((one, other), (other, one)):
            found, against = a.found(left.said), b.found(right.said)
            if not found or not against or b.holds(left.said) or a.holds(right.said):
                continue
            facts = [_fact(side, at) for side, at in ((left, found), (right, against))]
            if timed and any(_AGAIN.search(side.said) for side in (left, right)) and not all(f.ahead for f in facts):
                continue  # "was closed in the winter", "is open again"
            if (not timed or _at_once(*facts)) and facts[0].so and facts[1].so and alike(a.stems ^ b.stems):
                return f"“{found.group()}” in the left account, “{against.group()}” in the right one."
    return None


_AGAIN = re.compile(r"\b(?:again|anew|once more)\b")


def _fact(telling: Telling, found: re.Match[str]) -> _Fact:
    clause = _clause(_WORD.findall(telling.said[: found.start()]))
    before = clause[-_BACK:]
    lasts = bool(_LASTS.match(found.group()) or _SO_SINCE.search(telling.said))
    ahead = found.group().split()[0] in _AHEAD or _is_ahead(before)
    dated = _to_come(telling)
    return _Fact(not _negated(clause), ahead or (dated and not lasts), lasts, lasts and dated)


# "Will go on" is so now as well, and so is what has been so since a day.
_LASTS = re.compile(
    r"(?:(?:will|shall|would) )?(?:remain|stay|stand|still|continu|go on|goes on|going on|uninterrupted|without)"
)
_SO_SINCE = re.compile(r"\b(?:has|have) been\b[^.;]{0,150}\bsince\b")


def _at_once(one: _Fact, other: _Fact) -> bool:
    """Whether the two are so at one time: both to come, or neither, or each lasting, or one so throughout."""
    return one.ahead == other.ahead or (one.lasts and other.lasts) or one.through or other.through


def _to_come(telling: Telling) -> bool:
    """Whether it names a day after that on which it is told: "is cancelled from 1 May"."""
    published = telling.document.published
    return any(day.start and published and day.start > published for day in telling.all_days)


# "The parties were close to each other" closes nothing.
_CLOSES = re.compile(r"\b(?:to|will|would|shall|should|must|may|can|cannot|not|and|or) close$")


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one side of a row of `opposites.tsv`."""

    words: tuple[str, ...]  # in all their forms, the longest first

    @property
    def stems(self) -> frozenset[str]:
        """Of its words, words of one meaning made one."""
        return _stems_of(self.words)

    def found(self, said: str) -> re.Match[str] | None:
        """The first of its words in what the claim tells."""
        told = (m for m in self._all(said) if m.group() != "close" or _CLOSES.search(said[: m.end()]))
        return next(told, None)

    def holds(self, said: str) -> bool:
        """Whether one of its words is in what the claim tells, more than as a thing gone by: "imposed a year ago"."""
        return any(not _GONE_BY.match(said, found.end()) for found in self._all(said))

    def _all(self, said: str) -> Iterable[re.Match[str]]:
        # Few rows have a word in a claim, and a pattern takes longer to make than a whole comparison has.
        single, phrases = _kinds_of(self.words)
        there = not single.isdisjoint(_words_of(said)) or any(phrase in said for phrase in phrases)
        return _pattern(self.words).finditer(said) if there else ()


@cache
def _kinds_of(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """The single words among them, and those of more than letters."""
    return frozenset(filter(str.isalpha, words)), tuple(word for word in words if not word.isalpha())


@lru_cache(maxsize=256)
def _words_of(said: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", said))


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\d )\b(?:{'|'.join(map(re.escape, words))})\b")


@cache
def _stems_of(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(concept(stem(part)) for word in words for part in word.split())


_GONE_BY = re.compile(r"(?: [\w'’-]+){0,6}? (?:ago|last (?:year|month|week|spring|summer|autumn|winter))\b")


@lru_cache(maxsize=1)
def _opposites() -> tuple[tuple[_Side, _Side, bool], ...]:
    """The two sides of each row, and whether they oppose each other at one time only: what is shut may open later."""
    return tuple((_side(row["one"]), _side(row["other"]), row["when"] == "same") for row in rows("opposites"))


def _side(cell: str) -> _Side:
    words = {form for word in many(cell) for form in ((word,) if " " in word else (word, *forms(word)))}
    return _Side(tuple(sorted(words, key=lambda word: (-len(word), word))))


_ONLY = re.compile(
    r"\b(?:only|solely|exclusively|limited to|restricted to|other (?:[\w'’-]+ ){1,4}remains?)\b"
    r"(?! (?:after|once|when|if|then|by|on|in (?:the|case|\d+|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|winter))"
    r"\b)"
)
_ALL = re.compile(r"\b(?:all|every|entire|whole|in full|as well as|in addition to|both|without exception)\b")


def _for_some(left: Telling, right: Telling, alike: Alike) -> str | None:
    """For all in one account, for some only in the other."""
    for one, other, side in ((left, right, "left"), (right, left, "right")):
        some, all_ = _ONLY.search(one.said), _ALL.search(other.said) or _one_of_more(one.said, other.said)
        if some and all_ and not _ONLY.search(other.said) and alike(frozenset()):
            return f"The {side} account has it for some only."
    return None


_ONLY_THESE = re.compile(r"\bonly (?:of |with |for )?([^\W\d]+)\b")


def _one_of_more(some: str, more: str) -> bool:
    """Whether what the one has alone stands beside another in the other: "only civilians", "soldiers and civilians"."""
    only = _ONLY_THESE.search(some)
    return bool(only and re.search(rf"\band {only[1]}\b|\b{only[1]} and\b", more))


_NO_DATE = re.compile(r"\bno (?:\w+ )?(?:date|dates|deadline|timetable|timeline|time ?frame|schedule)\b")


def _undated(left: Telling, right: Telling, alike: Alike) -> str | None:
    """A day in one account; in the other none was set for that very thing."""
    for one, other, side in orders(left, right):
        none = _NO_DATE.search(other.said)
        if none is None or not _to_come(one):
            continue
        for_it = stems(other.said[none.end() :]) - _SETTING
        if alike(frozenset()) and (for_it & one.stems if for_it else likeness(one.stems, other.stems) >= _ONE_MATTER):
            return f"A day is named in one account; the {side} one says that none was set."
    return None


_SETTING = frozenset(concept(stem(word)) for word in "set fixed agreed given named determined yet announced".split())


# "does not take back": what one does not do, told at a talk, is refused, where "has not been signed" may yet be done.
_REFUSES = re.compile(r"\b(?:do|does) not\b")


def _whole(left: Telling, right: Telling, alike: Alike) -> str | None:
    """The same words, denied in one account."""
    if left.claim.polarity == right.claim.polarity or likeness(left.stems, right.stems) < _SAME_WORDS:
        return None
    denied, told, side = (left, right, "left") if left.claim.polarity == "negative" else (right, left, "right")
    if (
        _by_others(left, right)
        or _NOT_SETTLED.search(denied.said)
        or _TWICE.search(denied.said)
        or _YET_TO_BE.search(told.said)
    ):
        return None
    to_come = [set(_WORD.findall(claim.said)) & _AHEAD for claim in (denied, told)]
    refused = _REFUSES.search(denied.said) and likeness(left.stems, right.stems) >= _VERY_WORDS
    if to_come[1] and not to_come[0] and not refused:
        return None  # "has not been signed", "will be signed"
    return f"The {side} account denies it, the other tells it."


def shared_deeds(left: Telling, right: Telling) -> frozenset[str]:
    """What both claims tell to be done, by `same_deeds.tsv`."""
    one, other = ({_deeds()[w] for w in _WORD.findall(side.said) if w in _deeds()} for side in (left, right))
    return frozenset(one & other)


_Compared = Callable[[Telling, Telling, Alike], str | None]
_TERMS: tuple[_Compared, ...] = (contrasted, often, shares, payers, payees)
_CONTRARIES: tuple[_Compared, ...] = (
    _denied, _whole, _opposed, _for_some, *_TERMS, _undated, doers, levels, attendance, ways, means, begun,
)  # fmt: skip
