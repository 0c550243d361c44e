"""Fields of work and layers, as lists and one by one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.registry.filters import AreaEntryFilter, AreaFilter
from diplomacy.registry.models import CooperationArea, DiplomacyLayer
from diplomacy.registry.queries.areas import (
    areas_of_layer,
    assessments_of_layer,
    cities_with_areas,
    entries_of_area,
    public_areas,
    public_layers,
    ties_of_area,
    ties_of_layer,
)
from diplomacy.registry.queries.paging import BY_POSITION, NEWEST_FIRST, page_of

from .listing import entries_context, page_context
from .records import found_or_moved
from .tie import without


class AreaListView(TemplateView):
    template_name = "public/area_list.html"
    extra_context = {"section": "areas", "title": _("Cooperation areas")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        chosen = AreaFilter(parameters, public_areas(), cities_with_areas())
        return super().get_context_data(**page_context(parameters, chosen, BY_POSITION), **kwargs)


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
        chosen = AreaEntryFilter(parameters, entries_of_area(area))
        touched = ties_of_area(area, timezone.localdate())
        return super().get_context_data(
            area=area,
            home=touched.home,
            touched=touched,
            **entries_context(parameters, chosen),
            **kwargs,
        )


class LayerListView(TemplateView):
    template_name = "public/layer_list.html"
    extra_context = {"section": "layers", "title": _("Layers")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        page = page_of(
            public_layers(),
            BY_POSITION,
            after=parameters.get("after", ""),
            before=parameters.get("before", ""),
        )
        return super().get_context_data(page=page, query="", **kwargs)


class LayerView(TemplateView):
    """One layer: the ties in which a source sees it, and what experts said of it there."""

    template_name = "public/layer_detail.html"
    extra_context = {"section": "layers"}

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        layer = found_or_moved(request, public_layers(), key)
        if isinstance(layer, HttpResponse):
            return layer
        return self.render_to_response(self.get_context_data(layer=layer))

    def get_context_data(self, *, layer: DiplomacyLayer, **kwargs: Any) -> dict[str, Any]:
        parameters, today = self.request.GET, timezone.localdate()
        touched = ties_of_layer(layer, today)
        assessments = page_of(
            assessments_of_layer(layer),
            NEWEST_FIRST,
            after=parameters.get("after", ""),
            before=parameters.get("before", ""),
        )
        return super().get_context_data(
            layer=layer,
            home=touched.home,
            touched=touched,
            page=assessments,
            areas=areas_of_layer(layer),
            query=without(parameters, "after", "before"),
            today=PartialDate.of(today),
            **kwargs,
        )
