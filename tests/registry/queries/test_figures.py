"""The five figures beside the activity, each by its own definition."""

from datetime import date
from fractions import Fraction

import pytest

from diplomacy.registry.models import EntryArea
from diplomacy.registry.queries.standing import Figures, figures
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_without_a_contact_nothing_is_counted():
    assert figures(builders.tie(), TODAY) == Figures(None, 0, 0, 0, None)


def test_length_is_counted_in_whole_years_from_the_first_contact():
    tie = builders.tie()
    builders.delegation(tie.partner, start="2020-05-04")
    assert figures(tie, date(2021, 5, 3)).length == 0
    assert figures(tie, date(2021, 5, 5)).length == 1
    assert figures(tie, date(2020, 5, 3)).length is None


def test_breadth_is_what_was_agreed_each_field_once():
    tie = builders.tie()
    papers = [builders.agreement(tie.partner) for _ in range(2)]
    builders.area(*papers)
    expected = builders.area(papers[0])
    EntryArea.objects.filter(area=expected).update(standing="expected")
    assert figures(tie, TODAY).breadth == 1


def test_a_field_that_only_a_visit_touches_is_not_agreed_on():
    tie = builders.tie()
    touched = [
        builders.delegation(tie.partner),
        builders.agreement(tie.partner, paper_state="draft"),
        builders.agreement(tie.partner, level="province"),
        builders.agreement(tie.partner, weight="context"),
    ]
    for entry in touched:
        builders.area(entry)
    assert figures(tie, TODAY).breadth == 0


def test_depth_is_papers_signed_and_joint_projects():
    tie = builders.tie()
    builders.agreement(tie.partner)
    builders.agreement(tie.partner, paper_state="draft")
    builders.event(tie.partner, type="joint_project")
    builders.event(tie.partner, type="meeting")
    assert figures(tie, TODAY).depth == 2


def test_heat_is_the_contacts_of_the_last_two_years():
    tie = builders.tie()
    for day in ("2024-11-23", "2024-11-24", "2026-11-23", "2026-11-24"):
        builders.delegation(tie.partner, start=day)
    assert figures(tie, TODAY).heat == 2


def test_frequency_is_told_from_the_second_year_on():
    tie = builders.tie()
    for day in ("2020-01-01", "2021-06-01", "2023-12-30"):
        builders.delegation(tie.partner, start=day)
    assert figures(tie, date(2020, 12, 30)).frequency is None
    assert figures(tie, date(2024, 1, 1)).frequency == Fraction(3, 4)


def test_what_is_not_published_is_in_no_public_figure(django_assert_num_queries):
    tie = builders.tie()
    builders.agreement(tie.partner, publication="draft")
    with django_assert_num_queries(1):
        assert figures(tie, TODAY) == Figures(None, 0, 0, 0, None)
    assert figures(tie, TODAY, public=False).depth == 1
