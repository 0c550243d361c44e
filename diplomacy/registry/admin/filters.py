"""Filters of constant cost: none of them asks the table which values it holds."""

from datetime import date

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from diplomacy.calendars import digits, from_solar_hijri, solar_hijri
from diplomacy.registry.date_words import active_language

YEARS_SHOWN = 12


class YearFilter(admin.SimpleListFilter):
    """By the year of the ordering day, in the first calendar of the page."""

    title = gettext_lazy("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list:
        this = _this_year()
        years = range(this + 1, this - YEARS_SHOWN, -1)
        language = active_language()
        earlier = _("before %(year)s") % {"year": digits(years[-1], language)}
        return [
            *((str(year), digits(year, language)) for year in years),
            ("earlier", earlier),
            ("undated", _("undated")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value not in {choice for choice, _label in self.lookup_choices}:
            return queryset
        if value == "undated":
            return queryset.filter(ordering_day=date.min)
        if value == "earlier":
            until = _new_year(_this_year() - YEARS_SHOWN + 1)
            return queryset.filter(ordering_day__gt=date.min, ordering_day__lt=until)
        year = int(value)
        return queryset.filter(
            ordering_day__gte=_new_year(year), ordering_day__lt=_new_year(year + 1)
        )


def _this_year() -> int:
    today = timezone.localdate()
    return solar_hijri(today)[0] if active_language() == "fa" else today.year


def _new_year(year: int) -> date:
    return from_solar_hijri(year, 1, 1) if active_language() == "fa" else date(year, 1, 1)
