"""The shape of every object of open data, made from the Structs of register files.

A field of the codec that readers may have is a field here under the same name: words become
`Text`, partial dates `Date`, keys `Named`. What only loads a file or is for staff is left out.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal

from django.db import models
from django.utils.translation import override
from msgspec import Meta, Struct, defstruct

from diplomacy.registry.codec import Slot, hide, key_of, rows_table, slots
from diplomacy.registry.codec.parts import Row
from diplomacy.registry.models import Source

from .meanings import described
from .values import Date, Licence, Named, SourceOf, Text, date_of, text_of

# The basis of a date stands within the date that it is about.
BASIS_OF = {"start", "date"}
_WITHIN = {"date_basis"}

# What programs call objects whose table has another name than their address.
_CALLED = {
    "Relationship": "Tie",
    "CooperationArea": "Area",
    "DiplomacyLayer": "Layer",
    "OpenQuestion": "Question",
}

_AROUND = [
    ("page", Annotated[str, Meta(description="Its page in the language asked for.")]),
    ("permanent", Annotated[str, Meta(description="The address that never changes.")]),
    ("api", Annotated[str, Meta(description="The address of this object.")]),
    ("sources", Annotated[list[SourceOf], Meta(description="On which it rests, each once.")]),
    (
        "changed_on",
        Annotated[
            date | None,
            Meta(description="When readers last saw a change; null: no day is known for it."),
        ],
    ),
    ("licence", Annotated[Licence, Meta(description="On which terms it may be used.")]),
]  # fmt: skip


@cache
def object_shape(struct: type[Row], model: type[models.Model], extra: tuple = ()) -> type[Struct]:
    """Return the Struct of an object: its fields, `extra` ones, and what stands around each."""
    name = _CALLED.get(struct.__name__, struct.__name__)
    return defstruct(name, [*_fields(struct, model), *extra, *_AROUND], kw_only=True)


@cache
def row_shape(struct: type[Row], model: type[models.Model]) -> type[Struct]:
    """Return the Struct of a row within an object."""
    # Two nouns may have rows of one name, as aliases; the tables are apart.
    return defstruct(model.__name__, _fields(struct, model), kw_only=True)


def open_slots(struct: type[Row]) -> Iterator[Slot]:
    """Yield the fields of the codec that stand in open data."""
    return (one for one in slots(struct) if one.reach == "readers" and one.name not in _WITHIN)


def values(record: models.Model, struct: type[Row]) -> dict[str, Any]:
    """Return the fields of a record read by `with_readers_rows`, hidden ones taken off."""
    hide(record)
    return {slot.name: _value(record, slot) for slot in open_slots(struct)}


def sources_of(
    record: models.Model, struct: type[Row], others: Iterable[Source] = ()
) -> list[SourceOf]:
    """Return the sources that a record and its rows name, then the others; each once.

    Needs `hide` before, as `values` does it.
    """
    found = dict.fromkeys([*_sources(record, struct), *others])
    return [SourceOf(key=one.key, title=one.title, address=one.public_url or None) for one in found]


def _fields(struct: type[Row], model: type[models.Model]) -> list[tuple[str, Any]]:
    with override("en"):
        return [
            (
                slot.name,
                Annotated[_type(slot, model), Meta(description=described(struct, slot, model))],
            )
            for slot in open_slots(struct)
        ]


def _type(slot: Slot, model: type[models.Model]) -> Any:
    if slot.role == "keys":
        return list[Named]
    if slot.role == "rows":
        return list[row_shape(slot.type, rows_table(model, slot)[0])]
    optional = slot.optional
    match slot.role:
        case "words":
            kind, optional = Text, True
        case "date":
            kind, optional = Date, True
        case "key":
            kind = Named
        case "choice":
            kind = Literal[tuple(one.value for one in slot.type)]
        case _:
            kind = slot.type
    return kind | None if optional else kind


def _value(record: models.Model, slot: Slot) -> Any:
    if slot.role == "words":
        return text_of(record, slot.name)
    if slot.role in ("keys", "rows"):
        return [_row(row, slot) for row in _rows(record, slot)]
    value = getattr(record, slot.name)
    match slot.role:
        case "date":
            value = date_of(value, record.date_basis if slot.name in BASIS_OF else "")
        case "key":
            value = called(value, key_of(value, slot)) if value else None
        case "choice":
            value = value or None
    return value


def _row(row: models.Model, slot: Slot) -> Struct:
    if slot.role == "keys":
        return called(row.city, row.city.key)
    return row_shape(slot.type, type(row))(**values(row, slot.type))


def called(record: models.Model, key: str) -> Named:
    """Return a record by its key and what it is called in the language asked for."""
    # Once more, as the first may give a `Text`, which msgspec takes for no text.
    return Named(key=key, name=str(str(record)))


def _rows(record: models.Model, slot: Slot) -> Any:
    return getattr(record, slot.accessor).all()


def _sources(record: models.Model, struct: type[Row]) -> Iterator[Source]:
    for slot in open_slots(struct):
        if slot.role == "key" and slot.noun == "sources":
            if found := getattr(record, slot.name):
                yield found
        elif slot.role == "rows":
            for row in _rows(record, slot):
                yield from _sources(row, slot.type)
