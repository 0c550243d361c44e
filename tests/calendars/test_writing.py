"""Dates, digits and numbers on the page."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from diplomacy.calendars import (
    UNKNOWN,
    PartialDate,
    digits,
    iso,
    month_name,
    number,
    pair,
    read,
    write,
    write_month,
    year_heading,
)
from tests.calendars.texts import bounds, canonical_texts, one_of, stated

LANGUAGES = ("fa", "en", "zh")
CALENDARS = ("gregorian", "solar_hijri")


@given(canonical_texts())
def test_what_is_written_in_its_own_calendar_reads_back_the_same(text):
    value = PartialDate.parse(text)
    for language in LANGUAGES:
        assert read(write(value, language, value.calendar)) == value


@given(stated(precision="day") | bounds(precision="day") | one_of(precision="day"))
def test_days_written_in_the_other_calendar_read_back_as_the_same_days(text):
    value = PartialDate.parse(text)
    for language in LANGUAGES:
        for calendar in CALENDARS:
            again = read(write(value, language, calendar))
            assert (again.first, again.last) == (value.first, value.last)
            assert again.precision == value.precision


@pytest.mark.parametrize(
    ("text", "fa", "en", "zh"),
    [
        (
            "2024-09-25",
            ("۴ مهر ۱۴۰۳", "۲۵ سپتامبر ۲۰۲۴"),
            ("25 September 2024", "4 Mehr 1403"),
            ("2024年9月25日", "伊朗历1403年7月4日"),
        ),
        (
            "2024-09",
            ("شهریور–مهر ۱۴۰۳", "سپتامبر ۲۰۲۴"),
            ("September 2024", "Shahrivar–Mehr 1403"),
            ("2024年9月", "伊朗历1403年6月至7月"),
        ),
        (
            "1403-10",
            ("دی ۱۴۰۳", "دسامبر ۲۰۲۴ – ژانویهٔ ۲۰۲۵"),
            ("December 2024 – January 2025", "Dey 1403"),
            ("2024年12月至2025年1月", "伊朗历1403年10月"),
        ),
        (
            "2025",
            ("۱۴۰۳–۰۴", "۲۰۲۵"),
            ("2025", "1403–04"),
            ("2025年", "伊朗历1403—1404年"),
        ),
        (
            "2021~",
            ("حدود ۱۳۹۹–۱۴۰۰", "حدود ۲۰۲۱"),
            ("about 2021", "about 1399–1400"),
            ("约2021年", "约伊朗历1399—1400年"),
        ),
        (
            "1400~",
            ("حدود ۱۴۰۰", "حدود ۲۰۲۱–۲۲"),
            ("about 2021–22", "about 1400"),
            ("约2021—2022年", "约伊朗历1400年"),
        ),
        (
            "[..2021-07-02]",
            ("تا ۱۱ تیر ۱۴۰۰", "تا ۲ ژوئیهٔ ۲۰۲۱"),
            ("by 2 July 2021", "by 11 Tir 1400"),
            ("不晚于2021年7月2日", "不晚于伊朗历1400年4月11日"),
        ),
        (
            "[1995..2000-04-27]",
            ("بین ۱۳۷۳ و ۸ اردیبهشت ۱۳۷۹", "بین ۱۹۹۵ و ۲۷ آوریل ۲۰۰۰"),
            ("between 1995 and 27 April 2000", "between 1373 and 8 Ordibehesht 1379"),
            ("1995年至2000年4月27日之间", "伊朗历1373年至伊朗历1379年2月8日之间"),
        ),
        (
            "[2025-10-19..]",
            ("۲۷ مهر ۱۴۰۴ یا پس از آن", "۱۹ اکتبر ۲۰۲۵ یا پس از آن"),
            ("on or after 19 October 2025", "on or after 27 Mehr 1404"),
            ("不早于2025年10月19日", "不早于伊朗历1404年7月27日"),
        ),
        (
            "[2020-05-01,2020-05-03,2020-05-05]",
            (
                "۱۲ اردیبهشت ۱۳۹۹، ۱۴ اردیبهشت ۱۳۹۹ یا ۱۶ اردیبهشت ۱۳۹۹",
                "۱ مهٔ ۲۰۲۰، ۳ مهٔ ۲۰۲۰ یا ۵ مهٔ ۲۰۲۰",
            ),
            (
                "1 May 2020, 3 May 2020 or 5 May 2020",
                "12 Ordibehesht 1399, 14 Ordibehesht 1399 or 16 Ordibehesht 1399",
            ),
            (
                "2020年5月1日、2020年5月3日或2020年5月5日",
                "伊朗历1399年2月12日、伊朗历1399年2月14日或伊朗历1399年2月16日",
            ),
        ),
        (
            "XXXX-05-28",
            ("۲۸ مه، سال ثبت نشده", ""),
            ("28 May, year not recorded", ""),
            ("5月28日，年份未记录", ""),
        ),
        (
            "sh:XXXX-03-07",
            ("۷ خرداد، سال ثبت نشده", ""),
            ("7 Khordad, year not recorded", ""),
            ("伊朗历3月7日，年份未记录", ""),
        ),
        ("", ("تاریخ ثبت نشده", ""), ("date not recorded", ""), ("日期未记录", "")),
    ],
)
def test_a_page_shows_its_own_calendar_first_and_the_other_beside_it(text, fa, en, zh):
    value = PartialDate.parse(text)
    assert (pair(value, "fa"), pair(value, "en"), pair(value, "zh")) == (fa, en, zh)


def test_ezafe_is_written_after_a_final_vowel_only():
    written = [
        write(PartialDate.parse(f"2024-{month:02d}"), "fa", "gregorian") for month in range(1, 13)
    ]
    with_ezafe = [text for text in written if "\u0654" in text]
    assert with_ezafe == ["ژانویهٔ ۲۰۲۴", "فوریهٔ ۲۰۲۴", "مهٔ ۲۰۲۴", "ژوئیهٔ ۲۰۲۴"]
    assert write(PartialDate.parse("1403-07"), "fa", "solar_hijri") == "مهر ۱۴۰۳"


def test_a_month_has_a_name_with_and_without_its_year():
    assert write_month("solar_hijri", 1405, 12, "fa") == "اسفند ۱۴۰۵"
    assert write_month("solar_hijri", None, 12, "zh") == "伊朗历12月"
    assert write_month("gregorian", None, 5, "fa") == "مه"
    assert [month_name(7, language, "solar_hijri") for language in LANGUAGES] == [
        "مهر",
        "Mehr",
        "7月",
    ]


def test_a_year_that_the_other_calendar_does_not_support_stays_as_it_is():
    assert pair(PartialDate.parse("1700"), "fa") == ("۱۷۰۰", "")
    assert pair(PartialDate.parse("[1700..2024]"), "en") == ("between 1700 and 2024", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-09-25", "2024-09-25"),
        ("1403-07-04", "2024-09-25"),
        ("2024-09", "2024-09"),
        ("1998", "1998"),
        ("1403-07", ""),
        ("1403", ""),
        ("2021~", ""),
        ("2024-09-25~", ""),
        ("[..2018-02-06]", ""),
        ("XXXX-05-28", ""),
        ("", ""),
    ],
)
def test_a_machine_is_given_a_date_only_where_it_is_true(text, expected):
    assert iso(PartialDate.parse(text)) == expected


@pytest.mark.parametrize(
    ("day", "fa", "en", "zh"),
    [
        (
            date(2026, 3, 20),
            (1404, "۱۴۰۴", "۲۰۲۵–۲۶"),
            (2026, "2026", "1404–05"),
            (2026, "2026年", "伊朗历1404—1405年"),
        ),
        (
            date(2026, 3, 21),
            (1405, "۱۴۰۵", "۲۰۲۶–۲۷"),
            (2026, "2026", "1404–05"),
            (2026, "2026年", "伊朗历1404—1405年"),
        ),
        (
            date(1999, 12, 31),
            (1378, "۱۳۷۸", "۱۹۹۹–۲۰۰۰"),
            (1999, "1999", "1377–78"),
            (1999, "1999年", "伊朗历1377—1378年"),
        ),
    ],
)
def test_a_year_heading_names_the_years_of_the_other_calendar(day, fa, en, zh):
    value = PartialDate.of(day)
    assert [year_heading(value, language) for language in LANGUAGES] == [fa, en, zh]
    assert year_heading(day, "fa") == fa


def test_undated_entries_stand_under_a_heading_of_their_own():
    assert year_heading(UNKNOWN, "en") == (0, "date not recorded", "")
    assert year_heading(PartialDate.parse("XXXX-05-28"), "fa") == (0, "تاریخ ثبت نشده", "")


def test_a_bound_is_listed_under_its_year():
    assert year_heading(PartialDate.parse("[..2018-02-06]"), "en")[0] == 2018


def test_digits_are_persian_in_persian_and_latin_elsewhere():
    assert digits("12 از ٣", "fa") == "۱۲ از ۳"
    assert digits("۱۴۰۳/۷", "en") == "1403/7"
    assert digits(1403, "zh") == "1403"


@pytest.mark.parametrize(
    ("value", "fa", "en"),
    [
        (0, "۰", "0"),
        (999, "۹۹۹", "999"),
        (1000, "۱٬۰۰۰", "1,000"),
        (1961260, "۱٬۹۶۱٬۲۶۰", "1,961,260"),
        (-1200, "−۱٬۲۰۰", "−1,200"),
        (Decimal("1234.50"), "۱٬۲۳۴٫۵۰", "1,234.50"),
    ],
)
def test_numbers_are_grouped_by_thousands(value, fa, en):
    assert (number(value, "fa"), number(value, "en"), number(value, "zh")) == (fa, en, en)
