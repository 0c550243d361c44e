"""The pulse of a tie as a drawing: every place is a number for an SVG attribute.

Time runs as the page reads, or as the register says, like on the comparison.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from msgspec import Struct

from diplomacy.calendars import Language, PartialDate, digits, pair
from diplomacy.registry.queries.pulse import YearCount

from .time_direction import Directions

STEP = 22  # from bar to bar
BAR = 16
HEIGHT = 34  # of the tallest bar
HEAD = 14  # room for the number above it
LEAST_TOP = 4  # entries of a full bar at the least: a single one must not look like much
EMPTY = 2  # the mark of a year without entries


class Bar(Struct, frozen=True):
    """A year; `number` is how many entries, in the page's digits, empty for none."""

    x: int
    y: int
    height: int
    middle: int
    number: str


class PulseChart(Struct, frozen=True):
    """The bars of some years, what stands before and after them on the page, and all in words."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    bar: int
    before: str
    after: str
    words: str


def pulse_chart(years: Sequence[YearCount], language: Language, ways: Directions) -> PulseChart:
    """Return the drawing of the years, the tallest bar for the year with most entries."""
    most = max(LEAST_TOP, *(year.count for year in years))
    width = STEP * len(years)
    bars = []
    for place, year in enumerate(years):
        middle = STEP * place + STEP // 2
        if ways.time_from_right:
            middle = width - middle
        height = max(EMPTY, round(HEIGHT * year.count / most))
        number = digits(year.count, language) if year.count else ""
        bars.append(Bar(middle - BAR // 2, HEAD + HEIGHT - height, height, middle, number))
    names = [_name(year.number, language) for year in years]
    ends = (names[-1], names[0]) if ways.differ else (names[0], names[-1])
    return PulseChart(
        bars=tuple(bars),
        width=width,
        height=HEAD + HEIGHT,
        bar=BAR,
        before=ends[0],
        after=ends[1],
        words=_in_words(years, names, language),
    )


def _name(year: int, language: Language) -> str:
    return pair(PartialDate.parse(str(year)), language)[0]


def _in_words(years: Sequence[YearCount], names: list[str], language: Language) -> str:
    ends = {"first": names[0], "last": names[-1]}
    some = [
        _("%(year)s: %(count)s") % {"year": name, "count": digits(year.count, language)}
        for year, name in zip(years, names, strict=True)
        if year.count
    ]
    if not some:
        return _("Nothing is recorded for the years from %(first)s to %(last)s.") % ends
    return _("Entries per year from %(first)s to %(last)s; %(counts)s; no others.") % (
        ends | {"counts": _("; ").join(some)}
    )
