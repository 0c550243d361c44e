"""Where two versions of a record differ, and which row of one is which of the other."""

from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any

from django.db import models
from django.utils.text import capfirst
from msgspec import Struct
from msgspec.structs import replace

from diplomacy.registry.values import Names, in_words

from .snapshots import FOLLOWS, Saved, Snapshot, content_fields


class FieldChange(Struct, frozen=True):
    """A value that differs, in words; `row` names the row it stands in, "" for the record.

    `place` tells one row of that name from another; 0 is the record.
    """

    row: str
    field: str
    label: str
    old: str
    new: str
    place: int = 0


def paired(old: Sequence[Saved], new: Sequence[Saved]) -> list[tuple[Saved | None, Saved | None]]:
    """Return which old row became which new one: the same row first, equal ones, the most alike.

    A row without a counterpart stands beside None. Rows are alike where more than half of what
    both say is the same.
    """
    left = list(old)
    here = {row.pk: row for row in old if row.pk is not None}
    pairs = [(here[row.pk], row) for row in new if row.pk in here]
    for row, _ in pairs:
        left.remove(row)
    waiting = []
    for row in new:
        if row.pk in here:
            continue
        same = next((one for one in left if one.values == row.values), None)
        if same is None:
            waiting.append(row)
        else:
            left.remove(same)
            pairs.append((same, row))
    for row in waiting:
        alike = max(left, key=lambda one: _likeness(one, row), default=None)
        if alike is not None and _likeness(alike, row) > 0.5:
            left.remove(alike)
            pairs.append((alike, row))
        else:
            pairs.append((None, row))
    return [*pairs, *((row, None) for row in left)]


def differences(old: Snapshot, new: Snapshot) -> list[FieldChange]:
    """Return where two snapshots of one kind of record differ, field by field, rows after it.

    One query for each record that they name.
    """
    names: Names = {}
    found = list(_of_values(content_fields(old.model), old.values, new.values, names))
    places = count(1)
    for (table, column), rows in new.rows.items():
        fields, row = content_fields(table, column), capfirst(table._meta.verbose_name)
        for before, after in paired(old.rows.get((table, column), ()), rows):
            was, now = before.values if before else {}, after.values if after else {}
            changes = _of_values(fields, was, now, names)
            place = next(places)
            found += [replace(change, row=row, place=place) for change in changes]
    return found


def _likeness(one: Saved, other: Saved) -> float:
    same = sum(other.said.get(name) == value for name, value in one.said.items())
    return same / max(len(one.said), len(other.said), 1)


def _of_values(
    fields: Sequence[models.Field], old: dict[str, Any], new: dict[str, Any], names: Names
) -> Iterable[FieldChange]:
    for field in fields:
        if field.name in FOLLOWS or old.get(field.attname) == new.get(field.attname):
            continue
        was, now = _words(field, old, names), _words(field, new, names)
        if was != now:
            yield FieldChange("", field.name, capfirst(field.verbose_name), was, now)


def _words(field: models.Field, values: dict[str, Any], names: Names) -> str:
    value = values.get(field.attname)
    return "" if value is None else in_words(field.model(**{field.attname: value}), field, names)
