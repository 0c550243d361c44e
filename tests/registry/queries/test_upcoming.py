"""What lies ahead, by the published record."""

from datetime import date

import pytest

from diplomacy.registry.models import EntryLink
from diplomacy.registry.queries.overview import named
from diplomacy.registry.queries.upcoming import ANNIVERSARIES, LIMIT, Ahead, Why, prospect
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


def upcoming(on: date) -> tuple[Ahead, ...]:
    coming = prospect(on)
    return coming.ahead({entry.pk: entry for entry in named(on, coming.entries)})


def ahead() -> list[tuple[str, str]]:
    """Return why and which, nearest first."""
    return [(one.why.value, one.entry.key) for one in upcoming(TODAY)]


@pytest.fixture
def partner():
    return builders.tie().partner


def test_nothing_lies_ahead_of_an_empty_register():
    assert upcoming(TODAY) == ()


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("2026-06-14", False),
        ("2026-06-15", False),  # today is among the latest
        ("2026-06-16", True),
        ("2031", True),
        ("[..2030]", False),  # "by 2030" may be long ago
        ("", False),
    ],
)
def test_a_later_event_lies_ahead(partner, start, told):
    meeting = builders.event(partner, start=start)
    assert ahead() == ([("planned", meeting.key)] if told else [])


@pytest.mark.parametrize(
    ("progress", "told"),
    [("planned", True), ("announced", True), ("postponed", False), ("cancelled", False)],
)
def test_a_visit_lies_ahead_unless_it_is_called_off(partner, progress, told):
    visit = builders.delegation(partner, progress=progress, start="2026-09")
    assert ahead() == ([("planned", visit.key)] if told else [])


@pytest.mark.parametrize(
    ("progress", "start", "told"),
    [
        ("planned", "2026-06-15", True),  # on its day
        ("planned", "2026-06-14", False),
        ("announced", "2026", True),
        ("announced", "2025", False),
        ("announced", "[..2026-09]", False),
        ("completed", "2026", False),  # the middle of the year is still to come
        ("completed", "2026-06", False),
    ],
)
def test_an_awaited_visit_lies_ahead_to_its_last_day_and_a_made_one_never(
    partner, progress, start, told
):
    visit = builders.delegation(partner, progress=progress, start=start)
    assert ahead() == ([("planned", visit.key)] if told else [])


def test_what_was_signed_this_year_does_not_lie_ahead(partner):
    builders.agreement(partner, instrument="protocol", start="2026")
    assert ahead() == []


def test_what_was_only_said_does_not(partner):
    builders.event(partner, type="claim", claimed_form="sister", start="2027-01-01")
    assert ahead() == []


@pytest.mark.parametrize(
    ("expires", "told"),
    [
        ("2026-06-14", False),
        ("2026-06-15", True),
        ("2027-06-15", True),
        ("2027-06-16", False),
        ("2027", False),
        ("", False),
    ],
)
def test_the_end_of_a_term_is_told_a_year_ahead(partner, expires, told):
    paper = builders.agreement(partner, instrument="protocol", start="2020", expires=expires)
    assert ahead() == ([("term", paper.key)] if told else [])


@pytest.mark.parametrize(("publication", "told"), [("draft", True), ("published", False)])
def test_a_term_ends_until_its_renewal_is_published(partner, publication, told):
    paper = builders.agreement(partner, instrument="protocol", start="2020", expires="2026-12")
    later = builders.agreement(
        partner, instrument="protocol", start="2026-05", publication=publication
    )
    EntryLink.objects.create(entry=later.entry_ptr, to=paper.entry_ptr, kind="renews")
    assert ahead() == ([("term", paper.key)] if told else [])


@pytest.mark.parametrize(
    ("due", "told"),
    [("2026-06-14", False), ("2026-06-15", True), ("2027-03", True), ("2028", False), ("", False)],
)
def test_a_promise_is_told_until_its_day(partner, due, told):
    promise = builders.commitment(partner, due=due)
    assert ahead() == ([("due", promise.key)] if told else [])


def test_a_kept_promise_is_told_no_more(partner):
    promise = builders.commitment(partner, due="2026-12-01")
    promise.reviews.create(verdict="delivered", words_en="Done", words_fa="شد", words_zh="完成")
    assert ahead() == []


def test_a_possibility_is_no_promise(partner):
    builders.commitment(partner, due="2026-12-01", force="possibility")
    assert ahead() == []


@pytest.mark.parametrize(
    ("start", "years"),
    [
        ("2017-05-20", 10),  # the tens a year ahead
        ("2016-06-15", 10),
        ("2000-12-15", 26),  # the others half a year
        ("2000-12-16", 0),
        ("2000", 0),  # not known to the month
    ],
)
def test_an_anniversary_is_told_as_the_desk_tells_it(partner, start, years):
    builders.agreement(partner, instrument="sister", start=start)
    assert [(one.why, one.years) for one in upcoming(TODAY)] == (
        [(Why.ANNIVERSARY, years)] if years else []
    )


def test_a_protocol_is_not_celebrated(partner):
    builders.agreement(partner, start="2000-08-01")
    builders.agreement(partner, instrument="protocol", start="2001-08-01")
    assert [one.entry.start.text for one in upcoming(TODAY)] == ["2000-08-01"]


def test_a_paper_may_end_and_be_celebrated(partner):
    paper = builders.agreement(partner, start="2021-08-01", expires="2026-09-30")
    assert ahead() == [("anniversary", paper.key), ("term", paper.key)]


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ({"expires": "2026-07-31"}, False),  # over by its anniversary of 1 August
        ({"expires": "2026-08-01"}, True),
        ({"terminated": "2026-08-01"}, False),
        ({"terminated": "2026-09-01"}, True),
    ],
)
def test_a_paper_that_ends_before_its_anniversary_is_not_celebrated(partner, ends, told):
    builders.agreement(partner, instrument="sister", start="2021-08-01", **ends)
    assert (Why.ANNIVERSARY in [one.why for one in upcoming(TODAY)]) is told


def test_what_is_not_published_is_not_told(partner):
    for build in (builders.event, builders.delegation, builders.commitment):
        build(partner, start="2026-08-01", publication="draft")
    builders.commitment(partner, due="2026-08-01", publication="draft")
    builders.agreement(partner, start="2016-08-01", expires="2026-12", publication="draft")
    assert ahead() == []


def test_the_nearest_comes_first_and_names_its_cities(partner):
    later = builders.event(partner, start="2026-12-01")
    sooner = builders.delegation(partner, builders.home_city(), start="2026-07-01")
    found = upcoming(TODAY)
    assert [one.entry.key for one in found] == [sooner.key, later.key]
    assert [city.key for city in found[0].cities] == [partner.key]


def test_anniversaries_leave_room_for_what_is_planned(partner):
    for month in range(7, 12):
        builders.agreement(partner, instrument="sister", start=f"2001-{month:02}-01")
    assert len(upcoming(TODAY)) == 5
    for month in range(1, 12):
        builders.event(partner, start=f"2029-{month:02}-01")
    found = [one.why for one in upcoming(TODAY)]
    assert found.count(Why.PLANNED) == LIMIT
    assert found.count(Why.ANNIVERSARY) == ANNIVERSARIES


def test_a_round_anniversary_comes_before_nearer_ones(partner):
    for month in (8, 9, 10, 11, 12):
        builders.event(partner, start=f"2026-{month:02}-20")
    builders.event(partner, start="2027-01-20")
    for month in (7, 8):
        builders.agreement(partner, instrument="sister", start=f"2001-{month:02}-01")
    ten = builders.agreement(partner, instrument="sister", start="1997-05-01")
    assert ("anniversary", ten.key) in ahead()


def test_it_costs_the_same_however_much_lies_ahead(partner, django_assert_max_num_queries):
    for number in range(20):
        builders.event(partner, start=f"2030-01-{number + 1:02}")
        builders.agreement(partner, instrument="sister", start="2016-08-01", expires="2026-12")
        builders.commitment(partner, due="2026-12-01")
    with django_assert_max_num_queries(3):
        assert len(upcoming(TODAY)) == LIMIT + ANNIVERSARIES


def test_no_draft_takes_the_place_of_the_first_paper_of_a_tie():
    tie = builders.tie(leading=True)
    first = builders.agreement(tie.partner, start="2016-08-01", instrument="loi")
    told = ahead()
    assert told == [("anniversary", first.key)]
    builders.agreement(tie.partner, start="2015", instrument="loi", publication="draft")
    assert ahead() == told
