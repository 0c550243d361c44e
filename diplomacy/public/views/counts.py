"""How many ties, counted how: ours with a criterion and a day, those of others as their words."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from diplomacy.public.stated_chart import stated_chart
from diplomacy.public.time_direction import directions
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import City
from diplomacy.registry.queries.counts import CRITERIA, counts, stated_counts


class CountsView(TemplateView):
    template_name = "public/counts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today, home = timezone.localdate(), City.objects.home()
        ours, stated = counts(today), stated_counts()
        return super().get_context_data(
            home=home,
            today=today,
            counts=ours,
            by_form=[(form, CRITERIA[form], number) for form, number in ours.by_form],
            stated=stated,
            chart=stated_chart(stated, active_language(), directions(home)),
            **kwargs,
        )
