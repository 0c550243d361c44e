"""Pieces of pages that were drawn before, found again by all that they are drawn of.

A piece is kept under the digest of everything given to its template: each column that was read of
each record, and of the records read with it. What is not given cannot be in it, for a piece during
whose drawing the database was asked is not kept. So it can be neither out of date nor for somebody
else: whoever has the same content gets the same piece (record 60).
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Any

import msgspec
from django.db import connections
from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from diplomacy.calendars import PartialDate
from diplomacy.registry.queries.along import Plain

MOST_KEPT = 4 * 1024 * 1024  # characters, in each process

_PLAIN = frozenset((str, int, bool, type(None), float))
_WRITTEN = (date, datetime, Decimal)  # packed as text, so told by their sort as well

_packed = msgspec.msgpack.Encoder().encode


def content(given: Any) -> bytes:
    """Return the digest of all that is in the values. Raises TypeError for one of another sort."""
    told: list[Any] = []
    _tell(given, told, set())
    try:
        return blake2b(_packed(told), digest_size=16).digest()
    except (ValueError, OverflowError) as error:  # half a character, a number without end
        raise TypeError("what cannot be packed cannot be found again") from error


def _tell(value: Any, told: list[Any], seen: set[int]) -> None:
    sort = type(value)
    if sort in _PLAIN:
        told.append(value)
    elif sort is PartialDate:
        told.append(value.text)
    elif sort in _WRITTEN:
        told += (sort.__name__, value)
    elif isinstance(value, (str, Promise)):  # HTML, a choice, words, a text to be translated
        text = str.__str__(str(value))  # HTML calls itself its text
        told += (sort.__name__, text, getattr(value, "lang", ""))
    elif isinstance(value, Model):
        _tell_record(value, told, seen)
    elif sort in (set, frozenset):
        told.append(sorted(map(repr, value)))
    else:
        parts = _parts(value)
        told += (sort.__name__, len(parts))
        for one in parts:
            _tell(one, told, seen)


def _parts(value: Any) -> list[Any]:
    """Return what the value consists of."""
    if isinstance(value, Plain):
        value = vars(value)
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, (tuple, list, QuerySet)):
        return list(value)
    if isinstance(value, msgspec.Struct):
        return list(msgspec.structs.astuple(value))
    raise TypeError(f"What is drawn of {type(value).__name__} cannot be found again.")


def _tell_record(record: Model, told: list[Any], seen: set[int]) -> None:
    if id(record) in seen:  # records that were read together know each other
        told.append(record.pk)
        return
    seen.add(id(record))
    held = vars(record)
    told += (record._meta.model_name, *held)
    for name, value in held.items():
        sort = type(value)
        if sort in _PLAIN:  # nearly all, and a call for each would cost as much as the rest
            told.append(value)
        elif sort is PartialDate:
            told.append(value.text)
        elif name == "_state":
            _tell(value.fields_cache, told, seen)
        else:
            _tell(value, told, seen)


class Drawn:
    """The pieces, the one that was longest not wanted given up first. Safe among threads."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._pieces: OrderedDict[tuple, SafeString] = OrderedDict()
        self._size = 0

    def find(self, key: tuple, draw: Callable[[], SafeString]) -> SafeString:
        """Return the piece with the key, which tells all that `draw` draws it of."""
        with self._lock:
            if (piece := self._pieces.get(key)) is not None:
                self._pieces.move_to_end(key)
                return piece
        with _watched() as asked:
            piece = draw()
        if not asked:
            self._keep(key, piece)
        return piece

    def _keep(self, key: tuple, piece: SafeString) -> None:
        with self._lock:
            if key in self._pieces:
                return
            self._pieces[key] = piece
            self._size += len(piece)
            while self._size > self._most:
                _key, given_up = self._pieces.popitem(last=False)
                self._size -= len(given_up)


@contextmanager
def _watched() -> Iterator[list[str]]:
    """Give a list in which stands what is asked of any database meanwhile."""
    asked: list[str] = []

    def watch(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    opened = list(connections.all(initialized_only=True))
    for connection in opened:
        connection.execute_wrappers.append(watch)
    try:
        yield asked
    finally:
        for connection in opened:
            connection.execute_wrappers.remove(watch)
