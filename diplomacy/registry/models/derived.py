"""Columns made of others, such as search texts and sort keys: what they hold beside what they must.

They are derived, so that writing them anew leaves no history.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import Prefetch

from .base import Keyed


def out_of_step(record: Keyed) -> dict[str, Any]:
    """Return what derived columns of the record must hold, of those that hold something else."""
    derived = record.derived()
    return {name: value for name, value in derived.items() if getattr(record, name) != value}


def stale(records: Iterable[Keyed]) -> Iterator[Keyed]:
    """Yield the records with derived columns that are out of step."""
    return (one for one in records if out_of_step(one))


def write_derived(records: Iterable[Keyed]) -> None:
    """Write the derived columns of records anew, from what is stored and locked meanwhile."""
    for record in records:
        whole = getattr(record, "leaf", record)  # an entry of a kind says more than its parent
        table = type(whole).objects
        with transaction.atomic():
            derived = table.locked().get(pk=record.pk).derived()
            table.filter(pk=record.pk).update(**derived)
        vars(record).update(derived)


def with_rows(records: models.QuerySet) -> models.QuerySet:
    """Fetch the rows whose words find the records, for all at once; they are only looked at."""
    rows = records.model.SEARCHED_ROWS
    return records.prefetch_related(Prefetch(rows, to_attr="fetched_rows")) if rows else records
