"""Lists split into their items: "discussed A, B and C, including D" holds four matters.

Every comma, "and", "as well as" or "including" may part two items; `_Joint` is such a place. It parts them where both
tell a matter of their own: two verbs with their objects ("to open the lock, dredge the canal and pay the crews"), two
noun phrases joined to what the act is about, two clauses with "that". What only fills a matter out stays with it:
adjectives and modifiers that share a noun, nouns that share what follows them, rows of names, examples, emphasis on a
part, and lists deep inside a clause.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from readouts.find.acts import is_act_verb
from readouts.find.doers import at as party_at
from readouts.find.remarks import form, has_subject
from readouts.lexicon.tables import words_of
from readouts.records import Mention
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

# What one act is about is a list with examples ("issues, including the border") only where the act names matters.
_NAMING = frozenset("discuss welcome praise raise thank express-concern".split())
# "Wished her health, joy and success" is one courtesy.
_COURTESIES = ("congratulate", "condole")
_EMPHASIS = ("particularly", "especially", "notably")
_EXAMPLES = ("including", *_EMPHASIS)
# "Including on energy" names a matter; "including through new sanctions" tells by what means, or where.
ON = ("on", "regarding", "concerning", "about")
# Pairs of words that add a further item; behind a passive also "as was the exchange of students".
ADDING = (("along", "with"), ("together", "with"), ("among", "them"), ("as", "was"), ("as", "were"), ("as", "well"))
_ASIDES = (["inter", "alia"], ["among", "others"], ["among", "other", "things"])
_ASKING = ("how", "what", "why", "whether")
_NOUNS = ("NOUN", "PROPN", "PRON", "NUM")
_ROW = 3  # members from which verbs in a row are matters each, however deep they stand


@dataclass(frozen=True, slots=True)
class _Joint:
    """A place where the content may be cut, by index into its tokens."""

    at: int  # of the first sign or word that joins
    first: int  # of the next item's first word
    end: int  # behind its last word: the next joint, or the end of the content
    link: tuple[str, ...]  # the words and signs that join, small letters


@dataclass(frozen=True, slots=True)
class _Content:
    """The words of an act's content with all that the decisions look at."""

    tokens: Sequence["Token"]
    inside: frozenset[int]  # their indexes in the text
    mentions: Sequence[Mention]
    act: str
    joints: tuple[_Joint, ...]

    @property
    def topic(self) -> bool:
        """Whether the act merely names matters ("discussed"), so that bare nouns count as items too."""
        return self.act == "discuss"

    def item(self, joint: _Joint) -> Sequence["Token"]:
        """The words behind the joint, up to the next."""
        return self.tokens[joint.first : joint.end]


def pieces(tokens: Sequence["Token"], mentions: Sequence[Mention], act: str) -> list[list["Token"]]:
    """The tokens of an act's content, cut into its items; one list when it is no list of matters."""
    if act in _COURTESIES:
        return [kept] if (kept := _stripped(tokens)) else []
    content = _Content(tokens, frozenset(t.i for t in tokens), mentions, act, _joints(tokens))
    starts = _starts(content)
    ends = [joint.at for joint in starts] + [len(tokens)]
    cut = [tokens[0 : ends[0]], *(tokens[j.first : end] for j, end in zip(starts, ends[1:], strict=True))]
    return [kept for item in cut if (kept := _stripped(item)) and [t.lower_ for t in kept] not in _ASIDES]


def _starts(content: _Content) -> list[_Joint]:
    """The joints at which a matter of its own begins."""
    opener, row = _verb_row(content) or _clause_row(content)
    listed = False  # whether the words just before are a row of names
    found: list[_Joint] = []
    for joint in content.joints:
        if opener is not None and content.tokens[joint.first].i > opener.i:
            if joint in row or _apart(joint, row[-1], content):
                found.append(joint)
        elif listed or _row_of_names(joint, content):
            # "Marovia, Skelland, and the wider region": what ends a row of names belongs to it.
            listed = not listed and "," in joint.link
        elif _is_item(joint, found[-1].first if found else 0, content):
            found.append(joint)
    return _with_siblings(found, content) if opener is None else found


# ---- joints


def _joints(tokens: Sequence["Token"]) -> tuple[_Joint, ...]:
    places = [at for at in range(1, len(tokens)) if _joins(tokens, at)]
    found: list[_Joint] = []
    for number, at in enumerate(places):
        end = places[number + 1] if number + 1 < len(places) else len(tokens)
        first = _behind(tokens, at)
        if first < end:
            found.append(_Joint(at, first, end, tuple(t.lower_ for t in tokens[at:first])))
    return tuple(found)


def _joins(tokens: Sequence["Token"], at: int) -> bool:
    """Whether a joint may begin here: at a comma, "and", "as well as", "including"."""
    token, before = tokens[at], tokens[at - 1]
    if _gives_examples(token, before):
        return True
    if token.lower_ == "and" and _is_adjective_pair(before):
        return False
    following = tokens[at + 1].lower_ if at + 1 < len(tokens) else ""
    led = (token.lower_, following) in (("such", "as"), *ADDING[:-1]) or _well(tokens, at)
    return not _joint(before) and (_joint(token) or led)


def _is_adjective_pair(first: "Token") -> bool:
    """Whether another adjective is joined to it: "regional and global developments"; the parser takes "pandemic" for
    one, behind a name.
    """
    named = first.i > 0 and first.nbor(-1).pos_ == "PROPN"
    return first.tag_ == "JJ" and not named and any(c.pos_ == "ADJ" and c.dep_ == "conj" for c in first.rights)


def _gives_examples(token: "Token", before: "Token") -> bool:
    """Whether "including" and the like lead to examples; it is a verb in "the importance of including Skelland"."""
    return token.lower_ in _EXAMPLES and before.pos_ != "ADP" and before.lower_ not in ("to", "than")


def _joint(token: "Token") -> bool:
    return token.text in (",", ";") or token.lower_ == "and" or token.lower_ == "&"


def _well(tokens: Sequence["Token"], at: int) -> bool:
    return [t.lower_ for t in tokens[at : at + 3]] == ["as", "well", "as"]


def _behind(tokens: Sequence["Token"], at: int) -> int:
    """The index of the item's first word after commas, "and also", "as well as", "including", "such as"."""
    while at < len(tokens):
        token, following = tokens[at], tokens[at + 1].lower_ if at + 1 < len(tokens) else ""
        if _well(tokens, at):
            at += 3
        elif token.lower_ == "in" and following in ("particular", "addition"):
            at += 2
        elif _joint(token) or token.is_space or token.lower_ in (*_EXAMPLES, "also"):
            at += 1
        elif (token.lower_, following) in (("such", "as"), *ADDING[:-1]):
            at += 2
        else:
            break
    return at


# ---- verbs in a row


def verbs_apart(tokens: Sequence["Token"], mentions: Sequence[Mention]) -> list[list["Token"]]:
    """The words of a statement, cut at verbs in a row that share its subject: "both should open A, dredge B and pay C",
    "is ready to keep to A and to open B"; one list where there are none.
    """
    chief = next((at for at, t in enumerate(tokens) if _is_statements_own(t, tokens)), -1)
    first = chief if chief >= 0 and tokens[chief].tag_ == "VB" else chief + 1
    behind = tokens[first:]
    content = _Content(behind, frozenset(t.i for t in behind), mentions, "state", _joints(behind))
    if first == chief:
        row = [j for j in content.joints if _goes_on(j, tokens[chief], content)]
        row = row if len(row) + 1 >= _ROW or (row and _has_object(tokens[chief])) else []
    else:
        opener, row = _verb_row(content) or (None, [])
        row = [] if opener is not None and _is_purpose(opener) else row
    if len(row) == 1 and "and" not in row[0].link:
        row = []  # "should talk with Marovia, to untie the knot"
    ends = [first + j.at for j in row] + [len(tokens)]
    starts = [0, *(first + j.first for j in row)]
    return [kept for a, b in zip(starts, ends, strict=True) if (kept := _stripped(tokens[a:b]))]


def _is_purpose(verb: "Token") -> bool:
    """Whether it only tells what for: "so as to read A and avoid B"."""
    return verb.i > 1 and verb.nbor(-1).lower_ == "to" and verb.nbor(-2).lower_ in ("as", "order")


def _is_statements_own(token: "Token", tokens: Sequence["Token"]) -> bool:
    """Whether it is the chief verb of the words."""
    inside = {t.i for t in tokens}
    return token.pos_ in ("VERB", "AUX") and (token.head == token or token.head.i not in inside)


_Row = tuple["Token | None", list[_Joint]]


def _verb_row(content: _Content) -> _Row | None:
    """The first verb of a row, "to open A, dredge B and pay C", and the joints before the others; None without one.

    Two verbs count where the first completes the act itself or its object; of three and more each is a matter.
    """
    opener = _opener(content)
    if opener is None:
        return None
    row = [j for j in content.joints if _goes_on(j, opener, content)]
    first = content.tokens[row[0].at].i
    if not any(t.is_alpha for t in content.tokens if opener.i < t.i < first):
        return None  # "to develop and strengthen ties" share the object
    return (opener, row) if len(row) + 1 >= _ROW or _direct(opener, content) else None


def _clause_row(content: _Content) -> _Row:
    """The chief verb of a content clause and the joints before further finite ones: "that A holds, will grow and B
    was signed". Two count where a comma parts them, or where they differ in time; (None, []) without.
    """
    chief = next((t for t in content.tokens if _is_chief(t, content)), None)
    if chief is None:
        return None, []
    joined = {j: verb for j in content.joints if (verb := _predicate(j, chief, content)) is not None}
    if not joined:
        return None, []
    again = [j for j in joined if content.item(j)[0].tag_ == "MD"]  # "and will": what is told again is told apart
    apart = [
        j
        for j, verb in joined.items()
        if "and" in j.link and ("," in j.link or j in again or form(verb) != form(chief))
    ]
    row = list(joined if len(joined) + 1 >= _ROW else apart)
    return (chief, row) if row else (None, [])


def _is_chief(token: "Token", content: _Content) -> bool:
    top = token.head if token.dep_ == "conj" and any(c.dep_ == "mark" for c in token.lefts) else token
    clause = top.dep_ == "ccomp" and top.head.i not in content.inside
    return clause and token.pos_ in ("VERB", "AUX") and has_subject(token)


def _predicate(joint: _Joint, chief: "Token", content: _Content) -> "Token | None":
    """The finite verb whose clause begins behind the joint: one without a subject, or one joined to the chief verb."""
    item = content.item(joint)
    if not {",", "and"} & set(joint.link) or item[0].i < chief.i or len(item) < 2:
        return None
    first = next((t for t in item if t.pos_ != "ADV"), item[0])
    if first.tag_ in ("MD", "VBZ", "VBP", "VBD") and not has_subject(first):
        verb = first.head if first.dep_ in ("aux", "auxpass") else first
        beside = _chain(verb)
        return None if beside.dep_ in ("relcl", "advcl") and beside.i in content.inside else verb
    for token in item:
        if token.dep_ == "conj" and _chain(token) == chief and form(token) and has_subject(token):
            return (
                token
                if item[0].i
                == min(t.i for c in token.lefts if c.dep_ in ("nsubj", "nsubjpass", "expl") for t in c.subtree)
                else None
            )
    return None


def _opener(content: _Content) -> "Token | None":
    """The first verb of a row: behind "to", "will", or in -ing behind a preposition; None in a side clause."""
    for at, token in enumerate(content.tokens):
        before = token.nbor(-1) if token.i else token
        led = (token.tag_ == "VB" and before.lower_ == "to") or (token.tag_ == "VBG" and before.pos_ == "ADP")
        led = led or (token.tag_ == "VB" and before.tag_ == "MD" and _is_chief(token, content))
        if led and not _side_clause(token, content):
            nexts = [j for j in content.joints if j.at > at]
            if any(_goes_on(j, token, content) for j in nexts):
                return token
    return None


def _side_clause(token: "Token", content: _Content) -> bool:
    """Whether the word stands in a relative or that-clause within the content, or behind examples."""
    seen = token
    while seen.i in content.inside:
        if seen.dep_ in ("relcl", "csubj") or (seen.dep_ == "acl" and seen.tag_ == "VBN"):
            return True
        if seen.head == seen:
            break
        seen = seen.head
    return False


def _goes_on(joint: _Joint, opener: "Token", content: _Content) -> bool:
    """Whether a verb of the opener's form, with words of its own, stands behind the joint."""
    item = content.item(joint)
    if "," not in joint.link and "and" not in joint.link:
        return False
    first = next((t for t in item if t.pos_ != "ADV" and t.lower_ not in ("to", "not")), None)
    if first is None or len(item) < 2 or first.i <= opener.i:
        return False
    if any(word in joint.link for word in (*_EXAMPLES, "such", "particular")):
        return False
    last = content.tokens[joint.at - 1]
    if last.pos_ == "VERB" and (last.tag_ == opener.tag_ or last.tag_ == "VBP"):
        return False  # "to create and expand" share what follows
    if opener.tag_ == "VBG":
        return first.tag_ == "VBG" and first.dep_ not in ("amod", "compound")
    if first.dep_ == "compound" and first == item[0] and is_act_verb(first.lower_):
        return True  # "to curb emissions, address hunger": the parser takes "address" for a noun
    bare = first.tag_ in ("VB", "VBP") and first.lower_ == first.lemma_.lower()
    return bare and first.dep_ not in ("aux", "auxpass", "ccomp") and not has_subject(first)


def _direct(verb: "Token", content: _Content) -> bool:
    """Whether the first verb of a row completes the act itself, or its object: "agreed to", "commitment to"."""
    up = verb.head.head if verb.head.pos_ == "ADP" else verb.head
    return up.i not in content.inside or (up.dep_ in ("dobj", "ccomp") and up.head.i not in content.inside)


def _apart(joint: _Joint, last: _Joint, content: _Content) -> bool:
    """Whether no further member of the row stands behind the joint but a matter beside it: a second clause with
    "that" or "how", or behind the last member "as well as" and a noun phrase with an article.
    """
    first = content.tokens[joint.first]
    if first.lower_ == "that" and first.dep_ == "mark":
        return True
    if first.lower_ in _ASKING and "and" in joint.link:
        return True
    return joint.first > last.first and "well" in joint.link and first.tag_ in ("DT", "PRP$")


# ---- items


def _is_item(joint: _Joint, start: int, content: _Content) -> bool:
    """Whether the words behind the joint are a matter of their own beside those from `start` up to it."""
    before, item = content.tokens[start : joint.at], content.item(joint)
    if all(t.ent_type_ == "DATE" or t.is_punct for t in item):
        return False
    if content.topic and _listed(joint, before, item, content):
        return True
    if not _telling(before) or item[0].lower_ == "but" or _shares(before, item):
        return False  # "ask you and the members to" is one
    if not content.topic and _names(before, content):
        return False  # "called on Marovia and its neighbours to"
    if joint.link == ("and",) and before[-1].tag_ == item[0].tag_ == "NNP" and not _names(item, content):
        return False  # "the Roads and Bridges Act"
    if [t.lower_ for t in item[-2:]] == ["in", "particular"]:
        return False
    if {"was", "were"} & set(joint.link):
        return content.topic
    if "among" in joint.link and before[-1].lower_ in ("chief", "first", "foremost", "prominent"):
        return False
    if any(word in joint.link for word in (*_EXAMPLES, "such", "along", "together", "among", "particular")):
        return _is_example(joint, content)
    if _is_emphasised(before) or _is_measure(joint, before, content):
        return False
    if (item[0].lower_ in ("that", "to") or item[0].tag_ == "IN") and _repeats(item[0], before, joint, content):
        return True
    head = _head(item)
    if item[0].lower_ in _ASKING and "and" in joint.link and len(item) > 2:
        up = head.head if head is not None else None  # "explained the plan and how it works"
        return up is not None and (up.i not in content.inside or _reachable(up, content))
    if content.act not in _NAMING and head is not None and any(t.lower_ in _EXAMPLES for t in head.ancestors):
        return False  # one more example
    if item[0].dep_ == "mark" or head is None or _before_verb(joint, content):
        return False
    if content.topic and (_pair(before, item) or (head.tag_ == "VBG" and "," in joint.link and len(item) > 1)):
        return _closed(joint, content)
    if before[-1].head in item:
        return False
    named = head.pos_ in _NOUNS or (head.tag_ == "JJS" and item[0].tag_ == "DT")  # "the latest on the border"
    if not named or head.dep_ not in ("conj", "appos", "dobj", "pobj", "nsubj", "ROOT", "npadvmod"):
        return False
    if joint.link == (",",) and item[0].tag_ == "DT" and _lacks_object(before):
        return False  # "to develop, on all sides, the relations"
    another = content.topic and _names(item, content) and before[-1].lemma_.lower() not in _kinds("described")
    if head.dep_ == "appos" and ((item[0].pos_ == "PROPN" and not another) or not _closed(joint, content)):
        return False
    if head.dep_ == "appos" and before[-1].pos_ == "PROPN" and any(t.tag_ == "JJS" for t in item):
        return False  # "Mehran, the largest country of the region, and trade"
    return _is_matter(head, before, item, joint, content)


def _is_matter(
    head: "Token", before: Sequence["Token"], item: Sequence["Token"], joint: _Joint, content: _Content
) -> bool:
    """Whether a noun phrase is joined so that it tells a matter of its own."""
    bare, topic, many = len(_telling(item)) < 2, content.topic, len(content.joints) > 1
    if "well" in joint.link and item[0].tag_ in ("DT", "PRP$"):
        return True
    if topic and _has_phrase(item) and _has_phrase(before) and item[0].pos_ != "ADP":
        return _reachable(head, content) or item[0].tag_ in ("DT", "PRP$")
    if _of_long_list(head, content):
        return True
    if "," in joint.link or ";" in joint.link or "well" in joint.link:
        return _reachable(head, content) and (not bare or (topic and many and _of_nouns(head, content)))
    if bare:
        return topic and many and len(_telling(before)) != 1 and _top(head, content)
    if len(before) == 1 and item[0] == head:
        return False  # "peace and stability in the strait" share what follows
    return _top(head, content) and (topic or item[0] != head)


_WORKING = frozenset("work cooperation collaboration partnership coordination dialogue engagement exchange".split())
_LONG = 3  # items from which the fields of work are matters each, however deep they stand


def _of_long_list(head: "Token", content: _Content) -> bool:
    """Whether the item is one of several fields of work in common: "is ready for closer work on A, B and C"."""
    first = _chain(head)
    led = first.dep_ == "pobj" and first.head.lower_ in (*ON, "in") and first.head.head.lemma_.lower() in _WORKING
    if not led:
        return False
    heads = (_head(content.item(joint)) for joint in content.joints)
    return len([one for one in heads if one is not None and _chain(one) == first]) + 1 >= _LONG


def _listed(joint: _Joint, before: Sequence["Token"], item: Sequence["Token"], content: _Content) -> bool:
    """Whether commas and a last "and" make a list of the topic, however it is parsed: "how aid is sent, the state of
    the front, and further help"; as a subject also "cocoa, fishing by trawlers and the return of migrants (came up)".
    """
    last, alone = content.joints[-1], _is_subject(content)
    if "and" not in last.link or not any(j.link == (",",) for j in content.joints):
        return False
    if joint.link == (",",):
        article = item[0].tag_ in ("DT", "PRP$") and before[-1].pos_ != "PROPN" and "," in last.link
        return article or (alone and not _names(item, content))
    return alone and joint is last and not _names(item, content)


def _is_subject(content: _Content) -> bool:
    """Whether the whole content stands before its verb."""
    last = content.tokens[-1].i
    return any(t.head.i > last for t in content.tokens)


def _pair(before: Sequence["Token"], item: Sequence["Token"]) -> bool:
    """Whether two noun phrases without articles stand side by side: "illegal fishing and youth migration"."""
    nouns = before[-1].pos_ == "NOUN" and item[-1].pos_ == "NOUN" and item[-1].lemma_.lower() not in _kinds("shared")
    return nouns and all(len(words) > 1 and all(t.pos_ in ("ADJ", "NOUN") for t in words) for words in (before, item))


def _has_phrase(words: Sequence["Token"]) -> bool:
    """Whether a noun with a phrase of its own stands there: "the search for missing persons"."""
    return any(t.dep_ == "prep" and t.head.pos_ in ("NOUN", "PROPN") and t.head in words for t in words)


def _is_example(joint: _Joint, content: _Content) -> bool:
    """Whether an example is a matter of its own: where the act names matters, and it is more than a way or a place."""
    item = content.item(joint)
    if _before_verb(joint, content):
        return False
    if content.act not in _NAMING or any(word in joint.link for word in (*_EMPHASIS, "particular")):
        return False
    if "such" in joint.link and not (content.topic and _has_more(joint, content)):
        return False  # "matters such as the commission" is one
    if item[0].pos_ == "ADP" and not (content.topic and item[0].lower_ in ON):
        return False
    return _head(item) is not None or len(item) > 1


def _is_emphasised(before: Sequence["Token"]) -> bool:
    """Whether a list behind "especially in" goes on, which only singles out a part."""
    at = next((i for i, t in enumerate(before[:-1]) if t.lower_ in _EMPHASIS), None)
    return at is not None and before[at + 1].pos_ == "ADP" and not any(t.pos_ == "VERB" for t in before[at:])


_MEASURES = (
    ("in", "line", "with"), ("in", "accordance", "with"), ("in", "keeping", "with"), ("in", "compliance", "with"),
    ("on", "the", "basis", "of"),
)  # fmt: skip


def _is_measure(joint: _Joint, before: Sequence["Token"], content: _Content) -> bool:
    """Whether a list with commas goes on of what something is in line with."""
    if content.topic:
        return False
    words = [t.lower_ for t in before]
    starts = (i for measure in _MEASURES for i in range(len(words)) if tuple(words[i : i + len(measure)]) == measure)
    at = max(starts, default=None)
    if at is None or any(t.pos_ in ("VERB", "AUX") for t in before[at:]):
        return False
    return "," in joint.link or any(t.text == "," for t in before[at:])


def _has_more(joint: _Joint, content: _Content) -> bool:
    """Whether further items are joined to the one behind the joint."""
    own = _head(content.item(joint))
    heads = (_head(content.item(later)) for later in content.joints if later.at > joint.at)
    return own is not None and any(head is not None and _chain(head) == own for head in heads)


def _with_siblings(found: list[_Joint], content: _Content) -> list[_Joint]:
    """The joints, with those before bare nouns of a list that is cut elsewhere: "space, climate, supply chains"."""
    heads = {_chain(head) for j in found if "," in j.link and (head := _head(content.item(j))) is not None}

    def sibling(joint: _Joint) -> bool:
        item = content.item(joint)
        head = _head(item)
        if head is None or head.pos_ not in ("NOUN", "PROPN") or head.dep_ != "conj" or _chain(head) not in heads:
            return False
        alike = _of_nouns(head, content) and not _names(item, content)
        return alike and not _shares(content.tokens[: joint.at], item)

    return [j for j in content.joints if j in found or (heads and sibling(j))]


def _chain(head: "Token") -> "Token":
    """The first word of the row that the word is joined to; the parser takes a bare name in a row for a time."""
    while head.head != head and (head.dep_ in ("conj", "appos") or (head.dep_ == "npadvmod" and head.pos_ == "PROPN")):
        head = head.head
    return head


@cache
def _kinds(kind: str) -> frozenset[str]:
    return words_of("claim_words", kind)


def _shares(before: Sequence["Token"], item: Sequence["Token"]) -> bool:
    """Whether the two share a noun or what follows it: "humanitarian and economic aid", "the need and ways to"."""
    last, head = before[-1], _head(item)
    if (last.pos_ == "ADP" and last.dep_ == "prep") or _one_article(before, item):
        return True
    led = (item[0].lower_ == "that" or item[0].tag_ == "IN") and last.lower_ != "other"  # "with each other and with"
    if last.tag_ in ("JJ", "JJR", "JJS") and not led and any(t.pos_ == "NOUN" for t in item):
        return True
    alone = [t for t in before if not t.is_stop and t.is_alpha]
    if head is not None and len(_run(before)) == 1 and head.lemma_.lower() in _kinds("shared") and item[0] != head:
        return item[0].tag_ not in ("DT", "PRP$")
    return len(alone) == 1 and alone[0].lemma_.lower() in _kinds("relational") and last == alone[0]


def _one_article(before: Sequence["Token"], item: Sequence["Token"]) -> bool:
    """Whether two bare nouns under one article share what follows, "the people and government of Marovia", or their
    owner, "its goals and tasks".
    """
    if len(before) < 2 or before[-1].pos_ != "NOUN" or item[0].pos_ not in ("NOUN", "ADJ"):
        return False
    noun = 0 if item[0].pos_ == "NOUN" else 1  # "the logic and main objectives of the operation"
    of_both = before[-2].pos_ in ("DET", "PRON") and len(item) > noun + 2 and item[noun + 1].lower_ == "of"
    return of_both or (before[-2].tag_ == "PRP$" and len(item) == 1)


def _run(before: Sequence["Token"]) -> list["Token"]:
    """The words since the last joining word or preposition."""
    run: list[Token] = []
    for token in reversed(before):
        if _joint(token) or token.pos_ in ("ADP", "VERB", "DET"):
            break
        run.append(token)
    return run


def _closed(joint: _Joint, content: _Content) -> bool:
    """Whether "and" closes the row that the joint stands in; else what follows a comma tells the same again."""
    own = _head(content.item(joint))
    for later in content.joints:
        if later.at < joint.at or not {"and", "well"} & set(later.link):
            continue
        head = _head(content.item(later))
        if "," in later.link or (own is not None and head is not None and _chain(head) == _chain(own)):
            return True
    return False


def _before_verb(joint: _Joint, content: _Content) -> bool:
    """Whether the place lies within the subject of a content clause: "that A, B and C must be kept"."""
    clauses = (t for t in content.tokens if t.dep_ == "ccomp" and t.pos_ in ("VERB", "AUX"))
    verb = next((t for t in clauses if t.head.i not in content.inside), None)
    helpers = [c.i for c in verb.children if c.dep_ in ("aux", "auxpass")] if verb is not None else []
    return verb is not None and content.tokens[joint.first].i < min([verb.i, *helpers])


def _repeats(word: "Token", before: Sequence["Token"], joint: _Joint, content: _Content) -> bool:
    """Whether the word opens a second complement like the first: "that ... and that ...", "about ... and about ...".

    A that-clause may be joined to a noun as well: "reiterated the interest in peace and that the pact holds".
    """
    if word.lower_ == "that":
        earlier = any(t.lower_ == "that" and t.dep_ == "mark" for t in before)
        return ("and" in joint.link and earlier) or (word.dep_ == "mark" and ("and" in joint.link or earlier))
    if word.tag_ == "TO":
        first = next((t for t in before if t.tag_ == "TO"), None)
        again = "and" in joint.link and _tells_more(joint, content)
        return first is not None and (_direct(first.head, content) or (again and not _side_clause(first, content)))
    if not {"and", "well"} & set(joint.link) and not _goes_on_with(word, joint, content):
        return False
    opening = content.tokens[0]
    if opening.i and opening.nbor(-1).lower_ == word.lower_:
        return True  # "touched on the railway and on cooperation"
    first = next((t for t in content.tokens[: joint.at] if t.lower_ == word.lower_ and t.tag_ == "IN"), None)
    if first is None:
        return False
    leads = first.head.i not in content.inside or first.head.pos_ == "PROPN" or first == before[0]
    loose = "," in joint.link and word.lower_ in ON and first.head.pos_ == "VERB" and not _has_object(first.head)
    return leads or loose or _said_again(word, before, joint, content)


def _said_again(word: "Token", before: Sequence["Token"], joint: _Joint, content: _Content) -> bool:
    """Whether the preposition stands before the joint as well, however deep: who repeats it parts two matters, "ways to
    work together on restoring growth and on creating jobs"; not where it tells a place, "at NATO and at the OSCE".
    """
    earlier = [t for t in before if t.lower_ == word.lower_ and t.tag_ == "IN"]
    if not earlier or word.lower_ == "of" or not _tells_more(joint, content):
        return False
    place = word.lower_ in ("at", "in") and any(c.dep_ == "pobj" and c.pos_ == "PROPN" for c in word.children)
    return not place and not _side_clause(earlier[-1], content)


def _tells_more(joint: _Joint, content: _Content) -> bool:
    """Whether more than a word of content stands behind the joint, outside the subject of a clause."""
    return len(_telling(content.item(joint))) > 1 and not _before_verb(joint, content)


def _goes_on_with(word: "Token", joint: _Joint, content: _Content) -> bool:
    """Whether the list that a comma parts there ends with the same word: "by A, by B and by C"."""
    later = (j for j in content.joints if j.at > joint.at and "and" in j.link)
    return any(content.tokens[j.first].lower_ == word.lower_ for j in later)


def _head(item: Sequence["Token"]) -> "Token | None":
    """The word of the item that hangs on words before it."""
    inside = {t.i for t in item}
    outer = [t for t in item if t.head.i not in inside and not t.is_punct and t.dep_ not in ("cc", "mark", "advmod")]
    return outer[0] if outer else next((t for t in item if t.head == t), None)


def _telling(item: Sequence["Token"]) -> list["Token"]:
    return [t for t in item if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and not t.is_stop]


def _row_of_names(joint: _Joint, content: _Content) -> bool:
    """Whether the item is one of several names that share a matter; "discussed Marovia and trade" lists matters."""
    item = content.item(joint)
    head = _head(item)
    return _names(item, content) and not (content.topic and head is not None and _top(head, content))


def _names(item: Sequence["Token"], content: _Content) -> bool:
    """Whether the item is nothing but the name of a party: one of several that share a matter."""
    small = ("the", "and", "president", "of", "in", "particular")
    words = [t for t in item if not t.is_punct and t.lower_ not in small]
    return all(party_at(t, content.mentions) for t in words) and bool(words)


def _top(head: "Token", content: _Content) -> bool:
    """Whether the item is joined to the act's own object or to that of its preposition, not to something deeper."""
    seen = _chain(head)
    verb = seen.head.head if seen.dep_ == "pobj" else seen.head
    objects = ("dobj", "nsubjpass", "attr", "pobj", *(("nsubj",) if content.topic else ()))
    return seen.dep_ in objects and verb.pos_ in ("VERB", "AUX") and verb.i not in content.inside


def _reachable(head: "Token", content: _Content) -> bool:
    """Whether the way from the act to the item leads through nouns and infinitives only: not into a clause ("how the
    states work with A, B and C"), nor into where and by what an inner verb acts ("to create jobs across A, B and C").
    """
    seen = _chain(head)
    if seen.dep_ in ("nsubj", "nsubjpass") and seen.head.i in content.inside and head.i < seen.head.i:
        return False
    while seen.i in content.inside and seen.head != seen:
        up = seen.head
        if seen.pos_ == "VERB" and seen.dep_ == "conj":
            return False
        if seen.dep_ in ("relcl", "advcl", "csubj") or (seen.dep_ == "acl" and seen.tag_ in ("VBN", "VBG")):
            return False
        finite = seen.pos_ in ("VERB", "AUX") and seen.tag_ in ("VBD", "VBZ", "VBP")
        if finite or (seen.dep_ == "prep" and _has_object(up) and up.i in content.inside):
            return False
        if seen.dep_ == "prep" and up.dep_ == "dobj" and up.head.i in content.inside:
            return False
        seen = up
    return True


def _of_nouns(head: "Token", content: _Content) -> bool:
    """Whether no verb stands between act and item: "cooperation on space, trade", not "mending roads, bridges"."""
    between = (t for t in head.ancestors if t.i in content.inside and t.lower_ not in _EXAMPLES)
    return not any(t.pos_ == "VERB" for t in between)


def _lacks_object(before: Sequence["Token"]) -> bool:
    """Whether a phrase between commas parts a verb from its object: "developing further, on all sides,"."""
    comma = next((i for i in range(len(before) - 1, 0, -1) if before[i].text == ","), None)
    if comma is None or comma + 1 >= len(before) or before[comma + 1].pos_ != "ADP":
        return False
    verb = next((t for t in reversed(before[:comma]) if t.pos_ != "ADV"), None)
    return verb is not None and verb.tag_ in ("VB", "VBG") and not _has_object(verb)


def _has_object(verb: "Token") -> bool:
    return verb.pos_ == "VERB" and any(c.dep_ == "dobj" for c in verb.children)


_EDGE = frozenset(",;:.!?\"'-–—")
_JOINING = frozenset("and but while including especially particularly notably thereby".split())


def _stripped(item: Sequence["Token"]) -> list["Token"]:
    """The item without signs, spaces and joining words at its ends."""
    start, end = 0, len(item)
    while start < end and (_is_edge(item[start]) or item[start].lower_ in ("and", "but")):
        start += 1
    while end > start:
        if [t.lower_ for t in item[max(start, end - 3) : end]] == ["as", "well", "as"]:
            end -= 3
        elif [t.lower_ for t in item[max(start, end - 2) : end]] in (["such", "as"], ["as", "well"]):
            end -= 2
        elif _is_edge(item[end - 1]) or item[end - 1].lower_ in _JOINING:
            end -= 1
        else:
            break
    return list(item[start:end])


def _is_edge(token: "Token") -> bool:
    return token.is_space or token.text in _EDGE


def spans(tokens: Sequence["Token"]) -> tuple[Span, ...]:
    """The tokens as spans, one for each unbroken run."""
    found: list[Span] = []
    last = -2
    for token in tokens:
        end = token.idx + len(token)
        if token.i == last + 1 and found:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(token.idx, end))
        last = token.i
    return tuple(found)
