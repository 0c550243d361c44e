"""How much is recorded for each of the last years: the pulse of a tie."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from diplomacy.calendars import Language, year_heading
from diplomacy.registry.models import EntryCity

from .timeline import year_bounds

YEARS = 10


@dataclass(frozen=True, slots=True)
class YearCount:
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
    last = year_heading(on, language)[0]
    spans = {
        year: bounds for year in range(last - YEARS + 1, last + 1) if (bounds := year_bounds(year))
    }
    counts = {
        f"in_{year}": Count("pk", filter=Q(day__gte=first, day__lt=following))
        for year, (first, following) in spans.items()
    }
    wanted = list(partners)
    earliest = min(first for first, _ in spans.values())
    rows = EntryCity.objects.filter(city__in=wanted, public=True, day__gte=earliest, day__lte=on)
    found = {row["city"]: row for row in rows.order_by().values("city").annotate(**counts)}
    return {
        city: tuple(YearCount(year, found.get(city, {}).get(f"in_{year}", 0)) for year in spans)
        for city in wanted
    }
