"""How much is recorded for each of the last years: the pulse of a tie."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet
from msgspec import Struct

from diplomacy.calendars import Language, year_heading
from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import EntryCity

from .timeline import year_bounds

YEARS = 10


class YearCount(Struct, frozen=True):
    """A year of the page's first calendar and how many entries are listed under it."""

    number: int
    count: int


def pulses(
    partners: Iterable[int], language: Language, on: date
) -> dict[int, tuple[YearCount, ...]]:
    """Return for each city, by primary key, the published entries of the last ten years.

    The first year comes first; the last is the one of `on`, counted up to that day. Entries
    without a date are in none. One query, however many cities and entries.
    """
    spans = _spans(language, on)
    wanted = list(partners)
    found = {row["city"]: row for row in _counts(wanted, language=language, on=on)}
    return {
        city: tuple(YearCount(year, found.get(city, {}).get(f"in_{year}", 0)) for year in spans)
        for city in wanted
    }


def pulse_of(
    days: Iterable[tuple[date, int]], language: Language, on: date
) -> tuple[YearCount, ...]:
    """Return the same for one city, of which each day's number of entries is known. No query."""
    spans, counts = _spans(language, on), Counter()
    earliest = min(first for first, _ in spans.values())
    for day, number in days:
        if earliest <= day <= on:
            counts[year_heading(day, language)[0]] += number
    return tuple(YearCount(year, counts[year]) for year in spans)


def _spans(language: Language, on: date) -> dict[int, tuple[date, date]]:
    """Return the ten years with the first day of each and of the one that follows."""
    last = year_heading(on, language)[0]
    years = range(last - YEARS + 1, last + 1)
    return {year: bounds for year in years if (bounds := year_bounds(year))}


@kept
def _counts(cities: list[int], *, language: Language, on: date) -> QuerySet:
    spans = _spans(language, on)
    counts = {
        f"in_{year}": Count("pk", filter=Q(day__gte=first, day__lt=following))
        for year, (first, following) in spans.items()
    }
    earliest = min(first for first, _ in spans.values())
    rows = EntryCity.objects.filter(city__in=cities, public=True, day__gte=earliest, day__lte=on)
    return rows.order_by().values("city").annotate(**counts)
