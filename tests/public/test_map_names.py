"""Where names stand on the map."""

from itertools import combinations
from math import asin, degrees

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diplomacy.public.map.drawing import LOOKS, MOST_NAMES, Drawing, Partner, View, drawing
from diplomacy.public.map.labels import Line, Placing, Spot
from diplomacy.public.map.lines import Box
from diplomacy.public.map.projection import Place

HOME, NAME = Place(10, 50), ("Testabad", "en")
WORDS = ("Partnerville", "یارشهر", "伙伴市", "Mill", "A Very Long Name of a Place upon Water")

places = st.builds(
    Place, st.floats(-180, 180), st.floats(-1, 1).map(lambda height: degrees(asin(height)))
)
partners = st.builds(
    Partner,
    places,
    st.sampled_from(LOOKS),
    st.booleans(),
    st.tuples(st.tuples(st.sampled_from(WORDS), st.just("en"))),
)


def partner(lon: float, lat: float, look="sister", *, leading=False, name="Partner") -> Partner:
    names = ((name, "en"), ("伙伴市", "zh-Hans")) if leading else ((name, "en"),)
    return Partner(Place(lon, lat), look, leading, names)


def drawn(*ties: Partner, home: Place = HOME) -> Drawing:
    return drawing(home, NAME, ties)


def boxes(view: View) -> list[Box]:
    return [label.box for label in view.labels] + [edge.label.box for edge in view.edges]


def said(view: View) -> list[str]:
    return [text.line.text for label in view.labels for text in label.texts]


@settings(max_examples=25, deadline=None)
@given(places, st.lists(partners, min_size=1, max_size=14))
def test_no_name_stands_over_another_or_beyond_the_edge(home, ties):
    for view in (drawn(*ties, home=home).wide, drawn(*ties, home=home).phone):
        assert not any(a.meets(b) for a, b in combinations(boxes(view), 2))
        assert all(view.box.holds(box) for box in boxes(view))


@settings(max_examples=15, deadline=None)
@given(places, st.lists(partners, min_size=1, max_size=14))
def test_no_name_stands_over_the_mark_of_another(home, ties):
    view = drawn(*ties, home=home).wide
    for label in view.labels:
        marks = [mark.box.grown(-1) for mark in (view.home, *view.marks)]
        assert not any(mark.meets(label.box) for mark in marks)


def test_the_same_ties_give_the_same_map():
    ties = [partner(lon, 40) for lon in range(-60, 60, 7)]
    assert drawing.__wrapped__(HOME, NAME, tuple(ties)) == drawn(*ties)


def test_one_tie_makes_a_map_with_two_names():
    view = drawn(partner(12, 42)).wide
    assert said(view) == ["Testabad", "Partner"]
    assert view.edges == ()


def test_two_ties_of_one_place_both_have_their_names():
    found = drawn(partner(12, 42, name="First"), partner(12, 42, "mou", name="Second"))
    assert {"First", "Second"} <= set(said(found.wide))


def test_a_partner_at_home_has_a_name_and_no_way():
    found = drawn(partner(10, 50, name="Next door"))
    assert "Next door" in said(found.wide)
    assert found.ways == ()


def test_leading_neighbours_all_have_names_on_both_pictures():
    ties = [partner(120 + i, 30 + i / 2, leading=True, name=f"Twin {i}") for i in range(3)]
    found = drawn(*ties)
    for view in (found.wide, found.phone):
        assert {"Twin 0", "Twin 1", "Twin 2"} <= set(said(view))
    assert any(label.leader for label in found.wide.labels)


def test_a_leading_tie_shows_its_name_in_its_own_script():
    assert "伙伴市" in said(drawn(partner(100, 30, leading=True)).wide)


def test_a_place_beyond_the_edge_is_named_there():
    near = [partner(lon, 40) for lon in (-50, -20, 20, 40, 60, 80)]
    view = drawn(*near, partner(-140, -40, name="Far")).wide
    (edge,) = view.edges
    assert edge.label.texts[0].line.text == "Far"
    assert len(view.marks) == len(near)


@pytest.mark.parametrize(
    ("exit_", "side"),
    [((0, 200), (-1, 0)), ((500, 200), (1, 0)), ((200, 0), (0, -1)), ((200, 500), (0, 1))],
)
def test_an_arrow_points_to_the_side_where_the_place_lies(exit_, side):
    placing = Placing(Box(0, 0, 500, 500))
    assert placing.at_edge(exit_, Line("Far", "en", 10))
    (x, y), (tail_x, tail_y) = placing.edges[0].tip, placing.edges[0].tail
    assert (x - tail_x, y - tail_y) == (12 * side[0], 12 * side[1])
    assert (x, y) == exit_


def test_many_ties_keep_the_names_of_those_that_matter_most():
    talks = [
        partner(-170 + i * 1.7, (i * 37) % 130 - 60, "talks", name=f"t{i}") for i in range(200)
    ]
    found = drawn(*talks, partner(15, 45, leading=True, name="Chief"))
    assert "Chief" in said(found.wide)
    assert found.is_dense
    assert len(found.wide.labels) + len(found.wide.edges) <= MOST_NAMES + 2
    assert len("".join(way.d for way in found.ways)) < 30_000


def test_a_way_has_the_look_of_its_tie_and_leading_ones_lie_on_top():
    ties = (partner(30, 40), partner(0, 40, "talks"), partner(20, 60, "mou", leading=True))
    assert [(way.look, way.leading) for way in drawn(*ties).ways] == [
        ("talks", False),
        ("sister", False),
        ("mou", True),
    ]
    assert drawn(*ties).looks == ("sister", "mou", "talks")


@pytest.mark.parametrize(
    ("home", "lon", "lat"), [(HOME, 120, 30), (Place(178, -18), -158, 21), (Place(-58, -35), 2, 48)]
)
def test_the_crop_for_a_phone_holds_home_and_the_leading_ties(home, lon, lat):
    view = drawn(partner(lon, lat, leading=True), partner(0, 0), home=home).phone
    assert view.box.has(view.home.x, view.home.y)
    assert [mark.leading for mark in view.marks if mark.leading] == [True]
    assert view.edges == ()


def test_a_name_is_anchored_by_its_own_direction():
    persian, english = Line("یارشهر", "fa", 10), Line("Partnerville", "en", 10)
    placing = Placing(Box(0, 0, 500, 500))
    placing.beside(Spot(250, 100, 5, (persian,), (1, 0)))
    placing.beside(Spot(250, 300, 5, (english,), (-1, 0)))
    right, left = (label.texts[0] for label in placing.labels)
    assert (right.side, right.anchor, right.direction) == ("left", "end", "rtl")
    assert (left.side, left.anchor, left.direction) == ("right", "end", "ltr")


def test_a_name_without_room_is_left_out():
    placing = Placing(Box(0, 0, 40, 40))
    assert not placing.beside(Spot(20, 20, 5, (Line("Partnerville", "en", 20),)))
    assert not placing.at_edge((0, 20), Line("Partnerville", "en", 20))
    assert placing.labels == []


def test_letters_of_full_width_are_counted_as_such():
    assert Line("伙伴市", "zh-Hans", 10).width == 30
    assert Line("می‌آ", "fa", 10).width == Line("میآ", "fa", 10).width


def test_no_line_leads_to_a_place_without_a_tie():
    found = drawn(partner(30, 40, "none", name="Only listed"), partner(-20, 30, "talks"))
    assert [way.look for way in found.ways] == ["talks"]
    assert found.looks == ("talks", "none")
    assert "Only listed" in said(found.wide)
