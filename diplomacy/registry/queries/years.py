"""Years of both calendars: which hold entries, how many of each kind, what comes next.

An entry belongs to the year of its ordering day, whatever else its date leaves open. A year
below 1600 is Solar Hijri, any other Gregorian.
"""

from collections import Counter, defaultdict
from datetime import date

from django.db.models import Count, QuerySet
from msgspec import Struct

from diplomacy.calendars import (
    Calendar,
    DateError,
    Language,
    PartialDate,
    pair,
    solar_hijri,
    write,
)
from diplomacy.registry.models import Entry

from .overview import for_feed
from .timeline import LONG_SILENCE, year_bounds


class Year(Struct, frozen=True):
    """A year of one calendar: its first day and the first of the next one."""

    number: int
    first: date
    following: date

    @property
    def calendar(self) -> Calendar:
        return PartialDate.parse(str(self.number)).calendar

    @property
    def overlapping(self) -> tuple[int, ...]:
        """Return the numbers of the two years of the other calendar that it overlaps."""
        start = self.number + 621 if self.calendar == "solar_hijri" else self.number - 622
        return tuple(number for number in (start, start + 1) if year(number))

    def name(self, language: Language) -> str:
        """Return the year in its own calendar: "2025", "伊朗历1404年"."""
        return write(PartialDate.parse(str(self.number)), language, self.calendar)

    def other_name(self, language: Language) -> str:
        """Return the years of the other calendar that it overlaps: "1403–04"."""
        written = pair(PartialDate.parse(str(self.number)), language)
        return next(text for text in written if text != self.name(language))

    def holds(self, value: PartialDate) -> bool:
        """Whether the date surely lies in the year, on each of its possible days."""
        return self.first <= value.first and value.last < self.following


class CountedYear(Struct, frozen=True):
    """A year with its published entries by kind; only kinds that it has.

    `silent_years` is the number of years without an entry between this one and the one listed
    before it, 0 where that is not worth saying.
    """

    year: Year
    counts: tuple[tuple[Entry.Kind, int], ...]
    silent_years: int = 0

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


class YearDetail(Struct, frozen=True):
    """A year with its counts, and the nearest years that hold an entry, None for none."""

    counted: CountedYear
    before: Year | None
    after: Year | None


def year(number: int) -> Year | None:
    """Return the year of this number, None where no date can have it."""
    try:
        PartialDate.parse(str(number))
    except DateError:
        return None
    bounds = year_bounds(number)
    return Year(number, *bounds) if bounds else None


def year_of(day: date, calendar: Calendar) -> Year | None:
    """Return the year that the day is listed under, None beyond what the calendar supports."""
    found = year(solar_hijri(day)[0] if calendar == "solar_hijri" else day.year)
    return found if found and found.calendar == calendar else None


def counted_years(calendar: Calendar) -> list[CountedYear]:
    """Return the years that hold a published entry, the last one first.

    One query: the entries counted by kind and day, from an index.
    """
    counts: dict[Year, Counter] = defaultdict(Counter)
    for kind, day, number in (
        _dated().values_list("kind", "ordering_day").annotate(Count("pk")).order_by()
    ):
        if found := year_of(day, calendar):
            counts[found][kind] += number
    listed: list[CountedYear] = []
    for found in sorted(counts, key=lambda one: -one.number):
        silent = listed[-1].year.number - found.number - 1 if listed else 0
        worth = silent if silent >= LONG_SILENCE else 0
        listed.append(CountedYear(found, _by_kind(counts[found]), worth))
    return listed


def number_of_undated() -> int:
    """Return how many published entries are in no year. One query."""
    return Entry.objects.published().filter(ordering_day=date.min).count()


def year_detail(shown: Year) -> YearDetail:
    """Return the year with its counts and its neighbours. Three queries."""
    within = _dated().filter(ordering_day__gte=shown.first, ordering_day__lt=shown.following)
    counts = Counter(dict(within.values_list("kind").annotate(Count("pk")).order_by()))
    earlier = _dated().filter(ordering_day__lt=shown.first).order_by("-ordering_day", "-id")
    later = _dated().filter(ordering_day__gte=shown.following).order_by("ordering_day", "id")
    before, after = (_first_day(found) for found in (earlier, later))
    return YearDetail(
        CountedYear(shown, _by_kind(counts)),
        before and year_of(before, shown.calendar),
        after and year_of(after, shown.calendar),
    )


def entries_of_year(shown: Year) -> QuerySet[Entry]:
    """Return the published entries that belong to the year. Three queries for a page of it."""
    return for_feed(
        Entry.objects.published().filter(
            ordering_day__gte=shown.first, ordering_day__lt=shown.following
        )
    )


def _dated() -> QuerySet[Entry]:
    return Entry.objects.published().filter(ordering_day__gt=date.min)


def _first_day(found: QuerySet[Entry]) -> date | None:
    return found.values_list("ordering_day", flat=True).first()


def _by_kind(counts: Counter) -> tuple[tuple[Entry.Kind, int], ...]:
    return tuple((kind, counts[kind.value]) for kind in Entry.Kind if counts[kind.value])
