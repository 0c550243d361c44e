"""Promises by all that a reader may ask of them, and the share of those that were delivered."""

from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Commitment, CommitmentReview, DiplomacyLayer
from diplomacy.registry.queries.counting import MOST_COUNTED, counted
from diplomacy.registry.queries.entry_list import Offered
from diplomacy.registry.queries.promises import Owner, Share, share, under_layer

from .base import ChoiceFilter
from .entries import DatedEntryFilter

_SHARED = ("aspect", "verdict")  # the force, and what came of it


class CommitmentFilter(DatedEntryFilter):
    """Promises also by layer, owner, force, last verdict and when due (`queries.promises`)."""

    layer = ChoiceFilter(label=_("Layer"), empty_label=_("all layers"), method="of_layer")
    owner = ChoiceFilter(
        label=_("Owed by"), empty_label=_("whoever owes it"), choices=Owner.choices
    )
    force = ChoiceFilter(
        field_name="aspect",
        label=_("Force"),
        empty_label=_("all forces"),
        choices=Commitment.Force.choices,
    )
    verdict = ChoiceFilter(
        label=_("What came of it"),
        empty_label=_("all verdicts"),
        choices=CommitmentReview.Verdict.choices,
    )
    due = ChoiceFilter(
        field_name="due_state",
        label=_("Due"),
        empty_label=_("at any time"),
        choices=[
            ("past", _("its day has passed")),
            ("ahead", _("its day is to come")),
            ("none", _("no day recorded")),
        ],
    )
    year = ChoiceFilter(label=_("Year made"), empty_label=_("all years"), method="of_year")

    def __init__(
        self, data: QueryDict, queryset, offered: Offered, layers: list[DiplomacyLayer]
    ) -> None:
        super().__init__(data, queryset, offered)
        self.filters["year"] = self.filters.pop("year")  # stands last in the form
        self.offer(
            "layer",
            [(layer.key, layer) for layer in layers],
            {layer.key: layer.number for layer in layers},
        )

    def of_layer(self, queryset, name: str, value: str):
        """Keep what stands under the layer."""
        layer = DiplomacyLayer.objects.filter(key=value).values("pk")[:1]
        return queryset.filter(under_layer(layer))

    @cached_property
    def share(self) -> Share | None:
        """Return what was delivered of what is chosen, None where that is not counted.

        One query where something is chosen.
        """
        if self.conditions:
            rows = counted(self.qs, *_SHARED)
            return None if rows is None else share(rows)
        if self._rows is None:
            return None
        names = [one.field_name for one in self.filters.values() if one.method is None]
        force, verdict = names.index(_SHARED[0]), names.index(_SHARED[1])
        return share((row[force], row[verdict], row[-1]) for row in self._rows)

    @cached_property
    def found(self) -> int:
        return self.share.total if self.share else MOST_COUNTED + 1
