"""The map's geometry: projection, ways over the globe, what is cut away and what is kept."""

from itertools import pairwise
from math import dist, pi, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.public.map.lines import (
    Box,
    area,
    clipped_ring,
    clipped_segment,
    simplified,
    simplified_ring,
)
from diplomacy.public.map.projection import (
    EARTH_RADIUS,
    Place,
    angle_between,
    equal_earth,
    great_circle,
    middle_of,
    wrapped,
)

SQUARE = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]

longitudes = st.floats(-180, 180)
places = st.builds(Place, longitudes, st.floats(-90, 90))


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0, 0, 0, 0),
        (180, 0, 2.70663, 0),
        (0, 90, 0, 1.31736),
        (0, -90, 0, -1.31736),
    ],
)
def test_the_projection_is_equal_earth(lon, lat, x, y):
    assert equal_earth(lon, lat) == pytest.approx((x, y), abs=1e-3)


@given(st.floats(-85, 85), st.floats(-170, 170))
def test_the_projection_keeps_areas(lat, lon):
    step = 0.05
    corners = [(lon, lat), (lon + step, lat), (lon + step, lat + step), (lon, lat + step)]
    on_globe = radians(step) * (sin(radians(lat + step)) - sin(radians(lat)))
    assert area([equal_earth(*corner) for corner in corners]) == pytest.approx(on_globe, rel=1e-3)


def test_the_middle_meridian_is_where_the_map_is_upright():
    assert equal_earth(68, 40, 68)[0] == 0


@pytest.mark.parametrize(
    ("given_", "same"), [(0, 0), (180, -180), (-180, -180), (190, -170), (-190, 170), (540, -180)]
)
def test_a_longitude_has_one_name(given_, same):
    assert wrapped(given_) == same


def test_a_quarter_of_the_equator_is_ten_thousand_kilometres():
    angle = angle_between(Place(0, 0), Place(90, 0))
    assert angle * EARTH_RADIUS == pytest.approx(10007.5, abs=0.1)


def test_the_shortest_way_between_places_of_one_parallel_bends_to_the_pole():
    way = list(great_circle(Place(-40, 50), Place(40, 50), 8))
    assert way[4].lat > 50
    assert way[4].lon == pytest.approx(0)


@given(places, places, st.integers(4, 40))
def test_a_way_has_both_ends_and_no_detour(a, b, steps):
    way = list(great_circle(a, b, steps))
    assert len(way) == steps + 1
    assert angle_between(way[0], a) < 1e-6
    assert angle_between(way[-1], b) < 1e-6
    length = sum(angle_between(p, q) for p, q in pairwise(way))
    assert length == pytest.approx(angle_between(a, b), abs=1e-4)


@pytest.mark.parametrize(("lon", "lat"), [(10, 50), (178, -18), (0, 0), (0, 90), (0, -90)])
def test_the_way_to_the_antipode_is_as_long_as_any(lon, lat):
    way = list(great_circle(Place(lon, lat), Place(lon + 180, -lat), 10))
    assert sum(angle_between(p, q) for p, q in pairwise(way)) == pytest.approx(pi)


@pytest.mark.parametrize(
    ("lons", "middle"),
    [
        ([10], 10),
        ([10, 30], 20),
        ([170, -170], -180),
        ([178, -158, 151], 176.5),
        ([-120, 0, 120], 0),
    ],
)
def test_the_middle_is_that_of_the_shortest_stretch(lons, middle):
    assert wrapped(middle_of(lons) - middle) == pytest.approx(0) or len(lons) == 3


@given(st.lists(longitudes, min_size=1, max_size=8))
def test_no_place_is_farther_from_the_middle_than_half_the_globe(lons):
    middle = middle_of(lons)
    assert all(abs(wrapped(lon - middle)) <= 180 for lon in lons)


def test_what_lies_outside_is_cut_away():
    assert clipped_ring(SQUARE, Box(20, 20, 30, 30)) == []
    assert area(clipped_ring(SQUARE, Box(5, 5, 30, 30))) == 25
    assert clipped_ring(SQUARE, Box(-1, -1, 11, 11)) == SQUARE


@pytest.mark.parametrize(
    ("a", "b", "kept"),
    [
        ((-5, 5), (15, 5), ((0, 5), (10, 5))),
        ((5, 5), (15, 5), ((5, 5), (10, 5))),
        ((-5, 20), (15, 20), None),
        ((20, 0), (20, 10), None),
        ((3, 3), (4, 4), ((3, 3), (4, 4))),
        ((-5, 5), (-1, 5), None),
    ],
)
def test_a_line_is_kept_as_far_as_it_lies_inside(a, b, kept):
    assert clipped_segment(a, b, Box(0, 0, 10, 10)) == kept


def test_points_that_say_nothing_are_left_out():
    assert simplified([(0, 0), (5, 0.1), (10, 0)], 0.5) == [(0, 0), (10, 0)]
    assert simplified([(0, 0), (5, 3), (10, 0)], 0.5) == [(0, 0), (5, 3), (10, 0)]


@given(st.lists(st.tuples(st.floats(0, 50), st.floats(0, 50)), min_size=4, max_size=30))
def test_a_simplified_ring_has_points_of_its_own_only(ring):
    thin = simplified_ring(ring, 1)
    assert set(thin) <= set(ring)
    assert len(thin) <= len(ring)
    assert dist(thin[0], ring[0]) == 0
