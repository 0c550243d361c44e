"""Counts that others stated, as points over time: every place is a number for an SVG attribute.

Time runs as the page reads, or as the register says; the numbers stand where the page begins.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

from diplomacy.calendars import Language, digits, year_heading
from diplomacy.registry.models import Event
from diplomacy.registry.queries.timeline import year_start

from .time_direction import Directions

WIDTH, HEIGHT = 720, 260
SIDE, TOP, BOTTOM = 44, 24, 216  # the plot stands between them
STEP = 5  # between two lines across
MOST_TICKS = 8
ROOM = 26  # that a number needs


class Point(Struct, frozen=True):
    """One stated count; `text` is its number, empty where the point beside it shows the same."""

    x: float
    y: float
    text: str


class Mark(Struct, frozen=True):
    """A line across or down with its number."""

    place: float
    text: str


class StatedChart(Struct, frozen=True):
    points: tuple[Point, ...]
    years: tuple[Mark, ...]
    numbers: tuple[Mark, ...]
    names: float  # where the numbers of the lines across stand
    width: int = WIDTH
    height: int = HEIGHT
    start: int = SIDE
    end: int = WIDTH - SIDE
    bottom: int = BOTTOM


def stated_chart(
    events: Iterable[Event], language: Language, ways: Directions
) -> StatedChart | None:
    """Return the drawing of the dated ones, or None where fewer than two have a date."""
    dated = [event for event in events if event.ordering_day != date.min]
    if len(dated) < 2:
        return None
    first_year = year_heading(min(event.ordering_day for event in dated), language)[0]
    last_year = year_heading(max(event.ordering_day for event in dated), language)[0]
    highest = -(-(max(event.stated_count for event in dated) + 1) // STEP) * STEP
    begin, end = year_start(first_year, language), year_start(last_year + 1, language)

    def across(day: date) -> float:
        share = (day - begin) / (end - begin)
        along = SIDE + (1 - share if ways.time_from_right else share) * (WIDTH - 2 * SIDE)
        return round(along, 1)

    def down(number: int) -> float:
        return round(BOTTOM - number / highest * (BOTTOM - TOP), 1)

    places = [(across(event.ordering_day), down(event.stated_count)) for event in dated]
    stride = -(-(last_year + 1 - first_year) // MOST_TICKS)
    years = range(first_year, last_year + 1, stride)
    return StatedChart(
        points=tuple(
            Point(x, y, "" if _is_close(x, y, before) else digits(event.stated_count, language))
            for (x, y), before, event in zip(places, [None, *places], dated, strict=False)
        ),
        years=tuple(
            Mark(across(year_start(year, language)), digits(year, language)) for year in years
        ),
        numbers=tuple(
            Mark(down(number), digits(number, language)) for number in range(0, highest + 1, STEP)
        ),
        names=WIDTH - SIDE / 2 if ways.page_from_right else SIDE / 2,
    )


def _is_close(x: float, y: float, before: tuple[float, float] | None) -> bool:
    """Whether the point lies so near to an equal one that their numbers would overlap."""
    return before is not None and before[1] == y and abs(before[0] - x) < ROOM
