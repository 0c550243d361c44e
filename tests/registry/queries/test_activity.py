"""Whether anything happens between two ends: measured, and never read from silence."""

from datetime import date

import pytest

from diplomacy.registry.models import EntryLink, Relationship
from diplomacy.registry.queries.standing import Activity, standing
from tests import builders

pytestmark = pytest.mark.django_db


def activity(tie: Relationship, on: str) -> Activity:
    return standing(Relationship.objects.get(pk=tie.pk), date.fromisoformat(on)).activity.value


def met(tie: Relationship, start: str, **fields):
    return builders.delegation(tie.partner, start=start, **fields)


def vouched(until: str) -> Relationship:
    return builders.tie(recorded_until=date.fromisoformat(until))


def test_without_a_contact_there_is_nothing_to_measure():
    assert activity(builders.tie(), "2026-01-01") == Activity.NO_DATA


def test_a_first_contact_is_new_until_the_threshold():
    tie = builders.tie()
    met(tie, "2020-05-04")
    assert activity(tie, "2020-05-03") == Activity.NO_DATA
    assert activity(tie, "2020-05-04") == Activity.NEW
    assert activity(tie, "2021-05-04") == Activity.NEW
    assert activity(tie, "2021-05-05") == Activity.SILENT


def test_a_contact_after_another_is_active_and_after_a_long_silence_revived():
    tie = builders.tie()
    for day in ("2017-05-04", "2019-05-04", "2021-05-05"):
        met(tie, day)
    assert activity(tie, "2019-05-04") == Activity.ACTIVE
    assert activity(tie, "2021-05-05") == Activity.REVIVED


def test_a_tie_is_quiet_or_dormant_only_where_staff_vouch_for_the_record():
    tie = vouched("2026-01-01")
    met(tie, "2020-05-04")
    assert activity(tie, "2021-05-05") == Activity.QUIET
    assert activity(tie, "2022-05-04") == Activity.QUIET
    assert activity(tie, "2022-05-05") == Activity.DORMANT


def test_what_nobody_vouches_for_is_measured_on_the_last_vouched_day():
    tie = vouched("2021-01-01")
    met(tie, "2020-05-04")
    found = standing(tie, date(2026, 1, 1)).activity
    assert (found.value, found.measured) == (Activity.NEW, date(2021, 1, 1))
    assert found.last.text == "2020-05-04"


def test_a_year_counts_from_its_last_possible_day():
    tie = builders.tie()
    met(tie, "2020")
    assert activity(tie, "2020-12-30") == Activity.NO_DATA
    assert activity(tie, "2020-12-31") == Activity.NEW


@pytest.mark.parametrize(
    "fields",
    [
        {"weight": "courtesy"},
        {"weight": "context"},
        {"level": "national"},
        {"level": "province"},
        {"progress": "planned"},
        {"progress": "announced"},
        {"progress": "cancelled"},
        {"direction": "others"},
        {"publication": "draft"},
        {"start": "[..2020]"},
        {"start": ""},
        {"start": "XXXX-05-04"},
    ],
)
def test_only_substantive_completed_dated_contacts_of_the_ends_count(fields):
    tie = builders.tie()
    met(tie, **({"start": "2020-05-04"} | fields))
    assert activity(tie, "2020-06-01") == Activity.NO_DATA


def test_a_paper_counts_though_its_date_is_open_at_its_start():
    tie = builders.tie()
    builders.agreement(tie.partner, start="[..2021-07-02]")
    assert activity(tie, "2021-07-02") == Activity.NEW


def test_a_pair_that_may_be_the_same_counts_once():
    tie = builders.tie()
    first, twin = met(tie, "2020-05-04"), met(tie, "2020-05")
    EntryLink.objects.create(entry=twin.entry_ptr, kind="may_be_same", to=first.entry_ptr)
    assert activity(tie, "2020-06-01") == Activity.NEW


def test_the_last_day_of_february_is_a_year_after_a_leap_day():
    tie = builders.tie()
    met(tie, "2020-02-29")
    assert activity(tie, "2021-02-28") == Activity.NEW
    assert activity(tie, "2021-03-01") == Activity.SILENT
