"""Sources by what they are and in what language, and by words."""

from collections.abc import Iterable, Mapping

import django_filters
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Source
from diplomacy.registry.models.ordering import order_key
from diplomacy.registry.models.words import page_language
from diplomacy.registry.queries.sources import language_name

from .base import Choice, ChoiceFilter, ListFilter


class SourceFilter(ListFilter):
    """Sources by kind, by language and by words of their title, publisher or address."""

    words = django_filters.CharFilter(
        label=_("Publisher or title"), method="of_words", max_length=100
    )
    kind = ChoiceFilter(label=_("Kind"), empty_label=_("all kinds"), choices=Source.Kind.choices)
    language = ChoiceFilter(label=_("Language"), empty_label=_("all languages"))

    class Meta:
        model = Source
        fields: list[str] = []

    def choices_of(self, name: str, counts: Mapping[str, int]) -> Iterable[Choice]:
        if name != "language":
            return super().choices_of(name, counts)
        named = [(tag, language_name(tag)) for tag in counts if tag]
        return sorted(named, key=lambda one: order_key(one[1], page_language()))

    def of_words(self, queryset, name: str, value: str):
        """Keep the sources that hold every word, whatever its script or spelling."""
        return queryset.search(value)
