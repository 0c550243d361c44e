"""Which days stand in the calendar of the staff, and which do not."""

from datetime import date

import pytest

from diplomacy.accounts.models import User
from diplomacy.office.reminders.days import days
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", role="recorder", language="en")


def test_terms_notices_dues_visits_anniversaries_and_reviews_stand_in_it(clerk):
    partner = builders.city()
    paper = builders.agreement(
        partner, start="2017-06-01", expires="2027-06-30", notice_months=7, title_en="Pact"
    )
    builders.commitment(partner, due="2027-01-10", title_en="A list")
    builders.delegation(
        partner, start="2027-02-01", end="2027-02-04", progress="planned", title_en="Journey"
    )
    builders.restriction(partner, review_on=date(2027, 3, 1), title_en="Stop")
    tie = builders.tie(partner, review_on=date(2027, 4, 1))
    found = [(day.title, day.first, day.last) for day in days(clerk, TODAY)]
    assert found == [
        ("Last day for notice: Pact", date(2026, 11, 30), date(2026, 11, 30)),
        ("Due: A list", date(2027, 1, 10), date(2027, 1, 10)),
        ("Visit: Journey", date(2027, 2, 1), date(2027, 2, 4)),
        ("Review: Stop", date(2027, 3, 1), date(2027, 3, 1)),
        (f"Review: {tie}", date(2027, 4, 1), date(2027, 4, 1)),
        ("10 years: Pact", date(2027, 6, 1), date(2027, 6, 1)),
        ("Last day of the term: Pact", date(2027, 6, 30), date(2027, 6, 30)),
    ]
    assert {day.uid for day in days(clerk, TODAY)} >= {
        f"term-agreement-{paper.pk}",
        f"notice-agreement-{paper.pk}",
        f"anniversary-10-agreement-{paper.pk}",
        f"review-tie-{tie.pk}",
    }


@pytest.mark.parametrize("text", ["2027-05", "2027", "2027-05-31~", "[2027-05-01..2027-05-31]", ""])
def test_what_is_not_known_to_the_day_gets_no_day(clerk, text):
    partner = builders.city()
    builders.agreement(partner, start="2019-07", expires=text, notice_months=6)
    builders.commitment(partner, due=text)
    builders.delegation(partner, start=text, progress="planned")
    assert days(clerk, TODAY) == []


def test_a_day_of_the_solar_hijri_calendar_stands_on_its_gregorian_day(clerk):
    builders.commitment(builders.city(), due="1405-12-29")
    assert [day.first for day in days(clerk, TODAY)] == [date(2027, 3, 20)]


def test_a_visit_whose_last_day_is_not_known_to_the_day_takes_its_first(clerk):
    builders.delegation(builders.city(), start="2027-02-01", end="2027-02", progress="planned")
    assert [(day.first, day.last) for day in days(clerk, TODAY)] == [
        (date(2027, 2, 1), date(2027, 2, 1))
    ]


@pytest.mark.parametrize(
    ("due", "stands"), [("2026-10-24", False), ("2026-10-25", True), ("2999-12-31", True)]
)
def test_a_day_stays_for_a_month_after_it(clerk, due, stands):
    builders.commitment(builders.city(), due=due)
    assert bool(days(clerk, TODAY)) is stands


@pytest.mark.parametrize("progress", ["completed", "cancelled", "postponed"])
def test_a_visit_that_is_not_ahead_is_not_in_it(clerk, progress):
    builders.delegation(builders.city(), start="2027-02-01", progress=progress)
    assert days(clerk, TODAY) == []


def test_what_is_over_or_was_never_promised_is_not_in_it(clerk):
    partner = builders.city()
    kept = builders.commitment(partner, due="2027-01-01")
    kept.reviews.create(on="2026-10-01", verdict="delivered", words_en="Done.")
    builders.commitment(partner, due="2027-01-01", force="possibility")
    builders.commitment(partner, due="2027-01-01", publication="withdrawn")
    ended = {"start": "2019-07", "expires": "2027-01-01"}
    builders.agreement(partner, terminated="2026-01-01", **ended)
    builders.agreement(partner, paper_state="draft", **ended)
    assert days(clerk, TODAY) == []


def test_a_proposed_change_is_no_second_day(clerk):
    promise = builders.commitment(builders.city(), due="2027-01-01")
    builders.commitment(
        builders.city(), due="2027-02-02", publication="draft", revises=promise.entry_ptr
    )
    assert [day.first for day in days(clerk, TODAY)] == [date(2027, 1, 1)]


@pytest.mark.parametrize("months", [0, 1, 32767])
def test_a_notice_period_of_any_length_gives_a_calendar(clerk, months):
    builders.agreement(builders.city(), start="2019-07", expires="2027-01-31", notice_months=months)
    found = [day.first for day in days(clerk, TODAY)]
    assert found == ([date(2026, 12, 31)] if months == 1 else []) + [date(2027, 1, 31)]


def test_a_review_in_a_year_that_no_calendar_writes_is_left_out(clerk):
    builders.restriction(builders.city(), review_on=date(9999, 12, 31))
    assert days(clerk, TODAY) == []


@pytest.mark.parametrize("rows", [2, 12])
def test_the_calendar_costs_the_same_however_much_stands_in_it(
    clerk, django_assert_max_num_queries, rows
):
    for number in range(rows):
        partner = builders.city()
        builders.agreement(partner, start="2017-06-01", expires="2027-06-30", notice_months=7)
        builders.commitment(partner, due="2027-01-10")
        builders.delegation(partner, start="2027-02-01", progress="planned")
        builders.restriction(partner, review_on=date(2027, 3, 1))
        builders.tie(partner, review_on=date(2027, 4, 1 + number))
    with django_assert_max_num_queries(6):
        assert len(days(clerk, TODAY)) == 7 * rows
