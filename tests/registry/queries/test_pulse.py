"""The pulse of a tie: how many entries are listed under each of the last ten years."""

from datetime import date

import pytest

from diplomacy.registry.queries.pulse import pulse_of, pulses
from diplomacy.registry.queries.whole_history import whole_history
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)  # 25 Khordad 1405


def counts(partner, language="en", on=TODAY) -> dict[int, int]:
    """Return the pulse, which is the same of all days of the history as asked for itself."""
    found = pulses([partner.pk], language, on)[partner.pk]
    days = [(day, number) for _kind, day, number in whole_history(partner).days]
    assert pulse_of(days, language, on) == found
    return {year.number: year.count for year in found}


def test_it_spans_ten_years_of_the_languages_first_calendar():
    partner = builders.city()
    assert list(counts(partner)) == list(range(2017, 2027))
    assert list(counts(partner, "fa")) == list(range(1396, 1406))


def test_an_entry_counts_under_the_year_it_is_listed_under_on_the_timeline():
    partner = builders.city()
    for start in ("2016-12-31", "2017-01-01", "2024-12-31", "2025-01-01", "2025-03-20"):
        builders.event(partner, start=start)
    found = counts(partner)
    assert (found[2017], found[2024], found[2025]) == (1, 1, 2)
    assert sum(found.values()) == 4
    solar = counts(partner, "fa")
    assert (solar[1403], solar[1404]) == (3, 0)


def test_what_lies_ahead_and_what_has_no_date_is_in_no_year():
    partner = builders.city()
    for start in ("2026-06-15", "2026-06-16", "2027", ""):
        builders.event(partner, start=start)
    assert sum(counts(partner).values()) == 1


def test_only_published_entries_of_the_city_itself_count():
    partner = builders.city()
    builders.event(partner, publication="draft")
    builders.event(builders.city())
    assert sum(counts(partner).values()) == 0


def test_many_cities_cost_one_query(django_assert_num_queries):
    partners = [builders.city() for _ in range(5)]
    for partner in partners:
        builders.event(partner)
    with django_assert_num_queries(1):
        found = pulses([partner.pk for partner in partners], "en", TODAY)
    assert [sum(y.count for y in found[p.pk]) for p in partners] == [1] * 5
