"""Differences and open questions by the partner that they are about and by their state."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Difference, EntryCity, OpenQuestion

from .base import ChoiceFilter
from .subjects import CityNarrowing


class _AboutFilter(CityNarrowing):
    def of_city(self, queryset, name: str, value: str):
        named = EntryCity.objects.filter(city__key=value, public=True)
        return queryset.filter(
            Q(city__key=value)
            | Q(relationship__partner__key=value)
            | Q(entry__in=named.values("entry"))
        )


class DifferenceFilter(_AboutFilter):
    """Differences also by the point on which sources disagree."""

    field = ChoiceFilter(
        label=_("About what"), empty_label=_("all points"), choices=Difference.Field.choices
    )
    state = ChoiceFilter(
        label=_("State"), empty_label=_("open and settled"), choices=Difference.State.choices
    )

    class Meta:
        model = Difference
        fields: list[str] = []


class QuestionFilter(_AboutFilter):
    """Questions also by whether a published entry answers them."""

    state = ChoiceFilter(
        label=_("State"),
        field_name="answer_state",
        empty_label=_("open and answered"),
        choices=[("open", _("open")), ("answered", _("answered"))],
    )

    class Meta:
        model = OpenQuestion
        fields: list[str] = []
