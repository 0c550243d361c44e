"""Statements that are put together once in a process, and asked again with other values.

Django builds the text of a query anew each time, which costs five times what the database takes to
answer. Here a function that returns a queryset is called once with a placeholder for each of its
values; afterwards only these are put in. Rows are made by Django itself, of the same columns.
"""

import copy
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import lru_cache, update_wrapper
from typing import Any, Generic, TypeVar
from weakref import WeakValueDictionary

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router
from django.db.models import Expression, QuerySet
from django.db.models.lookups import Lookup
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from django.utils.translation import get_language
from msgspec import Struct

Row = TypeVar("Row")
Shape = tuple[tuple[str, Any], ...]

MOST_KEPT = 256  # statements of a process, the ones asked last; some 50 kB each
MOST_LISTED = 1024  # values in a list; a longer one is asked for as Django does
LONG = 3000  # signs of a statement from which PostgreSQL takes longer to plan it than to answer


class Given(Expression):
    """Stands for one value, or for a list of so many, that each call of a query brings."""

    def __init__(self, place: int, number: int | None = None) -> None:
        super().__init__()
        self.place, self.number = place, number
        self.compared: models.Field | None = None  # with which field

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list]:
        if self.compared is None:
            raise TypeError("what is given to a kept query can only be compared with a column")
        if self.number is None:
            return "%s", [_Hole(self.place, None, self.compared)]
        if not self.number:
            raise EmptyResultSet  # as Django says of an empty list
        hole = _Hole(self.place, self.number, self.compared)
        return f"({', '.join(['%s'] * self.number)})", [hole, *[_REST] * (self.number - 1)]


_REST = object()  # stands for a parameter that the hole before it fills


class _Hole(Struct, frozen=True):
    """The place of a value, or of a list of so many, among the parameters of a statement."""

    place: int
    number: int | None
    field: models.Field

    def taken(self, value: Any, connection: Any) -> list[Any]:
        """Return what it holds as the database takes it for the field, as a lookup of Django does.

        A list is filled up with its last.
        """
        held = [value] if self.number is None else value
        taken = [self.field.get_db_prep_value(one, connection, prepared=False) for one in held]
        return taken + taken[-1:] * ((self.number or 1) - len(taken))


class _Statement(Struct, frozen=True, weakref=True, eq=False):
    """What Django made of a query for one database. `sql` is None where nothing can be found.

    What is `prepared` has no parameters but the values that each call brings.
    """

    rows: QuerySet
    compiler: SQLCompiler
    sql: str | None
    parameters: tuple[Any, ...]
    prepared: bool

    def ask(self, values: tuple[Any, ...], alias: str) -> list[Any]:
        if self.sql is None:
            return []
        connection = connections[alias]  # of this thread
        parameters = self._filled(values, connection)
        compiler = copy.copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, parameters)
        asked = _Asked(self.rows, compiler, alias)
        with connection.preparing() if self.prepared else nullcontext():
            return list(self.rows._iterable_class(asked))

    def _filled(self, values: tuple[Any, ...], connection: Any) -> tuple[Any, ...]:
        # A long statement names the same list many times.
        taken: dict[_Hole, list[Any]] = {}
        filled: list[Any] = []
        for one in self.parameters:
            if not isinstance(one, _Hole):
                filled.append(one)
                continue
            if one not in taken:
                taken[one] = one.taken(values[one.place], connection)
            filled += taken[one]
        return tuple(filled)


_alike: WeakValueDictionary[tuple, _Statement] = WeakValueDictionary()


class _Asked:
    """What of a queryset and its query those ask who make records of rows."""

    def __init__(self, rows: QuerySet, compiler: SQLCompiler, alias: str) -> None:
        self.model, self.db, self.query = rows.model, alias, self
        self._fields, self._known_related_objects = rows._fields, {}
        self._query, self._compiler = rows.query, compiler

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class Kept(Generic[Row]):
    """A function that returns a queryset of its values, called for the rows of it."""

    def __init__(self, build: Callable[..., QuerySet], *, by_value: bool = False) -> None:
        update_wrapper(self, build)
        self.build, self.by_value = build, by_value
        self._model: type[models.Model] | None = None  # of the rows, once it was asked

    def __call__(self, *values: Any, **shape: Any) -> list[Row]:
        """Return the rows. One statement, none where a list makes plain that there are none.

        Values change nothing but what columns are compared with: what the column takes, a record
        for its key, or a list of such. What makes it another query is a keyword. The language of
        the page always is such, and the database is the one that the router names now.
        """
        given = [_given(value) for value in values]
        if any(value is None or _is_long(value) for value in given):
            return list(self.build(*given, **shape))
        numbers = tuple(_room(v) if isinstance(v, list) else None for v in given)
        if self._model is None:
            self._model = self.build(*given, **shape).model
        alias = router.db_for_read(self._model)
        kept = _statement(
            self.build, numbers, get_language(), tuple(shape.items()), alias, self.by_value
        )
        return kept.ask(tuple(given), alias)

    def first(self, *values: Any, **shape: Any) -> Row | None:
        """Return the first row, None for none; the query has to say that it needs but one."""
        return next(iter(self(*values, **shape)), None)


def kept(build: Callable[..., QuerySet[Row]]) -> Kept[Row]:
    return Kept(build)


def kept_by_value(build: Callable[..., QuerySet[Row]]) -> Kept[Row]:
    """Keep the statement only: of one that asks for a part of all entries, as of days to come, the
    best plan differs with the values, so PostgreSQL makes it each time.
    """
    return Kept(build, by_value=True)


@lru_cache(MOST_KEPT)
def _statement(
    build: Callable[..., QuerySet],
    numbers: tuple[int | None, ...],
    _language: str | None,
    shape: Shape,
    alias: str,
    by_value: bool = False,
) -> _Statement:
    rows = build(*map(Given, range(len(numbers)), numbers), **dict(shape))
    if rows._prefetch_related_lookups or rows._db:
        raise TypeError("what is fetched along, or of a certain database, is a query of its own")
    _tell_fields(rows.query)
    compiler = rows.query.get_compiler(using=alias)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        sql, parameters = None, ()
    used = {one.place for one in parameters if isinstance(one, _Hole)}
    if sql and 0 not in numbers and len(used) < len(numbers):
        raise TypeError("the query was decided by a value: pass it as a keyword")
    compiler.connection = None  # it is a thread's own
    compiler.quote_cache = {}
    # Of a column its expression is asked for again, its text is not: half of what is kept.
    compiler.select = [(column, None, name) for column, _sql, name in compiler.select or ()]
    prepared = bool(sql) and len(sql) >= LONG and not by_value
    prepared = prepared and hasattr(connections[alias], "preparing")
    if prepared:
        is_hole = [one is _REST or isinstance(one, _Hole) for one in parameters]
        sql, parameters = with_constants(sql, parameters, is_hole, connections[alias])
    told = tuple(one for one in parameters if one is not _REST)
    made = _Statement(rows, compiler, sql, told, prepared)
    # Few are another text in another language.
    return _alike.setdefault((build, numbers, shape, alias, sql, made.parameters), made)


def with_constants(
    sql: str, parameters: Iterable[Any], is_given: Iterable[bool], connection: Any
) -> tuple[str, tuple[Any, ...]]:
    """Return the statement with all written into it but what a call brings.

    Of this the server knows the type, from the column beside it; of a word alone it does not.
    """
    both = list(zip(parameters, is_given, strict=True))
    texts = [
        "%s" if given else connection.ops.compose_sql("%s", [one]).replace("%", "%%")
        for one, given in both
    ]
    return sql.replace("%%", "%%%%") % tuple(texts), tuple(one for one, given in both if given)


def _tell_fields(node: Any) -> None:
    """Tell each value with which field it is compared: databases take days and numbers by it."""
    if isinstance(node, Lookup) and isinstance(node.rhs, Given):
        field = node.lhs.output_field
        node.rhs.compared = getattr(field, "target_field", field)
    if isinstance(node, Query):
        parts = [node.where, *node.annotations.values(), *node.combined_queries]
    else:
        parts = node.get_source_expressions()
    for part in parts:
        if part is not None:
            _tell_fields(part)


def _given(value: Any) -> Any:
    if isinstance(value, list | tuple | set | frozenset):
        return [_given(one) for one in value]
    return value.pk if isinstance(value, models.Model) else value


def _is_long(value: Any) -> bool:
    return isinstance(value, list) and (len(value) > MOST_LISTED or None in value)


def _room(values: list) -> int:
    """Return the places for a list: powers of four, so that few statements serve all lengths."""
    room = 1 if values else 0
    while room < len(values):
        room *= 4
    return room
