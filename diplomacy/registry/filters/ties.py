"""Ties by what they are and what they touch."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Form, Relationship
from diplomacy.registry.queries.overview import Tie, TieList
from diplomacy.registry.queries.standing import Certainty

from .base import ChoiceFilter, ListFilter

_WAYS = [("on", _("to a sister-city pact"))]


class TieFilter(ListFilter):
    """Ties by country, form, evidence, area and layer; a value says how many ties it has in all."""

    country = ChoiceFilter(label=_("Country"), empty_label=_("all countries"), method="keep")
    form = ChoiceFilter(
        label=_("Form"), empty_label=_("all forms"), method="keep", choices=Form.choices
    )
    way = ChoiceFilter(
        label=_("On the way"), empty_label=_("all ties"), method="keep", choices=_WAYS
    )
    certainty = ChoiceFilter(
        label=_("How we know"),
        empty_label=_("whatever the evidence"),
        method="keep",
        choices=Certainty.choices,
    )
    area = ChoiceFilter(label=_("Area"), empty_label=_("all areas"), method="keep")
    layer = ChoiceFilter(label=_("Layer"), empty_label=_("all layers"), method="keep")

    class Meta:
        model = Relationship
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset, ties: TieList) -> None:
        self.ties = ties.ties
        super().__init__(data, queryset)
        countries = {tie.partner.country for tie in self.ties} - {None}
        offers = {
            "country": [(one.key, one) for one in sorted(countries, key=lambda one: one.sort_key)],
            "form": [(form.value, form.label) for form in reversed(Form)],
            "way": _WAYS,
            "certainty": [(one.value, one.label) for one in reversed(Certainty)],
            "area": [(area.key, str(area)) for area in ties.areas],
            "layer": [(layer.key, str(layer)) for layer in ties.layers],
        }
        for name, offered in offers.items():
            counts = Counter(value for tie in self.ties for value in _VALUES[name](tie))
            self.offer(name, offered, counts)

    def keep(self, queryset, name: str, value: str):
        """Keep the ties that have `value`."""
        return queryset.filter(
            pk__in=[tie.relationship.pk for tie in self.ties if value in _VALUES[name](tie)]
        )

    @cached_property
    def total(self) -> int:
        return len(self.ties)

    @cached_property
    def found(self) -> int:
        """Return how many ties have every value that is chosen; asks the database nothing."""
        chosen = [(name, value) for name, value in self.form.cleaned_data.items() if value]
        return sum(all(value in _VALUES[name](tie) for name, value in chosen) for tie in self.ties)


def _countries(tie: Tie) -> set[str]:
    return {tie.partner.country.key} if tie.partner.country else set()


_VALUES: dict[str, Callable[[Tie], Iterable[str]]] = {
    "country": _countries,
    "form": lambda tie: {tie.standing.form.value},
    "way": lambda tie: {"on"} if tie.on_the_way else set(),
    "certainty": lambda tie: {tie.standing.certainty.value},
    "area": lambda tie: tie.areas,
    "layer": lambda tie: tie.layers,
}
