"""Entries of one kind by the city that they name, their year, and what only their kind has."""

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Agreement, Delegation, Entry, EntryCity
from diplomacy.registry.queries.entry_list import Offered
from diplomacy.registry.queries.timeline import year_bounds


class EntryFilter(django_filters.FilterSet):
    """Entries by the city that they name and by their year.

    A year below 1600 is Solar Hijri. An unknown value narrows nothing; its name is in `ignored`.
    """

    city = django_filters.ChoiceFilter(
        label=_("City"), empty_label=_("all cities"), method="of_city"
    )
    year = django_filters.ChoiceFilter(
        label=_("Year"), empty_label=_("all years"), method="of_year"
    )

    class Meta:
        model = Entry
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset, offered: Offered) -> None:
        super().__init__(data, queryset)
        years = [str(year) for year in offered.years]
        asked = data.get("year", "")
        # A year of the other calendar comes along when a reader changes the language.
        if asked not in years and asked.isdecimal() and len(asked) == 4 and year_bounds(int(asked)):
            years.append(asked)
        names = [(city.key, str(city.name)) for city in offered.cities]
        self.filters["city"].extra["choices"] = sorted(names, key=lambda one: one[1])
        self.filters["year"].extra["choices"] = [
            (year, digits(year, active_language())) for year in years
        ]

    def of_city(self, queryset, name: str, value: str):
        """Keep the entries that name the city."""
        rows = EntryCity.objects.filter(city__key=value, public=True)
        return queryset.filter(pk__in=rows.values("entry"))

    def of_year(self, queryset, name: str, value: str):
        """Keep the entries that are listed under the year."""
        first, following = year_bounds(int(value))
        return queryset.filter(ordering_day__gte=first, ordering_day__lt=following)

    @property
    def ignored(self) -> list[str]:
        """Return the labels of the parameters whose value is unknown."""
        return [str(self.form.fields[name].label) for name in self.form.errors]


class AgreementFilter(EntryFilter):
    """Agreements also by the class of the paper."""

    instrument = django_filters.ChoiceFilter(
        field_name="agreement__instrument",
        label=_("Class of the paper"),
        empty_label=_("all classes"),
        choices=Agreement.Instrument.choices,
    )


class DelegationFilter(EntryFilter):
    """Visits also by who travelled."""

    direction = django_filters.ChoiceFilter(
        field_name="delegation__direction",
        label=_("Direction"),
        empty_label=_("all directions"),
        choices=Delegation.Direction.choices,
    )
