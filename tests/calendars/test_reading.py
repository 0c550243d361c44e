"""What staff may type for a date, and the fault that a wrong one is told."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.calendars import UNKNOWN, DateError, PartialDate, read
from tests.calendars.texts import canonical_texts


@given(canonical_texts())
def test_the_canonical_text_may_be_typed_too(text):
    assert read(text) == PartialDate.parse(text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("۱۴۰۳/۷/۴", "1403-07-04"),
        ("١٤٠٣/٠٧/٠٤", "1403-07-04"),
        ("1403-07", "1403-07"),
        ("1403.7.4", "1403-07-04"),
        ("2024-9-25", "2024-09-25"),
        ("２０２４／９／２５", "2024-09-25"),
        ("25 Sep 2024", "2024-09-25"),
        ("25 sept 2024", "2024-09-25"),
        ("September 25th, 2024", "2024-09-25"),
        ("SEPTEMBER 2024", "2024-09"),
        ("2024 September 25", "2024-09-25"),
        ("4 Mehr 1403", "1403-07-04"),
        ("۲۸ آبان‌ماه ۱۴۰۵", "1405-08-28"),
        ("۲۸ آبان ماه ۱۴۰۵", "1405-08-28"),
        ("مهرماه ۱۴۰۳", "1403-07"),
        ("۴ مهر ۱۴۰۳", "1403-07-04"),
        ("مهر ۱۴۰۳", "1403-07"),
        ("سال ۱۴۰۳", "1403"),
        ("۱۴۰۳ خورشیدی", "1403"),
        ("۲۰۲۴ میلادی", "2024"),
        ("25 سپتامبر 2024", "2024-09-25"),
        ("۵ ژانویهٔ ۲۰۲۴", "2024-01-05"),
        ("۵ ژانويه ۲۰۲۴", "2024-01-05"),
        ("۵ ژانویه‌ی ۲۰۲۴", "2024-01-05"),
        ("\u200f۱۲ ارديبهشت ۱۴۰۰\u200f", "1400-02-12"),
        ("2024年9月25日", "2024-09-25"),
        ("2024年9月", "2024-09"),
        ("2024年", "2024"),
        ("伊朗历1403年7月4日", "1403-07-04"),
        ("公历2024年9月25号", "2024-09-25"),
        ("about 2021", "2021~"),
        ("c. 2021", "2021~"),
        ("~2021", "2021~"),
        ("حدود ۱۴۰۰", "1400~"),
        ("大约2021年", "2021~"),
        ("before 6 Feb 2018", "[..2018-02-06]"),
        ("پیش از ۱۴۰۰", "[..1400]"),
        ("تا مهر ۱۴۰۰", "[..1400-07]"),
        ("2018年之前", "[..2018]"),
        ("after 19 October 2025", "[2025-10-19..]"),
        ("پس از ۱۴۰۰/۲/۱", "[1400-02-01..]"),
        ("2018年以后", "[2018..]"),
        ("between 1995 and 27 April 2000", "[1995..2000-04-27]"),
        ("from 1995 to 2000", "[1995..2000]"),
        ("بین ۱۳۷۳ و ۱۳۷۹", "[1373..1379]"),
        ("از ۱۳۷۳ تا ۸ اردیبهشت ۱۳۷۹", "[1373..1379-02-08]"),
        ("从1995年到2000年", "[1995..2000]"),
        ("May 2022 or March 2022", "[2022-03,2022-05]"),
        ("2022年3月或2022年5月", "[2022-03,2022-05]"),
        ("28 May, year not recorded", "XXXX-05-28"),
        ("۷ خرداد، سال نامعلوم", "sh:XXXX-03-07"),
        ("xxxx-05-28", "XXXX-05-28"),
        ("SH:XXXX-03-07", "sh:XXXX-03-07"),
        ("  ", ""),
        ("نامعلوم", ""),
    ],
)
def test_staff_may_type_a_date_as_they_say_it(typed, text):
    assert read(typed).text == text


@pytest.mark.parametrize(
    ("typed", "code", "sentence"),
    [
        ("۳۰ اسفند ۱۴۰۵", "no_such_day", "Esfand 1405 has 29 days; there is no day 30 in it."),
        ("31 September 2024", "no_such_day", "September 2024 has 30 days"),
        ("1404/7/31", "no_such_day", "Mehr 1404 has 30 days"),
        ("29 Feb 2023", "no_such_day", "February 2023 has 28 days"),
        ("2024/9/0", "no_such_day", "there is no day 0 in it"),
        ("1403/13/1", "no_such_month", "There is no month 13."),
        ("1403/0", "no_such_month", "There is no month 0."),
        ("2024年13月", "no_such_month", "There is no month 13."),
        ("03/7/4", "two_digit_year", "four digits"),
        ("4 Mehr 03", "two_digit_year", "four digits"),
        ("ماه ۱۴۰۵", "not_understood", "is not understood"),
        ("03", "two_digit_year", "four digits"),
        ("4/7/1403", "year_first", "Write the year first"),
        ("9/2024", "year_first", "Write the year first"),
        ("1199", "year_out_of_range", "from 1200 to 1599"),
        ("3000", "year_out_of_range", "from 1600 to 2999"),
        ("12024", "year_out_of_range", "The year 12024"),
        ("4 مهر 2024", "calendar_mismatch", "Mehr belongs to another calendar"),
        ("伊朗历2024年7月", "calendar_mismatch", "Mehr belongs to another calendar"),
        ("۲۵ سپتامبر ۱۴۰۳", "calendar_mismatch", "September belongs to another calendar"),
        ("1403 میلادی", "not_understood", "is not understood"),
        ("between 2020 and 2010", "bounds_reversed", "The later date stands before"),
        ("between 1403 and 2025", "mixed_calendars", "same calendar"),
        ("28 May", "year_missing", "has no year"),
        ("28 May 2024, year not recorded", "not_understood", "is not understood"),
        ("5日", "not_understood", "is not understood"),
        ("مهر ۱۴۰۳ میلادی", "not_understood", "is not understood"),
        ("123 Sep 2024", "not_understood", "is not understood"),
        ("1403–04", "not_understood", "is not understood"),
        ("2024-1403", "not_understood", "is not understood"),
        ("2024-09/25", "not_understood", "is not understood"),
        ("25 26 Sep 2024", "not_understood", "is not understood"),
        ("soon", "not_understood", "is not understood"),
        ("between", "not_understood", "is not understood"),
        ("~", "not_understood", "is not understood"),
        ("[2024", "not_understood", "is not understood"),
        ("2024\x00", "not_understood", "is not understood"),
        ("2" * 101, "too_long", "at most 100 characters"),
    ],
)
def test_a_wrong_date_is_told_its_fault(typed, code, sentence):
    with pytest.raises(DateError) as caught:
        read(typed)
    assert caught.value.code == code
    assert sentence in str(caught.value)


@given(st.text(max_size=120) | st.text("0123456789-/.~[]XxSsh:, ۰۱۴و", max_size=40))
def test_any_text_is_either_a_date_or_a_named_fault(typed):
    try:
        value = read(typed)
    except DateError as error:
        value, fault = None, str(error)
    assert fault if value is None else PartialDate.parse(value.text) == value


@pytest.mark.parametrize("piece", ["1", "-1", "or ", "between ", "年", "~", "[", "ﷺ", "\u0654"])
def test_a_long_text_costs_nothing(piece):
    typed = piece * 50_000
    start = time.process_time()
    with pytest.raises(DateError):
        read(typed)
    with pytest.raises(DateError):
        read(typed[:99] + "!")
    assert time.process_time() - start < 0.05


def test_an_empty_text_is_an_unknown_date():
    assert read("") is UNKNOWN
