"""Entries of one kind by the city that they name, their year, and what only their kind has."""

from datetime import date

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import (
    Agreement,
    Delegation,
    Entry,
    Event,
    Restriction,
)
from diplomacy.registry.queries.counting import years_between, years_holding
from diplomacy.registry.queries.entry_list import Offered
from diplomacy.registry.queries.paging import WALKED
from diplomacy.registry.queries.timeline import year_bounds

from .base import ChoiceFilter
from .subjects import CityNarrowing, naming_city


class EntryFilter(CityNarrowing):
    """Entries by the city that they name."""

    class Meta:
        model = Entry
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset, offered: Offered) -> None:
        super().__init__(data, queryset, offered.cities, is_counted=offered.is_counted)

    def of_city(self, queryset, name: str, value: str):
        """Keep the entries that name the city."""
        return naming_city(queryset, value)


class DatedEntryFilter(EntryFilter):
    """Entries also by their year; one below 1600 is Solar Hijri."""

    year = ChoiceFilter(label=_("Year"), empty_label=_("all years"), method="of_year")
    counted_too = ("ordering_day",)

    def __init__(self, data: QueryDict, queryset, offered: Offered) -> None:
        super().__init__(data, queryset, offered)
        counts = self._years(offered)
        years, asked = list(counts), data.get("year", "")
        # A year of the other calendar comes along when a reader changes the language.
        bounds = year_bounds(int(asked)) if asked.isdecimal() and len(asked) == 4 else None
        if bounds and asked not in counts:
            years.append(asked)
            within = self.queryset.filter(_within(*bounds))
            counts[asked] = within.count() if self.is_counted else None
        self.offer("year", [(year, digits(year, active_language())) for year in years], counts)

    def _years(self, offered: Offered) -> dict[str, int | None]:
        """Return the years that hold something, with their entries where these are counted."""
        language = active_language()
        if self._rows is None:
            years = years_between(offered.first, offered.last, language)
            return {str(year): None for year in years}
        # The day stands last among the columns.
        days = ((row[-2], row[-1]) for row in self._rows)
        return {str(year): number for year, number in years_holding(days, language)}

    def of_year(self, queryset, name: str, value: str):
        """Keep the entries that are listed under the year."""
        return in_year(queryset, int(value))


def in_year(entries: QuerySet[Entry], year: int) -> QuerySet[Entry]:
    """Keep the entries that are listed under a year that can be dated."""
    first, following = year_bounds(year)
    entries = entries.filter(_within(first, following))
    if (walked := WALKED["ordering_day"]) in entries.query.annotations:
        bounds = {f"{walked}__gte": first, f"{walked}__lt": following}
        entries = entries.filter(**bounds)
    return entries


def _within(first: date, following: date) -> Q:
    return Q(ordering_day__gte=first, ordering_day__lt=following)


class AgreementFilter(DatedEntryFilter):
    """Agreements also by the class of the paper."""

    instrument = ChoiceFilter(
        field_name="aspect",
        label=_("Class of the paper"),
        empty_label=_("all classes"),
        choices=Agreement.Instrument.choices,
    )


class DelegationFilter(DatedEntryFilter):
    """Visits also by who travelled."""

    direction = ChoiceFilter(
        field_name="aspect",
        label=_("Direction"),
        empty_label=_("all directions"),
        choices=Delegation.Direction.choices,
    )


class EventFilter(DatedEntryFilter):
    """Events also by what they were, words among them, and by what they offer residents."""

    type = ChoiceFilter(
        field_name="aspect",
        label=_("Type"),
        empty_label=_("all types"),
        choices=Event.Type.choices,
    )
    offer = ChoiceFilter(
        field_name="event__offer",
        label=_("Open to residents as"),
        empty_label=_("anything or nothing"),
        choices=Event.Offer.choices,
    )

    def __init__(self, data: QueryDict, queryset, offered: Offered) -> None:
        super().__init__(data, queryset, offered)
        if not self.filters["offer"].extra["choices"]:
            del self.filters["offer"]  # a register without offers asks for none


class RestrictionFilter(DatedEntryFilter):
    """Restrictions also by the channel that they close."""

    scope = ChoiceFilter(
        field_name="aspect",
        label=_("Scope"),
        empty_label=_("all scopes"),
        choices=Restriction.Scope.choices,
    )
