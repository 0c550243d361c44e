"""How each field of a Struct meets the columns, references and rows of its table."""

from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal

import msgspec
from django.db import models
from msgspec import Struct, inspect

from .parts import Record, Row, Words
from .structs import NOUNS

Role = Literal["text", "number", "flag", "day", "choice", "date", "words", "key", "keys", "rows"]
Reach = Literal["readers", "file", "staff"]

ENTRY_NOUNS = ("agreements", "delegations", "events", "commitments", "restrictions")

# Rows of an entry whose accessor has another name than the file, where the plain one reads better.
_ACCESSORS = {"cities": "city_rows", "areas": "area_rows"}

_PLAIN: dict[type, tuple[Role, type]] = {
    inspect.StrType: ("text", str),
    inspect.IntType: ("number", int),
    inspect.FloatType: ("number", float),
    inspect.DecimalType: ("number", Decimal),
    inspect.BoolType: ("flag", bool),
    inspect.DateType: ("day", date),
}


class Slot(Struct, frozen=True):
    """One field: `type` is the Python type, the choices, or the Row of its rows.

    `noun` is what a key names; with `here` it is a step of the same procedure. `optional`
    fields may be None. `default` is meaningless where `required`. `reach` is who may have it:
    readers, nobody but who loads a register file, or staff alone.
    """

    name: str
    role: Role
    type: type
    required: bool
    optional: bool
    default: Any
    noun: str = ""
    here: bool = False
    reach: Reach = "readers"

    @property
    def accessor(self) -> str:
        """The attribute of the model that holds it."""
        return _ACCESSORS.get(self.name, self.name) if self.role in ("keys", "rows") else self.name


@cache
def slots(struct: type[Row]) -> tuple[Slot, ...]:
    """Return the fields of a Struct, its key first, then in the order of the definition."""
    found = [_slot(field) for field in inspect.type_info(struct).fields]
    return tuple(sorted(found, key=lambda slot: slot.name != "key"))


def rows_table(model: type[models.Model], slot: Slot) -> tuple[type[models.Model], str]:
    """Return the model of a field's rows and the name of their reference to the record."""
    relation = model._meta.get_field(slot.accessor)
    return relation.related_model, relation.field.name


def noun_of(model: type[models.Model]) -> str:
    """Return the noun of a register file under which records of a table stand. Raises KeyError."""
    return _NOUN_OF_MODEL[model]


def struct_of(noun: str) -> type[Record]:
    return NOUNS[noun][0]


def model_of(noun: str) -> type[models.Model]:
    return NOUNS[noun][1]


_NOUN_OF_MODEL = {model: noun for noun, (_, model) in NOUNS.items()}


def _slot(field: inspect.Field) -> Slot:
    kind, optional, reach = field.type, False, "readers"
    if isinstance(kind, inspect.Metadata) and "reach" in (kind.extra or {}):
        kind, reach = kind.type, kind.extra["reach"]
    if isinstance(kind, inspect.UnionType):
        optional = True
        (kind,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
    default = field.default
    if field.default_factory is not msgspec.NODEFAULT:
        default = field.default_factory()
    named = {
        "name": field.name, "required": field.required, "optional": optional, "default": default,
        "reach": reach,
    }  # fmt: skip
    return Slot(**named, **_meaning(kind))


def _meaning(kind: inspect.Type) -> dict[str, Any]:
    if isinstance(kind, inspect.Metadata):
        extra = kind.extra or {}
        if "key_of" in extra:
            here = extra.get("here", False)
            return {"role": "key", "type": str, "noun": extra["key_of"], "here": here}
        return {"role": "date", "type": str}
    if isinstance(kind, inspect.ListType):
        item = _meaning(kind.item_type)
        return {**item, "role": "keys" if item["role"] == "key" else "rows"}
    if isinstance(kind, inspect.StructType):
        return {"role": "words" if kind.cls is Words else "rows", "type": kind.cls}
    if isinstance(kind, inspect.CustomType | inspect.EnumType) and issubclass(kind.cls, Enum):
        return {"role": "choice", "type": kind.cls}
    role, python = _PLAIN[type(kind)]
    return {"role": role, "type": python}
