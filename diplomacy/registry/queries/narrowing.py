"""By what a city's history can be narrowed, and how many entries each choice holds."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import QuerySet

from diplomacy.calendars import Language
from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import (
    City,
    CooperationArea,
    DiplomacyLayer,
    Entry,
    EntryArea,
    EntryCity,
)

from .counting import years_holding
from .sectors import Sector, sectors_of_city
from .timeline_shape import Held, Timeline

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


def facets(city: City, shown: Timeline, days: Iterable[Held], language: Language) -> Facets:
    """Return by what the city's history, of which `days` are the whole, can be narrowed.

    One query where the whole history is on the page, else three, however long it is.
    """
    if shown.is_whole:
        touched = [{row.area for row in entry.area_rows.all()} for entry in shown.entries]
        areas = Counter(area for some in touched for area in some)
        layers = Counter(layer for some in touched for layer in {area.layer for area in some})
    else:
        areas, layers = _areas(city)
    kinds = Counter()
    for kind, _day, number in days:
        kinds[kind] += number
    return Facets(
        entries=kinds.total(),
        kinds=tuple((kind, kinds[kind]) for kind in Entry.Kind),
        areas=_in_order(areas),
        layers=_in_order({layer: number for layer, number in layers.items() if layer}),
        sectors=sectors_of_city(city, kinds.total()),
        years=years_holding(((day, number) for _kind, day, number in days), language),
    )


def _areas(city: City) -> tuple[Counter[CooperationArea], Counter[DiplomacyLayer]]:
    """Return the areas of the city's entries, and their layers, with how many touch each.

    An entry that touches two areas of a layer is one of the layer's.
    """
    touched: dict[int, list[int]] = defaultdict(list)
    for entry, area in _touched(city):
        touched[area].append(entry)
    areas = {area.pk: area for area in _with_layers(list(touched))}
    of_layer: dict[DiplomacyLayer, set[int]] = defaultdict(set)
    for pk, entries in touched.items():
        if layer := areas[pk].layer:
            of_layer[layer].update(entries)
    return (
        Counter({areas[pk]: len(entries) for pk, entries in touched.items()}),
        Counter({layer: len(entries) for layer, entries in of_layer.items()}),
    )


@kept
def _touched(city: City) -> QuerySet:
    # By the keys of entries: their own table is not read for it.
    entries = EntryCity.objects.filter(city=city, public=True).order_by().values("entry")
    return EntryArea.objects.filter(entry__in=entries).order_by().values_list("entry_id", "area_id")


@kept
def _with_layers(areas: list[int]) -> QuerySet[CooperationArea]:
    return CooperationArea.objects.filter(pk__in=areas).select_related("layer").order_by()


def _in_order(numbers: dict[Placed, int]) -> tuple[tuple[Placed, int], ...]:
    return tuple(sorted(numbers.items(), key=lambda one: (one[0].position, one[0].key)))
