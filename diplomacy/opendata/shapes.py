"""The shape of every object of open data, made from the Structs of register files.

A field of the codec that readers may have is a field here under the same name: words become
`Text`, partial dates `Date`, keys `Named`. What only loads a file or is for staff is left out.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from itertools import chain
from operator import attrgetter
from typing import Annotated, Any, Literal

from django.db import models
from django.utils.translation import override
from msgspec import Meta, Struct, defstruct

from diplomacy.registry.codec import Slot, hiding, key_of, rows_table, slots
from diplomacy.registry.codec.parts import Row
from diplomacy.registry.models import Source
from diplomacy.registry.models.words import page_language

from .meanings import described
from .values import Date, Licence, Named, SourceOf, Text, date_in, words_in

# The basis of a date stands within the date that it is about.
BASIS_OF = {"start", "date"}
_WITHIN = {"date_basis"}

Taker = Callable[[Any], Any]  # takes the value of one field from a record
Takers = tuple[tuple[str, Taker], ...]

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
    return defstruct(name, [*_fields(struct, model), *extra, *_AROUND], kw_only=True, gc=False)


@cache
def row_shape(struct: type[Row], model: type[models.Model]) -> type[Struct]:
    """Return the Struct of a row within an object."""
    # Two nouns may have rows of one name, as aliases; the tables are apart.
    return defstruct(model.__name__, _fields(struct, model), kw_only=True, gc=False)


@cache
def open_slots(struct: type[Row]) -> tuple[Slot, ...]:
    """Return the fields of the codec that stand in open data."""
    return tuple(one for one in slots(struct) if one.reach == "readers" and one.name not in _WITHIN)


def values_of(struct: type[Row], model: type[models.Model]) -> Callable[[Any], dict[str, Any]]:
    """Return what takes the fields of a record read by `with_readers_rows`, hidden ones off."""
    return _taking(struct, model, page_language())


def sources_of(
    record: models.Model, struct: type[Row], others: Iterable[Source] = ()
) -> list[SourceOf]:
    """Return the sources that a record and its rows name, then the others; each once.

    Needs `hide` before, as `values_of` does it.
    """
    found = {one.key: one for one in chain(_sources(record, struct), others)}
    return [_source_of(one) for one in found.values()]


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


@cache
def _taking(
    struct: type[Row], model: type[models.Model], language: str
) -> Callable[[Any], dict[str, Any]]:
    hide, takers = hiding(model), _takers(struct, model, language)

    def taken(record: models.Model) -> dict[str, Any]:
        if hide:
            hide(record)
        return {name: taker(record) for name, taker in takers}

    return taken


@cache
def _takers(struct: type[Row], model: type[models.Model], language: str) -> Takers:
    """Return how each field is taken from a record, for a page in the language."""
    return tuple((slot.name, _taker(slot, model, language)) for slot in open_slots(struct))


def _taker(slot: Slot, model: type[models.Model], language: str) -> Taker:
    if slot.role == "words":
        return words_in(slot.name, language)
    held = attrgetter(slot.accessor)
    if slot.role == "rows":
        table, _ = rows_table(model, slot)
        return _rows_taker(held, row_shape(slot.type, table), _taking(slot.type, table, language))
    if slot.role == "date" and slot.name in BASIS_OF:
        return lambda record: date_in(language, held(record), record.date_basis)
    takers = {
        "date": lambda record: date_in(language, held(record)),
        "key": lambda record: (one := held(record)) and called(one, key_of(one, slot), language),
        "keys": lambda record: [
            called(row.city, row.city.key, language) for row in held(record).all()
        ],
        "choice": lambda record: held(record) or None,
    }
    return takers.get(slot.role, held)


def _rows_taker(held: Taker, shape: type[Struct], taken: Taker) -> Taker:
    return lambda record: [shape(**taken(row)) for row in held(record).all()]


def called(record: models.Model, key: str, language: str = "") -> Named:
    """Return a record by its key and what it is called in the language asked for, the active one.

    A record that many rows name is asked once: what it answered is kept on it, and goes with it.
    """
    kept = vars(record).setdefault("_called", {})
    asked = key, language or page_language()
    if asked not in kept:
        # Once more, as the first may give a `Text`, which msgspec takes for no text.
        kept[asked] = Named(key=key, name=str(str(record)))
    return kept[asked]


def _source_of(source: Source) -> SourceOf:
    kept = vars(source)
    if "_source_of" not in kept:
        address = source.public_url or None
        kept["_source_of"] = SourceOf(key=source.key, title=source.title, address=address)
    return kept["_source_of"]


def _rows(record: models.Model, slot: Slot) -> Any:
    return getattr(record, slot.accessor).all()


@cache
def _resting(struct: type[Row]) -> tuple[Slot, ...]:
    """Return the fields that are sources, or rows which name some."""
    return tuple(
        slot
        for slot in open_slots(struct)
        if (slot.role == "key" and slot.noun == "sources")
        or (slot.role == "rows" and _resting(slot.type))
    )


def _sources(record: models.Model, struct: type[Row]) -> Iterator[Source]:
    for slot in _resting(struct):
        if slot.role == "rows":
            for row in _rows(record, slot):
                yield from _sources(row, slot.type)
        elif found := getattr(record, slot.name):
            yield found
