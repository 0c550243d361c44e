"""The first page: where the city's ties stand and what was recorded last."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import City
from diplomacy.registry.queries.overview import overview


class HomeView(TemplateView):
    """Without a home city, a page that says what to do."""

    template_name = "public/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = overview(timezone.localdate(), active_language())
        home = found.home or City.objects.home()
        return super().get_context_data(home=home, overview=found, **kwargs)
