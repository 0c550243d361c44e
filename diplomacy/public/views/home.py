"""The first page: where the city's ties stand and what was recorded last."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.calendars import PartialDate
from diplomacy.public.tie_map import tie_map, without_place
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import City
from diplomacy.registry.queries.overview import overview


class HomeView(TemplateView):
    """Without a home city, a page that says what to do."""

    template_name = "public/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        found = overview(today, active_language())
        home = found.home or City.objects.home()
        return super().get_context_data(
            home=home,
            overview=found,
            today=PartialDate.of(today),
            ahead=found.ahead,
            offers=found.offers,
            map=tie_map(home, found.ties) if home else None,
            placeless=without_place(found.ties),
            **kwargs,
        )
