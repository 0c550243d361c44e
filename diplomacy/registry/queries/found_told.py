"""What a page shows of a found record, told as one text by the statement that finds it.

Asked for noun by noun, with other names and terms of office, it took a statement for each.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django.db import router
from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery
from django.db.models.expressions import Combinable
from msgspec import Struct

from diplomacy.registry.models import (
    City,
    CooperationArea,
    DiplomacyLayer,
    Organisation,
    Person,
    Source,
)
from diplomacy.registry.models.base import Keyed
from diplomacy.registry.models.words import columns

from .along import lay_along, told_of

_NAME = tuple(columns("name"))
_CALLED = ("key", *_NAME)
_ALIASES = ("text", "language")
_ADDRESS = ("url", "archived_url", "linked")  # of which `public_url` is one
_OF_SOURCE = (
    *("key", "title", "language", "publisher", "kind", "date"),
    *(*_ADDRESS, *columns("remark")),
)


class _Shown(Struct, frozen=True):
    """The columns that are shown of a noun, records it `names` by their name, rows of its own.

    `rows` are told by their columns and by a record that each names; `also` is what is asked.
    """

    model: type[Keyed]
    columns: tuple[str, ...]
    names: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = ()
    also: tuple[tuple[str, Exists], ...] = ()


_PUBLIC_CITY = City.objects.published().filter(pk=OuterRef("city"))
_SHOWN = {
    "city": _Shown(
        City,
        (*_CALLED, "own_name", "own_language"),
        names=("country",),
        rows=(("aliases", _ALIASES, ()),),
    ),
    "person": _Shown(
        Person,
        (*_CALLED, "own_name", "own_language"),
        rows=(
            ("aliases", _ALIASES, ()),
            ("terms", tuple(columns("office")), ("organisation",)),
        ),
    ),
    "organisation": _Shown(
        Organisation,
        (*_CALLED, "kind"),
        names=("city",),
        also=(("city_shown", Exists(_PUBLIC_CITY)),),
    ),
    "area": _Shown(CooperationArea, _CALLED, names=("layer",)),
    "layer": _Shown(DiplomacyLayer, _CALLED),
    "source": _Shown(Source, _OF_SOURCE),
}


def is_told(noun: str) -> bool:
    return noun in _SHOWN


def told_of_one(noun: str, key: Combinable) -> QuerySet:
    """Return the query for the text of the record with this key."""
    return told(noun, _SHOWN[noun].model.objects.filter(pk=key))


def told(noun: str, rows: QuerySet) -> QuerySet:
    """Return the query for the text of some rows of a noun."""
    shown = _SHOWN[noun]
    texts = (Subquery(told_of(*_rows(shown.model, *one))) for one in shown.rows)
    return told_of(rows, *_columns(shown.columns, shown.names), *dict(shown.also).values(), *texts)


def records_of(noun: str, text: str) -> Iterator[Keyed]:
    """Yield the records that the text tells, in no order."""
    shown = _SHOWN[noun]
    for row in msgspec.json.decode(text):
        values = iter(row)
        record = _record(shown.model, shown.columns, shown.names, values)
        for (name, _), value in zip(shown.also, values, strict=False):
            setattr(record, name, bool(value))
        for (name, *its_columns), rows in zip(shown.rows, values, strict=True):
            _lay(record, name, its_columns, sorted(msgspec.json.decode(rows or "[]")))
        yield record


def _columns(own: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    yield "pk"
    yield from own
    for name in names:
        yield from (f"{name}_id", *(f"{name}__{column}" for column in _NAME))


def _rows(
    model: type[Model], name: str, own: Sequence[str], names: Sequence[str]
) -> tuple[Any, ...]:
    relation = model._meta.get_field(name)
    rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
    return rows, *_columns(own, names)


def _record(
    model: type[Any], own: Sequence[str], names: Sequence[str], values: Iterator[Any]
) -> Any:
    """Return a record of the next of the values, the others left in the database."""
    record = _made(model, own, values)
    for name in names:
        one = _made(model._meta.get_field(name).related_model, _NAME, values)
        setattr(record, name, one if one.pk else None)
    return record


def _made(model: type[Any], own: Sequence[str], values: Iterator[Any]) -> Any:
    fields = [model._meta.pk, *map(model._meta.get_field, own)]
    read = {one.attname: _read(one, next(values)) for one in fields}
    names = [one.attname for one in model._meta.concrete_fields if one.attname in read]
    return model.from_db(router.db_for_read(model), names, [read[name] for name in names])


def _read(field: Any, value: Any) -> Any:
    """Return a value as Django reads it of the column."""
    of_text = getattr(field, "from_db_value", None)
    return of_text(value, None, None) if of_text else value


def _lay(record: Keyed, name: str, its_columns: Sequence[Any], rows: list[list[Any]]) -> None:
    """Have `.all()` of a relation of the record give these rows."""
    relation = record._meta.get_field(name)
    laid = []
    for row in rows:
        one = _record(relation.related_model, *its_columns, iter(row))
        setattr(one, relation.field.attname, record.pk)
        laid.append(one)
    lay_along([record], name, laid)
