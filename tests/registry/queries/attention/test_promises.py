"""Promises that are late or due, day by day."""

import pytest

from diplomacy.registry.models import CommitmentReview
from diplomacy.registry.queries.attention import Group
from tests import builders
from tests.registry.queries.attention.asking import day, keys, lines

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("due", "late"), [(day(-1), True), (day(0), False), (day(1), False)])
def test_a_promise_is_late_from_the_day_after_it_was_due(due, late):
    builders.commitment(due=due)
    assert bool(lines(Group.OVERDUE)) is late


@pytest.mark.parametrize(
    ("due", "soon"), [(day(-1), False), (day(0), True), (day(14), True), (day(15), False)]
)
def test_a_promise_is_due_soon_from_fourteen_days_before_its_day_to_the_day_itself(due, soon):
    builders.commitment(due=due)
    assert bool(lines(Group.PROMISES)) is soon


@pytest.mark.parametrize(("due", "late"), [("2026-10", True), ("2026-11", False), ("2026", False)])
def test_a_month_or_a_year_is_over_before_a_promise_is_late(due, late):
    builders.commitment(due=due)
    assert bool(lines(Group.OVERDUE)) is late


@pytest.mark.parametrize("due", ["", "[2020..]", "XXXX-05-04"])
def test_a_promise_without_a_last_day_is_never_late(due):
    builders.commitment(due=due)
    assert not lines(Group.OVERDUE)
    assert not lines(Group.PROMISES)


@pytest.mark.parametrize("force", ["proposal", "readiness", "possibility", "answer_awaited"])
def test_what_was_never_promised_is_never_late(force):
    builders.commitment(due=day(-10), force=force)
    assert not lines(Group.OVERDUE)


@pytest.mark.parametrize("publication", ["draft", "in_review", "published"])
def test_drafts_count_as_what_is_published_does(publication):
    builders.commitment(due=day(-10), publication=publication)
    assert lines(Group.OVERDUE)


def test_a_withdrawn_promise_needs_no_attention():
    builders.commitment(due=day(-10), publication="withdrawn")
    assert not lines(Group.OVERDUE)


@pytest.mark.parametrize(
    ("verdict", "late"),
    [
        ("delivered", False),
        ("withdrawn", False),
        ("not_delivered", False),
        ("no_evidence", True),
        ("partly", True),
        ("stalled", True),
    ],
)
def test_the_last_review_decides_whether_a_promise_is_still_open(verdict, late):
    promise = builders.commitment(due=day(-10))
    for on, given in (("2026-11-01", "in_progress"), ("2026-11-20", verdict)):
        CommitmentReview.objects.create(
            commitment=promise, on=on, verdict=given, words_en="Because."
        )
    assert bool(lines(Group.OVERDUE)) is late


def test_the_latest_due_promise_comes_first():
    old = builders.commitment(due=day(-400))
    new = builders.commitment(due=day(-2))
    assert keys(Group.OVERDUE) == [new.key, old.key]


def test_a_line_says_how_late_it_is_in_both_calendars_and_with_whom():
    partner = builders.city("Farville")
    builders.commitment(builders.home_city(), partner, due=day(-12), title_en="Send the list")
    (line,) = lines(Group.OVERDUE)
    assert line.title == "Send the list"
    assert line.why == "12 days late: due 13 November 2026 (22 Aban 1405)"
    assert line.places == ("Farville",)
    assert (line.day.isoformat(), line.stage) == (day(-12), "overdue")


@pytest.mark.parametrize(("days", "stage"), [(0, "3"), (3, "3"), (4, "14"), (14, "14")])
def test_a_promise_changes_its_stage_three_days_before_it_is_due(days, stage):
    builders.commitment(due=day(days))
    assert [line.stage for line in lines(Group.PROMISES)] == [stage]
