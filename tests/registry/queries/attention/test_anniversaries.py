"""Anniversaries of papers: which, when, and how far ahead."""

import pytest

from diplomacy.registry.queries.attention import Group
from tests import builders
from tests.registry.queries.attention.asking import keys, lines

pytestmark = pytest.mark.django_db


def pact(**fields):
    return builders.agreement(builders.city(), **({"instrument": "sister"} | fields))


@pytest.mark.parametrize(
    ("start", "near"),
    [
        ("2000-11-24", False),
        ("2000-11-25", True),
        ("2000-05-25", True),
        ("2000-05-26", False),
    ],
)
def test_an_anniversary_shows_from_half_a_year_ahead_to_its_day(start, near):
    pact(start=start)
    assert bool(lines(Group.ANNIVERSARIES)) is near


@pytest.mark.parametrize(
    ("start", "years", "stage"),
    [("1997-11-24", "30", "12"), ("1997-05-25", "30", "6"), ("1997-11-25", "29", "6")],
)
def test_a_round_one_is_stressed_and_shows_as_soon_as_the_one_before_it_is_over(
    start, years, stage
):
    pact(start=start)
    (line,) = lines(Group.ANNIVERSARIES)
    assert line.why.startswith(f"{years} years on")
    assert (line.stressed, line.stage) == (years == "30", stage)


def test_a_line_gives_the_years_and_the_day_in_both_calendars():
    pact(start="1987-05-07")
    (line,) = lines(Group.ANNIVERSARIES)
    assert line.why == "40 years on 7 May 2027 (17 Ordibehesht 1406)"
    assert line.stage == "6"


def test_a_day_of_the_solar_year_is_celebrated_in_the_solar_year():
    pact(start="1376-10-11")
    assert [line.why for line in lines(Group.ANNIVERSARIES)] == [
        "29 years on 1 January 2027 (11 Dey 1405)"
    ]


@pytest.mark.parametrize(
    ("start", "why"),
    [
        ("2000-02-29", "27 years on 28 February 2027 (9 Esfand 1405)"),
        ("1379-12-30", "26 years on 20 March 2027 (29 Esfand 1405)"),
    ],
)
def test_a_leap_day_is_celebrated_the_day_before_where_there_is_none(start, why):
    pact(start=start)
    assert [line.why for line in lines(Group.ANNIVERSARIES)] == [why]


def test_a_month_is_celebrated_as_a_month():
    pact(start="1987-03")
    (line,) = lines(Group.ANNIVERSARIES)
    assert line.why == "40 years in March 2027 (Esfand 1405 – Farvardin 1406)"


@pytest.mark.parametrize("start", ["1997", "1997-03~", "[1996..1997-03-05]", "[..1997-03-05]", ""])
def test_no_anniversary_is_made_of_a_vague_date(start):
    pact(start=start)
    assert not lines(Group.ANNIVERSARIES)


@pytest.mark.parametrize("fields", [
    {"paper_state": "draft"}, {"terminated": "2020-01-01"}, {"expires": "2020-01-01"},
    {"publication": "withdrawn"}, {"instrument": "loi"}, {"instrument": "action_plan"},
])  # fmt: skip
def test_only_pacts_friendships_and_memoranda_in_force_are_celebrated(fields):
    pact(start="2000-12-01", **fields)
    assert not lines(Group.ANNIVERSARIES)


def test_the_first_paper_of_a_leading_tie_is_celebrated_whatever_its_class():
    tie = builders.tie(leading=True)
    first = builders.agreement(tie.partner, instrument="loi", start="2010-12-05")
    builders.agreement(tie.partner, instrument="loi", start="2012-12-05")
    assert keys(Group.ANNIVERSARIES) == [first.key]


def test_a_paper_of_this_year_has_no_anniversary_before_the_next():
    pact(start="2026-11-30")
    pact(start="2026-03-01")
    assert [line.why[:6] for line in lines(Group.ANNIVERSARIES)] == ["1 year"]


def test_the_round_ones_come_first():
    soon, ten = pact(start="2000-12-01"), pact(start="2007-10-01")
    assert keys(Group.ANNIVERSARIES) == [ten.key, soon.key]
