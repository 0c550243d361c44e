"""What a date of either calendar finds."""

import pytest

from diplomacy.registry.queries.search import find
from tests import builders
from tests.registry.queries.searched import ON, entry_keys

pytestmark = pytest.mark.django_db


DATED = {
    "day": {"start": "2024-09-25"},
    "month": {"start": "1403-07"},
    "year": {"start": "2024"},
    "several": {"start": "2024-09-20", "end": "2024-09-27"},
    "other": {"start": "2023-09-25"},
    "open": {"start": "[..2024-12]"},
    "undated": {},
}


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("1403", {"day", "month", "year", "several", "open"}),
        ("۱۴۰۳", {"day", "month", "year", "several", "open"}),
        ("سال ۱۴۰۳", {"day", "month", "year", "several", "open"}),
        ("٢٠٢٤", {"day", "month", "year", "several", "open"}),
        ("２０２４", {"day", "month", "year", "several", "open"}),
        ("مهر ۱۴۰۳", {"day", "month", "several"}),
        ("mehr 1403", {"day", "month", "several"}),
        ("September 2024", {"day", "several"}),
        ("sep 2024", {"day", "several"}),
        ("2024-09", {"day", "several"}),
        ("2024年9月", {"day", "several"}),
        ("2024-09-25", {"day", "several"}),
        ("25 Sep 2024", {"day", "several"}),
        ("۴ مهر ۱۴۰۳", {"day", "several"}),
        ("1403/07/04", {"day", "several"}),
        ("2024年9月25日", {"day", "several"}),
        ("伊朗历1403年7月4日", {"day", "several"}),
        ("2024-09-21", {"several"}),
        ("farvil 2023", {"other"}),
        ("فرویل ۱۴۰۲", {"other"}),
        ("elsewhere 2024", set()),
        ("1500", set()),
    ],
)
def test_a_date_of_either_calendar_finds_what_lies_in_it(far, query, keys):
    for key, fields in DATED.items():
        given = {"start": "", **builders.three("title", "دیدار", "Meeting", "会见")}
        builders.event(far.partner, key=key, sources=[], **(given | fields))
    assert entry_keys(query) == keys


@pytest.mark.parametrize(
    ("query", "title", "holds"),
    [
        ("May 2023", "Mayor of 2023", False),
        ("May 2023", "Since May 2023", True),
        ("آذر ۱۴۰۲", "آذربایجان در ۱۴۰۲", False),
        ("آذر ۱۴۰۲", "از آذر ۱۴۰۲", True),
        ("2023年5月", "于2023年5月签署", True),
    ],
)
def test_the_name_of_a_month_is_found_in_texts_as_a_whole_word(far, query, title, holds):
    builders.event(far.partner, key="said", start="2001", title_en=title)
    assert entry_keys(query) == ({"said"} if holds else set())


def test_a_year_is_offered_where_nothing_but_a_year_is_asked_for(far):
    builders.event(far.partner, start="2024-09-25")
    assert [year.number for year in find("1403", ON).years] == [1403]
    assert [year.number for year in find("2024 1403", ON).years] == [1403, 2024]
    assert find("farvil 1403", ON).years == ()
    assert find("1300", ON).years == ()
