"""Records with their readers' rows as plain objects, for whole lists: a fraction of models' cost.

They have the attributes of the records that `with_readers_rows` returns, so that whatever reads
one reads the other, and what readers may not see is decided in one place.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import starmap
from operator import attrgetter
from typing import Any

from django.db.models import F, Lookup, Model, QuerySet
from msgspec import Struct, defstruct

from diplomacy.registry.models import DataVersion
from diplomacy.registry.models.words import columns

from .entry_structs import EntryCity
from .parts import Row
from .readers import rows_of_readers, shown_references
from .shape import Slot, rows_table, slots

_MOST = 10_000  # records named by others that are held: more than most registers have
# What is asked of a record beside its fields.
_BESIDE = {"published_at", "kind"}


class PlainRows(list):
    """The rows of a record, read as those of a model are."""

    def all(self) -> "PlainRows":
        return self


class References:
    """The records that others name, read once while nothing is written."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._held: dict[type[Model], dict[int, Model]] = defaultdict(dict)

    def renew(self) -> None:
        """Forget all if something was written since, or it has become too much. One query."""
        version = DataVersion.current()
        if version != self._version or sum(map(len, self._held.values())) > _MOST:
            self._held.clear()
        self._version = version

    def of(self, model: type[Model], pks: Iterable[int | None]) -> Mapping[int, Model]:
        """Return at least the records with these primary keys. One query, if any is new."""
        held = self._held[model]
        if missing := set(pks) - held.keys() - {None}:
            held.update(model._base_manager.in_bulk(missing))
        return held


class Among(Lookup):
    """One of many numbers: as `in`, of which Django writes each number apart."""

    prepare_rhs = False

    def as_sql(self, compiler, connection):
        """Return the condition for PostgreSQL."""
        column, params = self.process_lhs(compiler, connection)
        # As text: the driver would look at each number.
        return f"{column} = ANY(%s)", [*params, f"{{{','.join(map(str, self.rhs))}}}"]

    def as_sqlite(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.rhs)]


class _Shape(Struct, frozen=True):
    """How the records of a table are read: their columns, what these refer to, their rows."""

    plain: type[Struct]
    columns: tuple[str, ...]
    references: tuple[tuple[str, str, type[Model]], ...]
    rows: tuple[tuple[str, type[Model], str, "_Shape"], ...]


def plain_records(records: QuerySet, struct: type[Row], references: References) -> list[Struct]:
    """Return the records with the rows that readers may see of them, as plain objects.

    As many queries as there are kinds of rows, and one; one more for each table that is named,
    where `references` does not hold all. For nouns whose names need no other table.
    """
    shown = shown_references(records.model)
    return _read(records.annotate(**shown), _shape(struct, records.model, "", *shown), references)


def _read(records: QuerySet, shape: _Shape, references: References) -> list[Struct]:
    found = list(starmap(shape.plain, records.values_list(*shape.columns)))
    for name, attname, model in shape.references:
        named = list(map(attrgetter(attname), found))
        held = references.of(model, named)
        for one, pk in zip(found, named, strict=True):
            if pk is not None:
                setattr(one, name, held.get(pk))
    for name, model, owner, within in shape.rows:
        rows = {one.pk: PlainRows() for one in found}
        for one in found:
            setattr(one, name, rows[one.pk])
        chosen = rows_of_readers(model).filter(Among(F(owner), list(rows)))
        owner_of = attrgetter(owner)
        for row in _read(chosen, within, references) if rows else ():
            rows[owner_of(row)].append(row)
    return found


@cache
def _shape(struct: type[Row], model: type[Model], owner: str, *shown: str) -> _Shape:
    """Return how the records are read; `owner` is the column of what they are rows of."""
    beside = () if owner else _BESIDE & {field.attname for field in model._meta.concrete_fields}
    # Of rows nothing more than is told: some are then read from an index alone.
    read = dict.fromkeys(["pk", *filter(None, [owner]), *shown, *beside])
    words, references, rows = {}, [], []
    for slot in slots(struct):
        if slot.reach == "staff":
            continue
        match slot.role:
            case "rows" | "keys":
                rows.append(_rows(model, slot))
            case "key":
                field = model._meta.get_field(slot.name)
                read[field.attname] = None
                references.append((slot.name, field.attname, field.related_model))
            case "words":
                read |= dict.fromkeys(columns(slot.name))
                words[slot.name] = getattr(model, slot.name)  # gives the text in a language
            case _:
                read[slot.name] = None
    later = [name for name, *_ in (*references, *rows)]
    fields = [*((name, Any) for name in read), *((name, Any, None) for name in later)]
    within = words | {"of_table": model}
    # Nothing in them leads back, so that Python need not look for it among a million.
    plain = defstruct(f"Plain{model.__name__}", fields, namespace=within, gc=False)
    return _Shape(plain, tuple(read), tuple(references), tuple(rows))


def _rows(model: type[Model], slot: Slot) -> tuple[str, type[Model], str, _Shape]:
    """Return how the rows of a field are read: under which name, from where, of whom, how."""
    table, reference = rows_table(model, slot)
    owner = table._meta.get_field(reference).attname
    struct = EntryCity if slot.role == "keys" else slot.type
    return slot.accessor, table, owner, _shape(struct, table, owner)
