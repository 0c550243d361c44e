"""What is open to residents now or later."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.registry.models import Event
from diplomacy.registry.queries.offers import offers


class OfferListView(TemplateView):
    """All offers that are not over, or those of one kind."""

    template_name = "public/offer_list.html"
    extra_context = {"section": "offers"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        found, asked = offers(today), self.request.GET.get("offer", "")
        kind = asked if asked in Event.Offer.values else ""
        return super().get_context_data(
            found=found,
            shown=found.of(kind),
            kind=kind,
            today=PartialDate.of(today),
            **kwargs,
        )
