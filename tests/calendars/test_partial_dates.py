"""The canonical text of a date, and what follows from it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.calendars import UNKNOWN, DateError, PartialDate
from tests.calendars.texts import canonical_texts


@given(canonical_texts())
def test_a_canonical_text_is_kept_as_it_stands(text):
    assert PartialDate.parse(text).text == text
    assert str(PartialDate.parse(text)) == text


@given(canonical_texts())
def test_the_first_day_is_never_after_the_last_and_the_order_lies_between(text):
    value = PartialDate.parse(text)
    assert value.first <= value.last
    assert value.first <= value.ordering_day <= value.last


@given(st.dates(date(1600, 1, 1), date(2999, 12, 31)))
def test_a_day_is_its_own_first_and_last(day):
    value = PartialDate.of(day)
    assert (value.first, value.last, value.ordering_day) == (day, day, day)
    assert value.is_day
    assert value.text == day.isoformat()


def test_a_gregorian_day_that_would_read_as_solar_hijri_is_refused():
    with pytest.raises(DateError) as caught:
        PartialDate.of(date(1403, 7, 4))
    assert caught.value.code == "year_out_of_range"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024-09-25", date(2024, 9, 25), date(2024, 9, 25), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "month"),
        ("1998", date(1998, 1, 1), date(1998, 12, 31), "year"),
        ("2021~", date(2021, 1, 1), date(2021, 12, 31), "year"),
        ("1403-07", date(2024, 9, 22), date(2024, 10, 21), "month"),
        ("1403-12", date(2025, 2, 19), date(2025, 3, 20), "month"),
        ("1404-12", date(2026, 2, 20), date(2026, 3, 20), "month"),
        ("1403", date(2024, 3, 20), date(2025, 3, 20), "year"),
        ("1403-07-04", date(2024, 9, 25), date(2024, 9, 25), "day"),
        ("[1995..2000-04-27]", date(1995, 1, 1), date(2000, 4, 27), "bounds"),
        ("[..2018-02-06]", date.min, date(2018, 2, 6), "not_after"),
        ("[2025-10-19..]", date(2025, 10, 19), date.max, "not_before"),
        ("[2022-03,2022-05]", date(2022, 3, 1), date(2022, 5, 31), "one_of"),
        ("XXXX-05-28", date.min, date.max, "day_without_year"),
        ("sh:XXXX-03-07", date.min, date.max, "day_without_year"),
        ("", date.min, date.max, "unknown"),
    ],
)
def test_a_text_tells_its_first_and_last_possible_day(text, first, last, precision):
    value = PartialDate.parse(text)
    assert (value.first, value.last, value.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1998", date(1998, 7, 2)),
        ("[..2018-02-06]", date(2018, 2, 6)),
        ("[2025-10-19..]", date(2025, 10, 19)),
        ("[2024-01-01..2024-01-03]", date(2024, 1, 2)),
        ("XXXX-05-28", date.min),
        ("", date.min),
    ],
)
def test_order_takes_the_middle_or_the_known_bound(text, day):
    assert PartialDate.parse(text).ordering_day == day


def test_years_below_1600_are_solar_hijri():
    assert PartialDate.parse("1599").calendar == "solar_hijri"
    assert PartialDate.parse("1600").calendar == "gregorian"
    assert PartialDate.parse("sh:XXXX-03-07").calendar == "solar_hijri"
    assert UNKNOWN.calendar == "gregorian"


def test_only_one_certain_day_is_a_day():
    assert PartialDate.parse("2024-09-25").is_day
    assert not PartialDate.parse("2024-09-25~").is_day
    assert not PartialDate.parse("2024-09").is_day
    assert not UNKNOWN.is_known
    assert PartialDate.parse("XXXX-05-28").is_known


@given(st.integers(1200, 1598))
def test_solar_hijri_years_follow_one_another_without_gap(year):
    this, following = PartialDate.parse(str(year)), PartialDate.parse(str(year + 1))
    assert this.last + timedelta(days=1) == following.first


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024-9-25", "not_understood"),
        ("2024/09/25", "not_understood"),
        (" 2024", "not_understood"),
        ("2024\n", "not_understood"),
        ("۱۴۰۳", "not_understood"),
        ("2024~~", "not_understood"),
        ("[2024]", "not_understood"),
        ("[..]", "not_understood"),
        ("[2024~..2025]", "not_understood"),
        ("[2020..2021..2022]", "not_understood"),
        ("XXXX-05", "not_understood"),
        ("1199", "year_out_of_range"),
        ("3000", "year_out_of_range"),
        ("0000-00-00", "year_out_of_range"),
        ("2024-00", "no_such_month"),
        ("2024-13", "no_such_month"),
        ("2024-13-01", "no_such_month"),
        ("2024-09-31", "no_such_day"),
        ("2024-09-00", "no_such_day"),
        ("2023-02-29", "no_such_day"),
        ("1405-12-30", "no_such_day"),
        ("1403-07-31", "no_such_day"),
        ("XXXX-02-30", "no_such_day"),
        ("sh:XXXX-07-31", "no_such_day"),
        ("[2025..2024]", "bounds_reversed"),
        ("[2022-05,2022-03]", "bounds_reversed"),
        ("[2022,2022]", "bounds_reversed"),
        ("[1403..2025]", "mixed_calendars"),
        ("[" + "2022," * 30 + "2023]", "too_long"),
    ],
)
def test_any_other_text_is_refused_with_its_fault(text, code):
    with pytest.raises(DateError) as caught:
        PartialDate.parse(text)
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["XXXX-02-29", "sh:XXXX-12-30", "1403-12-30", "2024-02-29"])
def test_a_leap_day_exists_where_its_year_allows_it(text):
    assert PartialDate.parse(text).text == text


def test_the_error_is_a_sentence_that_names_month_and_length():
    with pytest.raises(DateError, match=r"^Esfand 1405 has 29 days; there is no day 30 in it\.$"):
        PartialDate.parse("1405-12-30")
    with pytest.raises(DateError, match=r"^September 2024 has 30 days"):
        PartialDate.parse("2024-09-31")
