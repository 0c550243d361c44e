"""How many ties, counted how: ours with a criterion and a day, those of others as their words."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from diplomacy.public.stated_chart import stated_chart
from diplomacy.public.time_direction import directions
from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import City, Form
from diplomacy.registry.queries.counts import counts, stated_counts

# What a tie must be to be counted under its form.
CRITERIA = {
    Form.SISTER: _("a sister-city pact in force"),
    Form.FRIENDSHIP: _("a friendship pact in force, and no higher"),
    Form.PROJECT: _("a project partnership in force, and no higher"),
    Form.MOU: _("a memorandum of understanding in force, and no higher"),
    Form.LOI: _("a letter of intent in force, and no higher"),
    Form.CONTACT: _("contacts, and no paper in force"),
    Form.NONE: _("neither a paper in force nor a contact recorded"),
}


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
