"""The tables of the bundle: one for each noun, one for each kind of rows, joined by keys.

Made from the Structs of the codec, so that no field can be forgotten.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any, Literal

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import override
from msgspec import Struct

from diplomacy.calendars import PartialDate
from diplomacy.opendata.meanings import described
from diplomacy.opendata.objects import NOUNS as WITH_A_PAGE
from diplomacy.registry.codec import (
    ENTRY_NOUNS,
    NOUNS,
    Slot,
    Told,
    rows_table,
    slots,
    struct_of,
)
from diplomacy.registry.codec.parts import Row
from diplomacy.registry.codec.records import full_key
from diplomacy.registry.models.words import LANGUAGES
from diplomacy.tables import Value

Kind = Literal["string", "number", "integer", "boolean", "date"]

ENTRIES = "entries"
STEPS = "procedure-steps"
_ONE = {
    "cities": "city", "people": "person", "ties": "tie", "procedures": "procedure",
    "differences": "difference", STEPS: "step",
}  # fmt: skip
_LANGUAGES = {"fa": "Persian", "en": "English", "zh": "Chinese"}
_OF_A_DATE: dict[str, tuple[Kind, str]] = {
    "": ("string", "As far as it is known, in Extended Date/Time Format (ISO 8601-2); years below"
         " 1600 are Solar Hijri"),
    "_earliest": ("date", "First possible day"),
    "_latest": ("date", "Last possible day"),
    "_precision": ("string", "What of the date is known"),
    "_calendar": ("string", "The calendar that the source used for the date"),
}  # fmt: skip
_PLAIN: dict[str, Kind] = {"text": "string", "flag": "boolean", "day": "date", "key": "string"}
_PAGED = {noun.codec for noun in WITH_A_PAGE.values()}


class Column(Struct, frozen=True):
    """A column: what it holds and means, and the table and column that it names."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    names: tuple[str, str] | None = None


class Table(Struct, frozen=True):
    """A table: its file is `data/NAME.csv`; rows are told apart by the columns of `key`."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"data/{self.name}.csv"


_ADDRESS = Column("address", "string", "The permanent address; empty: it has no page of its own.")


@cache
def tables() -> dict[str, Table]:
    """Return all tables by name, those of nouns before those of their rows."""
    with override("en"):
        return {table.name: table for table in [_entries(), *_of_nouns(), *_of_rows()]}


def rows_of(told: Told) -> Iterator[tuple[str, list[Value]]]:
    """Yield the rows of a record, each with the name of its table, as the columns stand there."""
    noun, struct = told.noun, told.struct
    address = _address(struct.key) if told.why == "public" and noun in _PAGED else ""
    if noun in ENTRY_NOUNS:
        kind = noun.removesuffix("s")
        shared = [value for slot in _shared() for value in _values(struct, slot, struct.key)]
        yield ENTRIES, [struct.key, kind, *shared, address]
    own = [value for slot in _plain(type(struct)) for value in _values(struct, slot, struct.key)]
    yield noun, [*own, *([address] if noun in _PAGED else [])]
    yield from _rows(_owner(noun), struct, [struct.key], struct.key)


def _rows(owner: str, parent: Row, head: list[Value], key: str) -> Iterator[tuple[str, list]]:
    for slot in slots(type(parent)):
        if slot.role not in ("rows", "keys"):
            continue
        name = _table_name(owner, slot)
        for number, row in enumerate(getattr(parent, slot.name), 1):
            if slot.role == "keys":
                yield name, [*head, number, row]
                continue
            values = [value for one in _plain(slot.type) for value in _values(row, one, key)]
            full = [f"{key}/{row.key}"] if name == STEPS else []
            yield name, [*head, number, *values, *full]
            yield from _rows(name, row, full or [*head, number], key)


def _values(row: Row, slot: Slot, owner: str) -> list[Value]:
    """Return the cells of a field."""
    value = getattr(row, slot.name)
    match slot.role:
        case "words":
            return [getattr(value, code) for code in LANGUAGES]
        case "date":
            return _of_date(PartialDate.parse(value))
        case "choice":
            return [value.value if value else ""]
        case "key":
            return [full_key(value, slot, owner) if value else ""]
    return [value]


def _of_date(value: PartialDate) -> list[Value]:
    if not value.is_known:
        return [""] * len(_OF_A_DATE)
    earliest = "" if value.first == date.min else value.first
    latest = "" if value.last == date.max else value.last
    return [value.text, earliest, latest, value.precision, value.calendar]


def _address(key: str) -> str:
    return settings.SITE_URL + reverse("permanent", args=[key])


def _plain(struct: type[Row]) -> list[Slot]:
    """Return the fields for readers that are no lists."""
    return [
        slot
        for slot in slots(struct)
        if slot.reach == "readers" and slot.role not in ("rows", "keys")
    ]


def _shared() -> list[Slot]:
    return [slot for slot in _plain(struct_of(ENTRY_NOUNS[0])) if slot.name in ("title", "start")]


def _owner(noun: str) -> str:
    return ENTRIES if noun in ENTRY_NOUNS else noun


def _table_name(owner: str, slot: Slot) -> str:
    one = "entry" if owner == ENTRIES else owner.removesuffix("s") if "-" in owner else _ONE[owner]
    return f"{one}-{slot.name}".replace("_", "-")


def _entries() -> Table:
    kind = Column("kind", "string", "What it is; the table of that noun says all of it.", True,
                  tuple(noun.removesuffix("s") for noun in ENTRY_NOUNS))  # fmt: skip
    struct, model = NOUNS[ENTRY_NOUNS[0]]
    shared = [column for slot in _shared() for column in _columns(slot, struct, model)]
    return Table(
        ENTRIES,
        "Entries of every kind: what the keys of entries in other tables name",
        (_key(), kind, *shared, _ADDRESS),
        ("key",),
    )


def _key(names: tuple[str, str] | None = None) -> Column:
    return Column("key", "string", "The key, which does not change.", True, names=names)


def _of_nouns() -> Iterator[Table]:
    for noun, (struct, model) in NOUNS.items():
        columns = [
            column for slot in _plain(struct)[1:] for column in _columns(slot, struct, model)
        ]
        key = _key((ENTRIES, "key") if noun in ENTRY_NOUNS else None)
        address = [_ADDRESS] if noun in _PAGED else []
        yield Table(noun, _title(model), (key, *columns, *address), ("key",))


def _of_rows() -> Iterator[Table]:
    found: dict[str, Table] = {}
    for noun, (struct, model) in NOUNS.items():
        for table in _tables_of(_owner(noun), struct, model, None):
            found.setdefault(table.name, table)
    yield from found.values()


def _tables_of(
    owner: str, struct: type[Row], model: type[models.Model], above: Column | None
) -> Iterator[Table]:
    """Yield the tables of the rows of a table, and those of their rows."""
    for slot in slots(struct):
        if slot.role not in ("rows", "keys"):
            continue
        name = _table_name(owner, slot)
        table, _link = rows_table(model, slot)
        one = above or Column(
            "entry" if owner == ENTRIES else _ONE[owner], "string",
            "The key of what the row belongs to.", True, names=(owner, "key"),
        )  # fmt: skip
        place = Column("row", "integer", "Its place among the rows there, from 1.", True)
        columns = _columns_of_rows(slot, table)
        if name == STEPS:
            said = "The key of the procedure and that of the step: what other tables name."
            columns.append(Column("step", "string", said, True))
        yield Table(name, _title(table), (one, place, *columns), (one.name, place.name))
        if slot.role == "rows":
            below = Column("step", "string", "The step that it belongs to.", True,
                           names=(STEPS, "step"))  # fmt: skip
            yield from _tables_of(name, slot.type, table, below)


def _columns_of_rows(slot: Slot, table: type[models.Model]) -> list[Column]:
    if slot.role == "keys":
        said = "The key of a city that takes part, the home city left out."
        return [Column("city", "string", said, True, names=("cities", "key"))]
    return [column for one in _plain(slot.type) for column in _columns(one, slot.type, table)]


def _columns(slot: Slot, struct: type[Row], model: type[models.Model]) -> Iterable[Column]:
    """Yield the columns of a field."""
    said = str(described(struct, slot, model)).rstrip(".")
    said = f"{said[:1].upper()}{said[1:]}."
    match slot.role:
        case "words":
            for code in LANGUAGES:
                words = f"In {_LANGUAGES[code]}: {said[:1].lower()}{said[1:]}"
                yield Column(f"{slot.name}_{code}", "string", words)
        case "date":
            for end, (kind, part) in _OF_A_DATE.items():
                yield Column(slot.name + end, kind, f"{part}. {said}" if end else f"{said} {part}.")
        case "choice":
            choices = tuple(one.value for one in slot.type)
            yield Column(slot.name, "string", said, slot.required, choices)
        case "number":
            kind = "integer" if slot.type is int else "number"
            yield Column(slot.name, kind, said, slot.required)
        case "key":
            column = "step" if slot.noun == "steps" else "key"
            table = STEPS if slot.noun == "steps" else slot.noun
            yield Column(slot.name, "string", said, slot.required, names=(table, column))
        case _:
            yield Column(slot.name, _PLAIN[slot.role], said, slot.required)


def _title(model: type[models.Model]) -> Any:
    title = str(model._meta.verbose_name_plural)
    return title[:1].upper() + title[1:]
