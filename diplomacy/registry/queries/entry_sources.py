"""What stands under each entry of a history: its sources and its fields of work."""

from django.db.models import QuerySet

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models import Citation, Entry, EntryArea

from .along import lay_along


def with_sources(entries: list[Entry]) -> list[Entry]:
    """Fetch for each entry its citations with their sources and its areas with their layers.

    Two queries.
    """
    keys = [entry.pk for entry in entries]
    lay_along(entries, "citations", _citations(keys))
    lay_along(entries, "area_rows", _area_rows(keys))
    return entries


@kept
def _citations(entries: list[int]) -> QuerySet[Citation]:
    return Citation.objects.filter(entry__in=entries).select_related("source")


@kept
def _area_rows(entries: list[int]) -> QuerySet[EntryArea]:
    return EntryArea.objects.filter(entry__in=entries).select_related("area__layer")
