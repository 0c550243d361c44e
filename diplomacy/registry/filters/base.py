"""What every list that can be narrowed says of its choices and of what it cannot read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from html import escape  # Django's asks of each text whether it is to be translated later
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from msgspec import Struct

from diplomacy.calendars import digits
from diplomacy.registry.date_words import active_language
from diplomacy.registry.queries.counting import MOST_COUNTED, counted, number_of

Choice = tuple[str, str]


class Condition(Struct, frozen=True):
    """A value that narrows a list, in words, and the parameters without it, encoded."""

    label: str
    value: str
    query: str


class Select(forms.Select):
    """A list of choices as Django draws it, byte for byte, but without a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs) | {"name": name}
        said = [
            f" {key}" if one is True else format_html(' {}="{}"', key, one)
            for key, one in ({"name": given.pop("name")} | given).items()
            if one is not False
        ]
        chosen = "" if value is None else str(value)
        lines = [
            f'\n  <option value="{escape(str(code))}"{" selected" * (code == chosen)}>'
            f"{escape(str(label))}</option>\n"
            for code, label in self.choices
        ]
        return mark_safe(f"<select{''.join(said)}>{chr(10).join(lines)}\n</select>")


class _Choices(django_filters.fields.ChoiceIterator):
    def __deepcopy__(self, memo: dict[int, Any]) -> "_Choices":
        """Return the choices of a field's copy, which a form makes: nobody changes one of them."""
        return type(self)(memo[id(self.field)], self.choices)


class _ChoiceField(django_filters.fields.ChoiceField):
    iterator = _Choices


class ChoiceFilter(django_filters.ChoiceFilter):
    """Rows that have one of the values."""

    field_class = _ChoiceField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"widget": Select} | kwargs)


class ListFilter(django_filters.FilterSet):
    """Each choice says how many rows of the whole list have it; those without any are left out.

    Where the list holds too many rows to be counted, every choice is offered, without a number.
    What is chosen stays among the choices. An unknown value narrows nothing; its label is in
    `ignored`. Costs one query for all filters by a column, one more where something is chosen.
    `counted_too` are columns that a filter counts in a way of its own, from the same query.
    """

    counted_too: tuple[str, ...] = ()

    def __init__(self, data: QueryDict, queryset, *, is_counted: bool = True) -> None:
        """`is_counted` is False where it is known that there are too many rows to be counted."""
        super().__init__(data, queryset)
        self._labels: dict[str, dict[str, str]] = {}
        columns = {
            name: one.field_name
            for name, one in self.filters.items()
            if isinstance(one, django_filters.ChoiceFilter) and one.method is None
        }
        asked = (*columns.values(), *self.counted_too)
        self._rows = counted(queryset, *asked) if asked and is_counted else None
        self.is_counted = is_counted and (self._rows is not None or not asked)
        for place, name in enumerate(columns):
            counts: Counter[str] | None = None if self._rows is None else Counter()
            for row in self._rows or ():
                counts[row[place]] += row[-1]
            self.offer(name, self.choices_of(name, counts or {}), counts)

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

    def offer(
        self, name: str, choices: Iterable[Choice], counts: Mapping[str, int | None] | None
    ) -> None:
        """Let a filter offer those of the choices that the list holds, with their numbers.

        Without `counts` all of them, without a number, as one whose number is None.
        """
        chosen = self.data.get(name)
        self._labels[name] = labels = {value: str(label) for value, label in choices}
        if counts is None:
            counts = dict.fromkeys(labels)
        self.filters[name].extra["choices"] = [
            (value, label if number is None else with_number(label, number))
            for value, label in labels.items()
            if (number := counts.get(value, 0)) != 0 or value == chosen
        ]

    @cached_property
    def total(self) -> int:
        """Return how many rows the whole list holds, as far as they are counted."""
        if self._rows is not None:
            return sum(row[-1] for row in self._rows)
        return number_of(self.queryset) if self.is_counted else MOST_COUNTED + 1

    @cached_property
    def found(self) -> int:
        """Return how many rows have every value that is chosen, as far as they are counted."""
        return number_of(self.qs) if self.conditions else self.total

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
