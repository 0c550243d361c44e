"""Solar Hijri and Gregorian days, against a table made without persiantools."""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from diplomacy.calendars import DateError, from_solar_hijri, solar_hijri


def new_years() -> dict[int, date]:
    """Return the first day of each year 1300 to 1501 by the oracle file."""
    lines = Path(__file__).with_name("new_years.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {int(row["year"]): date.fromisoformat(row["first_day"]) for row in rows}


NEW_YEARS = new_years()


def test_every_day_of_two_centuries_converts_as_the_table_says():
    lengths = [31] * 6 + [30] * 5
    for (year, first), (_, following) in pairwise(NEW_YEARS.items()):
        last_month = (following - first).days - sum(lengths)
        day = first
        for month, length in enumerate([*lengths, last_month], start=1):
            for number in (1, 2, length):
                expected = day + timedelta(days=number - 1)
                assert from_solar_hijri(year, month, number) == expected
                assert solar_hijri(expected) == (year, month, number)
            day += timedelta(days=length)
    assert len(NEW_YEARS) == 202


def test_30_esfand_exists_in_leap_years_only():
    leap = []
    for (year, first), (_, following) in pairwise(NEW_YEARS.items()):
        if (following - first).days == 366:
            leap.append(year)
            assert from_solar_hijri(year, 12, 30) == following - timedelta(days=1)
        else:
            with pytest.raises(DateError) as caught:
                from_solar_hijri(year, 12, 30)
            assert caught.value.code == "no_such_day"
    assert {1399, 1403, 1408} <= set(leap)
    assert 1405 not in leap


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ((1199, 12, 29), "year_out_of_range"),
        ((1600, 1, 1), "year_out_of_range"),
        ((1403, 0, 1), "no_such_month"),
        ((1403, 13, 1), "no_such_month"),
        ((1403, 6, 32), "no_such_day"),
        ((1403, 7, 31), "no_such_day"),
        ((1403, 7, 0), "no_such_day"),
        ((1405, 12, 30), "no_such_day"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(day, code):
    with pytest.raises(DateError) as caught:
        from_solar_hijri(*day)
    assert caught.value.code == code


@pytest.mark.parametrize("day", [date(1599, 12, 31), date(3000, 1, 1), date.min, date.max])
def test_a_gregorian_day_out_of_range_is_refused(day):
    with pytest.raises(DateError) as caught:
        solar_hijri(day)
    assert caught.value.code == "year_out_of_range"


def test_the_ends_of_the_range_convert():
    assert solar_hijri(date(1600, 1, 1)) == (978, 10, 11)
    assert from_solar_hijri(1200, 1, 1) == date(1821, 3, 21)
    assert solar_hijri(from_solar_hijri(1599, 12, 29)) == (1599, 12, 29)
