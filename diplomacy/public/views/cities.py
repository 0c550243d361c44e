"""All ties of the city, filtered."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.registry.filters import TieFilter
from diplomacy.registry.queries.overview import IN_ORDER, public_ties, tie_list
from diplomacy.registry.queries.paging import page_of


class CityListView(TemplateView):
    """Where every tie stands today; a plain form narrows the list."""

    template_name = "public/city_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        everything = tie_list(today)
        chosen = TieFilter(self.request.GET, public_ties(), everything)
        page = page_of(
            chosen.qs,
            IN_ORDER,
            after=self.request.GET.get("after", ""),
            before=self.request.GET.get("before", ""),
        )
        by_id = {tie.relationship.pk: tie for tie in everything.ties}
        return super().get_context_data(
            section="cities",
            today=today,
            filter=chosen,
            ties=[by_id[row.pk] for row in page.rows],
            page=page,
            query=_without_cursor(self.request.GET),
            found=chosen.kept,
            total=len(everything.ties),
            **kwargs,
        )


def _without_cursor(parameters) -> str:
    kept = parameters.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    return kept.urlencode()
