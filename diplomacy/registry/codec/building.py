"""From a Struct to its record and rows, unsaved; rows that stand already are left as they are."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import UniqueConstraint
from msgspec import Struct, field

from diplomacy.registry.models import Entry, Step

from .entry_structs import EntryCity
from .nodes import Fault
from .parts import Row
from .reading import Placed
from .records import Path, columns, digest, to_struct
from .shape import Slot, rows_table, slots
from .targets import Targets
from .validation import faults_of, repeated, unnamed


class BuiltRow(Struct):
    """A row to be written, and where the file says so."""

    row: models.Model
    path: Path


class Built(Struct):
    """A record to be written, with the rows to be written or deleted."""

    placed: Placed
    record: models.Model
    rows: list[BuiltRow] = field(default_factory=list)
    gone: list[models.Model] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return self.record._state.adding

    def faults(self, *, constraints: bool = True) -> Iterator[Fault]:
        """Yield what forbids to save the record or one of its rows, with its line of the file."""
        found = self.problems(constraints=constraints)
        return (self.placed.fault(path, reason) for path, reason in found)

    def problems(self, *, constraints: bool = True) -> Iterator[tuple[Path, str]]:
        """Yield the path and the reason of each thing that forbids to save it."""
        for name, reason in faults_of(self.record, constraints=constraints):
            yield _path_of(self.placed.struct, name), reason
        yield from unnamed(self.placed.struct)
        tables = defaultdict(dict)
        for built in self.rows:
            tables[type(built.row)][id(built.row)] = built.path
            for name, reason in faults_of(built.row, constraints=constraints):
                yield (*built.path, *filter(None, [name])), reason
        for paths in tables.values():
            rows = [built.row for built in self.rows if id(built.row) in paths]
            for row, reason in repeated(rows):
                yield paths[id(row)], reason


def build(placed: Placed, record: models.Model, targets: Targets) -> Built:
    """Set the record's columns and find which of its rows are to be written or deleted."""
    built = Built(placed, record)
    _assign(record, placed.struct, placed.struct.key, targets)
    if isinstance(record, Entry):
        vars(record).update(record.in_lists())
    _build_rows(built, record, placed.struct, (), targets)
    return built


def _assign(record: models.Model, row: Row, owner: str, targets: Targets) -> None:
    for name, value in columns(row, owner, targets.resolve).items():
        setattr(record, name, value)


def _build_rows(
    built: Built, parent: models.Model, struct: Row, path: Path, targets: Targets
) -> None:
    owner = built.placed.struct.key
    for slot in slots(type(struct)):
        if slot.role not in ("rows", "keys"):
            continue
        table, link = rows_table(type(parent), slot)
        wanted = _wanted(slot, struct)
        paired, gone = _pair(table, _standing(slot, parent), wanted)
        built.gone += gone
        rows = [pair or table(**{link: parent}) for pair in paired]
        if table is Step:
            for item, row in zip(wanted, rows, strict=True):
                targets.add("steps", f"{owner}/{item.key}", row)
        for i, (item, row) in enumerate(zip(wanted, rows, strict=True)):
            here = (*path, slot.name, i)
            if row._state.adding or digest(_read(slot, row)) != digest(item):
                _assign(row, item, owner, targets)
                built.rows.append(BuiltRow(row, here))
            _build_rows(built, row, item, here, targets)


def _wanted(slot: Slot, struct: Row) -> list[Row]:
    items = getattr(struct, slot.name)
    return [EntryCity(city=key) for key in items] if slot.role == "keys" else items


def _standing(slot: Slot, parent: models.Model) -> list[tuple[Row, models.Model]]:
    """Return the rows that a saved record has, as Structs beside them."""
    if parent._state.adding:
        return []
    return [(_read(slot, row), row) for row in getattr(parent, slot.accessor).all()]


def _read(slot: Slot, row: models.Model) -> Row:
    return to_struct(row, EntryCity if slot.role == "keys" else slot.type)


def _pair(
    table: type[models.Model], standing: list[tuple[Row, models.Model]], wanted: list[Row]
) -> tuple[list[models.Model | None], list[models.Model]]:
    """Return the standing row for each wanted one (None: a new one), and the rows left over.

    Equal rows belong together; then those that agree in what makes a row unique.
    """
    paired: list[models.Model | None] = [None] * len(wanted)
    left = list(standing)
    for identity in (digest, _identity(table)):
        rows = defaultdict(list)
        for struct, row in left:
            rows[identity(struct)].append((struct, row))
        for i, struct in enumerate(wanted):
            if paired[i] is None and rows[identity(struct)]:
                paired[i] = rows[identity(struct)].pop(0)[1]
        left = [pair for pairs in rows.values() for pair in pairs]
    return paired, [row for _, row in left]


def _identity(table: type[models.Model]) -> Any:
    """Return what makes a row of the table the same row, or an equal one where nothing does."""
    uniques = [one for one in table._meta.constraints if isinstance(one, UniqueConstraint)]
    if len(uniques) != 1 or uniques[0].condition is not None:
        return digest
    fields = uniques[0].fields[1:]  # the first names the record it belongs to
    return lambda struct: tuple(getattr(struct, name) for name in fields)


def _path_of(struct: Row, column: str) -> Path:
    """Return the path of a column: "title_en" is "title", "en" in a file."""
    base, _, code = column.rpartition("_")
    roles = {slot.name: slot.role for slot in slots(type(struct))}
    if roles.get(base) == "words":
        return (base, code)
    return (column,) if column else ()
