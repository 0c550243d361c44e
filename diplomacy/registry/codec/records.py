"""A record and its rows as a Struct, a Struct as plain texts, and a Struct as columns."""

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Prefetch

from diplomacy.registry.models import Step
from diplomacy.registry.models.words import LANGUAGES

from .parts import Row, Words
from .shape import Slot, noun_of, rows_table, slots, struct_of

RowsOf = Callable[[type[models.Model]], models.QuerySet]
Resolve = Callable[[str, str], models.Model]  # noun and key → the record
Path = tuple[str | int, ...]
ToRow = Callable[[models.Model, type[Row]], Row]


def _all(model: type[models.Model]) -> models.QuerySet:
    return model.objects.all()


def with_rows(
    queryset: models.QuerySet, struct: type[Row], rows_of: RowsOf = _all
) -> models.QuerySet:
    """Return the queryset with all that `to_struct` reads: a fixed number of queries.

    `rows_of` chooses which rows of a table come along.
    """
    joined, prefetched = [], []
    for slot in slots(struct):
        if slot.role == "key":
            procedure = "__procedure" if slot.noun == "steps" and not slot.here else ""
            joined.append(slot.name + procedure)
        elif slot.role in ("rows", "keys"):
            model, _ = rows_table(queryset.model, slot)
            rows = rows_of(model)
            is_keys = slot.role == "keys"
            rows = rows.select_related("city") if is_keys else with_rows(rows, slot.type, rows_of)
            prefetched.append(Prefetch(slot.accessor, rows))
    queryset = queryset.select_related(*joined) if joined else queryset
    return queryset.prefetch_related(*prefetched)


def to_struct(record: models.Model, struct: type[Row] | None = None) -> Row:
    """Return the record with its rows as a Struct, of the noun's shape unless one is given.

    Costs queries for each reference and each list of rows unless read by `with_rows`.
    """
    struct = struct or struct_of(noun_of(type(record)))
    return struct(**{slot.name: value_of(record, slot, to_struct) for slot in slots(struct)})


def value_of(record: models.Model, slot: Slot, to_row: ToRow) -> Any:
    """Return what the field holds in a Struct; `to_row` makes the Struct of a row."""
    if slot.role == "words":
        return Words(**{code: getattr(record, f"{slot.name}_{code}") for code in LANGUAGES})
    value = getattr(record, slot.accessor)
    if slot.role == "choice":
        return slot.type(value) if value else None
    if slot.role == "date":
        return value.text
    if slot.role == "keys":
        return [row.city.key for row in value.all()]
    if slot.role == "rows":
        return [to_row(row, slot.type) for row in value.all()]
    return key_of(value, slot) if slot.role == "key" and value else value


def key_of(record: models.Model, slot: Slot) -> str:
    """Return the key by which a field names the record."""
    if isinstance(record, Step) and not slot.here:
        return f"{record.procedure.key}/{record.key}"
    return record.key


def to_texts(row: Row) -> dict[str, Any]:
    """Return the Struct as a register file writes it: nothing but texts, defaults left out."""
    values = ((slot, getattr(row, slot.name)) for slot in slots(type(row)))
    return {
        slot.name: as_text(value)
        for slot, value in values
        if slot.required or value != slot.default
    }


def as_text(value: Any) -> Any:
    """Return a value of a Struct as a register file writes it."""
    match value:
        case Words():
            return {code: text for code in LANGUAGES if (text := as_text(getattr(value, code)))}
        case list():
            return [to_texts(item) if isinstance(item, Row) else item for item in value]
        case bool():
            return "true" if value else "false"
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
    # Forms leave line ends of their own, which a file would not give back.
    return str(getattr(value, "value", value)).replace("\r\n", "\n").strip()


def digest(row: Row) -> str:
    """Return a digest of what a Struct says; the order of its rows makes no difference."""
    texts = json.dumps(_unordered(to_texts(row)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(texts.encode()).hexdigest()


def _unordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _unordered(item) for name, item in value.items()}
    if isinstance(value, list):
        return sorted((_unordered(item) for item in value), key=json.dumps)
    return value


def columns(row: Row, owner: str, resolve: Resolve) -> dict[str, Any]:
    """Return what a Struct sets on its record: attribute → value, rows left out.

    `owner` is the key of the record that the row belongs to; a step named `here` is its step.
    """
    found = {}
    for slot in slots(type(row)):
        value = getattr(row, slot.name)
        match slot.role:
            case "words":
                found |= {f"{slot.name}_{code}": getattr(value, code) for code in LANGUAGES}
            case "choice":
                found[slot.name] = "" if value is None else value.value
            case "key":
                found[slot.name] = value and resolve(slot.noun, full_key(value, slot, owner))
            case "rows" | "keys":
                pass
            case _:
                found[slot.name] = value
    return found


def full_key(key: str, slot: Slot, owner: str) -> str:
    """Return the key by which a reference is looked up."""
    return f"{owner}/{key}" if slot.here else key


def references(row: Row, owner: str, path: Path = ()) -> Iterator[tuple[Path, str, str]]:
    """Yield every reference in a Struct and its rows: where it stands, its noun, its key."""
    for slot in slots(type(row)):
        value, here = getattr(row, slot.name), (*path, slot.name)
        if slot.role == "key" and value:
            yield here, slot.noun, full_key(value, slot, owner)
        elif slot.role == "keys":
            yield from (((*here, i), slot.noun, key) for i, key in enumerate(value))
        elif slot.role == "rows":
            for i, item in enumerate(value):
                yield from references(item, owner, (*here, i))
