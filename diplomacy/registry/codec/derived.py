"""Columns made of others, such as search texts and sort keys: what they hold beside what they must.

They are derived, so that writing them anew leaves no history.
"""

from collections.abc import Iterable, Iterator

from diplomacy.registry.models.base import Keyed


def stale(records: Iterable[Keyed]) -> Iterator[Keyed]:
    """Yield the records whose derived columns are out of step."""
    return (
        one
        for one in records
        if any(getattr(one, name) != value for name, value in one.derived().items())
    )


def write_derived(records: Iterable[Keyed]) -> None:
    """Write the derived columns of records anew."""
    for record in records:
        derived = record.derived()
        vars(record).update(derived)
        type(record).objects.filter(pk=record.pk).update(**derived)
