"""The comparison as a drawing: every place is a number for an SVG attribute.

A page carries no inline style, so nothing here is left for the browser to compute. The names of
the ties stand where the page begins, whichever way time runs.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Self

from msgspec import Struct

from diplomacy.calendars import Language
from diplomacy.registry.models import Form
from diplomacy.registry.models.words import Text
from diplomacy.registry.queries.comparison import Comparison, Lane, Numbered

from .markers import HALF, ROW, Placed, arrange
from .pencil import AXIS, AXIS_LINE, Pencil, Silence, Tick, named_silences, written_years
from .templatetags.register import kind_icon
from .time_direction import Directions

WIDTH = 1100
NAMES = 186  # room for the names of the lanes
EDGE = 14
PLOT = WIDTH - NAMES - EDGE  # the length of the axis
TOP = 30
STRIP = 18  # a line of captions
RIBBON = 13
MOST_ROWS, ROWS_IN_ALL = 4, 12  # of markers: in a lane, in a chart
TICK_ROOM = 44  # between two years that are written out
LETTER = {"fa": 6.6, "en": 6.9, "zh": 13.0}  # the mean width of a letter of a caption

LOOKS = {
    Form.CONTACT: "talks",
    Form.LOI: "mou",
    Form.MOU: "mou",
    Form.PROJECT: "mou",
    Form.FRIENDSHIP: "mou",
    Form.SISTER: "sister",
}


class Ribbon(Struct, frozen=True):
    """A form over time; `state` is "" where it is sure, else "perhaps" or "future"."""

    x: float
    y: float
    width: float
    look: str
    state: str


class Mark(Struct, frozen=True):
    """What a marker says of an entry. No more of it: all that is given is looked through."""

    number: int
    title: Text
    icon: str

    @classmethod
    def of(cls, item: Numbered) -> Self:
        return cls(item.number, item.entry.title, kind_icon(item.entry))


class Named(Struct, frozen=True):
    """What a lane says of its tie, and no more of it."""

    key: str
    name: Text
    own_name: str
    own_language: str
    look: str
    tag: str

    @classmethod
    def of(cls, lane: Lane) -> Self:
        city, standing = lane.tie.partner, lane.standing
        own = city.own_name, city.own_language
        return cls(city.key, city.name, *own, standing.look, str(standing.tag))


class Marker(Struct, frozen=True):
    """An entry, or several in a row that share a wider marker."""

    items: tuple[Mark, ...]
    x: float
    y: float
    half: float  # of its width
    foot_x: float  # where its stem meets the ribbon
    foot: float

    @property
    def left(self) -> float:
        """Return where its outline begins, its middle being 0."""
        return -self.half

    @property
    def width(self) -> float:
        return 2 * self.half


class Caption(Struct, frozen=True):
    text: str
    x: float
    y: float
    marker: float  # where its stem comes down
    foot: float


class LaneDrawing(Struct, frozen=True):
    tie: Named
    top: float
    middle: float
    ribbons: tuple[Ribbon, ...]
    markers: tuple[Marker, ...]
    captions: tuple[Caption, ...]


class Chart(Struct, frozen=True):
    """The drawing; `names`, `plot_start` and `plot_end` are sides, not lengths.

    `way` is the sign of the direction in which time runs from the left.
    """

    lanes: tuple[LaneDrawing, ...]
    ticks: tuple[Tick, ...]
    silences: tuple[Silence, ...]
    today: float
    names: float
    plot_start: float
    plot_end: float
    way: int
    bottom: float
    height: float
    width: int = WIDTH

    @property
    def way_text(self) -> float:
        """Return the middle of the words beside the arrow of time."""
        return self.plot_start + self.way * 112


def draw(
    comparison: Comparison, language: Language, ways: Directions, captions: dict[int, str]
) -> Chart:
    """Return the chart of a comparison. `captions` names by entry what is worth a label."""
    left = EDGE if ways.page_from_right else NAMES
    pencil = Pencil(comparison.axis, comparison.today, language, ways.time_from_right, left, PLOT)
    rows = min(MOST_ROWS, ROWS_IN_ALL // max(1, len(comparison.lanes)))
    lanes, top = [], float(TOP)
    for position, lane in enumerate(comparison.lanes):
        items = [item for item in comparison.dated if position in item.lanes]
        placed = arrange(map(pencil.stand, items), rows, PLOT, captions)
        drawing, height = _lane(pencil, lane, placed, top, captions)
        lanes.append(drawing)
        top += height
    silences = tuple(named_silences(pencil))
    named = max((silence.row + 1 for silence in silences), default=0)
    return Chart(
        lanes=tuple(lanes),
        ticks=tuple(written_years(pencil, TICK_ROOM)),
        silences=silences,
        today=pencil.x(pencil.today),
        names=WIDTH if ways.page_from_right else 0,
        plot_start=pencil.across(0),
        plot_end=pencil.across(PLOT),
        way=-1 if ways.time_from_right else 1,
        bottom=top,
        height=top + AXIS + named * AXIS_LINE,
    )


def _lane(pencil, lane, placed, top, captions) -> tuple[LaneDrawing, float]:
    labels = list(_labels(pencil.language, placed, captions))
    strips = max((strip + 1 for *_, strip in labels), default=0)
    rows = max((one.row + 1 for one in placed), default=1)
    height = 18 + strips * STRIP + max(rows, 2) * ROW + 14
    foot = top + height - 28
    drawing = LaneDrawing(
        tie=Named.of(lane),
        top=top,
        middle=top + height / 2,
        ribbons=tuple(ribbons(pencil, lane, foot - RIBBON / 2)),
        markers=tuple(
            Marker(
                tuple(map(Mark.of, one.items)),
                pencil.across(one.along),
                foot - one.row * ROW,
                one.half,
                pencil.across(one.foot),
                foot,
            )
            for one in placed
        ),
        captions=tuple(
            Caption(
                text,
                pencil.across(middle),
                top + 19 + strip * STRIP,
                pencil.across(one.along),
                foot - one.row * ROW - HALF,
            )
            for one, text, middle, strip in labels
        ),
    )
    return drawing, height


def ribbons(pencil: Pencil, lane: Lane, y: float) -> Iterator[Ribbon]:
    """Yield the forms of a tie up to today, and the one it has now paler beyond."""
    for span in lane.spans:
        if look := LOOKS.get(span.form):
            first, last = max(span.first, pencil.axis.first), min(span.last, pencil.today)
            x, width = pencil.box(first, last + timedelta(days=1))
            yield Ribbon(
                x, y, max(width, pencil.length / 500), look, "perhaps" if span.perhaps else ""
            )
    if look := LOOKS.get(lane.standing.form.value):
        x, width = pencil.box(pencil.today, pencil.axis.last)
        yield Ribbon(x, y, width, look, "future")


def _labels(
    language: Language, placed: list[Placed], captions: dict[int, str]
) -> Iterator[tuple[Placed, str, float, int]]:
    """Yield what is worth a label with its middle and its line, without what would run into one."""
    ends = [0.0, 0.0]
    for one in sorted(placed, key=lambda marker: marker.along):
        texts = [captions[item.entry.pk] for item in one.items if item.entry.pk in captions]
        if not texts:
            continue
        half = len(texts[0]) * LETTER[language] / 2
        middle = min(max(one.along, half), PLOT - half)
        strip = next((n for n, end in enumerate(ends) if middle - half >= end), None)
        if strip is not None:
            ends[strip] = middle + half + 8
            yield one, texts[0], middle, strip
