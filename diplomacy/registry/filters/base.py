"""What every list that can be narrowed says of its choices and of what it cannot read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language
from diplomacy.registry.queries.counting import counted

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Condition:
    """A value that narrows a list, in words, and the parameters without it, encoded."""

    label: str
    value: str
    query: str


class ListFilter(django_filters.FilterSet):
    """Each choice says how many rows of the whole list have it; those without any are left out.

    What is chosen stays among the choices. An unknown value narrows nothing; its label is in
    `ignored`. Costs one query for all filters by a column, one more where something is chosen.
    `counted_too` are columns that a filter counts in a way of its own, from the same query.
    """

    counted_too: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, queryset) -> None:
        super().__init__(data, queryset)
        self._labels: dict[str, dict[str, str]] = {}
        columns = {
            name: one.field_name
            for name, one in self.filters.items()
            if isinstance(one, django_filters.ChoiceFilter) and one.method is None
        }
        asked = (*columns.values(), *self.counted_too)
        self._rows = counted(queryset, *asked) if asked else None
        for place, name in enumerate(columns):
            counts: Counter[str] = Counter()
            for row in self._rows:
                counts[row[place]] += row[-1]
            self.offer(name, self.choices_of(name, counts), counts)

    @classmethod
    def narrowed(cls, queryset: QuerySet, chosen: Mapping[str, Any], **own: Any) -> QuerySet:
        """Return the rows that have all the values, each known to be one. Nothing is counted.

        For readers that need no form. `own` are attributes that a subclass narrows by.
        """
        bare = cls.__new__(cls)
        vars(bare).update(own)
        django_filters.FilterSet.__init__(bare, {}, queryset)
        for name, value in chosen.items():
            queryset = bare.filters[name].filter(queryset, value)
        return queryset

    def choices_of(self, name: str, counts: Mapping[str, int]) -> Iterable[Choice]:
        """Return the choices of a filter by a column, in order."""
        return self.filters[name].extra["choices"]

    def offer(self, name: str, choices: Iterable[Choice], counts: Mapping[str, int]) -> None:
        """Let a filter offer those of the choices that the list holds, with their numbers."""
        chosen = self.data.get(name)
        self._labels[name] = labels = {value: str(label) for value, label in choices}
        self.filters[name].extra["choices"] = [
            (value, with_number(label, counts.get(value, 0)))
            for value, label in labels.items()
            if counts.get(value) or value == chosen
        ]

    @cached_property
    def total(self) -> int:
        """Return how many rows the whole list holds."""
        return self.queryset.count() if self._rows is None else sum(row[-1] for row in self._rows)

    @cached_property
    def found(self) -> int:
        """Return how many rows have every value that is chosen."""
        return self.qs.count() if self.conditions else self.total

    @property
    def ignored(self) -> list[str]:
        """Return the labels of the parameters whose value is unknown."""
        return [str(self.form.fields[name].label) for name in self.form.errors]

    @cached_property
    def conditions(self) -> list[Condition]:
        """Return what narrows the list."""
        if not self.form.is_valid() and not hasattr(self.form, "cleaned_data"):
            return []
        return [
            Condition(
                str(self.form.fields[name].label),
                self._labels.get(name, {}).get(value, value),
                self._without(name),
            )
            for name, value in self.form.cleaned_data.items()
            if value
        ]

    def _without(self, name: str) -> str:
        kept = self.data.copy()
        for one in (name, "after", "before"):
            kept.pop(one, None)
        return kept.urlencode()


def with_number(label: str, number: int) -> str:
    """Return a choice with its number of rows: "Memorandum (12)"."""
    words = {"label": label, "number": digits(number, active_language())}
    return _("%(label)s (%(number)s)") % words
