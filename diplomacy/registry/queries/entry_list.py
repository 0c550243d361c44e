"""Lists of one kind of entry, and what they can be narrowed by."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q, QuerySet

from diplomacy.calendars import Language
from diplomacy.registry.models import City, Entry, EntryCity

from .overview import for_feed
from .timeline import years_between


@dataclass(frozen=True, slots=True)
class Offered:
    """The home city, the other cities that entries of a kind name, their years from the last."""

    home: City | None
    cities: tuple[City, ...]
    years: tuple[int, ...]


def offered(kind: Entry.Kind, language: Language) -> Offered:
    """Return by what the published entries of a kind can be narrowed. Two queries.

    Years are of the first calendar of `language`.
    """
    rows = EntryCity.objects.filter(kind=kind, public=True)
    found = list(City.objects.filter(Q(is_home=True) | Q(pk__in=rows.values("city"))))
    ends = rows.filter(day__gt=date.min).aggregate(Min("day"), Max("day"))
    return Offered(
        home=next((city for city in found if city.is_home), None),
        cities=tuple(city for city in found if not city.is_home),
        years=years_between((day for day in ends.values() if day), language),
    )


def published_of_kind(kind: Entry.Kind) -> QuerySet[Entry]:
    """Return the published entries of a kind with their leaf, cities and sources.

    Three queries for a page of it: entries, cities, citations.
    """
    return for_feed(Entry.objects.published().filter(kind=kind))
