"""How many rows a list holds, for each value by which it can be narrowed, and up to how many.

A number that costs a walk over all rows is told up to `MOST_COUNTED` only: readers of a list that
long look for one thing in it, and none of them counts.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db.models import Exists, QuerySet

from diplomacy.calendars import Language, year_heading

from .timeline import by_year, year_start

MOST_COUNTED = 1000
MOST_YEARS = 150  # a slip of the pen in a date makes no endless list


def counted(rows: QuerySet, *columns: str) -> list[tuple[Any, ...]] | None:
    """Return each combination of values in the columns with its number of rows. One query.

    None where there are more than `MOST_COUNTED` rows, of which no more are read.
    """
    plain = rows.prefetch_related(None).order_by()
    # By primary key, which parts rows that a join brings twice.
    found = set(plain.values_list("pk", *columns)[: MOST_COUNTED + 1])
    if len(found) > MOST_COUNTED:
        return None
    return [(*values, number) for values, number in Counter(row[1:] for row in found).items()]


def number_of(rows: QuerySet) -> int:
    """Return how many rows there are, `MOST_COUNTED + 1` for more than can be told. One query."""
    # By primary key, so that nothing is worked out for each row that is only counted.
    return rows.order_by().values("pk")[: MOST_COUNTED + 1].count()


def are_many(rows: QuerySet) -> Exists:
    """Return the condition that there are more rows than are counted."""
    return Exists(rows.order_by()[MOST_COUNTED : MOST_COUNTED + 1])


def years_holding(
    days: Iterable[tuple[date, int]], language: Language
) -> tuple[tuple[int, int], ...]:
    """Return the years that an address can ask for by their number, with their entries."""
    dated: Counter[date] = Counter()
    for day, number in days:
        if day > date.min:
            dated[day] += number
    years = by_year(dated, language)
    offered = (year for year in sorted(years, reverse=True) if year_start(year, language))
    return tuple((year, years[year]) for year in islice(offered, MOST_YEARS))


@lru_cache(maxsize=64)
def years_between(first: date | None, last: date | None, language: Language) -> tuple[int, ...]:
    """Return the years that an address can ask for from that of `last` back to that of `first`."""
    if first is None or last is None:
        return ()
    numbers = range(year_heading(last, language)[0], year_heading(first, language)[0] - 1, -1)
    return tuple(islice((year for year in numbers if year_start(year, language)), MOST_YEARS))
