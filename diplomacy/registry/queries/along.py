"""Rows that come along with records, for pages: as `prefetch_related`, at a fraction of its price.

Django makes a query for each record, conditions and all, only to put what it found in its place;
and a model for each row and what it names, of which a list shows a name.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import msgspec
from django.core.exceptions import FieldDoesNotExist
from django.db.models import (
    Func,
    ManyToOneRel,
    Model,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    TextField,
    prefetch_related_objects,
)

from diplomacy.registry.kept_statements import kept
from diplomacy.registry.models.words import Words


class Light(Prefetch):
    """Rows that each name a record, of which a page reads only these columns.

    All rows of `model`. Whoever fetches them otherwise than by `fetch_along` has them whole.
    """

    def __init__(self, rows: str, model: type[Model], named: str, columns: Iterable[str]) -> None:
        super().__init__(rows, model._default_manager.select_related(named))
        self.named, self.columns = named, tuple(columns)

    def read(self, owner: str, records: Sequence[Model]) -> Iterable[tuple[Any, Any]]:
        """Yield the rows of the records, each after the primary key of its own."""
        held: dict[int, Any] = {}
        shape = {"named": self.named, "columns": self.columns}
        rows = _naming(records, model=self.queryset.model, owner=owner, **shape)
        for of, *values in rows:
            yield of, self._row(values, held)

    def told(self, owner: str) -> Subquery:
        """Return the rows as one text for each record, for the statement that finds the records."""
        rows = self.queryset.model._default_manager.filter(**{owner: OuterRef("pk")})
        columns = (f"{self.named}__{column}" for column in self.columns)
        return Subquery(told_of(rows, "pk", f"{self.named}_id", *columns))

    def lay(self, records: Sequence[Model], texts: Iterable[str | None]) -> None:
        """Have `.all()` of the relation of each record give the rows that `told` said of it."""
        held: dict[int, Any] = {}
        for record, text in zip(records, texts, strict=True):
            told = sorted(msgspec.json.decode(text or "[]"))
            rows = Rows(self._row(values, held) for _pk, *values in told)
            _give(record, type(record)._meta.get_field(self.prefetch_to), rows)

    def _row(self, values: Sequence[Any], held: dict[int, Any]) -> Any:
        """Return a row of these values; all that name the same share one record of it."""
        pk, *columns = values
        if pk not in held:
            named_of = _plain(self.queryset.model._meta.get_field(self.named).related_model)
            held[pk] = named_of(**dict(zip(self.columns, columns, strict=True)))
        return _plain(self.queryset.model)(**{self.named: held[pk], f"{self.named}_id": pk})


class Told(Func):
    """Columns of all rows as one JSON text, in no order; of no row, none or an empty one.

    A text within another too: what SQLite knows as JSON it puts there as rows or as a text, as it
    plans; joined with nothing it is a text.
    """

    output_field = TextField()
    function = "json_array"
    template = "(json_group_array(%(function)s(%(expressions)s)) || '')"

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        template = "json_agg(%(function)s(%(expressions)s))::text"
        shape = {"function": "json_build_array", "template": template}
        return self.as_sql(compiler, connection, **shape, **context)


@kept
def _naming(
    records: Sequence[Model],
    *,
    model: type[Model],
    owner: str,
    named: str,
    columns: tuple[str, ...],
) -> QuerySet:
    of_these = model._default_manager.filter(**{f"{owner}_id__in": records})
    named_columns = [f"{named}__{column}" for column in columns]
    return of_these.values_list(f"{owner}_id", f"{named}_id", *named_columns)


class Rows(list):
    """The rows of a record, read as those of a model are."""

    def all(self) -> "Rows":
        return self


class Plain:
    """What was read of a record."""

    def __init__(self, **read: Any) -> None:
        vars(self).update(read)


def told_of(rows: QuerySet, *columns: Any) -> QuerySet:
    """Return the query for columns of all rows as one text."""
    return rows.order_by().values(told=Told(*columns))


@cache
def _plain(model: type[Model]) -> type[Plain]:
    """Return the class of what is read of records; its words give the text in a language."""
    words = {name: one for name, one in vars(model).items() if isinstance(one, Words)}
    return type(f"Plain{model.__name__}", (Plain,), words)


def rows_along(record: Model, name: str) -> Iterable[Any]:
    """Return the rows of a relation; for those that came along `.all()` would make a manager."""
    held = vars(record).get("_prefetched_objects_cache", {}).get(name)
    return getattr(record, name).all() if held is None else held


def fetch_along(records: Sequence[Model], lookups: Iterable[Any]) -> None:
    """Fetch for each of the records, all of one table, what the lookups name.

    One query for each, as `prefetch_related_objects` has it, none without records.
    """
    others = [one for one in lookups if not (records and _fetched(records, one))]
    prefetch_related_objects(records, *others)


def lay_along(records: Sequence[Model], name: str, rows: Iterable[Any]) -> None:
    """Have `.all()` of a relation of each record, all of one table, give those of the rows."""
    relation = type(records[0])._meta.get_field(name) if records else None
    of = {record.pk: (record, Rows()) for record in records}
    for row in rows:
        record, own = of[getattr(row, relation.field.attname)]
        setattr(row, relation.field.name, record)
        own.append(row)
    for record in records:
        _give(record, relation, of[record.pk][1])


def _fetched(records: Sequence[Model], lookup: Any) -> bool:
    """Whether the lookup was one for plain rows of the records, which they now hold."""
    relation = _relation(type(records[0]), lookup)
    if relation is None:
        return False
    owner = relation.field
    rows: dict[Any, Rows] = defaultdict(Rows)
    if isinstance(lookup, Light):
        for pk, row in lookup.read(owner.name, records):
            rows[pk].append(row)
    else:
        for row in lookup.queryset.filter(**{f"{owner.name}__in": records}):
            rows[getattr(row, owner.attname)].append(row)
    for record in records:
        held = rows[record.pk]
        if not isinstance(lookup, Light):
            held = _as_queryset(lookup, held, owner.name, record)
        _give(record, relation, held)
    return True


def _give(record: Model, relation: ManyToOneRel, rows: Any) -> None:
    """Have `.all()` of the relation of the record give these from now on."""
    vars(record).setdefault("_prefetched_objects_cache", {})[relation.cache_name] = rows


def _relation(model: type[Model], lookup: Any) -> ManyToOneRel | None:
    """Return by which relation of the records a lookup finds rows, None for any other lookup."""
    if not isinstance(lookup, Prefetch) or lookup.queryset is None:
        return None
    if lookup.prefetch_to != lookup.prefetch_through:
        return None
    try:
        relation = model._meta.get_field(lookup.prefetch_through)
    except FieldDoesNotExist:
        return None
    return relation if type(relation) is ManyToOneRel else None


def _as_queryset(lookup: Prefetch, rows: Rows, owner: str, record: Model) -> Any:
    # Its query is one for all records: who narrows it further does so to a copy.
    held = object.__new__(type(lookup.queryset))
    vars(held).update(vars(lookup.queryset), _result_cache=rows, _prefetch_done=True)
    for row in rows:
        setattr(row, owner, record)
    return held
