"""Fields of work, organisations and people, and the entries on a page about one of them."""

import re
from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import (
    City,
    CooperationArea,
    Entry,
    EntryArea,
    Organisation,
    Person,
)
from diplomacy.registry.queries.counting import MOST_COUNTED
from diplomacy.registry.queries.entry_list import Place
from diplomacy.registry.queries.paging import WALKED
from diplomacy.registry.queries.touched import areas_of_cities

from .base import ChoiceFilter, ListFilter

CITY_KEY = re.compile(r"[a-z0-9-]{1,80}")


class CityNarrowing(ListFilter):
    """By one of the cities, each with its `number` of rows, in the order of their names.

    A chosen one that is not among them stays all the same, as long as it is public.
    """

    city = ChoiceFilter(label=_("City"), empty_label=_("all cities"), method="of_city")

    def __init__(
        self, data: QueryDict, queryset, cities: Iterable[City | Place], **known: bool
    ) -> None:
        super().__init__(data, queryset, **known)
        in_order = sorted(cities, key=lambda city: city.sort_key)
        numbers = {city.key: city.number for city in in_order}
        chosen = data.get("city", "")
        if chosen not in numbers and not self.is_counted and CITY_KEY.fullmatch(chosen):
            in_order += City.objects.published().filter(key=chosen)
            numbers[chosen] = None
        self.offer("city", [(city.key, city) for city in in_order], numbers)

    def of_city(self, queryset, name: str, value: str):
        """Keep what has to do with the city."""
        raise NotImplementedError


def naming_city(entries: QuerySet[Entry], key: str) -> QuerySet[Entry]:
    """Keep the entries that name the city with this key; pages of them walk the rows of the city.

    The city is looked up apart, so that the order of its rows in the index is that of the page.
    """
    city = City.objects.filter(key=key).values("pk")[:1]
    rows = {"city_rows__city": Subquery(city), "city_rows__public": True}
    found = entries.filter(**rows, city_rows__kind=F("kind"))
    return found.annotate(
        **{WALKED["ordering_day"]: F("city_rows__day"), WALKED["id"]: F("city_rows__entry")}
    )


class AreaFilter(CityNarrowing):
    """Areas by the partner whose entries touch them."""

    class Meta:
        model = CooperationArea
        fields: list[str] = []

    def of_city(self, queryset, name: str, value: str):
        touched = areas_of_cities(City.objects.filter(key=value).values("pk"))
        return queryset.filter(pk__in=[area for _city, area in touched])


class OrganisationFilter(CityNarrowing):
    """Organisations by kind and by the city that they speak for."""

    kind = ChoiceFilter(
        label=_("Kind"), empty_label=_("all kinds"), choices=Organisation.Kind.choices
    )

    class Meta:
        model = Organisation
        fields: list[str] = []

    def of_city(self, queryset, name: str, value: str):
        return queryset.filter(city__key=value)


class PersonFilter(CityNarrowing):
    """People by the city for whose organisations they held office."""

    class Meta:
        model = Person
        fields: list[str] = []

    def of_city(self, queryset, name: str, value: str):
        of_city = Person.objects.filter(terms__organisation__city__key=value)
        return queryset.filter(pk__in=of_city.values("pk"))


class KindFilter(ListFilter):
    """Entries by kind."""

    kind = ChoiceFilter(label=_("Kind"), empty_label=_("all kinds"), choices=Entry.Kind.choices)

    class Meta:
        model = Entry
        fields: list[str] = []


class StandingFilter(ChoiceFilter):
    """Entries by how they touch the area, asked of the rows that say so.

    Of a value worked out for each entry PostgreSQL thinks so few that it puts all in order.
    """

    def filter(self, queryset: QuerySet[Entry], value: str) -> QuerySet[Entry]:
        said = self.parent.rows.filter(standing=value)
        return queryset.filter(Exists(said)) if value else queryset


class AreaEntryFilter(KindFilter):
    """Entries that touch an area also by whether they agree on it or only expect it.

    How many there are the area has been told already (`areas.count_entries`).
    """

    standing = StandingFilter(
        field_name="standing_here",
        label=_("In this area"),
        empty_label=_("agreed and expected"),
        choices=EntryArea.Standing.choices,
    )

    def __init__(self, data: QueryDict, queryset, area: CooperationArea) -> None:
        self.rows = EntryArea.objects.filter(area=area, entry=OuterRef("pk"))
        number = area.agreed + area.expected
        super().__init__(data, queryset, is_counted=number <= MOST_COUNTED)
