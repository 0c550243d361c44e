"""Which part of the world the map shows, and the land in it."""

import json
import re
from itertools import pairwise
from math import asin, degrees, dist

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diplomacy.public.map.arcs import BLEED, arc, segments
from diplomacy.public.map.frame import HEIGHT, WIDEST, WIDTH, Frame, frame_for
from diplomacy.public.map.land import LIGHT, land_path
from diplomacy.public.map.land_file import FILE, read, written
from diplomacy.public.map.projection import Place, great_circle

HOMES = {
    "by the date line": Place(178.4, -18.1),
    "beyond it": Place(-171.7, -13.8),
    "in the far south": Place(-58.4, -34.6),
    "at the pole": Place(0, 90),
    "inland": Place(10, 50),
}
places = st.builds(
    Place, st.floats(-180, 180), st.floats(-1, 1).map(lambda height: degrees(asin(height)))
)


def numbers(d: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", d)]


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_home_and_the_leading_ties_are_always_shown(home):
    leading = [Place(2, 48), Place(-70, -33)]
    frame = frame_for(home, leading, [Place(140, 35)])
    assert all(frame.box.has(*frame.at(place)) for place in (home, *leading))


@settings(max_examples=50)
@given(places, st.lists(places, max_size=4))
def test_wherever_they_lie(home, leading):
    frame = frame_for(home, leading, [])
    assert all(frame.box.has(*frame.at(place)) for place in (home, *leading))


NEAR = [Place(12, 48), Place(2, 41), Place(30, 50), Place(25, 38), Place(-3, 55), Place(40, 45)]
FAR = Place(-170, -60)


def test_near_ties_join_and_those_that_would_make_the_map_too_small_do_not():
    frame = frame_for(Place(10, 50), [Place(20, 45)], [FAR, *NEAR])
    assert all(frame.box.has(*frame.at(place)) for place in NEAR)
    assert not frame.box.has(*frame.at(FAR))
    assert frame.span <= WIDEST


def test_a_few_ties_are_all_shown_wherever_they_are():
    frame = frame_for(Place(10, 50), [], [FAR, *NEAR[:3]])
    assert frame.box.has(*frame.at(FAR))


def test_the_map_is_as_wide_as_leading_ties_ask_for():
    frame = frame_for(Place(0, 0), [Place(150, 0), Place(-150, 0)], [])
    assert frame.span > WIDEST


def test_the_order_of_the_ties_does_not_matter():
    others = [Place(30, 30), Place(-20, 10), Place(80, 60), Place(140, -30)]
    assert frame_for(Place(10, 50), [], others) == frame_for(Place(10, 50), [], others[::-1])


@pytest.mark.parametrize("home", HOMES.values(), ids=HOMES)
def test_the_land_is_light_and_keeps_within_the_drawing(home):
    path = land_path(frame_for(home, [], [Place(100, 20), Place(-70, 40)]))
    assert 0 < len(path) <= LIGHT
    for ring in path.split("M")[1:]:
        x, y = map(int, ring.partition("l")[0].split())
        assert -10 <= x <= WIDTH + 10
        assert -10 <= y <= HEIGHT + 10


@pytest.mark.parametrize("middle", [-180, -100, 0, 68, 179])
def test_no_coast_runs_across_the_map(middle):
    """An edge as long as the map is a ring that was not cut where the world ends."""
    frame = Frame(middle, -1.3, 0.5, 2.6)
    for ring in land_path(frame).split("M")[1:]:
        steps = numbers(re.sub(r"(?<=\d)-", " -", ring.partition("l")[2]))
        inner = [step for step in zip(steps[::2], steps[1::2], strict=True) if step[0] and step[1]]
        assert all(dist((0, 0), step) < WIDTH / 3 for step in inner)


def test_the_file_of_the_land_is_small_and_reaches_round_the_world():
    rings = list(read(FILE.read_text(encoding="utf-8")))
    assert FILE.stat().st_size < 120_000
    assert min(x for ring in rings for x, _ in ring) < -180  # not cut at the date line
    assert min(y for ring in rings for _, y in ring) == -90


def test_the_file_is_made_from_the_shapes_of_natural_earth():
    island = [[0, 0], [40, 0], [0, 40], [-40, 0], [0, -40]]
    islet = [[0, 0], [1, 0], [0, 1], [-1, 0], [0, -1]]
    topology = {
        "transform": {"scale": [0.1, 0.1], "translate": [179, 10]},
        "arcs": [island, islet],
        "objects": {
            "land": {
                "geometries": [
                    {"type": "MultiPolygon", "arcs": [[[0]], [[1]]]},
                    {"type": "Polygon", "arcs": [[~0]]},
                ]
            }
        },
    }
    lines = list(written(json.loads(json.dumps(topology))))
    first, second = read("\n".join(lines))  # the islet is too small to be seen
    assert first == [(179, 10), (183, 10), (183, 14), (179, 14)]
    assert sorted(second) == sorted(first)


def test_land_around_a_pole_is_closed_along_it():
    coast = [[-180, -70], [90, 0], [90, 0], [90, 0], [90, 0]]
    topology = {
        "transform": {"scale": [1, 1], "translate": [0, 0]},
        "arcs": [coast],
        "objects": {"land": {"geometries": [{"type": "Polygon", "arcs": [[0]]}]}},
    }
    (ring,) = read("\n".join(written(topology)))
    assert (180, -90) in ring
    assert (-180, -90) in ring


@settings(max_examples=60, deadline=None)
@given(places, places)
def test_no_way_runs_across_the_map(home, partner):
    """A step of the way is short, except at the poles, which are lines: else it is a streak."""
    assume(max(abs(place.lat) for place in great_circle(home, partner, 60)) < 80)
    frame = frame_for(home, [partner], [])
    found = arc(frame, home, partner)
    longest = frame.scale * 0.35  # of a globe's radius
    assert all(dist(a, b) <= longest for a, b in segments(found))
    view = frame.box.grown(BLEED + 0.1)
    assert all(view.has(*point) for run in found.runs for point in run)


def test_a_way_past_the_edge_of_the_world_is_drawn_in_two_parts():
    frame = Frame(0, -2.8, 0.6, 5.6)
    west, east = arc(frame, Place(-170, 10), Place(170, 10)).runs
    assert west[0] == pytest.approx(frame.at(Place(-170, 10)))
    assert east[-1] == pytest.approx(frame.at(Place(170, 10)))
    assert west[-1][0] < WIDTH / 10
    assert east[0][0] > WIDTH * 9 / 10


def test_a_way_that_leaves_the_frame_ends_at_its_edge():
    frame = frame_for(Place(10, 50), [Place(12, 45)], [])
    x, y = arc(frame, Place(10, 50), Place(-100, 20)).end
    assert min(abs(x), abs(y), abs(x - WIDTH), abs(y - HEIGHT)) <= BLEED + 0.1


def test_a_partner_at_home_has_no_way():
    frame = frame_for(Place(10, 50), [], [])
    found = arc(frame, Place(10, 50), Place(10, 50))
    assert (found.d, found.end) == ("", None)


def test_a_way_is_a_few_smooth_curves():
    frame = frame_for(Place(0, 40), [Place(100, 40)], [])
    d = arc(frame, Place(0, 40), Place(100, 40)).d
    assert d.startswith("M")
    assert 2 <= d.count("c") <= 9
    assert len(d) < 300


def test_the_curve_ends_where_the_way_does():
    frame = frame_for(Place(0, 40), [Place(100, 40)], [])
    found = arc(frame, Place(0, 40), Place(100, 40))
    start, *pieces = found.d.removeprefix("M").split("c")
    x, y = numbers(start)
    for piece in pieces:
        *_, dx, dy = numbers(piece)
        x, y = x + dx, y + dy
    assert (x, y) == pytest.approx(found.end, abs=0.2)
    assert all(a != b for a, b in pairwise(found.runs[0]))
