"""Reports of visits, and visits of which nobody knows whether they took place."""

from datetime import date

import pytest

from diplomacy.registry.queries.attention import Group
from tests import builders
from tests.registry.queries.attention.asking import day, keys, lines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "due"),
    [(day(-30), False), (day(-31), True), ("2025-11-25", True), ("2025-11-24", False)],
)
def test_a_report_is_asked_for_from_a_month_to_a_year_after_the_visit(start, due):
    builders.delegation(start=start)
    assert bool(lines(Group.REPORTS)) is due


def test_the_last_day_of_a_visit_counts(settings):
    builders.delegation(start=day(-40), end=day(-30))
    assert not lines(Group.REPORTS)
    settings.REPORT_DUE_DAYS = 29
    assert lines(Group.REPORTS)


def test_a_filed_report_is_not_asked_for():
    builders.delegation(start=day(-60), report_filed_on=date(2026, 11, 1))
    assert not lines(Group.REPORTS)


@pytest.mark.parametrize(
    ("direction", "due"),
    [("incoming", True), ("outgoing", True), ("online", False), ("others", False)],
)
def test_only_those_who_travelled_report(direction, due):
    builders.delegation(start=day(-60), direction=direction)
    assert bool(lines(Group.REPORTS)) is due


@pytest.mark.parametrize("start", ["2026", "[..2026-10-01]", "[2026-01..]", ""])
def test_nobody_is_asked_about_a_visit_that_may_lie_far_back_or_ahead(start):
    builders.delegation(start=start)
    assert not lines(Group.REPORTS)


@pytest.mark.parametrize(
    ("progress", "asked"),
    [
        ("planned", True),
        ("announced", True),
        ("under_way", True),
        ("postponed", False),
        ("cancelled", False),
    ],
)
def test_an_expected_visit_whose_day_is_past_asks_whether_it_took_place(progress, asked):
    builders.delegation(start=day(-1), progress=progress)
    builders.delegation(start=day(0), progress=progress)
    found = lines(Group.REPORTS)
    assert len(found) == asked
    if asked:
        assert found[0].why == (
            "its day is past: 24 November 2026 (3 Azar 1405); whether it took place is not recorded"
        )


def test_a_line_says_how_late_the_report_is():
    made = builders.delegation(start=day(-50), end=day(-42))
    (line,) = lines(Group.REPORTS)
    assert line.why == "12 days late: the visit ended 14 October 2026 (22 Mehr 1405)"
    assert line.day.isoformat() == day(-12)
    assert keys(Group.REPORTS) == [made.key]
