"""What stands in one field, from SQLite to PostgreSQL: the same value, or the reason why not.

SQLite takes any value of any length in any field; PostgreSQL is strict. Both ways of reading end in
the same text for the same value, so that the checksums of the two databases can be compared.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from decimal import Context, Decimal
from typing import Any, NamedTuple

from .archive import BackupFault

BITS = {"smallint": 16, "integer": 32, "bigint": 64}
DIGITS_OF_A_FLOAT = Context(prec=15)  # as Django reads a decimal that SQLite keeps as a float
MODULUS = 2**256


class Column(NamedTuple):
    """A column of PostgreSQL, as information_schema.columns tells it."""

    name: str
    type: str
    length: int | None = None
    precision: int | None = None
    scale: int | None = None


class Cell(NamedTuple):
    """How a column is read. `taken` raises ValueError, with the reason, for what does not fit."""

    name: str
    taken: Callable[[Any], Any]  # what SQLite keeps → what PostgreSQL is given
    told: Callable[[Any], str]  # what PostgreSQL was given, or gives → its text


class Tally:
    """The checksum of a table, whatever the order of its rows: the sum of their digests.

    It shows accidents, not forgery.
    """

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._told = [cell.told for cell in cells]
        self._sum, self.rows = 0, 0

    def add(self, row: Sequence[Any]) -> None:
        """Count a row of what `taken` returned, or of what PostgreSQL returned."""
        digest = hashlib.sha256()
        for told, value in zip(self._told, row, strict=True):
            text = None if value is None else told(value).encode()
            digest.update(b"-" if text is None else b"%d:%b" % (len(text), text))
        self._sum = (self._sum + int.from_bytes(digest.digest(), "big")) % MODULUS
        self.rows += 1

    @property
    def checksum(self) -> str:
        return f"{self._sum:064x}"


def cell_of(table: str, column: Column) -> Cell:
    """Return how the column is read; raise BackupFault for a type that nothing of ours has."""
    if column.type in BITS:
        return Cell(column.name, _whole_number(BITS[column.type]), str)
    if column.type == "numeric":
        return Cell(column.name, _decimal(column), str)
    if column.type in ("character varying", "text"):
        return Cell(column.name, _text(column.length), str)
    if column.type not in SIMPLE:
        raise BackupFault(
            f"{table}.{column.name} is of the type {column.type}, which this program cannot move."
        )
    return Cell(column.name, *SIMPLE[column.type])


def _text(length: int | None) -> Callable[[Any], str]:
    def taken(value: Any) -> str:
        if not isinstance(value, str):
            raise ValueError("is no text")
        _refuse_signs(value)
        if length is not None and len(value) > length:
            raise ValueError(f"has {len(value)} signs; there is room for {length}")
        return value

    return taken


def _refuse_signs(text: str) -> None:
    if "\0" in text:
        raise ValueError("holds the sign NUL, which PostgreSQL does not take")
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ValueError("holds what is not Unicode, which PostgreSQL does not take")


def _whole_number(bits: int) -> Callable[[Any], int]:
    most = 2 ** (bits - 1)

    def taken(value: Any) -> int:
        if not isinstance(value, int):
            raise ValueError("is no whole number")
        if not -most <= value < most:
            raise ValueError(f"is a number of more than {bits} bits")
        return value

    return taken


def _decimal(column: Column) -> Callable[[Any], Decimal]:
    step = Decimal(1).scaleb(-(column.scale or 0))
    most = Decimal(10) ** ((column.precision or 0) - (column.scale or 0))
    wide = Context(prec=(column.precision or 0) + 20)

    def taken(value: Any) -> Decimal:
        if isinstance(value, float):
            value = DIGITS_OF_A_FLOAT.create_decimal_from_float(value)
        elif not isinstance(value, int):
            raise ValueError("is no number")
        if not abs(Decimal(value)) < most:
            raise ValueError(f"is a number of more than {column.precision} digits")
        return wide.plus(Decimal(value).quantize(step, context=wide))  # there is no -0

    return taken


def _truth(value: Any) -> bool:
    if value not in (0, 1):
        raise ValueError("is neither yes nor no")
    return bool(value)


def _float(value: Any) -> float:
    if not isinstance(value, int | float):
        raise ValueError("is no number")
    return float(value)


def _day(value: Any) -> date:
    if not isinstance(value, str) or len(value) != len("2026-03-25"):
        raise ValueError("is no day")
    return date.fromisoformat(value)


def _moment(value: Any) -> datetime:
    """Django writes moments in UTC, and says so nowhere."""
    if not isinstance(value, str):
        raise ValueError("is no time")
    found = datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _hour(value: Any) -> time:
    if not isinstance(value, str):
        raise ValueError("is no time")
    return time.fromisoformat(value)


def _structure(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("is no JSON")
    _refuse_signs(value)
    _refuse_signs_within(_parsed(value))
    return value


def _parsed(text: str) -> Any:
    """Return the JSON with exact numbers: PostgreSQL writes the same ones otherwise."""

    def refuse(word: str) -> None:
        raise ValueError(f"holds {word}, which is no JSON")

    try:
        return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=refuse)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError("is no JSON") from error


def _refuse_signs_within(value: Any) -> None:
    if isinstance(value, str):
        _refuse_signs(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            _refuse_signs(key)
            _refuse_signs_within(inner)
    elif isinstance(value, list):
        for inner in value:
            _refuse_signs_within(inner)


def _structure_told(text: str) -> str:
    return json.dumps(_parsed(text), sort_keys=True, default=_number_told)


def _number_told(number: Decimal) -> str:
    return f"number {number.normalize(Context(prec=1000))}"


def _moment_told(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


SIMPLE: dict[str, tuple[Callable[[Any], Any], Callable[[Any], str]]] = {
    "boolean": (_truth, str),
    "double precision": (_float, repr),
    "date": (_day, date.isoformat),
    "timestamp with time zone": (_moment, _moment_told),
    "time without time zone": (_hour, time.isoformat),
    "jsonb": (_structure, _structure_told),
}
