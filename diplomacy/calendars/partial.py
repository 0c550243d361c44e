"""A date as a source states it: a day, a month, a year, bounds, or nothing.

The text is a subset of the Extended Date/Time Format (ISO 8601-2, levels 1 and 2), in which
years below 1600 are Solar Hijri.
"""

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, Self

from msgspec import Struct

from .conversion import calendar_of, check_day, from_solar_hijri, month_length, solar_hijri
from .errors import DateError
from .words import Calendar

MAX_LENGTH = 100

Precision = Literal[
    "day", "month", "year", "bounds", "not_after", "not_before", "one_of",
    "day_without_year", "unknown",
]  # fmt: skip

_STATED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_YEARLESS = re.compile(r"(sh:)?XXXX-([0-9]{2})-([0-9]{2})")


class StatedDate(Struct, frozen=True):
    """One year, month or day of one calendar; None for what is not stated."""

    calendar: Calendar
    year: int | None
    month: int | None = None
    day: int | None = None

    @property
    def precision(self) -> Literal["day", "month", "year"]:
        return "day" if self.day else "month" if self.month else "year"

    @property
    def first(self) -> date:
        return self._day(self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        month = self.month or 12
        return self._day(month, self.day or month_length(self.calendar, self.year, month))

    def _day(self, month: int, day: int) -> date:
        if self.calendar == "solar_hijri":
            return from_solar_hijri(self.year, month, day)
        return date(self.year, month, day)


class Shape(NamedTuple):
    """What a canonical text says: how precisely, whether about, and of which dates."""

    precision: Precision
    approximate: bool
    dates: tuple[StatedDate, ...]


class PartialDate(Struct, frozen=True):
    """A date as far as it is known. Make one with `parse`, `of` or `calendars.read`.

    `text` is the canonical text, "" when unknown. `first` and `last` are the first and last
    possible day; an open or unknown end is `date.min` or `date.max`. About a year means the
    days of that year: the caution is for the reader, not for filters.
    """

    text: str
    first: date
    last: date

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the date of a canonical text. Raises DateError."""
        return _parse(text)

    @classmethod
    def of(cls, day: date) -> Self:
        """Return the date that is exactly this day, as a Gregorian one.

        Raises DateError `year_out_of_range`.
        """
        # A Gregorian year below 1600 would be taken for a Solar Hijri one.
        solar_hijri(day)
        return _parse(day.isoformat())

    def __str__(self) -> str:
        return self.text

    @property
    def is_known(self) -> bool:
        """Whether anything is recorded, a day without its year included."""
        return self.text != ""

    @property
    def is_day(self) -> bool:
        """Whether it is one certain day."""
        return self.precision == "day" and not self.approximate

    @property
    def precision(self) -> Precision:
        return shape(self.text).precision

    @property
    def approximate(self) -> bool:
        return shape(self.text).approximate

    @property
    def calendar(self) -> Calendar:
        """The calendar that the source used; Gregorian when unknown."""
        dates = shape(self.text).dates
        return dates[0].calendar if dates else "gregorian"

    @property
    def ordering_day(self) -> date:
        """The middle of the span, the known bound of a half-open one, else `date.min`."""
        if self.first == date.min:
            return date.min if self.last == date.max else self.last
        if self.last == date.max:
            return self.first
        return date.fromordinal((self.first.toordinal() + self.last.toordinal()) // 2)


@lru_cache(maxsize=4096)
def shape(text: str) -> Shape:
    """Return what a canonical text says. Raises DateError."""
    if len(text) > MAX_LENGTH:
        raise DateError("too_long", limit=MAX_LENGTH)
    if not text:
        return Shape("unknown", False, ())
    if yearless := _YEARLESS.fullmatch(text):
        return Shape("day_without_year", False, (_yearless(*yearless.groups()),))
    if text.startswith("[") and text.endswith("]"):
        return _bracketed(text)
    stated = _stated(text.removesuffix("~"), text)
    return Shape(stated.precision, text.endswith("~"), (stated,))


@lru_cache(maxsize=4096)
def _parse(text: str) -> PartialDate:
    precision, _, dates = shape(text)
    if precision in ("unknown", "day_without_year"):
        return PartialDate(text, date.min, date.max)
    first = date.min if precision == "not_after" else dates[0].first
    last = date.max if precision == "not_before" else dates[-1].last
    return PartialDate(text, first, last)


def _yearless(prefix: str | None, month: str, day: str) -> StatedDate:
    calendar = "solar_hijri" if prefix else "gregorian"
    check_day(calendar, None, int(month), int(day))
    return StatedDate(calendar, None, int(month), int(day))


def _stated(part: str, text: str) -> StatedDate:
    match = _STATED.fullmatch(part)
    if not match:
        raise DateError("not_understood", text=text)
    year, month, day = (int(group) if group else None for group in match.groups())
    calendar = calendar_of(year)
    if day is not None:
        check_day(calendar, year, month, day)
    elif month is not None:
        month_length(calendar, year, month)
    return StatedDate(calendar, year, month, day)


def _bracketed(text: str) -> Shape:
    inner = text[1:-1]
    start, bounded, end = inner.partition("..")
    if bounded and not start:
        return Shape("not_after", False, (_stated(end, text),))
    if bounded and not end:
        return Shape("not_before", False, (_stated(start, text),))
    parts = (start, end) if bounded else inner.split(",")
    if len(parts) < 2:
        raise DateError("not_understood", text=text)
    dates = tuple(_stated(part, text) for part in parts)
    if len({stated.calendar for stated in dates}) > 1:
        raise DateError("mixed_calendars")
    if bounded:
        if dates[0].first > dates[1].last:
            raise DateError("bounds_reversed")
        return Shape("bounds", False, dates)
    if any(one.last >= next_.first for one, next_ in pairwise(dates)):
        raise DateError("bounds_reversed")
    return Shape("one_of", False, dates)


UNKNOWN = PartialDate.parse("")
