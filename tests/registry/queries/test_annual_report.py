"""The annual report: what a year counts, what it opened and moved, and what stays once frozen."""

import json
from datetime import date

import pytest
from django.utils.translation import override

from diplomacy.registry.models import CommitmentReview, YearReport
from diplomacy.registry.queries.annual_report import annual_report, frozen
from diplomacy.registry.queries.annual_report.page import report_page
from diplomacy.registry.queries.annual_report.shape import Report
from diplomacy.registry.queries.counts import counts
from diplomacy.registry.queries.years import year
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def report(number: int = 2020, today: date = TODAY) -> Report:
    return annual_report(year(number), today)


def counted(found: Report, name: str):
    return next(one for one in found.counts if one.name == name)


def number(name: str, of_year: int = 2020) -> int:
    return counted(report(of_year), name).number


def page(found: Report | None = None):
    found = found or report()
    return report_page(YearReport(year=found.year), found)


@pytest.fixture
def partner():
    return builders.tie().partner


def test_an_empty_register_gives_an_empty_report():
    found = report()
    assert not found.ties
    assert {one.number for one in found.counts} == {0}


def test_a_year_that_has_not_begun_has_no_report():
    with pytest.raises(ValueError, match="not begun"):
        report(2027)


@pytest.mark.parametrize(
    ("of_year", "first", "last"),
    [(2020, "2020-01-01", "2020-12-31"), (1399, "2020-03-20", "2021-03-20")],
)
def test_the_days_of_a_year_are_those_of_its_calendar(of_year, first, last):
    found = report(of_year)
    assert (found.first, found.last, found.running) == (first, last, False)


def test_a_form_that_may_have_begun_before_the_year_says_so(partner):
    builders.agreement(partner, instrument="sister", start="2020")
    here, there = report(1399).ties[0], report(2020).ties[0]
    assert (here.change, here.perhaps_before) == ("opened", True)  # 2020 began in Dey 1398
    assert (there.change, there.perhaps_before) == ("opened", False)


def test_a_plan_is_no_event_that_took_place(partner):
    builders.event(partner, type="plan")
    builders.event(partner, type="meeting")
    assert (number("events"), number("said")) == (1, 1)


def test_a_running_year_is_counted_up_to_today(partner):
    builders.event(partner, start="2026-06-15")
    builders.event(partner, start="2026-06-16")
    found = report(2026)
    assert (found.last, found.running) == ("2026-06-15", True)
    assert counted(found, "entries").number == 1


@pytest.mark.parametrize(
    ("start", "is_in"), [("2020-03-19", False), ("2020-03-20", True), ("2021-03-21", False)]
)
def test_an_entry_belongs_to_the_year_of_its_day(partner, start, is_in):
    builders.event(partner, start=start)
    assert number("entries", 1399) == is_in


def test_an_entry_that_may_lie_in_another_year_says_so(partner):
    builders.event(partner, start="2020")
    assert [row.sure for row in report(1399).entries] == [False]


def test_visits_are_counted_by_direction_and_only_if_they_took_place(partner):
    for direction in ("incoming", "incoming", "outgoing", "online", "others"):
        builders.delegation(partner, direction=direction)
    builders.delegation(partner, progress="cancelled")
    found = report()
    assert [counted(found, name).number for name in ("in", "out", "online")] == [2, 1, 1]


def test_words_are_no_deeds(partner):
    builders.event(partner)
    builders.event(partner, type="claim")
    found = report()
    assert [counted(found, name).number for name in ("events", "said")] == [1, 1]


def test_a_draft_paper_is_not_signed(partner):
    builders.agreement(partner)
    builders.agreement(partner, paper_state="draft")
    assert number("signed") == 1


def test_nothing_unpublished_is_counted(partner):
    for make in (builders.agreement, builders.delegation, builders.event, builders.commitment):
        make(partner, publication="draft")
    builders.tie(publication="draft")
    found = report()
    assert (len(found.ties), len(found.entries), len(found.promises)) == (1, 0, 0)


def test_the_forms_are_those_of_the_last_day(partner):
    builders.agreement(partner, start="2020-12-31", instrument="mou")
    builders.agreement(partner, start="2021-01-01", instrument="sister")
    ours = {form.value: number for form, number in counts(date(2020, 12, 31)).by_form}
    assert {one.name: one.number for one in report().forms} == ours == {"mou": 1}


def changes(of_year: int = 2020) -> list[tuple[str, bool]]:
    return [(tie.change, tie.quiet) for tie in report(of_year).ties]


def test_a_first_contact_opens_a_tie(partner):
    builders.delegation(partner, start="2020-05-04")
    assert changes() == [("opened", False)]
    assert changes(2021) == [("", True)]


def test_a_higher_paper_moves_a_tie_from_where_it_stood(partner):
    builders.delegation(partner, start="2019-05-04")
    builders.agreement(partner, start="2020-05-04", instrument="sister")
    tie = report().ties[0]
    assert tie.change == "moved"
    assert tie.before.en == "working contact · exploratory talks"
    assert tie.after.en == "sister city · established"
    assert "خواهر" in tie.after.fa


def test_a_paper_that_ran_out_is_no_beginning_when_it_is_renewed(partner):
    builders.agreement(partner, start="2010-01-01", instrument="mou", expires="2012-01-01")
    builders.agreement(partner, start="2020-05-04", instrument="mou")
    assert changes() == [("moved", False)]


def test_a_tie_is_quiet_only_if_something_was_recorded_before(partner):
    builders.event(partner, start="2021-01-01")
    assert changes() == [("", False)]


def test_a_published_entry_of_any_kind_ends_the_quiet(partner):
    builders.event(partner, start="2019-01-01")
    assert changes() == [("", True)]
    builders.event(partner, start="2020-01-01", type="claim")
    assert changes() == [("", False)]


def test_a_promise_is_counted_where_it_was_made_and_where_it_is_due(partner):
    builders.commitment(partner, start="2019-05-04", due="2020-12-31")
    builders.commitment(partner, start="2020-05-04", due="2021")
    found = report()
    assert [counted(found, name).number for name in ("made", "due")] == [1, 1]
    assert len(found.promises) == 2


def test_only_undertakings_and_plans_were_promised(partner):
    for force in ("undertaking", "plan", "proposal", "readiness", "possibility"):
        builders.commitment(partner, force=force)
    assert number("made") == 2


def review(promise, verdict: str, on: str) -> None:
    CommitmentReview.objects.create(commitment=promise, verdict=verdict, on=on, words_en="So.")


def test_the_share_stands_with_what_nobody_has_assessed(partner):
    first, *_ = [builders.commitment(partner) for _ in range(3)]
    review(first, "delivered", "2021-01-01")
    share = counted(report(), "made-delivered")
    assert (share.number, share.of, share.unassessed) == (1, 3, 2)


def test_without_a_promise_there_is_no_share(partner):
    assert "made-delivered" not in {one.name for one in report().counts}


def test_a_promise_closed_before_the_year_is_no_matter_of_it(partner):
    closed = builders.commitment(partner, start="2018-05-04")
    review(closed, "delivered", "2019-12-31")
    still = builders.commitment(partner, start="2018-05-05")
    kept = builders.commitment(partner, start="2018-05-06")
    review(kept, "delivered", "2020-01-01")
    shown = page()
    assert [one.key for one in shown.kept] == [kept.key]
    assert [one.key for one in shown.open] == [still.key]


def test_a_promise_that_a_person_owes_names_the_office_and_no_name(partner):
    promise, somebody = builders.commitment(partner), builders.person(name_en="Amin Testi")
    builders.took_part(promise, person=somebody, role="owes", office_en="Mayor")
    assert [one.en for one in report().promises[0].owes] == ["Mayor"]
    assert "Amin Testi" not in json.dumps(frozen(report()))


def test_a_cost_is_there_only_if_it_is_released(partner):
    builders.delegation(partner, cost="100.50", currency="EUR", cost_shown=True)
    builders.delegation(partner, cost="7", currency="EUR")
    builders.delegation(partner, cost="5", currency="CNY", cost_shown=True)
    builders.delegation(partner, cost="1000", currency="EUR", cost_shown=True)
    found = report()
    assert [visit.cost for visit in found.visits].count("") == 1
    assert (counted(found, "released").number, counted(found, "released").of) == (3, 4)
    sums = [(cost.currency, str(cost.total), cost.visits) for cost in page(found).costs]
    assert sums == [("CNY", "5", 1), ("EUR", "1100.5", 2)]


@pytest.mark.parametrize(
    ("start", "end", "open_"),
    [
        ("2019-11-01", "2020-01-01", True),
        ("2019-11-01", "2019-12-31", False),
        ("2020-12-31", "2021-02-01", True),
        ("2021-01-01", "2021-02-01", False),
        ("2020-05-04", "", True),
        ("2019-05-04", "", False),
    ],
)
def test_an_offer_is_of_each_year_in_which_it_was_open(partner, start, end, open_):
    builders.offer(partner, start=start, end=end)
    assert len(report().offers) == open_


def test_the_timeline_runs_month_by_month_in_the_calendar_of_the_page(partner):
    for start in ("2020-04-30", "2020-04-01", "2020-05-04", "2020"):
        builders.event(partner, start=start)
    found = report()
    assert [(m.heading, len(m.entries)) for m in page(found).months] == [
        ("April 2020", 2),
        ("May 2020", 1),
        ("", 1),
    ]
    with override("fa"):
        assert [m.heading for m in page(found).months] == [
            "فروردین ۱۳۹۹",
            "اردیبهشت ۱۳۹۹",
            "",
        ]


def test_the_cost_in_statements_is_the_same_at_five_ties_and_at_fifty(
    django_assert_max_num_queries,
):
    for count in (5, 45):
        for _ in range(count):
            partner = builders.tie().partner
            builders.agreement(partner)
            builders.delegation(partner, cost="1", currency="EUR", cost_shown=True)
            builders.commitment(partner)
        with django_assert_max_num_queries(22):
            report()
        found = report()
        with django_assert_max_num_queries(1):
            page(found)
