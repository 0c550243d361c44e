"""The only pagination: a page is found by the row it follows, never by counting rows.

Rows written while a reader turns pages are neither shown twice nor do they hide others, and
page 1,000 costs what page 1 costs.
"""

import base64
import binascii
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from typing import Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from msgspec import Struct

from diplomacy.registry.models.words import page_language

from .along import fetch_along

Row = TypeVar("Row", bound=models.Model)
Order = tuple[str, ...]

# The last field of an order tells rows apart, so that no two rows share a place.
NEWEST_FIRST: Order = ("-ordering_day", "-id")
OLDEST_FIRST: Order = ("ordering_day", "id")
CITY_NEWEST_FIRST: Order = ("-day", "-entry_id")
CITY_OLDEST_FIRST: Order = ("day", "entry_id")
# What stands for a column of an entry in rows that lead to it; annotated by who walks these.
WALKED = {"ordering_day": "walked_day", "id": "walked_id"}
BY_POSITION: Order = ("position", "key")
BY_KEY: Order = ("key",)

PAGE_SIZE = 30


_MAX_NUMBER = 2**63 - 1  # of a row
_MAX_CURSOR = 1000


def by_name(way: str = "") -> Order:
    """Return the order by name in the language of the page.

    The rows are `Named`, or `way` leads from them to what is: "partner__".
    """
    return f"{way}order_{page_language()}", "id"


class Page(Struct, Generic[Row], frozen=True):
    """Rows in order. `before` and `after` are cursors, "" where nothing lies on that side."""

    rows: tuple[Row, ...]
    before: str
    after: str

    @property
    def is_whole(self) -> bool:
        """Whether these rows are all there are."""
        return not (self.before or self.after)


def page_of(
    rows: models.QuerySet[Row],
    order: Order,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> Page[Row]:
    """Return the page that follows the cursor `after`, or else precedes the cursor `before`.

    A cursor that is forged, cut or leads nowhere gives the first page. An order that begins
    with an ascending day still puts undated rows last. One query, two where such an order
    passes from dated to undated rows, one more where a cursor leads nowhere.
    """
    backwards = bool(before and not after)
    cursor = _read(before if backwards else after, rows.model, order)
    if cursor is not None:
        found = _walk(rows, order, cursor, size + 1, backwards=backwards)
        if found:
            return _page(found, order, size, backwards=backwards)
    return first_page(_walk(rows, order, None, size + 1, backwards=False), order, size)


def first_page(found: list[Row], order: Order, size: int) -> Page[Row]:
    """Return the first page of these rows in order, of which one more than shown is enough."""
    after = _write(found[size - 1], order) if len(found) > size else ""
    return Page(tuple(found[:size]), "", after)


def every_id(rows: models.QuerySet, order: Order, size: int) -> Iterator[list[int]]:
    """Yield the primary keys of all rows in order, as pages show them, `size` at a time.

    Each time by a query of its own, so that nothing stays open in the database in between, memory
    does not grow, and what is hidden meanwhile is no longer found.
    """
    names = [name.removeprefix("-") for name in order]
    rows = rows.prefetch_related(None)
    for stretch in _stretches(rows, order):
        found = _ids(rows.filter(stretch), order, names, size)
        while found:
            yield [pk for pk, *_ in found]
            if len(found) < size:
                break
            beyond = _beyond(order, list(found[-1][1:]))
            found = _ids(rows.filter(stretch).filter(beyond), order, names, size)


def is_cursor(text: str, model: type[models.Model], order: Order) -> bool:
    """Return whether `page_of` could have written the text for rows in this order."""
    return _read(text, model, order) is not None


def cursor_before(order: Order, day: date) -> str:
    """Return the cursor of the page whose first row is the first on `day` or beyond it.

    For an order by a day and then a number, whichever way it runs.
    """
    before, number = (1, 0) if order[0].startswith("-") else (-1, _MAX_NUMBER)
    values = [str(day + timedelta(days=before)), str(number)]
    return _encode(values)


def _page(found: list[Row], order: Order, size: int, *, backwards: bool) -> Page[Row]:
    more = len(found) > size
    shown = found[:size][::-1] if backwards else found[:size]
    has_before, has_after = (more, True) if backwards else (True, more)
    return Page(
        tuple(shown),
        _write(shown[0], order) if has_before else "",
        _write(shown[-1], order) if has_after else "",
    )


def _ids(rows: models.QuerySet, order: Order, names: list[str], size: int) -> list[tuple]:
    return list(rows.order_by(*order).values_list("pk", *names)[:size])


def _walk(rows, order: Order, cursor: list | None, limit: int, *, backwards: bool) -> list[Row]:
    """Return up to `limit` rows beyond the cursor, nearest first."""
    direction = tuple(_turned(name) for name in order) if backwards else order
    stretches = list(_stretches(rows, order))
    direction = tuple(_walked(rows, name) for name in direction)
    if cursor is not None and len(stretches) > 1:
        is_undated = cursor[0] == date.min
        stretches = stretches[is_undated:] if not backwards else stretches[: is_undated + 1]
    if backwards:
        stretches.reverse()
    found: list[Row] = []
    # What comes along with the rows is fetched once for all stretches, not once for each.
    along, rows = rows._prefetch_related_lookups, rows.prefetch_related(None)
    for number, stretch in enumerate(stretches):
        beyond = rows.filter(stretch)
        if cursor is not None and number == 0:
            beyond = beyond.filter(_beyond(direction, cursor))
        found += beyond.order_by(*direction)[: limit - len(found)]
        if len(found) == limit:
            break
    fetch_along(found, along)
    return found


def _walked(rows: models.QuerySet, name: str) -> str:
    """Return the column along which rows are walked in place of their own.

    It holds the same, in the index of another table that leads to them: entries of a city stand in
    order among the rows of the city, as `naming_city` annotates them.
    """
    sign, own = "-" * name.startswith("-"), name.removeprefix("-")
    walked = WALKED.get(own)
    return f"{sign}{walked}" if walked in rows.query.annotations else name


def _stretches(rows: models.QuerySet, order: Order) -> Iterator[Q]:
    """Yield the parts that follow one another: undated rows hold the earliest day there is.

    Two stretches rather than an expression in the order, which no index would serve.
    """
    first = order[0]
    if first.startswith("-") or not isinstance(_field(rows.model, first), models.DateField):
        yield Q()
    else:
        first = _walked(rows, first)
        yield Q(**{f"{first}__gt": date.min})
        yield Q(**{first: date.min})


def _beyond(order: Order, cursor: list) -> Q:
    """Return what lies beyond the cursor: (day, id) < (d, i), written so that indexes serve it.

    The redundant bound on the first field makes an index range of it; without it the databases
    read every row before the cursor.
    """
    names = [name.removeprefix("-") for name in order]
    signs = ["lt" if name.startswith("-") else "gt" for name in order]
    either = Q()
    for depth, (name, sign) in enumerate(zip(names, signs, strict=True)):
        same = dict(zip(names[:depth], cursor[:depth], strict=True))
        either |= Q(**same, **{f"{name}__{sign}": cursor[depth]})
    if isinstance(cursor[0], bool):  # no range to bound
        return either
    return Q(**{f"{names[0]}__{signs[0]}e": cursor[0]}) & either


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _field(model: type[models.Model], name: str) -> models.Field:
    *way, name = name.removeprefix("-").split("__")
    for step in way:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(name)


def _write(row: Row, order: Order) -> str:
    return _encode([str(_held(row, name)) for name in order])


def _held(row: Row, name: str):
    return reduce(getattr, name.removeprefix("-").split("__"), row)


def _encode(values: list[str]) -> str:
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(text: str, model: type[models.Model], order: Order) -> list | None:
    """Return the values of a cursor, None unless each is one that its field can hold."""
    if not text or len(text) > _MAX_CURSOR:
        return None
    try:
        values = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), b"-_", validate=True))
        if not isinstance(values, list) or len(values) != len(order):
            return None
        return [
            _value(_field(model, name), value) for name, value in zip(order, values, strict=True)
        ]
    except (ValueError, TypeError, OverflowError, ValidationError, RecursionError, binascii.Error):
        return None


def _value(field: models.Field, value: str):
    if not isinstance(value, str) or "\0" in value:
        raise ValueError(value)
    value.encode()  # a lone surrogate raises here, not in the database
    field = field.target_field if field.is_relation else field
    value = field.to_python(value)
    field.run_validators(value)
    if isinstance(value, datetime):
        # A moment without its zone is a guess; beside the first year it is none in another zone.
        if timezone.is_naive(value):
            raise ValueError(value)
        value = value.astimezone(UTC)
    return value
