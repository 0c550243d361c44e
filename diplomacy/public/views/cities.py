"""All ties of the city, filtered."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.registry.filters import TieFilter
from diplomacy.registry.queries.overview import in_order, public_ties, tie_list

from .listing import page_context


class CityListView(TemplateView):
    """Where every tie stands today; a plain form narrows the list."""

    template_name = "public/city_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        everything = tie_list(today)
        chosen = TieFilter(self.request.GET, public_ties(), everything)
        listed = page_context(self.request.GET, chosen, in_order())
        by_id = {tie.relationship.pk: tie for tie in everything.ties}
        return super().get_context_data(
            section="cities",
            today=today,
            ties=[by_id[row.pk] for row in listed["page"].rows],
            **listed,
            **kwargs,
        )
