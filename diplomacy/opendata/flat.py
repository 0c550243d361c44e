"""Objects of open data as rows of a table: the columns are made from the shape of the object.

Words are three columns, a date is one for each thing known of it, a reference its key and its
name, a list one cell. Of rows within an object only the short parts stand there: who needs them
whole takes JSON.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any

from msgspec import Struct, inspect
from msgspec.structs import replace

from diplomacy.registry.codec import Slot
from diplomacy.tables import LINE_END, Row, Value, as_csv, in_line, joined

from .objects import Noun
from .shapes import BASIS_OF, open_slots
from .values import Date, Licence, Named, Text

BETWEEN = ":"  # the parts of one row within a cell; rows are separated as `tables.joined` does
MOST_KEPT = 2000  # values of a field that are held as they are written
_SHORT = {"key", "choice", "number", "flag", "day", "date"}


class Column(Struct, frozen=True):
    """A column: its name, which never changes, and what it holds, in English."""

    name: str
    description: str


class _Part(Struct, frozen=True):
    """A field of an object as columns; `cells` gives as many values."""

    field: str
    columns: tuple[Column, ...]
    cells: Callable[[Any], Sequence[Value]]
    is_cell: bool = False  # what the field holds is the one value
    is_shared: bool = False  # many objects hold the same


def columns(noun: Noun) -> tuple[Column, ...]:
    """Return the columns of the tables of a noun, in order."""
    return tuple(column for part in _of_noun(noun) for column in part.columns)


def table(noun: Noun, objects: Iterable[Struct]) -> Iterator[Row]:
    """Yield the names of the columns and a row for each of the objects, as they come."""
    yield [column.name for column in columns(noun)]
    parts = _of_noun(noun)
    cells, held = [part.cells for part in parts], attrgetter(*(part.field for part in parts))
    for one in objects:
        row: Row = []
        for cells_of, value in zip(cells, held(one), strict=True):
            row += cells_of(value)
        yield row


def lines(noun: Noun, objects: Iterable[Struct]) -> Iterator[str]:
    """Yield the lines of a CSV file, as `tables.as_csv` makes them of `table`.

    What neighbours have in common, such as a date in two calendars, is written once.
    """
    yield from as_csv([[column.name for column in columns(noun)]])
    parts = _of_noun(noun)
    written = [_written(part) for part in parts]
    held = attrgetter(*(part.field for part in parts))
    for one in objects:
        yield ",".join([write(value) for write, value in zip(written, held(one), strict=True)])
        yield LINE_END


def _written(part: _Part) -> Callable[[Any], str]:
    """Return what writes the cells of a field."""
    cells = part.cells
    if part.is_shared:
        return lru_cache(MOST_KEPT)(lambda value: in_line(cells(value)))
    return lambda value: in_line(cells(value))


@cache
def _of_noun(noun: Noun) -> tuple[_Part, ...]:
    rows = {slot.name: slot for slot in open_slots(noun.struct) if slot.role == "rows"}
    return tuple(_parts(noun.shape, rows))


def _parts(shape: type[Struct], rows: Mapping[str, Slot]) -> Iterator[_Part]:
    for field in inspect.type_info(shape).fields:
        kind, about = _bare(field.type)
        part = _part(field.name, kind, rows.get(field.name))
        told = (replace(one, description=_said(about, one.description)) for one in part.columns)
        yield replace(part, columns=tuple(told))


def _part(name: str, kind: inspect.Type, rows: Slot | None) -> _Part:
    if isinstance(kind, inspect.ListType):
        return _list(name, kind.item_type, rows)
    if not isinstance(kind, inspect.StructType):
        shared = isinstance(kind, inspect.LiteralType | inspect.DateType)
        return _Part(name, (Column(name, ""),), lambda value: (value,), True, shared)
    if kind.cls is Text:
        return _some(name, kind.cls, ("fa", "en", "zh"))
    part = _date(name) if kind.cls is Date else _some(name, kind.cls)
    return replace(part, is_shared=kind.cls in (Date, Licence))


def _date(name: str) -> _Part:
    """Return a date: its text under its own name, whatever else is known beside it."""
    known = [one for one in Date.__struct_fields__ if one != "basis" or name in BASIS_OF]
    part = _some(name, Date, known)
    text, *others = part.columns
    return replace(part, columns=(replace(text, name=name), *others))


def _some(name: str, shape: type[Struct], fields: Sequence[str] | None = None) -> _Part:
    """Return what an object within the object holds, each column under both names."""
    parts = [one for one in _parts(shape, {}) if fields is None or one.field in fields]
    within = [replace(one, name=f"{name}_{one.name}") for part in parts for one in part.columns]
    nothing = (None,) * len(within)
    if all(part.is_cell for part in parts) and len(parts) > 1:
        held = attrgetter(*(part.field for part in parts))
        return _Part(name, tuple(within), lambda value: nothing if value is None else held(value))

    def cells(value: Struct | None) -> Sequence[Value]:
        if value is None:
            return nothing
        return [cell for part in parts for cell in part.cells(getattr(value, part.field))]

    return _Part(name, tuple(within), cells)


def _list(name: str, item: inspect.Type, rows: Slot | None) -> _Part:
    """Return a list as one cell of keys, references as a second one of their names."""
    if rows:
        names = _short(rows)
        told = f"Each as {BETWEEN.join(names)}; empty parts at its end are left out."
        return _Part(name, (Column(name, told),), lambda found: (_rows(found, names),))
    shape = _bare(item)[0].cls
    keys = Column(f"{name}_keys", "Their keys.")
    if shape is not Named:
        return _Part(name, (keys,), lambda found: (joined([one.key for one in found]),))
    called = Column(f"{name}_names", "What they are called, in the language asked for.")
    return _Part(
        name,
        (keys, called),
        lambda found: (joined([one.key for one in found]), joined([one.name for one in found])),
    )


def _short(rows: Slot) -> tuple[str, ...]:
    """Return the parts of a row that stand in a cell: keys, choices, numbers, days, its code."""
    return tuple(
        slot.name
        for slot in open_slots(rows.type)
        if slot.role in _SHORT or (slot.role == "text" and slot.required)
    )


def _rows(found: Iterable[Struct], names: Sequence[str]) -> str:
    return joined(
        [
            BETWEEN.join([_plain(getattr(one, name)) for name in names]).rstrip(BETWEEN)
            for one in found
        ]
    )


def _plain(value: Any) -> str:
    if value.__class__ is str:
        return value
    if isinstance(value, Named):
        return value.key
    if isinstance(value, Date):
        return value.text
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _bare(kind: inspect.Type) -> tuple[inspect.Type, str]:
    """Return a type without what is said of it and without None, and its description."""
    about = ""
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            about = about or (kind.extra_json_schema or {}).get("description", "")
            kind = kind.type
        else:
            (kind,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind, about


def _said(*sentences: str) -> str:
    """Return what is said of a field and of a part of it, as sentences."""
    told = (one if one.endswith((".", "?")) else f"{one}." for one in sentences if one)
    return " ".join(told)
