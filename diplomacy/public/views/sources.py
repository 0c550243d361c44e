"""Sources, as a list and one by one with all that rests on each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.public.meanings import SOURCE
from diplomacy.registry.filters import KindFilter, SourceFilter
from diplomacy.registry.models import Source
from diplomacy.registry.queries.sources import (
    NEWEST_SOURCE_FIRST,
    entries_of_source,
    public_sources,
    source_detail,
    with_speaker,
)

from .listing import entries_context, page_context
from .records import found_or_moved


class SourceListView(TemplateView):
    template_name = "public/source_list.html"
    extra_context = {"section": "sources", "title": _("Sources")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        chosen = SourceFilter(parameters, public_sources())
        return super().get_context_data(
            **page_context(parameters, chosen, NEWEST_SOURCE_FIRST), **kwargs
        )


class SourceView(TemplateView):
    """One source: where it can be read, how far it carries, what rests on it."""

    template_name = "public/source_detail.html"
    extra_context = {"section": "sources"}

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        found = found_or_moved(request, with_speaker(public_sources()), key)
        if isinstance(found, HttpResponse):
            return found
        return self.render_to_response(self.get_context_data(source=found))

    def get_context_data(self, *, source: Source, **kwargs: Any) -> dict[str, Any]:
        parameters = self.request.GET
        chosen = KindFilter(parameters, entries_of_source(source))
        return super().get_context_data(
            source=source,
            kind_means=SOURCE[Source.Kind(source.kind)],
            detail=source_detail(source),
            **entries_context(parameters, chosen),
            **kwargs,
        )
