"""Days as places on a drawing: along an axis that begins at the left, or mirrored at the right."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from diplomacy.calendars import Language, year_heading
from diplomacy.registry.queries.comparison import Numbered
from diplomacy.registry.queries.time_axis import TimeAxis
from diplomacy.registry.queries.timeline import year_start

from .markers import Stand

SILENCE_ROOM = 152  # between two that are named in one line
AXIS, AXIS_LINE = 52, 16  # what stands under an axis: its years, and each line of names


class Tick(Struct, frozen=True):
    x: float
    year: str
    other: str


class Silence(Struct, frozen=True):
    """A stretch drawn shorter than it is, with the years it runs from and to."""

    x: float
    width: float
    middle: float
    row: int
    start: str
    end: str

    @property
    def label_y(self) -> int:
        """Return how far under the axis its years stand."""
        return AXIS + AXIS_LINE * self.row + 3


class Pencil(Struct, frozen=True):
    """Turns days into lengths along an axis, and those into places from the left."""

    axis: TimeAxis
    today: date
    language: Language
    from_right: bool
    left: float
    length: float

    def along(self, day: date) -> float:
        return self.axis.place(day) * self.length

    def across(self, along: float) -> float:
        return round(self.left + (self.length - along if self.from_right else along), 1)

    def x(self, day: date) -> float:
        return self.across(self.along(day))

    def box(self, first: date, last: date) -> tuple[float, float]:
        """Return the left edge and the width of a stretch of days."""
        start, end = self.x(first), self.x(last)
        return min(start, end), round(abs(end - start), 1)

    def stand(self, item: Numbered) -> Stand:
        """Return where a marker may stand: what is known to a year only, anywhere in that year."""
        start = item.entry.start
        middle = self.along(item.entry.ordering_day)
        if start.first == date.min or start.last == date.max:
            return Stand((item,), middle, middle, middle)
        return Stand((item,), self.along(start.first), middle, self.along(start.last))


def written_years(pencil: Pencil, room: float) -> Iterator[Tick]:
    """Yield years with both calendars, no two of them nearer than `room`."""
    before = -room
    year = year_heading(pencil.axis.first, pencil.language)[0]
    last = year_heading(pencil.axis.last, pencil.language)[0]
    while year < last:
        year += 1
        start = year_start(year, pencil.language)
        if start is None:
            continue
        along = pencil.along(start)
        if along - before >= room and not pencil.axis.is_compressed(start):
            before = along
            other = year + 621 if pencil.language == "fa" else year - 622
            yield Tick(pencil.across(along), str(year), str(other))


def named_silences(pencil: Pencil) -> Iterator[Silence]:
    """Yield the compressed stretches, each with the line in which its years find room."""
    ends: list[float] = []
    for start, end in pencil.axis.compressed:
        x, width = pencil.box(start, end)
        middle = (pencil.along(start) + pencil.along(end)) / 2
        middle = max(middle, min(SILENCE_ROOM, pencil.length) / 2)
        row = next((n for n, e in enumerate(ends) if middle - e >= SILENCE_ROOM), len(ends))
        ends[row : row + 1] = [middle]
        years = (str(year_heading(day, pencil.language)[0]) for day in (start, end))
        yield Silence(x, width, pencil.across(middle), row, *years)
