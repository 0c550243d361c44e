"""Fields of work, as a list and one by one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.registry.filters import AreaEntryFilter, AreaFilter
from diplomacy.registry.models import CooperationArea
from diplomacy.registry.queries.areas import (
    cities_with_areas,
    count_entries,
    entries_of_area,
    public_areas,
    ties_of_area,
)
from diplomacy.registry.queries.paging import BY_POSITION

from .listing import entries_context, page_context
from .records import found_or_moved


class AreaListView(TemplateView):
    template_name = "public/area_list.html"
    extra_context = {"section": "areas", "title": _("Cooperation areas")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        cities, ties = cities_with_areas()
        chosen = AreaFilter(parameters, public_areas(), cities)
        context = page_context(parameters, chosen, BY_POSITION)
        count_entries(context["page"].rows)
        for area in context["page"].rows:
            area.ties = ties[area.pk]
        return super().get_context_data(**context, **kwargs)


class AreaView(TemplateView):
    """One field of work: the ties that it marks and the entries that touch it."""

    template_name = "public/area_detail.html"
    extra_context = {"section": "areas"}

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        area = found_or_moved(request, public_areas(), key)
        if isinstance(area, HttpResponse):
            return area
        return self.render_to_response(self.get_context_data(area=area))

    def get_context_data(self, *, area: CooperationArea, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        chosen = AreaEntryFilter(parameters, entries_of_area(area), area)
        touched = ties_of_area(area, timezone.localdate())
        return super().get_context_data(
            area=area,
            home=touched.home,
            touched=touched,
            **entries_context(parameters, chosen),
            **kwargs,
        )
