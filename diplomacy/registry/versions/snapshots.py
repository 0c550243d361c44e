"""What a record says, with its rows: as it stands and as it was in a past version.

The rows of a record are those that go with it when it is deleted: city rows, citations,
participants, reviews … One definition serves draft copies, restored versions and comparisons.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Max, OuterRef, Subquery
from msgspec import Struct

from diplomacy.registry.models.words import columns

# A model of rows and the column by which they belong to a record.
RowLink = tuple[type[models.Model], str]

# What a record is rather than says: it stays when another version is written over it.
_ITS_OWN = frozenset({"key", "publication", *columns("withdrawn_reason")})
FOLLOWS = frozenset({"sha256"})  # of a document: not editable, yet it belongs to the file


class Saved(Struct, frozen=True):
    """The values of a record or row by column; `pk` is None where it is not stored as such."""

    values: dict[str, Any]
    pk: int | None = None

    @property
    def said(self) -> dict[str, Any]:
        return {name: value for name, value in self.values.items() if value not in (None, "")}


class Snapshot(Struct, frozen=True):
    """A record's values, and those of its rows by what they are."""

    model: type[models.Model]
    values: dict[str, Any]
    rows: dict[RowLink, tuple[Saved, ...]]


@cache
def row_links(model: type[models.Model]) -> tuple[RowLink, ...]:
    """Return what the rows of a record of `model` are: the model and the column of each kind."""
    links = [
        (relation.related_model, relation.field.attname)
        for relation in model._meta.related_objects
        if relation.on_delete is models.CASCADE
        and not relation.field.null
        and not relation.parent_link
        and hasattr(relation.related_model, "history")
    ]
    return tuple(links)


@cache
def content_fields(model: type[models.Model], parent: str = "") -> tuple[models.Field, ...]:
    """Return the fields that hold what a record says; `parent` is the column of its record."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and field.attname != parent
        and field.name not in _ITS_OWN
        and (field.editable or field.name in FOLLOWS)
    )


def snapshot(record: models.Model) -> Snapshot:
    """Return what `record` says now. One query for each kind of row."""
    model = type(record)
    rows = {
        (table, column): tuple(
            Saved(values_of(row, table, column), row.pk)
            for row in table._base_manager.filter(**{column: record.pk}).order_by("pk")
        )
        for table, column in row_links(model)
    }
    return Snapshot(model, values_of(record, model), rows)


def snapshot_at(record: models.Model, history_id: int) -> Snapshot:
    """Return what `record` said in a past version, its rows as they stood before the next one.

    A save writes the record first and its rows after it, so the rows of a version are those of
    the moment before the record was next written. One query for each kind of row, two more.
    Raises the history model's DoesNotExist where it is no version of `record`.
    """
    model = type(record)
    versions = model.history.filter(**{model._meta.pk.attname: record.pk})
    version = versions.get(history_id=history_id)
    following = versions.filter(history_id__gt=history_id).order_by("history_id").first()
    until = {"history_date__lt": following.history_date} if following else {}
    rows = {link: _standing_rows(record, link, **until) for link in row_links(model)}
    return Snapshot(model, values_of(version, model), rows)


def snapshot_seen(record: models.Model, version: str, rows: Sequence[RowLink]) -> Snapshot:
    """Return what `record` and these rows of it said when `version_of` returned `version`.

    Two queries, and one for each kind of row. Raises ValueError where it is no version of it.
    """
    model, numbers = type(record), version.split(".")
    if len(numbers) != len(rows) + 1 or not all(map(_is_number, numbers)):
        raise ValueError("No version of this record.")
    own = {model._meta.pk.attname: record.pk, "history_id": numbers[0]}
    saved = model.history.filter(**own).first()
    if saved is None:
        raise ValueError("No version of this record.")
    found = {
        link: _standing_rows(record, link, history_id__lte=number)
        for link, number in zip(rows, numbers[1:], strict=True)
    }
    return Snapshot(model, values_of(saved, model), found)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19  # what both databases take


def version_of(record: models.Model, rows: Sequence[RowLink] | None = None) -> str:
    """Return what changes with every write to `record` or to its rows. One query.

    It is made of the newest history number of the record and of each kind of row.
    """
    kinds = row_links(type(record)) if rows is None else rows
    links = [(type(record), type(record)._meta.pk.attname), *kinds]
    newest = {
        f"version_{place}": Subquery(
            model.history.filter(**{column: OuterRef("pk")})
            .order_by("-history_id")
            .values("history_id")[:1]
        )
        for place, (model, column) in enumerate(links)
    }
    found = type(record)._base_manager.filter(pk=record.pk).annotate(**newest)
    numbers = found.values_list(*newest).first() or ()
    return ".".join(str(number or 0) for number in numbers)


def versions_of(model: type[models.Model], pks: Collection[int]) -> dict[int, str]:
    """Return the version of each of many records, as `version_of` tells it. A query a table."""
    links = [(model, model._meta.pk.attname), *row_links(model)]
    newest = []
    for table, column in links:
        found = table.history.filter(**{f"{column}__in": pks}).order_by().values(column)
        newest.append(dict(found.annotate(newest=Max("history_id")).values_list(column, "newest")))
    return {pk: ".".join(str(numbers.get(pk) or 0) for numbers in newest) for pk in pks}


def values_of(record: models.Model, model: type[models.Model], parent: str = "") -> dict[str, Any]:
    """Return the values of a record, or of a past version of one, by column."""
    found = {}
    for field in content_fields(model, parent):
        value = getattr(record, field.attname)
        found[field.attname] = str(value) if isinstance(field, models.FileField) else value
    return found


def _standing_rows(record: models.Model, link: RowLink, **until: Any) -> tuple[Saved, ...]:
    """Return the rows as they stood by then: not those deleted or moved to another record."""
    table, column = link
    pk = table._meta.pk.attname
    own = table.history.filter(**{column: record.pk}).values(pk)
    newest: dict[int, models.Model] = {}
    for version in table.history.filter(**{f"{pk}__in": own}, **until).order_by("-history_id"):
        newest.setdefault(getattr(version, pk), version)
    return tuple(
        Saved(values_of(version, table, column), number)
        for number, version in sorted(newest.items())
        if version.history_type != "-" and getattr(version, column) == record.pk
    )
