"""Entries of all kinds by what the history of a tie is narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Entry, EntryArea

from .base import ChoiceFilter, ListFilter
from .entries import in_year
from .subjects import naming_city


class TimelineFilter(ListFilter):
    """Entries by city, kinds, area, layer of the area and year, as on the page of a tie.

    That page counts its choices over the history of its city; here nothing is counted.
    """

    city = ChoiceFilter(label=_("City"), method="of_city")
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), field_name="kind", choices=Entry.Kind.choices, distinct=False
    )
    area = ChoiceFilter(label=_("Area"), method="of_area")
    layer = ChoiceFilter(label=_("Layer"), method="of_layer")
    year = ChoiceFilter(label=_("Year"), method="of_year")

    class Meta:
        model = Entry
        fields: list[str] = []

    def of_city(self, queryset, name: str, value: str):
        """Keep the entries that name the city."""
        return naming_city(queryset, value)

    def of_area(self, queryset, name: str, value: str):
        """Keep the entries that touch the area."""
        return queryset.filter(pk__in=_touching(area__key=value))

    def of_layer(self, queryset, name: str, value: str):
        """Keep the entries that touch an area of the layer."""
        return queryset.filter(pk__in=_touching(area__layer__key=value))

    def of_year(self, queryset, name: str, value: str):
        """Keep the entries that are listed under the year."""
        return in_year(queryset, int(value))


def _touching(**areas: str):
    return EntryArea.objects.filter(**areas).values("entry")
