"""Entries of one kind by the city that they name, their year, and what only their kind has."""

import django_filters
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import (
    Agreement,
    Commitment,
    CommitmentReview,
    Delegation,
    Entry,
    EntryCity,
    Event,
    Restriction,
)
from diplomacy.registry.queries.entry_list import Offered
from diplomacy.registry.queries.timeline import year_bounds

from .base import ListFilter


class EntryFilter(ListFilter):
    """Entries by the city that they name."""

    city = django_filters.ChoiceFilter(
        label=_("City"), empty_label=_("all cities"), method="of_city"
    )

    class Meta:
        model = Entry
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset, offered: Offered) -> None:
        super().__init__(data, queryset)
        names = [(city.key, str(city.name)) for city in offered.cities]
        self.filters["city"].extra["choices"] = sorted(names, key=lambda one: one[1])

    def of_city(self, queryset, name: str, value: str):
        """Keep the entries that name the city."""
        rows = EntryCity.objects.filter(city__key=value, public=True)
        return queryset.filter(pk__in=rows.values("entry"))


class DatedEntryFilter(EntryFilter):
    """Entries also by their year; one below 1600 is Solar Hijri."""

    year = django_filters.ChoiceFilter(
        label=_("Year"), empty_label=_("all years"), method="of_year"
    )

    def __init__(self, data: QueryDict, queryset, offered: Offered) -> None:
        super().__init__(data, queryset, offered)
        years = [str(year) for year in offered.years]
        asked = data.get("year", "")
        # A year of the other calendar comes along when a reader changes the language.
        if asked not in years and asked.isdecimal() and len(asked) == 4 and year_bounds(int(asked)):
            years.append(asked)
        self.filters["year"].extra["choices"] = [
            (year, digits(year, active_language())) for year in years
        ]

    def of_year(self, queryset, name: str, value: str):
        """Keep the entries that are listed under the year."""
        first, following = year_bounds(int(value))
        return queryset.filter(ordering_day__gte=first, ordering_day__lt=following)


class AgreementFilter(DatedEntryFilter):
    """Agreements also by the class of the paper."""

    instrument = django_filters.ChoiceFilter(
        field_name="agreement__instrument",
        label=_("Class of the paper"),
        empty_label=_("all classes"),
        choices=Agreement.Instrument.choices,
    )


class DelegationFilter(DatedEntryFilter):
    """Visits also by who travelled."""

    direction = django_filters.ChoiceFilter(
        field_name="delegation__direction",
        label=_("Direction"),
        empty_label=_("all directions"),
        choices=Delegation.Direction.choices,
    )


class EventFilter(DatedEntryFilter):
    """Events also by what they were, words among them."""

    type = django_filters.ChoiceFilter(
        field_name="event__type",
        label=_("Type"),
        empty_label=_("all types"),
        choices=Event.Type.choices,
    )


class RestrictionFilter(DatedEntryFilter):
    """Restrictions also by the channel that they close."""

    scope = django_filters.ChoiceFilter(
        field_name="restriction__scope",
        label=_("Scope"),
        empty_label=_("all scopes"),
        choices=Restriction.Scope.choices,
    )


class CommitmentFilter(EntryFilter):
    """Promises also by force, by the last verdict (`queries.entry_list`) and by when due."""

    force = django_filters.ChoiceFilter(
        field_name="commitment__force",
        label=_("Force"),
        empty_label=_("all forces"),
        choices=Commitment.Force.choices,
    )
    verdict = django_filters.ChoiceFilter(
        label=_("What came of it"),
        empty_label=_("all verdicts"),
        choices=CommitmentReview.Verdict.choices,
    )
    due = django_filters.ChoiceFilter(
        label=_("Due"),
        empty_label=_("at any time"),
        method="of_due",
        choices=[
            ("past", _("its day has passed")),
            ("ahead", _("its day is to come")),
            ("none", _("no day recorded")),
        ],
    )

    def of_due(self, queryset, name: str, value: str):
        """Keep the promises by their due day; it has passed once its last possible day has."""
        if value == "none":
            return queryset.filter(commitment__due="")
        today = timezone.localdate()
        if value == "past":
            return queryset.filter(commitment__due__last__lt=today)
        return queryset.filter(commitment__due__last__gte=today).exclude(commitment__due="")
