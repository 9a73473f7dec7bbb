"""The timeline as a picture: lanes over an axis of days, fuzzy days as bars that fade, today as a line."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain

from markupsafe import Markup, escape

from readouts.export.wording import MONTHS, days, inline, listed
from readouts.web.pages.timeline import Dated, Lane, Stretch, TimelinePage, address

WIDE, LEFT, RIGHT = 1200.0, 196.0, 12.0  # units of the picture: whole width, column of names, margin
TOP, ROW, PAD = 44.0, 19.0, 5.0  # height of the axis, of a row of marks, and above and below the rows of a lane
_REACH = 8.0  # half of the room that a symbol needs
_LONGEST_NAME = 26  # signs of a lane's name; the whole of it is its link's title
_DAY = timedelta(1)
# Shapes round 0,0, one a kind, so that colour is not needed to tell them apart.
SHAPES = {
    "call": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "meeting": "M-5.4-5.4h10.8v10.8h-10.8z",
    "visit": "M0-7L7 0L0 7L-7 0z",
    "talks": "M-3.5-6h7L7 0L3.5 6h-7L-7 0z",
    "letter": "M0-6.4L6.6 5.2H-6.6z",
    "message": "M0-6.4L6.6 5.2H-6.6z",
    "date": "M-1.6-7h3.2V7h-3.2z",
}


def drawn(page: TimelinePage) -> Markup:
    """The page's marks as SVG; each is a link to its contact, or to the words that name the day."""
    scale = _Scale(page.stretch)
    bands, top = [], TOP
    for lane in page.lanes:
        rows = _packed(lane.marks, scale)
        high = len(rows) * ROW + 2 * PAD
        bands.append((lane, rows, top, high))
        top += high
    name = f"Timeline of {page.stretch.name}, {len(page.lanes)} lanes; the same as a list stands below"
    parts = chain(
        (_band(at, high, place) for place, (_, _, at, high) in enumerate(bands)),
        _axis(page, scale, top),
        *(_lane(lane, rows, at, scale) for lane, rows, at, _ in bands),
        _today(page, scale, top),
    )
    return Markup('<svg class="timeline" viewBox="0 0 {:g} {:g}" role="group" aria-label="{}">{}{}</svg>').format(
        WIDE, top + 2, name, _FADES, Markup("").join(parts)
    )


_FADES = Markup(
    '<defs><linearGradient id="fade"><stop offset="0" stop-opacity="0"/><stop offset=".3"/><stop offset=".7"/>'
    '<stop offset="1" stop-opacity="0"/></linearGradient>'
    '<linearGradient id="fade-out"><stop offset="0"/><stop offset="1" stop-opacity="0"/></linearGradient>'
    '<linearGradient id="fade-in"><stop offset="0" stop-opacity="0"/><stop offset="1"/></linearGradient></defs>'
)


class _Scale:
    """Days to units of the picture."""

    def __init__(self, stretch: Stretch) -> None:
        self.start, self.end = stretch.start, stretch.end
        self.unit = (WIDE - LEFT - RIGHT) / max((stretch.end - stretch.start).days, 1)

    def at(self, day: date) -> float:
        """Where the day begins, within the picture."""
        inside = min(max(day, self.start), self.end)
        return LEFT + (inside - self.start).days * self.unit

    def ends(self, mark: Dated) -> tuple[float, float]:
        """Where the mark begins and ends; an open side reaches to the edge."""
        return self.at(mark.when.start or self.start), self.at(mark.when.end or self.end)


def _is_day(mark: Dated) -> bool:
    start, end = mark.when.start, mark.when.end
    return start is not None and end is not None and end - start <= _DAY


def _packed(marks: Sequence[Dated], scale: _Scale) -> list[list[Dated]]:
    """The marks in rows, each in the first row where it touches no other."""
    rows: list[list[Dated]] = []
    full: list[float] = []  # where each row is taken up to
    for mark in marks:
        start, end = scale.ends(mark)
        if _is_day(mark):
            start, end = (start + end) / 2 - _REACH, (start + end) / 2 + _REACH
        place = next((place for place, taken in enumerate(full) if taken <= start), len(rows))
        if place == len(rows):
            rows.append([])
            full.append(end)
        rows[place].append(mark)
        full[place] = end
    return rows


# -- axis ----------------------------------------------------------------------------------------------------------


def _axis(page: TimelinePage, scale: _Scale, bottom: float) -> Iterator[Markup]:
    """Lines where months, weeks or days begin; their names lead nearer where there is something nearer."""
    for day, name, at in _ticks(page.stretch):
        x = scale.at(day)
        yield Markup('<line class="tick" x1="{0:.1f}" x2="{0:.1f}" y1="{1:g}" y2="{2:g}"/>').format(x, TOP - 12, bottom)
        if not name:
            continue
        words = Markup('<text x="{:.1f}" y="{:g}">{}</text>').format(x + 4, TOP - 16, name)
        near = Markup('<a class="near" href="{}">{}</a>').format(address(page, at=at), words) if at else words
        yield near


def _ticks(stretch: Stretch) -> Iterator[tuple[date, str, str]]:
    """Day, name and the nearer stretch ("": none)."""
    day = stretch.start
    while day < stretch.end:
        month = f"{day.year:04}-{day.month:02}"
        if stretch.scale == "all" and (day.month, day.day) == (1, 1):
            yield day, str(day.year), str(day.year)
        elif stretch.scale == "year" and day.day == 1:
            yield day, MONTHS[day.month - 1][:3], month
        elif stretch.scale == "quarter" and day.day in (1, 8, 15, 22):
            yield day, MONTHS[day.month - 1] if day.day == 1 else str(day.day), month if day.day == 1 else ""
        elif stretch.scale == "month":
            yield day, str(day.day), ""
        if day == date.max:
            return
        day += _DAY


def _today(page: TimelinePage, scale: _Scale, bottom: float) -> Iterator[Markup]:
    if page.stretch.start <= page.today < page.stretch.end:
        x = scale.at(page.today) + scale.unit / 2
        line = '<line x1="{0:.1f}" x2="{0:.1f}" y1="{1:g}" y2="{2:g}"/><text x="{0:.1f}" y="13" text-anchor="{3}">'
        anchor = "end" if x > WIDE - 60 else "middle"
        yield Markup('<g class="today">' + line + "today</text></g>").format(x, 18, bottom, anchor)


# -- lanes and marks -----------------------------------------------------------------------------------------------


def _band(top: float, high: float, place: int) -> Markup:
    """What stands behind a lane."""
    band = '<rect class="band{}" x="0" y="{:g}" width="{:g}" height="{:g}"/>'
    return Markup(band).format(" odd" if place % 2 else "", top, WIDE, high)


def _lane(lane: Lane, rows: Sequence[Sequence[Dated]], top: float, scale: _Scale) -> Iterator[Markup]:
    yield _name(lane, top + PAD + 14)
    for row, marks in enumerate(rows):
        for mark in marks:
            yield _mark(mark, top + PAD + row * ROW + ROW / 2, scale)


def _name(lane: Lane, y: float) -> Markup:
    whole = inline(lane.name)
    short = whole if len(whole) <= _LONGEST_NAME else whole[: _LONGEST_NAME - 1].rstrip() + "…"
    words = Markup('<text class="lane-name" x="4" y="{:g}">{}</text>').format(y, short)
    if lane.party is None:
        return words
    link = '<a class="who" href="/contacts?party={}{}"><title>{}</title>{}</a>'
    other = Markup("&amp;other={}").format(lane.other) if lane.other else ""
    return Markup(link).format(lane.party, other, whole, words)


@lru_cache(maxsize=4096)
def _plain(words: str) -> str:
    """The name or words on one line; a page has the same many times."""
    return inline(words)


def told(mark: Dated) -> str:
    """The mark in a few words: its name for those who do not see it."""
    what = f"{mark.what} of {listed([_plain(side.name) for side in mark.who])}" if mark.who else mark.what
    if mark.contact is None:
        what = f"named: {_plain(mark.words)[:120]}"
    status = "" if mark.status == "past" or mark.contact is None else f", {mark.status}"
    return f"{days(mark.when)}, {what}{status}"


def _mark(mark: Dated, y: float, scale: _Scale) -> Markup:
    where = f"/d/{mark.evidence.document}?span={mark.evidence.span.start}-{mark.evidence.span.end}"
    href, name = escape(f"/contact/{mark.contact}" if mark.contact else where), escape(told(mark))
    shape = _symbol(mark, y, scale) if _is_day(mark) else _bar(mark, y, scale)
    # Written out where `format` would escape part by part: a page may have a thousand of these. All parts are escaped.
    link = f'<a class="at {mark.what} {mark.status}" href="{href}" aria-label="{name}"><title>{name}</title>{shape}</a>'
    return Markup(link)


def _symbol(mark: Dated, y: float, scale: _Scale) -> str:
    start, end = scale.ends(mark)
    cross = '<path class="cross" d="M-7 7L7-7"/>' if mark.status == "denied" else ""
    shape = SHAPES.get(mark.what, SHAPES["call"])
    return f'<g transform="translate({(start + end) / 2:.1f} {y:g})"><path d="{shape}"/>{cross}</g>'


def _bar(mark: Dated, y: float, scale: _Scale) -> str:
    """Fades on the sides where the day is not known; at the picture's edge it goes on."""
    start, end = scale.ends(mark)
    open_start, open_end = mark.when.start is None, mark.when.end is None
    fade = "fade-in" if open_start else "fade-out" if open_end else "fade"
    where = f'x="{start:.1f}" y="{y - 5:g}" width="{max(end - start, 4):.1f}" height="10" rx="5"'
    return f'<rect class="fuzzy" {where} fill="url(#{fade})"/>'
