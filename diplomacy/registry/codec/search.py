"""The search column: what it holds beside what it has to hold."""

from collections.abc import Iterable, Iterator

from diplomacy.registry.models.base import Keyed


def stale_search(model: type[Keyed]) -> Iterator[Keyed]:
    """Yield the records of a table whose search text is out of step."""
    records = model.objects.order_by("pk").iterator()
    return (one for one in records if one.search != one.search_text())


def write_search(records: Iterable[Keyed]) -> None:
    """Write the search text of records anew. It is derived, so it leaves no history."""
    for record in records:
        record.search = record.search_text()
        type(record).objects.filter(pk=record.pk).update(search=record.search)
