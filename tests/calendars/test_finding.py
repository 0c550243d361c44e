"""Dates in a running text."""

import re
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.calendars import PartialDate, find_dates, read, write
from diplomacy.calendars.finding import _ALL_PATTERNS

from .texts import stated

ON = date(2024, 10, 3)


def told(text: str, on: date | None = ON) -> list[tuple[str, str, str, bool]]:
    return [
        (
            text[one.start : one.end],
            one.value.text,
            one.until.text if one.until else "",
            one.inferred,
        )
        for one in find_dates(text, on)
    ]


@pytest.mark.parametrize(
    ("text", "words", "value", "until"),
    [
        ("در روز ۴ مهر ۱۴۰۳ آمد", "۴ مهر ۱۴۰۳", "1403-07-04", ""),
        ("عصر دوم آذر ۱۴۰۱", "دوم آذر ۱۴۰۱", "1401-09-02", ""),
        ("بیست‌ویکم اسفندماه ۱۴۰۱", "بیست‌ویکم اسفندماه ۱۴۰۱", "1401-12-21", ""),
        ("سی ام دی سال ۱۴۰۰", "سی ام دی سال ۱۴۰۰", "1400-10-30", ""),
        ("۷ مهٔ ۲۰۱۹", "۷ مهٔ ۲۰۱۹", "2019-05-07", ""),
        ("از ۱۲ تا ۱۵ آبان ۱۴۰۲ به", "۱۲ تا ۱۵ آبان ۱۴۰۲", "1402-08-12", "1402-08-15"),
        ("۱۷ آبان تا ۱۹ آبان ۱۴۰۱", "۱۷ آبان تا ۱۹ آبان ۱۴۰۱", "1401-08-17", "1401-08-19"),
        ("در مهر ۱۴۰۳ بود", "مهر ۱۴۰۳", "1403-07", ""),
        ("در سال ۱۴۰۲ بود", "۱۴۰۲", "1402", ""),
        ("(1401/8/20)", "1401/8/20", "1401-08-20", ""),
        ("On 25 September 2024 they", "25 September 2024", "2024-09-25", ""),
        ("the 14th of April 2017", "14th of April 2017", "2017-04-14", ""),
        ("on Mar 15, 2016 in", "Mar 15, 2016", "2016-03-15", ""),
        ("from 3 to 6 October 2023", "3 to 6 October 2023", "2023-10-03", "2023-10-06"),
        ("3–6 October 2023", "3–6 October 2023", "2023-10-03", "2023-10-06"),
        ("October 3-6, 2023", "October 3-6, 2023", "2023-10-03", "2023-10-06"),
        ("in February 2022.", "February 2022", "2022-02", ""),
        ("于2023年4月17日至19日访问", "2023年4月17日至19日", "2023-04-17", "2023-04-19"),
        ("二〇一九年十月二十八日", "二〇一九年十月二十八日", "2019-10-28", ""),
        ("２０２４年９月２５日", "２０２４年９月２５日", "2024-09-25", ""),
        ("伊朗历1402年2月17日，", "伊朗历1402年2月17日", "1402-02-17", ""),
    ],
)
def test_a_date_in_a_text_is_found_with_its_place(text, words, value, until):
    assert told(text, None) == [(words, value, until, False)]


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("دیروز آمد", "دیروز", "2024-10-02"),
        ("روز گذشته آمد", "روز گذشته", "2024-10-02"),
        ("سه‌شنبه آمد", "سه‌شنبه", "2024-10-01"),
        ("سه‌شنبه ۱۰ مهر", "۱۰ مهر", "1403-07-10"),
        ("arrived yesterday", "yesterday", "2024-10-02"),
        ("on Thursday they", "Thursday", "2024-10-03"),
        ("on Friday they", "Friday", "2024-09-27"),
        ("on 30 December they", "30 December", "2024-12-30"),
        ("昨日抵达", "昨日", "2024-10-02"),
        ("11月6日抵达", "11月6日", "2024-11-06"),
    ],
)
def test_a_day_told_by_another_is_inferred_and_needs_the_day_of_the_text(text, words, value):
    assert told(text) == [(words, value, "", True)]
    assert told(text, None) == []


def test_a_day_without_its_year_is_of_the_nearest_year():
    assert told("on 30 December they", date(2024, 1, 3))[0][1] == "2023-12-30"
    assert told("۲۸ اسفند", date(2024, 3, 25))[0][1] == "1402-12-28"


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2024",
        "۳۱ مهر ۱۴۰۳",
        "25 Mehr 2024",
        "5 may attend",
        "۵ می‌رود",
        "20000年",
        "2024-13-01",
        "10月",
        "12345 June 2020"[1:2],
        "",
    ],
)
def test_what_is_no_date_is_left_out(text):
    assert told(text) == []


@given(stated(), st.sampled_from(["fa", "en", "zh"]), st.sampled_from(["gregorian", "solar_hijri"]))
def test_every_day_that_we_write_is_found_as_we_read_it(text, language, calendar):
    value = PartialDate.parse(text)
    if value.precision != "day":
        return
    written = write(value, language, calendar)
    (found,) = find_dates(f"({written})")
    assert (found.start, found.end) == (1, 1 + len(written))
    assert found.value == read(written)


@given(st.text(max_size=200) | st.text("0123456789-/ ۰۱۴年月日至تا سpril,may\u200c\n", max_size=80))
def test_found_dates_stand_in_order_within_the_text_and_apart(text):
    found = find_dates(text, ON)
    places = [(one.start, one.end) for one in found]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(one[1] <= two[0] for one, two in pairwise(places))


def test_no_pattern_repeats_without_a_bound():
    """Then the work at one place has a limit, and the whole grows with the text and no faster."""
    for pattern in _ALL_PATTERNS:
        assert not re.search(r"(?<!\\)[*+]|\{\d*,\}", re.sub(r"\[[^\]]*\]", "", pattern.pattern))
