"""The time axis of the comparison: true lengths, short silences, nothing off the chart."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.registry.queries.time_axis import SILENCE, TimeAxis

TODAY = date(2026, 11, 23)
DAYS = st.lists(st.dates(date(1900, 1, 1), date(2100, 1, 1)), max_size=30)


@given(DAYS)
def test_a_later_day_never_lies_before_an_earlier_one(days):
    axis = TimeAxis.spanning(days, TODAY)
    places = [axis.place(day) for day in sorted({*days, TODAY})]
    assert all(low < high for low, high in pairwise(places))
    assert all(0 < place < 1 for place in places)


@given(DAYS)
def test_no_day_that_has_something_lies_in_a_compressed_stretch(days):
    axis = TimeAxis.spanning(days, TODAY)
    assert not any(axis.is_compressed(day) for day in [*days, TODAY])


def test_a_year_keeps_its_length_where_nothing_is_silent():
    axis = TimeAxis.spanning([date(2023, 1, 1), date(2025, 1, 1)], TODAY)
    assert axis.compressed == ()
    first = axis.place(date(2024, 1, 1)) - axis.place(date(2023, 1, 1))
    assert axis.place(date(2025, 1, 1)) - axis.place(date(2024, 1, 1)) == pytest.approx(
        first, rel=0.01
    )


def test_a_long_silence_is_drawn_short_and_named():
    axis = TimeAxis.spanning([date(1989, 5, 7), date(2019, 5, 18)], TODAY)
    (start, end), last = axis.compressed[0], axis.compressed[-1]
    assert date(1989, 5, 7) < start < end < date(2019, 5, 18)
    assert axis.place(end) - axis.place(start) < 0.2
    assert last[1] < TODAY


@pytest.mark.parametrize(("days_apart", "stretches"), [(0, 0), (1, 1)])
def test_a_silence_is_compressed_from_the_day_it_is_too_long(days_apart, stretches):
    start = TODAY - SILENCE - timedelta(days=days_apart)
    assert len(TimeAxis.spanning([start], TODAY).compressed) == stretches


def test_a_tie_with_nothing_recorded_still_has_an_axis_around_today():
    axis = TimeAxis.spanning([], TODAY)
    assert axis.first < TODAY < axis.last
    assert 0.5 < axis.place(TODAY) < 1


def test_days_off_the_axis_lie_at_its_nearer_end():
    axis = TimeAxis.spanning([], TODAY)
    assert (axis.place(date.min), axis.place(date.max)) == (0.0, 1.0)
