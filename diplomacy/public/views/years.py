"""Years of both calendars: the list of those that hold entries, and one by one."""

from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.calendars import Calendar
from diplomacy.registry.date_words import active_language
from diplomacy.registry.filters import KindFilter
from diplomacy.registry.models import YearReport
from diplomacy.registry.queries.years import (
    Year,
    counted_years,
    entries_of_year,
    number_of_undated,
    year,
    year_detail,
)

from .listing import entries_context


class YearListView(TemplateView):
    """The years of one calendar that hold an entry: by default the page's first calendar."""

    template_name = "public/year_list.html"
    extra_context = {"section": "years", "title": _("Years")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("calendar", "")
        own: Calendar = "solar_hijri" if active_language() == "fa" else "gregorian"
        calendar = asked if asked in get_args(Calendar) else own
        return super().get_context_data(
            calendar=calendar,
            years=counted_years(calendar),
            undated=number_of_undated(),
            **kwargs,
        )


class YearView(TemplateView):
    """The entries of one year; their number by kind equals what the list shows."""

    template_name = "public/year_detail.html"
    extra_context = {"section": "years"}

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        found = year(int(number))
        if found is None:
            raise Http404
        return self.render_to_response(self.get_context_data(year=found))

    def get_context_data(self, *, year: Year, **kwargs: Any) -> dict[str, Any]:
        chosen = KindFilter(self.request.GET, entries_of_year(year))
        return super().get_context_data(
            year=year,
            detail=year_detail(year),
            has_report=YearReport.objects.published().filter(year=year.number).exists(),
            **entries_context(self.request.GET, chosen),
            **kwargs,
        )
