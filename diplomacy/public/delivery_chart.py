"""From ceremony to delivery as a drawing: five rows of bars, a column for each year.

Places along it are percents of its width, so that text keeps its size on any screen. A long
silence has one narrow column of its own. Time runs as the page reads, or as the register says.
"""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from diplomacy.calendars import Language, PartialDate, digits, pair
from diplomacy.registry.queries.delivery import Class, Delivery, DeliveryYear, is_long

from .time_direction import Directions

HEIGHT = 40  # of the tallest bar
HEAD = 16  # room for the number above it
LEAST_TOP = 4  # entries of a full bar at the least: a single one must not look like much
GAP = 0.8  # the width of a silence, a year being 1
BAR, WIDEST = 0.66, 3.4  # of a column; of the whole, in percent
ROOM = 13  # percent between two years that are written out
NUMBERED = 26  # columns beyond which the numbers over the bars would run into one another

# The symbols of the sprite: shape and word tell the rows apart, and no colour alone.
ICONS = {
    Class.COURTESY: "k-mark",
    Class.EXCHANGE: "k-delegation",
    Class.SIGNED: "k-agreement",
    Class.PROMISED: "k-commitment",
    Class.DELIVERED: "k-decision",
}


class Column(Struct, frozen=True):
    """A year, or a silence of `silent` years, its left edge and width in percent."""

    year: int
    silent: int
    x: float
    width: float

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 2)


class Bar(Struct, frozen=True):
    """How much of a class a year holds; `number` is empty where there is no room for it."""

    x: float
    y: int
    width: float
    height: int
    middle: float
    number: str


class Row(Struct, frozen=True):
    of: Class
    icon: str
    total: int
    bars: tuple[Bar, ...]


class Tick(Struct, frozen=True):
    x: float
    text: str


class DeliveryChart(Struct, frozen=True):
    """The rows over one axis. `silences` are drawn shorter than they are."""

    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    silences: tuple[Column, ...]
    base: int = HEAD + HEIGHT
    height: int = HEAD + HEIGHT + 2


def delivery_chart(
    delivery: Delivery, this_year: int, language: Language, ways: Directions
) -> DeliveryChart | None:
    """Return the drawing up to the running year, None where nothing has a date."""
    years = delivery.years(language)
    if not years:
        return None
    columns = list(_placed(years, this_year, ways.time_from_right))
    counts = {year.number: year.counts for year in years}
    most = max(LEAST_TOP, *(max(year.counts.values()) for year in years))
    numbered = len(columns) <= NUMBERED

    def bars(of: Class) -> Iterator[Bar]:
        for column in columns:
            if number := counts.get(column.year, {}).get(of, 0):
                height = max(3, round(HEIGHT * number / most))
                width = round(min(BAR * column.width, WIDEST), 2)
                x = round(column.middle - width / 2, 2)
                text = digits(number, language) if numbered else ""
                yield Bar(x, HEAD + HEIGHT - height, width, height, column.middle, text)

    return DeliveryChart(
        rows=tuple(Row(of, ICONS[of], delivery.number(of), tuple(bars(of))) for of in Class),
        ticks=tuple(_ticks(columns, counts.keys(), language)),
        silences=tuple(column for column in columns if column.silent),
    )


def _placed(years: tuple[DeliveryYear, ...], this_year: int, from_right: bool) -> Iterator[Column]:
    """Yield the columns in order of time, each with its place."""
    columns = list(_columns(years, this_year))
    unit = 100 / sum(column.width for column in columns)
    along = 0.0
    for column in columns:
        width = column.width * unit
        x = 100 - along - width if from_right else along
        yield replace(column, x=round(x, 2), width=round(width, 2))
        along += width


def _columns(years: tuple[DeliveryYear, ...], this_year: int) -> Iterator[Column]:
    """Yield every year from the first that holds something to the running one."""
    first = years[0].number
    yield Column(first, 0, 0, 1)
    before = first
    for number in dict.fromkeys([*(year.number for year in years[1:]), this_year]):
        if number <= before:
            continue
        silent = range(before + 1, number)
        if is_long(len(silent)):
            yield Column(0, len(silent), 0, GAP)
        else:
            yield from (Column(year, 0, 0, 1) for year in silent)
        yield Column(number, 0, 0, 1)
        before = number


def _ticks(columns: list[Column], holding, language: Language) -> Iterator[Tick]:
    """Yield the years worth writing: those that hold something first, none too near another."""
    written: list[float] = []
    named = [column for column in columns if column.year]
    ends = [named[0], named[-1]]
    for column in (*ends, *(one for one in named if one.year in holding), *named):
        if all(abs(column.middle - place) >= ROOM for place in written):
            written.append(column.middle)
            name = pair(PartialDate.parse(str(column.year)), language)[0]
            yield Tick(column.middle, name)
