"""A value of SQLite is given to PostgreSQL as what it means there, or refused with the reason."""

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from diplomacy.office.backup import BackupFault
from diplomacy.office.backup.cells import Cell, Column, Tally, cell_of

MONEY = {"precision": 16, "scale": 2}
MOMENT = datetime(2026, 3, 25, 22, 45, 59, 123456, tzinfo=UTC)


def cell(kind: str, **size: int) -> Cell:
    return cell_of("table", Column("field", kind, **size))


TAKEN = [
    ("character varying", {"length": 3}, "🏛️a", "🏛️a"),
    ("text", {}, "\u200fآزمون\t\\N", "\u200fآزمون\t\\N"),
    ("boolean", {}, 1, True),
    ("boolean", {}, 0, False),
    ("smallint", {}, -32768, -32768),
    ("integer", {}, 2**31 - 1, 2**31 - 1),
    ("bigint", {}, 2**63 - 1, 2**63 - 1),
    ("double precision", {}, 0.1, 0.1),
    ("double precision", {}, 51, 51.0),
    ("numeric", MONEY, 12, Decimal("12.00")),
    ("numeric", MONEY, 0.1, Decimal("0.10")),
    ("numeric", MONEY, 1234567890123.45, Decimal("1234567890123.45")),
    ("numeric", MONEY, -0.0, Decimal("0.00")),
    ("date", {}, "0001-01-01", date(1, 1, 1)),
    ("timestamp with time zone", {}, "2026-03-25 22:45:59.123456", MOMENT),
    ("timestamp with time zone", {}, "2026-03-25 22:45:59", MOMENT.replace(microsecond=0)),
    ("jsonb", {}, '{"b": [1e2, null], "a": "\\u06f1"}', '{"b": [1e2, null], "a": "\\u06f1"}'),
]


@pytest.mark.parametrize(("kind", "size", "stored", "given"), TAKEN)
def test_what_fits_is_given_as_what_it_means(kind, size, stored, given):
    found = cell(kind, **size).taken(stored)
    assert (type(found), str(found)) == (type(given), str(given))


REFUSED = [
    ("character varying", {"length": 3}, "abcd", "has 4 signs; there is room for 3"),
    ("text", {}, "a\0b", "NUL"),
    ("text", {}, "a\udcff", "not Unicode"),
    ("text", {}, b"a", "is no text"),
    ("text", {}, 5, "is no text"),
    ("boolean", {}, 2, "neither yes nor no"),
    ("boolean", {}, "yes", "neither yes nor no"),
    ("smallint", {}, 32768, "more than 16 bits"),
    ("integer", {}, "many", "no whole number"),
    ("bigint", {}, 1.5, "no whole number"),
    ("double precision", {}, "far", "is no number"),
    ("numeric", MONEY, 10**14, "more than 16 digits"),
    ("numeric", MONEY, math.inf, "more than 16 digits"),
    ("numeric", MONEY, "dear", "is no number"),
    ("date", {}, "soon", "is no day"),
    ("date", {}, "2026-02-30", "day"),
    ("date", {}, 20260225, "is no day"),
    ("timestamp with time zone", {}, 5, "is no time"),
    ("timestamp with time zone", {}, "2026-13-01 00:00", "month"),
    ("jsonb", {}, "{", "is no JSON"),
    ("jsonb", {}, '{"a": NaN}', "NaN, which is no JSON"),
    ("jsonb", {}, '{"a": ["\\u0000"]}', "NUL"),
    ("jsonb", {}, '{"\\ud800": 1}', "not Unicode"),
    ("jsonb", {}, "[" * 100_000, "is no JSON"),
]


@pytest.mark.parametrize(("kind", "size", "stored", "reason"), REFUSED)
def test_what_does_not_fit_is_refused_with_the_reason(kind, size, stored, reason):
    with pytest.raises(ValueError, match=reason):
        cell(kind, **size).taken(stored)


def test_a_type_that_nothing_of_ours_has_is_refused():
    with pytest.raises(BackupFault, match=r"table\.field is of the type bytea"):
        cell("bytea")


SAME = [
    ("jsonb", '{"a":1,"b":[1e2,0.10]}', '{"b": [100, 0.1], "a": 1}'),
    ("timestamp with time zone", MOMENT, MOMENT.astimezone(timezone(timedelta(hours=3.5)))),
    ("double precision", 0.1, float("0.1000000000000000055")),
]


@pytest.mark.parametrize(("kind", "one", "two"), SAME)
def test_one_value_written_otherwise_has_the_same_checksum(kind, one, two):
    assert checksum([cell(kind)], [one]) == checksum([cell(kind)], [two])


def checksum(cells: list[Cell], *rows: list[Any]) -> str:
    tally = Tally(cells)
    for row in rows:
        tally.add(row)
    return tally.checksum


def test_the_checksum_tells_rows_apart_whatever_their_order():
    two = [cell("text"), cell("text")]
    rows = [["a", "b"], ["a", None], ["", "ab"], ["ab", ""], ["a", "b"]]
    assert checksum(two, *rows) == checksum(two, *reversed(rows))
    assert len({checksum(two, row) for row in rows}) == len(rows) - 1
    assert checksum(two, *rows) != checksum(two, *rows[:-1])
    assert checksum(two, ["a", "b"], ["c", "d"]) != checksum(two, ["a", "d"], ["c", "b"])
