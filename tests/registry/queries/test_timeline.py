"""A city's history: in order, with its silences, its future and what has no date."""

from datetime import date

import pytest

from diplomacy.registry.queries.counting import years_holding
from diplomacy.registry.queries.narrowing import facets
from diplomacy.registry.queries.timeline import Wanted, timeline, whole_days
from tests.builders import area, city, delegation, event

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def read(place, language="en", **wanted):
    return timeline(place, Wanted(**wanted), language, TODAY)


def test_years_run_from_the_latest_and_from_the_first_on_demand():
    place = city()
    for start in ("2019-05", "2024-09-25", "2021"):
        event(place, start=start)
    assert [year.number for year in read(place).past] == [2024, 2021, 2019]
    assert [year.number for year in read(place, oldest_first=True).past] == [2019, 2021, 2024]


def test_persian_years_are_those_of_the_solar_hijri_calendar():
    place = city()
    event(place, start="2024-03-19")
    event(place, start="2024-03-20")
    assert [year.number for year in read(place, "fa").past] == [1403, 1402]
    assert [year.number for year in read(place, "en").past] == [2024]


@pytest.mark.parametrize(("later", "stated"), [("2004", 0), ("2005", 4), ("2010", 9)])
def test_a_silence_of_four_years_or_more_is_stated(later, stated):
    place = city()
    event(place, start="2000")
    event(place, start=later)
    assert read(place).past[1].silent_years == stated


def test_what_is_to_come_stands_apart_from_what_has_been():
    place = city()
    coming = event(place, start="2026-11-24")
    today = event(place, start="2026-11-23")
    found = read(place)
    assert [e.key for e in found.future] == [coming.key]
    assert [e.key for year in found.past for e in year.entries] == [today.key]
    assert found.has_today


def test_an_entry_without_a_date_stands_last_and_in_no_year():
    place = city()
    undated = event(place, start="")
    event(place, start="1989")
    found = read(place)
    assert [e.key for e in found.undated] == [undated.key]
    assert [year.number for year in found.past] == [1989]
    assert found.entries[-1].key == undated.key


def test_a_draft_leaves_neither_a_row_nor_a_gap():
    place = city()
    event(place, start="2020")
    event(place, start="2010", publication="draft")
    found = read(place)
    assert [(year.number, year.silent_years) for year in found.past] == [(2020, 0)]
    assert facets(place, found, whole_days(found), "en").years == ((2020, 1),)


def test_a_history_is_narrowed_by_kind_area_and_year():
    place = city()
    visit, meeting = delegation(place, start="2020"), event(place, start="2021")
    field = area(meeting)
    assert [e.key for e in read(place, kinds=("delegation",)).entries] == [visit.key]
    assert [e.key for e in read(place, area=field.key).entries] == [meeting.key]
    assert [e.key for e in read(place, year=2021).entries] == [meeting.key]
    assert read(place, area="no-such-field").entries == ()


@pytest.mark.parametrize("language", ["fa", "en", "zh"])
def test_a_year_in_an_address_means_the_same_in_every_language(language):
    place = city()
    event(place, start="2024-03-19")
    inside = event(place, start="2024-03-20")
    assert [e.key for e in read(place, language, year=1403).entries] == [inside.key]


@pytest.mark.parametrize("year", [0, 1, 1199, 9999])
def test_a_year_that_cannot_be_dated_holds_nothing(year):
    place = city()
    event(place)
    assert read(place, year=year).entries == ()


@pytest.mark.parametrize("length", [5, 50])
def test_a_history_costs_two_queries_however_long(length, django_assert_num_queries):
    place = city()
    for _ in range(length):
        event(place)
    with django_assert_num_queries(2):  # entries with citations and areas, and sectors
        found = read(place)
        assert facets(place, found, whole_days(found), "en").areas == ()
    assert len(found.entries) == length


def test_no_year_is_offered_that_its_number_could_not_ask_for():
    early, late = [(date(1700, 1, 1), 1)], [(date(2300, 1, 1), 1)]
    assert years_holding(early, "en") == ((1700, 1),)
    assert years_holding(early, "fa") == ()
    assert years_holding(late, "en") == ((2300, 1),)
    assert years_holding(late, "fa") == ()
