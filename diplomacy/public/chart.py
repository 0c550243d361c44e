"""The comparison as a drawing: every place is a number for an SVG attribute.

Time runs as the page reads: from the left, and on right-to-left pages from the right. A page
carries no inline style, so nothing here is left for the browser to compute.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from diplomacy.calendars import Language, year_heading
from diplomacy.registry.models import Entry, Form
from diplomacy.registry.queries.comparison import Comparison, Lane, Numbered
from diplomacy.registry.queries.time_axis import TimeAxis
from diplomacy.registry.queries.timeline import year_start

WIDTH = 1100
NAMES = 186  # room for the names of the lanes
EDGE = 14
TOP = 30
LANE_HEAD = 46  # room for a lane's captions
ROW = 28
RIBBON = 13
MARKER = 13  # half a marker
GAP = 2 * MARKER + 3  # between the middles of two markers in one row
TICK_ROOM = 44  # between two years that are written out
LETTER = {"fa": 6.6, "en": 6.9, "zh": 13.0}  # the mean width of a letter of a caption
AXIS = 74

LOOKS = {
    Form.CONTACT: "talks",
    Form.LOI: "mou",
    Form.MOU: "mou",
    Form.PROJECT: "mou",
    Form.FRIENDSHIP: "mou",
    Form.SISTER: "sister",
}


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A form over time; `state` is "" where it is sure, else "perhaps" or "future"."""

    x: float
    y: float
    width: float
    look: str
    state: str


@dataclass(frozen=True, slots=True)
class Marker:
    item: Numbered
    x: float
    y: float
    foot: float  # where its stem meets the ribbon


@dataclass(frozen=True, slots=True)
class Caption:
    text: str
    x: float
    y: float
    marker: float  # where its stem comes down
    foot: float


@dataclass(frozen=True, slots=True)
class LaneDrawing:
    lane: Lane
    top: float
    middle: float
    ribbons: tuple[Ribbon, ...]
    markers: tuple[Marker, ...]
    captions: tuple[Caption, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    year: str
    other: str


@dataclass(frozen=True, slots=True)
class Silence:
    """A stretch drawn shorter than it is, with the years it runs from and to."""

    x: float
    width: float
    middle: float
    row: int
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing; `names`, `plot_start` and `plot_end` are sides, not lengths."""

    lanes: tuple[LaneDrawing, ...]
    ticks: tuple[Tick, ...]
    silences: tuple[Silence, ...]
    today: float
    names: float
    plot_start: float
    plot_end: float
    bottom: float
    height: float
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class RailRow:
    """A row of the list under the chart: `lines` are the looks of the lanes on its day."""

    item: Numbered
    lines: tuple[str, ...]
    look: str


class Pencil:
    """Turns days into places, mirrored where the page runs from right to left."""

    def __init__(self, axis: TimeAxis, language: Language, today: date):
        self.axis, self.language, self.today = axis, language, today
        self.mirrored = language == "fa"

    def across(self, x: float) -> float:
        """Return a distance from the page's start as one from the left."""
        return round(WIDTH - x if self.mirrored else x, 1)

    def along(self, day: date) -> float:
        """Return how far from the page's start the day lies."""
        return NAMES + self.axis.place(day) * (WIDTH - NAMES - EDGE)

    def x(self, day: date) -> float:
        return self.across(self.along(day))

    def spots(self, entry: Entry) -> list[float]:
        """Return where a marker of the entry may stand, nearest the middle of its span first."""
        middle = self.along(entry.ordering_day)
        if entry.start.first == date.min or entry.start.last == date.max:
            return [middle]
        span = self.along(entry.start.last) - self.along(entry.start.first)
        columns = int(span // GAP) + 1
        offsets = [(column - (columns - 1) / 2) * GAP for column in range(columns)]
        return [middle + offset for offset in sorted(offsets, key=abs)]

    def box(self, first: date, last: date) -> tuple[float, float]:
        """Return the left edge and the width of a stretch of days."""
        start, end = self.along(first), self.along(last)
        return self.across(end if self.mirrored else start), round(end - start, 1)


def draw(comparison: Comparison, language: Language, captions: dict[int, str]) -> Chart:
    """Return the chart of a comparison. `captions` names by entry what is worth a label."""
    pencil = Pencil(comparison.axis, language, comparison.today)
    lanes, top = [], float(TOP)
    for position, lane in enumerate(comparison.lanes):
        items = [item for item in comparison.dated if position in item.lanes]
        drawing, height = _lane(pencil, lane, items, top, captions)
        lanes.append(drawing)
        top += height
    return Chart(
        lanes=tuple(lanes),
        ticks=tuple(_ticks(pencil)),
        silences=tuple(_silences(pencil)),
        today=pencil.x(comparison.today),
        names=pencil.across(0),
        plot_start=pencil.across(NAMES),
        plot_end=pencil.across(WIDTH - EDGE),
        bottom=top,
        height=top + AXIS,
    )


def _lane(pencil, lane, items, top, captions) -> tuple[LaneDrawing, float]:
    placed = list(_placed(pencil, items))
    rows = max((row for _, _, row in placed), default=0) + 1
    height = LANE_HEAD + max(rows, 2) * ROW + 14
    foot = top + height - 28
    markers = (
        Marker(item, pencil.across(along), foot - row * ROW, foot) for item, along, row in placed
    )
    return (
        LaneDrawing(
            lane=lane,
            top=top,
            middle=top + height / 2,
            ribbons=tuple(_ribbons(pencil, lane, foot - RIBBON / 2)),
            markers=tuple(sorted(markers, key=lambda marker: marker.item.number)),
            captions=tuple(_captions(pencil, placed, top, foot, captions)),
        ),
        height,
    )


def _placed(pencil: Pencil, items: list[Numbered]):
    """Yield each entry with its place and row: those known to the day first, as low as may be.

    What is known to a year only may stand anywhere in that year, so that markers spread over it
    instead of piling up in its middle.
    """
    rows: list[list[float]] = []
    for item in sorted(items, key=lambda one: not one.entry.start.is_day):
        along, row = min(
            ((spot, _free_row(rows, spot)) for spot in pencil.spots(item.entry)),
            key=lambda choice: choice[1],
        )
        rows[row : row + 1] = [[*(rows[row] if row < len(rows) else []), along]]
        yield item, along, row


def _free_row(rows: list[list[float]], along: float) -> int:
    for number, row in enumerate(rows):
        if all(abs(along - other) >= GAP for other in row):
            return number
    return len(rows)


def _ribbons(pencil: Pencil, lane: Lane, y: float):
    for span in lane.spans:
        if look := LOOKS.get(span.form):
            first, last = max(span.first, pencil.axis.first), min(span.last, pencil.today)
            x, width = pencil.box(first, last + timedelta(days=1))
            yield Ribbon(x, y, max(width, 2), look, "perhaps" if span.perhaps else "")
    look = LOOKS.get(lane.standing.form.value)
    if look:
        x, width = pencil.box(pencil.today, pencil.axis.last)
        yield Ribbon(x, y, width, look, "future")


def _captions(pencil, placed, top, foot, captions):
    """Label what is worth it, in two rows, and leave out what would run into another label."""
    ends = [0.0, 0.0]
    for item, along, row in sorted(placed, key=lambda one: one[1]):
        text = captions.get(item.entry.pk)
        if not text:
            continue
        half = len(text) * LETTER[pencil.language] / 2
        middle = min(max(along, NAMES + half), WIDTH - half)
        strip = next((n for n, end in enumerate(ends) if middle - half > end + 8), None)
        if strip is not None:
            ends[strip] = middle + half
            y = top + 18 + strip * 17
            stem = foot - row * ROW - MARKER
            yield Caption(text, pencil.across(middle), y, pencil.across(along), stem)


def _ticks(pencil: Pencil):
    before = NAMES - TICK_ROOM
    year = year_heading(pencil.axis.first, pencil.language)[0]
    last = year_heading(pencil.axis.last, pencil.language)[0]
    while year < last:
        year += 1
        start = year_start(year, pencil.language)
        if start is None:
            continue
        along = pencil.along(start)
        if along - before >= TICK_ROOM and not pencil.axis.is_compressed(start):
            before = along
            other = year + 621 if pencil.language == "fa" else year - 622
            yield Tick(pencil.across(along), str(year), str(other))


def _silences(pencil: Pencil):
    ends = [0.0, 0.0]
    for start, end in pencil.axis.compressed:
        x, width = pencil.box(start, end)
        middle = (pencil.along(start) + pencil.along(end)) / 2
        row = 0 if middle - ends[0] > 150 else 1
        ends[row] = middle
        years = (str(year_heading(day, pencil.language)[0]) for day in (start, end))
        yield Silence(x, width, pencil.across(middle), row, *years)


def rail(comparison: Comparison, items: Iterable[Numbered]) -> list[RailRow]:
    """Return the rows of the list: beside each entry, in what form every tie was on its day."""
    lanes = comparison.lanes
    return [
        RailRow(
            item,
            tuple(_look_on(lane, item.entry.ordering_day) for lane in lanes),
            lanes[item.lanes[0]].standing.look,
        )
        for item in items
    ]


def _look_on(lane: Lane, day: date) -> str:
    """Return the look of the form that the tie surely had on the day, "" for none."""
    for span in lane.spans:
        if span.first <= day <= span.last and not span.perhaps:
            return LOOKS.get(span.form, "")
    return ""
