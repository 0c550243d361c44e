"""Searching the whole register, drafts included."""

from typing import Any

from django.views.generic import TemplateView

from diplomacy.accounts.access import StaffMixin
from diplomacy.registry.queries.finding import find_everywhere

QUERY_LENGTH = 200


class SearchView(StaffMixin, TemplateView):
    """What holds every word of `q`, noun by noun."""

    template_name = "office/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").replace("\0", "").strip()[:QUERY_LENGTH]
        return super().get_context_data(searched=query, found=find_everywhere(query), **kwargs)
