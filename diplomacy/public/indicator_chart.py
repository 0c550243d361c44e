"""What was counted, as dots over time: every place is a number for an SVG attribute.

Time runs as the page reads, or as the register says; the numbers stand where the page begins.
Only dots: between two counts nothing is known. A count of a month or a year is a bar as long as
that. The table beside the drawing holds every number, also those of a day that is not known.
"""

from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from msgspec import Struct
from msgspec.structs import replace

from diplomacy.calendars import Language, PartialDate, digits, number, year_heading
from diplomacy.registry.queries.indicators import Measured, plain
from diplomacy.registry.queries.timeline import year_start

from .stated_chart import Mark
from .time_direction import Directions

WIDTH, HEIGHT = 720, 240
EDGE, TOP, BOTTOM = 30, 26, 196
LETTER = 8.2  # the width of a digit
LEAST_SIDE = 44
MOST_TICKS = 8
LINES = 4  # across, about
ROOM = 40  # that a number needs


class Dot(Struct, frozen=True):
    """A count; from `left` to `right` is the time that its date may mean, 0 wide for a day.

    `middle` is that of its number, which stays within the drawing.
    """

    x: float
    y: float
    left: float
    right: float
    middle: float
    text: str


class IndicatorChart(Struct, frozen=True):
    """`baseline` and `target` are heights, None without one; their dots have a day."""

    dots: tuple[Dot, ...]
    baseline: float | None
    target: float | None
    baseline_dot: Dot | None
    target_dot: Dot | None
    years: tuple[Mark, ...]
    numbers: tuple[Mark, ...]
    names: float  # where the numbers of the lines across stand
    start: float
    end: float
    width: int = WIDTH
    height: int = HEIGHT
    bottom: int = BOTTOM


def indicator_chart(
    measured: Measured, language: Language, ways: Directions
) -> IndicatorChart | None:
    """Return the drawing, or None where it would show nothing that stands to something else."""
    one = measured.indicator
    counted = [(value.value, value.on) for value in measured.values if _is_placed(value.on)]
    stated = [value for value in (one.baseline, one.target) if value is not None]
    if not counted or len({*counted, *((value, None) for value in stated)}) < 2:
        return None
    ends = [(one.baseline, one.baseline_on), (one.target, one.target_on)]
    days = [on for _, on in counted + ends if _is_placed(on)]
    bounds = _years(days, language)
    if bounds is None:
        return None
    numbers = _across([value for value, _ in counted] + stated)
    names = [written(value, language) for value in numbers]
    side = max(LEAST_SIDE, 12 + LETTER * max(map(len, names)))
    along = _along(bounds, language, ways, side)
    low, high = numbers[0], numbers[-1]

    def down(value: Decimal) -> float:
        return round(BOTTOM - float((value - low) / (high - low)) * (BOTTOM - TOP), 1)

    def dot(value: Decimal | None, on: PartialDate) -> Dot | None:
        if value is None or not _is_placed(on):
            return None
        left, right = sorted((along(on.first), along(on.last)))
        x, text = along(on.ordering_day), written(value, language)
        half = LETTER * len(text) / 2
        middle = round(min(max(x, start + half), end - half), 1)
        return Dot(x, down(value), left, right, middle, text)

    start, end = (EDGE, WIDTH - side) if ways.page_from_right else (side, WIDTH - EDGE)
    return IndicatorChart(
        dots=_apart([dot(value, on) for value, on in counted]),
        baseline=None if one.baseline is None else down(one.baseline),
        target=None if one.target is None else down(one.target),
        baseline_dot=dot(*ends[0]),
        target_dot=dot(*ends[1]),
        years=_ticks(bounds, language, along),
        numbers=tuple(Mark(down(value), name) for value, name in zip(numbers, names, strict=True)),
        names=WIDTH - side / 2 if ways.page_from_right else side / 2,
        start=start,
        end=end,
    )


def written(value: Decimal, language: Language) -> str:
    """Return the number as the page writes it, its sign before it in either direction."""
    text = number(plain(value), language)
    return f"\u200e{text}" if value < 0 else text


def _is_placed(on: PartialDate) -> bool:
    """Whether both ends of a date are known, so that it has a place in time."""
    return on.is_known and on.first > date.min and on.last < date.max


def _years(days: list[PartialDate], language: Language) -> tuple[int, int] | None:
    """Return the first year and the one after the last, None where they cannot be dated."""
    first = year_heading(min(day.first for day in days), language)[0]
    last = year_heading(max(day.last for day in days), language)[0]
    can = year_start(first, language) and year_start(last + 1, language)
    return (first, last + 1) if can else None


def _along(
    years: tuple[int, int], language: Language, ways: Directions, side: float
) -> Callable[[date], float]:
    begin, end = (year_start(year, language) for year in years)
    left = EDGE if ways.page_from_right else side

    def along(day: date) -> float:
        share = (day - begin) / (end - begin)
        turned = 1 - share if ways.time_from_right else share
        return round(left + turned * (WIDTH - side - EDGE), 1)

    return along


def _ticks(years: tuple[int, int], language: Language, along: Callable) -> tuple[Mark, ...]:
    stride = -(-(years[1] - years[0]) // MOST_TICKS)
    starts = ((year, year_start(year, language)) for year in range(*years, stride))
    return tuple(Mark(along(day), digits(year, language)) for year, day in starts if day)


def _across(values: list[Decimal]) -> list[Decimal]:
    """Return round numbers from below the lowest value, or zero, to above the highest."""
    low, high = min(0, *values), max(0, *values)
    room = (high - low) / LINES or Decimal(1)
    power = Decimal(10) ** room.adjusted()
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= room)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = max((high / step).to_integral_value(ROUND_CEILING), first + 1)
    return [step * place for place in range(int(first), int(last) + 1)]


def _apart(dots: list[Dot]) -> tuple[Dot, ...]:
    """Return the dots without the numbers that would run into the one before."""
    shown: list[Dot] = []
    named: Dot | None = None
    for one in dots:
        room = max(ROOM, LETTER * len(one.text))
        near = named and abs(named.middle - one.middle) < room and abs(named.y - one.y) < TOP
        shown.append(replace(one, text="") if near else one)
        named = named if near else one
    return tuple(shown)
