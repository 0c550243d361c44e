"""By what a city's history can be narrowed, and how many entries each choice holds."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet
from msgspec import Struct

from diplomacy.calendars import Language
from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    City,
    CooperationArea,
    DiplomacyLayer,
    Entry,
)

from .along import rows_along
from .counting import years_holding
from .sectors import Sector, sectors_by_number, sectors_of_city
from .timeline_shape import Timeline
from .whole_history import Held

Placed = TypeVar("Placed", CooperationArea, DiplomacyLayer)


class Facets(Struct, frozen=True):
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


def facets(city: City, shown: Timeline, days: Iterable[Held], language: Language) -> Facets:
    """Return by what the city's history, of which `days` are the whole, can be narrowed.

    One query, however long it is.
    """
    if shown.is_whole:
        touched = [{row.area for row in rows_along(entry, "area_rows")} for entry in shown.entries]
        areas = Counter(area for some in touched for area in some)
        layers = Counter(layer for some in touched for layer in {area.layer for area in some})
    else:
        areas, layers = _areas(shown.whole.areas)
    kinds = Counter()
    for kind, _day, number in days:
        kinds[kind] += number
    return Facets(
        entries=kinds.total(),
        kinds=tuple((kind, kinds[kind]) for kind in Entry.Kind),
        areas=_in_order(areas),
        layers=_in_order({layer: number for layer, number in layers.items() if layer}),
        sectors=sectors_by_number(shown.whole.sectors, kinds.total())
        if shown.whole
        else sectors_of_city(city, kinds.total()),
        years=years_holding(((day, number) for _kind, day, number in days), language),
    )


def _areas(
    touched: dict[int, list[int]],
) -> tuple[Counter[CooperationArea], Counter[DiplomacyLayer]]:
    """Return the areas, each with the entries that touch it, and their layers, with how many do.

    An entry that touches two areas of a layer is one of the layer's.
    """
    areas = {area.pk: area for area in _with_layers(list(touched))}
    touched = {pk: entries for pk, entries in touched.items() if pk in areas}  # some may be gone
    of_layer: dict[DiplomacyLayer, set[int]] = defaultdict(set)
    for pk, entries in touched.items():
        if layer := areas[pk].layer:
            of_layer[layer].update(entries)
    return (
        Counter({areas[pk]: len(entries) for pk, entries in touched.items()}),
        Counter({layer: len(entries) for layer, entries in of_layer.items()}),
    )


@kept
def _with_layers(areas: list[int]) -> QuerySet[CooperationArea]:
    return CooperationArea.objects.filter(pk__in=areas).select_related("layer").order_by()


def _in_order(numbers: dict[Placed, int]) -> tuple[tuple[Placed, int], ...]:
    return tuple(sorted(numbers.items(), key=lambda one: (one[0].position, one[0].key)))
