"""By what a city's history can be narrowed, and how many entries each choice holds."""

from collections import Counter
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Count, OuterRef, Q, Subquery

from diplomacy.calendars import Language
from diplomacy.registry.models import City, CooperationArea, DiplomacyLayer, Entry, EntryCity

from .counting import years_holding
from .sectors import Sector, sectors_of_city
from .timeline import Timeline

Placed = TypeVar("Placed", CooperationArea, DiplomacyLayer)


@dataclass(frozen=True, slots=True)
class Facets:
    """What the whole history holds, whatever of it is shown.

    Every kind in its order, none left out; the areas that it touches and the layers under which
    they were placed; the sectors that took part; the years of the language's first calendar that
    hold something, from last to first.
    """

    entries: int
    kinds: tuple[tuple[Entry.Kind, int], ...]
    areas: tuple[tuple[CooperationArea, int], ...]
    layers: tuple[tuple[DiplomacyLayer, int], ...]
    sectors: tuple[tuple[Sector, int], ...]
    years: tuple[tuple[int, int], ...]


def facets(city: City, shown: Timeline, language: Language) -> Facets:
    """Return by what the city's history can be narrowed.

    One query where the whole history is on the page, else three, however long it is.
    """
    if shown.is_whole:
        rows = [(entry.kind, entry.ordering_day, 1) for entry in shown.entries]
        touched = [{row.area for row in entry.area_rows.all()} for entry in shown.entries]
        areas = Counter(area for some in touched for area in some)
        layers = Counter(layer for some in touched for layer in {area.layer for area in some})
    else:
        public = EntryCity.objects.filter(city=city, public=True)
        counted = public.order_by().values_list("kind", "day").annotate(Count("id"))
        rows = list(counted)
        found = _areas(city)
        areas = {area: area.number for area in found}
        layers = {area.layer: area.of_layer for area in found}
    kinds = Counter()
    for kind, _day, number in rows:
        kinds[kind] += number
    return Facets(
        entries=kinds.total(),
        kinds=tuple((kind, kinds[kind]) for kind in Entry.Kind),
        areas=_in_order(areas),
        layers=_in_order({layer: number for layer, number in layers.items() if layer}),
        sectors=sectors_of_city(city),
        years=years_holding(((day, number) for _kind, day, number in rows), language),
    )


def _areas(city: City) -> list[CooperationArea]:
    """Return the areas of the city's entries, with their `number` and that `of_layer`."""
    of_city = Q(entry_rows__entry__city_rows__city=city, entry_rows__entry__city_rows__public=True)
    in_layer = EntryCity.objects.filter(
        city=city, public=True, entry__area_rows__area__layer=OuterRef("layer")
    )
    counted = in_layer.order_by().values("city").annotate(n=Count("entry", distinct=True))
    return list(
        CooperationArea.objects.filter(of_city)
        .select_related("layer")
        .annotate(number=Count("entry_rows"), of_layer=Subquery(counted.values("n")))
    )


def _in_order(numbers: dict[Placed, int]) -> tuple[tuple[Placed, int], ...]:
    return tuple(sorted(numbers.items(), key=lambda one: (one[0].position, one[0].key)))
