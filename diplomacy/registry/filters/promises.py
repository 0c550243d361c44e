"""Promises by all that a reader may ask of them, and the share of those that were delivered."""

from collections import Counter
from functools import cached_property

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.date_words import active_language
from diplomacy.registry.models import Commitment, CommitmentReview, DiplomacyLayer
from diplomacy.registry.queries.counting import counted, years_holding
from diplomacy.registry.queries.entry_list import Offered
from diplomacy.registry.queries.promises import Owner, Share, share, under_layer

from .entries import DatedEntryFilter

_SHARED = ("commitment__force", "verdict")


class CommitmentFilter(DatedEntryFilter):
    """Promises also by layer, owner, force, last verdict and when due (`queries.promises`)."""

    layer = django_filters.ChoiceFilter(
        label=_("Layer"), empty_label=_("all layers"), method="of_layer"
    )
    owner = django_filters.ChoiceFilter(
        label=_("Owed by"), empty_label=_("whoever owes it"), choices=Owner.choices
    )
    force = django_filters.ChoiceFilter(
        field_name="commitment__force",
        label=_("Force"),
        empty_label=_("all forces"),
        choices=Commitment.Force.choices,
    )
    verdict = django_filters.ChoiceFilter(
        label=_("What came of it"),
        empty_label=_("all verdicts"),
        choices=CommitmentReview.Verdict.choices,
    )
    due = django_filters.ChoiceFilter(
        field_name="due_state",
        label=_("Due"),
        empty_label=_("at any time"),
        choices=[
            ("past", _("its day has passed")),
            ("ahead", _("its day is to come")),
            ("none", _("no day recorded")),
        ],
    )
    year = django_filters.ChoiceFilter(
        label=_("Year made"), empty_label=_("all years"), method="of_year"
    )
    counted_too = ("ordering_day",)

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

    def years_of(self, offered: Offered) -> tuple[tuple[int, int], ...]:
        """Return the years from the rows that are counted anyway."""
        days: Counter = Counter()
        for *_others, day, number in self._rows:
            days[day] += number
        return years_holding(days.items(), active_language())

    def of_layer(self, queryset, name: str, value: str):
        """Keep what stands under the layer."""
        layer = DiplomacyLayer.objects.filter(key=value).values("pk")[:1]
        return queryset.filter(under_layer(layer))

    @cached_property
    def share(self) -> Share:
        """Return what was delivered of what is chosen. One query where something is chosen."""
        if self.conditions:
            return share(counted(self.qs, *_SHARED))
        names = [one.field_name for one in self.filters.values() if one.method is None]
        force, verdict = names.index(_SHARED[0]), names.index(_SHARED[1])
        return share((row[force], row[verdict], row[-1]) for row in self._rows)

    @cached_property
    def found(self) -> int:
        return self.share.total
