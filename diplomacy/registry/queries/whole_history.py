"""What the whole history of a city holds, whatever page of it is shown: asked in one statement."""

from collections import defaultdict
from datetime import date
from typing import Any

import msgspec
from django.db.models import Count, QuerySet, Subquery, TextField
from msgspec import Struct

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import City, EntryArea, EntryCity

from .along import told_of
from .sectors import SECTOR_NUMBERS, sector_numbers

Held = tuple[str, date, int]  # how many entries of a kind a day holds


class GroupsTold(Subquery):
    """The rows of a query that groups as one JSON text, each a list of columns, in no order."""

    def __init__(self, rows: QuerySet, *columns: str) -> None:
        super().__init__(rows.order_by().values_list(*columns), output_field=TextField())
        self.row = ", ".join(f'"{column}"' for column in columns)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        return self.as_sql(
            compiler, connection, template=self._from(f"json_group_array(json_array({self.row}))")
        )

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        told = f"json_agg(json_build_array({self.row}))::text"
        return self.as_sql(compiler, connection, template=self._from(told))

    @staticmethod
    def _from(told: str) -> str:
        return f"(SELECT {told} FROM (%(subquery)s) told)"


class WholeHistory(Struct, frozen=True):
    """How many entries of each kind each day holds, and what the entries touch.

    `areas` tells of each area, by primary key, which entries touch it; `sectors` the rows of
    `sectors.sector_numbers`.
    """

    days: list[Held]
    areas: dict[int, list[int]]
    sectors: list[tuple]


def whole_history(city: City) -> WholeHistory:
    """Return what the published entries that name the city hold. One query.

    Of texts: thousands of rows cost more to be handed over one by one than to be found.
    """
    days, touched, sectors = _told_of(city)[0]
    areas: dict[int, list[int]] = defaultdict(list)
    for area, entry in msgspec.json.decode(touched or "[]"):
        areas[area].append(entry)
    return WholeHistory(
        days=msgspec.json.decode(days or "[]", type=list[tuple[str, date, int]]),
        areas=dict(areas),
        sectors=msgspec.json.decode(sectors or "[]", type=list[tuple]),
    )


@kept
def _told_of(city: City) -> QuerySet:
    rows = EntryCity.objects.filter(city=city, public=True).order_by()
    # Rows, not keys are counted: the index that has days and kinds has no keys of rows.
    days = rows.values("kind", "day").annotate(number=Count("*"))
    # By the keys of entries: their own table is not read for it.
    touched = EntryArea.objects.filter(entry__in=rows.values("entry"))
    return (
        City.objects.order_by()
        .filter(pk=city)
        .values_list(
            GroupsTold(days, "kind", "day", "number"),
            Subquery(told_of(touched, "area_id", "entry_id")),
            GroupsTold(sector_numbers(city), *SECTOR_NUMBERS),
        )
    )
