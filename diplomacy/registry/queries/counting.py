"""How many rows a whole list holds for each value by which it can be narrowed."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import Any

from django.db.models import Count, QuerySet

from diplomacy.calendars import Language, year_heading

from .timeline import year_start

MOST_YEARS = 150  # a slip of the pen in a date makes no endless list


def counted(rows: QuerySet, *columns: str) -> list[tuple[Any, ...]]:
    """Return each combination of values in the columns with its number of rows. One query."""
    plain = rows.prefetch_related(None).order_by()
    return list(plain.values_list(*columns).annotate(Count("pk", distinct=True)))


def years_holding(
    days: Iterable[tuple[date, int]], language: Language
) -> tuple[tuple[int, int], ...]:
    """Return the years that an address can ask for by their number, with their entries."""
    years: Counter[int] = Counter()
    for day, number in days:
        if day > date.min:
            years[year_heading(day, language)[0]] += number
    offered = (year for year in sorted(years, reverse=True) if year_start(year, language))
    return tuple((year, years[year]) for year in islice(offered, MOST_YEARS))
