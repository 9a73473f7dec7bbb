"""Lists split into their items: "discussed A, B and C, including D" holds four matters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readouts.records import Mention
from readouts.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_EXAMPLES = ("including", "particularly", "especially", "notably")
# "Including through new sanctions" tells by what means, not a further matter.
_BY = ("through", "by", "via", "during", "under", "within")
_NOUNS = ("NOUN", "PROPN", "PRON", "NUM")


def pieces(tokens: Sequence["Token"], mentions: Sequence[Mention], *, topic: bool) -> list[list["Token"]]:
    """The tokens of an act's content, cut into its items; one list when it is no list of matters.

    `topic`: the act merely names matters ("discussed"), so that bare nouns count as items too. Adjectives in a row,
    names of parties in a row, and pairs of bare nouns ("trade and investment") stay together.
    """
    listed = False  # whether the words just before are a row of names
    starts = [at for at in range(1, len(tokens)) if _link(tokens, at)]
    items: list[list[Token]] = []
    start = 0
    for number, at in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(tokens)
        first = _after_links(tokens, at)
        if first >= end:
            continue
        if listed or _row_of_names(tokens, first, end, mentions, topic=topic):
            # "Marovia, Skelland, and the wider region": what ends a row of names belongs to it.
            listed = not listed and "," in [t.text for t in tokens[at:first]]
            continue
        many = len(starts) > 1
        if _is_item(tokens, start, at, first, end, mentions, topic=topic, many=many):
            items.append(list(tokens[start:at]))
            start = first
    items.append(list(tokens[start:]))
    return [kept for item in items if (kept := _stripped(item))]


def _link(tokens: Sequence["Token"], at: int) -> bool:
    """Whether a joint between two items may begin here: a comma, "and", "as well as", "including"."""
    token, before = tokens[at], tokens[at - 1]
    if _joint(before) and token.lower_ not in _EXAMPLES:
        return False
    return (
        _joint(token)
        or token.lower_ in _EXAMPLES
        or (token.lower_ == "such" and at + 1 < len(tokens) and (tokens[at + 1].lower_ == "as"))
        or _well(tokens, at)
        or (token.lower_ == "along" and at + 1 < len(tokens) and tokens[at + 1].lower_ == "with")
    )


def _joint(token: "Token") -> bool:
    return token.text in (",", ";") or token.lower_ == "and" or token.lower_ == "&"


def _well(tokens: Sequence["Token"], at: int) -> bool:
    return [t.lower_ for t in tokens[at : at + 3]] == ["as", "well", "as"]


def _after_links(tokens: Sequence["Token"], at: int) -> int:
    """The index of the item's first word after commas, "and also", "as well as", "including", "such as"."""
    while at < len(tokens):
        token = tokens[at]
        if _well(tokens, at):
            at += 3
        elif (
            _joint(token)
            or token.is_space
            or (
                token.lower_ in (*_EXAMPLES, "also", "in", "particular")
                and (
                    token.lower_ not in ("in",)
                    or (at + 1 < len(tokens) and tokens[at + 1].lower_ in ("particular", "addition"))
                )
            )
        ):
            at += 1
        elif token.lower_ in ("such", "along") and at + 1 < len(tokens) and tokens[at + 1].lower_ in ("as", "with"):
            at += 2
        else:
            break
    return at


def _is_item(
    tokens: Sequence["Token"],
    start: int,
    at: int,
    first: int,
    end: int,
    mentions: Sequence[Mention],
    *,
    topic: bool,
    many: bool,
) -> bool:
    """Whether the words from `first` to `end` are a matter of their own beside those from `start` to `at`."""
    before, item = tokens[start:at], tokens[first:end]
    link = [t.lower_ for t in tokens[at:first]]
    if any(word in link for word in (*_EXAMPLES, "such", "along")):
        if item[0].lower_ in _BY or ("such" in link and not topic):
            return False  # "for actions, such as intrusions": without them the claim would say another thing
        return _head(item) is not None or len(item) > 1
    if (item[0].lower_ in ("that", "to") or item[0].pos_ == "ADP") and _repeats(item[0], before, link, tokens):
        return True
    head = _head(item)
    if item[0].dep_ == "mark":
        return False
    if head is None or not before or before[-1].head in item or _before_verb(tokens, first):
        return False
    if head.pos_ == "VERB" and head.dep_ == "conj" and not _direct(head, tokens):
        return False
    if head.pos_ == "VERB":
        return head.dep_ == "conj" and (head.tag_ in ("VB", "VBG") and head.head.tag_ == head.tag_) and len(item) > 1
    if head.pos_ not in _NOUNS or head.dep_ not in ("conj", "appos", "dobj", "pobj", "nsubj", "ROOT", "npadvmod"):
        return False
    if head.dep_ in ("appos",) and not (many and item[0].pos_ != "PROPN"):
        return False
    bare = len(_content(item)) < 2
    if "," in link or ";" in link or "well" in link:
        return not bare or (topic and many and _top(head, tokens))
    if bare:
        return topic and many and len(_content(before)) != 1 and _top(head, tokens)
    if len(_content(before)) == 1 and len(before) == 1 and item[0] == head:
        return False  # "peace and stability in the strait" share what follows
    return _top(head, tokens) and (topic or item[0] != head)


def _before_verb(tokens: Sequence["Token"], first: int) -> bool:
    """Whether the place lies within the subject of a content clause: "that A, B and C must be kept"."""
    inside = {t.i for t in tokens}
    verb = next((t for t in tokens if t.dep_ == "ccomp" and t.head.i not in inside and t.pos_ in ("VERB", "AUX")), None)
    helpers = [c.i for c in verb.children if c.dep_ in ("aux", "auxpass")] if verb is not None else []
    return verb is not None and tokens[first].i < min([verb.i, *helpers])


def _direct(verb: "Token", tokens: Sequence["Token"]) -> bool:
    """Whether the first verb of a row completes the act itself, or its object: "agreed to", "commitment to"."""
    inside = {t.i for t in tokens}
    seen = verb
    while seen.dep_ == "conj":
        seen = seen.head
    up = seen.head
    if up.pos_ == "ADP":
        up = up.head
    return up.i not in inside or (up.dep_ in ("dobj", "ccomp") and up.head.i not in inside)


def _repeats(word: "Token", before: Sequence["Token"], link: Sequence[str], tokens: Sequence["Token"]) -> bool:
    """Whether the word opens a second complement like the first: "that ... and that ...", "about ... and about ...".

    A that-clause may be joined to a noun as well: "reiterated the interest in peace and that the pact holds".
    """
    if word.lower_ == "that":
        return word.dep_ == "mark" and ("and" in link or any(t.lower_ == "that" and t.dep_ == "mark" for t in before))
    if word.tag_ == "TO":
        return any(t.tag_ == "TO" for t in before)
    inside = {t.i for t in tokens}
    first = next((t for t in before if t.lower_ == word.lower_ and t.pos_ == "ADP"), None)
    return first is not None and (first.head.i not in inside or first.head.pos_ == "PROPN" or first == before[0])


def _head(item: Sequence["Token"]) -> "Token | None":
    """The word of the item that hangs on words before it."""
    inside = {t.i for t in item}
    outer = [t for t in item if t.head.i not in inside and not t.is_punct and t.dep_ not in ("cc", "mark", "advmod")]
    return outer[0] if outer else next((t for t in item if t.head == t), None)


def _content(item: Sequence["Token"]) -> list["Token"]:
    return [t for t in item if t.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "NUM") and not t.is_stop]


def _row_of_names(tokens: Sequence["Token"], first: int, end: int, mentions: Sequence[Mention], *, topic: bool) -> bool:
    """Whether the item is one of several names that share a matter; "discussed Marovia and trade" lists matters."""
    item = tokens[first:end]
    head = _head(item)
    return _names(item, mentions) and not (topic and head is not None and _top(head, tokens))


def _names(item: Sequence["Token"], mentions: Sequence[Mention]) -> bool:
    """Whether the item is nothing but the name of a party: one of several that share a matter."""
    words = [t for t in item if not t.is_punct and t.lower_ not in ("the", "and", "president", "of")]
    spans = [m.span for m in mentions if m.party]
    return all(any(s.start <= t.idx < s.end for s in spans) for t in words) and bool(words)


def _top(head: "Token", tokens: Sequence["Token"]) -> bool:
    """Whether the item is joined to the act's own object or to that of its preposition, not to something deeper."""
    seen = head
    while seen.dep_ in ("conj", "appos"):
        seen = seen.head
    verb = seen.head.head if seen.dep_ == "pobj" else seen.head
    inside = {t.i for t in tokens}
    return seen.dep_ in ("dobj", "nsubjpass", "attr", "pobj") and verb.pos_ in ("VERB", "AUX") and verb.i not in inside


_EDGE = frozenset(",;:.!?\"'-–—")


def _stripped(item: Sequence["Token"]) -> list["Token"]:
    """The item without signs, spaces and joining words at its ends."""
    start, end = 0, len(item)
    while start < end and (item[start].is_space or item[start].text in _EDGE or item[start].lower_ in ("and", "but")):
        start += 1
    while end > start and (
        item[end - 1].is_space or item[end - 1].text in _EDGE or item[end - 1].lower_ in ("and", "but")
    ):
        end -= 1
    return list(item[start:end])


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
