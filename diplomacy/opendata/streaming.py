"""Whole lists as files, row after row: memory does not grow with their length."""

import logging
from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO

import msgspec
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from msgspec import Struct

from diplomacy.registry.codec import References
from diplomacy.registry.models.words import page_language
from diplomacy.registry.queries.paging import Order, every_id
from diplomacy.tables import Row, as_xlsx

from .flat import lines, table
from .objects import Noun, in_order
from .values import licence

AT_ONCE = 500  # objects that are in memory: with more the first byte comes later
BLOCK = 32_768  # characters that are sent together
_OLDEST_DAY = date(1900, 3, 1)  # from which every spreadsheet counts days alike

_logger = logging.getLogger(__name__)


def objects_of(noun: Noun, rows: QuerySet, order: Order, on: date) -> Iterator[Struct]:
    """Yield the objects of all the rows in order; what is hidden meanwhile is left out.

    A few queries for each AT_ONCE of them, and none is left open in between.
    """
    references = References()
    for ids in every_id(rows, order, AT_ONCE):
        references.renew()
        yield from in_order(noun, ids, on, references)


def csv_of(noun: Noun, objects: Iterable[Struct]) -> Iterator[bytes]:
    """Yield a CSV file. One that breaks off says so in its last line, and then raises."""
    return _in_blocks(lines(noun, objects))


def json_of(noun: Noun, objects: Iterable[Struct], on: date) -> Iterator[bytes]:
    """Yield a JSON file: its `items` as the API has them, and at its end how many they are.

    One that breaks off is no valid JSON.
    """
    return _in_blocks(_json(noun, objects, on))


def xlsx_of(noun: Noun, objects: Iterable[Struct]) -> IO[bytes]:
    """Return a workbook, open at its start: one sheet, called and directed as the language is."""
    title = str(noun.model._meta.verbose_name_plural)
    return as_xlsx(_cells(noun, objects), title, rtl=page_language() == "fa", cut=True)


def in_language(tag: str, parts: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the parts, each made in the language, which is active only meanwhile.

    A stream is made after its view has returned.
    """
    while True:
        with override(tag):
            part = next(parts, None)
        if part is None:
            return
        yield part


def _cells(noun: Noun, objects: Iterable[Struct]) -> Iterator[Row]:
    """Yield the rows of a sheet, days that spreadsheets count each in their own way as text."""
    for row in table(noun, objects):
        yield [
            one.isoformat() if isinstance(one, date) and one < _OLDEST_DAY else one for one in row
        ]


def _json(noun: Noun, objects: Iterable[Struct], on: date) -> Iterator[str]:
    head = msgspec.json.encode(
        {"list": noun.name, "language": page_language(), "on": on, "licence": licence()}
    ).decode()
    yield head[:-1] + ',"items":['
    number = 0
    for number, one in enumerate(objects, start=1):
        yield ("," if number > 1 else "") + "\n" + msgspec.json.encode(one).decode()
    yield f'\n],"count":{number}}}\n'


def _in_blocks(parts: Iterator[str]) -> Iterator[bytes]:
    """Yield the parts as bytes, many at once; where making them fails, say so and raise.

    To raise breaks the connection off, which not every program on the way tells its user.
    """
    held, length = [], 0
    try:
        for part in parts:
            held.append(part)
            length += len(part)
            if length >= BLOCK:
                yield "".join(held).encode()
                held, length = [], 0
    except Exception:
        _logger.exception("A download broke off")
        held.append("\r\n" + _("This file broke off and is not whole: please download it again."))
        yield "".join(held).encode()
        raise
    yield "".join(held).encode()
