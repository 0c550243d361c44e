"""By what a city's history can be narrowed, and how many entries each choice holds."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q

from diplomacy.calendars import Language
from diplomacy.registry.models import City, CooperationArea, Entry, EntryCity

from .counting import years_holding
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class Facets:
    """What the whole history holds, whatever of it is shown.

    Every kind in its order, none left out; the areas that it touches; the years of the
    language's first calendar that hold something, from last to first.
    """

    entries: int
    kinds: tuple[tuple[Entry.Kind, int], ...]
    areas: tuple[tuple[CooperationArea, int], ...]
    years: tuple[tuple[int, int], ...]


def facets(city: City, shown: Timeline, language: Language) -> Facets:
    """Return by what the city's history can be narrowed.

    No query where the whole history is on the page, else two, however long it is.
    """
    if shown.is_whole:
        rows = [(entry.kind, entry.ordering_day, 1) for entry in shown.entries]
        areas = Counter(row.area for entry in shown.entries for row in entry.area_rows.all())
    else:
        public = EntryCity.objects.filter(city=city, public=True)
        counted = public.order_by().values_list("kind", "day").annotate(Count("id"))
        rows = list(counted)
        areas = _areas(city)
    kinds = Counter()
    for kind, _day, number in rows:
        kinds[kind] += number
    return Facets(
        entries=kinds.total(),
        kinds=tuple((kind, kinds[kind]) for kind in Entry.Kind),
        areas=tuple(sorted(areas.items(), key=lambda one: (one[0].position, one[0].key))),
        years=years_holding(((day, number) for _kind, day, number in rows), language),
    )


def _areas(city: City) -> Counter[CooperationArea]:
    of_city = Q(entry_rows__entry__city_rows__city=city, entry_rows__entry__city_rows__public=True)
    found = CooperationArea.objects.filter(of_city).annotate(number=Count("entry_rows"))
    return Counter({area: area.number for area in found})
