"""From ceremony to delivery: which entry is counted, in which class and under which year."""

from datetime import date

import pytest

from diplomacy.registry.models import CommitmentReview, EntryLink
from diplomacy.registry.queries.delivery import Class, delivery
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture
def partner():
    return builders.tie().partner


def numbers(partner) -> dict[str, int]:
    """Return how many are counted in each class that has any."""
    found = delivery(partner, TODAY)
    return {of.value: number for of in Class if (number := found.number(of))}


def years(partner, of: Class) -> list[int]:
    return [year.number for year in delivery(partner, TODAY).years("en") if year.counts[of]]


def link(entry, kind: str, other) -> None:
    EntryLink.objects.create(entry=entry.entry_ptr, kind=kind, to=other.entry_ptr)


def review(promise, verdict: str, on: str = "2024-05-06") -> None:
    CommitmentReview.objects.create(commitment=promise, verdict=verdict, on=on, words_en="So.")


def test_each_kind_of_entry_has_its_class(partner):
    builders.agreement(partner)
    builders.delegation(partner)
    builders.event(partner)
    builders.event(partner, type="letter", weight="courtesy")
    builders.delegation(partner, weight="courtesy")
    builders.commitment(partner)
    builders.restriction(partner)
    assert numbers(partner) == {"courtesy": 2, "exchange": 2, "signed": 1, "promised": 1}
    assert delivery(partner, TODAY).entries == 7


@pytest.mark.parametrize("kind", ["claim", "list", "assessment", "plan", "decision", "debate"])
def test_words_plans_and_one_side_s_decisions_are_no_exchange(partner, kind):
    builders.event(partner, type=kind)
    assert numbers(partner) == {}


@pytest.mark.parametrize(
    "fields", [{"weight": "context"}, {"level": "province"}, {"level": "national"}, {"level": ""}]
)
def test_what_is_not_between_the_ends_is_not_counted(partner, fields):
    builders.event(partner, **fields)
    builders.agreement(partner, **fields)
    builders.delegation(partner, **fields)
    assert numbers(partner) == {}


@pytest.mark.parametrize(
    "progress", ["planned", "announced", "under_way", "postponed", "cancelled"]
)
def test_only_a_completed_visit_counts(partner, progress):
    builders.delegation(partner, progress=progress)
    assert numbers(partner) == {}


def test_a_meeting_of_others_and_a_draft_paper_count_for_nothing(partner):
    builders.delegation(partner, direction="others")
    builders.agreement(partner, paper_state="draft")
    assert numbers(partner) == {}


@pytest.mark.parametrize("start", ["2026-06-16", "2027"])
def test_what_is_still_to_come_is_not_counted(partner, start):
    for make in (builders.agreement, builders.delegation, builders.event, builders.commitment):
        make(partner, start=start)
    assert numbers(partner) == {}


def test_a_month_that_has_begun_counts_for_what_is_recorded_as_done(partner):
    builders.agreement(partner, start="2026-06")
    builders.delegation(partner, start="2026")
    assert numbers(partner) == {"signed": 1, "exchange": 1}


@pytest.mark.parametrize("force", ["proposal", "readiness", "possibility", "answer_awaited"])
def test_only_undertakings_and_plans_were_promised(partner, force):
    builders.commitment(partner, force=force)
    builders.commitment(partner, force="plan", weight="context", level="national")
    assert numbers(partner) == {"promised": 1}


def test_nothing_hidden_is_counted(partner):
    promise = builders.commitment(partner)
    builders.event(partner, publication="draft")
    link(builders.event(partner, publication="draft"), "delivers", promise)
    assert numbers(partner) == {"promised": 1}


def test_a_pair_that_may_be_the_same_counts_once(partner):
    first, second = builders.delegation(partner), builders.delegation(partner)
    link(first, "may_be_same", second)
    link(second, "may_be_same", first)
    assert numbers(partner) == {"exchange": 1}


def test_a_twin_that_is_not_counted_itself_takes_nothing_away(partner):
    link(
        builders.delegation(partner), "may_be_same", builders.delegation(partner, weight="context")
    )
    assert numbers(partner) == {"exchange": 1}


def test_a_promise_is_delivered_by_its_last_verdict_on_the_day_of_the_review(partner):
    promise = builders.commitment(partner, start="2019")
    review(promise, "delivered", "2022-01-02")
    assert years(partner, Class.DELIVERED) == [2022]
    review(promise, "stalled", "2023-01-02")
    assert numbers(partner) == {"promised": 1}


def test_a_deed_delivers_a_promise_on_its_own_day(partner):
    promise = builders.commitment(partner, start="2019")
    link(builders.event(partner, start="2021-03-04"), "delivers", promise)
    assert years(partner, Class.DELIVERED) == [2021]
    review(promise, "delivered", "2025-01-02")
    assert years(partner, Class.DELIVERED) == [2021]


@pytest.mark.parametrize("verdict", ["partly", "in_progress", "not_delivered", "withdrawn"])
def test_a_reviewer_who_says_otherwise_decides(partner, verdict):
    promise = builders.commitment(partner)
    link(builders.event(partner), "delivers", promise)
    review(promise, verdict)
    assert "delivered" not in numbers(partner)
    assert [(one.value, number) for one, number in delivery(partner, TODAY).verdicts] == [
        (verdict, 1)
    ]


@pytest.mark.parametrize(
    "fields", [{"type": "claim"}, {"type": "plan"}, {"start": "2026-06-16"}], ids=str
)
def test_no_words_no_plan_and_nothing_to_come_delivers(partner, fields):
    promise = builders.commitment(partner)
    link(builders.event(partner, **fields), "delivers", promise)
    assert "delivered" not in numbers(partner)


def test_an_announced_visit_delivers_nothing(partner):
    promise = builders.commitment(partner)
    link(builders.delegation(partner, progress="announced"), "delivers", promise)
    assert "delivered" not in numbers(partner)


def test_a_promise_nobody_reviewed_is_not_yet_assessed(partner):
    builders.commitment(partner)
    assert delivery(partner, TODAY).verdicts == ((CommitmentReview.Verdict.NOT_ASSESSED, 1),)


def test_years_are_of_the_first_calendar_of_the_page_and_silence_is_counted(partner):
    builders.event(partner, start="2001-02-03")
    builders.event(partner, start="2010")
    builders.event(partner, start="")
    found = delivery(partner, TODAY)
    assert [(y.number, y.silent_years) for y in found.years("en")] == [(2001, 0), (2010, 8)]
    assert [y.number for y in found.years("fa")] == [1379, 1389]
    assert found.undated(Class.EXCHANGE) == 1
    assert found.number(Class.EXCHANGE) == 3


def test_a_year_of_either_calendar_holds_its_entries(partner):
    first = builders.event(partner, start="2001-02-03")
    bare = builders.event(partner, start="")
    found = delivery(partner, TODAY)
    assert found.entries_of(Class.EXCHANGE, 2001) == (first.pk,)
    assert found.entries_of(Class.EXCHANGE, 1379) == (first.pk,)
    assert found.entries_of(Class.EXCHANGE, 1380) == ()
    assert found.entries_of(Class.EXCHANGE, None, undated=True) == (bare.pk,)


@pytest.mark.parametrize("length", [5, 50])
def test_it_takes_two_queries_however_long_the_history(partner, length, django_assert_num_queries):
    for _ in range(length):
        promise = builders.commitment(partner)
        review(promise, "delivered")
        link(builders.event(partner), "delivers", promise)
    with django_assert_num_queries(2):
        assert delivery(partner, TODAY).number(Class.DELIVERED) == length
