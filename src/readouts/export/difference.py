"""A difference of two statements for people: on the terminal, as Markdown, as a fragment of HTML.

Marks do not rely on colour: in a pipe they are those of wdiff, [-gone-] and {+new+}.
"""

from collections.abc import Iterable, Iterator
from html import escape
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from readouts.export import wording
from readouts.export.markdown import escaped
from readouts.records import Difference, Document, Edit, SentenceEdits

PLAIN_WIDTH = 80
WIDEST = 120
MOVED = ' class="moved"'
_GONE, _NEW = "red strike", "bold green"


def terminal(
    found: Difference, left: Document, right: Document, *, plain: bool = True, width: int | None = None
) -> str:
    """The difference as text that ends with a line end; `width` in columns, None: the terminal's, in a pipe 80."""
    wide = width or (PLAIN_WIDTH if plain else min(Console().width, WIDEST))
    console = Console(file=StringIO(), width=wide, highlight=False, emoji=False, legacy_windows=False,
                      force_terminal=not plain, color_system=None if plain else "auto")  # fmt: skip
    console.print(Text(f"{_name(left)}  →  {_name(right)}", style="bold"))
    console.print(Text(summary(found)))
    for sentence in found.sentences:
        console.print()
        console.print(Padding(_sentence(sentence, left.text, right.text, plain), (0, 0, 0, 2)))
    assert isinstance(console.file, StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().split("\n"))


def summary(found: Difference) -> str:
    """How much changed, in words."""
    moved = sum(sentence.moved for sentence in found.sentences)
    return (
        f"{wording.counted(found.kept, 'word')} kept, {found.added:,} added, {found.dropped:,} dropped; "
        f"{wording.counted(moved, 'sentence')} moved"
    )


def _name(document: Document) -> str:
    day = wording.day(document.published) if document.published else None
    return ", ".join(filter(None, (wording.inline(document.title or document.origin or document.id), day)))


def _sentence(sentence: SentenceEdits, left: str, right: str, plain: bool) -> Text:
    text = Text("[moved] " if sentence.moved else "", style="")
    for lead, edit in _led(sentence, left, right):
        text.append(lead)
        for gone, words in _sides(edit, left, right):
            if gone is None:
                text.append(words)
            elif plain:
                text.append(f"[-{words}-]" if gone else f"{{+{words}+}}")
            else:
                text.append(words, style=_GONE if gone else _NEW)
    return text


def _led(sentence: SentenceEdits, left: str, right: str) -> Iterator[tuple[str, Edit]]:
    """Each edit with the space that stands before it in its text."""
    for place, edit in enumerate(sentence.edits):
        text, span = (right, edit.right) if edit.right else (left, edit.left)
        assert span is not None
        yield " " if place and span.start and text[span.start - 1].isspace() else "", edit


def _sides(edit: Edit, left: str, right: str) -> Iterable[tuple[bool | None, str]]:
    """What to show: (None, kept words), (True, words that are gone), (False, new ones)."""
    if edit.kind == "kept" and edit.right:
        return [(None, wording.inline(edit.right.of(right)))]
    sides = ((True, edit.left, left), (False, edit.right, right))
    return [(gone, wording.inline(span.of(text))) for gone, span, text in sides if span]


def markdown(found: Difference, left: Document, right: Document) -> str:
    """The difference as Markdown (GFM): ~~gone~~ and **new**, a list item for each sentence."""
    lines = [f"**{escaped(_name(left))} → {escaped(_name(right))}**", "", escaped(summary(found)), ""]
    for sentence in found.sentences:
        parts = (
            lead + "".join(_marked(edit, left.text, right.text)) for lead, edit in _led(sentence, left.text, right.text)
        )
        lines.append(f"- {'*moved:* ' if sentence.moved else ''}{''.join(parts)}")
    return "\n".join(lines) + "\n"


def _marked(edit: Edit, left: str, right: str) -> Iterator[str]:
    for gone, words in _sides(edit, left, right):
        mark = "" if gone is None else "~~" if gone else "**"
        yield f"{mark}{escaped(words)}{mark}"


def html(found: Difference, left: Document, right: Document) -> str:
    """The difference as a fragment of HTML: `del` and `ins` in a paragraph for each sentence, spans as data."""
    body = "\n".join(_paragraph(sentence, left.text, right.text) for sentence in found.sentences)
    return (
        f'<section class="difference" data-left="{escape(found.left)}" data-right="{escape(found.right)}">\n'
        f"<p>{escape(summary(found))}</p>\n{body}\n</section>\n"
    )


def _paragraph(sentence: SentenceEdits, left: str, right: str) -> str:
    parts = (lead + "".join(_tagged(edit, left, right)) for lead, edit in _led(sentence, left, right))
    return f"<p{MOVED if sentence.moved else ''}>{''.join(parts)}</p>"


def _tagged(edit: Edit, left: str, right: str) -> Iterator[str]:
    spans = {True: edit.left, False: edit.right}
    for gone, words in _sides(edit, left, right):
        if gone is None:
            yield escape(words)
        else:
            tag, span = ("del" if gone else "ins"), spans[gone]
            at = f' data-span="{span.start}-{span.end}"' if span else ""
            yield f"<{tag}{at}>{escape(words)}</{tag}>"
