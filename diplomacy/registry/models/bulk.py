"""The only bulk writer of entries (domain.md, section 5, rule 5)."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection, models, transaction
from django.utils import timezone

from .base import DataVersion, Record
from .entries import Entry, EntryArea, EntryCity
from .listed import Listed
from .touching import keep_in_step

_BATCH = 1000  # rows per statement; fewer where the database takes fewer values


def insert_entries(
    entries: Iterable[Entry], rows: Iterable[Record] = (), *, reason: str = ""
) -> None:
    """Insert new entries of any kinds and the rows that refer to them, in one transaction.

    `rows` are unsaved records of any tables whose references point to saved records or to these
    entries. Sets primary keys, what is derived, the day of first publication, search text and
    history with `reason`; raises the data version once. Nothing is validated here.
    Costs a few statements per kind and table for each thousand rows. Raises IntegrityError.
    """
    entries = list(entries)
    kinds, tables = defaultdict(list), defaultdict(list)
    for entry in entries:
        kinds[type(entry)].append(entry)
    for row in rows:
        tables[type(row)].append(row)
    with transaction.atomic():
        _insert_parents(entries)
        for kind, found in kinds.items():
            _insert_own_columns(kind, found)
            _record_history(kind, found, reason)
        for table, found in tables.items():
            if issubclass(table, Listed):
                for row in found:
                    row.copy(row.entry)
            table._base_manager.bulk_create(found, batch_size=_BATCH)
            _record_history(table, found, reason)
        DataVersion.bump()
        keep_in_step({row.entry_id for row in (*tables[EntryCity], *tables[EntryArea])})


def _insert_parents(entries: list[Entry]) -> None:
    """Insert what entries of all kinds share, in their order, by which they are numbered."""
    now = timezone.now()
    for entry in entries:
        entry._prepare_related_fields_for_save("insert_entries")  # as bulk_create does
        vars(entry).update(entry.derived())
        if entry.is_published and entry.published_at is None:
            entry.published_at = now
    shared = [field.attname for field in Entry._meta.concrete_fields if not field.primary_key]
    parents = [Entry(**{name: getattr(entry, name) for name in shared}) for entry in entries]
    Entry._base_manager.bulk_create(parents, batch_size=_BATCH)
    for entry, parent in zip(entries, parents, strict=True):
        entry.id = entry.entry_ptr_id = parent.pk
        entry._state.adding, entry._state.db = False, connection.alias


def _insert_own_columns(kind: type[Entry], entries: list[Entry]) -> None:
    """Insert the kind's rows, whose parents stand already: bulk_create refuses such models."""
    fields = kind._meta.local_concrete_fields
    size = max(1, min(_BATCH, connection.ops.bulk_batch_size(fields, entries)))
    for start in range(0, len(entries), size):
        kind._base_manager._insert(
            entries[start : start + size], fields=fields, using=connection.alias
        )


def _record_history(table: type[models.Model], rows: list[models.Model], reason: str) -> None:
    table.history.bulk_history_create(rows, batch_size=_BATCH, default_change_reason=reason)
