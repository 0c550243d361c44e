"""What a digest tells, on which day, and that it tells nothing twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from diplomacy.accounts.models import User
from diplomacy.office.models import Snooze
from diplomacy.office.reminders.digest import AT_ONCE, digest, remember
from diplomacy.registry.models import Submission
from diplomacy.registry.queries.attention import Group
from tests import builders

pytestmark = pytest.mark.django_db

END = date(2027, 5, 31)
TODAY = date(2026, 11, 25)


@pytest.fixture
def clerk() -> User:
    return User.objects.create_user("clerk", role="recorder", language="en")


def before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def told(user: User, on: date) -> list[str]:
    """Return the stages that the digest of a day tells, and remember them as told."""
    found = digest(user, on)
    remember(user, found)
    return [line.stage for line in found.lines]


def told_around(user: User, *days: date) -> dict[date, list[str]]:
    """Return what digests have to say on these days, each the day before it and the day after."""
    near = sorted({day + timedelta(days=number) for day in days for number in (-1, 0, 1)})
    return {day: stages for day in near if (stages := told(user, day))}


def test_the_end_of_a_term_is_told_180_90_30_and_7_days_ahead_and_once_it_is_past(clerk):
    builders.agreement(builders.city(), start="2019", expires=END.isoformat())
    days = (before(END, number) for number in (180, 90, 60, 30, 7, 0, -90))
    assert told_around(clerk, *days) == {
        before(END, 180): ["180"],
        before(END, 90): ["90"],
        before(END, 30): ["30"],
        before(END, 7): ["7"],
        before(END, -1): ["ended"],
    }


def test_the_day_for_notice_is_told_at_the_same_distances(clerk):
    notice = date(2027, 2, 28)
    builders.agreement(builders.city(), start="2019", expires=END.isoformat(), notice_months=3)
    days = (before(notice, number) for number in (180, 90, 30, 7, 0))
    assert told_around(clerk, *days) == {
        before(notice, 180): ["notice-180"],
        before(notice, 90): ["notice-90"],
        before(notice, 30): ["notice-30"],
        before(notice, 7): ["notice-7"],
        before(notice, -1): ["180"],  # too late for notice: now the end itself is ahead
    }


def test_a_promise_is_told_14_and_3_days_ahead_and_once_it_is_overdue(clerk):
    due = date(2027, 1, 10)
    builders.commitment(builders.city(), due=due.isoformat())
    assert told_around(clerk, *(before(due, number) for number in (14, 7, 3, 0, -40))) == {
        before(due, 14): ["14"],
        before(due, 3): ["3"],
        before(due, -1): ["overdue"],
    }


def test_a_report_is_told_once_when_it_is_due(clerk, settings):
    settings.REPORT_DUE_DAYS = 30
    builders.delegation(builders.city(), start="2026-10-01", end="2026-10-05")
    days = told_around(clerk, date(2026, 10, 6), date(2026, 11, 4), date(2027, 2, 1))
    assert days == {date(2026, 11, 5): ["due"]}


def test_a_round_anniversary_is_told_12_and_6_months_ahead_another_only_6(clerk):
    builders.agreement(builders.city(), start="2017-06-01")
    assert told_around(clerk, date(2026, 6, 2), date(2026, 12, 1), date(2027, 6, 1)) == {
        date(2026, 6, 1): ["6"],  # the ninth year, on its very day
        date(2026, 6, 2): ["12"],
        date(2026, 12, 1): ["6"],
    }


def test_another_anniversary_is_told_6_months_ahead_only(clerk):
    builders.agreement(builders.city(), start="2018-06-01")
    remember(clerk, digest(clerk, date(2026, 6, 1)))
    assert told_around(clerk, date(2026, 6, 3), date(2026, 12, 1)) == {
        date(2026, 12, 1): ["6"],
    }


def test_after_days_without_a_run_only_the_latest_stage_is_told(clerk):
    builders.agreement(builders.city(), start="2019", expires=END.isoformat())
    assert told(clerk, before(END, 170)) == ["180"]
    assert told(clerk, before(END, 20)) == ["30"]
    assert told(clerk, before(END, 19)) == []


def test_a_term_that_is_prolonged_is_told_anew(clerk):
    paper = builders.agreement(builders.city(), start="2019", expires=END.isoformat())
    assert told(clerk, before(END, 29)) == ["30"]
    paper.expires = "2029-05-31"
    paper.save()
    assert told(clerk, before(END, 28)) == []
    assert told(clerk, date(2029, 5, 5)) == ["30"]


def test_what_waits_for_a_review_is_told_to_reviewers_and_what_came_back_to_its_writer(clerk):
    chief = User.objects.create_user("chief", role="reviewer", language="en")
    entry = builders.event(builders.city(), publication="in_review")
    sent = Submission.objects.create(entry=entry.entry_ptr, submitted_by=clerk)
    today = timezone.localdate()
    groups = [found.group for found in digest(chief, today).groups]
    assert Group.REVIEW in groups
    assert Group.REVIEW not in [found.group for found in digest(clerk, today).groups]
    remember(chief, digest(chief, today))
    entry.publication = "draft"
    entry.save()
    sent.decision, sent.decided_by, sent.decided_at = "sent_back", chief, timezone.now()
    sent.save()
    assert Group.SENT_BACK in [found.group for found in digest(clerk, today).groups]
    remember(clerk, digest(clerk, today))
    entry.publication = "in_review"
    entry.save()
    Submission.objects.create(entry=entry.entry_ptr, submitted_by=clerk)
    assert Group.REVIEW in [found.group for found in digest(chief, today).groups]


def test_what_is_only_worth_a_look_at_the_desk_is_in_no_digest(clerk):
    entry = builders.event(builders.city(), sources=[], title_zh="", title_en="")
    builders.difference(entry)
    assert digest(clerk, TODAY).groups == ()


def test_a_snoozed_line_is_left_out_until_its_day(clerk):
    builders.commitment(builders.city(), due="2026-11-01")
    line = digest(clerk, TODAY).lines[0]
    Snooze.objects.create(user=clerk, line=line.id, until=TODAY + timedelta(days=7))
    assert told(clerk, TODAY + timedelta(days=6)) == []
    assert told(clerk, TODAY + timedelta(days=7)) == ["overdue"]


def test_what_one_person_was_told_or_put_off_is_new_to_another(clerk):
    other = User.objects.create_user("other", role="viewer")
    builders.commitment(builders.city(), due="2026-11-01")
    line = digest(clerk, TODAY).lines[0]
    Snooze.objects.create(user=clerk, line=line.id, until=date(2027, 1, 1))
    remember(clerk, digest(clerk, TODAY))
    assert told(other, TODAY) == ["overdue"]


def test_what_was_told_and_still_stands_is_listed_apart(clerk):
    promise = builders.commitment(builders.city(), due="2026-11-01")
    remember(clerk, digest(clerk, TODAY))
    found = digest(clerk, TODAY)
    assert (found.count, [one.line.key for one in found.told]) == (0, [promise.key])
    assert timezone.now() - found.told[0].at < timedelta(minutes=5)


@pytest.mark.parametrize("rows", [AT_ONCE, AT_ONCE + 3])
def test_a_digest_tells_a_part_of_a_long_group_and_the_next_one_the_rest(clerk, rows):
    for _number in range(rows):
        builders.commitment(builders.city(), due="2026-11-01")
    first = digest(clerk, TODAY).groups[0]
    assert (len(first.lines), first.more) == (AT_ONCE, rows - AT_ONCE)
    assert len(told(clerk, TODAY)) == AT_ONCE
    assert len(told(clerk, TODAY)) == rows - AT_ONCE
    assert told(clerk, TODAY) == []


def test_remembering_twice_changes_nothing(clerk):
    builders.commitment(builders.city(), due="2026-11-01")
    found = digest(clerk, TODAY)
    remember(clerk, found)
    remember(clerk, found)
    assert clerk.reminders.count() == 1


def test_a_key_of_the_greatest_length_can_be_remembered(clerk):
    builders.agreement(
        builders.city(), start="2019", expires="2027-05-31", notice_months=3, key="k" * 80
    )
    assert told(clerk, TODAY) == ["notice-180"]
    assert clerk.reminders.get().line.endswith("k" * 80)


@pytest.mark.parametrize(
    ("language", "title", "year"),
    [("fa", "تعهد", "۱۴۰۵"), ("en", "Promise", "1405"), ("zh-hans", "承诺", "1405年")],
)
def test_it_is_in_the_language_that_is_active(clerk, language, title, year):
    builders.commitment(builders.city(), due="2026-11-01")
    with override(language):
        line = digest(clerk, TODAY).lines[0]
    assert line.title.startswith(title)
    assert year in line.why


def test_the_log_has_room_for_every_stage():
    """PostgreSQL refuses one that is too long, when its mail has gone; SQLite refuses none."""
    reader = User.objects.create_user("reader", role="reviewer", language="en")
    partner = builders.city()
    builders.commitment(partner, due="2026-11-01")
    builders.commitment(partner, due="2026-12-05")
    builders.agreement(partner, start="2017-06-01", expires="2027-11-20", notice_months=6)
    builders.delegation(partner, start="2026-09-01", progress="completed", direction="incoming")
    builders.delegation(partner, start="2026-11-01", progress="planned")
    stages = told(reader, TODAY)
    assert len(set(stages)) == 6
    for row in reader.reminders.all():
        row.clean_fields()


@pytest.mark.parametrize("rows", [2, 12])
def test_a_digest_costs_the_same_however_much_it_tells(clerk, django_assert_max_num_queries, rows):
    for _number in range(rows):
        partner = builders.city()
        builders.commitment(partner, due="2026-11-01")
        builders.commitment(partner, due="2026-12-01")
        builders.agreement(partner, expires="2027-01-31")
        builders.agreement(partner, start="2017-06-01")
        builders.delegation(partner, start="2026-10-01")
    with django_assert_max_num_queries(10):
        assert digest(clerk, TODAY).count == 5 * rows
