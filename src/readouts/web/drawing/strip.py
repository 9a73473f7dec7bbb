"""Days on one line: uses of a phrase as ticks, acts of a party as stems as tall as they are strong."""

from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import Markup

from readouts.web.pages.issues import Stem

WIDE, HIGH = 320.0, 34.0
_BASE, _UNIT = 29.0, 4.8  # the line on which all stands, and the height of a stem for each step of strength


def stems(own: Sequence[Stem], since: date, until: date, name: str) -> Markup:
    """The strongest act of each day; negated ones hang open."""
    marks = [_stem(one, _x(one.day, since, until)) for one in own]
    return _picture(marks, name)


def ticks(days: Iterable[date], since: date, until: date, name: str) -> Markup:
    """A tick for each day."""
    tick = '<line class="use" x1="{0:.1f}" x2="{0:.1f}" y1="10" y2="{1:g}"/>'
    return _picture([Markup(tick).format(_x(day, since, until), _BASE) for day in days], name)


def _x(day: date, since: date, until: date) -> float:
    return 4 + (WIDE - 8) * (day - since).days / max((until - since).days, 1)


def _stem(one: Stem, x: float) -> Markup:
    y = _BASE - one.strength * _UNIT
    kind = "stem negated" if one.polarity == "negative" else "stem"
    line = '<line x1="{1:.1f}" x2="{1:.1f}" y1="{2:g}" y2="{3:.1f}"/><circle cx="{1:.1f}" cy="{3:.1f}" r="2.4"/>'
    return Markup('<g class="{0}">' + line + "</g>").format(kind, x, _BASE, y)


def _picture(marks: Iterable[Markup], name: str) -> Markup:
    base = Markup('<line class="base" x1="0" x2="{0:g}" y1="{1:g}" y2="{1:g}"/>').format(WIDE, _BASE)
    svg = '<svg class="strip" viewBox="0 0 {:g} {:g}" role="img" aria-label="{}">{}{}</svg>'
    return Markup(svg).format(WIDE, HIGH, name, base, Markup("").join(marks))
