"""A frozen report says what it said, in whatever shape; what is no longer public goes."""

import json
from datetime import date

import pytest

from diplomacy.registry.models import YearReport
from diplomacy.registry.queries.annual_report import annual_report, frozen, opened
from diplomacy.registry.queries.annual_report.page import report_page
from diplomacy.registry.queries.annual_report.shape import Report
from diplomacy.registry.queries.years import year
from tests import builders

pytestmark = pytest.mark.django_db


def report() -> Report:
    return annual_report(year(2020), date(2026, 6, 15))


def page(found: Report):
    return report_page(YearReport(year=found.year), found)


@pytest.fixture
def partner():
    return builders.tie().partner


def test_what_is_frozen_opens_as_it_was(partner):
    builders.agreement(partner)
    builders.delegation(partner, cost="1", currency="EUR", cost_shown=True)
    found = report()
    assert opened(json.loads(json.dumps(frozen(found)))) == found


def test_a_frozen_report_says_its_version():
    assert frozen(report())["version"] == 1


@pytest.mark.parametrize("data", [None, [], {}, {"version": 99, "year": 2020, "new": [1]}])
def test_another_shape_opens_all_the_same(data):
    assert opened(data).entries == ()


def test_a_row_that_cannot_be_read_costs_no_other(partner):
    builders.event(partner)
    builders.event(partner)
    data = frozen(report())
    data["entries"][0]["title"] = 7
    data["counts"] = "none"
    found = opened(data)
    assert len(found.entries) == 1
    assert found.counts == ()
    assert found.year == 2020


def test_what_is_mended_later_changes_nothing(partner):
    event = builders.event(partner, title_en="Then")
    found = report()
    type(event).objects.filter(pk=event.pk).update(title_en="Now")
    assert page(found).report.entries[0].title.en == "Then"


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_what_is_no_longer_public_goes_and_is_counted(partner, state):
    visit = builders.delegation(partner, title_en="Secret since")
    found = report()
    type(visit).objects.filter(pk=visit.pk).update(publication=state)
    shown = page(found)
    assert (shown.gone["entries"], shown.gone["visits"]) == (1, 1)
    assert "Secret since" not in json.dumps(frozen(shown.report))
    assert next(one for one in shown.report.counts if one.name == "in").number == 1


def test_a_tie_that_was_withdrawn_goes_from_map_and_lists():
    tie = builders.tie()
    builders.delegation(tie.partner)
    found = report()
    type(tie).objects.filter(pk=tie.pk).update(publication="withdrawn")
    shown = page(found)
    assert not shown.report.ties
    assert not shown.opened
    assert shown.all_ties == 1


def test_a_cost_that_is_no_longer_released_goes(partner):
    visit = builders.delegation(partner, cost="100", currency="EUR", cost_shown=True)
    found = report()
    type(visit).objects.filter(pk=visit.pk).update(cost_shown=False)
    shown = page(found)
    assert [one.cost for one in shown.report.visits] == [""]
    assert not shown.costs


def test_a_record_with_a_new_key_is_still_shown(partner):
    event = builders.event(partner)
    found = report()
    event.key = "another-key"
    event.save()
    assert page(found).gone["entries"] == 0
