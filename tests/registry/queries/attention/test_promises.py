"""Promises that are late or due, day by day."""

import pytest

from diplomacy.registry.models import CommitmentReview
from diplomacy.registry.queries.attention import Group
from tests import builders
from tests.registry.queries.attention.asking import day, keys, lines, person

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


def reviewed(on: str, verdict: str = "in_progress", **fields):
    """Return a promise with one review."""
    promise = builders.commitment(**fields)
    promise.reviews.create(on=on, verdict=verdict, words_en="Because.")
    return promise


@pytest.mark.parametrize(
    ("verdict", "waits"),
    [("", True), ("not_assessed", True), ("no_evidence", False), ("delivered", False)],
)
def test_a_promise_that_nobody_has_assessed_needs_a_review(verdict, waits):
    promise = reviewed("2026-11-01", verdict) if verdict else builders.commitment()
    assert (keys(Group.UNASSESSED) == [promise.key]) is waits
    assert not lines(Group.REVIEWED_LONG_AGO)


@pytest.mark.parametrize("publication", ["draft", "in_review", "withdrawn"])
def test_only_what_readers_see_is_to_be_assessed(publication):
    builders.commitment(publication=publication)
    reviewed("2020-01-01", publication=publication)
    assert not lines(Group.UNASSESSED)
    assert not lines(Group.REVIEWED_LONG_AGO)


def test_undertakings_and_plans_are_to_be_assessed_first_and_of_these_the_first_due():
    possible = builders.commitment(force="possibility", due="2027")
    undated = builders.commitment(force="plan")
    due = builders.commitment(due="2028")
    assert keys(Group.UNASSESSED) == [due.key, undated.key, possible.key]


@pytest.mark.parametrize("days", [-10, 10])
def test_a_promise_that_is_late_or_due_soon_has_one_line(days):
    builders.commitment(due=day(days))
    reviewed("2020-01-01", due=day(days))
    assert not lines(Group.UNASSESSED)
    assert not lines(Group.REVIEWED_LONG_AGO)


@pytest.mark.parametrize(
    ("on", "old"),
    [("2025-11-24", True), ("2025-11-25", False), ("2025", False), ("2024", True), ("", True)],
)
def test_a_review_is_old_after_twelve_months_or_where_its_day_is_not_recorded(on, old):
    reviewed(on)
    assert bool(lines(Group.REVIEWED_LONG_AGO)) is old


def test_after_how_many_months_a_review_is_old_is_a_setting(settings):
    settings.PROMISE_REVIEW_MONTHS = 24
    reviewed("2025-01-01")
    assert not lines(Group.REVIEWED_LONG_AGO)


@pytest.mark.parametrize("verdict", ["delivered", "not_delivered", "withdrawn"])
def test_a_final_verdict_is_not_asked_for_again(verdict):
    reviewed("2020-01-01", verdict)
    assert not lines(Group.REVIEWED_LONG_AGO)


def test_a_line_says_what_was_found_when_and_changes_with_the_next_review():
    promise = reviewed("2024-11-20")
    (line,) = lines(Group.REVIEWED_LONG_AGO)
    assert line.why == (
        "in progress, as last reviewed 24 months ago, on 20 November 2024 (30 Aban 1403)"
    )
    promise.reviews.create(on="2025-01-01", verdict="stalled", words_en="Because.")
    (later,) = lines(Group.REVIEWED_LONG_AGO)
    assert later.stage != line.stage


@pytest.mark.parametrize(("role", "told"), [("viewer", 0), ("recorder", 0), ("reviewer", 1)])
def test_who_cannot_put_a_verdict_is_not_asked_for_one(role, told):
    builders.commitment()
    reviewed("2020-01-01")
    for wanted in (Group.UNASSESSED, Group.REVIEWED_LONG_AGO):
        assert len(lines(wanted, person(role))) == told
