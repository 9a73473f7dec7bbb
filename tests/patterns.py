"""Every regular expression of the package, and texts made to be hard for it.

A text is hard when a part that may repeat does repeat, and what must follow is missing: then an engine that goes back
tries every way to share the repeated characters among the parts. `hard_texts` makes such texts from the parsed pattern
itself: for each repetition in it, words that lead there, its own body many times over, and something that ends it.
"""

import ast
import collections
import functools
import importlib
import inspect
import math
import pkgutil
import re
import signal
import string
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]

import readouts

SOURCE = Path(readouts.__file__).parent
_METHODS = "search match fullmatch finditer findall split sub subn scanner".split()
_CATEGORIES = {
    sre.CATEGORY_DIGIT: "7", sre.CATEGORY_NOT_DIGIT: "x", sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_SPACE: "x",
    sre.CATEGORY_WORD: "x", sre.CATEGORY_NOT_WORD: " ",
}  # fmt: skip
# At a growth under this the part that grows with the square is so small that four times the text takes under ten times as
# long; where the square is half of the time or more, the growth is 6.4 or more.
_NO_SQUARE = 5.0
_SIGNS = " \n\tx7A.,-'\"(" + string.printable + "’“—é"


@dataclass(frozen=True, slots=True)
class Found:
    """One regular expression: where it stands and how it is used."""

    where: str  # "find/dates.py _DAY" or "find/dates.py:73"
    pattern: re.Pattern
    ways: frozenset[str]  # the methods it is called by; empty: not known


@functools.cache
def patterns() -> list[Found]:
    """Every compiled pattern in the modules' names and every constant one in a call of `re`, each once."""
    found = {}
    for module in _modules():
        path = Path(module.__file__)
        text = path.read_text("utf-8")
        name_of = path.relative_to(SOURCE).as_posix()
        for name, value in vars(module).items():
            for pattern in _within(_asked(value)):
                ways = frozenset(re.findall(rf"\b{name}\b[^\n]{{0,40}}?\.({'|'.join(_METHODS)})\(", text))
                found.setdefault((pattern.pattern, pattern.flags), Found(f"{name_of} {name}", pattern, ways))
        for node, way in _calls(ast.parse(text)):
            pattern = re.compile(node.value, _flags(node, text))
            found.setdefault(
                (pattern.pattern, pattern.flags), Found(f"{name_of}:{node.lineno}", pattern, frozenset(way))
            )
    return list(found.values())


def _modules():
    for info in pkgutil.walk_packages(readouts.__path__, "readouts."):
        if "migrations" not in info.name and not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


def _asked(value):
    """What a cached function without parameters gives, as patterns made of the lexicon's rows are; else the value."""
    if (
        hasattr(value, "cache_info")
        and not inspect.signature(value).parameters
        and "Pattern" in str(inspect.signature(value))
    ):
        return value()
    return value


def _within(value, depth=0) -> Iterator[re.Pattern]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list, set, frozenset)) and depth < 3:
        for one in value:
            yield from _within(one, depth + 1)
    elif isinstance(value, Mapping) and depth < 3 and len(value) < 500:
        for one in (*value.keys(), *value.values()):
            yield from _within(one, depth + 1)


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Constant, list[str]]]:
    """The constant patterns in `re.search(...)` and the like, with the method."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in (*_METHODS, "compile")
            and node.args
        ):
            way = [node.func.attr] if node.func.attr != "compile" else []
            options = (
                (node.args[0],) if not isinstance(node.args[0], ast.IfExp) else (node.args[0].body, node.args[0].orelse)
            )
            for one in options:
                if isinstance(one, ast.Constant) and isinstance(one.value, (str, bytes)):
                    one.call = node
                    yield one, way


def _flags(node: ast.Constant, text: str) -> int:
    said = ast.get_source_segment(text, node.call) or ""
    return (re.I if re.search(r"\bre\.(?:I|IGNORECASE)\b", said) else 0) | (re.S if "re.S" in said else 0)


@dataclass(frozen=True, slots=True)
class Hard:
    """A text that can be made of any length: `before`, then `unit` again and again, then `end`."""

    before: str
    unit: str
    end: str

    def text(self, length: int) -> str:
        """The text, of about so many characters."""
        return self.before + self.unit * max(1, length // len(self.unit)) + self.end


def hard(pattern: re.Pattern) -> list[Hard]:
    """Texts that are hard for the pattern, one or more for each of its repetitions."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    found = []
    for before, body in _repeats(tree, ""):
        found += [Hard(before, body or "x", end) for end in ("\0", "")]
        found.append(Hard("", before + (body or "x") * 2 + " ", ""))
    return list(dict.fromkeys(found))


def _repeats(tree, before: str) -> Iterator[tuple[str, str]]:
    """Each repetition that may be long: a text that leads to it, and one turn of it, in several forms."""
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, body = value
            if high > 20:
                for turn in dict.fromkeys(_examples(body)):
                    yield before, turn
            yield from _repeats(body, before)
            before += _example(body) * min(max(low, 1), 50)
        elif op is sre.SUBPATTERN:
            yield from _repeats(value[-1], before)
            before += _example(value[-1])
        elif op is sre.BRANCH:
            for one in value[1]:
                yield from _repeats(one, before)
            before += _example(value[1][0])
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(value[1], before)
        elif op is sre.ATOMIC_GROUP:
            yield from _repeats(value, before)
            before += _example(value)
        else:
            before += _example([(op, value)])


def _examples(tree) -> list[str]:
    """Some texts that the parsed pattern matches: one for each branch, and for a set several of its signs."""
    items = list(tree)
    if len(items) == 1 and items[0][0] is sre.IN:
        return _of_set(items[0][1])[:4]
    if len(items) == 1 and items[0][0] is sre.NOT_LITERAL:
        return [s for s in _SIGNS if ord(s) != items[0][1]][:3]
    if len(items) == 1 and items[0][0] is sre.ANY:
        return ["x", " ", "7"]
    if len(items) == 1 and items[0][0] is sre.SUBPATTERN:
        return _examples(items[0][1][-1])
    if len(items) == 1 and items[0][0] is sre.BRANCH:
        return [one for branch in items[0][1][1][:6] for one in _examples(branch)]
    return [_example(tree)]


def _example(tree) -> str:
    """A text that the parsed pattern matches, assertions and groups referred to aside."""
    made = ""
    for op, value in tree:
        if op is sre.LITERAL:
            made += chr(value)
        elif op is sre.NOT_LITERAL:
            made += next(s for s in "x 7" if ord(s) != value)
        elif op is sre.ANY:
            made += "x"
        elif op is sre.IN:
            made += (_of_set(value) or ["x"])[0]
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            made += _example(value[2]) * min(max(value[0], 1), 20)
        elif op is sre.SUBPATTERN:
            made += _example(value[-1])
        elif op is sre.BRANCH:
            made += _example(value[1][0])
        elif op is sre.ATOMIC_GROUP:
            made += _example(value)
    return made


def _of_set(items) -> list[str]:
    """Signs that belong to the set."""
    negated = bool(items) and items[0][0] is sre.NEGATE
    own = [
        chr(value) if op is sre.LITERAL else chr(value[0]) if op is sre.RANGE else _CATEGORIES[value]
        for op, value in items
        if op in (sre.LITERAL, sre.RANGE) or (op is sre.CATEGORY and value in _CATEGORIES)
    ]
    if not negated:
        return list(dict.fromkeys(own))
    return [s for s in dict.fromkeys(_SIGNS) if not any(_belongs(s, item) for item in items[1:])]


def _belongs(sign: str, item) -> bool:
    op, value = item
    if op is sre.LITERAL:
        return ord(sign) == value
    if op is sre.RANGE:
        return value[0] <= ord(sign) <= value[1]
    kinds = {sre.CATEGORY_DIGIT: str.isdigit, sre.CATEGORY_SPACE: str.isspace,
             sre.CATEGORY_WORD: lambda s: s.isalnum() or s == "_"}  # fmt: skip
    if value in kinds:
        return kinds[value](sign)
    opposite = {sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT, sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
                sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD}  # fmt: skip
    return value in opposite and not kinds[opposite[value]](sign)


def slowest(found: Found, *, least: int = 500, steps: int = 3, enough: float = 0.05) -> tuple[float, int, Hard] | None:
    """The hard text whose time grows most as it gets four times as long: the growth, the longer length, and the text.

    Lengths go up from `least` in `steps` until a text takes `enough` seconds of CPU; what never does is None.
    """
    worst = None
    for text in hard(found.pattern):
        length, took = least, seconds(found, text.text(least))
        if took == math.inf:
            return took, least, text
        for step in range(steps):
            longer = seconds(found, text.text(4 * length))
            if longer > enough:
                growth = longer / max(took, 1e-6)
                worst = max(worst or (0.0, 0, text), (growth, 4 * length, text), key=lambda one: one[0])
                break
            if step and longer < _NO_SQUARE * took:
                break
            length, took = 4 * length, longer
    return worst


def seconds(found: Found, text: str, most: float = 1.0) -> float:
    """CPU seconds for the pattern over the text, in the ways it is used; infinite when `most` are not enough."""
    subject = text.encode("utf-8", "replace") if isinstance(found.pattern.pattern, bytes) else text
    anchored = found.ways and found.ways <= {"match", "fullmatch"}
    before = signal.signal(signal.SIGVTALRM, _too_long)
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    began = time.thread_time()  # while the timer runs, the clock of the process goes by the ticks of the kernel
    try:
        for way in found.ways if anchored else ("finditer",):
            got = getattr(found.pattern, way)(subject)
            if way == "finditer":
                collections.deque(got, maxlen=0)
    except TimeoutError:
        return math.inf
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.thread_time() - began


def _too_long(number, frame):
    raise TimeoutError
