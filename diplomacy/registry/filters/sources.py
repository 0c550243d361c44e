"""Sources by what they are and in what language, and by words."""

import django_filters
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from diplomacy.registry.models import Source

from .base import ListFilter

Choice = tuple[str, str]


class SourceFilter(ListFilter):
    """Sources by kind, by language and by words of their title, publisher or address."""

    words = django_filters.CharFilter(
        label=_("Publisher or title"), method="of_words", max_length=100
    )
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), empty_label=_("all kinds"), choices=Source.Kind.choices
    )
    language = django_filters.ChoiceFilter(label=_("Language"), empty_label=_("all languages"))

    class Meta:
        model = Source
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset, languages: list[Choice]) -> None:
        super().__init__(data, queryset)
        self.filters["language"].extra["choices"] = languages

    def of_words(self, queryset, name: str, value: str):
        """Keep the sources that hold every word, whatever its script or spelling."""
        return queryset.search(value)
