"""Ties by layers and sectors, and the page of a layer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import DiplomacyLayer
from diplomacy.registry.queries.areas import (
    areas_of_layer,
    assessments_of_layer,
    public_layers,
    ties_of_layer,
)
from diplomacy.registry.queries.comparison import MOST_TIES
from diplomacy.registry.queries.layers import (
    entries_in_layer,
    entries_in_several_layers,
    sectors_of_ties,
)
from diplomacy.registry.queries.matrix import matrix
from diplomacy.registry.queries.paging import NEWEST_FIRST, page_of
from diplomacy.registry.queries.sectors import Sector

from .records import found_or_moved
from .tie import without

# Which bodies each sector holds (`queries.sectors`).
SECTORS = {
    Sector.CITY_HALL: _("The municipality, its directorates and offices, the city council."),
    Sector.BUSINESS: _("Chambers of commerce and companies."),
    Sector.UNIVERSITY: _("Universities and their institutes."),
    Sector.CREATIVE: _("Studios, crafts, design, film and other creative industries."),
    Sector.MEDIA: _(
        "Media houses that took part themselves; to print a report is not to take part."
    ),
    Sector.STATE: _("Ministries, provincial governments, embassies and consulates."),
    Sector.NETWORK: _("Networks of cities, associations and foundations."),
    Sector.UNIDENTIFIED: _(
        "A body is named, but which one is not established. An unnamed part of a known body stands "
        "with that body."
    ),
    Sector.NO_BODY: _("The record names nobody, or only a person, an office or a city."),
}


class LayerListView(TemplateView):
    template_name = "public/layer_list.html"
    extra_context = {"section": "layers", "title": _("Layers and sectors")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        found = matrix(
            timezone.localdate(),
            after=parameters.get("after", ""),
            before=parameters.get("before", ""),
        )
        return super().get_context_data(
            home=found.home,
            matrix=found,
            query=without(parameters, "after", "before"),
            sectors=SECTORS.items(),
            meeting=entries_in_several_layers() if found.placed else (),
            **kwargs,
        )


class LayerView(TemplateView):
    """One layer: the ties in which a source sees it, what was said of it and what happened."""

    template_name = "public/layer_detail.html"
    extra_context = {"section": "layers"}

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        layer = found_or_moved(request, public_layers(), key)
        if isinstance(layer, HttpResponse):
            return layer
        return self.render_to_response(self.get_context_data(layer=layer))

    def get_context_data(self, *, layer: DiplomacyLayer, **kwargs: Any) -> dict[str, Any]:
        parameters, today = self.request.GET, timezone.localdate()
        touched, areas = ties_of_layer(layer, today), areas_of_layer(layer)
        assessments = page_of(
            assessments_of_layer(layer),
            NEWEST_FIRST,
            after=parameters.get("after", ""),
            before=parameters.get("before", ""),
        )
        ties = [tie.relationship for tie in touched.ties]
        return super().get_context_data(
            layer=layer,
            home=touched.home,
            touched=touched,
            page=assessments,
            areas=areas,
            held=entries_in_layer(layer, areas),
            in_sectors=sectors_of_ties(ties, today),
            compared=",".join(tie.partner.key for tie in ties[:MOST_TIES]),
            query=without(parameters, "after", "before"),
            today=PartialDate.of(today),
            **kwargs,
        )
